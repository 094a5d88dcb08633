package inbound

import (
	"context"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/leads"
)

// Amended stores a reaction, an edit or a deletion. It returns nil only once it
// is committed.
func (s *Service) Amended(ctx context.Context, p leads.Person, a chats.Amendment) error {
	return s.store.InTx(ctx, func(ctx context.Context) error {
		accountID, lead, err := s.resolve(ctx, p, leads.ArrivedWriting)
		if err != nil {
			return err
		}
		return s.chats.Amended(ctx, accountID, lead, a)
	})
}

// Waiting puts a place-holder where a message belongs that could not be
// decrypted; its content fills that place when it comes.
func (s *Service) Waiting(ctx context.Context, m Message) error {
	m.Content.Kind = chats.KindWaiting
	return s.Message(ctx, m)
}

// Quarantine keeps a message that cannot be stored, so that it can be
// acknowledged without being lost, and shows in its conversation that it is
// there.
func (s *Service) Quarantine(ctx context.Context, p Poison, m Message) error {
	p.At = clock.NowMillis(s.clock)
	s.log.Error("message quarantined", "attempts", p.Attempts)
	err := s.store.InTx(ctx, func(ctx context.Context) error { return s.store.Quarantine(ctx, p) })
	if err != nil || m.Person == (leads.Person{}) {
		return err
	}
	// It is safe now; a row that cannot be shown must not undo that.
	if err := s.showQuarantined(ctx, p, m); err != nil {
		s.log.Error("show a quarantined message", "err", err)
	}
	return nil
}

func (s *Service) showQuarantined(ctx context.Context, p Poison, m Message) error {
	return s.store.InTx(ctx, func(ctx context.Context) error {
		accountID, lead, err := s.resolve(ctx, m.Person, arrivalOf(m))
		if err != nil {
			return err
		}
		m.Content = chats.Content{Kind: chats.KindUnreadable}
		row := toChat(m)
		if fresh, err := s.chats.Receive(ctx, accountID, lead, row); err != nil || !fresh {
			return err
		}
		return s.store.Quarantined(ctx, p.Sender, p.ID, row.ID)
	})
}

// Receipt notes that messages of ours were delivered or read.
func (s *Service) Receipt(ctx context.Context, ids []string, status chats.Status, at clock.Millis) error {
	return s.store.InTx(ctx, func(ctx context.Context) error { return s.chats.Acknowledged(ctx, ids, status, at) })
}

// ReadElsewhere notes that the owner has read messages of a person on the phone
// or another device; no ids means all of them. Somebody unknown stays unknown.
func (s *Service) ReadElsewhere(ctx context.Context, p leads.Person, ids []string) error {
	return s.onKnown(ctx, p, func(ctx context.Context, accountID, lead int64) error {
		return s.chats.ReadElsewhere(ctx, accountID, lead, ids)
	})
}

// onKnown does something about a person who is a lead, in one transaction.
func (s *Service) onKnown(ctx context.Context, p leads.Person, do func(ctx context.Context, accountID, lead int64) error) error {
	return s.store.InTx(ctx, func(ctx context.Context) error {
		accountID, err := s.account.ActiveID(ctx)
		if err != nil {
			return err
		}
		lead, err := s.leads.Find(ctx, p)
		if err != nil || lead == 0 {
			return err
		}
		return do(ctx, accountID, lead)
	})
}

// Identified hears that a number and a LID are one person, outside of any
// message. Nobody becomes a lead by that.
func (s *Service) Identified(ctx context.Context, p leads.Person) error {
	return s.store.InTx(ctx, func(ctx context.Context) error {
		if lead, err := s.leads.Find(ctx, p); err != nil || lead == 0 {
			return err
		}
		_, _, err := s.resolve(ctx, p, leads.ArrivedWriting)
		return err
	})
}

// Named hears under which name a person stands in the owner's address book, or
// in their own profile.
func (s *Service) Named(ctx context.Context, p leads.Person, name string, source leads.NameSource) error {
	return s.store.InTx(ctx, func(ctx context.Context) error { return s.leads.Named(ctx, p, name, source) })
}

// KeysChanged notes in the conversation that a person's security code changed.
func (s *Service) KeysChanged(ctx context.Context, p leads.Person) error {
	return s.onKnown(ctx, p, func(ctx context.Context, accountID, lead int64) error {
		return s.chats.Note(ctx, accountID, lead, chats.Notice{What: chats.NoticeKeysChanged})
	})
}

// MediaAnswered hears what the phone said about a file the server no longer
// had: where it lies now, or "" when the phone does not have it either.
func (s *Service) MediaAnswered(ctx context.Context, waID string, fromMe bool, directPath string) error {
	return s.store.InTx(ctx, func(ctx context.Context) error {
		m, err := s.chats.FindRequested(ctx, waID, fromMe)
		if err != nil || m == nil {
			return err
		}
		return s.chats.MediaAnswered(ctx, *m, directPath)
	})
}

// MediaKey returns the key that opens the phone's answer about a file, nil when
// none was asked for.
func (s *Service) MediaKey(ctx context.Context, waID string, fromMe bool) ([]byte, error) {
	m, err := s.chats.FindRequested(ctx, waID, fromMe)
	if err != nil || m == nil || m.Media == nil {
		return nil, err
	}
	return m.Media.Remote.Key, nil
}

// LinkEnded pauses campaigns when the link ends or WhatsApp restricts the number.
func (s *Service) LinkEnded(ctx context.Context, reason string) error {
	return s.campaigns.PauseAll(ctx, pausedByWhatsApp, reason)
}

// Typing hears that a person is writing, or no longer.
func (s *Service) Typing(ctx context.Context, p leads.Person, composing bool) error {
	lead, err := s.leads.Find(ctx, p)
	if err != nil || lead == 0 {
		return err
	}
	return s.chats.PersonTyping(ctx, lead, composing)
}
