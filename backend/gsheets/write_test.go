package gsheets_test

import (
	"context"
	"testing"
	"time"

	"mceplatform/backend/fault"
	"mceplatform/backend/gsheets"
	"mceplatform/backend/gsheets/sheetsim"
	"mceplatform/backend/sheets"
)

func TestWritesTextsLiterally(t *testing.T) {
	s, c := start(t)
	useAccount(t, s, c)
	doc := s.AddSpreadsheet("Leads")
	tab := doc.AddTab("It's a tab", []any{"name", "phone", "status"}, []any{"Ana", 1.0, "old", "keep"}, []any{"Bob", 2.0})
	p := placeOf(doc.ID)
	writes := []sheets.Write{
		{Row: 2, Column: 2, Text: "=HYPERLINK(\"x\")"}, {Row: 1, Column: 1, Text: "+447700900123"}, {Row: 1, Column: 2, Text: ""},
		{Row: 2, Column: 25, Text: "0012"}, {Row: 1, Column: 0, Text: "first"}, {Row: 1, Column: 0, Text: "Zoë 🎂"},
	}
	if err := c.Write(t.Context(), p, "It's a tab", writes); err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		row, column int
		value       any
	}{{1, 0, "Zoë 🎂"}, {1, 1, "+447700900123"}, {1, 2, ""}, {1, 3, "keep"}, {2, 0, "Bob"}, {2, 2, "=HYPERLINK(\"x\")"}, {2, 25, "0012"}} {
		if got := tab.Value(want.row, want.column); got != want.value {
			t.Errorf("%d, %d: %#v", want.row, want.column, got)
		}
	}
	if n := s.Requests(sheetsim.RequestBatchUpdate); n != 1 {
		t.Errorf("%d requests", n)
	}
	if err := c.Write(t.Context(), p, "It's a tab", nil); err != nil || s.Requests(sheetsim.RequestBatchUpdate) != 1 {
		t.Errorf("nothing to write: %v", err)
	}
	many := make([]sheets.Write, sheets.MaxWrites+1)
	for i := range many {
		many[i] = sheets.Write{Row: i % 900, Column: i / 900, Text: "x"}
	}
	if err := c.Write(t.Context(), p, "It's a tab", many); err == nil {
		t.Error("more than the most")
	}
	if err := c.Write(t.Context(), p, "It's a tab", many[1:]); err != nil {
		t.Error(err)
	}
}

func TestEachWayWritingFails(t *testing.T) {
	s, c := start(t)
	email := useAccount(t, s, c)
	s.SetPerson(sheetsim.Person{Email: owner, Reply: sheetsim.SaysYes})
	doc := private(s)
	if _, err := c.SignIn(t.Context(), doc.ID); err != nil {
		t.Fatal(err)
	}
	write := func(access sheets.Access, tab string, row int) error {
		return c.Write(t.Context(), place(access, doc.ID), tab, []sheets.Write{{Row: row, Text: "x"}})
	}
	if err := write(sheets.AccessAccount, "Form", 1); reasonOf(err) != sheets.ReasonNotShared {
		t.Errorf("not shared: %v", err)
	}
	doc.Share(email, sheetsim.Viewer)
	doc.Share(owner, sheetsim.Viewer)
	for _, access := range []sheets.Access{sheets.AccessAccount, sheets.AccessGoogle, sheets.AccessLink} {
		if err := write(access, "Form", 1); reasonOf(err) != sheets.ReasonReadOnly || !fault.Is(err, fault.Restricted) {
			t.Errorf("%s may only read: %v", access, err)
		}
	}
	doc.Share(email, sheetsim.Editor)
	if err := write(sheets.AccessAccount, "Gone", 1); reasonOf(err) != sheets.ReasonTabMissing {
		t.Errorf("tab: %v", err)
	}
	if err := write(sheets.AccessAccount, "Form", 5000); !fault.Is(err, fault.Conflict) {
		t.Errorf("below the end: %v", err)
	}
	s.Fail(sheetsim.Protected, 1)
	if err := write(sheets.AccessAccount, "Form", 1); reasonOf(err) != sheets.ReasonReadOnly {
		t.Errorf("protected: %v", err)
	}
	s.Fail(sheetsim.Unavailable, 2)
	if err := write(sheets.AccessAccount, "Form", 1); err != nil {
		t.Errorf("busy twice: %v", err)
	}
	s.SetWriteQuota(1)
	if err := write(sheets.AccessAccount, "Form", 1); err != nil {
		t.Error(err)
	}
	if err := write(sheets.AccessAccount, "Form", 1); reasonOf(err) != sheets.ReasonRateLimited {
		t.Errorf("over the quota: %v", err)
	}
	if _, err := c.Values(t.Context(), placeOf(doc.ID), "Form", sheets.Raw); err != nil {
		t.Errorf("reading has a quota of its own: %v", err)
	}
}

func TestCellNames(t *testing.T) {
	for name, at := range map[string][2]int{"A1": {0, 0}, "Z10": {9, 25}, "AA2": {1, 26}, "AZ1": {0, 51}, "BA1": {0, 52}, "ZZ1": {0, 701}, "AAA1": {0, 702}} {
		if got := gsheets.CellName(at[0], at[1]); got != name {
			t.Errorf("%v: %s, not %s", at, got, name)
		}
	}
}

