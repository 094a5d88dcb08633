package inbound

import (
	"context"
	"time"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/leads"
)

// HistoryJob is a part of the past that the phone has offered. The offer is
// kept before WhatsApp is told that it arrived; the messages are fetched and
// stored afterwards.
type HistoryJob struct {
	ID       int64
	WAID     string `gorm:"column:wa_id"`
	Offer    []byte // the notification, in WhatsApp's own form
	Attempts int
	NextAt   clock.Millis
}

type historyStore interface {
	KeepHistory(ctx context.Context, accountID int64, waID string, offer []byte, at clock.Millis) error
	NextHistory(ctx context.Context, accountID int64, now clock.Millis) (*HistoryJob, error) // nil = none
	UpdateHistory(ctx context.Context, j HistoryJob, state, errText string) error
}

// Past is one conversation out of the past.
type Past struct {
	Person   leads.Person
	Messages []Message
	Amended  []chats.Amendment
	Unread   int
	Timer    int // seconds
	Name     string
}

// OfferHistory keeps a part of the past that the phone offers.
func (s *Service) OfferHistory(ctx context.Context, waID string, offer []byte) error {
	return s.onAccount(ctx, func(ctx context.Context, accountID int64) error {
		return s.store.KeepHistory(ctx, accountID, waID, offer, clock.NowMillis(s.clock))
	})
}

// NextHistory returns the next part to be fetched, nil when there is none.
func (s *Service) NextHistory(ctx context.Context) (*HistoryJob, error) {
	accountID, err := s.account.ActiveID(ctx)
	if err != nil || accountID == 0 {
		return nil, err
	}
	return s.store.NextHistory(ctx, accountID, clock.NowMillis(s.clock))
}

// historyTries bounds how often a part that cannot be fetched is tried again.
const historyTries = 8

// HistoryDone ends a part; with an error it is tried again later, up to a bound.
func (s *Service) HistoryDone(ctx context.Context, j HistoryJob, cause error) error {
	state, text := "done", ""
	if cause != nil {
		j.Attempts++
		j.NextAt = clock.NowMillis(s.clock).Add(time.Duration(1<<min(j.Attempts, 8)) * time.Second)
		state, text = "open", "it could not be fetched"
		if j.Attempts >= historyTries {
			state = "failed"
		}
	}
	return s.store.InTx(ctx, func(ctx context.Context) error { return s.store.UpdateHistory(ctx, j, state, text) })
}

// pastAtOnce is how many old messages share a transaction: what comes in
// meanwhile waits for no more than that.
const pastAtOnce = 200

// Past stores a conversation out of the past. It may be told any number of
// times, also after newer messages have come in; it returns whose it is
// and how many messages were new.
func (s *Service) Past(ctx context.Context, p Past) (leadID int64, stored int, err error) {
	for first := true; first || len(p.Messages) > 0; first = false {
		n := min(pastAtOnce, len(p.Messages))
		part := p.Messages[:n]
		p.Messages = p.Messages[n:]
		last := len(p.Messages) == 0
		fresh := 0
		err = s.store.InTx(ctx, func(ctx context.Context) error {
			fresh = 0
			accountID, lead, err := s.resolve(ctx, p.Person, leads.ArrivedInHistory)
			if err != nil {
				return err
			}
			leadID = lead
			for _, m := range part {
				isNew, err := s.chats.Past(ctx, accountID, lead, toChat(m))
				if err != nil {
					return err
				}
				if isNew {
					fresh++
				}
			}
			if !last {
				return nil
			}
			return s.endPast(ctx, accountID, lead, p)
		})
		if err != nil {
			return leadID, stored, err
		}
		stored += fresh
	}
	return leadID, stored, nil
}

func (s *Service) endPast(ctx context.Context, accountID, lead int64, p Past) error {
	for _, a := range p.Amended {
		if err := s.chats.Amended(ctx, accountID, lead, a); err != nil {
			return err
		}
	}
	if p.Name != "" {
		if err := s.leads.Named(ctx, p.Person, p.Name, leads.NameAddress); err != nil {
			return err
		}
	}
	return s.chats.PastRead(ctx, accountID, lead, p.Unread, p.Timer)
}
