package inbound

import (
	"context"
	"time"

	"mceplatform/backend/clock"
)

// gapFrom is the shortest time away that is worth telling about.
const gapFrom = time.Minute

type gapStore interface {
	// LastOnline returns when an account was last known to be connected; 0 = never.
	LastOnline(ctx context.Context, accountID int64) (clock.Millis, error)
	SetLastOnline(ctx context.Context, accountID int64, at clock.Millis) error
	// BeginGap notes a time away for which messages are coming in; it ends one that
	// is still open.
	BeginGap(ctx context.Context, accountID int64, from, to clock.Millis, announced int) error
	// OpenGap returns the gap for which messages are coming in; 0 = none.
	OpenGap(ctx context.Context, accountID int64) (int64, error)
	EndGaps(ctx context.Context, accountID int64) error
}

// StillOnline notes that the connection is there; the next gap begins here.
func (s *Service) StillOnline(ctx context.Context) error {
	return s.onAccount(ctx, func(ctx context.Context, accountID int64) error {
		return s.store.SetLastOnline(ctx, accountID, clock.NowMillis(s.clock))
	})
}

// Away hears, at a new connection, how many messages waited at WhatsApp.
func (s *Service) Away(ctx context.Context, announced int) error {
	return s.onAccount(ctx, func(ctx context.Context, accountID int64) error {
		from, err := s.store.LastOnline(ctx, accountID)
		now := clock.NowMillis(s.clock)
		if err != nil || announced == 0 || from == 0 || now.Sub(from) < gapFrom {
			return err
		}
		return s.store.BeginGap(ctx, accountID, from, now, announced)
	})
}

// Back hears that everything which had waited has come in: the next gap begins
// here at the earliest.
func (s *Service) Back(ctx context.Context) error {
	return s.onAccount(ctx, func(ctx context.Context, accountID int64) error {
		if err := s.store.EndGaps(ctx, accountID); err != nil {
			return err
		}
		return s.store.SetLastOnline(ctx, accountID, clock.NowMillis(s.clock))
	})
}

func (s *Service) onAccount(ctx context.Context, fn func(ctx context.Context, accountID int64) error) error {
	return s.store.InTx(ctx, func(ctx context.Context) error {
		accountID, err := s.account.ActiveID(ctx)
		if err != nil || accountID == 0 {
			return err
		}
		return fn(ctx, accountID)
	})
}
