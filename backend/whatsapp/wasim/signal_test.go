package wasim_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/proto"

	"mceplatform/backend/whatsapp/wasim"
)

func TestRedelivery(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	id := w.mustSend(ctx, t, w.bob, "again and again", wasim.SendOptions{})
	c.awaitText(ctx, "again and again")
	w.mustAwait(ctx, t, "receipt", func() bool { return sentByID(w.bob, id).Receipts == 1 })

	if err := w.bob.Redeliver(ctx, id, false); err != nil {
		t.Fatal(err)
	}
	w.mustAwait(ctx, t, "second receipt", func() bool { return sentByID(w.bob, id).Receipts == 2 })
	if n := countText(c, "again and again"); n != 1 {
		t.Errorf("%d events after the identical stanza, want 1", n)
	}

	if err := w.bob.Redeliver(ctx, id, true); err != nil {
		t.Fatal(err)
	}
	await(ctx, c, func(*events.Message) bool { return countText(c, "again and again") == 2 })
	w.mustAwait(ctx, t, "third receipt", func() bool { return sentByID(w.bob, id).Receipts == 3 })
	if countShown(w.owner, "again and again") != 1 {
		t.Error("the owner's phone shows the id more than once")
	}
}

func countText(c *client, text string) int {
	n := 0
	for _, m := range all[*events.Message](c) {
		if m.Message.GetConversation() == text {
			n++
		}
	}
	return n
}

func TestOwnPhone(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	w.bob.SetBehaviour(wasim.Behaviour{Replies: []string{"reply one", "reply two"}})
	id, err := w.owner.SendOwn(ctx, w.bob, "typed on the phone")
	if err != nil {
		t.Fatal(err)
	}
	m := c.awaitText(ctx, "typed on the phone")
	if !m.Info.IsFromMe || m.Info.Chat != lid(w.bob) || m.Info.ID != id {
		t.Errorf("info: %+v", m.Info)
	}
	if countShown(w.bob, "typed on the phone") != 1 {
		t.Error("bob's phone does not show it")
	}
	c.awaitText(ctx, "reply one")
	c.awaitReceipt(ctx, id, types.ReceiptTypeDelivered)
	c.mustText(ctx, lid(w.bob), "next")
	c.awaitText(ctx, "reply two")
}

// The phone has lost its sessions: it cannot read the client's message and
// asks for it again with fresh keys.
func TestPhoneAsksForRetry(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	establish(ctx, t, w, c)
	w.bob.ForgetSessions()
	w.owner.ForgetSessions()
	resp := c.mustText(ctx, lid(w.bob), "unreadable at first")
	w.mustAwait(ctx, t, "text after retry", shows(w.bob, "unreadable at first"))
	w.mustAwait(ctx, t, "own copy after retry", shows(w.owner, "unreadable at first"))
	c.awaitReceipt(ctx, resp.ID, types.ReceiptTypeDelivered)
	if n := w.Arrivals()[resp.ID]; n != 1 {
		t.Errorf("the retry counts as an arrival: %d", n)
	}
	c.mustText(ctx, lid(w.bob), "and on")
	w.mustAwait(ctx, t, "next text", shows(w.bob, "and on"))
}

// The client cannot read a damaged message and asks for it again.
func TestClientAsksForRetry(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	establish(ctx, t, w, c)
	for _, damaged := range []int{1, 2} {
		w.Faults().CorruptMessages(damaged)
		text := numbered("damaged", damaged)
		id := w.mustSend(ctx, t, w.bob, text, wasim.SendOptions{})
		c.awaitText(ctx, text)
		w.mustAwait(ctx, t, "receipt", func() bool { return sentByID(w.bob, id).Delivered })
		if n := sentByID(w.bob, id).Retries; n != damaged {
			t.Errorf("%d retries, want %d", n, damaged)
		}
	}
	w.mustAwait(ctx, t, "queue empty", func() bool { return queuedFor(w.owner) == 0 })
}

func TestPrivacyOfOthers(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	w.bob.Block(w.owner, true)
	c.mustText(ctx, pn(w.bob), "blocked")
	w.carol.SetOnline(false)
	resp := c.mustText(ctx, pn(w.carol), "for later")
	if len(w.bob.Inbox()) != 0 || len(w.carol.Inbox()) != 0 {
		t.Error("a blocked or offline phone shows a message")
	}
	w.carol.SetOnline(true)
	w.mustAwait(ctx, t, "late delivery", shows(w.carol, "for later"))
	c.awaitReceipt(ctx, resp.ID, types.ReceiptTypeDelivered)
}

