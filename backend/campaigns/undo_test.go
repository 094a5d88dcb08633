package campaigns_test

import (
	"testing"
	"time"

	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
)

// held is a campaign that was started a moment ago and can be taken back for ten
// seconds.
func (r *rig) held(in campaigns.Input) int64 {
	r.t.Helper()
	r.undo = 10 * time.Second
	r.build()
	r.start()
	return r.run(in)
}

func (r *rig) revise(id int64, want campaigns.State) {
	r.t.Helper()
	_, err := r.campaigns.Revise(r.ctx(), id)
	if refused := want != campaigns.Draft; refused != fault.Is(err, fault.Conflict) || !refused && err != nil {
		r.t.Errorf("Revise = %v", err)
	}
	if d := r.get(id); d.Campaign.State != want {
		r.t.Errorf("the campaign is %s, want %s", d.Campaign.State, want)
	}
}

// Nothing goes out in the ten seconds in which a start can be taken back, also
// when the program is ended meanwhile.
func TestAStartCanBeTakenBack(t *testing.T) {
	for name, meanwhile := range map[string]func(r *rig){"": func(*rig) {}, "after a restart": (*rig).restart} {
		t.Run(name, func(t *testing.T) {
			bubble(t, 2, func(r *rig) {
				in := everybody()
				in.Steps, in.Audience.Numbers = campaigns.Say("Hello!"), stranger
				id := r.held(in)
				r.sleep(9 * time.Second)
				meanwhile(r)
				d := r.get(id)
				if r.wire.sends != 0 || d.Waiting.Reason != chats.WaitUndo || d.Campaign.State != campaigns.Running {
					t.Fatalf("%d messages, waits for %q", r.wire.sends, d.Waiting.Reason)
				}
				r.revise(id, campaigns.Draft)
				r.sleep(time.Hour)
				if d := r.get(id); r.wire.sends != 0 || d.Counts.Total != 0 || d.Campaign.FrozenAt != 0 || d.Campaign.HoldUntil != 0 {
					t.Fatalf("%d messages of a draft: %+v", r.wire.sends, d)
				}
				r.must(r.launch(id))
				r.sleep(10 * time.Second)
				if r.wire.sends != 3 {
					t.Errorf("started anew: %d messages", r.wire.sends)
				}
			})
		})
	}
}

func TestAStartCannotBeTakenBackLater(t *testing.T) {
	bubble(t, 2, func(r *rig) {
		r.wire.answer = failing("Hello Person 0!", chats.NotSent, "offline")
		id := r.held(everybody())
		r.sleep(10 * time.Second)
		r.revise(id, campaigns.Running)
		for _, back := range []time.Duration{5 * time.Second, time.Hour} { // the clock is set back
			r.time.by.Add(-int64(back))
			r.settle()
			r.revise(id, campaigns.Running)
		}
		if d := r.get(id); d.Waiting.Reason == chats.WaitUndo {
			t.Error("a clock set back by an hour holds the campaign for that hour")
		}
		r.wire.answer = nil
		r.sleep(2 * time.Hour)
		if d := r.get(id); d.Counts.Sent != 2 {
			t.Errorf("the clock was set back, and %+v", d.Counts)
		}
	})
}

// A campaign whose time has not come becomes a draft again, and so does one that
// missed it; nothing of why it did stays with it.
func TestReviseOfWhatWaitsForItsTime(t *testing.T) {
	bubble(t, 1, func(r *rig) {
		r.start()
		id := r.scheduled(at("2000-01-03T09:00", ""))
		r.revise(id, campaigns.Draft)
		r.goTo(nine(time.Minute))
		r.tick()
		if d := r.get(id); d.Campaign.State != campaigns.Draft || r.wire.sends != 0 {
			t.Fatalf("%s, %d messages", d.Campaign.State, r.wire.sends)
		}
		r.goTo(nine(-time.Hour))
		_, err := r.campaigns.Schedule(r.ctx(), id, campaigns.Confirmation{})
		r.must(err)
		r.exec("UPDATE accounts SET unlinked_at = 1")
		r.goTo(nine(0))
		r.tick()
		if c := r.get(id).Campaign; c.State != campaigns.Missed || c.PausedReason == "" || c.MissedAt == 0 {
			t.Fatalf("%+v", c)
		}
		r.revise(id, campaigns.Draft)
		if c := r.get(id).Campaign; c.PausedReason != "" || c.MissedAt != 0 {
			t.Errorf("%+v", c)
		}
	})
}

// A start that a schedule made cannot be taken back: nobody was there to see it.
func TestAStartByItselfIsNotHeld(t *testing.T) {
	bubble(t, 1, func(r *rig) {
		r.undo = 10 * time.Second
		r.build()
		id := r.scheduled(at("2000-01-03T09:00", ""))
		r.goTo(nine(0))
		r.must(r.campaigns.Tick(r.ctx()))
		r.revise(id, campaigns.Running)
		r.start()
		r.settle()
		if r.wire.sends != 1 {
			t.Errorf("%d messages", r.wire.sends)
		}
	})
}

func (r *rig) join(phone string) int64 {
	r.t.Helper()
	l, err := r.leads.Create(r.ctx(), leads.Input{Name: "Late", Phone: phone, Tags: []string{tag}}, "")
	r.must(err)
	r.must(r.campaigns.AddMatches(r.ctx()))
	r.settle()
	return l.ID
}

