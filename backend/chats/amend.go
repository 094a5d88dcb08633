package chats

import (
	"context"
	"time"
	"unicode/utf8"

	"mceplatform/backend/clock"
	"mceplatform/backend/fault"
)

// React puts an emoji under a message, in place of the one before; "" takes it
// away.
func (s *Service) React(ctx context.Context, messageID int64, emoji string) (Message, error) {
	const longest = 16 // code points of the longest family emoji, with room
	if !utf8.ValidString(emoji) || utf8.RuneCountInString(emoji) > longest {
		return Message{}, fault.New(fault.Invalid, "That is not one emoji.").With("field", "emoji")
	}
	return s.amend(ctx, messageID, func(m Message) (Content, error) {
		return Content{Kind: KindReaction, Text: Text(emoji)}, amendable(m)
	})
}

// Edit replaces the text of a message of ours, for everyone.
func (s *Service) Edit(ctx context.Context, messageID int64, text string) (Message, error) {
	clean, err := CleanText(text)
	if err != nil {
		return Message{}, err
	}
	return s.amend(ctx, messageID, func(m Message) (Content, error) {
		switch {
		case !m.FromMe || m.Kind != KindText:
			return Content{}, fault.New(fault.Conflict, "Only texts you sent can be edited.")
		case s.age(m) > editWithin:
			return Content{}, fault.New(fault.Conflict, "A message can be edited for %d minutes after it was sent.", int(editWithin.Minutes()))
		}
		return Content{Kind: KindEdit, Text: clean}, amendable(m)
	})
}

// Delete takes a message of ours back, for everyone.
func (s *Service) Delete(ctx context.Context, messageID int64) (Message, error) {
	return s.amend(ctx, messageID, func(m Message) (Content, error) {
		switch {
		case !m.FromMe:
			return Content{}, fault.New(fault.Conflict, "Only messages you sent can be deleted for everyone.")
		case s.age(m) > deleteWithin:
			return Content{}, fault.New(fault.Conflict, "This message is too old to be deleted for everyone.")
		}
		return Content{Kind: KindDelete}, amendable(m)
	})
}

// Hide deletes a message here only; Unhide takes that back.
func (s *Service) Hide(ctx context.Context, messageID int64) error {
	return s.setHidden(ctx, messageID, true)
}

// Unhide shows a message again that was deleted here only.
func (s *Service) Unhide(ctx context.Context, messageID int64) error {
	return s.setHidden(ctx, messageID, false)
}

func (s *Service) setHidden(ctx context.Context, messageID int64, hidden bool) error {
	return s.store.InTx(ctx, func(ctx context.Context) error {
		m, err := s.store.GetMessage(ctx, messageID)
		if err != nil {
			return err
		}
		if m.Kind.amends() {
			return fault.New(fault.NotFound, "There is no such message.")
		}
		if err := s.store.SetHidden(ctx, messageID, hidden); err != nil {
			return err
		}
		s.messageChanged(ctx, m, 0)
		s.chatChanged(ctx, m.ChatID)
		return nil
	})
}

func (s *Service) age(m Message) time.Duration { return s.clock.Now().Sub(m.ServerAt.Time()) }

// amendable refuses what WhatsApp would not know.
func amendable(m Message) error {
	switch {
	case m.DeletedAt != 0, m.Kind == KindNotice, m.Hidden:
		return fault.New(fault.Conflict, "This message is no longer there.")
	case m.FromMe && (m.Status == StatusQueued || m.Status == StatusSending || m.Status == StatusFailed):
		return fault.New(fault.Conflict, "Wait until the message has been sent.")
	}
	return nil
}

