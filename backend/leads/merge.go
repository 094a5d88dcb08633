package leads

import (
	"cmp"
	"context"

	"mceplatform/backend/clock"
)

// joinAll folds the leads of one person into the oldest, unless somebody has
// told them apart: then the one that owns the LID is meant.
func (s *Service) joinAll(ctx context.Context, p Person, found []int64, known []Identity) ([]int64, error) {
	apart, err := s.store.ToldApart(ctx, found)
	if err != nil {
		return nil, err
	}
	if apart {
		for _, k := range known {
			if k.Kind == KindLID && k.Value == p.LID {
				return []int64{k.LeadID}, nil
			}
		}
		return found[:1], nil
	}
	for _, other := range found[1:] {
		if err := s.fold(ctx, other, found[0]); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// fold moves everything of one lead to another and keeps the better facts. All
// of it is one batch that can be taken back.
func (s *Service) fold(ctx context.Context, from, to int64) error {
	a, err := s.store.GetLead(ctx, from)
	if err != nil {
		return err
	}
	b, err := s.store.GetLead(ctx, to)
	if err != nil {
		return err
	}
	if b.Name == "" || (a.Name != "" && a.NameSource != b.NameSource && b.NameSource.Yields(a.NameSource)) {
		b.Name, b.NameSource = a.Name, a.NameSource
	}
	b.PushName = cmp.Or(b.PushName, a.PushName)
	b.Phone = cmp.Or(b.Phone, a.Phone)
	b.Email = cmp.Or(b.Email, a.Email)
	b.Company, b.Owner = cmp.Or(b.Company, a.Company), cmp.Or(b.Owner, a.Owner)
	batch, err := s.store.MergeLeads(ctx, a.ID, b, ActorWhatsApp, clock.NowMillis(s.clock))
	if err != nil {
		return err
	}
	s.changed(ctx) // and their conversations
	return s.store.AddActivities(ctx, Activity{LeadID: to, Kind: ActivityMerged, Actor: ActorWhatsApp, Detail: cmp.Or(a.Name, a.PhoneDisplay), At: clock.NowMillis(s.clock), BatchID: batch})
}

// UndoMerge tells two leads apart again that were joined: each gets back what
// was its own, as far as nothing has changed it since, and no proof joins them
// another time. It returns the lead that is back.
func (s *Service) UndoMerge(ctx context.Context, batchID int64) (Lead, error) {
	var back Lead
	err := s.store.InTx(ctx, func(ctx context.Context) error {
		from, to, err := s.store.UndoMerge(ctx, batchID, clock.NowMillis(s.clock))
		if err != nil {
			return err
		}
		for _, id := range []int64{from, to} {
			if err := s.record(ctx, id, ActivitySplit, ActorUser, ""); err != nil {
				return err
			}
		}
		s.changed(ctx)
		back, err = s.store.GetLead(ctx, from)
		return err
	})
	return back, err
}
