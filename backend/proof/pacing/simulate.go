package main

import (
	"context"
	"math/rand/v2"
	"time"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
)

// wall is the computer's clock, which may be wrong.
type wall struct {
	now   time.Time
	local *time.Location
}

func (w *wall) Now() time.Time           { return w.now }
func (w *wall) Location() *time.Location { return w.local }

// world is one account.
type world struct {
	rng      *rand.Rand
	sabotage sabotage
	clock    wall
	truth    time.Duration // true time since the start
	ledger   *memory
	rules    chats.Rules
	paces    []chats.Pace // of the campaigns
	queues   []*queue
	open     []flight // left in sending by an end of the program
	next     int64
	judge    judge
	noBack   bool // the clock is never set back
	noForth  bool
}

// flight is a message in the ledger in state sending.
type flight struct {
	person   chats.Person
	campaign int
	id       int64
	row      row
	claimed  clock.Millis
}

const (
	repeatFor = 24 * time.Hour // then a person decides
	patience  = 60             // days without a send
)

// simulate lets one account send.
func simulate(ctx context.Context, rng *rand.Rand, quota int, s sabotage) verdict {
	w := newWorld(rng, quota, s)
	start, idle := w.truth, w.truth
	for w.judge.sends < quota && ctx.Err() == nil && w.judge.err == nil && w.truth-idle < patience*24*time.Hour {
		before := w.judge.sends
		w.disturb()
		w.repeat(ctx)
		at := w.claim(ctx)
		if w.judge.sends > before {
			idle = w.truth
			continue
		}
		if at.IsZero() && len(w.open) == 0 {
			break // everybody has it
		}
		w.rest(at)
	}
	v := w.judge.verdict
	v.accounts, v.simulated = 1, w.truth-start
	for _, q := range w.queues {
		for why, n := range q.deferred {
			v.deferred += n
			if why == chats.WaitQuiet {
				v.deferredQuiet += n
			}
		}
	}
	return v
}

func newWorld(rng *rand.Rand, quota int, s sabotage) *world {
	start := drawStart(rng)
	w := &world{rng: rng, sabotage: s, clock: wall{now: start, local: load(homes[rng.IntN(len(homes))])}, rules: drawRules(rng, start)}
	w.ledger = &memory{linked: clock.MillisOf(start.Add(-time.Duration(rng.IntN(8*24)) * time.Hour))}
	w.noBack, w.noForth = rng.IntN(3) == 0, rng.IntN(3) == 0
	w.judge = newJudge(w.ledger.linked.Time(), w.noForth)
	for range 1 + rng.IntN(4) {
		w.paces = append(w.paces, drawPace(rng))
		w.queues = append(w.queues, &queue{deferred: map[chats.WaitReason]int{}})
	}
	for i := range int64(quota + quota/4) {
		p := chats.Person{ID: i + 1, Number: countries[rng.IntN(len(countries))].number, NewChat: rng.IntN(2) == 0}
		w.queues[rng.IntN(len(w.queues))].add(p)
	}
	return w
}

func (w *world) plan(campaign int) chats.Plan {
	return chats.Plan{Pace: w.paces[campaign], Rules: w.rules, Local: w.clock.local}
}

// governor is a new one each time, as after a restart: it remembers nothing.
func (w *world) governor() chats.Governor {
	return chats.NewGovernor(w.ledger, &w.clock)
}

