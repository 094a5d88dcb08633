package store

import (
	"context"
	"encoding/json"
	"fmt"

	"mceplatform/backend/clock"
	"mceplatform/backend/intake"
	"mceplatform/backend/phone"
	"mceplatform/backend/sheets"
)

var _ sheets.Store = (*DB)(nil)

// sheetRecord is a connection as its table holds it: lists are JSON.
type sheetRecord struct {
	ID              int64
	SpreadsheetID   string
	Title           string
	Tab             string
	HeaderRow       int
	Header          string
	Mapping         string
	KeyColumn       string
	DefaultCountry  string
	Tags            string
	StageID         int64
	ExistingRows    string
	IntervalMinutes int
	State           string
	Reason          string
	LastRunAt       clock.Millis
	NextRunAt       clock.Millis
	Failures        int
	CreatedAt       clock.Millis
	Access          string
	Path            string
	GID             int64 `gorm:"column:gid"`
	Owner           string
	Notify          bool
	ActiveFrom      int
	ActiveTo        int
	WriteBack       string
	About           string
}

const sheetColumns = "id, spreadsheet_id, title, tab, header_row, header, mapping, key_column, default_country, tags, stage_id, existing_rows, interval_minutes, state, reason, last_run_at, next_run_at, failures, created_at, access, path, gid, owner, notify, active_from, active_to, write_back, about"

func (r sheetRecord) connection() (sheets.Connection, error) {
	c := sheets.Connection{
		ID: r.ID, Place: sheets.Place{Access: sheets.Access(r.Access), SpreadsheetID: r.SpreadsheetID, Path: r.Path}, Title: r.Title, Tab: r.Tab, GID: r.GID,
		HeaderRow: r.HeaderRow, KeyColumn: r.KeyColumn, Owner: r.Owner, Notify: r.Notify, Active: sheets.Hours{From: r.ActiveFrom, To: r.ActiveTo},
		DefaultCountry: r.DefaultCountry, StageID: r.StageID, ExistingRows: sheets.ExistingRows(r.ExistingRows), IntervalMinutes: r.IntervalMinutes,
		State: sheets.State(r.State), Reason: r.Reason, About: r.About, LastRunAt: r.LastRunAt, NextRunAt: r.NextRunAt, Failures: r.Failures, CreatedAt: r.CreatedAt,
		Header: []string{}, Mapping: []intake.Field{}, Tags: []string{}, WriteBack: []sheets.WriteColumn{},
	}
	for _, list := range []struct {
		text string
		into any
	}{{r.Header, &c.Header}, {r.Mapping, &c.Mapping}, {r.Tags, &c.Tags}, {r.WriteBack, &c.WriteBack}} {
		if err := json.Unmarshal([]byte(list.text), list.into); err != nil {
			return c, fmt.Errorf("sheet connection %d: %w", r.ID, err)
		}
	}
	if len(c.Mapping) != len(c.Header) {
		return c, fmt.Errorf("sheet connection %d: %d fields for %d columns", r.ID, len(c.Mapping), len(c.Header))
	}
	return c, nil
}

func recordOf(c sheets.Connection) (sheetRecord, error) {
	r := sheetRecord{
		ID: c.ID, Access: string(c.Access), SpreadsheetID: c.SpreadsheetID, Path: c.Path, Title: c.Title, Tab: c.Tab, GID: c.GID, HeaderRow: c.HeaderRow, KeyColumn: c.KeyColumn,
		Owner: c.Owner, Notify: c.Notify, ActiveFrom: c.Active.From, ActiveTo: c.Active.To,
		DefaultCountry: c.DefaultCountry, StageID: c.StageID, ExistingRows: string(c.ExistingRows), IntervalMinutes: c.IntervalMinutes,
		State: string(c.State), Reason: c.Reason, About: c.About, LastRunAt: c.LastRunAt, NextRunAt: c.NextRunAt, Failures: c.Failures, CreatedAt: c.CreatedAt,
	}
	for _, list := range []struct {
		from any
		into *string
	}{{c.Header, &r.Header}, {c.Mapping, &r.Mapping}, {c.Tags, &r.Tags}, {c.WriteBack, &r.WriteBack}} {
		b, err := json.Marshal(list.from)
		if err != nil {
			return r, err
		}
		*list.into = string(b)
	}
	return r, nil
}

