package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"mceplatform/backend/clock"
	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
)

// batch is a set of changes that can be taken back as a whole. Each change
// names one cell with what stood there before and after; undoing puts "before"
// where "after" still stands.
type batch struct {
	db *DB
	id int64
}

// set records and changes one column of the rows that a condition selects.
func (b batch) set(ctx context.Context, table, column string, after any, where string, args map[string]any) error {
	all := map[string]any{"batch": b.id, "after": after}
	for k, v := range args {
		all[k] = v
	}
	key := "id, ''"
	if table == "sheet_rows" {
		key = "connection_id, row_key"
	}
	record := fmt.Sprintf("INSERT INTO changes (batch_id, tbl, row_id, row_key, col, before, after) SELECT @batch, '%s', %s, '%s', %s, @after FROM %s WHERE %s", table, key, column, column, table, where)
	if err := b.db.w(ctx).Exec(record, all).Error; err != nil {
		return translate(err)
	}
	return translate(b.db.w(ctx).Exec(fmt.Sprintf("UPDATE %s SET %s = @after WHERE %s", table, column, where), all).Error)
}

// reversible are the cells a merge changes, in the order in which they are put
// back: a chat must be there again before its messages return to it.
var reversible = []struct{ table, column string }{
	{"chats", "lead_id"}, {"messages", "chat_id"}, {"sends", "chat_id"}, {"sends", "lead_id"}, {"sends", "state"}, {"messages", "status"}, {"identities", "lead_id"}, {"notes", "lead_id"},
	{"activities", "lead_id"}, {"consents", "lead_id"}, {"sheet_rows", "lead_id"}, {"campaign_recipients", "lead_id"}, {"campaign_recipients", "state"}, {"campaign_recipients", "reason"},
	{"leads", "merged_into"}, {"leads", "name"}, {"leads", "name_source"}, {"leads", "push_name"}, {"leads", "phone"}, {"leads", "email"}, {"leads", "company"}, {"leads", "owner"},
	{"leads", "first_message_at"}, {"leads", "last_message_at"},
}

// MergeLeads implements leads.Store.
func (db *DB) MergeLeads(ctx context.Context, from int64, to leads.Lead, actor string, at clock.Millis) (int64, error) {
	b := batch{db: db}
	err := db.w(ctx).Raw("INSERT INTO change_batches (kind, actor, at, from_lead, to_lead) VALUES ('merge', ?, ?, ?, ?) RETURNING id", actor, at, from, to.ID).Scan(&b.id).Error
	if err != nil {
		return 0, translate(err)
	}
	args := map[string]any{"from": from, "to": to.ID}
	for _, table := range []string{"identities", "notes", "activities", "sheet_rows", "sends", "consents"} {
		if err := b.set(ctx, table, "lead_id", to.ID, "lead_id = @from", args); err != nil {
			return 0, err
		}
	}
	for _, step := range []func(context.Context, batch, map[string]any) error{db.mergeTags, db.mergeRecipients, db.mergeChats} {
		if err := step(ctx, b, args); err != nil {
			return 0, err
		}
	}
	if err := db.mergeFacts(ctx, b, to, args); err != nil {
		return 0, err
	}
	return b.id, b.set(ctx, "leads", "merged_into", to.ID, "id = @from", args)
}

// mergeTags gives the tags of one lead to the other. What both have is recorded
// without an "after".
func (db *DB) mergeTags(ctx context.Context, b batch, args map[string]any) error {
	return db.run(ctx, args, b.id,
		`INSERT INTO changes (batch_id, tbl, row_id, col, before, after) SELECT @batch, 'lead_tags', tag_id, 'lead_id', @from,
		   CASE WHEN EXISTS (SELECT 1 FROM lead_tags o WHERE o.lead_id = @to AND o.tag_id = lead_tags.tag_id) THEN NULL ELSE @to END FROM lead_tags WHERE lead_id = @from`,
		"UPDATE OR IGNORE lead_tags SET lead_id = @to WHERE lead_id = @from",
		"DELETE FROM lead_tags WHERE lead_id = @from")
}

// mergeRecipients moves places in campaigns; where both leads have one, the
// folded lead's is skipped.
func (db *DB) mergeRecipients(ctx context.Context, b batch, args map[string]any) error {
	const alone = "lead_id = @from AND NOT EXISTS (SELECT 1 FROM campaign_recipients o WHERE o.campaign_id = campaign_recipients.campaign_id AND o.lead_id = @to)"
	if err := b.set(ctx, "campaign_recipients", "lead_id", args["to"], alone, args); err != nil {
		return err
	}
	// What waits for another attempt to the folded lead is taken back with its place.
	const waiting = "sends.state = 'pending' AND recipient_id IN (SELECT id FROM campaign_recipients WHERE lead_id = @from AND state = 'pending')"
	if err := b.set(ctx, "messages", "status", "failed", "id IN (SELECT message_id FROM sends WHERE "+waiting+")", args); err != nil {
		return err
	}
	if err := b.set(ctx, "sends", "state", "cancelled", waiting, args); err != nil {
		return err
	}
	if err := b.set(ctx, "campaign_recipients", "reason", "merged", "lead_id = @from AND state = 'pending'", args); err != nil {
		return err
	}
	return b.set(ctx, "campaign_recipients", "state", "skipped", "lead_id = @from AND state = 'pending'", args)
}

