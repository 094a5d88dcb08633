package backend_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"mceplatform/backend/backendtest"
	"mceplatform/backend/chats"
	"mceplatform/backend/event"
	"mceplatform/backend/leads"
	"mceplatform/backend/settings"
	"mceplatform/backend/whatsapp/wasim"
)

// Two orders of LID and number, four wire forms each: always one lead and one
// conversation, under whichever address the person turned up first.
func TestFourFormsInBothOrdersAreOneLead(t *testing.T) {
	forms := []wasim.WireForm{wasim.FormLID, wasim.FormPN, wasim.FormLIDOnly, wasim.FormPNOnly}
	for _, first := range forms {
		for _, reversed := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s first, reversed %v", first, reversed), func(t *testing.T) {
				w := backendtest.NewWorld(t, wasim.Config{})
				a := w.Start(t)
				w.Link(t, a)
				p := w.Person(bob, "Bob", wasim.Behaviour{})
				order := []wasim.WireForm{first, wasim.FormLID, wasim.FormPN, wasim.FormLIDOnly, wasim.FormPNOnly}
				if reversed {
					order = []wasim.WireForm{first, wasim.FormPNOnly, wasim.FormLIDOnly, wasim.FormPN, wasim.FormLID}
				}
				for i, form := range order {
					if _, err := p.SendText(t.Context(), w.Owner, fmt.Sprint("message ", i), wasim.SendOptions{Form: form}); err != nil {
						t.Fatal(err)
					}
				}
				backendtest.Eventually(t, "one conversation with everything", func() bool {
					items := list(t, a)
					return len(items) == 1 && items[0].Unread == len(order)
				})
				page, err := a.Leads.List(t.Context(), leads.Filter{})
				if err != nil || page.Total != 1 || page.Items[0].Phone != bob {
					t.Errorf("leads = %+v, %v", page, err)
				}
			})
		}
	}
}

// two are leads that will turn out to be one person: one known by number with
// history, a tag and a note, one by LID alone.
type two struct {
	*backendtest.World
	a     *backendtest.App
	bob   *wasim.Phone
	known leads.Lead
}

