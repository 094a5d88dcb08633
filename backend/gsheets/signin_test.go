package gsheets_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"mceplatform/backend/fault"
	"mceplatform/backend/gsheets"
	"mceplatform/backend/gsheets/sheetsim"
	"mceplatform/backend/sheets"
)

const owner = "owner@example.com"

// browser is opened by the client and left to the test.
type browser struct{ opened chan *url.URL }

func newBrowser() *browser { return &browser{opened: make(chan *url.URL, 4)} }

func (b *browser) open(address string) error {
	u, err := url.Parse(address)
	b.opened <- u
	return err
}

// signed is the outcome of a sign-in.
type signed struct {
	google sheets.Google
	err    error
}

func signInAsync(ctx context.Context, c *gsheets.Client, id string) <-chan signed {
	out := make(chan signed, 1)
	go func() {
		g, err := c.SignIn(ctx, id)
		out <- signed{g, err}
	}()
	return out
}

// private is a document of the owner that nobody else may read.
func private(s *sheetsim.Server) *sheetsim.Spreadsheet {
	doc := s.AddSpreadsheet("Leads")
	doc.Restrict()
	doc.Share(owner, sheetsim.Editor)
	doc.AddTab("Form", []any{"name", "phone"}, []any{"Ana", 447700900123})
	return doc
}

func TestSignsInAndReadsWhatWasPicked(t *testing.T) {
	s, c := start(t)
	s.SetPerson(sheetsim.Person{Email: owner, Reply: sheetsim.SaysYes})
	doc, other := private(s), private(s)
	if g, err := c.Google(t.Context()); err != nil || g != (sheets.Google{Ready: true}) {
		t.Errorf("before: %+v, %v", g, err)
	}
	p := place(sheets.AccessGoogle, doc.ID)
	if _, err := c.Values(t.Context(), p, "Form", sheets.Raw); reasonOf(err) != sheets.ReasonNoSignIn {
		t.Errorf("before: %v", err)
	}
	g, err := c.SignIn(t.Context(), doc.ID)
	if err != nil || g != (sheets.Google{Ready: true, Email: owner}) {
		t.Fatalf("%+v, %v", g, err)
	}
	if grid, err := c.Values(t.Context(), p, "Form", sheets.Raw); err != nil || grid[1][1].Text != "447700900123" {
		t.Errorf("%v, %v", grid, err)
	}
	if err := c.Write(t.Context(), p, "Form", []sheets.Write{{Row: 1, Column: 2, Text: "called"}}); err != nil {
		t.Error(err)
	}
	before, err := c.Version(t.Context(), p)
	if err != nil || before == "" {
		t.Errorf("%q, %v", before, err)
	}
	_, err = c.Values(t.Context(), place(sheets.AccessGoogle, other.ID), "Form", sheets.Raw)
	if reasonOf(err) != sheets.ReasonNotPicked || fieldOf(err, "email") != owner || strings.Contains(err.Error(), owner) {
		t.Errorf("not picked: %v", err)
	}
	if v, err := c.Version(t.Context(), place(sheets.AccessGoogle, other.ID)); v != "" || err != nil {
		t.Errorf("reading says what is wrong, not the version: %q, %v", v, err)
	}
	// Another file is picked later; the first stays.
	if _, err := c.SignIn(t.Context(), other.ID); err != nil {
		t.Error(err)
	}
	for _, id := range []string{doc.ID, other.ID} {
		if _, err := c.Values(t.Context(), place(sheets.AccessGoogle, id), "Form", sheets.Raw); err != nil {
			t.Error(err)
		}
	}
}

