package sheetsim_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"google.golang.org/api/drive/v3"
	"google.golang.org/api/googleapi"
	"google.golang.org/api/option"
	api "google.golang.org/api/sheets/v4"

	"mceplatform/backend/gsheets/sheetsim"
)

// description is the part of Google's own description of the API that matters here.
type description struct {
	ServicePath string              `json:"servicePath"`
	Parameters  map[string]any      `json:"parameters"`
	Schemas     map[string]schema   `json:"schemas"`
	Resources   map[string]resource `json:"resources"`
	Auth        struct {
		OAuth2 struct {
			Scopes map[string]any `json:"scopes"`
		} `json:"oauth2"`
	} `json:"auth"`
}

type resource struct {
	Methods   map[string]method   `json:"methods"`
	Resources map[string]resource `json:"resources"`
}

type method struct {
	ID         string `json:"id"`
	FlatPath   string `json:"flatPath"`
	Path       string `json:"path"`
	HTTPMethod string `json:"httpMethod"`
	Parameters map[string]struct {
		Location string   `json:"location"`
		Enum     []string `json:"enum"`
	} `json:"parameters"`
	Request struct {
		Ref string `json:"$ref"`
	} `json:"request"`
	Response struct {
		Ref string `json:"$ref"`
	} `json:"response"`
	Scopes []string `json:"scopes"`
}

type schema struct {
	Properties map[string]property `json:"properties"`
}

type property struct {
	Ref   string    `json:"$ref"`
	Type  string    `json:"type"`
	Items *property `json:"items"`
	Enum  []string  `json:"enum"`
}

// load reads Google's description of an API, which lies in the module of its client library.
func load(t *testing.T, file string) (description, map[string]method) {
	t.Helper()
	folder, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "google.golang.org/api").Output()
	if err != nil {
		t.Fatalf("where is the module? %v", err)
	}
	text, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(folder)), filepath.FromSlash(file)))
	if err != nil {
		t.Fatal(err)
	}
	var d description
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	methods := make(map[string]method)
	var walk func(resource)
	walk = func(r resource) {
		for _, m := range r.Methods {
			methods[m.ID] = m
		}
		for _, inner := range r.Resources {
			walk(inner)
		}
	}
	walk(resource{Resources: d.Resources})
	return d, methods
}

// conforms checks an answer field by field against the schema it claims.
func (d description) conforms(t *testing.T, at string, v any, ref string) {
	t.Helper()
	fields, isObject := v.(map[string]any)
	known, found := d.Schemas[ref]
	if !isObject || !found {
		t.Errorf("%s: %T where %q is expected", at, v, ref)
		return
	}
	for name, value := range fields {
		p, found := known.Properties[name]
		if !found {
			t.Errorf("%s: %s has no field %q", at, ref, name)
			continue
		}
		d.fits(t, at+"."+name, value, p)
	}
}

func (d description) fits(t *testing.T, at string, v any, p property) {
	t.Helper()
	switch {
	case p.Ref != "":
		d.conforms(t, at, v, p.Ref)
		return
	case p.Type == "any":
		return
	}
	ok := false
	switch value := v.(type) {
	case string:
		ok = p.Type == "string" && (len(p.Enum) == 0 || slices.Contains(p.Enum, value))
	case float64:
		ok = p.Type == "integer" || p.Type == "number"
	case bool:
		ok = p.Type == "boolean"
	case []any:
		ok = p.Type == "array" && p.Items != nil
		for i := range value {
			if ok {
				d.fits(t, fmt.Sprintf("%s[%d]", at, i), value[i], *p.Items)
			}
		}
	}
	if !ok {
		t.Errorf("%s: %v does not fit %+v", at, v, p)
	}
}

// spoken is a method that the simulator knows, and an example of it.
type spoken struct {
	name, verb, path, query string
	body                    map[string]any
}

var sheetsMethods = []spoken{
	{name: sheetsim.RequestSpreadsheet, verb: http.MethodGet, path: "/v4/spreadsheets/{spreadsheetId}"},
	{name: sheetsim.RequestValues, verb: http.MethodGet, path: "/v4/spreadsheets/{spreadsheetId}/values/{range}", query: "valueRenderOption=UNFORMATTED_VALUE&dateTimeRenderOption=FORMATTED_STRING"},
	{name: sheetsim.RequestBatch, verb: http.MethodGet, path: "/v4/spreadsheets/{spreadsheetId}/values:batchGet", query: "majorDimension=ROWS&ranges='Form'"},
	{name: sheetsim.RequestBatch, verb: http.MethodGet, path: "/v4/spreadsheets/{spreadsheetId}/values:batchGet", query: "valueRenderOption=FORMATTED_VALUE&ranges='Form'"},
	{name: sheetsim.RequestUpdate, verb: http.MethodPut, path: "/v4/spreadsheets/{spreadsheetId}/values/{range}", query: "valueInputOption=USER_ENTERED",
		body: map[string]any{"majorDimension": "ROWS", "values": []any{[]any{"5", "text", true, nil}}}},
	{name: sheetsim.RequestBatchUpdate, verb: http.MethodPost, path: "/v4/spreadsheets/{spreadsheetId}/values:batchUpdate",
		body: map[string]any{"valueInputOption": "RAW", "data": []any{map[string]any{"range": "'Form'!B2", "values": []any{[]any{"new"}}}}}},
}

