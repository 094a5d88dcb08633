package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"mceplatform/backend/proof/process"
)

// moment is when to kill a process.
type moment struct {
	early    bool          // counted from the start of the process, else from going online
	messages int64         // then wait until this many more phones have shown the message
	waiting  bool          // with one more whose confirmation is still on its way
	after    time.Duration // and then for this long
}

// drawMoment spreads the kills over the whole campaign: on average each process
// gets an equal share of the messages that are left.
func (w *world) drawMoment() moment {
	left := w.o.kills - w.kills
	if w.rng.IntN(8) == 0 {
		return moment{early: true, after: w.draw(w.upTime)}
	}
	open := int64(w.o.recipients) - w.shown.Load() - w.spared.Load()
	share := max(0, open/int64(left+1))
	m := moment{after: w.draw(time.Duration(w.cycle.Load())), waiting: w.rng.IntN(4) == 0}
	if share > 2 { // what goes out during the pause counts too
		m.messages = w.rng.Int64N(2 * (share - 1))
	}
	return m
}

func (w *world) draw(most time.Duration) time.Duration {
	return time.Duration(w.rng.Int64N(int64(most) + 1))
}

// killUntilDone starts the process, kills it, and starts it again; the last one
// may finish.
func (w *world) killUntilDone(ctx context.Context) error {
	if w.o.kills > 0 {
		w.kills = 1 // prepare has killed the process that started the campaign
	}
	for w.kills < w.o.kills {
		if err := w.folder.Meddle(ctx, sabotages[w.o.sabotage]...); err != nil {
			return err
		}
		w.sim.Faults().WithholdAcks(0) // the order may outlive the process it was meant for
		p, err := w.start()
		if err != nil {
			return err
		}
		killed, err := w.killAt(ctx, p, w.drawMoment())
		if err != nil {
			return errors.Join(err, p.Kill())
		}
		if !killed {
			return nil // done before all kills were; judge says so
		}
		w.kills++
	}
	w.sim.Faults().WithholdAcks(0)
	if err := w.folder.Meddle(ctx, sabotages[w.o.sabotage]...); err != nil {
		return err
	}
	return w.finish(ctx)
}

// killAt kills a process at a moment. killed is false when the campaign was
// complete before; the process is then ended in good order.
func (w *world) killAt(ctx context.Context, p *process.Process, m moment) (killed bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, settleTime)
	defer cancel()
	var timer <-chan time.Time
	if m.early {
		timer = time.After(m.after)
	}
	online, goal, held := false, int64(-1), false
	for {
		select {
		case <-ctx.Done():
			return false, fmt.Errorf("wait for the moment of kill %d: %w", w.kills+1, ctx.Err())
		case line, ok := <-p.Lines:
			if !ok {
				return false, process.ErrEnded
			}
			switch word, value, _ := strings.Cut(line, " "); word {
			case sayFound:
				w.noteFound(value)
			case process.SayOnline:
				online, w.upTime = true, time.Since(p.Since)
				goal = w.shown.Load() + m.messages
			case sayCompleted:
				return false, w.end(ctx, p)
			}
		case <-w.progress:
		case <-timer:
			if !online {
				w.killedEarly++
			}
			return true, p.Kill()
		}
		if m.early || timer != nil || goal < 0 || w.shown.Load() < goal {
			continue
		}
		if m.waiting && !held {
			w.sim.Faults().WithholdAcks(1)
			held, goal = true, w.shown.Load()+1
			continue
		}
		timer = time.After(m.after)
	}
}

func (w *world) noteFound(value string) {
	if n, err := strconv.Atoi(value); err == nil && n > 0 {
		w.foundSending++
	}
}

// finish lets the last process complete the campaign and take in what is on its
// way, then ends it in good order.
func (w *world) finish(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, settleTime)
	defer cancel()
	p, err := w.start()
	if err != nil {
		return err
	}
	value, err := p.Until(ctx, sayFound)
	if err == nil {
		w.noteFound(value)
		_, err = p.Until(ctx, sayCompleted)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("wait for the campaign to complete: %w", err), p.Kill())
	}
	return w.end(ctx, p)
}

// end waits until the phones have said everything, the process has taken it in
// and has answered, then ends the process. An answer whose connection broke
// waits for its next attempt.
func (w *world) end(ctx context.Context, p *process.Process) error {
	quietSince := time.Now()
	for last := -1; ; {
		if now := w.unheard(); now != last || now > 0 {
			last, quietSince = now, time.Now()
		}
		if time.Since(quietSince) >= 300*time.Millisecond {
			waiting, err := w.waiting(ctx)
			if err != nil || waiting == 0 {
				return errors.Join(err, p.End())
			}
			quietSince = time.Now()
		}
		select {
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("%d stanzas were never taken in: %w", w.unheard(), ctx.Err()), p.Kill())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// waiting counts the messages that have yet to leave.
func (w *world) waiting(ctx context.Context) (n int, err error) {
	err = w.folder.Look(func(db *sql.DB) error {
		return db.QueryRowContext(ctx, "SELECT count(*) FROM sends WHERE state IN ('pending', 'sending')").Scan(&n)
	})
	return n, err
}

// unheard counts what waits for the linked device, and answers not yet written.
func (w *world) unheard() int {
	n := 0
	for _, d := range w.owner.LinkedDevices() {
		n += d.Queued
	}
	return n + w.answersDue()
}

// answersDue counts people who have been shown a message they answer and have
// not answered yet.
func (w *world) answersDue() int {
	n := 0
	for i, p := range w.people {
		answers := len(mannerOf(i).Replies) > 0 || stoppingOf(i) != never
		if answers && len(p.phone.Sent()) == 0 && len(p.phone.Inbox()) > 0 {
			n++
		}
	}
	return n
}
