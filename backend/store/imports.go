package store

import (
	"context"

	"mceplatform/backend/imports"
)

var _ imports.Store = (*DB)(nil)

// CreateImport implements imports.Store.
func (db *DB) CreateImport(ctx context.Context, r *imports.Record) error {
	err := db.w(ctx).Raw(
		"INSERT INTO imports (file_name, at, row_count, created, updated, duplicates, rejected) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
		r.FileName, r.At, r.Result.Rows, r.Result.Created, r.Result.Updated, r.Result.Duplicates, r.Result.Rejected).Scan(&r.ID).Error
	if err != nil {
		return translate(err)
	}
	return translate(db.w(ctx).Exec("INSERT OR IGNORE INTO import_leads (import_id, lead_id) SELECT ?, value FROM json_each(?)", r.ID, jsonList(r.LeadIDs)).Error)
}
