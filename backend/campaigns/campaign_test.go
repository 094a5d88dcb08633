package campaigns_test

import (
	"testing"

	"mceplatform/backend/campaigns"
	"mceplatform/backend/fault"
)

// Every state with every verb: what is not listed must be refused and change nothing.
func TestStatesAndVerbs(t *testing.T) {
	const (
		no, draft, scheduled, missed = campaigns.State(""), campaigns.Draft, campaigns.Scheduled, campaigns.Missed
		running, paused, completed   = campaigns.Running, campaigns.Paused, campaigns.Completed
		cancelled                    = campaigns.Cancelled
	)
	states := []campaigns.State{draft, scheduled, missed, running, paused, completed, cancelled}
	table := map[campaigns.Verb][]campaigns.State{
		//                       draft      scheduled  missed     running    paused     completed  cancelled
		campaigns.VerbEdit:     {draft, no, no, no, no, no, no},
		campaigns.VerbDelete:   {draft, no, no, no, no, no, no},
		campaigns.VerbStart:    {running, running, running, no, no, no, no},
		campaigns.VerbSchedule: {scheduled, no, no, no, no, no, no},
		campaigns.VerbRevise:   {no, draft, draft, draft, no, no, no},
		campaigns.VerbMiss:     {no, missed, no, no, no, no, no},
		campaigns.VerbPause:    {no, no, no, paused, no, no, no},
		campaigns.VerbResume:   {no, no, no, no, running, no, no},
		campaigns.VerbSettle:   {no, no, no, running, paused, no, no},
		campaigns.VerbRetry:    {no, no, no, running, paused, running, no},
		campaigns.VerbComplete: {no, no, no, completed, completed, no, no},
		campaigns.VerbCancel:   {no, cancelled, cancelled, cancelled, cancelled, no, no},
	}
	for verb, row := range table {
		for i, from := range states {
			got, err := from.After(verb)
			if row[i] == no {
				if !fault.Is(err, fault.Conflict) || got != from {
					t.Errorf("%s %s = %s, %v; want a refusal", verb, from, got, err)
				}
				continue
			}
			if err != nil || got != row[i] {
				t.Errorf("%s %s = %s, %v; want %s", verb, from, got, err, row[i])
			}
		}
	}
}

func TestCountsAddUp(t *testing.T) {
	states := []campaigns.RecipientState{
		campaigns.RecipientPending, campaigns.RecipientSending, campaigns.RecipientUncertain, campaigns.RecipientSent, campaigns.RecipientDelivered,
		campaigns.RecipientRead, campaigns.RecipientReplied, campaigns.RecipientFailed, campaigns.RecipientBlocked, campaigns.RecipientSkipped, campaigns.RecipientCancelled,
	}
	var c campaigns.Counts
	for i, s := range states {
		c.Add(s, 1<<i)
	}
	sum := c.Pending + c.Sending + c.Uncertain + c.Sent + c.Delivered + c.Read + c.Replied + c.Failed + c.Blocked + c.Skipped + c.Cancelled
	if sum != c.Total || c.Total != 1<<len(states)-1 || c.Open() != 7 {
		t.Errorf("counts = %+v", c)
	}
}
