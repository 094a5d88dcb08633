package campaigns

import (
	"context"
	"reflect"
	"slices"
	"time"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/leads"
)

// turns is the queue of one step of a campaign, for the governor to pick from.
type turns struct {
	s       *Service
	c       Campaign
	account int64
	step    int

	turn Turn            // of the person picked
	to   leads.Addressee // who that is
}

// NextPerson implements chats.Queue.
func (q *turns) NextPerson(ctx context.Context, now clock.Millis, newChats bool) (*chats.Person, clock.Millis, error) {
	turn, err := q.s.Store.NextRecipient(ctx, q.c.ID, q.account, q.step, newChats)
	if err != nil || turn == nil {
		return nil, 0, err
	}
	if turn.DueAt > now {
		return nil, turn.DueAt, nil
	}
	q.turn = *turn
	q.to, err = q.s.Leads.Addressee(ctx, turn.LeadID)
	at := q.to.Address
	return &chats.Person{ID: turn.ID, LeadID: turn.LeadID, NewChat: turn.NewChat, Number: at.Phone, LookUp: q.s.Transport.NeedsLookUp(at)}, 0, err
}

// Defer implements chats.Queue.
func (q *turns) Defer(ctx context.Context, p chats.Person, why chats.WaitReason, until clock.Millis) error {
	q.s.publish(ctx, EventProgressed, q.c.ID)
	if why == chats.WaitNewChats { // the budget says when, the queue keeps them apart
		return q.s.Store.DeferRecipient(ctx, p.ID, string(why), 0, true)
	}
	return q.s.Store.DeferRecipient(ctx, p.ID, string(why), until, false)
}

// deferrals are the reasons that Defer puts people back for until a time.
var deferrals = []string{string(chats.WaitQuiet), string(chats.WaitHours), string(chats.WaitHoliday), string(chats.WaitNoTime), string(chats.WaitLookUp)}

// lastClaim is what the worker saw last, to notice that times at which people
// were to be looked at again no longer hold.
type lastClaim struct {
	at    time.Time
	rules *chats.Rules
}

// recall lets everybody be looked at again whom rules or a clock put back that
// are not those of now. Nobody gets anything sooner than the governor allows.
func (s *Service) recall(ctx context.Context, running []Campaign, rules chats.Rules) error {
	now := s.Clock.Now()
	if s.seen.rules != nil && reflect.DeepEqual(*s.seen.rules, rules) && now.Round(0).Sub(s.seen.at) > -time.Minute {
		s.seen.at = now.Round(0)
		return nil
	}
	for _, c := range running {
		if err := s.Store.UndoDeferrals(ctx, c.ID, deferrals); err != nil {
			return err
		}
	}
	s.seen = lastClaim{at: now.Round(0), rules: &rules}
	return nil
}

// outlook says what a running campaign waits for and when it will be done.
func (s *Service) outlook(ctx context.Context, c Campaign, counts Counts) (Waiting, clock.Millis, error) {
	plan, err := s.planOf(ctx, c)
	if err != nil {
		return Waiting{}, 0, err
	}
	account, err := s.Accounts.ActiveID(ctx)
	if err != nil {
		return Waiting{}, 0, err
	}
	if _, held := s.hold(c); held {
		finish, err := s.finishOf(ctx, account, c, plan, chats.WaitUndo)
		return Waiting{Reason: chats.WaitUndo, Until: c.HoldUntil}, finish, err
	}
	if ready, err := s.allReady(ctx, c); err != nil || !ready {
		return Waiting{Reason: chats.WaitFile}, 0, err
	}
	if counts.Open() == 0 && c.KeepAdding {
		return Waiting{Reason: chats.WaitMatches}, 0, nil
	}
	g := chats.NewGovernor(s.ChatStore, s.Clock)
	at, why, err := s.next(ctx, g, c, account, plan)
	if err != nil {
		return Waiting{}, 0, err
	}
	finish, err := s.finishOf(ctx, account, c, plan, why)
	if err != nil {
		return Waiting{}, 0, err
	}
	switch {
	case !s.Transport.Online():
		return Waiting{Reason: chats.WaitOffline}, finish, nil
	case why == chats.WaitNothing:
		return Waiting{}, finish, nil
	case why == chats.WaitNoTime: // no moment can be named
		return Waiting{Reason: why}, finish, nil
	}
	return Waiting{Reason: why, Until: clock.MillisOf(at)}, finish, nil
}

