package sheets_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mceplatform/backend/fault"
	"mceplatform/backend/gsheets/sheetsim"
	"mceplatform/backend/intake"
	"mceplatform/backend/leads"
	"mceplatform/backend/sheets"
)

func TestNewRowsBecomeLeadsOnce(t *testing.T) {
	f := newFixture(t, people(3)...)
	c := f.connect(t, nil)
	f.events = nil
	f.expect(t, c.ID, "first reading", 3, 0, 0, 3)
	if !f.said(leads.EventCreated) || !f.said(sheets.EventChanged) {
		t.Errorf("events %v", f.events)
	}
	lead := f.find(t, "p1@example.com")
	if lead.Name != "Person B" || lead.Source != leads.SourceSheet || lead.StageID != 2 || !cmp.Equal(lead.Tags, []string{"sheet"}) {
		t.Errorf("%+v", lead)
	}
	f.tab.Append(person(3)...)
	f.tab.Append("No phone", "", "x@example.com")
	f.tab.Append("Short", "9.19877E+11")
	f.tab.Append("Number cell", 447400199999)
	f.expect(t, c.ID, "four more rows", 2, 0, 2, 5)
	f.expect(t, c.ID, "nothing new", 0, 0, 0, 5)
	problems, err := f.Problems(t.Context(), c.ID)
	if err != nil || len(problems) != 2 || problems[0].Row != 6 || problems[0].Reason != "missing" || problems[1].Value != "9.19877E+11" {
		t.Errorf("%+v, %v", problems, err)
	}
	got := f.get(t, c.ID)
	if got.Rows != 7 || got.NewLeads != 5 || got.Rejected != 2 || got.State != sheets.Active || got.LastRunAt == 0 || got.NextRunAt == 0 {
		t.Errorf("%+v", got)
	}
	f.tab.Set(5, 1, "+447400188888") // mended
	f.expect(t, c.ID, "mended", 1, 0, 0, 6)
	if got := f.get(t, c.ID); got.Rejected != 1 {
		t.Errorf("%d problems left", got.Rejected)
	}
}

func TestAReadingThatFindsNothingWritesNothing(t *testing.T) {
	f := newFixture(t, append(people(50), []any{"Bad", "call me"})...)
	c := f.connect(t, nil)
	f.run(t, c.ID)
	version := f.version(t)
	before, requests := version(), f.sim.Requests(sheetsim.RequestBatch)
	for range 3 {
		f.run(t, c.ID)
	}
	if version() != before {
		t.Error("something was written")
	}
	if n := f.sim.Requests(sheetsim.RequestBatch) - requests; n != 0 {
		t.Errorf("read %d times although its version is the same", n)
	}
	blind := f.overClient(blindClient{f.client}) // as where the Drive API is switched off
	for range 3 {
		if _, err := blind.RunOnce(t.Context(), c.ID); err != nil {
			t.Fatal(err)
		}
	}
	if n := f.sim.Requests(sheetsim.RequestBatch) - requests; n != 3 || version() != before {
		t.Errorf("%d requests for three readings", n)
	}
	f.tab.Append(person(50)...)
	f.run(t, c.ID)
	if version() == before {
		t.Error("a change is not seen: this test cannot fail")
	}
	if runs, err := f.Runs(t.Context(), c.ID); err != nil || len(runs) != 2 {
		t.Errorf("%d runs, %v", len(runs), err)
	}
}

