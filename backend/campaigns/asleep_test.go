package campaigns_test

import (
	"testing"
	"time"

	"mceplatform/backend/chats"
)

// A computer that falls asleep between the claim of a message and its hand-over,
// and wakes up at night, sends it in the morning.
func TestAMessageThatSleptIsNotSentAtNight(t *testing.T) {
	bubble(t, 1, func(r *rig) { // it begins at midnight; the person lives in Germany
		r.rule(func(rules *chats.Rules) { rules.Quiet = chats.Quiet{On: true, From: 21 * 60, To: 8 * 60} })
		r.time.by.Add(int64(12 * time.Hour))
		slept := false
		r.interrupt(func() {
			if r.db.claims == 1 && !slept {
				slept = true
				r.time.by.Add(int64(10 * time.Hour))
			}
		})
		r.start()
		id := r.run(everybody())
		r.settle()
		if !slept || r.wire.sends != 0 {
			t.Fatalf("slept: %v, sent: %d", slept, r.wire.sends)
		}
		r.time.by.Add(int64(10 * time.Hour))
		r.settle()
		if person := r.onlyOne(id); r.wire.sends != 1 || person.State != "sent" {
			t.Errorf("in the morning %d were sent, the person is %s", r.wire.sends, person.State)
		}
	})
}
