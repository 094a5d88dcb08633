package leads

import (
	"context"

	"mceplatform/backend/clock"
	"mceplatform/backend/phone"
)

// OptOut is one opt-out that is in force.
type OptOut struct {
	Source string // who said so: an actor
	Reason string // the word they wrote, or what was noted by hand
	At     clock.Millis
}

// OptOut records that a person does not want to be messaged by campaigns, under
// every identity known of them. It holds for ever, also after deletion.
func (s *Service) OptOut(ctx context.Context, leadID int64, source, reason string) error {
	ids, err := s.store.LeadIdentities(ctx, leadID)
	if err != nil {
		return err
	}
	if err := s.store.Suppress(ctx, ids, OptOut{Source: source, Reason: reason, At: clock.NowMillis(s.clock)}); err != nil {
		return err
	}
	s.changed(ctx, leadID)
	return s.record(ctx, leadID, ActivityOptedOut, source, reason)
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
	o, err := s.OptOutOf(ctx, leadID)
	return o != nil, err
}

// OptOutOf returns the opt-out of a lead, nil when none is in force.
func (s *Service) OptOutOf(ctx context.Context, leadID int64) (*OptOut, error) {
	ids, err := s.store.LeadIdentities(ctx, leadID)
	if err != nil {
		return nil, err
	}
	return s.store.FindSuppression(ctx, ids)
}

// OptOutNumber is OptOut of somebody who is no lead.
func (s *Service) OptOutNumber(ctx context.Context, n phone.Number, source, reason string) error {
	return s.store.Suppress(ctx, identitiesOf(Person{Phone: n}), OptOut{Source: source, Reason: reason, At: clock.NowMillis(s.clock)})
}

// RejoinNumber is Rejoin of somebody who is no lead.
func (s *Service) RejoinNumber(ctx context.Context, n phone.Number) error {
	return s.store.LiftSuppression(ctx, identitiesOf(Person{Phone: n}), clock.NowMillis(s.clock))
}

// OptOutOfNumber is OptOutOf of somebody who may be no lead.
func (s *Service) OptOutOfNumber(ctx context.Context, n phone.Number) (*OptOut, error) {
	return s.store.FindSuppression(ctx, identitiesOf(Person{Phone: n}))
}

// spreadOptOut lets an opt-out cover an identity that became known later: the
// lead may be deleted, and come back under that one alone.
func (s *Service) spreadOptOut(ctx context.Context, leadID int64) error {
	ids, err := s.store.LeadIdentities(ctx, leadID)
	if err != nil {
		return err
	}
	o, err := s.store.FindSuppression(ctx, ids)
	if err != nil || o == nil {
		return err
	}
	return s.store.Suppress(ctx, ids, *o)
}
