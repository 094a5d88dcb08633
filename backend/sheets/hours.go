package sheets

import (
	"time"

	"mceplatform/backend/fault"
)

const minutesOfDay = 24 * 60

// Hours are the time of day, on the computer's clock, at which a sheet is read by itself. From equal
// to To means always; From above To reaches over midnight.
type Hours struct {
	From int `json:"from"` // minute of the day
	To   int `json:"to"`   // minute of the day
}

func (h Hours) check() error {
	if h.From < 0 || h.From >= minutesOfDay || h.To < 0 || h.To > minutesOfDay {
		return fault.New(fault.Invalid, "Hours lie between 00:00 and 24:00.").With("field", "activeHours")
	}
	return nil
}

// opens returns the next moment at which the hours are open: now, while they are.
func (h Hours) opens(now time.Time) time.Time {
	minute := now.Hour()*60 + now.Minute()
	always := h.From == h.To || h.From == 0 && h.To == minutesOfDay
	within := minute >= h.From && minute < h.To
	if h.From > h.To {
		within = minute >= h.From || minute < h.To
	}
	if always || within {
		return now
	}
	at := time.Date(now.Year(), now.Month(), now.Day(), h.From/60, h.From%60, 0, 0, now.Location())
	if !at.After(now) {
		at = time.Date(now.Year(), now.Month(), now.Day()+1, h.From/60, h.From%60, 0, 0, now.Location())
	}
	return at
}
