package chats

import "context"

// Answer queues an automatic reply to a person who has just written, within the
// caller's transaction; the caller wakes the worker after the commit. A private
// conversation gets none: nothing of it may be stored.
func (s *Service) Answer(ctx context.Context, accountID, leadID int64, text Text) (queued bool, err error) {
	head, err := s.store.FindChat(ctx, accountID, leadID)
	if err != nil || head.ID == 0 || head.Private {
		return false, err
	}
	m := Message{ChatID: head.ID, WAID: s.transport.NewID(), FromMe: true, Origin: FromRule, Kind: KindText, Text: text, Status: StatusQueued, Timer: head.Timer}
	if _, err := s.appendOwn(ctx, accountID, leadID, &m, Send{Kind: SendReply, State: SendPending}); err != nil {
		return false, err
	}
	s.chatChanged(ctx, head.ID)
	return true, nil
}
