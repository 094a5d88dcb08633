package campaigns_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
)

// R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
func TestWilsonAgainstPublishedIntervals(t *testing.T) {
	for _, tt := range []struct {
		hits, of  int
		low, high float64
	}{{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}, {0, 0, 0, 1}, {20, 20, 1 - 0.1611, 1}} {
		if low, high := campaigns.Wilson(tt.hits, tt.of); math.Abs(low-tt.low) > 6e-5 || math.Abs(high-tt.high) > 6e-5 {
			t.Errorf("%d of %d: %.4f to %.4f, want %.4f to %.4f", tt.hits, tt.of, low, high, tt.low, tt.high)
		}
	}
}

// The lady tasting tea (Fisher 1935) and the criminal twins (Fisher 1962), as R
// prints them; and the tails.
func TestFisherAgainstPublishedValues(t *testing.T) {
	for _, tt := range []struct {
		a, of, b, from int
		want           float64
	}{{3, 4, 1, 4, 0.4857}, {4, 4, 0, 4, 2.0 / 70}, {10, 12, 3, 18, 0.0005367}, {2, 17, 10, 13, 0.0005367}, {5, 10, 5, 10, 1}, {0, 0, 3, 9, 1}, {0, 100, 0, 100, 1}} {
		a, b := campaigns.VariantResult{Replied: tt.a, Sent: tt.of}, campaigns.VariantResult{Replied: tt.b, Sent: tt.from}
		if there, back := campaigns.PValue(a, b), campaigns.PValue(b, a); math.Abs(there-tt.want) > 5e-5 || math.Abs(there-back) > 1e-9 {
			t.Errorf("%d of %d and %d of %d: %.7f and %.7f, want %.7f", tt.a, tt.of, tt.b, tt.from, there, back, tt.want)
		}
	}
}

func TestCompareIsHonest(t *testing.T) {
	for name, tt := range map[string]struct {
		results []string // "replied of sent" by variant
		best    int
		sure    bool
	}{
		"nothing":               {nil, -1, false},
		"one":                   {[]string{"5 of 9"}, -1, false},
		"alike":                 {[]string{"5 of 10", "5 of 10"}, -1, false},
		"nobody answered":       {[]string{"0 of 10", "0 of 10"}, -1, false},
		"few people":            {[]string{"0 of 3", "3 of 3"}, 1, false},
		"four people each":      {[]string{"4 of 4", "0 of 4"}, 0, true}, // the lady and her tea
		"small difference":      {[]string{"12 of 100", "10 of 100"}, 0, false},
		"large difference":      {[]string{"5 of 100", "25 of 100"}, 1, true},
		"of four, not sure":     {[]string{"10 of 50", "3 of 50", "2 of 50", "1 of 50"}, 0, false}, // 0.07 among two
		"of four, one chance":   {[]string{"11 of 50", "3 of 50", "2 of 50", "3 of 50"}, 0, false}, // 0.04, three chances to be wrong
		"of three, sure":        {[]string{"5 of 100", "6 of 100", "30 of 100"}, 2, true},
		"the best has no equal": {[]string{"20 of 100", "20 of 100", "1 of 100"}, -1, false},
		"one never went out":    {[]string{"3 of 30", "0 of 0"}, 0, false},
	} {
		var tallies []campaigns.Tally
		for i, r := range tt.results {
			tally := campaigns.Tally{Variant: i}
			if _, err := fmt.Sscanf(r, "%d of %d", &tally.Replied, &tally.Sent); err != nil {
				t.Fatal(err)
			}
			tallies = append(tallies, tally)
		}
		if c := campaigns.CompareTallies(tallies); c.Best != tt.best || c.Sure != tt.sure || len(c.Variants) != len(tt.results) {
			t.Errorf("%s: %+v", name, c)
		}
	}
}

