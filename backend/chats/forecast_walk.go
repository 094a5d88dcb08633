package chats

import (
	"time"

	"mceplatform/backend/clock"
)

// walk is a dry run of the governor. What it does to itself, the governor does
// to the ledger; times are as the ledger keeps them.
type walk struct {
	plan    Plan
	zone    *time.Location // the owner's
	gap     time.Duration
	linked  clock.Millis
	tooFast penalty
	lookUp  clock.Millis // when numbers may be looked up again
	groups  map[groupKey]*group
	lines   []*line // the last is the one that is asked about

	ownHours bool // of some messages: then hours are looked at person by person

	start, now  clock.Millis
	gapEnd      clock.Millis
	openUntil   clock.Millis
	all, new    []clock.Millis // what windows count, the earliest first
	walked      int
	active      int // days on which something went out
	first, last clock.Millis
	days        []DayCount
	dayEnd      clock.Millis // of the last of days, and of the last active one
	activeEnd   clock.Millis
}

// note counts a send.
func (w *walk) note(at clock.Millis, newChat bool) {
	w.all = append(w.all, at)
	if newChat {
		w.new = append(w.new, at)
	}
}

// run walks until everybody asked about has got it.
func (w *walk) run() {
	own := w.lines[len(w.lines)-1]
	end := w.start.Add(farthest)
	for own.left() > 0 && w.walked < mostWalked && w.now < end {
		if at := w.free(); at > w.now {
			w.now = at
			continue
		}
		if at := w.open(); at > w.now {
			w.now = at
			continue
		}
		newAt := w.newFrom()
		later := w.step(newAt)
		if later == 0 {
			continue
		}
		w.now = max(later, w.now+1)
	}
}

// step sends one message, or returns when to look again.
func (w *walk) step(newAt clock.Millis) (later clock.Millis) {
	mayStart := newAt <= w.now
	for _, l := range w.lines {
		to, newChat, at := w.pick(l, mayStart)
		if to != nil {
			w.send(l, newChat)
			return 0
		}
		if !mayStart && l.fresh[1].left() > 0 && (at == 0 || newAt < at) {
			at = newAt
		}
		if at != 0 && (later == 0 || at < later) {
			later = at
		}
	}
	return later
}

func (w *walk) send(l *line, newChat bool) {
	w.note(w.now, newChat)
	w.gapEnd = w.now.Add(w.gap)
	w.walked++
	l.sent++
	if w.now >= w.activeEnd {
		w.active++
		w.activeEnd = w.midnight()
	}
	if l != w.lines[len(w.lines)-1] {
		return
	}
	if w.first == 0 {
		w.first = w.now
	}
	w.last = w.now
	if l.sent > len(l.people) {
		return
	}
	if w.now >= w.dayEnd {
		w.dayEnd = w.midnight()
		w.days = append(w.days, DayCount{Date: w.now.Time().In(w.zone).Format(time.DateOnly)})
	}
	w.days[len(w.days)-1].Count++
}

// midnight is the end of the owner's day.
func (w *walk) midnight() clock.Millis {
	y, m, d := w.now.Time().In(w.zone).Date()
	return max(Stamp(time.Date(y, m, d+1, 0, 0, 0, 0, w.zone)), w.now+1)
}

// free is Governor.Next without working hours: not before this moment, and
// perhaps later still.
func (w *walk) free() clock.Millis {
	at := max(w.now, w.gapEnd, w.tooFast.until)
	r, p := w.plan.Rules, w.plan.Pace
	if r.PerMinute > 0 {
		at = max(at, w.room(w.all, time.Minute, r.PerMinute))
	}
	at = max(at, w.room(w.all, time.Hour, p.PerHour), w.room(w.all, 24*time.Hour, p.PerDay))
	if w.tooFast.halved > w.now {
		at = max(at, min(w.room(w.all, 24*time.Hour, halfOf(p.PerDay)), w.tooFast.halved))
	}
	return max(at, w.ramped(r.Ramp))
}

// room is when a rolling window has room for one more.
func (w *walk) room(sends []clock.Millis, window time.Duration, limit int) clock.Millis {
	limit = max(limit, 1)
	if len(sends) < limit {
		return 0
	}
	return sends[len(sends)-limit].Add(window)
}

// ramped is when the slow start of a newly linked number allows one more.
func (w *walk) ramped(ramp []int) clock.Millis {
	const day = 24 * time.Hour
	since := max(0, w.now.Sub(w.linked))
	today := int(since / day)
	if today >= len(ramp) {
		return 0
	}
	free := w.room(w.all, day, ramp[today])
	if free <= w.now {
		return 0
	}
	tomorrow := w.now.Add(day - since%day)
	if more := today+1 == len(ramp) || ramp[today+1] > ramp[today]; more && tomorrow < free {
		return tomorrow
	}
	return free
}

// newFrom is Governor.NextNew.
func (w *walk) newFrom() clock.Millis {
	at := max(w.now, w.plan.Restricted)
	if most := w.plan.Rules.NewPerDay; most > 0 {
		at = max(at, w.room(w.new, 24*time.Hour, most))
	}
	return at
}
