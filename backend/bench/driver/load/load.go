// Package load is the work that each SQLite driver is measured with. The
// modules beside it link it with one driver each.
package load

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/glebarez/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

const (
	each  = time.Second // per piece of work
	chats = 200
	batch = 500
	body  = "Hi, is the blue shirt still there? I would come by on Saturday morning."
)

const schema = `
CREATE TABLE chats (id INTEGER PRIMARY KEY, unread INTEGER NOT NULL DEFAULT 0, last_at INTEGER NOT NULL DEFAULT 0, last_text TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE messages (
  id INTEGER PRIMARY KEY, chat_id INTEGER NOT NULL REFERENCES chats(id), wa_id TEXT NOT NULL, from_me INTEGER NOT NULL,
  origin TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, payload BLOB, client_id TEXT NOT NULL, server_at INTEGER NOT NULL,
  status TEXT NOT NULL, error TEXT NOT NULL, UNIQUE (chat_id, from_me, wa_id)) STRICT;
CREATE INDEX messages_order ON messages (chat_id, server_at, id);
CREATE VIRTUAL TABLE messages_fts USING fts5 (text, content = 'messages', content_rowid = 'id');`

const trigger = `CREATE TRIGGER messages_fts_insert AFTER INSERT ON messages BEGIN
  INSERT INTO messages_fts (rowid, text) VALUES (new.id, new.text); END`

const (
	insert = `INSERT INTO messages (chat_id, wa_id, from_me, origin, kind, text, payload, client_id, server_at, status, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`
	bump   = `UPDATE chats SET unread = unread + 1, last_at = max(last_at, ?), last_text = ? WHERE id = ?`
)

// Message is a row for GORM.
type Message struct {
	ID       int64
	ChatID   int64
	WAID     string `gorm:"column:wa_id"`
	FromMe   bool
	Origin   string
	Kind     string
	Text     string
	Payload  []byte
	ClientID string
	ServerAt int64
	Status   string
	Error    string
}

// Results are rows per second by the name of the work.
type Results struct {
	SQLite string             `json:"sqlite"`
	Rows   map[string]float64 `json:"rows"`
}

// Main does all the work once and prints Results as JSON.
func Main() {
	r := Results{Rows: map[string]float64{}}
	err := run(context.Background(), &r)
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(r)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, r *Results) error {
	for _, w := range []struct {
		name, sync string
		fts        bool
		work       func(ctx context.Context, db *sql.DB, g *gorm.DB) (rows int, err error)
	}{
		{"one row per transaction", "NORMAL", false, rowByRow},
		{"500 rows per transaction", "NORMAL", false, manyRows},
		{"inbound persist, NORMAL", "NORMAL", true, persist},
		{"inbound persist, FULL", "FULL", true, persist},
		{"GORM batches of 500", "NORMAL", false, gormBatch},
	} {
		rate, err := measure(ctx, w.sync, w.fts, w.work, &r.SQLite)
		if err != nil {
			return fmt.Errorf("%s: %w", w.name, err)
		}
		r.Rows[w.name] = rate
	}
	return nil
}

func measure(ctx context.Context, sync string, fts bool, work func(context.Context, *sql.DB, *gorm.DB) (int, error), version *string) (float64, error) {
	folder, err := os.MkdirTemp("", "mce-driver-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(folder)
	dsn := "file:" + filepath.Join(folder, "x.db") + "?_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=foreign_keys(1)&_pragma=synchronous(" + sync + ")"
	g, err := gorm.Open(sqlite.Open(dsn), &gorm.Config{SkipDefaultTransaction: true, PrepareStmt: true, Logger: logger.Discard})
	if err != nil {
		return 0, err
	}
	db, err := g.DB()
	if err != nil {
		return 0, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if err := prepare(ctx, db, fts); err != nil {
		return 0, err
	}
	if err := db.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(version); err != nil {
		return 0, err
	}
	next, rows := 0, 0
	begun := time.Now()
	for time.Since(begun) < each {
		n, err := work(context.WithValue(ctx, counterKey{}, &next), db, g)
		if err != nil {
			return 0, err
		}
		rows += n
	}
	return float64(rows) / time.Since(begun).Seconds(), nil
}

func prepare(ctx context.Context, db *sql.DB, fts bool) error {
	if _, err := db.ExecContext(ctx, schema); err != nil {
		return err
	}
	if fts {
		if _, err := db.ExecContext(ctx, trigger); err != nil {
			return err
		}
	}
	for i := range chats {
		if _, err := db.ExecContext(ctx, "INSERT INTO chats (id) VALUES (?)", i+1); err != nil {
			return err
		}
	}
	return nil
}

type counterKey struct{}

// next numbers the messages of one database.
func next(ctx context.Context) int {
	n := ctx.Value(counterKey{}).(*int)
	*n++
	return *n
}

func args(i int) []any {
	return []any{i%chats + 1, fmt.Sprintf("3EB0%016X", i), 0, "contact", "text", body, nil, "", 1_700_000_000_000 + i, "received", ""}
}

// inTx runs fn n times in one transaction with both statements prepared.
func inTx(ctx context.Context, db *sql.DB, n int, fn func(insert, bump *sql.Stmt, i int) error) (int, error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer func() { _ = tx.Rollback() }()
	ins, err := tx.PrepareContext(ctx, insert)
	if err != nil {
		return 0, err
	}
	upd, err := tx.PrepareContext(ctx, bump)
	if err != nil {
		return 0, err
	}
	for range n {
		if err := fn(ins, upd, next(ctx)); err != nil {
			return 0, err
		}
	}
	return n, tx.Commit()
}

func rowByRow(ctx context.Context, db *sql.DB, _ *gorm.DB) (int, error) {
	return inTx(ctx, db, 1, func(insert, _ *sql.Stmt, i int) error {
		_, err := insert.ExecContext(ctx, args(i)...)
		return err
	})
}

func manyRows(ctx context.Context, db *sql.DB, _ *gorm.DB) (int, error) {
	return inTx(ctx, db, batch, func(insert, _ *sql.Stmt, i int) error {
		_, err := insert.ExecContext(ctx, args(i)...)
		return err
	})
}

func persist(ctx context.Context, db *sql.DB, _ *gorm.DB) (int, error) {
	return inTx(ctx, db, 1, func(insert, bump *sql.Stmt, i int) error {
		if _, err := insert.ExecContext(ctx, args(i)...); err != nil {
			return err
		}
		_, err := bump.ExecContext(ctx, 1_700_000_000_000+i, body, i%chats+1)
		return err
	})
}

func gormBatch(ctx context.Context, _ *sql.DB, g *gorm.DB) (int, error) {
	list := make([]Message, batch)
	for k := range list {
		i := next(ctx)
		list[k] = Message{ChatID: int64(i%chats + 1), WAID: fmt.Sprintf("3EB0%016X", i), Origin: "contact", Kind: "text", Text: body, ServerAt: int64(1_700_000_000_000 + i), Status: "received"}
	}
	return batch, g.WithContext(ctx).CreateInBatches(list, batch).Error
}
