package wasim_test

import (
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

func TestPrivacyToken(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	w.bob.GrantToken(w.owner)
	w.mustAwait(ctx, t, "queue empty", func() bool { return queuedFor(w.owner) == 0 })
	c.mustText(ctx, pn(w.bob), "with a token")
	w.mustAwait(ctx, t, "text", shows(w.bob, "with a token"))
}