// Who comes to match is added once, and nobody comes back who was left out.
func TestKeepAdding(t *testing.T) {
	bubble(t, 3, func(r *rig) {
		in := everybody()
		in.KeepAdding, in.StopOn.Tags = true, []string{"bought"}
		r.must(r.leads.AddTag(r.ctx(), []int64{r.people[0].ID}, "bought"))
		r.start()
		id := r.run(in)
		if d := r.get(id); d.Campaign.State != campaigns.Running || d.Waiting.Reason != chats.WaitMatches || d.Counts.Sent != 2 {
			t.Fatalf("%s waits for %q, %+v", d.Campaign.State, d.Waiting.Reason, d.Counts)
		}
		r.must(r.leads.RemoveTag(r.ctx(), []int64{r.people[0].ID}, "bought")) // skipped stays skipped
		late := r.join("+4915737000009")
		for range 3 {
			r.must(r.campaigns.AddMatches(r.ctx()))
			r.settle()
		}
		r.expect(id, late, campaigns.RecipientSent, 0, "")
		r.expect(id, r.people[0].ID, campaigns.RecipientSkipped, 0, campaigns.ReasonTag)
		if d := r.get(id); r.wire.sends != 3 || d.Counts.Total != 4 || d.Campaign.State != campaigns.Running {
			t.Errorf("%d messages, %+v", r.wire.sends, d.Counts)
		}
		r.pausedAddsNobody(id)
		_, err := r.campaigns.StopAdding(r.ctx(), id)
		r.must(err)
		r.settle()
		r.join("+4915737000011")
		if d := r.get(id); d.Campaign.State != campaigns.Completed || r.wire.sends != 4 {
			t.Errorf("%s, %d messages", d.Campaign.State, r.wire.sends)
		}
		if _, err := r.campaigns.StopAdding(r.ctx(), id); !fault.Is(err, fault.Conflict) {
			t.Errorf("StopAdding twice: %v", err)
		}
	})
}

// pausedAddsNobody adds somebody only after the campaign goes on.
func (r *rig) pausedAddsNobody(id int64) {
	r.t.Helper()
	_, err := r.campaigns.Pause(r.ctx(), id)
	r.must(err)
	r.join("+4915737000010")
	if n := r.get(id).Counts.Total; n != 4 {
		r.t.Errorf("%d people while it is paused", n)
	}
	_, err = r.campaigns.Resume(r.ctx(), id)
	r.must(err)
	r.must(r.campaigns.AddMatches(r.ctx()))
	r.settle()
	if n := r.get(id).Counts.Sent; n != 4 {
		r.t.Errorf("%d messages after the pause", n)
	}
}

// A campaign that keeps adding may begin with nobody, and is complete at its end.
func TestKeepAddingUntilTheEnd(t *testing.T) {
	bubble(t, 1, func(r *rig) {
		in := at("", "2000-01-03T09:00")
		in.KeepAdding, in.Audience = true, campaigns.Audience{Tags: []string{"later"}}
		r.start()
		id := r.run(in)
		r.goTo(nine(-time.Second))
		r.tick()
		if d := r.get(id); d.Campaign.State != campaigns.Running {
			t.Fatalf("%s", d.Campaign.State)
		}
		r.goTo(nine(0))
		r.must(r.leads.AddTag(r.ctx(), []int64{r.people[0].ID}, "later"))
		r.must(r.campaigns.AddMatches(r.ctx()))
		r.tick()
		if d := r.get(id); d.Campaign.State != campaigns.Completed || r.wire.sends != 0 {
			t.Errorf("%s, %d messages", d.Campaign.State, r.wire.sends)
		}
	})
}

// What a copy of older data would send by itself waits for a person.
func TestHoldWaitsForAPerson(t *testing.T) {
	bubble(t, 2, func(r *rig) {
		r.rule(func(rules *chats.Rules) { rules.PerMinute = 1 })
		waits := r.scheduled(at("2000-01-03T09:00", ""))
		r.start()
		runs := r.run(everybody())
		r.must(r.campaigns.Hold(r.ctx(), campaigns.PausedByRestored))
		r.goTo(nine(0))
		r.tick()
		r.must(r.campaigns.AddMatches(r.ctx()))
		r.restart()
		a, b := r.get(runs).Campaign, r.get(waits).Campaign
		if r.wire.sends != 1 || a.State != campaigns.Paused || a.PausedBy != campaigns.PausedByRestored || b.State != campaigns.Missed || b.PausedBy != campaigns.PausedByRestored {
			t.Fatalf("%d messages, %s by %s, %s by %s", r.wire.sends, a.State, a.PausedBy, b.State, b.PausedBy)
		}
		_, err := r.campaigns.Resume(r.ctx(), runs)
		r.must(err)
		r.settle()
		r.must(r.launch(waits))
		r.sleep(time.Minute)
		for range 3 {
			r.sleep(time.Minute)
		}
		a, b = r.get(runs).Campaign, r.get(waits).Campaign
		if r.wire.sends != 4 || a.State != campaigns.Completed || b.State != campaigns.Completed || b.PausedBy != "" {
			t.Errorf("%d messages, %s, %s by %q", r.wire.sends, a.State, b.State, b.PausedBy)
		}
	})
}
