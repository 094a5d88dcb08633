package sheets

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"sync"
	"time"

	"mceplatform/backend/clock"
	"mceplatform/backend/event"
	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
)

const (
	defaultInterval = 5
	maxInterval     = 24 * 60
	maxRuns         = 50
)

// Hook hears of new leads, in the transaction that makes them.
type Hook interface {
	// SheetBrought says which leads have come to be through a connection.
	SheetBrought(ctx context.Context, connectionID int64, leadIDs []int64) error
}

// Deps are what the service works with.
type Deps struct {
	Store     Store
	Client    Client
	Scheduler Scheduler
	Hook      Hook // nil: nobody
	Bus       *event.Bus
	Clock     clock.Clock
	Log       *slog.Logger
}

// Service holds the rules about sheets. Its methods are safe for concurrent use.
type Service struct {
	store     Store
	client    Client
	files     Source
	scheduler Scheduler
	hook      Hook
	bus       *event.Bus
	clock     clock.Clock
	log       *slog.Logger

	mu       sync.Mutex
	statuses map[int64]status
	locks    map[int64]*sync.Mutex
}

// status is what is known of a connection's readings since the start. It is not stored: a reading
// that finds nothing new must not write.
type status struct {
	lastRunAt clock.Millis
	failures  int
}

// New returns the service. Start makes it read by itself.
func New(d Deps) *Service {
	return &Service{
		store: d.Store, client: d.Client, files: files{}, scheduler: d.Scheduler, hook: d.Hook, bus: d.Bus, clock: d.Clock, log: d.Log,
		statuses: make(map[int64]status), locks: make(map[int64]*sync.Mutex),
	}
}

// source is where a connection's table is read from.
func (s *Service) source(a Access) Source {
	if a == AccessFile {
		return s.files
	}
	return s.client
}

// Start schedules every connection that is not paused.
func (s *Service) Start(ctx context.Context) error {
	list, err := s.store.ListSheets(ctx)
	if err != nil {
		return err
	}
	for _, c := range list {
		if c.State != Paused {
			s.scheduleIn(c, 0)
		}
	}
	return nil
}

// List returns every connection, by age.
func (s *Service) List(ctx context.Context) ([]Connection, error) {
	list, err := s.store.ListSheets(ctx)
	for i := range list {
		s.dress(&list[i])
	}
	return list, err
}

// Get returns one connection.
func (s *Service) Get(ctx context.Context, id int64) (Connection, error) {
	c, err := s.store.GetSheet(ctx, id)
	s.dress(&c)
	return c, err
}

// dress adds what is not stored.
func (s *Service) dress(c *Connection) {
	c.LastRunAt = max(c.LastRunAt, s.statusOf(c.ID).lastRunAt)
	c.NextRunAt = clock.MillisOf(s.scheduler.Next(jobID(c.ID)))
}

// Create connects a tab. The first reading happens at once, in the background.
func (s *Service) Create(ctx context.Context, in Input) (Connection, error) {
	c := Connection{
		Place: in.Place, Tab: in.Tab, Owner: in.Owner, Notify: in.Notify, Active: in.Active, WriteBack: append([]WriteColumn{}, in.WriteBack...), GID: -1, DefaultCountry: in.DefaultCountry, KeyColumn: leads.CleanName(in.KeyColumn), StageID: in.StageID,
		ExistingRows: in.ExistingRows, IntervalMinutes: in.IntervalMinutes, State: Active, CreatedAt: clock.NowMillis(s.clock), Tags: in.Tags,
	}
	if err := s.check(ctx, &c); err != nil {
		return Connection{}, err
	}
	sheet, err := s.source(c.Access).Spreadsheet(ctx, c.Place)
	if err != nil {
		return Connection{}, err
	}
	c.Title = leads.CleanName(sheet.Title)
	for _, tab := range sheet.Tabs {
		if tab.Title == c.Tab {
			c.GID = tab.ID
		}
	}
	if err := s.readHeader(ctx, &c, in.HeaderRow, in.Mapping, nil); err != nil {
		return Connection{}, err
	}
	err = s.store.InTx(ctx, func(ctx context.Context) error {
		list, err := s.store.ListSheets(ctx)
		if err != nil {
			return err
		}
		for _, other := range list {
			if other.SpreadsheetID == c.SpreadsheetID && other.Path == c.Path && other.Tab == c.Tab {
				return fault.New(fault.Conflict, "This tab is connected already.").With("id", strconv.FormatInt(other.ID, 10))
			}
		}
		if err := s.store.CreateSheet(ctx, &c); err != nil {
			return err
		}
		s.publish(ctx, c.ID)
		return nil
	})
	if err != nil {
		return Connection{}, err
	}
	s.scheduleIn(c, 0)
	return s.Get(ctx, c.ID)
}

// Update changes a connection's choices. New columns resume one that waits for them.
func (s *Service) Update(ctx context.Context, id int64, u Update) (Connection, error) {
	defer s.lock(id)()
	c, err := s.store.GetSheet(ctx, id)
	if err != nil {
		return Connection{}, err
	}
	set(&c.DefaultCountry, u.DefaultCountry)
	set(&c.Tags, u.Tags)
	set(&c.StageID, u.StageID)
	set(&c.IntervalMinutes, u.IntervalMinutes)
	set(&c.KeyColumn, u.KeyColumn)
	c.KeyColumn = leads.CleanName(c.KeyColumn)
	if err := s.check(ctx, &c); err != nil {
		return Connection{}, err
	}
	if u.HeaderRow != nil || u.Mapping != nil || u.KeyColumn != nil {
		mapping, titles := c.Mapping, c.Header
		if u.Mapping != nil {
			mapping, titles = *u.Mapping, nil
		}
		set(&c.HeaderRow, u.HeaderRow)
		if err := s.readHeader(ctx, &c, c.HeaderRow, mapping, titles); err != nil {
			return Connection{}, err
		}
		if c.Reason == ReasonHeaderChanged {
			c.State, c.Reason = Active, ""
		}
	}
	err = s.store.InTx(ctx, func(ctx context.Context) error {
		if err := s.store.UpdateSheet(ctx, c); err != nil {
			return err
		}
		s.publish(ctx, id)
		return nil
	})
	if err != nil {
		return Connection{}, err
	}
	if c.State != Paused {
		s.scheduleIn(c, 0)
	}
	return s.Get(ctx, id)
}

