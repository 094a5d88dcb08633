package sheetsim

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"slices"
	"strconv"
	"sync"
)

// Number is a cell that holds a number with a format of its own.
type Number struct {
	Value float64
	Shown string
}

// Date is a cell that holds a date: a serial number that shows as text.
type Date struct {
	Serial float64
	Shown  string
}

// Spreadsheet is a document people edit. Its methods, and its tabs', are safe for concurrent use.
type Spreadsheet struct {
	ID string

	mu      sync.Mutex
	title   string
	tabs    []*Tab
	private bool
	viewers map[string]bool
}

// Tab is one sheet of it. A cell is a string, an int, a float64, a bool, a Number, a Date or nil.
type Tab struct {
	ID int64

	owner *Spreadsheet
	title string
	rows  [][]any
}

// AddSpreadsheet makes a document that every account may read.
func (s *Server) AddSpreadsheet(title string) *Spreadsheet {
	return s.AddSpreadsheetAs("sim_"+rand.Text()+"_"+rand.Text()[:13], title)
}

// AddSpreadsheetAs is AddSpreadsheet with an ID that lasts over restarts.
func (s *Server) AddSpreadsheetAs(id, title string) *Spreadsheet {
	sheet := &Spreadsheet{ID: id, title: title, viewers: make(map[string]bool)}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sheets[sheet.ID] = sheet
	return sheet
}

// DeleteSpreadsheet removes a document; it is then not found.
func (s *Server) DeleteSpreadsheet(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.sheets, id)
}

// Link is the address a browser would show for a tab.
func (d *Spreadsheet) Link(tab *Tab) string {
	return fmt.Sprintf("https://docs.google.com/spreadsheets/d/%s/edit?gid=%d#gid=%d", d.ID, tab.ID, tab.ID)
}

// Restrict lets only the given accounts read.
func (d *Spreadsheet) Restrict(emails ...string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.private, d.viewers = true, make(map[string]bool)
	for _, email := range emails {
		d.viewers[email] = true
	}
}

// ShareWithAll lets every account read.
func (d *Spreadsheet) ShareWithAll() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.private = false
}

func (d *Spreadsheet) readableBy(email string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return !d.private || d.viewers[email]
}

// Rename changes the document's title.
func (d *Spreadsheet) Rename(title string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.title = title
}

// AddTab adds a tab with rows.
func (d *Spreadsheet) AddTab(title string, rows ...[]any) *Tab {
	d.mu.Lock()
	defer d.mu.Unlock()
	own := make([][]any, len(rows))
	for i, row := range rows {
		own[i] = slices.Clone(row)
	}
	t := &Tab{ID: int64(len(d.tabs)) * 1000, owner: d, title: title, rows: own}
	d.tabs = append(d.tabs, t)
	return t
}

// RemoveTab deletes a tab.
func (d *Spreadsheet) RemoveTab(t *Tab) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.tabs = slices.DeleteFunc(d.tabs, func(other *Tab) bool { return other == t })
}

// Edit changes a tab's rows under the document's lock. The other methods of Tab are made of it.
func (t *Tab) Edit(change func(rows [][]any) [][]any) {
	t.owner.mu.Lock()
	defer t.owner.mu.Unlock()
	t.rows = change(t.rows)
}

// Rename changes the tab's title.
func (t *Tab) Rename(title string) {
	t.owner.mu.Lock()
	defer t.owner.mu.Unlock()
	t.title = title
}

// Append adds a row at the end.
func (t *Tab) Append(cells ...any) {
	t.Edit(func(rows [][]any) [][]any { return append(rows, cells) })
}

// Insert puts a row before the one at a position, counted from 0.
func (t *Tab) Insert(at int, cells ...any) {
	t.Edit(func(rows [][]any) [][]any { return slices.Insert(rows, at, cells) })
}

// Delete removes the row at a position.
func (t *Tab) Delete(at int) {
	t.Edit(func(rows [][]any) [][]any { return slices.Delete(rows, at, at+1) })
}

// Duplicate copies a row below itself.
func (t *Tab) Duplicate(at int) {
	t.Edit(func(rows [][]any) [][]any { return slices.Insert(rows, at+1, slices.Clone(rows[at])) })
}

// Set changes one cell.
func (t *Tab) Set(row, column int, value any) {
	t.Edit(func(rows [][]any) [][]any {
		for len(rows[row]) <= column {
			rows[row] = append(rows[row], nil)
		}
		rows[row][column] = value
		return rows
	})
}

