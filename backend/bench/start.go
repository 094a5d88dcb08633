package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"mceplatform/backend/config"
	"mceplatform/backend/demo"
	"mceplatform/backend/settings"
)

// measureStart starts the program on a large database, without a network, and a
// hello, in turns, until the list of conversations is painted.
func measureStart(ctx context.Context, o options, note func(string, ...any)) ([]row, error) {
	folder, err := os.MkdirTemp("", "mce-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	hello, err := needWindow(ctx, o, folder)
	if err != nil {
		return nil, err
	}
	begun := time.Now()
	data := filepath.Join(folder, "data")
	if err := seed(ctx, data, o.messages); err != nil {
		return nil, fmt.Errorf("seed: %w", err)
	}
	note("seeded %d messages in %.0f s", o.messages, time.Since(begun).Seconds())
	nowhere, err := noNetwork(folder)
	if err != nil {
		return nil, err
	}
	var app, floor []float64
	steps := map[string][]float64{}
	for i := range o.starts {
		stamps := filepath.Join(folder, fmt.Sprintf("app-%d.json", i))
		at, err := startOnce(ctx, stamps, o.app, "--data", data, "--simulator", nowhere, "--bench-startup", stamps)
		if err != nil {
			return nil, fmt.Errorf("start the program: %w", err)
		}
		stamps = filepath.Join(folder, fmt.Sprintf("hello-%d.json", i))
		base, err := startOnce(ctx, stamps, hello, stamps)
		if err != nil {
			return nil, fmt.Errorf("start the hello: %w", err)
		}
		note("start %d: program %v; hello %v", i, at, base)
		if i == 0 {
			continue // cold caches; told above
		}
		app, floor = append(app, at["painted"].Seconds()), append(floor, base["painted"].Seconds())
		for k, v := range at {
			steps[k] = append(steps[k], v.Seconds()*1000)
		}
	}
	return startRows(o, app, floor, steps), nil
}

func startRows(o options, app, floor []float64, steps map[string][]float64) []row {
	const aimHello, aimCeiling = 2.0, 1.5
	value, base := median(app), median(floor)
	noisy := ""
	if spread(floor) > 2 {
		noisy = " (noisy)"
	}
	what := fmt.Sprintf("start to painted inbox, %d messages", o.messages)
	detail := fmt.Sprintf("%.0f ms (database %.0f, window %.0f, page %.0f)", value*1000, median(steps["database"]), median(steps["window"]), median(steps["dom"]))
	return []row{
		{Goal: "G3", What: what, Value: detail, Floor: fmt.Sprintf("hello %.0f ms", base*1000), Ratio: fmt.Sprintf("%.2f", value/base), Aim: "<= 2.0x hello", OK: atMost(value/base, aimHello) + noisy},
		{Goal: "G3", What: what, Value: fmt.Sprintf("%.0f ms", value*1000), Floor: "-", Ratio: "-", Aim: "<= 1500 ms", OK: atMost(value, aimCeiling)},
	}
}

func startOnce(ctx context.Context, stamps, name string, args ...string) (map[string]time.Duration, error) {
	p, err := launch(name, args...)
	if err != nil {
		return nil, err
	}
	defer p.stop()
	return p.painted(ctx, stamps)
}

// noNetwork is the address file of simulated services that do not exist.
func noNetwork(folder string) (string, error) {
	services, err := deadServices()
	if err != nil {
		return "", err
	}
	raw, err := json.Marshal(services)
	if err != nil {
		return "", err
	}
	file := filepath.Join(folder, "nowhere.json")
	return file, os.WriteFile(file, raw, 0o600)
}

func deadServices() (demo.Services, error) {
	folder, err := os.MkdirTemp("", "mce-bench-")
	if err != nil {
		return demo.Services{}, err
	}
	defer os.RemoveAll(folder)
	w, err := startWorld(folder)
	if err != nil {
		return demo.Services{}, err
	}
	s := w.Services()
	s.Paces = settings.RealPaces
	return s, w.Close()
}

const (
	seededChats = 20_000
	seedLead    = `INSERT INTO leads (id, name, name_source, phone, source, created_at, updated_at, last_message_at) VALUES (?1, 'Person ' || ?1, 'push', '49' || (15000000000 + ?1), 'whatsapp', ?2, ?2, ?2)`
	seedID      = `INSERT INTO identities (lead_id, kind, value, match_key, confirmed) VALUES (?1, 'phone', '49' || (15000000000 + ?1), '49' || (15000000000 + ?1), 1)`
	seedChat    = `INSERT INTO chats (id, account_id, lead_id, unread_count, last_message_id, last_message_at, last_text, last_status) VALUES (?1, 1, ?1, ?1 % 3, ?1, ?2, 'The last word in this conversation', 'received')`
	seedMessage = `WITH RECURSIVE n(i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
		INSERT INTO messages (id, chat_id, wa_id, from_me, origin, kind, text, server_at, status)
		SELECT i, 1 + (i * 7919) % ?3, printf('3EB0%016X', i), i % 2, iif(i % 2, 'app', 'contact'), 'text', 'Message ' || i || ' about the order ' || (i * 31 % 9973), ?4 + i, iif(i % 2, 'read', 'received') FROM n`
)

// seed makes a data folder as after years of use. The words of all messages are
// indexed at the end, which is much faster than one by one.
func seed(ctx context.Context, folder string, messages int) error {
	b, err := newBackend(ctx, folder)
	if err != nil {
		return err
	}
	if err := onboard(ctx, b); err != nil {
		return err
	}
	if err := b.Close(); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(folder, config.DatabaseFile)+"?_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)&_pragma=cache_size(-65536)")
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	var trigger string
	if err := db.QueryRowContext(ctx, "SELECT sql FROM sqlite_master WHERE name = 'messages_fts_insert'").Scan(&trigger); err != nil {
		return err
	}
	people := min(seededChats, max(50, messages/50))
	now := time.Now().UnixMilli()
	steps := []func(tx *sql.Tx) error{
		func(tx *sql.Tx) error { _, err := tx.ExecContext(ctx, "DROP TRIGGER messages_fts_insert"); return err },
		func(tx *sql.Tx) error { return seedPeople(ctx, tx, people, now) },
		func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, seedMessage, 1, messages, people, now-int64(messages))
			return err
		},
		func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, "INSERT INTO messages_fts (messages_fts) VALUES ('rebuild')")
			return err
		},
		func(tx *sql.Tx) error { _, err := tx.ExecContext(ctx, trigger); return err },
	}
	for _, step := range steps {
		if err := inTx(ctx, db, step); err != nil {
			return err
		}
	}
	_, err = db.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	return err
}

func seedPeople(ctx context.Context, tx *sql.Tx, people int, now int64) error {
	for _, text := range []string{seedLead, seedID, seedChat} {
		stmt, err := tx.PrepareContext(ctx, text)
		if err != nil {
			return err
		}
		for i := 1; i <= people; i++ {
			args := []any{i, now - int64(i)*1000}
			if text == seedID {
				args = args[:1]
			}
			if _, err := stmt.ExecContext(ctx, args...); err != nil {
				return err
			}
		}
		if err := stmt.Close(); err != nil {
			return err
		}
	}
	return nil
}

func inTx(ctx context.Context, db *sql.DB, fn func(tx *sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := fn(tx); err != nil {
		_ = tx.Rollback()
		return err
	}
	return tx.Commit()
}
