package backend_test

import (
	"fmt"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"mceplatform/backend/backendtest"
	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/config"
	"mceplatform/backend/event"
	"mceplatform/backend/leads"
	"mceplatform/backend/store/storetest"
	"mceplatform/backend/whatsapp/wasim"
)

// receipts counts, for every message id, the delivery receipts that reached the server.
type receipts struct{ n atomic.Int64 }

func (r *receipts) config() wasim.Config {
	return wasim.Config{OnReceipt: func(i wasim.ReceiptInfo) {
		if i.Peer != "" && (i.Type == "" || i.Type == "inactive") {
			r.n.Add(1)
		}
	}}
}

func TestNothingIsAcknowledgedWhileTheDatabaseIsLocked(t *testing.T) {
	var r receipts
	w := backendtest.NewWorld(t, r.config())
	a := w.Start(t)
	w.Link(t, a)
	p := w.Person(bob, "Bob", wasim.Behaviour{})
	// Another program holds the write lock for longer than we wait.
	other := storetest.Raw(t, filepath.Join(w.DataDir, config.DatabaseFile))
	if _, err := other.Exec("BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	if _, err := p.SendText(t.Context(), w.Owner, "hello", wasim.SendOptions{}); err != nil {
		t.Fatal(err)
	}
	time.Sleep(3 * time.Second) // longer than any path to an early receipt takes
	if n := r.n.Load(); n != 0 {
		t.Fatalf("%d receipts sent for a message that is not stored", n)
	}
	if _, err := other.Exec("ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the message after the lock", func() bool { return len(list(t, a)) == 1 && list(t, a)[0].Unread == 1 })
	backendtest.Eventually(t, "its receipt", func() bool { return r.n.Load() > 0 })
}

