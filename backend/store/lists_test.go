package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"mceplatform/backend/account"
	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/leads"
	"mceplatform/backend/store"
	"mceplatform/backend/store/storetest"
)

// The lists a person looks at all day must come from an index: at a million
// messages a scan takes seconds. The statements are written out here after those
// of the store; who changes a list there changes it here.
func TestListsNeverScanMessages(t *testing.T) {
	raw := storetest.Raw(t, storetest.File(t))
	for name, q := range map[string]string{
		"inbox":        "SELECT chats.id FROM chats JOIN leads ON leads.id = chats.lead_id WHERE chats.account_id = 1 ORDER BY chats.last_message_at DESC, chats.id DESC LIMIT 51",
		"inbox page":   "SELECT chats.id FROM chats JOIN leads ON leads.id = chats.lead_id WHERE chats.account_id = 1 AND (chats.last_message_at, chats.id) < (5, 5) ORDER BY chats.last_message_at DESC, chats.id DESC LIMIT 51",
		"unread":       "SELECT chats.id FROM chats JOIN leads ON leads.id = chats.lead_id WHERE chats.account_id = 1 AND chats.unread_count > 0 ORDER BY chats.last_message_at DESC, chats.id DESC LIMIT 51",
		"thread":       "SELECT id FROM messages WHERE chat_id = 1 AND hidden = 0 ORDER BY server_at DESC, id DESC LIMIT 51",
		"thread page":  "SELECT id FROM messages WHERE chat_id = 1 AND hidden = 0 AND (server_at, id) < (5, 5) ORDER BY server_at DESC, id DESC LIMIT 51",
		"receipt":      "SELECT id FROM messages WHERE from_me = 1 AND wa_id IN ('a', 'b')",
		"next send":    "SELECT s.id FROM sends s JOIN messages ON messages.id = s.message_id WHERE s.state = 'pending' AND s.kind = 'reply' AND s.not_before = 0 AND s.account_id = 1 ORDER BY s.id LIMIT 1",
		"next retry":   "SELECT s.id FROM sends s JOIN messages ON messages.id = s.message_id WHERE s.state = 'pending' AND s.kind = 'reply' AND s.not_before BETWEEN 1 AND 5 AND s.account_id = 1 ORDER BY s.id LIMIT 1",
		"next reply":   "SELECT min(at) FROM (SELECT not_before AS at FROM sends WHERE state = 'sending' AND +account_id = 1 UNION ALL SELECT not_before FROM sends WHERE state = 'pending' AND kind IN ('reply', 'test') AND +account_id = 1)",
		"leads":        "SELECT id FROM leads WHERE merged_into IS NULL ORDER BY last_message_at DESC, id DESC LIMIT 51",
		"leads named":  "SELECT id FROM leads WHERE merged_into IS NULL ORDER BY name COLLATE NOCASE, id LIMIT 51",
		"recipients":   "SELECT id FROM campaign_recipients WHERE campaign_id = 1 AND state = 'pending' AND step = 0 ORDER BY due_at, id LIMIT 1",
		"known people": "SELECT id FROM campaign_recipients WHERE campaign_id = 1 AND state = 'pending' AND step = 0 AND new_chat = 0 ORDER BY due_at, id LIMIT 1",
		"pace":         "SELECT count(*) FROM sends WHERE account_id = 1 AND paced_at > 5 AND paced_at > 0",
		"pace frees":   "SELECT paced_at FROM sends WHERE account_id = 1 AND paced_at > 5 AND paced_at > 0 AND new_chat >= 1 ORDER BY paced_at DESC LIMIT 1 OFFSET 3",
		"word search":  `SELECT chat_id FROM messages WHERE id IN (SELECT rowid FROM messages_fts WHERE messages_fts MATCH '"a"*' ORDER BY rowid DESC LIMIT 500)`,
		"one message":  "SELECT id FROM messages WHERE chat_id = 1 AND from_me = 0 AND wa_id = 'a'",
		"download":     "SELECT id FROM messages WHERE media_id = (SELECT id FROM media WHERE state = 'remote' AND wanted = 1 AND next_at <= 5 ORDER BY next_at, id LIMIT 1)",
		"to tell":      "SELECT id FROM chats WHERE account_id = 1 AND told_at < read_at LIMIT 1",
		"read here":    "SELECT wa_id FROM messages WHERE chat_id = 1 AND from_me = 0 AND kind <> 'notice' AND server_at > 5 AND server_at <= 9 ORDER BY server_at, id LIMIT 200",
		"gap":          "SELECT count(*) FROM messages JOIN gaps ON gaps.id = messages.gap_id WHERE chat_id = 1 AND gap_id = 2 AND hidden = 0",
		"upload":       "SELECT sends.id FROM sends JOIN messages ON messages.id = sends.message_id JOIN media ON media.id = messages.media_id WHERE sends.state IN ('pending', 'sending') AND +sends.account_id = 1 AND media.uploaded_at <= 5 AND media.next_at <= 5 ORDER BY sends.id LIMIT 1",
		"requested":    "SELECT id FROM messages WHERE wa_id = 'a' AND from_me = 0 AND media_id IN (SELECT id FROM media WHERE state = 'requested')",
		"LIDs alone":   "SELECT i.value FROM leads JOIN identities i ON i.lead_id = leads.id AND i.kind = 'lid' WHERE leads.phone = '' AND leads.merged_into IS NULL LIMIT 50",
		"of campaign":  "SELECT id FROM messages WHERE campaign_id = 1 LIMIT 1",
		"sent to":      "SELECT max(paced_at) FROM sends WHERE lead_id = 1 AND paced_at > 0",
		"of recipient": "SELECT id FROM sends WHERE recipient_id = 1 AND step = 0",
		"timeline":     "SELECT id FROM activities WHERE lead_id = 1 ORDER BY at DESC, id DESC LIMIT 100",
	} {
		plan := explain(t, raw, q)
		if strings.Contains(plan, "SCAN messages\n") || strings.Contains(plan, "SCAN chats\n") || strings.Contains(plan, "SCAN sends\n") || strings.Contains(plan, "sends_claimed (account_id=?)\n") {
			t.Errorf("%s scans a table:\n%s", name, plan)
		}
		if strings.Contains(plan, "TEMP B-TREE") && name != "next retry" && name != "upload" { // a handful of waiting replies may be sorted
			t.Errorf("%s sorts in memory:\n%s", name, plan)
		}
	}
}

