package sheets

import (
	"context"
	"errors"
	"fmt"
	"time"

	"mceplatform/backend/clock"
	"mceplatform/backend/event"
	"mceplatform/backend/fault"
	"mceplatform/backend/intake"
	"mceplatform/backend/leads"
)

const (
	maxBackoff = time.Hour
	namedLeads = 100 // more changed leads than this are announced as "many"
)

// RunOnce reads a connection's tab and brings the leads up to date, in one transaction at its end.
// A reading that finds nothing new writes nothing. Failures are recorded with the connection and
// returned.
func (s *Service) RunOnce(ctx context.Context, id int64) (Run, error) {
	defer s.lock(id)()
	c, err := s.store.GetSheet(ctx, id)
	if err != nil {
		return Run{}, err
	}
	if c.State == Paused {
		return Run{}, fault.New(fault.Conflict, "This sheet is paused. Resume it first.").With("reason", c.Reason)
	}
	started := clock.NowMillis(s.clock)
	d, err := s.read(ctx, c, started)
	if err != nil {
		return Run{}, s.failed(ctx, c, started, err)
	}
	run := Run{StartedAt: started, Rows: d.rows}
	if d.isEmpty() && !d.first && c.State == Active {
		s.note(id, status{lastRunAt: clock.NowMillis(s.clock)})
		s.publish(ctx, id) // the screen shows when a sheet was last read
		return run, nil
	}
	if err := s.commit(ctx, c, d.difference, &run); err != nil {
		return Run{}, fmt.Errorf("sheet %d: %w", id, err)
	}
	s.note(id, status{lastRunAt: run.EndedAt})
	return run, nil
}

// reading is a difference, and whether it is the connection's first.
type reading struct {
	difference
	first bool
}

// read fetches the tab and compares it with what is remembered.
func (s *Service) read(ctx context.Context, c Connection, now clock.Millis) (reading, error) {
	grid, l, err := s.fetch(ctx, c)
	if err != nil {
		return reading{}, err
	}
	known, err := s.store.SheetRows(ctx, c.ID)
	if err != nil {
		return reading{}, err
	}
	first := false
	if len(known) == 0 {
		runs, err := s.store.ListSheetRuns(ctx, c.ID, maxRuns)
		if err != nil {
			return reading{}, err
		}
		first = !anySucceeded(runs)
	}
	rows := l.read(c, grid, known)
	return reading{difference: compare(rows, known, first && c.ExistingRows == IgnoreRows, now), first: first}, nil
}

func anySucceeded(runs []Run) bool {
	for _, r := range runs {
		if r.Error == "" {
			return true
		}
	}
	return false
}

// fetch reads the tab: once with every digit, and once more for the look of numbers where a
// mapped text column holds some.
func (s *Service) fetch(ctx context.Context, c Connection) ([][]Cell, layout, error) {
	grid, err := s.source(c.Access).Values(ctx, c.Place, c.Tab, Raw)
	if err != nil {
		return nil, layout{}, err
	}
	if err := checkSize(grid); err != nil {
		return nil, layout{}, err
	}
	l, err := locate(c, grid)
	if err != nil {
		return nil, layout{}, err
	}
	if l.wantsFormat(grid) {
		formatted, err := s.source(c.Access).Values(ctx, c.Place, c.Tab, Formatted)
		if err != nil {
			return nil, layout{}, err
		}
		l.withFormat(grid, formatted)
	}
	return grid, l, nil
}

// commit stores everything a reading brings, or nothing.
func (s *Service) commit(ctx context.Context, c Connection, d difference, run *Run) error {
	return s.store.InTx(ctx, func(ctx context.Context) error {
		now, err := s.store.GetSheet(ctx, c.ID)
		if err != nil {
			return err
		}
		if now.State == Paused {
			return fault.New(fault.Conflict, "This sheet was paused meanwhile.").With("reason", now.Reason)
		}
		run.Rejected = d.bad
		rows, err := s.apply(ctx, c, d, run)
		if err != nil {
			return err
		}
		if err := s.store.PutSheetRows(ctx, c.ID, append(rows, d.put...)); err != nil {
			return err
		}
		if err := s.store.DeleteSheetRows(ctx, c.ID, d.drop); err != nil {
			return err
		}
		run.EndedAt = clock.NowMillis(s.clock)
		if err := s.store.CreateSheetRun(ctx, c.ID, *run); err != nil {
			return err
		}
		now.State, now.Reason, now.Failures, now.LastRunAt = Active, "", 0, run.EndedAt
		if err := s.store.UpdateSheet(ctx, now); err != nil {
			return err
		}
		s.publish(ctx, c.ID)
		return nil
	})
}

