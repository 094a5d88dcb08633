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

const identityColumns = "lead_id, kind, value, match_key, confirmed"

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
		if err := rows.Scan(&id.LeadID, &id.Kind, &id.Value, &id.MatchKey, &id.Confirmed); err != nil {
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
	return translate(db.w(ctx).Exec(
		"INSERT INTO identities (lead_id, kind, value, match_key, confirmed) VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, value) DO UPDATE SET lead_id = excluded.lead_id, confirmed = max(confirmed, excluded.confirmed)",
		id.LeadID, id.Kind, id.Value, id.MatchKey, id.Confirmed).Error)
}

// MoveEverything implements leads.Store: all that belongs to one lead becomes
// another's, and the empty shell keeps pointing there.
func (db *DB) MoveEverything(ctx context.Context, from, to int64) error {
	steps := []string{
		"UPDATE identities SET lead_id = @to WHERE lead_id = @from",
		"UPDATE OR IGNORE lead_tags SET lead_id = @to WHERE lead_id = @from",
		"DELETE FROM lead_tags WHERE lead_id = @from",
		"UPDATE notes SET lead_id = @to WHERE lead_id = @from",
		"UPDATE activities SET lead_id = @to WHERE lead_id = @from",
		"UPDATE sheet_rows SET lead_id = @to WHERE lead_id = @from",
		"UPDATE sends SET lead_id = @to WHERE lead_id = @from",
		"UPDATE OR IGNORE campaign_recipients SET lead_id = @to WHERE lead_id = @from",
		"UPDATE campaign_recipients SET state = 'skipped', reason = 'merged' WHERE lead_id = @from AND state = 'pending'",
		`UPDATE leads SET last_message_at = max(last_message_at, (SELECT last_message_at FROM leads WHERE id = @from)),
		   first_message_at = coalesce(nullif(min(nullif(first_message_at, 0), (SELECT nullif(first_message_at, 0) FROM leads WHERE id = @from)), 0),
		     nullif(first_message_at, 0), (SELECT first_message_at FROM leads WHERE id = @from)) WHERE id = @to`,
		"UPDATE leads SET merged_into = @to WHERE id = @from",
	}
	args := map[string]any{"from": from, "to": to}
	for _, sql := range steps {
		if err := db.w(ctx).Exec(sql, args).Error; err != nil {
			return translate(err)
		}
	}
	return db.mergeChats(ctx, from, to)
}

// mergeChats folds the chats of one lead into those of another, per account.
func (db *DB) mergeChats(ctx context.Context, from, to int64) error {
	var pairs []struct{ FromChat, ToChat int64 }
	err := db.w(ctx).Raw("SELECT a.id AS from_chat, b.id AS to_chat FROM chats a JOIN chats b ON b.account_id = a.account_id AND b.lead_id = ? WHERE a.lead_id = ?", to, from).Scan(&pairs).Error
	if err != nil {
		return translate(err)
	}
	for _, p := range pairs {
		args := map[string]any{"from": p.FromChat, "to": p.ToChat}
		for _, sql := range []string{
			"DELETE FROM messages WHERE chat_id = @from AND NOT EXISTS (SELECT 1 FROM sends WHERE message_id = messages.id) AND EXISTS (SELECT 1 FROM messages m WHERE m.chat_id = @to AND m.from_me = messages.from_me AND m.wa_id = messages.wa_id)",
			"UPDATE messages SET chat_id = @to WHERE chat_id = @from",
			"UPDATE sends SET chat_id = @to WHERE chat_id = @from",
			"UPDATE chats SET unread_count = unread_count + (SELECT unread_count FROM chats WHERE id = @from), answered = max(answered, (SELECT answered FROM chats WHERE id = @from)), draft = CASE WHEN draft = '' THEN (SELECT draft FROM chats WHERE id = @from) ELSE draft END WHERE id = @to",
			"DELETE FROM chats WHERE id = @from",
		} {
			if err := db.w(ctx).Exec(sql, args).Error; err != nil {
				return translate(err)
			}
		}
		if err := db.refreshChat(ctx, p.ToChat); err != nil {
			return err
		}
	}
	return translate(db.w(ctx).Exec("UPDATE chats SET lead_id = ? WHERE lead_id = ?", to, from).Error)
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
