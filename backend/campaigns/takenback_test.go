package campaigns_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/fault"
	"mceplatform/backend/optouts"
)

// A message that comes back unsent, to be tried again later, is not put into a
// queue that was emptied while it was on its way.
func TestWhatComesBackUnsentIsTakenBack(t *testing.T) {
	for name, tt := range map[string]struct {
		meanwhile func(r *rig, campaign int64) error
		want      campaigns.RecipientState
	}{
		"cancelled": {func(r *rig, id int64) error { _, err := r.campaigns.Cancel(r.t.Context(), id); return err }, campaigns.RecipientCancelled},
		"opted out": {func(r *rig, _ int64) error {
			return r.optouts.Create(r.t.Context(), optouts.Input{LeadID: r.people[0].ID})
		}, campaigns.RecipientSkipped},
		"nothing": {func(*rig, int64) error { return nil }, campaigns.RecipientPending},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t, 1)
				id := r.newCampaign()
				r.wire.meeting = func() { r.must(tt.meanwhile(r, id)) }
				r.wire.answer = func(chats.Outgoing) error {
					return &chats.SendError{Class: chats.NotSent, Code: "offline", Err: errors.New("scripted")}
				}
				r.start()
				r.must(r.launch(id))
				r.settle()
				if got := r.onlyOne(id); got.State != tt.want {
					t.Errorf("the person is %s (%s)", got.State, got.Reason)
				}
			})
		})
	}
}

// Of a campaign that was cancelled nothing is sent again, also when it turns out
// later that one message is uncertain.
func TestNothingIsSentAgainForACancelledCampaign(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, 1)
		id := r.newCampaign()
		r.wire.answer = func(chats.Outgoing) error { return errors.New("broken") }
		r.start()
		r.must(r.launch(id))
		r.settle()
		r.time.by.Add(int64(25 * time.Hour))
		r.settle()
		person := r.onlyOne(id)
		if person.State != campaigns.RecipientUncertain {
			t.Fatalf("the person is %s", person.State)
		}
		_, err := r.campaigns.Cancel(t.Context(), id)
		r.must(err)
		if err := r.campaigns.Decide(t.Context(), person.ID, campaigns.SendAgain); !fault.Is(err, fault.Conflict) {
			t.Errorf("Decide = %v", err)
		}
		r.must(r.campaigns.Decide(t.Context(), person.ID, campaigns.LeaveOut))
		if got := r.onlyOne(id); got.State != campaigns.RecipientCancelled {
			t.Errorf("the person is %s", got.State)
		}
	})
}

// onlyOne is the one person of a campaign.
func (r *rig) onlyOne(campaign int64) campaigns.Recipient {
	page, err := r.campaigns.Recipients(r.t.Context(), campaign, campaigns.RecipientQuery{})
	r.must(err)
	if len(page.Items) != 1 {
		r.t.Fatalf("recipients: %+v", page.Items)
	}
	return page.Items[0]
}
