// Package storetest opens real databases for tests.
package storetest

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"mceplatform/backend/store"
)

// Open returns an empty, migrated database in a temporary folder.
func Open(t testing.TB) *store.DB {
	t.Helper()
	return OpenFile(t, File(t))
}

// OpenFile opens the database at path until the test ends.
func OpenFile(t testing.TB, path string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// File returns the path of an empty, migrated database that is not open.
func File(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "mce.db")
	Put(t, path)
	return path
}

// Put writes an empty, migrated database to path: the migrations run once for all
// tests of a package, because they are what takes the time.
func Put(t testing.TB, path string) {
	t.Helper()
	data, err := migrated()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

var migrated = sync.OnceValues(func() (data []byte, err error) {
	folder, err := os.MkdirTemp("", "storetest")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	path := filepath.Join(folder, "mce.db")
	db, err := store.Open(context.Background(), path, store.Options{})
	if err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// Session returns an empty session database in a temporary folder.
func Session(t testing.TB) *store.Session {
	t.Helper()
	s, err := Open(t).OpenSession(t.Context(), filepath.Join(t.TempDir(), "session.db"), store.SessionKey{Value: make([]byte, 32)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// Raw opens the file beside the program, to look or to meddle.
func Raw(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = db.Close() })
	return db
}
