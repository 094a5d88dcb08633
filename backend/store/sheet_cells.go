package store

import (
	"context"
	"encoding/json"

	"mceplatform/backend/sheets"
)

// SheetRowLeads implements sheets.Store.
func (db *DB) SheetRowLeads(ctx context.Context, id int64) ([]sheets.RowLead, error) {
	var ids []int64
	rows, err := readAll(ctx, db, func(row scanner, r *sheets.RowLead) error {
		ids = append(ids, 0)
		return row.Scan(&r.Key, &ids[len(ids)-1], &r.Stage, &r.Owner, &r.LastMessageAt)
	}, `SELECT r.row_key, l.id, st.name, l.owner, l.last_message_at FROM sheet_rows r
		JOIN leads l ON l.id = r.lead_id JOIN stages st ON st.id = l.stage_id WHERE r.connection_id = ?`, id)
	if err != nil {
		return nil, err
	}
	stopped, err := db.suppressedLeads(ctx, ids)
	for i := range rows {
		rows[i].OptedOut = stopped[ids[i]]
	}
	return rows, err
}

// SheetCells implements sheets.Store.
func (db *DB) SheetCells(ctx context.Context, id int64) ([]sheets.CellRecord, error) {
	return readAll(ctx, db, func(row scanner, r *sheets.CellRecord) error {
		return row.Scan(&r.RowKey, &r.Field, &r.RowNumber, &r.Written, &r.Intent, &r.Theirs, &r.Ours, &r.Kept, &r.At)
	}, "SELECT row_key, field, row_number, written, intent, theirs, ours, kept, at FROM sheet_cells WHERE connection_id = ?", id)
}

// PutSheetCells implements sheets.Store.
func (db *DB) PutSheetCells(ctx context.Context, id int64, cells []sheets.CellRecord) error {
	in := newInsert("sheet_cells", "connection_id", "row_key", "field", "row_number", "written", "intent", "theirs", "ours", "kept", "at")
	for _, r := range cells {
		in.add(id, r.RowKey, string(r.Field), r.RowNumber, r.Written, r.Intent, r.Theirs, r.Ours, r.Kept, r.At)
	}
	for _, part := range in.parts() {
		err := db.w(ctx).Exec(part.sql()+` ON CONFLICT (connection_id, row_key, field) DO UPDATE SET row_number = excluded.row_number, written = excluded.written,
			intent = excluded.intent, theirs = excluded.theirs, ours = excluded.ours, kept = excluded.kept, at = excluded.at`, part.args...).Error
		if err != nil {
			return translate(err)
		}
	}
	return nil
}

// SheetConflicts implements sheets.Store.
func (db *DB) SheetConflicts(ctx context.Context, id int64, limit int) ([]sheets.Conflict, error) {
	list := []sheets.Conflict{}
	err := db.r(ctx).Raw(`SELECT c.row_key, c.field, c.row_number AS row, coalesce(l.id, 0) AS lead_id,
		CASE WHEN coalesce(l.name, '') = '' THEN '+' || coalesce(l.phone, '') ELSE l.name END AS lead, c.theirs, c.ours, c.at
		FROM sheet_cells c LEFT JOIN sheet_rows r ON r.connection_id = c.connection_id AND r.row_key = c.row_key LEFT JOIN leads l ON l.id = r.lead_id
		WHERE c.connection_id = ? AND c.theirs IS NOT NULL ORDER BY c.row_number, c.field LIMIT ?`, id, limit).Scan(&list).Error
	return list, translate(err)
}

// RekeySheetRows implements sheets.Store. In two steps, as keys may change places. A key that is taken
// is of a row that is in the sheet no more.
func (db *DB) RekeySheetRows(ctx context.Context, id int64, keys map[string]string) error {
	if len(keys) == 0 {
		return nil
	}
	list, err := json.Marshal(keys)
	if err != nil {
		return err
	}
	for _, table := range []string{"sheet_rows", "sheet_cells"} {
		err := db.w(ctx).Exec("UPDATE "+table+" SET row_key = '~' || j.value FROM json_each(?) j WHERE connection_id = ? AND row_key = j.key", string(list), id).Error
		if err != nil {
			return translate(err)
		}
		err = db.w(ctx).Exec("UPDATE OR REPLACE "+table+" SET row_key = substr(row_key, 2) WHERE connection_id = ? AND row_key GLOB '~*'", id).Error
		if err != nil {
			return translate(err)
		}
	}
	return nil
}
