package backend_test

import (
	"testing"
	"time"

	"mceplatform/backend/backendtest"
	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/settings"
	"mceplatform/backend/whatsapp/wasim"
)

// TestNobodyIsWokenAndOthersGoFirst runs a campaign to a person whose quiet
// hours are now and to one whose are not, whenever the test runs.
func TestNobodyIsWokenAndOthersGoFirst(t *testing.T) {
	const inTokyo = "819012345678"
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	there := time.Now().In(tokyo)
	minute := there.Hour()*60 + there.Minute()
	w := backendtest.NewWorld(t, wasim.Config{})
	w.Paces.DefaultRules.Quiet = chats.Quiet{On: true, From: (minute + 1380) % 1440, To: (minute + 60) % 1440}
	w.Paces.DefaultRules.Zone = "America/Sao_Paulo"
	a := w.Start(t)
	w.Link(t, a)
	asleep := w.Person(inTokyo, "Aiko", wasim.Behaviour{})
	up := w.Person("5511961001022", "Ana", wasim.Behaviour{})
	id := startCampaign(t, a, inTokyo, "5511961001022")
	backendtest.Eventually(t, "the message to who is awake", func() bool { return len(received(up)) == 1 })
	var d campaigns.Detail
	backendtest.Eventually(t, "the reason", func() bool {
		if d, err = a.Campaigns.Get(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		return d.Waiting.Reason == chats.WaitQuiet
	})
	if wait := time.Until(d.Waiting.Until.Time()); wait < 58*time.Minute || wait > time.Hour {
		t.Errorf("waits for %v", wait)
	}
	if n := len(received(asleep)); n != 0 {
		t.Errorf("%d messages at night", n)
	}
	page, err := a.Campaigns.Recipients(t.Context(), id, campaigns.RecipientQuery{States: []campaigns.RecipientState{campaigns.RecipientPending}})
	if err != nil || len(page.Items) != 1 || page.Items[0].Reason != string(chats.WaitQuiet) {
		t.Errorf("recipients = %+v, %v", page, err)
	}
	// Quiet hours that are changed hold at once for those who were put back.
	doc, err := a.Settings.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	doc.Sending.Quiet.On = false
	if _, err := a.Settings.Update(t.Context(), settings.Update{Sending: &doc.Sending}); err != nil {
		t.Fatal(err)
	}
	a.Chats.Wake()
	backendtest.Eventually(t, "the other message", func() bool { return len(received(asleep)) == 1 })
}

// TestNewConversationsHaveABudgetOfTheirOwn lets those who have a conversation
// go on when it is used up.
func TestNewConversationsHaveABudgetOfTheirOwn(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	w.Paces.DefaultRules.NewPerDay = 2
	a := w.Start(t)
	w.Link(t, a)
	numbers := []string{"4915735990101", "4915735990102", "4915735990103", "4915735990104", "4915735990105"}
	var phones []*wasim.Phone
	for _, n := range numbers {
		phones = append(phones, w.Person(n, "Pia", wasim.Behaviour{}))
	}
	if _, err := phones[4].SendText(t.Context(), w.Owner, "hello", wasim.SendOptions{}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the conversation", func() bool { return len(list(t, a)) == 1 })
	if err := a.Leads.AddTag(t.Context(), []int64{list(t, a)[0].LeadID}, "t"); err != nil {
		t.Fatal(err)
	}
	id := startCampaign(t, a, numbers[:4]...)
	shown := func() (n int) {
		for _, p := range phones {
			n += len(received(p))
		}
		return n
	}
	var d campaigns.Detail
	backendtest.Eventually(t, "three messages, and the reason", func() (ok bool) {
		var err error
		if d, err = a.Campaigns.Get(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		return shown() == 3 && d.Waiting.Reason == chats.WaitNewChats
	})
	if len(received(phones[4])) != 1 {
		t.Error("who has a conversation waits for the budget of those who have none")
	}
	// Who writes first is no stranger any more.
	if _, err := phones[3].SendText(t.Context(), w.Owner, "hi", wasim.SendOptions{}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "their message", func() bool { a.Chats.Wake(); return len(received(phones[3])) == 1 })
	if n := shown(); n != 4 {
		t.Errorf("%d messages", n)
	}
}

// While WhatsApp lets the number start no conversations, those who have one go on,
// and the others get theirs when it is lifted.
func TestARestrictionHoldsBackNewConversationsOnly(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	w.Link(t, a)
	known, stranger := w.Person("4915735990101", "Kim", wasim.Behaviour{}), w.Person("4915735990102", "Pia", wasim.Behaviour{})
	if _, err := known.SendText(t.Context(), w.Owner, "hello", wasim.SendOptions{}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the conversation", func() bool { return len(list(t, a)) == 1 })
	if err := a.Leads.AddTag(t.Context(), []int64{list(t, a)[0].LeadID}, "t"); err != nil {
		t.Fatal(err)
	}
	end := time.Now().Add(2 * time.Hour).Truncate(time.Second)
	until := clock.MillisOf(end)
	if err := w.Owner.NotifyTimelock(true, end); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the restriction", func() bool { return a.Account.RestrictedUntil() == until })
	id := startCampaign(t, a, "4915735990102")
	backendtest.Eventually(t, "one message, and the reason", func() bool {
		d, err := a.Campaigns.Get(t.Context(), id)
		return err == nil && len(received(known)) == 1 && d.Waiting.Reason == chats.WaitRestricted && d.Waiting.Until == until
	})
	if len(received(stranger)) != 0 {
		t.Error("a conversation was started")
	}
	if err := w.Owner.NotifyTimelock(false, time.Time{}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the other message", func() bool { a.Chats.Wake(); return len(received(stranger)) == 1 })
}
