package chats_test

import (
	"testing"
	"time"

	"mceplatform/backend/chats"
	"mceplatform/backend/fault"
)

func TestPaceIsCheckedAgainstTheHardLimit(t *testing.T) {
	if err := chats.DefaultPace.Check(chats.HardPace); err != nil {
		t.Fatalf("the default pace is refused: %v", err)
	}
	for field, change := range map[string]func(*chats.Pace){
		"minGapSeconds": func(p *chats.Pace) { p.MinGapSeconds = chats.HardPace.MinGapSeconds - 1 },
		"maxGapSeconds": func(p *chats.Pace) { p.MaxGapSeconds = p.MinGapSeconds - 1 },
		"perHour":       func(p *chats.Pace) { p.PerHour = chats.HardPace.PerHour + 1 },
		"perDay":        func(p *chats.Pace) { p.PerDay = 0 },
	} {
		p := chats.DefaultPace
		change(&p)
		if err := p.Check(chats.HardPace); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestFinishWalksTheCaps(t *testing.T) {
	start := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	pace := chats.Pace{MinGapSeconds: 30, MaxGapSeconds: 90, PerHour: 40, PerDay: 100}
	tests := map[int]time.Duration{
		0:   0,
		1:   0,
		2:   time.Minute,
		40:  39 * time.Minute,
		41:  time.Hour,
		101: 24 * time.Hour,
	}
	for n, want := range tests {
		if got := (chats.Plan{Pace: pace}).Finish(start, n).Sub(start); got != want {
			t.Errorf("%d messages take %v, want %v", n, got, want)
		}
	}
}

func TestStatusOnlyClimbs(t *testing.T) {
	order := []chats.Status{chats.StatusQueued, chats.StatusSending, chats.StatusFailed, chats.StatusSent, chats.StatusDelivered, chats.StatusRead}
	for i, from := range order {
		for j, to := range order {
			if from.Climbs(to) != (j > i) {
				t.Errorf("%s -> %s", from, to)
			}
		}
	}
}
