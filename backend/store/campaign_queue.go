package store

import (
	"context"
	"database/sql"
	"errors"

	"mceplatform/backend/campaigns"
	"mceplatform/backend/clock"
)

// GetRecipient implements campaigns.Store.
func (db *DB) GetRecipient(ctx context.Context, id int64) (campaigns.Place, error) {
	var p campaigns.Place
	err := db.queryRow(ctx, "SELECT "+placeColumns+" FROM campaign_recipients r JOIN campaigns c ON c.id = r.campaign_id WHERE r.id = ?", id).Scan(placeOf(&p)...)
	return p, translate(err)
}

const placeColumns = "r.id, r.campaign_id, c.state, r.lead_id, r.state, r.reason, r.step, r.variant, r.replied_at"

func placeOf(p *campaigns.Place) []any {
	return []any{&p.ID, &p.CampaignID, &p.Campaign, &p.LeadID, &p.State, &p.Reason, &p.Step, &p.Variant, &p.RepliedAt}
}

// NextRecipient implements campaigns.Store. A person tried before keeps what the
// ledger says of them: their own message made the conversation.
func (db *DB) NextRecipient(ctx context.Context, campaignID, accountID int64, step int, newChats bool) (*campaigns.Turn, error) {
	var t campaigns.Turn
	query := nextRecipient
	if !newChats {
		query = nextKnown
	}
	err := db.queryRow(ctx, query, accountID, campaignID, step).Scan(append(placeOf(&t.Place), &t.DueAt, &t.Written, &t.NewChat, &t.Private)...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, translate(err)
	}
	return &t, nil
}

const (
	turnColumns = "SELECT " + placeColumns + `, r.due_at, s.id IS NOT NULL, coalesce(s.new_chat, h.last_message_at IS NULL OR h.last_message_at = 0), coalesce(h.private, 0)
		FROM campaign_recipients r JOIN campaigns c ON c.id = r.campaign_id LEFT JOIN sends s ON s.recipient_id = r.id AND s.step = r.step
		LEFT JOIN chats h ON h.account_id = ? AND h.lead_id = r.lead_id
		WHERE r.campaign_id = ? AND r.state = 'pending' AND r.step = ?`
	firstTurn     = " ORDER BY r.due_at, r.id LIMIT 1"
	nextRecipient = turnColumns + firstTurn
	nextKnown     = turnColumns + " AND r.new_chat = 0" + firstTurn
)

// DeferRecipient implements campaigns.Store.
func (db *DB) DeferRecipient(ctx context.Context, id int64, reason string, due clock.Millis, newChat bool) error {
	return db.exec(ctx, "UPDATE campaign_recipients SET reason = ?, due_at = ?, new_chat = max(new_chat, ?) WHERE id = ? AND state = 'pending'", reason, due, newChat, id)
}

// UndoDeferrals implements campaigns.Store.
func (db *DB) UndoDeferrals(ctx context.Context, campaignID int64, reasons []string) error {
	return translate(db.w(ctx).Exec("UPDATE campaign_recipients SET reason = '', due_at = 0 WHERE campaign_id = ? AND state = 'pending' AND reason IN ?", campaignID, reasons).Error)
}

// SetRecipient implements campaigns.Store.
func (db *DB) SetRecipient(ctx context.Context, id int64, s campaigns.RecipientState, reason string, due, at clock.Millis) error {
	return db.exec(ctx, "UPDATE campaign_recipients SET state = ?, reason = ?, due_at = ?, updated_at = ? WHERE id = ?", s, reason, due, at, id)
}

// Advance implements campaigns.Store.
func (db *DB) Advance(ctx context.Context, id int64, due, at clock.Millis) error {
	return db.exec(ctx, "UPDATE campaign_recipients SET state = 'pending', step = step + 1, reason = '', due_at = ?, updated_at = ?, new_chat = 0 WHERE id = ?", due, at, id)
}

