package chats

import (
	"slices"
	"sync"
	"time"

	"mceplatform/backend/clock"
	"mceplatform/backend/phone"
)

const (
	// workHorizon bounds the search for working hours: who has filled two months
	// with holidays is looked at again then.
	workHorizon = 60 * 24 * time.Hour
	// quietHorizon bounds the search for a moment at which nobody sleeps in any
	// of a number's zones.
	quietHorizon = 48 * time.Hour
	// meetHorizon bounds the search for a moment that is within working hours
	// here and outside of quiet hours there.
	meetHorizon = 15 * 24 * time.Hour
)

var zones sync.Map // IANA name -> *time.Location

// zoneNamed loads a zone once.
func zoneNamed(name string) (*time.Location, error) {
	if known, ok := zones.Load(name); ok {
		return known.(*time.Location), nil //nolint:forcetypeassert // nothing else is stored
	}
	loc, err := time.LoadLocation(name)
	if err == nil {
		zones.Store(name, loc)
	}
	return loc, err
}

// Plan is everything that limits the paced sends of one campaign.
type Plan struct {
	Pace  Pace
	Rules Rules
	Local *time.Location // the computer's zone, for rules that name none
	// Restricted is until when WhatsApp lets this number start no conversations;
	// 0 = it may.
	Restricted clock.Millis
}

// owner is the zone of working hours and holidays.
func (p Plan) owner() *time.Location {
	if p.Rules.Zone != "" {
		if loc, err := zoneNamed(p.Rules.Zone); err == nil {
			return loc
		}
	}
	if p.Local != nil {
		return p.Local
	}
	return time.UTC
}

// open returns the first moment from t on at which the owner works, and why it
// is not t.
func (p Plan) open(t time.Time) (time.Time, WaitReason) {
	r, why := p.Rules, WaitNothing
	if !r.Work.On && len(r.Holidays) == 0 {
		return t, why
	}
	marks := []int{r.Work.From, r.Work.To}
	at, _ := firstAt(t, p.owner(), marks, t.Add(workHorizon), func(local time.Time) bool {
		holiday := len(r.Holidays) > 0 && slices.Contains(r.Holidays, local.Format(time.DateOnly))
		ok := r.Work.holds(local) && !holiday
		if !ok && why == WaitNothing {
			if why = WaitHours; holiday {
				why = WaitHoliday
			}
		}
		return ok
	})
	return at, why
}

// awake returns the first moment from t on that is outside of quiet hours in
// every zone that a number may lie in. One that tells nothing, or whose zones
// never are awake together, counts as one in the owner's zone.
func (p Plan) awake(t time.Time, list []*time.Location) time.Time {
	if !p.Rules.Quiet.On {
		return t
	}
	if len(list) > 0 {
		if at, ok := p.awakeIn(t, list); ok {
			return at
		}
	}
	at, _ := p.awakeIn(t, []*time.Location{p.owner()})
	return at
}

func (p Plan) awakeIn(t time.Time, list []*time.Location) (time.Time, bool) {
	q := p.Rules.Quiet
	until := t.Add(quietHorizon)
	for at := t; ; {
		before := at
		for _, zone := range list {
			var ok bool
			at, ok = firstAt(at, zone, []int{q.From, q.To}, until, func(local time.Time) bool { return !q.holds(minuteOf(local)) })
			if !ok {
				return t, false
			}
		}
		if at.Equal(before) {
			return at, true
		}
	}
}

// Awake reports whether it is outside of quiet hours for a number.
func (p Plan) Awake(t time.Time, number string) bool {
	return p.awake(t, zonesOf(number)).Equal(t)
}

// zonesOf returns the zones a number may lie in; none when it does not tell.
func zonesOf(number string) []*time.Location { return zonesNamed(phone.ZonesOf(number)) }

func zonesNamed(names []string) []*time.Location {
	var list []*time.Location
	for _, name := range names {
		if loc, err := zoneNamed(name); err == nil {
			list = append(list, loc)
		}
	}
	return list
}

// meet returns the first moment from t on at which the owner works and the
// person is awake, and why it is not t.
func (p Plan) meet(t time.Time, zones []*time.Location) (time.Time, WaitReason) {
	why := WaitNothing
	for at := t; at.Before(t.Add(meetHorizon)); {
		next := p.awake(at, zones)
		if next.After(at) && why == WaitNothing {
			why = WaitQuiet
		}
		opens, closed := p.open(next)
		if closed == WaitNothing {
			return next, why
		}
		if why == WaitNothing {
			why = closed
		}
		at = opens
	}
	return t.Add(24 * time.Hour), WaitNoTime
}

// firstAt returns the first moment from t to until at which ok holds. It may
// change only at midnight, at the marks (minutes of the local day), and where
// the zone's clocks change.
func firstAt(t time.Time, zone *time.Location, marks []int, until time.Time, ok func(local time.Time) bool) (time.Time, bool) {
	for !t.After(until) {
		if local := t.In(zone); ok(local) {
			return t, true
		}
		t = nextMark(t.In(zone), marks)
	}
	return until, false
}

func nextMark(local time.Time, marks []int) time.Time {
	h, m, s := local.Clock()
	into := time.Duration(h)*time.Hour + time.Duration(m)*time.Minute + time.Duration(s)*time.Second + time.Duration(local.Nanosecond())
	step := 24*time.Hour - into
	for _, mark := range marks {
		if d := time.Duration(mark)*time.Minute - into; d > 0 && d < step {
			step = d
		}
	}
	next := local.Add(step)
	// Until the clocks change, the local time runs evenly; then one looks anew.
	if _, end := local.ZoneBounds(); !end.IsZero() && end.After(local) && end.Before(next) {
		return end
	}
	return next
}
