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

// LinkByCode starts linking by a code that is typed on the phone with this
// number; the code arrives with the status.
func (a *Account) LinkByCode(number string) error {
	return act(a.h, "Account.LinkByCode", func(ctx context.Context, b *backend.Backend) error { return b.LinkByCode(ctx, number) })
}

// CancelLink stops linking.
func (a *Account) CancelLink() error {
	return act(a.h, "Account.CancelLink", func(ctx context.Context, b *backend.Backend) error { return b.Account.CancelLink(ctx) })
}

// ConfirmNumber answers whether another number than the last one is linked.
func (a *Account) ConfirmNumber(yes bool) error {
	return act(a.h, "Account.ConfirmNumber", func(ctx context.Context, b *backend.Backend) error { return b.Account.ConfirmNumber(ctx, yes) })
}

// AskPasskey opens the system's passkey dialog and returns when it is closed.
func (a *Account) AskPasskey() error {
	return act(a.h, "Account.AskPasskey", func(ctx context.Context, b *backend.Backend) error { return b.Account.AskPasskey(ctx) })
}

// AnswerPasskey takes what the snippet in the person's browser printed.
func (a *Account) AnswerPasskey(assertionJSON string) error {
	return act(a.h, "Account.AnswerPasskey", func(ctx context.Context, b *backend.Backend) error {
		return b.Account.AnswerPasskey(ctx, assertionJSON)
	})
}

// ConfirmPasskey says whether the code on the screen is the one on the phone.
func (a *Account) ConfirmPasskey(matches bool) error {
	return act(a.h, "Account.ConfirmPasskey", func(ctx context.Context, b *backend.Backend) error {
		return b.Account.ConfirmPasskey(ctx, matches)
	})
}

// Unlink ends the link.
func (a *Account) Unlink() error {
	return act(a.h, "Account.Unlink", func(ctx context.Context, b *backend.Backend) error { return b.Account.Unlink(ctx) })
}

// Reconnect connects now.
func (a *Account) Reconnect() error {
	return act(a.h, "Account.Reconnect", func(ctx context.Context, b *backend.Backend) error { return b.Account.Reconnect(ctx) })
}