// Variants are dealt evenly and kept through all messages; each answer counts for
// the message it came after.
func TestVariantsThroughAllMessages(t *testing.T) {
	bubble(t, 7, func(r *rig) {
		in := then(everybody(), 60, "two A", "two B", "two C")
		in.Steps[0] = then(campaigns.Input{}, 0, "one A", "one B", "one C").Steps[0]
		in = then(in, 60, "three")
		r.start()
		id := r.run(in)
		seen := map[int]int{}
		for _, l := range r.people {
			v := r.recipient(id, l.ID).Variant
			seen[v]++
			if want := "one " + string(rune('A'+v)); r.got(l)[0] != want {
				t.Errorf("%q, want %q", r.got(l), want)
			}
		}
		if seen[0]+seen[1]+seen[2] != 7 || min(seen[0], seen[1], seen[2]) != 2 {
			t.Errorf("dealt %v", seen)
		}
		r.acknowledged(r.people[0], 0, chats.StatusRead)
		r.hears(r.people[0], "an answer to the first", r.time.Now())
		r.sleep(time.Hour)
		r.acknowledged(r.people[0], 1, chats.StatusDelivered)
		r.hears(r.people[1], "STOP", r.time.Now())
		r.sleep(time.Hour)
		for _, l := range r.people {
			v := r.recipient(id, l.ID).Variant
			if want := "two " + string(rune('A'+v)); r.got(l)[1] != want {
				t.Errorf("%q, want %q", r.got(l), want)
			}
		}
		r.compared(id)
	})
}

func (r *rig) compared(id int64) {
	r.t.Helper()
	c, err := r.campaigns.Compare(r.ctx(), id)
	r.must(err)
	a, b := r.recipient(id, r.people[0].ID).Variant, r.recipient(id, r.people[1].ID).Variant
	sum := map[int]campaigns.Tally{}
	for _, tally := range c.Tallies {
		s := sum[tally.Step]
		s.Sent, s.Delivered, s.Read = s.Sent+tally.Sent, s.Delivered+tally.Delivered, s.Read+tally.Read
		s.Replied, s.OptedOut = s.Replied+tally.Replied, s.OptedOut+tally.OptedOut
		sum[tally.Step] = s
		if tally.Replied == 1 && tally.Step == 0 && tally.Variant != a || tally.OptedOut == 1 && tally.Variant != b {
			r.t.Errorf("of the wrong variant: %+v", tally)
		}
	}
	for step, want := range []campaigns.Tally{{Sent: 7, Delivered: 1, Read: 1, Replied: 1}, {Sent: 7, Delivered: 1, Replied: 1, OptedOut: 1}, {Sent: 6}} {
		if sum[step] != want {
			r.t.Errorf("step %d: %+v, want %+v", step, sum[step], want)
		}
	}
	people := 0
	for _, v := range c.Variants {
		people += v.Sent
	}
	if people != 7 || c.Sure {
		r.t.Errorf("%+v", c)
	}
}

// The hours of a step hold for it alone.
func TestHoursOfAStep(t *testing.T) {
	bubble(t, 1, func(r *rig) {
		r.rule(func(rules *chats.Rules) { rules.Work = chats.Hours{On: true, Days: []int{6}, From: 0, To: 60} })
		in := three()
		in.Steps[1].Hours = &chats.Hours{On: true, Days: []int{1}, From: 9 * 60, To: 10 * 60}
		r.start()
		r.run(in) // on a Saturday, at midnight
		monday := time.Date(2000, 1, 3, 9, 0, 0, 0, time.UTC)
		r.sleep(monday.Add(-time.Second).Sub(r.time.Now()))
		if r.wire.sends != 1 {
			t.Fatalf("%d messages before Monday", r.wire.sends)
		}
		r.sleep(time.Second)
		if r.wire.sends != 2 {
			t.Fatalf("%d messages on Monday", r.wire.sends)
		}
		r.sleep(time.Date(2000, 1, 8, 0, 0, 0, 0, time.UTC).Add(-time.Second).Sub(r.time.Now()))
		if r.wire.sends != 2 {
			t.Fatal("the third keeps to the hours of the account")
		}
		r.sleep(time.Second)
		if r.wire.sends != 3 {
			t.Fatal("the third did not come")
		}
	})
}
