package demo_test

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"mceplatform/backend"
	"mceplatform/backend/account"
	"mceplatform/backend/backendtest"
	"mceplatform/backend/chats"
	"mceplatform/backend/demo"
	"mceplatform/backend/fault"
)

const (
	ana   = "447700900101"
	joao  = "447700900102"
	priya = "447700900103"
	maria = "447700900104"
	thabo = "447700900105"
	chloe = "447700900108"
	ines  = "447700900109"
	omar  = "447700900111"
)

func newWorld(t *testing.T, o demo.Options) *demo.World {
	t.Helper()
	w, err := demo.Start(t.TempDir(), slog.New(slog.NewTextHandler(t.Output(), nil)), o.Hurried())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// app is a running backend that the owner's phone has linked.
type app struct {
	*backend.Backend
	t *testing.T
}

func link(t *testing.T, w *demo.World) *app {
	t.Helper()
	cfg := backend.Config{DataDir: t.TempDir(), Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
	if err := w.Configure(&cfg); err != nil {
		t.Fatal(err)
	}
	b, err := backend.New(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- b.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run = %v", err)
		}
		if err := b.Close(); err != nil {
			t.Errorf("Close = %v", err)
		}
	})
	if err := b.Account.Link(t.Context()); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "a QR code", func() bool { return b.Account.Status().QR != "" })
	if err := w.ScanQR(t.Context(), b.Account.Status().QR); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "online", func() bool { return b.Account.Status().State == account.Online })
	return &app{b, t}
}

// chat is the conversation with a number, nil before there is one.
func (a *app) chat(number string) *chats.Item {
	a.t.Helper()
	page, err := a.Chats.List(a.t.Context(), chats.ListQuery{Filter: chats.FilterAll, Limit: 50})
	if err != nil {
		a.t.Fatal(err)
	}
	for i := range page.Items {
		if page.Items[i].Phone == number {
			return &page.Items[i]
		}
	}
	return nil
}

func (a *app) thread(number string) []chats.Message {
	a.t.Helper()
	c := a.chat(number)
	if c == nil {
		return nil
	}
	page, err := a.Chats.Messages(a.t.Context(), c.ID, "", 200)
	if err != nil {
		a.t.Fatal(err)
	}
	return page.Items
}

// until waits for a message that is as wanted.
func (a *app) until(number, what string, ok func(m chats.Message) bool) chats.Message {
	a.t.Helper()
	var found chats.Message
	backendtest.Eventually(a.t, what, func() bool {
		thread := a.thread(number)
		i := slices.IndexFunc(thread, ok)
		if i >= 0 {
			found = thread[i]
		}
		return i >= 0
	})
	return found
}

func (a *app) ask(number, text string) chats.Message {
	a.t.Helper()
	m, err := a.Chats.Send(a.t.Context(), a.chat(number).ID, chats.Compose{Text: text})
	if err != nil {
		a.t.Fatal(err)
	}
	return m
}

func TestThePastArrivesOnLink(t *testing.T) {
	a := link(t, newWorld(t, demo.Options{Quiet: true, Past: true}))
	want := map[string]int{chloe: 4, maria: 6, ana: 4, "447700900107": 5, priya: 3, ines: 5}
	for number, n := range want {
		backendtest.Eventually(t, "the past with "+number, func() bool { return len(a.thread(number)) == n })
	}
	page, err := a.Chats.List(t.Context(), chats.ListQuery{Filter: chats.FilterAll, Limit: 50})
	if err != nil || len(page.Items) != len(want) {
		t.Fatalf("%d conversations, %v", len(page.Items), err)
	}
	if page.Items[0].Phone != ines || page.Items[len(page.Items)-1].Phone != maria {
		t.Errorf("the latest conversation is with %s, the oldest with %s", page.Items[0].Phone, page.Items[len(page.Items)-1].Phone)
	}
	backendtest.Eventually(t, "two unread messages", func() bool { return a.chat(ines).Unread == 2 && a.chat(maria).Unread == 0 })
	for number := range want {
		thread := a.thread(number)
		if !slices.IsSortedFunc(thread, func(a, b chats.Message) int { return int(a.ServerAt - b.ServerAt) }) {
			t.Errorf("the conversation with %s is out of order", number)
		}
		mine := slices.ContainsFunc(thread, func(m chats.Message) bool { return m.FromMe })
		theirs := slices.ContainsFunc(thread, func(m chats.Message) bool { return !m.FromMe })
		if !mine || !theirs {
			t.Errorf("the conversation with %s goes one way only", number)
		}
	}
	cake := a.until(maria, "the picture of the cake", func(m chats.Message) bool { return m.Kind == chats.KindImage && m.FromMe && m.Media.HasThumb })
	if len(cake.Reactions) != 1 || cake.Reactions[0].Emoji != "😍" || cake.Reactions[0].FromMe {
		t.Errorf("reactions to the cake = %+v", cake.Reactions)
	}
}