// ListSheets implements sheets.Store.
func (db *DB) ListSheets(ctx context.Context) ([]sheets.Connection, error) {
	var records []sheetRecord
	if err := db.r(ctx).Table("sheet_connections").Select(sheetColumns).Order("id").Find(&records).Error; err != nil {
		return nil, translate(err)
	}
	list := make([]sheets.Connection, len(records))
	for i, r := range records {
		c, err := r.connection()
		if err != nil {
			return nil, err
		}
		if err := db.fillSheet(ctx, &c); err != nil {
			return nil, err
		}
		list[i] = c
	}
	return list, nil
}

// GetSheet implements sheets.Store.
func (db *DB) GetSheet(ctx context.Context, id int64) (sheets.Connection, error) {
	var r sheetRecord
	if err := db.r(ctx).Table("sheet_connections").Select(sheetColumns).Where("id = ?", id).Take(&r).Error; err != nil {
		return sheets.Connection{}, translate(err)
	}
	c, err := r.connection()
	if err != nil {
		return c, err
	}
	err = db.fillSheet(ctx, &c)
	return c, err
}

// fillSheet adds what other tables say of a connection.
func (db *DB) fillSheet(ctx context.Context, c *sheets.Connection) error {
	var err error
	if c.Counts, err = db.sheetCounts(ctx, c.ID); err != nil {
		return err
	}
	runs, err := db.sheetRuns(ctx, c.ID, "AND error = ''", 1)
	if err == nil && len(runs) > 0 {
		c.Last = &runs[0]
	}
	return err
}

func (db *DB) sheetCounts(ctx context.Context, id int64) (sheets.Counts, error) {
	var counts sheets.Counts
	err := db.r(ctx).Raw(`SELECT (SELECT count(*) FROM sheet_rows WHERE connection_id = @id) AS rows,
		(SELECT count(*) FROM sheet_rows WHERE connection_id = @id AND state = 'rejected') AS rejected,
		(SELECT count(*) FROM sheet_cells WHERE connection_id = @id AND theirs IS NOT NULL) AS conflicts,
		(SELECT coalesce(sum(created), 0) FROM sheet_runs WHERE connection_id = @id) AS new_leads,
		(SELECT coalesce(sum(changed), 0) FROM sheet_runs WHERE connection_id = @id) AS changed`, map[string]any{"id": id}).Scan(&counts).Error
	return counts, translate(err)
}

// CreateSheet implements sheets.Store.
func (db *DB) CreateSheet(ctx context.Context, c *sheets.Connection) error {
	r, err := recordOf(*c)
	if err != nil {
		return err
	}
	if err := db.w(ctx).Table("sheet_connections").Create(&r).Error; err != nil {
		return translate(err)
	}
	c.ID = r.ID
	return nil
}

// UpdateSheet implements sheets.Store.
func (db *DB) UpdateSheet(ctx context.Context, c sheets.Connection) error {
	r, err := recordOf(c)
	if err != nil {
		return err
	}
	return translate(db.w(ctx).Table("sheet_connections").Where("id = ?", c.ID).Updates(map[string]any{
		"title": r.Title, "tab": r.Tab, "gid": r.GID, "access": r.Access, "path": r.Path, "owner": r.Owner, "notify": r.Notify, "active_from": r.ActiveFrom, "active_to": r.ActiveTo,
		"write_back": r.WriteBack, "header_row": r.HeaderRow, "header": r.Header, "mapping": r.Mapping, "key_column": r.KeyColumn,
		"default_country": r.DefaultCountry, "tags": r.Tags, "stage_id": r.StageID, "interval_minutes": r.IntervalMinutes,
		"state": r.State, "reason": r.Reason, "about": r.About, "last_run_at": r.LastRunAt, "next_run_at": r.NextRunAt, "failures": r.Failures,
	}).Error)
}

// DeleteSheet implements sheets.Store.
func (db *DB) DeleteSheet(ctx context.Context, id int64) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		for _, sql := range []string{
			"DELETE FROM sheet_cells WHERE connection_id = ?", "DELETE FROM sheet_rows WHERE connection_id = ?", "DELETE FROM sheet_runs WHERE connection_id = ?", "DELETE FROM sheet_connections WHERE id = ?",
		} {
			if err := db.w(ctx).Exec(sql, id).Error; err != nil {
				return translate(err)
			}
		}
		return nil
	})
}

