package demo_test

import (
	"slices"
	"strings"
	"testing"

	"mceplatform/backend/backendtest"
	"mceplatform/backend/chats"
	"mceplatform/backend/demo"
	"mceplatform/backend/fault"
)

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
