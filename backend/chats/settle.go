package chats

import (
	"context"

	"mceplatform/backend/clock"
)

// settle records an outcome in one transaction: ledger, message, and whoever
// asked for the send.
func (s *Service) settle(ctx context.Context, send Send, o Outcome) error {
	if o.State == SendSent && send.SentAt == 0 {
		send.SentAt = clock.NowMillis(s.clock)
	}
	send.State, send.LastCode = o.State, o.Code
	if err := s.store.UpdateSend(ctx, send); err != nil {
		return err
	}
	if err := s.settleMessage(ctx, send, o); err != nil {
		return err
	}
	if s.source == nil {
		return nil
	}
	if o.Stop.By != "" { // a reply tells as much about the account
		if err := s.source.PauseAll(ctx, o.Stop.By, o.Stop.Reason); err != nil {
			return err
		}
	}
	if send.RecipientID == nil {
		return nil
	}
	o.Send = send
	return s.source.Settled(ctx, o)
}

func (s *Service) settleMessage(ctx context.Context, send Send, o Outcome) error {
	m := Message{ID: send.MessageID, ChatID: send.ChatID, Status: statusOf[o.State]}
	var err error
	if o.State == SendSent {
		_, err = s.store.RaiseStatus(ctx, m.ID, StatusSent, send.SentAt)
	} else {
		err = s.store.SetStatus(ctx, m.ID, m.Status, o.Reason)
	}
	if err != nil {
		return err
	}
	if err := s.settleAmendment(ctx, send, o); err != nil {
		return err
	}
	s.messageChanged(ctx, m, send.LeadID)
	s.chatChanged(ctx, send.ChatID)
	return nil
}

// settleAmendment ends a reaction, edit or deletion of ours: a refused one is
// put back, with the reason under the message it was to change.
func (s *Service) settleAmendment(ctx context.Context, send Send, o Outcome) error {
	if o.State == SendPending || o.State == SendSending || send.Kind != SendReply {
		return nil
	}
	m, err := s.store.GetMessage(ctx, send.MessageID)
	if err != nil || !m.Kind.amends() || m.Detail.Amend == nil {
		return err
	}
	if o.State == SendSent {
		if m.Kind == KindDelete {
			return s.store.ReleaseMedia(ctx, m.Detail.Amend.MessageID)
		}
		return nil
	}
	if err := s.revert(ctx, m); err != nil {
		return err
	}
	return s.store.SetError(ctx, m.Detail.Amend.MessageID, "The change did not go out. "+o.Reason)
}

var statusOf = map[SendState]Status{
	SendPending: StatusQueued, SendSending: StatusSending, SendSent: StatusSent,
	SendUncertain: StatusFailed, SendFailed: StatusFailed, SendBlocked: StatusFailed, SendCancelled: StatusFailed,
}
