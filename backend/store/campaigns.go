package store

import (
	"context"
	"encoding/json"
	"errors"

	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
)

var _ campaigns.Store = (*DB)(nil)

const campaignColumns = "id, name, state, audience, keep_adding, stop_on, starts_on, ends_on, zone, late_minutes, when_later, missed_at, hold_until, tested, min_gap_seconds, max_gap_seconds, per_hour, per_day, paused_by, paused_reason, created_at, updated_at, frozen_at, finished_at"

// ListCampaigns implements campaigns.Store.
func (db *DB) ListCampaigns(ctx context.Context) ([]campaigns.Summary, error) {
	list, err := readAll(ctx, db, scanCampaign, "SELECT "+campaignColumns+" FROM campaigns ORDER BY id DESC")
	if err != nil {
		return nil, err
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
		out[i].Campaign.Steps = []campaigns.Step{} // of no use in a list
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
func (db *DB) GetCampaign(ctx context.Context, id int64) (c campaigns.Campaign, err error) {
	if err := scanCampaign(db.queryRow(ctx, "SELECT "+campaignColumns+" FROM campaigns WHERE id = ?", id), &c); err != nil {
		return c, translate(err)
	}
	c.Steps, err = db.campaignSteps(ctx, c.ID)
	return c, err
}

func scanCampaign(row scanner, c *campaigns.Campaign) error {
	var audience, stopOn []byte
	p, s := &c.Pace, &c.Schedule
	err := row.Scan(&c.ID, &c.Name, &c.State, &audience, &c.KeepAdding, &stopOn, &s.StartsOn, &s.EndsOn, &s.Zone, &s.LateMinutes, &s.WhenLater, &c.MissedAt, &c.HoldUntil, &c.Tested,
		&p.MinGapSeconds, &p.MaxGapSeconds, &p.PerHour, &p.PerDay, &c.PausedBy, &c.PausedReason, &c.CreatedAt, &c.UpdatedAt, &c.FrozenAt, &c.FinishedAt)
	if err != nil {
		return err
	}
	err = errors.Join(json.Unmarshal(audience, &c.Audience), json.Unmarshal(stopOn, &c.StopOn))
	c.Audience, c.StopOn = c.Audience.Whole(), c.StopOn.Whole()
	return err
}

// CampaignsInState implements campaigns.Store.
func (db *DB) CampaignsInState(ctx context.Context, s campaigns.State) ([]campaigns.Campaign, error) {
	list, err := readAll(ctx, db, scanCampaign, "SELECT "+campaignColumns+" FROM campaigns WHERE state = ? ORDER BY id", s)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].Steps, err = db.campaignSteps(ctx, list[i].ID); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// CreateCampaign implements campaigns.Store.
func (db *DB) CreateCampaign(ctx context.Context, c *campaigns.Campaign) error {
	return translate(db.w(ctx).Table("campaigns").Create(c).Error)
}

// UpdateCampaign implements campaigns.Store.
func (db *DB) UpdateCampaign(ctx context.Context, c campaigns.Campaign) error {
	return translate(db.w(ctx).Table("campaigns").Where("id = ?", c.ID).
		Select("name", "state", "audience", "keep_adding", "stop_on", "starts_on", "ends_on", "zone", "late_minutes", "when_later", "missed_at", "hold_until",
			"min_gap_seconds", "max_gap_seconds", "per_hour", "per_day", "paused_by", "paused_reason", "updated_at", "frozen_at", "finished_at").
		Updates(&c).Error)
}

// MarkTested implements campaigns.Store.
func (db *DB) MarkTested(ctx context.Context, id int64, fingerprint string) error {
	return translate(db.w(ctx).Exec("UPDATE campaigns SET tested = ? WHERE id = ?", fingerprint, id).Error)
}

// DeleteCampaign implements campaigns.Store.
func (db *DB) DeleteCampaign(ctx context.Context, id int64) error {
	return translate(db.w(ctx).Exec("DELETE FROM campaigns WHERE id = ?", id).Error)
}

type stepRow struct {
	CampaignID   int64
	Position     int
	Variant      int
	Body         string
	Kind         chats.Kind
	MediaID      *int64
	DelayMinutes int
	Hours        *chats.Hours `gorm:"serializer:json"`
}

func scanStep(row scanner, r *stepRow) error {
	var hours []byte
	err := row.Scan(&r.Position, &r.Body, &r.Kind, &r.MediaID, &r.DelayMinutes, &hours)
	if err != nil || hours == nil {
		return err
	}
	return json.Unmarshal(hours, &r.Hours)
}

func (db *DB) campaignSteps(ctx context.Context, id int64) ([]campaigns.Step, error) {
	rows, err := readAll(ctx, db, scanStep, "SELECT position, body, kind, media_id, delay_minutes, hours FROM campaign_steps WHERE campaign_id = ? ORDER BY position, variant", id)
	if err != nil {
		return nil, err
	}
	steps := []campaigns.Step{}
	for _, r := range rows {
		if r.Position == len(steps) {
			steps = append(steps, campaigns.Step{DelayMinutes: r.DelayMinutes, Hours: r.Hours})
		}
		a, err := db.attachment(ctx, r.MediaID, r.Kind)
		if err != nil {
			return nil, err
		}
		step := &steps[len(steps)-1]
		step.Variants = append(step.Variants, campaigns.Variant{Body: r.Body, Attachment: a})
	}
	return steps, nil
}

// PutSteps implements campaigns.Store.
func (db *DB) PutSteps(ctx context.Context, campaignID int64, steps []campaigns.Step) error {
	var rows []stepRow
	for i, step := range steps {
		for j, v := range step.Variants {
			r := stepRow{CampaignID: campaignID, Position: i, Variant: j, Body: v.Body, Kind: chats.KindText, DelayMinutes: step.DelayMinutes, Hours: step.Hours}
			if v.Attachment != nil {
				r.Kind, r.MediaID = v.Attachment.Kind, &v.Attachment.MediaID
			}
			rows = append(rows, r)
		}
	}
	if err := db.w(ctx).Exec("DELETE FROM campaign_steps WHERE campaign_id = ?", campaignID).Error; err != nil || len(rows) == 0 {
		return translate(err)
	}
	return translate(db.w(ctx).Table("campaign_steps").Create(&rows).Error)
}

// WithFile implements campaigns.Store.
func (db *DB) WithFile(ctx context.Context, mediaID int64) ([]int64, error) {
	ids := []int64{}
	err := db.r(ctx).Raw("SELECT DISTINCT c.id FROM campaign_steps s JOIN campaigns c ON c.id = s.campaign_id WHERE s.media_id = ? AND c.state = 'running'", mediaID).Scan(&ids).Error
	return ids, translate(err)
}

// Batches implements campaigns.Store.
func (db *DB) Batches(ctx context.Context) (campaigns.Batches, error) {
	b := campaigns.Batches{Imports: []campaigns.Batch{}, Sheets: []campaigns.Batch{}}
	err := db.r(ctx).Raw(`SELECT i.id, i.file_name AS name, i.at, (SELECT count(*) FROM import_leads WHERE import_id = i.id) AS count
		FROM imports i ORDER BY i.id DESC LIMIT 100`).Scan(&b.Imports).Error
	if err != nil {
		return b, translate(err)
	}
	err = db.r(ctx).Raw(`SELECT c.id, c.title || CASE c.tab WHEN '' THEN '' ELSE ' · ' || c.tab END AS name, c.created_at AS at,
		(SELECT count(DISTINCT lead_id) FROM sheet_rows WHERE connection_id = c.id AND lead_id IS NOT NULL) AS count
		FROM sheet_connections c ORDER BY c.id DESC`).Scan(&b.Sheets).Error
	return b, translate(err)
}
