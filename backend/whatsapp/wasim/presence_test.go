package wasim_test

import (
	"testing"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"mceplatform/backend/whatsapp/wasim"
)

func TestPresence(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	typing := func(composing bool) {
		t.Helper()
		if err := w.bob.Typing(ctx, w.owner, composing); err != nil {
			t.Fatal(err)
		}
	}
	typing(true) // nobody is told: the client has not announced itself
	if w.owner.SeenPresence() != "" {
		t.Errorf("presence %q", w.owner.SeenPresence())
	}
	for _, p := range []types.Presence{types.PresenceAvailable, types.PresenceUnavailable, types.PresenceAvailable} {
		if err := c.SendPresence(ctx, p); err != nil {
			t.Fatal(err)
		}
		w.mustAwait(ctx, t, "presence", func() bool { return w.owner.SeenPresence() == string(p) })
	}
	typing(false)
	first := await[*events.ChatPresence](ctx, c, nil)
	if first.State != types.ChatPresencePaused || first.Chat != lid(w.bob) {
		t.Errorf("first chat state: %+v", first)
	}
	typing(true)
	await(ctx, c, func(e *events.ChatPresence) bool { return e.State == types.ChatPresenceComposing })

	if err := c.SubscribePresence(ctx, lid(w.bob)); err != nil {
		t.Fatal(err)
	}
	for _, s := range []types.ChatPresence{types.ChatPresenceComposing, types.ChatPresencePaused} {
		if err := c.SendChatPresence(ctx, lid(w.bob), s, ""); err != nil {
			t.Fatal(err)
		}
		w.mustAwait(ctx, t, "typing", func() bool { return w.bob.SeenTyping(w.owner) == string(s) })
	}
	if w.carol.SeenTyping(w.owner) != "" {
		t.Error("carol sees typing that was not for her")
	}
}
