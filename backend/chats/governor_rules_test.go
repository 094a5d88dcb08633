package chats_test

import (
	"context"
	"testing"
	"time"

	"mceplatform/backend/account"
	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
)

// at is a clock that stands still.
type at time.Time

func (a at) Now() time.Time         { return time.Time(a) }
func (at) Location() *time.Location { return time.UTC }

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// wide leaves everything to the rules.
var wide = chats.Pace{PerHour: 1000, PerDay: 1000}

func TestGovernorSaysWhichRuleHoldsBack(t *testing.T) {
	tests := []struct {
		name    string
		linked  time.Duration // before noon
		claims  []time.Duration
		pace    chats.Pace
		rules   chats.Rules
		wait    time.Duration
		why     chats.WaitReason
		newWait time.Duration
	}{
		{name: "nothing", pace: wide},
		{name: "a minute", claims: []time.Duration{50 * time.Second, 40 * time.Second, 61 * time.Second}, pace: wide, rules: chats.Rules{PerMinute: 2}, wait: 10 * time.Second, why: chats.WaitMinute},
		{name: "a limit that was lowered", claims: []time.Duration{50 * time.Second, 40 * time.Second, 30 * time.Second}, pace: wide, rules: chats.Rules{PerMinute: 1}, wait: 30 * time.Second, why: chats.WaitMinute},
		{name: "an hour", claims: []time.Duration{59 * time.Minute, time.Minute}, pace: chats.Pace{PerHour: 2, PerDay: 9}, wait: time.Minute, why: chats.WaitHour},
		{name: "a day", claims: []time.Duration{23 * time.Hour, 2 * time.Hour}, pace: chats.Pace{PerHour: 2, PerDay: 2}, wait: time.Hour, why: chats.WaitDay},
		{name: "new chats", claims: []time.Duration{23 * time.Hour, time.Hour}, pace: wide, rules: chats.Rules{NewPerDay: 2}, newWait: time.Hour},
		{name: "first day", linked: 20 * time.Hour, claims: []time.Duration{19 * time.Hour, 18 * time.Hour}, pace: wide, rules: chats.Rules{Ramp: []int{2, 3}}, wait: 4 * time.Hour, why: chats.WaitRamp},
		{name: "first of two like days", linked: 20 * time.Hour, claims: []time.Duration{19 * time.Hour, 18 * time.Hour}, pace: wide, rules: chats.Rules{Ramp: []int{2, 2}}, wait: 5 * time.Hour, why: chats.WaitRamp},
		{name: "second day", linked: 30 * time.Hour, claims: []time.Duration{19 * time.Hour, 18 * time.Hour}, pace: wide, rules: chats.Rules{Ramp: []int{2, 3}}},
		{name: "last day of the ramp", linked: 47 * time.Hour, claims: []time.Duration{19 * time.Hour, 18 * time.Hour}, pace: wide, rules: chats.Rules{Ramp: []int{2, 2}}, wait: time.Hour, why: chats.WaitRamp},
		{name: "after the ramp", linked: 48 * time.Hour, claims: []time.Duration{19 * time.Hour, 18 * time.Hour}, pace: wide, rules: chats.Rules{Ramp: []int{2, 2}}},
		{name: "linked after now", linked: -time.Hour, claims: []time.Duration{time.Hour}, pace: wide, rules: chats.Rules{Ramp: []int{1}}, wait: 23 * time.Hour, why: chats.WaitRamp},
		{
			name: "room comes after work", claims: []time.Duration{23 * time.Hour}, pace: chats.Pace{PerHour: 1, PerDay: 1},
			rules: chats.Rules{Work: chats.Hours{On: true, Days: []int{0, 1, 2, 3, 4, 5, 6}, From: 9 * 60, To: 13 * 60}}, wait: 21 * time.Hour, why: chats.WaitHours,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := newLedger(t)
			defer l.Close()
			a := account.Account{Phone: "447700900100", LinkedAt: clock.MillisOf(noon.Add(-tt.linked))}
			if err := l.PutAccount(t.Context(), &a); err != nil {
				t.Fatal(err)
			}
			for _, ago := range tt.claims {
				l.claimAs(t, chats.SendCampaign, noon.Add(-ago), 0, true)
				l.claim(t, chats.SendReply, noon.Add(-ago), 0)
			}
			g := chats.NewGovernor(l, at(noon))
			plan := chats.Plan{Pace: tt.pace, Rules: tt.rules}
			next, why, err := g.Next(t.Context(), l.account, plan)
			if err != nil || next.Sub(noon) != tt.wait || why != tt.why {
				t.Errorf("Next: in %v, %q, %v; want in %v, %q", next.Sub(noon), why, err, tt.wait, tt.why)
			}
			if next, _, err = g.NextNew(t.Context(), l.account, plan); err != nil || next.Sub(noon) != tt.newWait {
				t.Errorf("NextNew: in %v, %v; want in %v", next.Sub(noon), err, tt.newWait)
			}
		})
	}
}

