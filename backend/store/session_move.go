package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// plainHeader begins every SQLite file that is not encrypted
// (sqlite.org/fileformat.html).
const plainHeader = "SQLite format 3\x00"

// isPlain reports whether the file is a database of a version that did not
// encrypt it.
func isPlain(path string) (bool, error) {
	f, err := os.Open(path)
	if os.IsNotExist(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	head := make([]byte, len(plainHeader))
	if _, err := io.ReadFull(f, head); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false, err
	}
	return string(head) == plainHeader, nil
}

// encryptPlain puts an encrypted copy into the place of a database that is not.
// The copy is complete, compared and on the disk before one rename makes it the
// database: ended at any point, there is the old one or the new one.
func encryptPlain(ctx context.Context, path string, key []byte) error {
	fresh := path + ".moving"
	if err := removeDatabase(fresh); err != nil {
		return err
	}
	if err := copyEncrypted(ctx, path, fresh, key); err != nil {
		return errors.Join(fmt.Errorf("encrypt the session database: %w", err), removeDatabase(fresh))
	}
	if err := syncPath(fresh); err != nil {
		return err
	}
	// All of the log is in the old file; what is left of it would hold secrets.
	for _, suffix := range []string{"-wal", "-shm", "-journal"} {
		if err := os.Remove(path + suffix); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	if err := os.Rename(fresh, path); err != nil {
		return err
	}
	_ = syncPath(filepath.Dir(path)) // not every system can; the rename is whole in any case
	return nil
}

func copyEncrypted(ctx context.Context, from, to string, key []byte) (err error) {
	old, err := openEngine(ctx, from, "?_txlock=immediate", sessionPatience, "locking_mode=EXCLUSIVE", "wal_checkpoint(TRUNCATE)")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, old.Close()) }()
	if err := createPrivate(to); err != nil {
		return err
	}
	target := engineAddress(to) + "?vfs=adiantum&hexkey=" + hex.EncodeToString(key)
	if _, err := old.ExecContext(ctx, "VACUUM INTO ?", target); err != nil {
		return err
	}
	copied, err := openEncrypted(ctx, to, key)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, copied.Close()) }()
	return sameTables(ctx, old, copied)
}

// sameTables compares what two databases hold: tables, indexes, and the number
// of rows of each table.
func sameTables(ctx context.Context, a, b *sql.DB) error {
	countsA, err := countTables(ctx, a)
	if err != nil {
		return err
	}
	countsB, err := countTables(ctx, b)
	if err != nil {
		return err
	}
	if len(countsA) != len(countsB) {
		return fmt.Errorf("%d tables and indexes became %d", len(countsA), len(countsB))
	}
	for name, n := range countsA {
		if m, ok := countsB[name]; !ok || m != n {
			return fmt.Errorf("%s has %d rows after the move and had %d", name, m, n)
		}
	}
	return nil
}

// countTables returns the number of rows of each table, and 0 for each index.
func countTables(ctx context.Context, db *sql.DB) (map[string]int, error) {
	rows, err := db.QueryContext(ctx, "SELECT type, name FROM sqlite_schema")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts := make(map[string]int)
	var tables []string
	for rows.Next() {
		var kind, name string
		if err := rows.Scan(&kind, &name); err != nil {
			return nil, err
		}
		counts[name] = 0
		if kind == "table" {
			tables = append(tables, name)
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	for _, name := range tables {
		var n int
		if err := db.QueryRowContext(ctx, `SELECT count(*) FROM "`+name+`"`).Scan(&n); err != nil {
			return nil, err
		}
		counts[name] = n
	}
	return counts, nil
}

func removeDatabase(path string) error {
	var errs []error
	for _, suffix := range []string{"-wal", "-shm", "-journal", ""} {
		if err := os.Remove(path + suffix); err != nil && !os.IsNotExist(err) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// syncPath makes sure that a file or a folder's list of names is on the disk.
func syncPath(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		if f, err = os.Open(path); err != nil { // folders
			return err
		}
	}
	return errors.Join(f.Sync(), f.Close())
}
