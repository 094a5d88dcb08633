package sheetsim

import (
	"cmp"
	"fmt"
	"slices"
)

// Tab is one sheet of a document. A cell is a string, an int, a float64, a bool, a Number, a Date,
// a Formula, an Error or nil. Rows and columns count from 0.
type Tab struct {
	ID int64

	owner  *Spreadsheet
	title  string
	rows   [][]any
	merged [][4]int // first row and column, last row and column
	hidden map[int]bool
}

// size is that of the grid: it has room below and beside what is filled.
func (t *Tab) size() (rows, columns int) {
	columns = 26
	for _, row := range t.rows {
		columns = max(columns, len(row))
	}
	return max(len(t.rows), 1000), columns
}

// Edit changes a tab's rows under the document's lock. The other methods of Tab are made of it.
func (t *Tab) Edit(change func(rows [][]any) [][]any) {
	t.owner.mu.Lock()
	defer t.owner.mu.Unlock()
	t.rows = change(t.rows)
	t.owner.touch()
}

// Rename changes the tab's title.
func (t *Tab) Rename(title string) {
	t.owner.mu.Lock()
	defer t.owner.mu.Unlock()
	t.title = title
	t.owner.touch()
}

// Title is what the tab is called.
func (t *Tab) Title() string {
	t.owner.mu.Lock()
	defer t.owner.mu.Unlock()
	return t.title
}

// Append adds a row at the end.
func (t *Tab) Append(cells ...any) {
	t.Edit(func(rows [][]any) [][]any { return append(rows, cells) })
}

// Insert puts a row before the one at a position.
func (t *Tab) Insert(at int, cells ...any) {
	t.Edit(func(rows [][]any) [][]any {
		t.shift(at, 1)
		return slices.Insert(rows, at, cells)
	})
}

// Delete removes the row at a position.
func (t *Tab) Delete(at int) {
	t.Edit(func(rows [][]any) [][]any {
		t.shift(at, -1)
		return slices.Delete(rows, at, at+1)
	})
}

// Duplicate copies a row below itself.
func (t *Tab) Duplicate(at int) {
	t.Edit(func(rows [][]any) [][]any {
		t.shift(at+1, 1)
		return slices.Insert(rows, at+1, slices.Clone(rows[at]))
	})
}

// Move cuts a row and puts it where it then has the position to.
func (t *Tab) Move(from, to int) {
	t.Edit(func(rows [][]any) [][]any {
		row := rows[from]
		return slices.Insert(slices.Delete(rows, from, from+1), to, row)
	})
}

// shift moves what belongs to rows, from a row on. The caller holds the lock.
func (t *Tab) shift(at, by int) {
	hidden := make(map[int]bool, len(t.hidden))
	for row := range t.hidden {
		switch {
		case row < at:
			hidden[row] = true
		case by > 0 || row > at:
			hidden[row+by] = true
		}
	}
	t.hidden = hidden
	merged := t.merged[:0]
	for _, m := range t.merged {
		if m[0] > at || by > 0 && m[0] == at {
			m[0] += by
		}
		if m[2] >= at {
			m[2] += by
		}
		if m[0] <= m[2] { // else its only row has been deleted
			merged = append(merged, m)
		}
	}
	t.merged = merged
}

// Set changes one cell.
func (t *Tab) Set(row, column int, value any) {
	t.Edit(func(rows [][]any) [][]any { return put(rows, row, column, value) })
}

func put(rows [][]any, row, column int, value any) [][]any {
	for len(rows) <= row {
		rows = append(rows, nil)
	}
	for len(rows[row]) <= column {
		rows[row] = append(rows[row], nil)
	}
	rows[row][column] = value
	return rows
}

// Sort orders the rows from a position on by the text of a column.
func (t *Tab) Sort(from, column int, descending bool) { t.SortRange(from, -1, column, descending) }

// SortRange is Sort for the rows before another position; -1 = all.
func (t *Tab) SortRange(from, to, column int, descending bool) {
	t.Edit(func(rows [][]any) [][]any {
		if to < 0 {
			to = len(rows)
		}
		slices.SortStableFunc(rows[from:to], func(a, b []any) int {
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

// DeleteColumn removes the column at a position.
func (t *Tab) DeleteColumn(at int) {
	t.Edit(func(rows [][]any) [][]any {
		for i, row := range rows {
			if at < len(row) {
				rows[i] = slices.Delete(row, at, at+1)
			}
		}
		return rows
	})
}

// Merge makes one cell of a rectangle. Only the first keeps its value, as in Google Sheets.
func (t *Tab) Merge(fromRow, fromColumn, toRow, toColumn int) {
	t.Edit(func(rows [][]any) [][]any {
		for row := fromRow; row <= toRow && row < len(rows); row++ {
			for column := fromColumn; column <= toColumn && column < len(rows[row]); column++ {
				if row != fromRow || column != fromColumn {
					rows[row][column] = nil
				}
			}
		}
		t.merged = append(t.merged, [4]int{fromRow, fromColumn, toRow, toColumn})
		return rows
	})
}

// Hide hides rows. Their values are read all the same.
func (t *Tab) Hide(at ...int) {
	t.Edit(func(rows [][]any) [][]any {
		for _, row := range at {
			t.hidden[row] = true
		}
		return rows
	})
}

// Clear empties the tab.
func (t *Tab) Clear() {
	t.Edit(func([][]any) [][]any {
		t.merged = nil
		return nil
	})
}

// Len is the number of rows.
func (t *Tab) Len() int {
	t.owner.mu.Lock()
	defer t.owner.mu.Unlock()
	return len(t.rows)
}

// Text is what a cell shows.
func (t *Tab) Text(row, column int) string {
	t.owner.mu.Lock()
	defer t.owner.mu.Unlock()
	if row >= len(t.rows) {
		return ""
	}
	return cellText(t.rows[row], column)
}

// Texts is what the whole tab shows.
func (t *Tab) Texts() [][]string {
	t.owner.mu.Lock()
	defer t.owner.mu.Unlock()
	out := make([][]string, len(t.rows))
	for i, row := range t.rows {
		out[i] = make([]string, len(row))
		for j := range row {
			out[i][j] = cellText(row, j)
		}
	}
	return out
}

// Value is what a cell holds.
func (t *Tab) Value(row, column int) any {
	t.owner.mu.Lock()
	defer t.owner.mu.Unlock()
	if row >= len(t.rows) || column >= len(t.rows[row]) {
		return nil
	}
	return t.rows[row][column]
}

func cellText(row []any, column int) string {
	if column >= len(row) {
		return ""
	}
	return fmt.Sprint(render(row[column], "FORMATTED_VALUE", ""))
}
