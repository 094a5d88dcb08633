package store

import (
	"context"

	"mceplatform/backend/leads"
)

const identityColumns = "lead_id, kind, value, match_key, confirmed, confirmed_at"

// FindIdentities implements leads.Store.
func (db *DB) FindIdentities(ctx context.Context, kind, matchKey string) ([]leads.Identity, error) {
	rows, err := db.r(ctx).Statement.ConnPool.QueryContext(ctx, "SELECT "+identityColumns+" FROM identities WHERE kind = ? AND match_key = ? ORDER BY lead_id", kind, matchKey)
	if err != nil {
		return nil, translate(err)
	}
	defer rows.Close()
	var list []leads.Identity
	for rows.Next() {
		var id leads.Identity
		if err := rows.Scan(&id.LeadID, &id.Kind, &id.Value, &id.MatchKey, &id.Confirmed, &id.ConfirmedAt); err != nil {
			return nil, translate(err)
		}
		list = append(list, id)
	}
	return list, translate(rows.Err())
}

// LeadIdentities implements leads.Store.
func (db *DB) LeadIdentities(ctx context.Context, leadID int64) ([]leads.Identity, error) {
	var list []leads.Identity
	err := db.r(ctx).Table("identities").Select(identityColumns).Where("lead_id = ?", leadID).Order("id").Find(&list).Error
	return list, translate(err)
}

// PutIdentity implements leads.Store. A confirmation is never taken back.
func (db *DB) PutIdentity(ctx context.Context, id leads.Identity) error {
	return translate(db.w(ctx).Exec(`INSERT INTO identities (lead_id, kind, value, match_key, confirmed, confirmed_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (kind, value) DO UPDATE SET lead_id = excluded.lead_id, confirmed = max(confirmed, excluded.confirmed), confirmed_at = max(confirmed_at, excluded.confirmed_at)`,
		id.LeadID, id.Kind, id.Value, id.MatchKey, id.Confirmed, id.ConfirmedAt).Error)
}

// DeleteIdentity implements leads.Store.
func (db *DB) DeleteIdentity(ctx context.Context, kind, value string) error {
	return translate(db.w(ctx).Exec("DELETE FROM identities WHERE kind = ? AND value = ?", kind, value).Error)
}

// LIDsAlone implements leads.Store.
func (db *DB) LIDsAlone(ctx context.Context, limit int) ([]string, error) {
	var list []string
	err := db.r(ctx).Raw(`SELECT i.value FROM leads JOIN identities i ON i.lead_id = leads.id AND i.kind = 'lid'
		WHERE leads.phone = '' AND leads.merged_into IS NULL LIMIT ?`, limit).Scan(&list).Error
	return list, translate(err)
}