func TestPositionMeansNothing(t *testing.T) {
	for _, key := range []string{"", "Email"} {
		t.Run("key "+key, func(t *testing.T) {
			f := newFixture(t, people(10)...)
			c := f.connect(t, func(in *sheets.Input) { in.KeyColumn = key })
			f.expect(t, c.ID, "first", 10, 0, 0, 10)
			f.tab.Sort(1, 0, true)
			f.expect(t, c.ID, "sorted", 0, 0, 0, 10)
			f.tab.Insert(3, person(10)...)
			f.expect(t, c.ID, "inserted", 1, 0, 0, 11)
			f.tab.Duplicate(5)
			f.expect(t, c.ID, "duplicated", 0, 0, 0, 11)
			f.tab.Delete(2)
			f.expect(t, c.ID, "deleted", 0, 0, 0, 11)
			f.tab.InsertColumn(0)
			f.expect(t, c.ID, "blank first column", 0, 0, 0, 11)
			f.tab.Insert(0, nil, "Leads of November")
			f.tab.Insert(1)
			f.expect(t, c.ID, "rows above the titles", 0, 0, 0, 11)
			f.tab.Edit(func(rows [][]any) [][]any { // swap two columns
				for _, row := range rows {
					if len(row) > 3 {
						row[1], row[3] = row[3], row[1]
					}
				}
				return rows
			})
			f.expect(t, c.ID, "columns swapped", 0, 0, 0, 11)
			f.tab.Append(nil, "new@example.com", "+447400177777", "Zed")
			f.expect(t, c.ID, "one more", 1, 0, 0, 12)
			if lead := f.find(t, "447400177777"); lead.Name != "Zed" || lead.Email != "new@example.com" {
				t.Errorf("%+v", lead)
			}
			f.doc.Rename("Another title")
			f.restart()
			f.expect(t, c.ID, "after a restart", 0, 0, 0, 12)
		})
	}
}

func TestTheHeaderSortedIntoTheData(t *testing.T) {
	f := newFixture(t, people(40)...)
	c := f.connect(t, nil)
	f.run(t, c.ID)
	f.tab.Edit(func(rows [][]any) [][]any {
		return append(append(slices.Clone(rows[20:]), rows[0]), append(slices.Clone(rows[1:20]), person(40))...)
	})
	f.expect(t, c.ID, "header in the middle", 1, 0, 0, 41)
}

// Any sequence of edits leaves one lead per person that ever stood in the sheet when it was read.
func TestRandomEditsLoseAndDoubleNobody(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 7))
			f := newFixture(t, people(5)...)
			c := f.connect(t, func(in *sheets.Input) {
				if seed%2 == 1 {
					in.KeyColumn = "Email"
				}
			})
			f.run(t, c.ID)
			next, want := 5, 5
			for range 40 {
				data := f.tab.Len() - 1
				switch r.IntN(7) {
				case 0:
					f.tab.Append(person(next)...)
					next, want = next+1, want+1
				case 1:
					f.tab.Insert(1+r.IntN(data+1), person(next)...)
					next, want = next+1, want+1
				case 2:
					if data > 1 {
						f.tab.Delete(1 + r.IntN(data))
					}
				case 3:
					f.tab.Duplicate(1 + r.IntN(data))
				case 4:
					f.tab.Sort(1, r.IntN(3), r.IntN(2) == 0)
				case 5:
					f.tab.Append(person(r.IntN(next))...) // somebody comes back
				case 6:
					f.tab.Append("No phone "+fmt.Sprint(next), "", "", "")
				}
				f.run(t, c.ID)
				if got := f.total(t); got != want {
					t.Fatalf("%d leads, want %d", got, want)
				}
			}
		})
	}
}

func TestChangedRowsChangeOnlyWhatNobodyTyped(t *testing.T) {
	f := newFixture(t, people(2)...)
	c := f.connect(t, nil)
	f.run(t, c.ID)
	first, second := f.find(t, "p0@example.com"), f.find(t, "p1@example.com")
	typed := "Typed by the user"
	if _, err := f.leads.Update(t.Context(), first.ID, leads.Update{Name: &typed}); err != nil {
		t.Fatal(err)
	}
	for _, row := range []int{1, 2} {
		f.tab.Set(row, 0, "From the sheet")
		f.tab.Set(row, 2, fmt.Sprintf("new%d@example.com", row))
	}
	f.events = nil
	f.expect(t, c.ID, "changed", 0, 2, 0, 2)
	if !f.said(leads.EventChanged) || f.said(leads.EventCreated) {
		t.Errorf("events %v", f.events)
	}
	a, b := f.find(t, "new1@example.com"), f.find(t, "new2@example.com")
	if a.ID != first.ID || a.Name != typed || b.ID != second.ID || b.Name != "From the sheet" {
		t.Errorf("%+v, %+v", a, b)
	}
	f.tab.Set(1, 2, "")
	f.expect(t, c.ID, "an emptied cell erases nothing", 0, 0, 0, 2)
	if f.find(t, "new1@example.com").ID != first.ID {
		t.Error("the address is gone")
	}
	f.expect(t, c.ID, "again", 0, 0, 0, 2)
}

