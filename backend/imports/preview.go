package imports

import (
	"slices"

	"mceplatform/backend/intake"
)

// problems groups the rejected rows by cause, the most frequent first.
func (p *plan) problems() []Problem {
	out := make([]Problem, 0, 4)
	for _, r := range p.rejected {
		at := slices.IndexFunc(out, func(known Problem) bool { return known.Reason == r.problem.Reason })
		if at < 0 {
			at = len(out)
			out = append(out, Problem{Reason: r.problem.Reason, Rows: []BadRow{}})
		}
		out[at].Count++
		if len(out[at].Rows) < problemRows {
			out[at].Rows = append(out[at].Rows, BadRow{Row: r.row, Value: r.problem.Value})
		}
	}
	slices.SortStableFunc(out, func(a, b Problem) int { return b.Count - a.Count })
	return out
}

// sample shows what would become of the first rows.
func (r *reading) sample(p *plan, known map[string]int64) []Sample {
	rows := r.rows[:min(len(r.rows), previewRows)]
	byRow := make(map[int]Sample, len(rows))
	add := func(d intake.Draft, status Status) {
		byRow[d.Row] = Sample{Row: d.Row, Name: d.Name, Phone: d.Phone.Display(), Status: status}
	}
	if len(rows) == 0 {
		return []Sample{}
	}
	last := rows[len(rows)-1].Number
	for _, d := range p.drafts {
		if d.Row > last {
			break
		}
		if _, found := known[d.Phone.MatchKey()]; found {
			add(d, StatusExisting)
		} else {
			add(d, StatusNew)
		}
	}
	for _, d := range p.repeated {
		if d.Row <= last {
			add(d, StatusDuplicate)
		}
	}
	for _, bad := range p.rejected {
		if bad.row <= last {
			byRow[bad.row] = Sample{Row: bad.row, Name: r.rejectedName(bad.at), Status: StatusRejected, Reason: string(bad.problem.Reason)}
		}
	}
	out := make([]Sample, 0, len(rows))
	for _, row := range rows {
		s := byRow[row.Number]
		s.Original = r.original(row.Cells)
		out = append(out, s)
	}
	return out
}

func (r *reading) original(cells []string) string {
	if at := r.mapping().First(intake.Phone); at >= 0 && at < len(cells) {
		return shorten(cells[at])
	}
	return ""
}

func (r *reading) rejectedName(at int) string {
	cells := r.rows[at].Cells
	if column := r.mapping().First(intake.Name); column >= 0 && column < len(cells) {
		return shorten(cells[column])
	}
	return ""
}
