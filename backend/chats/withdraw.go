package chats

import (
	"context"

	"mceplatform/backend/clock"
)

// handOver asks once more, just before a claimed message goes to WhatsApp,
// whether it may: somebody may have opted out, or a campaign been paused or
// cancelled, after the claim was committed. The writer is one, so each of these
// is either seen here or came after the message had gone.
func (s *Service) handOver(ctx context.Context, send Send) (bool, error) {
	if send.RecipientID == nil || s.source == nil {
		return true, nil
	}
	may := true
	err := s.store.InTx(ctx, func(ctx context.Context) error {
		current, err := s.store.SendByMessage(ctx, send.MessageID)
		if err != nil || current == nil || current.State != SendSending {
			may = false
			return err
		}
		verdict, err := s.verdict(ctx, send)
		if err != nil || verdict == RepeatNow {
			return err
		}
		may = false
		if verdict == RepeatLater {
			return s.putBack(ctx, send)
		}
		return s.settle(ctx, send, withdrawn(send))
	})
	return may && err == nil, err
}

// verdict asks about a send that was claimed a moment ago, when pace and hours
// allowed it. If the computer has slept since, they are asked again.
func (s *Service) verdict(ctx context.Context, send Send) (Repeat, error) {
	if s.clock.Now().Sub(send.PacedAt.Time()).Abs() > lookAgain {
		return s.source.MayRepeat(ctx, send)
	}
	return s.source.Wanted(ctx, *send.RecipientID)
}

// putBack undoes a claim whose message has not been handed over. Of one that an
// earlier attempt was made for nobody knows whether it left, so it stays as it is.
func (s *Service) putBack(ctx context.Context, send Send) error {
	send.Attempts--
	if send.Attempts > 0 {
		send.NotBefore = clock.NowMillis(s.clock).Add(lookAgain)
		return s.store.UpdateSend(ctx, send)
	}
	send.ClaimedAt, send.PacedAt, send.NotBefore = 0, 0, 0
	return s.settle(ctx, send, Outcome{State: SendPending})
}

// withdrawn is the outcome of a message that is taken back. One that an attempt
// was made for may have left all the same.
func withdrawn(send Send) Outcome {
	if send.State == SendSending && send.Attempts > 1 {
		return Outcome{State: SendCancelled, Reason: "Stopped before it was certain whether this message had left."}
	}
	return Outcome{State: SendCancelled, Reason: "Taken back before it left.", NeverLeft: true}
}

// mayWait takes a message back that is to be tried again later, when its
// campaign was cancelled or its person opted out while it was on its way: what
// they took back had not come back to the queue yet.
func (s *Service) mayWait(ctx context.Context, send Send, o Outcome) (Outcome, error) {
	if o.State != SendPending || send.RecipientID == nil || s.source == nil {
		return o, nil
	}
	verdict, err := s.source.Wanted(ctx, *send.RecipientID)
	if err != nil || verdict != RepeatNever {
		return o, err
	}
	taken := withdrawn(send)
	o.State, o.Reason, o.NeverLeft = taken.State, taken.Reason, taken.NeverLeft
	return o, nil
}

// Withdraw cancels the campaign messages to a lead that wait for another
// attempt, within the caller's transaction. What the worker holds at this moment
// is asked for by handOver.
func (s *Service) Withdraw(ctx context.Context, leadID int64) error {
	list, err := s.store.WaitingPaced(ctx, leadID)
	if err != nil {
		return err
	}
	for _, send := range list {
		if err := s.settle(ctx, send, withdrawn(send)); err != nil {
			return err
		}
	}
	return nil
}

// Discard cancels a message that waits for another attempt and whose recipient
// the source itself leaves out, within the caller's transaction.
func (s *Service) Discard(ctx context.Context, send Send) error {
	o := withdrawn(send)
	send.State, send.NotBefore = o.State, 0
	if err := s.store.UpdateSend(ctx, send); err != nil {
		return err
	}
	return s.settleMessage(ctx, send, o)
}

// DiscardWaiting is Discard of everything of a campaign that waits.
func (s *Service) DiscardWaiting(ctx context.Context, campaignID int64) error {
	list, err := s.store.WaitingOf(ctx, campaignID)
	if err != nil {
		return err
	}
	for _, send := range list {
		if err := s.Discard(ctx, send); err != nil {
			return err
		}
	}
	return nil
}
