package campaigns_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/inbound"
	"mceplatform/backend/leads"
	"mceplatform/backend/phone"
	"mceplatform/backend/settings"
)

// bubble runs a story with some people, in a time of its own.
func bubble(t *testing.T, people int, story func(r *rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { story(newRig(t, people)) })
}

func (r *rig) ctx() context.Context { return r.t.Context() }

// exec changes what no part of the program under test would.
func (r *rig) exec(sql string, args ...any) {
	r.t.Helper()
	_, err := r.raw.ExecContext(r.ctx(), sql, args...)
	r.must(err)
}

// rule changes what holds for all campaigns.
func (r *rig) rule(change func(*chats.Rules)) {
	r.t.Helper()
	_, rules, err := r.settings.Limits(r.ctx())
	r.must(err)
	change(&rules)
	_, err = r.settings.Update(r.ctx(), settings.Update{Sending: &rules})
	r.must(err)
}

// sleep lets time pass while the computer sleeps; the worker looks around once.
func (r *rig) sleep(d time.Duration) {
	r.time.by.Add(int64(d))
	r.settle()
}

// restart ends the program and begins it anew.
func (r *rig) restart() {
	r.t.Helper()
	r.end()
	r.build()
	r.start()
	r.settle()
}

// run is the campaign of an input, started.
func (r *rig) run(in campaigns.Input) int64 {
	r.t.Helper()
	id := r.draft(in)
	r.must(r.launch(id))
	r.settle()
	return id
}

func (r *rig) get(id int64) campaigns.Detail {
	r.t.Helper()
	d, err := r.campaigns.Get(r.ctx(), id)
	r.must(err)
	return d
}

// recipient is the place of a lead in a campaign.
func (r *rig) recipient(campaign, lead int64) campaigns.Recipient {
	r.t.Helper()
	page, err := r.campaigns.Recipients(r.ctx(), campaign, campaigns.RecipientQuery{Limit: 200})
	r.must(err)
	for _, p := range page.Items {
		if p.LeadID == lead {
			return p
		}
	}
	r.t.Fatalf("lead %d is not in campaign %d", lead, campaign)
	return campaigns.Recipient{}
}

// expect holds a person's place against what is wanted.
func (r *rig) expect(campaign, lead int64, state campaigns.RecipientState, step int, reason string) {
	r.t.Helper()
	if p := r.recipient(campaign, lead); p.State != state || p.Step != step || p.Reason != reason {
		r.t.Errorf("the person is %s at step %d for %q; want %s at step %d for %q", p.State, p.Step, p.Reason, state, step, reason)
	}
}

// hears lets a person write, at a moment.
func (r *rig) hears(l leads.Lead, text string, at time.Time) {
	r.t.Helper()
	number, err := phone.Parse("+"+l.Phone, "")
	r.must(err)
	r.must(r.inbound.Message(r.ctx(), inbound.Message{
		ID: fmt.Sprintf("3B%018X", r.wire.made.Add(1)), Person: leads.Person{Phone: number, Confirmed: true}, At: clock.MillisOf(at),
		Content: chats.Content{Kind: chats.KindText, Text: chats.Text(text)},
	}))
}

// got lists the texts that went to a person.
func (r *rig) got(l leads.Lead) []string {
	list := []string{}
	for _, a := range r.wire.log {
		if a.to == l.Phone {
			list = append(list, a.text)
		}
	}
	return list
}

// to is a campaign to some people.
func to(text string, people ...leads.Lead) campaigns.Input {
	in := campaigns.Input{Name: text, Steps: campaigns.Say(text), Pace: quick}
	for _, l := range people {
		in.Audience.Leads = append(in.Audience.Leads, l.ID)
	}
	return in
}

// then adds a message to a campaign.
func then(in campaigns.Input, minutes int, texts ...string) campaigns.Input {
	step := campaigns.Step{DelayMinutes: minutes}
	for _, text := range texts {
		step.Variants = append(step.Variants, campaigns.Variant{Body: text})
	}
	in.Steps = append(in.Steps, step)
	return in
}