// amend queues a change of a message, and shows it at once.
func (s *Service) amend(ctx context.Context, messageID int64, make func(Message) (Content, error)) (Message, error) {
	err := s.store.InTx(ctx, func(ctx context.Context) error {
		m, err := s.store.GetMessage(ctx, messageID)
		if err != nil {
			return err
		}
		c, err := make(m)
		if err != nil {
			return err
		}
		before := m.Text
		if c.Kind == KindReaction {
			before = ownReaction(m)
		}
		c.Detail.Amend = &Amend{MessageID: m.ID, WAID: m.WAID, FromMe: m.FromMe, Before: before}
		if _, err := s.queue(ctx, m.ChatID, c, ""); err != nil {
			return err
		}
		return s.apply(ctx, m, Amendment{Kind: c.Kind, FromMe: true, Text: c.Text, At: clock.NowMillis(s.clock)})
	})
	if err != nil {
		return Message{}, err
	}
	s.Wake()
	return s.store.GetMessage(ctx, messageID)
}

func ownReaction(m Message) Text {
	for _, r := range m.Reactions {
		if r.FromMe {
			return Text(r.Emoji)
		}
	}
	return ""
}

// apply changes a message, within the caller's transaction.
func (s *Service) apply(ctx context.Context, m Message, a Amendment) error {
	var err error
	switch a.Kind {
	case KindReaction:
		err = s.store.SetReaction(ctx, m.ID, a.FromMe, string(a.Text), a.At)
	case KindEdit:
		if a.FromMe != m.FromMe || m.DeletedAt != 0 || a.At < m.EditedAt {
			return nil // only who wrote a message edits it, and the latest edit holds
		}
		err = s.store.SetText(ctx, m.ID, a.Text, a.At)
	case KindDelete:
		if a.FromMe != m.FromMe {
			return nil
		}
		err = s.store.SetDeleted(ctx, m.ID, a.At)
	}
	if err != nil {
		return err
	}
	s.messageChanged(ctx, m, 0)
	s.chatChanged(ctx, m.ChatID)
	return nil
}

// revert undoes a change of ours that WhatsApp refused, within the caller's
// transaction.
func (s *Service) revert(ctx context.Context, change Message) error {
	a := change.Detail.Amend
	if a == nil {
		return nil
	}
	m, err := s.store.GetMessage(ctx, a.MessageID)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	switch change.Kind {
	case KindReaction:
		err = s.store.SetReaction(ctx, m.ID, true, string(a.Before), clock.NowMillis(s.clock))
	case KindEdit:
		err = s.store.SetText(ctx, m.ID, a.Before, 0)
	case KindDelete:
		err = s.store.Restore(ctx, m.ID, a.Before)
	}
	if err != nil {
		return err
	}
	s.messageChanged(ctx, m, 0)
	s.chatChanged(ctx, m.ChatID)
	return nil
}

// Amended applies a change that came in, within the caller's transaction. One
// that overtook its message waits for it.
func (s *Service) Amended(ctx context.Context, accountID, leadID int64, a Amendment) error {
	head, err := s.store.EnsureChat(ctx, accountID, leadID)
	if err != nil || head.Private {
		return err
	}
	m, err := s.store.FindMessage(ctx, head.ID, a.TargetID, a.TargetFromMe)
	if err != nil {
		return err
	}
	if m == nil {
		return s.store.KeepAmendment(ctx, head.ID, a)
	}
	return s.applyForGood(ctx, *m, a)
}

// applyForGood applies a change that nobody can refuse any more: a deleted
// message lets go of its file. Our own deletions keep it until WhatsApp has
// accepted them.
func (s *Service) applyForGood(ctx context.Context, m Message, a Amendment) error {
	if err := s.apply(ctx, m, a); err != nil || a.Kind != KindDelete || a.FromMe != m.FromMe {
		return err
	}
	return s.store.ReleaseMedia(ctx, m.ID)
}

// catchUp applies the changes that overtook a message, within the transaction
// that stores it.
func (s *Service) catchUp(ctx context.Context, m Message) error {
	list, err := s.store.TakeAmendments(ctx, m.ChatID, m.WAID, m.FromMe)
	if err != nil {
		return err
	}
	for _, a := range list {
		now, err := s.store.GetMessage(ctx, m.ID)
		if err != nil {
			return err
		}
		if err := s.applyForGood(ctx, now, a); err != nil {
			return err
		}
	}
	return nil
}
