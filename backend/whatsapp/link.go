package whatsapp

import (
	"context"
	"time"

	"mceplatform/backend/account"
	"mceplatform/backend/fault"
)

const logoutTimeout = 15 * time.Second

// Link implements account.Linker: it shows QR codes, fresh ones as they expire,
// until one is scanned or CancelLink is called.
func (c *Client) Link(ctx context.Context) error { return c.startLinking(ctx, "") }

// LinkByCode implements account.Linker: it shows a code to type on the phone
// with this number, a fresh one when it expires.
func (c *Client) LinkByCode(ctx context.Context, number string) error {
	return c.startLinking(ctx, number)
}

func (c *Client) startLinking(ctx context.Context, number string) error {
	return c.do(ctx, func(f *follower) error {
		if c.linked.Load() {
			return fault.New(fault.Conflict, "This computer is linked already.")
		}
		f.stopLinking()
		f.link = &linking{number: number}
		f.retry.reset()
		f.freshCodes()
		return nil
	})
}

// CancelLink implements account.Linker.
func (c *Client) CancelLink(ctx context.Context) error {
	return c.do(ctx, func(f *follower) error {
		if c.linked.Load() {
			return nil // linked meanwhile
		}
		f.endLinking("")
		return nil
	})
}

// ConfirmNumber implements account.Linker.
func (c *Client) ConfirmNumber(ctx context.Context, yes bool) error {
	return c.do(ctx, func(f *follower) error {
		if f.question == nil {
			return fault.New(fault.Conflict, "Nobody asks about a number any more. Start linking again.")
		}
		f.answerNumber(yes)
		return nil
	})
}

// Unlink implements account.Linker. When WhatsApp cannot be told, the link is
// kept: otherwise the phone would go on listing a device nobody can remove here.
func (c *Client) Unlink(ctx context.Context) error {
	if err := c.waitReady(ctx); err != nil {
		return err
	}
	wa := c.current()
	if !c.linked.Load() {
		return fault.New(fault.NotLinked, "No WhatsApp number is linked.")
	}
	ctx, cancel := context.WithTimeout(ctx, logoutTimeout)
	defer cancel()
	if err := wa.Logout(ctx); err != nil {
		return fault.Wrap(err, fault.Unavailable, "WhatsApp cannot be reached to unlink. Try again when you are online, or remove this device on your phone.")
	}
	if err := c.inbound.LinkEnded(ctx, "WhatsApp is no longer linked."); err != nil {
		return err
	}
	return c.do(ctx, func(f *follower) error {
		f.forgetDevice()
		f.moved(f.ctx, account.Status{State: account.NotLinked})
		return nil
	})
}

// Reconnect implements account.Linker.
func (c *Client) Reconnect(ctx context.Context) error {
	return c.do(ctx, func(f *follower) error {
		if f.link != nil && f.link.passkey == nil && f.question == nil {
			f.retry.reset()
			f.freshCodes()
			return nil
		}
		if !c.linked.Load() {
			return fault.New(fault.NotLinked, "No WhatsApp number is linked.")
		}
		f.moved(f.ctx, account.Status{State: account.Connecting})
		f.connectNow()
		return nil
	})
}

// command is something to do in the goroutine that owns the link's state.
type command struct {
	fn   func(f *follower) error
	done chan error
}

// do runs fn in the goroutine of follow, between two signals, and waits for it.
func (c *Client) do(ctx context.Context, fn func(f *follower) error) error {
	if err := c.waitReady(ctx); err != nil {
		return err
	}
	cmd := command{fn, make(chan error, 1)}
	c.signal(cmd)
	select {
	case err := <-cmd.done:
		return err
	case <-ctx.Done():
		return fault.Wrap(ctx.Err(), fault.Unavailable, "The app did not answer in time.")
	case <-c.ended():
		return fault.New(fault.Unavailable, "The app is closing.")
	}
}

// ended is closed when the app closes.
func (c *Client) ended() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.appCtx.Done()
}

// waitReady waits for Run to have opened the session.
func (c *Client) waitReady(ctx context.Context) error {
	select {
	case <-c.ready:
		return nil
	case <-ctx.Done():
		return fault.Wrap(ctx.Err(), fault.Unavailable, "The app is still starting.")
	}
}
