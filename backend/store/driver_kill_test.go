package store_test

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"os"
	osexec "os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// killedChild in the environment makes the test binary the process that writes
// to the named database until it is killed.
const killedChild = "MCE_TEST_DRIVER_CHILD"

func TestMain(m *testing.M) {
	if file := os.Getenv(movingChild); file != "" {
		fmt.Fprintln(os.Stderr, moveSession(file))
		os.Exit(1)
	}
	if file := os.Getenv(killedChild); file != "" {
		fmt.Fprintln(os.Stderr, commitForever(file))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// commitForever commits one row after the other and says each number only once
// its transaction has been committed.
func commitForever(file string) error {
	db, err := sql.Open("sqlite", "file:"+file+driverOptions+"&_pragma=synchronous(FULL)")
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	ctx := context.Background()
	for {
		res, err := db.ExecContext(ctx, "INSERT INTO t (v) VALUES (hex(randomblob(200)))")
		if err != nil {
			return err
		}
		id, err := res.LastInsertId()
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintln(os.Stdout, id); err != nil {
			return err
		}
	}
}

// TestDriverLosesNoCommitWhenKilled kills a writing process twenty times.
func TestDriverLosesNoCommitWhenKilled(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.db")
	db := driverDB(t, "file:"+file+driverOptions)
	mustExec(t, db, "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT NOT NULL)")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	commits := 0
	for kill := range 20 {
		told := killWriter(t, file, time.Duration(20+7*kill)*time.Millisecond)
		db := driverDB(t, "file:"+file+driverOptions)
		for _, id := range told {
			if n := answer(t, db, "SELECT count(*) FROM t WHERE id = "+strconv.FormatInt(id, 10)); n != "1" {
				t.Errorf("kill %d: commit %d was lost", kill, id)
			}
		}
		if s := answer(t, db, "PRAGMA integrity_check"); s != "ok" {
			t.Fatalf("kill %d: %s", kill, s)
		}
		commits += len(told)
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if commits < 100 {
		t.Errorf("only %d commits in 20 runs", commits)
	}
	t.Logf("%d commits told, 20 kills", commits)
}

// killWriter lets a child write for a while after its first commit, kills it,
// and returns which commits it had told.
func killWriter(t *testing.T, file string, after time.Duration) []int64 {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := osexec.Command(self)
	cmd.Env = append(os.Environ(), killedChild+"="+file)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var told []int64
	for s := bufio.NewScanner(out); s.Scan(); {
		id, err := strconv.ParseInt(s.Text(), 10, 64)
		if err != nil {
			break // cut off by the kill
		}
		if told = append(told, id); len(told) == 1 {
			time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
		}
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("the writer ended by itself")
	}
	return told
}
