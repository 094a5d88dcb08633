package chats

import (
	"math/rand/v2"
	"testing"
	"time"
)

func place(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func moment(t *testing.T, zone, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, place(t, zone))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

const (
	berlin    = "4915735990001"
	saoPaulo  = "5511961001022"
	tokyo     = "819012345678"
	tollFree  = "18005550100" // anywhere from Guam to Bermuda
	satellite = "870773111632"
)

func TestPlanFindsTheNextMoment(t *testing.T) {
	week := Hours{On: true, Days: []int{1, 2, 3, 4, 5}, From: 9 * 60, To: 18 * 60}
	night := Quiet{On: true, From: 21 * 60, To: 8 * 60}
	short := Quiet{On: true, From: 2 * 60, To: 3 * 60}
	tests := []struct {
		name   string
		rules  Rules
		number string
		zone   string // of the owner, of now and of want
		now    string
		want   string
		why    WaitReason
	}{
		{"at work", Rules{Work: week}, "", "Europe/Berlin", "2026-11-25 10:00", "2026-11-25 10:00", WaitNothing},
		{"before work", Rules{Work: week}, "", "Europe/Berlin", "2026-11-25 08:59", "2026-11-25 09:00", WaitHours},
		{"closing time is over", Rules{Work: week}, "", "Europe/Berlin", "2026-11-25 18:00", "2026-11-26 09:00", WaitHours},
		{"over the weekend", Rules{Work: week}, "", "Europe/Berlin", "2026-11-27 18:00", "2026-11-30 09:00", WaitHours},
		{"a holiday", Rules{Work: week, Holidays: []string{"2026-12-25"}}, "", "Europe/Berlin", "2026-12-25 10:00", "2026-12-28 09:00", WaitHoliday},
		{"a holiday without working hours", Rules{Holidays: []string{"2026-12-24", "2026-12-25"}}, "", "Europe/Berlin", "2026-12-24 10:00", "2026-12-26 00:00", WaitHoliday},
		{"night by number", Rules{Quiet: night}, tokyo, "Europe/Berlin", "2026-11-25 14:00", "2026-11-26 00:00", WaitQuiet},
		{"day by number", Rules{Quiet: night}, tokyo, "Europe/Berlin", "2026-11-25 02:00", "2026-11-25 02:00", WaitNothing},
		{"no number: the owner's night", Rules{Quiet: night}, "", "Europe/Berlin", "2026-11-25 23:00", "2026-11-26 08:00", WaitQuiet},
		{"a number that tells nothing", Rules{Quiet: night}, satellite, "Europe/Berlin", "2026-11-25 23:00", "2026-11-26 08:00", WaitQuiet},
		{"night in one of many places", Rules{Quiet: night}, tollFree, "UTC", "2026-11-25 12:00", "2026-11-25 22:00", WaitQuiet},
		{"day in none of many places at once", Rules{Quiet: Quiet{On: true, From: 20 * 60, To: 10 * 60}}, tollFree, "UTC", "2026-11-25 12:00", "2026-11-25 12:00", WaitNothing},
		{"night there, then weekend here", Rules{Work: week, Quiet: night}, saoPaulo, "Europe/Berlin", "2026-11-27 09:30", "2026-11-27 12:00", WaitQuiet},
		{"no moment for both", Rules{Work: week, Quiet: Quiet{On: true, From: 16 * 60, To: 8 * 60}}, tokyo, "Europe/Berlin", "2026-11-25 10:00", "2026-11-26 10:00", WaitNoTime},

		// Berlin loses 02:00 to 03:00 on 29 March 2026 and has it twice on 25 October.
		{"the night that is shorter", Rules{Quiet: night}, berlin, "Europe/Berlin", "2026-03-28 22:00", "2026-03-29 08:00", WaitQuiet},
		{"the night that is longer", Rules{Quiet: night}, berlin, "Europe/Berlin", "2026-10-24 22:00", "2026-10-25 08:00", WaitQuiet},
		{"quiet hours that do not exist that day", Rules{Quiet: short}, berlin, "Europe/Berlin", "2026-03-29 01:59", "2026-03-29 01:59", WaitNothing},
		{"quiet hours that come twice", Rules{Quiet: short}, berlin, "Europe/Berlin", "2026-10-25 02:00", "2026-10-25 03:00", WaitQuiet},
		// Santiago begins summer time at midnight: 6 September 2026 starts at 01:00.
		{"a day without midnight", Rules{Holidays: []string{"2026-09-05"}}, "", "America/Santiago", "2026-09-05 12:00", "2026-09-06 01:00", WaitHoliday},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.rules.Zone = tt.zone
			at, why := Plan{Rules: tt.rules}.meet(moment(t, tt.zone, tt.now), zonesOf(tt.number))
			if want := moment(t, tt.zone, tt.want); !at.Equal(want) || why != tt.why {
				t.Errorf("%s, %q; want %s, %q", at.In(place(t, tt.zone)), why, want, tt.why)
			}
		})
	}
	// 02:30 of the longer night comes twice and is quiet both times.
	for utc, want := range map[string]time.Duration{"2026-10-25 00:30": 90 * time.Minute, "2026-10-25 01:30": 30 * time.Minute} {
		now := moment(t, "UTC", utc)
		if at, _ := (Plan{Rules: Rules{Quiet: short, Zone: "Europe/Berlin"}}).meet(now, zonesOf(berlin)); at.Sub(now) != want {
			t.Errorf("quiet for %v after %s, want %v", at.Sub(now), now, want)
		}
	}
}

