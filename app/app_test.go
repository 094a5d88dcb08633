package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"mceplatform/backend"
	"mceplatform/backend/campaigns"
	"mceplatform/backend/config"
	"mceplatform/backend/event"
	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
)

func testHost(t *testing.T) *host {
	t.Helper()
	h := newHost(flags{dataDir: t.TempDir(), demo: true}, slog.New(slog.DiscardHandler))
	h.open(t.Context())
	t.Cleanup(h.close)
	if s := h.startupState(); s.State != StartupOK {
		t.Fatalf("startup = %+v", s)
	}
	return h
}

func TestLinksThatOpenAreWebMailAndTelephoneOnly(t *testing.T) {
	for link, want := range map[string]string{
		"https://example.com/a?b=c":            "https://example.com/a?b=c",
		"HTTP://Example.com":                   "http://Example.com",
		" https://example.com ":                "https://example.com",
		"https://example.com/(a)":              "https://example.com/%28a%29",
		"mailto:ana@example.com":               "mailto:ana@example.com",
		"tel:+4915112345678":                   "tel:+4915112345678",
		"https://user:pw@example.com":          "",
		"https:///nohost":                      "",
		"https://example.com/\nfoo":            "",
		"javascript:alert(1)":                  "",
		"JaVaScRiPt:alert(1)":                  "",
		"data:text/html,<script>":              "",
		"file:///etc/passwd":                   "",
		"smb://host/share":                     "",
		"search-ms:query=x":                    "",
		"ms-msdt:/id":                          "",
		"ms-appinstaller:?source=x":            "",
		"ms-officecmd:{}":                      "",
		"vscode://file/x":                      "",
		"ssh://host":                           "",
		"steam://run/1":                        "",
		"calculator:":                          "",
		"vbscript:x":                           "",
		"blob:https://example.com/x":           "",
		"ftp://example.com":                    "",
		"//example.com":                        "",
		"example.com":                          "",
		"":                                     "",
		"https://" + strings.Repeat("a", 3000): "",
	} {
		got, err := cleanLink(link)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q = %q, %v; want %q", link, got, err, want)
		}
	}
}

func TestErrorsReachThePageAsJSONText(t *testing.T) {
	text, ok := formatError(fmt.Errorf("wrapped: %w", fault.New(fault.Invalid, "Too long.").With("field", "name"))).(string)
	if !ok {
		t.Fatal("not a string: the page would show [object Object]")
	}
	var got struct {
		Code, Message, Ref string
		Fields             map[string]string
	}
	if err := json.Unmarshal([]byte(text), &got); err != nil || got.Code != "invalid" || got.Message != "Too long." || got.Fields["field"] != "name" {
		t.Errorf("%s: %+v, %v", text, got, err)
	}
	secret := formatError(errors.New("SELECT secret FROM people")).(string)
	if strings.Contains(secret, "SELECT") {
		t.Errorf("the page is told driver text: %s", secret)
	}
}

func TestAPanicInACallBecomesAnError(t *testing.T) {
	h := testHost(t)
	_, err := call(h, "Test", func(context.Context, *backend.Backend) (int, error) { panic("boom") })
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != fault.Internal || f.Fields["ref"] == "" {
		t.Errorf("err = %v", err)
	}
}

// Every exported method of a bound struct can be called by the page: none may
// take a context, be part of the life cycle, or return more than Wails passes on.
func TestBoundMethodsAreWhatThePageMayCall(t *testing.T) {
	h := newHost(flags{}, slog.New(slog.DiscardHandler))
	defer h.close()
	ctxType := reflect.TypeFor[context.Context]()
	for _, s := range h.bound() {
		typ := reflect.TypeOf(s)
		for i := range typ.NumMethod() {
			m := typ.Method(i)
			if m.Type.NumOut() > 2 || (m.Type.NumOut() == 2 && m.Type.Out(1) != reflect.TypeFor[error]()) {
				t.Errorf("%v.%s returns what Wails would lose", typ, m.Name)
			}
			for p := 1; p < m.Type.NumIn(); p++ {
				if m.Type.In(p) == ctxType {
					t.Errorf("%v.%s takes a context", typ, m.Name)
				}
			}
		}
	}
}

func TestAnswersCarryThePolicy(t *testing.T) {
	h := harden(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	csp := w.Header().Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'self'", "script-src 'self'", "object-src 'none'", "frame-src 'none'", "base-uri 'none'", "form-action 'none'"} {
		if !strings.Contains(csp, part) {
			t.Errorf("the policy lacks %q: %s", part, csp)
		}
	}
	if strings.Contains(strings.Split(csp, "style-src")[0], "unsafe") || w.Header().Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("headers = %v", w.Header())
	}
}

// The built page says the same by itself: the policy must not depend on the server.
func TestTheBuiltPageCarriesThePolicyToo(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "frontend", "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), `http-equiv="Content-Security-Policy"`) {
		t.Error("frontend/index.html has no policy")
	}
}

func TestAFrontEndThatWasNotBuiltIsSaidPlainly(t *testing.T) {
	missing, err := fs.ReadFile(frontEnd(fstest.MapFS{".gitkeep": {}}), "index.html")
	if err != nil || !strings.Contains(string(missing), "make build") {
		t.Errorf("%s, %v", missing, err)
	}
	built := fstest.MapFS{"index.html": {Data: []byte("built")}}
	if b, err := fs.ReadFile(frontEnd(built), "index.html"); err != nil || string(b) != "built" {
		t.Errorf("%s, %v", b, err)
	}
}