func TestSignInAsksForAsLittleAsPossible(t *testing.T) {
	b := newBrowser()
	_, c := startWith(t, func(o *gsheets.Options) { o.OpenBrowser = b.open })
	ctx, cancel := context.WithCancel(t.Context())
	done := signInAsync(ctx, c, "the-id-of-the-sheet")
	u := <-b.opened
	want := map[string]string{
		"client_id": clientID, "response_type": "code", "scope": "https://www.googleapis.com/auth/drive.file", "access_type": "offline",
		"prompt": "select_account consent", "include_granted_scopes": "false", "trigger_onepick": "true", "allow_multiple": "true",
		"mimetypes": "application/vnd.google-apps.spreadsheet", "file_ids": "the-id-of-the-sheet", "code_challenge_method": "S256",
	}
	query := u.Query()
	for name, value := range want {
		if query.Get(name) != value {
			t.Errorf("%s is %q", name, query.Get(name))
		}
	}
	if len(query) != len(want)+3 || len(query.Get("state")) < 20 || len(query.Get("code_challenge")) != 43 || !strings.HasPrefix(query.Get("redirect_uri"), "http://127.0.0.1:") {
		t.Errorf("%v", query)
	}
	cancel()
	if got := <-done; !fault.Is(got.err, fault.Canceled) {
		t.Errorf("the program ends: %v", got.err)
	}
}

func TestSignInEndsInEveryWay(t *testing.T) {
	s, c := start(t)
	doc := private(s)
	s.SetPerson(sheetsim.Person{Email: owner, Reply: sheetsim.SaysNo})
	if _, err := c.SignIn(t.Context(), doc.ID); reasonOf(err) != sheets.ReasonSignInDenied {
		t.Errorf("denied: %v", err)
	}
	if g, err := c.Google(t.Context()); err != nil || g.Email != "" {
		t.Errorf("signed in all the same: %+v, %v", g, err)
	}
	for name, p := range map[string]sheetsim.Person{
		"picked nothing": {Email: owner, Reply: sheetsim.SaysYes, Picks: []string{}},
		"wrong account":  {Email: "other@example.com", Reply: sheetsim.SaysYes},
	} {
		s.SetPerson(p)
		g, err := c.SignIn(t.Context(), doc.ID)
		if reasonOf(err) != sheets.ReasonNotPicked || fieldOf(err, "email") != p.Email || g.Email != p.Email {
			t.Errorf("%s: %+v, %v", name, g, err)
		}
	}
	s.SetPerson(sheetsim.Person{Email: owner, Reply: sheetsim.SaysYes})
	for _, f := range []sheetsim.Fault{sheetsim.TokenDown, sheetsim.DriveDown, sheetsim.DriveDisabled} {
		s.Fail(f, sheetsim.Forever)
		want := map[sheetsim.Fault]string{sheetsim.DriveDisabled: sheets.ReasonAPIDisabled}[f]
		if want == "" {
			want = sheets.ReasonGoogleDown
		}
		if _, err := c.SignIn(t.Context(), ""); reasonOf(err) != want {
			t.Errorf("%s: %v", f, err)
		}
		s.Fail(f, 0)
	}
	if g, err := c.SignIn(t.Context(), ""); err != nil || g.Email != owner {
		t.Errorf("any sheet: %+v, %v", g, err)
	}
}

func TestNobodyAnswersInTheBrowser(t *testing.T) {
	s, c := startWith(t, func(o *gsheets.Options) { o.SignInTimeout = 60 * time.Millisecond })
	s.SetPerson(sheetsim.Person{Email: owner, Reply: sheetsim.NeverSay})
	if _, err := c.SignIn(t.Context(), ""); reasonOf(err) != sheets.ReasonSignInTimeout {
		t.Errorf("nobody answers: %v", err)
	}
}