func TestAKnownKeyWithAnotherNumberIsAnotherPerson(t *testing.T) {
	f := newFixture(t, people(2)...)
	c := f.connect(t, func(in *sheets.Input) { in.KeyColumn = "Email" })
	f.run(t, c.ID)
	old := f.find(t, "447400123456")
	f.tab.Set(1, 1, "+447400155555")
	f.expect(t, c.ID, "number changed", 1, 0, 0, 3)
	if f.find(t, "447400123456").ID != old.ID {
		t.Error("the lead lost its number")
	}
	f.expect(t, c.ID, "again", 0, 0, 0, 3)
	f.tab.Set(2, 1, "call me")
	f.expect(t, c.ID, "number broken", 0, 0, 1, 3)
	f.tab.Set(2, 1, "+447400123457")
	f.expect(t, c.ID, "number mended", 0, 0, 0, 3)
	if problems, _ := f.Problems(t.Context(), c.ID); len(problems) != 0 {
		t.Errorf("%v", problems)
	}
}

func TestKnownPeopleAreCompletedNotDoubled(t *testing.T) {
	f := newFixture(t, people(2)...)
	known, err := f.leads.Create(t.Context(), leads.Input{Name: "Known", Phone: "+447400123456"}, "")
	if err != nil {
		t.Fatal(err)
	}
	c := f.connect(t, nil)
	f.expect(t, c.ID, "first", 1, 1, 0, 2)
	got := f.find(t, "447400123456")
	if got.ID != known.ID || got.Name != "Known" || got.Email != "p0@example.com" || got.Source != leads.SourceManual || got.StageID != known.StageID {
		t.Errorf("%+v", got)
	}
}

func TestRowsThatWereThereCanBeIgnored(t *testing.T) {
	f := newFixture(t, append(people(3), []any{"Bad", ""})...)
	c := f.connect(t, func(in *sheets.Input) { in.ExistingRows = sheets.IgnoreRows })
	f.expect(t, c.ID, "first", 0, 0, 0, 0)
	f.tab.Set(1, 0, "Renamed")
	f.tab.Append(person(3)...)
	f.restart()
	f.expect(t, c.ID, "one new", 1, 0, 0, 1)
	f.tab.Sort(1, 0, true)
	f.expect(t, c.ID, "sorted", 0, 0, 0, 1)

	empty := newFixture(t, header)
	c = empty.connect(t, func(in *sheets.Input) { in.ExistingRows = sheets.IgnoreRows })
	empty.expect(t, c.ID, "nothing there", 0, 0, 0, 0)
	empty.tab.Append(person(0)...)
	empty.expect(t, c.ID, "the first row", 1, 0, 0, 1)
}

func TestADeletedLeadIsNotRevived(t *testing.T) {
	f := newFixture(t, people(3)...)
	c := f.connect(t, nil)
	f.run(t, c.ID)
	f.deleteLead(t, f.find(t, "p1@example.com").ID)
	f.tab.Set(2, 0, "Changed in the sheet")
	f.expect(t, c.ID, "changed row", 0, 0, 0, 2)
	f.tab.Delete(2)
	f.expect(t, c.ID, "deleted row", 0, 0, 0, 2)
	f.tab.Append(person(1)...)
	f.expect(t, c.ID, "row is back", 0, 0, 0, 2)
}

