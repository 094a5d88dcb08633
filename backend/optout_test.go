package backend_test

import (
	"testing"
	"time"

	"mceplatform/backend/backendtest"
	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/event"
	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
	"mceplatform/backend/optouts"
	"mceplatform/backend/phone"
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
	c, err := a.Campaigns.Create(t.Context(), campaigns.Input{Name: "Spring", Audience: campaigns.Audience{Tags: []string{"spring"}}, Steps: campaigns.Say("Hi!"), Pace: backendtest.FastPaces.Default})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Campaigns.Start(t.Context(), c.ID, campaigns.Confirmation{}); err != nil {
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
	c, err := a.Campaigns.Create(t.Context(), campaigns.Input{Name: "Spring", Audience: campaigns.Audience{Tags: []string{"spring"}}, Steps: campaigns.Say("Hi!"), Pace: backendtest.FastPaces.Default})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Campaigns.Start(t.Context(), c.ID, campaigns.Confirmation{}); err != nil {
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

func TestOptingOutByHandHoldsBackAClaimedMessage(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	w.Link(t, a)
	p := w.Person(bob, "Bob", wasim.Behaviour{})
	id, lead := startsOne(t, a, bob, func(lead int64) {
		if err := a.OptOuts.Create(t.Context(), optouts.Input{LeadID: lead, Reason: "asked on the phone"}); err != nil {
			t.Error(err)
		}
	})
	wantSkipped(t, a, id)
	time.Sleep(100 * time.Millisecond)
	if got := received(p); len(got) != 0 {
		t.Errorf("the phone shows %+v", got)
	}
	page, err := a.OptOuts.List(t.Context(), optouts.Query{})
	if err != nil || page.Total != 1 || page.Unknown != 0 {
		t.Fatalf("List = %+v, %v", page, err)
	}
	if e := page.Items[0]; e.LeadID != lead || e.Source != leads.ActorUser || e.Reason != "asked on the phone" || e.LiftedAt != 0 || e.Phone != bob {
		t.Errorf("entry = %+v", e)
	}
	if err := a.OptOuts.Create(t.Context(), optouts.Input{LeadID: lead}); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("twice = %v", err)
	}
	if err := a.OptOuts.Delete(t.Context(), optouts.Target{LeadID: lead}); err != nil {
		t.Fatal(err)
	}
	if page, err = a.OptOuts.List(t.Context(), optouts.Query{Query: "bob"}); err != nil || page.Total != 1 || page.Items[0].LiftedAt == 0 {
		t.Errorf("after lifting: %+v, %v", page, err)
	}
	d, err := a.Leads.Get(t.Context(), lead)
	if err != nil || d.Lead.OptedOut || len(d.Activities) < 2 || d.Activities[0].Kind != leads.ActivityRejoined || d.Activities[1].Detail != "asked on the phone" {
		t.Errorf("timeline = %+v, %v", d.Activities, err)
	}
}

// A STOP is confirmed once: not for a second STOP, not when the app is started
// again, and again only after a START.
func TestAStopIsConfirmedOnce(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	confirmed := func(n int) {
		t.Helper()
		backendtest.Eventually(t, "the confirmation", func() bool { return len(received(k.bob)) == n })
		time.Sleep(100 * time.Millisecond)
		if got := received(k.bob); len(got) != n || got[n-1].Text != optouts.DefaultChoices().Text {
			t.Fatalf("the phone shows %+v", got)
		}
	}
	k.says(t, wasim.Content{Kind: wasim.KindText, Text: "STOP"})
	confirmed(1)
	m := k.until(t, "the confirmation in the thread", func(m chats.Message) bool { return m.FromMe })
	if m.Origin != chats.FromRule {
		t.Errorf("origin = %s", m.Origin)
	}
	k.says(t, wasim.Content{Kind: wasim.KindText, Text: "Stop!"})
	k.until(t, "the second STOP", func(m chats.Message) bool { return m.Text == "Stop!" })
	confirmed(1)
	k.a.Stop()
	k.says(t, wasim.Content{Kind: wasim.KindText, Text: "sair"})
	k.a = k.Start(t)
	k.until(t, "the third STOP", func(m chats.Message) bool { return m.Text == "sair" })
	confirmed(1)
	out := func(want bool) {
		t.Helper()
		backendtest.Eventually(t, "the opt-out", func() bool { return list(t, k.a)[0].OptedOut == want })
	}
	out(true)
	k.says(t, wasim.Content{Kind: wasim.KindText, Text: "START"})
	out(false)
	confirmed(1)
	k.says(t, wasim.Content{Kind: wasim.KindText, Text: "STOP"})
	confirmed(2)
	rules, err := k.a.OptOuts.Rules(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rules.Confirm = false
	rules.Words.Stop = append(rules.Words.Stop, "no more")
	rules.Words.Start = append(rules.Words.Start, "again")
	if _, err := k.a.OptOuts.Update(t.Context(), rules); err != nil {
		t.Fatal(err)
	}
	k.says(t, wasim.Content{Kind: wasim.KindText, Text: "Again!"})
	out(false)
	k.says(t, wasim.Content{Kind: wasim.KindText, Text: "No more."})
	out(true)
	confirmed(2)
}

// A number that is no lead is kept as a hash alone: counted, found when it is
// typed, and in force when it becomes a lead in whatever spelling, and under the
// LID that turns up with it.
func TestOptOutOfANumberThatIsNoLead(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	const before, after = "+55 11 6123-4567", "+55 11 96123-4567"
	if err := a.OptOuts.Create(t.Context(), optouts.Input{Phone: before}); err != nil {
		t.Fatal(err)
	}
	if err := a.OptOuts.Create(t.Context(), optouts.Input{Phone: after}); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("the other spelling = %v", err)
	}
	if err := a.OptOuts.Create(t.Context(), optouts.Input{Phone: "12"}); fault.CodeOf(err) != fault.Invalid {
		t.Errorf("a bad number = %v", err)
	}
	if page, err := a.OptOuts.List(t.Context(), optouts.Query{}); err != nil || page.Total != 0 || page.Unknown != 1 {
		t.Errorf("List = %+v, %v", page, err)
	}
	if page, err := a.OptOuts.List(t.Context(), optouts.Query{Query: after}); err != nil || page.Total != 1 || page.Items[0].LeadID != 0 || page.Items[0].PhoneDisplay == "" {
		t.Errorf("List by number = %+v, %v", page, err)
	}
	lead, err := a.Leads.Create(t.Context(), leads.Input{Name: "Ana", Phone: after}, "")
	if err != nil {
		t.Fatal(err)
	}
	if page, err := a.OptOuts.List(t.Context(), optouts.Query{}); err != nil || page.Total != 1 || page.Unknown != 0 || page.Items[0].LeadID != lead.ID {
		t.Errorf("List with the lead = %+v, %v", page, err)
	}
	number, err := phone.Parse(after, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Leads.Resolve(t.Context(), leads.Person{Phone: number, LID: "777", Confirmed: true}, leads.ArrivedWriting); err != nil {
		t.Fatal(err)
	}
	// The LID alone, once the record is gone: here, after the number has changed hands.
	other, err := a.Leads.Resolve(t.Context(), leads.Person{Phone: number, LID: "888", Confirmed: true}, leads.ArrivedWriting)
	if err != nil || other.Lost != lead.ID {
		t.Fatalf("Resolve = %+v, %v", other, err)
	}
	if out, err := a.Leads.OptedOut(t.Context(), lead.ID); err != nil || !out {
		t.Errorf("opted out by LID = %v, %v", out, err)
	}
	if err := a.OptOuts.Delete(t.Context(), optouts.Target{LeadID: lead.ID}); err != nil {
		t.Fatal(err)
	}
	if page, err := a.OptOuts.List(t.Context(), optouts.Query{Query: "Ana"}); err != nil || page.Total != 1 || page.Items[0].LiftedAt == 0 {
		t.Errorf("after lifting = %+v, %v", page, err)
	}
}

// Neither the same STOP told again nor an end of the app while the confirmation
// is on its way makes two of it.
func TestTheConfirmationSurvivesRedeliveryAndAnEnd(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	k.Faults().WithholdAcks(1)
	id := k.says(t, wasim.Content{Kind: wasim.KindText, Text: "STOP"})
	k.until(t, "the confirmation under way", func(m chats.Message) bool { return m.FromMe && m.Status == chats.StatusSending })
	k.a.Stop()
	k.Faults().Clear()
	k.a = k.Start(t)
	k.until(t, "the confirmation", func(m chats.Message) bool {
		return m.FromMe && (m.Status == chats.StatusSent || m.Status == chats.StatusDelivered || m.Status == chats.StatusRead)
	})
	for _, fresh := range []bool{false, true} {
		if err := k.bob.Redeliver(t.Context(), id, fresh); err != nil {
			t.Fatal(err)
		}
	}
	k.says(t, wasim.Content{Kind: wasim.KindText, Text: "bye"})
	k.until(t, "what came after", func(m chats.Message) bool { return m.Text == "bye" })
	time.Sleep(100 * time.Millisecond)
	if got := received(k.bob); len(got) != 1 {
		t.Errorf("the phone shows %+v", got)
	}
	d, err := k.a.Leads.Get(t.Context(), list(t, k.a)[0].LeadID)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, activity := range d.Activities {
		if activity.Kind == leads.ActivityOptedOut {
			n++
		}
	}
	if n != 1 {
		t.Errorf("the timeline says it %d times", n)
	}
}

// Nothing of a private conversation may be stored, so a STOP there holds and is
// not answered.
func TestAStopInAPrivateConversationIsNotAnswered(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	if _, err := k.a.Chats.SetPrivate(t.Context(), k.chat, true); err != nil {
		t.Fatal(err)
	}
	k.says(t, wasim.Content{Kind: wasim.KindText, Text: "STOP"})
	backendtest.Eventually(t, "the opt-out", func() bool { return list(t, k.a)[0].OptedOut })
	time.Sleep(100 * time.Millisecond)
	if got := received(k.bob); len(got) != 0 {
		t.Errorf("the phone shows %+v", got)
	}
}