// leave ends somebody's way: who has got an earlier step is in the state of that
// one's message, or has answered it, and is again at that step.
const leave = `UPDATE campaign_recipients SET
	state = CASE WHEN step = 0 THEN @to WHEN replied_at > 0 THEN 'replied' ELSE coalesce((SELECT CASE m.status WHEN 'delivered' THEN 'delivered' WHEN 'read' THEN 'read' ELSE 'sent' END
		FROM sends s JOIN messages m ON m.id = s.message_id WHERE s.recipient_id = campaign_recipients.id AND s.step = campaign_recipients.step - 1), 'sent') END,
	step = max(step - 1, 0), reason = @reason, due_at = 0, updated_at = @at WHERE `

// LeavePending implements campaigns.Store.
func (db *DB) LeavePending(ctx context.Context, campaignID, leadID int64, to campaigns.RecipientState, reason string, at clock.Millis) ([]int64, error) {
	where := "lead_id = @lead AND state = 'pending'"
	if campaignID != 0 {
		where = "campaign_id = @campaign AND state = 'pending'"
	}
	args := map[string]any{"campaign": campaignID, "lead": leadID, "to": to, "reason": reason, "at": at}
	touched := []int64{}
	err := db.w(ctx).Raw("SELECT DISTINCT campaign_id FROM campaign_recipients WHERE "+where, args).Scan(&touched).Error
	if err != nil || len(touched) == 0 {
		return touched, translate(err)
	}
	return touched, translate(db.w(ctx).Exec(leave+where, args).Error)
}

// Leave implements campaigns.Store.
func (db *DB) Leave(ctx context.Context, id int64, to campaigns.RecipientState, reason string, at clock.Millis) error {
	return translate(db.w(ctx).Exec(leave+"id = @id", map[string]any{"id": id, "to": to, "reason": reason, "at": at}).Error)
}

// MarkReplied implements campaigns.Store.
func (db *DB) MarkReplied(ctx context.Context, leadID int64, at clock.Millis) ([]int64, error) {
	args := map[string]any{"lead": leadID, "at": at}
	const begun = "lead_id = @lead AND (state IN ('sent', 'delivered', 'read', 'sending', 'uncertain') OR (step > 0 AND state IN ('pending', 'failed', 'blocked')))"
	const ends = "(state IN ('sent', 'delivered', 'read') OR (state = 'pending' AND EXISTS (SELECT 1 FROM campaigns c WHERE c.id = campaign_id AND json_extract(c.stop_on, '$.reply'))))"
	touched := []int64{}
	err := db.w(ctx).Raw("SELECT DISTINCT campaign_id FROM campaign_recipients WHERE "+begun, args).Scan(&touched).Error
	if err != nil || len(touched) == 0 {
		return touched, translate(err)
	}
	return touched, translate(db.w(ctx).Exec(`UPDATE campaign_recipients SET replied_at = @at, updated_at = @at,
		step = CASE WHEN state = 'pending' AND `+ends+` THEN step - 1 ELSE step END,
		state = CASE WHEN `+ends+` THEN 'replied' ELSE state END WHERE `+begun, args).Error)
}

// RetryRecipients implements campaigns.Store.
func (db *DB) RetryRecipients(ctx context.Context, campaignID int64, at clock.Millis) (int64, error) {
	const whose = "campaign_id = @campaign AND state IN ('failed', 'blocked')"
	args := map[string]any{"campaign": campaignID, "at": at}
	for _, step := range []string{
		"UPDATE messages SET status = 'queued', error = '' WHERE id IN (SELECT message_id FROM sends WHERE state IN ('failed', 'blocked') AND recipient_id IN (SELECT id FROM campaign_recipients WHERE " + whose + "))",
		"UPDATE sends SET state = 'pending', attempts = 0, misses = 0, not_before = 0, last_code = '' WHERE state IN ('failed', 'blocked') AND recipient_id IN (SELECT id FROM campaign_recipients WHERE " + whose + ")",
	} {
		if err := db.w(ctx).Exec(step, args).Error; err != nil {
			return 0, translate(err)
		}
	}
	r := db.w(ctx).Exec("UPDATE campaign_recipients SET state = 'pending', reason = '', due_at = 0, updated_at = @at WHERE "+whose, args)
	return r.RowsAffected, translate(r.Error)
}