func TestPeopleSendEveryKind(t *testing.T) {
	a := link(t, newWorld(t, demo.Options{}))
	kind := func(k chats.Kind) func(chats.Message) bool {
		return func(m chats.Message) bool { return m.Kind == k && !m.FromMe }
	}
	ready := func(k chats.Kind) func(chats.Message) bool {
		return func(m chats.Message) bool { return kind(k)(m) && m.Media.State == chats.MediaReady }
	}
	for what, c := range map[string]struct {
		from string
		ok   func(chats.Message) bool
	}{
		"a place":     {ana, kind(chats.KindLocation)},
		"a picture":   {joao, ready(chats.KindImage)},
		"a poll":      {priya, kind(chats.KindPoll)},
		"a document":  {thabo, ready(chats.KindDocument)},
		"a recording": {omar, ready(chats.KindVoice)},
	} {
		a.until(c.from, what, c.ok)
	}
	a.until(joao, "a corrected text", func(m chats.Message) bool { return m.EditedAt != 0 })

	mine := a.ask(ana, "Yes, also on Saturdays.")
	a.until(ana, "a reaction", func(m chats.Message) bool { return m.ID == mine.ID && len(m.Reactions) == 1 && !m.Reactions[0].FromMe })
	a.until(ana, "an answer that quotes", func(m chats.Message) bool { return m.Quote != nil && m.Quote.MessageID == mine.ID })
	a.ask(ines, "It is 3.50 with delivery.")
	a.until(ines, "her first answer", func(m chats.Message) bool { return m.Quote != nil })
	a.ask(ines, "Shall I reserve it?")
	a.until(ines, "a contact", kind(chats.KindContact))
}

func TestAQuietWorldHasNoPastAndSpeaksInWords(t *testing.T) {
	w := newWorld(t, demo.Options{Quiet: true})
	a := link(t, w)
	if err := w.SendAs(t.Context(), ana, "hello"); err != nil {
		t.Fatal(err)
	}
	a.until(ana, "the first message", func(m chats.Message) bool { return m.Text == "hello" })
	for _, text := range []string{"one", "two"} {
		before := len(a.thread(ana))
		a.ask(ana, text)
		backendtest.Eventually(t, "an answer", func() bool { return len(a.thread(ana)) == before+2 })
	}
	for _, m := range a.thread(ana) {
		if m.Kind != chats.KindText || len(m.Reactions) > 0 {
			t.Errorf("%s %q with %d reactions", m.Kind, m.Text, len(m.Reactions))
		}
	}
	if page, err := a.Chats.List(t.Context(), chats.ListQuery{Filter: chats.FilterAll}); err != nil || len(page.Items) != 1 {
		t.Errorf("%d conversations, %v", len(page.Items), err)
	}
}