func TestBrowserCannotBeUsed(t *testing.T) {
	_, c := startWith(t, func(o *gsheets.Options) { o.OpenBrowser = nil })
	if _, err := c.SignIn(t.Context(), ""); !fault.Is(err, fault.Unavailable) {
		t.Errorf("no browser: %v", err)
	}
	_, c = startWith(t, func(o *gsheets.Options) { o.OpenBrowser = func(string) error { return errors.New("none") } })
	if _, err := c.SignIn(t.Context(), ""); !fault.Is(err, fault.Unavailable) {
		t.Errorf("it does not open: %v", err)
	}
	_, c = start(t)
	c.SetListen(func() (net.Listener, error) { return nil, errors.New("forbidden") })
	if _, err := c.SignIn(t.Context(), ""); !fault.Is(err, fault.Unavailable) {
		t.Errorf("no port: %v", err)
	}
	_, c = startWith(t, func(o *gsheets.Options) { o.ClientID = "" })
	if _, err := c.SignIn(t.Context(), ""); reasonOf(err) != sheets.ReasonNoClient {
		t.Errorf("no client id: %v", err)
	}
	s, c := startWith(t, func(o *gsheets.Options) { o.ClientSecret = "wrong" })
	s.SetPerson(sheetsim.Person{Email: owner, Reply: sheetsim.SaysYes})
	if _, err := c.SignIn(t.Context(), ""); reasonOf(err) != sheets.ReasonNoClient {
		t.Errorf("wrong secret: %v", err)
	}
}

func TestSecondSignInEndsTheFirst(t *testing.T) {
	b := newBrowser()
	_, c := startWith(t, func(o *gsheets.Options) { o.OpenBrowser = b.open })
	first := signInAsync(t.Context(), c, "")
	<-b.opened
	second := signInAsync(t.Context(), c, "")
	if got := <-first; !fault.Is(got.err, fault.Canceled) {
		t.Errorf("the first: %v", got.err)
	}
	<-b.opened
	c.CancelSignIn()
	if got := <-second; !fault.Is(got.err, fault.Canceled) {
		t.Errorf("the second: %v", got.err)
	}
	c.CancelSignIn() // nothing to cancel
	third := signInAsync(t.Context(), c, "")
	u := <-b.opened
	c.CancelSignIn()
	<-third
	if response, err := http.Get(u.Query().Get("redirect_uri")); err == nil {
		_ = response.Body.Close()
		t.Error("the port is still open")
	}
}

func visit(t *testing.T, method, address, host string) (int, string, http.Header) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if host != "" {
		request.Host = host
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body), response.Header
}

func TestOnlyTheRightAnswerCounts(t *testing.T) {
	b := newBrowser()
	_, c := startWith(t, func(o *gsheets.Options) { o.OpenBrowser = b.open })
	done := signInAsync(t.Context(), c, "")
	query := (<-b.opened).Query()
	back, state := query.Get("redirect_uri"), query.Get("state")
	host := strings.TrimSuffix(strings.TrimPrefix(back, "http://"), "/callback")
	for _, wrong := range []struct {
		method, address, host string
		status                int
	}{
		{http.MethodGet, back + "?state=guessed&code=evil", "", http.StatusBadRequest},
		{http.MethodGet, back + "?code=evil", "", http.StatusBadRequest},
		{http.MethodGet, back + "?state=" + state, "", http.StatusBadRequest},
		{http.MethodPost, back + "?error=access_denied&state=" + state, "", http.StatusNotFound},
		{http.MethodHead, back + "?error=access_denied&state=" + state, "", http.StatusNotFound},
		{http.MethodGet, "http://" + host + "/?error=access_denied&state=" + state, "", http.StatusNotFound},
		{http.MethodGet, back + "/?error=access_denied&state=" + state, "", http.StatusNotFound},
		{http.MethodGet, "http://" + host + "/favicon.ico", "", http.StatusNotFound},
		{http.MethodGet, back + "?error=access_denied&state=" + state, "evil.example.com", http.StatusNotFound},
	} {
		status, body, _ := visit(t, wrong.method, wrong.address, wrong.host)
		if status != wrong.status || strings.Contains(body, "evil") {
			t.Errorf("%s %s: %d %s", wrong.method, wrong.address, status, body)
		}
	}
	select {
	case got := <-done:
		t.Fatalf("it did not go on waiting: %v", got.err)
	default:
	}
	status, body, head := visit(t, http.MethodGet, back+"?error=%3Cscript%3Ealert(1)%3C%2Fscript%3E&state="+state, "")
	if status != http.StatusOK || !strings.Contains(body, "You can close this tab and go back to MCE") || strings.Contains(body, "alert") {
		t.Errorf("%d %s", status, body)
	}
	if !strings.HasPrefix(head.Get("Content-Security-Policy"), "default-src 'none'") || head.Get("Cache-Control") != "no-store" || head.Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("%v", head)
	}
	if got := <-done; reasonOf(got.err) != sheets.ReasonSignInDenied {
		t.Errorf("refused by Google: %v", got.err)
	}
}

