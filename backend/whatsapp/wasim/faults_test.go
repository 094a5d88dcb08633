package wasim_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/proto"

	"mceplatform/backend/whatsapp/wasim"
)

func TestAckErrors(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	for _, code := range []int{400, 429, 463, 479, 500} {
		w.Faults().FailAcks(code, 1)
		_, err := c.text(ctx, pn(w.bob), "refused")
		if !errors.Is(err, whatsmeow.ErrServerReturnedError) || !strings.Contains(err.Error(), fmt.Sprint(code)) {
			t.Errorf("code %d: %v", code, err)
		}
	}
	w.Faults().FailAckFor(bobNumber, 463)
	if _, err := c.text(ctx, pn(w.bob), "refused"); err == nil {
		t.Error("no error for the number that always fails")
	}
	c.mustText(ctx, pn(w.carol), "accepted")
	w.Faults().FailAckFor(bobNumber, 0)
	c.mustText(ctx, pn(w.bob), "accepted")
	w.mustAwait(ctx, t, "accepted text", shows(w.bob, "accepted"))
	if countShown(w.bob, "refused") != 0 {
		t.Error("a refused message was shown")
	}
}

func TestWithheldAck(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	w.Faults().WithholdAcks(1)
	msg := &waE2E.Message{Conversation: proto.String("no ack")}
	_, err := c.SendMessage(ctx, pn(w.bob), msg, whatsmeow.SendRequestExtra{Timeout: 300 * time.Millisecond})
	if !errors.Is(err, whatsmeow.ErrMessageTimedOut) {
		t.Fatalf("send: %v", err)
	}
	w.mustAwait(ctx, t, "delivered all the same", shows(w.bob, "no ack"))
}

// A drop instead of an ack makes the client send the same frame again; the
// phone has to show it once.
func TestDropInsteadOfAck(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	c.reconnectByHand()
	c.mustText(ctx, pn(w.bob), "first")
	w.Faults().DropAcks(1)
	resp := c.mustText(ctx, pn(w.bob), "twice")
	w.mustAwait(ctx, t, "second arrival", func() bool { return w.Arrivals()[resp.ID] >= 2 })
	c.awaitReceipt(ctx, resp.ID, types.ReceiptTypeDelivered)
	if n := countShown(w.bob, "twice"); n != 1 {
		t.Errorf("shown %d times", n)
	}
}

// Whatever gets lost on the way, every message is shown exactly once as long as
// the client repeats it under the same id.
func TestRandomDropsShowOnce(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{Seed: 7})
	c.reconnectByHand()
	w.Faults().DropProbability(0.04)
	w.Faults().DropAckProbability(0.04)
	for i := range 50 {
		msg := &waE2E.Message{Conversation: proto.String(numbered("drop", i))}
		id := c.GenerateMessageID()
		for {
			_, err := c.SendMessage(ctx, pn(w.bob), msg, whatsmeow.SendRequestExtra{ID: id, Timeout: 5 * time.Second})
			if err == nil {
				break
			}
			if ctx.Err() != nil {
				t.Fatalf("message %d: %v", i, err)
			}
			c.connected(ctx, len(all[*events.Disconnected](c))+1)
		}
	}
	arrived := 0
	for _, n := range w.Arrivals() {
		arrived += n
	}
	if cuts, dropped := w.Faults().Broken(); cuts == 0 || dropped == 0 || arrived != 50+cuts+dropped {
		t.Errorf("%d arrivals with %d cuts and %d dropped confirmations", arrived, cuts, dropped)
	}
	w.Faults().Clear()
	for i := range 50 {
		text := numbered("drop", i)
		w.mustAwait(ctx, t, text, shows(w.bob, text))
		if n := countShown(w.bob, text); n != 1 {
			t.Errorf("%q is shown %d times", text, n)
		}
	}
	if len(all[*events.Disconnected](c)) == 0 {
		t.Error("nothing was dropped")
	}
}

func TestDropAndReconnect(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	w.Faults().DropConnections()
	c.connected(ctx, 2)
	c.mustText(ctx, pn(w.bob), "after the drop")
	w.mustAwait(ctx, t, "text out", shows(w.bob, "after the drop"))
	w.mustSend(ctx, t, w.bob, "back", wasim.SendOptions{})
	c.awaitText(ctx, "back")
}

