package app

import (
	"context"

	"mceplatform/backend"
	"mceplatform/backend/account"
)

// Account is the link to WhatsApp.
type Account struct{ h *host }

// Status returns the state of the link.
func (a *Account) Status() (account.Status, error) {
	return call(a.h, "Account.Status", func(_ context.Context, b *backend.Backend) (account.Status, error) { return b.Account.Status(), nil })
}

// Link starts linking; QR codes arrive with the status.
func (a *Account) Link() error {
	return act(a.h, "Account.Link", func(ctx context.Context, b *backend.Backend) error { return b.Account.Link(ctx) })
}

// CancelLink stops linking.
func (a *Account) CancelLink() error {
	return act(a.h, "Account.CancelLink", func(ctx context.Context, b *backend.Backend) error { return b.Account.CancelLink(ctx) })
}

// Unlink ends the link.
func (a *Account) Unlink() error {
	return act(a.h, "Account.Unlink", func(ctx context.Context, b *backend.Backend) error { return b.Account.Unlink(ctx) })
}

// Reconnect connects now.
func (a *Account) Reconnect() error {
	return act(a.h, "Account.Reconnect", func(ctx context.Context, b *backend.Backend) error { return b.Account.Reconnect(ctx) })
}
