package store

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

func TestWriteTransactionsReuseTheirStatements(t *testing.T) {
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "mce.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const query = "INSERT INTO tags (name) VALUES (?)"
	add := func(name string) error {
		return db.InTx(t.Context(), func(ctx context.Context) error { return db.w(ctx).Exec(query, name).Error })
	}
	for i, name := range []string{"a", "b", "c", "d"} {
		if err := add(name); err != nil {
			t.Fatal(err)
		}
		if ready := db.statements.of(query) != nil; ready != (i > 0) {
			t.Errorf("after %d transactions ready is %v", i+1, ready)
		}
	}
	if err := add("a"); err == nil {
		t.Error("a duplicate was taken")
	}
	stop := errors.New("stop")
	err = db.InTx(t.Context(), func(ctx context.Context) error {
		if err := db.w(ctx).Exec(query, "rolled back").Error; err != nil {
			return err
		}
		return stop
	})
	if !errors.Is(err, stop) {
		t.Errorf("InTx = %v", err)
	}
	var names []string
	if err := db.read.Table("tags").Order("id").Pluck("name", &names).Error; err != nil || len(names) != 4 {
		t.Errorf("tags = %q, %v", names, err)
	}
}

func TestTheStatementCacheIsBounded(t *testing.T) {
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "mce.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	query := "SELECT id FROM tags WHERE id IN (0"
	for range mostStatements + 20 {
		query += ", 0"
		for range 2 {
			if err := db.InTx(t.Context(), func(ctx context.Context) error { return db.w(ctx).Exec(query + ")").Error }); err != nil {
				t.Fatal(err)
			}
		}
	}
	if n := len(db.statements.ready); n != mostStatements {
		t.Errorf("%d statements are kept", n)
	}
}

// TestPacedSendsAreReadFromTheMomentOn: the governor asks before every send, and
// the ledger keeps all that was ever sent.
func TestPacedSendsAreReadFromTheMomentOn(t *testing.T) {
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "mce.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var program []struct {
		Opcode string
		P1     int
	}
	if err := db.read.Raw("EXPLAIN SELECT count(*) FROM sends WHERE "+pacedAfter, 1, 5).Scan(&program).Error; err != nil {
		t.Fatal(err)
	}
	moment := false
	for _, step := range program {
		moment = moment || step.Opcode == "Variable" && step.P1 == 2
		if strings.HasPrefix(step.Opcode, "Seek") {
			if !moment {
				t.Errorf("the search begins without the moment: %+v", program)
			}
			return
		}
	}
	t.Errorf("nothing is searched: %+v", program)
}
