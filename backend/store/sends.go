package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
)

const sendColumns = "sends.id, sends.message_id, sends.wa_id, sends.kind, sends.account_id, sends.chat_id, sends.lead_id, sends.recipient_id, sends.step, sends.state, sends.attempts, sends.misses, sends.not_before, sends.last_code, sends.new_chat, sends.gap_ms, sends.created_at, sends.claimed_at, sends.paced_at, sends.sent_at"

// CreateSend implements chats.Store.
func (db *DB) CreateSend(ctx context.Context, s *chats.Send) error {
	err := db.w(ctx).Table("sends").
		Select("message_id", "wa_id", "kind", "account_id", "chat_id", "lead_id", "recipient_id", "step", "state", "attempts", "not_before", "new_chat", "gap_ms", "created_at", "claimed_at", "paced_at").
		Create(s).Error
	return translate(err)
}

// UpdateSend implements chats.Store.
func (db *DB) UpdateSend(ctx context.Context, s chats.Send) error {
	return translate(db.w(ctx).Table("sends").Where("id = ?", s.ID).Updates(map[string]any{
		"state": s.State, "attempts": s.Attempts, "misses": s.Misses, "not_before": s.NotBefore, "last_code": s.LastCode,
		"new_chat": s.NewChat, "gap_ms": s.GapMS, "claimed_at": s.ClaimedAt, "paced_at": s.PacedAt, "sent_at": s.SentAt,
	}).Error)
}

// SendByMessage implements chats.Store.
func (db *DB) SendByMessage(ctx context.Context, messageID int64) (*chats.Send, error) {
	return db.oneSend(db.r(ctx).Where("sends.message_id = ?", messageID))
}

// SendByRecipient implements chats.Store.
func (db *DB) SendByRecipient(ctx context.Context, recipientID int64, step int) (*chats.Send, error) {
	return db.oneSend(db.r(ctx).Where("sends.recipient_id = ? AND sends.step = ?", recipientID, step))
}

// OpenSends implements chats.Store.
func (db *DB) OpenSends(ctx context.Context, chatID int64) ([]chats.Send, error) {
	var list []chats.Send
	err := db.r(ctx).Table("sends").Select(sendColumns).Where("sends.chat_id = ? AND sends.state IN ('pending', 'sending')", chatID).Order("sends.id").Find(&list).Error
	return list, translate(err)
}

// WaitingPaced implements chats.Store.
func (db *DB) WaitingPaced(ctx context.Context, leadID int64) ([]chats.Send, error) {
	var list []chats.Send
	err := db.r(ctx).Table("sends").Select(sendColumns).Where("sends.state = 'pending' AND sends.kind = 'campaign' AND sends.lead_id = ?", leadID).Order("sends.id").Find(&list).Error
	return list, translate(err)
}

// WaitingOf implements chats.Store.
func (db *DB) WaitingOf(ctx context.Context, campaignID int64) ([]chats.Send, error) {
	var list []chats.Send
	err := db.r(ctx).Table("sends").Select(sendColumns).Where("sends.state = 'pending' AND sends.kind = 'campaign' AND sends.recipient_id IN (SELECT id FROM campaign_recipients WHERE campaign_id = ? AND state = 'pending')", campaignID).Order("sends.id").Find(&list).Error
	return list, translate(err)
}

// NextSend implements chats.Store.
func (db *DB) NextSend(ctx context.Context, accountID int64, kind chats.SendKind, state chats.SendState, now, uploadedSince clock.Millis) (*chats.Send, error) {
	return db.oneSend(db.r(ctx).Joins("JOIN messages ON messages.id = sends.message_id").
		Where("sends.state = ? AND sends.kind = ? AND sends.not_before <= ? AND sends.account_id = ?", state, kind, now, accountID).
		Where("messages.media_id IS NULL OR EXISTS (SELECT 1 FROM media WHERE media.id = messages.media_id AND media.uploaded_at > ?)", uploadedSince).
		Order("sends.id"))
}

