package gsheets_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mceplatform/backend/fault"
	"mceplatform/backend/gsheets"
	"mceplatform/backend/gsheets/sheetsim"
	"mceplatform/backend/sheets"
)

func shared(s *sheetsim.Server) (*sheetsim.Spreadsheet, *sheetsim.Tab) {
	doc := s.AddSpreadsheet("Leads of João / Zoë")
	doc.SetLinkShared(true)
	tab := doc.AddTab("It's a tab", []any{"name", "phone", "when", "paid"},
		[]any{"Zoë", 5511961001022, sheetsim.Date{Serial: 46349, Shown: "23/11/2026"}, true},
		[]any{"=1+1", sheetsim.Number{Value: 1200.5, Shown: "R$ 1.200,50"}, sheetsim.Formula{Text: "=A9", Result: sheetsim.Error("#REF!")}})
	doc.AddTab("Other", []any{"other"})
	return doc, tab
}

func texts(grid [][]sheets.Cell) [][]string {
	out := make([][]string, len(grid))
	for i, row := range grid {
		for _, cell := range row {
			out[i] = append(out[i], cell.Text)
		}
	}
	return out
}

func ptr(n int64) *int64 { return &n }

func TestReadsALinkedSheetWithoutSignIn(t *testing.T) {
	s, c := start(t)
	doc, tab := shared(s)
	found, err := c.Find(t.Context(), doc.ID, ptr(1000))
	if err != nil {
		t.Fatal(err)
	}
	want := sheets.Spreadsheet{
		Place: place(sheets.AccessLink, doc.ID), Title: "Leads of João / Zoë",
		Tabs: []sheets.Tab{{ID: -1, Title: "It's a tab"}, {ID: 1000, Title: "Other"}}, GID: ptr(1000),
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Error(diff)
	}
	read := func(tab string, as sheets.Render) [][]string {
		t.Helper()
		grid, err := c.Values(t.Context(), found.Place, tab, as)
		if err != nil {
			t.Fatal(err)
		}
		return texts(grid)
	}
	rows := [][]string{{"name", "phone", "when", "paid"}, {"Zoë", "5511961001022", "2026-11-23", "TRUE"}, {"=1+1", "1200.5", "#REF!"}}
	if diff := cmp.Diff(rows, read("It's a tab", sheets.Raw)); diff != "" {
		t.Error(diff)
	}
	read("Other", sheets.Raw)
	read("It's a tab", sheets.Formatted)
	if n := s.Requests(sheetsim.RequestExport); n != 2 { // the workbook, and the text of the tab
		t.Errorf("%d downloads while connecting", n)
	}
	tab.Append("new")
	if got := read("It's a tab", sheets.Raw); len(got) != 4 {
		t.Errorf("the second reading of a tab is stale: %v", got)
	}
	read("It's a tab", sheets.Formatted)
	if n := s.Requests(sheetsim.RequestExport); n != 3 {
		t.Errorf("%d downloads: the second rendering takes the same one", n)
	}
	tab.Append("newer")
	if got := read("It's a tab", sheets.Raw); len(got) != 5 {
		t.Errorf("stale: %v", got)
	}
	if got := read("Other", sheets.Raw); s.Requests(sheetsim.RequestExport) != 5 || len(got) != 1 {
		t.Errorf("another tab is read of what one tab was downloaded for: %d", s.Requests(sheetsim.RequestExport))
	}
	if v, err := c.Version(t.Context(), found.Place); v != "" || err != nil {
		t.Errorf("%q, %v", v, err)
	}
	if err := c.Write(t.Context(), found.Place, "Other", []sheets.Write{{Text: "x"}}); reasonOf(err) != sheets.ReasonReadOnly {
		t.Errorf("writing: %v", err)
	}
}

func TestTellsWhichTabALinkMeans(t *testing.T) {
	s, c := start(t)
	doc := s.AddSpreadsheet("a/b")
	doc.SetLinkShared(true)
	for _, title := range []string{"North - South", "Sales / 2026", "Sales   2026", "What people wrote into the form of the web site"} {
		doc.AddTab(title, []any{"of " + title}, []any{12.5})
	}
	empty := doc.AddTab("Empty")
	for i, title := range []string{"North - South", "Sales _ 2026", "Sales   2026", "What people wrote into the form", "Empty"} {
		found, err := c.Find(t.Context(), doc.ID, ptr(int64(i)*1000))
		if err != nil {
			t.Fatal(err)
		}
		if found.GID == nil || *found.GID != int64(i)*1000 || found.Tabs[i].ID != *found.GID || found.Tabs[i].Title != title {
			t.Errorf("%s: %v in %v", title, found.GID, found.Tabs)
		}
	}
	doc.RemoveTab(empty)
	if found, err := c.Find(t.Context(), doc.ID, ptr(4000)); err != nil || found.GID != nil {
		t.Errorf("a tab that is gone: %v, %v", found.GID, err)
	}
	if grid, err := c.Values(t.Context(), place(sheets.AccessLink, doc.ID), "Empty", sheets.Raw); reasonOf(err) != sheets.ReasonTabMissing {
		t.Errorf("a tab that is gone: %v, %v", grid, err)
	}
}

