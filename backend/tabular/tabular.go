// Package tabular reads tables out of files that nobody has vouched for (CSV, tab-separated text,
// XLSX) and writes the one CSV export. It knows nothing about leads.
//
// Everything here works in memory under the limits below, so that a hostile file ends in a
// sentence and not in an exhausted machine.
package tabular

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"mceplatform/backend/fault"
)

// Limits of a file. A workbook is also limited unpacked, see workbook.go.
const (
	MaxBytes   = 20 << 20
	MaxRows    = 100_000 // below a title row
	MaxColumns = 200
	MaxCell    = 32_767 // characters, as in Excel
	maxCells   = 4_000_000
)

// Reasons in the "reason" field of a fault that Open returns. Their code is invalid.
const (
	ReasonEmpty            = "empty_file"
	ReasonTooLarge         = "file_too_large"
	ReasonTooManyRows      = "too_many_rows"
	ReasonTooManyColumns   = "too_many_columns"
	ReasonCellTooLong      = "cell_too_long"
	ReasonEncrypted        = "encrypted"
	ReasonOldExcel         = "old_excel"
	ReasonNotATable        = "not_a_table"
	ReasonDamaged          = "damaged"
	ReasonUnknownTab       = "unknown_tab"
	ReasonUnknownEncoding  = "unknown_encoding"
	ReasonUnknownDelimiter = "unknown_delimiter"
)

// Options say how to read a file where the user knows better than the guess. The zero value
// guesses everything.
type Options struct {
	Encoding  string // one of Encodings; text files only
	Delimiter string // one character; text files only
	Tab       string // name of a tab; workbooks only
	Region    string // ISO 3166: decides the code page of a text that could be anything
	// Wanted says whether the first rows of a tab look like what is being looked for. The first
	// wanted tab is opened, else the first that is not empty.
	Wanted func(first [][]string) bool
}

// File is one table out of a file.
type File struct {
	Tabs      []string // at least one; a text file has one without a name
	Tab       string
	Encoding  string // of a text file
	Delimiter string // of a text file
	Rows      []Row  // without the blank ones
}

// Row is a row that is not blank. Trailing empty cells are cut.
type Row struct {
	// Number is what a spreadsheet shows at the start of the row, from 1. In a text file that is
	// the number of the record: a cell with line breaks counts once, blank lines count, a "sep="
	// line does not.
	Number int
	Cells  []string
}

// Open reads a file. The name serves messages only: what a file is, its content says.
// It returns a fault with code invalid and a reason.
func Open(name string, data []byte, opts Options) (file *File, err error) {
	defer func() {
		// Parsers of foreign formats panic on input they did not foresee.
		if p := recover(); p != nil {
			file, err = nil, damaged(name, fmt.Errorf("parser panic: %v", p))
		}
	}()
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return nil, invalid(ReasonEmpty, "%s is empty.", name)
	case len(data) > MaxBytes:
		return nil, invalid(ReasonTooLarge, "%s is larger than %d MB. Split it into smaller files.", name, MaxBytes>>20)
	case isWorkbook(data):
		return openWorkbook(name, data, opts)
	case isCompound(data):
		return nil, compoundFault(name, data)
	}
	return openText(name, data, opts)
}

func isWorkbook(data []byte) bool { return bytes.HasPrefix(data, []byte("PK\x03\x04")) }

// isCompound recognises Microsoft's container of old .xls files and of encrypted new ones.
func isCompound(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
}

func compoundFault(name string, data []byte) error {
	// The directory of the container names its streams in UTF-16.
	if bytes.Contains(data, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")) {
		return invalid(ReasonEncrypted, "%s is protected with a password. Remove the password in Excel and save it again.", name)
	}
	return invalid(ReasonOldExcel, "%s is in the old Excel format. Open it in Excel and save it as .xlsx or .csv.", name)
}

// table collects rows under the limits.
type table struct {
	rows  []Row
	cells int
}

func (t *table) add(number int, cells []string) error {
	for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	if len(cells) == 0 {
		return nil
	}
	t.cells += len(cells)
	switch {
	case len(t.rows) > MaxRows, t.cells > maxCells:
		return invalid(ReasonTooManyRows, "The table has more than %d rows, or more than %d cells. Split it into smaller files.", MaxRows, maxCells)
	case len(cells) > MaxColumns:
		return invalid(ReasonTooManyColumns, "Row %d has more than %d columns.", number, MaxColumns).With("row", fmt.Sprint(number))
	}
	for _, cell := range cells {
		if len(cell) > MaxCell && runesOver(cell, MaxCell) {
			return invalid(ReasonCellTooLong, "A cell in row %d is longer than %d characters. Look for a quotation mark that is never closed.", number, MaxCell).With("row", fmt.Sprint(number))
		}
	}
	t.rows = append(t.rows, Row{Number: number, Cells: cells})
	return nil
}

func runesOver(s string, limit int) bool {
	for range s {
		if limit--; limit < 0 {
			return true
		}
	}
	return false
}

func invalid(reason, format string, args ...any) *fault.Error {
	return fault.New(fault.Invalid, format, args...).With("reason", reason)
}

func damaged(name string, err error) error {
	var known *fault.Error
	if errors.As(err, &known) {
		return known
	}
	return fault.Wrap(err, fault.Invalid, "%s cannot be read: it is damaged or not a table. Open it in a spreadsheet program and save it as .xlsx or .csv.", name).With("reason", ReasonDamaged)
}
