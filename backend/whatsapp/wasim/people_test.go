package wasim_test

import (
	"errors"
	"slices"
	"testing"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"mceplatform/backend/whatsapp/wasim"
)

// A Brazilian account that is registered without the ninth digit is found with
// it, and the answer names the number it really has.
func TestNumberAlias(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	const real, dialled = "553187654321", "5531987654321"
	p, err := w.AddPhone(wasim.PhoneOptions{Number: real, Aliases: []string{dialled}})
	if err != nil {
		t.Fatal(err)
	}
	answers, err := c.IsOnWhatsApp(ctx, []string{"+" + dialled})
	if err != nil || len(answers) != 1 || !answers[0].IsIn || answers[0].JID != lid(p) || answers[0].PhoneNumber != pn(p) {
		t.Errorf("look-up: %+v, %v", answers, err)
	}
	info, err := c.GetUserInfo(ctx, []types.JID{types.NewJID(dialled, types.DefaultUserServer)})
	if err != nil || info[pn(p)].LID != lid(p) {
		t.Errorf("LID: %+v, %v", info, err)
	}
	if _, err = w.AddPhone(wasim.PhoneOptions{Number: dialled}); !errors.Is(err, wasim.ErrPhoneExists) {
		t.Errorf("alias taken by another: %v", err)
	}
}

func TestReinstall(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	establish(ctx, t, w, c)
	if err := w.bob.Reinstall(ctx); err != nil {
		t.Fatal(err)
	}
	if e := await[*events.IdentityChange](ctx, c, nil); e.JID != pn(w.bob) && e.JID != lid(w.bob) {
		t.Errorf("identity change of %s", e.JID)
	}
	c.mustText(ctx, lid(w.bob), "to the new phone")
	w.mustAwait(ctx, t, "text out", shows(w.bob, "to the new phone"))
	w.mustSend(ctx, t, w.bob, "from the new phone", wasim.SendOptions{})
	c.awaitText(ctx, "from the new phone")
	w.mustAwait(ctx, t, "queue empty", func() bool { return queuedFor(w.owner) == 0 })
	if err := w.owner.Reinstall(ctx); err != nil {
		t.Fatal(err)
	}
	await(ctx, c, func(e *events.LoggedOut) bool { return !e.OnConnect })
}

func TestChangeNumber(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	establish(ctx, t, w, c)
	const number = "4915100000022"
	if err := w.bob.ChangeNumber(ctx, carolNumber); !errors.Is(err, wasim.ErrPhoneExists) {
		t.Errorf("taken number: %v", err)
	}
	w.bob.Block(w.carol, true)
	if err := w.bob.ChangeNumber(ctx, number); err != nil {
		t.Fatal(err)
	}
	if w.Phone(bobNumber) != nil || w.Phone(number) != w.bob {
		t.Fatal("the number did not change")
	}
	w.mustSend(ctx, t, w.bob, "my new number", wasim.SendOptions{})
	if m := c.awaitText(ctx, "my new number"); m.Info.Sender != lid(w.bob) || m.Info.SenderAlt != types.NewJID(number, types.DefaultUserServer) {
		t.Errorf("info: %+v", m.Info)
	}
	c.mustText(ctx, lid(w.bob), "noted")
	w.mustAwait(ctx, t, "text out", shows(w.bob, "noted"))
	for _, m := range w.owner.Inbox() {
		if m.From == bobNumber || m.To == bobNumber {
			t.Errorf("old number on the phone: %+v", m)
		}
	}
	if err := w.bob.MarkRead(ctx, w.owner); err != nil {
		t.Errorf("mark read: %v", err)
	}
}

func TestRecycledNumber(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	establish(ctx, t, w, c)
	oldLID := lid(w.bob)
	dora, err := w.Recycle(bobNumber, wasim.PhoneOptions{PushName: "Dora"})
	if err != nil {
		t.Fatal(err)
	}
	if lid(dora) == oldLID || w.Phone(bobNumber) != dora || slices.Contains(w.Phones(), w.bob) {
		t.Fatalf("recycled: %s", lid(dora))
	}
	if _, err = w.bob.SendText(ctx, w.owner, "ghost", wasim.SendOptions{}); !errors.Is(err, wasim.ErrGone) {
		t.Errorf("old phone: %v", err)
	}
	if _, err = c.text(ctx, oldLID, "to the ghost"); err == nil {
		t.Error("a message to the old LID was accepted")
	}
	w.mustSend(ctx, t, dora, "hi, I am new", wasim.SendOptions{})
	if m := c.awaitText(ctx, "hi, I am new"); m.Info.Sender != lid(dora) || m.Info.SenderAlt.User != bobNumber {
		t.Errorf("info: %+v", m.Info)
	}
	c.mustText(ctx, pn(dora), "welcome")
	w.mustAwait(ctx, t, "text out", shows(dora, "welcome"))
}

func TestShareMapping(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	w.mustSend(ctx, t, w.carol, "only a number", wasim.SendOptions{Form: wasim.FormPNOnly})
	c.awaitText(ctx, "only a number")
	if known, err := c.Store.LIDs.GetLIDForPN(ctx, pn(w.carol)); err != nil || !known.IsEmpty() {
		t.Fatalf("LID known too early: %s, %v", known, err)
	}
	if err := w.owner.ShareMapping(ctx, w.carol, w.bob); err != nil {
		t.Fatal(err)
	}
	w.mustAwait(ctx, t, "queue empty", func() bool { return queuedFor(w.owner) == 0 })
	if known, err := c.Store.LIDs.GetLIDForPN(ctx, pn(w.carol)); err != nil || known != lid(w.carol) {
		t.Errorf("mapping: %s, %v", known, err)
	}
}

// A contact's own linked device gets everything and its messages come from the
// contact.
func TestContactWithTwoDevices(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	laptop := newClient(t, w)
	laptop.link(ctx, w.bob)
	data := []byte("a photo for both")
	id, _ := c.sendImage(t, w.bob, data)
	m := laptop.awaitMessage(ctx, id)
	if got, err := laptop.Download(ctx, m.Message.GetImageMessage()); err != nil || string(got) != string(data) {
		t.Errorf("download on the laptop: %q, %v", got, err)
	}
	sent, _ := laptop.sendImage(t, w.owner, []byte("back"))
	in := c.awaitMessage(ctx, sent)
	if in.Info.Sender.User != w.bob.LID() || in.Info.Sender.Device == 0 || in.Info.Chat != lid(w.bob) {
		t.Errorf("info: %+v", in.Info)
	}
	for _, p := range []*wasim.Phone{w.owner, w.bob} {
		w.mustAwait(ctx, t, "image on "+p.Number(), func() bool { return shownByID(p, sent).MediaSHA == shaOf([]byte("back")) })
	}
	if shownByID(w.bob, sent).SenderDevice != 1 || !shownByID(w.bob, sent).FromMe {
		t.Errorf("on bob's phone: %+v", shownByID(w.bob, sent))
	}
	w.mustContent(ctx, t, w.bob, wasim.Content{Text: "typed on the phone"}, wasim.SendOptions{})
	if own := laptop.awaitText(ctx, "typed on the phone"); !own.Info.IsFromMe || own.Info.Chat != lid(w.owner) {
		t.Errorf("copy on the laptop: %+v", own.Info)
	}
}
