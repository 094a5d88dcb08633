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
)

// Message is one message of a conversation between the owner and one person.
// Groups, status posts, newsletters and broadcast lists never get here.
type Message struct {
	ID      string       // WhatsApp message id
	Person  leads.Person // the other side, also when FromMe
	FromMe  bool         // written on the owner's phone or another linked device
	Kind    chats.Kind
	Text    chats.Text
	Payload []byte // raw protobuf, for kinds that cannot be shown yet
	At      clock.Millis
}

// Store is what the use-cases need beside the services.
type Store interface {
	InTx(ctx context.Context, fn func(ctx context.Context) error) error
	// Quarantine keeps the raw bytes of a message that fails again and again.
	Quarantine(ctx context.Context, q Poison) error
}

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
	clock     clock.Clock
	log       *slog.Logger
}

// New returns the service.
func New(store Store, acc *account.Service, l *leads.Service, c *chats.Service, camp *campaigns.Service, clk clock.Clock, log *slog.Logger) *Service {
	return &Service{store: store, account: acc, leads: l, chats: c, campaigns: camp, clock: clk, log: log}
}

// Message stores a message with everything that follows from it. It returns nil
// only once all of it is committed; the same message told again changes nothing.
func (s *Service) Message(ctx context.Context, m Message) error {
	return s.store.InTx(ctx, func(ctx context.Context) error {
		accountID, err := s.account.ActiveID(ctx)
		if err != nil {
			return err
		}
		who, err := s.leads.Resolve(ctx, m.Person, leads.SourceWhatsApp, leads.ActorWhatsApp)
		if err != nil {
			return err
		}
		stored, err := s.chats.Receive(ctx, accountID, who.Lead.ID, toChat(m))
		if err != nil || !stored || m.FromMe {
			return err
		}
		return s.follow(ctx, who.Lead.ID, m)
	})
}

func toChat(m Message) *chats.Message {
	out := &chats.Message{WAID: m.ID, FromMe: m.FromMe, Origin: chats.FromContact, Kind: m.Kind, Text: m.Text, Payload: m.Payload, ServerAt: m.At, Status: chats.StatusReceived}
	if m.FromMe {
		out.Origin, out.Status = chats.FromPhone, chats.StatusSent
	}
	return out
}

// follow does what a person's own words ask for.
func (s *Service) follow(ctx context.Context, leadID int64, m Message) error {
	if err := s.campaigns.Replied(ctx, leadID); err != nil {
		return err
	}
	switch wishOf(m.Text) {
	case wishStop:
		if err := s.leads.OptOut(ctx, leadID, leads.ActorWhatsApp); err != nil {
			return err
		}
		return s.campaigns.OptedOut(ctx, leadID)
	case wishStart:
		out, err := s.leads.OptedOut(ctx, leadID)
		if err != nil || !out {
			return err
		}
		return s.leads.Rejoin(ctx, leadID, leads.ActorWhatsApp)
	}
	return nil
}

// Receipt notes that messages of ours were delivered or read.
func (s *Service) Receipt(ctx context.Context, ids []string, status chats.Status, at clock.Millis) error {
	return s.store.InTx(ctx, func(ctx context.Context) error { return s.chats.Acknowledged(ctx, ids, status, at) })
}

// Quarantine keeps a message that cannot be stored, so that it can be
// acknowledged without being lost.
func (s *Service) Quarantine(ctx context.Context, p Poison) error {
	p.At = clock.NowMillis(s.clock)
	s.log.Error("message quarantined", "attempts", p.Attempts)
	return s.store.InTx(ctx, func(ctx context.Context) error { return s.store.Quarantine(ctx, p) })
}

// LinkEnded pauses campaigns when the link ends or WhatsApp restricts the number.
func (s *Service) LinkEnded(ctx context.Context, reason string) error {
	return s.campaigns.PauseAll(ctx, campaigns.PausedByWhatsApp, reason)
}
