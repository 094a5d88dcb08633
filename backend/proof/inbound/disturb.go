package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"mceplatform/backend/proof/process"
)

// disturbance is a kill or a broken connection.
type disturbance struct {
	acked int  // wait until so many messages are acknowledged
	kill  bool // else the connection breaks
	early bool // do not wait for messages: the process is just starting
	after time.Duration
}

// cycle is how long one message takes at most, about: disturbances are
// spread over that time, so that they hit every step of it.
const cycle = 15 * time.Millisecond

// plan spreads the disturbances evenly over the messages.
func (w *world) plan() []disturbance {
	list := make([]disturbance, w.o.kills+w.o.drops)
	for i := range list {
		list[i] = disturbance{kill: i < w.o.kills, acked: w.rng.IntN(w.o.messages*19/20 + 1), after: w.draw(cycle)}
	}
	slices.SortFunc(list, func(a, b disturbance) int { return a.acked - b.acked })
	for i := 1; i < len(list); i++ {
		list[i].early = list[i].kill && list[i-1].kill && w.rng.IntN(2) == 0
	}
	return list
}

func (w *world) draw(most time.Duration) time.Duration {
	return time.Duration(w.rng.Int64N(int64(most) + 1))
}

// disturb lets the contacts write, kills the process and breaks the connection
// until all is written and acknowledged, and ends the process in good order.
func (w *world) disturb(ctx context.Context) error {
	writing, stop := context.WithCancel(ctx)
	written := make(chan error, 1)
	go func() { written <- w.write(writing) }()
	err := w.carryOut(ctx)
	stop()
	err = errors.Join(err, <-written)
	if err != nil {
		return errors.Join(err, w.process.Kill())
	}
	return w.process.End()
}

func (w *world) carryOut(ctx context.Context) error {
	before := 0
	for _, d := range w.plan() {
		if d.early {
			d.after = w.draw(w.upTime)
		} else if err := w.await(ctx, max(d.acked, before+1)); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(d.after):
		}
		w.inFlight = append(w.inFlight, len(w.slots))
		if err := w.harm(ctx, d); err != nil {
			return err
		}
		before = w.ackedCount()
	}
	if err := w.await(ctx, w.o.messages); err != nil || w.unfinished > 0 {
		return err
	}
	return w.settle(ctx)
}

func (w *world) harm(ctx context.Context, d disturbance) error {
	if !d.kill {
		if w.drops == 0 { // a server that wants a new token: the program must survive it
			w.sim.Faults().RefuseLogin(413, nil, 1)
		}
		w.drops++
		w.sim.DropConnections()
		return nil
	}
	if err := w.process.Kill(); err != nil {
		return err
	}
	w.kills++
	if d.early {
		w.killedEarly++
	}
	n, err := w.storedUnacknowledged(ctx)
	if err != nil {
		return err
	}
	w.storedBefore += n
	return w.start()
}

// storedUnacknowledged counts the messages that a killed process has stored
// without anybody knowing: they come again.
func (w *world) storedUnacknowledged(ctx context.Context) (int, error) {
	n, err := w.stored.count(ctx)
	return max(0, n-w.ackedCount()), err
}

// await waits until so many messages are acknowledged, and starts a process anew
// that ended by itself. When nothing moves any more, it gives up: judge says so.
func (w *world) await(ctx context.Context, acked int) error {
	acked = min(acked, w.o.messages)
	patience := time.NewTimer(w.o.patience)
	defer patience.Stop()
	for last := -1; w.unfinished == 0; {
		now := w.ackedCount()
		if now >= acked {
			return nil
		}
		if now != last {
			last = now
			patience.Reset(w.o.patience)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-patience.C:
			w.unfinished = w.o.messages - now
		case <-w.progress:
		case line, ok := <-w.process.Lines:
			switch word, _, _ := strings.Cut(line, " "); {
			case word == process.SayOnline:
				w.upTime = time.Since(w.process.Since)
			case !ok:
				if err := w.restart(); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// mostDeaths bounds how often a broken program is started again.
const mostDeaths = 5

func (w *world) restart() error {
	if w.died++; w.died > mostDeaths {
		return fmt.Errorf("the program ended by itself %d times; see child.log", w.died)
	}
	_ = w.process.End() // it has ended
	return w.start()
}

// settle waits until nothing is left in the queue of the linked device.
func (w *world) settle(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, w.o.patience)
	defer cancel()
	return w.sim.Await(ctx, func() bool {
		for _, d := range w.owner.LinkedDevices() {
			if d.Queued > 0 {
				return false
			}
		}
		return true
	})
}

func (w *world) meanInFlight() float64 {
	sum := 0
	for _, n := range w.inFlight {
		sum += n
	}
	return float64(sum) / float64(max(1, len(w.inFlight)))
}
