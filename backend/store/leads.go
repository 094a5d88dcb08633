package store

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"mceplatform/backend/clock"
	"mceplatform/backend/leads"
	"mceplatform/backend/phone"
)

var _ leads.Store = (*DB)(nil)

const leadColumns = "leads.id, leads.name, leads.name_source, leads.push_name, leads.phone, leads.email, leads.company, leads.owner, leads.source, leads.stage_id, leads.first_message_at, leads.last_message_at, leads.created_at, leads.updated_at"

// ListLeads implements leads.Store.
func (db *DB) ListLeads(ctx context.Context, f leads.Filter) (leads.Page, error) {
	matching := db.leadFilter(ctx, f)
	page := leads.Page{Items: []leads.Lead{}}
	var total int64
	if err := matching.Session(&gorm.Session{}).Count(&total).Error; err != nil {
		return page, translate(err)
	}
	page.Total = int(total)
	key, err := leadOrder(f.Sort).page(matching.Session(&gorm.Session{}).Select(leadColumns), f.Cursor)
	if err != nil {
		return page, err
	}
	if err := key.Limit(f.Limit + 1).Find(&page.Items).Error; err != nil {
		return page, translate(err)
	}
	if len(page.Items) > f.Limit {
		page.Items = page.Items[:f.Limit]
		page.Next = leadOrder(f.Sort).cursor(page.Items[f.Limit-1])
	}
	return page, db.dressLeads(ctx, page.Items)
}

func (db *DB) leadFilter(ctx context.Context, f leads.Filter) *gorm.DB {
	q := db.r(ctx).Table("leads").Where("leads.merged_into IS NULL")
	if f.StageID != 0 {
		q = q.Where("leads.stage_id = ?", f.StageID)
	}
	for _, t := range f.Tags {
		q = q.Where("leads.id IN (SELECT lead_id FROM lead_tags JOIN tags ON tags.id = tag_id WHERE tags.name = ?)", t)
	}
	if f.Query == "" {
		return q
	}
	like := "%" + escapeLike(f.Query) + "%"
	where := `leads.name LIKE ? ESCAPE '\' OR leads.push_name LIKE ? ESCAPE '\' OR leads.email LIKE ? ESCAPE '\' OR leads.company LIKE ? ESCAPE '\' OR leads.owner LIKE ? ESCAPE '\'`
	args := []any{like, like, like, like, like}
	if digits := digitsOf(f.Query); len(digits) >= 3 {
		where += " OR leads.phone LIKE ?"
		args = append(args, "%"+digits+"%")
	}
	return q.Where(where, args...)
}

func escapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(s)
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// leadOrder is a stable order of the list of leads; ties are broken by id.
type leadOrder leads.Sort

func (o leadOrder) page(q *gorm.DB, cursor string) (*gorm.DB, error) {
	after, err := parseCursor(cursor)
	if err != nil {
		return nil, err
	}
	if leads.Sort(o) == leads.SortName {
		q = q.Order("leads.name COLLATE NOCASE, leads.id")
		if after != nil {
			q = q.Where("(leads.name COLLATE NOCASE, leads.id) > (?, ?)", after.text, after.id)
		}
		return q, nil
	}
	column := "leads.last_message_at"
	if leads.Sort(o) == leads.SortCreated {
		column = "leads.created_at"
	}
	q = q.Order(column + " DESC, leads.id DESC")
	if after != nil {
		q = q.Where(fmt.Sprintf("(%s, leads.id) < (?, ?)", column), after.number, after.id)
	}
	return q, nil
}

func (o leadOrder) cursor(l leads.Lead) string {
	switch leads.Sort(o) {
	case leads.SortName:
		return textCursor(l.Name, l.ID)
	case leads.SortCreated:
		return numberCursor(int64(l.CreatedAt), l.ID)
	default:
		return numberCursor(int64(l.LastMessageAt), l.ID)
	}
}

// dressLeads adds what a row of the table does not hold: tags, the readable
// number, the opt-out.
func (db *DB) dressLeads(ctx context.Context, list []leads.Lead) error {
	ids := make([]int64, len(list))
	for i, l := range list {
		ids[i] = l.ID
	}
	tags, err := db.tagsOf(ctx, ids)
	if err != nil {
		return err
	}
	out, err := db.suppressedLeads(ctx, ids)
	if err != nil {
		return err
	}
	for i := range list {
		l := &list[i]
		l.Tags = tags[l.ID]
		l.PhoneDisplay = displayPhone(l.Phone)
		l.OptedOut = out[l.ID]
		if l.Tags == nil {
			l.Tags = []string{}
		}
	}
	return nil
}

func displayPhone(digits string) string {
	if digits == "" {
		return ""
	}
	n, err := phone.FromDigits(digits)
	if err != nil {
		return "+" + digits
	}
	return n.Display()
}

// GetLead implements leads.Store. The id of a lead that was merged away leads
// to the one it became.
func (db *DB) GetLead(ctx context.Context, id int64) (leads.Lead, error) {
	lead, err := db.FindLead(ctx, id)
	if err != nil {
		return leads.Lead{}, err
	}
	list := []leads.Lead{lead}
	err = db.dressLeads(ctx, list)
	return list[0], err
}

