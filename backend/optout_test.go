package backend_test

import (
	"testing"
	"time"

	"mceplatform/backend/backendtest"
	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/event"
	"mceplatform/backend/leads"
	"mceplatform/backend/whatsapp/wasim"
)

// startsOne runs a campaign to a lead with a number and calls meanwhile between
// the commit of the claim and the moment the message goes to WhatsApp.
func startsOne(t *testing.T, a *backendtest.App, number string, meanwhile func(leadID int64)) (campaignID, leadID int64) {
	t.Helper()
	lead, err := a.Leads.Create(t.Context(), leads.Input{Name: "Bob", Phone: "+" + number, Tags: []string{"spring"}}, "")
	if err != nil {
		t.Fatal(err)
	}
	done := false
	defer a.Bus.Subscribe(func(e event.Event) {
		if m, ok := e.Data.(chats.MessageEvent); ok && m.Status == chats.StatusSending && !done {
			done = true
			meanwhile(lead.ID)
		}
	})()
	c, err := a.Campaigns.Create(t.Context(), campaigns.Input{Name: "Spring", Tags: []string{"spring"}, Body: "Hi!", Pace: backendtest.FastPaces.Default})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Campaigns.Start(t.Context(), c.ID); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the end of the campaign", func() bool {
		d, err := a.Campaigns.Get(t.Context(), c.ID)
		return err == nil && d.Campaign.State == campaigns.Completed
	})
	return c.ID, lead.ID
}

func wantSkipped(t *testing.T, a *backendtest.App, campaignID int64) {
	t.Helper()
	page, err := a.Campaigns.Recipients(t.Context(), campaignID, campaigns.RecipientQuery{})
	if err != nil || len(page.Items) != 1 || page.Items[0].State != campaigns.RecipientSkipped || page.Items[0].Reason != campaigns.ReasonOptedOut {
		t.Errorf("recipients = %+v, %v", page.Items, err)
	}
}

// campaignTexts are the messages of campaigns that a phone shows.
func campaignTexts(p *wasim.Phone) int {
	n := 0
	for _, m := range received(p) {
		if m.Text == "Hi!" {
			n++
		}
	}
	return n
}

func TestStopAfterTheClaimHoldsTheMessageBack(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	w.Link(t, a)
	p := w.Person(bob, "Bob", wasim.Behaviour{})
	id, _ := startsOne(t, a, bob, func(lead int64) {
		if _, err := p.SendText(t.Context(), w.Owner, "Stop!", wasim.SendOptions{}); err != nil {
			t.Error(err)
		}
		backendtest.Eventually(t, "the opt-out", func() bool { out, err := a.Leads.OptedOut(t.Context(), lead); return err == nil && out })
	})
	wantSkipped(t, a, id)
	time.Sleep(100 * time.Millisecond)
	if n := campaignTexts(p); n != 0 {
		t.Errorf("the phone shows %d campaign messages after a STOP", n)
	}
}

func TestStopCancelsWhatWaitsForAnotherAttempt(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	w.Link(t, a)
	p := w.Person(bob, "Bob", wasim.Behaviour{})
	w.Faults().FailAckFor(bob, 479) // temporary: the same message is tried again later
	lead, err := a.Leads.Create(t.Context(), leads.Input{Name: "Bob", Phone: "+" + bob, Tags: []string{"spring"}}, "")
	if err != nil {
		t.Fatal(err)
	}
	c, err := a.Campaigns.Create(t.Context(), campaigns.Input{Name: "Spring", Tags: []string{"spring"}, Body: "Hi!", Pace: backendtest.FastPaces.Default})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Campaigns.Start(t.Context(), c.ID); err != nil {
		t.Fatal(err)
	}
	waiting := func() []chats.Message {
		page, err := a.Chats.List(t.Context(), chats.ListQuery{})
		if err != nil || len(page.Items) != 1 {
			return nil
		}
		thread, err := a.Chats.Messages(t.Context(), page.Items[0].ID, "", 10)
		if err != nil {
			t.Fatal(err)
		}
		return thread.Items
	}
	backendtest.Eventually(t, "a message that waits", func() bool { m := waiting(); return len(m) == 1 && m[0].Status == chats.StatusQueued })
	if _, err := p.SendText(t.Context(), w.Owner, "STOP", wasim.SendOptions{}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the opt-out", func() bool { out, err := a.Leads.OptedOut(t.Context(), lead.ID); return err == nil && out })
	if m := waiting(); m[0].Status != chats.StatusFailed {
		t.Errorf("the waiting message is %s", m[0].Status)
	}
	wantSkipped(t, a, c.ID)
}
