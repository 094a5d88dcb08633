package store

import (
	"context"

	"mceplatform/backend/leads"
)

const identityColumns = "lead_id, kind, value, match_key, confirmed, confirmed_at"

func scanIdentity(row scanner, id *leads.Identity) error {
	return row.Scan(&id.LeadID, &id.Kind, &id.Value, &id.MatchKey, &id.Confirmed, &id.ConfirmedAt)
}

// FindIdentities implements leads.Store.
func (db *DB) FindIdentities(ctx context.Context, kind, matchKey string) ([]leads.Identity, error) {
	return readAll(ctx, db, scanIdentity, "SELECT "+identityColumns+" FROM identities WHERE kind = ? AND match_key = ? ORDER BY lead_id", kind, matchKey)
}

// LeadIdentities implements leads.Store.
func (db *DB) LeadIdentities(ctx context.Context, leadID int64) ([]leads.Identity, error) {
	return readAll(ctx, db, scanIdentity, "SELECT "+identityColumns+" FROM identities WHERE lead_id = ? ORDER BY id", leadID)
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
