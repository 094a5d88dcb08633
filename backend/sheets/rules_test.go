package sheets_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mceplatform/backend/gsheets/sheetsim"
	"mceplatform/backend/intake"
	"mceplatform/backend/leads"
	"mceplatform/backend/phone"
	"mceplatform/backend/sheets"
)

func (f *fixture) problems(t testing.TB, id int64) (out []string) {
	t.Helper()
	list, err := f.Problems(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		out = append(out, fmt.Sprintf("%d %s %s", p.Row, p.Reason, p.Value))
	}
	return out
}

func (f *fixture) lead(t testing.TB, query string) leads.Lead {
	t.Helper()
	list, err := f.leads.List(t.Context(), leads.Filter{Query: query})
	if err != nil || len(list.Items) != 1 {
		t.Fatalf("%q: %d leads, %v", query, len(list.Items), err)
	}
	return list.Items[0]
}

// What a spreadsheet shows in place of a value is nobody's name and no number.
func TestErrorCellsDoNoDamage(t *testing.T) {
	f := newFixture(t, header, []any{"#REF!", "+447400123456", "#N/A", "ok"}, []any{"Bob", "#REF!", "", ""})
	c := f.connect(t, nil)
	f.expect(t, c.ID, "first", 1, 0, 1, 1)
	if l := f.lead(t, "447400123456"); l.Name != "" || l.Email != "" {
		t.Errorf("%q, %q", l.Name, l.Email)
	}
	if diff := cmp.Diff([]string{"3 cell_error #REF!"}, f.problems(t, c.ID)); diff != "" {
		t.Error(diff)
	}
	f.tab.Set(1, 0, "Ann")
	f.tab.Set(2, 1, "+447400123457")
	f.expect(t, c.ID, "mended", 1, 1, 0, 2)
	f.tab.Set(1, 0, "#REF!")
	f.tab.Set(1, 1, "#REF!")
	f.expect(t, c.ID, "broken again", 0, 0, 1, 2)
	if l := f.lead(t, "447400123456"); l.Name != "Ann" {
		t.Errorf("the error took the name: %q", l.Name)
	}
	f.tab.Set(1, 0, "Ann")
	f.tab.Set(1, 1, "+447400123456")
	f.expect(t, c.ID, "mended again", 0, 0, 0, 2)
}

// A key column that says the same of two people must not lose one of them in silence.
func TestAKeyThatNamesTwoPeopleIsAProblem(t *testing.T) {
	f := newFixture(t, []any{"ID", "Name", "Phone"}, []any{"1", "Ann", "+447400123456"}, []any{"1", "Bob", "+447400123457"}, []any{"1", "Ann", "+447400123456"}, []any{"2", "Cid", "+447400123458"})
	c := f.connect(t, func(in *sheets.Input) { in.KeyColumn = "ID" })
	f.expect(t, c.ID, "first", 2, 0, 1, 2)
	if diff := cmp.Diff([]string{"3 duplicate_key 1"}, f.problems(t, c.ID)); diff != "" {
		t.Error(diff)
	}
	f.tab.Sort(1, 1, true)
	f.expect(t, c.ID, "sorted", 0, 0, 0, 2)
	if diff := cmp.Diff([]string{"3 duplicate_key 1"}, f.problems(t, c.ID)); diff != "" {
		t.Error(diff)
	}
	f.tab.Set(2, 0, "3")
	f.expect(t, c.ID, "mended", 1, 0, 0, 3)
	if list := f.problems(t, c.ID); len(list) != 0 {
		t.Error(list)
	}
}

