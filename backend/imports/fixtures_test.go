package imports_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// The fixtures have the shape of the files in ../shared/data at a tenth of their size: the same
// people in four forms, with every kind of row that must not become a lead.
const (
	people      = 200
	repeated    = 21
	phoneless   = 16
	shortened   = 12
	wordy       = 10
	brazilian   = 22
	wideRows    = 20
	workbookLen = 50
)

var firstNames = []string{"Zoë", "Iñaki", "María José", "Müge", "João", "D'Angelo", "Budi", "Élodie"}

// numberOf gives person i a number of one of several countries; every ninth is Brazilian.
func numberOf(i int) string {
	switch i % 9 {
	case 0:
		return fmt.Sprintf("551196%07d", 1000000+i*37)
	case 1:
		return fmt.Sprintf("9181230%05d", 30000+i)
	case 2:
		return fmt.Sprintf("447400%06d", 123456+i)
	case 3:
		return fmt.Sprintf("4915123%06d", 400000+i)
	case 4:
		return fmt.Sprintf("5491123%06d", 456789+i)
	case 5:
		return fmt.Sprintf("346127%05d", 10000+i)
	case 6:
		return fmt.Sprintf("97150123%04d", 1000+i)
	case 7:
		return fmt.Sprintf("254712%06d", 345678+i)
	}
	return fmt.Sprintf("27711%06d", 234567+i)
}

func nameOf(i int) string { return firstNames[i%len(firstNames)] + " Test" + string(rune('A'+i%26)) }

func spell(i int) string {
	n := numberOf(i)
	return []string{"+" + n, "00" + n, "p:+" + n, "(+" + n + ") ", "+" + n[:2] + " " + n[2:6] + " " + n[6:], "+" + n[:2] + "-" + n[2:5] + "-" + n[5:]}[i%6]
}

func mixedCSV() []byte {
	var b strings.Builder
	b.WriteString("\ufeffFull Name,Mobile,E-mail,Company,Campaign,Notes\n")
	for i := range people {
		fmt.Fprintf(&b, "%s,%s,lead%d@example.com,Shop %d,%s,\"line one\nline \"\"two\"\", quoted\"\n", nameOf(i), spell(i), i, i, []string{"expo", "spring", "walk-in"}[i%3])
		if i < repeated {
			fmt.Fprintf(&b, "%s,+%s,,,expo,\"same number, other spelling\"\n", strings.ToUpper(nameOf(i)), numberOf(i))
		}
		if i < phoneless {
			fmt.Fprintf(&b, "No Phone %d,,nophone@example.com,,,\n", i)
		}
		if i < shortened {
			b.WriteString("Sci Entific,9.19877E+11,,,,\n")
		}
		if i < wordy {
			b.WriteString("\"=HYPERLINK(\"\"http://example.com\"\",\"\"click\"\")\",call me maybe,,,,+cmd\n")
		}
	}
	return []byte(b.String())
}

func semicolon1252(t testing.TB) []byte {
	var b strings.Builder
	b.WriteString("sep=;\r\nNome;Telefone;Cidade\r\n")
	for i := range brazilian {
		n := numberOf(i * 9)
		fmt.Fprintf(&b, "%s;(%s) %s-%s;São Paulo\r\n", nameOf(i*9), n[2:4], n[4:9], n[9:])
	}
	out, err := charmap.Windows1252.NewEncoder().String(b.String())
	if err != nil {
		t.Fatal(err)
	}
	return []byte(out)
}

func utf16Tabs(t testing.TB) []byte {
	var b strings.Builder
	b.WriteString("name\tphone\n")
	for i := range wideRows {
		fmt.Fprintf(&b, "%s\t+%s\n", nameOf(i), numberOf(i))
	}
	out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(b.String())
	if err != nil {
		t.Fatal(err)
	}
	return []byte(out)
}

func numericWorkbook(t testing.TB) []byte {
	book := excelize.NewFile()
	try := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	try(book.SetSheetName("Sheet1", "Read me"))
	try(book.SetCellValue("Read me", "A1", "The leads are on the next tab."))
	_, err := book.NewSheet("Leads")
	try(err)
	style, err := book.NewStyle(&excelize.Style{NumFmt: 11}) // 9.18E+11
	try(err)
	try(book.SetSheetRow("Leads", "A1", &[]any{"name", "phone", "city"}))
	for i := range workbookLen {
		cell := fmt.Sprintf("A%d", i+2)
		var number int64
		_, err := fmt.Sscan(numberOf(i), &number)
		try(err)
		try(book.SetSheetRow("Leads", cell, &[]any{nameOf(i), number, "Pune"}))
		try(book.SetCellStyle("Leads", fmt.Sprintf("B%d", i+2), fmt.Sprintf("B%d", i+2), style))
	}
	var b bytes.Buffer
	try(book.Write(&b))
	return b.Bytes()
}

// shared reads one of the project's sample files, which lie beside the checkout where there are any.
func shared(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", name))
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the sample files are not beside this checkout")
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}
