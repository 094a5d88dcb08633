package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"mceplatform/backend/event"
	"mceplatform/backend/fault"
	"mceplatform/backend/store"
	"mceplatform/backend/store/storetest"
)

func TestOpenCreatesPrivateFileAndReopens(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data", "mce.db")
	for range 2 {
		db, err := store.Open(t.Context(), path, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		t.Errorf("database is readable by others: %v", mode)
	}
}

func TestOpenNamesWhatIsWrong(t *testing.T) {
	tests := map[string]struct {
		break_ func(t *testing.T, path string)
		reason string
	}{
		"not a database": {func(t *testing.T, path string) {
			write(t, path, bytes.Repeat([]byte("not a database "), 1000))
		}, store.ReasonDamaged},
		"zeroed page": {func(t *testing.T, path string) {
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			clear(b[4096 : 4096*12])
			write(t, path, b)
		}, store.ReasonDamaged},
		"newer": {func(t *testing.T, path string) { exec(t, path, "PRAGMA user_version = 9999") }, store.ReasonNewer},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			path := storetest.File(t)
			tt.break_(t, path)
			before, _ := os.ReadFile(path)
			db, err := store.Open(t.Context(), path, store.Options{})
			if err == nil { // damage that does not show at the first look
				err = errors.Join(db.Check(t.Context()), db.Close())
			}
			var f *fault.Error
			if !errors.As(err, &f) || f.Fields["reason"] != tt.reason {
				t.Fatalf("Open and Check = %v, want reason %q", err, tt.reason)
			}
			if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
				t.Error("the file was changed")
			}
		})
	}
}

func TestOpenReportsAnotherProgramsLock(t *testing.T) {
	path := storetest.File(t)
	holder := storetest.Raw(t, path)
	if _, err := holder.Exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE"); err != nil {
		t.Fatal(err)
	}
	_, err := store.Open(t.Context(), path, store.Options{BusyTimeout: 50 * time.Millisecond})
	var f *fault.Error
	if !errors.As(err, &f) || f.Fields["reason"] != store.ReasonLocked {
		t.Fatalf("Open = %v, want reason locked", err)
	}
}

// A program that is closed in the middle of a change has stopped it, no more.
func TestAnEndedTransactionSaysSo(t *testing.T) {
	db := storetest.Open(t)
	for name, change := range map[string]bool{"before the commit": false, "before a change": true} {
		ctx, cancel := context.WithCancel(t.Context())
		err := db.InTx(ctx, func(ctx context.Context) error {
			cancel()
			time.Sleep(50 * time.Millisecond) // it is rolled back meanwhile
			if change {
				return db.SetLastSeen(ctx, 1)
			}
			return nil
		})
		if !errors.Is(err, context.Canceled) || !fault.Is(err, fault.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRestorePutsTheCopyBackAndKeepsTheBrokenFile(t *testing.T) {
	path := storetest.File(t)
	exec(t, path, "INSERT INTO tags (name) VALUES ('kept')")
	db, err := store.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.BackupDaily(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := db.BackupDaily(t.Context()); err != nil { // a second one the same day changes nothing
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	broken := []byte("broken")
	write(t, path, broken)
	list, err := store.ListBackups(path)
	if err != nil || len(list) != 1 {
		t.Fatalf("ListBackups = %v, %v", list, err)
	}
	if err := store.Restore(t.Context(), path, "../../etc/passwd"); !fault.Is(err, fault.NotFound) {
		t.Errorf("Restore of a path = %v", err)
	}
	if err := store.Restore(t.Context(), path, list[0].ID); err != nil {
		t.Fatal(err)
	}
	db, err = store.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var n int
	if err := storetest.Raw(t, path).QueryRow("SELECT count(*) FROM tags WHERE name = 'kept'").Scan(&n); err != nil || n != 1 {
		t.Errorf("restored rows = %d, %v", n, err)
	}
	kept, _ := filepath.Glob(path + ".replaced-*")
	if len(kept) != 1 {
		t.Fatalf("broken file kept as %v", kept)
	}
	if b, _ := os.ReadFile(kept[0]); !bytes.Equal(b, broken) {
		t.Error("the kept file is not the broken one")
	}
}

func TestInTxDeliversEventsAfterCommitOnly(t *testing.T) {
	db := storetest.Open(t)
	bus := event.NewBus()
	var seen []string
	bus.Subscribe(func(e event.Event) { seen = append(seen, e.Name) })

	boom := errors.New("boom")
	err := db.InTx(t.Context(), func(ctx context.Context) error {
		bus.Publish(ctx, event.Event{Name: "lost"})
		return boom
	})
	if !errors.Is(err, boom) {
		t.Fatal(err)
	}
	err = db.InTx(t.Context(), func(ctx context.Context) error {
		return db.InTx(ctx, func(ctx context.Context) error { // joins
			bus.Publish(ctx, event.Event{Name: "kept"})
			if len(seen) != 0 {
				t.Error("event delivered before the commit")
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(seen) != 1 || seen[0] != "kept" {
		t.Errorf("seen = %v", seen)
	}
}

func TestInTxRollsBackOnPanic(t *testing.T) {
	db := storetest.Open(t)
	func() {
		defer func() { _ = recover() }()
		_ = db.InTx(t.Context(), func(context.Context) error { panic("boom") })
	}()
	// The one writer must be free again.
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if err := db.InTx(ctx, func(context.Context) error { return nil }); err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func exec(t *testing.T, path, sql string) {
	t.Helper()
	raw := storetest.Raw(t, path)
	if _, err := raw.Exec(sql); err != nil {
		t.Fatal(err)
	}
	if _, err := raw.Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		t.Fatal(err)
	}
	if err := raw.Close(); err != nil {
		t.Fatal(err)
	}
}

// A crash leaves the write-ahead log behind: then the file is checked before
// anything else.
func TestOpenChecksAfterAnUncleanExit(t *testing.T) {
	path := storetest.File(t)
	raw := storetest.Raw(t, path)
	for i := range 200 {
		if _, err := raw.Exec("INSERT INTO tags (name) VALUES (?)", fmt.Sprintf("%d%0500d", i, i)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := raw.Exec("PRAGMA wal_checkpoint(TRUNCATE); INSERT INTO tags (name) VALUES ('in the log')"); err != nil {
		t.Fatal(err)
	}
	// What a crash leaves: a copy of both files, with a page of the table lost.
	dead := filepath.Join(t.TempDir(), "mce.db")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	clear(b[len(b)-4096*10 : len(b)-4096*4])
	write(t, dead, b)
	log, err := os.ReadFile(path + "-wal")
	if err != nil || len(log) == 0 {
		t.Fatalf("no log: %d bytes, %v", len(log), err)
	}
	write(t, dead+"-wal", log)
	_, err = store.Open(t.Context(), dead, store.Options{})
	var f *fault.Error
	if !errors.As(err, &f) || f.Fields["reason"] != store.ReasonDamaged {
		t.Fatalf("Open = %v, want reason damaged", err)
	}
}
