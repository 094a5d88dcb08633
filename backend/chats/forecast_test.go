package chats_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
)

// stopped is a clock that stands still.
type stopped struct{ now time.Time }

func (c stopped) Now() time.Time         { return c.now }
func (stopped) Location() *time.Location { return time.UTC }

// past is a ledger in memory.
type past struct {
	chats.PacedLedger
	paced   []chats.Paced
	gap     time.Duration
	linked  clock.Millis
	strikes map[string][]clock.Millis
}

func (l past) LinkedAt(context.Context, int64) (clock.Millis, error) { return l.linked, nil }
func (l past) PacedSince(context.Context, int64, clock.Millis) ([]chats.Paced, error) {
	return l.paced, nil
}

func (l past) LastPaced(context.Context, int64, int64) (clock.Millis, time.Duration, error) {
	if len(l.paced) == 0 {
		return 0, 0, nil
	}
	return l.paced[len(l.paced)-1].At, l.gap, nil
}

func (l past) Strikes(_ context.Context, _ int64, code string, _ clock.Millis) ([]clock.Millis, error) {
	return l.strikes[code], nil
}

func crowd(n int, number string, newChat bool) []chats.Person {
	list := make([]chats.Person, n)
	for i := range list {
		list[i] = chats.Person{Number: number, NewChat: newChat}
	}
	return list
}

// atHours gives people a message that goes out from Monday to Friday at a time of
// day.
func atHours(people []chats.Person, from, to int) []chats.Person {
	work := &chats.Hours{On: true, Days: []int{1, 2, 3, 4, 5}, From: from, To: to}
	for i := range people {
		people[i].Work = work
	}
	return people
}

func TestForecastStartsFromTheLedgerAndKnowsEveryRule(t *testing.T) {
	const tokyo, berlin = "819012345678", "4915735990001"
	friday := time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)
	at := clock.MillisOf(friday)
	pace := chats.Pace{MinGapSeconds: 60, MaxGapSeconds: 60, PerHour: 40, PerDay: 100}
	office := chats.Rules{Zone: "UTC", Work: chats.Hours{On: true, Days: []int{1, 2, 3, 4, 5}, From: 9 * 60, To: 10 * 60}}
	spent := past{gap: time.Minute}
	for i := range 99 {
		spent.paced = append(spent.paced, chats.Paced{At: at.Add(time.Duration(i-700) * time.Minute), NewChat: i < 3})
	}
	day := 24 * time.Hour
	for _, tt := range []struct {
		name   string
		ledger past
		rules  chats.Rules
		ahead  []chats.Person
		people []chats.Person
		after  time.Duration
		days   string
	}{
		{"nobody", past{}, chats.Rules{}, nil, nil, 0, "[]"},
		{"one", past{}, chats.Rules{}, nil, crowd(1, berlin, false), 0, "[{2026-11-27 1}]"},
		{"an hour's limit", past{}, chats.Rules{}, nil, crowd(41, berlin, false), time.Hour, "[{2026-11-27 41}]"},
		{"a day's limit", past{}, chats.Rules{}, nil, crowd(101, berlin, false), day + 2*time.Minute, "[{2026-11-27 100} {2026-11-28 1}]"},
		{"a day's limit that is used up but for one", spent, chats.Rules{}, nil, crowd(2, berlin, false), day - 700*time.Minute, "[{2026-11-27 2}]"},
		{"new conversations", past{}, chats.Rules{NewPerDay: 2}, nil, crowd(5, berlin, true), 2 * day, "[{2026-11-27 2} {2026-11-28 2} {2026-11-29 1}]"},
		{"new conversations of before", spent, chats.Rules{NewPerDay: 4}, nil, crowd(2, berlin, true), day - 700*time.Minute, "[{2026-11-27 2}]"},
		{"a new number", past{linked: at.Add(-time.Hour)}, chats.Rules{Ramp: []int{3, 3, 9}}, nil, crowd(7, berlin, false), 2*day - time.Hour, "[{2026-11-27 3} {2026-11-28 3} {2026-11-29 1}]"},
		{"working hours over a weekend", past{}, office, nil, crowd(41, berlin, false), 3 * day, "[{2026-11-27 40} {2026-11-30 1}]"},
		{"a message with hours of its own", past{}, office, nil, append(crowd(2, berlin, false), atHours(crowd(2, berlin, false), 14*60, 14*60+1)...), 3*day + 5*time.Hour, "[{2026-11-27 3} {2026-11-30 1}]"},
		{"a holiday", past{}, chats.Rules{Zone: "UTC", Holidays: []string{"2026-11-27"}}, nil, crowd(1, berlin, false), 15 * time.Hour, "[{2026-11-28 1}]"},
		{"a night elsewhere", past{}, chats.Rules{Zone: "UTC", Quiet: chats.Quiet{On: true, From: 18 * 60, To: 8 * 60}}, nil, crowd(2, tokyo, false), 14*time.Hour + time.Minute, "[{2026-11-27 2}]"},
		{"those ahead", past{}, chats.Rules{}, crowd(39, berlin, false), crowd(2, berlin, false), time.Hour, "[{2026-11-27 2}]"},
		{"too fast once", past{strikes: map[string][]clock.Millis{"429": {at.Add(-time.Minute)}}}, chats.Rules{}, nil, crowd(1, berlin, false), 14 * time.Minute, "[{2026-11-27 1}]"},
		{"too fast three times", past{strikes: map[string][]clock.Millis{"429": {at.Add(-2 * time.Hour), at.Add(-90 * time.Minute), at}}}, chats.Rules{}, nil, crowd(51, berlin, false), day + 6*time.Hour + time.Minute, "[{2026-11-27 50} {2026-11-28 1}]"},
		{"no look-ups", past{strikes: map[string][]clock.Millis{chats.CodeLookUpLimit: {at}}}, chats.Rules{}, nil, []chats.Person{{Number: berlin, LookUp: true}, {Number: berlin}}, 5 * time.Minute, "[{2026-11-27 2}]"},
	} {
		g := chats.NewGovernor(tt.ledger, stopped{friday})
		f, err := g.Forecast(t.Context(), 1, chats.Plan{Pace: pace, Rules: tt.rules}, tt.ahead, tt.people)
		if err != nil {
			t.Fatal(err)
		}
		// Times are rounded up to a millisecond, once per message.
		if d := f.Finish.Sub(at) - tt.after; d < 0 || d > time.Second {
			t.Errorf("%s: ends after %v, want %v", tt.name, f.Finish.Sub(at), tt.after)
		}
		if got := fmt.Sprint(f.Days); got != tt.days {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.days)
		}
	}
}

