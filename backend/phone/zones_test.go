package phone_test

import (
	"slices"
	"testing"

	"mceplatform/backend/phone"
)

func TestZones(t *testing.T) {
	for digits, want := range map[string][]string{
		"4915735990001":  {"Europe/Berlin"},
		"5511961001022":  {"America/Sao_Paulo"},
		"551196100102":   {"America/Sao_Paulo"}, // without the ninth digit
		"5592961001022":  {"America/Manaus"},
		"12025550100":    {"America/New_York"},
		"351912345678":   {"Atlantic/Azores", "Europe/Lisbon"},
		"819012345678":   {"Asia/Tokyo"},
		"211977123456":   {"Africa/Juba"},
		"212650123456":   {"Africa/Casablanca"},
		"213551234567":   {"Africa/Algiers"},
		"218912345678":   {"Africa/Tripoli"},
		"50581234567":    {"America/Managua"},
		"870773111632":   nil,
		"":               nil,
		"88299123456789": nil,
	} {
		n, _ := phone.FromDigits(digits)
		if got := n.Zones(); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", digits, got, want)
		}
	}
}
