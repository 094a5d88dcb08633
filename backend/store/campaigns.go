package store

import (
	"context"

	"mceplatform/backend/campaigns"
	"mceplatform/backend/clock"
	"mceplatform/backend/leads"
)

var _ campaigns.Store = (*DB)(nil)

const campaignColumns = "id, name, state, tags, body, min_gap_seconds, max_gap_seconds, per_hour, per_day, paused_by, paused_reason, created_at, updated_at, frozen_at, finished_at"

// ListCampaigns implements campaigns.Store.
func (db *DB) ListCampaigns(ctx context.Context) ([]campaigns.Summary, error) {
	var list []campaigns.Campaign
	if err := db.r(ctx).Table("campaigns").Select(campaignColumns).Order("id DESC").Find(&list).Error; err != nil {
		return nil, translate(err)
	}
	var counts []struct {
		CampaignID int64
		State      campaigns.RecipientState
		N          int
	}
	if err := db.r(ctx).Raw("SELECT campaign_id, state, count(*) AS n FROM campaign_recipients GROUP BY campaign_id, state").Scan(&counts).Error; err != nil {
		return nil, translate(err)
	}
	byID := make(map[int64]*campaigns.Counts, len(list))
	out := make([]campaigns.Summary, len(list))
	for i, c := range list {
		out[i].Campaign = c
		byID[c.ID] = &out[i].Counts
	}
	for _, c := range counts {
		if into := byID[c.CampaignID]; into != nil {
			into.Add(c.State, c.N)
		}
	}
	return out, nil
}

// GetCampaign implements campaigns.Store.
func (db *DB) GetCampaign(ctx context.Context, id int64) (campaigns.Campaign, error) {
	var c campaigns.Campaign
	err := db.r(ctx).Table("campaigns").Select(campaignColumns).Where("id = ?", id).Take(&c).Error
	return c, translate(err)
}

// CampaignsInState implements campaigns.Store.
func (db *DB) CampaignsInState(ctx context.Context, s campaigns.State) ([]campaigns.Campaign, error) {
	list := []campaigns.Campaign{}
	err := db.r(ctx).Table("campaigns").Select(campaignColumns).Where("state = ?", s).Order("id").Find(&list).Error
	return list, translate(err)
}

// CreateCampaign implements campaigns.Store.
func (db *DB) CreateCampaign(ctx context.Context, c *campaigns.Campaign) error {
	return translate(db.w(ctx).Table("campaigns").Create(c).Error)
}

// UpdateCampaign implements campaigns.Store.
func (db *DB) UpdateCampaign(ctx context.Context, c campaigns.Campaign) error {
	return translate(db.w(ctx).Table("campaigns").Where("id = ?", c.ID).
		Select("name", "state", "tags", "body", "min_gap_seconds", "max_gap_seconds", "per_hour", "per_day", "paused_by", "paused_reason", "updated_at", "frozen_at", "finished_at").
		Updates(&c).Error)
}

// DeleteCampaign implements campaigns.Store.
func (db *DB) DeleteCampaign(ctx context.Context, id int64) error {
	return translate(db.w(ctx).Exec("DELETE FROM campaigns WHERE id = ?", id).Error)
}

// Candidates implements campaigns.Store.
func (db *DB) Candidates(ctx context.Context, tags []string) ([]campaigns.Candidate, error) {
	out := []campaigns.Candidate{}
	if len(tags) == 0 {
		return out, nil
	}
	var list []leads.Lead
	err := db.r(ctx).Table("leads").Select(leadColumns).
		Where("leads.merged_into IS NULL AND leads.id IN (SELECT lead_id FROM lead_tags JOIN tags ON tags.id = tag_id WHERE tags.name IN ?)", tags).
		Order("leads.id").Find(&list).Error
	if err != nil {
		return nil, translate(err)
	}
	ids := make([]int64, len(list))
	for i, l := range list {
		ids[i] = l.ID
	}
	stopped, err := db.suppressedLeads(ctx, ids)
	if err != nil {
		return nil, err
	}
	reachable, err := db.reachableLeads(ctx, tags)
	if err != nil {
		return nil, err
	}
	private, err := db.privateLeads(ctx)
	if err != nil {
		return nil, err
	}
	for _, l := range list {
		l.PhoneDisplay = displayPhone(l.Phone)
		c := campaigns.Candidate{Lead: l}
		switch {
		case stopped[l.ID]:
			c.Excluded = campaigns.ReasonOptedOut
		case private[l.ID]:
			c.Excluded = campaigns.ReasonPrivate
		case !reachable[l.ID]:
			c.Excluded = campaigns.ReasonNoNumber
		}
		out = append(out, c)
	}
	return out, nil
}