// mergeFacts writes the kept lead's row, with the times of both.
func (db *DB) mergeFacts(ctx context.Context, b batch, to leads.Lead, args map[string]any) error {
	var times struct{ First, Last clock.Millis }
	err := db.w(ctx).Raw("SELECT coalesce(min(nullif(first_message_at, 0)), 0) AS first, max(last_message_at) AS last FROM leads WHERE id IN (@from, @to)", args).Scan(&times).Error
	if err != nil {
		return translate(err)
	}
	for column, value := range map[string]any{
		"name": to.Name, "name_source": string(to.NameSource), "push_name": to.PushName, "phone": to.Phone, "email": to.Email, "company": to.Company, "owner": to.Owner,
		"first_message_at": times.First, "last_message_at": times.Last,
	} {
		if err := b.set(ctx, "leads", column, value, "id = @to AND "+column+" IS NOT @after", args); err != nil {
			return err
		}
	}
	return nil
}

// mergeChats folds the chats of one lead into those of another, per account.
func (db *DB) mergeChats(ctx context.Context, b batch, args map[string]any) error {
	var pairs []struct{ FromChat, ToChat int64 }
	err := db.w(ctx).Raw("SELECT a.id AS from_chat, b.id AS to_chat FROM chats a JOIN chats b ON b.account_id = a.account_id AND b.lead_id = @to WHERE a.lead_id = @from", args).Scan(&pairs).Error
	if err != nil {
		return translate(err)
	}
	var removed []map[string]any
	for _, p := range pairs {
		row := map[string]any{}
		if err := db.w(ctx).Table("chats").Where("id = ?", p.FromChat).Take(&row).Error; err != nil {
			return translate(err)
		}
		removed = append(removed, row)
		if err := db.mergeChat(ctx, b, p.FromChat, p.ToChat); err != nil {
			return err
		}
	}
	if len(removed) > 0 {
		doc, err := json.Marshal(removed)
		if err != nil {
			return err
		}
		if err := db.w(ctx).Exec("UPDATE change_batches SET removed = ? WHERE id = ?", string(doc), b.id).Error; err != nil {
			return translate(err)
		}
	}
	return b.set(ctx, "chats", "lead_id", args["to"], "lead_id = @from", args)
}

func (db *DB) mergeChat(ctx context.Context, b batch, from, to int64) error {
	args := map[string]any{"fromChat": from, "toChat": to}
	const twin = "EXISTS (SELECT 1 FROM messages m WHERE m.from_me = messages.from_me AND m.wa_id = messages.wa_id AND m.chat_id = %s)"
	const unsent = " AND NOT EXISTS (SELECT 1 FROM sends WHERE message_id = messages.id)"
	// Copies of one message: the one that the ledger knows stays.
	if err := db.run(ctx, args, b.id,
		"DELETE FROM messages WHERE chat_id = @fromChat"+unsent+" AND "+fmt.Sprintf(twin, "@toChat"),
		"DELETE FROM messages WHERE chat_id = @toChat"+unsent+" AND "+fmt.Sprintf(twin, "@fromChat"),
		"UPDATE OR IGNORE amendments SET chat_id = @toChat WHERE chat_id = @fromChat"); err != nil {
		return err
	}
	for _, table := range []string{"messages", "sends"} {
		if err := b.set(ctx, table, "chat_id", to, "chat_id = @fromChat", args); err != nil {
			return err
		}
	}
	if err := db.run(ctx, args, b.id,
		`UPDATE chats SET unread_count = chats.unread_count + f.unread_count, answered = max(chats.answered, f.answered), private = max(chats.private, f.private),
		   draft = CASE WHEN chats.draft = '' THEN f.draft ELSE chats.draft END,
		   timer = CASE WHEN f.timer_at > chats.timer_at THEN f.timer ELSE chats.timer END, timer_at = max(chats.timer_at, f.timer_at),
		   read_at = max(chats.read_at, f.read_at), told_at = max(chats.told_at, f.told_at),
		   last_in_at = max(chats.last_in_at, f.last_in_at)
		   FROM chats f WHERE f.id = @fromChat AND chats.id = @toChat`,
		"DELETE FROM chats WHERE id = @fromChat"); err != nil {
		return err
	}
	return db.refreshChat(ctx, to)
}