// FindLead implements leads.Store. It scans by hand: every message passes here.
func (db *DB) FindLead(ctx context.Context, id int64) (leads.Lead, error) {
	var l leads.Lead
	mergedInto, err := scanLead(db.queryRow(ctx, "SELECT "+leadColumns+", leads.merged_into FROM leads WHERE leads.id = ?", id), &l)
	if err != nil {
		return leads.Lead{}, translate(err)
	}
	if mergedInto != nil {
		return db.FindLead(ctx, *mergedInto)
	}
	return l, nil
}

// scanLead scans leadColumns, what the lead was merged into, and more.
func scanLead(row scanner, l *leads.Lead, more ...any) (mergedInto *int64, err error) {
	into := []any{
		&l.ID, &l.Name, &l.NameSource, &l.PushName, &l.Phone, &l.Email, &l.Company, &l.Owner, &l.Source, &l.StageID,
		&l.FirstMessageAt, &l.LastMessageAt, &l.CreatedAt, &l.UpdatedAt, &mergedInto,
	}
	return mergedInto, row.Scan(append(into, more...)...)
}

// CreateLead implements leads.Store.
func (db *DB) CreateLead(ctx context.Context, l *leads.Lead) error {
	err := db.w(ctx).Table("leads").
		Select("name", "name_source", "push_name", "phone", "email", "company", "owner", "source", "stage_id", "first_message_at", "last_message_at", "created_at", "updated_at").
		Create(l).Error
	l.PhoneDisplay = displayPhone(l.Phone)
	if l.Tags == nil {
		l.Tags = []string{}
	}
	return translate(err)
}

// UpdateLead implements leads.Store.
func (db *DB) UpdateLead(ctx context.Context, l leads.Lead) error {
	return translate(db.w(ctx).Table("leads").Where("id = ?", l.ID).Updates(map[string]any{
		"name": l.Name, "name_source": l.NameSource, "push_name": l.PushName, "phone": l.Phone, "email": l.Email,
		"company": l.Company, "owner": l.Owner, "stage_id": l.StageID, "updated_at": l.UpdatedAt,
	}).Error)
}

// MarkFieldsEdited implements leads.Store.
func (db *DB) MarkFieldsEdited(ctx context.Context, id int64, fields ...string) error {
	for _, f := range fields {
		err := db.w(ctx).Exec("UPDATE leads SET user_fields = CASE WHEN user_fields = '' THEN ? ELSE user_fields || ',' || ? END WHERE id = ? AND instr(',' || user_fields || ',', ?) = 0",
			f, f, id, ","+f+",").Error
		if err != nil {
			return translate(err)
		}
	}
	return nil
}

// TouchLead implements leads.Store.
func (db *DB) TouchLead(ctx context.Context, id int64, at clock.Millis) error {
	return db.exec(ctx,
		"UPDATE leads SET last_message_at = max(last_message_at, ?), first_message_at = CASE WHEN first_message_at = 0 THEN ? ELSE min(first_message_at, ?) END WHERE id = ?",
		at, at, at, id)
}

// ListStages implements leads.Store.
func (db *DB) ListStages(ctx context.Context) ([]leads.Stage, error) {
	list := []leads.Stage{}
	return list, translate(db.r(ctx).Table("stages").Select("id, name, kind").Order("position").Find(&list).Error)
}

// ListNotes implements leads.Store.
func (db *DB) ListNotes(ctx context.Context, leadID int64) ([]leads.Note, error) {
	list := []leads.Note{}
	return list, translate(db.r(ctx).Table("notes").Select("id, lead_id, text, created_at").Where("lead_id = ?", leadID).Order("created_at DESC, id DESC").Find(&list).Error)
}

// CreateNote implements leads.Store.
func (db *DB) CreateNote(ctx context.Context, n *leads.Note) error {
	return translate(db.w(ctx).Table("notes").Select("lead_id", "text", "created_at").Create(n).Error)
}

// DeleteNote implements leads.Store.
func (db *DB) DeleteNote(ctx context.Context, id int64) (int64, error) {
	var n leads.Note
	if err := db.w(ctx).Table("notes").Select("id, lead_id").Where("id = ?", id).Take(&n).Error; err != nil {
		return 0, translate(err)
	}
	return n.LeadID, translate(db.w(ctx).Exec("DELETE FROM notes WHERE id = ?", id).Error)
}

// ListActivities implements leads.Store.
func (db *DB) ListActivities(ctx context.Context, leadID int64, limit int) ([]leads.Activity, error) {
	list := []leads.Activity{}
	err := db.r(ctx).Table("activities").Select("id, lead_id, kind, actor, detail, at, batch_id").Where("lead_id = ?", leadID).Order("at DESC, id DESC").Limit(limit).Find(&list).Error
	return list, translate(err)
}

// AddActivities implements leads.Store.
func (db *DB) AddActivities(ctx context.Context, list ...leads.Activity) error {
	for _, a := range list {
		err := db.exec(ctx, "INSERT INTO activities (lead_id, kind, actor, detail, at, batch_id) VALUES (?, ?, ?, ?, ?, ?)", a.LeadID, a.Kind, a.Actor, a.Detail, a.At, a.BatchID)
		if err != nil {
			return err
		}
	}
	return nil
}
