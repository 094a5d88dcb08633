package chats

import (
	"context"
	"time"

	"mceplatform/backend/clock"
)

// WaitReason says why no paced send goes out now.
type WaitReason string

// Reasons to wait.
const (
	WaitNothing  WaitReason = ""
	WaitGap      WaitReason = "gap"
	WaitMinute   WaitReason = "minute_cap"
	WaitHour     WaitReason = "hour_cap"
	WaitDay      WaitReason = "day_cap"
	WaitRamp     WaitReason = "ramp"       // the number was linked a few days ago
	WaitNewChats WaitReason = "new_chats"  // of people without a conversation
	WaitHalved   WaitReason = "halved_cap" // half of the daily limit, as WhatsApp said too often that it is too fast
	// WaitRateLimited: WhatsApp said that the account sends too fast.
	WaitRateLimited WaitReason = "rate_limited"
	// WaitLookUp: WhatsApp lets no more numbers be looked up, of people whose is not known.
	WaitLookUp WaitReason = "look_up_limit"
	// WaitRestricted: WhatsApp lets this number start no conversations.
	WaitRestricted WaitReason = "restricted"
	WaitHours      WaitReason = "hours" // outside of the owner's working hours or days
	WaitHoliday    WaitReason = "holiday"
	WaitQuiet      WaitReason = "quiet"   // quiet hours where the person lives
	WaitNoTime     WaitReason = "no_time" // working hours here and quiet hours there leave no moment
	WaitOffline    WaitReason = "offline"
	WaitUndo       WaitReason = "undo"    // the start can still be undone
	WaitFile       WaitReason = "file"    // the file is being uploaded
	WaitStep       WaitReason = "step"    // the next message is not due yet
	WaitMatches    WaitReason = "matches" // everybody has it; who matches later is added
)

// HalvedUntil says until when half of the daily limit has to do; 0 = it has not.
func (g Governor) HalvedUntil(ctx context.Context, accountID int64) (clock.Millis, error) {
	now := Stamp(g.clock.Now())
	p, err := penaltyOf(ctx, g.ledger, accountID, CodeTooFast, now)
	if err != nil || p.halved <= now {
		return 0, err
	}
	return p.halved, nil
}

// halfOf is what is left of a daily limit.
func halfOf(perDay int) int { return max(perDay/2, 1) }

// NextLookUp returns when WhatsApp may be asked about numbers again; the zero
// time means now.
func (g Governor) NextLookUp(ctx context.Context, accountID int64) (time.Time, error) {
	now := g.clock.Now()
	p, err := penaltyOf(ctx, g.ledger, accountID, CodeLookUpLimit, Stamp(now))
	if err != nil || !p.until.Time().After(now) {
		return time.Time{}, err
	}
	return p.until.Time(), nil
}
