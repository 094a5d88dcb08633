package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"mceplatform/backend/chats"
)

// verdict is what became of the promise.
type verdict struct {
	sends      int
	quiet      int // at a time at which nothing may go out
	overCap    int // too many in a rolling window, or too soon after the last
	doubleFire int // a second message to a person of a campaign

	accounts, restarts, inFlight, repeated, back, forth, deferred, deferredQuiet int

	simulated time.Duration
	problems  []string
	err       error
}

const mostProblems = 20

func (v verdict) kept() bool { return v.quiet == 0 && v.overCap == 0 && v.doubleFire == 0 }

func (v verdict) String() string {
	return fmt.Sprintf("sends=%d quiet=%d overcap=%d doublefire=%d", v.sends, v.quiet, v.overCap, v.doubleFire)
}

func (v *verdict) add(o verdict) {
	v.sends += o.sends
	v.quiet += o.quiet
	v.overCap += o.overCap
	v.doubleFire += o.doubleFire
	v.accounts += o.accounts
	v.restarts += o.restarts
	v.inFlight += o.inFlight
	v.repeated += o.repeated
	v.back += o.back
	v.forth += o.forth
	v.deferred += o.deferred
	v.deferredQuiet += o.deferredQuiet
	v.simulated += o.simulated
	v.problems = append(v.problems, o.problems...)
	v.problems = v.problems[:min(len(v.problems), mostProblems)]
	if v.err == nil {
		v.err = o.err
	}
}

// fire is a message on its way, with what held for it at that moment.
type fire struct {
	person   chats.Person
	campaign int
	id       int64
	at       time.Time     // by the computer's clock
	truth    time.Duration // by a right one
	plan     chats.Plan
}

// judge looks at every message. It keeps its own list and counts by walking it.
type judge struct {
	verdict
	linked  time.Time
	byTruth bool
	list    []fire
	shown   map[int64]int64 // person -> id of the message their phone shows
}

func newJudge(linked time.Time, byTruth bool) judge {
	return judge{linked: linked, byTruth: byTruth, shown: map[int64]int64{}}
}

// claim hears of a message that is in the ledger and has not left.
func (j *judge) claim(f fire) {
	j.sends++
	j.caps(f)
	j.list = append(j.list, f)
}

// send hears of a message that leaves.
func (j *judge) send(f fire) {
	j.claim(f)
	j.hours(f, true)
	j.show(f)
}

// again hears of a message that goes out after the program had ended. It is one
// message, at its latest time.
func (j *judge) again(f fire) {
	j.list = slices.DeleteFunc(j.list, func(o fire) bool { return o.id == f.id })
	j.caps(f)
	j.hours(f, false)
	j.list = append(j.list, f)
	j.show(f)
}

func (j *judge) show(f fire) {
	if id, ok := j.shown[f.person.ID]; ok && id != f.id {
		j.doubleFire++
		j.tell(f, "a second message to the same person")
	}
	j.shown[f.person.ID] = f.id
}

// setBack hears that the clock was set back: what was sent was sent before now.
func (j *judge) setBack(now time.Time) {
	j.back++
	for i := range j.list {
		if j.list[i].at.After(now) {
			j.list[i].at = now
		}
	}
}

func (j *judge) tell(f fire, format string, args ...any) {
	if len(j.problems) < mostProblems {
		j.problems = append(j.problems, f.at.UTC().Format(time.RFC3339)+": "+fmt.Sprintf(format, args...))
	}
}

// hours looks at the clocks on the walls of the owner and of the person.
func (j *judge) hours(f fire, work bool) {
	r := f.plan.Rules
	owner := f.plan.Local
	if r.Zone != "" {
		owner = load(r.Zone)
	}
	if here := f.at.In(owner); work && !working(r, here) {
		j.quiet++
		j.tell(f, "sent at %s, outside of working hours %+v, holidays %v", here, r.Work, r.Holidays)
		return
	}
	if !r.Quiet.On {
		return
	}
	places := []*time.Location{owner}
	for _, c := range countries {
		if c.number == f.person.Number && c.zones != "" {
			places = places[:0]
			for _, name := range strings.Fields(c.zones) {
				places = append(places, load(name))
			}
		}
	}
	for _, place := range places {
		there := f.at.In(place)
		minute := there.Hour()*60 + there.Minute()
		for m := r.Quiet.From; m != r.Quiet.To; m = (m + 1) % 1440 {
			if m == minute {
				j.quiet++
				j.tell(f, "sent to %q at %s, in quiet hours %+v", f.person.Number, there, r.Quiet)
				return
			}
		}
	}
}

func working(r chats.Rules, here time.Time) bool {
	if slices.Contains(r.Holidays, here.Format(time.DateOnly)) {
		return false
	}
	minute := here.Hour()*60 + here.Minute()
	return !r.Work.On || (slices.Contains(r.Work.Days, int(here.Weekday())) && minute >= r.Work.From && minute < r.Work.To)
}

// caps counts what is in each window that ends with a message.
func (j *judge) caps(f fire) {
	p, r := f.plan.Pace, f.plan.Rules
	ramp := 0
	if day := int(max(0, f.at.Sub(j.linked)) / (24 * time.Hour)); day < len(r.Ramp) {
		ramp = r.Ramp[day]
	}
	var count, trueCount struct{ minute, hour, day, strangers int }
	closest := time.Duration(1 << 62)
	var before *fire
	for i := len(j.list) - 1; i >= 0; i-- {
		o := &j.list[i]
		age, trueAge := f.at.Sub(o.at), f.truth-o.truth
		if age < closest {
			closest, before = age, o
		}
		for _, c := range []struct {
			age time.Duration
			in  *struct{ minute, hour, day, strangers int }
		}{{age, &count}, {trueAge, &trueCount}} {
			if c.age < time.Minute {
				c.in.minute++
			}
			if c.age < time.Hour {
				c.in.hour++
			}
			if c.age < 24*time.Hour {
				c.in.day++
				if o.person.NewChat {
					c.in.strangers++
				}
			}
		}
		if age >= 24*time.Hour && trueAge >= 24*time.Hour {
			break
		}
	}
	over := func(what string, n, limit int) {
		if limit > 0 && n+1 > limit {
			j.overCap++
			j.tell(f, "%d in %s, the limit is %d", n+1, what, limit)
		}
	}
	over("a minute", count.minute, r.PerMinute)
	over("an hour", count.hour, p.PerHour)
	over("a day", count.day, p.PerDay)
	over("a day of the slow start", count.day, ramp)
	if f.person.NewChat {
		over("a day to new people", count.strangers, r.NewPerDay)
	}
	if j.byTruth {
		over("a true minute", trueCount.minute, r.PerMinute)
		over("a true hour", trueCount.hour, p.PerHour)
		over("a true day", trueCount.day, p.PerDay)
		if f.person.NewChat {
			over("a true day to new people", trueCount.strangers, r.NewPerDay)
		}
	}
	if before != nil && closest < time.Duration(before.plan.Pace.MinGapSeconds)*time.Second {
		j.overCap++
		j.tell(f, "%v after the last, the shortest pause is %d s", closest, before.plan.Pace.MinGapSeconds)
	}
}
