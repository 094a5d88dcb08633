package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/glebarez/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// These tests hold what the program needs of the driver that stands in for
// go-sqlite; docs/adr/0002-sqlite-driver.md says why and how to go back.

const driverOptions = "?_txlock=immediate&_time_format=sqlite&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=foreign_keys(1)"

func driverFile(t *testing.T) string { return "file:" + filepath.Join(t.TempDir(), "x.db") }

func driverDB(t *testing.T, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func mustExec(t *testing.T, db *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func answer(t *testing.T, db *sql.DB, query string) string {
	t.Helper()
	var s string
	if err := db.QueryRowContext(t.Context(), query).Scan(&s); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return s
}

func TestDriverHasACurrentSQLite(t *testing.T) {
	db := driverDB(t, driverFile(t))
	parts := strings.Split(answer(t, db, "SELECT sqlite_version()"), ".")
	minor, err := strconv.Atoi(parts[1])
	if err != nil || parts[0] != "3" || minor < 53 { // 3.53 ends the corruption that a reset WAL could cause
		t.Errorf("SQLite %v is older than 3.53", parts)
	}
	mustExec(t, db, "CREATE VIRTUAL TABLE f USING fts5 (text, tokenize = 'unicode61 remove_diacritics 2')")
	mustExec(t, db, "INSERT INTO f VALUES ('João Gonçalves')")
	if n := answer(t, db, `SELECT count(*) FROM f WHERE f MATCH '"goncal"*'`); n != "1" {
		t.Errorf("FTS5 found %s rows", n)
	}
}

func TestDriverKeepsNilBytesNull(t *testing.T) {
	db := driverDB(t, driverFile(t)+driverOptions)
	mustExec(t, db, "CREATE TABLE b (id INTEGER PRIMARY KEY, v BLOB) STRICT")
	mustExec(t, db, "INSERT INTO b VALUES (1, ?), (2, ?), (3, ?)", []byte(nil), []byte{}, []byte{0, 1})
	var list [3][]byte
	for i := range list {
		if err := db.QueryRowContext(t.Context(), "SELECT v FROM b WHERE id = ?", i+1).Scan(&list[i]); err != nil {
			t.Fatal(err)
		}
	}
	if list[0] != nil || len(list[1]) != 0 || string(list[2]) != "\x00\x01" {
		t.Errorf("read back %#v", list)
	}
	if kinds := answer(t, db, "SELECT group_concat(typeof(v), ' ' ORDER BY id) FROM b"); kinds != "null blob blob" {
		t.Errorf("stored as %s", kinds)
	}
}

func TestDriverErrorsAreTranslatedByGORM(t *testing.T) {
	g, err := gorm.Open(sqlite.Open(driverFile(t)+driverOptions), &gorm.Config{TranslateError: true, Logger: logger.Discard})
	if err != nil {
		t.Fatal(err)
	}
	db, err := g.DB()
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	mustExec(t, db, "CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT UNIQUE)")
	mustExec(t, db, "CREATE TABLE c (id INTEGER PRIMARY KEY, p_id INTEGER NOT NULL REFERENCES p(id))")
	type p struct {
		ID   int64
		Name string
	}
	type c struct{ ID, PID int64 }
	if err := g.Table("p").Create(&p{ID: 1, Name: "a"}).Error; err != nil {
		t.Fatal(err)
	}
	for _, bad := range []struct {
		what string
		got  error
		want error
	}{
		{"unique column", g.Table("p").Create(&p{ID: 2, Name: "a"}).Error, gorm.ErrDuplicatedKey},
		{"primary key", g.Table("p").Create(&p{ID: 1, Name: "b"}).Error, gorm.ErrDuplicatedKey},
		{"foreign key", g.Table("c").Create(&c{ID: 1, PID: 9}).Error, gorm.ErrForeignKeyViolated},
	} {
		if !errors.Is(bad.got, bad.want) {
			t.Errorf("%s: error = %v, want %v", bad.what, bad.got, bad.want)
		}
	}
}

func TestDriverHonoursTheDSN(t *testing.T) {
	file := driverFile(t)
	db := driverDB(t, file+driverOptions+"&_pragma=synchronous(FULL)")
	mustExec(t, db, "CREATE TABLE t (id INTEGER PRIMARY KEY, at TEXT)")
	for query, want := range map[string]string{
		"PRAGMA foreign_keys": "1", "PRAGMA journal_mode": "wal", "PRAGMA busy_timeout": "10000", "PRAGMA synchronous": "2",
	} {
		if got := answer(t, db, query); got != want {
			t.Errorf("%s = %s, want %s", query, got, want)
		}
	}
	// Times are stored as numbers here; the option makes a time that slips in sortable.
	mustExec(t, db, "INSERT INTO t VALUES (1, ?)", time.Date(2026, 11, 23, 3, 32, 20, 549e6, time.UTC))
	if at := answer(t, db, "SELECT strftime('%Y-%m-%d %H:%M:%f', at) FROM t"); at != "2026-11-23 03:32:20.549" {
		t.Errorf("a time became %q", at)
	}
	reader := driverDB(t, file+driverOptions+"&_pragma=query_only(1)")
	if _, err := reader.ExecContext(t.Context(), "DELETE FROM t"); err == nil {
		t.Error("a query_only connection wrote")
	}
	if n := answer(t, reader, "SELECT count(*) FROM t"); n != "1" {
		t.Errorf("the reader sees %s rows", n)
	}
}

func TestDriverMakesACopyByVacuumInto(t *testing.T) {
	db := driverDB(t, driverFile(t)+driverOptions)
	mustExec(t, db, "CREATE TABLE t (v TEXT)")
	mustExec(t, db, "INSERT INTO t VALUES ('kept')")
	to := filepath.Join(t.TempDir(), "copy.db")
	mustExec(t, db, "VACUUM INTO ?", to)
	if v := answer(t, driverDB(t, "file:"+to), "SELECT v FROM t"); v != "kept" {
		t.Errorf("the copy has %q", v)
	}
}

func TestDriverBeginsImmediately(t *testing.T) {
	file := driverFile(t)
	db := driverDB(t, file+driverOptions)
	mustExec(t, db, "CREATE TABLE t (v TEXT)")
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	// Nothing is written yet, but the lock is taken: another writer is refused.
	other := driverDB(t, strings.Replace(file+driverOptions, "busy_timeout(10000)", "busy_timeout(0)", 1))
	if second, err := other.BeginTx(t.Context(), nil); err == nil {
		_ = second.Rollback()
		t.Error("two write transactions began at the same time")
	}
	if n := answer(t, other, "SELECT count(*) FROM t"); n != "0" {
		t.Errorf("a reader sees %s rows", n)
	}
}

func TestDriverTransactionsThatReadFirstAreNeverBusy(t *testing.T) {
	const workers, each = 4, 600
	db := driverDB(t, driverFile(t)+driverOptions)
	db.SetMaxOpenConns(workers)
	mustExec(t, db, "CREATE TABLE n (v INTEGER)")
	mustExec(t, db, "INSERT INTO n VALUES (0)")
	var wg sync.WaitGroup
	failures := make(chan error, workers*each)
	for range workers {
		wg.Go(func() {
			for range each {
				if err := readThenWrite(t.Context(), db); err != nil {
					failures <- err
				}
			}
		})
	}
	wg.Wait()
	if n := len(failures); n > 0 {
		t.Errorf("%d of %d transactions failed, the first with %v", n, workers*each, <-failures)
	}
	if v := answer(t, db, "SELECT v FROM n"); v != strconv.Itoa(workers*each) {
		t.Errorf("counted to %s", v)
	}
}

func readThenWrite(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	var v int
	if err := tx.QueryRowContext(ctx, "SELECT v FROM n").Scan(&v); err != nil {
		return fmt.Errorf("read: %w", err)
	}
	if _, err := tx.ExecContext(ctx, "UPDATE n SET v = ?", v+1); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return tx.Commit()
}
