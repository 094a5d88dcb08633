package app

import (
	"context"

	"mceplatform/backend"
	"mceplatform/backend/optouts"
)

// OptOuts are the people who want no campaigns.
type OptOuts struct{ h *host }

// List returns a page of those who have opted out.
func (a *OptOuts) List(q optouts.Query) (optouts.Page, error) {
	return call(a.h, "OptOuts.List", func(ctx context.Context, b *backend.Backend) (optouts.Page, error) { return b.OptOuts.List(ctx, q) })
}

// Create opts somebody out by hand.
func (a *OptOuts) Create(in optouts.Input) error {
	return act(a.h, "OptOuts.Create", func(ctx context.Context, b *backend.Backend) error { return b.OptOuts.Create(ctx, in) })
}

// Delete lets somebody back in by hand.
func (a *OptOuts) Delete(t optouts.Target) error {
	return act(a.h, "OptOuts.Delete", func(ctx context.Context, b *backend.Backend) error { return b.OptOuts.Delete(ctx, t) })
}

// Rules returns the words that count, and the confirmation.
func (a *OptOuts) Rules() (optouts.Rules, error) {
	return call(a.h, "OptOuts.Rules", func(ctx context.Context, b *backend.Backend) (optouts.Rules, error) { return b.OptOuts.Rules(ctx) })
}

// DefaultRules returns those of a fresh install.
func (a *OptOuts) DefaultRules() (optouts.Rules, error) {
	return call(a.h, "OptOuts.DefaultRules", func(_ context.Context, b *backend.Backend) (optouts.Rules, error) {
		return b.OptOuts.DefaultRules(), nil
	})
}

// Update changes the words and the confirmation.
func (a *OptOuts) Update(r optouts.Rules) (optouts.Rules, error) {
	return call(a.h, "OptOuts.Update", func(ctx context.Context, b *backend.Backend) (optouts.Rules, error) { return b.OptOuts.Update(ctx, r) })
}
