package campaigns

import "testing"

func TestTheFunnelCountsWhoCameAtLeastSoFar(t *testing.T) {
	var c Counts
	for s, n := range map[RecipientState]int{RecipientPending: 3, RecipientUncertain: 1, RecipientSent: 2, RecipientRead: 4, RecipientReplied: 5, RecipientFailed: 1} {
		c.Add(s, n)
	}
	if got, want := c.funnel(), (Funnel{Sent: 11, Delivered: 9, Read: 9, Replied: 5}); got != want {
		t.Errorf("funnel = %+v, want %+v", got, want)
	}
}
