package store

import (
	"context"

	"mceplatform/backend/imports"
)

var _ imports.Store = (*DB)(nil)

// CreateImport implements imports.Store.
func (db *DB) CreateImport(ctx context.Context, r *imports.Record) error {
	return translate(db.w(ctx).Raw(
		"INSERT INTO imports (file_name, at, row_count, created, updated, duplicates, rejected) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
		r.FileName, r.At, r.Result.Rows, r.Result.Created, r.Result.Updated, r.Result.Duplicates, r.Result.Rejected).Scan(&r.ID).Error)
}
