package app

import (
	"context"

	"mceplatform/backend"
	"mceplatform/backend/chats"
	"mceplatform/backend/settings"
)

// Settings are what the user has chosen.
type Settings struct{ h *host }

// Get returns the settings.
func (a *Settings) Get() (settings.Settings, error) {
	return call(a.h, "Settings.Get", func(ctx context.Context, b *backend.Backend) (settings.Settings, error) { return b.Settings.Get(ctx) })
}

// Update changes the settings.
func (a *Settings) Update(u settings.Update) (settings.Settings, error) {
	return call(a.h, "Settings.Update", func(ctx context.Context, b *backend.Backend) (settings.Settings, error) {
		return b.Settings.Update(ctx, u)
	})
}

// LoosestRules are the loosest rules of sending that anybody can choose.
func (a *Settings) LoosestRules() (chats.Rules, error) {
	return call(a.h, "Settings.LoosestRules", func(_ context.Context, b *backend.Backend) (chats.Rules, error) {
		return b.Settings.LoosestRules(), nil
	})
}

// LoosestPace is the fastest pace that anybody can choose.
func (a *Settings) LoosestPace() (chats.Pace, error) {
	return call(a.h, "Settings.LoosestPace", func(_ context.Context, b *backend.Backend) (chats.Pace, error) { return b.Settings.LoosestPace(), nil })
}
