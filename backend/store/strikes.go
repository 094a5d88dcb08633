package store

import (
	"context"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
)

// AddStrike implements chats.Store.
func (db *DB) AddStrike(ctx context.Context, accountID int64, code string, at clock.Millis) error {
	return translate(db.w(ctx).Exec("INSERT INTO rate_strikes (account_id, code, at) VALUES (?, ?, ?)", accountID, code, at).Error)
}

// ForgiveStrikes implements chats.Store.
func (db *DB) ForgiveStrikes(ctx context.Context, accountID int64, code string) error {
	return db.exec(ctx, "DELETE FROM rate_strikes WHERE account_id = ? AND code = ?", accountID, code)
}

// Strikes implements chats.PacedLedger.
func (db *DB) Strikes(ctx context.Context, accountID int64, code string, since clock.Millis) ([]clock.Millis, error) {
	return readAll(ctx, db, func(row scanner, at *clock.Millis) error { return row.Scan(at) },
		"SELECT at FROM rate_strikes WHERE account_id = ? AND code = ? AND at > ? ORDER BY at, id", accountID, code, since)
}

// PacedSince implements chats.PacedLedger.
func (db *DB) PacedSince(ctx context.Context, accountID int64, since clock.Millis) ([]chats.Paced, error) {
	list := []chats.Paced{}
	err := db.r(ctx).Raw("SELECT paced_at AS at, new_chat FROM sends WHERE "+pacedAfter+" ORDER BY paced_at", accountID, since).Scan(&list).Error
	return list, translate(err)
}

// Conversing implements chats.Store.
func (db *DB) Conversing(ctx context.Context, accountID int64) ([]int64, error) {
	list := []int64{}
	err := db.r(ctx).Raw("SELECT lead_id FROM chats WHERE account_id = ? AND last_message_at > 0", accountID).Scan(&list).Error
	return list, translate(err)
}
