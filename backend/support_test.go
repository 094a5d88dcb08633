package backend_test

import (
	"testing"

	"mceplatform/backend/backendtest"
	"mceplatform/backend/chats"
	"mceplatform/backend/leads"
	"mceplatform/backend/settings"
	"mceplatform/backend/whatsapp/wasim"
)

func leadInput(name, phone string) leads.Input { return leads.Input{Name: name, Phone: phone} }

// chatSettings changes how much is fetched without a click.
func chatSettings(t *testing.T, a *backendtest.App, autoDownloadMB int) settings.Update {
	t.Helper()
	s, err := a.Settings.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.Chats.AutoDownloadMB = autoDownloadMB
	return settings.Update{Chats: &s.Chats}
}

// talk is a linked app with one conversation that has one message.
type talk struct {
	*backendtest.World
	a    *backendtest.App
	bob  *wasim.Phone
	chat int64
}

func newTalk(t *testing.T, cfg wasim.Config) *talk {
	t.Helper()
	w := backendtest.NewWorld(t, cfg)
	k := &talk{World: w, a: w.Start(t)}
	w.Link(t, k.a)
	k.bob = w.Person(bob, "Bob", wasim.Behaviour{})
	k.says(t, wasim.Content{Kind: wasim.KindText, Text: "hello"})
	backendtest.Eventually(t, "the first message", func() bool { return len(list(t, k.a)) == 1 })
	k.chat = list(t, k.a)[0].ID
	return k
}

func (k *talk) says(t *testing.T, c wasim.Content) string {
	t.Helper()
	id, err := k.bob.Send(t.Context(), k.Owner, c, wasim.SendOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (k *talk) thread(t *testing.T) []chats.Message {
	t.Helper()
	page, err := k.a.Chats.Messages(t.Context(), k.chat, "", 200)
	if err != nil {
		t.Fatal(err)
	}
	return page.Items
}

func (k *talk) last(t *testing.T) chats.Message {
	t.Helper()
	list := k.thread(t)
	return list[len(list)-1]
}

// until waits for a message to be as wanted, and returns the latest that is.
func (k *talk) until(t *testing.T, what string, ok func(m chats.Message) bool) chats.Message {
	t.Helper()
	var m chats.Message
	backendtest.Eventually(t, what, func() bool {
		thread := k.thread(t)
		i := len(thread) - 1
		for i >= 0 && !ok(thread[i]) {
			i--
		}
		if i >= 0 {
			m = thread[i]
		}
		return i >= 0
	})
	return m
}

func (k *talk) sends(t *testing.T, c chats.Compose) chats.Message {
	t.Helper()
	m, err := k.a.Chats.Send(t.Context(), k.chat, c)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// shown waits for what Bob's phone shows last of the owner.
func (k *talk) shown(t *testing.T, what string, ok func(m wasim.ShownMessage) bool) wasim.ShownMessage {
	t.Helper()
	var m wasim.ShownMessage
	backendtest.Eventually(t, what, func() bool {
		got := received(k.bob)
		if len(got) == 0 {
			return false
		}
		m = got[len(got)-1]
		return ok(m)
	})
	return m
}
