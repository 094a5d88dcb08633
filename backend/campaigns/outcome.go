package campaigns

import (
	"context"
	"time"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/leads"
)

var recipientOf = map[chats.SendState]RecipientState{
	chats.SendPending: RecipientPending, chats.SendSending: RecipientSending, chats.SendUncertain: RecipientUncertain,
	chats.SendSent: RecipientSent, chats.SendFailed: RecipientFailed, chats.SendBlocked: RecipientBlocked, chats.SendCancelled: RecipientCancelled,
}

// Settled records what became of a recipient, and stops its campaign when the
// results are bad.
func (s *Service) Settled(ctx context.Context, o chats.Outcome) error {
	id := *o.Send.RecipientID
	place, err := s.Store.GetRecipient(ctx, id)
	if err != nil {
		return err
	}
	state, reason, err := s.fateOf(ctx, place.LeadID, o)
	if err != nil {
		return err
	}
	c, err := s.Store.GetCampaign(ctx, place.CampaignID)
	if err != nil {
		return err
	}
	s.publish(ctx, EventProgressed, c.ID)
	now := clock.NowMillis(s.Clock)
	switch {
	case state == RecipientSent:
		err = s.sent(ctx, c, place, o.Send, now)
	case place.Step != o.Send.Step: // they have been left before this message
	case place.Step > 0 && (state == RecipientSkipped || state == RecipientCancelled): // what they got before counts
		err = s.Store.Leave(ctx, id, state, reason, now)
	default:
		err = s.Store.SetRecipient(ctx, id, state, reason, o.Send.NotBefore, now)
	}
	if err != nil {
		return err
	}
	if state == RecipientFailed || state == RecipientBlocked {
		if c, err = s.stopOnSigns(ctx, c); err != nil {
			return err
		}
	}
	return s.completeIfDone(ctx, c)
}

// sent notes that a message has gone out, and puts its person before the next
// one. There is none in a campaign that was cancelled meanwhile, nor for somebody
// who was left out, whose message turns out to have arrived all the same.
func (s *Service) sent(ctx context.Context, c Campaign, place Place, send chats.Send, now clock.Millis) error {
	if err := s.Leads.Record(ctx, place.LeadID, leads.ActivityCampaign, leads.ActorCampaign, c.Name); err != nil {
		return err
	}
	state, reason := RecipientSent, ""
	if c.answeredBy(place) || place.RepliedAt > 0 && place.RepliedAt >= send.ClaimedAt {
		state = RecipientReplied
	}
	next := place.Step + 1
	switch {
	case place.Step < send.Step:
		reason = place.Reason
		if err := s.Store.Advance(ctx, place.ID, 0, now); err != nil {
			return err
		}
	case next < len(c.Steps) && (c.State == Running || c.State == Paused) && place.underWay() && (state != RecipientReplied || !c.StopOn.Reply):
		return s.Store.Advance(ctx, place.ID, now.Add(time.Duration(c.Steps[next].DelayMinutes)*time.Minute), now)
	}
	return s.Store.SetRecipient(ctx, place.ID, state, reason, 0, now)
}

// answeredBy reports whether somebody has ended a campaign by an answer.
func (c Campaign) answeredBy(p Place) bool { return c.StopOn.Reply && p.Step > 0 && p.RepliedAt > 0 }

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

// completeIfDone completes a campaign that has nobody left. One that is paused
// stays so until its end: a person has to see why, and lets it go on.
func (s *Service) completeIfDone(ctx context.Context, c Campaign) error {
	if c.State != Running && c.State != Paused {
		return nil
	}
	_, end, err := s.times(c.Schedule)
	over := ended(end, s.Clock.Now())
	if err != nil || !over && (c.KeepAdding || c.State == Paused) {
		return err
	}
	open, err := s.Store.HasOpen(ctx, c.ID)
	if err != nil || open {
		return err
	}
	_, err = s.move(ctx, c.ID, VerbComplete, func(_ context.Context, c *Campaign) error {
		c.FinishedAt = clock.NowMillis(s.Clock)
		return nil
	})
	return err
}

