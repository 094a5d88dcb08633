package whatsapp

import "time"

// alarm is a timer that may not be set.
type alarm struct{ t *time.Timer }

// C rings once after set; it is nil, hence silent, while the alarm is off.
func (a *alarm) C() <-chan time.Time {
	if a.t == nil {
		return nil
	}
	return a.t.C
}

func (a *alarm) isSet() bool { return a.t != nil }

func (a *alarm) set(d time.Duration) {
	a.stop()
	a.t = time.NewTimer(d)
}

func (a *alarm) stop() {
	if a.t != nil {
		a.t.Stop()
		a.t = nil
	}
}
