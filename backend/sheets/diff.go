package sheets

import (
	"fmt"
	"strings"

	"mceplatform/backend/clock"
	"mceplatform/backend/intake"
	"mceplatform/backend/phone"
)

// maxProblems of a connection are kept; a sheet of nothing but problems is a wrong mapping.
const maxProblems = 1000

// incoming is a row as it stands in the sheet now.
type incoming struct {
	key     string
	hash    string
	number  int
	draft   intake.Draft
	problem *intake.Problem
}

// difference is what a reading changes.
type difference struct {
	fresh   []incoming // rows that nobody has seen
	changed []incoming // rows of known leads that say something else now
	put     []Row      // rows to remember that concern no lead
	drop    []string   // keys to forget
	bad     int        // rows that have a problem since this reading
}

func (d difference) isEmpty() bool {
	return len(d.fresh)+len(d.changed)+len(d.put)+len(d.drop) == 0
}

// DuplicateKey is the reason of a row whose key names somebody else in another row.
const DuplicateKey phone.Reason = "duplicate_key"

// read turns the rows of a tab into incoming rows, each key once. Of rows that share a key the one
// that is known already counts, so that sorting a sheet with copies changes nothing; copies of it are
// returned apart. A row with the key of another person is a problem: nobody is lost in silence.
func (l layout) read(c Connection, grid [][]Cell, known map[string]Row) (rows, copies []incoming) {
	opts := intake.ReadOptions{Region: c.DefaultCountry, Header: l.titles}
	at := make(map[string]int, len(grid))
	repeats := make(map[string]int)
	out := make([]incoming, 0, len(grid))
	var again []incoming
	for _, i := range l.dataRows(grid) {
		cells := texts(grid[i])
		in := incoming{hash: l.hash(c, cells), number: i + 1}
		in.draft, in.problem = intake.Read(cells, l.mapping, opts)
		in.draft.Row = in.number
		switch key := l.keyOf(cells); {
		case l.keyFails(cells):
			in.problem = &intake.Problem{Reason: intake.CellError, Column: l.key, Value: cells[l.key]}
			in.key = l.anonymous(in.hash, repeats)
		case key != "":
			in.key = "k:" + key
		case in.problem == nil:
			in.key = "p:" + in.draft.Phone.MatchKey()
		default:
			in.key = l.anonymous(in.hash, repeats)
		}
		first, repeated := at[in.key]
		switch {
		case !repeated:
			at[in.key] = len(out)
			out = append(out, in)
		case known[in.key].Hash == in.hash && out[first].hash != in.hash, out[first].problem != nil && in.problem == nil && known[in.key].Hash != out[first].hash:
			again = append(again, out[first])
			out[first] = in
		default:
			again = append(again, in)
		}
	}
	for _, in := range again {
		if first := out[at[in.key]]; in.samePerson(first) {
			copies = append(copies, in)
			continue
		}
		if in.problem == nil {
			in.problem = &intake.Problem{Reason: DuplicateKey, Column: l.key, Value: strings.TrimPrefix(in.key, "k:")}
		}
		in.key = l.anonymous(in.hash, repeats)
		out = append(out, in)
	}
	return out, copies
}

// anonymous is a key for a row that nothing identifies; equal ones are told apart by counting.
func (l layout) anonymous(hash string, repeats map[string]int) string {
	repeats[hash]++
	return fmt.Sprintf("x:%s:%d", hash, repeats[hash])
}

// samePerson reports whether a row says nothing of another person than the first with its key.
func (in incoming) samePerson(first incoming) bool {
	return in.problem != nil && first.problem != nil || in.problem == nil && first.problem == nil && in.draft.Phone.MatchKey() == first.draft.Phone.MatchKey()
}

// compare says what is new and what has changed. Under baseline every unknown row is only
// remembered.
func compare(rows []incoming, known map[string]Row, baseline bool, now clock.Millis) difference {
	var d difference
	seen := make(map[string]struct{}, len(rows))
	problems := 0
	for _, in := range rows {
		seen[in.key] = struct{}{}
		old, isKnown := known[in.key]
		if in.problem != nil {
			if problems++; problems > maxProblems {
				continue
			}
		}
		switch {
		case !isKnown && baseline:
			d.put = append(d.put, Row{Key: in.key, Hash: in.hash, State: RowIgnored, RowNumber: in.number, SeenAt: now})
		case isKnown && old.State == RowIgnored:
		case in.problem != nil:
			d.reject(in, old, now)
		case !isKnown, old.State == RowRejected && old.LeadID == 0:
			d.fresh = append(d.fresh, in)
		case old.Hash == in.hash && old.State == RowImported:
		case old.LeadID == 0: // its lead was deleted: the sheet must not bring it back
			d.put = append(d.put, Row{Key: in.key, Hash: in.hash, State: RowImported, RowNumber: in.number, SeenAt: now})
		default:
			d.changed = append(d.changed, in)
		}
	}
	for key, old := range known {
		if _, there := seen[key]; there || old.State != RowRejected {
			continue
		}
		if old.LeadID == 0 {
			d.drop = append(d.drop, key)
		} else { // the row is gone, its lead stays
			old.State, old.Problem, old.Value = RowImported, "", ""
			d.put = append(d.put, old)
		}
	}
	return d
}

// reject remembers a row with a problem, unless that is known. A lead it had before stays its lead.
func (d *difference) reject(in incoming, old Row, now clock.Millis) {
	row := Row{
		Key: in.key, Hash: in.hash, LeadID: old.LeadID, State: RowRejected, RowNumber: in.number,
		Problem: in.problem.Reason, Value: in.problem.Value, SeenAt: now,
	}
	if old.State == RowRejected && old.Hash == in.hash && old.Problem == row.Problem {
		if old.RowNumber != in.number { // only moved: the user must find it
			row.SeenAt = old.SeenAt
			d.put = append(d.put, row)
		}
		return
	}
	d.bad++
	d.put = append(d.put, row)
}