// line is a queue of people.
type line struct {
	people   []chats.Person
	due      map[int64]clock.Millis
	deferred map[int64]chats.WaitReason
	asked    int
}

func (q *line) NextPerson(_ context.Context, now clock.Millis, newChats bool) (*chats.Person, clock.Millis, error) {
	q.asked++
	var first *chats.Person
	for i := range q.people {
		p := &q.people[i]
		if (newChats || !p.NewChat) && (first == nil || q.due[p.ID] < q.due[first.ID]) {
			first = p
		}
	}
	if first == nil {
		return nil, 0, nil
	}
	if at := q.due[first.ID]; at > now {
		return nil, at, nil
	}
	return first, 0, nil
}

func (q *line) Defer(_ context.Context, p chats.Person, why chats.WaitReason, until clock.Millis) error {
	q.due[p.ID], q.deferred[p.ID] = until, why
	return nil
}

func TestPickGoesOnToTheNextWhoMayGetIt(t *testing.T) {
	const tokyo, berlin = "819012345678", "4915735990001"
	night := chats.Rules{Quiet: chats.Quiet{On: true, From: 21 * 60, To: 8 * 60}, NewPerDay: 1}
	l := newLedger(t)
	defer l.Close()
	g := chats.NewGovernor(l, at(noon)) // 21:00 in Tokyo
	q := &line{due: map[int64]clock.Millis{}, deferred: map[int64]chats.WaitReason{}}
	q.people = []chats.Person{{ID: 1, Number: tokyo}, {ID: 2, Number: tokyo, NewChat: true}, {ID: 3, Number: berlin, NewChat: true}, {ID: 4, Number: berlin}}
	pick := func() (int64, time.Time) {
		t.Helper()
		p, next, err := g.Pick(t.Context(), l.account, chats.Plan{Pace: wide, Rules: night}, q)
		if err != nil {
			t.Fatal(err)
		}
		if p == nil {
			return 0, next
		}
		return p.ID, next
	}
	if id, _ := pick(); id != 3 {
		t.Errorf("picked %d, want 3", id)
	}
	if q.deferred[1] != chats.WaitQuiet || q.due[1].Time().Sub(noon) != 11*time.Hour {
		t.Errorf("1 was put back for %q until %s", q.deferred[1], q.due[1].Time())
	}
	l.claimAs(t, chats.SendCampaign, noon.Add(-time.Hour), 0, true) // the day's only new chat
	if id, _ := pick(); id != 4 {
		t.Errorf("picked %d, want 4: those who have a conversation go on", id)
	}
	q.people = q.people[1:3]
	if id, next := pick(); id != 0 || next.Sub(noon) != 23*time.Hour {
		t.Errorf("picked %d, next in %v; new chats go on in 23 h", id, next.Sub(noon))
	}
	q.people = nil
	if id, next := pick(); id != 0 || !next.IsZero() {
		t.Errorf("picked %d of nobody, next at %s", id, next)
	}
	// A whole city asleep is put back in portions, and each is short.
	for i := range int64(1000) {
		q.people = append(q.people, chats.Person{ID: 100 + i, Number: tokyo})
	}
	q.asked = 0
	if id, next := pick(); id != 0 || !next.Equal(noon) || q.asked > 60 {
		t.Errorf("picked %d, next at %s, after asking for %d people", id, next, q.asked)
	}
}

