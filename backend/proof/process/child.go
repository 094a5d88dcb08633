package process

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"mceplatform/backend"
	"mceplatform/backend/account"
	"mceplatform/backend/demo"
	"mceplatform/backend/whatsapp"
	"mceplatform/backend/whatsapp/wasim"
)

// What every child says, one line each, with a value after a space.
const (
	SayQR     = "qr"     // picture of the code to scan
	SayOnline = "online" // the link is up
)

// Child is the process that gets killed: the whole backend, no window.
type Child struct {
	*backend.Backend
	out io.Writer
}

// Open builds the backend of a child on a simulated WhatsApp, with the timings
// of a proof. cfg.Tune may change them. A child that is ended meanwhile gets
// context.Canceled.
func Open(ctx context.Context, cfg backend.Config, sim wasim.Endpoint, out io.Writer) (*Child, error) {
	endpoint, err := demo.ClientEndpoint(sim)
	if err != nil {
		return nil, err
	}
	cfg.WhatsApp = endpoint
	cfg.Log = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelInfo}))
	tune := cfg.Tune
	cfg.Tune = func(w *whatsapp.Config) {
		w.SendTimeout, w.LinkWatchdog = 2*time.Second, 3*time.Second
		if tune != nil {
			tune(w)
		}
	}
	b, err := backend.New(ctx, cfg)
	if err != nil {
		return nil, errors.Join(err, ctx.Err())
	}
	return &Child{Backend: b, out: out}, nil
}

// Follow reads the orders of a child and lets it work until its input ends: the
// parent closes it to end a child, also by dying itself.
func Follow[O any](ctx context.Context, file string, in io.Reader, work func(ctx context.Context, orders O) error) error {
	return Converse(ctx, file, in, func(ctx context.Context, orders O, _ <-chan string) error { return work(ctx, orders) })
}

// Converse is Follow with what the parent tells the child while it works, line
// by line.
func Converse[O any](ctx context.Context, file string, in io.Reader, work func(ctx context.Context, orders O, told <-chan string) error) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var orders O
	if err := json.Unmarshal(raw, &orders); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	told := make(chan string)
	go func() {
		defer stop()
		for lines := bufio.NewScanner(in); lines.Scan(); {
			select {
			case told <- lines.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	return work(ctx, orders, told)
}

// Serve runs the backend while work works, and closes it.
func (c *Child) Serve(ctx context.Context, work func(context.Context) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan error, 1)
	go func() { done <- c.Run(ctx) }()
	err := work(ctx)
	if ctx.Err() != nil {
		err = nil // of a wait that ended because the child shall end
	}
	stop()
	return errors.Join(err, <-done, c.Close())
}

// Say tells the parent something.
func (c *Child) Say(word string, value any) error {
	_, err := fmt.Fprintln(c.out, word, value)
	return err
}

// Await waits until cond holds.
func (c *Child) Await(ctx context.Context, cond func() (bool, error)) error {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		ok, err := cond()
		if ok || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// GoOnline links, unless that was done before, and waits until the link is up.
func (c *Child) GoOnline(ctx context.Context) error {
	active, err := c.Account.Active(ctx)
	if err != nil {
		return err
	}
	if active == nil {
		if err := c.link(ctx); err != nil {
			return err
		}
	}
	if err := c.Await(ctx, func() (bool, error) { return c.Account.Status().State == account.Online, nil }); err != nil {
		return err
	}
	return c.Say(SayOnline, "")
}

// link asks to be linked and shows the code.
func (c *Child) link(ctx context.Context) error {
	if err := c.Account.Link(ctx); err != nil {
		return err
	}
	if err := c.Await(ctx, func() (bool, error) { return c.Account.Status().QR != "", nil }); err != nil {
		return err
	}
	return c.Say(SayQR, c.Account.Status().QR)
}
