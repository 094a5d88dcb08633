package store

import (
	"context"
	"encoding/json"
	"fmt"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
)

const messages = "SELECT id, chat_id, wa_id, client_id, from_me, origin, kind, text, campaign_id, server_at, status, delivered_at, read_at, error, " +
	"detail, quote, forwarded, edited_at, deleted_at, timer, hidden, gap_id, media_id, " +
	"CASE WHEN timer > 0 THEN (SELECT timer_at FROM chats WHERE chats.id = messages.chat_id) ELSE 0 END, " +
	"EXISTS (SELECT 1 FROM reactions WHERE message_id = messages.id) FROM messages WHERE "

func scanMessage(row scanner, m *chats.Message) error {
	var detail, quote string
	var reacted bool
	err := row.Scan(&m.ID, &m.ChatID, &m.WAID, &m.ClientID, &m.FromMe, &m.Origin, &m.Kind, &m.Text, &m.CampaignID, &m.ServerAt, &m.Status, &m.DeliveredAt, &m.ReadAt, &m.Error,
		&detail, &quote, &m.Forwarded, &m.EditedAt, &m.DeletedAt, &m.Timer, &m.Hidden, &m.GapID, &m.MediaID, &m.TimerAt, &reacted)
	if err != nil {
		return err
	}
	if !reacted {
		m.Reactions = []chats.Reaction{}
	}
	return decodeContent(detail, quote, m)
}

