package sheets

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"mceplatform/backend/clock"
	"mceplatform/backend/event"
)

const (
	maxRuns     = 50
	startsApart = 2 * time.Second
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

	taking chan struct{} // held while a table is compared and stored

	mu       sync.Mutex
	statuses map[int64]status
	locks    map[int64]*sync.Mutex
}

// New returns the service. Start makes it read by itself.
func New(d Deps) *Service {
	return &Service{
		store: d.Store, client: d.Client, files: files{}, scheduler: d.Scheduler, hook: d.Hook, bus: d.Bus, clock: d.Clock, log: d.Log,
		taking: make(chan struct{}, 1), statuses: make(map[int64]status), locks: make(map[int64]*sync.Mutex),
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
	for i, c := range list {
		if c.State != Paused {
			s.scheduleIn(c, time.Duration(i)*startsApart)
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
	if last := s.statusOf(c.ID).last; last != nil {
		c.Last = last
	}
	if next := s.scheduler.Next(jobID(c.ID)); !next.IsZero() {
		c.NextRunAt = clock.MillisOf(c.Active.opens(next.In(s.clock.Location())))
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
		c.State, c.Reason, c.About = state, reason, ""
		s.publish(ctx, id)
		return s.store.UpdateSheet(ctx, c)
	})
	if err != nil {
		return Connection{}, err
	}
	if state == Paused {
		s.scheduler.Remove(jobID(id))
	} else {
		st := s.statusOf(id)
		s.note(id, status{lastRunAt: st.lastRunAt, last: st.last})
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

func jobID(id int64) string { return fmt.Sprintf("sheet:%d", id) }

func interval(c Connection) time.Duration { return time.Duration(c.IntervalMinutes) * time.Minute }

// scheduleIn sets a connection's next reading; after it, they follow at the interval.
func (s *Service) scheduleIn(c Connection, wait time.Duration) {
	id := c.ID
	s.scheduler.Set(jobID(id), interval(c), s.clock.Now().Add(wait), func(ctx context.Context) {
		if err := s.runByItself(ctx, id); err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "sheet not read", "sheet", id, "reason", reasonOf(err), "error", err)
		}
	})
}

// runByItself reads a connection whose time has come, or puts it off until its hours.
func (s *Service) runByItself(ctx context.Context, id int64) error {
	c, err := s.store.GetSheet(ctx, id)
	if err != nil {
		return err
	}
	now := s.clock.Now().In(s.clock.Location())
	if opens := c.Active.opens(now); opens.After(now) {
		s.scheduleIn(c, opens.Sub(now))
		return nil
	}
	_, err = s.RunOnce(ctx, id)
	return err
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
