package sheets

import (
	"context"
	"slices"

	"mceplatform/backend/clock"
	"mceplatform/backend/phone"
)

// Preview is what connecting a tab would bring.
type Preview struct {
	Rows     []PreviewRow `json:"rows"`     // the first ones
	Total    int          `json:"total"`    // rows that are not blank
	New      int          `json:"new"`      // people nobody knows yet
	Known    int          `json:"known"`    // people who are leads already
	Repeated int          `json:"repeated"` // rows of a person, or with a key, that stand further up too
	Rejected int          `json:"rejected"` // rows that cannot become a lead
}

// PreviewStatus says what would become of a row.
type PreviewStatus string

// What becomes of rows.
const (
	PreviewNew      PreviewStatus = "new"
	PreviewKnown    PreviewStatus = "known"
	PreviewRepeated PreviewStatus = "repeated"
	PreviewRejected PreviewStatus = "rejected"
)

// PreviewRow is a row as the lead it would become.
type PreviewRow struct {
	Row     int               `json:"row"`
	Status  PreviewStatus     `json:"status"`
	Name    string            `json:"name"`
	Phone   string            `json:"phone"` // as people write it
	Email   string            `json:"email"`
	Company string            `json:"company"`
	Owner   string            `json:"owner"`
	Stage   string            `json:"stage"`
	Tags    []string          `json:"tags"`
	Note    string            `json:"note"`
	Custom  map[string]string `json:"custom"`
	Reason  phone.Reason      `json:"reason"` // of a rejected row
	Value   string            `json:"value"`  // what the cell at fault says
}

// previewRows are shown.
const previewRows = 20

// Preview reads a tab as a connection would.
func (s *Service) Preview(ctx context.Context, in Input) (Preview, error) {
	c := newConnection(in, clock.NowMillis(s.clock))
	if err := s.check(ctx, &c); err != nil {
		return Preview{}, err
	}
	grid, err := s.readHeader(ctx, &c, in.HeaderRow, in.Mapping, nil)
	if err != nil {
		return Preview{}, err
	}
	l, err := locate(c, grid)
	if err != nil {
		return Preview{}, err
	}
	rows, copies := l.read(c, grid, nil)
	return s.preview(ctx, rows, copies)
}

func (s *Service) preview(ctx context.Context, rows, copies []incoming) (Preview, error) {
	numbers := make([]string, 0, len(rows))
	for _, in := range rows {
		if in.problem == nil {
			numbers = append(numbers, in.draft.Phone.MatchKey())
		}
	}
	known, err := s.store.FindByMatchKeys(ctx, numbers)
	if err != nil {
		return Preview{}, err
	}
	out := Preview{Rows: []PreviewRow{}, Total: len(rows) + len(copies), Repeated: len(copies)}
	seen := map[string]bool{}
	for _, in := range rows {
		status := PreviewRejected
		if in.problem == nil {
			status = PreviewNew
			number := in.draft.Phone.MatchKey()
			switch {
			case seen[number]:
				status = PreviewRepeated
			case known[number] != 0:
				status = PreviewKnown
			}
			seen[number] = true
		}
		out.add(in, status)
	}
	for _, in := range copies {
		out.Rows = append(out.Rows, in.preview(PreviewRepeated))
	}
	slices.SortStableFunc(out.Rows, func(a, b PreviewRow) int { return a.Row - b.Row })
	out.Rows = out.Rows[:min(len(out.Rows), previewRows)]
	return out, nil
}

func (p *Preview) add(in incoming, status PreviewStatus) {
	switch status {
	case PreviewNew:
		p.New++
	case PreviewKnown:
		p.Known++
	case PreviewRepeated:
		p.Repeated++
	case PreviewRejected:
		p.Rejected++
	}
	p.Rows = append(p.Rows, in.preview(status))
}

func (in incoming) preview(status PreviewStatus) PreviewRow {
	d := in.draft
	row := PreviewRow{
		Row: in.number, Status: status, Name: d.Name, Email: d.Email, Company: d.Company, Owner: d.Owner, Stage: d.Stage, Note: d.Note,
		Tags: append([]string{}, d.Tags...), Custom: d.Custom,
	}
	if row.Custom == nil {
		row.Custom = map[string]string{}
	}
	if in.problem != nil {
		row.Reason, row.Value = in.problem.Reason, in.problem.Value
		return row
	}
	row.Phone = d.Phone.Display()
	return row
}
