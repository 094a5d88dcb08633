package chats

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"mceplatform/backend/clock"
)

// PacedLedger is the part of the ledger that the governor counts in. Sends that
// are no replies are paced; a moment in the future counts like any other later
// than since.
type PacedLedger interface {
	// LinkedAt is when an account was linked last.
	LinkedAt(ctx context.Context, accountID int64) (clock.Millis, error)
	// LastPaced returns the time of the latest paced send, of those that are not
	// except (0 = all), and the pause after it;
	// zero means that there is none.
	LastPaced(ctx context.Context, accountID, except int64) (at clock.Millis, gap time.Duration, err error)
	// CountPaced counts paced sends after a moment.
	CountPaced(ctx context.Context, accountID int64, since clock.Millis) (int, error)
	// NthPaced returns the time of the n-th latest paced send after a moment, of
	// those that started a conversation when newOnly; 0 = there are fewer.
	NthPaced(ctx context.Context, accountID int64, since clock.Millis, newOnly bool, n int) (clock.Millis, error)
	// PacedSince lists the paced sends after a moment, the earliest first.
	PacedSince(ctx context.Context, accountID int64, since clock.Millis) ([]Paced, error)
	// Strikes lists when WhatsApp refused something with a code on account of all
	// that the account does, after a moment, the earliest first.
	Strikes(ctx context.Context, accountID int64, code string, since clock.Millis) ([]clock.Millis, error)
	// PullBack moves paced sends and strikes of after now to now.
	PullBack(ctx context.Context, accountID int64, now clock.Millis) error
}

// Paced is a paced send as budgets count it.
type Paced struct {
	At      clock.Millis
	NewChat bool
}

// Person is somebody whom a paced send may go to.
type Person struct {
	ID      int64 // of the recipient
	LeadID  int64
	NewChat bool
	Number  string // digits, "" = unknown
	LookUp  bool   // WhatsApp has to be asked about them first
	Step    int    // of the message that they are to get
	Work    *Hours `gorm:"-"` // working hours of that message, for a forecast; nil = the account's
}

// Queue is where Pick takes people from.
type Queue interface {
	// NextPerson returns the first person whose time has come, of those who have a
	// conversation unless newChats; nil when there is none, with the earliest time
	// of those still to come, 0 = nobody is left.
	NextPerson(ctx context.Context, now clock.Millis, newChats bool) (*Person, clock.Millis, error)
	// Defer puts a person back until a time. With WaitNewChats it notes that they
	// have no conversation, and the time is left as it is.
	Defer(ctx context.Context, p Person, why WaitReason, until clock.Millis) error
}

// mostDeferrals bounds the work of one Pick, which holds the writer.
const mostDeferrals = 50

// Governor decides when the next paced send may go. It keeps nothing in
// memory: budgets are counted from the ledger, so neither a restart nor a
// second campaign nor a clock set back can exceed them. A clock set forward
// looks like time that has passed.
type Governor struct {
	ledger PacedLedger
	clock  clock.Clock
}

// Stamp is the time of a paced send as the ledger keeps it: rounded up, so that
// no window and no pause is a part of a millisecond too short.
func Stamp(t time.Time) clock.Millis { return clock.MillisOf(t.Add(time.Millisecond - 1)) }

// NewGovernor returns the governor of a ledger.
func NewGovernor(ledger PacedLedger, clk clock.Clock) Governor {
	return Governor{ledger: ledger, clock: clk}
}