func (db *DB) run(ctx context.Context, args map[string]any, batchID int64, statements ...string) error {
	all := map[string]any{"batch": batchID}
	for k, v := range args {
		all[k] = v
	}
	for _, sql := range statements {
		if err := db.w(ctx).Exec(sql, all).Error; err != nil {
			return translate(err)
		}
	}
	return nil
}

// UndoMerge implements leads.Store.
func (db *DB) UndoMerge(ctx context.Context, batchID int64, at clock.Millis) (from, to int64, err error) {
	var row struct {
		FromLead, ToLead int64
		Removed          string
		UndoneAt         clock.Millis
	}
	if err := db.w(ctx).Table("change_batches").Where("id = ? AND kind = 'merge'", batchID).Take(&row).Error; err != nil {
		return 0, 0, translate(err)
	}
	if row.UndoneAt != 0 {
		return 0, 0, fault.New(fault.Conflict, "These two have been told apart already.")
	}
	chats, err := db.bringBackChats(ctx, row.Removed, row.FromLead)
	if err != nil {
		return 0, 0, err
	}
	args := map[string]any{"from": row.FromLead, "to": row.ToLead, "at": at, "low": min(row.FromLead, row.ToLead), "high": max(row.FromLead, row.ToLead)}
	for _, c := range reversible {
		if err := db.run(ctx, args, batchID, putBack(c.table, c.column)); err != nil {
			return 0, 0, err
		}
	}
	err = db.run(ctx, args, batchID,
		"DELETE FROM lead_tags WHERE lead_id = @to AND tag_id IN (SELECT row_id FROM changes WHERE batch_id = @batch AND tbl = 'lead_tags' AND after IS NOT NULL)",
		"INSERT OR IGNORE INTO lead_tags (lead_id, tag_id) SELECT @from, row_id FROM changes WHERE batch_id = @batch AND tbl = 'lead_tags'",
		"INSERT OR IGNORE INTO leads_apart (low, high) VALUES (@low, @high)",
		"UPDATE change_batches SET undone_at = @at WHERE id = @batch",
		"UPDATE activities SET batch_id = 0 WHERE batch_id = @batch")
	if err != nil {
		return 0, 0, err
	}
	var others []int64
	if err := db.w(ctx).Raw("SELECT id FROM chats WHERE lead_id = ?", row.ToLead).Scan(&others).Error; err != nil {
		return 0, 0, translate(err)
	}
	for _, id := range slices.Concat(chats, others) {
		if err := db.refreshChat(ctx, id); err != nil {
			return 0, 0, err
		}
	}
	return row.FromLead, row.ToLead, nil
}

// putBack is the statement that puts one recorded column back where nothing has
// changed it since.
func putBack(table, column string) string {
	key := "changes.row_id = %[1]s.id"
	if table == "sheet_rows" {
		key = "changes.row_id = %[1]s.connection_id AND changes.row_key = %[1]s.row_key"
	}
	return fmt.Sprintf("UPDATE %[1]s SET %[2]s = changes.before FROM changes WHERE changes.batch_id = @batch AND changes.tbl = '%[1]s' AND changes.col = '%[2]s' AND "+key+" AND %[1]s.%[2]s IS changes.after", table, column)
}

// bringBackChats inserts the chats again that a merge removed, and takes their
// unread messages from the chats they were folded into.
func (db *DB) bringBackChats(ctx context.Context, removed string, leadID int64) ([]int64, error) {
	var rows []map[string]any
	if err := json.Unmarshal([]byte(removed), &rows); err != nil {
		return nil, err
	}
	var ids []int64
	for _, row := range rows {
		for column, value := range row { // JSON numbers come back as floats
			if f, ok := value.(float64); ok {
				row[column] = int64(f)
			}
		}
		row["lead_id"] = leadID
		if err := db.w(ctx).Table("chats").Create(row).Error; err != nil {
			return nil, translate(err)
		}
		id, _ := row["id"].(int64)
		ids = append(ids, id)
		err := db.w(ctx).Exec("UPDATE chats SET unread_count = max(0, unread_count - @unread) WHERE account_id = @account AND lead_id = (SELECT merged_into FROM leads WHERE id = @lead)",
			map[string]any{"unread": row["unread_count"], "account": row["account_id"], "lead": leadID}).Error
		if err != nil {
			return nil, translate(err)
		}
	}
	return ids, nil
}

// ToldApart implements leads.Store.
func (db *DB) ToldApart(ctx context.Context, leadIDs []int64) (bool, error) {
	var n int64
	err := db.r(ctx).Table("leads_apart").Where("low IN ? AND high IN ?", leadIDs, leadIDs).Count(&n).Error
	return n > 0, translate(err)
}
