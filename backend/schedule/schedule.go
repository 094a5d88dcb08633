// Package schedule runs jobs at intervals. It hides robfig/cron, which parses the intervals and
// wraps the jobs, but whose own timer is not used: that one sleeps on the monotonic clock, which
// stands still while the computer does. Here a tick compares wall-clock times.
package schedule

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/robfig/cron/v3"

	"mceplatform/backend/clock"
)

const (
	// tick is how late a job may start, and all that runs while nothing is due.
	tick = 15 * time.Second
	// Jobs of one interval drift apart by up to a tenth of it, at most half a minute, so that many
	// sheets do not ask Google in the same second.
	jitterShare = 10
	maxJitter   = 30 * time.Second
)

// Scheduler runs jobs, each by itself: a slow one delays no other. A job that is still running when it is due again is skipped, a job that was
// due several times while the computer slept runs once, a job that panics is logged and runs
// again next time.
type Scheduler struct {
	clock clock.Clock
	log   *slog.Logger

	mu   sync.Mutex
	jobs map[string]*job
	last time.Time // of the last tick
}

type job struct {
	interval cron.Schedule
	every    time.Duration
	next     time.Time
	run      func(ctx context.Context)
	ctx      context.Context // of the call under way
	wrapped  cron.Job        // one per id: it knows whether a call is under way
}

// New returns a scheduler; nothing runs before Run.
func New(clk clock.Clock, log *slog.Logger) *Scheduler {
	return &Scheduler{clock: clk, log: log, jobs: make(map[string]*job)}
}

// Set adds a job, or replaces the one with the same id. It runs first at the given moment (at the
// next tick when that has passed), and then at the interval, which is at least a second.
func (s *Scheduler) Set(id string, every time.Duration, first time.Time, run func(ctx context.Context)) {
	every = max(every, time.Second)
	interval, err := cron.ParseStandard(fmt.Sprintf("@every %s", every))
	if err != nil { // cannot be, for a duration of at least a second
		interval = cron.Every(every)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	j := s.jobs[id]
	if j == nil {
		j = &job{}
		logger := cronLog{s.log.With("job", id)}
		// Recover inside: the other wrapper does not give its token back when a job panics.
		j.wrapped = cron.NewChain(cron.SkipIfStillRunning(logger), cron.Recover(logger)).Then(cron.FuncJob(func() {
			s.mu.Lock()
			ctx, run := j.ctx, j.run
			s.mu.Unlock()
			run(ctx)
		}))
		s.jobs[id] = j
	}
	j.interval, j.every, j.next, j.run = interval, every, wall(first), run
}

// Remove forgets a job; a running call ends by itself.
func (s *Scheduler) Remove(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.jobs, id)
}

// Next is when a job is due, the zero time when there is no such job.
func (s *Scheduler) Next(id string) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if j := s.jobs[id]; j != nil {
		return j.next
	}
	return time.Time{}
}

// Run works until ctx ends, then waits for the running jobs, which are given ctx.
func (s *Scheduler) Run(ctx context.Context) error {
	var running sync.WaitGroup
	defer running.Wait()
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for {
		for _, due := range s.due() {
			running.Go(func() { s.call(ctx, due) })
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// due takes the jobs whose time has come, and gives each its next time counted from now: what was
// missed is not made up for.
func (s *Scheduler) due() []*job {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := wall(s.clock.Now())
	setBack := time.Duration(0)
	if now.Before(s.last) {
		setBack = s.last.Sub(now) // jobs must not wait for as long as the clock was wrong
	}
	s.last = now
	var list []*job
	for _, j := range s.jobs {
		j.next = j.next.Add(-setBack)
		if now.Before(j.next) {
			continue
		}
		j.next = j.interval.Next(now).Add(jitter(j.every))
		list = append(list, j)
	}
	return list
}

func (s *Scheduler) call(ctx context.Context, j *job) {
	s.mu.Lock()
	j.ctx = ctx
	s.mu.Unlock()
	j.wrapped.Run()
}

func jitter(every time.Duration) time.Duration {
	return rand.N(min(every/jitterShare, maxJitter) + 1)
}

// wall drops the monotonic reading, so that comparisons see the time people see.
func wall(t time.Time) time.Time { return t.Round(0) }

// cronLog lets the wrappers speak through our log.
type cronLog struct{ log *slog.Logger }

func (l cronLog) Info(string, ...any) { l.log.Debug("job still running, skipped") }

func (l cronLog) Error(err error, _ string, details ...any) {
	l.log.Error("job panicked", "error", err, slog.Group("details", details...))
}
