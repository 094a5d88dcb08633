package schedule_test

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"mceplatform/backend/clock"
	"mceplatform/backend/schedule"
)

// clockOf is a wall clock that can be set.
type clockOf struct {
	mu     sync.Mutex
	offset time.Duration
}

func (c *clockOf) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.offset)
}
func (c *clockOf) Location() *time.Location { return time.UTC }
func (c *clockOf) shift(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset += d
}

var _ clock.Clock = (*clockOf)(nil)

func start(t *testing.T) (*schedule.Scheduler, *clockOf, func()) {
	t.Helper()
	clk := &clockOf{}
	s := schedule.New(clk, slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	return s, clk, func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func TestJobsRunAtTheirInterval(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, clk, stop := start(t)
		defer stop()
		var runs atomic.Int32
		s.Set("a", 5*time.Minute, clk.Now(), func(context.Context) { runs.Add(1) })
		time.Sleep(time.Minute)
		if runs.Load() != 1 {
			t.Errorf("%d runs after the first minute", runs.Load())
		}
		if next := s.Next("a").Sub(clk.Now()); next < 3*time.Minute || next > 6*time.Minute {
			t.Errorf("next in %v", next)
		}
		time.Sleep(24*time.Hour - time.Minute)
		// 288 at five minutes sharp; jitter and tick may cost a tenth and fifteen seconds each.
		if n := runs.Load(); n < 250 || n > 289 {
			t.Errorf("%d runs in a day", n)
		}
		s.Remove("a")
		synctest.Wait() // a run that is due at this very moment has begun
		before := runs.Load()
		time.Sleep(time.Hour)
		if runs.Load() != before || !s.Next("a").IsZero() {
			t.Error("runs after it was removed")
		}
	})
}

func TestSleepOfTheComputerMakesNoBurst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, clk, stop := start(t)
		defer stop()
		var runs atomic.Int32
		s.Set("a", time.Minute, clk.Now(), func(context.Context) { runs.Add(1) })
		time.Sleep(20 * time.Second)
		before := runs.Load()
		clk.shift(8 * time.Hour) // the wall clock has moved on, the timers have not
		time.Sleep(20 * time.Second)
		if n := runs.Load() - before; n != 1 {
			t.Errorf("%d runs within 20 s of waking", n)
		}
		clk.shift(-8 * time.Hour) // and now the clock is put right
		before = runs.Load()
		time.Sleep(3 * time.Minute)
		if n := runs.Load() - before; n < 1 || n > 4 {
			t.Errorf("%d runs in three minutes after the clock was set back", n)
		}
	})
}

func TestAJobNeverOverlapsItselfAndAPanicIsNotTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, clk, stop := start(t)
		defer stop()
		var running, most, calls atomic.Int32
		slow := func(context.Context) {
			most.Store(max(most.Load(), running.Add(1)))
			time.Sleep(10 * time.Minute)
			running.Add(-1)
		}
		s.Set("slow", time.Minute, clk.Now(), slow)
		s.Set("broken", time.Minute, clk.Now(), func(context.Context) { calls.Add(1); panic("boom") })
		time.Sleep(5 * time.Minute)
		s.Set("slow", time.Minute, clk.Now(), slow) // replaced while it runs
		time.Sleep(25 * time.Minute)
		if most.Load() != 1 {
			t.Errorf("%d at once", most.Load())
		}
		if calls.Load() < 20 {
			t.Errorf("%d calls of the job that panics", calls.Load())
		}
	})
}

func TestRunWaitsForRunningJobs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, clk, stop := start(t)
		var finished atomic.Bool
		s.Set("a", time.Minute, clk.Now(), func(ctx context.Context) {
			<-ctx.Done()
			time.Sleep(time.Second)
			finished.Store(true)
		})
		time.Sleep(20 * time.Second)
		stop()
		if !finished.Load() {
			t.Error("Run left a job behind")
		}
	})
}

func TestADeferredJobWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, clk, stop := start(t)
		defer stop()
		var runs atomic.Int32
		s.Set("a", time.Minute, clk.Now().Add(time.Hour), func(context.Context) { runs.Add(1) })
		time.Sleep(59 * time.Minute)
		if runs.Load() != 0 {
			t.Error("ran too early")
		}
		time.Sleep(2 * time.Minute)
		if runs.Load() == 0 {
			t.Error("did not run")
		}
	})
}
