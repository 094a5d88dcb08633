package main

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"mceplatform/backend/intake"
)

// verdict is what the sheets and the database say at the end.
type verdict struct {
	sequences, rows                 int
	duplicates, misses, overwritten int
	problems                        []string // what else must not be
}

func (v verdict) String() string {
	return fmt.Sprintf("sequences=%d rows=%d duplicates=%d misses=%d overwritten=%d", v.sequences, v.rows, v.duplicates, v.misses, v.overwritten)
}

// kept reports whether the promise was kept.
func (v verdict) kept() bool {
	return v.duplicates == 0 && v.misses == 0 && v.overwritten == 0 && len(v.problems) == 0
}

const mostProblems = 40 // that are printed

func (v *verdict) problem(format string, args ...any) {
	if len(v.problems) < mostProblems {
		v.problems = append(v.problems, fmt.Sprintf(format, args...))
	}
}

// fields are what the titles of a sequence mean.
func fields(titles []string) []intake.Field {
	known := map[string]intake.Field{"Name": intake.Name, "Phone": intake.Phone, "Email": intake.Email}
	out := make([]intake.Field, len(titles))
	for i, t := range titles {
		out[i] = known[t]
	}
	return out
}

// lead is what the database says of somebody.
type lead struct {
	id                        int64
	name, email, owner, stage string
}

func digits(number string) string { return strings.TrimPrefix(number, "+") }

// leadOf is the lead with a number, 0 when there is none.
func (w *world) leadOf(ctx context.Context, number string) (id int64, err error) {
	err = w.folder.Look(func(db *sql.DB) error {
		return db.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) FROM leads WHERE phone = ?", digits(number)).Scan(&id)
	})
	return id, err
}

// judge compares the database with the sheet.
func (s *sheet) judge(ctx context.Context, v *verdict) error {
	found := map[string][]lead{}
	err := s.w.folder.Look(func(db *sql.DB) error {
		for number := range s.ever {
			rows, err := db.QueryContext(ctx, `SELECT l.id, l.name, l.email, l.owner, st.name FROM leads l JOIN stages st ON st.id = l.stage_id
				WHERE l.phone = ?1 OR l.id IN (SELECT lead_id FROM identities WHERE kind = 'phone' AND value = ?1)`, digits(number))
			if err != nil {
				return err
			}
			for rows.Next() {
				var l lead
				if err := rows.Scan(&l.id, &l.name, &l.email, &l.owner, &l.stage); err != nil {
					return err
				}
				found[number] = append(found[number], l)
			}
			if err := rows.Err(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	v.sequences++
	before := len(v.problems)
	defer func() {
		if len(v.problems) > before && len(v.problems) < mostProblems {
			v.problems = append(v.problems, fmt.Sprintf("sequence %d, by key %v, written back %v: %s", s.n, s.key, s.back, strings.Join(s.done, "; ")))
		}
	}()
	for number := range s.ever {
		switch n := len(found[number]); {
		case n > 1:
			v.duplicates++
			v.problem("sequence %d: %d leads have the number %s", s.n, n, number)
		case n == 0 && s.seen[number]:
			v.misses++
			v.problem("sequence %d: nobody has the number %s, which stood in the sheet when it was read", s.n, number)
		}
	}
	s.judgeRows(v, found)
	return nil
}

func (s *sheet) judgeRows(v *verdict, found map[string][]lead) {
	rows := s.rows()
	times := map[string]int{}
	for _, row := range rows {
		times[row["Phone"]]++
		times[row["ID"]]++
	}
	for i, row := range rows {
		number := row["Phone"]
		if number == "" {
			continue
		}
		v.rows++
		if len(found[number]) != 1 || times[number] != 1 || s.key && times[row["ID"]] != 1 {
			continue // counted above, or two rows that may say different things
		}
		l, typed := found[number][0], s.typed[number]
		for field, pair := range map[string][2]string{"name": {l.name, row["Name"]}, "email": {l.email, row["Email"]}, "owner": {l.owner, l.owner}} {
			want := pair[1]
			text, byHand := typed[field]
			if byHand {
				want = text
			}
			switch {
			case pair[0] == want:
			case byHand:
				v.overwritten++
				v.problem("sequence %d, row %d: the lead's %s was typed as %q and is %q", s.n, i+2, field, want, pair[0])
			default:
				v.misses++
				v.problem("sequence %d, row %d: the lead's %s is %q, the sheet says %q", s.n, i+2, field, pair[0], want)
			}
		}
		if s.back && !s.moved[number] && !s.twins[number] {
			s.judgeCells(v, i, row, l)
		}
	}
}

// judgeCells looks at the cells that are written back: what a person wrote stays,
// and the others say what the lead says.
func (s *sheet) judgeCells(v *verdict, i int, row map[string]string, l lead) {
	for title, want := range map[string]string{"Stage": l.stage, "Owner": l.owner} {
		text, byHand := s.hands[row["Phone"]][title]
		switch {
		case byHand && row[title] != text:
			v.overwritten++
			v.problem("sequence %d, row %d: somebody wrote %q into %s, and it says %q", s.n, i+2, text, title, row[title])
		case !byHand && row[title] != want:
			v.misses++
			v.problem("sequence %d, row %d: %s says %q and not %q", s.n, i+2, title, row[title], want)
		}
	}
}
