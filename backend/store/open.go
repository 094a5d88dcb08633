// Package store keeps everything the program knows in one SQLite file and
// implements the Store ports of the domain packages. It is the only package
// that knows SQL.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/glebarez/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"

	"mceplatform/backend/event"
	"mceplatform/backend/fault"
)

// Reasons in the "reason" field of the fault that Open returns.
const (
	ReasonDamaged = "damaged" // the file is not a healthy SQLite database
	ReasonLocked  = "locked"  // another program holds the file
	ReasonNewer   = "newer"   // written by a newer version of the program
)

const (
	busyTimeout = 10 * time.Second
	readers     = 4
	// Lists of ids make a statement for each length, so the cache needs a bound.
	preparedStatements = 400
	// GORM's statement cache starts a goroutine that nothing ends, unless its
	// entries live for exactly this long (gorm/internal/lru, noEvictionTTL).
	neverExpire = 10 * 365 * 24 * time.Hour
)

// DB is the open database: one writer and several readers on one file in WAL
// mode. Its methods are safe for concurrent use.
type DB struct {
	path  string
	write *gorm.DB
	read  *gorm.DB
	log   *slog.Logger

	checked bool // by Open

	statements  *statements
	suppression atomic.Pointer[[]byte] // see identityHash
}

// Options tune Open; the zero value is right for the program.
type Options struct {
	Log *slog.Logger
	// BusyTimeout is how long to wait for another program's lock; 0 means 10 s.
	BusyTimeout time.Duration
}

// Open opens or creates the database at path, takes a copy when it must be
// migrated, and migrates it. After an exit that was not clean it checks the
// file's integrity first; otherwise the caller does so with Check while people
// already work, because the check reads the whole file. Open returns a fault
// with the field "reason" when the file is damaged, locked or newer than the
// program; the file is then left as it was.
func Open(ctx context.Context, path string, opts Options) (*DB, error) {
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	if opts.BusyTimeout == 0 {
		opts.BusyTimeout = busyTimeout
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "The data folder %s cannot be created.", filepath.Dir(path))
	}
	if err := createPrivate(path); err != nil {
		return nil, err
	}
	unclean := hasLog(path)
	write, err := openPool(path, 1, opts.BusyTimeout, "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "cache_size(-4096)")
	if err != nil {
		return nil, openFault(err, path)
	}
	pool, err := write.DB()
	if err != nil {
		return nil, openFault(err, path)
	}
	db := &DB{path: path, write: write, log: opts.Log, statements: newStatements(pool), checked: unclean}
	if err := db.prepare(ctx); err != nil {
		return nil, errors.Join(openFault(err, path), db.Close())
	}
	db.read, err = openPool(path, readers, opts.BusyTimeout, "query_only(1)", "cache_size(-2048)")
	if err != nil {
		return nil, errors.Join(openFault(err, path), db.Close())
	}
	return db, nil
}

// hasLog reports whether changes wait in the write-ahead log: SQLite removes it
// when the last connection closes, so the program did not get that far.
func hasLog(path string) bool {
	info, err := os.Stat(path + "-wal")
	return err == nil && info.Size() > 0
}

// createPrivate makes sure that the file exists readable by its owner only:
// SQLite itself would create it 0644.
func createPrivate(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "The database file %s cannot be opened.", path)
	}
	return f.Close()
}

func openPool(path string, conns int, busy time.Duration, pragmas ...string) (*gorm.DB, error) {
	q := url.Values{"_txlock": {"immediate"}, "_time_format": {"sqlite"}}
	q.Add("_pragma", fmt.Sprintf("busy_timeout(%d)", busy.Milliseconds()))
	for _, p := range pragmas {
		q.Add("_pragma", p)
	}
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
	g, err := gorm.Open(sqlite.Open(dsn), &gorm.Config{
		SkipDefaultTransaction: true,
		PrepareStmt:            true,
		PrepareStmtMaxSize:     preparedStatements,
		PrepareStmtTTL:         neverExpire,
		TranslateError:         true,
		Logger:                 logger.Discard, // errors are returned; SQL with people's data is never logged
	})
	if err != nil {
		return nil, err
	}
	pool, err := g.DB()
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns)
	return g, nil
}

// prepare brings the file from whatever it is to a checked, current schema.
func (db *DB) prepare(ctx context.Context) error {
	if db.checked {
		if err := db.check(ctx, db.write); err != nil {
			return err
		}
	}
	if err := db.migrate(ctx); err != nil {
		return err
	}
	return db.makeHashKey(ctx)
}

// Check reads the whole file and returns a fault when it is damaged. It does
// nothing when Open has checked it. Writers and readers are not held up.
func (db *DB) Check(ctx context.Context) error {
	if db.checked {
		return nil
	}
	if err := db.check(ctx, db.read); err != nil {
		return openFault(err, db.path)
	}
	return nil
}