func TestContactLookup(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	w.Faults().SetUnknown(carolNumber, true)
	answers, err := c.IsOnWhatsApp(ctx, []string{"+" + bobNumber, "+" + carolNumber, "+4915999999999"})
	if err != nil {
		t.Fatal(err)
	}
	in := map[string]bool{}
	for _, a := range answers {
		in[a.Query] = a.IsIn
	}
	if len(in) != 3 || !in["+"+bobNumber] || in["+"+carolNumber] || in["+4915999999999"] {
		t.Errorf("answers: %+v", answers)
	}
	if _, err = c.text(ctx, pn(w.carol), "nobody there"); err == nil || !strings.Contains(err.Error(), "no LID found") {
		t.Errorf("text to an unknown number: %v", err)
	}
}

func TestAppState(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	if c.Store.PushName != "Olivia" {
		t.Errorf("push name %q", c.Store.PushName)
	}
	if err := c.SendPresence(ctx, types.PresenceAvailable); err != nil {
		t.Fatal(err)
	}
	id := w.mustSend(ctx, t, w.bob, "to an available client", wasim.SendOptions{})
	w.mustAwait(ctx, t, "delivered", func() bool { return sentByID(w.bob, id).Delivered })
}

// Chats the application has to ignore.
func TestGroupStatusNewsletter(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	for form, server := range map[wasim.WireForm]string{
		wasim.FormGroup: types.GroupServer, wasim.FormStatus: types.BroadcastServer, wasim.FormNewsletter: types.NewsletterServer,
	} {
		id := w.mustSend(ctx, t, w.bob, string(form), wasim.SendOptions{Form: form})
		m := c.awaitText(ctx, string(form))
		if m.Info.Chat.Server != server || m.Info.ID != id {
			t.Errorf("%s: %+v", form, m.Info)
		}
	}
	w.Faults().CorruptMessages(1)
	w.mustSend(ctx, t, w.bob, "damaged for the group", wasim.SendOptions{Form: wasim.FormGroup})
	c.awaitText(ctx, "damaged for the group")
	w.mustAwait(ctx, t, "queue empty", func() bool { return queuedFor(w.owner) == 0 })
}

// A device the sender did not know of: the hash in the ack tells it, and the
// next message reaches that device as well.
func TestTwoLinkedDevices(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	c.mustText(ctx, pn(w.bob), "before")
	second := newClient(t, w)
	second.link(ctx, w.bob)
	c.mustText(ctx, lid(w.bob), "hash mismatch")
	c.mustText(ctx, lid(w.bob), "to both devices")
	m := second.awaitText(ctx, "to both devices")
	if m.Info.Sender.User != w.owner.LID() || m.Info.SenderAlt.User != ownerNumber {
		t.Errorf("info: %+v", m.Info)
	}
	resp := second.mustText(ctx, lid(w.owner), "answer of a linked device")
	in := c.awaitText(ctx, "answer of a linked device")
	second.awaitReceipt(ctx, resp.ID, types.ReceiptTypeDelivered)
	if err := c.MarkRead(ctx, []string{resp.ID}, time.Now(), in.Info.Chat, in.Info.Sender); err != nil {
		t.Fatal(err)
	}
	second.awaitReceipt(ctx, resp.ID, types.ReceiptTypeRead)
}

func TestReceiptHook(t *testing.T) {
	var mu sync.Mutex
	var seen []wasim.ReceiptInfo
	ctx, w, c := linked(t, wasim.Config{OnReceipt: func(r wasim.ReceiptInfo) {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, r)
	}})
	id := w.mustSend(ctx, t, w.bob, "hooked", wasim.SendOptions{})
	c.awaitText(ctx, "hooked")
	w.mustAwait(ctx, t, "delivered", func() bool { return sentByID(w.bob, id).Delivered })
	mu.Lock()
	defer mu.Unlock()
	if !slices.ContainsFunc(seen, func(r wasim.ReceiptInfo) bool {
		return r.Owner == ownerNumber && r.Peer == bobNumber && r.Device == 1 && r.Type == "inactive" && slices.Contains(r.IDs, id)
	}) {
		t.Errorf("hooked receipts: %+v", seen)
	}
}

