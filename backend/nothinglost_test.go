package backend_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"testing"
	"time"

	"mceplatform/backend/account"
	"mceplatform/backend/backendtest"
	"mceplatform/backend/chats"
	"mceplatform/backend/config"
	"mceplatform/backend/leads"
	"mceplatform/backend/store/storetest"
	"mceplatform/backend/whatsapp/wasim"
)

// A message that cannot be decrypted shows its place at once and is filled in
// when the sender's phone or our own has sent it again.
func TestAnUndecryptableMessageIsFilledIn(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	k.Faults().CorruptMessages(1)
	id := k.says(t, wasim.Content{Kind: wasim.KindText, Text: "came late"})
	k.says(t, wasim.Content{Kind: wasim.KindText, Text: "came in time"})
	backendtest.Eventually(t, "both, in the order of writing", func() bool {
		got := k.thread(t)
		return len(got) == 3 && got[1].Text == "came late" && got[2].Text == "came in time"
	})
	if m := k.thread(t)[1]; m.Kind != chats.KindText || m.WAID != id {
		t.Errorf("message = %+v", m.Kind)
	}
	if n := list(t, k.a)[0].Unread; n != 3 {
		t.Errorf("%d unread, want 3", n)
	}
}

func TestAMessageNobodySentUsComesFromThePhone(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	k.Faults().SilentPhone(true)
	if _, err := k.bob.Send(t.Context(), k.Owner, wasim.Content{Kind: wasim.KindText, Text: "for the phone only"}, wasim.SendOptions{Unavailable: wasim.UnavailableAny}); err != nil {
		t.Fatal(err)
	}
	k.until(t, "the place-holder", func(m chats.Message) bool { return m.Kind == chats.KindWaiting })
	k.Faults().SilentPhone(false)
	if _, err := k.bob.Send(t.Context(), k.Owner, wasim.Content{Kind: wasim.KindText, Text: "this one comes"}, wasim.SendOptions{Unavailable: wasim.UnavailableAny}); err != nil {
		t.Fatal(err)
	}
	k.until(t, "the one that the phone gave", func(m chats.Message) bool { return m.Text == "this one comes" })
	// What is meant to be seen once is never asked for, only named.
	if _, err := k.bob.Send(t.Context(), k.Owner, wasim.Content{Kind: wasim.KindViewOnce, Data: picture(t, 9, 9, jpegOf), Mime: "image/jpeg"}, wasim.SendOptions{Unavailable: wasim.UnavailableViewOnce}); err != nil {
		t.Fatal(err)
	}
	k.until(t, "the notice", func(m chats.Message) bool { return m.Kind == chats.KindViewOnce })
}

