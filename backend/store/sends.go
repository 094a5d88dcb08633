package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
)

const sendColumns = "sends.id, sends.message_id, sends.wa_id, sends.kind, sends.account_id, sends.chat_id, sends.lead_id, sends.recipient_id, sends.step, sends.state, sends.attempts, sends.misses, sends.not_before, sends.last_code, sends.new_chat, sends.gap_ms, sends.created_at, sends.claimed_at, sends.paced_at, sends.sent_at"

func scanSend(row scanner, s *chats.Send) error {
	return row.Scan(&s.ID, &s.MessageID, &s.WAID, &s.Kind, &s.AccountID, &s.ChatID, &s.LeadID, &s.RecipientID, &s.Step, &s.State, &s.Attempts, &s.Misses,
		&s.NotBefore, &s.LastCode, &s.NewChat, &s.GapMS, &s.CreatedAt, &s.ClaimedAt, &s.PacedAt, &s.SentAt)
}

// CreateSend implements chats.Store.
func (db *DB) CreateSend(ctx context.Context, s *chats.Send) error {
	err := db.returning(ctx, `INSERT INTO sends (message_id, wa_id, kind, account_id, chat_id, lead_id, recipient_id, step, state, attempts, not_before, new_chat, gap_ms, created_at, claimed_at, paced_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		s.MessageID, s.WAID, s.Kind, s.AccountID, s.ChatID, s.LeadID, s.RecipientID, s.Step, s.State, s.Attempts, s.NotBefore, s.NewChat, s.GapMS, s.CreatedAt, s.ClaimedAt, s.PacedAt).Scan(&s.ID)
	return translate(err)
}

// UpdateSend implements chats.Store.
func (db *DB) UpdateSend(ctx context.Context, s chats.Send) error {
	return db.exec(ctx, `UPDATE sends SET state = ?, attempts = ?, misses = ?, not_before = ?, last_code = ?, new_chat = ?, gap_ms = ?, claimed_at = ?, paced_at = ?, sent_at = ? WHERE id = ?`,
		s.State, s.Attempts, s.Misses, s.NotBefore, s.LastCode, s.NewChat, s.GapMS, s.ClaimedAt, s.PacedAt, s.SentAt, s.ID)
}

// SendByMessage implements chats.Store.
func (db *DB) SendByMessage(ctx context.Context, messageID int64) (*chats.Send, error) {
	return db.oneSend(ctx, "sends.message_id = ?", messageID)
}

// SendByRecipient implements chats.Store.
func (db *DB) SendByRecipient(ctx context.Context, recipientID int64, step int) (*chats.Send, error) {
	return db.oneSend(ctx, "sends.recipient_id = ? AND sends.step = ?", recipientID, step)
}

// oneSend returns the only match, nil when there is none.
func (db *DB) oneSend(ctx context.Context, where string, args ...any) (*chats.Send, error) {
	var s chats.Send
	err := scanSend(db.queryRow(ctx, "SELECT "+sendColumns+" FROM sends WHERE "+where, args...), &s)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, translate(err)
	}
	return &s, nil
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

// nextSend finds the first send that is due, by the turns in which the worker
// takes them. Within a turn the lowest id is first. Of those that have never
// waited the index knows it; the others are few.
var nextSend = func() string {
	const first = `(SELECT s.id FROM sends s JOIN messages ON messages.id = s.message_id
		WHERE s.state = '%s' AND s.kind = '%s' AND s.not_before %s AND s.account_id = ?1
		AND (messages.media_id IS NULL OR EXISTS (SELECT 1 FROM media WHERE media.id = messages.media_id AND media.uploaded_at > ?3)) %s
		ORDER BY s.id LIMIT 1)`
	// The messages of a test come in their order, also when the first has a file.
	behind := map[chats.SendKind]string{
		chats.SendTest: "AND NOT EXISTS (SELECT 1 FROM sends e WHERE e.kind = 'test' AND e.state IN ('pending', 'sending') AND e.account_id = ?1 AND e.id < s.id)",
	}
	var turns []string
	for _, turn := range chats.Turns {
		turns = append(turns, fmt.Sprintf("(SELECT min(id) FROM (SELECT * FROM "+first+" UNION ALL SELECT * FROM "+first+"))",
			turn.State, turn.Kind, "= 0", behind[turn.Kind], turn.State, turn.Kind, "BETWEEN 1 AND ?2", behind[turn.Kind]))
	}
	return "SELECT coalesce(" + strings.Join(turns, ", ") + ", 0)"
}()

// NextSend implements chats.Store.
func (db *DB) NextSend(ctx context.Context, accountID int64, now, uploadedSince clock.Millis) (*chats.Send, error) {
	var id int64
	err := db.queryRow(ctx, nextSend, accountID, now, uploadedSince).Scan(&id)
	if err != nil || id == 0 {
		return nil, translate(err)
	}
	return db.oneSend(ctx, "sends.id = ?", id)
}

// nextSendAt looks at what waits only. The plus signs keep SQLite from choosing
// the index by account, which holds everything that was ever sent.
const nextSendAt = `SELECT min(at) FROM (
	SELECT not_before AS at FROM sends WHERE state = 'sending' AND +account_id = ?1 UNION ALL
	SELECT not_before FROM sends WHERE state = 'pending' AND kind IN ('reply', 'test') AND +account_id = ?1)`

// PullWaits implements chats.Store.
func (db *DB) PullWaits(ctx context.Context, accountID int64, latest clock.Millis) error {
	for _, q := range []string{
		`UPDATE campaign_recipients SET due_at = 0 WHERE state = 'pending' AND due_at > ?2 AND EXISTS
			(SELECT 1 FROM sends WHERE recipient_id = campaign_recipients.id AND sends.step = campaign_recipients.step AND sends.state = 'pending' AND account_id = ?1)`,
		"UPDATE sends SET not_before = 0 WHERE account_id = ?1 AND state IN ('pending', 'sending') AND not_before > ?2",
	} {
		if err := db.exec(ctx, q, accountID, latest); err != nil {
			return err
		}
	}
	return nil
}

// NextSendAt implements chats.Store.
func (db *DB) NextSendAt(ctx context.Context, accountID int64) (clock.Millis, error) {
	var at *clock.Millis
	err := db.queryRow(ctx, nextSendAt, accountID).Scan(&at)
	if err != nil || at == nil {
		return 0, translate(err)
	}
	return *at, nil
}

// LinkedAt implements chats.PacedLedger.
func (db *DB) LinkedAt(ctx context.Context, accountID int64) (clock.Millis, error) {
	var at clock.Millis
	err := db.queryRow(ctx, "SELECT linked_at FROM accounts WHERE id = ?", accountID).Scan(&at)
	return at, translate(err)
}

// LastPaced implements chats.PacedLedger.
func (db *DB) LastPaced(ctx context.Context, accountID, except int64) (at clock.Millis, gap time.Duration, err error) {
	var gapMS int64
	err = db.queryRow(ctx, "SELECT paced_at, gap_ms FROM sends WHERE account_id = ? AND paced_at > 0 AND id <> ? ORDER BY paced_at DESC, id DESC LIMIT 1", accountID, except).Scan(&at, &gapMS)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, 0, nil
	}
	return at, time.Duration(gapMS) * time.Millisecond, translate(err)
}

// pacedAfter are the paced sends of an account after a moment. SQLite begins to
// read the index where the first of the two bounds says, and has it at all only
// if the second stands there: the other way round it reads all that was ever
// sent. Without the plus sign it looks whether the moment is 0, and prepares the
// statement again for every other one.
const pacedAfter = "account_id = ?1 AND paced_at > +?2 AND paced_at > 0"

// CountPaced implements chats.PacedLedger.
func (db *DB) CountPaced(ctx context.Context, accountID int64, since clock.Millis) (n int, err error) {
	err = db.queryRow(ctx, "SELECT count(*) FROM sends WHERE "+pacedAfter, accountID, since).Scan(&n)
	return n, translate(err)
}

// NthPaced implements chats.PacedLedger.
func (db *DB) NthPaced(ctx context.Context, accountID int64, since clock.Millis, newOnly bool, n int) (at clock.Millis, err error) {
	err = db.queryRow(ctx, "SELECT paced_at FROM sends WHERE "+pacedAfter+" AND new_chat >= ?3 ORDER BY paced_at DESC LIMIT 1 OFFSET ?4",
		accountID, since, newOnly, n-1).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return at, translate(err)
}

// PullBack implements chats.PacedLedger.
func (db *DB) PullBack(ctx context.Context, accountID int64, now clock.Millis) error {
	for _, q := range []string{
		"UPDATE sends SET paced_at = ?2 WHERE " + pacedAfter,
		"UPDATE rate_strikes SET at = ?2 WHERE account_id = ?1 AND at > ?2",
	} {
		if err := db.exec(ctx, q, accountID, now); err != nil {
			return err
		}
	}
	return nil
}