// Everything has to go on after a restart: the link, what was queued, and
// texts in both directions although the phones lost their sessions.
func TestStateFile(t *testing.T) {
	state := filepath.Join(t.TempDir(), "state.json")
	ctx, w, c := linked(t, wasim.Config{StateFile: state})
	establish(ctx, t, w, c)
	w.carol.SetOnline(false)
	c.mustText(ctx, lid(w.carol), "waiting for carol's phone")
	c.Disconnect()
	w.mustAwait(ctx, t, "gone", func() bool { return !w.owner.LinkedDevices()[0].Connected })
	queued := w.mustSend(ctx, t, w.bob, "queued over the restart", wasim.SendOptions{})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}

	w2 := newWorld(t, wasim.Config{StateFile: state})
	if countShown(w2.bob, "session out") != 1 || sentByID(w2.bob, queued).Text == "" {
		t.Fatalf("restored: %+v %+v", w2.bob.Inbox(), w2.bob.Sent())
	}
	c2 := openClient(t, w2.Endpoint(), c.dsn)
	if err := c2.Connect(); err != nil {
		t.Fatal(err)
	}
	c2.awaitText(ctx, "queued over the restart")
	resp := c2.mustText(ctx, lid(w2.bob), "out after restart")
	w2.mustAwait(ctx, t, "text out", shows(w2.bob, "out after restart"))
	c2.awaitReceipt(ctx, resp.ID, types.ReceiptTypeDelivered)
	for _, from := range []*wasim.Phone{w2.bob, w2.carol} {
		w2.mustSend(ctx, t, from, "in after restart from "+from.Number(), wasim.SendOptions{})
		c2.awaitText(ctx, "in after restart from "+from.Number())
	}
	if len(w2.carol.Inbox()) != 1 {
		t.Errorf("carol's phone is offline and shows %+v", w2.carol.Inbox())
	}
	w2.carol.SetOnline(true)
	w2.mustAwait(ctx, t, "text of before the restart", shows(w2.carol, "waiting for carol's phone"))
	w2.mustAwait(ctx, t, "queue empty", func() bool { return queuedFor(w2.owner) == 0 })
}

// A client that trusts the real service's root key refuses the simulator. The
// key is process-wide, so this runs in a process of its own.
func TestClientWithoutRootKeyRefuses(t *testing.T) {
	if os.Getenv(realRootEnv) != "" {
		w := newWorld(t, wasim.Config{})
		err := newClient(t, w).Connect()
		if err == nil || !strings.Contains(err.Error(), "failed to verify intermediate cert signature") {
			t.Fatalf("connect: %v", err)
		}
		return
	}
	cmd := exec.CommandContext(testContext(t), os.Args[0], "-test.run=^TestClientWithoutRootKeyRefuses$", "-test.v") //nolint:gosec // the test binary itself
	cmd.Env = append(os.Environ(), realRootEnv+"=1")
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "PASS: TestClientWithoutRootKeyRefuses") {
		t.Fatalf("%v\n%s", err, out)
	}
}

func TestRefusedCodes(t *testing.T) {
	t.Parallel()
	ctx, w := testContext(t), newWorld(t, wasim.Config{})
	c := newClient(t, w)
	if err := c.Connect(); err != nil {
		t.Fatal(err)
	}
	code := await[*events.QR](ctx, c, nil).Codes[0]
	_, old, _ := strings.Cut(code, "#")
	fields := strings.Split(old, ",")
	swapped := strings.Join([]string{fields[0], fields[2], fields[1], fields[3]}, ",")
	for name, text := range map[string]string{
		"not a code": "hello", "unknown reference": "x," + strings.Join(fields[1:], ","), "wrong keys": swapped,
	} {
		if err := w.bob.ScanQR(ctx, text); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	// The form of older clients: no address, four fields.
	if err := w.bob.ScanQR(ctx, strings.Join(fields[:4], ",")); err != nil {
		t.Fatal(err)
	}
	c.connected(ctx, 1)
}

// A wrong secret makes the client refuse, and the phone has to say so.
func TestClientRefusesLink(t *testing.T) {
	t.Parallel()
	ctx, w := testContext(t), newWorld(t, wasim.Config{})
	c := newClient(t, w)
	if err := c.Connect(); err != nil {
		t.Fatal(err)
	}
	fields := strings.Split(await[*events.QR](ctx, c, nil).Codes[0], ",")
	fields[3] = fields[2]
	err := w.bob.ScanQR(ctx, strings.Join(fields, ","))
	if err == nil || !strings.Contains(err.Error(), "hmac-mismatch") || len(w.bob.LinkedDevices()) != 0 {
		t.Errorf("scan: %v", err)
	}
}

func TestExtendedText(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	_, err := c.SendMessage(ctx, pn(w.bob), &waE2E.Message{ExtendedTextMessage: &waE2E.ExtendedTextMessage{Text: proto.String("with a link")}})
	if err != nil {
		t.Fatal(err)
	}
	w.mustAwait(ctx, t, "extended text", shows(w.bob, "with a link"))
}
