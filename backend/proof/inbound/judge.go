package main

import (
	"context"
	"database/sql"
	"fmt"
)

// stored looks into the database of the child.
type stored struct {
	db   *sql.DB
	seen map[string]bool
	last int64 // id of the newest row that was seen
}

func openStored(file string) (*stored, error) {
	db, err := sql.Open("sqlite", "file:"+file+"?mode=ro&_pragma=query_only(1)&_pragma=busy_timeout(5000)")
	return &stored{db: db, seen: map[string]bool{}}, err
}

func (s *stored) close() error { return s.db.Close() }

const contents = `from_me = 0 AND kind = 'text'`

// has reports whether the content of a message is committed. New rows are read
// as they come, because nothing finds a message by its id alone; a placeholder
// that was filled later is looked for.
func (s *stored) has(id string) (bool, error) {
	if s.seen[id] {
		return true, nil
	}
	rows, err := s.db.Query(`SELECT id, wa_id FROM messages WHERE id > ? AND `+contents+` ORDER BY id`, s.last)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	for rows.Next() {
		var waID string
		if err := rows.Scan(&s.last, &waID); err != nil {
			return false, err
		}
		s.seen[waID] = true
	}
	if err := rows.Err(); err != nil || s.seen[id] {
		return s.seen[id], err
	}
	var there bool
	err = s.db.QueryRow(`SELECT count(*) > 0 FROM messages WHERE wa_id = ? AND `+contents, id).Scan(&there)
	s.seen[id] = there
	return there, err
}

// count tells how many contents are committed.
func (s *stored) count(ctx context.Context) (n int, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT count(*) FROM messages WHERE `+contents).Scan(&n)
	return n, err
}

// verdict is what the database says at the end.
type verdict struct {
	sent, stored, missing, doubled, early int
	again                                 int // delivered more than once
	disorder                              int // messages that stand before an earlier one of their chat
	problems                              []string
}

func (v verdict) String() string {
	s := fmt.Sprintf("sent=%d stored=%d missing=%d doubled=%d early_acks=%d", v.sent, v.stored, v.missing, v.doubled, v.early)
	if len(v.problems) > 0 {
		s += fmt.Sprintf(" problems=%d", len(v.problems))
	}
	return s
}

// kept reports whether the promise was kept.
func (v verdict) kept() bool {
	return v.missing == 0 && v.doubled == 0 && v.early == 0 && len(v.problems) == 0
}

func (v *verdict) problem(format string, args ...any) {
	v.problems = append(v.problems, fmt.Sprintf(format, args...))
}

func (w *world) judge(ctx context.Context) (verdict, error) {
	v := verdict{early: w.early}
	if w.watchErr != nil {
		return v, w.watchErr
	}
	for _, c := range w.contacts {
		v.sent += len(c.texts)
		for _, m := range c.phone.Sent() {
			if m.Deliveries > 1 {
				v.again++
			}
		}
	}
	w.judgeProcess(&v)
	if err := w.judgeMessages(ctx, &v); err != nil {
		return v, err
	}
	if v.disorder > 0 {
		v.problem("%d messages stand in the wrong order", v.disorder)
	}
	return v, w.judgeRest(ctx, &v)
}

func (w *world) judgeProcess(v *verdict) {
	if v.sent != w.o.messages {
		v.problem("only %d of %d messages were written", v.sent, w.o.messages)
	}
	if w.unfinished > 0 {
		v.problem("%d messages were never acknowledged", w.unfinished)
	}
	if w.died > 0 {
		v.problem("the program ended by itself %d times", w.died)
	}
	if w.drops > 0 && v.again == 0 {
		v.problem("no message was delivered twice: the breaks met none on its way")
	}
	for _, s := range w.sim.Unhandled() {
		v.problem("a stanza that the simulator could not answer: %s", s)
	}
}

// judgeMessages reads the messages as a person would: chat by chat, in order.
func (w *world) judgeMessages(ctx context.Context, v *verdict) error {
	place := map[string]spot{}
	for i, c := range w.contacts {
		for n, text := range c.texts {
			place[text] = spot{i, n}
		}
	}
	rows, err := w.stored.db.QueryContext(ctx, `SELECT chat_id, text FROM messages WHERE from_me = 0 ORDER BY chat_id, server_at, id`)
	if err != nil {
		return err
	}
	defer rows.Close()
	found := map[string]int{}
	newest := map[int64]spot{} // by chat
	for rows.Next() {
		var chat int64
		var text string
		if err := rows.Scan(&chat, &text); err != nil {
			return err
		}
		at, known := place[text]
		if !known {
			v.problem("a message that nobody sent, in chat %d", chat)
			continue
		}
		found[text]++
		before, some := newest[chat]
		switch {
		case some && before.contact != at.contact:
			v.problem("chat %d holds messages of two people", chat)
		case some && before.number > at.number:
			v.disorder++
		}
		newest[chat] = at
	}
	for text := range place {
		switch n := found[text]; {
		case n == 0:
			v.missing++
		case n > 1:
			v.doubled++
		}
	}
	v.stored = len(found)
	return rows.Err()
}

// spot is the number of a message among those of its contact.
type spot struct{ contact, number int }

func (w *world) judgeRest(ctx context.Context, v *verdict) error {
	var err error
	number := func(query string) (n int) {
		if err == nil {
			err = w.stored.db.QueryRowContext(ctx, query).Scan(&n)
		}
		return n
	}
	writers := 0
	for _, c := range w.contacts {
		if len(c.texts) > 0 {
			writers++
		}
	}
	if n := number(`SELECT count(*) FROM leads WHERE merged_into IS NULL`); n != writers {
		v.problem("%d leads for %d people", n, writers)
	}
	if n := number(`SELECT count(DISTINCT chat_id) FROM messages`); n != writers {
		v.problem("%d chats for %d people", n, writers)
	}
	if n := number(`SELECT coalesce(sum(unread_count), 0) FROM chats`); n != v.stored {
		v.problem("%d messages count as unread, %d are stored", n, v.stored)
	}
	if n := number(`SELECT count(*) FROM chats WHERE unread_count <> (SELECT count(*) FROM messages WHERE chat_id = chats.id AND from_me = 0)`); n > 0 {
		v.problem("%d chats count their unread messages wrongly", n)
	}
	if n := number(`SELECT count(*) FROM chats JOIN messages ON messages.id = chats.last_message_id WHERE EXISTS
		(SELECT 1 FROM messages AS m WHERE m.chat_id = chats.id AND (m.server_at, m.id) > (messages.server_at, messages.id))`); n > 0 {
		v.problem("%d chats show another message than their last one", n)
	}
	if n := number(`SELECT count(*) FROM inbound_quarantine`); n > 0 {
		v.problem("%d messages were put aside", n)
	}
	var health string
	if err == nil {
		err = w.stored.db.QueryRowContext(ctx, `PRAGMA integrity_check`).Scan(&health)
	}
	if err == nil && health != "ok" {
		v.problem("integrity_check: %s", health)
	}
	return err
}