// claim does what campaigns.Service.Claim does, and sends.
func (w *world) claim(ctx context.Context) time.Time {
	var next time.Time
	for i, q := range w.queues {
		blind := w.sabotage.blind(w.plan(i))
		p, at, err := w.governor().Pick(ctx, 1, blind, q)
		if err != nil {
			w.judge.err = err
			return next
		}
		if p == nil {
			if !at.IsZero() && (next.IsZero() || at.Before(next)) {
				next = at
			}
			continue
		}
		end := w.rng.IntN(200) // how the program ends meanwhile
		if end == 0 {
			w.judge.restarts++ // before the commit: nothing has happened
			return w.clock.now
		}
		q.take(*p)
		w.next++
		f := flight{person: *p, campaign: i, id: w.next, claimed: clock.MillisOf(w.clock.now)}
		f.row = row{id: f.id, at: chats.Stamp(w.clock.now), gap: w.governor().DrawGap(blind.Pace), newChat: p.NewChat}
		w.ledger.put(f.row)
		switch end {
		case 1: // after the commit: nothing has left
			w.judge.claim(w.fire(f))
			w.crash(f)
		case 2: // before the answer: it has left
			w.judge.send(w.fire(f))
			w.crash(f)
		default:
			w.judge.send(w.fire(f))
		}
		return w.clock.now
	}
	return next
}

func (w *world) fire(f flight) fire {
	return fire{person: f.person, campaign: f.campaign, id: f.id, at: w.clock.now, truth: w.truth, plan: w.plan(f.campaign)}
}

func (w *world) crash(f flight) {
	w.judge.restarts++
	w.judge.inFlight++
	w.open = append(w.open, f)
	if w.sabotage == "forget" {
		w.ledger.rows = nil
	}
	most := 30 * time.Hour
	if w.rng.IntN(2) == 0 {
		most = 2 * time.Minute
	}
	w.pass(time.Duration(w.rng.Int64N(int64(most)))) // until somebody starts it again
}

// repeat does what the worker does with rows in state sending.
func (w *world) repeat(ctx context.Context) {
	kept := w.open[:0]
	for _, f := range w.open {
		if clock.MillisOf(w.clock.now).Sub(f.claimed) > repeatFor {
			continue // uncertain: a person decides
		}
		s := chats.Send{ID: f.id, NewChat: f.row.newChat}
		for _, r := range w.ledger.rows {
			if r.id == f.id {
				s.PacedAt = r.at
			}
		}
		may, err := w.governor().MayRepeat(ctx, 1, w.sabotage.blind(w.plan(f.campaign)), s, f.person)
		if err != nil {
			w.judge.err = err
		}
		if !may {
			kept = append(kept, f)
			continue
		}
		w.judge.repeated++
		f.row.at = chats.Stamp(w.clock.now)
		w.ledger.put(f.row)
		again := w.fire(f)
		if w.sabotage == "newid" {
			w.next++
			again.id = w.next
		}
		w.judge.again(again)
	}
	w.open = kept
}

// rest passes the time until there is something to do, or a moment in which the
// clock may be set.
func (w *world) rest(at time.Time) {
	d := at.Sub(w.clock.now)
	if at.IsZero() || len(w.open) > 0 {
		d = min(max(d, time.Second), 5*time.Minute)
	}
	w.pass(max(d, 0))
}

func (w *world) pass(d time.Duration) {
	w.clock.now = w.clock.now.Add(d)
	w.truth += d
	w.judge.simulated += d
}

// disturb sets the clock, moves the computer or changes the rules, now and then.
func (w *world) disturb() {
	switch w.rng.IntN(2000) {
	case 0, 1, 2:
		w.set(time.Hour)
	case 3, 4:
		w.set(24 * time.Hour)
	case 5:
		w.set(time.Duration(w.rng.Int64N(int64(400 * 24 * time.Hour))))
	case 6, 7:
		w.set(time.Duration(w.rng.Int64N(int64(time.Minute))))
	case 8, 9:
		w.clock.local = load(homes[w.rng.IntN(len(homes))])
	case 10:
		w.rules = drawRules(w.rng, w.clock.now)
	}
}

func (w *world) set(d time.Duration) {
	if w.rng.IntN(2) == 0 {
		d = -d
	}
	if (d < 0 && w.noBack) || (d > 0 && w.noForth) {
		return
	}
	w.clock.now = w.clock.now.Add(d).Truncate(time.Millisecond)
	if d > 0 {
		w.judge.forth++
		return
	}
	w.judge.setBack(w.clock.now)
	for _, q := range w.queues {
		q.recall()
	}
}
