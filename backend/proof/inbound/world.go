package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"mceplatform/backend/proof/process"
	"mceplatform/backend/whatsapp"
	"mceplatform/backend/whatsapp/wasim"
)

const (
	ownerNumber = "4915735990001"
	// window is how many messages may be on their way: enough that a kill or a
	// break always meets some.
	window = 150
)

// world is the parent's side: the simulated WhatsApp, the data folder, and the
// process that works on it.
type world struct {
	o        options
	sim      *wasim.Server
	owner    *wasim.Phone
	contacts []contact
	folder   *process.Folder
	rng      *rand.Rand // of the disturbances; the writing has one of its own

	slots    chan struct{} // one for each message on its way
	progress chan struct{}
	logins   atomic.Int64

	mu       sync.Mutex
	expected map[string]bool // ids of messages; true once acknowledged
	acked    int
	early    int // acknowledged before they were stored
	stored   *stored
	watchErr error

	process                                 *process.Process
	kills, killedEarly, drops, storedBefore int
	died                                    int // processes that ended by themselves
	inFlight                                []int
	unfinished                              int // messages that were never acknowledged
	upTime                                  time.Duration
}

// contact is somebody who writes.
type contact struct {
	phone *wasim.Phone
	texts []string // sent so far, in order
}

func newWorld(o options) (*world, error) {
	whatsapp.QuietSignal()
	folder, err := process.NewFolder(o.folder)
	if err != nil {
		return nil, err
	}
	w := &world{
		o: o, folder: folder, rng: rand.New(rand.NewPCG(o.seed, 1)), expected: map[string]bool{},
		slots: make(chan struct{}, window), progress: make(chan struct{}, 1), upTime: 300 * time.Millisecond,
	}
	if w.sim, err = wasim.Start(wasim.Config{Seed: o.seed | 1, OnReceipt: w.watch}); err != nil {
		return nil, err
	}
	if err := w.populate(); err != nil {
		w.close()
		return nil, err
	}
	w.sim.Subscribe(func(e wasim.Event) {
		if e.Kind == wasim.EventConnected {
			w.logins.Add(1)
		}
	})
	return w, nil
}

func (w *world) populate() (err error) {
	if w.owner, err = w.sim.AddPhone(wasim.PhoneOptions{Number: ownerNumber, PushName: "Olivia"}); err != nil {
		return err
	}
	w.contacts = make([]contact, w.o.contacts)
	for i := range w.contacts {
		number := fmt.Sprintf("49157%08d", 36_000_000+i)
		if w.contacts[i].phone, err = w.sim.AddPhone(wasim.PhoneOptions{Number: number, PushName: fmt.Sprintf("P%d", i)}); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) close() {
	if w.stored != nil {
		_ = w.stored.close()
	}
	_ = w.sim.Close()
	w.folder.Close()
}

// prepare links.
func (w *world) prepare(ctx context.Context) error {
	o := orders{DataDir: w.folder.Data(), WhatsApp: w.sim.Endpoint(), Harm: w.o.harm}
	w.o.sabotage.apply(&o)
	if err := w.folder.WriteOrders(o); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, w.o.patience)
	defer cancel()
	if err := w.start(); err != nil {
		return err
	}
	err := w.process.Introduce(ctx, w.owner)
	if err == nil {
		w.stored, err = openStored(w.folder.Database())
	}
	if err != nil {
		return errors.Join(err, w.process.Kill())
	}
	return nil
}

// start runs a child.
func (w *world) start() (err error) {
	w.process, err = process.Start(w.o.program, w.folder)
	return err
}

// watch is asked by the simulated WhatsApp before it takes note of a receipt: is
// the message in the database?
func (w *world) watch(r wasim.ReceiptInfo) {
	if r.Type != "" && r.Type != "inactive" && r.Type != "ack" {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, id := range r.IDs {
		acked, ours := w.expected[id]
		if !ours {
			continue
		}
		there, err := w.stored.has(id)
		w.watchErr = errors.Join(w.watchErr, err)
		if !there {
			w.early++
		}
		if !acked && r.Type != "ack" {
			w.expected[id] = true
			w.acked++
			<-w.slots
		}
	}
	select {
	case w.progress <- struct{}{}:
	default:
	}
}

func (w *world) ackedCount() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.acked
}

// write lets the contacts write all messages, in turns of random order. Never
// more than a window of them is on its way.
func (w *world) write(ctx context.Context) error {
	rng := rand.New(rand.NewPCG(w.o.seed, 2))
	var turn []int
	for i := range w.o.messages {
		if len(turn) == 0 {
			turn = rng.Perm(len(w.contacts))
		}
		select {
		case <-ctx.Done():
			return nil
		case w.slots <- struct{}{}:
		}
		who := turn[0]
		turn = turn[1:]
		if err := w.writeOne(ctx, who, fmt.Sprintf("3A%018X", i)); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) writeOne(ctx context.Context, who int, id string) error {
	c := &w.contacts[who]
	text := fmt.Sprintf("contact %d, message %d", who, len(c.texts)+1)
	form := formOf(who, len(c.texts))
	w.mu.Lock()
	w.expected[id] = false
	w.mu.Unlock()
	c.texts = append(c.texts, text)
	_, err := c.phone.SendText(ctx, w.owner, text, wasim.SendOptions{ID: id, Form: form})
	return err
}

// formOf is how a contact's next message names them. The first two let some be
// known by one address alone before the other is shown with it; then all forms
// take turns.
func formOf(who, sent int) wasim.WireForm {
	forms := []wasim.WireForm{wasim.FormLID, wasim.FormPN, wasim.FormLIDOnly, wasim.FormPNOnly}
	first := forms[who%len(forms)]
	switch {
	case sent == 0:
		return first
	case sent == 1 && first == wasim.FormLIDOnly:
		return wasim.FormLID
	case sent == 1 && first == wasim.FormPNOnly:
		return wasim.FormPN
	}
	return forms[(who+sent)%len(forms)]
}
