package campaigns_test

import (
	"testing"

	"mceplatform/backend/campaigns"
	"mceplatform/backend/fault"
)

// Every state with every verb: what is not listed must be refused and change nothing.
func TestStatesAndVerbs(t *testing.T) {
	const no = campaigns.State("")
	verbs := []campaigns.Verb{campaigns.VerbEdit, campaigns.VerbDelete, campaigns.VerbStart, campaigns.VerbPause, campaigns.VerbResume, campaigns.VerbCancel, campaigns.VerbComplete, campaigns.VerbRetry}
	table := map[campaigns.State][]campaigns.State{
		//                    edit              delete            start              pause              resume             cancel                 complete             retry
		campaigns.Draft:     {campaigns.Draft, campaigns.Draft, campaigns.Running, no, no, no, no, no},
		campaigns.Running:   {no, no, no, campaigns.Paused, no, campaigns.Cancelled, campaigns.Completed, campaigns.Running},
		campaigns.Paused:    {no, no, no, no, campaigns.Running, campaigns.Cancelled, no, campaigns.Paused},
		campaigns.Completed: {no, no, no, no, no, no, no, campaigns.Running},
		campaigns.Cancelled: {no, no, no, no, no, no, no, no},
	}
	for from, row := range table {
		for i, verb := range verbs {
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
