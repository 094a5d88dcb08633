package wasim_test

import (
	"errors"
	"testing"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waMmsRetry"
	"go.mau.fi/whatsmeow/types/events"

	"mceplatform/backend/whatsapp/wasim"
)

// The client cannot read a message and gets it from the owner's phone.
func TestResendFromThePhone(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	for _, form := range []wasim.WireForm{wasim.FormLID, wasim.FormPN} {
		id := w.mustContent(ctx, t, w.bob, wasim.Content{Text: "only on the phone"},
			wasim.SendOptions{Form: form, Unavailable: wasim.UnavailableAny})
		gap := await(ctx, c, func(e *events.UndecryptableMessage) bool { return e.Info.ID == id })
		if !gap.IsUnavailable {
			t.Errorf("%s: gap %+v", form, gap)
		}
		m := c.awaitMessage(ctx, id)
		if m.Message.GetConversation() != "only on the phone" || m.UnavailableRequestID == "" || m.Info.Chat != gap.Info.Chat || m.Info.PushName != "Bob" {
			t.Errorf("%s: resent %+v", form, m)
		}
	}
	w.mustAwait(ctx, t, "queue empty", func() bool { return queuedFor(w.owner) == 0 })
}

// View-once messages stay on the phone, and a silent phone answers nothing: the
// answers to what is asked later arrive, theirs do not.
func TestNoResend(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	once := w.mustContent(ctx, t, w.bob, wasim.Content{Kind: wasim.KindViewOnce, Data: []byte("x")},
		wasim.SendOptions{Unavailable: wasim.UnavailableViewOnce})
	await(ctx, c, func(e *events.UndecryptableMessage) bool {
		return e.Info.ID == once && e.UnavailableType == events.UnavailableTypeViewOnce
	})
	w.Faults().SilentPhone(true)
	silent := w.mustContent(ctx, t, w.bob, wasim.Content{Text: "silence"}, wasim.SendOptions{Unavailable: wasim.UnavailableAny})
	await(ctx, c, func(e *events.UndecryptableMessage) bool { return e.Info.ID == silent })
	w.mustAwait(ctx, t, "queue empty", func() bool { return queuedFor(w.owner) == 0 })
	w.Faults().SilentPhone(false)
	id := w.mustContent(ctx, t, w.bob, wasim.Content{Text: "again"}, wasim.SendOptions{Unavailable: wasim.UnavailableAny})
	c.awaitMessage(ctx, id)
	for _, m := range all[*events.Message](c) {
		if m.Info.ID == once || m.Info.ID == silent {
			t.Errorf("resent although it must not be: %+v", m.Info)
		}
	}
}

// A contact's phone that lost its sessions asks a client that was restarted
// meanwhile.
func TestRetryOverClientRestart(t *testing.T) {
	t.Parallel()
	ctx, w := testContext(t), newWorld(t, wasim.Config{})
	c := newClient(t, w)
	c.UseRetryMessageStore = true
	c.link(ctx, w.owner)
	establish(ctx, t, w, c)
	w.bob.SetOnline(false)
	c.mustText(ctx, lid(w.bob), "sent before the restart")
	c.Disconnect()
	w.mustAwait(ctx, t, "gone", func() bool { return !w.owner.LinkedDevices()[0].Connected })
	w.bob.ForgetSessions()
	w.bob.SetOnline(true)
	if len(w.bob.Inbox()) != 2 {
		t.Fatalf("bob reads without sessions: %+v", w.bob.Inbox())
	}
	c2 := openClient(t, w.Endpoint(), c.dsn)
	c2.UseRetryMessageStore = true
	if err := c2.Connect(); err != nil {
		t.Fatal(err)
	}
	w.mustAwait(ctx, t, "text after retry", shows(w.bob, "sent before the restart"))
}

// The media server lost a file; the phone uploads it again, also when it was
// off the network, unless it lost the file itself.
func TestMediaRetry(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	ask := func(form wasim.WireForm) (*events.Message, *waMmsRetry.MediaRetryNotification, error) {
		t.Helper()
		id := w.mustContent(ctx, t, w.bob, wasim.Content{Kind: wasim.KindImage, Data: []byte("old picture")}, wasim.SendOptions{Form: form})
		m := c.awaitMessage(ctx, id)
		img := m.Message.GetImageMessage()
		w.Faults().ExpireMediaOf(id)
		if _, err := c.Download(ctx, img); !errors.Is(err, whatsmeow.ErrMediaDownloadFailedWith410) {
			t.Fatalf("download: %v", err)
		}
		if form == wasim.FormPNOnly {
			w.owner.ForgetMedia(id)
		}
		w.owner.SetOnline(false)
		if err := c.SendMediaRetryReceipt(ctx, &m.Info, img.GetMediaKey()); err != nil {
			t.Fatal(err)
		}
		w.owner.SetOnline(true)
		evt := await(ctx, c, func(e *events.MediaRetry) bool { return e.MessageID == id })
		n, err := whatsmeow.DecryptMediaRetryNotification(evt, img.GetMediaKey())
		return m, n, err
	}
	for _, form := range []wasim.WireForm{wasim.FormLID, wasim.FormPN} {
		m, n, err := ask(form)
		if err != nil || n.GetResult() != waMmsRetry.MediaRetryNotification_SUCCESS {
			t.Fatalf("%s: answer %v, %v", form, n, err)
		}
		img := m.Message.GetImageMessage()
		img.DirectPath = n.DirectPath
		if data, err := c.Download(ctx, img); err != nil || string(data) != "old picture" {
			t.Errorf("%s: download again: %q, %v", form, data, err)
		}
	}
	if _, _, err := ask(wasim.FormPNOnly); !errors.Is(err, whatsmeow.ErrMediaNotAvailableOnPhone) {
		t.Errorf("forgotten file: %v", err)
	}
	w.mustAwait(ctx, t, "queue empty", func() bool { return queuedFor(w.owner) == 0 })
}