func TestAnEmptiedOrRenamedSheetPauses(t *testing.T) {
	for name, c := range map[string]struct {
		edit   func(f *fixture)
		mend   func(f *fixture)
		reason string
	}{
		"emptied": {func(f *fixture) { f.tab.Clear() }, func(f *fixture) {
			f.tab.Edit(func([][]any) [][]any { return people(3) })
		}, sheets.ReasonHeaderChanged},
		"header renamed": {func(f *fixture) { f.tab.Set(0, 1, "Mobile number") }, func(f *fixture) { f.tab.Set(0, 1, " Phone ") }, sheets.ReasonHeaderChanged},
		"tab renamed":    {func(f *fixture) { f.tab.Rename("Other") }, func(f *fixture) { f.tab.Rename("Form") }, sheets.ReasonTabRenamed},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, people(3)...)
			conn := f.connect(t, nil)
			f.run(t, conn.ID)
			c.edit(f)
			f.events = nil
			if _, err := f.RunOnce(t.Context(), conn.ID); reasonOf(err) != c.reason {
				t.Errorf("%v", err)
			}
			got := f.get(t, conn.ID)
			if got.State != sheets.Paused || got.Reason != c.reason || got.NextRunAt != 0 || !f.said(sheets.EventChanged) {
				t.Errorf("%+v", got)
			}
			if f.total(t) != 3 {
				t.Errorf("%d leads", f.total(t))
			}
			if _, err := f.Sync(t.Context(), conn.ID); !fault.Is(err, fault.Conflict) {
				t.Errorf("reads while paused: %v", err)
			}
			c.mend(f)
			if got, err := f.Resume(t.Context(), conn.ID); err != nil || got.State != sheets.Active || got.NextRunAt == 0 {
				t.Errorf("%+v, %v", got, err)
			}
			f.expect(t, conn.ID, "mended", 0, 0, 0, 3)
		})
	}
}

// Another tab may have taken the name; it is not read in place of the one that was connected.
func TestATabIsKnownByItsNumber(t *testing.T) {
	f := newFixture(t, people(3)...)
	c := f.connect(t, nil)
	f.run(t, c.ID)
	f.tab.Rename("Archive")
	f.doc.AddTab("Form", header, person(7))
	if _, err := f.RunOnce(t.Context(), c.ID); reasonOf(err) != sheets.ReasonTabRenamed || f.total(t) != 3 {
		t.Errorf("%v, %d leads", err, f.total(t))
	}
	tabs, err := f.Tabs(t.Context(), c.ID)
	if err != nil || len(tabs) != 2 || tabs[0].Title != "Archive" || tabs[0].ID != c.GID {
		t.Fatalf("%+v, %v", tabs, err)
	}
	if got := f.get(t, c.ID); got.About != "Archive" {
		t.Errorf("the reason is about %q", got.About)
	}
	got, err := f.Update(t.Context(), c.ID, sheets.Update{Tab: &tabs[0].Title})
	if err != nil || got.State != sheets.Active || got.Tab != "Archive" || got.GID != c.GID {
		t.Errorf("%+v, %v", got, err)
	}
	f.expect(t, c.ID, "under its new name", 0, 0, 0, 3)
	f.connect(t, nil) // the new tab of the old name
	form := "Form"
	if _, err := f.Update(t.Context(), c.ID, sheets.Update{Tab: &form}); !fault.Is(err, fault.Conflict) {
		t.Errorf("one tab in two connections: %v", err)
	}
	f.doc.RemoveTab(f.tab)
	if _, err := f.RunOnce(t.Context(), c.ID); reasonOf(err) != sheets.ReasonTabMissing {
		t.Error(err)
	}
}

func TestARenamedColumnCanBeChosenAgain(t *testing.T) {
	f := newFixture(t, people(3)...)
	c := f.connect(t, nil)
	f.run(t, c.ID)
	f.tab.Set(0, 1, "Mobile number")
	_, _ = f.RunOnce(t.Context(), c.ID)
	mapping := []intake.Field{intake.Name, intake.Phone, intake.Email, intake.Note}
	got, err := f.Update(t.Context(), c.ID, sheets.Update{Mapping: &mapping})
	if err != nil || got.State != sheets.Active || got.Header[1] != "Mobile number" {
		t.Fatalf("%+v, %v", got, err)
	}
	f.expect(t, c.ID, "new title", 0, 0, 0, 3)
}

// failing makes the last step of a reading's transaction fail, as a kill would.
type failing struct {
	sheets.Store
	at string
}

var errKilled = errors.New("killed")

func (s failing) PutSheetRows(ctx context.Context, id int64, rows []sheets.Row) error {
	if s.at == "rows" {
		return errKilled
	}
	return s.Store.PutSheetRows(ctx, id, rows)
}

func (s failing) CreateSheetRun(ctx context.Context, id int64, r sheets.Run) error {
	if s.at == "run" {
		panic(errKilled)
	}
	return s.Store.CreateSheetRun(ctx, id, r)
}

