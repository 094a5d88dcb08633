package tabular

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// Limits of an unpacked workbook. Without them a 2 MB file can unpack to gigabytes. What is above
// the second in one part goes through a temporary file.
const (
	unzipLimit    = 64 << 20
	unzipXMLLimit = 16 << 20
	readTimeout   = 60 * time.Second
	sampleRows    = 20
)

// Tabs lists the tabs of a workbook without reading them. Its errors are those of Open.
func Tabs(name string, data []byte) (tabs []string, err error) {
	defer func() {
		if p := recover(); p != nil { // as in Open
			tabs, err = nil, damaged(name, fmt.Errorf("parser panic: %v", p))
		}
	}()
	if !isWorkbook(data) {
		return nil, damaged(name, errors.New("not a workbook"))
	}
	book, err := openBook(name, data)
	if err != nil {
		return nil, err
	}
	return book.GetSheetList(), book.Close()
}

func openBook(name string, data []byte) (*excelize.File, error) {
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit:    unzipLimit,
		UnzipXMLSizeLimit: unzipXMLLimit,
	})
	switch {
	case errors.Is(err, excelize.ErrWorkbookPassword), errors.Is(err, excelize.ErrUnknownEncryptMechanism), errors.Is(err, excelize.ErrUnsupportedEncryptMechanism):
		return nil, invalid(ReasonEncrypted, "%s is protected with a password. Remove the password in Excel and save it again.", name)
	case err != nil && strings.Contains(err.Error(), "unzip size exceeds"):
		return nil, invalid(ReasonTooLarge, "%s unpacks to more than %d MB. Save it as .csv, or split it.", name, unzipLimit>>20)
	case err != nil:
		return nil, damaged(name, err)
	}
	return book, nil
}

func openWorkbook(name string, data []byte, opts Options) (_ *File, err error) {
	book, err := openBook(name, data)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	w := &workbook{book: book, deadline: time.Now().Add(readTimeout)}
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		w.from1904 = *props.Date1904
	}
	tabs := book.GetSheetList()
	tab, err := w.choose(name, tabs, opts)
	if err != nil {
		return nil, err
	}
	rows, err := w.read(tab, MaxRows+2)
	if err != nil {
		return nil, damaged(name, err)
	}
	if len(rows) == 0 {
		return nil, invalid(ReasonEmpty, "%s has no rows.", name)
	}
	return &File{Tabs: tabs, Tab: tab, Rows: rows}, nil
}

type workbook struct {
	book     *excelize.File
	from1904 bool // old Mac workbooks count days from 1904
	deadline time.Time
}

func (w *workbook) choose(name string, tabs []string, opts Options) (string, error) {
	if opts.Tab != "" {
		if !slices.Contains(tabs, opts.Tab) {
			return "", invalid(ReasonUnknownTab, "%s has no tab called %q.", name, opts.Tab)
		}
		return opts.Tab, nil
	}
	firstFilled := ""
	for _, tab := range tabs {
		rows, err := w.read(tab, sampleRows)
		if err != nil || len(rows) == 0 {
			continue // a chart, or a broken tab beside a good one
		}
		if firstFilled == "" {
			firstFilled = tab
		}
		first := make([][]string, len(rows))
		for i, row := range rows {
			first[i] = row.Cells
		}
		if opts.Wanted != nil && opts.Wanted(first) {
			return tab, nil
		}
	}
	switch {
	case firstFilled != "":
		return firstFilled, nil
	case len(tabs) > 0:
		return tabs[0], nil // its error or emptiness is then reported
	}
	return "", invalid(ReasonEmpty, "%s has no rows.", name)
}

// read takes up to limit rows that are not blank. It walks the tab twice in step: raw values keep
// every digit of a phone number, formatted ones make a date of 45000.
func (w *workbook) read(tab string, limit int) (_ []Row, err error) {
	raw, err := w.book.Rows(tab)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, raw.Close()) }()
	formatted, err := w.book.Rows(tab)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, formatted.Close()) }()
	var t table
	for number := 1; len(t.rows) < limit && raw.Next() && formatted.Next(); number++ {
		if number%512 == 0 && time.Now().After(w.deadline) {
			return nil, invalid(ReasonTooLarge, "The workbook takes too long to read. Save it as .csv.")
		}
		cells, err := raw.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, err
		}
		shown, err := formatted.Columns()
		if err != nil {
			return nil, err
		}
		for i := range cells {
			if i < len(shown) {
				cells[i] = cellText(cells[i], shown[i], w.from1904)
			}
		}
		if err := t.add(number, cells); err != nil {
			return nil, err
		}
	}
	return t.rows, errors.Join(raw.Error(), formatted.Error())
}

var (
	serial = regexp.MustCompile(`^\d{1,7}(\.\d+)?$`)
	dated  = regexp.MustCompile(`\d{1,4}([-/.])\d{1,2}[-/.]\d{1,4}|\d{1,2}:\d{2}|\d{1,2}[- ]\pL{3,}\.?[- ]\d{2,4}|\pL{3,}\.? \d{1,2}, \d{4}`)
	// Some programs write a number cell as 5.511961001022E12.
	exponent = regexp.MustCompile(`^(\d)\.(\d{6,14})E(\d{1,2})$`)
)

// maxSerial is 31 December 9999, the last day Excel knows: more is no date however it is formatted.
const maxSerial = 2_958_466

// cellText is the raw value, except for dates, which come as 2026-11-23 whatever the format, and
// for what is true or false, which is raw 1 or 0.
func cellText(raw, shown string, from1904 bool) string {
	if raw == "1" && shown == "TRUE" || raw == "0" && shown == "FALSE" {
		return shown
	}
	if raw == shown || !serial.MatchString(raw) || !dated.MatchString(shown) {
		return expand(raw)
	}
	days, err := strconv.ParseFloat(raw, 64)
	if err != nil || days >= maxSerial {
		return expand(raw)
	}
	at, err := excelize.ExcelDateToTime(days, from1904)
	switch {
	case err != nil:
		return expand(raw)
	case days < 1:
		return shown // a time of day
	case days == float64(int64(days)):
		return at.Format(time.DateOnly)
	}
	return at.Format("2006-01-02 15:04")
}

// expand writes out a number whose every digit is there. A shortened one (9.19877E+11 for twelve
// digits) is left as it is, for the reader to refuse.
func expand(raw string) string {
	m := exponent.FindStringSubmatch(raw)
	if m == nil {
		return raw
	}
	if exp, err := strconv.Atoi(m[3]); err != nil || exp != len(m[2]) {
		return raw
	}
	return m[1] + m[2]
}