func TestFeedKeepsOrderCoalescesAndSaysWhatWasLost(t *testing.T) {
	f := newFeed()
	for i := range 50 {
		f.put(event.Event{Name: campaigns.EventProgressed, Data: campaigns.Event{ID: 1}})
		f.put(event.Event{Name: leads.EventChanged, Data: leads.Changed{IDs: []int64{int64(i)}}})
	}
	for range feedSize {
		f.put(event.Event{Name: leads.EventChanged, Data: leads.Changed{IDs: []int64{-1}}})
	}
	var mu sync.Mutex
	var ids []int64
	names := map[string]int{}
	f.start(func(name string, data any) {
		mu.Lock()
		defer mu.Unlock()
		names[name]++
		if c, ok := data.(leads.Changed); ok && c.IDs[0] >= 0 {
			ids = append(ids, c.IDs[0])
		}
	})
	deadline := time.Now().Add(5 * time.Second)
	for done := false; !done && time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		mu.Lock()
		done = names[eventLost] == 1 && names[campaigns.EventProgressed] == 1
		mu.Unlock()
	}
	f.close()
	for i, id := range ids {
		if id != int64(i) {
			t.Fatalf("out of order: %v", ids)
		}
	}
	if len(ids) != 50 || names[campaigns.EventProgressed] != 1 || names[eventLost] != 1 {
		t.Errorf("%d ids, events %v", len(ids), names)
	}
}

func TestADamagedDatabaseOpensAWindowThatOffersBackups(t *testing.T) {
	dir := t.TempDir()
	h := newHost(flags{dataDir: dir, demo: true}, slog.New(slog.DiscardHandler))
	h.open(t.Context())
	if _, err := h.current().Leads.Create(t.Context(), leads.Input{Name: "Kept", Phone: "+447700900123"}, ""); err != nil {
		t.Fatal(err)
	}
	h.halt()
	// The daily copy is taken in the background at the start; take the next one now.
	h.open(t.Context())
	waitForBackup(t, dir)
	h.close()
	path := filepath.Join(dir, config.DatabaseFile)
	if err := os.WriteFile(path, []byte(strings.Repeat("garbage ", 2000)), 0o600); err != nil {
		t.Fatal(err)
	}
	h = newHost(flags{dataDir: dir, demo: true}, slog.New(slog.DiscardHandler))
	defer h.close()
	h.open(t.Context())
	s := h.startupState()
	if s.State != StartupDamaged || len(s.Backups) == 0 {
		t.Fatalf("startup = %+v", s)
	}
	if _, err := (&Leads{h}).List(leads.Filter{}); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a call without data = %v", err)
	}
	if s, err := (&System{h}).RestoreBackup(s.Backups[0].ID); err != nil || s.State != StartupOK {
		t.Fatalf("restore = %+v, %v", s, err)
	}
	if _, err := (&Leads{h}).List(leads.Filter{}); err != nil {
		t.Error(err)
	}
	if kept, _ := filepath.Glob(path + ".replaced-*"); len(kept) != 1 {
		t.Errorf("the broken file is kept as %v", kept)
	}
}

func waitForBackup(t *testing.T, dir string) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if files, _ := filepath.Glob(filepath.Join(dir, "backups", "*.db")); len(files) > 0 {
			return
		}
	}
	t.Fatal("no backup was taken")
}

func TestASecondInstanceIsRefused(t *testing.T) {
	h := testHost(t)
	other := newHost(flags{dataDir: h.flags.dataDir, keys: t.TempDir()}, slog.New(slog.DiscardHandler))
	defer other.close()
	other.open(t.Context())
	if s := other.startupState(); s.State != StartupRunning {
		t.Errorf("startup = %+v", s)
	}
}

func TestDemoCallsWorkInTheDemoOnly(t *testing.T) {
	h := newHost(flags{dataDir: t.TempDir(), keys: t.TempDir()}, slog.New(slog.DiscardHandler))
	h.flags.simulator = "" // a real start would only connect when linked
	h.open(t.Context())
	defer h.close()
	if _, err := (&Demo{h}).State(); !fault.Is(err, fault.Conflict) {
		t.Errorf("State = %v", err)
	}
	demo := testHost(t)
	st, err := (&Demo{demo}).State()
	if err != nil || len(st.Phones) != 12 || st.SheetLink == "" {
		t.Errorf("State = %+v, %v", st, err)
	}
}

// After a clean exit the file is read through while people already work; what is
// found then stops everything and offers the copies.
func TestDamageThatShowsLaterStopsEverything(t *testing.T) {
	dir := t.TempDir()
	h := newHost(flags{dataDir: dir, demo: true}, slog.New(slog.DiscardHandler))
	h.open(t.Context())
	for i := range 300 {
		in := leads.Input{Name: strings.Repeat("long name ", 11), Phone: fmt.Sprintf("+4477009%05d", 10000+i)}
		if _, err := h.current().Leads.Create(t.Context(), in, ""); err != nil {
			t.Fatal(err)
		}
	}
	h.close()
	path := filepath.Join(dir, config.DatabaseFile)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	clear(b[len(b)-4096*8 : len(b)-4096*2])
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	h = newHost(flags{dataDir: dir, demo: true}, slog.New(slog.DiscardHandler))
	defer h.close()
	h.checkAfter = 0
	h.open(t.Context())
	for deadline := time.Now().Add(10 * time.Second); h.startupState().State != StartupDamaged; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("startup = %+v", h.startupState())
		}
	}
	if h.current() != nil {
		t.Error("the backend still works on a damaged file")
	}
}
