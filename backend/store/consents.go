package store

import (
	"context"
	"encoding/json"

	"mceplatform/backend/leads"
)

// LeadCustomFields implements leads.Store.
func (db *DB) LeadCustomFields(ctx context.Context, leadID int64) (map[string]string, error) {
	var raw string
	if err := db.r(ctx).Raw("SELECT custom FROM leads WHERE id = ?", leadID).Scan(&raw).Error; err != nil {
		return nil, translate(err)
	}
	custom := map[string]string{}
	if raw == "" || raw == "{}" {
		return custom, nil
	}
	return custom, json.Unmarshal([]byte(raw), &custom)
}

// LatestConsent implements leads.Store.
func (db *DB) LatestConsent(ctx context.Context, leadID int64) (*leads.Consent, error) {
	var list []leads.Consent
	err := db.r(ctx).Table("consents").Select("lead_id, state, source, note, at").Where("lead_id = ?", leadID).Order("id DESC").Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, translate(err)
	}
	return &list[0], nil
}

// AddConsents implements leads.Store.
func (db *DB) AddConsents(ctx context.Context, list ...leads.Consent) error {
	if len(list) == 0 {
		return nil
	}
	return translate(db.w(ctx).Table("consents").CreateInBatches(&list, 500).Error)
}
