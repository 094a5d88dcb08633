package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	osexec "os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mceplatform/backend/store"
	"mceplatform/backend/store/storetest"
)

// plainDB opens a session database as versions before the encryption did.
func plainDB(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	return db
}

func TestTheLinkOfAnEarlierVersionIsMovedOver(t *testing.T) {
	db := storetest.Open(t)
	dir := t.TempDir()
	path := filepath.Join(dir, "session.db")
	old := plainDB(t, path)
	linkDevice(t, old, "sqlite")
	mustExec(t, old, "CREATE TABLE odd (a, b BLOB, c TEXT, d REAL)")
	mustExec(t, old, "INSERT INTO odd VALUES (x'', x'00ff', '', 1.5), (NULL, NULL, 'ü', 2)")
	// A copy of the open files is what a killed program leaves: the newest is in the log only.
	killed := filepath.Join(t.TempDir(), "session.db")
	for _, suffix := range []string{"", "-wal", "-shm"} {
		raw, err := os.ReadFile(path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(killed+suffix, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{"closed": path, "killed": killed} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(file+".moving", []byte("left by an earlier try"), 0o600); err != nil {
				t.Fatal(err)
			}
			s := openSession(t, db, file, rightKey)
			if got := linkedAs(t, s.DB); got != ownerJID.User {
				t.Errorf("linked as %q", got)
			}
			got := answer(t, s.DB, "SELECT group_concat(quote(a)||quote(b)||quote(c)||quote(d)||typeof(a)||typeof(d), ' ') FROM odd")
			if want := "X''X'00FF'''1.5blobreal NULLNULL'ü'2.0nullreal"; got != want {
				t.Errorf("rows = %s, want %s", got, want)
			}
			if n, list := notice(t, db), beside(t, file); n != store.NoticeNothing || len(list) != 0 {
				t.Errorf("notice %q, left %v", n, list)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if raw, err := os.ReadFile(file); err != nil || bytes.Contains(raw, []byte("whatsmeow")) || bytes.HasPrefix(raw, []byte("SQLite")) {
				t.Errorf("not encrypted: %v", err)
			}
			entries, err := os.ReadDir(filepath.Dir(file))
			if err != nil || len(entries) != 1 {
				t.Errorf("the folder holds %v, %v", entries, err)
			}
		})
	}
}

// movingChild in the environment makes the test binary the process that moves
// the named session database and is killed meanwhile.
const movingChild = "MCE_TEST_MOVING_CHILD"

func moveSession(path string) error {
	ctx := context.Background()
	db, err := store.Open(ctx, filepath.Join(filepath.Dir(path), "mce.db"), store.Options{})
	if err != nil {
		return err
	}
	fmt.Println("moving")
	_, err = db.OpenSession(ctx, path, rightKey)
	return err
}

// TestTheMoveLeavesTheOldOrTheNew kills the move at moments all over its time.
func TestTheMoveLeavesTheOldOrTheNew(t *testing.T) {
	dir := t.TempDir()
	original := filepath.Join(dir, "session.db")
	old := plainDB(t, original)
	linkDevice(t, old, "sqlite")
	mustExec(t, old, "CREATE TABLE bulk (v BLOB)")
	mustExec(t, old, "INSERT INTO bulk WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 1500) SELECT randomblob(2000) FROM n")
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(original)
	if err != nil {
		t.Fatal(err)
	}
	whole := killMove(t, copyOf(t, raw), time.Minute) // ends by itself long before
	before, after := 0, 0
	for kill := range 18 {
		path := copyOf(t, raw)
		killMove(t, path, whole*time.Duration(kill)/12)
		if now, err := os.ReadFile(path); err != nil {
			t.Fatal(err)
		} else if bytes.HasPrefix(now, []byte("SQLite format 3")) {
			before++
		} else {
			after++
		}
		db, err := store.Open(t.Context(), filepath.Join(filepath.Dir(path), "mce.db"), store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		s := openSession(t, db, path, rightKey)
		if got, n := linkedAs(t, s.DB), answer(t, s.DB, "SELECT count(*) FROM bulk"); got != ownerJID.User || n != "1500" {
			t.Errorf("kill %d: linked as %q, %s rows", kill, got, n)
		}
		if list := strings.Join(beside(t, path), " "); strings.Contains(list, "session.db") {
			t.Errorf("kill %d: left %s", kill, list)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("killed before the rename %d times, after it %d times", before, after)
	if before == 0 || after == 0 {
		t.Errorf("the kills did not meet the move: %d before, %d after", before, after)
	}
}

func copyOf(t *testing.T, raw []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "session.db")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// killMove starts the move in a process of its own, kills it some time after it
// has begun, and returns how long it ran.
func killMove(t *testing.T, path string, after time.Duration) time.Duration {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := osexec.Command(self)
	cmd.Env = append(os.Environ(), movingChild+"="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	_ = cmd.Wait()
	return time.Since(begun)
}
