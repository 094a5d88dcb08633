package backend_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"mceplatform/backend/backendtest"
	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/templates"
	"mceplatform/backend/whatsapp/wasim"
)

// A campaign as somebody makes one: from a template with a picture, to a tag and
// a pasted number, started too early, taken back, started again; one person
// answers, one writes STOP, the others get the second message and a follow-up.
func TestACampaignFromATemplateToTheFollowUp(t *testing.T) {
	c := newCrowd(t, 4, func(w *backendtest.World) { w.Paces.UndoFor = 2 * time.Second })
	pasted := c.Person("4915735990299", "Pia", wasim.Behaviour{})
	photo := picture(t, 320, 200, jpegOf)
	offer, err := c.a.Templates.Create(t.Context(), templates.Input{Name: "Offer", Body: "Look, {{name|friend}}", Attachment: c.keep("photo.jpg", photo)})
	c.must(err)
	in := c.input(offer.Body, offer.Attachment)
	in.Audience.Numbers = "+49 1573 5990299\nnonsense"
	in.StopOn.Reply = true
	in.Steps = append(in.Steps, campaigns.Step{DelayMinutes: 60, Variants: []campaigns.Variant{{Body: "Still there?"}}})
	id := c.create(in)
	c.start(id)
	if d := c.get(id); d.Waiting.Reason != chats.WaitUndo || d.Counts.Pending != 5 {
		t.Errorf("after the start: %+v, %+v", d.Waiting, d.Counts)
	}
	_, err = c.a.Campaigns.Revise(t.Context(), id)
	c.must(err)
	time.Sleep(2100 * time.Millisecond)
	if c.get(id).Counts.Total != 0 || len(received(pasted)) != 0 {
		t.Error("the draft has sent something")
	}
	c.start(id)
	c.phones = append(c.phones, pasted)
	for i, p := range c.phones {
		backendtest.Eventually(t, "the first message", func() bool { return len(received(p)) == 1 })
		m := received(p)[0]
		if data, _ := p.Media(m.ID); !bytes.Equal(data, photo) || (p == pasted) != (m.Text == "Look, friend") {
			t.Errorf("phone %d shows %q", i, m.Text)
		}
	}
	c.secondMessage(id)
	c.followUp(id)
}

// secondMessage lets one person answer and one write STOP before it comes.
func (c *crowd) secondMessage(id int64) {
	c.t.Helper()
	for i, text := range []string{"yes please", "STOP"} {
		_, err := c.phones[i].SendText(c.t.Context(), c.Owner, text, wasim.SendOptions{})
		c.must(err)
	}
	backendtest.Eventually(c.t, "the answers", func() bool {
		d := c.get(id)
		return d.Counts.Replied == 2 && d.Counts.Pending == 3
	})
	c.exec("UPDATE campaign_recipients SET due_at = 0 WHERE state = 'pending'") // an hour later
	c.a.Chats.Wake()
	c.await(id, campaigns.Completed)
	for i, p := range c.phones {
		backendtest.Eventually(c.t, "the second message", func() bool { return slices.Contains(wordsOn(p), "Still there?") == (i > 1) })
	}
	cmp, err := c.a.Campaigns.Compare(c.t.Context(), id)
	c.must(err)
	if len(cmp.Tallies) != 2 || cmp.Tallies[0].Sent != 5 || cmp.Tallies[0].Replied != 2 || cmp.Tallies[0].OptedOut != 1 || cmp.Tallies[1].Sent != 3 || cmp.Best != -1 {
		c.t.Errorf("%+v", cmp)
	}
}

func (c *crowd) followUp(id int64) {
	c.t.Helper()
	made, err := c.a.Campaigns.FollowUp(c.t.Context(), id, campaigns.NotReplied, "Once more")
	c.must(err)
	in := campaigns.Input{Name: made.Name, Audience: made.Audience, StopOn: made.StopOn, Pace: made.Pace, Schedule: made.Schedule, Steps: campaigns.Say("Last call")}
	_, err = c.a.Campaigns.Update(c.t.Context(), made.ID, in)
	c.must(err)
	reach, err := c.a.Campaigns.Reach(c.t.Context(), in)
	c.must(err)
	if reach.Total != 3 || len(reach.Excluded) != 0 {
		c.t.Errorf("the follow-up is for %d, without %v", reach.Total, reach.Excluded)
	}
	c.start(made.ID)
	c.await(made.ID, campaigns.Completed)
	for i, p := range c.phones {
		backendtest.Eventually(c.t, "the follow-up", func() bool { return slices.Contains(wordsOn(p), "Last call") == (i > 1) })
	}
	if n := c.uploads(); n != 1 {
		c.t.Errorf("%d uploads", n)
	}
}

func wordsOn(p *wasim.Phone) []string {
	var list []string
	for _, m := range received(p) {
		list = append(list, m.Text)
	}
	return list
}
