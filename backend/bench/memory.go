package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"mceplatform/backend"
	"mceplatform/backend/account"
	"mceplatform/backend/chats"
	"mceplatform/backend/demo"
	"mceplatform/backend/settings"
)

// oldStackMB is what the programs of the stack that this one replaces take
// together on an idle machine, as PSS: a Node server with its libraries loaded
// (64), the web server of its pages (48), Redis (12) and a browser bridge with a
// page of 5 MB of scripts (436). Checked in, not measured by this run.
const oldStackMB = 560.0

// measureMemory reads the memory of the program in demo mode, linked, with its
// twelve conversations on the screen, and that of a hello beside it.
func measureMemory(ctx context.Context, o options, note func(string, ...any)) ([]row, error) {
	folder, err := os.MkdirTemp("", "mce-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	hello, err := needWindow(ctx, o, folder)
	if err != nil {
		return nil, err
	}
	data := filepath.Join(folder, "demo")
	if err := prepareDemo(ctx, data); err != nil {
		return nil, fmt.Errorf("prepare the demo: %w", err)
	}
	app, err := idleMemory(ctx, o, note, o.app, "--demo", "--data", data, "--bench-startup", filepath.Join(folder, "app.json"))
	if err != nil {
		return nil, err
	}
	floor, err := idleMemory(ctx, o, note, hello, filepath.Join(folder, "hello.json"))
	if err != nil {
		return nil, err
	}
	const aimOld, aimHello = 0.50, 1.3
	what := fmt.Sprintf("idle memory (PSS of the tree), demo with 12 chats, %.0f s", o.idle.Seconds())
	return []row{
		{Goal: "G1", What: what, Value: app.String(), Floor: "hello " + floor.String(), Ratio: fmt.Sprintf("%.2f", app.mb()/floor.mb()), Aim: "<= 1.3x hello", OK: atMost(app.mb()/floor.mb(), aimHello)},
		{Goal: "G1", What: what, Value: app.String(), Floor: fmt.Sprintf("old stack %.0f MB (checked in)", oldStackMB), Ratio: fmt.Sprintf("%.2f", app.mb()/oldStackMB), Aim: "<= 0.50x old stack", OK: atMost(app.mb()/oldStackMB, aimOld)},
	}, nil
}

// idleMemory starts a program whose last argument is the file for its stamps,
// and reads its memory after it was left alone for a while.
func idleMemory(ctx context.Context, o options, note func(string, ...any), name string, args ...string) (memory, error) {
	p, err := launch(name, args...)
	if err != nil {
		return memory{}, err
	}
	defer p.stop()
	if _, err := p.painted(ctx, args[len(args)-1]); err != nil {
		return memory{}, err
	}
	select {
	case <-ctx.Done():
		return memory{}, ctx.Err()
	case <-time.After(o.idle):
	}
	m, err := memoryOf(p.cmd.Process.Pid)
	note("%s: %s in %d processes", filepath.Base(name), m, m.processes)
	if err == nil && m.processes < 2 {
		err = errors.New("the web view's processes were not found")
	}
	return m, err
}

func (m memory) mb() float64 { return float64(m.pss) / mb }

func (m memory) String() string {
	return fmt.Sprintf("%.0f MB (%.0f private)", m.mb(), float64(m.anon)/mb)
}

func startWorld(folder string) (*demo.World, error) {
	return demo.Start(folder, slog.New(slog.DiscardHandler), demo.Options{Quiet: true})
}

// prepareDemo makes a demo folder as a user leaves it: linked, and with a
// message from each of the twelve people.
func prepareDemo(ctx context.Context, folder string) error {
	w, err := startWorld(folder)
	if err != nil {
		return err
	}
	defer w.Close()
	cfg := backend.Config{DataDir: folder}
	if err := w.Configure(&cfg); err != nil {
		return err
	}
	b, err := backend.New(ctx, cfg)
	if err != nil {
		return err
	}
	runCtx, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- b.Run(runCtx) }()
	err = fillDemo(ctx, w, b)
	stop()
	return errors.Join(err, <-done, b.Close())
}

func fillDemo(ctx context.Context, w *demo.World, b *backend.Backend) error {
	if err := onboard(ctx, b); err != nil {
		return err
	}
	if err := b.Account.Link(ctx); err != nil {
		return err
	}
	if err := await(ctx, func() bool { return b.Account.Status().QR != "" }); err != nil {
		return err
	}
	if err := w.ScanQR(ctx, b.Account.Status().QR); err != nil {
		return err
	}
	if err := await(ctx, func() bool { return b.Account.Status().State == account.Online }); err != nil {
		return err
	}
	phones := w.State().Phones
	for _, p := range phones {
		if err := w.SendAs(ctx, p.Number, "Hello, are you open today?"); err != nil {
			return err
		}
	}
	return await(ctx, func() bool {
		page, err := b.Chats.List(ctx, chats.ListQuery{})
		return err == nil && len(page.Items) == len(phones)
	})
}

// onboard answers the questions of the first run.
func onboard(ctx context.Context, b *backend.Backend) error {
	yes, country := true, "GB"
	_, err := b.Settings.Update(ctx, settings.Update{AcceptRisk: &yes, Onboarded: &yes, DefaultCountry: &country})
	return err
}

func await(ctx context.Context, cond func() bool) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for !cond() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
	return nil
}