// Pick returns whom the next paced send may go to now; nil means nobody, with
// the time to look again, the zero time meaning that nobody is left. It runs in
// the transaction that claims.
func (g Governor) Pick(ctx context.Context, accountID int64, p Plan, q Queue) (*Person, time.Time, error) {
	now := g.clock.Now()
	// Claims in the future mean that the clock was set back. They were made before
	// now, and would fill every budget until the clock comes by them again.
	if err := g.ledger.PullBack(ctx, accountID, Stamp(now)); err != nil {
		return nil, now, err
	}
	b, err := g.look(ctx, accountID, p, Send{})
	if err != nil {
		return nil, now, err
	}
	if at, why, err := b.next(ctx); err != nil || why != WaitNothing {
		return nil, at, err
	}
	newAt, why, err := b.nextNew(ctx)
	if err != nil {
		return nil, now, err
	}
	mayStart := why == WaitNothing
	lookUp := sync.OnceValues(func() (time.Time, error) { return g.NextLookUp(ctx, accountID) })
	for range mostDeferrals {
		person, later, err := nextPerson(ctx, q, clock.MillisOf(now), mayStart, clock.MillisOf(newAt))
		if err != nil {
			return nil, now, err
		}
		if person == nil {
			return nil, later.Time(), nil
		}
		at, why := g.NextTo(p, person.Number)
		if person.LookUp {
			known, err := lookUp()
			if err != nil {
				return nil, now, err
			}
			if known.After(now) {
				at, why = known, WaitLookUp
			}
		}
		if person.NewChat && !mayStart {
			at, why = newAt, WaitNewChats
		}
		if why == WaitNothing {
			return person, time.Time{}, nil
		}
		if err := q.Defer(ctx, *person, why, clock.MillisOf(at)); err != nil {
			return nil, now, err
		}
	}
	return nil, now, nil // others had their turn; look on at once
}

// nextPerson is NextPerson; when conversations cannot be started before newAt,
// those who wait for that have their turn then.
func nextPerson(ctx context.Context, q Queue, now clock.Millis, mayStart bool, newAt clock.Millis) (*Person, clock.Millis, error) {
	person, later, err := q.NextPerson(ctx, now, mayStart)
	if err != nil || person != nil || mayStart {
		return person, later, err
	}
	anybody, of, err := q.NextPerson(ctx, now, true)
	if err != nil || (anybody == nil && of == 0) {
		return nil, 0, err
	}
	if later == 0 || newAt < later {
		later = newAt
	}
	return nil, later, nil
}

// Next returns when a paced send of this account may go, whoever it is for, and
// why not earlier; WaitNothing means now.
func (g Governor) Next(ctx context.Context, accountID int64, p Plan) (time.Time, WaitReason, error) {
	b, err := g.look(ctx, accountID, p, Send{})
	if err != nil {
		return b.now, WaitNothing, err
	}
	return b.next(ctx)
}

// NextNew returns when a paced send may start a conversation, as far as WhatsApp
// and the budget for that go.
func (g Governor) NextNew(ctx context.Context, accountID int64, p Plan) (time.Time, WaitReason, error) {
	b, err := g.look(ctx, accountID, p, Send{})
	if err != nil {
		return b.now, WaitNothing, err
	}
	return b.nextNew(ctx)
}

// MayRepeat reports whether a send that went out before, and may or may not have
// arrived, can go out again now as far as pace and quiet hours go. Working hours
// do not hold it: after a day it could not be repeated at all.
func (g Governor) MayRepeat(ctx context.Context, accountID int64, p Plan, s Send, to Person) (bool, error) {
	now := g.clock.Now()
	if !p.Awake(now, to.Number) {
		return false, nil
	}
	if to.LookUp {
		if at, err := g.NextLookUp(ctx, accountID); err != nil || at.After(now) {
			return false, err
		}
	}
	b, err := g.look(ctx, accountID, p, s) // it moves to now, so its place is free
	if err != nil {
		return false, err
	}
	if _, why, err := b.spent(ctx); err != nil || why != WaitNothing {
		return false, err
	}
	if !s.NewChat {
		return true, nil
	}
	_, why, err := b.nextNew(ctx)
	return why == WaitNothing, err
}

// NextTo returns when a paced send may go to a number, as far as the hours of
// the day go here and there.
func (g Governor) NextTo(p Plan, number string) (time.Time, WaitReason) {
	return p.meet(g.clock.Now(), zonesOf(number))
}

// DrawGap picks the random pause that follows a send; it is stored with the claim.
func (g Governor) DrawGap(p Pace) time.Duration {
	lo, hi := time.Duration(p.MinGapSeconds)*time.Second, time.Duration(p.MaxGapSeconds)*time.Second
	return lo + rand.N(hi-lo+time.Millisecond)
}
