package demo

import (
	"context"
	"errors"
	"time"

	"mceplatform/backend/fault"
	"mceplatform/backend/whatsapp/wasim"
)

// phonePatience is how long somebody who uses the phone is watched. Linking can
// take longer, when a passkey or a question stands in between; the phone then
// goes on by itself.
const phonePatience = 3 * time.Second

// ScanQR points the owner's phone at a picture of a QR code.
func (w *World) ScanQR(ctx context.Context, picture string) error {
	if picture == "" {
		return fault.New(fault.Conflict, "There is no QR code on the screen. Start linking first.")
	}
	text, err := ReadQR(picture)
	if err != nil {
		return err
	}
	return w.onPhone(ctx, func(ctx context.Context, owner *wasim.Phone) error { return owner.ScanQR(ctx, text) })
}

// EnterCode types a pairing code into the owner's phone.
func (w *World) EnterCode(ctx context.Context, code string) error {
	if code == "" {
		return fault.New(fault.Conflict, "There is no code on the screen. Start linking with a phone number first.")
	}
	return w.onPhone(ctx, func(ctx context.Context, owner *wasim.Phone) error { return owner.EnterCode(ctx, code) })
}

// onPhone lets the owner's phone do something and waits a moment for how it ends.
func (w *World) onPhone(ctx context.Context, fn func(ctx context.Context, owner *wasim.Phone) error) error {
	done := make(chan error, 1)
	w.group.Go(func() error {
		done <- fn(w.ctx, w.wa.Phone(ownerNumber))
		return nil
	})
	select {
	case err := <-done:
		if errors.Is(err, wasim.ErrCodeUnknown) {
			return fault.Wrap(err, fault.Conflict, "This code is for another number. The demo phone has the number %s.", ownerDisplay)
		}
		if err != nil {
			return fault.Wrap(err, fault.Conflict, "The phone could not use this code. Wait for the next one.")
		}
		return nil
	case <-time.After(phonePatience):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// RequirePasskey makes the owner's account link nobody without its passkey.
func (w *World) RequirePasskey(on bool) { w.wa.Phone(ownerNumber).RequirePasskey(on, false) }

// AssertPasskey answers a passkey request as the owner's own browser would.
func (w *World) AssertPasskey(options string) (string, error) {
	if options == "" {
		return "", fault.New(fault.Conflict, "WhatsApp asks for no passkey now.")
	}
	key, err := w.wa.Phone(ownerNumber).Passkey()
	if err != nil {
		return "", err
	}
	answer, err := key.Assert([]byte(options))
	if err != nil {
		return "", fault.Wrap(err, fault.Conflict, "The demo passkey cannot answer this.")
	}
	return string(answer), nil
}
