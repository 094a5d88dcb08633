package sheets

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"

	"mceplatform/backend/fault"
	"mceplatform/backend/intake"
	"mceplatform/backend/leads"
)

const (
	// A title row this far down may have other rows above it; further down it was sorted in among
	// the data, which then stands on both sides.
	titleRows  = 20
	maxRows    = 100_000
	maxColumns = 200
)

// layout is where a tab has the columns of a connection at the moment.
type layout struct {
	headerAt int   // position of the title row
	columns  []int // by position in Connection.Header; -1 for a column that is not needed and gone
	key      int   // position of the key column, -1 without one
	mapping  intake.Mapping
	titles   []string
}

// locate finds the columns by their titles, wherever they are: columns may be moved, inserted in
// front, and rows put above. A title that is needed and gone is a fault.
func locate(c Connection, grid [][]Cell) (layout, error) {
	best, missing := -1, ""
	for i, row := range grid {
		lack := lacking(c, row)
		if lack == "" {
			best = i
			break
		}
		if i == c.HeaderRow-1 || missing == "" {
			missing = lack
		}
	}
	if best < 0 {
		return layout{}, fault.New(fault.Conflict, "The column %q is no longer in the sheet. Rename it back, or choose the columns again.", missing).
			With("reason", ReasonHeaderChanged).With("column", missing)
	}
	l := layout{headerAt: best, columns: make([]int, len(c.Header)), key: -1, titles: textsOf(grid[best])}
	l.mapping = make(intake.Mapping, len(l.titles))
	for i, title := range c.Header {
		l.columns[i] = position(l.titles, title, occurrence(c.Header, i))
		if at := l.columns[i]; at >= 0 {
			l.mapping[at] = c.Mapping[i]
		}
	}
	if c.KeyColumn != "" {
		l.key = position(l.titles, c.KeyColumn, 0)
	}
	return l, nil
}

// lacking is the first title a row lacks to be the title row.
func lacking(c Connection, row []Cell) string {
	titles := textsOf(row)
	for i, title := range c.Header {
		if c.Mapping[i] != intake.Ignore && position(titles, title, occurrence(c.Header, i)) < 0 {
			return title
		}
	}
	if c.KeyColumn != "" && position(titles, c.KeyColumn, 0) < 0 {
		return c.KeyColumn
	}
	for _, w := range c.WriteBack {
		if position(titles, w.Column, 0) < 0 {
			return w.Column
		}
	}
	return ""
}

// occurrence tells columns of one title apart: how many of that title stand before.
func occurrence(titles []string, at int) int {
	n := 0
	for _, title := range titles[:at] {
		if title == titles[at] {
			n++
		}
	}
	return n
}

// position finds the n-th column with a title.
func position(titles []string, title string, n int) int {
	for i, have := range titles {
		if have == title {
			if n == 0 {
				return i
			}
			n--
		}
	}
	return -1
}

// textsOf tidies a title row, so that a stray space is no new header.
func textsOf(row []Cell) []string {
	out := make([]string, len(row))
	for i, cell := range row {
		out[i] = leads.CleanName(cell.Text)
	}
	return out
}

// dataRows are the positions of the rows that are not titles.
func (l layout) dataRows(grid [][]Cell) []int {
	from := 0
	if l.headerAt < titleRows {
		from = l.headerAt + 1
	}
	out := make([]int, 0, len(grid))
	for i := from; i < len(grid); i++ {
		if i != l.headerAt && !isBlank(grid[i]) {
			out = append(out, i)
		}
	}
	return out
}

func isBlank(row []Cell) bool {
	return !slices.ContainsFunc(row, func(c Cell) bool { return strings.TrimSpace(c.Text) != "" })
}

// wantsFormat reports whether a mapped column that is not a phone holds bare numbers: only then is
// the formatted text worth a second request.
func (l layout) wantsFormat(grid [][]Cell) bool {
	for _, i := range l.dataRows(grid) {
		for at, cell := range grid[i] {
			if cell.hasLook() && at < len(l.mapping) && l.mapping[at] != intake.Ignore && l.mapping[at] != intake.Phone {
				return true
			}
		}
	}
	return false
}

// withFormat takes the text of numbers outside phone columns from the formatted reading. The two
// readings are two moments: a row whose other cells differ was moved in between and keeps its
// digits until the next reading.
func (l layout) withFormat(grid, formatted [][]Cell) {
	for i := range grid {
		if i >= len(formatted) || !sameRow(grid[i], formatted[i]) {
			continue
		}
		for at := range grid[i] {
			if grid[i][at].hasLook() && at < len(l.mapping) && l.mapping[at] != intake.Phone && l.mapping[at] != intake.Ignore {
				grid[i][at].Text = formatted[i][at].Text
			}
		}
	}
}

// hasLook reports whether a cell reads better as the sheet shows it. A long whole number is a phone
// or an order number: its digits say more than any format.
func (c Cell) hasLook() bool {
	const long = 7
	return c.Number && (len(c.Text) < long || strings.Trim(c.Text, "0123456789") != "")
}

func sameRow(raw, formatted []Cell) bool {
	if len(raw) != len(formatted) {
		return false
	}
	for i := range raw {
		if !raw[i].Number && raw[i].Text != formatted[i].Text {
			return false
		}
	}
	return true
}

// texts are a row's cells as text.
func texts(row []Cell) []string {
	out := make([]string, len(row))
	for i, cell := range row {
		out[i] = cell.Text
	}
	return out
}

// hash is a digest of what a row says in the mapped columns, wherever those stand.
func (l layout) hash(c Connection, cells []string) string {
	h := sha256.New()
	for i, title := range c.Header {
		at := l.columns[i]
		if at < 0 || c.Mapping[i] == intake.Ignore {
			continue
		}
		value := ""
		if at < len(cells) {
			value = strings.TrimSpace(cells[at])
		}
		for _, part := range []string{title, string(c.Mapping[i]), value} {
			h.Write([]byte(part))
			h.Write([]byte{0})
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// digestOf tells whether a table is the one that was read before.
func digestOf(grid [][]Cell) (sum [sha256.Size]byte) {
	h := sha256.New()
	end := []byte{0}
	for _, row := range grid {
		for _, cell := range row {
			_, _ = io.WriteString(h, cell.Text) // a hash never fails
			h.Write(end)
		}
		h.Write([]byte{1})
	}
	h.Sum(sum[:0])
	return sum
}

// keyOf is the value of the key column, "" without one.
func (l layout) keyOf(cells []string) string {
	if l.key < 0 || l.key >= len(cells) {
		return ""
	}
	return strings.ToLower(leads.CleanName(cells[l.key]))
}

// keyFails reports whether the key column shows an error in place of a key.
func (l layout) keyFails(cells []string) bool {
	return l.key >= 0 && l.key < len(cells) && intake.IsErrorCell(cells[l.key])
}

// checkSize refuses what a file import refuses, too.
func checkSize(grid [][]Cell) error {
	if len(grid) > maxRows {
		return fault.New(fault.Invalid, "The tab has more than %d rows. Move old rows to another tab.", maxRows).With("reason", ReasonTooLarge)
	}
	for _, row := range grid {
		if len(row) > maxColumns {
			return fault.New(fault.Invalid, "The tab has more than %d columns.", maxColumns).With("reason", ReasonTooLarge)
		}
	}
	return nil
}
