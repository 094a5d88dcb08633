package campaigns_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/leads"
	"mceplatform/backend/optouts"
)

// three is a campaign of three messages, an hour and a day apart.
func three() campaigns.Input { return then(then(everybody(), 60, "Second"), 24*60, "Third") }

// A message counts its delay from the sending of the one before, whatever
// happens between: the program is ended, the computer sleeps.
func TestDelaysCountFromTheMessageBefore(t *testing.T) {
	for name, meanwhile := range map[string]func(r *rig){
		"nothing": func(*rig) {},
		"restart": (*rig).restart,
		"pause": func(r *rig) {
			if _, err := r.campaigns.Pause(r.ctx(), 1); err != nil {
				return // it is complete
			}
			r.settle()
			_, err := r.campaigns.Resume(r.ctx(), 1)
			r.must(err)
			r.settle()
		},
		"other rules": func(r *rig) { r.rule(func(rules *chats.Rules) { rules.PerMinute = 100 }); r.settle() },
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, 2, func(r *rig) {
				r.start()
				id := r.run(three())
				for _, wait := range []struct {
					d    time.Duration
					sent int
				}{{0, 2}, {time.Hour - time.Second, 2}, {time.Second, 4}, {24*time.Hour - time.Second, 4}, {time.Second, 6}} {
					r.sleep(wait.d)
					meanwhile(r)
					if r.wire.sends != wait.sent {
						t.Fatalf("%d messages after %v, want %d", r.wire.sends, wait.d, wait.sent)
					}
				}
				if d := r.get(id); d.Campaign.State != campaigns.Completed || d.Counts.Sent != 2 {
					t.Errorf("%s, %+v", d.Campaign.State, d.Counts)
				}
				if got := r.got(r.people[1]); !slices.Equal(got, []string{"Hello Person 1!", "Second", "Third"}) {
					t.Errorf("%q", got)
				}
			})
		})
	}
}

// A long sleep makes messages late, and those after them as late: they do not
// come at once.
func TestALongSleepKeepsTheDelays(t *testing.T) {
	bubble(t, 1, func(r *rig) {
		r.start()
		r.run(three())
		r.sleep(10 * day)
		if r.wire.sends != 2 {
			t.Fatalf("%d messages", r.wire.sends)
		}
		r.sleep(day - time.Second)
		if r.wire.sends != 2 {
			t.Fatal("the third came before its delay")
		}
		r.sleep(time.Second)
		if r.wire.sends != 3 {
			t.Fatal("the third did not come")
		}
	})
}

var endings = map[string]struct {
	stop   campaigns.StopOn
	does   func(r *rig, l leads.Lead)
	state  campaigns.RecipientState
	step   int
	reason string
	sent   int
}{
	"nothing":       {campaigns.StopOn{Reply: true}, func(*rig, leads.Lead) {}, campaigns.RecipientSent, 1, "", 2},
	"reply":         {campaigns.StopOn{Reply: true}, says("yes"), campaigns.RecipientReplied, 0, "", 1},
	"reply goes on": {campaigns.StopOn{}, says("yes"), campaigns.RecipientSent, 1, "", 2},
	"tag":           {campaigns.StopOn{Tags: []string{"bought"}}, func(r *rig, l leads.Lead) { r.must(r.leads.AddTag(r.ctx(), []int64{l.ID}, "Bought")) }, campaigns.RecipientSent, 0, campaigns.ReasonTag, 1},
	"another tag":   {campaigns.StopOn{Tags: []string{"bought"}}, func(r *rig, l leads.Lead) { r.must(r.leads.AddTag(r.ctx(), []int64{l.ID}, "Cold")) }, campaigns.RecipientSent, 1, "", 2},
	"stage": {campaigns.StopOn{Stages: []int64{4}}, func(r *rig, l leads.Lead) {
		stage := int64(4)
		_, err := r.leads.Update(r.ctx(), l.ID, leads.Update{StageID: &stage})
		r.must(err)
	}, campaigns.RecipientSent, 0, campaigns.ReasonStage, 1},
	"opt-out": {campaigns.StopOn{}, func(r *rig, l leads.Lead) { r.must(r.optouts.Create(r.ctx(), optouts.Input{LeadID: l.ID})) }, campaigns.RecipientSent, 0, campaigns.ReasonOptedOut, 1},
	"consent": {campaigns.StopOn{}, func(r *rig, l leads.Lead) {
		r.must(r.leads.SetConsent(r.ctx(), []int64{l.ID}, leads.ConsentRefused, ""))
	}, campaigns.RecipientSent, 0, campaigns.ReasonConsent, 1},
	"cancel": {campaigns.StopOn{}, func(r *rig, _ leads.Lead) {
		_, err := r.campaigns.Cancel(r.ctx(), 1)
		r.must(err)
	}, campaigns.RecipientSent, 0, campaigns.ReasonCancelled, 1},
	"read, then cancel": {campaigns.StopOn{}, func(r *rig, l leads.Lead) {
		r.acknowledged(l, 0, chats.StatusRead)
		_, err := r.campaigns.Cancel(r.ctx(), 1)
		r.must(err)
	}, campaigns.RecipientRead, 0, campaigns.ReasonCancelled, 1},
	"reply, then tag": {campaigns.StopOn{Tags: []string{"bought"}}, func(r *rig, l leads.Lead) {
		says("yes")(r, l)
		r.must(r.leads.AddTag(r.ctx(), []int64{l.ID}, "Bought"))
	}, campaigns.RecipientReplied, 0, campaigns.ReasonTag, 1},
}

