package imports

import (
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"

	"mceplatform/backend/fault"
	"mceplatform/backend/intake"
	"mceplatform/backend/leads"
	"mceplatform/backend/phone"
	"mceplatform/backend/tabular"
)

const (
	sampleRows    = 50 // rows that the guess looks at
	columnSamples = 3
	maxSample     = 60 // characters
)

// reading is a file read with one set of options.
type reading struct {
	options Options
	table   *tabular.File
	header  []string
	at      int // position of the header row in the table, -1 without one
	rows    []tabular.Row
	guess   intake.Mapping
	plan    *plan // nil until asked for
}

// readWith reads the file, or returns the last reading when nothing that matters has changed.
func (f *staged) readWith(o Options) (*reading, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	if f.read != nil && reflect.DeepEqual(f.read.options, o) {
		return f.read, nil
	}
	table, err := f.table(o)
	if err != nil {
		return nil, err
	}
	r := &reading{options: o, table: table}
	if err := r.findHeader(o.HeaderRow); err != nil {
		return nil, err
	}
	r.rows = table.Rows[r.at+1:]
	r.guess = intake.Guess(r.header, cellsOf(r.rows[:min(len(r.rows), sampleRows)]), o.DefaultCountry)
	if len(o.Mapping) > len(r.guess) {
		return nil, fault.New(fault.Invalid, "The file has %d columns, not %d.", len(r.guess), len(o.Mapping)).With("field", "mapping")
	}
	f.read = r
	return r, nil
}

// table opens the file again only when it would read differently.
func (f *staged) table(o Options) (*tabular.File, error) {
	if r := f.read; r != nil && r.options.Tab == o.Tab && r.options.Encoding == o.Encoding && r.options.Delimiter == o.Delimiter && r.options.DefaultCountry == o.DefaultCountry {
		return r.table, nil
	}
	return tabular.Open(f.fileName, f.data, tabular.Options{
		Encoding: o.Encoding, Delimiter: o.Delimiter, Tab: o.Tab, Region: o.DefaultCountry, Wanted: intake.LooksLikeLeads(o.DefaultCountry),
	})
}

func (r *reading) findHeader(chosen int) error {
	switch chosen {
	case NoHeader:
		r.at = -1
	case FindHeader:
		r.at = intake.FindHeader(cellsOf(r.table.Rows[:min(len(r.table.Rows), sampleRows)]), r.options.DefaultCountry)
	default:
		r.at = slices.IndexFunc(r.table.Rows, func(row tabular.Row) bool { return row.Number == chosen })
		if r.at < 0 {
			return fault.New(fault.Invalid, "Row %d is empty. Choose the row with the column titles.", chosen).With("field", "headerRow")
		}
	}
	if r.at >= 0 {
		r.header = r.table.Rows[r.at].Cells
	}
	return nil
}

func cellsOf(rows []tabular.Row) [][]string {
	out := make([][]string, len(rows))
	for i, row := range rows {
		out[i] = row.Cells
	}
	return out
}

func (r *reading) mapping() intake.Mapping {
	if len(r.options.Mapping) > 0 {
		return r.options.Mapping
	}
	return r.guess
}

// describe is the reading as the wizard shows it.
func (r *reading) describe(f *staged) File {
	file := File{
		Token: f.token, FileName: f.fileName, Tabs: []string{}, Tab: r.table.Tab, Encoding: r.table.Encoding, Encodings: []string{},
		Delimiter: r.table.Delimiter, HeaderRow: NoHeader, Columns: make([]Column, len(r.guess)), RowCount: len(r.rows),
		Committed: f.result != nil, DefaultCountry: r.options.DefaultCountry,
	}
	if r.at >= 0 {
		file.HeaderRow = r.table.Rows[r.at].Number
	}
	if r.table.Encoding == "" {
		file.Tabs = slices.Clone(r.table.Tabs)
	} else {
		file.Encodings = tabular.Encodings()
	}
	for i, field := range r.guess {
		file.Columns[i] = Column{Index: i, Name: r.title(i), Samples: r.samples(i), Guess: field}
	}
	return file
}

// title is a column's title, or its letter as in a spreadsheet.
func (r *reading) title(column int) string {
	if column < len(r.header) {
		if name := leads.CleanName(r.header[column]); name != "" {
			return name
		}
	}
	letters := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	return letters
}

func (r *reading) samples(column int) []string {
	out := make([]string, 0, columnSamples)
	for _, row := range r.rows[:min(len(r.rows), sampleRows)] {
		if column >= len(row.Cells) || strings.TrimSpace(row.Cells[column]) == "" {
			continue
		}
		if out = append(out, shorten(row.Cells[column])); len(out) == columnSamples {
			break
		}
	}
	return out
}

func shorten(cell string) string {
	cell = leads.CleanName(cell)
	if runes := []rune(cell); len(runes) > maxSample {
		return string(runes[:maxSample-1]) + "…"
	}
	return cell
}

// plan is what the rows come to, whatever leads there are.
type plan struct {
	drafts   []intake.Draft // distinct, in the order of the file
	repeated []intake.Draft
	rejected []rejection // in the order of the file
}

type rejection struct {
	at      int // position in reading.rows
	row     int
	problem *intake.Problem
}

// planned reads the rows into drafts, once per set of options.
func (r *reading) planned() (*plan, error) {
	if r.plan != nil {
		return r.plan, nil
	}
	if !r.mapping().Has(intake.Phone) {
		return nil, fault.New(fault.Invalid, "Say which column holds the phone number.").With("field", "mapping").With("reason", "no_phone_column")
	}
	drafts, problems := r.readRows()
	p := &plan{}
	kept := make([]intake.Draft, 0, len(drafts))
	for i, problem := range problems {
		if problem != nil {
			p.rejected = append(p.rejected, rejection{at: i, row: r.rows[i].Number, problem: problem})
			continue
		}
		kept = append(kept, drafts[i])
	}
	p.drafts, p.repeated = intake.Distinct(kept)
	r.plan = p
	return p, nil
}

// readRows works on all processors: reading a number against its country's plan is most of the
// time a large import takes.
func (r *reading) readRows() ([]intake.Draft, []*intake.Problem) {
	drafts := make([]intake.Draft, len(r.rows))
	problems := make([]*intake.Problem, len(r.rows))
	mapping := r.mapping()
	opts := intake.ReadOptions{Region: r.options.DefaultCountry, Header: make([]string, len(mapping))}
	for i := range opts.Header {
		opts.Header[i] = r.title(i)
	}
	workers := runtime.GOMAXPROCS(0)
	share := (len(r.rows) + workers - 1) / workers
	var wg sync.WaitGroup
	for from := 0; from < len(r.rows); from += share {
		to := min(from+share, len(r.rows))
		wg.Go(func() {
			for i := from; i < to; i++ {
				drafts[i], problems[i] = readRow(r.rows[i], mapping, opts)
			}
		})
	}
	wg.Wait()
	return drafts, problems
}

// readRow turns a panic into a rejected row: it would otherwise end the program from a goroutine
// that nobody guards.
func readRow(row tabular.Row, mapping intake.Mapping, opts intake.ReadOptions) (draft intake.Draft, problem *intake.Problem) {
	defer func() {
		if p := recover(); p != nil {
			draft, problem = intake.Draft{}, &intake.Problem{Reason: phone.NotANumber, Column: -1, Value: fmt.Sprintf("row %d cannot be read", row.Number)}
		}
	}()
	draft, problem = intake.Read(row.Cells, mapping, opts)
	draft.Row = row.Number
	return draft, problem
}
