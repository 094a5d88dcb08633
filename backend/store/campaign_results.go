package store

import (
	"context"

	"mceplatform/backend/campaigns"
	"mceplatform/backend/clock"
	"mceplatform/backend/leads"
)

// CountRecipients implements campaigns.Store.
func (db *DB) CountRecipients(ctx context.Context, campaignID int64) (campaigns.Counts, error) {
	var rows []struct {
		State campaigns.RecipientState
		N     int
	}
	var c campaigns.Counts
	err := db.r(ctx).Raw("SELECT state, count(*) AS n FROM campaign_recipients WHERE campaign_id = ? GROUP BY state", campaignID).Scan(&rows).Error
	for _, r := range rows {
		c.Add(r.State, r.N)
	}
	return c, translate(err)
}

// HasOpen implements campaigns.Store. It is asked after every send, so it looks
// for one instead of counting all.
func (db *DB) HasOpen(ctx context.Context, campaignID int64) (bool, error) {
	var open bool
	err := db.queryRow(ctx, "SELECT EXISTS (SELECT 1 FROM campaign_recipients WHERE campaign_id = ? AND state IN ('pending', 'sending', 'uncertain'))", campaignID).Scan(&open)
	return open, translate(err)
}

// HasBegun implements campaigns.Store.
func (db *DB) HasBegun(ctx context.Context, campaignID int64) (bool, error) {
	var begun bool
	err := db.r(ctx).Raw("SELECT EXISTS (SELECT 1 FROM campaign_recipients r JOIN sends ON sends.recipient_id = r.id WHERE r.campaign_id = ?)", campaignID).Scan(&begun).Error
	return begun, translate(err)
}

// ListRecipients implements campaigns.Store: the latest change first.
func (db *DB) ListRecipients(ctx context.Context, campaignID int64, q campaigns.RecipientQuery) (campaigns.RecipientPage, error) {
	page := campaigns.RecipientPage{Items: []campaigns.Recipient{}}
	after, err := parseCursor(q.Cursor)
	if err != nil {
		return page, err
	}
	list := db.r(ctx).Table("campaign_recipients r").
		Select("r.id, r.lead_id, leads.name, leads.phone, r.step, r.variant, r.state, r.reason, r.updated_at, r.due_at, coalesce(messages.chat_id, 0) AS chat_id").
		Joins("JOIN leads ON leads.id = r.lead_id LEFT JOIN sends ON sends.recipient_id = r.id AND sends.step = 0 LEFT JOIN messages ON messages.id = sends.message_id").
		Where("r.campaign_id = ?", campaignID).Order("r.id").Limit(q.Limit + 1)
	if len(q.States) > 0 {
		list = list.Where("r.state IN ?", q.States)
	}
	if after != nil {
		list = list.Where("r.id > ?", after.id)
	}
	if err := list.Find(&page.Items).Error; err != nil {
		return page, translate(err)
	}
	if len(page.Items) > q.Limit {
		page.Items = page.Items[:q.Limit]
		page.Next = numberCursor(0, page.Items[q.Limit-1].ID)
	}
	for i := range page.Items {
		page.Items[i].PhoneDisplay = displayPhone(page.Items[i].Phone)
	}
	return page, nil
}

// Results implements campaigns.Store.
func (db *DB) Results(ctx context.Context, campaignID int64, since clock.Millis, limit int) ([]campaigns.Result, error) {
	list := []campaigns.Result{}
	err := db.r(ctx).Raw(`SELECT r.state, sends.last_code AS code, EXISTS (SELECT 1 FROM activities a WHERE a.lead_id = r.lead_id AND a.kind = ? AND a.at >= sends.claimed_at) AS opted_out
		FROM campaign_recipients r JOIN sends ON sends.recipient_id = r.id AND sends.step = r.step
		WHERE r.campaign_id = ? AND r.state NOT IN ('pending', 'sending') AND sends.claimed_at >= ? ORDER BY sends.claimed_at DESC, sends.id DESC LIMIT ?`,
		leads.ActivityOptedOut, campaignID, since, limit).Scan(&list).Error
	return list, translate(err)
}

// RunningThatReached implements campaigns.Store.
func (db *DB) RunningThatReached(ctx context.Context, leadID int64) ([]int64, error) {
	ids := []int64{}
	err := db.r(ctx).Raw(`SELECT DISTINCT c.id FROM campaign_recipients r JOIN campaigns c ON c.id = r.campaign_id
		WHERE r.lead_id = ? AND (r.step > 0 OR r.state IN ('sent', 'delivered', 'read', 'replied')) AND c.state = ?`, leadID, campaigns.Running).Scan(&ids).Error
	return ids, translate(err)
}

// SentSince implements campaigns.Store.
func (db *DB) SentSince(ctx context.Context, campaignID int64, since clock.Millis) (int, error) {
	var n int
	err := db.r(ctx).Raw(`SELECT count(*) FROM sends JOIN campaign_recipients r ON r.id = sends.recipient_id
		WHERE sends.paced_at > 0 AND sends.paced_at >= ? AND sends.state = 'sent' AND r.campaign_id = ?`, since, campaignID).Scan(&n).Error
	return n, translate(err)
}

// Funnel implements campaigns.Store. Who answered has read.
func (db *DB) Funnel(ctx context.Context, campaignID int64) (campaigns.Funnel, error) {
	var f campaigns.Funnel
	err := db.r(ctx).Raw(`SELECT count(*) AS sent, coalesce(sum(delivered), 0) AS delivered, coalesce(sum(was_read), 0) AS read, coalesce(sum(replied), 0) AS replied FROM (
		SELECT max(m.status IN ('delivered', 'read') OR r.replied_at > 0) AS delivered, max(m.status = 'read' OR r.replied_at > 0) AS was_read, max(r.replied_at > 0) AS replied
		FROM campaign_recipients r JOIN sends s ON s.recipient_id = r.id JOIN messages m ON m.id = s.message_id
		WHERE r.campaign_id = ? AND s.state = 'sent' GROUP BY r.id)`, campaignID).Scan(&f).Error
	return f, translate(err)
}

// Tally implements campaigns.Store. An answer counts for the step that had gone
// out last when it came; an opt-out for the person's last.
func (db *DB) Tally(ctx context.Context, campaignID int64) ([]campaigns.Tally, error) {
	list := []campaigns.Tally{}
	err := db.r(ctx).Raw(`SELECT s.step, r.variant, count(*) AS sent,
		sum(m.status IN ('delivered', 'read')) AS delivered, sum(m.status = 'read') AS read,
		sum(r.replied_at > 0 AND s.step = coalesce((SELECT max(n.step) FROM sends n WHERE n.recipient_id = r.id AND n.state = 'sent' AND n.claimed_at <= r.replied_at), 0)) AS replied,
		sum(s.step = last.step AND EXISTS (SELECT 1 FROM activities a WHERE a.lead_id = r.lead_id AND a.kind = ? AND a.at >= s.claimed_at)) AS opted_out
		FROM campaign_recipients r JOIN sends s ON s.recipient_id = r.id JOIN messages m ON m.id = s.message_id
		JOIN (SELECT recipient_id, max(step) AS step FROM sends WHERE state = 'sent' GROUP BY recipient_id) last ON last.recipient_id = r.id
		WHERE r.campaign_id = ? AND s.state = 'sent' GROUP BY s.step, r.variant ORDER BY s.step, r.variant`, leads.ActivityOptedOut, campaignID).Scan(&list).Error
	return list, translate(err)
}
