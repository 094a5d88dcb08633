package chats

import (
	"context"
	"math/rand/v2"
	"time"

	"mceplatform/backend/clock"
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

// Finish estimates when n more paced sends will be done, starting now, by
// walking the rolling hour and day from an empty budget.
func (p Pace) Finish(now time.Time, n int) time.Time {
	if n <= 0 {
		return now
	}
	perDay := min(p.PerDay, p.PerHour*24)
	days := (n - 1) / perDay
	rest := (n-1)%perDay + 1
	hours := (rest - 1) / p.PerHour
	last := (rest-1)%p.PerHour + 1
	within := time.Duration(last-1) * p.AverageGap()
	if full := time.Duration(p.PerHour) * p.AverageGap(); full > time.Hour { // the gap, not the hourly cap, is what limits
		hours, within = 0, time.Duration(rest-1)*p.AverageGap()
	}
	return now.Add(time.Duration(days)*24*time.Hour + time.Duration(hours)*time.Hour + within)
}

// WaitReason says why no paced send goes out now.
type WaitReason string

// Reasons to wait.
const (
	WaitNothing WaitReason = ""
	WaitGap     WaitReason = "gap"
	WaitHour    WaitReason = "hour_cap"
	WaitDay     WaitReason = "day_cap"
	WaitOffline WaitReason = "offline"
)

// Governor decides when the next paced send may go. It keeps nothing in
// memory: budgets are counted from the ledger, so neither a restart nor a
// second campaign nor a clock set back can exceed them.
type Governor struct {
	store Store
	clock clock.Clock
}

// NewGovernor returns the governor of the ledger in store.
func NewGovernor(store Store, clk clock.Clock) Governor { return Governor{store: store, clock: clk} }

// Next returns when a paced send of this account may go and why not earlier;
// WaitNothing means now.
func (g Governor) Next(ctx context.Context, accountID int64, p Pace) (time.Time, WaitReason, error) {
	now := g.clock.Now()
	at, why := now, WaitNothing
	later := func(t time.Time, reason WaitReason) {
		if t.After(at) {
			at, why = t, reason
		}
	}
	last, err := g.store.LastPaced(ctx, accountID)
	if err != nil {
		return now, WaitNothing, err
	}
	if last != nil {
		// A claim in the future means that the clock was set back: its gap counts from now.
		claimed := min(last.ClaimedAt, clock.MillisOf(now))
		later(claimed.Add(time.Duration(last.GapMS)*time.Millisecond).Time(), WaitGap)
	}
	for _, cap := range []struct {
		window time.Duration
		limit  int
		reason WaitReason
	}{{time.Hour, p.PerHour, WaitHour}, {24 * time.Hour, p.PerDay, WaitDay}} {
		n, free, err := g.store.CountPaced(ctx, accountID, clock.MillisOf(now.Add(-cap.window)))
		if err != nil {
			return now, WaitNothing, err
		}
		if n >= cap.limit {
			later(min(free, clock.MillisOf(now)).Time().Add(cap.window), cap.reason)
		}
	}
	return at, why, nil
}

// DrawGap picks the random pause that follows a send; it is stored with the claim.
func (g Governor) DrawGap(p Pace) time.Duration {
	lo, hi := time.Duration(p.MinGapSeconds)*time.Second, time.Duration(p.MaxGapSeconds)*time.Second
	return lo + rand.N(hi-lo+time.Millisecond)
}