func TestPlayingAPhone(t *testing.T) {
	w := newWorld(t, demo.Options{Quiet: true})
	if err := w.React(t.Context(), chloe, "👍"); !fault.Is(err, fault.Conflict) {
		t.Errorf("a reaction to nothing = %v", err)
	}
	if err := w.SendThing(t.Context(), chloe, "elephant", ""); !fault.Is(err, fault.Invalid) {
		t.Errorf("sending an elephant = %v", err)
	}
	if err := w.SendThing(t.Context(), "447700900199", demo.Photo, ""); !fault.Is(err, fault.NotFound) {
		t.Errorf("sending from nobody's phone = %v", err)
	}
	a := link(t, w)
	kinds := map[demo.Thing]chats.Kind{
		demo.Photo: chats.KindImage, demo.Voice: chats.KindVoice, demo.Document: chats.KindDocument,
		demo.Place: chats.KindLocation, demo.Contact: chats.KindContact, demo.Poll: chats.KindPoll,
	}
	for thing, kind := range kinds {
		if err := w.SendThing(t.Context(), chloe, thing, "as promised"); err != nil {
			t.Fatal(thing, err)
		}
		m := a.until(chloe, string(thing), func(m chats.Message) bool { return m.Kind == kind })
		if worded := thing == demo.Photo || thing == demo.Document; (m.Text == "as promised") != worded {
			t.Errorf("%s says %q", thing, m.Text)
		}
	}
	mine := a.ask(chloe, "thank you")
	backendtest.Eventually(t, "our message on the phone", func() bool { return len(inbox(t, w, chloe)) == len(kinds)+1 })
	if err := w.React(t.Context(), chloe, "🎉"); err != nil {
		t.Fatal(err)
	}
	a.until(chloe, "the reaction", func(m chats.Message) bool {
		return m.ID == mine.ID && len(m.Reactions) == 1 && m.Reactions[0].Emoji == "🎉"
	})
	for _, s := range inbox(t, w, chloe) {
		var ok bool
		switch s.Kind {
		case chats.KindImage:
			ok = s.FromMe && strings.HasPrefix(s.Picture, "data:image/jpeg;base64,") && s.Text == "as promised"
		case chats.KindVoice:
			ok = s.Seconds == 2
		case chats.KindDocument:
			ok = s.Title == "Order list.pdf"
		case chats.KindLocation, chats.KindContact:
			ok = s.Title != "" && s.Detail != ""
		case chats.KindPoll:
			ok = len(s.Options) == 3
		default:
			ok = !s.FromMe && slices.Equal(s.Reactions, []demo.ShownReaction{{FromMe: true, Emoji: "🎉"}})
		}
		if !ok {
			t.Errorf("the phone shows %+v", s)
		}
	}
}

// What the owner changes and quotes is seen on the phone too.
func TestThePhoneShowsChangesAndQuotes(t *testing.T) {
	w := newWorld(t, demo.Options{Quiet: true})
	a := link(t, w)
	if err := w.SendThing(t.Context(), chloe, demo.Voice, ""); err != nil {
		t.Fatal(err)
	}
	voice := a.until(chloe, "the recording", func(m chats.Message) bool { return m.Kind == chats.KindVoice })
	send := func(c chats.Compose) chats.Message {
		m, err := a.Chats.Send(t.Context(), a.chat(chloe).ID, c)
		if err != nil {
			t.Fatal(err)
		}
		return a.until(chloe, "delivered", func(sent chats.Message) bool { return sent.ID == m.ID && sent.Status == chats.StatusDelivered })
	}
	edited, deleted := send(chats.Compose{Text: "I haerd it", ReplyTo: voice.ID}), send(chats.Compose{Text: "oops"})
	if _, err := a.Chats.Edit(t.Context(), edited.ID, "I heard it"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Chats.Delete(t.Context(), deleted.ID); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the changes on the phone", func() bool {
		list := inbox(t, w, chloe)
		return len(list) == 3 && list[1].Edited && list[1].Text == "I heard it" && list[2].Kind == chats.KindDelete
	})
	want := demo.ShownQuote{FromMe: true, Kind: chats.KindVoice}
	if quote := inbox(t, w, chloe)[1].Quote; quote == nil || *quote != want {
		t.Errorf("quote = %+v", quote)
	}
}

func inbox(t *testing.T, w *demo.World, number string) []demo.Shown {
	t.Helper()
	list, err := w.Inbox(number)
	if err != nil {
		t.Fatal(err)
	}
	return list
}