func TestForecastNamesNoEndWhereThereIsNone(t *testing.T) {
	night := chats.Rules{Zone: "UTC", Work: chats.Hours{On: true, Days: []int{1, 2, 3, 4, 5}, From: 0, To: 300}, Quiet: chats.Quiet{On: true, From: 21 * 60, To: 8 * 60}}
	p := chats.Plan{Pace: chats.DefaultPace, Rules: night}
	f, err := chats.NewGovernor(past{}, stopped{time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)}).Forecast(t.Context(), 1, p, nil, crowd(3, "447700900100", false))
	if err != nil || f.Finish != 0 || len(f.Days) != 0 {
		t.Errorf("%+v, %v", f, err)
	}
}

// hundredThousand is people all over the world, a third of them strangers.
func hundredThousand() []chats.Person {
	rng := rand.New(rand.NewPCG(1, 2))
	people := make([]chats.Person, 100_000)
	for i := range people {
		country := []string{"5511", "49157", "1212", "1213", "91981", "44770", "8190", "351912", "6141"}[rng.IntN(9)]
		people[i] = chats.Person{ID: int64(i), Number: fmt.Sprint(country, 1_000_000+rng.IntN(9_000_000)), NewChat: rng.IntN(3) == 0, LookUp: true}
	}
	return people
}

func TestForecastGoesOnWhereItStopsWalking(t *testing.T) {
	g := chats.NewGovernor(past{linked: 1}, stopped{time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)})
	p := chats.Plan{Pace: chats.HardPace, Rules: chats.DefaultRules, Local: time.UTC}
	people := hundredThousand()
	strangers := 0
	for _, who := range people {
		if who.NewChat {
			strangers++
		}
	}
	f, err := g.Forecast(t.Context(), 1, p, nil, people)
	if err != nil {
		t.Fatal(err)
	}
	// At 30 new conversations on six days a week.
	least := time.Duration(strangers/p.Rules.NewPerDay) * 24 * time.Hour * 7 / 6
	if took := f.Finish.Sub(f.Start); took < least/100*99 || took > least/100*120 {
		t.Errorf("takes %v days, at least %v", took.Hours()/24, least.Hours()/24)
	}
}

func BenchmarkForecast(b *testing.B) {
	people := hundredThousand()
	for name, pace := range map[string]chats.Pace{"default": chats.DefaultPace, "hard": chats.HardPace} {
		b.Run(name, func(b *testing.B) {
			g := chats.NewGovernor(past{linked: 1}, stopped{time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)})
			for b.Loop() {
				if _, err := g.Forecast(b.Context(), 1, chats.Plan{Pace: pace, Rules: chats.DefaultRules, Local: time.UTC}, nil, people); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