// What ends a campaign for a person between two messages leaves them where the
// last one is, and says why; a receipt afterwards changes where, not why.
func TestWhatEndsACampaignForSomebody(t *testing.T) {
	for name, tt := range endings {
		t.Run(name, func(t *testing.T) {
			bubble(t, 1, func(r *rig) {
				in, l := then(everybody(), 60, "Second"), r.people[0]
				in.StopOn = tt.stop
				r.start()
				id := r.run(in)
				tt.does(r, l)
				r.sleep(time.Hour)
				if r.wire.sends != tt.sent {
					t.Errorf("%d messages", r.wire.sends)
				}
				r.expect(id, l.ID, tt.state, tt.step, tt.reason)
				if d := r.get(id); d.Counts.Open() != 0 || d.Campaign.FinishedAt == 0 {
					t.Errorf("%s, %+v", d.Campaign.State, d.Counts)
				}
				if tt.state != campaigns.RecipientReplied {
					r.acknowledged(l, tt.step, chats.StatusRead)
					r.expect(id, l.ID, campaigns.RecipientRead, tt.step, tt.reason)
				}
			})
		})
	}
}

func says(text string) func(r *rig, l leads.Lead) {
	return func(r *rig, l leads.Lead) { r.hears(l, text, r.time.Now()) }
}

func TestReceiptsOfAnEarlierMessage(t *testing.T) {
	bubble(t, 1, func(r *rig) {
		r.start()
		l, id := r.people[0], r.run(three())
		r.acknowledged(l, 0, chats.StatusRead)
		r.expect(id, l.ID, campaigns.RecipientPending, 1, "")
		r.sleep(time.Hour)
		r.sleep(day)
		r.expect(id, l.ID, campaigns.RecipientSent, 2, "")
		r.acknowledged(l, 1, chats.StatusRead)
		r.expect(id, l.ID, campaigns.RecipientSent, 2, "")
		r.acknowledged(l, 2, chats.StatusDelivered)
		r.expect(id, l.ID, campaigns.RecipientDelivered, 2, "")
	})
}

func rejectedBy(text string, code string) func(chats.Outgoing) error {
	return func(m chats.Outgoing) error {
		if string(m.Content.Text) == text {
			return &chats.SendError{Class: chats.Rejected, Code: code, Err: errors.New("scripted")}
		}
		return nil
	}
}

// A second message that failed is tried again by a person, and the third comes
// its delay later.
func TestRetryOfASecondMessage(t *testing.T) {
	bubble(t, 1, func(r *rig) {
		r.wire.answer = rejectedBy("Second", "400")
		r.start()
		l, id := r.people[0], r.run(three())
		r.sleep(time.Hour)
		if p := r.recipient(id, l.ID); p.State != campaigns.RecipientFailed || p.Step != 1 {
			t.Fatalf("%+v", p)
		}
		r.wire.answer = nil
		r.sleep(5 * time.Hour)
		_, err := r.campaigns.RetryFailed(r.ctx(), id)
		r.must(err)
		r.settle()
		r.expect(id, l.ID, campaigns.RecipientPending, 2, "")
		r.sleep(day)
		r.expect(id, l.ID, campaigns.RecipientSent, 2, "")
		if got := r.got(l); !slices.Equal(got, []string{"Hello Person 0!", "Second", "Second", "Third"}) || r.wire.log[1].id != r.wire.log[2].id {
			t.Errorf("%q", got)
		}
	})
}