var driveMethods = []spoken{
	{name: sheetsim.RequestFile, verb: http.MethodGet, path: "/drive/v3/files/{fileId}", query: "supportsAllDrives=true"},
	{name: sheetsim.RequestAbout, verb: http.MethodGet, path: "/drive/v3/about", query: "fields=user,kind"},
}

func start(t *testing.T) *sheetsim.Server {
	t.Helper()
	s, err := sheetsim.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func service(t *testing.T, s *sheetsim.Server, scopes ...string) *api.Service {
	t.Helper()
	key, err := s.NewServiceAccountJSON()
	if err != nil {
		t.Fatal(err)
	}
	service, err := api.NewService(t.Context(), option.WithAuthCredentialsJSON(option.ServiceAccount, key), option.WithScopes(scopes...), option.WithEndpoint(s.URL()))
	if err != nil {
		t.Fatal(err)
	}
	return service
}

func TestSimulatorSpeaksTheRealAPI(t *testing.T) {
	s := start(t)
	sheet := s.AddSpreadsheet("Leads")
	sheet.AddTab("Form", []any{"name", "phone", "when", "paid"}, []any{"Zoë", 918123033282.0, sheetsim.Date{Serial: 46349, Shown: "2026-11-23"}, true})
	for _, api := range []struct {
		file, prefix string
		methods      []spoken
		scope        string
	}{
		{"sheets/v4/sheets-api.json", "sheets.", sheetsMethods, api.SpreadsheetsScope},
		{"drive/v3/drive-api.json", "drive.", driveMethods, drive.DriveMetadataReadonlyScope},
	} {
		d, methods := load(t, api.file)
		token := bearer(t, s, api.scope)
		for _, c := range api.methods {
			m, found := methods[api.prefix+c.name]
			if !found {
				t.Errorf("the API has no method %s", c.name)
				continue
			}
			d.checkMethod(t, c, m)
			if c.body != nil {
				d.conforms(t, c.name+" request", throughJSON(t, c.body), m.Request.Ref)
			}
			path := strings.NewReplacer("{spreadsheetId}", sheet.ID, "{fileId}", sheet.ID, "{range}", url.PathEscape("'Form'!A1:D2")).Replace(c.path)
			answer, status := send(t, c.verb, strings.TrimSuffix(s.URL(), "/")+path+"?"+c.query, token, c.body)
			if status != http.StatusOK || len(answer) == 0 {
				t.Errorf("%s: %d %v", c.name, status, answer)
			}
			d.conforms(t, c.name, answer, m.Response.Ref)
		}
	}
	if problems := s.Problems(); len(problems) > 0 {
		t.Error(problems)
	}
}

// checkMethod compares paths, verbs, parameters and scopes with the description.
func (d description) checkMethod(t *testing.T, c spoken, m method) {
	t.Helper()
	path := m.FlatPath
	if path == "" {
		path = m.Path
	}
	if real := "/" + d.ServicePath + strings.ReplaceAll(path, "{+", "{"); real != c.path || m.HTTPMethod != c.verb {
		t.Errorf("%s is %s %s, not %s %s", c.name, m.HTTPMethod, real, c.verb, c.path)
	}
	want, got := slices.Sorted(slices.Values(m.Scopes)), slices.Sorted(slices.Values(sheetsim.Scopes(c.name)))
	if !slices.Equal(want, got) {
		t.Errorf("%s works under %v, not %v", c.name, want, got)
	}
	for _, scope := range got {
		if _, found := d.Auth.OAuth2.Scopes[scope]; !found {
			t.Errorf("the API has no scope %s", scope)
		}
	}
	query, err := url.ParseQuery(c.query)
	if err != nil {
		t.Fatal(err)
	}
	for _, parameter := range sheetsim.Parameters(c.name) {
		_, global := d.Parameters[parameter]
		own, found := m.Parameters[parameter]
		if !global && (!found || own.Location != "query") {
			t.Errorf("%s has no query parameter %s", c.name, parameter)
		}
		for _, value := range query[parameter] {
			if len(own.Enum) > 0 && !slices.Contains(own.Enum, value) {
				t.Errorf("%s has no value %s of %s", c.name, value, parameter)
			}
		}
	}
}

func throughJSON(t *testing.T, v any) any {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var out any
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// bearer gets a token the way the real library does, by hand where the library hides it.
func bearer(t *testing.T, s *sheetsim.Server, scope string) string {
	t.Helper()
	key, err := s.NewServiceAccountJSON()
	if err != nil {
		t.Fatal(err)
	}
	seen := make(chan string, 1)
	proxy := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case seen <- strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "):
		default:
		}
		http.Error(w, "{}", http.StatusNotFound)
	})}
	address := serve(t, proxy)
	service, err := api.NewService(t.Context(), option.WithAuthCredentialsJSON(option.ServiceAccount, key), option.WithScopes(scope), option.WithEndpoint(address))
	if err != nil {
		t.Fatal(err)
	}
	_, _ = service.Spreadsheets.Get("x").Do()
	return <-seen
}