func TestForeignCodeIsRefusedByGoogle(t *testing.T) {
	b := newBrowser()
	_, c := startWith(t, func(o *gsheets.Options) { o.OpenBrowser = b.open })
	for _, scope := range []string{"", "openid"} {
		done := signInAsync(t.Context(), c, "")
		query := (<-b.opened).Query()
		answer := url.Values{"state": {query.Get("state")}, "code": {"4/guessed"}}
		if scope != "" {
			answer.Set("scope", scope)
		}
		visit(t, http.MethodGet, query.Get("redirect_uri")+"?"+answer.Encode(), "")
		if got := <-done; reasonOf(got.err) != sheets.ReasonSignInDenied {
			t.Errorf("scope %q: %v", scope, got.err)
		}
	}
}

func TestSignInLastsAndEnds(t *testing.T) {
	for _, rotation := range []bool{false, true} {
		s, c := start(t)
		s.SetRotation(rotation)
		s.SetPerson(sheetsim.Person{Email: owner, Reply: sheetsim.SaysYes})
		doc := private(s)
		p := place(sheets.AccessGoogle, doc.ID)
		read := func() error {
			_, err := c.Values(t.Context(), p, "Form", sheets.Raw)
			return err
		}
		if _, err := c.SignIn(t.Context(), doc.ID); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			s.ExpireTokens()
			if err := read(); err != nil {
				t.Errorf("rotation %v: a token refused before its time: %v", rotation, err)
			}
		}
		s.RevokeAccess(owner)
		err := read()
		if reasonOf(err) != sheets.ReasonSignInRevoked || fieldOf(err, "email") != owner {
			t.Errorf("revoked: %v", err)
		}
		if _, err := c.Version(t.Context(), p); reasonOf(err) != sheets.ReasonSignInRevoked {
			t.Errorf("revoked: %v", err)
		}
		if g, err := c.Google(t.Context()); err != nil || g.Email != owner {
			t.Errorf("who it was is still known: %+v, %v", g, err)
		}
		if _, err := c.SignIn(t.Context(), doc.ID); err != nil {
			t.Error(err)
		}
		if err := read(); err != nil {
			t.Errorf("signed in again: %v", err)
		}
		if err := c.SignOut(t.Context()); err != nil {
			t.Error(err)
		}
		if g, err := c.Google(t.Context()); err != nil || g != (sheets.Google{Ready: true}) || s.Requests(sheetsim.RequestRevoke) != 1 {
			t.Errorf("signed out: %+v, %v, %d revoked", g, err, s.Requests(sheetsim.RequestRevoke))
		}
		if err := read(); reasonOf(err) != sheets.ReasonNoSignIn {
			t.Errorf("signed out: %v", err)
		}
		if err := c.SignOut(t.Context()); err != nil {
			t.Errorf("again: %v", err)
		}
	}
}