// oneSend returns the first match, nil when there is none.
func (db *DB) oneSend(q *gorm.DB) (*chats.Send, error) {
	var s chats.Send
	err := q.Table("sends").Select(sendColumns).Limit(1).Take(&s).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, translate(err)
	}
	return &s, nil
}

// nextSendAt looks at what waits only. The plus signs keep SQLite from choosing
// the index by account, which holds everything that was ever sent.
const nextSendAt = `SELECT min(at) FROM (
	SELECT not_before AS at FROM sends WHERE state = 'sending' AND +account_id = ?1 UNION ALL
	SELECT not_before FROM sends WHERE state = 'pending' AND kind IN ('reply', 'test') AND +account_id = ?1)`

// NextSendAt implements chats.Store.
func (db *DB) NextSendAt(ctx context.Context, accountID int64) (clock.Millis, error) {
	var at *clock.Millis
	err := db.r(ctx).Raw(nextSendAt, accountID).Scan(&at).Error
	if err != nil || at == nil {
		return 0, translate(err)
	}
	return *at, nil
}

// LinkedAt implements chats.PacedLedger.
func (db *DB) LinkedAt(ctx context.Context, accountID int64) (clock.Millis, error) {
	var at clock.Millis
	err := db.r(ctx).Raw("SELECT linked_at FROM accounts WHERE id = ?", accountID).Scan(&at).Error
	return at, translate(err)
}

// LastPaced implements chats.PacedLedger.
func (db *DB) LastPaced(ctx context.Context, accountID, except int64) (clock.Millis, time.Duration, error) {
	s, err := db.oneSend(db.r(ctx).Where("sends.account_id = ? AND sends.paced_at > 0 AND sends.id <> ?", accountID, except).Order("sends.paced_at DESC, sends.id DESC"))
	if err != nil || s == nil {
		return 0, 0, err
	}
	return s.PacedAt, time.Duration(s.GapMS) * time.Millisecond, nil
}

const pacedSince = " FROM sends WHERE account_id = ? AND paced_at > 0 AND paced_at > ? AND new_chat >= ?"

// CountPaced implements chats.PacedLedger.
func (db *DB) CountPaced(ctx context.Context, accountID int64, since clock.Millis, newOnly bool, limit int) (n int, free clock.Millis, err error) {
	least := 0
	if newOnly {
		least = 1
	}
	args := []any{accountID, since, least}
	if err := db.r(ctx).Raw("SELECT count(*)"+pacedSince, args...).Scan(&n).Error; err != nil || n < limit || n == 0 {
		return n, 0, translate(err)
	}
	args = append(args, n-max(limit, 1))
	err = db.r(ctx).Raw("SELECT paced_at"+pacedSince+" ORDER BY paced_at LIMIT 1 OFFSET ?", args...).Scan(&free).Error
	return n, free, translate(err)
}

// PullBack implements chats.PacedLedger.
func (db *DB) PullBack(ctx context.Context, accountID int64, now clock.Millis) error {
	for _, q := range []string{
		"UPDATE sends SET paced_at = ? WHERE account_id = ? AND paced_at > 0 AND paced_at > ?",
		"UPDATE rate_strikes SET at = ? WHERE account_id = ? AND at > ?",
	} {
		if err := db.w(ctx).Exec(q, now, accountID, now).Error; err != nil {
			return translate(err)
		}
	}
	return nil
}

// StartsChat implements chats.Store.
func (db *DB) StartsChat(ctx context.Context, accountID, leadID int64) (bool, error) {
	var known bool
	err := db.r(ctx).Raw("SELECT EXISTS (SELECT 1 FROM chats WHERE account_id = ? AND lead_id = ? AND last_message_at > 0)", accountID, leadID).Scan(&known).Error
	return !known, translate(err)
}
