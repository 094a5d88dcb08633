package chats

import "context"

// Answer queues an automatic reply to a person who has just written, within the
// caller's transaction; the caller wakes the worker after the commit. A private
// conversation gets none: nothing of it may be stored.
func (s *Service) Answer(ctx context.Context, accountID, leadID int64, text Text) (queued bool, err error) {
	chatID, err := s.store.FindChat(ctx, accountID, leadID)
	if err != nil || chatID == 0 {
		return false, err
	}
	head, err := s.store.ChatHead(ctx, chatID)
	if err != nil || head.Private {
		return false, err
	}
	m := Message{ChatID: chatID, WAID: s.transport.NewID(), FromMe: true, Origin: FromRule, Kind: KindText, Text: text, Status: StatusQueued, Timer: head.Timer}
	if _, err := s.appendOwn(ctx, accountID, leadID, &m, Send{Kind: SendReply}); err != nil {
		return false, err
	}
	s.chatChanged(ctx, chatID)
	return true, nil
}
