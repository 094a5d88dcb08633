package store

import (
	"context"
	"encoding/json"

	"mceplatform/backend/leads"
)

// LeadCustomFields implements leads.Store.
func (db *DB) LeadCustomFields(ctx context.Context, leadID int64) (map[string]string, error) {
	var raw string
	if err := db.queryRow(ctx, "SELECT custom FROM leads WHERE id = ?", leadID).Scan(&raw); err != nil {
		return nil, translate(err)
	}
	return decodeCustom(raw)
}

func decodeCustom(raw string) (map[string]string, error) {
	custom := map[string]string{}
	if raw == "{}" {
		return custom, nil
	}
	return custom, json.Unmarshal([]byte(raw), &custom)
}

const addressee = "SELECT " + leadColumns + `, leads.merged_into, leads.custom,
	coalesce((SELECT state FROM consents WHERE lead_id = leads.id ORDER BY id DESC LIMIT 1), 'unknown'),
	(SELECT json_group_array(name) FROM (SELECT tags.name FROM lead_tags JOIN tags ON tags.id = tag_id WHERE lead_id = leads.id ORDER BY tags.name COLLATE NOCASE))
	FROM leads WHERE leads.id = ?`

// FindAddressee implements leads.Store.
func (db *DB) FindAddressee(ctx context.Context, leadID int64) (leads.Addressee, error) {
	var a leads.Addressee
	var custom, tags string
	mergedInto, err := scanLead(db.queryRow(ctx, addressee, leadID), &a.Lead, &custom, &a.Consent, &tags)
	if err != nil {
		return a, translate(err)
	}
	if mergedInto != nil {
		return db.FindAddressee(ctx, *mergedInto)
	}
	if err := json.Unmarshal([]byte(tags), &a.Lead.Tags); err != nil {
		return a, err
	}
	a.Custom, err = decodeCustom(custom)
	return a, err
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
