package main

import (
	"context"
	"database/sql"
	"fmt"
)

// verdict is what the phones and the database say at the end.
type verdict struct {
	recipients, kills, cuts, drops, resent int
	stops                                  int // people who asked to get no more
	spared                                 int // of them, those who were written nothing
	overtaken                              int // messages that were on their way already when a STOP was stored
	missing, doubled, afterStop, unsettled int
	answers                                int
	problems                               []string // what else must not be
}

func (v verdict) String() string {
	return fmt.Sprintf("recipients=%d kills=%d cuts=%d drops=%d stops=%d resent=%d missing=%d doubled=%d after_stop=%d unsettled=%d",
		v.recipients, v.kills, v.cuts, v.drops, v.stops, v.resent, v.missing, v.doubled, v.afterStop, v.unsettled)
}

// kept reports whether the promise was kept.
func (v verdict) kept() bool {
	return v.missing == 0 && v.doubled == 0 && v.afterStop == 0 && v.unsettled == 0 && len(v.problems) == 0
}

func (v *verdict) problem(format string, args ...any) {
	v.problems = append(v.problems, fmt.Sprintf(format, args...))
}

// judge looks at every phone first, then into the database.
func (w *world) judge(ctx context.Context) (verdict, error) {
	v := verdict{recipients: w.o.recipients, kills: w.kills, stops: len(w.askers)}
	v.cuts, v.drops = w.sim.Faults().Broken()
	shown, asked := map[string]bool{}, map[string]bool{}
	for i, p := range w.people {
		shown[p.phone.Number()] = w.judgePhone(&v, i)
		asked[p.phone.Number()] = w.askers[i] != nil
	}
	if w.kills < w.o.kills {
		v.problem("the campaign was complete after %d of %d kills", w.kills, w.o.kills)
	}
	for _, s := range w.sim.Unhandled() {
		v.problem("a stanza that the simulator could not answer: %s", s)
	}
	if w.stopErr != nil {
		v.problem("a STOP could not be written: %v", w.stopErr)
	}
	err := w.folder.Look(func(db *sql.DB) error {
		d := records{ctx: ctx, db: db}
		w.judgeStops(&v, &d)
		d.judgePeople(&v, shown, asked)
		d.judge(&v)
		return d.err
	})
	return v, err
}

// judgePhone reports whether a person has been shown the message.
func (w *world) judgePhone(v *verdict, i int) bool {
	p, n, told := w.people[i], 0, 0
	for _, m := range p.phone.Inbox() {
		if m.FromMe {
			continue
		}
		if m.Deliveries > 1 {
			v.resent++
		}
		switch {
		case m.Text == messageFor(p.lead):
			n++
		case m.Text == confirmation:
			told++
		default:
			v.problem("the phone of %s shows another text", p.lead.Name)
		}
	}
	stops := w.askers[i] != nil
	switch {
	case n == 0 && stops:
		v.spared++
	case n == 0:
		v.missing++
	case n > 1:
		v.doubled++
	}
	if want := map[bool]int{true: 1}[stops]; told != want {
		v.problem("%s was told %d times that there will be no more", p.lead.Name, told)
	}
	v.answers += len(p.phone.Sent())
	return n > 0
}

// judgeStops looks at the messages that arrived after the STOP of their person.
// The confirmation is one, and none of the campaign.
func (w *world) judgeStops(v *verdict, d *records) {
	for id, begun := range w.stops.list() {
		if d.number(`SELECT count(*) FROM sends WHERE kind = 'campaign' AND wa_id = ?`, id) == 0 {
			continue
		}
		if begun {
			v.afterStop++
		} else {
			v.overtaken++
		}
	}
	if n := w.stops.count(); n != v.stops {
		v.problem("%d of %d STOPs were confirmed", n, v.stops)
	}
	if n := d.number(`SELECT count(DISTINCT lead_id) FROM activities WHERE kind = 'opted_out'`); n != v.stops {
		v.problem("%d of %d people have opted out", n, v.stops)
	}
	if n := d.number(`SELECT count(*) FROM activities WHERE kind = 'opted_out'`); n != v.stops && w.o.sabotage == sabotageNone {
		v.problem("%d opt-outs of %d people", n, v.stops)
	}
}
