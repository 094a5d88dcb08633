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

// A pause that is committed after the claim and before the hand-over puts the
// message back: it goes out once, after somebody resumes.
func TestPauseAfterTheClaimPutsTheMessageBack(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	w.Link(t, a)
	p := w.Person(bob, "Bob", wasim.Behaviour{})
	if _, err := a.Leads.Create(t.Context(), leads.Input{Name: "Bob", Phone: "+" + bob, Tags: []string{"spring"}}, ""); err != nil {
		t.Fatal(err)
	}
	c, err := a.Campaigns.Create(t.Context(), campaigns.Input{Name: "Spring", Audience: campaigns.Audience{Tags: []string{"spring"}}, Steps: campaigns.Say("Hi!"), Pace: backendtest.FastPaces.Default})
	if err != nil {
		t.Fatal(err)
	}
	paused := make(chan error, 1)
	done := false
	defer a.Bus.Subscribe(func(e event.Event) {
		if m, ok := e.Data.(chats.MessageEvent); ok && m.Status == chats.StatusSending && !done {
			done = true
			_, err := a.Campaigns.Pause(t.Context(), c.ID)
			paused <- err
		}
	})()
	if _, err := a.Campaigns.Start(t.Context(), c.ID, campaigns.Confirmation{}); err != nil {
		t.Fatal(err)
	}
	if err := <-paused; err != nil {
		t.Fatal(err)
	}
	counts := func() campaigns.Counts {
		d, err := a.Campaigns.Get(t.Context(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		return d.Counts
	}
	backendtest.Eventually(t, "the message back in the queue", func() bool { return counts().Pending == 1 })
	time.Sleep(100 * time.Millisecond)
	if n := campaignTexts(p); n != 0 {
		t.Fatalf("the phone shows %d messages of a paused campaign", n)
	}
	if _, err := a.Campaigns.Resume(t.Context(), c.ID); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the message", func() bool { return campaignTexts(p) == 1 && counts().Pending+counts().Sending == 0 })
}