func set[T any](field *T, value *T) {
	if value != nil {
		*field = *value
	}
}

// Sync reads a connection now.
func (s *Service) Sync(ctx context.Context, id int64) (Connection, error) {
	if _, err := s.RunOnce(ctx, id); err != nil {
		return Connection{}, err
	}
	return s.Get(ctx, id)
}

// Pause stops reading until Resume.
func (s *Service) Pause(ctx context.Context, id int64) (Connection, error) {
	return s.setState(ctx, id, Paused, ReasonUser)
}

// Resume reads again, whatever the connection was paused for; the next reading tells whether the
// cause is gone.
func (s *Service) Resume(ctx context.Context, id int64) (Connection, error) {
	return s.setState(ctx, id, Active, "")
}

func (s *Service) setState(ctx context.Context, id int64, state State, reason string) (Connection, error) {
	var c Connection
	err := s.store.InTx(ctx, func(ctx context.Context) error {
		var err error
		if c, err = s.store.GetSheet(ctx, id); err != nil {
			return err
		}
		c.State, c.Reason = state, reason
		s.publish(ctx, id)
		return s.store.UpdateSheet(ctx, c)
	})
	if err != nil {
		return Connection{}, err
	}
	if state == Paused {
		s.scheduler.Remove(jobID(id))
	} else {
		s.note(id, status{lastRunAt: s.statusOf(id).lastRunAt})
		s.scheduleIn(c, 0)
	}
	return s.Get(ctx, id)
}

// Delete forgets a connection, its rows and its history. Its leads stay.
func (s *Service) Delete(ctx context.Context, id int64) error {
	s.scheduler.Remove(jobID(id))
	defer s.lock(id)()
	return s.store.InTx(ctx, func(ctx context.Context) error {
		s.publish(ctx, id)
		return s.store.DeleteSheet(ctx, id)
	})
}

// Runs lists the latest readings that changed something or failed, newest first.
func (s *Service) Runs(ctx context.Context, id int64) ([]Run, error) {
	return s.store.ListSheetRuns(ctx, id, maxRuns)
}

// Problems lists the rows that cannot become leads, in the order of the sheet.
func (s *Service) Problems(ctx context.Context, id int64) ([]RowProblem, error) {
	return s.store.SheetProblems(ctx, id, maxProblems)
}

// check tidies and refuses what the screen cannot have offered.
func (s *Service) check(ctx context.Context, c *Connection) error {
	if c.ExistingRows == "" {
		c.ExistingRows = ImportRows
	}
	if c.IntervalMinutes == 0 {
		c.IntervalMinutes = defaultInterval
	}
	if err := c.Place.check(); err != nil {
		return err
	}
	if err := c.Active.check(); err != nil {
		return err
	}
	switch {
	case c.ExistingRows != ImportRows && c.ExistingRows != IgnoreRows:
		return fault.New(fault.Invalid, "Choose what happens to the rows that are there.").With("field", "existingRows")
	case c.IntervalMinutes < 1 || c.IntervalMinutes > maxInterval:
		return fault.New(fault.Invalid, "The interval must be between 1 minute and 24 hours.").With("field", "intervalMinutes")
	}
	if err := checkCountry(c.DefaultCountry); err != nil {
		return err
	}
	tags, err := leads.CleanTags(c.Tags)
	if err != nil {
		return err
	}
	c.Tags = tags
	stages, err := s.store.ListStages(ctx)
	if err != nil {
		return err
	}
	if c.StageID == 0 && len(stages) > 0 {
		c.StageID = stages[0].ID
	}
	if !slices.ContainsFunc(stages, func(st leads.Stage) bool { return st.ID == c.StageID }) {
		return fault.New(fault.Invalid, "That stage no longer exists.").With("field", "stageId")
	}
	return nil
}

func jobID(id int64) string { return fmt.Sprintf("sheet:%d", id) }

func interval(c Connection) time.Duration { return time.Duration(c.IntervalMinutes) * time.Minute }

// scheduleIn sets a connection's next reading; after it, they follow at the interval.
func (s *Service) scheduleIn(c Connection, wait time.Duration) {
	id := c.ID
	s.scheduler.Set(jobID(id), interval(c), s.clock.Now().Add(wait), func(ctx context.Context) {
		if _, err := s.RunOnce(ctx, id); err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "sheet not read", "sheet", id, "reason", reasonOf(err), "error", err)
		}
	})
}

func (s *Service) statusOf(id int64) status {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.statuses[id]
}

func (s *Service) note(id int64, st status) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.statuses[id] = st
}

// lock makes the readings and changes of one connection follow each other.
func (s *Service) lock(id int64) (unlock func()) {
	s.mu.Lock()
	one := s.locks[id]
	if one == nil {
		one = &sync.Mutex{}
		s.locks[id] = one
	}
	s.mu.Unlock()
	one.Lock()
	return one.Unlock
}