func TestEmptyAndHiddenAndMerged(t *testing.T) {
	s, c := start(t)
	doc := s.AddSpreadsheet("Odd")
	doc.SetLinkShared(true)
	doc.AddTab("Empty")
	p := place(sheets.AccessLink, doc.ID)
	if found, err := c.Spreadsheet(t.Context(), p); err != nil || len(found.Tabs) != 1 {
		t.Errorf("an empty workbook: %v, %v", found, err)
	}
	if grid, err := c.Values(t.Context(), p, "Empty", sheets.Raw); err != nil || len(grid) != 0 {
		t.Errorf("an empty tab: %v, %v", grid, err)
	}
	tab := doc.AddTab("Odd", []any{"a", "b"}, []any{"merged", "lost"}, []any{"hidden", "row"}, nil, []any{nil, "last"})
	tab.Merge(1, 0, 1, 1)
	tab.Hide(2)
	grid, err := c.Values(t.Context(), p, "Odd", sheets.Raw)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]string{{"a", "b"}, {"merged"}, {"hidden", "row"}, nil, {"", "last"}}, texts(grid)); diff != "" {
		t.Error(diff)
	}
}

func TestEachWayADownloadFails(t *testing.T) {
	s, c := start(t)
	doc, _ := shared(s)
	p := place(sheets.AccessLink, doc.ID)
	read := func() error {
		_, err := c.Values(t.Context(), p, "Other", sheets.Raw)
		return err
	}
	for f, reason := range map[sheetsim.Fault]string{
		sheetsim.RateLimited: sheets.ReasonRateLimited, sheetsim.Unavailable: sheets.ReasonGoogleDown, sheetsim.Broken: sheets.ReasonGoogleDown,
		sheetsim.SignInWall: sheets.ReasonPrivate, sheetsim.ForeignHost: sheets.ReasonPrivate, sheetsim.TooLarge: sheets.ReasonTooLarge,
	} {
		s.Fail(f, sheetsim.Forever)
		if err := read(); reasonOf(err) != reason {
			t.Errorf("%s: %v", f, err)
		}
		s.Fail(f, 0)
	}
	s.Fail(sheetsim.RateLimited, 2)
	if err := read(); err != nil {
		t.Errorf("refused twice: %v", err)
	}
	doc.SetDownloadOff(true)
	if err := read(); reasonOf(err) != sheets.ReasonNoDownload {
		t.Errorf("download off: %v", err)
	}
	doc.SetDownloadOff(false)
	doc.SetLinkShared(false)
	if err := read(); reasonOf(err) != sheets.ReasonPrivate || !fault.Is(err, fault.Restricted) {
		t.Errorf("private: %v", err)
	}
	s.DeleteSpreadsheet(doc.ID)
	if err := read(); reasonOf(err) != sheets.ReasonNotFound {
		t.Errorf("deleted: %v", err)
	}
	s.SetOutage(sheetsim.Refused)
	if err := read(); reasonOf(err) != sheets.ReasonOffline {
		t.Errorf("no network: %v", err)
	}
	s.SetOutage(sheetsim.Silent)
	ctx, cancel := context.WithTimeout(t.Context(), 80*time.Millisecond)
	defer cancel()
	if _, err := c.Values(ctx, p, "Other", sheets.Raw); reasonOf(err) != sheets.ReasonOffline {
		t.Errorf("no answer: %v", err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := c.Values(stopped, p, "Other", sheets.Raw); !fault.Is(err, fault.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

func TestDownloadsAreSentOnToGoogleOnly(t *testing.T) {
	for address, allowed := range map[string]bool{
		"https://docs.google.com/spreadsheets/d/x/export":               true,
		"https://doc-0g-3g-sheets.googleusercontent.com/export/abc?x=1": true,
		"http://doc-0g-3g-sheets.googleusercontent.com/export/abc":      false,
		"https://googleusercontent.com.example.com/export":              false,
		"https://examplegoogleusercontent.com/export":                   false,
		"https://accounts.google.com/ServiceLogin?continue=x":           false,
		"https://127.0.0.1/x":                                             false,
		"https://docs.google.com:8443/x":                                  false,
		"https://docs.google.com.example.com/x":                           false,
		"https://docs.google.com@example.com/spreadsheets/d/x/export":     false,
		"https://www.google.com/sorry/index?continue=https://docs.google": false,
	} {
		if got := gsheets.AllowsRedirect(address); got != allowed {
			t.Errorf("%s: %v", address, got)
		}
	}
}

func TestSlowSheetDelaysNoOther(t *testing.T) {
	s, c := start(t)
	slow, _ := shared(s)
	fast, _ := shared(s)
	slow.SetLatency(time.Hour)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := c.Values(ctx, place(sheets.AccessLink, slow.ID), "Other", sheets.Raw)
		done <- err
	}()
	for range 5 {
		if _, err := c.Values(t.Context(), place(sheets.AccessLink, fast.ID), "Other", sheets.Raw); err != nil {
			t.Fatal(err)
		}
	}
	cancel()
	if err := <-done; !fault.Is(err, fault.Canceled) {
		t.Errorf("the slow one: %v", err)
	}
}

// A poll asks for the version first, and then wants what is there.
func TestAPollReadsNothingOld(t *testing.T) {
	s, c := start(t)
	doc := s.AddSpreadsheet("Leads")
	tab := doc.AddTab("Form", []any{"phone"})
	doc.SetLinkShared(true)
	place := sheets.Place{Access: sheets.AccessLink, SpreadsheetID: doc.ID}
	if _, err := c.Spreadsheet(t.Context(), place); err != nil {
		t.Fatal(err)
	}
	tab.Append("+447400123456")
	if version, err := c.Version(t.Context(), place); err != nil || version != "" {
		t.Errorf("%q, %v", version, err)
	}
	if grid, err := c.Values(t.Context(), place, "Form", sheets.Raw); err != nil || len(grid) != 2 {
		t.Errorf("%d rows, %v", len(grid), err)
	}
}
