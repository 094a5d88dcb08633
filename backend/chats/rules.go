package chats

import (
	"slices"
	"time"

	"mceplatform/backend/fault"
)

// minutesOfDay is the number of minutes in a day without a change of clocks.
const minutesOfDay = 24 * 60

// Rules limit paced sends of the whole account, whatever campaign they belong
// to. The zero value has no rules; only simulated accounts go without.
type Rules struct {
	PerMinute int `json:"perMinute"` // paced sends in any minute; 0 = no limit
	// NewPerDay is how many of the day's messages may start a conversation: what
	// a stranger reports is what WhatsApp bans for. 0 = no limit.
	NewPerDay int `json:"newPerDay"`
	// Ramp is the most a newly linked number sends in 24 h, by days since it was
	// linked; afterwards the daily limit alone counts.
	Ramp  []int  `json:"ramp"`
	Work  Hours  `json:"work"`
	Quiet Quiet  `json:"quiet"`
	Zone  string `json:"zone"` // IANA name of the owner's zone; "" = the computer's
	// PersonDays is the least number of days between two campaigns that write to the
	// same person; 0 = no limit.
	PersonDays int `json:"personDays"`
	// ConsentOnly leaves out everybody who has not agreed to be written to.
	ConsentOnly bool     `json:"consentOnly"`
	Holidays    []string `json:"holidays"` // "2026-12-25": days in the owner's zone on which nothing goes out
}

// Hours are the owner's working days and hours, in the owner's zone.
type Hours struct {
	On   bool  `json:"on"`
	Days []int `json:"days"` // 0 = Sunday
	From int   `json:"from"` // minute of the day
	To   int   `json:"to"`   // minute of the day, above From; 1440 = midnight
}

// Quiet is the time of day at which nobody gets a paced send, in the zone of
// whom it goes to. From above To reaches over midnight.
type Quiet struct {
	On   bool `json:"on"`
	From int  `json:"from"` // minute of the day
	To   int  `json:"to"`   // minute of the day
}

// DefaultRules are those of a fresh install. WhatsApp publishes no figures:
// these stay well below what those who were banned report.
//
//   - Five a minute is what the pauses allow at most.
//   - 30 of the day's messages go to people who have no conversation yet.
//   - A newly linked number is watched most closely: it starts with 20 a day and
//     doubles every second day until the daily limit takes over.
//   - People write at work, not at night or on a Sunday.
//   - Nobody hears from two campaigns within three days.
//   - Nobody is woken: 21:00 to 08:00 where the person lives. Several countries'
//     laws on advertising draw the line there too.
var DefaultRules = Rules{
	PerMinute: 5, NewPerDay: 30, PersonDays: 3, Ramp: []int{20, 20, 40, 40, 80, 80, 120},
	Work:     Hours{On: true, Days: []int{1, 2, 3, 4, 5, 6}, From: 8 * 60, To: 20 * 60},
	Quiet:    Quiet{On: true, From: 21 * 60, To: 8 * 60},
	Holidays: []string{},
}

// HardRules are the loosest anyone can set. Working hours and holidays are the
// owner's own affair; the quiet hours of others are not, and cover at least
// these.
var HardRules = Rules{
	PerMinute: 5, NewPerDay: 200, PersonDays: 1, Ramp: []int{40, 80, 160},
	Quiet:    Quiet{On: true, From: 22 * 60, To: 7 * 60},
	Holidays: []string{},
}

// Clone returns a copy that shares nothing, with lists that are not nil.
func (r Rules) Clone() Rules {
	r.Ramp = append([]int{}, r.Ramp...)
	r.Holidays = append([]string{}, r.Holidays...)
	r.Work.Days = append([]int{}, r.Work.Days...)
	return r
}

const (
	maxHolidays   = 400
	maxRampDays   = 60
	maxPersonDays = 365
)

