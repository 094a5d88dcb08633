package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"gorm.io/gorm"

	"mceplatform/backend/account"
	"mceplatform/backend/clock"
	"mceplatform/backend/inbound"
	"mceplatform/backend/settings"
)

var (
	_ account.Store  = (*DB)(nil)
	_ settings.Store = (*DB)(nil)
	_ inbound.Store  = (*DB)(nil)
)

// ActiveAccount implements account.Store.
func (db *DB) ActiveAccount(ctx context.Context) (*account.Account, error) {
	var a account.Account
	err := db.r(ctx).Table("accounts").Select("id, phone, lid, push_name, linked_at, unlinked_at, banned_until, ban_code, restricted_until").Order("linked_at DESC, id DESC").Limit(1).Take(&a).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil
	}
	return &a, translate(err)
}

// PutAccount implements account.Store.
func (db *DB) PutAccount(ctx context.Context, a *account.Account) error {
	err := db.w(ctx).Raw(`INSERT INTO accounts (phone, lid, push_name, linked_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (phone) DO UPDATE SET lid = excluded.lid, linked_at = excluded.linked_at, unlinked_at = 0,
		push_name = CASE WHEN excluded.push_name = '' THEN push_name ELSE excluded.push_name END RETURNING id`,
		a.Phone, a.LID, a.PushName, a.LinkedAt).Scan(&a.ID).Error
	return translate(err)
}

// MarkUnlinked implements account.Store.
func (db *DB) MarkUnlinked(ctx context.Context, at clock.Millis) error {
	return translate(db.w(ctx).Exec("UPDATE accounts SET unlinked_at = ? WHERE unlinked_at = 0", at).Error)
}

// SetBan implements account.Store.
func (db *DB) SetBan(ctx context.Context, id int64, until clock.Millis, code int) error {
	return translate(db.w(ctx).Exec("UPDATE accounts SET banned_until = ?, ban_code = ? WHERE id = ?", until, code, id).Error)
}

// SetRestriction implements account.Store.
func (db *DB) SetRestriction(ctx context.Context, id int64, until clock.Millis) error {
	return translate(db.w(ctx).Exec("UPDATE accounts SET restricted_until = ? WHERE id = ?", until, id).Error)
}

const settingsVersion = 1

// LoadSettings implements settings.Store.
func (db *DB) LoadSettings(ctx context.Context, into *settings.Settings) (bool, error) {
	var doc string
	err := db.queryRow(ctx, "SELECT doc FROM settings WHERE id = 1").Scan(&doc)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, translate(err)
	}
	return true, json.Unmarshal([]byte(doc), into)
}

// SaveSettings implements settings.Store.
func (db *DB) SaveSettings(ctx context.Context, s settings.Settings) error {
	doc, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return translate(db.w(ctx).Exec("INSERT INTO settings (id, version, doc) VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE SET version = excluded.version, doc = excluded.doc", settingsVersion, string(doc)).Error)
}

// Quarantine implements inbound.Store.
func (db *DB) Quarantine(ctx context.Context, p inbound.Poison) error {
	return translate(db.w(ctx).Exec("INSERT INTO inbound_quarantine (wa_id, sender, raw, error, attempts, created_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (sender, wa_id) DO NOTHING",
		p.ID, p.Sender, p.Raw, p.Error, p.Attempts, p.At).Error)
}

// Quarantined implements inbound.Store.
func (db *DB) Quarantined(ctx context.Context, sender, waID string, messageID int64) error {
	return translate(db.w(ctx).Exec("UPDATE inbound_quarantine SET message_id = ? WHERE sender = ? AND wa_id = ?", messageID, sender, waID).Error)
}
