// Package clock holds the program's idea of time: milliseconds in UTC where
// time is stored, and a Clock where a rule depends on the current moment.
package clock

import "time"

// Millis is a moment as UTC milliseconds since 1970; 0 means never. It is the
// one representation in the database and on the way to the window.
type Millis int64

// MillisOf converts a time; the zero time becomes 0.
func MillisOf(t time.Time) Millis {
	if t.IsZero() {
		return 0
	}
	return Millis(t.UnixMilli())
}

// Time converts back; 0 becomes the zero time.
func (m Millis) Time() time.Time {
	if m == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(m)).UTC()
}

// Add shifts m by d.
func (m Millis) Add(d time.Duration) Millis { return m + Millis(d.Milliseconds()) }

// Sub returns m-o.
func (m Millis) Sub(o Millis) time.Duration { return time.Duration(m-o) * time.Millisecond }

// Clock tells the time to rules that depend on it.
type Clock interface {
	Now() time.Time
	Location() *time.Location
}

// System is the computer's own clock and time zone.
type System struct{}

// Now returns the current moment.
func (System) Now() time.Time { return time.Now() }

// Location returns the zone the computer is set to.
func (System) Location() *time.Location { return time.Local }

// NowMillis is c.Now in stored form.
func NowMillis(c Clock) Millis { return MillisOf(c.Now()) }
