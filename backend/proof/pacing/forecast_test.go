package main

import (
	"math/rand/v2"
	"testing"
	"time"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
)

// dryRun is one account with a past, and people who are to get something.
type dryRun struct {
	wall   wall
	ledger *memory
	plan   chats.Plan
	people []chats.Person
}

func newDryRun(seed uint64) dryRun {
	rng := rand.New(rand.NewPCG(seed, 7))
	start := drawStart(rng)
	d := dryRun{wall: wall{now: start, local: load(homes[rng.IntN(len(homes))])}, ledger: &memory{}}
	d.ledger.linked = clock.MillisOf(start.Add(-time.Duration(rng.IntN(8*24)) * time.Hour))
	d.plan = chats.Plan{Pace: drawPace(rng), Rules: drawRules(rng, start), Local: d.wall.local}
	if rng.IntN(4) == 0 {
		d.plan.Restricted = clock.MillisOf(start.Add(time.Duration(rng.IntN(72)) * time.Hour))
	}
	for at, i := start.Add(-30*time.Hour), int64(0); at.Before(start) && rng.IntN(4) > 0; i++ {
		d.ledger.put(row{id: -i - 1, at: chats.Stamp(at), gap: 10 * time.Second, newChat: rng.IntN(3) == 0})
		at = at.Add(time.Duration(1+rng.IntN(90)) * time.Minute)
	}
	for n := rng.IntN(4); n > 0; n-- {
		d.ledger.strike(chats.CodeTooFast, clock.MillisOf(start.Add(-time.Duration(40*n)*time.Minute)))
	}
	if rng.IntN(3) == 0 {
		d.ledger.strike(chats.CodeLookUpLimit, clock.MillisOf(start.Add(-time.Minute)))
	}
	places := countries[:1+rng.IntN(len(countries))]
	for i := range int64(1 + rng.IntN(600)) {
		d.people = append(d.people, chats.Person{ID: i + 1, Number: places[rng.IntN(len(places))].number, NewChat: rng.IntN(3) == 0, LookUp: rng.IntN(2) == 0})
	}
	return d
}

// run lets the governor itself send to everybody, and returns when the last went;
// the zero time when that takes more than two years.
func (d dryRun) run(t *testing.T) (first, last time.Time) {
	t.Helper()
	q := &queue{deferred: map[chats.WaitReason]int{}}
	for _, p := range d.people {
		q.add(p)
	}
	w := d.wall
	sent := 0
	for end := w.now.Add(farthest); sent < len(d.people) && w.now.Before(end); {
		g := chats.NewGovernor(d.ledger, &w)
		p, at, err := g.Pick(t.Context(), 1, d.plan, q)
		if err != nil {
			t.Fatal(err)
		}
		if p == nil {
			w.now = at
			continue
		}
		q.take(*p)
		d.ledger.put(row{id: p.ID, at: chats.Stamp(w.now), gap: g.DrawGap(d.plan.Pace), newChat: p.NewChat})
		if last = w.now; sent == 0 {
			first = last
		}
		sent++
	}
	if sent < len(d.people) {
		return first, time.Time{}
	}
	return first, last
}

// Pauses are drawn, and the order in which those who were put back have their
// turn depends on when that was: the forecast may be early by a part of the time.
const (
	earlyShare = 100             // a hundredth
	earlyFixed = 2 * time.Minute // and two pauses
)

// farthest is how long the governor is waited for.
const farthest = 2 * 366 * 24 * time.Hour

// TestTheForecastIsNeverEarlierThanTheGovernor compares the dry run with the real one.
func TestTheForecastIsNeverEarlierThanTheGovernor(t *testing.T) {
	const cases = 24
	late, endless := 0.0, 0
	for seed := range uint64(cases) {
		d := newDryRun(seed)
		f, err := chats.NewGovernor(d.ledger, &d.wall).Forecast(t.Context(), 1, d.plan, nil, d.people)
		if err != nil {
			t.Fatal(err)
		}
		first, last := d.run(t)
		beyond := f.Finish.Time().After(d.wall.now.Add(farthest - farthest/earlyShare))
		if last.IsZero() != (f.Finish == 0) && (!last.IsZero() || !beyond) {
			t.Errorf("case %d: the last goes out at %s, forecast %s", seed, last, f.Finish.Time())
		}
		if last.IsZero() || f.Finish == 0 {
			endless++
			continue
		}
		took := last.Sub(d.wall.now)
		if early := last.Sub(f.Finish.Time()); early > took/earlyShare+earlyFixed {
			t.Errorf("case %d: %d people: %v too early; it takes %v\n%+v", seed, len(d.people), early, took, d.plan)
		}
		if start := f.Start.Time().Sub(first).Abs(); start > time.Second {
			t.Errorf("case %d: the first goes out at %s, forecast %s", seed, first, f.Start.Time())
		}
		n := 0
		for _, day := range f.Days {
			n += day.Count
		}
		if n != len(d.people) {
			t.Errorf("case %d: %d of %d people on days", seed, n, len(d.people))
		}
		late += f.Finish.Time().Sub(last).Hours() / max(1, took.Hours())
	}
	t.Logf("%.1f %% later in the mean, %d of %d without an end", 100*late/float64(cases-endless), endless, cases)
	if mean := late / float64(cases-endless); mean > 0.1 {
		t.Errorf("%.0f %% too late in the mean", 100*mean)
	}
}
