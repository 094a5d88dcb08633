// Package inbound says what happens when WhatsApp tells us something: one
// use-case per event, each in one transaction. WhatsApp is only told that a
// message arrived after that transaction has been committed.
package inbound

import (
	"context"
	"log/slog"

	"mceplatform/backend/account"
	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/leads"
	"mceplatform/backend/optouts"
)

// Message is one message of a conversation between the owner and one person.
// Groups, status posts, newsletters and broadcast lists never get here.
type Message struct {
	ID      string       // WhatsApp message id
	Person  leads.Person // the other side, also when FromMe
	FromMe  bool         // written on the owner's phone or another linked device
	At      clock.Millis
	Content chats.Content
	Status  chats.Status // of ours out of the past; "" = sent
	Late    bool         // it waited at WhatsApp while this computer was away
}

// Store is what the use-cases need beside the services.
type Store interface {
	InTx(ctx context.Context, fn func(ctx context.Context) error) error
	// Quarantine keeps the raw bytes of a message that fails again and again.
	Quarantine(ctx context.Context, q Poison) error
	// Quarantined notes which message stands in a conversation for one.
	Quarantined(ctx context.Context, sender, waID string, messageID int64) error
	gapStore
	historyStore
}

const pausedByWhatsApp = campaigns.PausedByWhatsApp

// Poison is a message that could not be stored although the database works.
type Poison struct {
	ID       string
	Sender   string
	Raw      []byte
	Error    string
	Attempts int
	At       clock.Millis
}

// Service holds the use-cases.
type Service struct {
	store     Store
	account   *account.Service
	leads     *leads.Service
	chats     *chats.Service
	campaigns *campaigns.Service
	optouts   *optouts.Service
	clock     clock.Clock
	log       *slog.Logger
}

// New returns the service.
func New(store Store, acc *account.Service, l *leads.Service, c *chats.Service, camp *campaigns.Service, out *optouts.Service, clk clock.Clock, log *slog.Logger) *Service {
	return &Service{store: store, account: acc, leads: l, chats: c, campaigns: camp, optouts: out, clock: clk, log: log}
}

// Message stores a message with everything that follows from it. It returns nil
// only once all of it is committed; the same message told again changes nothing.
func (s *Service) Message(ctx context.Context, m Message) error {
	answered := false
	err := s.store.InTx(ctx, func(ctx context.Context) error {
		accountID, lead, err := s.resolve(ctx, m.Person, arrivalOf(m))
		if err != nil {
			return err
		}
		stored := toChat(m)
		if m.Late {
			if stored.GapID, err = s.store.OpenGap(ctx, accountID); err != nil {
				return err
			}
		}
		fresh, err := s.chats.Receive(ctx, accountID, lead, stored)
		if err != nil || m.FromMe {
			return err
		}
		if !fresh {
			// Of a private conversation nothing is kept, but what the person asks for holds.
			if private, err := s.chats.IsPrivate(ctx, accountID, lead); err != nil || !private {
				return err
			}
		}
		answered, err = s.follow(ctx, accountID, lead, m)
		return err
	})
	if err == nil && answered {
		s.chats.Wake()
	}
	return err
}

// resolve finds the lead of a person and notes in the conversation what has
// changed about them.
func (s *Service) resolve(ctx context.Context, p leads.Person, by leads.Arrival) (accountID, leadID int64, err error) {
	if accountID, err = s.account.ActiveID(ctx); err != nil {
		return 0, 0, err
	}
	who, err := s.leads.Resolve(ctx, p, by)
	if err != nil {
		return 0, 0, err
	}
	if who.OldNumber != "" {
		if err := s.chats.Note(ctx, accountID, who.Lead.ID, chats.Notice{What: chats.NoticeNumberChanged, Value: p.Phone.Display()}); err != nil {
			return 0, 0, err
		}
	}
	if who.Lost != 0 {
		if err := s.chats.Note(ctx, accountID, who.Lost, chats.Notice{What: chats.NoticeNewPerson, Value: p.Phone.Display()}); err != nil {
			return 0, 0, err
		}
	}
	return accountID, who.Lead.ID, nil
}

func arrivalOf(m Message) leads.Arrival {
	if m.FromMe {
		return leads.ArrivedByOwner
	}
	return leads.ArrivedWriting
}

func toChat(m Message) *chats.Message {
	c := m.Content
	out := &chats.Message{
		WAID: m.ID, FromMe: m.FromMe, Origin: chats.FromContact, Kind: c.Kind, Text: c.Text, Detail: c.Detail, Quote: c.Quote, Media: c.Media,
		Forwarded: c.Forwarded, Timer: c.Timer, TimerAt: c.TimerSetAt, Payload: c.Payload, ServerAt: m.At, Status: chats.StatusReceived,
	}
	if m.FromMe {
		out.Origin, out.Status = chats.FromPhone, chats.StatusSent
		if m.Status != "" {
			out.Status = m.Status
		}
	}
	return out
}

// follow does what a person's own words ask for, and reports whether an answer
// was queued.
func (s *Service) follow(ctx context.Context, accountID, leadID int64, m Message) (answered bool, err error) {
	if err := s.campaigns.Replied(ctx, leadID); err != nil {
		return false, err
	}
	return s.optouts.Heard(ctx, accountID, leadID, m.Content.Text)
}
