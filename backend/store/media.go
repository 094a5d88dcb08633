package store

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
)

// mediaRow is the columns of a file, for writing.
func mediaRow(m chats.Media) map[string]any {
	return map[string]any{
		"state": m.State, "sha256": m.SHA256, "mime": m.Mime, "size": m.Size, "file_name": m.FileName, "width": m.Width, "height": m.Height,
		"duration_ms": m.DurationMS, "animated": m.Animated, "waveform": m.Waveform, "thumb": m.Thumb,
		"direct_path": m.Remote.DirectPath, "url": m.Remote.URL, "media_key": m.Remote.Key, "enc_sha256": m.Remote.EncSHA256, "file_sha256": m.Remote.FileSHA256,
		"wanted": m.Wanted, "uploaded_at": m.UploadedAt, "attempts": m.Attempts, "next_at": m.NextAt, "reason": m.Reason,
	}
}

// CreateMedia implements chats.Store.
func (db *DB) CreateMedia(ctx context.Context, m *chats.Media) error {
	err := db.w(ctx).Raw(`INSERT INTO media (state, sha256, mime, size, file_name, width, height, duration_ms, animated, waveform, thumb,
		direct_path, url, media_key, enc_sha256, file_sha256, wanted, uploaded_at, created_at)
		VALUES (@state, @sha256, @mime, @size, @file_name, @width, @height, @duration_ms, @animated, @waveform, @thumb,
		@direct_path, @url, @media_key, @enc_sha256, @file_sha256, @wanted, @uploaded_at, CAST(unixepoch('subsec') * 1000 AS INTEGER)) RETURNING id`, mediaRow(*m)).Scan(&m.ID).Error
	return translate(err)
}

// UpdateMedia implements chats.Store.
func (db *DB) UpdateMedia(ctx context.Context, m chats.Media) error {
	return translate(db.w(ctx).Table("media").Where("id = ? AND state <> 'dropped'", m.ID).Updates(mediaRow(m)).Error)
}

// ReleaseMedia implements chats.Store.
func (db *DB) ReleaseMedia(ctx context.Context, messageID int64) error {
	err := db.w(ctx).Exec("UPDATE media SET state = 'dropped' WHERE id IN (SELECT media_id FROM messages WHERE id = ? AND media_id IS NOT NULL)", messageID).Error
	if err != nil {
		return translate(err)
	}
	return translate(db.w(ctx).Exec("UPDATE messages SET media_id = NULL WHERE id = ?", messageID).Error)
}

// NextDropped implements chats.Store.
func (db *DB) NextDropped(ctx context.Context) (int64, string, error) {
	var row struct {
		ID     int64
		SHA256 string `gorm:"column:sha256"`
		Shared bool
	}
	err := db.r(ctx).Raw(`SELECT id, sha256, EXISTS (SELECT 1 FROM media o WHERE o.sha256 = media.sha256 AND o.state <> 'dropped') AS shared
		FROM media WHERE state = 'dropped' LIMIT 1`).Scan(&row).Error
	if row.Shared {
		row.SHA256 = ""
	}
	return row.ID, row.SHA256, translate(err)
}

// DeleteMedia implements chats.Store.
func (db *DB) DeleteMedia(ctx context.Context, id int64) error {
	return translate(db.w(ctx).Exec("DELETE FROM media WHERE id = ? AND state = 'dropped'", id).Error)
}

// NextDownload implements chats.Store.
func (db *DB) NextDownload(ctx context.Context, now clock.Millis) (*chats.Message, error) {
	return db.oneMessage(ctx, "media_id = (SELECT id FROM media WHERE state = 'remote' AND wanted = 1 AND next_at <= ? ORDER BY next_at, id LIMIT 1) LIMIT 1", now)
}

// FindRequested implements chats.Store.
func (db *DB) FindRequested(ctx context.Context, waID string, fromMe bool) (*chats.Message, error) {
	return db.oneMessage(ctx, "wa_id = ? AND from_me = ? AND media_id IN (SELECT id FROM media WHERE state = 'requested') LIMIT 1", waID, fromMe)
}

// NextUpload implements chats.Store.
func (db *DB) NextUpload(ctx context.Context, accountID int64, now, uploadedSince clock.Millis) (*chats.Send, error) {
	var s chats.Send
	// The plus sign: see nextSendAt.
	err := db.r(ctx).Table("sends").Select(sendColumns).Joins("JOIN messages ON messages.id = sends.message_id").Joins("JOIN media ON media.id = messages.media_id").
		Where("sends.state IN ('pending', 'sending') AND +sends.account_id = ? AND media.uploaded_at <= ? AND media.next_at <= ?", accountID, uploadedSince, now).
		Order("sends.id").Limit(1).Take(&s).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil
	}
	return &s, translate(err)
}

// GetMedia implements chats.Store.
func (db *DB) GetMedia(ctx context.Context, id int64) (chats.Media, error) {
	var m chats.Media
	err := db.r(ctx).Table("media").Select(mediaColumns).Where("id = ?", id).Take(&m).Error
	return m, translate(err)
}

// NextSharedUpload implements chats.Store.
func (db *DB) NextSharedUpload(ctx context.Context, now, uploadedSince clock.Millis) (*chats.Media, chats.Kind, error) {
	var due struct {
		MediaID int64
		Kind    chats.Kind
	}
	err := db.r(ctx).Raw(`SELECT s.media_id, s.kind FROM campaigns c JOIN campaign_steps s ON s.campaign_id = c.id JOIN media m ON m.id = s.media_id
		WHERE c.state = 'running' AND m.state = 'ready' AND m.uploaded_at <= ? AND m.next_at <= ? ORDER BY c.id, s.position LIMIT 1`, uploadedSince, now).Scan(&due).Error
	if err != nil || due.MediaID == 0 {
		return nil, "", translate(err)
	}
	m, err := db.GetMedia(ctx, due.MediaID)
	return &m, due.Kind, err
}

// DropUnused implements chats.Store.
func (db *DB) DropUnused(ctx context.Context, before clock.Millis) error {
	return translate(db.w(ctx).Exec(`UPDATE media SET state = 'dropped' WHERE state = 'ready' AND created_at < ?
		AND NOT EXISTS (SELECT 1 FROM messages WHERE media_id = media.id)
		AND NOT EXISTS (SELECT 1 FROM campaign_steps WHERE media_id = media.id)
		AND NOT EXISTS (SELECT 1 FROM templates WHERE media_id = media.id)`, before).Error)
}

// RestartTransfers implements chats.Store.
func (db *DB) RestartTransfers(ctx context.Context) error {
	return translate(db.w(ctx).Exec("UPDATE media SET state = 'remote' WHERE state = 'fetching'").Error)
}
