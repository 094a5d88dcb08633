package sheetsim_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	api "google.golang.org/api/sheets/v4"

	"mceplatform/backend/gsheets/sheetsim"
)

func TestEditsAreThoseOfPeople(t *testing.T) {
	s := start(t)
	doc := s.AddSpreadsheet("Leads")
	tab := doc.AddTab("Form", []any{"name", "n"}, []any{"c", 3}, []any{"a", 1}, []any{"b", 2})
	is := func(what string, want ...string) {
		t.Helper()
		var got []string
		for _, row := range tab.Texts() {
			line := ""
			for _, cell := range row {
				line += cell + "|"
			}
			got = append(got, line)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	tab.Sort(1, 0, false)
	is("sorted", "name|n|", "a|1|", "b|2|", "c|3|")
	tab.SortRange(1, 3, 1, true)
	is("sorted in part", "name|n|", "b|2|", "a|1|", "c|3|")
	tab.Move(1, 3)
	is("moved", "name|n|", "a|1|", "c|3|", "b|2|")
	tab.InsertColumn(0)
	tab.Set(5, 1, "far")
	is("set", "|name|n|", "|a|1|", "|c|3|", "|b|2|", "", "|far|")
	tab.DeleteColumn(0)
	tab.Merge(1, 0, 1, 1)
	tab.Hide(2)
	tab.Insert(1, "new")
	is("inserted", "name|n|", "new|", "a||", "c|3|", "b|2|", "", "far|")
	book := workbookOf(t, s, doc)
	if visible, err := book.GetRowVisible("Form", 4); err != nil || visible {
		t.Errorf("the hidden row has not moved: %v, %v", visible, err)
	}
	if merged, err := book.GetMergeCells("Form"); err != nil || len(merged) != 1 || merged[0].GetStartAxis() != "A3" {
		t.Errorf("the merged cells have not moved: %v, %v", merged, err)
	}
	tab.Delete(2)
	if merged, err := workbookOf(t, s, doc).GetMergeCells("Form"); err != nil || len(merged) != 0 {
		t.Errorf("a merged cell is left of a deleted row: %v, %v", merged, err)
	}
	tab.Clear()
	is("cleared")
}

func workbookOf(t *testing.T, s *sheetsim.Server, doc *sheetsim.Spreadsheet) *excelize.File {
	t.Helper()
	doc.SetLinkShared(true)
	response, err := http.Get(s.DocsURL() + "/spreadsheets/d/" + doc.ID + "/export?format=xlsx")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	book, err := excelize.OpenReader(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = book.Close() })
	return book
}

func TestTypedValuesBecomeWhatTheyLookLike(t *testing.T) {
	s := start(t)
	doc := s.AddSpreadsheet("Leads")
	tab := doc.AddTab("Form")
	sheets := service(t, s, api.SpreadsheetsScope)
	typed := []any{"12.50", "true", "'007", "+44 7700", "=A1"}
	for option, want := range map[string][]any{
		"RAW": typed, "USER_ENTERED": {12.5, true, "007", "+44 7700", sheetsim.Formula{Text: "=A1", Result: sheetsim.Error("#ERROR!")}},
	} {
		if _, err := sheets.Spreadsheets.Values.Update(doc.ID, "'Form'!A1:E1", &api.ValueRange{Values: [][]any{typed}}).ValueInputOption(option).Do(); err != nil {
			t.Fatal(err)
		}
		for i := range want {
			if got := tab.Value(0, i); got != want[i] {
				t.Errorf("%s: %v became %#v", option, typed[i], got)
			}
		}
	}
	if _, err := sheets.Spreadsheets.Values.Update(doc.ID, "'Form'!A1:B1", &api.ValueRange{Values: [][]any{typed}}).ValueInputOption("RAW").Do(); err == nil {
		t.Error("more values than the range has cells")
	}
	half := &api.BatchUpdateValuesRequest{ValueInputOption: "RAW", Data: []*api.ValueRange{
		{Range: "'Form'!A2", Values: [][]any{{"half"}}}, {Range: "'Form'!A2000", Values: [][]any{{"beyond"}}},
	}}
	if _, err := sheets.Spreadsheets.Values.BatchUpdate(doc.ID, half).Do(); err == nil || tab.Text(1, 0) != "" {
		t.Errorf("half of it was written: %v", err)
	}
}

func TestTokensReadOnlyWhatTheirScopeAllows(t *testing.T) {
	s := start(t)
	doc := s.AddSpreadsheet("Leads")
	doc.AddTab("Form")
	reader := service(t, s, api.SpreadsheetsReadonlyScope)
	if _, err := reader.Spreadsheets.Values.Update(doc.ID, "'Form'!A1", &api.ValueRange{Values: [][]any{{"x"}}}).ValueInputOption("RAW").Do(); err == nil {
		t.Error("the read-only scope writes")
	}
	if problems := fmt.Sprint(s.Problems()); !strings.Contains(problems, "spreadsheets.readonly") {
		t.Errorf("the problem is not noted: %s", problems)
	}
}
