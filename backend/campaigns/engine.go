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

func (s *Service) claimOf(ctx context.Context, g chats.Governor, c Campaign, account int64) (*chats.Send, time.Time, error) {
	plan, err := s.planOf(ctx, c)
	if err != nil {
		return nil, time.Time{}, err
	}
	for {
		person, at, err := g.Pick(ctx, account, plan, turns{s: s, campaign: c.ID, account: account})
		if err != nil {
			return nil, time.Time{}, err
		}
		if person == nil && at.IsZero() {
			return nil, at, s.completeIfDone(ctx, c.ID)
		}
		if person == nil {
			return nil, at, nil
		}
		send, err := s.claimRecipient(ctx, c, account, person.ID, person.LeadID, g.DrawGap(plan.Pace))
		if err != nil || send != nil {
			return send, time.Time{}, err
		}
	}
}

// claimRecipient returns nil when the person turned out to be one to skip.
func (s *Service) claimRecipient(ctx context.Context, c Campaign, account, id, leadID int64, gap time.Duration) (*chats.Send, error) {
	now := clock.NowMillis(s.Clock)
	skip := func(reason string) (*chats.Send, error) {
		s.publish(ctx, EventProgressed, c.ID)
		return nil, s.Store.SetRecipient(ctx, id, RecipientSkipped, reason, 0, now)
	}
	out, err := s.Leads.OptedOut(ctx, leadID)
	if err != nil {
		return nil, err
	}
	if out {
		return skip(ReasonOptedOut)
	}
	private, err := s.Chats.IsPrivate(ctx, account, leadID)
	if err != nil {
		return nil, err
	}
	if private {
		return skip(ReasonPrivate)
	}
	send, err := s.Chats.SendOfRecipient(ctx, id)
	if err != nil {
		return nil, err
	}
	if send == nil {
		detail, err := s.Leads.Get(ctx, leadID)
		if err != nil {
			return nil, err
		}
		text, missing, err := render(c.Body, detail.Lead)
		if err != nil {
			return nil, err
		}
		if len(missing) > 0 {
			return skip(ReasonMissing)
		}
		if send, err = s.Chats.AppendCampaign(ctx, account, leadID, c.ID, id, text); err != nil {
			return nil, err
		}
	}
	send.GapMS = gap.Milliseconds()
	send.NotBefore = 0
	if err := s.Chats.MarkSending(ctx, send); err != nil {
		return nil, err
	}
	s.publish(ctx, EventProgressed, c.ID)
	return send, s.Store.SetRecipient(ctx, id, RecipientSending, "", 0, now)
}

func render(body string, l leads.Lead) (chats.Text, []string, error) {
	t, err := ParseTemplate(body)
	if err != nil {
		return "", nil, err
	}
	text, missing := t.Render(l)
	if len(missing) > 0 {
		return "", missing, nil
	}
	clean, err := chats.CleanText(text)
	return clean, nil, err
}

// MayRepeat decides about a send that a crash or a broken connection left
// uncertain.
func (s *Service) MayRepeat(ctx context.Context, recipientID int64) (chats.Repeat, error) {
	campaignID, leadID, _, err := s.Store.GetRecipient(ctx, recipientID)
	if err != nil {
		return chats.RepeatLater, err
	}
	c, err := s.Store.GetCampaign(ctx, campaignID)
	if err != nil {
		return chats.RepeatLater, err
	}
	out, err := s.Leads.OptedOut(ctx, leadID)
	switch {
	case err != nil:
		return chats.RepeatLater, err
	case out, c.State == Cancelled:
		return chats.RepeatNever, nil
	case c.State != Running:
		return chats.RepeatLater, nil
	}
	may, err := s.mayRepeatNow(ctx, c, recipientID, leadID)
	if err != nil || !may {
		return chats.RepeatLater, err
	}
	return chats.RepeatNow, nil
}

func (s *Service) mayRepeatNow(ctx context.Context, c Campaign, recipientID, leadID int64) (bool, error) {
	plan, err := s.planOf(ctx, c)
	if err != nil {
		return false, err
	}
	to, err := s.Leads.AddressOf(ctx, leadID)
	if err != nil {
		return false, err
	}
	send, err := s.Chats.SendOfRecipient(ctx, recipientID)
	if err != nil || send == nil {
		return false, err
	}
	return chats.NewGovernor(s.ChatStore, s.Clock).MayRepeat(ctx, send.AccountID, plan, *send, chats.Person{Number: to.Phone, LookUp: s.Transport.NeedsLookUp(to)})
}

