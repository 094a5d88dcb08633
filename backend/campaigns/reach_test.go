package campaigns_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
	"mceplatform/backend/phone"
)

const day = 24 * time.Hour

func TestWarmthIsMeasuredByTheirLastWord(t *testing.T) {
	for name, tt := range map[string]struct {
		arrange func(r *rig, l leads.Lead)
		want    campaigns.Warmth
	}{
		"just now":    {func(r *rig, l leads.Lead) { r.hears(l, "hi", r.time.Now()) }, campaigns.WroteIn30},
		"30 days":     {func(r *rig, l leads.Lead) { r.hears(l, "hi", r.time.Now().Add(-30*day)) }, campaigns.WroteIn30},
		"just before": {func(r *rig, l leads.Lead) { r.hears(l, "hi", r.time.Now().Add(-30*day-time.Millisecond)) }, campaigns.WroteIn90},
		"90 days":     {func(r *rig, l leads.Lead) { r.hears(l, "hi", r.time.Now().Add(-90*day)) }, campaigns.WroteIn90},
		"long ago":    {func(r *rig, l leads.Lead) { r.hears(l, "hi", r.time.Now().Add(-90*day-time.Millisecond)) }, campaigns.WroteOnce},
		"the latest": {func(r *rig, l leads.Lead) {
			r.hears(l, "hi", r.time.Now())
			r.hears(l, "hi", r.time.Now().Add(-99*day))
		}, campaigns.WroteIn30},
		"in the book": {func(r *rig, l leads.Lead) {
			r.exec("UPDATE leads SET name_source = ? WHERE id = ?", leads.NameAddress, l.ID)
		}, campaigns.Saved},
		"never answered":  {func(r *rig, l leads.Lead) { r.start(); r.run(to("hello", l)) }, campaigns.Unanswered},
		"no conversation": {func(*rig, leads.Lead) {}, campaigns.Cold},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, 1, func(r *rig) {
				tt.arrange(r, r.people[0])
				reach, err := r.campaigns.Reach(r.ctx(), everybody())
				r.must(err)
				if !slices.Equal(reach.Warmth, []campaigns.WarmthCount{{Warmth: tt.want, Count: 1}}) {
					t.Errorf("%+v, want %s", reach.Warmth, tt.want)
				}
				if stranger := tt.want == campaigns.Cold || tt.want == campaigns.Unanswered; (reach.Cold == 1) != stranger {
					t.Errorf("%d strangers", reach.Cold)
				}
			})
		})
	}
}

// Strangers need a word when they are more than five and more than a fifth.
func TestStrangersNeedAWord(t *testing.T) {
	for _, tt := range []struct {
		people, cold int
		word         bool
	}{{5, 5, false}, {6, 6, true}, {30, 6, false}, {29, 6, true}, {31, 7, true}, {35, 7, false}} {
		t.Run(fmt.Sprintf("%d of %d", tt.cold, tt.people), func(t *testing.T) {
			bubble(t, tt.people, func(r *rig) {
				r.exec("UPDATE leads SET name_source = ? WHERE id NOT IN (SELECT id FROM leads ORDER BY id LIMIT ?)", leads.NameAddress, tt.cold)
				reach, err := r.campaigns.Reach(r.ctx(), everybody())
				r.must(err)
				if reach.Total != tt.people || reach.Cold != tt.cold || reach.NeedsWord != tt.word {
					t.Errorf("%+v", reach)
				}
				r.wantsWord(tt.cold, tt.word)
			})
		})
	}
}

// wantsWord starts and schedules with the wrong number of strangers, then with
// the right one.
func (r *rig) wantsWord(cold int, word bool) {
	in := everybody()
	in.Schedule.StartsOn = "2000-02-01T09:00"
	for verb, do := range map[string]func(id int64, ok campaigns.Confirmation) error{
		"schedule": func(id int64, ok campaigns.Confirmation) error {
			_, err := r.campaigns.Schedule(r.ctx(), id, ok)
			return err
		},
		"start": func(id int64, ok campaigns.Confirmation) error {
			_, err := r.campaigns.Start(r.ctx(), id, ok)
			return err
		},
	} {
		id := r.draft(in)
		for _, said := range []int{0, cold - 1, cold + 1} {
			err := do(id, campaigns.Confirmation{Cold: said})
			if refused := fault.Is(err, fault.Conflict); refused != word {
				r.t.Errorf("%s with %d strangers: %v", verb, said, err)
			}
			if !word {
				break
			}
			if s := r.get(id); s.Campaign.State != campaigns.Draft || s.Counts.Total != 0 {
				r.t.Errorf("after a refusal: %s with %d people", s.Campaign.State, s.Counts.Total)
			}
		}
		if word {
			r.must(do(id, campaigns.Confirmation{Cold: cold}))
		}
		_, err := r.campaigns.Cancel(r.ctx(), id)
		r.must(err)
	}
}

