package sheets

import (
	"context"

	"mceplatform/backend/clock"
	"mceplatform/backend/event"
	"mceplatform/backend/fault"
	"mceplatform/backend/intake"
	"mceplatform/backend/leads"
)

const namedLeads = 100 // more changed leads than this are announced as "many"

// commit stores everything a reading brings, or nothing. The rows that were there when the sheet was
// connected are taken over in silence.
func (s *Service) commit(ctx context.Context, c Connection, d difference, first bool, run *Run) error {
	return s.store.InTx(ctx, func(ctx context.Context) error {
		now, err := s.store.GetSheet(ctx, c.ID)
		if err != nil {
			return err
		}
		if now.State == Paused {
			return fault.New(fault.Conflict, "This sheet was paused meanwhile.").With("reason", now.Reason)
		}
		run.Rejected = d.bad
		rows, made, err := s.apply(ctx, c, d, run)
		if err != nil {
			return err
		}
		if err := s.store.PutSheetRows(ctx, c.ID, append(rows, d.put...)); err != nil {
			return err
		}
		if err := s.store.DeleteSheetRows(ctx, c.ID, d.drop); err != nil {
			return err
		}
		s.announce(ctx, leads.EventCreated, made)
		if !first {
			if err := s.brought(ctx, c, made); err != nil { // once the rows name them
				return err
			}
		}
		run.EndedAt = clock.NowMillis(s.clock)
		if err := s.store.CreateSheetRun(ctx, c.ID, *run); err != nil {
			return err
		}
		now.State, now.Reason, now.About, now.Failures, now.LastRunAt = Active, "", "", 0, run.EndedAt
		if err := s.store.UpdateSheet(ctx, now); err != nil {
			return err
		}
		s.publish(ctx, c.ID)
		return nil
	})
}

// apply writes the leads of fresh and changed rows. It returns those rows with their leads, and which
// leads are new.
func (s *Service) apply(ctx context.Context, c Connection, d difference, run *Run) (rows []Row, made []int64, err error) {
	known, err := s.store.SheetRows(ctx, c.ID)
	if err != nil {
		return nil, nil, err
	}
	keys := make([]string, len(d.changed))
	for i, in := range d.changed {
		keys[i] = in.draft.Phone.MatchKey()
	}
	owners, err := s.store.FindByMatchKeys(ctx, keys)
	if err != nil {
		return nil, nil, err
	}
	// A row whose number changed to somebody else's, or to nobody's, is a new person: the lead it
	// had keeps its number and its conversations.
	fresh := d.fresh
	var same []incoming
	for i, in := range d.changed {
		if owner := owners[keys[i]]; owner != 0 && owner == known[in.key].LeadID {
			same = append(same, in)
		} else {
			fresh = append(fresh, in)
		}
	}
	rows, outcome, err := s.applyBatch(ctx, fresh, intake.Batch{Policy: intake.FillEmpty, Tags: c.Tags, StageID: c.StageID, Owner: c.Owner})
	if err != nil {
		return nil, nil, err
	}
	changed, changes, err := s.applyBatch(ctx, same, intake.Batch{Policy: intake.Overwrite})
	if err != nil {
		return nil, nil, err
	}
	run.Created = outcome.Count(intake.Created)
	run.Changed = outcome.Count(intake.Updated) + changes.Count(intake.Updated)
	s.announce(ctx, leads.EventChanged, append(outcome.IDs(intake.Updated), changes.IDs(intake.Updated)...))
	return append(rows, changed...), outcome.IDs(intake.Created), nil
}

// applyBatch writes the leads of rows under one policy. Several rows of one person make one lead.
func (s *Service) applyBatch(ctx context.Context, in []incoming, b intake.Batch) ([]Row, intake.Outcome, error) {
	if len(in) == 0 {
		return nil, intake.Outcome{}, nil
	}
	drafts := make([]intake.Draft, len(in))
	for i, row := range in {
		drafts[i] = row.draft
	}
	b.Drafts, _ = intake.Distinct(drafts)
	b.Source, b.Actor, b.At = leads.SourceSheet, leads.ActorSheet, clock.NowMillis(s.clock)
	outcome, err := s.store.ApplyDrafts(ctx, b)
	if err != nil {
		return nil, outcome, err
	}
	owner := make(map[string]int64, len(b.Drafts))
	for i, d := range b.Drafts {
		owner[d.Phone.MatchKey()] = outcome.LeadIDs[i]
	}
	rows := make([]Row, len(in))
	for i, row := range in {
		rows[i] = Row{Key: row.key, Hash: row.hash, LeadID: owner[row.draft.Phone.MatchKey()], State: RowImported, RowNumber: row.number, SeenAt: b.At}
	}
	return rows, outcome, nil
}

// brought tells the user, and what follows new leads of a sheet.
func (s *Service) brought(ctx context.Context, c Connection, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	s.bus.Publish(ctx, event.Event{Name: EventNewLeads, Data: NewLeads{ID: c.ID, Title: c.Title, Count: len(ids), Notify: c.Notify}})
	if s.hook == nil {
		return nil
	}
	return s.hook.SheetBrought(ctx, c.ID, ids)
}

func (s *Service) announce(ctx context.Context, name string, ids []int64) {
	if len(ids) == 0 {
		return
	}
	if len(ids) > namedLeads {
		ids = []int64{}
	}
	s.bus.Publish(ctx, event.Event{Name: name, Data: leads.Changed{IDs: ids}})
}