var recipientOf = map[chats.SendState]RecipientState{
	chats.SendPending: RecipientPending, chats.SendSending: RecipientSending, chats.SendUncertain: RecipientUncertain,
	chats.SendSent: RecipientSent, chats.SendFailed: RecipientFailed, chats.SendBlocked: RecipientBlocked, chats.SendCancelled: RecipientCancelled,
}

// Settled records what became of a recipient, and stops its campaign when the
// results are bad.
func (s *Service) Settled(ctx context.Context, o chats.Outcome) error {
	id := *o.Send.RecipientID
	campaignID, leadID, _, err := s.Store.GetRecipient(ctx, id)
	if err != nil {
		return err
	}
	state, reason, err := s.fateOf(ctx, leadID, o)
	if err != nil {
		return err
	}
	if err := s.Store.SetRecipient(ctx, id, state, reason, o.Send.NotBefore, clock.NowMillis(s.Clock)); err != nil {
		return err
	}
	s.publish(ctx, EventProgressed, campaignID)
	if state == RecipientSent {
		c, err := s.Store.GetCampaign(ctx, campaignID)
		if err != nil {
			return err
		}
		if err := s.Leads.Record(ctx, leadID, leads.ActivityCampaign, leads.ActorCampaign, c.Name); err != nil {
			return err
		}
	}
	if state == RecipientFailed || state == RecipientBlocked {
		if err := s.stopOnSigns(ctx, campaignID); err != nil {
			return err
		}
	}
	return s.completeIfDone(ctx, campaignID)
}

// fateOf is what an outcome means for a recipient: whoever opted out before the
// message left was skipped, like those whose turn had not come.
func (s *Service) fateOf(ctx context.Context, leadID int64, o chats.Outcome) (RecipientState, string, error) {
	if o.NeverLeft {
		out, err := s.Leads.OptedOut(ctx, leadID)
		if err != nil || out {
			return RecipientSkipped, ReasonOptedOut, err
		}
	}
	return recipientOf[o.State], o.Reason, nil
}

func (s *Service) completeIfDone(ctx context.Context, campaignID int64) error {
	c, err := s.Store.GetCampaign(ctx, campaignID)
	if err != nil || c.State != Running {
		return err
	}
	counts, err := s.Store.CountRecipients(ctx, campaignID)
	if err != nil || counts.Open() > 0 {
		return err
	}
	_, err = s.move(ctx, campaignID, VerbComplete, func(_ context.Context, c *Campaign) error {
		c.FinishedAt = clock.NowMillis(s.Clock)
		return nil
	})
	return err
}

var recipientStatus = map[chats.Status]RecipientState{chats.StatusDelivered: RecipientDelivered, chats.StatusRead: RecipientRead}

// Progressed lifts a recipient to delivered or read.
func (s *Service) Progressed(ctx context.Context, recipientID int64, status chats.Status) error {
	next, ok := recipientStatus[status]
	if !ok {
		return nil
	}
	campaignID, _, have, err := s.Store.GetRecipient(ctx, recipientID)
	if err != nil {
		return err
	}
	if rank, sent := recipientRank[have]; have != RecipientCancelled && (!sent || rank >= recipientRank[next]) {
		return nil
	}
	s.publish(ctx, EventProgressed, campaignID)
	return s.Store.SetRecipient(ctx, recipientID, next, "", 0, clock.NowMillis(s.Clock))
}

// Replied marks a person's campaign messages as answered, within the
// transaction that stores the answer. Those that have yet to come no longer
// start a conversation.
func (s *Service) Replied(ctx context.Context, leadID int64) error {
	if err := s.Store.MarkKnown(ctx, leadID); err != nil {
		return err
	}
	return s.moveLead(ctx, leadID, []RecipientState{RecipientSent, RecipientDelivered, RecipientRead}, RecipientReplied, "")
}

// OptedOut takes a person out of every campaign that has not reached them,
// within the transaction that stores the opt-out. A message that the worker has
// claimed and not handed over yet is asked about once more: see MayRepeat.
func (s *Service) OptedOut(ctx context.Context, leadID int64) error {
	if err := s.Chats.Withdraw(ctx, leadID); err != nil {
		return err
	}
	if err := s.moveLead(ctx, leadID, []RecipientState{RecipientPending}, RecipientSkipped, ReasonOptedOut); err != nil {
		return err
	}
	return s.stopOnOptOut(ctx, leadID)
}

func (s *Service) moveLead(ctx context.Context, leadID int64, from []RecipientState, to RecipientState, reason string) error {
	ids, err := s.Store.MoveRecipients(ctx, 0, leadID, from, to, reason, clock.NowMillis(s.Clock))
	if err != nil {
		return err
	}
	for _, id := range ids {
		s.publish(ctx, EventProgressed, id)
		if err := s.completeIfDone(ctx, id); err != nil {
			return err
		}
	}
	return nil
}
