package demo_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"mceplatform/backend"
	"mceplatform/backend/account"
	"mceplatform/backend/backendtest"
	"mceplatform/backend/chats"
	"mceplatform/backend/demo"
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

// hurried is what people take for anything in tests.
const hurried = 5 * time.Millisecond

// start starts a world on a folder; it ends with the test or when the function
// is called.
func start(t *testing.T, dir string, o demo.Options) (*demo.World, func()) {
	t.Helper()
	w, err := demo.Start(dir, backendtest.Logger(t), o)
	if err != nil {
		t.Fatal(err)
	}
	stop := sync.OnceFunc(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(stop)
	return w, stop
}

func newWorld(t *testing.T, o demo.Options) *demo.World {
	t.Helper()
	w, _ := start(t, t.TempDir(), o.Paced(hurried))
	return w
}

// app is a running backend.
type app struct {
	*backend.Backend
	t    *testing.T
	stop func()
}

func open(t *testing.T, w *demo.World, dir string) *app {
	t.Helper()
	cfg := backend.Config{DataDir: dir, Log: backendtest.Logger(t)}
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
	stop := sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run = %v", err)
		}
		if err := b.Close(); err != nil {
			t.Errorf("Close = %v", err)
		}
	})
	t.Cleanup(stop)
	return &app{b, t, stop}
}

// link lets the owner's phone link the app.
func (a *app) link(w *demo.World) {
	a.t.Helper()
	if err := a.Account.Link(a.t.Context()); err != nil {
		a.t.Fatal(err)
	}
	backendtest.Eventually(a.t, "a QR code", func() bool { return a.Account.Status().QR != "" })
	if err := w.ScanQR(a.t.Context(), a.Account.Status().QR); err != nil {
		a.t.Fatal(err)
	}
	backendtest.Eventually(a.t, "online", func() bool { return a.Account.Status().State == account.Online })
}

func link(t *testing.T, w *demo.World) *app {
	t.Helper()
	a := open(t, w, t.TempDir())
	a.link(w)
	return a
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

// Who had not spoken when the demo was closed does so the next time; who had
// does not repeat it.
func TestTheGreetingGoesOnAfterARestart(t *testing.T) {
	simulated, data := t.TempDir(), t.TempDir()
	w, closeWorld := start(t, simulated, demo.Options{}.Paced(40*hurried)) // not yet done when it is closed
	a := open(t, w, data)
	a.link(w)
	a.until(ana, "the first who writes", func(m chats.Message) bool { return m.Text == "Hi! Do you deliver on Saturday?" })
	a.stop()
	closeWorld()
	w, _ = start(t, simulated, demo.Options{}.Paced(hurried))
	a = open(t, w, data)
	backendtest.Eventually(t, "everybody else", func() bool {
		return len(a.thread(joao)) > 0 && len(a.thread(priya)) > 3 && len(a.thread(thabo)) > 0 && len(a.thread(omar)) > 0
	})
	said := slices.DeleteFunc(a.thread(ana), func(m chats.Message) bool { return m.Text != "Hi! Do you deliver on Saturday?" })
	if len(said) != 1 {
		t.Errorf("Ana asks %d times", len(said))
	}
}
