package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"gorm.io/gorm"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
)

// ListMessages implements chats.Store. What changes other messages, and what
// was deleted here, is passed over.
func (db *DB) ListMessages(ctx context.Context, chatID int64, before string, limit int) (chats.MessagePage, error) {
	page := chats.MessagePage{Items: []chats.Message{}}
	at, err := parseCursor(before)
	if err != nil {
		return page, err
	}
	where, args := "chat_id = ? AND hidden = 0", []any{chatID}
	if at != nil {
		where, args = where+" AND (server_at, id) < (?, ?)", append(args, at.number, at.id)
	}
	if page.Items, err = db.readMessages(ctx, where+" ORDER BY server_at DESC, id DESC LIMIT ?", append(args, limit+1)...); err != nil {
		return page, err
	}
	if len(page.Items) > limit {
		page.Items = page.Items[:limit]
		oldest := page.Items[limit-1]
		page.Next = numberCursor(int64(oldest.ServerAt), oldest.ID)
	}
	slices.Reverse(page.Items)
	return page, db.tellGaps(ctx, chatID, page.Items)
}

// GetMessage implements chats.Store.
func (db *DB) GetMessage(ctx context.Context, id int64) (chats.Message, error) {
	list, err := db.readMessages(ctx, "id = ?", id)
	if err != nil {
		return chats.Message{}, err
	}
	if len(list) == 0 {
		return chats.Message{}, translate(gorm.ErrRecordNotFound)
	}
	return list[0], db.tellGaps(ctx, list[0].ChatID, list)
}

// FindMessage implements chats.Store.
func (db *DB) FindMessage(ctx context.Context, chatID int64, waID string, fromMe bool) (*chats.Message, error) {
	return db.oneMessage(ctx, "chat_id = ? AND from_me = ? AND wa_id = ?", chatID, fromMe, waID)
}

const (
	insertMessage = `INSERT INTO messages (chat_id, wa_id, from_me, origin, kind, text, payload, client_id, campaign_id, server_at, status, detail, quote, forwarded, timer, hidden, gap_id, media_id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (chat_id, from_me, wa_id) DO NOTHING RETURNING id`
	bumpChat = `UPDATE chats SET
		unread_count = unread_count + ?1, answered = max(answered, ?2),
		last_message_id = CASE WHEN ?3 >= last_message_at THEN ?4 ELSE last_message_id END,
		last_text       = CASE WHEN ?3 >= last_message_at THEN ?5 ELSE last_text END,
		last_kind       = CASE WHEN ?3 >= last_message_at THEN ?9 ELSE last_kind END,
		last_from_me    = CASE WHEN ?3 >= last_message_at THEN ?6 ELSE last_from_me END,
		last_status     = CASE WHEN ?3 >= last_message_at THEN ?7 ELSE last_status END,
		last_message_at = max(last_message_at, ?3),
		last_in_at      = CASE ?6 WHEN 0 THEN max(last_in_at, ?3) ELSE last_in_at END
		WHERE id = ?8`
)

// InsertMessage implements chats.Store.
func (db *DB) InsertMessage(ctx context.Context, m *chats.Message) (bool, error) {
	detail, quote, err := encodeContent(m)
	if err != nil {
		return false, err
	}
	err = db.returning(ctx, insertMessage, m.ChatID, m.WAID, m.FromMe, m.Origin, m.Kind, storedText(m), m.Payload, m.ClientID, m.CampaignID, m.ServerAt, m.Status,
		detail, quote, m.Forwarded, m.Timer, m.Hidden, m.GapID, m.MediaID).Scan(&m.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, translate(err)
	}
	if m.Hidden || m.Kind == chats.KindNotice { // neither moves the conversation up
		return true, nil
	}
	unread, answered := 1, 0
	if m.Past {
		unread = 0
	}
	if m.FromMe {
		unread = 0
		if m.Origin != chats.FromCampaign { // a campaign's message is no answer
			answered = 1
		}
	}
	return true, db.exec(ctx, bumpChat, unread, answered, m.ServerAt, m.ID, excerpt(m.Text), m.FromMe, m.Status, m.ChatID, m.Kind)
}

// RaiseStatus implements chats.Store.
func (db *DB) RaiseStatus(ctx context.Context, id int64, s chats.Status, at clock.Millis) (bool, error) {
	var now chats.Status
	var delivered, read clock.Millis
	err := db.queryRow(ctx, "SELECT status, delivered_at, read_at FROM messages WHERE id = ?", id).Scan(&now, &delivered, &read)
	if err != nil || !now.Climbs(s) {
		return false, translate(err)
	}
	if delivered == 0 && (s == chats.StatusDelivered || s == chats.StatusRead) {
		delivered = at
	}
	if s == chats.StatusRead {
		read = at
	}
	if err := db.exec(ctx, "UPDATE messages SET status = ?, error = '', delivered_at = ?, read_at = ? WHERE id = ?", s, delivered, read, id); err != nil {
		return false, err
	}
	return true, db.followStatus(ctx, id, s)
}

// SetStatus implements chats.Store.
func (db *DB) SetStatus(ctx context.Context, id int64, s chats.Status, errText string) error {
	if err := db.exec(ctx, "UPDATE messages SET status = ?, error = ? WHERE id = ?", s, errText, id); err != nil {
		return err
	}
	return db.followStatus(ctx, id, s)
}

func (db *DB) followStatus(ctx context.Context, messageID int64, s chats.Status) error {
	return db.exec(ctx, "UPDATE chats SET last_status = ?1 WHERE id = (SELECT chat_id FROM messages WHERE id = ?2) AND last_message_id = ?2", s, messageID)
}

// SetError implements chats.Store.
func (db *DB) SetError(ctx context.Context, id int64, errText string) error {
	return translate(db.w(ctx).Exec("UPDATE messages SET error = ? WHERE id = ?", errText, id).Error)
}

// FindOwnMessages implements chats.Store.
func (db *DB) FindOwnMessages(ctx context.Context, waIDs []string) ([]chats.Message, error) {
	return db.readMessages(ctx, "from_me = 1 AND wa_id IN (SELECT value FROM json_each(?))", jsonList(waIDs))
}

// FindByClientID implements chats.Store.
func (db *DB) FindByClientID(ctx context.Context, chatID int64, clientID string) (*chats.Message, error) {
	return db.oneMessage(ctx, "chat_id = ? AND client_id = ? AND client_id <> ''", chatID, clientID)
}

// oneMessage returns the only match, nil when there is none.
func (db *DB) oneMessage(ctx context.Context, where string, args ...any) (*chats.Message, error) {
	list, err := db.readMessages(ctx, where, args...)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}