func TestEachFailureOfWhoIsSignedIn(t *testing.T) {
	s, c := start(t)
	s.SetPerson(sheetsim.Person{Email: owner, Reply: sheetsim.SaysYes})
	doc := private(s)
	if _, err := c.SignIn(t.Context(), doc.ID); err != nil {
		t.Fatal(err)
	}
	p := place(sheets.AccessGoogle, doc.ID)
	for f, reason := range map[sheetsim.Fault]string{
		sheetsim.RateLimited: sheets.ReasonRateLimited, sheetsim.Unavailable: sheets.ReasonGoogleDown, sheetsim.APIDisabled: sheets.ReasonAPIDisabled, sheetsim.OfficeFile: sheets.ReasonOfficeFile,
	} {
		s.Fail(f, sheetsim.Forever)
		if _, err := c.Values(t.Context(), p, "Form", sheets.Raw); reasonOf(err) != reason {
			t.Errorf("%s: %v", f, err)
		}
		s.Fail(f, 0)
	}
	if _, err := c.Values(t.Context(), p, "Gone", sheets.Raw); reasonOf(err) != sheets.ReasonTabMissing {
		t.Errorf("tab: %v", err)
	}
	s.ExpireTokens()
	s.Fail(sheetsim.TokenDown, sheetsim.Forever)
	if _, err := c.Values(t.Context(), p, "Form", sheets.Raw); reasonOf(err) != sheets.ReasonGoogleDown {
		t.Errorf("no token: %v", err)
	}
	s.Fail(sheetsim.TokenDown, 0)
	doc.Share(owner, sheetsim.NoRole)
	if _, err := c.Values(t.Context(), p, "Form", sheets.Raw); reasonOf(err) != sheets.ReasonNotPicked {
		t.Errorf("taken away from her: %v", err)
	}
}

func TestSignsOutWithoutANetwork(t *testing.T) {
	s, c := start(t)
	s.SetPerson(sheetsim.Person{Email: owner, Reply: sheetsim.SaysYes})
	if _, err := c.SignIn(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	s.SetOutage(sheetsim.Refused)
	if err := c.SignOut(t.Context()); err != nil {
		t.Error(err)
	}
	if g, err := c.Google(t.Context()); err != nil || g.Email != "" {
		t.Errorf("%+v, %v", g, err)
	}
}

func TestOwnClient(t *testing.T) {
	s, c := startWith(t, func(o *gsheets.Options) { o.ClientID, o.ClientSecret = "", "" })
	if g, err := c.Google(t.Context()); err != nil || g != (sheets.Google{}) {
		t.Errorf("none: %+v, %v", g, err)
	}
	for _, bad := range [][2]string{
		{"", "secret"}, {"1234.apps.googleusercontent.com", ""}, {"1234.example.com", "secret"}, {".apps.googleusercontent.com", "secret"},
		{"12 34.apps.googleusercontent.com", "secret"}, {"1234.apps.googleusercontent.com", "sec\nret"}, {strings.Repeat("1", 300) + ".apps.googleusercontent.com", "secret"},
	} {
		if err := c.SetGoogleClient(t.Context(), bad[0], bad[1]); !fault.Is(err, fault.Invalid) {
			t.Errorf("%v: %v", bad, err)
		}
	}
	s.AddClient("own.apps.googleusercontent.com", "own-secret")
	if err := c.SetGoogleClient(t.Context(), " own.apps.googleusercontent.com\n", "own-secret"); err != nil {
		t.Fatal(err)
	}
	s.SetPerson(sheetsim.Person{Email: owner, Reply: sheetsim.SaysYes})
	if g, err := c.SignIn(t.Context(), ""); err != nil || g != (sheets.Google{Ready: true, Own: true, Email: owner}) {
		t.Errorf("%+v, %v", g, err)
	}
	if err := c.SetGoogleClient(t.Context(), "own.apps.googleusercontent.com", "own-secret"); err != nil {
		t.Error(err)
	}
	if g, err := c.Google(t.Context()); err != nil || g.Email != owner {
		t.Errorf("the same client keeps the sign-in: %+v, %v", g, err)
	}
	if err := c.SetGoogleClient(t.Context(), "", ""); err != nil {
		t.Error(err)
	}
	if g, err := c.Google(t.Context()); err != nil || g != (sheets.Google{}) {
		t.Errorf("forgotten: %+v, %v", g, err)
	}
	if err := c.SetGoogleClient(t.Context(), clientID, clientSecret); err != nil {
		t.Error(err)
	}
	if g, err := c.Google(t.Context()); err != nil || g.Email != "" || !g.Own {
		t.Errorf("another client has no sign-in: %+v, %v", g, err)
	}
}
