package campaigns

import (
	"context"
	"time"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/leads"
)

var _ chats.Source = (*Service)(nil)

// Claim puts the next due recipient's message into the ledger, frozen and in
// state sending, within the worker's transaction.
func (s *Service) Claim(ctx context.Context, g chats.Governor) (*chats.Send, time.Time, error) {
	running, err := s.Store.CampaignsInState(ctx, Running)
	if err != nil || len(running) == 0 {
		return nil, time.Time{}, err
	}
	account, err := s.Accounts.ActiveID(ctx)
	if err != nil {
		return nil, time.Time{}, err
	}
	ceiling, rules, err := s.Ceiling.Limits(ctx)
	if err != nil {
		return nil, time.Time{}, err
	}
	if err := s.recall(ctx, running, rules); err != nil {
		return nil, time.Time{}, err
	}
	var next time.Time
	for _, c := range running {
		send, at, err := s.claimOf(ctx, g, c, account, s.planWithin(c, ceiling, rules))
		if err != nil || send != nil {
			return send, time.Time{}, err
		}
		if !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return nil, next, nil
}

// claimOf looks at the later steps first: who has begun gets the rest before
// others begin.
func (s *Service) claimOf(ctx context.Context, g chats.Governor, c Campaign, account int64, plan chats.Plan) (*chats.Send, time.Time, error) {
	now := s.Clock.Now()
	if until, held := s.hold(c); held {
		return nil, until, nil
	}
	if _, end, err := s.times(c.Schedule); err != nil || ended(end, now) {
		return nil, now.Add(lookAgain), err // Tick ends it
	}
	var next time.Time
	for step := len(c.Steps) - 1; step >= 0; step-- {
		send, at, err := s.claimOfStep(ctx, g, c, account, step, c.Steps[step].plan(plan))
		if err != nil || send != nil {
			return send, time.Time{}, err
		}
		if !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	if next.IsZero() {
		return nil, next, s.completeIfDone(ctx, c)
	}
	return nil, next, nil
}

func (s *Service) claimOfStep(ctx context.Context, g chats.Governor, c Campaign, account int64, step int, plan chats.Plan) (*chats.Send, time.Time, error) {
	if ready, err := s.filesReady(ctx, c.Steps[step]); err != nil || !ready {
		return nil, s.Clock.Now().Add(lookAgain), err // the upload wakes the worker
	}
	for {
		q := turns{s: s, c: c, account: account, step: step}
		person, at, err := g.Pick(ctx, account, plan, &q)
		if err != nil || person == nil {
			return nil, at, err
		}
		send, err := s.claimRecipient(ctx, &q, plan.Rules, g.DrawGap(plan.Pace))
		if err != nil || send != nil {
			return send, time.Time{}, err
		}
	}
}

// lookAgain is how long a campaign waits for the upload of its file, or for Tick,
// before it looks by itself.
const lookAgain = 15 * time.Second

// filesReady reports whether every file of a step lies on WhatsApp's server.
func (s *Service) filesReady(ctx context.Context, step Step) (bool, error) {
	for _, v := range step.Variants {
		if _, ready, err := s.Chats.Attached(ctx, v.Attachment, ""); err != nil || !ready {
			return false, err
		}
	}
	return true, nil
}

// claimRecipient claims the message to the person picked; nil = they turned out to
// be one to leave.
func (s *Service) claimRecipient(ctx context.Context, q *turns, rules chats.Rules, gap time.Duration) (*chats.Send, error) {
	s.publish(ctx, EventProgressed, q.c.ID)
	reason, err := s.whyNot(ctx, q, rules)
	if err != nil {
		return nil, err
	}
	if reason != "" || q.c.answeredBy(q.turn.Place) {
		return nil, s.leave(ctx, q.turn, reason)
	}
	claim := s.write
	if q.turn.Written {
		claim = s.takeUp
	}
	send, err := claim(ctx, q, gap)
	if err != nil || send == nil {
		return nil, err
	}
	return send, s.Store.SetRecipient(ctx, q.turn.ID, RecipientSending, "", 0, clock.NowMillis(s.Clock))
}

// leave lets somebody go whose turn it is, with the message that waits for
// another attempt.
func (s *Service) leave(ctx context.Context, turn Turn, reason string) error {
	if turn.Written {
		send, err := s.Chats.SendOfRecipient(ctx, turn.ID, turn.Step)
		if err != nil {
			return err
		}
		if err := s.Chats.Discard(ctx, *send); err != nil {
			return err
		}
	}
	return s.Store.Leave(ctx, turn.ID, RecipientSkipped, reason, clock.NowMillis(s.Clock))
}

// takeUp claims the message that was written before; nil = its file has yet to be
// uploaded again.
func (s *Service) takeUp(ctx context.Context, q *turns, gap time.Duration) (*chats.Send, error) {
	send, err := s.Chats.SendOfRecipient(ctx, q.turn.ID, q.turn.Step)
	if err != nil {
		return nil, err
	}
	ready, err := s.Chats.Ready(ctx, *send)
	if err != nil {
		return nil, err
	}
	if !ready {
		return nil, s.Store.DeferRecipient(ctx, q.turn.ID, "", clock.NowMillis(s.Clock).Add(lookAgain), false)
	}
	send.NotBefore, send.GapMS = 0, gap.Milliseconds()
	return send, s.Chats.MarkSending(ctx, send)
}

// write freezes the message and claims it; nil = the person lacks a variable.
func (s *Service) write(ctx context.Context, q *turns, gap time.Duration) (*chats.Send, error) {
	v := q.c.Steps[q.step].variant(q.turn.Variant)
	text, missing, err := render(v, q.to.Lead, q.to.Custom)
	if err != nil {
		return nil, err
	}
	if len(missing) > 0 {
		return nil, s.Store.Leave(ctx, q.turn.ID, RecipientSkipped, ReasonMissing, clock.NowMillis(s.Clock))
	}
	content, _, err := s.Chats.Attached(ctx, v.Attachment, text)
	if err != nil {
		return nil, err
	}
	return s.Chats.AppendCampaign(ctx, q.account, q.turn.LeadID, chats.ToMany{CampaignID: q.c.ID, RecipientID: q.turn.ID, Step: q.step, Content: content, Gap: gap})
}

// whyNot says why a person whose turn it is gets nothing after all; "" = they do.
func (s *Service) whyNot(ctx context.Context, q *turns, rules chats.Rules) (string, error) {
	if q.to.Lead.OptedOut {
		return ReasonOptedOut, nil
	}
	if q.to.Consent == leads.ConsentRefused || rules.ConsentOnly && q.to.Consent != leads.ConsentGiven {
		return ReasonConsent, nil
	}
	if reason := q.c.StopOn.reached(q.to.Lead); reason != "" {
		return reason, nil
	}
	if q.turn.Private {
		return ReasonPrivate, nil
	}
	if rules.PersonDays > 0 && q.step == 0 {
		at, err := s.Store.SentTo(ctx, q.turn.LeadID, q.c.ID)
		if err != nil || (at > 0 && clock.NowMillis(s.Clock).Sub(at) < time.Duration(rules.PersonDays)*day) {
			return ReasonRecent, err
		}
	}
	return "", nil
}

// MayRepeat decides about a send that a crash or a broken connection left
// uncertain.
func (s *Service) MayRepeat(ctx context.Context, send chats.Send) (chats.Repeat, error) {
	place, verdict, err := s.wanted(ctx, *send.RecipientID)
	if err != nil || verdict != chats.RepeatNow {
		return verdict, err
	}
	c, err := s.Store.GetCampaign(ctx, place.CampaignID)
	if err != nil {
		return chats.RepeatLater, err
	}
	plan, err := s.planOf(ctx, c)
	if err != nil {
		return chats.RepeatLater, err
	}
	to, err := s.Leads.AddressOf(ctx, place.LeadID)
	if err != nil {
		return chats.RepeatLater, err
	}
	may, err := chats.NewGovernor(s.ChatStore, s.Clock).MayRepeat(ctx, send.AccountID, plan, send, chats.Person{Number: to.Phone, LookUp: s.Transport.NeedsLookUp(to)})
	if err != nil || !may {
		return chats.RepeatLater, err
	}
	return chats.RepeatNow, nil
}

// Wanted reports whether a send is still to go out: its campaign may have been
// paused or cancelled since, or its person opted out.
func (s *Service) Wanted(ctx context.Context, recipientID int64) (chats.Repeat, error) {
	_, verdict, err := s.wanted(ctx, recipientID)
	return verdict, err
}

func (s *Service) wanted(ctx context.Context, recipientID int64) (Place, chats.Repeat, error) {
	place, err := s.Store.GetRecipient(ctx, recipientID)
	if err != nil {
		return place, chats.RepeatLater, err
	}
	out, err := s.Leads.OptedOut(ctx, place.LeadID)
	switch {
	case err != nil:
		return place, chats.RepeatLater, err
	case out, place.Campaign == Cancelled:
		return place, chats.RepeatNever, nil
	case place.Campaign != Running:
		return place, chats.RepeatLater, nil
	}
	return place, chats.RepeatNow, nil
}
