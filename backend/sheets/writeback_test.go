package sheets_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mceplatform/backend/clock"
	"mceplatform/backend/gsheets/sheetsim"
	"mceplatform/backend/intake"
	"mceplatform/backend/leads"
	"mceplatform/backend/sheets"
	"mceplatform/backend/store/storetest"
)

var nameAndPhone = []intake.Field{intake.Name, intake.Phone}

var backHeader = []any{"Name", "Phone", "Status", "Who", "Last", "Stop", "Mine"}

// back connects a sheet whose columns are all written back.
func (f *fixture) back(t testing.TB) sheets.Connection {
	t.Helper()
	c := f.connect(t, func(in *sheets.Input) {
		in.Owner, in.Mapping = "Tom", nameAndPhone
		in.WriteBack = []sheets.WriteColumn{
			{Field: sheets.WriteStage, Column: "Status"}, {Field: sheets.WriteOwner, Column: "Who"},
			{Field: sheets.WriteLastContact, Column: "Last"}, {Field: sheets.WriteOptOut, Column: "Stop"},
		}
	})
	f.run(t, c.ID)
	return c
}

func (f *fixture) row(at int) (out []string) {
	for column := range backHeader {
		out = append(out, f.tab.Text(at, column))
	}
	return out
}

func (f *fixture) conflicts(t testing.TB, id int64) (out []string) {
	t.Helper()
	list, err := f.Conflicts(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		out = append(out, fmt.Sprintf("%d %s %s: %q, ours %q", c.Row, c.Lead, c.Field, c.Theirs, c.Ours))
	}
	return out
}

func ann() []any { return []any{"Ann", "+447400123456", "", "", "", "", "keep me"} }

func TestChosenColumnsAreWrittenAndNothingElse(t *testing.T) {
	f := newFixture(t, backHeader, ann(), []any{"Bob", "+447400123457"})
	c := f.back(t)
	if diff := cmp.Diff([]string{"Ann", "+447400123456", "Talking", "Tom", "", "", "keep me"}, f.row(1)); diff != "" {
		t.Error(diff)
	}
	writes := f.sim.Requests(sheetsim.RequestBatchUpdate)
	if writes != 1 {
		t.Errorf("%d writes for one reading", writes)
	}
	version := f.version(t)
	before := version()
	f.run(t, c.ID)
	if f.sim.Requests(sheetsim.RequestBatchUpdate) != writes || version() != before {
		t.Error("what the sheet says already is written again")
	}
	lead := f.lead(t, "Ann")
	stage, owner := int64(3), "Uma"
	if _, err := f.leads.Update(t.Context(), lead.ID, leads.Update{StageID: &stage, Owner: &owner}); err != nil {
		t.Fatal(err)
	}
	if _, err := storetest.Raw(t, f.db.Path()).Exec("UPDATE leads SET last_message_at = ? WHERE id = ?", clock.NowMillis(clock.System{}), lead.ID); err != nil {
		t.Fatal(err)
	}
	f.tab.InsertColumn(0) // columns move, rows too
	f.tab.Insert(1, nil, "Zed", "+447400123459")
	f.run(t, c.ID)
	if got := []string{f.tab.Text(2, 1), f.tab.Text(2, 4), f.tab.Text(1, 4), f.tab.Text(2, 7)}; got[1] != "Uma" || got[2] != "Tom" || got[3] != "keep me" {
		t.Errorf("%q", got)
	}
	if f.tab.Text(2, 5) == "" {
		t.Error("the last contact is missing")
	}
}

