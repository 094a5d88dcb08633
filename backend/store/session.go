package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"
)

// SessionDialect is the SQL dialect of the session database, in whatsmeow's words.
const SessionDialect = "sqlite"

// OpenSession opens or creates the database of the WhatsApp session. It is a
// file apart from the data, so that no backup or export can hold device keys. A
// damaged one is put aside: it costs linking again and nothing else.
func OpenSession(ctx context.Context, path string) (db *sql.DB, replaced bool, err error) {
	if db, err = openSession(ctx, path); err == nil {
		return db, false, nil
	}
	if reason := reasonOf(openFault(err, path)); reason != ReasonDamaged {
		return nil, false, openFault(err, path)
	}
	aside := path + ".damaged-" + time.Now().UTC().Format(backupStamp)
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Rename(path+suffix, aside+suffix); err != nil && !os.IsNotExist(err) {
			return nil, false, err
		}
	}
	db, err = openSession(ctx, path)
	return db, true, err
}

func openSession(ctx context.Context, path string) (*sql.DB, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	if err := createPrivate(path); err != nil {
		return nil, err
	}
	q := url.Values{"_txlock": {"immediate"}}
	for _, p := range []string{"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "cache_size(-2048)"} {
		q.Add("_pragma", p)
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+q.Encode())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	var result string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&result); err != nil || result != "ok" {
		if err == nil {
			err = fmt.Errorf("SQLITE_CORRUPT: %s", result)
		}
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}