// over reports whether nobody comes to a campaign any more.
func (s *Service) over(c Campaign) (bool, error) {
	_, end, err := s.times(c.Schedule)
	return !c.KeepAdding || ended(end, s.Clock.Now()), err
}

var recipientStatus = map[chats.Status]RecipientState{chats.StatusDelivered: RecipientDelivered, chats.StatusRead: RecipientRead}

// Progressed lifts a recipient to delivered or read, by the message that they got
// last.
func (s *Service) Progressed(ctx context.Context, send chats.Send, status chats.Status) error {
	next, ok := recipientStatus[status]
	if !ok {
		return nil
	}
	place, err := s.Store.GetRecipient(ctx, *send.RecipientID)
	if err != nil || place.Step != send.Step {
		return err
	}
	if rank, sent := recipientRank[place.State]; place.State != RecipientCancelled && (!sent || rank >= recipientRank[next]) {
		return nil
	}
	reason := place.Reason // what ended the campaign for them still holds
	if place.State == RecipientCancelled {
		reason = ""
	}
	s.publish(ctx, EventProgressed, place.CampaignID)
	return s.Store.SetRecipient(ctx, place.ID, next, reason, 0, clock.NowMillis(s.Clock))
}

// Replied marks a person's campaign messages as answered, within the
// transaction that stores the answer. Those that have yet to come no longer
// start a conversation, or do not come at all.
func (s *Service) Replied(ctx context.Context, leadID int64) error {
	if err := s.Store.MarkKnown(ctx, leadID); err != nil {
		return err
	}
	ids, err := s.Store.MarkReplied(ctx, leadID, clock.NowMillis(s.Clock))
	if err != nil || len(ids) == 0 {
		return err
	}
	if err := s.discardStray(ctx, leadID); err != nil {
		return err
	}
	return s.progressed(ctx, ids)
}

// discardStray takes messages back that wait for another attempt and that their
// person is no longer before.
func (s *Service) discardStray(ctx context.Context, leadID int64) error {
	list, err := s.ChatStore.WaitingPaced(ctx, leadID)
	if err != nil {
		return err
	}
	for _, send := range list {
		place, err := s.Store.GetRecipient(ctx, *send.RecipientID)
		if err != nil {
			return err
		}
		if place.Step == send.Step {
			continue
		}
		if err := s.Chats.Discard(ctx, send); err != nil {
			return err
		}
	}
	return nil
}

// FileRefused pauses the campaigns that send a file which cannot be uploaded.
func (s *Service) FileRefused(ctx context.Context, mediaID int64, reason string) error {
	ids, err := s.Store.WithFile(ctx, mediaID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		_, err := s.move(ctx, id, VerbPause, func(_ context.Context, c *Campaign) error {
			c.PausedBy, c.PausedReason = PausedByErrors, reason
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// OptedOut takes a person out of every campaign that has not reached them,
// within the transaction that stores the opt-out. A message that the worker has
// claimed and not handed over yet is asked about once more: see Wanted.
func (s *Service) OptedOut(ctx context.Context, leadID int64) error {
	if err := s.Chats.Withdraw(ctx, leadID); err != nil {
		return err
	}
	ids, err := s.Store.LeavePending(ctx, 0, leadID, RecipientSkipped, ReasonOptedOut, clock.NowMillis(s.Clock))
	if err != nil {
		return err
	}
	if err := s.progressed(ctx, ids); err != nil {
		return err
	}
	return s.stopOnOptOut(ctx, leadID)
}

// progressed tells of campaigns in which somebody has moved, and completes those
// that are done.
func (s *Service) progressed(ctx context.Context, ids []int64) error {
	for _, id := range ids {
		s.publish(ctx, EventProgressed, id)
		c, err := s.Store.GetCampaign(ctx, id)
		if err != nil {
			return err
		}
		if err := s.completeIfDone(ctx, c); err != nil {
			return err
		}
	}
	return nil
}
