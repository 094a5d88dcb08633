package main

import (
	"context"
	"database/sql"
	"fmt"
)

// verdict is what the phones and the database say at the end.
type verdict struct {
	recipients, kills, resent   int
	missing, doubled, unsettled int
	answers                     int
	problems                    []string // what else must not be
}

func (v verdict) String() string {
	return fmt.Sprintf("recipients=%d kills=%d resent=%d missing=%d doubled=%d unsettled=%d", v.recipients, v.kills, v.resent, v.missing, v.doubled, v.unsettled)
}

// kept reports whether the promise was kept.
func (v verdict) kept() bool {
	return v.missing == 0 && v.doubled == 0 && v.unsettled == 0 && len(v.problems) == 0
}

func (v *verdict) problem(format string, args ...any) {
	v.problems = append(v.problems, fmt.Sprintf(format, args...))
}

// judge looks at every phone first, then into the database.
func (w *world) judge(ctx context.Context) (verdict, error) {
	v := verdict{recipients: w.o.recipients, kills: w.kills}
	for _, p := range w.people {
		w.judgePhone(&v, p)
	}
	if w.kills < w.o.kills {
		v.problem("the campaign was complete after %d of %d kills", w.kills, w.o.kills)
	}
	for _, s := range w.sim.Unhandled() {
		v.problem("a stanza that the simulator could not answer: %s", s)
	}
	db, err := sql.Open("sqlite", "file:"+w.folder.Database()+"?_pragma=query_only(1)&_pragma=busy_timeout(5000)")
	if err != nil {
		return v, err
	}
	defer db.Close()
	return v, w.judgeDatabase(ctx, db, &v)
}

func (w *world) judgePhone(v *verdict, p person) {
	n := 0
	for _, m := range p.phone.Inbox() {
		if m.FromMe {
			continue
		}
		n++
		if m.Deliveries > 1 {
			v.resent++
		}
		if want := messageFor(p.lead); m.Text != want {
			v.problem("the phone of %s shows another text", p.lead.Name)
		}
	}
	switch {
	case n == 0:
		v.missing++
	case n > 1:
		v.doubled++
	}
	v.answers += len(p.phone.Sent())
}

func (w *world) judgeDatabase(ctx context.Context, db *sql.DB, v *verdict) error {
	var err error
	number := func(query string) int {
		var n int
		if err == nil {
			err = db.QueryRowContext(ctx, query).Scan(&n)
		}
		return n
	}
	text := func(query string) string {
		var s string
		if err == nil {
			err = db.QueryRowContext(ctx, query).Scan(&s)
		}
		return s
	}
	v.unsettled = number(`SELECT count(*) FROM campaign_recipients WHERE state IN ('pending', 'sending', 'uncertain')`)
	if n := number(`SELECT count(*) FROM sends WHERE state IN ('pending', 'sending', 'uncertain')`); n != v.unsettled {
		v.problem("%d unsettled rows in the ledger", n)
	}
	if n := number(`SELECT count(*) FROM campaign_recipients WHERE state IN ('sent', 'delivered', 'read', 'replied')`); n != v.recipients && v.unsettled == 0 {
		v.problem("%d of %d recipients count as reached", n, v.recipients)
	}
	if n := number(`SELECT count(*) FROM campaign_recipients`); n != v.recipients {
		v.problem("%d recipients in the database", n)
	}
	if n := number(`SELECT count(*) FROM messages WHERE from_me = 0`); n != v.answers {
		v.problem("%d answers stored of %d written", n, v.answers)
	}
	if n := number(`SELECT count(*) FROM leads WHERE merged_into IS NULL`); n != v.recipients {
		v.problem("%d leads after the answers, not %d", n, v.recipients)
	}
	if s := text(`SELECT state FROM campaigns`); s != "completed" {
		v.problem("the campaign is %s", s)
	}
	if s := text(`PRAGMA integrity_check`); s != "ok" {
		v.problem("integrity_check: %s", s)
	}
	return err
}