// TestPlanFindsWhatAWalkFinds compares the jumps with a walk by the minute.
func TestPlanFindsWhatAWalkFinds(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	places := []string{"Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Santiago", "Africa/Casablanca", "UTC"}
	for range 400 {
		from := rng.IntN(minutesOfDay - 1)
		r := Rules{
			Zone:  places[rng.IntN(len(places))],
			Work:  Hours{On: rng.IntN(4) > 0, Days: []int{rng.IntN(7), rng.IntN(7), rng.IntN(7)}, From: from, To: from + 1 + rng.IntN(minutesOfDay-from)},
			Quiet: Quiet{On: rng.IntN(4) > 0, From: rng.IntN(minutesOfDay), To: rng.IntN(minutesOfDay)},
		}
		owner := place(t, r.Zone)
		start := time.Date(2026, time.Month(1+rng.IntN(12)), 1+rng.IntN(28), rng.IntN(24), rng.IntN(60), 0, 0, time.UTC)
		r.Holidays = []string{start.AddDate(0, 0, 1).Format(time.DateOnly)}
		at, why := Plan{Rules: r}.meet(start, nil)
		walked := start
		for limit := start.Add(meetHorizon); walked.Before(limit) && !allowedAt(r, walked.In(owner)); {
			walked = walked.Add(time.Minute)
		}
		if walked.Sub(start) >= meetHorizon {
			if why != WaitNoTime {
				t.Fatalf("%+v from %s: %s, %q, but there is no such moment", r, start, at, why)
			}
		} else if !at.Equal(walked) {
			t.Fatalf("%+v from %s: %s, %q; a walk finds %s", r, start.In(owner), at.In(owner), why, walked.In(owner))
		}
	}
}

func allowedAt(r Rules, local time.Time) bool {
	m := local.Hour()*60 + local.Minute()
	if r.Quiet.On {
		for q := r.Quiet.From; q != r.Quiet.To; q = (q + 1) % minutesOfDay {
			if q == m {
				return false
			}
		}
	}
	for _, day := range r.Holidays {
		if local.Format(time.DateOnly) == day {
			return false
		}
	}
	if !r.Work.On {
		return true
	}
	for _, day := range r.Work.Days {
		if int(local.Weekday()) == day && m >= r.Work.From && m < r.Work.To {
			return true
		}
	}
	return false
}