func TestACellThatSomebodyChangedIsShownAndNotOverwritten(t *testing.T) {
	f := newFixture(t, backHeader, ann(), []any{"Bob", "+447400123457", "paid", "", "", "", ""})
	c := f.back(t)
	want := []string{`3 Bob stage: "paid", ours "Talking"`}
	if diff := cmp.Diff(want, f.conflicts(t, c.ID)); diff != "" {
		t.Error(diff)
	}
	f.tab.Set(1, 3, "my uncle") // over what was written
	f.run(t, c.ID)
	want = append([]string{`2 Ann owner: "my uncle", ours "Tom"`}, want...)
	if diff := cmp.Diff(want, f.conflicts(t, c.ID)); diff != "" {
		t.Error(diff)
	}
	if got := f.get(t, c.ID); got.Conflicts != 2 || f.tab.Text(1, 3) != "my uncle" || f.tab.Text(2, 2) != "paid" {
		t.Errorf("%d conflicts, %q, %q", got.Conflicts, f.row(1), f.row(2))
	}
	list, err := f.Conflicts(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Settle(t.Context(), c.ID, list[0].RowKey, list[0].Field, sheets.KeepTheirs); err != nil {
		t.Fatal(err)
	}
	f.run(t, c.ID)
	if diff := cmp.Diff(want[1:], f.conflicts(t, c.ID)); diff != "" || f.tab.Text(1, 3) != "my uncle" {
		t.Errorf("kept: %s, %q", diff, f.row(1))
	}
	owner := "Uma" // it is asked again when the lead changes
	if _, err := f.leads.Update(t.Context(), f.lead(t, "Ann").ID, leads.Update{Owner: &owner}); err != nil {
		t.Fatal(err)
	}
	f.run(t, c.ID)
	if got := f.conflicts(t, c.ID); len(got) != 2 || got[0] != `2 Ann owner: "my uncle", ours "Uma"` {
		t.Errorf("%q", got)
	}
	if err := f.Settle(t.Context(), c.ID, "", "", sheets.UseOurs); err != nil {
		t.Fatal(err)
	}
	f.run(t, c.ID)
	if got := f.conflicts(t, c.ID); len(got) != 0 || f.tab.Text(1, 3) != "Uma" || f.tab.Text(2, 2) != "Talking" {
		t.Errorf("%q, %q, %q", got, f.row(1), f.row(2))
	}
	if err := f.Settle(t.Context(), c.ID, "", "", "both"); err == nil {
		t.Error("a word that does not exist")
	}
}

// What was about to be written when the program ended is known to be ours.
func TestKilledWhileWriting(t *testing.T) {
	for name, arrives := range map[string]bool{"before Google": false, "after Google": true} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, backHeader, ann())
			c := f.back(t)
			owner := "Uma"
			if _, err := f.leads.Update(t.Context(), f.lead(t, "Ann").ID, leads.Update{Owner: &owner}); err != nil {
				t.Fatal(err)
			}
			broken := f.overClient(cutClient{f.client, arrives})
			if _, err := broken.RunOnce(t.Context(), c.ID); err == nil {
				t.Fatal("the write did not break")
			}
			f.restart()
			if f.get(t, c.ID).State == sheets.Paused {
				if _, err := f.Resume(t.Context(), c.ID); err != nil {
					t.Fatal(err)
				}
			}
			f.run(t, c.ID)
			if got := f.conflicts(t, c.ID); len(got) != 0 || f.tab.Text(1, 3) != "Uma" {
				t.Errorf("%q, %q", got, f.row(1))
			}
		})
	}
}

// cutClient loses the answer of a write, or the write.
type cutClient struct {
	sheets.Client
	arrives bool
}

var errCut = errors.New("cut")

func (c cutClient) Write(ctx context.Context, p sheets.Place, tab string, cells []sheets.Write) error {
	if c.arrives {
		if err := c.Client.Write(ctx, p, tab, cells); err != nil {
			return err
		}
	}
	return errCut
}

