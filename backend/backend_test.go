package backend_test

import (
	"fmt"
	"testing"
	"time"

	"mceplatform/backend/account"
	"mceplatform/backend/backendtest"
	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/leads"
	"mceplatform/backend/optouts"
	"mceplatform/backend/whatsapp/wasim"
)

const bob = "4915735990002"

func TestOneLeadWhateverTheWireForm(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	w.Link(t, a)
	p := w.Person(bob, "Bob", wasim.Behaviour{})
	for i, form := range []wasim.WireForm{wasim.FormPN, wasim.FormLIDOnly, wasim.FormLID, wasim.FormPNOnly} {
		if _, err := p.SendText(t.Context(), w.Owner, fmt.Sprint("hello ", i), wasim.SendOptions{Form: form}); err != nil {
			t.Fatal(err)
		}
	}
	backendtest.Eventually(t, "four messages of one person", func() bool {
		page, err := a.Chats.List(t.Context(), chats.ListQuery{})
		if err != nil {
			t.Fatal(err)
		}
		return len(page.Items) == 1 && page.Items[0].Unread == 4
	})
	page, err := a.Leads.List(t.Context(), leads.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	if page.Total != 1 || page.Items[0].Name != "Bob" || page.Items[0].Phone != bob || page.Items[0].Source != leads.SourceWhatsApp || page.Items[0].LastMessageAt == 0 {
		t.Errorf("leads = %+v", page)
	}
}

func TestGroupsStatusAndNewslettersMakeNoLeads(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	w.Link(t, a)
	p := w.Person(bob, "Bob", wasim.Behaviour{})
	for _, form := range []wasim.WireForm{wasim.FormGroup, wasim.FormStatus, wasim.FormNewsletter, wasim.FormLID} {
		if _, err := p.SendText(t.Context(), w.Owner, string(form), wasim.SendOptions{Form: form}); err != nil {
			t.Fatal(err)
		}
	}
	backendtest.Eventually(t, "the direct message", func() bool { return len(list(t, a)) == 1 })
	item := list(t, a)[0]
	if item.LastText != chats.Text(wasim.FormLID) || item.Unread != 1 {
		t.Errorf("chat = %+v", item)
	}
}

func TestReplyIsSentDeliveredAndRead(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	w.Link(t, a)
	p := w.Person(bob, "Bob", wasim.Behaviour{ReadAfter: time.Millisecond})
	if _, err := p.SendText(t.Context(), w.Owner, "hello", wasim.SendOptions{}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the message", func() bool { return len(list(t, a)) == 1 })
	chat := list(t, a)[0]
	for range 2 { // the same click twice is one message
		if _, err := a.Chats.Send(t.Context(), chat.ID, chats.Compose{Text: "hi Bob", ClientID: "click-1"}); err != nil {
			t.Fatal(err)
		}
	}
	backendtest.Eventually(t, "read", func() bool {
		page, err := a.Chats.Messages(t.Context(), chat.ID, "", 10)
		if err != nil {
			t.Fatal(err)
		}
		return len(page.Items) == 2 && page.Items[1].Status == chats.StatusRead
	})
	if got := received(p); len(got) != 1 || got[0].Text != "hi Bob" {
		t.Errorf("Bob's phone shows %+v", got)
	}
	if after := list(t, a)[0]; after.NewLead || after.LastStatus != chats.StatusRead || !after.LastFromMe {
		t.Errorf("chat = %+v", after)
	}
}

func TestQueuedWhileOfflineAndSentAfterRestart(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	w.Link(t, a)
	p := w.Person(bob, "Bob", wasim.Behaviour{})
	if _, err := p.SendText(t.Context(), w.Owner, "hello", wasim.SendOptions{}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the message", func() bool { return len(list(t, a)) == 1 })
	chat := list(t, a)[0]
	w.Faults().RefuseLogin(503, nil, 2)
	w.DropConnections()
	backendtest.Eventually(t, "offline", func() bool { return a.Account.Status().State == account.Offline })
	if m, err := a.Chats.Send(t.Context(), chat.ID, chats.Compose{Text: "later", ClientID: "c"}); err != nil || m.Status != chats.StatusQueued {
		t.Fatalf("Send = %+v, %v", m, err)
	}
	a.Stop()
	if _, err := p.SendText(t.Context(), w.Owner, "while you were away", wasim.SendOptions{}); err != nil {
		t.Fatal(err)
	}
	w.Faults().Clear()
	a = w.Start(t)
	backendtest.Eventually(t, "the queued reply", func() bool { return len(received(p)) == 1 })
	backendtest.Eventually(t, "the message from the time away", func() bool { return list(t, a)[0].Unread == 2 })
}

func TestCampaignReachesEveryoneOnceAndHonoursStop(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	w.Link(t, a)
	var phones []*wasim.Phone
	for i := range 12 {
		number := fmt.Sprintf("49157359901%02d", i)
		phones = append(phones, w.Person(number, fmt.Sprint("P", i), wasim.Behaviour{ReadAfter: time.Millisecond}))
		if _, err := a.Leads.Create(t.Context(), leads.Input{Name: fmt.Sprint("Person ", i), Phone: "+" + number, Tags: []string{"spring"}}, ""); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := phones[3].SendText(t.Context(), w.Owner, "STOP.", wasim.SendOptions{}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the opt-out", func() bool {
		return len(list(t, a)) == 1 && list(t, a)[0].OptedOut
	})
	c, err := a.Campaigns.Create(t.Context(), campaigns.Input{Name: "Spring", Audience: campaigns.Audience{Tags: []string{"spring"}}, Steps: campaigns.Say("Hi {{first_name|friend}}, {{name}}!"), Pace: backendtest.FastPaces.Default})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Campaigns.Start(t.Context(), c.ID, campaigns.Confirmation{Cold: 11}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "completion", func() bool {
		d, err := a.Campaigns.Get(t.Context(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		return d.Campaign.State == campaigns.Completed && d.Counts.Read == 11
	})
	for i, p := range phones {
		got := received(p)
		if i == 3 {
			if len(got) != 1 || got[0].Text != optouts.DefaultChoices().Text {
				t.Errorf("who had written STOP got %+v", got)
			}
			continue
		}
		if len(got) != 1 || got[0].Text != fmt.Sprintf("Hi Person, Person %d!", i) {
			t.Errorf("phone %d shows %+v", i, got)
		}
	}
	if _, err := phones[5].SendText(t.Context(), w.Owner, "yes please", wasim.SendOptions{Form: wasim.FormPN}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the answer counted", func() bool {
		d, err := a.Campaigns.Get(t.Context(), c.ID)
		return err == nil && d.Counts.Replied == 1 && d.Counts.Skipped == 1
	})
}

func TestLogoutOnThePhoneKeepsEverythingAndLinksAgain(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	w.Link(t, a)
	p := w.Person(bob, "Bob", wasim.Behaviour{})
	if _, err := p.SendText(t.Context(), w.Owner, "hello", wasim.SendOptions{}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the message", func() bool { return len(list(t, a)) == 1 })
	if err := w.Owner.Unlink(t.Context(), w.Owner.LinkedDevices()[0].ID); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "logged out", func() bool { return a.Account.Status().State == account.LoggedOut })
	w.Link(t, a)
	if len(list(t, a)) != 1 {
		t.Error("the conversation is gone")
	}
	if err := a.Account.Unlink(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(w.Owner.LinkedDevices()); n != 0 {
		t.Errorf("the phone still lists %d devices", n)
	}
}

func list(t *testing.T, a *backendtest.App) []chats.Item {
	t.Helper()
	page, err := a.Chats.List(t.Context(), chats.ListQuery{})
	if err != nil {
		t.Fatal(err)
	}
	return page.Items
}

// received is what a phone shows that its own user did not write.
func received(p *wasim.Phone) []wasim.ShownMessage {
	var out []wasim.ShownMessage
	for _, m := range p.Inbox() {
		if !m.FromMe {
			out = append(out, m)
		}
	}
	return out
}
