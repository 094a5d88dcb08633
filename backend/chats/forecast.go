package chats

import (
	"context"
	"slices"
	"strings"
	"time"

	"mceplatform/backend/clock"
	"mceplatform/backend/phone"
)

// Forecast is when paced sends will go out if nothing comes between them.
type Forecast struct {
	Start  clock.Millis `json:"start"`  // of the first
	Finish clock.Millis `json:"finish"` // of the last; 0 = it cannot be foreseen, some may get it never
	Days   []DayCount   `json:"days"`   // in the owner's zone, without days on which nothing goes out
}

// DayCount is how much goes out on a day.
type DayCount struct {
	Date  string `json:"date"` // "2026-12-25"
	Count int    `json:"count"`
}

const (
	// mostWalked bounds how many sends a forecast walks through, and farthest how
	// far; the rest is taken to go on like that.
	mostWalked = 20_000
	farthest   = 2 * 366 * 24 * time.Hour
)

// Forecast walks through what the governor would do with people, in this order,
// from what the ledger holds: pauses, limits, the slow start, working hours,
// quiet hours where each of them lives, and the pauses that WhatsApp has asked
// for. Those ahead are of other campaigns and have their turn first.
//
// It is a dry run of Pick. Pauses are drawn, and one second too many can move the
// last message past the end of a working day: so it takes pauses to be as long as
// chance makes them at worst over a day, and one message in fifty more. Of
// messages that fail it knows nothing.
func (g Governor) Forecast(ctx context.Context, accountID int64, p Plan, ahead, people []Person) (Forecast, error) {
	w, err := g.newWalk(ctx, accountID, p, len(people))
	if err != nil {
		return Forecast{}, err
	}
	ownHours := func(p Person) bool { return p.Work != nil }
	w.ownHours = slices.ContainsFunc(ahead, ownHours) || slices.ContainsFunc(people, ownHours)
	w.lines = []*line{newLine(ahead, 0), newLine(people, len(people)/marginOf)}
	w.run()
	return w.forecast(), nil
}

// marginOf is how many messages there is one more for.
const marginOf = 50

// newWalk reads what the ledger holds.
func (g Governor) newWalk(ctx context.Context, accountID int64, p Plan, n int) (*walk, error) {
	now := Stamp(g.clock.Now())
	w := &walk{plan: p, zone: p.owner(), start: now, now: now, gap: steadyGap(p, n), groups: map[groupKey]*group{}}
	recent, err := g.ledger.PacedSince(ctx, accountID, now.Add(-24*time.Hour))
	if err != nil {
		return nil, err
	}
	for _, s := range recent {
		w.note(min(s.At, now), s.NewChat)
	}
	last, gap, err := g.ledger.LastPaced(ctx, accountID, 0)
	if err != nil {
		return nil, err
	}
	if last != 0 {
		w.gapEnd = min(last, now).Add(gap)
	}
	if w.linked, err = g.ledger.LinkedAt(ctx, accountID); err != nil {
		return nil, err
	}
	if w.tooFast, err = penaltyOf(ctx, g.ledger, accountID, CodeTooFast, now); err != nil {
		return nil, err
	}
	limit, err := penaltyOf(ctx, g.ledger, accountID, CodeLookUpLimit, now)
	w.lookUp = limit.until
	return w, err
}

// steadyGap is the pause to reckon with: the mean, and what n of them, or those
// of a day, exceed it by at most in 999 of 1000 cases. Where an hour or a minute
// holds fewer messages than pauses, it is as long as leaves that number, and a
// little longer, as long pauses add up that short ones cannot make up for.
func steadyGap(p Plan, n int) time.Duration {
	longest := time.Duration(p.Pace.MaxGapSeconds) * time.Second
	spread := longest - time.Duration(p.Pace.MinGapSeconds)*time.Second
	// A uniform draw deviates by spread/√12, and the mean of n draws by √n less.
	gap := p.Pace.AverageGap() + spread*9/10/time.Duration(max(1, root(min(n, p.Pace.PerDay))-1))
	for _, c := range []struct {
		window time.Duration
		limit  int
	}{{time.Minute, p.Rules.PerMinute}, {time.Hour, p.Pace.PerHour}} {
		if c.limit == 0 {
			continue
		}
		least := c.window / time.Duration(c.limit)
		if over := longest - least; spread > 0 && over > 0 && over < spread {
			// The mean of the larger of least and a draw, when limit is 1.
			least += time.Duration(over.Seconds() / spread.Seconds() * float64(over) / 2 / float64(root(c.limit)))
		}
		gap = max(gap, least)
	}
	return min(gap, longest) + time.Millisecond
}

// root is the square root, rounded up.
func root(n int) int {
	r := 1
	for r*r < n {
		r++
	}
	return r
}

// groupKey tells people apart whom the clock treats alike.
type groupKey struct {
	zones  string
	lookUp bool
	work   *Hours // by its address: those of one message share it
}

// group is people for whom the same hours hold.
type group struct {
	zones  []*time.Location
	lookUp bool
	plan   Plan         // at the hours of their message
	until  clock.Millis // nothing goes to them before
	awake  clock.Millis // until when it is certain that something may
	noTime int          // how often in a row no moment was found
}

func (w *walk) groupOf(p *Person) *group {
	names := phone.ZonesOf(p.Number)
	key := groupKey{lookUp: p.LookUp, work: p.Work}
	if len(names) == 1 {
		key.zones = names[0]
	} else {
		key.zones = strings.Join(names, " ")
	}
	g := w.groups[key]
	if g == nil {
		g = &group{zones: zonesNamed(names), lookUp: p.LookUp, plan: w.plan}
		if p.Work != nil {
			g.plan.Rules.Work = *p.Work
		}
		w.groups[key] = g
	}
	return g
}

func (w *walk) forecast() Forecast {
	f := Forecast{Start: w.first, Finish: w.last, Days: w.days}
	own := w.lines[len(w.lines)-1]
	left := own.left()
	if f.Days == nil {
		f.Days = []DayCount{}
	}
	switch {
	case own.all == 0:
		f.Start, f.Finish = w.start, w.start
	case own.stuck() || (left > 0 && w.walked == 0):
		f.Finish = 0
	case left > 0:
		f.Finish = w.now.Add(w.rest())
	}
	return f
}

// rest is how long those take that were not walked to: all at the speed so far,
// and those without a conversation no faster than their own budget.
func (w *walk) rest() time.Duration {
	elapsed := float64(w.now.Sub(w.start))
	all, strangers := 0, 0
	for _, l := range w.lines {
		all, strangers = all+l.left(), strangers+l.fresh[1].left()
	}
	rest := elapsed * float64(all) / float64(w.walked)
	if most := w.plan.Rules.NewPerDay; most > 0 && strangers > 0 {
		// Not every day is one on which something goes out.
		perDay := elapsed / float64(max(1, w.active))
		if days := w.plan.Rules.Work.Days; w.plan.Rules.Work.On && len(days) > 0 {
			perDay = max(perDay, float64(24*time.Hour)*7/float64(len(days)))
		}
		rest = max(rest, perDay*float64(strangers)/float64(most))
	}
	return time.Duration(min(rest, float64(100*farthest)))
}
