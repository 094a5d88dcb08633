package process

import (
	"context"
	"database/sql"
	"fmt"
)

// Look lets a proof read the database beside the process, which may have it open.
func (f *Folder) Look(look func(db *sql.DB) error) error { return LookInto(f.Database(), look) }

// LookInto reads a database beside whoever has it open.
func LookInto(file string, look func(db *sql.DB) error) error {
	return open(file, "?_pragma=query_only(1)&_pragma=busy_timeout(5000)", look)
}

// Meddle breaks a rule in the database while no process runs: all statements, or
// none.
func (f *Folder) Meddle(ctx context.Context, statements ...string) error {
	if len(statements) == 0 {
		return nil
	}
	return open(f.Database(), "?_pragma=busy_timeout(5000)&_txlock=immediate", func(db *sql.DB) error {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		for _, s := range statements {
			if _, err := tx.ExecContext(ctx, s); err != nil {
				_ = tx.Rollback()
				return fmt.Errorf("sabotage: %w", err)
			}
		}
		return tx.Commit()
	})
}

func open(file, options string, use func(db *sql.DB) error) error {
	db, err := sql.Open("sqlite", "file:"+file+options)
	if err != nil {
		return err
	}
	defer db.Close()
	return use(db)
}
