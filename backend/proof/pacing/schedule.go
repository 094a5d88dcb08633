package main

import (
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"mceplatform/backend/chats"
)

// sabotage is a rule that the governor does not hear of, a ledger that an end of
// the program empties, or a repeat under another id.
type sabotage string

var sabotages = []sabotage{"quiet", "work", "holiday", "gap", "minute", "hour", "day", "newchats", "ramp", "forget", "newid"}

// blind is the plan without the rule.
func (s sabotage) blind(p chats.Plan) chats.Plan {
	switch s {
	case "quiet":
		p.Rules.Quiet.On = false
	case "work":
		p.Rules.Work.On = false
	case "holiday":
		p.Rules.Holidays = nil
	case "gap":
		p.Pace.MinGapSeconds, p.Pace.MaxGapSeconds = 0, 0
	case "minute":
		p.Rules.PerMinute = 0
	case "hour":
		p.Pace.PerHour = 1_000_000
	case "day":
		p.Pace.PerDay = 1_000_000
	case "newchats":
		p.Rules.NewPerDay = 0
	case "ramp":
		p.Rules.Ramp = nil
	}
	return p
}

// countries are numbers with the zones people there live in, written down here
// by hand: the judge does not ask the library that the governor asks.
var countries = []struct{ number, zones string }{
	{"4915735990001", "Europe/Berlin"},
	{"447700900100", "Europe/London"},
	{"351912345678", "Europe/Lisbon Atlantic/Azores"},
	{"5511961001022", "America/Sao_Paulo"},
	{"12025550100", "America/New_York"},
	{"12135550100", "America/Los_Angeles"},
	{"819012345678", "Asia/Tokyo"},
	{"919812345678", "Asia/Kolkata"},
	{"9779812345678", "Asia/Kathmandu"},
	{"61412345678", "Australia/Sydney"},
	{"6421123456", "Pacific/Auckland"},
	{"212612345678", "Africa/Casablanca"},
	{"201012345678", "Africa/Cairo"},
	{"870773111632", ""}, // a satellite: the owner's zone
	{"", ""},
}

// homes are the owner's zones, with all sorts of changes of clocks.
var homes = []string{
	"Europe/Berlin", "America/Sao_Paulo", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Santiago",
	"Pacific/Auckland", "Africa/Casablanca", "Asia/Kathmandu", "UTC", "Pacific/Chatham", "Africa/Cairo",
}

// changes are days on which clocks change somewhere.
var changes = []string{"2026-03-08", "2026-03-29", "2026-04-04", "2026-04-24", "2026-09-05", "2026-09-27", "2026-10-04", "2026-10-25", "2026-10-29", "2026-11-01"}

var loaded sync.Map // name -> *time.Location

func load(name string) *time.Location {
	if loc, ok := loaded.Load(name); ok {
		return loc.(*time.Location) //nolint:forcetypeassert // nothing else is stored
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(err) // a typing mistake above
	}
	loaded.Store(name, loc)
	return loc
}

func drawStart(rng *rand.Rand) time.Time {
	day := time.Date(2025, 1, 1+rng.IntN(1000), 0, 0, 0, 0, time.UTC)
	if rng.IntN(2) == 0 {
		day, _ = time.Parse(time.DateOnly, changes[rng.IntN(len(changes))])
		day = day.AddDate(0, 0, -rng.IntN(3))
	}
	return day.Add(time.Duration(rng.Int64N(int64(24 * time.Hour)))).Truncate(time.Millisecond)
}

func drawPace(rng *rand.Rand) chats.Pace {
	lo := 8 + rng.IntN(50)
	p := chats.Pace{MinGapSeconds: lo, MaxGapSeconds: max(12, lo+rng.IntN(60)), PerHour: 5 + rng.IntN(236), PerDay: 20 + rng.IntN(981)}
	if rng.IntN(4) == 0 {
		p.PerDay = 20 + rng.IntN(30)
	}
	return p
}

func drawRules(rng *rand.Rand, start time.Time) chats.Rules {
	r := chats.Rules{PerMinute: 1 + rng.IntN(5)}
	if rng.IntN(3) > 0 {
		r.NewPerDay = 3 + rng.IntN(30)
		if rng.IntN(2) == 0 {
			r.NewPerDay += rng.IntN(100)
		}
	}
	most := 3 + rng.IntN(40)
	for range rng.IntN(8) {
		r.Ramp = append(r.Ramp, most)
		most += rng.IntN(40)
	}
	if rng.IntN(4) > 0 {
		r.Work = chats.Hours{On: true, From: rng.IntN(14 * 60), Days: rng.Perm(7)[:3+rng.IntN(5)]}
		r.Work.To = r.Work.From + 240 + rng.IntN(1440-240-r.Work.From+1)
	}
	if rng.IntN(8) > 0 {
		r.Quiet = chats.Quiet{On: true, From: (18*60 + rng.IntN(10*60)) % 1440, To: 5*60 + rng.IntN(5*60)}
	}
	if rng.IntN(3) > 0 {
		r.Zone = homes[rng.IntN(len(homes))]
	}
	for range rng.IntN(10) {
		r.Holidays = append(r.Holidays, start.AddDate(0, 0, rng.IntN(20)).Format(time.DateOnly))
	}
	slices.Sort(r.Holidays)
	return r
}