// privateLeads are those with a conversation that nothing is stored of.
func (db *DB) privateLeads(ctx context.Context) (map[int64]bool, error) {
	var ids []int64
	err := db.r(ctx).Raw("SELECT DISTINCT lead_id FROM chats WHERE private = 1").Scan(&ids).Error
	return setOf(ids), translate(err)
}

func (db *DB) reachableLeads(ctx context.Context, tags []string) (map[int64]bool, error) {
	var ids []int64
	err := db.r(ctx).Raw("SELECT DISTINCT lead_id FROM identities WHERE lead_id IN (SELECT lead_id FROM lead_tags JOIN tags ON tags.id = tag_id WHERE tags.name IN ?)", tags).Scan(&ids).Error
	return setOf(ids), translate(err)
}

func setOf(ids []int64) map[int64]bool {
	set := make(map[int64]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}

type recipientRow struct {
	ID         int64
	CampaignID int64
	LeadID     int64
	State      campaigns.RecipientState
	Reason     string
	UpdatedAt  clock.Millis `gorm:"autoUpdateTime:false"`
}

// AddRecipients implements campaigns.Store.
func (db *DB) AddRecipients(ctx context.Context, campaignID int64, list []campaigns.Candidate, at clock.Millis) error {
	rows := make([]recipientRow, len(list))
	for i, c := range list {
		rows[i] = recipientRow{CampaignID: campaignID, LeadID: c.Lead.ID, State: campaigns.RecipientPending, UpdatedAt: at}
		if c.Excluded != "" {
			rows[i].State, rows[i].Reason = campaigns.RecipientSkipped, c.Excluded
		}
	}
	return translate(db.w(ctx).Table("campaign_recipients").Clauses(doNothing).CreateInBatches(&rows, 500).Error)
}

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

// ListRecipients implements campaigns.Store: the latest change first.
func (db *DB) ListRecipients(ctx context.Context, campaignID int64, q campaigns.RecipientQuery) (campaigns.RecipientPage, error) {
	page := campaigns.RecipientPage{Items: []campaigns.Recipient{}}
	after, err := parseCursor(q.Cursor)
	if err != nil {
		return page, err
	}
	list := db.r(ctx).Table("campaign_recipients r").
		Select("r.id, r.lead_id, leads.name, leads.phone, r.state, r.reason, r.updated_at, coalesce(messages.chat_id, 0) AS chat_id").
		Joins("JOIN leads ON leads.id = r.lead_id LEFT JOIN sends ON sends.recipient_id = r.id LEFT JOIN messages ON messages.id = sends.message_id").
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

// GetRecipient implements campaigns.Store.
func (db *DB) GetRecipient(ctx context.Context, id int64) (campaignID, leadID int64, s campaigns.RecipientState, err error) {
	var row recipientRow
	err = db.r(ctx).Table("campaign_recipients").Select("campaign_id, lead_id, state").Where("id = ?", id).Take(&row).Error
	return row.CampaignID, row.LeadID, row.State, translate(err)
}

// NextRecipient implements campaigns.Store. A person tried before keeps what the
// ledger says of them: their own message made the conversation.
func (db *DB) NextRecipient(ctx context.Context, campaignID, accountID int64, newChats bool) (*campaigns.Turn, error) {
	var t campaigns.Turn
	known := ""
	if !newChats {
		known = " AND r.new_chat = 0"
	}
	err := db.r(ctx).Raw(`SELECT r.id, r.lead_id, r.due_at, r.reason, coalesce((SELECT new_chat FROM sends WHERE recipient_id = r.id),
		NOT EXISTS (SELECT 1 FROM chats WHERE account_id = ? AND lead_id = r.lead_id AND last_message_at > 0)) AS new_chat
		FROM campaign_recipients r WHERE r.campaign_id = ? AND r.state = 'pending'`+known+` ORDER BY r.due_at, r.id LIMIT 1`, accountID, campaignID).Scan(&t).Error
	if err != nil || t.ID == 0 {
		return nil, translate(err)
	}
	return &t, nil
}

// DeferRecipient implements campaigns.Store.
func (db *DB) DeferRecipient(ctx context.Context, id int64, reason string, due clock.Millis, newChat bool) error {
	return translate(db.w(ctx).Exec("UPDATE campaign_recipients SET reason = ?, due_at = ?, new_chat = max(new_chat, ?) WHERE id = ? AND state = 'pending'", reason, due, newChat, id).Error)
}

// UndoDeferrals implements campaigns.Store.
func (db *DB) UndoDeferrals(ctx context.Context, campaignID int64, reasons []string) error {
	return translate(db.w(ctx).Exec("UPDATE campaign_recipients SET reason = '', due_at = 0 WHERE campaign_id = ? AND state = 'pending' AND reason IN ?", campaignID, reasons).Error)
}

// MarkNew implements campaigns.Store.
func (db *DB) MarkNew(ctx context.Context, campaignID, accountID int64) error {
	return translate(db.w(ctx).Exec(`UPDATE campaign_recipients SET new_chat = NOT EXISTS (SELECT 1 FROM chats
		WHERE chats.account_id = ? AND chats.lead_id = campaign_recipients.lead_id AND last_message_at > 0) WHERE campaign_id = ? AND state = 'pending'`, accountID, campaignID).Error)
}

// MarkKnown implements campaigns.Store.
func (db *DB) MarkKnown(ctx context.Context, leadID int64) error {
	return translate(db.w(ctx).Exec("UPDATE campaign_recipients SET new_chat = 0, reason = CASE reason WHEN 'new_chats' THEN '' ELSE reason END WHERE lead_id = ? AND state = 'pending' AND new_chat = 1", leadID).Error)
}

// SetRecipient implements campaigns.Store.
func (db *DB) SetRecipient(ctx context.Context, id int64, s campaigns.RecipientState, reason string, due, at clock.Millis) error {
	return translate(db.w(ctx).Exec("UPDATE campaign_recipients SET state = ?, reason = ?, due_at = ?, updated_at = ? WHERE id = ?", s, reason, due, at, id).Error)
}

// MoveRecipients implements campaigns.Store.
func (db *DB) MoveRecipients(ctx context.Context, campaignID, leadID int64, from []campaigns.RecipientState, to campaigns.RecipientState, reason string, at clock.Millis) ([]int64, error) {
	column, id := "lead_id", leadID
	if campaignID != 0 {
		column, id = "campaign_id", campaignID
	}
	touched := []int64{}
	err := db.w(ctx).Raw("SELECT DISTINCT campaign_id FROM campaign_recipients WHERE "+column+" = ? AND state IN ?", id, from).Scan(&touched).Error
	if err != nil || len(touched) == 0 {
		return touched, translate(err)
	}
	set := "UPDATE campaign_recipients SET state = ?, reason = ?, updated_at = ?"
	args := []any{to, reason, at}
	if to == campaigns.RecipientReplied {
		set += ", replied_at = ?"
		args = append(args, at)
	}
	args = append(args, id, from)
	return touched, translate(db.w(ctx).Exec(set+" WHERE "+column+" = ? AND state IN ?", args...).Error)
}

// RetryRecipients implements campaigns.Store.
func (db *DB) RetryRecipients(ctx context.Context, campaignID int64, at clock.Millis) (int64, error) {
	const whose = "campaign_id = @campaign AND state IN ('failed', 'blocked')"
	args := map[string]any{"campaign": campaignID, "at": at}
	for _, step := range []string{
		"UPDATE messages SET status = 'queued', error = '' WHERE id IN (SELECT message_id FROM sends WHERE recipient_id IN (SELECT id FROM campaign_recipients WHERE " + whose + "))",
		"UPDATE sends SET state = 'pending', attempts = 0, misses = 0, not_before = 0, last_code = '' WHERE recipient_id IN (SELECT id FROM campaign_recipients WHERE " + whose + ")",
	} {
		if err := db.w(ctx).Exec(step, args).Error; err != nil {
			return 0, translate(err)
		}
	}
	r := db.w(ctx).Exec("UPDATE campaign_recipients SET state = 'pending', reason = '', due_at = 0, updated_at = @at WHERE "+whose, args)
	return r.RowsAffected, translate(r.Error)
}

// Results implements campaigns.Store.
func (db *DB) Results(ctx context.Context, campaignID int64, since clock.Millis, limit int) ([]campaigns.Result, error) {
	list := []campaigns.Result{}
	err := db.r(ctx).Raw(`SELECT r.state, sends.last_code AS code, EXISTS (SELECT 1 FROM activities a WHERE a.lead_id = r.lead_id AND a.kind = ? AND a.at >= sends.claimed_at) AS opted_out
		FROM campaign_recipients r JOIN sends ON sends.recipient_id = r.id
		WHERE r.campaign_id = ? AND r.state NOT IN ('pending', 'sending') AND sends.claimed_at >= ? ORDER BY sends.claimed_at DESC, sends.id DESC LIMIT ?`,
		leads.ActivityOptedOut, campaignID, since, limit).Scan(&list).Error
	return list, translate(err)
}

// RunningThatReached implements campaigns.Store.
func (db *DB) RunningThatReached(ctx context.Context, leadID int64) ([]int64, error) {
	ids := []int64{}
	err := db.r(ctx).Raw(`SELECT DISTINCT c.id FROM campaign_recipients r JOIN campaigns c ON c.id = r.campaign_id
		WHERE r.lead_id = ? AND r.state IN ('sent', 'delivered', 'read', 'replied') AND c.state = ?`, leadID, campaigns.Running).Scan(&ids).Error
	return ids, translate(err)
}
