package store

import (
	"context"

	"mceplatform/backend/clock"
	"mceplatform/backend/inbound"
)

// LastOnline implements inbound.Store.
func (db *DB) LastOnline(ctx context.Context, accountID int64) (clock.Millis, error) {
	var at clock.Millis
	err := db.r(ctx).Raw("SELECT last_online_at FROM accounts WHERE id = ?", accountID).Scan(&at).Error
	return at, translate(err)
}

// SetLastOnline implements inbound.Store.
func (db *DB) SetLastOnline(ctx context.Context, accountID int64, at clock.Millis) error {
	return translate(db.w(ctx).Exec("UPDATE accounts SET last_online_at = ? WHERE id = ?", at, accountID).Error)
}

// BeginGap implements inbound.Store.
func (db *DB) BeginGap(ctx context.Context, accountID int64, from, to clock.Millis, announced int) error {
	if err := db.EndGaps(ctx, accountID); err != nil {
		return err
	}
	return translate(db.w(ctx).Exec("INSERT INTO gaps (account_id, from_at, to_at, announced) VALUES (?, ?, ?, ?)", accountID, from, to, announced).Error)
}

// OpenGap implements inbound.Store.
func (db *DB) OpenGap(ctx context.Context, accountID int64) (int64, error) {
	var id int64
	err := db.r(ctx).Raw("SELECT id FROM gaps WHERE account_id = ? AND open = 1 ORDER BY id DESC LIMIT 1", accountID).Scan(&id).Error
	return id, translate(err)
}

// EndGaps implements inbound.Store.
func (db *DB) EndGaps(ctx context.Context, accountID int64) error {
	return translate(db.w(ctx).Exec("UPDATE gaps SET open = 0 WHERE account_id = ? AND open = 1", accountID).Error)
}

// KeepHistory implements inbound.Store.
func (db *DB) KeepHistory(ctx context.Context, accountID int64, waID string, offer []byte, at clock.Millis) error {
	return translate(db.w(ctx).Exec("INSERT INTO history_jobs (account_id, wa_id, offer, state, created_at) VALUES (?, ?, ?, 'open', ?) ON CONFLICT (account_id, wa_id) DO NOTHING",
		accountID, waID, offer, at).Error)
}

// NextHistory implements inbound.Store.
func (db *DB) NextHistory(ctx context.Context, accountID int64, now clock.Millis) (*inbound.HistoryJob, error) {
	var j inbound.HistoryJob
	err := db.r(ctx).Raw("SELECT id, wa_id, offer, attempts, next_at FROM history_jobs WHERE account_id = ? AND state = 'open' AND next_at <= ? ORDER BY id LIMIT 1", accountID, now).Scan(&j).Error
	if err != nil || j.ID == 0 {
		return nil, translate(err)
	}
	return &j, nil
}

// UpdateHistory implements inbound.Store. A part that is done needs its offer no
// more.
func (db *DB) UpdateHistory(ctx context.Context, j inbound.HistoryJob, state, errText string) error {
	return translate(db.w(ctx).Exec("UPDATE history_jobs SET state = @state, attempts = @attempts, next_at = @next, error = @error, offer = CASE WHEN @state = 'done' THEN x'' ELSE offer END WHERE id = @id",
		map[string]any{"state": state, "attempts": j.Attempts, "next": j.NextAt, "error": errText, "id": j.ID}).Error)
}