// Pasted numbers become leads when the campaign starts, and only those who get
// something.
func TestPastedNumbersBecomeLeadsAtTheStart(t *testing.T) {
	bubble(t, 1, func(r *rig) {
		out, err := phone.Parse("+4915737000002", "")
		r.must(err)
		r.must(r.leads.OptOutNumber(r.ctx(), out, leads.ActorUser, ""))
		in := to("Hello {{phone}}", r.people[0])
		in.Audience.Numbers = stranger + "\n+4915737000002\nnonsense"
		in.Schedule.StartsOn = "2000-01-01T09:00"
		id := r.draft(in)
		reach, err := r.campaigns.Reach(r.ctx(), in)
		r.must(err)
		if reach.Total != 2 || fmt.Sprint(reach.Excluded) != "[{opted_out 1} {invalid 1}]" {
			t.Errorf("%+v", reach)
		}
		_, err = r.campaigns.Schedule(r.ctx(), id, campaigns.Confirmation{})
		r.must(err)
		r.leadsAre(1)
		r.start()
		r.time.by.Add(int64(9 * time.Hour))
		r.must(r.campaigns.Tick(r.ctx()))
		r.settle()
		r.leadsAre(2)
		if c := r.get(id).Counts; c.Sent != 2 || c.Total != 2 {
			t.Errorf("%+v", c)
		}
		if got := r.got(leads.Lead{Phone: "4915737000001"}); !slices.Equal(got, []string{"Hello +49 1573 7000001"}) {
			t.Errorf("%q", got)
		}
		r.run(in) // they are leads now
		r.leadsAre(2)
	})
}

func (r *rig) leadsAre(want int) {
	r.t.Helper()
	page, err := r.leads.List(r.ctx(), leads.Filter{})
	r.must(err)
	if page.Total != want {
		r.t.Errorf("%d leads, want %d", page.Total, want)
	}
}

// A follow-up is for those who have not gone as far as it says; who answered
// between two messages is not among those who have not.
func TestFollowUpGroups(t *testing.T) {
	bubble(t, 6, func(r *rig) {
		in := then(everybody(), 60, "And this")
		r.start()
		id := r.run(in)
		r.hears(r.people[3], "thank you", r.time.Now())
		r.sleep(time.Hour)
		for i, status := range map[int]chats.Status{1: chats.StatusDelivered, 2: chats.StatusRead} {
			r.acknowledged(r.people[i], 1, status)
		}
		r.hears(r.people[4], "yes", r.time.Now())
		r.exec("UPDATE campaign_recipients SET state = 'failed' WHERE lead_id = ?", r.people[5].ID)
		for who, want := range map[campaigns.Lack]string{campaigns.NotDelivered: "0", campaigns.NotRead: "0 1", campaigns.NotReplied: "0 1 2"} {
			c, err := r.campaigns.FollowUp(r.ctx(), id, who, "Again")
			r.must(err)
			if got := r.names(c.Audience); got != want || !c.StopOn.Reply {
				t.Errorf("%s: %q, want %q", who, got, want)
			}
		}
		if _, err := r.campaigns.FollowUp(r.ctx(), id, "nobody", "Again"); !fault.Is(err, fault.Invalid) {
			t.Errorf("no such group: %v", err)
		}
	})
}

// acknowledged lets WhatsApp say something of the n-th message to a person.
func (r *rig) acknowledged(l leads.Lead, n int, status chats.Status) {
	r.t.Helper()
	for _, a := range r.wire.log {
		if a.to != l.Phone {
			continue
		}
		if n--; n < 0 {
			r.must(r.inbound.Receipt(r.ctx(), []string{a.id}, status, 1))
			return
		}
	}
	r.t.Fatal("there is no such message")
}

// Of two campaigns that are started at once nobody hears twice: who comes to the
// second turn is left out then.
func TestTwoCampaignsAtOnce(t *testing.T) {
	for _, days := range []int{0, 3} {
		bubble(t, 5, func(r *rig) {
			r.rule(func(rules *chats.Rules) { rules.PersonDays = days })
			first, second := r.draft(everybody()), r.draft(everybody())
			r.must(r.launch(first))
			r.exec("UPDATE campaigns SET state = 'draft' WHERE id = ?", first) // so that the second does not see it
			r.must(r.launch(second))
			r.exec("UPDATE campaigns SET state = 'running' WHERE id = ?", first)
			r.must(r.db.InTx(r.ctx(), func(context.Context) error { return nil })) // the wire judges by what was committed
			r.start()
			r.settle()
			a, b := r.get(first).Counts, r.get(second).Counts
			if days > 0 && (r.wire.sends != 5 || a.Sent != 5 || b.Skipped != 5) || days == 0 && r.wire.sends != 10 {
				t.Errorf("%d days: %d messages, %+v and %+v", days, r.wire.sends, a, b)
			}
			if days > 0 {
				r.expect(second, r.people[0].ID, campaigns.RecipientSkipped, 0, campaigns.ReasonRecent)
			}
		})
	}
}

// Where people have to agree first, pasted numbers are left out: nobody has
// heard them do so.
func TestStrangersHaveNotAgreed(t *testing.T) {
	bubble(t, 1, func(r *rig) {
		r.rule(func(rules *chats.Rules) { rules.ConsentOnly = true })
		r.must(r.leads.SetConsent(r.ctx(), []int64{r.people[0].ID}, leads.ConsentGiven, ""))
		in := everybody()
		in.Audience.Numbers = stranger
		out, err := r.campaigns.LeftOut(r.ctx(), in, campaigns.ReasonConsent)
		r.must(err)
		if len(out) != 1 || out[0].LeadID != 0 || out[0].PhoneDisplay != stranger {
			t.Errorf("%+v", out)
		}
		r.start()
		r.run(in)
		r.leadsAre(1)
		if r.wire.sends != 1 {
			t.Errorf("%d messages", r.wire.sends)
		}
	})
}
