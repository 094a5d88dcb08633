package wasim_test

import (
	"strings"
	"testing"
	"time"

	"go.mau.fi/whatsmeow/types/events"

	"mceplatform/backend/whatsapp/wasim"
)

func TestTimelockNotification(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	if err := w.owner.NotifyTimelock(true, time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	await(ctx, c, func(e *events.NotifyAccountReachoutTimelock) bool { return e.IsActive })
	w.mustAwait(ctx, t, "queue empty", func() bool { return queuedFor(w.owner) == 0 })
}

// While new chats are locked, only those who wrote before can be written to.
func TestTimelock(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	w.mustSend(ctx, t, w.bob, "hello", wasim.SendOptions{})
	c.awaitText(ctx, "hello")
	w.Faults().Timelock(ownerNumber, time.Now().Add(time.Hour))
	await(ctx, c, func(e *events.NotifyAccountReachoutTimelock) bool { return e.IsActive })
	if _, err := c.text(ctx, pn(w.carol), "a new chat"); err == nil || !strings.Contains(err.Error(), "463") {
		t.Errorf("new chat: %v", err)
	}
	c.mustText(ctx, pn(w.bob), "an answer")
	w.Faults().Timelock(ownerNumber, time.Time{})
	await(ctx, c, func(e *events.NotifyAccountReachoutTimelock) bool { return !e.IsActive })
	c.mustText(ctx, pn(w.carol), "now")
	w.mustAwait(ctx, t, "text", shows(w.carol, "now"))
	if len(w.carol.Inbox()) != 1 {
		t.Errorf("carol's inbox: %+v", w.carol.Inbox())
	}
}

func TestPrivacyToken(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	w.bob.GrantToken(w.owner)
	w.mustAwait(ctx, t, "queue empty", func() bool { return queuedFor(w.owner) == 0 })
	c.mustText(ctx, pn(w.bob), "with a token")
	w.mustAwait(ctx, t, "text", shows(w.bob, "with a token"))
	if got := w.bob.Inbox(); !got[len(got)-1].Token {
		t.Error("the token is not in the message")
	}
}
