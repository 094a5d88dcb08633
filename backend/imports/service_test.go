package imports_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"mceplatform/backend/clock"
	"mceplatform/backend/event"
	"mceplatform/backend/fault"
	"mceplatform/backend/imports"
	"mceplatform/backend/intake"
	"mceplatform/backend/leads"
	"mceplatform/backend/store"
	"mceplatform/backend/store/storetest"
	"mceplatform/backend/tabular"
)

func TestMain(m *testing.M) {
	// GORM's cache of statements keeps its sweeper for ever.
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("gorm.io/gorm/internal/lru.NewLRU[...].func1"))
}

type fixture struct {
	*imports.Service
	db     *store.DB
	leads  *leads.Service
	events []event.Event
}

func newFixture(t testing.TB) *fixture {
	t.Helper()
	db, bus := storetest.Open(t), event.NewBus()
	f := &fixture{Service: imports.New(db, bus, clock.System{}, slog.New(slog.DiscardHandler)), db: db, leads: leads.New(db, bus, clock.System{})}
	bus.Subscribe(func(e event.Event) { f.events = append(f.events, e) })
	return f
}

func (f *fixture) stage(t testing.TB, name string, data []byte, country string) imports.File {
	t.Helper()
	file, err := f.Stage(t.Context(), name, base64.StdEncoding.EncodeToString(data), country)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Discard(context.WithoutCancel(t.Context()), file.Token) })
	return file
}