func TestKilledBetweenFetchAndCommit(t *testing.T) {
	for _, at := range []string{"rows", "run"} {
		t.Run(at, func(t *testing.T) {
			f := newFixture(t, people(5)...)
			c := f.connect(t, nil)
			f.events = nil
			broken := f.over(failing{f.db, at})
			func() {
				defer func() { _ = recover() }()
				if _, err := broken.RunOnce(t.Context(), c.ID); !errors.Is(err, errKilled) {
					t.Errorf("%v", err)
				}
			}()
			if f.total(t) != 0 || len(f.events) != 0 {
				t.Errorf("%d leads and events %v from half a reading", f.total(t), f.events)
			}
			f.restart()
			f.expect(t, c.ID, "after the kill", 5, 0, 0, 5)
		})
	}
}

func TestInspectAndColumns(t *testing.T) {
	f := newFixture(t, append([][]any{{"Leads of November"}}, people(4)...)...)
	other := f.doc.AddTab("Other")
	got, err := f.Inspect(t.Context(), f.doc.Link(other))
	if err != nil || got.SpreadsheetID != f.doc.ID || got.Title != "Leads of the shop" || len(got.Tabs) != 2 || got.GID == nil || *got.GID != other.ID {
		t.Errorf("%+v, %v", got, err)
	}
	columns, err := f.Columns(t.Context(), f.place(), "Form", 0, "GB")
	if err != nil || columns.HeaderRow != 2 || columns.RowCount != 4 || len(columns.Columns) != 4 {
		t.Fatalf("%+v, %v", columns, err)
	}
	want := sheets.Column{Index: 1, Name: "Phone", Samples: []string{"+447400123456", "+447400123457", "+447400123458"}, Guess: intake.Phone}
	if diff := cmp.Diff(want, columns.Columns[1]); diff != "" {
		t.Error(diff)
	}
	if _, err := f.Columns(t.Context(), f.place(), "Other", 0, "GB"); reasonOf(err) != "no_header" {
		t.Errorf("an empty tab: %v", err)
	}
}

func TestCreateRefuses(t *testing.T) {
	f := newFixture(t, people(1)...)
	f.doc.AddTab("No titles", []any{"", "Phone"}, []any{"Ana", "+447400123456"})
	f.connect(t, nil)
	for name, change := range map[string]func(*sheets.Input){
		"twice":     func(*sheets.Input) {},
		"id":        func(in *sheets.Input) { in.SpreadsheetID = "../x" },
		"tab":       func(in *sheets.Input) { in.Tab = "Gone" },
		"key":       func(in *sheets.Input) { in.KeyColumn = "Gone" },
		"no phone":  func(in *sheets.Input) { in.Mapping = []intake.Field{intake.Name} },
		"field":     func(in *sheets.Input) { in.Mapping = []intake.Field{"password", intake.Phone} },
		"no title":  func(in *sheets.Input) { in.Tab, in.Mapping = "No titles", []intake.Field{intake.Name, intake.Phone} },
		"country":   func(in *sheets.Input) { in.DefaultCountry = "XX" },
		"stage":     func(in *sheets.Input) { in.StageID = 99 },
		"interval":  func(in *sheets.Input) { in.IntervalMinutes = -1 },
		"existing":  func(in *sheets.Input) { in.ExistingRows = "burn" },
		"tag":       func(in *sheets.Input) { in.Tags = []string{"a,b"} },
		"header":    func(in *sheets.Input) { in.HeaderRow = 99 },
		"many tags": func(in *sheets.Input) { in.Tags = strings.Split(strings.Repeat("x ", 40), " ") },
	} {
		in := sheets.Input{Place: f.place(), Tab: "Form"}
		change(&in)
		if _, err := f.Create(t.Context(), in); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	if list, err := f.List(t.Context()); err != nil || len(list) != 1 {
		t.Errorf("%d connections, %v", len(list), err)
	}
}

func TestPauseResumeDelete(t *testing.T) {
	f := newFixture(t, people(2)...)
	c := f.connect(t, nil)
	f.run(t, c.ID)
	if got, err := f.Pause(t.Context(), c.ID); err != nil || got.State != sheets.Paused || got.Reason != sheets.ReasonUser || got.NextRunAt != 0 {
		t.Errorf("%+v, %v", got, err)
	}
	f.restart()
	if err := f.Start(t.Context()); err != nil || f.get(t, c.ID).NextRunAt != 0 {
		t.Errorf("a paused sheet is scheduled, %v", err)
	}
	if _, err := f.Resume(t.Context(), c.ID); err != nil {
		t.Error(err)
	}
	minutes := 30
	if got, err := f.Update(t.Context(), c.ID, sheets.Update{IntervalMinutes: &minutes}); err != nil || got.IntervalMinutes != 30 {
		t.Errorf("%+v, %v", got, err)
	}
	if err := f.Delete(t.Context(), c.ID); err != nil {
		t.Fatal(err)
	}
	if list, err := f.List(t.Context()); err != nil || len(list) != 0 || f.total(t) != 2 {
		t.Errorf("%v, %v, %d leads", list, err, f.total(t))
	}
	if _, err := f.RunOnce(t.Context(), c.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("%v", err)
	}
}

func TestTheScheduleReadsByItself(t *testing.T) {
	f := newFixture(t, people(2)...)
	c := f.connect(t, nil)
	f.restart()
	if err := f.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- f.scheduler.Run(ctx) }()
	for deadline := time.Now().Add(60 * time.Second); f.total(t) != 2 && time.Now().Before(deadline); {
		time.Sleep(5 * time.Millisecond)
	}
	cancel()
	if err := <-done; err != nil || f.total(t) != 2 {
		t.Errorf("%v, %d leads", err, f.total(t))
	}
	if next := time.Until(f.get(t, c.ID).NextRunAt.Time()); next < 3*time.Minute || next > 6*time.Minute {
		t.Errorf("next in %v", next)
	}
}

