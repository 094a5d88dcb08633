package wasim_test

import (
	"errors"
	"testing"
	"time"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"mceplatform/backend/whatsapp/wasim"
)

func TestLinkAndLogin(t *testing.T) {
	_, w, c := linked(t, wasim.Config{})
	devices := w.owner.LinkedDevices()
	if len(devices) != 1 || !devices[0].Connected || devices[0].JID != c.Store.ID.String() {
		t.Fatalf("linked devices: %+v", devices)
	}
	if c.Store.LID.User != w.owner.LID() {
		t.Errorf("client LID %s, want %s", c.Store.LID, w.owner.LID())
	}
}

// A client that loses the restart request after linking never comes back by
// itself, so every linking has to end in a login. A phone takes four devices.
func TestTwentyLinkings(t *testing.T) {
	t.Parallel()
	ctx, w := testContext(t), newWorld(t, wasim.Config{})
	for _, number := range []string{"4915200000001", "4915200000002", "4915200000003", "4915200000004", "4915200000005"} {
		p := w.phone(t, number, "Many")
		for i := range 4 {
			c := newClient(t, w)
			c.scan(ctx, p)
			w.mustAwait(ctx, t, "login", func() bool { return p.LinkedDevices()[i].Connected })
			c.Disconnect()
		}
		c := newClient(t, w)
		if err := c.Connect(); err != nil {
			t.Fatal(err)
		}
		if err := p.ScanQR(ctx, await[*events.QR](ctx, c, nil).Codes[0]); !errors.Is(err, wasim.ErrTooManyDevices) {
			t.Fatalf("fifth device: %v", err)
		}
	}
}

func TestTextOut(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	w.bob.SetBehaviour(wasim.Behaviour{ReadAfter: 10 * time.Millisecond})
	resp := c.mustText(ctx, pn(w.bob), "hello bob")
	if resp.Chat != lid(w.bob) {
		t.Errorf("chat %s, want the LID %s", resp.Chat, lid(w.bob))
	}
	c.awaitReceipt(ctx, resp.ID, types.ReceiptTypeDelivered)
	c.awaitReceipt(ctx, resp.ID, types.ReceiptTypeRead)
	inbox := w.bob.Inbox()
	if len(inbox) != 1 || inbox[0].Text != "hello bob" || inbox[0].From != ownerNumber || inbox[0].Deliveries != 1 || !inbox[0].Read {
		t.Errorf("bob's inbox: %+v", inbox)
	}
	w.mustAwait(ctx, t, "copy on the own phone", shows(w.owner, "hello bob"))
	if own := w.owner.Inbox()[0]; !own.FromMe || own.To != bobNumber {
		t.Errorf("own copy: %+v", own)
	}
	w.mustAwait(ctx, t, "queue empty", func() bool { return queuedFor(w.owner) == 0 })
}

func TestTextInFourForms(t *testing.T) {
	for _, tc := range []struct {
		form        wasim.WireForm
		server, alt string
	}{
		{wasim.FormLID, types.HiddenUserServer, types.DefaultUserServer},
		{wasim.FormPN, types.DefaultUserServer, types.HiddenUserServer},
		{wasim.FormLIDOnly, types.HiddenUserServer, ""},
		{wasim.FormPNOnly, types.DefaultUserServer, ""},
	} {
		t.Run(string(tc.form), func(t *testing.T) {
			ctx, w, c := linked(t, wasim.Config{})
			id := w.mustSend(ctx, t, w.bob, "hi", wasim.SendOptions{Form: tc.form})
			m := c.awaitText(ctx, "hi")
			if m.Info.Chat.Server != tc.server || m.Info.SenderAlt.Server != tc.alt || m.Info.PushName != "Bob" || m.Info.ID != id {
				t.Errorf("info: %+v", m.Info)
			}
			w.mustAwait(ctx, t, "delivered", func() bool { return sentByID(w.bob, id).Delivered })
			if err := c.MarkRead(ctx, []string{id}, time.Now(), m.Info.Chat, m.Info.Sender); err != nil {
				t.Fatal(err)
			}
			w.mustAwait(ctx, t, "read", func() bool { return sentByID(w.bob, id).Read })
			c.mustText(ctx, m.Info.Chat, "answer")
			w.mustAwait(ctx, t, "answer", shows(w.bob, "answer"))
			w.mustSend(ctx, t, w.bob, "again", wasim.SendOptions{Form: tc.form})
			c.awaitText(ctx, "again")
		})
	}
}

func TestOfflineQueue(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	c.Disconnect()
	w.mustAwait(ctx, t, "gone", func() bool { return !w.owner.LinkedDevices()[0].Connected })
	for i := range 3 {
		w.mustSend(ctx, t, w.bob, numbered("offline", i), wasim.SendOptions{})
	}
	if n := queuedFor(w.owner); n < 3 {
		t.Fatalf("%d stanzas queued, want at least 3", n)
	}
	if err := c.Connect(); err != nil {
		t.Fatal(err)
	}
	preview := await(ctx, c, func(e *events.OfflineSyncPreview) bool { return e.Messages >= 3 })
	done := await(ctx, c, func(e *events.OfflineSyncCompleted) bool { return e.Count == preview.Total })
	if done.Count < 3 {
		t.Errorf("completed: %+v", done)
	}
	for i := range 3 {
		c.awaitText(ctx, numbered("offline", i))
	}
	w.mustAwait(ctx, t, "queue empty", func() bool { return queuedFor(w.owner) == 0 })
}