func TestWhatCannotBeWrittenBack(t *testing.T) {
	f := newFixture(t, backHeader, ann())
	write := func(columns ...sheets.WriteColumn) func(*sheets.Input) {
		return func(in *sheets.Input) { in.WriteBack = columns }
	}
	stage := sheets.WriteColumn{Field: sheets.WriteStage, Column: "Status"}
	for name, change := range map[string]func(*sheets.Input){
		"no such column": write(sheets.WriteColumn{Field: sheets.WriteStage, Column: "Gone"}),
		"no column":      write(sheets.WriteColumn{Field: sheets.WriteStage}),
		"no such field":  write(sheets.WriteColumn{Field: "password", Column: "Status"}),
		"twice":          write(stage, stage),
		"one for two":    write(stage, sheets.WriteColumn{Field: sheets.WriteOwner, Column: "Status"}),
		"a read column":  write(sheets.WriteColumn{Field: sheets.WriteStage, Column: "Name"}),
		"the key": func(in *sheets.Input) {
			write(sheets.WriteColumn{Field: sheets.WriteStage, Column: "Mine"})(in)
			in.KeyColumn = "Mine"
		},
		"by link": func(in *sheets.Input) { write(stage)(in); in.Access = sheets.AccessLink; f.doc.SetLinkShared(true) },
	} {
		in := sheets.Input{Place: f.place(), Tab: "Form", DefaultCountry: "GB", Mapping: nameAndPhone}
		change(&in)
		if _, err := f.Create(t.Context(), in); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

// Reading goes on when nothing may be written, and says why nothing is.
func TestASheetSharedForReadingOnly(t *testing.T) {
	f := newFixture(t, backHeader, ann())
	f.doc.Restrict()
	f.doc.Share(f.email, sheetsim.Viewer)
	c := f.connect(t, func(in *sheets.Input) {
		in.Mapping, in.WriteBack = nameAndPhone, []sheets.WriteColumn{{Field: sheets.WriteStage, Column: "Status"}}
	})
	for i := range 3 {
		f.tab.Append(person(i + 1)...)
		if _, err := f.RunOnce(t.Context(), c.ID); reasonOf(err) != sheets.ReasonReadOnly {
			t.Errorf("%v", err)
		}
		if got := f.get(t, c.ID); got.State != sheets.Failed || got.Reason != sheets.ReasonReadOnly || f.total(t) != i+2 {
			t.Errorf("%s, %s, %d leads", got.State, got.Reason, f.total(t))
		}
	}
	f.doc.Share(f.email, sheetsim.Editor)
	f.run(t, c.ID)
	if got := f.get(t, c.ID); got.State != sheets.Active || f.tab.Text(1, 2) != "Talking" {
		t.Errorf("%s, %q", got.State, f.row(1))
	}
}

// What a lead says whose row is gone can be written nowhere, and must not make every look a whole reading.
func TestARowThatIsGoneIsNotReadForAgain(t *testing.T) {
	f := newFixture(t, backHeader, ann(), []any{"Bob", "+447400123457"})
	c := f.back(t)
	f.tab.Delete(1)
	f.run(t, c.ID)
	owner := "Uma"
	if _, err := f.leads.Update(t.Context(), f.lead(t, "Ann").ID, leads.Update{Owner: &owner}); err != nil {
		t.Fatal(err)
	}
	f.run(t, c.ID) // looks for the row
	before := f.reads()
	for range 3 {
		f.run(t, c.ID)
	}
	if n := f.reads() - before; n != 0 {
		t.Errorf("%d reads for a row that is not there", n)
	}
	f.tab.Append(ann()...)
	f.run(t, c.ID)
	if got := f.conflicts(t, c.ID); len(got) == 0 {
		t.Error("the row is back with empty cells, and nobody is told")
	}
}

// Writing waits for Google; others are taken meanwhile.
func TestASlowWriteDelaysNobody(t *testing.T) {
	f := newFixture(t, backHeader, ann())
	c := f.back(t)
	other := f.connectTab(t, "Second", people(2)...)
	owner := "Uma"
	if _, err := f.leads.Update(t.Context(), f.lead(t, "Ann").ID, leads.Update{Owner: &owner}); err != nil {
		t.Fatal(err)
	}
	slow := heldClient{Client: f.client, writing: make(chan struct{}), goOn: make(chan struct{})}
	s := f.overClient(slow)
	ended := make(chan error, 1)
	go func() {
		_, err := s.RunOnce(t.Context(), c.ID)
		ended <- err
	}()
	<-slow.writing
	if run, err := s.RunOnce(t.Context(), other.ID); err != nil || run.Rows != 2 {
		t.Errorf("%+v, %v", run, err)
	}
	close(slow.goOn)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
}

// heldClient holds a write until it may go on.
type heldClient struct {
	sheets.Client
	writing, goOn chan struct{}
}

func (c heldClient) Write(ctx context.Context, p sheets.Place, tab string, cells []sheets.Write) error {
	close(c.writing)
	<-c.goOn
	return c.Client.Write(ctx, p, tab, cells)
}
