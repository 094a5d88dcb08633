package chats

import (
	"context"

	"mceplatform/backend/clock"
	"mceplatform/backend/event"
	"mceplatform/backend/leads"
)

// mostTold bounds how many ids one read receipt carries.
const mostTold = 200

// MarkRead zeroes a conversation's unread count. WhatsApp hears of it from the
// worker, also when it can only be reached later.
func (s *Service) MarkRead(ctx context.Context, chatID int64) error {
	err := s.store.InTx(ctx, func(ctx context.Context) error {
		changed, err := s.store.MarkRead(ctx, chatID)
		if err != nil || !changed {
			return err
		}
		s.chatChanged(ctx, chatID)
		return nil
	})
	if err == nil {
		s.Wake()
	}
	return err
}

// ReadElsewhere notes that messages were read on the phone or another device,
// within the caller's transaction. No ids means the whole conversation.
func (s *Service) ReadElsewhere(ctx context.Context, accountID, leadID int64, waIDs []string) error {
	head, err := s.store.FindChat(ctx, accountID, leadID)
	if err != nil || head.ID == 0 {
		return err
	}
	if err := s.store.ReadUpTo(ctx, head.ID, waIDs); err != nil {
		return err
	}
	s.chatChanged(ctx, head.ID)
	return nil
}

// Unread is what WhatsApp has to be told about one conversation.
type Unread struct {
	ChatID int64
	LeadID int64
	WAIDs  []string     // read here, oldest first
	UpTo   clock.Millis // of the newest of them
}

// tellRead tells WhatsApp what was read here. What fails is told again when the
// connection is next there.
func (s *Service) tellRead(ctx context.Context, account int64) error {
	for {
		u, err := s.store.NextToTell(ctx, account, mostTold)
		if err != nil || u == nil {
			return err
		}
		to, err := s.leads.AddressOf(ctx, u.LeadID)
		if err != nil {
			return err
		}
		if len(u.WAIDs) > 0 {
			if err := s.transport.MarkRead(ctx, to, u.WAIDs, s.tellsSenders(ctx)); err != nil {
				s.log.Warn("mark read", "err", err)
				return nil
			}
		}
		err = s.store.InTx(ctx, func(ctx context.Context) error { return s.store.Told(ctx, u.ChatID, u.UpTo) })
		if err != nil {
			return err
		}
	}
}

func (s *Service) tellsSenders(ctx context.Context) bool {
	p, err := s.preferences.Preferences(ctx)
	return err == nil && p.ReadReceipts
}

// Preferences are what the owner has chosen about conversations.
type Preferences struct {
	ReadReceipts      bool  // people see that their messages were read
	Online            bool  // people see "online" while the app is open; the phone may then stay silent
	Typing            bool  // people see "typing…", and the app shows it of them; needs Online
	AutoDownloadBytes int64 // files up to this size are fetched as they come in
}

// PreferenceSource tells the present choice.
type PreferenceSource interface {
	Preferences(ctx context.Context) (Preferences, error)
}

// Typing tells a person that something is being written to them, or no longer,
// when the owner has chosen to show that.
func (s *Service) Typing(ctx context.Context, chatID int64, composing bool) error {
	return s.whereTypingShows(ctx, chatID, func(to leads.Address) error { return s.transport.Typing(ctx, to, composing) })
}

// Watch asks to be told when the person of a conversation is typing; WhatsApp
// tells it only to those who show themselves online.
func (s *Service) Watch(ctx context.Context, chatID int64) error {
	return s.whereTypingShows(ctx, chatID, func(to leads.Address) error { return s.transport.Watch(ctx, to) })
}

// whereTypingShows does something for a conversation's person if the owner has
// chosen that typing shows, and if WhatsApp can be reached.
func (s *Service) whereTypingShows(ctx context.Context, chatID int64, do func(to leads.Address) error) error {
	if !s.transport.Online() {
		return nil
	}
	p, err := s.preferences.Preferences(ctx)
	if err != nil || !p.Typing || !p.Online {
		return err
	}
	to, err := s.addressOfChat(ctx, chatID)
	if err != nil {
		return err
	}
	return do(to)
}

// EventTyping tells that the person of a conversation is writing, or no longer;
// data: TypingEvent.
const EventTyping = "chat:typing"

// TypingEvent is the state of one conversation. A screen forgets it after a
// while: the end of it is not always told.
type TypingEvent struct {
	ChatID int64 `json:"chatId"`
	Typing bool  `json:"typing"`
}

// PersonTyping passes on that a person is writing.
func (s *Service) PersonTyping(ctx context.Context, leadID int64, typing bool) error {
	account, err := s.accounts.ActiveID(ctx)
	if err != nil || account == 0 {
		return err
	}
	head, err := s.store.FindChat(ctx, account, leadID)
	if err == nil && head.ID != 0 {
		s.bus.Publish(ctx, event.Event{Name: EventTyping, Data: TypingEvent{ChatID: head.ID, Typing: typing}})
	}
	return err
}