// Sort orders the rows from a position on by the text of a column.
func (t *Tab) Sort(from, column int, descending bool) {
	t.Edit(func(rows [][]any) [][]any {
		slices.SortStableFunc(rows[from:], func(a, b []any) int {
			order := cmp.Compare(cellText(a, column), cellText(b, column))
			if descending {
				return -order
			}
			return order
		})
		return rows
	})
}

// InsertColumn puts an empty column before the one at a position.
func (t *Tab) InsertColumn(at int) {
	t.Edit(func(rows [][]any) [][]any {
		for i, row := range rows {
			if at <= len(row) {
				rows[i] = slices.Insert(row, at, any(nil))
			}
		}
		return rows
	})
}

// Clear empties the tab.
func (t *Tab) Clear() { t.Edit(func([][]any) [][]any { return nil }) }

// Len is the number of rows.
func (t *Tab) Len() int {
	t.owner.mu.Lock()
	defer t.owner.mu.Unlock()
	return len(t.rows)
}

func cellText(row []any, column int) string {
	if column >= len(row) {
		return ""
	}
	return fmt.Sprint(render(row[column], "FORMATTED_VALUE", ""))
}

// describe is the answer of spreadsheets.get without a mask.
func (d *Spreadsheet) describe(url string) map[string]any {
	d.mu.Lock()
	defer d.mu.Unlock()
	tabs := make([]any, len(d.tabs))
	for i, t := range d.tabs {
		width := 1
		for _, row := range t.rows {
			width = max(width, len(row))
		}
		tabs[i] = map[string]any{"properties": map[string]any{
			"sheetId": t.ID, "title": t.title, "index": i, "sheetType": "GRID",
			"gridProperties": map[string]any{"rowCount": max(len(t.rows), 1000), "columnCount": max(width, 26)},
		}}
	}
	return map[string]any{
		"spreadsheetId": d.ID, "spreadsheetUrl": url + "/spreadsheets/d/" + d.ID + "/edit",
		"properties": map[string]any{"title": d.title, "locale": "en_US", "timeZone": "Etc/UTC", "autoRecalc": "ON_CHANGE"},
		"sheets":     tabs,
	}
}

// values is a ValueRange: empty cells at the end of a row, and empty rows at the end, are left out.
func (d *Spreadsheet) values(a1, valueOption, dateOption string) (map[string]any, error) {
	title, from, to, err := parseRange(a1)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	at := slices.IndexFunc(d.tabs, func(t *Tab) bool { return t.title == title })
	if at < 0 {
		return nil, badRange(a1)
	}
	rows := d.tabs[at].rows
	last := len(rows)
	if to[0] >= 0 {
		last = min(last, to[0])
	}
	out := make([]any, 0, len(rows))
	filled := 0
	for i := from[0]; i < last; i++ {
		cells := rendered(rows[i], from[1], to[1], valueOption, dateOption)
		if out = append(out, cells); len(cells) > 0 {
			filled = len(out)
		}
	}
	answer := map[string]any{"range": a1, "majorDimension": "ROWS"}
	if filled > 0 {
		answer["values"] = out[:filled]
	}
	return answer, nil
}

func rendered(row []any, from, to int, valueOption, dateOption string) []any {
	last := len(row)
	if to >= 0 {
		last = min(last, to)
	}
	cells := make([]any, 0, len(row))
	filled := 0
	for i := from; i < last; i++ {
		value := render(row[i], valueOption, dateOption)
		if cells = append(cells, value); value != "" {
			filled = len(cells)
		}
	}
	return cells[:filled]
}

// render writes a cell as the API does under its two options.
func render(cell any, valueOption, dateOption string) any {
	raw := valueOption == "UNFORMATTED_VALUE"
	switch v := cell.(type) {
	case nil:
		return ""
	case int:
		return render(float64(v), valueOption, dateOption)
	case float64:
		if raw {
			return v
		}
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		if raw {
			return v
		}
		return map[bool]string{true: "TRUE", false: "FALSE"}[v]
	case Number:
		if raw {
			return v.Value
		}
		return v.Shown
	case Date:
		if raw && dateOption != "FORMATTED_STRING" {
			return v.Serial
		}
		return v.Shown
	}
	return fmt.Sprint(cell)
}
