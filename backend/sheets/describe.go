package sheets

import (
	"context"
	"slices"
	"strings"

	"mceplatform/backend/fault"
	"mceplatform/backend/intake"
	"mceplatform/backend/leads"
	"mceplatform/backend/phone"
)

const (
	sampleRows    = 50
	columnSamples = 3
	maxSample     = 60
)

// Inspect says what a link leads to.
func (s *Service) Inspect(ctx context.Context, link string) (Spreadsheet, error) {
	id, gid, err := ParseLink(link)
	if err != nil {
		return Spreadsheet{}, err
	}
	return s.client.Find(ctx, id, gid)
}

// InspectFile says what a file on this computer holds.
func (s *Service) InspectFile(ctx context.Context, path string) (Spreadsheet, error) {
	return s.source(AccessFile).Spreadsheet(ctx, Place{Access: AccessFile, Path: path})
}

// Tabs lists the tabs of a connection's spreadsheet, for the choice of another.
func (s *Service) Tabs(ctx context.Context, id int64) ([]Tab, error) {
	c, err := s.store.GetSheet(ctx, id)
	if err != nil {
		return nil, err
	}
	sheet, err := s.source(c.Access).Spreadsheet(ctx, c.Place)
	return sheet.Tabs, err
}

// Columns reads a tab's titles and samples, with a guess at their meaning. A header row of 0 is
// looked for.
func (s *Service) Columns(ctx context.Context, place Place, tab string, headerRow int, defaultCountry string) (Columns, error) {
	grid, at, err := s.readTab(ctx, place, tab, headerRow, defaultCountry)
	if err != nil {
		return Columns{}, err
	}
	titles, rows := textsOf(grid[at]), textRows(grid[at+1:])
	guess := intake.Guess(titles, rows[:min(len(rows), sampleRows)], defaultCountry)
	out := Columns{HeaderRow: at + 1, Columns: make([]Column, len(guess))}
	for i, field := range guess {
		column := Column{Index: i, Samples: samplesOf(rows, i), Guess: field}
		if i < len(titles) {
			column.Name = titles[i]
		}
		out.Columns[i] = column
	}
	for _, row := range grid[at+1:] {
		if !isBlank(row) {
			out.RowCount++
		}
	}
	return out, nil
}

func (s *Service) readTab(ctx context.Context, place Place, tab string, headerRow int, country string) ([][]Cell, int, error) {
	if err := place.check(); err != nil {
		return nil, 0, err
	}
	if err := checkCountry(country); err != nil {
		return nil, 0, err
	}
	grid, err := s.source(place.Access).Values(ctx, place, tab, Raw)
	if err != nil {
		return nil, 0, err
	}
	if err := checkSize(grid); err != nil {
		return nil, 0, err
	}
	at := headerRow - 1
	if headerRow == 0 {
		at = intake.FindHeader(textRows(grid[:min(len(grid), sampleRows)]), country)
	}
	if at < 0 || at >= len(grid) || isBlank(grid[at]) {
		return nil, 0, fault.New(fault.Invalid, "The tab needs a row with column titles above its data.").With("field", "headerRow").With("reason", "no_header")
	}
	return grid, at, nil
}

// readHeader fixes which columns a connection reads. An empty mapping takes the guess; one that
// comes with titles belongs to them and follows them to where they stand now.
func (s *Service) readHeader(ctx context.Context, c *Connection, headerRow int, mapping intake.Mapping, titles []string) ([][]Cell, error) {
	grid, at, err := s.readTab(ctx, c.Place, c.Tab, headerRow, c.DefaultCountry)
	if err != nil {
		return nil, err
	}
	c.HeaderRow, c.Header = at+1, textsOf(grid[at])
	if titles != nil {
		mapping = follow(mapping, titles, c.Header)
	}
	if len(mapping) == 0 {
		mapping = intake.Guess(c.Header, textRows(grid[at+1:min(len(grid), at+1+sampleRows)]), c.DefaultCountry)
	}
	c.Mapping = make(intake.Mapping, len(c.Header))
	for i, field := range mapping {
		switch {
		case field == intake.Ignore:
			continue
		case !slices.Contains(intake.Fields(), field):
			return nil, fault.New(fault.Invalid, "The field %q is not known.", field).With("field", "mapping")
		case i >= len(c.Header) || c.Header[i] == "":
			return nil, fault.New(fault.Invalid, "Give column %d a title in the sheet: columns are recognised by their titles.", i+1).With("field", "mapping").With("reason", "no_title")
		}
		c.Mapping[i] = field
	}
	switch {
	case !intake.Mapping(c.Mapping).Has(intake.Phone):
		return nil, fault.New(fault.Invalid, "Say which column holds the phone number.").With("field", "mapping").With("reason", "no_phone_column")
	case c.KeyColumn != "" && !slices.Contains(c.Header, c.KeyColumn):
		return nil, fault.New(fault.Invalid, "The sheet has no column %q.", c.KeyColumn).With("field", "keyColumn")
	}
	return grid, nil
}

func follow(mapping intake.Mapping, from, to []string) intake.Mapping {
	out := make(intake.Mapping, len(to))
	for i, field := range mapping {
		if at := position(to, from[i], occurrence(from, i)); at >= 0 {
			out[at] = field
		}
	}
	return out
}

func checkCountry(code string) error {
	if code != "" && !phone.KnownRegion(code) {
		return fault.New(fault.Invalid, "The country %q is not known.", code).With("field", "defaultCountry")
	}
	return nil
}

func textRows(grid [][]Cell) [][]string {
	out := make([][]string, len(grid))
	for i, row := range grid {
		out[i] = texts(row)
	}
	return out
}

func samplesOf(rows [][]string, column int) []string {
	out := make([]string, 0, columnSamples)
	for _, row := range rows[:min(len(rows), sampleRows)] {
		if column >= len(row) || strings.TrimSpace(row[column]) == "" {
			continue
		}
		cell := []rune(leads.CleanName(row[column]))
		if out = append(out, string(cell[:min(len(cell), maxSample)])); len(out) == columnSamples {
			break
		}
	}
	return out
}