func TestVersionGrowsWithEdits(t *testing.T) {
	s, c := start(t)
	email := useAccount(t, s, c)
	doc := s.AddSpreadsheet("Leads")
	tab := doc.AddTab("Form", []any{"phone"})
	version := func() string {
		t.Helper()
		v, err := c.Version(t.Context(), placeOf(doc.ID))
		if err != nil {
			t.Error(err)
		}
		return v
	}
	first := version()
	if first == "" || version() != first {
		t.Errorf("%q, then %q", first, version())
	}
	tab.Append("x")
	second := version()
	if second == first || second == "" {
		t.Errorf("%q after an edit", second)
	}
	if err := c.Write(t.Context(), placeOf(doc.ID), "Form", []sheets.Write{{Row: 1, Column: 1, Text: "y"}}); err != nil || version() == second {
		t.Errorf("the same after writing: %v", err)
	}
	doc.Restrict()
	if v := version(); v != "" {
		t.Errorf("not shared: reading says so: %q", v)
	}
	doc.Share(email, sheetsim.Viewer)
	s.Fail(sheetsim.DriveDown, 1)
	if v := version(); v != "" {
		t.Errorf("Drive is down: %q", v)
	}
	doc.SetTrashed(true)
	if _, err := c.Version(t.Context(), placeOf(doc.ID)); reasonOf(err) != sheets.ReasonNotFound {
		t.Errorf("in the bin: %v", err)
	}
	doc.SetTrashed(false)
	s.SetOutage(sheetsim.Refused)
	if _, err := c.Version(t.Context(), placeOf(doc.ID)); reasonOf(err) != sheets.ReasonOffline {
		t.Errorf("no network: %v", err)
	}
	s.SetOutage(sheetsim.NoOutage)
	s.Fail(sheetsim.DriveDisabled, 1)
	asked := s.Requests(sheetsim.RequestFile)
	if v := version() + version(); v != "" || s.Requests(sheetsim.RequestFile) != asked+1 {
		t.Error("a project without the Drive API is asked again")
	}
	useAccount(t, s, c)
	doc.ShareWithAll()
	if version() == "" {
		t.Error("another key is not asked")
	}
}

func TestStaysBelowGooglesQuota(t *testing.T) {
	if reads, writes := gsheets.New(nil, gsheets.Options{}).Limits(); reads >= 60 || writes >= 60 || reads < 50 || writes < 50 {
		t.Errorf("%.0f reads and %.0f writes in a minute; Google allows 60 of each", reads, writes)
	}
	// Twenty sheets are polled at once: each gets its turn, and Google never refuses.
	s, c := startWith(t, func(o *gsheets.Options) { o.PerMinute = 3000 })
	useAccount(t, s, c)
	s.SetQuota(20)
	done := make(chan error, 20)
	for range 20 {
		doc := s.AddSpreadsheet("Leads")
		doc.AddTab("Form", []any{"phone"})
		go func() {
			if _, err := c.Version(t.Context(), placeOf(doc.ID)); err != nil {
				done <- err
				return
			}
			_, err := c.Values(t.Context(), placeOf(doc.ID), "Form", sheets.Raw)
			done <- err
		}()
	}
	began := time.Now()
	for range 20 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if took := time.Since(began); took < 200*time.Millisecond { // 20 reads, 8 at once, 50 a second
		t.Errorf("they were read in %v: nothing was held back", took)
	}
}

func TestStormOfRefusalsEnds(t *testing.T) {
	s, c := startWith(t, func(o *gsheets.Options) {
		o.Backoff = []time.Duration{5 * time.Millisecond, 20 * time.Millisecond, 60 * time.Millisecond}
	})
	useAccount(t, s, c)
	doc := s.AddSpreadsheet("Leads")
	doc.AddTab("Form", []any{"phone"})
	s.Fail(sheetsim.RateLimited, 25)
	done := make(chan error, 10)
	for range 10 {
		go func() {
			_, err := c.Values(t.Context(), placeOf(doc.ID), "Form", sheets.Raw)
			done <- err
		}()
	}
	for range 10 {
		if err := <-done; err != nil && reasonOf(err) != sheets.ReasonRateLimited {
			t.Error(err)
		}
	}
	if _, err := c.Values(t.Context(), placeOf(doc.ID), "Form", sheets.Raw); err != nil {
		t.Errorf("after the storm: %v", err)
	}
}

func TestWaitsAsLongAsGoogleAsks(t *testing.T) {
	s, c := start(t)
	useAccount(t, s, c)
	doc := s.AddSpreadsheet("Leads")
	doc.AddTab("Form", []any{"phone"})
	s.SetRetryAfter(1)
	s.Fail(sheetsim.RateLimited, 1)
	began := time.Now()
	if _, err := c.Values(t.Context(), placeOf(doc.ID), "Form", sheets.Raw); err != nil || time.Since(began) < time.Second {
		t.Errorf("after %v: %v", time.Since(began), err)
	}
	// Longer than the caller waits: it is told at once.
	s.SetRetryAfter(20)
	s.Fail(sheetsim.RateLimited, 1)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	began = time.Now()
	if _, err := c.Values(ctx, placeOf(doc.ID), "Form", sheets.Raw); reasonOf(err) != sheets.ReasonRateLimited || time.Since(began) > 5*time.Second {
		t.Errorf("after %v: %v", time.Since(began), err)
	}
}