// readMessages returns those for which a condition holds, with what lies in other
// tables: files, reactions, and where the quoted messages are.
func (db *DB) readMessages(ctx context.Context, where string, args ...any) ([]chats.Message, error) {
	list, err := readAll(ctx, db, scanMessage, messages+where, args...)
	if err != nil {
		return nil, err
	}
	for _, add := range []func(context.Context, []chats.Message) error{db.addMedia, db.addReactions, db.addQuoted} {
		if err := add(ctx, list); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func decodeContent(detail, quote string, m *chats.Message) error {
	if detail != "" {
		if err := json.Unmarshal([]byte(detail), &m.Detail); err != nil {
			return fmt.Errorf("detail of message %d: %w", m.ID, err)
		}
	}
	if m.Kind == chats.KindReaction || m.Kind == chats.KindEdit {
		m.Text = amendText(detail)
	}
	if quote == "" {
		return nil
	}
	m.Quote = new(chats.Quote)
	if err := json.Unmarshal([]byte(quote), m.Quote); err != nil {
		return fmt.Errorf("quote of message %d: %w", m.ID, err)
	}
	return nil
}

// A change of another message keeps its words in the detail: in the text they
// would be found by the search.
type amendDetail struct {
	chats.Detail
	Words chats.Text `json:"words,omitempty"`
}

func amendText(detail string) chats.Text {
	var d amendDetail
	_ = json.Unmarshal([]byte(detail), &d) // decodeContent has read it already
	return d.Words
}

func storedText(m *chats.Message) chats.Text {
	if m.Hidden {
		return ""
	}
	return m.Text
}

func encodeContent(m *chats.Message) (detail, quote string, err error) {
	d := amendDetail{Detail: m.Detail}
	if m.Hidden {
		d.Words = m.Text
	}
	if d.Location != nil || d.Cards != nil || d.Poll != nil || d.Notice != nil || d.Amend != nil {
		if detail, err = encode(d); err != nil {
			return "", "", err
		}
	}
	if m.Quote != nil {
		quote, err = encode(m.Quote)
	}
	return detail, quote, err
}

func encode(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

const mediaColumns = "id, state, sha256, mime, size, file_name, width, height, duration_ms, animated, waveform, thumb, thumb IS NOT NULL AS has_thumb, " +
	"direct_path, url, media_key, enc_sha256, file_sha256, wanted, uploaded_at, attempts, next_at, reason"

func (db *DB) addMedia(ctx context.Context, list []chats.Message) error {
	var ids []int64
	for _, m := range list {
		if m.MediaID != nil {
			ids = append(ids, *m.MediaID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var rows []chats.Media
	if err := db.r(ctx).Table("media").Select(mediaColumns).Where("id IN ?", ids).Find(&rows).Error; err != nil {
		return translate(err)
	}
	byID := make(map[int64]*chats.Media, len(rows))
	for i := range rows {
		rows[i].Wave = make([]int, len(rows[i].Waveform))
		for j, v := range rows[i].Waveform {
			rows[i].Wave[j] = int(v)
		}
		byID[rows[i].ID] = &rows[i]
	}
	for i := range list {
		if list[i].MediaID != nil {
			list[i].Media = byID[*list[i].MediaID]
		}
	}
	return nil
}

func (db *DB) addReactions(ctx context.Context, list []chats.Message) error {
	at := map[int64]int{}
	var ids []int64
	for i, m := range list {
		if m.Reactions == nil { // they have yet to be read
			at[m.ID], ids = i, append(ids, m.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var rows []struct {
		MessageID int64
		chats.Reaction
	}
	err := db.r(ctx).Table("reactions").Select("message_id, from_me, emoji, at").Where("message_id IN ?", ids).Order("message_id, from_me").Find(&rows).Error
	for _, r := range rows {
		m := &list[at[r.MessageID]]
		m.Reactions = append(m.Reactions, r.Reaction)
	}
	return translate(err)
}

func (db *DB) addQuoted(ctx context.Context, list []chats.Message) error {
	for i := range list {
		q := list[i].Quote
		if q == nil || q.WAID == "" {
			continue
		}
		err := db.r(ctx).Raw("SELECT id FROM messages WHERE chat_id = ? AND from_me = ? AND wa_id = ? AND hidden = 0", list[i].ChatID, q.FromMe, q.WAID).Scan(&q.MessageID).Error
		if err != nil {
			return translate(err)
		}
	}
	return nil
}

// tellGaps puts each gap before the first message of the page that came in for
// it, with the count of this conversation.
func (db *DB) tellGaps(ctx context.Context, chatID int64, oldestFirst []chats.Message) error {
	for i := range oldestFirst {
		m := &oldestFirst[i]
		if m.GapID == 0 || (i > 0 && oldestFirst[i-1].GapID == m.GapID) {
			continue
		}
		var row struct {
			FromAt, ToAt     clock.Millis
			Open             bool
			Arrived, Missing int
			First            int64
		}
		err := db.r(ctx).Raw(`SELECT gaps.from_at, gaps.to_at, gaps.open, count(*) AS arrived,
			count(*) FILTER (WHERE kind IN ('waiting', 'unreadable')) AS missing,
			(SELECT id FROM messages WHERE chat_id = @chat AND gap_id = @gap AND hidden = 0 ORDER BY server_at, id LIMIT 1) AS first
			FROM messages JOIN gaps ON gaps.id = messages.gap_id WHERE chat_id = @chat AND gap_id = @gap AND hidden = 0`,
			map[string]any{"chat": chatID, "gap": m.GapID}).Scan(&row).Error
		if err != nil {
			return translate(err)
		}
		if row.First == m.ID {
			m.Gap = &chats.Gap{From: row.FromAt, To: row.ToAt, Arrived: row.Arrived, Missing: row.Missing, Open: row.Open}
		}
	}
	return nil
}

// FillMessage implements chats.Store.
func (db *DB) FillMessage(ctx context.Context, m *chats.Message) (bool, error) {
	detail, quote, err := encodeContent(m)
	if err != nil {
		return false, err
	}
	var ids []int64
	err = db.w(ctx).Raw(`UPDATE messages SET kind = ?, text = ?, payload = ?, detail = ?, quote = ?, forwarded = ?, timer = ?, media_id = ?, error = ''
		WHERE chat_id = ? AND from_me = ? AND wa_id = ? AND kind IN ('waiting', 'unreadable') RETURNING id`,
		m.Kind, m.Text, m.Payload, detail, quote, m.Forwarded, m.Timer, m.MediaID, m.ChatID, m.FromMe, m.WAID).Scan(&ids).Error
	if err != nil || len(ids) == 0 {
		return false, translate(err)
	}
	m.ID = ids[0]
	return true, db.refreshChat(ctx, m.ChatID)
}

// SetText implements chats.Store.
func (db *DB) SetText(ctx context.Context, id int64, text chats.Text, editedAt clock.Millis) error {
	err := db.w(ctx).Exec("UPDATE messages SET text = ?, edited_at = ?, error = '' WHERE id = ?", text, editedAt, id).Error
	if err != nil {
		return translate(err)
	}
	return db.refreshChatOf(ctx, id)
}

// SetDeleted implements chats.Store. The words are gone; that something was
// said stays.
func (db *DB) SetDeleted(ctx context.Context, id int64, at clock.Millis) error {
	w := db.w(ctx)
	if err := w.Exec("UPDATE messages SET deleted_at = ?, text = '', detail = '', quote = '', payload = NULL, error = '' WHERE id = ?", at, id).Error; err != nil {
		return translate(err)
	}
	if err := w.Exec("DELETE FROM reactions WHERE message_id = ?", id).Error; err != nil {
		return translate(err)
	}
	return db.refreshChatOf(ctx, id)
}

// Restore implements chats.Store.
func (db *DB) Restore(ctx context.Context, id int64, text chats.Text) error {
	if err := db.w(ctx).Exec("UPDATE messages SET deleted_at = 0, text = ? WHERE id = ?", text, id).Error; err != nil {
		return translate(err)
	}
	return db.refreshChatOf(ctx, id)
}

// SetHidden implements chats.Store.
func (db *DB) SetHidden(ctx context.Context, id int64, hidden bool) error {
	if err := db.w(ctx).Exec("UPDATE messages SET hidden = ? WHERE id = ?", hidden, id).Error; err != nil {
		return translate(err)
	}
	return db.refreshChatOf(ctx, id)
}

// SetReaction implements chats.Store. An older reaction never replaces a newer
// one.
func (db *DB) SetReaction(ctx context.Context, messageID int64, fromMe bool, emoji string, at clock.Millis) error {
	if emoji == "" {
		return translate(db.w(ctx).Exec("DELETE FROM reactions WHERE message_id = ? AND from_me = ? AND at <= ?", messageID, fromMe, at).Error)
	}
	return translate(db.w(ctx).Exec(`INSERT INTO reactions (message_id, from_me, emoji, at) VALUES (?, ?, ?, ?)
		ON CONFLICT (message_id, from_me) DO UPDATE SET emoji = excluded.emoji, at = excluded.at WHERE excluded.at >= at`, messageID, fromMe, emoji, at).Error)
}

// KeepAmendment implements chats.Store.
func (db *DB) KeepAmendment(ctx context.Context, chatID int64, a chats.Amendment) error {
	return translate(db.w(ctx).Exec(`INSERT INTO amendments (chat_id, target_wa_id, target_from_me, kind, from_me, text, at) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (chat_id, target_wa_id, target_from_me, kind, from_me) DO UPDATE SET text = excluded.text, at = excluded.at WHERE excluded.at >= at`,
		chatID, a.TargetID, a.TargetFromMe, a.Kind, a.FromMe, a.Text, a.At).Error)
}

// TakeAmendments implements chats.Store.
func (db *DB) TakeAmendments(ctx context.Context, chatID int64, targetID string, targetFromMe bool) ([]chats.Amendment, error) {
	const where = "chat_id = ? AND target_wa_id = ? AND target_from_me = ?"
	var some bool // asked first and cheaply: every message passes here, and almost none has been changed before it came
	err := db.queryRow(ctx, "SELECT EXISTS (SELECT 1 FROM amendments WHERE "+where+")", chatID, targetID, targetFromMe).Scan(&some)
	if err != nil || !some {
		return nil, translate(err)
	}
	var rows []struct {
		chats.Amendment
		TargetWAID string `gorm:"column:target_wa_id"`
	}
	err = db.w(ctx).Table("amendments").Select("kind, target_wa_id, target_from_me, from_me, text, at").Where(where, chatID, targetID, targetFromMe).Order("at").Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, translate(err)
	}
	list := make([]chats.Amendment, len(rows))
	for i, r := range rows {
		list[i] = r.Amendment
		list[i].TargetID = r.TargetWAID
	}
	return list, translate(db.w(ctx).Exec("DELETE FROM amendments WHERE "+where, chatID, targetID, targetFromMe).Error)
}
