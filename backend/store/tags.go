package store

import (
	"context"

	"mceplatform/backend/leads"
)

// ListTags implements leads.Store.
func (db *DB) ListTags(ctx context.Context) ([]leads.TagCount, error) {
	list := []leads.TagCount{}
	err := db.r(ctx).Raw(`SELECT tags.name AS name, count(*) AS count FROM tags JOIN lead_tags ON lead_tags.tag_id = tags.id
		GROUP BY tags.id ORDER BY tags.name COLLATE NOCASE`).Scan(&list).Error
	return list, translate(err)
}

// AddTags implements leads.Store.
func (db *DB) AddTags(ctx context.Context, leadIDs []int64, tags []string) error {
	for _, tag := range tags {
		if err := db.w(ctx).Exec("INSERT INTO tags (name) VALUES (?) ON CONFLICT (name) DO NOTHING", tag).Error; err != nil {
			return translate(err)
		}
		var id int64
		if err := db.w(ctx).Raw("SELECT id FROM tags WHERE name = ?", tag).Scan(&id).Error; err != nil {
			return translate(err)
		}
		rows := make([]leadTag, len(leadIDs))
		for i, lead := range leadIDs {
			rows[i] = leadTag{LeadID: lead, TagID: id}
		}
		if err := db.insertLeadTags(ctx, rows); err != nil {
			return err
		}
	}
	return nil
}

type leadTag struct{ LeadID, TagID int64 }

// insertLeadTags tags leads; a lead that has the tag keeps it.
func (db *DB) insertLeadTags(ctx context.Context, rows []leadTag) error {
	if len(rows) == 0 {
		return nil
	}
	return translate(db.w(ctx).Table("lead_tags").Clauses(doNothing).CreateInBatches(&rows, 500).Error)
}

// RemoveTag implements leads.Store.
func (db *DB) RemoveTag(ctx context.Context, leadIDs []int64, tag string) error {
	return translate(db.w(ctx).Exec("DELETE FROM lead_tags WHERE lead_id IN ? AND tag_id = (SELECT id FROM tags WHERE name = ?)", leadIDs, tag).Error)
}

// tagsOf returns the tags of leads in the order of their names.
func (db *DB) tagsOf(ctx context.Context, leadIDs []int64) (map[int64][]string, error) {
	out := make(map[int64][]string, len(leadIDs))
	const chunk = 500
	for len(leadIDs) > 0 {
		n := min(chunk, len(leadIDs))
		var rows []struct {
			LeadID int64
			Name   string
		}
		err := db.r(ctx).Raw("SELECT lead_id, name FROM lead_tags JOIN tags ON tags.id = tag_id WHERE lead_id IN ? ORDER BY lead_id, name COLLATE NOCASE", leadIDs[:n]).Scan(&rows).Error
		if err != nil {
			return nil, translate(err)
		}
		for _, r := range rows {
			out[r.LeadID] = append(out[r.LeadID], r.Name)
		}
		leadIDs = leadIDs[n:]
	}
	return out, nil
}