// Check refuses rules that make no sense or are looser than hard.
func (r Rules) Check(hard Rules) error {
	if hard.PerMinute > 0 && (r.PerMinute < 1 || r.PerMinute > hard.PerMinute) {
		return badRule("perMinute", "Choose between 1 and %d messages a minute.", hard.PerMinute)
	}
	if hard.NewPerDay > 0 && (r.NewPerDay < 1 || r.NewPerDay > hard.NewPerDay) {
		return badRule("newPerDay", "Choose between 1 and %d new conversations a day.", hard.NewPerDay)
	}
	if r.PersonDays < hard.PersonDays || r.PersonDays > maxPersonDays {
		return badRule("personDays", "Choose between %d and %d days.", hard.PersonDays, maxPersonDays)
	}
	if r.PerMinute < 0 || r.NewPerDay < 0 {
		return badRule("perMinute", "A limit cannot be below zero.")
	}
	if err := checkRamp(r.Ramp, hard.Ramp); err != nil {
		return err
	}
	if err := r.Work.Check(); err != nil {
		return err
	}
	if err := r.Quiet.check(hard.Quiet); err != nil {
		return err
	}
	if _, err := zoneNamed(r.Zone); r.Zone != "" && err != nil {
		return badRule("zone", "There is no time zone %q.", r.Zone)
	}
	if len(r.Holidays) > maxHolidays {
		return badRule("holidays", "At most %d holidays can be kept.", maxHolidays)
	}
	for _, day := range r.Holidays {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return badRule("holidays", "%q is not a date like 2026-12-25.", day)
		}
	}
	return nil
}

func badRule(field, format string, args ...any) error {
	return fault.New(fault.Invalid, format, args...).With("field", field)
}

func checkRamp(ramp, hard []int) error {
	if len(ramp) < len(hard) || len(ramp) > maxRampDays {
		return badRule("ramp", "The slow start of a newly linked number takes %d to %d days.", len(hard), maxRampDays)
	}
	for i, most := range ramp {
		switch {
		case most < 1 || (i > 0 && most < ramp[i-1]):
			return badRule("ramp", "Each day of the slow start allows at least one message, and no fewer than the day before.")
		case i < len(hard) && most > hard[i]:
			return badRule("ramp", "On day %d after linking, at most %d messages can go out. Faster starts get numbers banned.", i+1, hard[i])
		}
	}
	return nil
}

// Check refuses hours that make no sense.
func (h Hours) Check() error {
	if !h.On {
		return nil
	}
	if h.From < 0 || h.To > minutesOfDay || h.From >= h.To {
		return badRule("work", "Working hours end after they begin, on the same day.")
	}
	if len(h.Days) == 0 {
		return badRule("work", "Choose at least one working day.")
	}
	for _, d := range h.Days {
		if d < 0 || d > 6 {
			return badRule("work", "A week has seven days.")
		}
	}
	return nil
}

func (q Quiet) check(hard Quiet) error {
	if hard.On && !q.On {
		return badRule("quiet", "Quiet hours cannot be switched off.")
	}
	if !q.On {
		return nil
	}
	if q.From < 0 || q.From >= minutesOfDay || q.To < 0 || q.To >= minutesOfDay || q.From == q.To {
		return badRule("quiet", "Quiet hours begin and end at different times of day.")
	}
	for m := range minutesOfDay {
		if hard.On && hard.holds(m) && !q.holds(m) {
			return badRule("quiet", "Quiet hours cover at least %02d:%02d to %02d:%02d.", hard.From/60, hard.From%60, hard.To/60, hard.To%60)
		}
	}
	return nil
}

// holds reports whether a minute of the day is quiet.
func (q Quiet) holds(minute int) bool {
	if q.From <= q.To {
		return minute >= q.From && minute < q.To
	}
	return minute >= q.From || minute < q.To
}

// holds reports whether a moment of the owner's day is one to work at.
func (h Hours) holds(local time.Time) bool {
	if !h.On {
		return true
	}
	m := minuteOf(local)
	return slices.Contains(h.Days, int(local.Weekday())) && m >= h.From && m < h.To
}

func minuteOf(local time.Time) int { return local.Hour()*60 + local.Minute() }
