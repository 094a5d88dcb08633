package leads

import (
	"context"
	"slices"

	"mceplatform/backend/clock"
)

// dropStrangers takes the leads out of found that own the number but another
// LID: WhatsApp has given the number to somebody else. They lose it.
func (s *Service) dropStrangers(ctx context.Context, p Person, found []int64, known []Identity) (left []int64, still []Identity, lost int64, err error) {
	for _, id := range found {
		if slices.ContainsFunc(known, func(i Identity) bool { return i.LeadID == id && i.Kind == KindLID && i.Value == p.LID }) {
			left = append(left, id) // the LID is theirs, as almost always
			continue
		}
		ids, err := s.store.LeadIdentities(ctx, id)
		if err != nil {
			return nil, nil, 0, err
		}
		if !slices.ContainsFunc(ids, func(i Identity) bool { return i.Kind == KindLID }) {
			left = append(left, id)
			continue
		}
		lost = id
		if err := s.loseNumber(ctx, id, p, ids); err != nil {
			return nil, nil, 0, err
		}
	}
	for _, k := range known {
		if slices.Contains(left, k.LeadID) {
			still = append(still, k)
		}
	}
	return left, still, lost, nil
}

// loseNumber takes a number from the lead that had it.
func (s *Service) loseNumber(ctx context.Context, leadID int64, p Person, ids []Identity) error {
	l, err := s.store.FindLead(ctx, leadID)
	if err != nil {
		return err
	}
	l.Phone = ""
	for _, i := range ids {
		switch {
		case i.Kind != KindPhone:
		case i.MatchKey == p.Phone.MatchKey():
			if err := s.store.DeleteIdentity(ctx, i.Kind, i.Value); err != nil {
				return err
			}
		default:
			l.Phone = i.Value
		}
	}
	l.UpdatedAt = clock.NowMillis(s.clock)
	if err := s.store.UpdateLead(ctx, l); err != nil {
		return err
	}
	s.changed(ctx, leadID)
	return s.record(ctx, leadID, ActivityLostNumber, ActorWhatsApp, p.Phone.Display())
}

// numberChanged moves a person to the number that WhatsApp shows beside their
// LID now, and returns the one before; "" when nothing changed.
func (s *Service) numberChanged(ctx context.Context, l *Lead, p Person) (string, error) {
	if !p.Confirmed || p.LID == "" || p.Phone.IsZero() || l.Phone == "" || l.Phone == p.Phone.Digits() {
		return "", nil
	}
	ids, err := s.store.LeadIdentities(ctx, l.ID)
	if err != nil {
		return "", err
	}
	for _, i := range ids {
		// Another spelling of the same number, and a number nobody has confirmed
		// (typed, or out of a file), are no change of number.
		if i.Kind == KindPhone && i.Value == l.Phone && (i.MatchKey == p.Phone.MatchKey() || !i.Confirmed) {
			return "", nil
		}
	}
	old := l.Phone
	l.Phone, l.PhoneDisplay = p.Phone.Digits(), p.Phone.Display()
	id := identitiesOf(p)[0]
	id.LeadID, id.ConfirmedAt = l.ID, clock.NowMillis(s.clock)
	if err := s.store.PutIdentity(ctx, id); err != nil {
		return "", err
	}
	return old, s.record(ctx, l.ID, ActivityNumber, ActorWhatsApp, p.Phone.Display())
}
