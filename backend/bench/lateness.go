package main

import (
	"context"
	"sync"
	"time"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/store"
)

// shorter is by how much pauses are shorter here than the program draws them: it
// knows whole seconds only.
const shorter = 20

// hurried is a ledger with short pauses. It knows from when on the next paced
// send may leave.
type hurried struct {
	*store.DB

	mu      sync.Mutex
	allowed time.Time
	late    []time.Duration
}

// LastPaced implements chats.PacedLedger.
func (h *hurried) LastPaced(ctx context.Context, account, except int64) (clock.Millis, time.Duration, error) {
	at, gap, err := h.DB.LastPaced(ctx, account, except)
	gap /= shorter
	h.mu.Lock()
	defer h.mu.Unlock()
	if at != 0 {
		h.allowed = at.Add(gap).Time()
	}
	return at, gap, err
}

// handed notes how late a message left.
func (h *hurried) handed() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.allowed.IsZero() {
		h.late = append(h.late, time.Since(h.allowed))
	}
}

// lateness lets the worker send with pauses of 50 to 100 ms by the real clock, and
// returns how long after the allowed moment each message was handed over.
func lateness(ctx context.Context, folder string, sends int) ([]time.Duration, error) {
	var h *hurried
	c := &courier{handed: func() { h.handed() }}
	gap := [2]int{1, 2}
	d, err := openDesk(ctx, folder, clock.System{}, c, gap, func(db *store.DB) chats.Store {
		h = &hurried{DB: db}
		return h
	})
	if err != nil {
		return nil, err
	}
	id, err := d.draft(ctx, gap)
	if err != nil {
		return nil, err
	}
	if err := d.start(ctx, id); err != nil {
		return nil, err
	}
	defer d.work(ctx)()
	if err := c.accept(ctx, sends+1, d.chats.Wake); err != nil { // the first waits for nothing
		return nil, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.late, nil
}
