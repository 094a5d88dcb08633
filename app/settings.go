package app

import (
	"context"

	"mceplatform/backend"
	"mceplatform/backend/phone"
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

// Countries lists the choices for the default country.
func (a *Settings) Countries() []phone.Country { return phone.Countries() }
