package main

import (
	"context"
	"database/sql"
)

// records are what the database says; the first failure is kept.
type records struct {
	ctx context.Context
	db  *sql.DB
	err error
}

func (d *records) scan(to any, query string, args ...any) {
	if d.err == nil {
		d.err = d.db.QueryRowContext(d.ctx, query, args...).Scan(to)
	}
}

func (d *records) number(query string, args ...any) (n int) {
	d.scan(&n, query, args...)
	return n
}

func (d *records) text(query string) (s string) {
	d.scan(&s, query)
	return s
}

func (d *records) judge(v *verdict) {
	v.unsettled = d.number(`SELECT count(*) FROM campaign_recipients WHERE state IN ('pending', 'sending', 'uncertain')`)
	if n := d.number(`SELECT count(*) FROM sends WHERE state IN ('pending', 'sending', 'uncertain')`); n != v.unsettled {
		v.problem("%d unsettled rows in the ledger", n)
	}
	if n := d.number(`SELECT count(*) FROM campaign_recipients`); n != v.recipients {
		v.problem("%d recipients in the database", n)
	}
	if n := d.number(`SELECT count(*) FROM messages WHERE from_me = 0`); n != v.answers {
		v.problem("%d answers stored of %d written", n, v.answers)
	}
	if n := d.number(`SELECT count(*) FROM leads WHERE merged_into IS NULL`); n != v.recipients {
		v.problem("%d leads after the answers, not %d", n, v.recipients)
	}
	if s := d.text(`SELECT state FROM campaigns`); s != "completed" {
		v.problem("the campaign is %s", s)
	}
	if s := d.text(`PRAGMA integrity_check`); s != "ok" {
		v.problem("integrity_check: %s", s)
	}
}

// judgePeople compares what became of each person with what their phone shows.
// Of a message that was taken back nobody knew whether it had left.
func (d *records) judgePeople(v *verdict, shown map[string]bool, asked map[string]bool) {
	if d.err != nil {
		return
	}
	rows, err := d.db.QueryContext(d.ctx, `SELECT leads.phone, campaign_recipients.state FROM campaign_recipients
		JOIN leads ON leads.id = campaign_recipients.lead_id`)
	if err != nil {
		d.err = err
		return
	}
	defer rows.Close()
	for rows.Next() {
		var number, state string
		if d.err = rows.Scan(&number, &state); d.err != nil {
			return
		}
		reached := map[string]bool{"sent": true, "delivered": true, "read": true, "replied": true}[state]
		withdrawn := asked[number] && (state == "cancelled" || state == "skipped" && !shown[number])
		if !withdrawn && reached != shown[number] {
			v.problem("%s is %s, and the phone shows the message: %v", number, state, shown[number])
		}
	}
	d.err = rows.Err()
}
