// Package storetest opens real databases for tests.
package storetest

import (
	"database/sql"
	"path/filepath"
	"testing"

	"mceplatform/backend/store"
)

// Open returns an empty, migrated database in a temporary folder.
func Open(t testing.TB) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "mce.db"), store.Options{})
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
	db, err := store.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

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
