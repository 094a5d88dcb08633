package store_test

import (
	"path/filepath"
	"slices"
	"testing"

	"mceplatform/backend/clock"
	"mceplatform/backend/store"
	"mceplatform/backend/store/migrations"
	"mceplatform/backend/store/storetest"
)

// TestAnOlderDatabaseLearnsWhoIsNew brings a database from before the budget for
// new conversations up to date.
func TestAnOlderDatabaseLearnsWhoIsNew(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mce.db")
	raw := storetest.Raw(t, file)
	steps, err := migrations.Steps()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range steps[:3] {
		if _, err := raw.Exec(s.SQL); err != nil {
			t.Fatal(s.ID, err)
		}
	}
	for _, q := range []string{
		"PRAGMA user_version = 3",
		"INSERT INTO accounts (id, phone, linked_at) VALUES (1, '447700900100', 5)",
		"INSERT INTO leads (id, source, stage_id, created_at, updated_at) VALUES (1, 'manual', 1, 1, 1), (2, 'manual', 1, 1, 1), (3, 'manual', 1, 1, 1)",
		"INSERT INTO chats (id, account_id, lead_id, last_message_at) VALUES (1, 1, 1, 50), (2, 1, 2, 60)",
		"INSERT INTO campaigns (id, name, state, tags, body, min_gap_seconds, max_gap_seconds, per_hour, per_day, created_at, updated_at) VALUES (1, 'c', 'running', '[\"spring\"]', 'Hi!', 30, 60, 40, 150, 1, 1)",
		"INSERT INTO campaign_recipients (id, campaign_id, lead_id, state, updated_at) VALUES (1, 1, 1, 'sent', 1), (2, 1, 2, 'pending', 1), (3, 1, 3, 'pending', 1)",
		"INSERT INTO messages (id, chat_id, wa_id, from_me, origin, kind, status, server_at) VALUES (1, 1, 'A', 1, 'campaign', 'text', 'sent', 50), (2, 2, 'B', 0, 'contact', 'text', 'received', 55), (3, 2, 'C', 1, 'campaign', 'text', 'sent', 60)",
		"INSERT INTO sends (id, message_id, wa_id, kind, account_id, chat_id, lead_id, state, created_at, claimed_at) VALUES (1, 1, 'A', 'campaign', 1, 1, 1, 'sent', 1, 50), (2, 3, 'C', 'campaign', 1, 2, 2, 'sent', 1, 60)",
	} {
		if _, err := raw.Exec(q); err != nil {
			t.Fatal(q, err)
		}
	}
	if err := raw.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), file, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if n, err := db.CountPaced(t.Context(), 1, 0); n != 2 || err != nil {
		t.Errorf("paced: %d, %v", n, err)
	}
	for _, tt := range []struct {
		newOnly bool
		n       int
		want    clock.Millis
	}{{false, 1, 60}, {false, 2, 50}, {false, 3, 0}, {true, 1, 50}, {true, 2, 0}} { // new is what nothing stands before
		if at, err := db.NthPaced(t.Context(), 1, 0, tt.newOnly, tt.n); at != tt.want || err != nil {
			t.Errorf("%+v: %d, %v", tt, at, err)
		}
	}
	turn, err := db.NextRecipient(t.Context(), 1, 1, 0, false)
	if err != nil || turn == nil || turn.ID != 2 || turn.NewChat {
		t.Errorf("of those who have a conversation, %+v, %v is first", turn, err)
	}
	c, err := db.GetCampaign(t.Context(), 1)
	if err != nil || !slices.Equal(c.Audience.Tags, []string{"spring"}) || len(c.Steps) != 1 || c.Steps[0].Variants[0].Body != "Hi!" || !c.StopOn.Reply {
		t.Errorf("campaign = %+v, %v", c, err)
	}
}
