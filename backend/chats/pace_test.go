package chats_test

import (
	"testing"

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
