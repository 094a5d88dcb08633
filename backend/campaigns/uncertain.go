package campaigns

import (
	"context"

	"mceplatform/backend/chats"
	"mceplatform/backend/fault"
)

// Decision is a person's word on a message of which nobody knows whether it has
// left this computer.
type Decision string

// Decisions.
const (
	SendAgain   Decision = "again" // under the same id: WhatsApp shows an id once, as long as it remembers it
	CountAsSent Decision = "sent"  // the person has seen it on the phone
	LeaveOut    Decision = "leave" // nothing is sent
)

// Decide ends the uncertainty about a recipient.
func (s *Service) Decide(ctx context.Context, recipientID int64, d Decision) error {
	defer s.Chats.Wake()
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		place, err := s.Store.GetRecipient(ctx, recipientID)
		if err != nil {
			return err
		}
		if place.State != RecipientUncertain {
			return fault.New(fault.Conflict, "It is certain by now what became of this message.")
		}
		send, err := s.Chats.SendOfRecipient(ctx, recipientID, place.Step)
		if err != nil || send == nil {
			return err
		}
		o := chats.Outcome{}
		switch d {
		case SendAgain:
			out, err := s.Leads.OptedOut(ctx, place.LeadID)
			if err != nil {
				return err
			}
			if out {
				return fault.New(fault.Conflict, "This person has asked to get no campaigns.")
			}
			o.State = chats.SendPending
		case CountAsSent:
			o.State = chats.SendSent
		case LeaveOut:
			o.State, o.Reason = chats.SendCancelled, "Left out, because it was not certain whether the message had left."
		default:
			return fault.New(fault.Invalid, "There is no such choice.").With("field", "decision")
		}
		return s.Chats.Decided(ctx, *send, o)
	})
}
