package whatsapp

import (
	"time"

	"mceplatform/backend/account"
)

// sleptAtLeast is the gap in the clock that counts as sleep.
const sleptAtLeast = 30 * time.Second

// sleepWatch notices that the computer slept. Timers stand still in sleep, so a
// tick comes much later by the wall clock than it should have. (Some systems
// count sleep in their monotonic clock and some do not; the wall clock always
// does. A clock that was set looks the same, and a new connection does no harm.)
type sleepWatch struct {
	last time.Time
	tick time.Duration
}

// slept is told the time at every tick, and reports the sleep before it.
func (w *sleepWatch) slept(now time.Time) bool {
	gap := now.Round(0).Sub(w.last.Round(0)) - w.tick
	w.last = now
	return gap > sleptAtLeast
}

// lookAtClock connects at once after sleep: what looks like a connection is
// dead, and waiting out a pause from before makes no sense.
func (f *follower) lookAtClock() {
	if !f.sleep.slept(f.cfg.Clock.Now()) {
		return
	}
	f.log.Info("the computer slept")
	switch f.cfg.Account.Status().State {
	case account.Online, account.Offline, account.Connecting, account.ClockWrong:
		if f.linked.Load() {
			f.moved(f.ctx, account.Status{State: account.Connecting})
			f.connectNow()
		} else if f.link != nil {
			f.freshCodes()
		}
	case account.Linking:
		f.retry.reset()
		f.freshCodes()
	}
}
