package tabular

import (
	"bufio"
	"io"
	"iter"
	"strings"
	"unicode"
)

// WriteCSV is the only way this program writes a table for a spreadsheet program: UTF-8 with byte
// order mark (Excel needs it), comma, CRLF, every cell quoted.
//
// A cell that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, "CSV
// injection"), and that includes phone numbers with their plus: no exception, no guess about
// intent. The apostrophe also goes behind a semicolon, tab or line break inside a cell, where a
// program that splits at another separator would begin a new cell.
func WriteCSV(w io.Writer, rows iter.Seq[[]string]) error {
	out := bufio.NewWriter(w)
	if _, err := out.WriteString("\ufeff"); err != nil {
		return err
	}
	for row := range rows {
		for i, cell := range row {
			separator := ","
			if i == 0 {
				separator = ""
			}
			quoted := strings.ReplaceAll(Neutralise(cell), `"`, `""`)
			if _, err := out.WriteString(separator + `"` + quoted + `"`); err != nil {
				return err
			}
		}
		if _, err := out.WriteString("\r\n"); err != nil {
			return err
		}
	}
	return out.Flush()
}

// Triggers begin a formula, or (bar, percent) a DDE call, in some spreadsheet program.
const triggers = "=+-@|%\uff1d\uff0b\uff0d\uff20\uff5c\uff05"

// Neutralise makes a text harmless as a cell. A text that needs nothing is returned as it is.
func Neutralise(cell string) string {
	if !strings.ContainsAny(cell, triggers+"\t\r\n\x00") {
		return cell
	}
	var b strings.Builder
	start := true
	for i, r := range cell {
		if start && (strings.ContainsRune(triggers, r) || i == 0 && strings.ContainsRune("\t\r\n\x00", r)) {
			b.WriteByte('\'')
			start = false
		}
		switch {
		case r == ';' || r == '\t' || r == '\r' || r == '\n':
			start = true
		case start && !isBlank(r):
			start = false
		}
		if r != 0 {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Original undoes Neutralise's apostrophe at the start of a cell, so that our own export can be read back.
func Original(cell string) string {
	rest, found := strings.CutPrefix(cell, "'")
	if found && strings.ContainsAny(firstRune(strings.TrimLeftFunc(rest, isBlank)), triggers) {
		return rest
	}
	return cell
}

func firstRune(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}

// isBlank is what a spreadsheet program may skip before it looks for a formula. A quotation mark
// counts: unquoting may remove it.
func isBlank(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '"'
}
