package sheets

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"mceplatform/backend/clock"
	"mceplatform/backend/event"
	"mceplatform/backend/fault"
)

const (
	// trustVersion is how long a version that has not moved stands for a document that has not: what
	// Google says of a document is not guarded as well as what it holds.
	trustVersion = time.Hour
	// checkTabs is how often the tab is looked for by its number where no version tells of a change.
	checkTabs = 30 * time.Minute
)

// status is what is known of a connection's readings since the start. It is not stored: a reading
// that finds nothing new must not write.
type status struct {
	lastRunAt clock.Millis
	failures  int
	last      *Run // the latest successful reading

	version string             // of the document when it was read, "" = not known
	readAt  time.Time          // when it was read whole
	tabsAt  time.Time          // when the tab was looked for by its number
	digest  [sha256.Size]byte  // of what was read
	absent  map[CellKey]string // what cells should say whose row is not in the sheet any more
}

// RunOnce reads a connection's tab and brings the leads up to date, in one transaction at its end,
// then writes back what the user asked for. A reading that finds nothing new writes nothing. Failures
// are recorded with the connection and returned.
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
	run, err := s.bring(ctx, c, started)
	if err != nil {
		return Run{}, s.failed(ctx, c, started, err)
	}
	return run, nil
}

// bring is RunOnce without what follows a failure.
func (s *Service) bring(ctx context.Context, c Connection, started clock.Millis) (Run, error) {
	st := s.statusOf(c.ID)
	version, err := s.source(c.Access).Version(ctx, c.Place) // before the values: what changes in between is seen next time
	if err != nil {
		return Run{}, err
	}
	if version != "" && version == st.version && c.State == Active && s.clock.Now().Sub(st.readAt) < trustVersion {
		if w, err := s.wanted(ctx, c); err != nil || !w.due(st.absent) {
			return s.nothingNew(ctx, c, st, started), err
		}
	}
	if err := s.checkTab(ctx, c, &st, version); err != nil {
		return Run{}, err
	}
	grid, l, err := s.fetch(ctx, c)
	if err != nil {
		return Run{}, err
	}
	before := st.digest
	st.version, st.readAt, st.digest = version, s.clock.Now(), digestOf(grid)
	if st.digest == before && c.State == Active && len(c.WriteBack) == 0 {
		return s.nothingNew(ctx, c, st, started), nil
	}
	run, rows, err := s.take(ctx, c, grid, l, started)
	if err != nil {
		return Run{}, err
	}
	st.lastRunAt, st.failures, st.last = run.EndedAt, 0, &run
	s.note(c.ID, st)
	return run, s.writeBack(ctx, c, grid, l, rows)
}

// nothingNew notes a reading that found everything as it was.
func (s *Service) nothingNew(ctx context.Context, c Connection, st status, started clock.Millis) Run {
	run := Run{StartedAt: started, EndedAt: clock.NowMillis(s.clock)}
	if st.last != nil {
		run.Rows = st.last.Rows
	}
	st.lastRunAt, st.failures, st.last = run.EndedAt, 0, &run
	s.note(c.ID, st)
	s.publish(ctx, c.ID) // the screen shows when a sheet was last read
	return run
}

// checkTab finds out whether the tab is still the one that was connected: another one may have taken
// its name.
func (s *Service) checkTab(ctx context.Context, c Connection, st *status, version string) error {
	now := s.clock.Now()
	if c.GID < 0 || !c.Access.CanWrite() || (version == "" || version == st.version) && now.Sub(st.tabsAt) < checkTabs {
		return nil
	}
	sheet, err := s.client.Spreadsheet(ctx, c.Place)
	if err != nil {
		return err
	}
	st.tabsAt = now
	for _, tab := range sheet.Tabs {
		switch {
		case tab.ID != c.GID:
		case tab.Title == c.Tab:
			return nil
		default:
			return fault.New(fault.Conflict, "The tab %q is now called %q. Say whether it is still the one.", c.Tab, tab.Title).
				With("reason", ReasonTabRenamed).With("tab", tab.Title)
		}
	}
	return fault.New(fault.NotFound, "The tab %q is no longer in the sheet. Choose another one.", c.Tab).With("reason", ReasonTabMissing)
}

// take takes over what a table says, large ones one after the other. It returns the rows for who
// writes back.
func (s *Service) take(ctx context.Context, c Connection, grid [][]Cell, l layout, started clock.Millis) (Run, []incoming, error) {
	select {
	case s.taking <- struct{}{}:
		defer func() { <-s.taking }()
	case <-ctx.Done():
		return Run{}, nil, ctx.Err()
	}
	known, err := s.store.SheetRows(ctx, c.ID)
	if err != nil {
		return Run{}, nil, err
	}
	rows, _ := l.read(c, grid, known)
	run := Run{StartedAt: started, EndedAt: clock.NowMillis(s.clock), Rows: len(rows)}
	first := false
	if len(known) == 0 {
		runs, err := s.store.ListSheetRuns(ctx, c.ID, maxRuns)
		if err != nil {
			return Run{}, nil, err
		}
		first = !anySucceeded(runs)
	}
	d := compare(rows, known, first && c.ExistingRows == IgnoreRows, started)
	if d.isEmpty() && !first && c.State == Active {
		s.publish(ctx, c.ID)
		return run, rows, nil
	}
	if err := s.commit(ctx, c, d, first, &run); err != nil {
		return Run{}, nil, fmt.Errorf("sheet %d: %w", c.ID, err)
	}
	return run, rows, nil
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

func (s *Service) publish(ctx context.Context, id int64) {
	s.bus.Publish(ctx, event.Event{Name: EventChanged, Data: Changed{ID: id}})
}
