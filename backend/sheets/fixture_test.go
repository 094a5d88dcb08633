package sheets_test

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"mceplatform/backend/clock"
	"mceplatform/backend/event"
	"mceplatform/backend/fault"
	"mceplatform/backend/gsheets"
	"mceplatform/backend/gsheets/sheetsim"
	"mceplatform/backend/leads"
	"mceplatform/backend/schedule"
	"mceplatform/backend/sheets"
	"mceplatform/backend/store"
	"mceplatform/backend/store/storetest"
)

type eventOf = event.Event

// fixture is the whole path: the real Google client against the simulated Google, and SQLite.
type fixture struct {
	*sheets.Service
	sim       *sheetsim.Server
	client    *gsheets.Client
	scheduler *schedule.Scheduler
	db        *store.DB
	leads     *leads.Service
	bus       *event.Bus
	events    []event.Event
	doc       *sheetsim.Spreadsheet
	tab       *sheetsim.Tab
	email     string
	hook      sheets.Hook
}

func newFixture(t testing.TB, rows ...[]any) *fixture {
	t.Helper()
	sim, err := sheetsim.Start()
	if err != nil {
		t.Fatal(err)
	}
	secrets := storetest.Session(t).Secrets()
	t.Cleanup(func() {
		if problems := sim.Problems(); len(problems) > 0 {
			t.Errorf("asked for what Google does not know: %v", problems)
		}
		if err := sim.Close(); err != nil {
			t.Error(err)
		}
	})
	log := slog.New(slog.DiscardHandler)
	f := &fixture{sim: sim, db: storetest.Open(t), bus: event.NewBus(), scheduler: schedule.New(clock.System{}, log)}
	f.client = gsheets.New(secrets, gsheets.Options{Endpoint: sim.URL(), TokenURL: sim.TokenURL(), Backoff: []time.Duration{time.Millisecond}})
	f.leads = leads.New(f.db, f.bus, clock.System{})
	f.bus.Subscribe(func(e event.Event) { f.events = append(f.events, e) })
	f.restart()
	f.signIn(t)
	f.doc = sim.AddSpreadsheet("Leads of the shop")
	f.tab = f.doc.AddTab("Form", rows...)
	return f
}

func (f *fixture) place() sheets.Place {
	return sheets.Place{Access: sheets.AccessAccount, SpreadsheetID: f.doc.ID}
}

// signIn gives the program the key of a fresh service account.
func (f *fixture) signIn(t testing.TB) {
	t.Helper()
	key, err := f.sim.NewServiceAccountJSON()
	if err != nil {
		t.Fatal(err)
	}
	if f.email, err = f.SetServiceAccount(t.Context(), string(key)); err != nil {
		t.Fatal(err)
	}
}

// connectTab connects another tab of the same document.
func (f *fixture) connectTab(t testing.TB, title string, rows ...[]any) sheets.Connection {
	t.Helper()
	f.doc.AddTab(title, rows...)
	return f.connect(t, func(in *sheets.Input) { in.Tab = title })
}

// restart makes a new service on the same database, as after the program was closed.
func (f *fixture) restart() {
	f.Service = sheets.New(sheets.Deps{Store: f.db, Client: f.client, Scheduler: f.scheduler, Hook: f.hook, Bus: f.bus, Clock: clock.System{}, Log: slog.New(slog.DiscardHandler)})
}

var header = []any{"Name", "Phone", "Email", "Note"}

func person(i int) []any {
	return []any{fmt.Sprintf("Person %c", 'A'+i%26), fmt.Sprintf("+4474001%05d", 23456+i), fmt.Sprintf("p%d@example.com", i), ""}
}

func people(n int) [][]any {
	rows := [][]any{header}
	for i := range n {
		rows = append(rows, person(i))
	}
	return rows
}

func (f *fixture) connect(t testing.TB, change func(*sheets.Input)) sheets.Connection {
	t.Helper()
	in := sheets.Input{Place: f.place(), Tab: "Form", DefaultCountry: "GB", Tags: []string{"sheet"}, StageID: 2}
	if change != nil {
		change(&in)
	}
	c, err := f.Create(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (f *fixture) run(t testing.TB, id int64) sheets.Run {
	t.Helper()
	run, err := f.RunOnce(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// expect runs once and checks what it brought and how many leads there are.
func (f *fixture) expect(t testing.TB, id int64, what string, created, changed, rejected, total int) {
	t.Helper()
	run := f.run(t, id)
	if run.Created != created || run.Changed != changed || run.Rejected != rejected {
		t.Errorf("%s: %d created, %d changed, %d rejected; want %d, %d, %d", what, run.Created, run.Changed, run.Rejected, created, changed, rejected)
	}
	if got := f.total(t); got != total {
		t.Errorf("%s: %d leads, want %d", what, got, total)
	}
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

func (f *fixture) get(t testing.TB, id int64) sheets.Connection {
	t.Helper()
	c, err := f.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (f *fixture) said(name string) bool {
	return slices.ContainsFunc(f.events, func(e event.Event) bool { return e.Name == name })
}

func reasonOf(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Fields["reason"]
	}
	return ""
}

// overClient is a second service on the same data that reaches Google through another client.
func (f *fixture) overClient(c sheets.Client) *sheets.Service {
	return sheets.New(sheets.Deps{Store: f.db, Client: c, Scheduler: f.scheduler, Bus: f.bus, Clock: clock.System{}, Log: slog.New(slog.DiscardHandler)})
}

// over is a second service on the same data through another store.
func (f *fixture) over(st sheets.Store) *sheets.Service {
	return sheets.New(sheets.Deps{Store: st, Client: f.client, Scheduler: f.scheduler, Bus: f.bus, Clock: clock.System{}, Log: slog.New(slog.DiscardHandler)})
}

// version is SQLite's own mark of the file's content: it moves with every commit that wrote.
func (f *fixture) version(t testing.TB) (read func() int) {
	t.Helper()
	raw := storetest.Raw(t, f.db.Path())
	return func() (n int) {
		t.Helper()
		if err := raw.QueryRow("PRAGMA data_version").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
}

// deleteLead removes a person: what a sheet remembers of their row stays, without them.
func (f *fixture) deleteLead(t testing.TB, id int64) {
	t.Helper()
	raw := storetest.Raw(t, f.db.Path())
	for _, sql := range []string{
		"UPDATE sheet_rows SET lead_id = NULL WHERE lead_id = ?", "DELETE FROM identities WHERE lead_id = ?", "DELETE FROM lead_tags WHERE lead_id = ?",
		"DELETE FROM notes WHERE lead_id = ?", "DELETE FROM activities WHERE lead_id = ?", "DELETE FROM leads WHERE id = ?",
	} {
		if _, err := raw.Exec(sql, id); err != nil {
			t.Fatal(err)
		}
	}
}
