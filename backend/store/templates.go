package store

import (
	"context"

	"mceplatform/backend/chats"
	"mceplatform/backend/templates"
)

var _ templates.Store = (*DB)(nil)

type templateRow struct {
	templates.Template `gorm:"embedded"`
	Kind               chats.Kind
	MediaID            *int64
}

func rowOfTemplate(t templates.Template) templateRow {
	row := templateRow{Template: t, Kind: chats.KindText}
	if t.Attachment != nil {
		row.Kind, row.MediaID = t.Attachment.Kind, &t.Attachment.MediaID
	}
	return row
}

// ListTemplates implements templates.Store.
func (db *DB) ListTemplates(ctx context.Context) ([]templates.Template, error) {
	var rows []templateRow
	if err := db.r(ctx).Table("templates").Order("name, id").Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	list := make([]templates.Template, len(rows))
	for i, r := range rows {
		list[i] = r.Template
		var err error
		if list[i].Attachment, err = db.attachment(ctx, r.MediaID, r.Kind); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// attachment describes a file, nil for none.
func (db *DB) attachment(ctx context.Context, mediaID *int64, kind chats.Kind) (*chats.Attachment, error) {
	if mediaID == nil {
		return nil, nil
	}
	m, err := db.GetMedia(ctx, *mediaID)
	return chats.AttachmentOf(m, kind), err
}

// GetTemplate implements templates.Store.
func (db *DB) GetTemplate(ctx context.Context, id int64) (templates.Template, error) {
	var row templateRow
	if err := db.r(ctx).Table("templates").Where("id = ?", id).Take(&row).Error; err != nil {
		return templates.Template{}, translate(err)
	}
	a, err := db.attachment(ctx, row.MediaID, row.Kind)
	row.Attachment = a
	return row.Template, err
}

// CreateTemplate implements templates.Store.
func (db *DB) CreateTemplate(ctx context.Context, t *templates.Template) error {
	row := rowOfTemplate(*t)
	err := db.w(ctx).Table("templates").Select("name", "body", "kind", "media_id", "created_at", "updated_at").Create(&row).Error
	t.ID = row.ID
	return translate(err)
}

// UpdateTemplate implements templates.Store.
func (db *DB) UpdateTemplate(ctx context.Context, t templates.Template) error {
	row := rowOfTemplate(t)
	return translate(db.w(ctx).Table("templates").Where("id = ?", t.ID).Select("name", "body", "kind", "media_id", "updated_at").Updates(&row).Error)
}

// DeleteTemplate implements templates.Store.
func (db *DB) DeleteTemplate(ctx context.Context, id int64) error {
	return translate(db.w(ctx).Exec("DELETE FROM templates WHERE id = ?", id).Error)
}

// CustomFields implements templates.Store.
func (db *DB) CustomFields(ctx context.Context) ([]string, error) {
	titles := []string{}
	err := db.r(ctx).Raw("SELECT DISTINCT f.key FROM leads, json_each(leads.custom) f WHERE leads.custom <> '{}' ORDER BY 1").Scan(&titles).Error
	return titles, translate(err)
}
