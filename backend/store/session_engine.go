package store

import (
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"
	_ "github.com/ncruces/go-sqlite3/vfs/adiantum" // the encrypting file system

	"mceplatform/backend/fault"
)

// openEncrypted opens or creates an encrypted database and checks it. The
// engine is a second one, because the encryption lies below it; it registers
// under another name than the first.
func openEncrypted(ctx context.Context, path string, key []byte) (*sql.DB, error) {
	// The order matters to the engine: key, patience, locking, then the rest. The
	// key is not in the address, which ends up in places where addresses do.
	return openEngine(ctx, path, "?vfs=adiantum&_txlock=immediate",
		"hexkey='"+hex.EncodeToString(key)+"'", sessionPatience, "locking_mode=EXCLUSIVE", "journal_mode=WAL",
		"synchronous=FULL", "foreign_keys=1", "temp_store=MEMORY", "cache_size=-2048")
}

// sessionPatience bounds the wait for another program, such as a virus scanner.
// One of ours would hold the file for as long as it runs.
const sessionPatience = "busy_timeout=3000"

func openEngine(ctx context.Context, path, query string, pragmas ...string) (*sql.DB, error) {
	if err := createPrivate(path); err != nil {
		return nil, err
	}
	script := "PRAGMA " + strings.Join(pragmas, "; PRAGMA ")
	db, err := driver.Open(engineAddress(path)+query, func(c *sqlite3.Conn) error { return c.Exec(script) })
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	var result string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&result); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if result != "ok" {
		return nil, errors.Join(fmt.Errorf("%w: %s", sqlite3.CORRUPT, result), db.Close())
	}
	return db, nil
}

func engineAddress(path string) string { return "file:" + (&url.URL{Path: path}).EscapedPath() }

// isUnreadable reports whether err says that the file holds no database that
// the key opens. Busy, full or failing disks are something else: the file may
// be fine.
func isUnreadable(err error) bool {
	return errors.Is(err, sqlite3.NOTADB) || errors.Is(err, sqlite3.CORRUPT)
}

// sessionFault turns what the engine says into a fault.
func sessionFault(err error, path string) error {
	var f *fault.Error
	switch {
	case errors.As(err, &f):
		return err
	case errors.Is(err, sqlite3.BUSY), errors.Is(err, sqlite3.LOCKED):
		return fault.Wrap(err, fault.Unavailable, "Another program is using the database %s. Close it and start again.", path).With("reason", ReasonLocked)
	}
	return fault.Wrap(err, fault.Unavailable, "The database %s cannot be opened.", path)
}

// IsSessionError reports whether err comes from the engine of the session
// database, as opposed to what was done with its content.
func IsSessionError(err error) bool {
	var code sqlite3.ExtendedErrorCode
	return errors.As(err, &code) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, sql.ErrTxDone) ||
		errors.Is(err, sqldriver.ErrBadConn) || (err != nil && strings.Contains(err.Error(), "sql: database is closed")) // has no name
}
