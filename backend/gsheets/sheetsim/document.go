package sheetsim

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"
)

// Spreadsheet is a document people edit. Its methods, and its tabs', are safe for concurrent use.
type Spreadsheet struct {
	ID string

	mu       sync.Mutex
	title    string
	tabs     []*Tab
	nextTab  int64
	version  int64
	modified time.Time
	trashed  bool
	latency  time.Duration

	everybody   Role // of every account
	roles       map[string]Role
	linkShared  bool
	downloadOff bool

	workbook        []byte // as it was downloaded last
	workbookVersion int64
}

// AddSpreadsheet makes a document that every account may read and write, and nobody without one.
func (s *Server) AddSpreadsheet(title string) *Spreadsheet {
	return s.AddSpreadsheetAs("sim_"+rand.Text()+"_"+rand.Text()[:13], title)
}

// AddSpreadsheetAs is AddSpreadsheet with an ID that lasts over restarts.
func (s *Server) AddSpreadsheetAs(id, title string) *Spreadsheet {
	sheet := &Spreadsheet{ID: id, title: title, everybody: Editor, roles: make(map[string]Role)}
	sheet.touch()
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

// touch makes a new version. The caller holds the lock.
func (d *Spreadsheet) touch() { d.version, d.modified = d.version+1, time.Now() }

// Rename changes the document's title.
func (d *Spreadsheet) Rename(title string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.title = title
	d.touch()
}

// AddTab adds a tab with rows.
func (d *Spreadsheet) AddTab(title string, rows ...[]any) *Tab {
	d.mu.Lock()
	defer d.mu.Unlock()
	own := make([][]any, len(rows))
	for i, row := range rows {
		own[i] = slices.Clone(row)
	}
	t := &Tab{ID: d.nextTab, owner: d, title: title, rows: own, hidden: make(map[int]bool)}
	d.nextTab += 1000
	d.tabs = append(d.tabs, t)
	d.touch()
	return t
}

// RemoveTab deletes a tab.
func (d *Spreadsheet) RemoveTab(t *Tab) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.tabs = slices.DeleteFunc(d.tabs, func(other *Tab) bool { return other == t })
	d.touch()
}

// tabCalled returns the tab with a title, nil = there is none. The caller holds the lock.
func (d *Spreadsheet) tabCalled(title string) *Tab {
	if at := slices.IndexFunc(d.tabs, func(t *Tab) bool { return t.title == title }); at >= 0 {
		return d.tabs[at]
	}
	return nil
}

// file is the answer of files.get without a mask.
func (d *Spreadsheet) file() map[string]any {
	d.mu.Lock()
	defer d.mu.Unlock()
	return map[string]any{
		"kind": "drive#file", "id": d.ID, "name": d.title, "mimeType": "application/vnd.google-apps.spreadsheet",
		"version": strconv.FormatInt(d.version, 10), "modifiedTime": d.modified.UTC().Format("2006-01-02T15:04:05.000Z"), "trashed": d.trashed,
	}
}

// describe is the answer of spreadsheets.get without a mask.
func (d *Spreadsheet) describe(url string) map[string]any {
	d.mu.Lock()
	defer d.mu.Unlock()
	tabs := make([]any, len(d.tabs))
	for i, t := range d.tabs {
		height, width := t.size()
		tabs[i] = map[string]any{"properties": map[string]any{
			"sheetId": t.ID, "title": t.title, "index": i, "sheetType": "GRID",
			"gridProperties": map[string]any{"rowCount": height, "columnCount": width},
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
	tab := d.tabCalled(title)
	if tab == nil {
		return nil, badRange(a1)
	}
	last := len(tab.rows)
	if to[0] >= 0 {
		last = min(last, to[0])
	}
	out := make([]any, 0, len(tab.rows))
	filled := 0
	for i := from[0]; i < last; i++ {
		cells := rendered(tab.rows[i], from[1], to[1], valueOption, dateOption)
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