// next says when the first person's turn comes, and why not now.
func (s *Service) next(ctx context.Context, g chats.Governor, c Campaign, account int64, plan chats.Plan) (first time.Time, why chats.WaitReason, err error) {
	for _, step := range c.Steps {
		at, reason, err := g.Next(ctx, account, step.plan(plan))
		if err != nil {
			return at, reason, err
		}
		if first.IsZero() || at.Before(first) {
			first, why = at, reason
		}
	}
	var turn time.Time
	for step := range c.Steps {
		at, reason, err := s.turnOf(ctx, g, c, account, step, plan)
		if err != nil {
			return at, reason, err
		}
		if !at.IsZero() && (turn.IsZero() || at.Before(turn)) {
			turn, first, why = at, at, reason
		}
	}
	return first, why, nil
}

// turnOf says when the first person of a step has their turn, and why not now;
// the zero time means that nobody is there.
func (s *Service) turnOf(ctx context.Context, g chats.Governor, c Campaign, account int64, step int, plan chats.Plan) (time.Time, chats.WaitReason, error) {
	plan = c.Steps[step].plan(plan)
	anybody, err := s.Store.NextRecipient(ctx, c.ID, account, step, true)
	if err != nil || anybody == nil {
		return time.Time{}, chats.WaitNothing, err
	}
	now := s.Clock.Now()
	at, why, err := g.Next(ctx, account, plan)
	if err != nil || why != chats.WaitNothing {
		return at, why, err
	}
	newAt, spent, err := g.NextNew(ctx, account, plan)
	if err != nil {
		return now, chats.WaitNothing, err
	}
	turn, err := s.Store.NextRecipient(ctx, c.ID, account, step, spent == chats.WaitNothing)
	if err != nil {
		return now, chats.WaitNothing, err
	}
	at, why = turnAt(turn, step, now, newAt, spent)
	return at, why, nil
}

// allReady reports whether every file of a campaign lies on WhatsApp's server.
func (s *Service) allReady(ctx context.Context, c Campaign) (bool, error) {
	for _, step := range c.Steps {
		if ready, err := s.filesReady(ctx, step); err != nil || !ready {
			return false, err
		}
	}
	return true, nil
}

// farAway is later than any turn.
const farAway = 100 * 365 * day

// turnAt says when somebody of a step has their turn, and why not now.
func turnAt(turn *Turn, step int, now, newAt time.Time, spent chats.WaitReason) (time.Time, chats.WaitReason) {
	waitsForNew := step == 0 && spent != chats.WaitNothing
	switch {
	case waitsForNew && (turn == nil || turn.DueAt > clock.MillisOf(newAt)):
		return newAt, spent
	case turn == nil:
		return now.Add(farAway), chats.WaitNothing
	case turn.DueAt <= clock.MillisOf(now):
		return now, chats.WaitNothing
	case slices.Contains(deferrals, turn.Reason):
		return turn.DueAt.Time(), chats.WaitReason(turn.Reason)
	case step > 0:
		return turn.DueAt.Time(), chats.WaitStep
	}
	return now, chats.WaitNothing // a retry that comes by itself
}

// planOf is a campaign's pace, never looser than the account's ceiling, with
// the rules of the account.
func (s *Service) planOf(ctx context.Context, c Campaign) (chats.Plan, error) {
	ceiling, rules, err := s.Ceiling.Limits(ctx)
	return s.planWithin(c, ceiling, rules), err
}

func (s *Service) planWithin(c Campaign, ceiling chats.Pace, rules chats.Rules) chats.Plan {
	p := c.Pace
	p.MinGapSeconds = max(p.MinGapSeconds, ceiling.MinGapSeconds)
	p.MaxGapSeconds = max(p.MaxGapSeconds, ceiling.MaxGapSeconds)
	p.PerHour = min(p.PerHour, ceiling.PerHour)
	p.PerDay = min(p.PerDay, ceiling.PerDay)
	return chats.Plan{Pace: p, Rules: rules, Local: s.Clock.Location(), Restricted: s.Restriction.RestrictedUntil()}
}