func (f *fixture) total(t testing.TB) int {
	t.Helper()
	page, err := f.leads.List(t.Context(), leads.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	return page.Total
}

func (f *fixture) find(t testing.TB, query string) leads.Lead {
	t.Helper()
	page, err := f.leads.List(t.Context(), leads.Filter{Query: query})
	if err != nil {
		t.Fatal(err)
	}
	if len(page.Items) != 1 {
		t.Fatalf("%q finds %d leads", query, len(page.Items))
	}
	return page.Items[0]
}

func counts(problems []imports.Problem) string {
	var b strings.Builder
	for _, p := range problems {
		fmt.Fprintf(&b, "%s=%d ", p.Reason, p.Count)
	}
	return strings.TrimSpace(b.String())
}

// importFile stages, previews and commits, and checks that the preview told the truth.
func (f *fixture) importFile(t testing.TB, name string, data []byte, o imports.Options) (imports.Preview, imports.Result) {
	t.Helper()
	file := f.stage(t, name, data, o.DefaultCountry)
	before := f.total(t)
	preview, err := f.Preview(t.Context(), file.Token, o)
	if err != nil {
		t.Fatal(err)
	}
	if f.total(t) != before {
		t.Fatal("a preview has changed something")
	}
	result, err := f.Commit(t.Context(), file.Token, o)
	if err != nil {
		t.Fatal(err)
	}
	if result.Created != preview.NewLeads || result.Updated+result.Unchanged != preview.Existing || result.Duplicates != preview.Duplicates || result.Rejected != preview.Rejected {
		t.Errorf("preview %+v, result %+v", preview, result)
	}
	if after := f.total(t); after != before+result.Created {
		t.Errorf("%d leads, then %d created, now %d", before, result.Created, after)
	}
	if sum := result.Created + result.Updated + result.Unchanged + result.Duplicates + result.Rejected; sum != preview.Rows {
		t.Errorf("%d rows but %d results", preview.Rows, sum)
	}
	return preview, result
}

const mixedProblems = "missing=16 scientific_notation=12 not_a_number=10"

func TestSampleFilesGiveWhatTheirReadmeSays(t *testing.T) {
	f := newFixture(t)
	preview, result := f.importFile(t, "leads-mixed.csv", shared(t, "leads-mixed.csv"), imports.Options{})
	if preview.Rows != 2059 || result.Created != 2000 || result.Duplicates != 21 || counts(preview.Problems) != mixedProblems {
		t.Errorf("leads-mixed.csv: %+v, %s", result, counts(preview.Problems))
	}
	for _, c := range []struct {
		name  string
		known int
	}{{"leads-semicolon-1252.csv", 223}, {"leads-utf16-tab.txt", 200}, {"leads-numeric-phones.xlsx", 500}} {
		_, result := f.importFile(t, c.name, shared(t, c.name), imports.Options{DefaultCountry: "BR"})
		if result.Created != 0 || result.Updated+result.Unchanged != c.known || result.Rejected != 0 {
			t.Errorf("%s after the first: %+v", c.name, result)
		}
	}
	if f.total(t) != 2000 {
		t.Errorf("%d leads", f.total(t))
	}
	_, again := f.importFile(t, "leads-mixed.csv", shared(t, "leads-mixed.csv"), imports.Options{})
	if again.Created != 0 || again.Updated != 0 || again.Unchanged != 2000 {
		t.Errorf("the same again: %+v", again)
	}
}

func TestSampleFilesAlone(t *testing.T) {
	for _, c := range []struct {
		name  string
		leads int
	}{{"leads-semicolon-1252.csv", 223}, {"leads-utf16-tab.txt", 200}, {"leads-numeric-phones.xlsx", 500}} {
		for _, country := range []string{"BR", "US"} {
			if country != "BR" && c.name != "leads-numeric-phones.xlsx" {
				continue // only bare digits could mean something else in another country
			}
			f := newFixture(t)
			_, result := f.importFile(t, c.name, shared(t, c.name), imports.Options{DefaultCountry: country})
			if result.Created != c.leads || result.Rejected+result.Duplicates != 0 {
				t.Errorf("%s with %s: %+v", c.name, country, result)
			}
		}
	}
	f := newFixture(t)
	f.importFile(t, "x.csv", shared(t, "leads-semicolon-1252.csv"), imports.Options{DefaultCountry: "BR"})
	page, err := f.leads.List(t.Context(), leads.Filter{Query: "María José Müller"})
	if err != nil || len(page.Items) == 0 {
		t.Errorf("accents are lost: %v", err)
	}
}

func TestFourFormsOfTheSamePeople(t *testing.T) {
	f := newFixture(t)
	preview, result := f.importFile(t, "mixed.csv", mixedCSV(), imports.Options{})
	if result.Created != people || result.Duplicates != repeated || counts(preview.Problems) != mixedProblems {
		t.Errorf("mixed: %+v, %s", result, counts(preview.Problems))
	}
	for _, c := range []struct {
		name  string
		data  []byte
		known int
	}{{"s.csv", semicolon1252(t), brazilian}, {"u.txt", utf16Tabs(t), wideRows}, {"n.xlsx", numericWorkbook(t), workbookLen}} {
		_, alone := newFixture(t).importFile(t, c.name, c.data, imports.Options{DefaultCountry: "BR"})
		if alone.Created != c.known || alone.Rejected+alone.Duplicates != 0 {
			t.Errorf("%s alone: %+v", c.name, alone)
		}
		_, after := f.importFile(t, c.name, c.data, imports.Options{DefaultCountry: "BR"})
		if after.Created != 0 || after.Rejected != 0 {
			t.Errorf("%s after the first: %+v", c.name, after)
		}
	}
	if f.total(t) != people {
		t.Errorf("%d leads", f.total(t))
	}
	if lead := f.find(t, "lead2@example.com"); lead.Name != "María José TestC" || lead.Company != "Shop 2" || !cmp.Equal(lead.Tags, []string{"walk-in"}) {
		t.Errorf("lead 2: %+v", lead)
	}
}

func TestFormulasStayText(t *testing.T) {
	f := newFixture(t)
	f.importFile(t, "x.csv", []byte("name,phone,company,notes\n\"=HYPERLINK(\"\"http://example.com\"\")\",+447400123456,@shop,+cmd\n"), imports.Options{})
	lead := f.find(t, "447400123456")
	if lead.Name != `=HYPERLINK("http://example.com")` || lead.Company != "@shop" {
		t.Errorf("%+v", lead)
	}
	detail, err := f.leads.Get(t.Context(), lead.ID)
	if err != nil || len(detail.Notes) != 1 || detail.Notes[0].Text != "+cmd" {
		t.Errorf("notes %v, %v", detail.Notes, err)
	}
}

func TestStageDescribesAndConfigureReadsAgain(t *testing.T) {
	f := newFixture(t)
	file := f.stage(t, `C:\files\mixed.csv`, mixedCSV(), "BR")
	if file.FileName != "mixed.csv" || file.Encoding != "utf-8" || file.Delimiter != "," || file.HeaderRow != 1 || file.RowCount != people+repeated+phoneless+shortened+wordy {
		t.Errorf("%+v", file)
	}
	var guess []string
	for _, c := range file.Columns {
		guess = append(guess, string(c.Guess))
	}
	if diff := cmp.Diff([]string{"name", "phone", "email", "company", "tags", "note"}, guess); diff != "" {
		t.Error(diff)
	}
	if c := file.Columns[1]; c.Name != "Mobile" || !cmp.Equal(c.Samples, []string{"+5511961000000", "+5511961000000", "9.19877E+11"}) {
		t.Errorf("%+v", c)
	}
	without, err := f.Configure(t.Context(), file.Token, imports.Options{HeaderRow: imports.NoHeader})
	if err != nil || without.HeaderRow != imports.NoHeader || without.RowCount != file.RowCount+1 || without.Columns[1].Name != "B" {
		t.Errorf("%+v, %v", without, err)
	}
	book := f.stage(t, "n.xlsx", numericWorkbook(t), "")
	if book.Tab != "Leads" || !cmp.Equal(book.Tabs, []string{"Read me", "Leads"}) || book.Encoding != "" {
		t.Errorf("%+v", book)
	}
	readme, err := f.Configure(t.Context(), book.Token, imports.Options{Tab: "Read me"})
	if err != nil || readme.Tab != "Read me" || readme.RowCount != 0 {
		t.Errorf("%+v, %v", readme, err)
	}
}

func TestPreviewShowsEachKindOfRow(t *testing.T) {
	f := newFixture(t)
	f.importFile(t, "known.csv", []byte("name,phone\nAna,+551196100102\n"), imports.Options{})
	data := "name,phone\nZoë,(11) 96100-1022\nZOE,+55 11 96100 1022\nAnton,+44 7400 123456\nBea,\n\nCeci,9E11\nDora,+55 11 9610-0102\n"
	file := f.stage(t, "x.csv", []byte(data), "BR")
	preview, err := f.Preview(t.Context(), file.Token, imports.Options{DefaultCountry: "BR"})
	if err != nil {
		t.Fatal(err)
	}
	want := []imports.Sample{
		{Row: 2, Name: "Zoë", Phone: "+55 11 96100-1022", Original: "(11) 96100-1022", Status: "new"},
		{Row: 3, Name: "ZOE", Phone: "+55 11 96100-1022", Original: "+55 11 96100 1022", Status: "duplicate"},
		{Row: 4, Name: "Anton", Phone: "+44 7400 123456", Original: "+44 7400 123456", Status: "new"},
		{Row: 5, Name: "Bea", Status: "rejected", Reason: "missing"},
		{Row: 7, Name: "Ceci", Original: "9E11", Status: "rejected", Reason: "scientific_notation"},
		{Row: 8, Name: "Dora", Phone: "+55 1196100102", Original: "+55 11 9610-0102", Status: "existing"},
	}
	if diff := cmp.Diff(want, preview.Sample); diff != "" {
		t.Error(diff)
	}
	wantProblems := []imports.Problem{{Reason: "missing", Count: 1, Rows: []imports.BadRow{{Row: 5}}}, {Reason: "scientific_notation", Count: 1, Rows: []imports.BadRow{{Row: 7, Value: "9E11"}}}}
	if diff := cmp.Diff(wantProblems, preview.Problems); diff != "" {
		t.Error(diff)
	}
}

func TestKnownLeadsAreOnlyCompleted(t *testing.T) {
	f := newFixture(t)
	typed, err := f.leads.Create(t.Context(), leads.Input{Name: "Ana (typed)", Phone: "+5511961001022"}, "")
	if err != nil {
		t.Fatal(err)
	}
	empty := ""
	if _, err := f.leads.Update(t.Context(), typed.ID, leads.Update{Company: &empty}); err != nil {
		t.Fatal(err)
	}
	if err := f.leads.OptOut(t.Context(), typed.ID, leads.ActorUser, ""); err != nil {
		t.Fatal(err)
	}
	f.events = nil
	csv := "name,phone,email,company,stage,notes,tags\nAna File,+55 11 6100-1022,ana@example.com,Shop,Won,hello,vip\n"
	_, result := f.importFile(t, "x.csv", []byte(csv), imports.Options{Tags: []string{"November"}, StageID: 2})
	if result.Updated != 1 || result.Created != 0 {
		t.Errorf("%+v", result)
	}
	got, err := f.leads.Get(t.Context(), typed.ID)
	if err != nil {
		t.Fatal(err)
	}
	l := got.Lead
	if l.Name != "Ana (typed)" || l.Email != "ana@example.com" || l.Company != "" || l.StageID != typed.StageID || !l.OptedOut {
		t.Errorf("%+v", l)
	}
	if !cmp.Equal(l.Tags, []string{"November", "vip"}) || len(got.Notes) != 1 {
		t.Errorf("tags %q, notes %v", l.Tags, got.Notes)
	}
	if len(f.events) != 1 || f.events[0].Name != leads.EventChanged {
		t.Errorf("events %v", f.events)
	}
	_, again := f.importFile(t, "x.csv", []byte(csv), imports.Options{Tags: []string{"november"}, StageID: 2})
	if again.Unchanged != 1 {
		t.Errorf("the same again: %+v", again)
	}
}

func TestNewLeadsGetTagsStageSourceAndTimeline(t *testing.T) {
	f := newFixture(t)
	f.importFile(t, "x.csv", []byte("name,phone,status\nAna,+5511961001022,\nBea,+447400123456,won\n"), imports.Options{Tags: []string{"November"}, StageID: 2})
	ana, bea := f.find(t, "Ana"), f.find(t, "Bea")
	if ana.StageID != 2 || bea.StageID != 4 || ana.Source != leads.SourceFile || ana.NameSource != leads.NameIntake || !cmp.Equal(ana.Tags, []string{"November"}) || ana.CreatedAt == 0 {
		t.Errorf("%+v, %+v", ana, bea)
	}
	detail, err := f.leads.Get(t.Context(), ana.ID)
	if err != nil || len(detail.Activities) != 1 || detail.Activities[0].Actor != leads.ActorFile {
		t.Errorf("%v, %v", detail.Activities, err)
	}
}

func TestCommitTwiceImportsOnce(t *testing.T) {
	f := newFixture(t)
	file := f.stage(t, "x.csv", []byte("phone\n+5511961001022\n"), "")
	first, err := f.Commit(t.Context(), file.Token, imports.Options{})
	if err != nil {
		t.Fatal(err)
	}
	second, err := f.Commit(t.Context(), file.Token, imports.Options{Tags: []string{"x"}})
	if err != nil || !cmp.Equal(first, second) {
		t.Errorf("%+v, then %+v, %v", first, second, err)
	}
}

func TestStopsAndMistakes(t *testing.T) {
	f := newFixture(t)
	file := f.stage(t, "x.csv", []byte("name,phone\nAna,+5511961001022\n"), "")
	for name, c := range map[string]struct {
		token  string
		o      imports.Options
		code   fault.Code
		reason string
	}{
		"unknown token": {"nope", imports.Options{}, fault.NotFound, "import_expired"},
		"no phone":      {file.Token, imports.Options{Mapping: []intake.Field{"name", "name"}}, fault.Invalid, "no_phone_column"},
		"unknown field": {file.Token, imports.Options{Mapping: []intake.Field{"name", "password"}}, fault.Invalid, ""},
		"many columns":  {file.Token, imports.Options{Mapping: []intake.Field{"name", "phone", "note"}}, fault.Invalid, ""},
		"country":       {file.Token, imports.Options{DefaultCountry: "XX"}, fault.Invalid, ""},
		"header":        {file.Token, imports.Options{HeaderRow: 77}, fault.Invalid, ""},
		"tag":           {file.Token, imports.Options{Tags: []string{"a,b"}}, fault.Invalid, ""},
		"stage":         {file.Token, imports.Options{StageID: 99}, fault.Invalid, ""},
		"tab":           {file.Token, imports.Options{Tab: "None", Encoding: "ebcdic"}, fault.Invalid, tabular.ReasonUnknownEncoding},
	} {
		_, err := f.Commit(t.Context(), c.token, c.o)
		var typed *fault.Error
		if !errors.As(err, &typed) || typed.Code != c.code || typed.Fields["reason"] != c.reason {
			t.Errorf("%s: %v", name, err)
		}
	}
	if f.total(t) != 0 || len(f.events) != 0 {
		t.Error("a refused import has left something")
	}
	if _, err := f.Stage(t.Context(), "x.csv", "!!!", ""); !fault.Is(err, fault.Invalid) {
		t.Errorf("not base64: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.Commit(ctx, file.Token, imports.Options{}); err == nil || f.total(t) != 0 {
		t.Errorf("cancelled: %v", err)
	}
	if err := f.Discard(t.Context(), file.Token); err != nil {
		t.Error(err)
	}
	if _, err := f.Commit(t.Context(), file.Token, imports.Options{}); !fault.Is(err, fault.NotFound) {
		t.Errorf("discarded: %v", err)
	}
}

func TestOnlyAFewFilesStayStaged(t *testing.T) {
	f := newFixture(t)
	var tokens []string
	for range 4 {
		tokens = append(tokens, f.stage(t, "x.csv", []byte("phone\n+5511961001022\n"), "").Token)
	}
	if _, err := f.Configure(t.Context(), tokens[0], imports.Options{}); !fault.Is(err, fault.NotFound) {
		t.Errorf("the oldest is still there: %v", err)
	}
	if _, err := f.Configure(t.Context(), tokens[3], imports.Options{}); err != nil {
		t.Error(err)
	}
}

func TestRejectedRowsCanBeMended(t *testing.T) {
	f := newFixture(t)
	file := f.stage(t, "x.csv", []byte("name,phone\nAna,+5511961001022\n=cmd,\n"), "")
	out, err := f.ExportRejected(t.Context(), file.Token, imports.Options{})
	want := "\ufeff\"Row\",\"Reason\",\"name\",\"phone\"\r\n\"3\",\"missing\",\"'=cmd\"\r\n"
	if err != nil || out != want {
		t.Errorf("%q, %v", out, err)
	}
}

func TestWhatTheWindowGetsHasNoNulls(t *testing.T) {
	f := newFixture(t)
	file := f.stage(t, "x.csv", []byte("phone\n+5511961001022\n"), "")
	preview, err := f.Preview(t.Context(), file.Token, imports.Options{})
	if err != nil {
		t.Fatal(err)
	}
	result, err := f.Commit(t.Context(), file.Token, imports.Options{})
	if err != nil {
		t.Fatal(err)
	}
	empty, err := f.Configure(t.Context(), file.Token, imports.Options{HeaderRow: 2})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []any{file, preview, result, empty} {
		if b, err := json.Marshal(v); err != nil || strings.Contains(string(b), "null") {
			t.Errorf("%s, %v", b, err)
		}
	}
}

func BenchmarkCommit(b *testing.B) {
	const rows = 100_000
	var csv strings.Builder
	csv.WriteString("name,phone,email,company\n")
	for i := range rows {
		fmt.Fprintf(&csv, "Lead Number %d,+9181%08d,lead%d@example.com,Shop %d\n", i, 23000000+i, i, i)
	}
	data := base64.StdEncoding.EncodeToString([]byte(csv.String()))
	for b.Loop() {
		f := newFixture(b)
		for _, run := range []string{"first", "again"} {
			began := time.Now()
			file, err := f.Stage(b.Context(), "x.csv", data, "BR")
			if err != nil {
				b.Fatal(err)
			}
			result, err := f.Commit(b.Context(), file.Token, imports.Options{DefaultCountry: "BR", Tags: []string{"bench"}})
			if err != nil || result.Created+result.Unchanged != rows {
				b.Fatal(result, err)
			}
			b.ReportMetric(rows/time.Since(began).Seconds(), run+"-leads/s")
			_ = f.Discard(b.Context(), file.Token)
		}
	}
}
