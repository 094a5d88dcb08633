package leads

import (
	"context"

	"mceplatform/backend/clock"
)

// OptOut records that a person does not want to be messaged by campaigns, under
// every identity known of them. It holds for ever, also after deletion.
func (s *Service) OptOut(ctx context.Context, leadID int64, source string) error {
	ids, err := s.store.LeadIdentities(ctx, leadID)
	if err != nil {
		return err
	}
	if err := s.store.Suppress(ctx, ids, "stop", source, clock.NowMillis(s.clock)); err != nil {
		return err
	}
	s.changed(ctx, leadID)
	return s.record(ctx, leadID, ActivityOptedOut, source, "")
}

// Rejoin lifts the opt-out of a person who asked for messages again.
func (s *Service) Rejoin(ctx context.Context, leadID int64, source string) error {
	ids, err := s.store.LeadIdentities(ctx, leadID)
	if err != nil {
		return err
	}
	if err := s.store.LiftSuppression(ctx, ids, clock.NowMillis(s.clock)); err != nil {
		return err
	}
	s.changed(ctx, leadID)
	return s.record(ctx, leadID, ActivityRejoined, source, "")
}

// OptedOut reports whether campaigns must leave a lead alone.
func (s *Service) OptedOut(ctx context.Context, leadID int64) (bool, error) {
	ids, err := s.store.LeadIdentities(ctx, leadID)
	if err != nil {
		return false, err
	}
	return s.store.Suppressed(ctx, ids)
}