// apply writes the leads of fresh and changed rows and returns those rows with their leads.
func (s *Service) apply(ctx context.Context, c Connection, d difference, run *Run) ([]Row, error) {
	known, err := s.store.SheetRows(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	keys := make([]string, len(d.changed))
	for i, in := range d.changed {
		keys[i] = in.draft.Phone.MatchKey()
	}
	owners, err := s.store.FindByMatchKeys(ctx, keys)
	if err != nil {
		return nil, err
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
	rows, outcome, err := s.applyBatch(ctx, fresh, intake.Batch{Policy: intake.FillEmpty, Tags: c.Tags, StageID: c.StageID})
	if err != nil {
		return nil, err
	}
	changed, changes, err := s.applyBatch(ctx, same, intake.Batch{Policy: intake.Overwrite})
	if err != nil {
		return nil, err
	}
	run.Created = outcome.Count(intake.Created)
	run.Changed = outcome.Count(intake.Updated) + changes.Count(intake.Updated)
	s.announce(ctx, leads.EventCreated, outcome.IDs(intake.Created))
	s.announce(ctx, leads.EventChanged, append(outcome.IDs(intake.Updated), changes.IDs(intake.Updated)...))
	return append(rows, changed...), nil
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

func (s *Service) announce(ctx context.Context, name string, ids []int64) {
	if len(ids) == 0 {
		return
	}
	if len(ids) > namedLeads {
		ids = []int64{}
	}
	s.bus.Publish(ctx, event.Event{Name: name, Data: leads.Changed{IDs: ids}})
}

func (s *Service) publish(ctx context.Context, id int64) {
	s.bus.Publish(ctx, event.Event{Name: EventChanged, Data: Changed{ID: id}})
}

// failed records why a reading failed, once per cause, and decides when to try again. What the
// user must mend pauses the connection; everything else is tried again, ever more slowly.
func (s *Service) failed(ctx context.Context, c Connection, started clock.Millis, cause error) error {
	if ctx.Err() != nil || fault.Is(cause, fault.Canceled) {
		return cause // the program is closing
	}
	reason := reasonOf(cause)
	if reason == "" {
		return fmt.Errorf("sheet %d: %w", c.ID, cause) // ours, not the sheet's
	}
	now := clock.NowMillis(s.clock)
	failures := s.statusOf(c.ID).failures + 1
	s.note(c.ID, status{lastRunAt: now, failures: failures})
	state := Failed
	if pauses(reason) {
		state = Paused
		s.scheduler.Remove(jobID(c.ID))
	} else {
		s.scheduleIn(c, backoff(c, failures))
	}
	if c.State == state && c.Reason == reason {
		return cause
	}
	err := s.store.InTx(ctx, func(ctx context.Context) error {
		fresh, err := s.store.GetSheet(ctx, c.ID)
		if err != nil {
			return err
		}
		if fresh.State == Paused {
			return nil // by the user, meanwhile
		}
		fresh.State, fresh.Reason, fresh.Failures, fresh.LastRunAt = state, reason, failures, now
		if err := s.store.UpdateSheet(ctx, fresh); err != nil {
			return err
		}
		s.publish(ctx, c.ID)
		return s.store.CreateSheetRun(ctx, c.ID, Run{StartedAt: started, EndedAt: now, Error: reason})
	})
	return errors.Join(cause, err)
}

func reasonOf(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Fields["reason"]
	}
	return ""
}

func pauses(reason string) bool {
	return reason == ReasonHeaderChanged || reason == ReasonTabMissing || reason == ReasonTooLarge || reason == ReasonOfficeFile
}

func backoff(c Connection, failures int) time.Duration {
	wait := interval(c)
	for range failures {
		if wait *= 2; wait > maxBackoff {
			break
		}
	}
	return min(wait, max(maxBackoff, interval(c)))
}