func fetch(t *testing.T, address, token string) (map[string]any, int) {
	t.Helper()
	return send(t, http.MethodGet, address, token, nil)
}

func send(t *testing.T, verb, address, token string, body map[string]any) (map[string]any, int) {
	t.Helper()
	var text io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		text = bytes.NewReader(b)
	}
	request, err := http.NewRequestWithContext(t.Context(), verb, address, text)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	said, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var answer map[string]any
	if err := json.Unmarshal(said, &answer); err != nil {
		t.Fatalf("%s: %s", address, said)
	}
	return answer, response.StatusCode
}

func TestSimulatorRefusesWhatTheRealOneWould(t *testing.T) {
	s := start(t)
	sheet := s.AddSpreadsheet("Leads")
	sheet.AddTab("Form")
	good := bearer(t, s, api.SpreadsheetsReadonlyScope)
	for _, c := range []struct {
		path, token string
		status      int
	}{
		{"v4/spreadsheets/" + sheet.ID, "forged", http.StatusUnauthorized},
		{"v4/spreadsheets/" + sheet.ID, good, http.StatusOK},
		{"v4/spreadsheets/none", good, http.StatusNotFound},
		{"v4/spreadsheets/" + sheet.ID + "/values:batchGet?ranges=Gone", good, http.StatusBadRequest},
		{"v4/spreadsheets/" + sheet.ID + "?invented=1", good, http.StatusBadRequest},
		{"v4/spreadsheets/" + sheet.ID + "?fields=a(b", good, http.StatusBadRequest},
		{"v4/spreadsheets/" + sheet.ID + "/values:batchInvent", good, http.StatusNotFound},
		{"drive/v3/files/" + sheet.ID, good, http.StatusForbidden},
		{"drive/v3/files", good, http.StatusNotFound},
	} {
		if _, status := fetch(t, s.URL()+c.path, c.token); status != c.status {
			t.Errorf("%s: %d, want %d", c.path, status, c.status)
		}
	}
	if got := len(s.Problems()); got != 5 {
		t.Errorf("%d problems noted: %v", got, s.Problems())
	}
	// A key the server has not made, and a scope that cannot read.
	other := start(t)
	key, err := other.NewServiceAccountJSON()
	if err != nil {
		t.Fatal(err)
	}
	key = []byte(strings.ReplaceAll(string(key), other.TokenURL(), s.TokenURL()))
	foreign, err := api.NewService(context.Background(), option.WithAuthCredentialsJSON(option.ServiceAccount, key), option.WithScopes(api.SpreadsheetsReadonlyScope), option.WithEndpoint(s.URL()))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := foreign.Spreadsheets.Get(sheet.ID).Do(); err == nil || !strings.Contains(err.Error(), "invalid_grant") {
		t.Errorf("a foreign key reads: %v", err)
	}
	if _, err := service(t, s, "https://www.googleapis.com/auth/gmail.readonly").Spreadsheets.Get(sheet.ID).Do(); err == nil {
		t.Error("a foreign scope reads")
	}
	sheet.Restrict("nobody@example.iam.gserviceaccount.com")
	_, err = service(t, s, api.SpreadsheetsReadonlyScope).Spreadsheets.Get(sheet.ID).Do()
	var g *googleapi.Error
	if !errors.As(err, &g) || g.Code != http.StatusForbidden {
		t.Errorf("not shared: %v", err)
	}
}

func TestFieldMasksSelect(t *testing.T) {
	s := start(t)
	sheet := s.AddSpreadsheet("Leads")
	sheet.AddTab("A tab's")
	got, err := service(t, s, api.SpreadsheetsReadonlyScope).Spreadsheets.Get(sheet.ID).Fields("properties.title", "sheets.properties(sheetId,title)").Do()
	if err != nil {
		t.Fatal(err)
	}
	if got.Properties.Title != "Leads" || got.Properties.Locale != "" || got.SpreadsheetId != "" || got.Sheets[0].Properties.Title != "A tab's" || got.Sheets[0].Properties.SheetType != "" {
		t.Errorf("%+v, %+v", got, got.Sheets[0].Properties)
	}
}
