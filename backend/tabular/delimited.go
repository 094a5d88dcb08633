package tabular

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// delimiters are tried in this order; the first of equals wins.
var delimiters = []rune{',', ';', '\t', '|'}

const (
	sniffedRecords = 50
	sniffedBytes   = 128 << 10
)

func openText(name string, data []byte, opts Options) (*File, error) {
	text, encodingName, err := decode(data, opts)
	if err != nil {
		return nil, damaged(name, err)
	}
	if isBinary(text) {
		return nil, invalid(ReasonNotATable, "%s is not a table. Choose a .csv, .tsv, .txt or .xlsx file.", name)
	}
	text = unixLines(text)
	text, declared := cutSepLine(text)
	delimiter, err := chooseDelimiter(text, declared, opts.Delimiter)
	if err != nil {
		return nil, err
	}
	rows, err := readRecords(text, delimiter)
	if err != nil {
		return nil, damaged(name, err)
	}
	if len(rows) == 0 {
		return nil, invalid(ReasonEmpty, "%s is empty.", name)
	}
	return &File{Tabs: []string{""}, Encoding: encodingName, Delimiter: string(delimiter), Rows: rows}, nil
}

// isBinary spots pictures, PDF files and the like.
func isBinary(text []byte) bool {
	sample := text[:min(len(text), 4096)]
	var control int
	for _, r := range string(sample) {
		if r == 0 {
			return true
		}
		if unicode.IsControl(r) && !strings.ContainsRune("\t\r\n\f\v\x1a\u0085", r) {
			control++
		}
	}
	return control > len(sample)/50 || bytes.HasPrefix(text, []byte("%PDF-"))
}

// unixLines makes the line breaks of old Mac exports readable.
func unixLines(text []byte) []byte {
	if bytes.IndexByte(text, '\n') < 0 {
		return bytes.ReplaceAll(text, []byte{'\r'}, []byte{'\n'})
	}
	return text
}

// cutSepLine reads Excel's "sep=;" first line.
func cutSepLine(text []byte) (rest []byte, delimiter rune) {
	line, after, _ := bytes.Cut(text, []byte{'\n'})
	value, found := bytes.CutPrefix(bytes.Trim(line, "\"\r"), []byte("sep="))
	if r, size := utf8.DecodeRune(value); found && size > 0 && size == len(value) {
		return after, r
	}
	return text, 0
}

func chooseDelimiter(text []byte, declared rune, chosen string) (rune, error) {
	if chosen != "" {
		r, size := utf8.DecodeRuneInString(chosen)
		if size != len(chosen) || !usable(r) {
			return 0, invalid(ReasonUnknownDelimiter, "The separator %q cannot be used. Choose a comma, a semicolon, a tab or a bar.", chosen)
		}
		return r, nil
	}
	if usable(declared) {
		return declared, nil
	}
	return sniffDelimiter(text), nil
}

func usable(r rune) bool {
	return r != 0 && r != '"' && r != '\r' && r != '\n' && r != utf8.RuneError && utf8.ValidRune(r)
}

// sniffDelimiter takes the separator under which most of the first records have the same number of
// cells, more than one. Decimal commas and commas in names make ragged records, so they lose.
func sniffDelimiter(text []byte) rune {
	text = text[:min(len(text), sniffedBytes)]
	best, bestScore := delimiters[0], 0.0
	for _, candidate := range delimiters {
		reader := newReader(text, candidate)
		widths := make(map[int]int)
		records := 0
		for records < sniffedRecords {
			record, err := reader.Read()
			if err != nil {
				break
			}
			widths[len(record)]++
			records++
		}
		for width, count := range widths {
			score := float64(count) / float64(records) * (1 - 1/float64(width))
			if width > 1 && score > bestScore {
				best, bestScore = candidate, score
			}
		}
	}
	return best
}

func newReader(text []byte, delimiter rune) *csv.Reader {
	reader := csv.NewReader(bytes.NewReader(text))
	reader.Comma = delimiter
	reader.LazyQuotes = true
	reader.FieldsPerRecord = -1
	return reader
}

// readRecords numbers records the way a spreadsheet numbers rows. encoding/csv passes over blank
// lines silently; they are found again by comparing line numbers.
func readRecords(text []byte, delimiter rune) ([]Row, error) {
	reader := newReader(text, delimiter)
	var (
		t      table
		number int
		line   = 1 // of what follows the last record
		offset int64
	)
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return t.rows, nil
		}
		if err != nil {
			return nil, err
		}
		start, _ := reader.FieldPos(0)
		number += start - line + 1
		end := reader.InputOffset()
		line += bytes.Count(text[offset:end], []byte{'\n'})
		offset = end
		if err := t.add(number, record); err != nil {
			return nil, err
		}
	}
}