// A login that is held gets no answer; the next connection does.
func TestHeldLogin(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	w.Faults().HoldLogins(true)
	c.ResetConnection()
	w.mustAwait(ctx, t, "the device gone", func() bool { return !w.owner.LinkedDevices()[0].Connected })
	time.Sleep(300 * time.Millisecond)
	if w.owner.LinkedDevices()[0].Connected {
		t.Error("a held login was let in")
	}
	w.Faults().HoldLogins(false)
	c.ResetConnection()
	c.connected(ctx, 2)
}

func TestServiceUnavailable(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	w.Faults().RefuseLogin(503, nil, 1)
	w.Faults().DropConnections()
	c.connected(ctx, 2)
	c.mustText(ctx, pn(w.bob), "back again")
}

func TestLoginFailures(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	failure := func(reason int, attrs map[string]string) {
		t.Helper()
		c.Disconnect()
		w.Faults().RefuseLogin(reason, attrs, 1)
		if err := c.Connect(); err != nil {
			t.Fatal(err)
		}
	}
	failure(402, map[string]string{"code": "101", "expire": "3600"})
	if ban := await[*events.TemporaryBan](ctx, c, nil); ban.Expire != time.Hour || ban.Code != 101 {
		t.Errorf("ban: %+v", ban)
	}
	failure(405, nil)
	await[*events.ClientOutdated](ctx, c, nil)
	failure(409, nil)
	await(ctx, c, func(e *events.ConnectFailure) bool { return int(e.Reason) == 409 })
	failure(403, nil)
	await(ctx, c, func(e *events.LoggedOut) bool { return e.OnConnect && int(e.Reason) == 403 })
}

func TestStreamReplaced(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	if err := w.Faults().StreamError(ownerNumber, 1, "", "replaced"); err != nil {
		t.Fatal(err)
	}
	await[*events.StreamReplaced](ctx, c, nil)
	if err := w.Faults().StreamError(ownerNumber, 9, "503", ""); !errors.Is(err, wasim.ErrNotLinked) {
		t.Errorf("unknown device: %v", err)
	}
}

// A second login of the same device pushes the first one out.
func TestSecondLoginReplacesTheFirst(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	second := openClient(t, w.Endpoint(), c.dsn)
	if err := second.Connect(); err != nil {
		t.Fatal(err)
	}
	await[*events.StreamReplaced](ctx, c, nil)
	second.connected(ctx, 1)
	second.mustText(ctx, pn(w.bob), "from the second")
}

func TestUnlinkOnThePhone(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	if err := w.owner.Unlink(ctx, 1); err != nil {
		t.Fatal(err)
	}
	await(ctx, c, func(e *events.LoggedOut) bool { return !e.OnConnect })
	if len(w.owner.LinkedDevices()) != 0 {
		t.Error("the device is still linked")
	}
}

// An unlinked device that was away learns of it at the next login.
func TestUnlinkWhileAway(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	c.Disconnect()
	w.mustAwait(ctx, t, "gone", func() bool { return !w.owner.LinkedDevices()[0].Connected })
	if err := w.owner.Unlink(ctx, 1); err != nil {
		t.Fatal(err)
	}
	if err := c.Connect(); err != nil {
		t.Fatal(err)
	}
	await(ctx, c, func(e *events.LoggedOut) bool { return e.OnConnect && e.Reason == events.ConnectFailureLoggedOut })
}

func TestLogoutFromTheClient(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	if err := c.Logout(ctx); err != nil {
		t.Fatal(err)
	}
	if len(w.owner.LinkedDevices()) != 0 {
		t.Error("the device is still linked")
	}
}

func TestMutedKeepalive(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	w.Faults().MuteKeepalive(true)
	await[*events.KeepAliveTimeout](ctx, c, nil)
	w.Faults().MuteKeepalive(false)
	await[*events.KeepAliveRestored](ctx, c, nil)
}

func TestUnansweredQueryIsReported(t *testing.T) {
	reports := make(chan string, 10)
	ctx, w, c := linked(t, wasim.Config{OnUnhandled: func(desc string) { reports <- desc }})
	w.expectUnhandled = true
	if _, err := c.GetContactQRLink(ctx, false); err == nil {
		t.Error("an unknown query was answered")
	}
	if err := c.DangerousInternals().SendNode( //nolint:staticcheck // the only way to send a stanza that nobody knows
		ctx, waBinary.Node{Tag: "nonsense"}); err != nil {
		t.Fatal(err)
	}
	first, second := <-reports, <-reports
	if !strings.Contains(first, "w:qr") || !strings.Contains(second, "nonsense") || !slices.Equal(w.Unhandled(), []string{first, second}) {
		t.Errorf("reported: %q, %q, %q", first, second, w.Unhandled())
	}
}
