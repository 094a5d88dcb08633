package app

import (
	"context"

	"mceplatform/backend"
	"mceplatform/backend/demo"
	"mceplatform/backend/fault"
)

// Demo is the panel that plays the phones; it works in demo mode only.
type Demo struct{ h *host }

func inDemo[T any](h *host, name string, fn func(ctx context.Context, w *demo.World, b *backend.Backend) (T, error)) (T, error) {
	return call(h, name, func(ctx context.Context, b *backend.Backend) (T, error) {
		w := h.world()
		if w == nil {
			var none T
			return none, fault.New(fault.Conflict, "This works in the demo only.")
		}
		return fn(ctx, w, b)
	})
}

// State lists the simulated people.
func (a *Demo) State() (demo.State, error) {
	return inDemo(a.h, "Demo.State", func(_ context.Context, w *demo.World, _ *backend.Backend) (demo.State, error) { return w.State(), nil })
}

// ScanQR points the owner's simulated phone at the QR code on the screen.
func (a *Demo) ScanQR() (demo.State, error) {
	return inDemo(a.h, "Demo.ScanQR", func(ctx context.Context, w *demo.World, b *backend.Backend) (demo.State, error) {
		return w.State(), w.ScanQR(ctx, b.Account.Status().QR)
	})
}

// EnterCode types the code on the screen into the owner's simulated phone.
func (a *Demo) EnterCode() (demo.State, error) {
	return inDemo(a.h, "Demo.EnterCode", func(ctx context.Context, w *demo.World, b *backend.Backend) (demo.State, error) {
		return w.State(), w.EnterCode(ctx, b.Account.Status().Code)
	})
}

// RequirePasskey makes the owner's simulated account ask for its passkey.
func (a *Demo) RequirePasskey(on bool) (demo.State, error) {
	return inDemo(a.h, "Demo.RequirePasskey", func(_ context.Context, w *demo.World, _ *backend.Backend) (demo.State, error) {
		w.RequirePasskey(on)
		return w.State(), nil
	})
}

// AnswerPasskey answers WhatsApp's question with the simulated passkey.
func (a *Demo) AnswerPasskey() (demo.State, error) {
	return inDemo(a.h, "Demo.AnswerPasskey", func(ctx context.Context, w *demo.World, b *backend.Backend) (demo.State, error) {
		answer, err := w.AssertPasskey(b.Account.Status().Passkey.Options)
		if err == nil {
			err = b.Account.AnswerPasskey(ctx, answer)
		}
		return w.State(), err
	})
}

// Inbox returns what a simulated phone shows of the conversation with the owner.
func (a *Demo) Inbox(number string) ([]demo.Shown, error) {
	return inDemo(a.h, "Demo.Inbox", func(_ context.Context, w *demo.World, _ *backend.Backend) ([]demo.Shown, error) {
		return w.Inbox(number)
	})
}

// SendAs writes to the owner from a simulated phone.
func (a *Demo) SendAs(number, text string) (demo.State, error) {
	return inDemo(a.h, "Demo.SendAs", func(ctx context.Context, w *demo.World, _ *backend.Backend) (demo.State, error) {
		return w.State(), w.SendAs(ctx, number, text)
	})
}

// SendThing sends a photo, a place or the like to the owner from a simulated
// phone, a photo or a document with the words.
func (a *Demo) SendThing(number string, thing demo.Thing, caption string) (demo.State, error) {
	return inDemo(a.h, "Demo.SendThing", func(ctx context.Context, w *demo.World, _ *backend.Backend) (demo.State, error) {
		return w.State(), w.SendThing(ctx, number, thing, caption)
	})
}

// React chooses an emoji for the owner's last message on a simulated phone.
func (a *Demo) React(number, emoji string) (demo.State, error) {
	return inDemo(a.h, "Demo.React", func(ctx context.Context, w *demo.World, _ *backend.Backend) (demo.State, error) {
		return w.State(), w.React(ctx, number, emoji)
	})
}

// GrowSheet adds rows to the simulated sheet, as people filling in a form would.
func (a *Demo) GrowSheet(rows int) (demo.State, error) {
	return inDemo(a.h, "Demo.GrowSheet", func(_ context.Context, w *demo.World, _ *backend.Backend) (demo.State, error) {
		return w.State(), w.GrowSheet(rows)
	})
}

// SampleCSV returns a file to try the import on.
func (a *Demo) SampleCSV() (string, error) {
	return inDemo(a.h, "Demo.SampleCSV", func(context.Context, *demo.World, *backend.Backend) (string, error) { return demo.SampleCSV(), nil })
}
