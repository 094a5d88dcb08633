package gsheets_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mceplatform/backend/fault"
	"mceplatform/backend/gsheets"
	"mceplatform/backend/gsheets/sheetsim"
	"mceplatform/backend/sheets"
	"mceplatform/backend/store/storetest"
)

func start(t *testing.T) (*sheetsim.Server, *gsheets.Client) {
	t.Helper()
	return startWith(t, func(*gsheets.Options) {})
}

// startWith starts a simulated Google with everything, and a client that has just been installed.
func startWith(t *testing.T, change func(o *gsheets.Options)) (*sheetsim.Server, *gsheets.Client) {
	t.Helper()
	s, err := sheetsim.Start()
	if err != nil {
		t.Fatal(err)
	}
	s.AddClient(clientID, clientSecret)
	t.Cleanup(func() {
		if problems := s.Problems(); len(problems) > 0 {
			t.Errorf("the client asked for what Google does not know: %v", problems)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	o := gsheets.Options{
		Endpoint: s.URL(), DriveEndpoint: s.DriveURL(), DocsURL: s.DocsURL(), AuthURL: s.AuthURL(), TokenURL: s.TokenURL(), RevokeURL: s.RevokeURL(),
		ClientID: clientID, ClientSecret: clientSecret, OpenBrowser: s.Browse, Backoff: []time.Duration{time.Millisecond, time.Millisecond},
	}
	change(&o)
	return s, gsheets.New(&memory{}, o)
}

// memory keeps secrets as long as a test lasts.
type memory struct{ kept sync.Map }

func (m *memory) Put(_ context.Context, name string, value []byte) error {
	m.kept.Store(name, bytes.Clone(value))
	return nil
}

func (m *memory) Get(_ context.Context, name string) ([]byte, error) {
	value, found := m.kept.Load(name)
	if !found {
		return nil, fault.New(fault.NotFound, "There is no such secret.")
	}
	return value.([]byte), nil
}

func (m *memory) Delete(_ context.Context, name string) error {
	m.kept.Delete(name)
	return nil
}

const (
	clientID     = "1234-mce.apps.googleusercontent.com"
	clientSecret = "GOCSPX-not-a-secret"
)

func useAccount(t *testing.T, s *sheetsim.Server, c *gsheets.Client) string {
	t.Helper()
	key, err := s.NewServiceAccountJSON()
	if err != nil {
		t.Fatal(err)
	}
	email, err := c.SetServiceAccount(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	return email
}

func place(access sheets.Access, id string) sheets.Place {
	return sheets.Place{Access: access, SpreadsheetID: id}
}

func placeOf(id string) sheets.Place {
	return sheets.Place{Access: sheets.AccessAccount, SpreadsheetID: id}
}

func reasonOf(err error) string { return fieldOf(err, "reason") }

func fieldOf(err error, name string) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Fields[name]
	}
	return ""
}

func TestReadsTabsAndValues(t *testing.T) {
	s, c := start(t)
	useAccount(t, s, c)
	doc := s.AddSpreadsheet("Leads of João")
	doc.AddTab("It's a tab", []any{"name", "phone", "when", "price", "ok"},
		[]any{"Zoë", 5511961001022, sheetsim.Date{Serial: 46349, Shown: "23/11/2026"}, sheetsim.Number{Value: 1200.5, Shown: "R$ 1.200,50"}, true})
	doc.AddTab("Other")
	sheet, err := c.Spreadsheet(t.Context(), placeOf(doc.ID))
	if err != nil {
		t.Fatal(err)
	}
	want := sheets.Spreadsheet{Place: placeOf(doc.ID), Title: "Leads of João", Tabs: []sheets.Tab{{ID: 0, Title: "It's a tab"}, {ID: 1000, Title: "Other"}}}
	if diff := cmp.Diff(want, sheet); diff != "" {
		t.Error(diff)
	}
	for render, row := range map[sheets.Render][]sheets.Cell{
		sheets.Raw:       {{Text: "Zoë"}, {Text: "5511961001022", Number: true}, {Text: "23/11/2026"}, {Text: "1200.5", Number: true}, {Text: "TRUE"}},
		sheets.Formatted: {{Text: "Zoë"}, {Text: "5511961001022"}, {Text: "23/11/2026"}, {Text: "R$ 1.200,50"}, {Text: "TRUE"}},
	} {
		grid, err := c.Values(t.Context(), placeOf(doc.ID), "It's a tab", render)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(row, grid[1]); diff != "" {
			t.Errorf("%s: %s", render, diff)
		}
	}
	if empty, err := c.Values(t.Context(), placeOf(doc.ID), "Other", sheets.Raw); err != nil || len(empty) != 0 {
		t.Errorf("an empty tab: %v, %v", empty, err)
	}
	if s.Requests(sheetsim.RequestToken) != 1 || s.Requests(sheetsim.RequestBatch) != 3 {
		t.Errorf("%d tokens, %d reads", s.Requests(sheetsim.RequestToken), s.Requests(sheetsim.RequestBatch))
	}
}

func TestEachFailureHasItsReason(t *testing.T) {
	s, c := start(t)
	email := useAccount(t, s, c)
	doc := s.AddSpreadsheet("Leads")
	doc.AddTab("Form", []any{"phone"})
	if _, err := c.Values(t.Context(), placeOf(doc.ID), "Form", sheets.Raw); err != nil {
		t.Fatal(err)
	}
	for _, c2 := range []struct {
		fault  sheetsim.Fault
		code   fault.Code
		reason string
	}{
		{sheetsim.RateLimited, fault.RateLimited, sheets.ReasonRateLimited},
		{sheetsim.Unavailable, fault.Unavailable, sheets.ReasonGoogleDown},
		{sheetsim.Broken, fault.Unavailable, sheets.ReasonGoogleDown},
		{sheetsim.APIDisabled, fault.Unavailable, sheets.ReasonAPIDisabled},
		{sheetsim.OfficeFile, fault.Invalid, sheets.ReasonOfficeFile},
	} {
		s.Fail(c2.fault, sheetsim.Forever)
		_, err := c.Values(t.Context(), placeOf(doc.ID), "Form", sheets.Raw)
		if fault.CodeOf(err) != c2.code || reasonOf(err) != c2.reason {
			t.Errorf("%s: %v", c2.fault, err)
		}
		s.Fail(c2.fault, 0)
	}
	if _, err := c.Values(t.Context(), placeOf(doc.ID), "Gone", sheets.Raw); reasonOf(err) != sheets.ReasonTabMissing {
		t.Errorf("tab: %v", err)
	}
	if _, err := c.Spreadsheet(t.Context(), placeOf(strings.Repeat("x", 40))); reasonOf(err) != sheets.ReasonNotFound || !fault.Is(err, fault.NotFound) {
		t.Errorf("not found: %v", err)
	}
	doc.Restrict("other@x.iam.gserviceaccount.com")
	_, err := c.Values(t.Context(), placeOf(doc.ID), "Form", sheets.Raw)
	var f *fault.Error
	if !errors.As(err, &f) || f.Fields["reason"] != sheets.ReasonNotShared || f.Fields["email"] != email || !strings.Contains(f.Message, email) {
		t.Errorf("not shared: %v", err)
	}
	doc.Restrict(email)
	if _, err := c.Values(t.Context(), placeOf(doc.ID), "Form", sheets.Raw); err != nil {
		t.Errorf("shared again: %v", err)
	}
}

func TestWaitsAndTriesAgain(t *testing.T) {
	s, c := start(t)
	useAccount(t, s, c)
	doc := s.AddSpreadsheet("Leads")
	doc.AddTab("Form", []any{"phone"})
	for _, f := range []sheetsim.Fault{sheetsim.RateLimited, sheetsim.Unavailable, sheetsim.Broken} {
		s.Fail(f, 2)
		if _, err := c.Values(t.Context(), placeOf(doc.ID), "Form", sheets.Raw); err != nil {
			t.Errorf("%s twice: %v", f, err)
		}
	}
	before := s.Requests(sheetsim.RequestBatch)
	s.Fail(sheetsim.APIDisabled, 1)
	if _, err := c.Values(t.Context(), placeOf(doc.ID), "Form", sheets.Raw); err == nil || s.Requests(sheetsim.RequestBatch) != before+1 {
		t.Error("tried again where that cannot help")
	}
}

func TestRevokedKeyAndExpiredToken(t *testing.T) {
	s, c := start(t)
	useAccount(t, s, c)
	doc := s.AddSpreadsheet("Leads")
	doc.AddTab("Form", []any{"phone"})
	s.Fail(sheetsim.RevokedKey, sheetsim.Forever)
	_, err := c.Values(t.Context(), placeOf(doc.ID), "Form", sheets.Raw)
	if reasonOf(err) != sheets.ReasonKeyRevoked || !fault.Is(err, fault.Restricted) {
		t.Errorf("revoked: %v", err)
	}
	s.Fail(sheetsim.RevokedKey, 0)
	if _, err := c.Values(t.Context(), placeOf(doc.ID), "Form", sheets.Raw); err != nil {
		t.Errorf("after the key works again: %v", err)
	}
	s.ExpireTokens()
	if _, err := c.Values(t.Context(), placeOf(doc.ID), "Form", sheets.Raw); err != nil {
		t.Errorf("a token refused before its time: %v", err)
	}
	useAccount(t, s, c) // a new key is taken at once, without a restart
	if _, err := c.Values(t.Context(), placeOf(doc.ID), "Form", sheets.Raw); err != nil {
		t.Errorf("after a new key: %v", err)
	}
}

func TestTokenEndpointDown(t *testing.T) {
	s, c := start(t)
	useAccount(t, s, c)
	doc := s.AddSpreadsheet("Leads")
	doc.AddTab("Form", []any{"phone"})
	s.Fail(sheetsim.TokenDown, sheetsim.Forever)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	began := time.Now()
	_, err := c.Values(ctx, placeOf(doc.ID), "Form", sheets.Raw)
	if reason := reasonOf(err); reason != sheets.ReasonGoogleDown {
		t.Errorf("after %v: %v", time.Since(began), err)
	}
	s.Fail(sheetsim.TokenDown, 0)
	if _, err := c.Values(t.Context(), placeOf(doc.ID), "Form", sheets.Raw); err != nil {
		t.Errorf("after it is up: %v", err)
	}
}

func TestNoNetworkAndNoAnswer(t *testing.T) {
	s, c := start(t)
	useAccount(t, s, c)
	doc := s.AddSpreadsheet("Leads")
	doc.AddTab("Form", []any{"phone"})
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	s.Fail(sheetsim.Hang, 1)
	if _, err := c.Values(ctx, placeOf(doc.ID), "Form", sheets.Raw); reasonOf(err) != sheets.ReasonOffline {
		t.Errorf("no answer: %v", err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := c.Values(stopped, placeOf(doc.ID), "Form", sheets.Raw); !fault.Is(err, fault.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Values(t.Context(), placeOf(doc.ID), "Form", sheets.Raw); reasonOf(err) != sheets.ReasonOffline {
		t.Errorf("no network: %v", err)
	}
}

func TestServiceAccountIsCheckedBeforeAnybodySeesIt(t *testing.T) {
	s, c := start(t)
	if email, err := c.ServiceAccount(t.Context()); err != nil || email != "" {
		t.Errorf("none set: %q, %v", email, err)
	}
	if _, err := c.Spreadsheet(t.Context(), placeOf("x")); reasonOf(err) != sheets.ReasonNoAccount {
		t.Errorf("none set: %v", err)
	}
	good, err := s.NewServiceAccountJSON()
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(map[string]any){
		"type":      func(m map[string]any) { m["type"] = "external_account" },
		"token_uri": func(m map[string]any) { m["token_uri"] = "https://oauth2.googleapis.com.example.com/token" },
		"email":     func(m map[string]any) { m["client_email"] = "a@example.com" },
		"universe":  func(m map[string]any) { m["universe_domain"] = "example.com" },
		"key":       func(m map[string]any) { m["private_key"] = "secret words" },
	} {
		var m map[string]any
		if err := json.Unmarshal(good, &m); err != nil {
			t.Fatal(err)
		}
		change(m)
		bad, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.SetServiceAccount(t.Context(), bad)
		if reasonOf(err) != sheets.ReasonBadAccount {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && (strings.Contains(err.Error(), "secret words") || strings.Contains(err.Error(), "PRIVATE")) {
			t.Errorf("%s: the error shows the key: %v", name, err)
		}
	}
	for _, bad := range []string{"", "hello PRIVATE", "[]", strings.Repeat("x", 20<<10)} {
		if _, err := c.SetServiceAccount(t.Context(), []byte(bad)); reasonOf(err) != sheets.ReasonBadAccount || strings.Contains(err.Error(), "PRIVATE") {
			t.Errorf("%.20q: %v", bad, err)
		}
	}
	real := gsheets.New(nil, gsheets.Options{})
	if _, err := real.SetServiceAccount(t.Context(), good); reasonOf(err) != sheets.ReasonBadAccount {
		t.Errorf("a simulated account in the real client: %v", err)
	}
	email, err := c.SetServiceAccount(t.Context(), good)
	if err != nil || !strings.HasSuffix(email, ".iam.gserviceaccount.com") {
		t.Errorf("%q, %v", email, err)
	}
	if again, err := c.ServiceAccount(t.Context()); err != nil || again != email {
		t.Errorf("%q, %v", again, err)
	}
	if err := c.DeleteServiceAccount(t.Context()); err != nil {
		t.Fatal(err)
	}
	if email, err := c.ServiceAccount(t.Context()); err != nil || email != "" {
		t.Errorf("deleted: %q, %v", email, err)
	}
}

func TestLastsOverARestart(t *testing.T) {
	secrets := storetest.Session(t).Secrets()
	s, err := sheetsim.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	s.AddClient(clientID, clientSecret)
	s.SetPerson(sheetsim.Person{Email: owner, Reply: sheetsim.SaysYes})
	doc := private(s)
	options := gsheets.Options{
		Endpoint: s.URL(), DriveEndpoint: s.DriveURL(), DocsURL: s.DocsURL(), AuthURL: s.AuthURL(), TokenURL: s.TokenURL(), RevokeURL: s.RevokeURL(), OpenBrowser: s.Browse,
	}
	c := gsheets.New(secrets, options)
	if err := c.SetGoogleClient(t.Context(), clientID, clientSecret); err != nil {
		t.Fatal(err)
	}
	doc.Share(useAccount(t, s, c), sheetsim.Viewer)
	if _, err := c.SignIn(t.Context(), doc.ID); err != nil {
		t.Fatal(err)
	}
	c = gsheets.New(secrets, options)
	for _, access := range []sheets.Access{sheets.AccessGoogle, sheets.AccessAccount} {
		if _, err := c.Values(t.Context(), place(access, doc.ID), "Form", sheets.Raw); err != nil {
			t.Errorf("%s: %v", access, err)
		}
	}
}