func newTwo(t *testing.T) *two {
	t.Helper()
	w := backendtest.NewWorld(t, wasim.Config{})
	k := &two{World: w, a: w.Start(t)}
	w.Link(t, k.a)
	k.bob = w.Person(bob, "Bob", wasim.Behaviour{})
	var err error
	if k.known, err = k.a.Leads.Create(t.Context(), leads.Input{Name: "Robert", Phone: "+" + bob, Tags: []string{"vip"}}, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := k.bob.SendText(t.Context(), w.Owner, "by LID alone", wasim.SendOptions{Form: wasim.FormLIDOnly}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "two leads", func() bool { return k.total(t) == 2 && len(list(t, k.a)) == 1 })
	return k
}

func (k *two) total(t *testing.T) int {
	t.Helper()
	page, err := k.a.Leads.List(t.Context(), leads.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	return page.Total
}

// stranger is the lead that is known by LID alone.
func (k *two) stranger(t *testing.T) int64 { return list(t, k.a)[0].LeadID }

func TestAMappingOutsideOfMessagesMergesAndCanBeUndone(t *testing.T) {
	k := newTwo(t)
	stranger := k.stranger(t)
	if err := k.a.Leads.AddTag(t.Context(), []int64{stranger}, "walk-in"); err != nil {
		t.Fatal(err)
	}
	if _, err := k.bob.SendText(t.Context(), k.Owner, "STOP", wasim.SendOptions{Form: wasim.FormLIDOnly}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "STOP", func() bool { out, err := k.a.Leads.OptedOut(t.Context(), stranger); return err == nil && out })
	var told atomic.Bool // the window reads the conversations again
	k.a.Bus.Subscribe(func(e event.Event) {
		if d, ok := e.Data.(leads.Changed); ok && e.Name == leads.EventChanged && len(d.IDs) == 0 {
			told.Store(true)
		}
	})
	if err := k.Owner.ShareMapping(t.Context(), k.bob); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "word of the join", told.Load)
	backendtest.Eventually(t, "one lead", func() bool { return k.total(t) == 1 })
	d, err := k.a.LeadDetail(t.Context(), k.known.ID)
	if err != nil || d.Lead.Name != "Robert" || fmt.Sprint(d.Lead.Tags) != "[vip walk-in]" || !d.Lead.OptedOut {
		t.Errorf("joined lead = %+v, %v", d.Lead, err)
	}
	if items := list(t, k.a); len(items) != 1 || items[0].LeadID != k.known.ID || items[0].Unread != 2 {
		t.Errorf("conversations = %+v", items)
	}
	var batch int64
	for _, activity := range d.Activities {
		batch = max(batch, activity.BatchID)
	}
	back, err := k.a.Leads.UndoMerge(t.Context(), batch)
	if err != nil || back.ID != stranger {
		t.Fatalf("undo = %+v, %v", back, err)
	}
	if k.total(t) != 2 {
		t.Errorf("%d leads after the undo", k.total(t))
	}
	again, err := k.a.LeadDetail(t.Context(), stranger)
	if err != nil || fmt.Sprint(again.Lead.Tags) != "[walk-in]" || !again.Lead.OptedOut {
		t.Errorf("the one that is back = %+v, %v", again.Lead, err)
	}
	if kept, err := k.a.LeadDetail(t.Context(), k.known.ID); err != nil || fmt.Sprint(kept.Lead.Tags) != "[vip]" {
		t.Errorf("the one that stayed = %+v, %v", kept.Lead, err)
	}
	if items := list(t, k.a); len(items) != 1 || items[0].LeadID != stranger || items[0].Unread != 2 {
		t.Errorf("conversations after the undo = %+v", items)
	}
	// What a person has told apart is not joined again by the next message.
	if _, err := k.bob.SendText(t.Context(), k.Owner, "by both", wasim.SendOptions{Form: wasim.FormLID}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the next message", func() bool { return list(t, k.a)[0].Unread == 3 })
	if k.total(t) != 2 || k.stranger(t) != stranger {
		t.Error("they were joined again, or the message went to the other one")
	}
	if _, err := k.a.Leads.UndoMerge(t.Context(), batch); err == nil {
		t.Error("a merge can be undone twice")
	}
}

// Both had conversations: they become one, in order, and come apart again.
func TestMergingTwoConversationsKeepsTheOrder(t *testing.T) {
	k := newTwo(t)
	known, err := k.a.Chats.OpenForLead(t.Context(), k.known.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.a.Chats.Send(t.Context(), known.ID, chats.Compose{Text: "to the number"}); err != nil {
		t.Fatal(err)
	}
	// Sending to the number makes WhatsApp tell the LID: the proof comes by itself.
	backendtest.Eventually(t, "one lead", func() bool { return k.total(t) == 1 })
	items := list(t, k.a)
	if len(items) != 1 {
		t.Fatalf("conversations = %+v", items)
	}
	page, err := k.a.Chats.Messages(t.Context(), items[0].ID, "", 10)
	if err != nil || len(page.Items) != 2 || page.Items[0].Text != "by LID alone" || page.Items[1].Text != "to the number" {
		t.Errorf("thread = %v", texts(page.Items))
	}
	backendtest.Eventually(t, "the tick", func() bool { return list(t, k.a)[0].LastStatus == chats.StatusDelivered })
}

func texts(list []chats.Message) (out []string) {
	for _, m := range list {
		out = append(out, string(m.Text))
	}
	return out
}

func TestAPersonWhoChangesTheNumberStaysOneLead(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	const fresh = "4915735990077"
	if err := k.bob.ChangeNumber(t.Context(), fresh); err != nil {
		t.Fatal(err)
	}
	k.says(t, wasim.Content{Kind: wasim.KindText, Text: "my new number"})
	k.until(t, "the message", func(m chats.Message) bool { return m.Text == "my new number" })
	items := list(t, k.a)
	if len(items) != 1 || items[0].Phone != fresh {
		t.Fatalf("conversations = %+v", items)
	}
	var notices int
	for _, m := range k.thread(t) {
		if m.Kind == chats.KindNotice && m.Detail.Notice.What == chats.NoticeNumberChanged {
			notices++
		}
	}
	if notices != 1 {
		t.Errorf("%d notices", notices)
	}
	k.sends(t, chats.Compose{Text: "noted"})
	k.shown(t, "our answer", func(m wasim.ShownMessage) bool { return m.Text == "noted" })
}

func TestANumberThatPassesToSomebodyElseIsANewPerson(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	old := list(t, k.a)[0]
	carl, err := k.Recycle(bob, wasim.PhoneOptions{PushName: "Carl", Number: bob})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := carl.SendText(t.Context(), k.Owner, "who are you?", wasim.SendOptions{}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "two conversations", func() bool { return len(list(t, k.a)) == 2 })
	now := list(t, k.a)[0]
	if now.LeadID == old.LeadID {
		now = list(t, k.a)[1]
	}
	if now.LeadID == old.LeadID || now.Name != "Carl" || now.Phone != bob {
		t.Errorf("the new person = %+v", now)
	}
	before, err := k.a.LeadDetail(t.Context(), old.LeadID)
	if err != nil || before.Lead.Name != "Bob" || before.Lead.Phone != "" {
		t.Errorf("the one before = %+v, %v", before.Lead, err)
	}
}

// Regional spellings: whoever was imported under one is found under the other.
func TestRegionalSpellingsAreOnePerson(t *testing.T) {
	for name, tt := range map[string]struct{ imported, real string }{
		"Brazil without the 9":    {"+5511987654321", "551187654321"},
		"Mexico with the 1":       {"+525512345678", "5215512345678"},
		"Argentina without the 9": {"+541123456789", "5491123456789"},
	} {
		t.Run(name, func(t *testing.T) {
			w := backendtest.NewWorld(t, wasim.Config{})
			a := w.Start(t)
			w.Link(t, a)
			p, err := w.AddPhone(wasim.PhoneOptions{Number: tt.real, PushName: "X", Aliases: []string{tt.imported[1:]}})
			if err != nil {
				t.Fatal(err)
			}
			l, err := a.Leads.Create(t.Context(), leads.Input{Name: "Imported", Phone: tt.imported}, "")
			if err != nil {
				t.Fatal(err)
			}
			chat, err := a.Chats.OpenForLead(t.Context(), l.ID)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := a.Chats.Send(t.Context(), chat.ID, chats.Compose{Text: "hello"}); err != nil {
				t.Fatal(err)
			}
			backendtest.Eventually(t, "it on the phone", func() bool { return len(received(p)) == 1 })
			if _, err := p.SendText(t.Context(), w.Owner, "hi", wasim.SendOptions{}); err != nil {
				t.Fatal(err)
			}
			backendtest.Eventually(t, "the answer", func() bool {
				items := list(t, a)
				return len(items) == 1 && items[0].LastText == "hi" && items[0].LeadID == l.ID
			})
		})
	}
}

func TestNamesByTheirRank(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	name := func(want string) {
		t.Helper()
		backendtest.Eventually(t, "the name "+want, func() bool { return list(t, k.a)[0].Name == want })
	}
	name("Bob")
	if err := k.Owner.SaveContact(t.Context(), k.bob, "Bob the builder"); err != nil {
		t.Fatal(err)
	}
	name("Bob the builder")
	lead := list(t, k.a)[0].LeadID
	typed := "Robert Builder"
	if _, err := k.a.Leads.Update(t.Context(), lead, leads.Update{Name: &typed}); err != nil {
		t.Fatal(err)
	}
	if err := k.Owner.SaveContact(t.Context(), k.bob, "Somebody else"); err != nil {
		t.Fatal(err)
	}
	k.says(t, wasim.Content{Kind: wasim.KindText, Text: "again"})
	k.until(t, "another message", func(m chats.Message) bool { return m.Text == "again" })
	name(typed)
}

func TestNewKeysAreNoted(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	k.sends(t, chats.Compose{Text: "before"})
	k.shown(t, "the message", func(m wasim.ShownMessage) bool { return m.Text == "before" })
	if err := k.bob.Reinstall(t.Context()); err != nil {
		t.Fatal(err)
	}
	notices := func() (n int) {
		for _, m := range k.thread(t) {
			if m.Kind == chats.KindNotice && m.Detail.Notice.What == chats.NoticeKeysChanged {
				n++
			}
		}
		return n
	}
	backendtest.Eventually(t, "the notice", func() bool { return notices() > 0 })
	k.says(t, wasim.Content{Kind: wasim.KindText, Text: "me again"})
	k.until(t, "his message under the new keys", func(m chats.Message) bool { return m.Text == "me again" })
	k.sends(t, chats.Compose{Text: "after"})
	k.shown(t, "our message under the new keys", func(m wasim.ShownMessage) bool { return m.Text == "after" })
	if n := notices(); n != 1 {
		t.Errorf("the new keys are noted %d times", n)
	}
}

func TestThePhoneKeepsRingingUnlessChosenOtherwise(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	backendtest.Eventually(t, "unavailable", func() bool { return k.Owner.SeenPresence() == "unavailable" })
	if err := k.a.Chats.Typing(t.Context(), k.chat, true); err != nil || k.bob.SeenTyping(k.Owner) != "" {
		t.Errorf("typing shown without being chosen: %q, %v", k.bob.SeenTyping(k.Owner), err)
	}
	s, err := k.a.Settings.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.Chats.ShowOnline, s.Chats.ShowTyping = true, true
	if _, err := k.a.Settings.Update(t.Context(), settings.Update{Chats: &s.Chats}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "available", func() bool { return k.Owner.SeenPresence() == "available" })
	if err := k.a.Chats.Typing(t.Context(), k.chat, true); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "typing on Bob's phone", func() bool { return k.bob.SeenTyping(k.Owner) == "composing" })
	if err := k.a.Chats.Watch(t.Context(), k.chat); err != nil {
		t.Fatal(err)
	}
	if err := k.bob.Typing(t.Context(), k.Owner, true); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "Bob's typing", func() bool {
		for len(k.a.Events) > 0 {
			if e := <-k.a.Events; e.Name == chats.EventTyping {
				return e.Data == chats.TypingEvent{ChatID: k.chat, Typing: true}
			}
		}
		return false
	})
}

func TestReadingIsToldBothWays(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	k.says(t, wasim.Content{Kind: wasim.KindText, Text: "second"})
	k.until(t, "the second", func(m chats.Message) bool { return m.Text == "second" })
	read := func() (n int) {
		for _, m := range k.bob.Sent() {
			if m.Read {
				n++
			}
		}
		return n
	}
	// Offline: the count falls at once, WhatsApp hears of it later.
	k.a.Stop()
	k.a = k.Start(t)
	k.a.AwaitOnline(t)
	if err := k.a.Chats.MarkRead(t.Context(), k.chat); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "both read for Bob", func() bool { return read() == 2 })
	backendtest.Eventually(t, "read on the owner's phone", func() bool { return k.Owner.ChatState(k.bob).Read })

	s, err := k.a.Settings.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.Chats.ReadReceipts = false
	if _, err := k.a.Settings.Update(t.Context(), settings.Update{Chats: &s.Chats}); err != nil {
		t.Fatal(err)
	}
	k.says(t, wasim.Content{Kind: wasim.KindText, Text: "third"})
	k.until(t, "the third", func(m chats.Message) bool { return m.Text == "third" })
	if err := k.a.Chats.MarkRead(t.Context(), k.chat); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "read on the owner's phone only", func() bool { return k.Owner.ChatState(k.bob).Read })
	if n := read(); n != 2 {
		t.Errorf("Bob was told of %d, want 2", n)
	}
	k.says(t, wasim.Content{Kind: wasim.KindText, Text: "fourth"})
	backendtest.Eventually(t, "unread again", func() bool { return list(t, k.a)[0].Unread == 1 })
	if err := k.Owner.MarkChatRead(t.Context(), k.bob); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "read on the phone, so read here", func() bool { return list(t, k.a)[0].Unread == 0 })
}

func TestPrivacyTokensAreKept(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	k.bob.GrantToken(k.Owner)
	k.says(t, wasim.Content{Kind: wasim.KindText, Text: "after the token"})
	k.until(t, "the message behind it", func(m chats.Message) bool { return m.Text == "after the token" })
	k.a.Stop()
	k.a = k.Start(t)
	k.a.AwaitOnline(t)
	k.sends(t, chats.Compose{Text: "with token"})
	if got := k.shown(t, "ours", func(m wasim.ShownMessage) bool { return m.Text == "with token" }); !got.Token {
		t.Error("the message carries no privacy token")
	}
}
