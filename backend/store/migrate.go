package store

import (
	"context"
	"fmt"

	"github.com/go-gormigrate/gormigrate/v2"
	"gorm.io/gorm"

	"mceplatform/backend/fault"
	"mceplatform/backend/store/migrations"
)

// migrate refuses a newer database, copies an older one, and applies what is
// missing, each step in its own transaction.
func (db *DB) migrate(ctx context.Context) error {
	steps, err := migrations.Steps()
	if err != nil {
		return err
	}
	have, err := db.schemaVersion(ctx)
	if err != nil {
		return err
	}
	switch {
	case have > len(steps):
		return fault.New(fault.Unavailable, "This database was written by a newer version of MCE Platform. Update the program; nothing was changed.").With("reason", ReasonNewer)
	case have == len(steps):
		return nil
	case have > 0:
		if _, err := db.Backup(ctx, BackupMigration); err != nil {
			return fmt.Errorf("copy before migrating: %w", err)
		}
	}
	return db.apply(ctx, steps)
}

func (db *DB) schemaVersion(ctx context.Context) (int, error) {
	var v int
	err := db.write.WithContext(ctx).Raw("PRAGMA user_version").Scan(&v).Error
	return v, err
}

func (db *DB) apply(ctx context.Context, steps []migrations.Step) error {
	list := make([]*gormigrate.Migration, len(steps))
	for i, s := range steps {
		list[i] = &gormigrate.Migration{ID: s.ID, Migrate: func(tx *gorm.DB) error {
			return applyStep(tx, s, i+1)
		}}
	}
	options := &gormigrate.Options{TableName: "migrations", IDColumnName: "id", IDColumnSize: 100, UseTransaction: false}
	return gormigrate.New(db.write.WithContext(ctx), options, list).Migrate()
}

// applyStep runs one step with the version it leads to in one transaction of
// its own: a crash leaves the database before or after it, never between.
func applyStep(g *gorm.DB, s migrations.Step, version int) error {
	return g.Session(&gorm.Session{PrepareStmt: false}).Transaction(func(tx *gorm.DB) error {
		var have int
		if err := tx.Raw("PRAGMA user_version").Scan(&have).Error; err != nil {
			return err
		}
		if have >= version { // applied, but killed before gormigrate noted it
			return nil
		}
		if err := tx.Exec(s.SQL).Error; err != nil {
			return fmt.Errorf("step %s: %w", s.ID, err)
		}
		var broken []map[string]any
		if err := tx.Raw("PRAGMA foreign_key_check").Scan(&broken).Error; err != nil {
			return err
		}
		if len(broken) > 0 {
			return fmt.Errorf("step %s breaks %d foreign keys", s.ID, len(broken))
		}
		return tx.Exec(fmt.Sprintf("PRAGMA user_version = %d", version)).Error
	})
}
