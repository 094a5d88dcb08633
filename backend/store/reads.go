package store

import (
	"context"
	"database/sql"
	"errors"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
)

// MarkRead implements chats.Store. What WhatsApp has heard of ends just before
// the oldest message that was unread.
func (db *DB) MarkRead(ctx context.Context, chatID int64) (bool, error) {
	var unread int
	if err := db.w(ctx).Raw("SELECT unread_count FROM chats WHERE id = ?", chatID).Scan(&unread).Error; err != nil || unread == 0 {
		return false, translate(err)
	}
	const inbound = "FROM messages WHERE chat_id = @chat AND from_me = 0 AND hidden = 0"
	err := db.w(ctx).Exec(`UPDATE chats SET unread_count = 0,
		told_at = coalesce((SELECT CASE WHEN told_at < read_at THEN min(told_at, min(server_at) - 1) ELSE min(server_at) - 1 END
		  FROM (SELECT server_at `+inbound+` ORDER BY server_at DESC, id DESC LIMIT @unread)), told_at),
		read_at = max(read_at, coalesce((SELECT max(server_at) `+inbound+`), 0)) WHERE id = @chat`, map[string]any{"chat": chatID, "unread": unread}).Error
	return err == nil, translate(err)
}

// ReadUpTo implements chats.Store. What was read elsewhere needs no telling.
func (db *DB) ReadUpTo(ctx context.Context, chatID int64, waIDs []string) error {
	const newest = "SELECT coalesce(max(server_at), 0) FROM messages WHERE chat_id = @chat AND from_me = 0 AND hidden = 0"
	upTo := newest
	args := map[string]any{"chat": chatID, "ids": waIDs}
	if len(waIDs) > 0 {
		upTo += " AND wa_id IN @ids"
	}
	return translate(db.w(ctx).Exec(`UPDATE chats SET
		unread_count = min(unread_count, (SELECT count(*) FROM messages WHERE chat_id = @chat AND from_me = 0 AND hidden = 0 AND kind <> 'notice' AND server_at > (`+upTo+`))),
		read_at = max(read_at, (`+upTo+`)), told_at = max(told_at, (`+upTo+`)) WHERE id = @chat`, args).Error)
}

// RaiseUnread implements chats.Store.
func (db *DB) RaiseUnread(ctx context.Context, chatID int64, n int) error {
	return translate(db.w(ctx).Exec("UPDATE chats SET unread_count = max(unread_count, ?) WHERE id = ?", n, chatID).Error)
}

// NextToTell implements chats.Store.
func (db *DB) NextToTell(ctx context.Context, accountID int64, most int) (*chats.Unread, error) {
	var u chats.Unread
	var told clock.Millis
	err := db.queryRow(ctx, "SELECT id, lead_id, read_at, told_at FROM chats WHERE account_id = ? AND told_at < read_at LIMIT 1", accountID).Scan(&u.ChatID, &u.LeadID, &u.UpTo, &told)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, translate(err)
	}
	var rows []struct {
		WAID     string `gorm:"column:wa_id"`
		ServerAt clock.Millis
	}
	err = db.r(ctx).Raw(`SELECT wa_id, server_at FROM messages WHERE chat_id = ? AND from_me = 0 AND kind <> 'notice' AND server_at > ? AND server_at <= ?
		ORDER BY server_at, id LIMIT ?`, u.ChatID, told, u.UpTo, most).Scan(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	for _, r := range rows {
		u.WAIDs = append(u.WAIDs, r.WAID)
	}
	if len(rows) == most {
		u.UpTo = rows[most-1].ServerAt
	}
	return &u, nil
}

// Told implements chats.Store.
func (db *DB) Told(ctx context.Context, chatID int64, upTo clock.Millis) error {
	return translate(db.w(ctx).Exec("UPDATE chats SET told_at = max(told_at, ?) WHERE id = ?", upTo, chatID).Error)
}