func TestPickForgivesAClockSetBack(t *testing.T) {
	l := newLedger(t)
	defer l.Close()
	plan := chats.Plan{Pace: chats.Pace{MinGapSeconds: 30, MaxGapSeconds: 60, PerHour: 2, PerDay: 50}}
	for range 2 { // a year ahead, by mistake
		l.claim(t, chats.SendCampaign, noon.AddDate(1, 0, 0), 45*time.Second)
	}
	q := &line{people: []chats.Person{{ID: 1}}, due: map[int64]clock.Millis{}}
	for _, tt := range []struct {
		after time.Duration
		want  bool
	}{{0, false}, {59 * time.Minute, false}, {time.Hour, true}} {
		p, _, err := chats.NewGovernor(l, at(noon.Add(tt.after))).Pick(t.Context(), l.account, plan, q)
		if err != nil || (p != nil) != tt.want {
			t.Errorf("after %v: picked %v, %v", tt.after, p, err)
		}
	}
}

func TestARepeatTakesItsOwnPlaceAlong(t *testing.T) {
	const berlin = "4915735990001"
	l := newLedger(t)
	defer l.Close()
	ids := map[time.Duration]int64{}
	for i, d := range []time.Duration{30 * time.Hour, 30 * time.Minute, 10 * time.Second} {
		l.claimAs(t, chats.SendCampaign, noon.Add(-d), time.Minute, true)
		ids[d] = int64(i + 1)
	}
	ago := func(d time.Duration) chats.Send {
		return chats.Send{ID: ids[d], PacedAt: clock.MillisOf(noon.Add(-d)), NewChat: true}
	}
	quiet := chats.Quiet{On: true, From: 12 * 60, To: 14 * 60} // it is 13:00 in Berlin
	tests := map[string]struct {
		send  chats.Send
		rules chats.Rules
		want  bool
	}{
		"the last one, at once":              {ago(10 * time.Second), chats.Rules{NewPerDay: 2}, true},
		"an earlier one, in the pause":       {ago(30 * time.Minute), chats.Rules{}, false},
		"one of another day, budget used up": {ago(30 * time.Hour), chats.Rules{NewPerDay: 2}, false},
		"in quiet hours":                     {ago(10 * time.Second), chats.Rules{Quiet: quiet}, false},
		"outside of working hours":           {ago(10 * time.Second), chats.Rules{Work: chats.Hours{On: true, Days: []int{0}, From: 0, To: 1}}, true},
	}
	for name, tt := range tests {
		p := chats.Plan{Pace: chats.Pace{PerHour: 2, PerDay: 2}, Rules: tt.rules}
		may, err := chats.NewGovernor(l, at(noon)).MayRepeat(t.Context(), l.account, p, tt.send, chats.Person{Number: berlin})
		if err != nil || may != tt.want {
			t.Errorf("%s: %v, %v", name, may, err)
		}
	}
}

// A clock set back gives several sends the same time; the pause after one of them
// holds the repetition of another all the same.
func TestARepeatKeepsThePauseOfAnotherOfTheSameTime(t *testing.T) {
	l := newLedger(t)
	defer l.Close()
	for range 2 {
		l.claimAs(t, chats.SendCampaign, noon, time.Minute, false)
	}
	p := chats.Plan{Pace: chats.Pace{PerHour: 9, PerDay: 9}}
	own := chats.Send{ID: 2, PacedAt: clock.MillisOf(noon)}
	for after, want := range map[time.Duration]bool{15 * time.Second: false, time.Minute: true} {
		may, err := chats.NewGovernor(l, at(noon.Add(after))).MayRepeat(t.Context(), l.account, p, own, chats.Person{Number: "4915735990001"})
		if err != nil || may != want {
			t.Errorf("after %v: %v, %v", after, may, err)
		}
	}
}
