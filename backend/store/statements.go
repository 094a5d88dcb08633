package store

import (
	"cmp"
	"context"
	"database/sql"
	"sync"

	"gorm.io/gorm"
)

// mostStatements bounds the cache: lists of ids make texts of every length.
const mostStatements = 200

// statements keeps what write transactions run prepared on the writer's one
// connection. GORM's own cache does not: what it prepares inside a transaction
// belongs to that transaction, and each later one prepares it again, which was
// a quarter of the time it took to store a message.
type statements struct {
	pool *sql.DB

	mu    sync.Mutex
	ready map[string]*sql.Stmt
	seen  map[string]int // how many transactions ran a text that is not ready
}

func newStatements(pool *sql.DB) *statements {
	return &statements{pool: pool, ready: map[string]*sql.Stmt{}, seen: map[string]int{}}
}

func (s *statements) of(query string) *sql.Stmt {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ready[query]
}

// learn prepares the texts that come up again, once the transaction that ran
// them has given the connection back.
func (s *statements) learn(ctx context.Context, queries []string) {
	for _, q := range queries {
		if !s.worth(q) {
			continue
		}
		stmt, err := s.pool.PrepareContext(ctx, q)
		if err != nil {
			continue // it runs unprepared, as before
		}
		s.mu.Lock()
		if _, there := s.ready[q]; there {
			_ = stmt.Close()
		} else {
			s.ready[q] = stmt
			delete(s.seen, q)
		}
		s.mu.Unlock()
	}
}

func (s *statements) worth(query string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, there := s.ready[query]; there || len(s.ready) >= mostStatements {
		return false
	}
	if len(s.seen) >= 10*mostStatements {
		clear(s.seen)
	}
	s.seen[query]++
	return s.seen[query] > 1
}

// transaction runs statements of one write transaction from the cache.
type transaction struct {
	gorm.Tx
	cache *statements
	fresh []string // texts that were not ready
}

// wrap returns the pool that GORM shall use within tx.
func (s *statements) wrap(tx *gorm.DB) *transaction {
	t := &transaction{cache: s}
	switch pool := tx.Statement.ConnPool.(type) {
	case *gorm.PreparedStmtTX:
		t.Tx = pool.Tx
	case gorm.Tx:
		t.Tx = pool
	default:
		return nil
	}
	tx.Statement.ConnPool = t
	return t
}

// prepared returns the statement bound to this transaction, nil when its text
// is not ready.
func (t *transaction) prepared(ctx context.Context, query string) *sql.Stmt {
	if stmt := t.cache.of(query); stmt != nil {
		return t.StmtContext(ctx, stmt)
	}
	t.fresh = append(t.fresh, query)
	return nil
}

// ExecContext implements gorm.ConnPool.
func (t *transaction) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if stmt := t.prepared(ctx, query); stmt != nil {
		return stmt.ExecContext(ctx, args...)
	}
	return t.Tx.ExecContext(ctx, query, args...)
}

// QueryContext implements gorm.ConnPool.
func (t *transaction) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if stmt := t.prepared(ctx, query); stmt != nil {
		return stmt.QueryContext(ctx, args...)
	}
	return t.Tx.QueryContext(ctx, query, args...)
}

// QueryRowContext implements gorm.ConnPool.
func (t *transaction) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if stmt := t.prepared(ctx, query); stmt != nil {
		return stmt.QueryRowContext(ctx, args...)
	}
	return t.Tx.QueryRowContext(ctx, query, args...)
}

// The statements of the hot paths, where every message passes, are written by
// hand and go past GORM to its pool of prepared ones: building and scanning cost
// more than SQLite does.

// queryRow reads the only row of a query.
func (db *DB) queryRow(ctx context.Context, query string, args ...any) scanner {
	rows, err := db.r(ctx).Statement.ConnPool.QueryContext(ctx, query, args...)
	return oneRow{rows, err}
}

// returning makes a change that returns a row.
func (db *DB) returning(ctx context.Context, query string, args ...any) scanner {
	rows, err := db.w(ctx).Statement.ConnPool.QueryContext(ctx, query, args...)
	return oneRow{rows, err}
}

func (db *DB) exec(ctx context.Context, query string, args ...any) error {
	_, err := db.w(ctx).Statement.ConnPool.ExecContext(ctx, query, args...)
	return translate(err)
}

// readAll reads every row of a query.
func readAll[T any](ctx context.Context, db *DB, scan func(row scanner, into *T) error, query string, args ...any) ([]T, error) {
	rows, err := db.r(ctx).Statement.ConnPool.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, translate(err)
	}
	defer rows.Close()
	all := []T{}
	for rows.Next() {
		var one T
		if err := scan(rows, &one); err != nil {
			return nil, translate(err)
		}
		all = append(all, one)
	}
	return all, translate(rows.Err())
}

// scanner is a row that a query gave.
type scanner interface{ Scan(into ...any) error }

// oneRow is what sql.Row would be: GORM's pool returns one that panics when a
// statement cannot be prepared, as at the end of the program.
type oneRow struct {
	rows *sql.Rows
	err  error
}

func (r oneRow) Scan(into ...any) error {
	if r.err != nil {
		return r.err
	}
	defer r.rows.Close()
	if !r.rows.Next() {
		return cmp.Or(r.rows.Err(), sql.ErrNoRows)
	}
	if err := r.rows.Scan(into...); err != nil {
		return err
	}
	return r.rows.Close()
}
