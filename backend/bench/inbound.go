package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"mceplatform/backend"
	"mceplatform/backend/account"
	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/config"
	"mceplatform/backend/inbound"
	"mceplatform/backend/leads"
	"mceplatform/backend/phone"
	"mceplatform/backend/whatsapp"
)

const (
	inboundPeople = 200
	inboundSlice  = 200 // messages per slice
	inboundText   = "Hi, is the blue shirt still there? I would come by on Saturday morning."
)

// side is one of the two that take turns.
type side struct {
	persist func(i int) error
	rates   []float64
	times   []time.Duration
	cpu     time.Duration
	count   int
}

func (s *side) slice(n int) error {
	cpu, begun := cpuTime(), time.Now()
	for range n {
		one := time.Now()
		if err := s.persist(s.count); err != nil {
			return err
		}
		s.times = append(s.times, time.Since(one))
		s.count++
	}
	s.rates = append(s.rates, float64(n)/time.Since(begun).Seconds())
	s.cpu += cpuTime() - cpu
	return nil
}

// measureInbound compares how the program stores a message that came in with
// the fewest statements that leave the same rows behind, prepared, on the same
// driver, schema and durability.
func measureInbound(ctx context.Context, o options, _ func(string, ...any)) ([]row, error) {
	folder, err := os.MkdirTemp("", "mce-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	app, closeApp, err := appSide(ctx, filepath.Join(folder, "app"))
	if err != nil {
		return nil, err
	}
	defer closeApp()
	raw, closeRaw, err := rawSide(ctx, filepath.Join(folder, "raw"))
	if err != nil {
		return nil, err
	}
	defer closeRaw()
	var ratios []float64
	for i := range o.rounds + 1 {
		first, second := raw, app
		if i%2 == 1 {
			first, second = app, raw
		}
		if err := first.slice(inboundSlice); err != nil {
			return nil, err
		}
		if err := second.slice(inboundSlice); err != nil {
			return nil, err
		}
		if i == 0 { // warm-up: caches, statements
			for _, s := range []*side{app, raw} {
				s.rates, s.times, s.cpu = nil, nil, 0
			}
			continue
		}
		ratios = append(ratios, app.rates[len(app.rates)-1]/raw.rates[len(raw.rates)-1])
	}
	return inboundRows(o, app, raw, median(ratios)), nil
}

func inboundRows(o options, app, raw *side, ratio float64) []row {
	const aimRatio, aimP99 = 0.8, 15 * time.Millisecond
	ops := float64(o.rounds * inboundSlice)
	p99 := percentile(app.times, 0.99)
	cpu := func(s *side) float64 { return float64(s.cpu.Microseconds()) / ops }
	noisy := ""
	if spread(raw.rates) > 2 {
		noisy = " (noisy: the floor itself moved by " + fmt.Sprintf("%.1f", spread(raw.rates)) + "x)"
	}
	return []row{
		{
			Goal: "G4", What: "inbound persist, one at a time, FULL", Value: fmt.Sprintf("%.0f/s, %.0f us CPU", median(app.rates), cpu(app)),
			Floor: fmt.Sprintf("raw SQL %.0f/s, %.0f us CPU", median(raw.rates), cpu(raw)), Ratio: fmt.Sprintf("%.2f", ratio), Aim: ">= 0.8x raw", OK: atLeast(ratio, aimRatio) + noisy,
		},
		{
			Goal: "G4", What: "inbound persist, p99", Value: fmt.Sprintf("%.1f ms", p99.Seconds()*1000),
			Floor: fmt.Sprintf("raw SQL %.1f ms", percentile(raw.times, 0.99).Seconds()*1000), Ratio: "-", Aim: "<= 15 ms", OK: yes(p99 <= aimP99),
		},
	}
}

func senders() ([]leads.Person, error) {
	list := make([]leads.Person, inboundPeople)
	for i := range list {
		n, err := phone.FromDigits(fmt.Sprintf("4915735%06d", i))
		if err != nil {
			return nil, err
		}
		list[i] = leads.Person{Phone: n, LID: fmt.Sprintf("7%013d", i), PushName: fmt.Sprintf("Person %d", i), Confirmed: true}
	}
	return list, nil
}

// newBackend opens a backend that cannot reach anything.
func newBackend(ctx context.Context, folder string) (*backend.Backend, error) {
	nowhere := &whatsapp.Endpoint{HTTP: &http.Client{Transport: http.NewFileTransport(http.Dir(folder))}}
	b, err := backend.New(ctx, backend.Config{DataDir: folder, WhatsApp: nowhere})
	if err != nil {
		return nil, err
	}
	return b, b.Account.Linked(ctx, account.Account{Phone: "4915735999999", LID: "79999999999999", PushName: "Shop"})
}

func appSide(ctx context.Context, folder string) (*side, func(), error) {
	people, err := senders()
	if err != nil {
		return nil, nil, err
	}
	b, err := newBackend(ctx, folder)
	if err != nil {
		return nil, nil, err
	}
	persist := func(i int) error {
		return b.Inbound.Message(ctx, inbound.Message{
			ID: fmt.Sprintf("3EB0%016X", i), Person: people[i%len(people)], Content: chats.Content{Kind: chats.KindText, Text: inboundText}, At: clock.MillisOf(time.Now()),
		})
	}
	for i := range people { // everybody is known, as almost everybody is
		if err := persist(1<<40 + i); err != nil {
			return nil, nil, err
		}
	}
	return &side{persist: persist}, func() { _ = b.Close() }, nil
}

const (
	rawFind   = `SELECT chats.id, chats.lead_id FROM identities JOIN chats ON chats.lead_id = identities.lead_id AND chats.account_id = 1 WHERE identities.kind = 'lid' AND identities.match_key = ?`
	rawInsert = `INSERT INTO messages (chat_id, wa_id, from_me, origin, kind, text, server_at, status) VALUES (?, ?, 0, 'contact', 'text', ?, ?, 'received') ON CONFLICT (chat_id, from_me, wa_id) DO NOTHING RETURNING id`
	rawChat   = `UPDATE chats SET unread_count = unread_count + 1, last_message_id = ?, last_text = ?, last_from_me = 0, last_status = 'received', last_message_at = ? WHERE id = ?`
	rawLead   = `UPDATE leads SET last_message_at = max(last_message_at, ?) WHERE id = ?`
)

// rawSide fills a database through the program, then writes to it without it.
func rawSide(ctx context.Context, folder string) (*side, func(), error) {
	people, err := senders()
	if err != nil {
		return nil, nil, err
	}
	_, closeApp, err := appSide(ctx, folder)
	if err != nil {
		return nil, nil, err
	}
	closeApp()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(folder, config.DatabaseFile)+"?_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=cache_size(-4096)")
	if err != nil {
		return nil, nil, err
	}
	db.SetMaxOpenConns(1)
	var stmts [4]*sql.Stmt
	for i, text := range []string{rawFind, rawInsert, rawChat, rawLead} {
		if stmts[i], err = db.PrepareContext(ctx, text); err != nil {
			return nil, nil, err
		}
	}
	persist := func(i int) error {
		return rawPersist(ctx, db, stmts, people[i%len(people)].LID, fmt.Sprintf("3EB0%016X", i))
	}
	return &side{persist: persist}, func() { _ = db.Close() }, nil
}

func rawPersist(ctx context.Context, db *sql.DB, stmts [4]*sql.Stmt, lid, id string) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // without effect after the commit
	var chat, lead, message int64
	now := time.Now().UnixMilli()
	if err := tx.StmtContext(ctx, stmts[0]).QueryRowContext(ctx, lid).Scan(&chat, &lead); err != nil {
		return err
	}
	if err := tx.StmtContext(ctx, stmts[1]).QueryRowContext(ctx, chat, id, inboundText, now).Scan(&message); err != nil {
		return err
	}
	if _, err := tx.StmtContext(ctx, stmts[2]).ExecContext(ctx, message, inboundText, now, chat); err != nil {
		return err
	}
	if _, err := tx.StmtContext(ctx, stmts[3]).ExecContext(ctx, now, lead); err != nil {
		return err
	}
	return tx.Commit()
}
