package campaigns_test

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
)

// office is a rig whose account sends slowly, with one campaign that runs.
type office struct {
	*rig
	id int64
}

func open(t *testing.T, people int, unknown ...int) *office {
	t.Helper()
	r := newRig(t, people)
	r.wire.unknown = map[string]bool{}
	for _, i := range unknown {
		r.wire.unknown[r.people[i].Phone] = true
	}
	r.pace = chats.Pace{MinGapSeconds: 30, MaxGapSeconds: 30, PerHour: 100, PerDay: 8}
	r.build()
	r.start()
	in := everybody()
	in.Pace = r.pace
	o := &office{rig: r, id: r.draft(in)}
	r.must(r.launch(o.id))
	return o
}

// again ends the program and begins it anew, as nothing may be remembered outside
// the database.
func (o *office) again() { o.end(); o.build(); o.start() }

func (o *office) resume() {
	o.t.Helper()
	_, err := o.campaigns.Resume(o.ctx(), o.id)
	o.must(err)
}

// after lets time pass and says how many attempts were made, and what is waited for.
func (o *office) after(d time.Duration) (int, campaigns.Detail) {
	o.t.Helper()
	before := len(o.wire.log)
	o.settle()
	o.wait(func() {
		time.Sleep(d)
		synctest.Wait()
	})
	return len(o.wire.log) - before, o.get(o.id)
}

func rejection(code string) error {
	return &chats.SendError{Class: chats.Rejected, Code: code, Err: errors.New("x")}
}

func (o *office) expectWait(what string, d time.Duration, attempts int, state campaigns.State, why chats.WaitReason, left time.Duration) {
	o.t.Helper()
	n, detail := o.after(d)
	if n != attempts || detail.Campaign.State != state || detail.Waiting.Reason != why {
		o.t.Fatalf("%s: %d attempts, %s, waits for %q; want %d, %s, %q", what, n, detail.Campaign.State, detail.Waiting.Reason, attempts, state, why)
	}
	if wait := time.Until(detail.Waiting.Until.Time()); why != "" && (wait-left).Abs() > time.Minute {
		o.t.Errorf("%s: waits %v, want %v", what, wait, left)
	}
	if state == campaigns.Running && detail.FinishAt.Time().Before(time.Now().Add(left)) {
		o.t.Errorf("%s: ends at %s, before it goes on", what, detail.FinishAt.Time())
	}
}

func TestTooFastPausesTheAccountLongerEachTimeAndThenStopsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := open(t, 20)
		o.wire.answer = func(chats.Outgoing) error { return rejection(chats.CodeTooFast) }
		o.expectWait("the first", time.Second, 1, campaigns.Running, chats.WaitRateLimited, 15*time.Minute)
		o.again()
		o.expectWait("before its end", 14*time.Minute, 0, campaigns.Running, chats.WaitRateLimited, time.Minute)
		o.expectWait("the second", 80*time.Second, 1, campaigns.Running, chats.WaitRateLimited, time.Hour)
		o.expectWait("the third", time.Hour+20*time.Second, 1, campaigns.Paused, "", 0)
		o.again()
		_, d := o.after(0)
		if d.Campaign.PausedBy != campaigns.PausedByWhatsApp || d.HalvedUntil.Time().Before(time.Now().Add(6*24*time.Hour)) {
			t.Errorf("paused by %s, halved until %s", d.Campaign.PausedBy, d.HalvedUntil.Time())
		}
		o.wire.answer = func(chats.Outgoing) error { return nil }
		o.resume()
		o.expectWait("a person lets it go on", 5*time.Hour, 0, campaigns.Running, chats.WaitRateLimited, time.Hour)
		// One of a day's eight has been tried, half of them may go.
		o.expectWait("half of the daily limit", 2*time.Hour, 4, campaigns.Running, chats.WaitHalved, 23*time.Hour)
		for _, s := range o.wire.log[:3] {
			if s.id != o.wire.log[3].id || !o.wire.log[3].ok {
				t.Errorf("sent as %s, then as %s", s.id, o.wire.log[3].id)
			}
		}
	})
}

func TestTheLookUpLimitHoldsThoseWhoMustBeLookedUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := open(t, 4, 0, 1, 2)
		limited := &chats.SendError{Class: chats.NotSent, Code: chats.CodeLookUpLimit, Err: errors.New("x")}
		o.wire.answer = func(m chats.Outgoing) error {
			if o.wire.unknown[m.To.Phone] {
				return limited
			}
			return nil
		}
		o.expectWait("one asked, one known", time.Minute, 2, campaigns.Running, chats.WaitLookUp, 4*time.Minute)
		if last := o.wire.log[1]; last.to != o.people[3].Phone || !last.ok {
			t.Errorf("went on with %+v", last)
		}
		o.again()
		// Another person is asked about: the pause is the account's, not theirs.
		o.expectWait("the second", 4*time.Minute+45*time.Second, 1, campaigns.Running, chats.WaitLookUp, 9*time.Minute)
		o.expectWait("the third", 10*time.Minute, 1, campaigns.Running, chats.WaitLookUp, 19*time.Minute)
		o.wire.answer = func(chats.Outgoing) error { return nil }
		o.expectWait("the end", 22*time.Minute, 3, campaigns.Completed, "", 0)
	})
}

func TestThreeUnansweredAttemptsMakeTheConnectionAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := open(t, 3)
		silent := true
		o.wire.answer = func(chats.Outgoing) error {
			if silent {
				return &chats.SendError{Class: chats.Unknown, Code: "no_answer", Err: errors.New("x")}
			}
			return nil
		}
		n, d := o.after(time.Second)
		if n != 1 || o.wire.resets != 0 {
			t.Fatalf("%d attempts, %d resets", n, o.wire.resets)
		}
		o.again() // the count outlives the program
		for o.wire.resets == 0 && n < 10 {
			var more int
			more, d = o.after(time.Minute)
			n += more
		}
		if n != 3 || o.wire.resets != 1 || d.Campaign.State != campaigns.Paused || d.Campaign.PausedBy != campaigns.PausedByErrors {
			t.Fatalf("%d attempts, %d resets, %s by %s", n, o.wire.resets, d.Campaign.State, d.Campaign.PausedBy)
		}
		if n, _ := o.after(10 * time.Minute); n != 0 {
			t.Errorf("%d attempts while it is paused", n)
		}
		silent = false
		o.resume()
		if _, d = o.after(10 * time.Minute); d.Counts.Sent != 3 || o.wire.resets != 1 {
			t.Errorf("%+v, %d resets", d.Counts, o.wire.resets)
		}
		first := o.wire.log[0]
		if slices.ContainsFunc(o.wire.log, func(s attempt) bool { return s.to == first.to && s.id != first.id }) {
			t.Errorf("ids: %+v", o.wire.log)
		}
	})
}

// An answer of any kind shows that the connection works.
func TestAnAnswerEndsTheCountOfUnansweredAttempts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := open(t, 6)
		n := 0
		o.wire.answer = func(chats.Outgoing) error {
			if n++; n%3 != 0 {
				return &chats.SendError{Class: chats.Unknown, Code: "no_answer", Err: errors.New("x")}
			}
			return nil
		}
		if _, d := o.after(time.Hour); d.Campaign.State != campaigns.Completed || o.wire.resets != 0 {
			t.Errorf("%s, %d resets", d.Campaign.State, o.wire.resets)
		}
	})
}