func TestNumbersKeepDigitsAndShowTheirLook(t *testing.T) {
	f := newFixture(t, []any{"Name", "Phone", "Order", "Budget", "When"},
		[]any{"Ana", sheetsim.Number{Value: 447400123456, Shown: "4.474E+11"}, 12345678, sheetsim.Number{Value: 0.5, Shown: "50%"}, sheetsim.Date{Serial: 46349, Shown: "23/11/2026"}})
	c := f.connect(t, func(in *sheets.Input) {
		in.Mapping = []intake.Field{intake.Name, intake.Phone, intake.Tags, intake.Note, intake.Tags}
		in.Tags = nil
	})
	f.expect(t, c.ID, "first", 1, 0, 0, 1)
	lead := f.find(t, "447400123456")
	if !cmp.Equal(lead.Tags, []string{"12345678", "23/11/2026"}) {
		t.Errorf("%q", lead.Tags)
	}
	if detail, err := f.leads.Get(t.Context(), lead.ID); err != nil || len(detail.Notes) != 1 || detail.Notes[0].Text != "50%" {
		t.Errorf("%v, %v", detail.Notes, err)
	}
	f.expect(t, c.ID, "again", 0, 0, 0, 1)
}

func TestWhatTheWindowGetsHasNoNulls(t *testing.T) {
	f := newFixture(t, people(1)...)
	c := f.connect(t, func(in *sheets.Input) { in.Tags = nil })
	columns, err := f.Columns(t.Context(), f.place(), "Form", 0, "")
	if err != nil {
		t.Fatal(err)
	}
	runs, err := f.Runs(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	problems, err := f.Problems(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	f.run(t, c.ID)
	c = f.get(t, c.ID) // before the first reading, "last" is null
	list, err := f.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	preview, err := f.Preview(t.Context(), sheets.Input{Place: f.place(), Tab: "Form"})
	if err != nil {
		t.Fatal(err)
	}
	conflicts, err := f.Conflicts(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []any{c, list, columns, runs, problems, preview, conflicts} {
		if b, err := json.Marshal(v); err != nil || strings.Contains(string(b), "null") {
			t.Errorf("%s, %v", b, err)
		}
	}
}

func BenchmarkPollWithoutNews(b *testing.B) {
	f := newFixture(b, people(10_000)...)
	c := f.connect(b, nil)
	f.run(b, c.ID)
	for b.Loop() {
		f.run(b, c.ID)
	}
}
