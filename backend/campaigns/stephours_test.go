package campaigns_test

import (
	"testing"
	"testing/synctest"
	"time"

	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
)

// What is waited for are the hours of the message that is next, not those of the
// account.
func TestTheWaitNamesTheHoursOfTheStep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // it begins on Saturday, 1 January 2000, 00:00 UTC
		r := newRig(t, 1)
		in := everybody()
		in.Steps = append(in.Steps, campaigns.Step{
			Variants: in.Steps[0].Variants, DelayMinutes: 60, Hours: &chats.Hours{On: true, Days: []int{int(time.Monday)}, From: 9 * 60, To: 17 * 60},
		})
		id := r.draft(in)
		r.start()
		r.must(r.launch(id))
		r.settle()
		r.time.by.Add(int64(2 * time.Hour))
		r.settle()
		d, err := r.campaigns.Get(t.Context(), id)
		r.must(err)
		monday := time.Date(2000, 1, 3, 9, 0, 0, 0, time.UTC)
		if d.Waiting.Reason != chats.WaitHours || !d.Waiting.Until.Time().Equal(monday) {
			t.Errorf("waits for %q until %v, want the hours of Monday", d.Waiting.Reason, d.Waiting.Until.Time().UTC())
		}
		r.time.by.Add(int64(monday.Sub(r.time.Now())))
		r.settle()
		if person := r.onlyOne(id); person.Step != 1 || person.State != campaigns.RecipientSent {
			t.Errorf("the person is %s at message %d", person.State, person.Step+1)
		}
	})
}