func explain(t *testing.T, raw *sql.DB, q string) string {
	t.Helper()
	rows, err := raw.Query("EXPLAIN QUERY PLAN " + q)
	if err != nil {
		t.Fatalf("%s: %v", q, err)
	}
	defer rows.Close()
	var b strings.Builder
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		b.WriteString(detail + "\n")
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

type seeded struct {
	db      *store.DB
	path    string
	account int64
}

func seed(t *testing.T) seeded {
	t.Helper()
	path := storetest.File(t)
	db := storetest.OpenFile(t, path)
	a := account.Account{Phone: "447700900100", LinkedAt: 1}
	if err := db.PutAccount(t.Context(), &a); err != nil {
		t.Fatal(err)
	}
	return seeded{db: db, path: path, account: a.ID}
}

func (s seeded) lead(t *testing.T, name string) int64 {
	t.Helper()
	l := leads.Lead{Name: name, NameSource: leads.NameUser, Source: leads.SourceManual, StageID: 1, CreatedAt: 1, UpdatedAt: 1}
	if err := s.db.CreateLead(t.Context(), &l); err != nil {
		t.Fatal(err)
	}
	return l.ID
}

func (s seeded) chat(t *testing.T, name string) int64 {
	t.Helper()
	head, err := s.db.EnsureChat(t.Context(), s.account, s.lead(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return head.ID
}

func (s seeded) message(t *testing.T, chat int64, wa string, fromMe bool, at clock.Millis, text string) (stored bool) {
	t.Helper()
	m := chats.Message{ChatID: chat, WAID: wa, FromMe: fromMe, Origin: chats.FromContact, Kind: chats.KindText, Text: chats.Text(text), ServerAt: at, Status: chats.StatusReceived}
	if fromMe {
		m.Origin, m.Status = chats.FromApp, chats.StatusQueued
	}
	err := s.db.InTx(t.Context(), func(ctx context.Context) error {
		var err error
		stored, err = s.db.InsertMessage(ctx, &m)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

func TestMessageIsStoredOnceAndMovesTheList(t *testing.T) {
	s := seed(t)
	chat := s.chat(t, "Ana")
	if !s.message(t, chat, "A", false, 1000, "first") || s.message(t, chat, "A", false, 1000, "first again") {
		t.Error("a message told twice was not stored once")
	}
	s.message(t, chat, "B", false, 3000, "latest")
	s.message(t, chat, "C", false, 2000, "late arrival")
	page, err := s.db.ListChats(t.Context(), s.account, chats.ListQuery{Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	got := page.Items[0]
	if got.LastText != "latest" || got.Unread != 3 || !got.NewLead || page.Counts != (chats.Counts{Unread: 1, Waiting: 1}) {
		t.Errorf("chat = %+v, counts %+v", got, page.Counts)
	}
	if changed, err := s.db.MarkRead(t.Context(), chat); err != nil || !changed {
		t.Errorf("read = %v, %v", changed, err)
	}
	told, err := s.db.NextToTell(t.Context(), s.account, 2)
	if err != nil || told == nil || fmt.Sprint(told.WAIDs) != "[A C]" {
		t.Fatalf("to tell = %+v, %v", told, err)
	}
	if err := s.db.Told(t.Context(), chat, told.UpTo); err != nil {
		t.Fatal(err)
	}
	if told, err = s.db.NextToTell(t.Context(), s.account, 2); err != nil || told == nil || fmt.Sprint(told.WAIDs) != "[B]" {
		t.Errorf("then to tell = %+v, %v", told, err)
	}
	thread, err := s.db.ListMessages(t.Context(), chat, "", 2)
	if err != nil || len(thread.Items) != 2 || thread.Items[0].WAID != "C" || thread.Next == "" {
		t.Fatalf("thread = %+v, %v", thread, err)
	}
	older, err := s.db.ListMessages(t.Context(), chat, thread.Next, 2)
	if err != nil || len(older.Items) != 1 || older.Items[0].WAID != "A" || older.Next != "" {
		t.Errorf("older = %+v, %v", older, err)
	}
}

func TestSearchFindsNamesNumbersAndWords(t *testing.T) {
	s := seed(t)
	ana, bob := s.chat(t, "Ana 100%"), s.chat(t, "Bob")
	s.message(t, ana, "A", false, 1, "the crème brûlée was great")
	s.message(t, bob, "B", false, 2, `say "hello" NEAR me*`)
	for query, want := range map[string][]int64{
		"ana": {ana}, "100%": {ana}, "%": {ana}, "_": {}, "creme": {ana}, "brul": {ana}, `"hello"`: {bob}, "near me*": {bob}, "hello OR great": {}, "nobody": {},
	} {
		page, err := s.db.ListChats(t.Context(), s.account, chats.ListQuery{Query: query, Limit: 10})
		if err != nil {
			t.Errorf("%q: %v", query, err)
			continue
		}
		got := []int64{}
		for _, it := range page.Items {
			got = append(got, it.ID)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%q finds %v, want %v", query, got, want)
		}
	}
}

func TestLeadPagesAreStable(t *testing.T) {
	s := seed(t)
	for i := range 25 {
		s.lead(t, fmt.Sprintf("n%d", i%5)) // many equal names: the id breaks ties
	}
	for _, sort := range []leads.Sort{leads.SortRecent, leads.SortCreated, leads.SortName} {
		seen := map[int64]bool{}
		cursor := ""
		for pages := 0; ; pages++ {
			page, err := s.db.ListLeads(t.Context(), leads.Filter{Sort: sort, Limit: 7, Cursor: cursor})
			if err != nil || page.Total != 25 || pages > 5 {
				t.Fatalf("%s: %+v, %v", sort, page, err)
			}
			for _, l := range page.Items {
				if seen[l.ID] {
					t.Fatalf("%s shows lead %d twice", sort, l.ID)
				}
				seen[l.ID] = true
			}
			if cursor = page.Next; cursor == "" {
				break
			}
		}
		if len(seen) != 25 {
			t.Errorf("%s shows %d of 25", sort, len(seen))
		}
	}
	if _, err := s.db.ListLeads(t.Context(), leads.Filter{Sort: leads.SortName, Limit: 7, Cursor: "garbage"}); err == nil {
		t.Error("a made-up cursor was accepted")
	}
}

// GORM fills fields named CreatedAt and UpdatedAt by itself, in seconds.
func TestTimesAreWrittenAsGiven(t *testing.T) {
	s := seed(t)
	c := campaigns.Campaign{Name: "n", State: campaigns.Draft, Audience: campaigns.Audience{Tags: []string{"a"}}, CreatedAt: 1000, UpdatedAt: 2000}
	if err := s.db.CreateCampaign(t.Context(), &c); err != nil {
		t.Fatal(err)
	}
	c.UpdatedAt, c.FrozenAt = 3000, 4000
	if err := s.db.UpdateCampaign(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	got, err := s.db.GetCampaign(t.Context(), c.ID)
	if err != nil || got.CreatedAt != 1000 || got.UpdatedAt != 3000 || got.FrozenAt != 4000 || fmt.Sprint(got.Audience.Tags) != "[a]" {
		t.Errorf("campaign = %+v, %v", got, err)
	}
	lead, err := s.db.GetLead(t.Context(), s.lead(t, "x"))
	if err != nil || lead.CreatedAt != 1 || lead.UpdatedAt != 1 {
		t.Errorf("lead = %+v, %v", lead, err)
	}
}

func TestSendingClearsOnlyTheDraftThatWasSent(t *testing.T) {
	s := seed(t)
	chat := s.chat(t, "Ana")
	for draft, kept := range map[chats.Text]bool{"Yes, until six": false, "Yes, un": false, " Yes ": false, "And on Sunday": true, "": false} {
		if err := s.db.SaveDraft(t.Context(), chat, draft); err != nil {
			t.Fatal(err)
		}
		if err := s.db.ClearDraft(t.Context(), chat, "Yes, until six"); err != nil {
			t.Fatal(err)
		}
		item, err := s.db.GetChat(t.Context(), chat)
		if err != nil || (item.Draft == draft && draft != "") != kept {
			t.Errorf("draft %q became %q, %v", string(draft), string(item.Draft), err)
		}
	}
}

// What a crash left goes out before what waits, replies before all else, and what
// waited for a retry keeps its place.
func TestNextSendKeepsTheTurns(t *testing.T) {
	s := seed(t)
	chat := s.chat(t, "Ana")
	add := func(kind chats.SendKind, state chats.SendState, notBefore clock.Millis) int64 {
		m := chats.Message{ChatID: chat, WAID: fmt.Sprint(kind, state, notBefore), FromMe: true, Origin: chats.FromApp, Kind: chats.KindText, Text: "x", ServerAt: 1, Status: chats.StatusQueued}
		send := chats.Send{Kind: kind, State: state, NotBefore: notBefore, AccountID: s.account, ChatID: chat, LeadID: 1, WAID: m.WAID}
		err := s.db.InTx(t.Context(), func(ctx context.Context) error {
			if _, err := s.db.InsertMessage(ctx, &m); err != nil {
				return err
			}
			send.MessageID = m.ID
			return s.db.CreateSend(ctx, &send)
		})
		if err != nil {
			t.Fatal(err)
		}
		return send.ID
	}
	add(chats.SendCampaign, chats.SendPending, 0) // the source says when
	later := add(chats.SendReply, chats.SendPending, 9)
	campaign := add(chats.SendCampaign, chats.SendSending, 0)
	test := add(chats.SendTest, chats.SendPending, 0)
	retry := add(chats.SendReply, chats.SendPending, 5)
	reply := add(chats.SendReply, chats.SendPending, 0)
	left := add(chats.SendReply, chats.SendSending, 3)
	for i, want := range []int64{left, retry, reply, test, campaign, 0, later} {
		now := clock.Millis(5)
		if want == later {
			now = 9
		}
		send, err := s.db.NextSend(t.Context(), s.account, now, 0)
		if err != nil {
			t.Fatal(err)
		}
		if send == nil {
			send = &chats.Send{}
		}
		if send.ID != want {
			t.Fatalf("%d: %d is next, want %d", i, send.ID, want)
		}
		send.State = chats.SendSent
		if err := s.db.UpdateSend(t.Context(), *send); err != nil {
			t.Fatal(err)
		}
	}
}
