package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"mceplatform/backend/account"
	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/config"
	"mceplatform/backend/event"
	"mceplatform/backend/leads"
	"mceplatform/backend/settings"
	"mceplatform/backend/store"
	"mceplatform/backend/templates"
)

// desk is the part of the program that runs campaigns, put together as the
// program does, with a courier in the place of WhatsApp.
type desk struct {
	db        *store.DB
	account   int64
	chats     *chats.Service
	campaigns *campaigns.Service
	cold      int // strangers among the people of the draft
}

const (
	audienceTag = "bench"
	queueBody   = "Hi {{first_name|there}}, the new shirts are here. Come by on Saturday and have a look."
)

// paces hold nobody up. The counts are such that every budget is looked at.
func paces(gap [2]int) settings.Paces {
	p := chats.Pace{MinGapSeconds: gap[0], MaxGapSeconds: gap[1], PerHour: 100_000, PerDay: 100_000}
	rules := chats.Rules{PerMinute: 100_000, NewPerDay: 100_000, Ramp: []int{100_000}}
	return settings.Paces{Default: p, Hard: p, DefaultRules: rules, HardRules: rules}
}

// openDesk opens the database of a folder. ledger, if not nil, replaces what the
// worker sees of the store.
func openDesk(ctx context.Context, folder string, clk clock.Clock, to chats.Transport, gap [2]int, ledger func(*store.DB) chats.Store) (*desk, error) {
	db, err := store.Open(ctx, filepath.Join(folder, config.DatabaseFile), store.Options{})
	if err != nil {
		return nil, err
	}
	var kept chats.Store = db
	if ledger != nil {
		kept = ledger(db)
	}
	bus, quiet := event.NewBus(), slog.New(slog.DiscardHandler)
	set := settings.New(db, bus, clk, paces(gap))
	own := account.New(db, bus, clk, quiet)
	people := leads.New(db, bus, clk)
	d := &desk{db: db}
	d.chats = chats.New(chats.Deps{Store: kept, Leads: people, Accounts: own, Transport: to, Preferences: set, Bus: bus, Clock: clk, Log: quiet})
	d.campaigns = campaigns.New(campaigns.Deps{
		Store: db, Leads: people, Chats: d.chats, ChatStore: kept, Templates: templates.New(db, d.chats, bus, clk), Accounts: own, Transport: to, Ceiling: set, Restriction: own, Bus: bus, Clock: clk, Log: quiet,
	})
	d.chats.SetSource(d.campaigns)
	if err := own.Linked(ctx, account.Account{Phone: "4915735999999", LID: "79999999999999", PushName: "Shop"}); err != nil {
		return nil, err
	}
	d.account, err = own.ActiveID(ctx)
	return d, err
}

// draft makes a campaign to everybody, and counts the strangers among them.
func (d *desk) draft(ctx context.Context, gap [2]int) (int64, error) {
	in := campaigns.Input{Name: "Bench", Audience: campaigns.Audience{Tags: []string{audienceTag}}, Steps: campaigns.Say(queueBody), Pace: paces(gap).Default}
	reach, err := d.campaigns.Reach(ctx, in)
	if err != nil {
		return 0, err
	}
	d.cold = reach.Cold
	c, err := d.campaigns.Create(ctx, in)
	return c.ID, err
}

// start starts a campaign that draft has made.
func (d *desk) start(ctx context.Context, id int64) error {
	_, err := d.campaigns.Start(ctx, id, campaigns.Confirmation{Cold: d.cold})
	return err
}

// rawWriter is one connection to the database of a folder, past the program,
// with the program's settings.
func rawWriter(folder, synchronous string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(folder, config.DatabaseFile)+
		"?_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=foreign_keys(1)&_pragma=cache_size(-4096)&_pragma=synchronous("+synchronous+")")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// seedAudience makes folders with the same people in each, all with one tag, and
// a linked account.
func seedAudience(ctx context.Context, people int, folders ...string) error {
	d, err := openDesk(ctx, folders[0], clock.System{}, nil, [2]int{}, nil)
	if err != nil {
		return err
	}
	if err := d.db.Close(); err != nil {
		return err
	}
	db, err := rawWriter(folders[0], "OFF")
	if err != nil {
		return err
	}
	if err := inTx(ctx, db, func(tx *sql.Tx) error { return insertAudience(ctx, tx, people) }); err != nil {
		return err
	}
	if err := db.Close(); err != nil { // moves everything from the log to the file
		return err
	}
	for _, other := range folders[1:] {
		if err := copyFile(filepath.Join(folders[0], config.DatabaseFile), filepath.Join(other, config.DatabaseFile)); err != nil {
			return err
		}
	}
	return nil
}

func insertAudience(ctx context.Context, tx *sql.Tx, people int) error {
	if _, err := tx.ExecContext(ctx, "INSERT INTO tags (id, name) VALUES (1, ?)", audienceTag); err != nil {
		return err
	}
	const each = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) "
	for _, text := range []string{
		"INSERT INTO leads (id, name, name_source, phone, source, created_at, updated_at) SELECT i, 'Person ' || i, 'user', '49' || (15000000000 + i), 'import', ?2, ?2 FROM n",
		"INSERT INTO identities (lead_id, kind, value, match_key) SELECT i, 'phone', '49' || (15000000000 + i), '49' || (15000000000 + i) FROM n WHERE ?2",
		"INSERT INTO lead_tags (lead_id, tag_id) SELECT i, 1 FROM n WHERE ?2",
	} {
		if _, err := tx.ExecContext(ctx, each+text, people, time.Now().UnixMilli()); err != nil {
			return err
		}
	}
	return nil
}

func copyFile(from, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		_ = out.Close()
		return fmt.Errorf("copy the database: %w", err)
	}
	return out.Close()
}