// Another key column must not bring in what was ignored, nor anybody twice.
func TestAnotherKeyColumnChangesNobody(t *testing.T) {
	for _, existing := range []sheets.ExistingRows{sheets.ImportRows, sheets.IgnoreRows} {
		t.Run(string(existing), func(t *testing.T) {
			f := newFixture(t, people(3)...)
			c := f.connect(t, func(in *sheets.Input) { in.ExistingRows = existing })
			f.run(t, c.ID)
			total := f.total(t)
			key := "Email"
			if _, err := f.Update(t.Context(), c.ID, sheets.Update{KeyColumn: &key}); err != nil {
				t.Fatal(err)
			}
			f.expect(t, c.ID, "same rows", 0, 0, 0, total)
			f.tab.Set(1, 1, "+447400999999")
			want := 0
			if existing == sheets.ImportRows {
				want = 1 // another person under a known key
			}
			f.expect(t, c.ID, "another number", want, 0, 0, total+want)
			f.tab.Append(person(9)...)
			f.expect(t, c.ID, "a new row", 1, 0, 0, total+want+1)
		})
	}
}

// The keys of another column may be those of other rows under the old one.
func TestKeysThatChangePlaces(t *testing.T) {
	f := newFixture(t, []any{"ID", "No", "Name", "Phone"}, []any{"1", "2", "Ann", "+447400123456"}, []any{"2", "1", "Bob", "+447400123457"})
	c := f.connect(t, func(in *sheets.Input) { in.KeyColumn = "ID" })
	f.run(t, c.ID)
	key, version := "No", f.version(t)
	if _, err := f.Update(t.Context(), c.ID, sheets.Update{KeyColumn: &key}); err != nil {
		t.Fatal(err)
	}
	before := version()
	f.expect(t, c.ID, "the same rows", 0, 0, 0, 2)
	if version() != before {
		t.Error("the rows were taken for others")
	}
}

