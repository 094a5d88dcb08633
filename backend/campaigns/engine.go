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
	if err := s.recall(ctx, running); err != nil {
		return nil, time.Time{}, err
	}
	var next time.Time
	for _, c := range running {
		send, at, err := s.claimOf(ctx, g, c, account)
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
func (s *Service) claimOf(ctx context.Context, g chats.Governor, c Campaign, account int64) (*chats.Send, time.Time, error) {
	now := s.Clock.Now()
	if until, held := s.hold(c); held {
		return nil, until, nil
	}
	if _, end, err := s.times(c.Schedule); err != nil || ended(end, now) {
		return nil, now.Add(lookAgain), err // Tick ends it
	}
	var next time.Time
	for step := len(c.Steps) - 1; step >= 0; step-- {
		send, at, err := s.claimOfStep(ctx, g, c, account, step)
		if err != nil || send != nil {
			return send, time.Time{}, err
		}
		if !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	if next.IsZero() {
		return nil, next, s.completeIfDone(ctx, c.ID)
	}
	return nil, next, nil
}

func (s *Service) claimOfStep(ctx context.Context, g chats.Governor, c Campaign, account int64, step int) (*chats.Send, time.Time, error) {
	if ready, err := s.filesReady(ctx, c.Steps[step]); err != nil || !ready {
		return nil, s.Clock.Now().Add(lookAgain), err // the upload wakes the worker
	}
	plan, err := s.planOf(ctx, c)
	if err != nil {
		return nil, time.Time{}, err
	}
	plan = c.Steps[step].plan(plan)
	for {
		person, at, err := g.Pick(ctx, account, plan, turns{s: s, campaign: c.ID, account: account, step: step})
		if err != nil || person == nil {
			return nil, at, err
		}
		send, err := s.claimRecipient(ctx, c, account, *person, plan.Rules)
		if err != nil || send != nil {
			if send != nil {
				send.GapMS = g.DrawGap(plan.Pace).Milliseconds()
				err = s.hand(ctx, send, person.ID)
			}
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

// hand marks a claimed send as sending, with its recipient.
func (s *Service) hand(ctx context.Context, send *chats.Send, recipientID int64) error {
	send.NotBefore = 0
	if err := s.Chats.MarkSending(ctx, send); err != nil {
		return err
	}
	return s.Store.SetRecipient(ctx, recipientID, RecipientSending, "", 0, clock.NowMillis(s.Clock))
}

// claimRecipient returns nil when the person turned out to be one to leave.
func (s *Service) claimRecipient(ctx context.Context, c Campaign, account int64, p chats.Person, rules chats.Rules) (*chats.Send, error) {
	s.publish(ctx, EventProgressed, c.ID)
	place, err := s.Store.GetRecipient(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	detail, err := s.Leads.Get(ctx, p.LeadID)
	if err != nil {
		return nil, err
	}
	reason, err := s.whyNot(ctx, c, account, place, detail, rules)
	if err != nil {
		return nil, err
	}
	send, err := s.Chats.SendOfRecipient(ctx, p.ID, place.Step)
	if err != nil {
		return nil, err
	}
	left := reason != "" || c.answeredBy(place)
	switch {
	case left && send != nil:
		if err := s.Chats.Discard(ctx, *send); err != nil {
			return nil, err
		}
		fallthrough
	case left:
		return nil, s.Store.Leave(ctx, p.ID, RecipientSkipped, reason, clock.NowMillis(s.Clock))
	case send == nil:
		return s.write(ctx, c, account, place, detail.Lead)
	}
	ready, err := s.Chats.Ready(ctx, *send)
	if err != nil || ready {
		return send, err
	}
	return nil, s.Store.DeferRecipient(ctx, p.ID, "", clock.NowMillis(s.Clock).Add(lookAgain), false)
}

// write freezes the message to a person.
func (s *Service) write(ctx context.Context, c Campaign, account int64, place Place, l leads.Lead) (*chats.Send, error) {
	v := c.Steps[place.Step].variant(place.Variant)
	text, missing, err := s.render(ctx, v, l)
	if err != nil {
		return nil, err
	}
	if len(missing) > 0 {
		return nil, s.Store.Leave(ctx, place.ID, RecipientSkipped, ReasonMissing, clock.NowMillis(s.Clock))
	}
	content, _, err := s.Chats.Attached(ctx, v.Attachment, text)
	if err != nil {
		return nil, err
	}
	return s.Chats.AppendCampaign(ctx, account, place.LeadID, chats.ToMany{CampaignID: c.ID, RecipientID: place.ID, Step: place.Step, Content: content})
}

// whyNot says why a person whose turn it is gets nothing after all; "" = they do.
func (s *Service) whyNot(ctx context.Context, c Campaign, account int64, place Place, d leads.Detail, rules chats.Rules) (string, error) {
	if d.Lead.OptedOut {
		return ReasonOptedOut, nil
	}
	if d.Consent != nil && d.Consent.State == leads.ConsentRefused || rules.ConsentOnly && (d.Consent == nil || d.Consent.State != leads.ConsentGiven) {
		return ReasonConsent, nil
	}
	if reason := c.StopOn.reached(d.Lead); reason != "" {
		return reason, nil
	}
	if private, err := s.Chats.IsPrivate(ctx, account, place.LeadID); err != nil || private {
		return ReasonPrivate, err
	}
	if rules.PersonDays > 0 && place.Step == 0 {
		at, err := s.Store.SentTo(ctx, place.LeadID, c.ID)
		if err != nil || (at > 0 && clock.NowMillis(s.Clock).Sub(at) < time.Duration(rules.PersonDays)*day) {
			return ReasonRecent, err
		}
	}
	return "", nil
}

// MayRepeat decides about a send that a crash or a broken connection left
// uncertain.
func (s *Service) MayRepeat(ctx context.Context, recipientID int64) (chats.Repeat, error) {
	place, err := s.Store.GetRecipient(ctx, recipientID)
	if err != nil {
		return chats.RepeatLater, err
	}
	c, err := s.Store.GetCampaign(ctx, place.CampaignID)
	if err != nil {
		return chats.RepeatLater, err
	}
	out, err := s.Leads.OptedOut(ctx, place.LeadID)
	switch {
	case err != nil:
		return chats.RepeatLater, err
	case out, c.State == Cancelled:
		return chats.RepeatNever, nil
	case c.State != Running:
		return chats.RepeatLater, nil
	}
	may, err := s.mayRepeatNow(ctx, c, place)
	if err != nil || !may {
		return chats.RepeatLater, err
	}
	return chats.RepeatNow, nil
}

func (s *Service) mayRepeatNow(ctx context.Context, c Campaign, place Place) (bool, error) {
	plan, err := s.planOf(ctx, c)
	if err != nil {
		return false, err
	}
	to, err := s.Leads.AddressOf(ctx, place.LeadID)
	if err != nil {
		return false, err
	}
	send, err := s.Chats.SendOfRecipient(ctx, place.ID, place.Step)
	if err != nil || send == nil {
		return false, err
	}
	return chats.NewGovernor(s.ChatStore, s.Clock).MayRepeat(ctx, send.AccountID, plan, *send, chats.Person{Number: to.Phone, LookUp: s.Transport.NeedsLookUp(to)})
}
