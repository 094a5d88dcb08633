package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"mceplatform/backend/proof/process"
	"mceplatform/backend/whatsapp/wasim"
)

const (
	linkPeople   = 100
	linkSlice    = 1000 // messages per slice
	linkPatience = 2 * time.Minute
)

// receiver is one of the programs that take turns in receiving: a linked
// process, and the phone it is linked to.
type receiver struct {
	*process.Process
	owner   *wasim.Phone
	rates   []float64      // messages a second, one for each slice
	cpu     []float64      // of the process, in microseconds a message, for each slice
	pending sync.WaitGroup // messages of the slice that are not acknowledged
}

// linkWorld is a simulated WhatsApp with some owners and the people who write to
// each of them.
type linkWorld struct {
	sim    *wasim.Server
	folder string
	people []*wasim.Phone
	sent   int

	mu      sync.Mutex
	waiting map[string]*receiver // by message id
}

// measureLink compares how the whole backend receives messages with whatsmeow
// alone, which has an empty handler and stores no rows: once as it comes, which
// acknowledges a message before anybody has seen it, and once with the options
// that keep what was decrypted until it is handled. Each runs in a process of its
// own, so that the work of the simulated WhatsApp is not counted as theirs. They
// take turns.
func measureLink(ctx context.Context, o options, note func(string, ...any)) ([]row, error) {
	folder, err := os.MkdirTemp("", "mce-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	w := &linkWorld{folder: folder, waiting: map[string]*receiver{}}
	if w.sim, err = wasim.Start(wasim.Config{Seed: 1, OnReceipt: w.acknowledged}); err != nil {
		return nil, err
	}
	defer w.sim.Close()
	if err := w.populate(); err != nil {
		return nil, err
	}
	var all []*receiver
	for i, kind := range []string{childApp, childBare, childSafe} {
		r, err := w.open(ctx, kind, fmt.Sprintf("491573599000%d", i))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", kind, err)
		}
		defer r.End() //nolint:errcheck // what it measured is known
		all = append(all, r)
	}
	for i := range o.rounds + 1 {
		for j := range all { // each comes first, in the middle and last
			if err := w.slice(ctx, all[(i+j)%len(all)]); err != nil {
				return nil, err
			}
		}
		if i == 0 { // warm-up: sessions, leads, caches
			for _, r := range all {
				r.rates, r.cpu = nil, nil
			}
			continue
		}
		note("slice %d: %.0f, %.0f and %.0f messages a second", i, all[0].rates[i-1], all[1].rates[i-1], all[2].rates[i-1])
	}
	return slices.Concat(linkRows(all[0], all[1], "whatsmeow alone", aimBare), linkRows(all[0], all[2], "losing nothing", aimSafe)), nil
}

// aims of a comparison.
type aims struct{ rate, cpu float64 }

// A message costs whatsmeow as it comes one commit, with the options two more,
// and the app, which stores it, one more again.
var (
	aimBare = aims{rate: 0.2, cpu: 4.5}
	aimSafe = aims{rate: 0.4, cpu: 2.5}
)

func linkRows(app, floor *receiver, name string, aim aims) []row {
	rate := medianRatio(app.rates, floor.rates)
	cpu := medianRatio(app.cpu, floor.cpu)
	noisy := ""
	if spread(floor.rates) > 2 {
		noisy = fmt.Sprintf(" (noisy: the floor itself moved by %.1fx)", spread(floor.rates))
	}
	return []row{
		{
			Goal: "link", What: "inbound through the link, sustained", Value: fmt.Sprintf("%.0f/s", median(app.rates)),
			Floor: fmt.Sprintf("%s %.0f/s", name, median(floor.rates)), Ratio: fmt.Sprintf("%.2f", rate), Aim: fmt.Sprintf(">= %.2fx", aim.rate), OK: atLeast(rate, aim.rate) + noisy,
		},
		{
			Goal: "link", What: "CPU per message", Value: fmt.Sprintf("%.0f us", median(app.cpu)), Floor: fmt.Sprintf("%s %.0f us", name, median(floor.cpu)),
			Ratio: fmt.Sprintf("%.2f", cpu), Aim: fmt.Sprintf("<= %.1fx", aim.cpu), OK: atMost(cpu, aim.cpu),
		},
	}
}

func (w *linkWorld) populate() error {
	w.people = make([]*wasim.Phone, linkPeople)
	for i := range w.people {
		var err error
		if w.people[i], err = w.sim.AddPhone(wasim.PhoneOptions{Number: fmt.Sprintf("49157%08d", 36_000_000+i), PushName: fmt.Sprintf("P%d", i)}); err != nil {
			return err
		}
	}
	return nil
}

// open starts a process and links it to a new phone.
func (w *linkWorld) open(ctx context.Context, kind, number string) (*receiver, error) {
	owner, err := w.sim.AddPhone(wasim.PhoneOptions{Number: number, PushName: "Shop"})
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(w.folder, kind)
	if err := os.Mkdir(folder, 0o700); err != nil {
		return nil, err
	}
	orders, err := process.NewFolder(folder)
	if err != nil {
		return nil, err
	}
	if err := orders.WriteOrders(linkOrders{Kind: kind, DataDir: orders.Data(), WhatsApp: w.sim.Endpoint()}); err != nil {
		return nil, err
	}
	p, err := process.Start("", orders)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, linkPatience)
	defer cancel()
	introduce := p.Introduce
	if kind != childApp {
		introduce = func(ctx context.Context, owner *wasim.Phone) error { return introduceAlone(ctx, p, owner) }
	}
	if err := introduce(ctx, owner); err != nil {
		return nil, errors.Join(err, p.Kill())
	}
	return &receiver{Process: p, owner: owner}, nil
}

// slice sends one slice of messages to a receiver and waits until it has
// acknowledged all.
func (w *linkWorld) slice(ctx context.Context, r *receiver) error {
	cpu, err := cpuOf(r.PID())
	if err != nil {
		return err
	}
	begun := time.Now()
	r.pending.Add(linkSlice)
	for range linkSlice {
		w.sent++
		id := fmt.Sprintf("3A%018X", w.sent)
		w.mu.Lock()
		w.waiting[id] = r
		w.mu.Unlock()
		if _, err := w.people[w.sent%len(w.people)].SendText(ctx, r.owner, inboundText, wasim.SendOptions{ID: id}); err != nil {
			return err
		}
	}
	all := make(chan struct{})
	go func() {
		r.pending.Wait()
		close(all)
	}()
	select {
	case <-all:
	case line := <-r.Lines:
		return fmt.Errorf("the receiving process ended: %s", line)
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(linkPatience):
		return errors.New("not all messages were acknowledged")
	}
	r.rates = append(r.rates, linkSlice/time.Since(begun).Seconds())
	after, err := cpuOf(r.PID())
	r.cpu = append(r.cpu, float64((after-cpu).Microseconds())/linkSlice)
	return err
}

func (w *linkWorld) acknowledged(got wasim.ReceiptInfo) {
	if got.Type == "ack" { // the receipt counts
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, id := range got.IDs {
		if r := w.waiting[id]; r != nil {
			delete(w.waiting, id)
			r.pending.Done()
		}
	}
}
