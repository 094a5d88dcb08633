package chats

import (
	"context"
	"time"

	"mceplatform/backend/clock"
	"mceplatform/backend/event"
)

// Receive stores a message that came in, within the caller's transaction. fresh
// is false for one that is known already, and for one of a private
// conversation, of which nothing is kept. Content that arrives for a message
// which could not be decrypted before fills its place.
func (s *Service) Receive(ctx context.Context, accountID, leadID int64, m *Message) (fresh bool, err error) {
	head, err := s.store.EnsureChat(ctx, accountID, leadID)
	if m.ChatID = head.ID; err != nil || head.Private {
		return false, err
	}
	s.place(head, m)
	if err := s.keepTimer(ctx, head, m); err != nil {
		return false, err
	}
	if fresh, err = s.insert(ctx, m); err != nil || !fresh {
		return false, err
	}
	if err := s.leads.MessageSeen(ctx, leadID, m.ServerAt); err != nil {
		return false, err
	}
	s.bus.Publish(ctx, event.Event{Name: EventReceived, Data: MessageEvent{ChatID: m.ChatID, MessageID: m.ID, LeadID: leadID, Status: m.Status}})
	s.chatChanged(ctx, m.ChatID)
	return true, s.catchUp(ctx, *m)
}

// place settles where in the conversation a new message stands. WhatsApp tells
// whole seconds: within one, the order of arrival holds. A clock ahead of ours
// must not pin a message to the end.
func (s *Service) place(head ChatHead, m *Message) {
	if now := clock.NowMillis(s.clock); m.ServerAt > now || m.ServerAt == 0 {
		m.ServerAt = now
	}
	if behind := head.LastAt.Sub(m.ServerAt); behind > 0 && behind < time.Second {
		m.ServerAt = head.LastAt
	}
}

// insert stores a message with its file, or fills a placeholder with it.
func (s *Service) insert(ctx context.Context, m *Message) (bool, error) {
	if m.Media != nil {
		if known, err := s.store.FindMessage(ctx, m.ChatID, m.WAID, m.FromMe); err != nil || (known != nil && known.Kind != KindWaiting && known.Kind != KindUnreadable) {
			return false, err // asked first, so that a repetition leaves no file behind
		}
		m.Media.Wanted = m.Media.Wanted && s.wants(ctx, m.Media.Size)
		if err := s.store.CreateMedia(ctx, m.Media); err != nil {
			return false, err
		}
		m.MediaID = &m.Media.ID
		defer poke(s.down)
	}
	stored, err := s.store.InsertMessage(ctx, m)
	if err != nil || stored {
		return stored, err
	}
	if m.Kind == KindWaiting || m.Kind == KindUnreadable {
		return false, nil
	}
	return s.store.FillMessage(ctx, m)
}

// keepTimer remembers the disappearing-message timer that a message shows:
// what we send afterwards carries the same, or the other side is told of a
// mismatch.
func (s *Service) keepTimer(ctx context.Context, head ChatHead, m *Message) error {
	if m.Kind == KindNotice && m.Detail.Notice != nil && m.Detail.Notice.What == NoticeTimer {
		return s.store.SetTimer(ctx, m.ChatID, m.Timer, m.TimerAt)
	}
	switch m.Kind {
	case KindWaiting, KindUnreadable, KindViewOnce, KindNotice, KindUnsupported:
		return nil
	}
	if m.Timer == head.Timer || (m.TimerAt != 0 && m.TimerAt < head.TimerAt) || m.ServerAt < head.TimerAt {
		return nil
	}
	at := m.TimerAt
	if at == 0 {
		at = m.ServerAt
	}
	return s.store.SetTimer(ctx, m.ChatID, m.Timer, at)
}

// Past stores a message out of the past, within the caller's transaction: it
// neither counts as unread nor wakes anybody.
func (s *Service) Past(ctx context.Context, accountID, leadID int64, m *Message) (fresh bool, err error) {
	head, err := s.store.EnsureChat(ctx, accountID, leadID)
	if m.ChatID = head.ID; err != nil || head.Private {
		return false, err
	}
	if now := clock.NowMillis(s.clock); m.ServerAt > now || m.ServerAt == 0 {
		m.ServerAt = now
	}
	m.Past = true
	if fresh, err = s.insert(ctx, m); err != nil || !fresh {
		return false, err
	}
	if err := s.leads.MessageSeen(ctx, leadID, m.ServerAt); err != nil {
		return false, err
	}
	return true, s.catchUp(ctx, *m)
}

// PastRead sets how many messages of a conversation are unread, as the phone
// says it, within the caller's transaction. What has come in since is counted
// already.
func (s *Service) PastRead(ctx context.Context, accountID, leadID int64, unread int, timer int) error {
	head, err := s.store.EnsureChat(ctx, accountID, leadID)
	if err != nil {
		return err
	}
	if err := s.store.RaiseUnread(ctx, head.ID, unread); err != nil {
		return err
	}
	if timer > 0 {
		if err := s.store.SetTimer(ctx, head.ID, timer, 0); err != nil {
			return err
		}
	}
	s.chatChanged(ctx, head.ID)
	return nil
}

// Note writes something about a conversation into it, within the caller's
// transaction.
func (s *Service) Note(ctx context.Context, accountID, leadID int64, n Notice) error {
	head, err := s.store.FindChat(ctx, accountID, leadID)
	if err != nil || head.ID == 0 || head.Private {
		return err
	}
	now := s.clock.Now().Truncate(time.Second) // as WhatsApp tells times: a message right after it stands after it
	m := Message{
		ChatID: head.ID, WAID: s.transport.NewID(), Origin: FromContact, Kind: KindNotice, Detail: Detail{Notice: &n},
		ServerAt: max(clock.MillisOf(now), head.LastAt), Status: StatusReceived, Past: true,
	}
	if _, err := s.store.InsertMessage(ctx, &m); err != nil {
		return err
	}
	s.bus.Publish(ctx, event.Event{Name: EventReceived, Data: MessageEvent{ChatID: head.ID, MessageID: m.ID, LeadID: leadID, Status: m.Status}})
	return nil
}

// Acknowledged notes receipts for messages of ours, by their WhatsApp ids,
// within the caller's transaction. A receipt also proves that a send whose
// outcome was unknown did arrive.
func (s *Service) Acknowledged(ctx context.Context, waIDs []string, status Status, at clock.Millis) error {
	own, err := s.store.FindOwnMessages(ctx, waIDs)
	if err != nil {
		return err
	}
	for _, m := range own {
		if err := s.acknowledge(ctx, m, status, at); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) acknowledge(ctx context.Context, m Message, status Status, at clock.Millis) error {
	send, err := s.store.SendByMessage(ctx, m.ID)
	if err != nil {
		return err
	}
	if send != nil && send.State != SendSent {
		if err := s.answered(ctx, send.AccountID); err != nil {
			return err
		}
		if err := s.settle(ctx, *send, Outcome{State: SendSent}); err != nil {
			return err
		}
	}
	raised, err := s.store.RaiseStatus(ctx, m.ID, status, at)
	if err != nil || !raised {
		return err
	}
	var lead int64
	if send != nil {
		lead = send.LeadID
		if send.RecipientID != nil && s.source != nil {
			if err := s.source.Progressed(ctx, *send, status); err != nil {
				return err
			}
		}
	}
	m.Status = status
	s.messageChanged(ctx, m, lead)
	return nil
}
