package chats_test

import (
	"errors"
	"strings"
	"testing"

	"mceplatform/backend/chats"
	"mceplatform/backend/fault"
)

func TestRulesAreCheckedAgainstTheHardLimit(t *testing.T) {
	if err := chats.DefaultRules.Check(chats.HardRules); err != nil {
		t.Fatalf("the default rules are refused: %v", err)
	}
	if err := (chats.Rules{}).Check(chats.Rules{}); err != nil {
		t.Errorf("a simulated account cannot go without rules: %v", err)
	}
	refused := map[string]struct {
		field  string
		change func(*chats.Rules)
	}{
		"more a minute":           {"perMinute", func(r *chats.Rules) { r.PerMinute = 6 }},
		"no limit a minute":       {"perMinute", func(r *chats.Rules) { r.PerMinute = 0 }},
		"more new chats":          {"newPerDay", func(r *chats.Rules) { r.NewPerDay = 201 }},
		"no limit for new chats":  {"newPerDay", func(r *chats.Rules) { r.NewPerDay = 0 }},
		"no ramp":                 {"ramp", func(r *chats.Rules) { r.Ramp = nil }},
		"a steeper ramp":          {"ramp", func(r *chats.Rules) { r.Ramp = []int{41, 80, 160} }},
		"a ramp that falls":       {"ramp", func(r *chats.Rules) { r.Ramp = []int{20, 10, 40} }},
		"a ramp with a zero":      {"ramp", func(r *chats.Rules) { r.Ramp = []int{0, 10, 40} }},
		"an endless ramp":         {"ramp", func(r *chats.Rules) { r.Ramp = make([]int, 61) }},
		"no quiet hours":          {"quiet", func(r *chats.Rules) { r.Quiet.On = false }},
		"shorter quiet hours":     {"quiet", func(r *chats.Rules) { r.Quiet.From = 22*60 + 1 }},
		"quiet hours of no time":  {"quiet", func(r *chats.Rules) { r.Quiet = chats.Quiet{On: true, From: 5, To: 5} }},
		"work that ends early":    {"work", func(r *chats.Rules) { r.Work.To = r.Work.From }},
		"no working day":          {"work", func(r *chats.Rules) { r.Work.Days = nil }},
		"an eighth day":           {"work", func(r *chats.Rules) { r.Work.Days = []int{7} }},
		"a zone that is none":     {"zone", func(r *chats.Rules) { r.Zone = "Europe/Atlantis" }},
		"a path as zone":          {"zone", func(r *chats.Rules) { r.Zone = "../../etc/passwd" }},
		"a holiday that is none":  {"holidays", func(r *chats.Rules) { r.Holidays = []string{"2026-02-30"} }},
		"too many holidays":       {"holidays", func(r *chats.Rules) { r.Holidays = make([]string, 401) }},
		"a negative limit":        {"perMinute", func(r *chats.Rules) { r.PerMinute = -1 }},
		"quiet hours out of time": {"quiet", func(r *chats.Rules) { r.Quiet.To = 24 * 60 }},
	}
	for name, tt := range refused {
		r := chats.DefaultRules.Clone()
		tt.change(&r)
		err := r.Check(chats.HardRules)
		if f := (*fault.Error)(nil); !errors.As(err, &f) || f.Code != fault.Invalid || f.Fields["field"] != tt.field || !strings.HasSuffix(f.Message, ".") {
			t.Errorf("%s: %v", name, err)
		}
	}
	stricter := map[string]func(*chats.Rules){
		"fewer a minute":     func(r *chats.Rules) { r.PerMinute = 1 },
		"a longer ramp":      func(r *chats.Rules) { r.Ramp = []int{1, 1, 1, 1, 1, 1, 1, 1, 1, 1} },
		"longer quiet hours": func(r *chats.Rules) { r.Quiet = chats.Quiet{On: true, From: 17 * 60, To: 10 * 60} },
		"no working hours":   func(r *chats.Rules) { r.Work = chats.Hours{} },
		"up to the ceiling": func(r *chats.Rules) {
			r.NewPerDay, r.Ramp, r.Quiet = 200, []int{40, 80, 160}, chats.Quiet{On: true, From: 22 * 60, To: 7 * 60}
		},
		"a zone":   func(r *chats.Rules) { r.Zone = "America/Sao_Paulo" },
		"holidays": func(r *chats.Rules) { r.Holidays = []string{"2026-12-25"} },
	}
	for name, change := range stricter {
		r := chats.DefaultRules.Clone()
		change(&r)
		if err := r.Check(chats.HardRules); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
