package tabular_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"errors"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"mceplatform/backend/fault"
	"mceplatform/backend/tabular"
)

func encode(t testing.TB, enc encoding.Encoding, text string) []byte {
	t.Helper()
	b, err := enc.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func open(t testing.TB, data []byte, opts tabular.Options) *tabular.File {
	t.Helper()
	f, err := tabular.Open("file", data, opts)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestOpenFindsEncodingAndDelimiter(t *testing.T) {
	german := "Name;Telefon\nJörg Müller;+49 151 23429346\nZoë Weiß;+49 151 23910269\n"
	for _, c := range []struct {
		name                string
		data                []byte
		opts                tabular.Options
		encoding, delimiter string
		row                 []string
	}{
		{"UTF-8", []byte("a,b\nZoë,1\n"), tabular.Options{}, "utf-8", ",", []string{"Zoë", "1"}},
		{"UTF-8 with mark", []byte("\xef\xbb\xbfa,b\nZoë,1\n"), tabular.Options{}, "utf-8", ",", []string{"Zoë", "1"}},
		{"UTF-16 with mark, tabs", encode(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "a\tb\nZoë\t1\n"), tabular.Options{}, "utf-16le", "\t", []string{"Zoë", "1"}},
		{"UTF-16, big end first", encode(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), "a|b\nZoë|1\n"), tabular.Options{}, "utf-16be", "|", []string{"Zoë", "1"}},
		{"UTF-16 without mark", encode(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "a,b\nZoë,1\n"), tabular.Options{}, "utf-16le", ",", []string{"Zoë", "1"}},
		{"Windows-1252", encode(t, charmap.Windows1252, german), tabular.Options{Region: "DE"}, "windows-1252", ";", []string{"Jörg Müller", "+49 151 23429346"}},
		{"Arabic by region", encode(t, charmap.Windows1256, "الاسم,الهاتف\nمحمد,1\n"), tabular.Options{Region: "eg"}, "windows-1256", ",", []string{"محمد", "1"}},
		{"Turkish by region", encode(t, charmap.Windows1254, "isim,no\nŞişli,1\n"), tabular.Options{Region: "TR"}, "windows-1254", ",", []string{"Şişli", "1"}},
		{"Japanese by content", encode(t, japanese.ShiftJIS, strings.Repeat("名前,電話番号\n山田太郎は東京に住んでいます,1\n", 20)), tabular.Options{}, "shift_jis", ",", []string{"山田太郎は東京に住んでいます", "1"}},
		{"chosen encoding", encode(t, charmap.Windows1251, "a,b\nЖ,1\n"), tabular.Options{Encoding: "windows-1251"}, "windows-1251", ",", []string{"Ж", "1"}},
		{"sep line", []byte("sep=;\r\na;b\r\n1,5;2\r\n"), tabular.Options{}, "utf-8", ";", []string{"1,5", "2"}},
		{"decimal commas", []byte("a;b;c\n1,5;2,5;x\n3;4,25;y\n"), tabular.Options{}, "utf-8", ";", []string{"1,5", "2,5", "x"}},
		{"chosen delimiter", []byte("a:b\n1,5:2\n"), tabular.Options{Delimiter: ":"}, "utf-8", ":", []string{"1,5", "2"}},
		{"one column", []byte("phone\n+447400358945\n"), tabular.Options{}, "utf-8", ",", []string{"+447400358945"}},
		{"old Mac lines", []byte("a,b\r1,2\r"), tabular.Options{}, "utf-8", ",", []string{"1", "2"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := open(t, c.data, c.opts)
			if f.Encoding != c.encoding || f.Delimiter != c.delimiter || len(f.Tabs) != 1 {
				t.Errorf("encoding %q, delimiter %q, tabs %q", f.Encoding, f.Delimiter, f.Tabs)
			}
			if diff := cmp.Diff(c.row, f.Rows[1].Cells); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRowNumbersAreWhatASpreadsheetShows(t *testing.T) {
	f := open(t, []byte("sep=,\na,b\n\n\"two\nlines\",1\n,,\nx,2\n\n\n\"y\r\n\r\nz\",3\nlast,4"), tabular.Options{})
	var numbers []int
	for _, r := range f.Rows {
		numbers = append(numbers, r.Number)
	}
	if diff := cmp.Diff([]int{1, 3, 5, 8, 9}, numbers); diff != "" {
		t.Error(diff)
	}
}

func workbook(t testing.TB, fill func(*excelize.File), opts ...excelize.Options) []byte {
	t.Helper()
	book := excelize.NewFile()
	fill(book)
	var b bytes.Buffer
	if err := book.Write(&b, opts...); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func set(t testing.TB, book *excelize.File, tab, cell string, value any) {
	t.Helper()
	if err := book.SetCellValue(tab, cell, value); err != nil {
		t.Fatal(err)
	}
}

func TestWorkbookKeepsDigitsAndShowsDates(t *testing.T) {
	data := workbook(t, func(book *excelize.File) {
		set(t, book, "Sheet1", "A1", "phone")
		set(t, book, "Sheet1", "B1", "since")
		set(t, book, "Sheet1", "A3", int64(919876543210))
		set(t, book, "Sheet1", "B3", time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))
		style, err := book.NewStyle(&excelize.Style{NumFmt: 11}) // 0.00E+00
		if err != nil {
			t.Fatal(err)
		}
		if err := book.SetCellStyle("Sheet1", "A3", "A3", style); err != nil {
			t.Fatal(err)
		}
		set(t, book, "Sheet1", "A4", "9.19877E+11")
		set(t, book, "Sheet1", "D4", time.Date(2026, 1, 2, 15, 4, 0, 0, time.UTC))
		set(t, book, "Sheet1", "C4", 0.5)
		set(t, book, "Sheet1", "A5", "5.511961001022E12") // as Java programs write a number cell
		set(t, book, "Sheet1", "B5", true)
		set(t, book, "Sheet1", "C5", false)
	})
	f := open(t, data, tabular.Options{})
	want := []tabular.Row{
		{1, []string{"phone", "since"}}, {3, []string{"919876543210", "2026-11-23"}},
		{4, []string{"9.19877E+11", "", "0.5", "2026-01-02 15:04"}}, {5, []string{"5511961001022", "TRUE", "FALSE"}},
	}
	if diff := cmp.Diff(want, f.Rows); diff != "" {
		t.Error(diff)
	}
}

func TestWorkbookTabs(t *testing.T) {
	data := workbook(t, func(book *excelize.File) {
		for i, name := range []string{"Empty", "Read me", "Leads"} {
			if _, err := book.NewSheet(name); err != nil {
				t.Fatal(err)
			}
			if i > 0 {
				set(t, book, name, "A1", name)
			}
		}
	})
	wanted := func(first [][]string) bool { return first[0][0] == "Leads" }
	for _, c := range []struct {
		opts tabular.Options
		want string
	}{
		{tabular.Options{}, "Read me"}, {tabular.Options{Wanted: wanted}, "Leads"}, {tabular.Options{Tab: "Leads"}, "Leads"},
	} {
		f := open(t, data, c.opts)
		if f.Tab != c.want || len(f.Tabs) != 4 || f.Rows[0].Cells[0] != c.want {
			t.Errorf("tab %q of %q, want %q", f.Tab, f.Tabs, c.want)
		}
	}
	if tabs, err := tabular.Tabs("x", data); err != nil || !slices.Equal(tabs, []string{"Sheet1", "Empty", "Read me", "Leads"}) {
		t.Errorf("%q, %v", tabs, err)
	}
	for _, bad := range [][]byte{nil, []byte("a,b\n"), data[:len(data)/2]} {
		if _, err := tabular.Tabs("x", bad); reasonOf(err) != tabular.ReasonDamaged {
			t.Errorf("%.10q: %v", bad, err)
		}
	}
	for tab, reason := range map[string]string{"None": tabular.ReasonUnknownTab, "Empty": tabular.ReasonEmpty} {
		if _, err := tabular.Open("x", data, tabular.Options{Tab: tab}); reasonOf(err) != reason {
			t.Errorf("tab %s: %v", tab, err)
		}
	}
}

func reasonOf(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Fields["reason"]
	}
	return ""
}

func zipWith(t testing.TB, name string, size int) []byte {
	t.Helper()
	source := workbook(t, func(*excelize.File) {})
	in, err := zip.NewReader(bytes.NewReader(source), int64(len(source)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range in.File {
		if f.Name != name {
			if err := out.Copy(f); err != nil {
				t.Fatal(err)
			}
		}
	}
	w, err := out.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	chunk := bytes.Repeat([]byte("<row></row>"), 1<<16)
	for written := 0; written < size; written += len(chunk) {
		if _, err := w.Write(chunk); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// claiming makes every large part of an archive claim another size than it has.
func claiming(t testing.TB, archive []byte, size uint64) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range in.File {
		header := f.FileHeader
		if header.UncompressedSize64 > 1<<20 {
			header.UncompressedSize64 = size
		}
		w, err := out.CreateRaw(&header)
		if err != nil {
			t.Fatal(err)
		}
		r, err := f.OpenRaw()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(w, r); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestOpenRefuses(t *testing.T) {
	var encryptedName []byte
	for _, r := range "EncryptedPackage" {
		encryptedName = append(encryptedName, byte(r), 0)
	}
	compound := []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more")
	for _, c := range []struct {
		name, reason string
		data         []byte
		opts         tabular.Options
	}{
		{"nothing", tabular.ReasonEmpty, nil, tabular.Options{}},
		{"blank lines", tabular.ReasonEmpty, []byte("\n\n \n"), tabular.Options{}},
		{"only separators", tabular.ReasonEmpty, []byte(",,\n,,\n"), tabular.Options{}},
		{"too large", tabular.ReasonTooLarge, bytes.Repeat([]byte("a,b\n"), tabular.MaxBytes/4+1), tabular.Options{}},
		{"too many rows", tabular.ReasonTooManyRows, bytes.Repeat([]byte("a,b\n"), tabular.MaxRows+2), tabular.Options{}},
		{"too many cells", tabular.ReasonTooManyRows, bytes.Repeat([]byte(strings.Repeat("1,", 100)+"1\n"), 60_000), tabular.Options{}},
		{"too many columns", tabular.ReasonTooManyColumns, []byte(strings.Repeat("a,", tabular.MaxColumns) + "a\n"), tabular.Options{}},
		{"a million columns", tabular.ReasonTooManyColumns, []byte(strings.Repeat("a,", 1_000_000)), tabular.Options{}},
		{"quote never closed", tabular.ReasonCellTooLong, []byte("a,b\n\"x,1\n" + strings.Repeat("y,2\n", 20_000)), tabular.Options{}},
		{"picture", tabular.ReasonNotATable, []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01"), tabular.Options{}},
		{"PDF", tabular.ReasonNotATable, []byte("%PDF-1.7\nhello"), tabular.Options{}},
		{"old Excel", tabular.ReasonOldExcel, compound, tabular.Options{}},
		{"encrypted container", tabular.ReasonEncrypted, append(compound, encryptedName...), tabular.Options{}},
		{"encrypted workbook", tabular.ReasonEncrypted, workbook(t, func(*excelize.File) {}, excelize.Options{Password: "secret"}), tabular.Options{}},
		{"other zip", tabular.ReasonDamaged, []byte("PK\x03\x04 something"), tabular.Options{}},
		{"zip bomb", tabular.ReasonTooLarge, claiming(t, zipWith(t, "xl/worksheets/sheet1.xml", 2<<20), 200<<20), tabular.Options{}},
		{"zip bomb that lies", tabular.ReasonEmpty, claiming(t, zipWith(t, "xl/worksheets/sheet1.xml", 8<<20), 4000), tabular.Options{}},
		{"zip bomb in the styles", tabular.ReasonTooLarge, claiming(t, zipWith(t, "xl/sharedStrings.xml", 2<<20), 65<<20), tabular.Options{}},
		{"encoding", tabular.ReasonUnknownEncoding, []byte("a"), tabular.Options{Encoding: "ebcdic"}},
		{"delimiter", tabular.ReasonUnknownDelimiter, []byte("a"), tabular.Options{Delimiter: "\""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := time.Now()
			_, err := tabular.Open("file.csv", c.data, c.opts)
			runtime.ReadMemStats(&after)
			if reasonOf(err) != c.reason || !fault.Is(err, fault.Invalid) {
				t.Fatalf("got %v, want reason %s", err, c.reason)
			}
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("took %v", took)
			}
			if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 250 {
				t.Errorf("allocated %d MB", used)
			}
		})
	}
}

func TestSharedFiles(t *testing.T) {
	for _, c := range []struct {
		file, encoding, delimiter, tab string
		rows                           int
	}{
		{"leads-mixed.csv", "utf-8", ",", "", 2060},
		{"leads-semicolon-1252.csv", "windows-1252", ";", "", 224},
		{"leads-utf16-tab.txt", "utf-16le", "\t", "", 201},
		{"leads-numeric-phones.xlsx", "", "", "Leads", 501},
	} {
		t.Run(c.file, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", c.file))
			if errors.Is(err, os.ErrNotExist) {
				t.Skip("the shared files are not beside this checkout")
			} else if err != nil {
				t.Fatal(err)
			}
			f := open(t, data, tabular.Options{Region: "BR", Wanted: func(first [][]string) bool { return len(first[0]) > 1 }})
			if f.Encoding != c.encoding || f.Delimiter != c.delimiter || f.Tab != c.tab || len(f.Rows) != c.rows {
				t.Errorf("%q %q %q, %d rows", f.Encoding, f.Delimiter, f.Tab, len(f.Rows))
			}
		})
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte("sep=;\na;b\n\"x\ny\";2\n"), "", "")
	f.Add([]byte("\xff\xfea\x00,\x00b\x00"), "", "")
	f.Add([]byte("a,b\r\n\r\n\"\"\"q\"\"\",\xe9"), "windows-1252", "|")
	f.Add(workbook(f, func(book *excelize.File) { set(f, book, "Sheet1", "A1", "phone") }), "", "")
	f.Fuzz(func(t *testing.T, data []byte, encodingName, delimiter string) {
		file, err := tabular.Open("fuzz", data, tabular.Options{Encoding: encodingName, Delimiter: delimiter})
		if err != nil {
			if reasonOf(err) == "" {
				t.Fatalf("error without reason: %v", err)
			}
			return
		}
		last := 0
		for _, row := range file.Rows {
			if row.Number <= last || len(row.Cells) == 0 || len(row.Cells) > tabular.MaxColumns {
				t.Fatalf("row %d after %d with %d cells", row.Number, last, len(row.Cells))
			}
			last = row.Number
			for _, cell := range row.Cells {
				if file.Encoding != "" && !utf8.ValidString(cell) {
					t.Fatalf("cell %q is not text", cell)
				}
			}
		}
	})
}

func BenchmarkOpen(b *testing.B) {
	var text bytes.Buffer
	for i := range 100_000 {
		fmt.Fprintf(&text, "Lead Number %d,+9198123%05d,lead%d@example.com,Shop\n", i, i, i)
	}
	for b.Loop() {
		if _, err := tabular.Open("x", text.Bytes(), tabular.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
