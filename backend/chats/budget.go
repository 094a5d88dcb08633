package chats

import (
	"context"
	"time"

	"mceplatform/backend/clock"
)

const dayLong = 24 * time.Hour

// budget is what the ledger says at one moment about the limits of a plan.
type budget struct {
	ledger  PacedLedger
	account int64
	plan    Plan
	now     time.Time
	own     Send // a paced send that does not count; the zero one: all count
	// day is how many paced sends the last 24 hours hold. No window is longer: one
	// whose limit is above that has room, and need not be looked at.
	day int
}

// look begins to ask the ledger.
func (g Governor) look(ctx context.Context, accountID int64, p Plan, own Send) (budget, error) {
	b := budget{ledger: g.ledger, account: accountID, plan: p, now: g.clock.Now(), own: own}
	var err error
	b.day, err = g.ledger.CountPaced(ctx, accountID, clock.MillisOf(b.now.Add(-dayLong)))
	return b, err
}

// next is when a paced send may go, whoever it is for, and why not now.
func (b budget) next(ctx context.Context) (time.Time, WaitReason, error) {
	at, why, err := b.spent(ctx)
	if err != nil {
		return at, WaitNothing, err
	}
	if opens, closed := b.plan.open(at); closed != WaitNothing {
		at, why = opens, closed
	}
	return at, why, nil
}

// spent is next without working hours.
func (b budget) spent(ctx context.Context) (time.Time, WaitReason, error) {
	at, why := b.now, WaitNothing
	later := func(t time.Time, reason WaitReason) {
		if t.After(at) {
			at, why = t, reason
		}
	}
	last, gap, err := b.ledger.LastPaced(ctx, b.account, b.own.ID)
	if err != nil {
		return b.now, WaitNothing, err
	}
	if last != 0 {
		// A claim in the future means that the clock was set back: its gap counts from now.
		later(min(last, Stamp(b.now)).Add(gap).Time(), WaitGap)
	}
	limited, err := penaltyOf(ctx, b.ledger, b.account, CodeTooFast, Stamp(b.now))
	if err != nil {
		return b.now, WaitNothing, err
	}
	later(limited.until.Time(), WaitRateLimited)
	if err := b.windows(ctx, later); err != nil {
		return b.now, WaitNothing, err
	}
	halved, err := b.halved(ctx, limited.halved)
	if err != nil {
		return b.now, WaitNothing, err
	}
	later(halved, WaitHalved)
	ramped, err := b.ramped(ctx)
	if err != nil {
		return b.now, WaitNothing, err
	}
	later(ramped, WaitRamp)
	return at, why, nil
}

// windows tells when each rolling window has room.
func (b budget) windows(ctx context.Context, later func(time.Time, WaitReason)) error {
	for _, cap := range []struct {
		window time.Duration
		limit  int
		reason WaitReason
	}{{time.Minute, b.plan.Rules.PerMinute, WaitMinute}, {time.Hour, b.plan.Pace.PerHour, WaitHour}, {dayLong, b.plan.Pace.PerDay, WaitDay}} {
		if cap.reason == WaitMinute && cap.limit == 0 {
			continue
		}
		free, err := b.free(ctx, cap.window, cap.limit, false)
		if err != nil {
			return err
		}
		later(free, cap.reason)
	}
	return nil
}

// nextNew is when a paced send may start a conversation, as far as WhatsApp and
// the budget for that go, and why not now.
func (b budget) nextNew(ctx context.Context) (time.Time, WaitReason, error) {
	at, why := b.now, WaitNothing
	if r := b.plan.Restricted; r != 0 && r.Time().After(at) {
		at, why = r.Time(), WaitRestricted
	}
	if b.plan.Rules.NewPerDay == 0 {
		return at, why, nil
	}
	free, err := b.free(ctx, dayLong, b.plan.Rules.NewPerDay, true)
	if err == nil && free.After(at) {
		at, why = free, WaitNewChats
	}
	return at, why, err
}

// halved returns when half of the daily limit allows one more; until is when the
// whole limit holds again.
func (b budget) halved(ctx context.Context, until clock.Millis) (time.Time, error) {
	if until <= clock.MillisOf(b.now) {
		return b.now, nil
	}
	free, err := b.free(ctx, dayLong, halfOf(b.plan.Pace.PerDay), false)
	if err == nil && until.Time().Before(free) {
		return until.Time(), nil
	}
	return free, err
}

// ramped returns when the slow start of a newly linked number allows one more.
func (b budget) ramped(ctx context.Context) (time.Time, error) {
	ramp := b.plan.Rules.Ramp
	if len(ramp) == 0 {
		return b.now, nil
	}
	linked, err := b.ledger.LinkedAt(ctx, b.account)
	if err != nil {
		return b.now, err
	}
	since := max(0, b.now.Sub(linked.Time())) // a clock set back: the first day again
	today := int(since / dayLong)
	if today >= len(ramp) {
		return b.now, nil
	}
	free, err := b.free(ctx, dayLong, ramp[today], false)
	if err != nil || !free.After(b.now) {
		return b.now, err
	}
	tomorrow := b.now.Add(dayLong - since%dayLong)
	if more := today+1 == len(ramp) || ramp[today+1] > ramp[today]; more && tomorrow.Before(free) {
		return tomorrow, nil
	}
	return free, nil
}

// free returns when a rolling window has room for one more: when the one that
// fills it has left it.
func (b budget) free(ctx context.Context, window time.Duration, limit int, newOnly bool) (time.Time, error) {
	since := clock.MillisOf(b.now.Add(-window))
	limit = max(limit, 1)
	if b.own.PacedAt > since {
		limit++
	}
	if b.day < limit {
		return b.now, nil
	}
	full, err := b.ledger.NthPaced(ctx, b.account, since, newOnly, limit)
	if err != nil || full == 0 {
		return b.now, err
	}
	return min(full, Stamp(b.now)).Add(window).Time(), nil
}