// check runs SQLite's quick integrity check.
func (db *DB) check(ctx context.Context, g *gorm.DB) error {
	var results []string
	if err := g.WithContext(ctx).Raw("PRAGMA quick_check(5)").Scan(&results).Error; err != nil {
		return err
	}
	if len(results) != 1 || results[0] != "ok" {
		return fault.New(fault.Unavailable, "The database is damaged.").With("reason", ReasonDamaged).With("detail", strings.Join(results, "; "))
	}
	return nil
}

// openFault turns what SQLite says of a file it cannot use into a fault.
func openFault(err error, path string) error {
	var f *fault.Error
	if errors.As(err, &f) {
		return err
	}
	text := err.Error()
	switch {
	case strings.Contains(text, "SQLITE_BUSY"), strings.Contains(text, "database is locked"):
		return fault.Wrap(err, fault.Unavailable, "Another program is using the database %s. Close it and start again.", path).With("reason", ReasonLocked)
	case strings.Contains(text, "SQLITE_NOTADB"), strings.Contains(text, "SQLITE_CORRUPT"), strings.Contains(text, "file is not a database"), strings.Contains(text, "malformed"):
		return fault.Wrap(err, fault.Unavailable, "The database %s is damaged.", path).With("reason", ReasonDamaged)
	default:
		return fault.Wrap(err, fault.Unavailable, "The database %s cannot be opened.", path)
	}
}

// Path is where the database lies.
func (db *DB) Path() string { return db.path }

// Close waits for running statements and closes both pools.
func (db *DB) Close() error {
	var errs []error
	for _, g := range []*gorm.DB{db.read, db.write} {
		if g == nil {
			continue
		}
		if pool, err := g.DB(); err == nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(errs...)
}

// doNothing leaves a row alone that is there already.
var doNothing = clause.OnConflict{DoNothing: true}

type txKey struct{}

// InTx runs fn in one write transaction carried by the context it is given.
// Calls nested through that context join the transaction. An error or a panic
// rolls back; published events are delivered after the commit only.
func (db *DB) InTx(ctx context.Context, fn func(ctx context.Context) error) error {
	if _, ok := ctx.Value(txKey{}).(*gorm.DB); ok {
		return fn(ctx)
	}
	ctx, deferred := event.Defer(ctx)
	var ran *transaction
	err := db.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		ran = db.statements.wrap(tx)
		return fn(context.WithValue(ctx, txKey{}, tx))
	}, &sql.TxOptions{})
	if errors.Is(err, sql.ErrTxDone) && ctx.Err() != nil {
		err = ctx.Err() // database/sql has rolled it back because of that
	}
	if err != nil {
		return translate(err)
	}
	if ran != nil && len(ran.fresh) > 0 {
		db.statements.learn(context.WithoutCancel(ctx), ran.fresh)
	}
	deferred.Flush()
	return nil
}

// w is the handle for changes: the running transaction, else the writer.
func (db *DB) w(ctx context.Context) *gorm.DB {
	if tx, ok := ctx.Value(txKey{}).(*gorm.DB); ok {
		return tx
	}
	return db.write.WithContext(ctx)
}

// r is the handle for reads: the running transaction, so that it sees its own
// changes, else the readers.
func (db *DB) r(ctx context.Context) *gorm.DB {
	if tx, ok := ctx.Value(txKey{}).(*gorm.DB); ok {
		return tx
	}
	return db.read.WithContext(ctx)
}

// translate turns the driver's errors into faults; faults pass.
func translate(err error) error {
	var f *fault.Error
	switch {
	case err == nil, errors.As(err, &f):
		return err
	case errors.Is(err, gorm.ErrRecordNotFound), errors.Is(err, sql.ErrNoRows):
		return fault.Wrap(err, fault.NotFound, "That entry no longer exists.")
	case errors.Is(err, gorm.ErrDuplicatedKey):
		return fault.Wrap(err, fault.Conflict, "That entry exists already.")
	case errors.Is(err, context.Canceled):
		return fault.Wrap(err, fault.Canceled, "The operation was stopped.")
	case strings.Contains(err.Error(), "SQLITE_FULL"), strings.Contains(err.Error(), "database or disk is full"):
		return fault.Wrap(err, fault.Unavailable, "The disk is full. Free some space; nothing was changed.").With("reason", "disk_full")
	case isStorageFault(err):
		return fault.Wrap(err, fault.Unavailable, "The database failed. Nothing was changed.").With("reason", "storage")
	default:
		return err
	}
}

// isStorageFault recognises the results by which SQLite says that the file or
// the disk failed, as opposed to a statement that is wrong: busy, locked, out of
// memory, read-only, I/O error, corrupt, full, cannot open, protocol, not a
// database (sqlite.org/rescode.html).
func isStorageFault(err error) bool {
	var coded interface {
		error
		Code() int
	}
	if !errors.As(err, &coded) {
		return false
	}
	switch coded.Code() & 0xff {
	case 5, 6, 7, 8, 10, 11, 13, 14, 15, 26:
		return true
	}
	return false
}
