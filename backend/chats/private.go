package chats

import "context"

// SetPrivate makes a conversation one of which nothing is stored, and removes
// what was; or lets it be stored again from now on. A STOP is honoured all the
// same, and the ledger keeps that something was sent, without the words.
func (s *Service) SetPrivate(ctx context.Context, chatID int64, private bool) (Item, error) {
	var item Item
	err := s.store.InTx(ctx, func(ctx context.Context) error {
		if _, err := s.store.ChatHead(ctx, chatID); err != nil {
			return err
		}
		if private {
			if err := s.cancelWaiting(ctx, chatID); err != nil {
				return err
			}
		}
		if err := s.store.SetPrivate(ctx, chatID, private); err != nil {
			return err
		}
		s.chatChanged(ctx, chatID)
		var err error
		item, err = s.store.GetChat(ctx, chatID)
		return err
	})
	if err == nil {
		s.sweep(ctx)
	}
	return item, err
}

// cancelWaiting takes back what was written and has not left.
func (s *Service) cancelWaiting(ctx context.Context, chatID int64) error {
	list, err := s.store.OpenSends(ctx, chatID)
	if err != nil {
		return err
	}
	for _, send := range list {
		if send.State == SendSending {
			continue // it may have left; it is settled as always
		}
		if err := s.settle(ctx, send, Outcome{State: SendCancelled, Reason: "The conversation was made private before this message had left."}); err != nil {
			return err
		}
	}
	return nil
}
