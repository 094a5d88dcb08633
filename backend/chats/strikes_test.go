package chats

import (
	"testing"
	"time"

	"mceplatform/backend/clock"
)

func at(minutes ...int) []clock.Millis {
	list := make([]clock.Millis, len(minutes))
	for i, m := range minutes {
		list[i] = clock.Millis(0).Add(time.Duration(m) * time.Minute)
	}
	return list
}

func TestPausesAfterTooFastGrowWithinADay(t *testing.T) {
	const day = 24 * 60
	for _, tt := range []struct {
		name    string
		strikes []clock.Millis
		count   int
		until   int // minutes
		halved  int // minutes, 0 = not
	}{
		{"none", nil, 0, 0, 0},
		{"the first", at(1), 1, 16, 0},
		{"the second", at(1, 16), 2, 76, 0},
		{"the third", at(1, 16, 80), 3, 80 + 360, 80 + 7*day},
		{"the fourth", at(1, 16, 80, 440), 4, 440 + 360, 440 + 7*day},
		{"the second, a day later", at(1, 1+day), 1, 16 + day, 0},
		{"the second, a minute before a day is over", at(1, day), 2, day + 60, 0},
		{"the third, when the first does not count any more", at(1, day-10, day+80), 2, day + 140, 0},
		{"to a reply during the first pause", at(1, 10), 1, 25, 0},
		{"to a reply during the third pause", at(1, 16, 80, 100), 3, 460, 100 + 7*day},
		{"the first after a week", at(1, 16, 80, 20*day), 1, 20*day + 15, 80 + 7*day},
	} {
		want := penalty{count: tt.count, until: at(tt.until)[0], halved: at(tt.halved)[0]}
		if got := tooFast(tt.strikes); got != want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, want)
		}
	}
}

func TestPausesOfLookUpsDoubleUpToSixHours(t *testing.T) {
	var strikes []clock.Millis
	now := clock.Millis(60_000)
	for n, want := range []int{5, 10, 20, 40, 80, 160, 320, 360, 360, 360, 360, 360, 360} {
		strikes = append(strikes, now)
		if got := lookUpLimit(strikes); got.until != now.Add(time.Duration(want)*time.Minute) {
			t.Errorf("refusal %d: a pause of %v, want %d min", n+1, got.until.Sub(now), want)
		}
		now = lookUpLimit(strikes).until.Add(time.Second)
	}
	if got := lookUpLimit(at(1, 3, 4)); got.count != 1 || got.until != at(9)[0] {
		t.Errorf("refusals during a pause: %+v", got)
	}
	if got := lookUpLimit(at(1, 7, 7+24*60)); got.count != 1 {
		t.Errorf("after a day without one: %+v", got)
	}
}
