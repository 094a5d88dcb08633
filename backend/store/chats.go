package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"gorm.io/gorm"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
)

var _ chats.Store = (*DB)(nil)

const itemColumns = `chats.id, chats.lead_id, leads.name, leads.phone, leads.stage_id, chats.last_text, chats.last_from_me, chats.last_status,
	chats.last_message_at AS last_at, chats.unread_count AS unread, chats.draft, chats.last_kind, chats.private, chats.timer, (chats.answered = 0 AND chats.last_message_id > 0) AS new_lead`

// ListChats implements chats.Store. Everything a row shows lies on the chat and
// its lead: no list looks at messages, unless words are searched.
func (db *DB) ListChats(ctx context.Context, accountID int64, q chats.ListQuery) (chats.Page, error) {
	page := chats.Page{Items: []chats.Item{}}
	after, err := parseCursor(q.Cursor)
	if err != nil {
		return page, err
	}
	list := db.r(ctx).Table("chats").Select(itemColumns).Joins("JOIN leads ON leads.id = chats.lead_id").
		Where("chats.account_id = ?", accountID).Order("chats.last_message_at DESC, chats.id DESC")
	switch q.Filter {
	case chats.FilterUnread:
		list = list.Where("chats.unread_count > 0")
	case chats.FilterWaiting:
		list = list.Where("chats.last_from_me = 0 AND chats.last_message_id > 0")
	case chats.FilterDrafts:
		list = list.Where("chats.draft <> ''")
	}
	if q.Query != "" {
		list = searchChats(list, q.Query)
	}
	if after != nil {
		list = list.Where("(chats.last_message_at, chats.id) < (?, ?)", after.number, after.id)
	}
	if err := list.Limit(q.Limit + 1).Find(&page.Items).Error; err != nil {
		return page, translate(err)
	}
	if len(page.Items) > q.Limit {
		page.Items = page.Items[:q.Limit]
		last := page.Items[q.Limit-1]
		page.Next = numberCursor(int64(last.LastAt), last.ID)
	}
	if page.Counts, err = db.chatCounts(ctx, accountID); err != nil {
		return page, err
	}
	return page, db.dressChats(ctx, page.Items)
}

// searchChats finds people by name or number, and conversations by the words
// in them.
func searchChats(q *gorm.DB, query string) *gorm.DB {
	like := "%" + escapeLike(query) + "%"
	where := `leads.name LIKE ? ESCAPE '\' OR leads.push_name LIKE ? ESCAPE '\'`
	args := []any{like, like}
	if digits := digitsOf(query); len(digits) >= 3 {
		where += " OR leads.phone LIKE ?"
		args = append(args, "%"+digits+"%")
	}
	if match := ftsQuery(query); match != "" {
		where += " OR chats.id IN (SELECT chat_id FROM messages WHERE id IN (SELECT rowid FROM messages_fts WHERE messages_fts MATCH ? ORDER BY rowid DESC LIMIT 500))"
		args = append(args, match)
	}
	return q.Where(where, args...)
}

// ftsQuery makes a prefix search of every word; quotes turn FTS5's own syntax
// in user text into plain words.
func ftsQuery(text string) string {
	words := strings.Fields(text)
	for i, w := range words {
		words[i] = `"` + strings.ReplaceAll(w, `"`, `""`) + `"*`
	}
	return strings.Join(words, " ")
}

func (db *DB) chatCounts(ctx context.Context, accountID int64) (chats.Counts, error) {
	var c chats.Counts
	err := db.r(ctx).Raw(`SELECT count(*) FILTER (WHERE unread_count > 0) AS unread,
		count(*) FILTER (WHERE last_from_me = 0 AND last_message_id > 0) AS waiting,
		count(*) FILTER (WHERE draft <> '') AS drafts FROM chats WHERE account_id = ?`, accountID).Scan(&c).Error
	return c, translate(err)
}

func (db *DB) dressChats(ctx context.Context, items []chats.Item) error {
	ids := make([]int64, len(items))
	for i, it := range items {
		ids[i] = it.LeadID
	}
	tags, err := db.tagsOf(ctx, ids)
	if err != nil {
		return err
	}
	out, err := db.suppressedLeads(ctx, ids)
	if err != nil {
		return err
	}
	for i := range items {
		it := &items[i]
		it.PhoneDisplay, it.OptedOut, it.Tags = displayPhone(it.Phone), out[it.LeadID], tags[it.LeadID]
		if it.Tags == nil {
			it.Tags = []string{}
		}
	}
	return nil
}

// GetChat implements chats.Store.
func (db *DB) GetChat(ctx context.Context, id int64) (chats.Item, error) {
	items := make([]chats.Item, 1)
	err := db.r(ctx).Table("chats").Select(itemColumns).Joins("JOIN leads ON leads.id = chats.lead_id").Where("chats.id = ?", id).Take(&items[0]).Error
	if err != nil {
		return chats.Item{}, translate(err)
	}
	err = db.dressChats(ctx, items)
	return items[0], err
}

const headColumns = "id, account_id, lead_id, private, timer, timer_at, last_message_at"

func scanHead(row scanner, h *chats.ChatHead) error {
	return row.Scan(&h.ID, &h.AccountID, &h.LeadID, &h.Private, &h.Timer, &h.TimerAt, &h.LastAt)
}