// SheetRows implements sheets.Store.
func (db *DB) SheetRows(ctx context.Context, id int64) (map[string]sheets.Row, error) {
	rows, err := db.r(ctx).Raw("SELECT row_key, hash, coalesce(lead_id, 0), state, row_number, problem, value, seen_at FROM sheet_rows WHERE connection_id = ?", id).Rows()
	if err != nil {
		return nil, translate(err)
	}
	defer func() { _ = rows.Close() }()
	known := make(map[string]sheets.Row)
	for rows.Next() {
		var r sheets.Row
		var problem string
		if err := rows.Scan(&r.Key, &r.Hash, &r.LeadID, &r.State, &r.RowNumber, &problem, &r.Value, &r.SeenAt); err != nil {
			return nil, translate(err)
		}
		r.Problem = phone.Reason(problem)
		known[r.Key] = r
	}
	return known, translate(rows.Err())
}

// PutSheetRows implements sheets.Store.
func (db *DB) PutSheetRows(ctx context.Context, id int64, rows []sheets.Row) error {
	in := newInsert("sheet_rows", "connection_id", "row_key", "hash", "lead_id", "state", "row_number", "problem", "value", "seen_at")
	for _, r := range rows {
		var lead any
		if r.LeadID != 0 {
			lead = r.LeadID
		}
		in.add(id, r.Key, r.Hash, lead, string(r.State), r.RowNumber, string(r.Problem), r.Value, r.SeenAt)
	}
	for _, part := range in.parts() {
		err := db.w(ctx).Exec(part.sql()+` ON CONFLICT (connection_id, row_key) DO UPDATE SET hash = excluded.hash, lead_id = excluded.lead_id,
			state = excluded.state, row_number = excluded.row_number, problem = excluded.problem, value = excluded.value, seen_at = excluded.seen_at`, part.args...).Error
		if err != nil {
			return translate(err)
		}
	}
	return nil
}

// DeleteSheetRows implements sheets.Store.
func (db *DB) DeleteSheetRows(ctx context.Context, id int64, keys []string) error {
	for from := 0; from < len(keys); from += intakeChunk {
		err := db.w(ctx).Exec("DELETE FROM sheet_rows WHERE connection_id = ? AND row_key IN ?", id, keys[from:min(from+intakeChunk, len(keys))]).Error
		if err != nil {
			return translate(err)
		}
	}
	return nil
}

// SheetProblems implements sheets.Store.
func (db *DB) SheetProblems(ctx context.Context, id int64, limit int) ([]sheets.RowProblem, error) {
	list := []sheets.RowProblem{}
	err := db.r(ctx).Raw("SELECT row_number AS row, problem AS reason, value, seen_at FROM sheet_rows WHERE connection_id = ? AND state = ? ORDER BY row_number LIMIT ?",
		id, string(sheets.RowRejected), limit).Scan(&list).Error
	return list, translate(err)
}

// CreateSheetRun implements sheets.Store.
func (db *DB) CreateSheetRun(ctx context.Context, id int64, r sheets.Run) error {
	return translate(db.w(ctx).Exec("INSERT INTO sheet_runs (connection_id, started_at, ended_at, rows, created, changed, rejected, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		id, r.StartedAt, r.EndedAt, r.Rows, r.Created, r.Changed, r.Rejected, r.Error).Error)
}

// ListSheetRuns implements sheets.Store.
func (db *DB) ListSheetRuns(ctx context.Context, id int64, limit int) ([]sheets.Run, error) {
	return db.sheetRuns(ctx, id, "", limit)
}

func (db *DB) sheetRuns(ctx context.Context, id int64, and string, limit int) ([]sheets.Run, error) {
	list := []sheets.Run{}
	err := db.r(ctx).Table("sheet_runs").Select("id, started_at, ended_at, rows, created, changed, rejected, error").
		Where("connection_id = ? "+and, id).Order("id DESC").Limit(limit).Find(&list).Error
	return list, translate(err)
}