func TestAPanicWhileStoringLosesNothing(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	w.Link(t, a)
	p := w.Person(bob, "Bob", wasim.Behaviour{})
	var panics atomic.Int64
	a.Bus.Subscribe(func(e event.Event) {
		if e.Name == leads.EventCreated && panics.Add(1) == 1 {
			panic("a listener is broken")
		}
	})
	for i := range 3 {
		if _, err := p.SendText(t.Context(), w.Owner, fmt.Sprint("hello ", i), wasim.SendOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	backendtest.Eventually(t, "three messages, once each", func() bool { return len(list(t, a)) == 1 && list(t, a)[0].Unread == 3 })
	if panics.Load() == 0 {
		t.Error("nothing panicked: the test shows nothing")
	}
}

func TestRedeliveredMessagesAreStoredOnce(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	w.Link(t, a)
	p := w.Person(bob, "Bob", wasim.Behaviour{})
	id, err := p.SendText(t.Context(), w.Owner, "once", wasim.SendOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, fresh := range []bool{false, true, true, false} {
		if err := p.Redeliver(t.Context(), id, fresh); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.SendText(t.Context(), w.Owner, "once", wasim.SendOptions{ID: id, Form: wasim.FormPN}); err != nil { // the same id under the other address
		t.Fatal(err)
	}
	if _, err := p.SendText(t.Context(), w.Owner, "last", wasim.SendOptions{}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the last message", func() bool { return len(list(t, a)) == 1 && list(t, a)[0].LastText == "last" })
	if n := list(t, a)[0].Unread; n != 2 {
		t.Errorf("%d messages stored, want 2", n)
	}
}

// A person known by LID alone and, as somebody else, by number alone becomes
// one lead when WhatsApp shows both together.
func TestLateProofMergesTwoLeads(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	w.Link(t, a)
	p := w.Person(bob, "Bob", wasim.Behaviour{})
	if _, err := a.Leads.Create(t.Context(), leads.Input{Name: "Robert", Phone: "+" + bob, Tags: []string{"vip"}}, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := p.SendText(t.Context(), w.Owner, "by LID", wasim.SendOptions{Form: wasim.FormLIDOnly}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the first message", func() bool { return len(list(t, a)) == 1 })
	if _, err := p.SendText(t.Context(), w.Owner, "by both", wasim.SendOptions{Form: wasim.FormLID}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "one lead", func() bool {
		page, err := a.Leads.List(t.Context(), leads.Filter{})
		return err == nil && page.Total == 1 && len(list(t, a)) == 1 && list(t, a)[0].Unread == 2
	})
	page, err := a.Leads.List(t.Context(), leads.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	l := page.Items[0]
	if l.Name != "Robert" || l.PushName != "Bob" || l.Phone != bob || fmt.Sprint(l.Tags) != "[vip]" {
		t.Errorf("lead = %+v", l)
	}
}

func TestLostAnswersAreRepeatedUnderTheSameID(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	w.Link(t, a)
	p := w.Person(bob, "Bob", wasim.Behaviour{Ignore: true}) // no receipt tells that it arrived
	if _, err := p.SendText(t.Context(), w.Owner, "hello", wasim.SendOptions{}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the message", func() bool { return len(list(t, a)) == 1 })
	w.Faults().WithholdAcks(2)
	if _, err := a.Chats.Send(t.Context(), list(t, a)[0].ID, chats.Compose{Text: "only once", ClientID: "c"}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "accepted in the end", func() bool { return list(t, a)[0].LastStatus == chats.StatusSent })
	got := received(p)
	if len(got) != 1 || got[0].Deliveries < 3 {
		t.Errorf("the phone shows %+v", got)
	}
}

func TestRefusedReplySaysWhyAndCanBeRetried(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	w.Link(t, a)
	p := w.Person(bob, "Bob", wasim.Behaviour{})
	if _, err := p.SendText(t.Context(), w.Owner, "hello", wasim.SendOptions{}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the message", func() bool { return len(list(t, a)) == 1 })
	w.Faults().FailAcks(400, 1)
	m, err := a.Chats.Send(t.Context(), list(t, a)[0].ID, chats.Compose{Text: "hi", ClientID: "c"})
	if err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "failed with a reason", func() bool {
		page, err := a.Chats.Messages(t.Context(), m.ChatID, "", 5)
		return err == nil && page.Items[1].Status == chats.StatusFailed && page.Items[1].Error != ""
	})
	if _, err := a.Chats.Retry(t.Context(), m.ID); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "sent", func() bool {
		return list(t, a)[0].LastStatus == chats.StatusSent || list(t, a)[0].LastStatus == chats.StatusDelivered
	})
	if got := received(p); len(got) != 1 {
		t.Errorf("the phone shows %+v", got)
	}
}

func TestWhatsAppsRefusalsReachTheCampaign(t *testing.T) {
	tests := map[string]struct {
		fault     func(f *wasim.Faults)
		recipient campaigns.RecipientState
		state     campaigns.State
		pausedBy  string
		waits     chats.WaitReason
		closed    time.Duration // no new chats for so long
	}{
		"463 new chats restricted": {func(f *wasim.Faults) { f.FailAcks(463, 1) }, campaigns.RecipientBlocked, campaigns.Paused, campaigns.PausedByWhatsApp, "", 24 * time.Hour},
		"475 new chats used up":    {func(f *wasim.Faults) { f.FailAcks(475, 1) }, campaigns.RecipientBlocked, campaigns.Paused, campaigns.PausedByWhatsApp, "", 24 * time.Hour},
		"429 too fast":             {func(f *wasim.Faults) { f.FailAcks(429, 1) }, campaigns.RecipientPending, campaigns.Running, "", chats.WaitRateLimited, 0},
		"not on WhatsApp":          {func(f *wasim.Faults) { f.SetUnknown(bob, true) }, campaigns.RecipientFailed, campaigns.Completed, "", "", 0},
		"405 wrong kind":           {func(f *wasim.Faults) { f.FailAcks(405, 1) }, campaigns.RecipientFailed, campaigns.Completed, "", "", 0},
		"777 unexplained":          {func(f *wasim.Faults) { f.FailAcks(777, 1) }, campaigns.RecipientFailed, campaigns.Completed, "", "", 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w := backendtest.NewWorld(t, wasim.Config{})
			a := w.Start(t)
			w.Link(t, a)
			p := w.Person(bob, "Bob", wasim.Behaviour{})
			tt.fault(w.Faults())
			id := startCampaign(t, a, bob)
			backendtest.Eventually(t, "the reaction", func() bool {
				d, err := a.Campaigns.Get(t.Context(), id)
				return err == nil && d.Campaign.State == tt.state && d.Campaign.PausedBy == tt.pausedBy && d.Waiting.Reason == tt.waits
			})
			until := a.Account.RestrictedUntil()
			if closed := time.Until(until.Time()); (until != 0) != (tt.closed > 0) || (closed-tt.closed).Abs() > time.Minute && tt.closed > 0 {
				t.Errorf("no new chats for %v, want %v", closed, tt.closed)
			}
			page, err := a.Campaigns.Recipients(t.Context(), id, campaigns.RecipientQuery{})
			if err != nil || len(page.Items) != 1 || page.Items[0].State != tt.recipient {
				t.Errorf("recipients = %+v, %v", page, err)
			}
			if tt.recipient != campaigns.RecipientPending && page.Items[0].Reason == "" {
				t.Error("no reason is given")
			}
			if n := len(received(p)); n != 0 {
				t.Errorf("the phone shows %d messages", n)
			}
		})
	}
}

func startCampaign(t *testing.T, a *backendtest.App, numbers ...string) int64 {
	t.Helper()
	for i, n := range numbers {
		if _, err := a.Leads.Create(t.Context(), leads.Input{Name: fmt.Sprint("Person ", i), Phone: "+" + n, Tags: []string{"t"}}, ""); err != nil {
			t.Fatal(err)
		}
	}
	c, err := a.Campaigns.Create(t.Context(), campaigns.Input{Name: "C", Audience: campaigns.Audience{Tags: []string{"t"}}, Steps: campaigns.Say("Hi {{name}}"), Pace: backendtest.FastPaces.Default})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Campaigns.Start(t.Context(), c.ID, campaigns.Confirmation{Cold: len(numbers)}); err != nil {
		t.Fatal(err)
	}
	return c.ID
}

func TestPauseHoldsBeforeTheNextMessageAndCancelEnds(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	w.Link(t, a)
	var numbers []string
	var phones []*wasim.Phone
	for i := range 40 {
		n := "4915735991" + strconv.Itoa(100+i)
		numbers = append(numbers, n)
		phones = append(phones, w.Person(n, "", wasim.Behaviour{}))
	}
	id := startCampaign(t, a, numbers...)
	shown := func() (n int) {
		for _, p := range phones {
			n += len(received(p))
		}
		return n
	}
	backendtest.Eventually(t, "some messages", func() bool { return shown() >= 3 })
	if _, err := a.Campaigns.Pause(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	before := shown()
	time.Sleep(500 * time.Millisecond)
	if after := shown(); after > before+1 { // one may have been on the wire
		t.Errorf("%d messages left after the pause", after-before)
	}
	if _, err := a.Campaigns.Resume(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "more messages", func() bool { return shown() > before+3 })
	if _, err := a.Campaigns.Cancel(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	d, err := a.Campaigns.Get(t.Context(), id)
	if err != nil || d.Counts.Pending != 0 || d.Counts.Total != len(numbers) || d.Counts.Cancelled == 0 {
		t.Errorf("after cancelling: %+v, %v", d.Counts, err)
	}
	for _, p := range phones {
		if len(received(p)) > 1 {
			t.Error("somebody got it twice")
		}
	}
}
