package chats

import (
	"time"

	"mceplatform/backend/fault"
)

// Pace limits paced sends. It counts for the whole account: every campaign
// draws on the same budgets.
type Pace struct {
	MinGapSeconds int `json:"minGapSeconds"`
	MaxGapSeconds int `json:"maxGapSeconds"`
	PerHour       int `json:"perHour"`
	PerDay        int `json:"perDay"`
}

// DefaultPace is what a new campaign starts with: 30 to 60 s apart, as those
// who watch WhatsApp's reactions advise, and few enough a day for a number
// whose owner has not been sending in bulk. WhatsApp publishes no safe figure.
var DefaultPace = Pace{MinGapSeconds: 30, MaxGapSeconds: 60, PerHour: 40, PerDay: 150}

// HardPace is the loosest pace anyone can set: five a minute.
var HardPace = Pace{MinGapSeconds: 8, MaxGapSeconds: 12, PerHour: 240, PerDay: 1000}

// Check refuses a pace that makes no sense or is looser than hard.
func (p Pace) Check(hard Pace) error {
	bad := func(field, format string, args ...any) error {
		return fault.New(fault.Invalid, format, args...).With("field", field)
	}
	switch {
	case p.MinGapSeconds < hard.MinGapSeconds:
		return bad("minGapSeconds", "The shortest pause is %d seconds. Faster sending gets numbers banned.", hard.MinGapSeconds)
	case p.MaxGapSeconds < hard.MaxGapSeconds || p.MaxGapSeconds < p.MinGapSeconds:
		return bad("maxGapSeconds", "The longest pause must be at least %d seconds and not below the shortest.", hard.MaxGapSeconds)
	case p.MaxGapSeconds > 24*3600:
		return bad("maxGapSeconds", "The longest pause is a day.")
	case p.PerHour < 1 || p.PerHour > hard.PerHour:
		return bad("perHour", "Choose between 1 and %d messages an hour.", hard.PerHour)
	case p.PerDay < 1 || p.PerDay > hard.PerDay:
		return bad("perDay", "Choose between 1 and %d messages a day.", hard.PerDay)
	}
	return nil
}

// AverageGap is the expected time between two sends.
func (p Pace) AverageGap() time.Duration {
	return time.Duration(p.MinGapSeconds+p.MaxGapSeconds) * time.Second / 2
}
