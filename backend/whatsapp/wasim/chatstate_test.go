package wasim_test

import (
	"path/filepath"
	"testing"
	"time"

	"go.mau.fi/whatsmeow/appstate"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"mceplatform/backend/whatsapp/wasim"
)

// What the owner does on the phone reaches the linked device.
func TestStateFromThePhone(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	do(w.owner.SaveContact(ctx, w.bob, "Robert Miller"))
	do(w.owner.SaveContact(ctx, w.carol, "Carol King"))
	do(w.owner.SaveContact(ctx, w.bob, "Bob Miller"))
	do(w.owner.MuteChat(ctx, w.bob, time.Now().Add(time.Hour)))
	do(w.owner.PinChat(ctx, w.bob, true))
	do(w.owner.ArchiveChat(ctx, w.carol, true))
	await(ctx, c, func(*events.Archive) bool {
		known, err := c.Store.Contacts.GetContact(ctx, pn(w.bob))
		return err == nil && known.FullName == "Bob Miller"
	})
	await(ctx, c, func(e *events.Mute) bool { return e.JID == lid(w.bob) && e.Action.GetMuted() })
	await(ctx, c, func(e *events.Pin) bool { return e.JID == lid(w.bob) && e.Action.GetPinned() })
	if s := w.owner.ChatState(w.bob); !s.Muted || !s.Pinned || s.Archived || s.Name != "Bob Miller" || !s.Read {
		t.Errorf("chat with bob: %+v", s)
	}
	if s := w.owner.ChatState(w.carol); !s.Archived || s.Pinned || s.Name != "Carol King" {
		t.Errorf("chat with carol: %+v", s)
	}
	do(w.owner.MuteChat(ctx, w.bob, time.Time{}))
	await(ctx, c, func(e *events.Mute) bool { return e.JID == lid(w.bob) && !e.Action.GetMuted() })
	w.mustAwait(ctx, t, "queue empty", func() bool { return queuedFor(w.owner) == 0 })
}

func TestChatReadOnThePhone(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	id := w.mustSend(ctx, t, w.bob, "read me", wasim.SendOptions{})
	c.awaitText(ctx, "read me")
	if w.owner.ChatState(w.bob).Read {
		t.Error("read before anybody looked")
	}
	if err := w.owner.MarkChatRead(ctx, w.bob); err != nil {
		t.Fatal(err)
	}
	r := c.awaitReceipt(ctx, id, types.ReceiptTypeReadSelf)
	if !r.IsFromMe || r.Chat != lid(w.bob) {
		t.Errorf("receipt: %+v", r)
	}
	await(ctx, c, func(e *events.MarkChatAsRead) bool { return e.JID == lid(w.bob) && e.Action.GetRead() })
	if !w.owner.ChatState(w.bob).Read {
		t.Error("still unread")
	}
}

// What a linked device pushes can be read on the phone, is valid under the
// phone's own checks, and reaches the other linked device.
func TestStateFromTheClient(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	second := newClient(t, w)
	second.link(ctx, w.owner)
	push := func(p appstate.PatchInfo) {
		t.Helper()
		if err := c.SendAppState(ctx, p); err != nil {
			t.Fatal(err)
		}
	}
	w.mustSend(ctx, t, w.bob, "unread", wasim.SendOptions{})
	c.awaitText(ctx, "unread")
	push(appstate.BuildMarkChatAsRead(lid(w.bob), true, time.Now(), nil))
	if !w.owner.ChatState(w.bob).Read || !w.owner.Inbox()[0].Read {
		t.Errorf("chat: %+v", w.owner.ChatState(w.bob))
	}
	push(appstate.BuildMarkChatAsRead(lid(w.bob), false, time.Now(), nil))
	if w.owner.ChatState(w.bob).Read {
		t.Error("marked as unread and read all the same")
	}
	push(appstate.BuildPin(lid(w.bob), true))
	await(ctx, second, func(e *events.Pin) bool { return e.JID == lid(w.bob) })
	if err := w.owner.ArchiveChat(ctx, w.bob, true); err != nil {
		t.Fatal(err)
	}
	push(appstate.BuildMute(lid(w.bob), true, 0))
	if s := w.owner.ChatState(w.bob); !s.Muted || !s.Archived || s.Pinned {
		t.Errorf("chat: %+v", s)
	}
}

// With read receipts switched off a client tells its own account only.
func TestReadSelf(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	id := w.mustSend(ctx, t, w.bob, "quietly", wasim.SendOptions{})
	m := c.awaitText(ctx, "quietly")
	if err := c.MarkRead(ctx, []string{id}, time.Now(), m.Info.Chat, m.Info.Sender, types.ReceiptTypeReadSelf); err != nil {
		t.Fatal(err)
	}
	w.mustAwait(ctx, t, "read on the phone", func() bool { return shownByID(w.owner, id).Read })
	if sentByID(w.bob, id).Read {
		t.Error("bob learned of it")
	}
}

func TestStateOverRestart(t *testing.T) {
	state := filepath.Join(t.TempDir(), "state.json")
	ctx, w, _ := linked(t, wasim.Config{StateFile: state})
	if err := w.owner.SaveContact(ctx, w.bob, "Bob Miller"); err != nil {
		t.Fatal(err)
	}
	w.mustAwait(ctx, t, "queue empty", func() bool { return queuedFor(w.owner) == 0 })
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	w2 := newWorld(t, wasim.Config{StateFile: state})
	if err := w2.owner.PinChat(ctx, w2.bob, true); err != nil {
		t.Fatal(err)
	}
	if s := w2.owner.ChatState(w2.bob); !s.Pinned || s.Name != "Bob Miller" {
		t.Errorf("chat: %+v", s)
	}
}
