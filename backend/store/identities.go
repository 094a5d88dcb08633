package store

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"

	"mceplatform/backend/clock"
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

// Suppress implements leads.Store.
func (db *DB) Suppress(ctx context.Context, ids []leads.Identity, kind, source string, at clock.Millis) error {
	for _, id := range ids {
		hash, err := db.identityHash(ctx, id)
		if err != nil {
			return err
		}
		err = db.w(ctx).Exec("INSERT INTO suppressions (hash, kind, source, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (hash) DO UPDATE SET kind = excluded.kind, source = excluded.source, created_at = excluded.created_at, lifted_at = 0",
			hash, kind, source, at).Error
		if err != nil {
			return translate(err)
		}
	}
	return nil
}

// LiftSuppression implements leads.Store.
func (db *DB) LiftSuppression(ctx context.Context, ids []leads.Identity, at clock.Millis) error {
	for _, id := range ids {
		hash, err := db.identityHash(ctx, id)
		if err != nil {
			return err
		}
		if err := db.w(ctx).Exec("UPDATE suppressions SET lifted_at = ? WHERE hash = ?", at, hash).Error; err != nil {
			return translate(err)
		}
	}
	return nil
}

// Suppressed implements leads.Store.
func (db *DB) Suppressed(ctx context.Context, ids []leads.Identity) (bool, error) {
	for _, id := range ids {
		hash, err := db.identityHash(ctx, id)
		if err != nil {
			return false, err
		}
		var n int64
		if err := db.r(ctx).Table("suppressions").Where("hash = ? AND lifted_at = 0", hash).Count(&n).Error; err != nil {
			return false, translate(err)
		}
		if n > 0 {
			return true, nil
		}
	}
	return false, nil
}

// suppressedLeads tells which of the leads have opted out.
func (db *DB) suppressedLeads(ctx context.Context, leadIDs []int64) (map[int64]bool, error) {
	out := make(map[int64]bool)
	var any int64
	if err := db.r(ctx).Table("suppressions").Where("lifted_at = 0").Limit(1).Count(&any).Error; err != nil || any == 0 {
		return out, translate(err)
	}
	hashes, err := db.suppressionSet(ctx)
	if err != nil {
		return nil, err
	}
	const chunk = 500
	for len(leadIDs) > 0 {
		n := min(chunk, len(leadIDs))
		var list []leads.Identity
		err := db.r(ctx).Table("identities").Select(identityColumns).Where("lead_id IN ?", leadIDs[:n]).Find(&list).Error
		if err != nil {
			return nil, translate(err)
		}
		for _, id := range list {
			hash, err := db.identityHash(ctx, id)
			if err != nil {
				return nil, err
			}
			if hashes[hash] {
				out[id.LeadID] = true
			}
		}
		leadIDs = leadIDs[n:]
	}
	return out, nil
}

func (db *DB) suppressionSet(ctx context.Context) (map[string]bool, error) {
	var hashes []string
	if err := db.r(ctx).Table("suppressions").Where("lifted_at = 0").Pluck("hash", &hashes).Error; err != nil {
		return nil, translate(err)
	}
	set := make(map[string]bool, len(hashes))
	for _, h := range hashes {
		set[h] = true
	}
	return set, nil
}

const suppressionKey = "suppression_key"

// identityHash is the keyed hash under which an opt-out is kept: the list says
// nothing about people to somebody who has the list alone.
func (db *DB) identityHash(ctx context.Context, id leads.Identity) (string, error) {
	key, err := db.hashKey(ctx)
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id.Kind + ":" + id.MatchKey))
	return hex.EncodeToString(mac.Sum(nil)), nil
}

func (db *DB) hashKey(ctx context.Context) ([]byte, error) {
	if key := db.suppression.Load(); key != nil {
		return *key, nil
	}
	key, err := db.meta(ctx, suppressionKey)
	if err == nil && key != nil {
		db.suppression.Store(&key)
	}
	return key, err
}

// makeHashKey draws the key once in a database's life, when it is opened.
func (db *DB) makeHashKey(ctx context.Context) error {
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return err
	}
	return db.write.WithContext(ctx).Exec("INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", suppressionKey, key).Error
}
