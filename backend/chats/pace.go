package chats

import (
	"time"

	"mceplatform/backend/fault"
)

// Pace limits paced sends. It counts for the whole account: every campaign
// draws on the same budgets.
type Pace struct {
	MinGapSeconds int `json:"minGapSeconds"`
	MaxGapSeconds int `json:"maxGapSeconds"`
	PerHour       int `json:"perHour"`
	PerDay        int `json:"perDay"`
}

// DefaultPace is what a new campaign starts with: 30 to 60 s apart, as those
// who watch WhatsApp's reactions advise, and few enough a day for a number
// whose owner has not been sending in bulk. WhatsApp publishes no safe figure.
var DefaultPace = Pace{MinGapSeconds: 30, MaxGapSeconds: 60, PerHour: 40, PerDay: 150}

// HardPace is the loosest pace anyone can set: five a minute.
var HardPace = Pace{MinGapSeconds: 8, MaxGapSeconds: 12, PerHour: 240, PerDay: 1000}

// Check refuses a pace that makes no sense or is looser than hard.
func (p Pace) Check(hard Pace) error {
	bad := func(field, format string, args ...any) error {
		return fault.New(fault.Invalid, format, args...).With("field", field)
	}
	switch {
	case p.MinGapSeconds < hard.MinGapSeconds:
		return bad("minGapSeconds", "The shortest pause is %d seconds. Faster sending gets numbers banned.", hard.MinGapSeconds)
	case p.MaxGapSeconds < hard.MaxGapSeconds || p.MaxGapSeconds < p.MinGapSeconds:
		return bad("maxGapSeconds", "The longest pause must be at least %d seconds and not below the shortest.", hard.MaxGapSeconds)
	case p.MaxGapSeconds > 24*3600:
		return bad("maxGapSeconds", "The longest pause is a day.")
	case p.PerHour < 1 || p.PerHour > hard.PerHour:
		return bad("perHour", "Choose between 1 and %d messages an hour.", hard.PerHour)
	case p.PerDay < 1 || p.PerDay > hard.PerDay:
		return bad("perDay", "Choose between 1 and %d messages a day.", hard.PerDay)
	}
	return nil
}

// AverageGap is the expected time between two sends.
func (p Pace) AverageGap() time.Duration {
	return time.Duration(p.MinGapSeconds+p.MaxGapSeconds) * time.Second / 2
}

// mostWalked bounds how many sends Finish walks through; the rest is taken to go
// on like that.
const mostWalked = 10_000

// Finish estimates when n more paced sends will be done, the first at now or
// when work begins: it walks the rolling minute, hour and day from empty
// budgets, through working hours. Quiet hours of others and the slow start of a
// new number are not foreseen.
func (p Plan) Finish(now time.Time, n int) time.Time {
	if n <= 0 {
		return now
	}
	at, gap := now, p.Pace.AverageGap()
	walked := make([]time.Time, 0, min(n, mostWalked))
	for i := range cap(walked) {
		if i > 0 {
			at = at.Add(gap)
		}
		for _, c := range []struct {
			window time.Duration
			limit  int
		}{{time.Minute, p.Rules.PerMinute}, {time.Hour, p.Pace.PerHour}, {24 * time.Hour, p.Pace.PerDay}} {
			if c.limit > 0 && i >= c.limit {
				if free := walked[i-c.limit].Add(c.window); free.After(at) {
					at = free
				}
			}
		}
		at, _ = p.open(at)
		walked = append(walked, at)
	}
	if n > len(walked) {
		each := at.Sub(now) / time.Duration(len(walked))
		return at.Add(each * time.Duration(n-len(walked)))
	}
	return at
}