// A message that the database refuses for its content is put aside with a row
// that everybody sees, and holds nobody else up.
func TestPoisonIsQuarantinedVisibly(t *testing.T) {
	var r receipts
	w := backendtest.NewWorld(t, r.config())
	a := w.Start(t)
	w.Link(t, a)
	p := w.Person(bob, "Bob", wasim.Behaviour{})
	db := storetest.Raw(t, filepath.Join(w.DataDir, config.DatabaseFile))
	if _, err := db.Exec("CREATE TRIGGER poison BEFORE INSERT ON messages WHEN new.text = 'poison' BEGIN SELECT RAISE(ABORT, 'poison'); END"); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"before", "poison", "after"} {
		if _, err := p.SendText(t.Context(), w.Owner, text, wasim.SendOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	backendtest.Eventually(t, "three rows", func() bool { return len(list(t, a)) == 1 && list(t, a)[0].Unread == 3 })
	page, err := a.Chats.Messages(t.Context(), list(t, a)[0].ID, "", 10)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []chats.Kind
	for _, m := range page.Items {
		kinds = append(kinds, m.Kind)
	}
	if fmt.Sprint(kinds) != "[text text unreadable]" && fmt.Sprint(kinds) != "[text unreadable text]" {
		t.Errorf("kinds = %v", kinds)
	}
	var raw, attempts int
	if err := db.QueryRow("SELECT length(raw), attempts FROM inbound_quarantine WHERE message_id IS NOT NULL").Scan(&raw, &attempts); err != nil || raw == 0 || attempts != 3 {
		t.Errorf("quarantine: %d bytes after %d attempts, %v", raw, attempts, err)
	}
	backendtest.Eventually(t, "all acknowledged", func() bool { return r.n.Load() >= 3 })
}

// Closing waits for the answer to what is on the wire, so the next start has
// nothing to repeat.
func TestClosingAwaitsTheAnswer(t *testing.T) {
	for answer, want := range map[int]chats.Status{0: chats.StatusSent, 400: chats.StatusFailed} {
		k := newTalk(t, wasim.Config{})
		k.bob.SetOnline(false) // no receipt tells more than the answer
		k.Faults().DelayAcks(1, 500*time.Millisecond)
		if answer != 0 {
			k.Faults().FailAcks(answer, 1)
		}
		before := maps.Clone(k.Arrivals())
		k.sends(t, chats.Compose{Text: "just before closing"})
		backendtest.Eventually(t, "the message on the server", func() bool { return len(k.Arrivals()) > len(before) })
		k.a.Stop()
		k.a = k.Start(t)
		if m := k.last(t); m.Status != want {
			t.Errorf("status after closing with %d = %v", answer, m.Status)
		}
		k.a.AwaitOnline(t)
		k.sends(t, chats.Compose{Text: "after it"})
		backendtest.Eventually(t, "the next one", func() bool { return k.last(t).Status == chats.StatusSent })
		for id, n := range k.Arrivals() {
			if n != 1 {
				t.Errorf("%s arrived %d times", id, n)
			}
		}
	}
}

// The other side lost its keys while we were away: it asks for our message, and
// the restarted app still has it.
func TestOurMessagesAreResentAfterARestart(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	k.bob.SetOnline(false)
	k.sends(t, chats.Compose{Text: "read this later"})
	backendtest.Eventually(t, "accepted by the server", func() bool { return k.last(t).Status == chats.StatusSent })
	k.a.Stop()
	k.bob.ForgetSessions()
	k.a = k.Start(t)
	k.a.AwaitOnline(t)
	k.bob.SetOnline(true)
	got := k.shown(t, "the message on Bob's phone", func(m wasim.ShownMessage) bool { return m.Text == "read this later" })
	if n := len(received(k.bob)); n != 1 || got.ID == "" {
		t.Errorf("%d messages", n)
	}
	backendtest.Eventually(t, "delivered", func() bool { return k.last(t).Status == chats.StatusDelivered })
}

// After a time away the conversation says since when, how many came, and what
// is missing.
func TestAGapIsMarked(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	k.sends(t, chats.Compose{Text: "good night"})
	k.shown(t, "ours", func(m wasim.ShownMessage) bool { return m.Text == "good night" })
	k.a.Stop()
	db := storetest.Raw(t, filepath.Join(k.DataDir, config.DatabaseFile))
	var online int64
	if err := db.QueryRow("SELECT last_online_at FROM accounts").Scan(&online); err != nil || time.Since(time.UnixMilli(online)) > time.Minute {
		t.Errorf("it was online last at %d, %v", online, err)
	}
	away := time.Now().Add(-8 * time.Hour)
	if _, err := db.Exec("UPDATE accounts SET last_online_at = ?", away.UnixMilli()); err != nil {
		t.Fatal(err)
	}
	k.Faults().SilentPhone(true)
	for i := range 3 {
		k.says(t, wasim.Content{Kind: wasim.KindText, Text: fmt.Sprint("while you slept ", i)})
	}
	if _, err := k.bob.Send(t.Context(), k.Owner, wasim.Content{Kind: wasim.KindText, Text: "never comes"}, wasim.SendOptions{Unavailable: wasim.UnavailableAny}); err != nil {
		t.Fatal(err)
	}
	k.a = k.Start(t)
	k.a.AwaitOnline(t)
	backendtest.Eventually(t, "the messages of the night", func() bool { return len(k.thread(t)) == 6 })
	k.says(t, wasim.Content{Kind: wasim.KindText, Text: "good morning"})
	k.until(t, "a message of now", func(m chats.Message) bool { return m.Text == "good morning" })
	var marks []chats.Gap
	for i, m := range k.thread(t) {
		if m.Gap != nil {
			marks = append(marks, *m.Gap)
			if i != 2 {
				t.Errorf("the mark stands before message %d", i)
			}
		}
	}
	if len(marks) != 1 || marks[0].Arrived != 4 || marks[0].Missing != 1 || marks[0].Open || marks[0].To.Sub(marks[0].From) < 7*time.Hour {
		t.Errorf("marks = %+v", marks)
	}
}

// What the phone remembers fills the conversations: once, in order, below what
// has come in since, with nobody twice.
func TestHistoryFillsConversations(t *testing.T) {
	for name, o := range map[string]wasim.HistoryOptions{
		"by media, named by LID":             {ChunkMessages: 7},
		"inline, named by number":            {ChunkMessages: 50, Inline: true, PN: true},
		"by number with mappings, in pieces": {ChunkMessages: 3, PN: true, WithMappings: true},
	} {
		t.Run(name, func(t *testing.T) {
			k := newTalk(t, wasim.Config{})
			carl := k.Person("4915735990003", "Carl", wasim.Behaviour{})
			start := time.Now().Add(-48 * time.Hour)
			var past []wasim.Past
			for i := range 20 {
				past = append(past, wasim.Past{FromMe: i%3 == 0, Content: wasim.Content{Kind: wasim.KindText, Text: fmt.Sprint("old ", i)}, Time: start.Add(time.Duration(i) * time.Minute), Read: true})
			}
			past = append(past, wasim.Past{ID: "3AOLDPICTURE000000001", Content: wasim.Content{Kind: wasim.KindImage, Data: picture(t, 40, 30, jpegOf), Mime: "image/jpeg", Thumbnail: picture(t, 10, 8, jpegOf)}, Time: start.Add(time.Hour), Read: true})
			if err := k.Owner.AddPast(k.bob, past...); err != nil {
				t.Fatal(err)
			}
			if err := k.Owner.AddPast(carl, wasim.Past{Content: wasim.Content{Kind: wasim.KindText, Text: "remember me?"}, Time: start}); err != nil {
				t.Fatal(err)
			}
			for range 2 { // offered twice, stored once
				if err := k.Owner.ShareHistory(t.Context(), o); err != nil {
					t.Fatal(err)
				}
			}
			backendtest.Eventually(t, "the past", func() bool { return len(k.thread(t)) == 22 && len(list(t, k.a)) == 2 })
			got := k.thread(t)
			for i := range 20 {
				if want := fmt.Sprint("old ", i); string(got[i].Text) != want || got[i].FromMe != (i%3 == 0) {
					t.Errorf("message %d = %q", i, string(got[i].Text))
				}
			}
			if pic := got[20]; pic.Kind != chats.KindImage || pic.Media.State != chats.MediaRemote || !pic.Media.HasThumb {
				t.Errorf("picture = %v", pic.Kind)
			}
			if last := got[21]; last.Text != "hello" {
				t.Errorf("the newest is %q", string(last.Text))
			}
			for _, c := range list(t, k.a) {
				if c.Name != "Bob" && c.Name != "Carl" {
					t.Errorf("conversation = %+v", c)
				}
				how := map[string]leads.Arrival{"Bob": leads.ArrivedWriting, "Carl": leads.ArrivedInHistory}[c.Name]
				if got := arrival(t, k.a, c.LeadID); got != how {
					t.Errorf("%s became a lead by %q", c.Name, got)
				}
				if c.Name == "Bob" && c.Unread != 1 {
					t.Errorf("%d unread, want the one that is new", c.Unread)
				}
			}
			want := account.Sync{Stage: account.SyncDone, Percent: 100, Chats: 2, Messages: 22} // a conversation in pieces is one
			backendtest.Eventually(t, "the end of the history", func() bool { return k.a.Account.Status().Sync == want })
			backendtest.Eventually(t, "the phone heard of it", func() bool { return k.Owner.HistoryReceipts() > 0 })
		})
	}
}

// The offer of history is kept before the phone is told; a restart goes on.
func TestHistoryGoesOnAfterARestart(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	k.Faults().ExpireMedia(true)
	if err := k.Owner.AddPast(k.bob, wasim.Past{Content: wasim.Content{Kind: wasim.KindText, Text: "from before"}, Time: time.Now().Add(-time.Hour), Read: true}); err != nil {
		t.Fatal(err)
	}
	if err := k.Owner.ShareHistory(t.Context(), wasim.HistoryOptions{}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the offer", func() bool { return k.Owner.HistoryReceipts() > 0 })
	k.a.Stop()
	k.Faults().ExpireMedia(false)
	k.a = k.Start(t)
	backendtest.Eventually(t, "the past", func() bool { return len(k.thread(t)) == 2 && k.thread(t)[0].Text == "from before" })
}

// Broadcast lists, groups, status posts and newsletters: whatever they carry,
// nobody becomes a lead and nothing is opted out.
func TestContentOfGroupsAndListsReachesNobody(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	photo := wasim.Content{Kind: wasim.KindImage, Data: picture(t, 20, 20, jpegOf), Mime: "image/jpeg", Text: "STOP"}
	for _, form := range []wasim.WireForm{wasim.FormGroup, wasim.FormStatus, wasim.FormBroadcast, wasim.FormNewsletter} {
		for _, c := range []wasim.Content{photo, {Kind: wasim.KindText, Text: "STOP"}, {Kind: wasim.KindLocation, Latitude: 1, Longitude: 1}} {
			if _, err := k.bob.Send(t.Context(), k.Owner, c, wasim.SendOptions{Form: form}); err != nil {
				t.Fatal(form, c.Kind, err)
			}
		}
	}
	k.says(t, wasim.Content{Kind: wasim.KindText, Text: "just to you"})
	k.until(t, "the direct message", func(m chats.Message) bool { return m.Text == "just to you" })
	if n := len(k.thread(t)); n != 2 || len(list(t, k.a)) != 1 {
		t.Errorf("%d messages in %d conversations", n, len(list(t, k.a)))
	}
	if out, err := k.a.Leads.OptedOut(t.Context(), list(t, k.a)[0].LeadID); err != nil || out {
		t.Errorf("opted out = %v, %v", out, err)
	}
}
