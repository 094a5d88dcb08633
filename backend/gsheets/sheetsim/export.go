package sheetsim

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// signInPage is where Google sends those who may not see a document.
const signInPage = "https://accounts.google.com/ServiceLogin?service=wise&passive=true&continue="

// serveExport downloads a link-shared document. The address is not described anywhere by Google;
// what is known of its answers: a redirect to the sign-in for a private document, 404 for none,
// 403 where viewers may not download, the file's name in Content-Disposition.
func (s *Server) serveExport(w http.ResponseWriter, r *http.Request) {
	s.count(RequestExport)
	sheet := s.docs(w, r)
	if sheet == nil {
		return
	}
	switch _, download := sheet.public(); {
	case !download:
		writePage(w, http.StatusForbidden, "You do not have permission to download this file.")
	case s.overQuota(w, r, false):
	case r.URL.Query().Get("format") == "xlsx":
		s.exportWorkbook(w, sheet)
	case r.URL.Query().Get("format") == "csv":
		s.exportText(w, r, sheet)
	default:
		s.problem("export: format %q", r.URL.Query().Get("format"))
		writePage(w, http.StatusBadRequest, "Bad Request")
	}
}

// serveView is the page that shows a document to be read.
func (s *Server) serveView(w http.ResponseWriter, r *http.Request) {
	if s.docs(w, r) != nil {
		writePage(w, http.StatusOK, "The document is shown here.")
	}
}

// docs returns the document if anybody may view it, and answers the request where not.
func (s *Server) docs(w http.ResponseWriter, r *http.Request) *Spreadsheet {
	switch {
	case s.refuse(w, r, false):
		return nil
	case s.fails(SignInWall):
		writePage(w, http.StatusOK, "Sign in to continue to Google Sheets.")
		return nil
	case s.fails(ForeignHost):
		http.Redirect(w, r, "https://sheets.example.com/file.xlsx", http.StatusTemporaryRedirect)
		return nil
	case s.fails(TooLarge):
		w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
		_, _ = io.Copy(w, io.LimitReader(zeroes{}, 1<<30)) // until the client hangs up
		return nil
	}
	s.mu.Lock()
	sheet := s.sheets[r.PathValue("id")]
	s.mu.Unlock()
	if sheet == nil {
		writePage(w, http.StatusNotFound, "Sorry, the file you have requested does not exist.")
		return nil
	}
	s.delay(r, sheet)
	if view, _ := sheet.public(); !view {
		http.Redirect(w, r, signInPage+url.QueryEscape("https://docs.google.com"+r.URL.RequestURI()), http.StatusFound)
		return nil
	}
	return sheet
}

type zeroes struct{}

func (zeroes) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func writePage(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, "<!DOCTYPE html><html><head><title>Google Sheets</title></head><body>%s</body></html>", text)
}

// disposition names a file twice, once for old browsers, as Google does.
func disposition(name string) string {
	plain := strings.Map(func(r rune) rune {
		if r > 126 || r < 32 || strings.ContainsRune(`"\/`, r) {
			return '_'
		}
		return r
	}, name)
	return mime.FormatMediaType("attachment", map[string]string{"filename": plain}) + "; filename*=UTF-8''" + url.PathEscape(name)
}

func (s *Server) exportWorkbook(w http.ResponseWriter, sheet *Spreadsheet) {
	data, title, err := sheet.xlsx()
	if err != nil {
		s.problem("export: %v", err)
		writePage(w, http.StatusInternalServerError, "Sorry, unable to open the file at this time.")
		return
	}
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	w.Header().Set("Content-Disposition", disposition(title+".xlsx"))
	_, _ = w.Write(data)
}

func (s *Server) exportText(w http.ResponseWriter, r *http.Request, sheet *Spreadsheet) {
	gid, err := strconv.ParseInt(r.URL.Query().Get("gid"), 10, 64)
	if err != nil {
		gid = 0
	}
	sheet.mu.Lock()
	defer sheet.mu.Unlock()
	at := slices.IndexFunc(sheet.tabs, func(t *Tab) bool { return t.ID == gid })
	if at < 0 {
		writePage(w, http.StatusBadRequest, "Sorry, unable to open the file at this time.")
		return
	}
	tab := sheet.tabs[at]
	w.Header().Set("Content-Type", "text/csv")
	w.Header().Set("Content-Disposition", disposition(sheet.title+" - "+tab.title+".csv"))
	out := csv.NewWriter(w)
	out.UseCRLF = true
	for _, row := range tab.rows {
		cells := make([]string, len(row))
		for i := range row {
			cells[i] = cellText(row, i)
		}
		_ = out.Write(cells)
	}
	out.Flush()
}

// xlsx is the document as a workbook, and its title.
func (d *Spreadsheet) xlsx() (_ []byte, title string, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.workbook != nil && d.workbookVersion == d.version {
		return d.workbook, d.title, nil
	}
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	for i, tab := range d.tabs {
		name := sheetName(tab.title)
		if i == 0 {
			err = book.SetSheetName(book.GetSheetName(0), name)
		} else {
			_, err = book.NewSheet(name)
		}
		if err == nil {
			err = tab.export(book, name)
		}
		if err != nil {
			return nil, "", err
		}
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		return nil, "", err
	}
	d.workbook, d.workbookVersion = out.Bytes(), d.version
	return d.workbook, d.title, nil
}

// sheetName is the title as far as a workbook can hold it: 31 characters, and not all of them.
func sheetName(title string) string {
	name := []rune(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return '_'
		}
		return r
	}, title))
	return string(name[:min(len(name), excelize.MaxSheetNameLength)])
}

func (t *Tab) export(book *excelize.File, name string) error {
	day, moment := "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
	dayStyle, err := book.NewStyle(&excelize.Style{CustomNumFmt: &day})
	if err != nil {
		return err
	}
	momentStyle, err := book.NewStyle(&excelize.Style{CustomNumFmt: &moment})
	if err != nil {
		return err
	}
	out, err := book.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, row := range t.rows {
		cells := make([]any, len(row))
		for j, value := range row {
			cells[j] = exported(value, dayStyle, momentStyle)
		}
		start, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if err := out.SetRow(start, cells, excelize.RowOpts{Hidden: t.hidden[i]}); err != nil {
			return err
		}
	}
	for _, m := range t.merged {
		from, err := excelize.CoordinatesToCellName(m[1]+1, m[0]+1)
		if err != nil {
			return err
		}
		to, err := excelize.CoordinatesToCellName(m[3]+1, m[2]+1)
		if err != nil {
			return err
		}
		if err := out.MergeCell(from, to); err != nil {
			return err
		}
	}
	return out.Flush()
}

// exported is a cell of the workbook. A formula leaves with its result.
func exported(value any, day, moment int) any {
	switch v := value.(type) {
	case Number:
		return v.Value
	case Date:
		if v.Serial == math.Trunc(v.Serial) {
			return excelize.Cell{StyleID: day, Value: v.Serial}
		}
		return excelize.Cell{StyleID: moment, Value: v.Serial}
	case Formula:
		cell, isCell := exported(v.Result, day, moment).(excelize.Cell)
		if !isCell {
			cell = excelize.Cell{Value: exported(v.Result, day, moment)}
		}
		cell.Formula = strings.TrimPrefix(v.Text, "=")
		return cell
	case Error:
		return string(v)
	}
	return value
}