// ChatHead implements chats.Store.
func (db *DB) ChatHead(ctx context.Context, chatID int64) (h chats.ChatHead, err error) {
	err = scanHead(db.queryRow(ctx, "SELECT "+headColumns+" FROM chats WHERE id = ?", chatID), &h)
	return h, translate(err)
}

// FindChat implements chats.Store.
func (db *DB) FindChat(ctx context.Context, accountID, leadID int64) (h chats.ChatHead, err error) {
	err = scanHead(db.queryRow(ctx, "SELECT "+headColumns+" FROM chats WHERE account_id = ? AND lead_id = ?", accountID, leadID), &h)
	if errors.Is(err, sql.ErrNoRows) {
		return h, nil
	}
	return h, translate(err)
}

// EnsureChat implements chats.Store.
func (db *DB) EnsureChat(ctx context.Context, accountID, leadID int64) (chats.ChatHead, error) {
	h, err := db.FindChat(ctx, accountID, leadID)
	if err != nil || h.ID != 0 {
		return h, err
	}
	err = scanHead(db.returning(ctx, "INSERT INTO chats (account_id, lead_id) VALUES (?, ?) RETURNING "+headColumns, accountID, leadID), &h)
	return h, translate(err)
}

// SaveDraft implements chats.Store.
func (db *DB) SaveDraft(ctx context.Context, chatID int64, text chats.Text) error {
	return translate(db.w(ctx).Exec("UPDATE chats SET draft = ? WHERE id = ?", text, chatID).Error)
}

// ClearDraft implements chats.Store. The saved draft may lag behind what was
// sent, so its beginning is enough.
func (db *DB) ClearDraft(ctx context.Context, chatID int64, sent chats.Text) error {
	return translate(db.w(ctx).Exec("UPDATE chats SET draft = '' WHERE id = ? AND draft <> '' AND instr(?, trim(draft)) = 1", chatID, sent).Error)
}

// SetPrivate implements chats.Store.
func (db *DB) SetPrivate(ctx context.Context, chatID int64, private bool) error {
	steps := []string{"UPDATE chats SET private = @private WHERE id = @chat"}
	if private {
		steps = append(steps,
			"UPDATE media SET state = 'dropped' WHERE id IN (SELECT media_id FROM messages WHERE chat_id = @chat AND media_id IS NOT NULL)",
			"DELETE FROM amendments WHERE chat_id = @chat",
			"DELETE FROM reactions WHERE message_id IN (SELECT id FROM messages WHERE chat_id = @chat)",
			"UPDATE inbound_quarantine SET raw = x'' WHERE message_id IN (SELECT id FROM messages WHERE chat_id = @chat)",
			"DELETE FROM messages WHERE chat_id = @chat AND NOT EXISTS (SELECT 1 FROM sends WHERE message_id = messages.id)",
			// What the ledger counts stays as an empty shell.
			"UPDATE messages SET text = '', detail = '', quote = '', payload = NULL, media_id = NULL, hidden = 1 WHERE chat_id = @chat",
			`UPDATE chats SET unread_count = 0, last_message_id = 0, last_message_at = 0, last_text = '', last_status = '', last_from_me = 0, draft = '',
			   read_at = 0, told_at = 0 WHERE id = @chat`)
	}
	for _, sql := range steps {
		if err := db.w(ctx).Exec(sql, map[string]any{"chat": chatID, "private": private}).Error; err != nil {
			return translate(err)
		}
	}
	return nil
}

// SetTimer implements chats.Store.
func (db *DB) SetTimer(ctx context.Context, chatID int64, seconds int, at clock.Millis) error {
	return translate(db.w(ctx).Exec("UPDATE chats SET timer = ?, timer_at = ? WHERE id = ? AND timer_at <= ?", seconds, at, chatID, at).Error)
}

// refreshChatOf works out the list columns again of the chat of a message.
func (db *DB) refreshChatOf(ctx context.Context, messageID int64) error {
	var chatID int64
	if err := db.w(ctx).Raw("SELECT chat_id FROM messages WHERE id = ?", messageID).Scan(&chatID).Error; err != nil {
		return translate(err)
	}
	return db.refreshChat(ctx, chatID)
}

// refreshChat works a chat's list columns out again from its messages.
func (db *DB) refreshChat(ctx context.Context, chatID int64) error {
	var m chats.Message
	err := db.w(ctx).Table("messages").Select("id, server_at, text, kind, from_me, status, deleted_at").Where("chat_id = ? AND hidden = 0 AND kind <> 'notice'", chatID).Order("server_at DESC, id DESC").Take(&m).Error
	if err != nil && !errors.Is(err, gorm.ErrRecordNotFound) {
		return translate(err)
	}
	if m.DeletedAt != 0 {
		m.Kind = lastDeleted
	}
	return translate(db.w(ctx).Exec("UPDATE chats SET last_message_id = ?, last_message_at = ?, last_text = ?, last_kind = ?, last_from_me = ?, last_status = ? WHERE id = ?",
		m.ID, m.ServerAt, excerpt(m.Text), m.Kind, m.FromMe, m.Status, chatID).Error)
}

// lastDeleted is the last_kind of a chat whose last message was taken back.
const lastDeleted = chats.KindDelete

// excerpt is the part of a text that a list row can show.
func excerpt(t chats.Text) string {
	const most = 160
	if r := []rune(t); len(r) > most {
		return string(r[:most])
	}
	return string(t)
}
