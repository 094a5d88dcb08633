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
	return translate(db.w(ctx).Exec("DELETE FROM rate_strikes WHERE account_id = ? AND code = ?", accountID, code).Error)
}

// Strikes implements chats.PacedLedger.
func (db *DB) Strikes(ctx context.Context, accountID int64, code string, since clock.Millis) ([]clock.Millis, error) {
	list := []clock.Millis{}
	err := db.r(ctx).Raw("SELECT at FROM rate_strikes WHERE account_id = ? AND code = ? AND at > ? ORDER BY at, id", accountID, code, since).Scan(&list).Error
	return list, translate(err)
}

// PacedSince implements chats.PacedLedger.
func (db *DB) PacedSince(ctx context.Context, accountID int64, since clock.Millis) ([]chats.Paced, error) {
	list := []chats.Paced{}
	err := db.r(ctx).Raw("SELECT paced_at AS at, new_chat FROM sends WHERE account_id = ? AND paced_at > 0 AND paced_at > ? ORDER BY paced_at", accountID, since).Scan(&list).Error
	return list, translate(err)
}

// Conversing implements chats.Store.
func (db *DB) Conversing(ctx context.Context, accountID int64) ([]int64, error) {
	list := []int64{}
	err := db.r(ctx).Raw("SELECT lead_id FROM chats WHERE account_id = ? AND last_message_at > 0", accountID).Scan(&list).Error
	return list, translate(err)
}