func TestPreviewShowsWhatConnectingBrings(t *testing.T) {
	f := newFixture(t, []any{"Name", "Phone", "City", "Owner"},
		[]any{"Ann", "07400 123456", "Leeds", "Tom"}, []any{"Bob", "", "York", ""}, []any{"Ann again", "+447400123456", "Leeds", ""},
		[]any{"Cid", "+447400123457", "Hull", ""})
	if _, err := f.leads.Create(t.Context(), leads.Input{Name: "Cid", Phone: "+447400123457"}, ""); err != nil {
		t.Fatal(err)
	}
	p, err := f.Preview(t.Context(), sheets.Input{
		Place: f.place(), Tab: "Form", DefaultCountry: "GB",
		Mapping: []intake.Field{intake.Name, intake.Phone, intake.Custom, intake.Owner},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := [5]int{p.Total, p.New, p.Known, p.Repeated, p.Rejected}; got != [5]int{4, 1, 1, 1, 1} {
		t.Errorf("total, new, known, repeated, rejected: %v", got)
	}
	none := map[string]string{}
	want := []sheets.PreviewRow{
		{Row: 2, Status: sheets.PreviewNew, Name: "Ann", Phone: "+44 7400 123456", Owner: "Tom", Tags: []string{}, Custom: map[string]string{"City": "Leeds"}},
		{Row: 3, Status: sheets.PreviewRejected, Tags: []string{}, Custom: none, Reason: phone.Missing},
		{Row: 4, Status: sheets.PreviewRepeated, Name: "Ann again", Phone: "+44 7400 123456", Tags: []string{}, Custom: map[string]string{"City": "Leeds"}},
		{Row: 5, Status: sheets.PreviewKnown, Name: "Cid", Phone: "+44 7400 123457", Tags: []string{}, Custom: map[string]string{"City": "Hull"}},
	}
	if diff := cmp.Diff(want, p.Rows); diff != "" {
		t.Error(diff)
	}
	if n := f.total(t); n != 1 {
		t.Errorf("looking made %d leads", n)
	}
}

func TestAFileIsWatched(t *testing.T) {
	f := newFixture(t)
	path := filepath.Join(t.TempDir(), "people.csv")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("Name,Phone\nAnn,+447400123456\n")
	found, err := f.InspectFile(t.Context(), path)
	if err != nil || found.Access != sheets.AccessFile || len(found.Tabs) != 1 || found.Tabs[0].Title != "people.csv" {
		t.Fatalf("%+v, %v", found, err)
	}
	c := f.connect(t, func(in *sheets.Input) { in.Place, in.Tab = found.Place, found.Tabs[0].Title })
	f.expect(t, c.ID, "first", 1, 0, 0, 1)
	version := f.version(t)
	before := version()
	f.expect(t, c.ID, "unchanged", 0, 0, 0, 1)
	if now := version(); now != before {
		t.Error("a file that has not changed is written about")
	}
	write("Name,Phone\nZoe,+447400123459\nAnn,+447400123456\n")
	f.expect(t, c.ID, "changed", 1, 0, 0, 2)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := f.RunOnce(t.Context(), c.ID); reasonOf(err) != sheets.ReasonFileMissing {
		t.Error(err)
	}
	moved := filepath.Join(t.TempDir(), "moved.csv")
	if err := os.WriteFile(moved, []byte("Name,Phone\nZoe,+447400123459\nYan,+447400123460\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Update(t.Context(), c.ID, sheets.Update{Path: &moved}); err != nil {
		t.Fatal(err)
	}
	f.expect(t, c.ID, "in another place", 1, 0, 0, 3)
	if got := f.get(t, c.ID); got.Tab != "moved.csv" || got.Title != "moved.csv" || got.State != sheets.Active {
		t.Errorf("%+v", got)
	}
	path = moved
	write("\x00\x01 no table")
	if _, err := f.RunOnce(t.Context(), c.ID); reasonOf(err) != sheets.ReasonFileBroken && reasonOf(err) != sheets.ReasonHeaderChanged {
		t.Error(err)
	}
	if got := f.total(t); got != 3 {
		t.Errorf("%d leads", got)
	}
	for _, bad := range []sheets.Place{{Access: sheets.AccessFile, Path: "people.csv"}, {Access: sheets.AccessFile}, {Access: "coffee", Path: path}, {Access: sheets.AccessLink, SpreadsheetID: "x"}} {
		if _, err := f.Columns(t.Context(), bad, "people.csv", 0, ""); err == nil {
			t.Errorf("%+v: taken", bad)
		}
	}
}

// hook remembers who came.
type hook struct {
	ids []int64
	err error
}

func (h *hook) SheetBrought(_ context.Context, _ int64, ids []int64) error {
	h.ids = append(h.ids, ids...)
	return h.err
}

func TestNewLeadsAreToldInTheSameTransaction(t *testing.T) {
	f := newFixture(t, people(2)...)
	h := &hook{}
	f.hook = h
	f.restart()
	c := f.connect(t, func(in *sheets.Input) { in.Owner, in.Notify = "Tom", true })
	f.expect(t, c.ID, "what was there", 2, 0, 0, 2)
	if f.said(sheets.EventNewLeads) || len(h.ids) != 0 || !f.said(leads.EventCreated) {
		t.Errorf("what was there is told as new: %+v, %v", f.events, h.ids)
	}
	f.tab.Append(person(2)...)
	f.tab.Append(person(3)...)
	h.err = context.DeadlineExceeded
	if _, err := f.RunOnce(t.Context(), c.ID); err == nil || f.total(t) != 2 {
		t.Errorf("%v, %d leads", err, f.total(t))
	}
	h.ids, h.err = nil, nil
	f.events = nil
	f.expect(t, c.ID, "new rows", 2, 0, 0, 4)
	if len(h.ids) != 2 {
		t.Errorf("told of %v", h.ids)
	}
	at := slices.IndexFunc(f.events, func(e eventOf) bool { return e.Name == sheets.EventNewLeads })
	if at < 0 || f.events[at].Data != (sheets.NewLeads{ID: c.ID, Title: c.Title, Count: 2, Notify: true}) {
		t.Errorf("%+v", f.events)
	}
	if l := f.lead(t, "Person A"); l.Owner != "Tom" {
		t.Errorf("owner %q", l.Owner)
	}
	f.expect(t, c.ID, "again", 0, 0, 0, 4)
	if len(h.ids) != 2 {
		t.Errorf("told again: %v", h.ids)
	}
}

// One person in two sheets is one lead, and neither sheet undoes what the other says.
func TestTheSamePersonInTwoSheets(t *testing.T) {
	f := newFixture(t, header, []any{"Ann", "+447400123456", "", ""})
	first, second := f.connect(t, nil), f.connectTab(t, "Second", []any{"Name", "Phone", "Email", "Company"}, []any{"Annie", "07400123456", "ann@example.com", "Acme"})
	f.expect(t, first.ID, "first", 1, 0, 0, 1)
	f.expect(t, second.ID, "second", 0, 1, 0, 1)
	if l := f.lead(t, "Ann"); l.Name != "Ann" || l.Email != "ann@example.com" || l.Company != "Acme" {
		t.Errorf("%+v", l)
	}
	for range 3 {
		f.expect(t, first.ID, "first again", 0, 0, 0, 1)
		f.expect(t, second.ID, "second again", 0, 0, 0, 1)
	}
}

func TestReadingKeepsToItsHours(t *testing.T) {
	day := func(hour, minute int) time.Time { return time.Date(2026, 11, 30, hour, minute, 0, 0, time.UTC) }
	for name, tt := range map[string]struct {
		hours     sheets.Hours
		now, want time.Time
	}{
		"always":             {sheets.Hours{}, day(3, 0), day(3, 0)},
		"the whole day":      {sheets.Hours{To: 24 * 60}, day(23, 59), day(23, 59)},
		"within":             {sheets.Hours{From: 8 * 60, To: 20 * 60}, day(8, 0), day(8, 0)},
		"before":             {sheets.Hours{From: 8 * 60, To: 20 * 60}, day(7, 59), day(8, 0)},
		"after":              {sheets.Hours{From: 8 * 60, To: 20 * 60}, day(20, 0), day(32, 0)},
		"over midnight":      {sheets.Hours{From: 20 * 60, To: 2 * 60}, day(1, 59), day(1, 59)},
		"not over midnight":  {sheets.Hours{From: 20 * 60, To: 2 * 60}, day(2, 0), day(20, 0)},
		"late over midnight": {sheets.Hours{From: 20 * 60, To: 2 * 60}, day(23, 0), day(23, 0)},
	} {
		if got := sheets.Opens(tt.hours, tt.now); !got.Equal(tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

// Merged and hidden cells, formulas, numbers as text and as numbers, and dates of a country come as what
// they say, and once.
func TestWhatASheetCanHold(t *testing.T) {
	f := newFixture(t, []any{"Name", "Phone", "Born", "Price"},
		[]any{"Ann", sheetsim.Formula{Text: `="+44"&7400123456`, Result: "+447400123456"}, sheetsim.Date{Serial: 32874, Shown: "01.01.1990"}, sheetsim.Number{Value: 1200.5, Shown: "1.200,50 €"}},
		[]any{"Bob", 447400123457, sheetsim.Date{Serial: 32875, Shown: "02.01.1990"}, 3},
		[]any{"Cid", "'07400 123458", "", ""},
		[]any{"Dee", "4.474E+11", "", ""},
		[]any{"Eve", "+447400123459", "", ""},
		[]any{"Eve's sister", "+447400123460", "", ""},
	)
	f.tab.Hide(2)
	f.tab.Merge(5, 0, 6, 0)
	c := f.connect(t, func(in *sheets.Input) {
		in.Mapping = []intake.Field{intake.Name, intake.Phone, intake.Custom, intake.Custom}
	})
	f.expect(t, c.ID, "first", 5, 0, 1, 5)
	if diff := cmp.Diff([]string{"5 scientific_notation 4.474E+11"}, f.problems(t, c.ID)); diff != "" {
		t.Error(diff)
	}
	ann, err := f.leads.Get(t.Context(), f.lead(t, "Ann").ID)
	if diff := cmp.Diff(map[string]string{"Born": "01.01.1990", "Price": "1.200,50 €"}, ann.Custom); err != nil || diff != "" {
		t.Error(err, diff)
	}
	for range 2 {
		f.expect(t, c.ID, "again", 0, 0, 0, 5)
	}
}
