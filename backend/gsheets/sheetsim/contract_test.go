package sheetsim_test

import (
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

	"google.golang.org/api/googleapi"
	"google.golang.org/api/option"
	api "google.golang.org/api/sheets/v4"

	"mceplatform/backend/gsheets/sheetsim"
)

// description is the part of Google's own description of the API that matters here.
type description struct {
	RootURL    string              `json:"rootUrl"`
	Parameters map[string]any      `json:"parameters"`
	Schemas    map[string]schema   `json:"schemas"`
	Resources  map[string]resource `json:"resources"`
	Auth       struct {
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
	HTTPMethod string `json:"httpMethod"`
	Parameters map[string]struct {
		Location string   `json:"location"`
		Enum     []string `json:"enum"`
	} `json:"parameters"`
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

func load(t *testing.T) (description, map[string]method) {
	t.Helper()
	folder, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "google.golang.org/api").Output()
	if err != nil {
		t.Fatalf("where is the module? %v", err)
	}
	text, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(folder)), "sheets", "v4", "sheets-api.json"))
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

var requests = map[string]string{
	sheetsim.RequestSpreadsheet: "/v4/spreadsheets/{spreadsheetId}",
	sheetsim.RequestValues:      "/v4/spreadsheets/{spreadsheetId}/values/{range}",
	sheetsim.RequestBatch:       "/v4/spreadsheets/{spreadsheetId}/values:batchGet",
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
	d, methods := load(t)
	for _, scope := range sheetsim.Scopes() {
		if _, found := d.Auth.OAuth2.Scopes[scope]; !found {
			t.Errorf("the API has no scope %s", scope)
		}
	}
	s := start(t)
	sheet := s.AddSpreadsheet("Leads")
	sheet.AddTab("Form", []any{"name", "phone", "when", "paid"}, []any{"Zoë", 918123033282.0, sheetsim.Date{Serial: 46349, Shown: "2026-11-23"}, true})
	token := bearer(t, s)
	for name, path := range requests {
		m, found := methods["sheets."+name]
		if !found {
			t.Errorf("the API has no method %s", name)
			continue
		}
		if real := "/" + strings.ReplaceAll(m.FlatPath, "{+", "{"); real != path || m.HTTPMethod != http.MethodGet {
			t.Errorf("%s is %s %s, not %s", name, m.HTTPMethod, real, path)
		}
		if !slices.Contains(m.Scopes, api.SpreadsheetsReadonlyScope) {
			t.Errorf("%s does not work with the read-only scope", name)
		}
		for _, scope := range m.Scopes {
			if !slices.Contains(sheetsim.Scopes(), scope) {
				t.Errorf("%s also works with %s", name, scope)
			}
		}
		for _, parameter := range sheetsim.Parameters(name) {
			_, global := d.Parameters[parameter]
			if own, found := m.Parameters[parameter]; !global && (!found || own.Location != "query") {
				t.Errorf("%s has no query parameter %s", name, parameter)
			}
		}
		for _, query := range []string{"", "valueRenderOption=UNFORMATTED_VALUE&dateTimeRenderOption=FORMATTED_STRING"} {
			if name == sheetsim.RequestSpreadsheet && query != "" {
				continue
			}
			if name == sheetsim.RequestBatch {
				query += "&ranges=" + url.QueryEscape("'Form'")
			}
			address := strings.TrimSuffix(s.URL(), "/") + strings.NewReplacer("{spreadsheetId}", sheet.ID, "{range}", url.PathEscape("'Form'!A1:D2")).Replace(path) + "?" + query
			answer, status := fetch(t, address, token)
			if status != http.StatusOK {
				t.Errorf("%s: %d %v", name, status, answer)
			}
			d.conforms(t, name, answer, m.Response.Ref)
		}
	}
	for _, options := range []string{"valueRenderOption", "dateTimeRenderOption", "majorDimension"} {
		used := map[string][]string{"valueRenderOption": {"FORMATTED_VALUE", "UNFORMATTED_VALUE"}, "dateTimeRenderOption": {"FORMATTED_STRING"}, "majorDimension": {"ROWS"}}[options]
		for _, value := range used {
			if !slices.Contains(methods["sheets."+sheetsim.RequestBatch].Parameters[options].Enum, value) {
				t.Errorf("%s has no value %s", options, value)
			}
		}
	}
	if problems := s.Problems(); len(problems) > 0 {
		t.Error(problems)
	}
}

// bearer gets a token the way the real library does, by hand where the library hides it.
func bearer(t *testing.T, s *sheetsim.Server) string {
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
	service, err := api.NewService(t.Context(), option.WithAuthCredentialsJSON(option.ServiceAccount, key), option.WithScopes(api.SpreadsheetsReadonlyScope), option.WithEndpoint(address))
	if err != nil {
		t.Fatal(err)
	}
	_, _ = service.Spreadsheets.Get("x").Do()
	return <-seen
}

func fetch(t *testing.T, address, token string) (map[string]any, int) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var answer map[string]any
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatalf("%s: %s", address, body)
	}
	return answer, response.StatusCode
}

func TestSimulatorRefusesWhatTheRealOneWould(t *testing.T) {
	s := start(t)
	sheet := s.AddSpreadsheet("Leads")
	sheet.AddTab("Form")
	good := bearer(t, s)
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
	} {
		if _, status := fetch(t, s.URL()+c.path, c.token); status != c.status {
			t.Errorf("%s: %d, want %d", c.path, status, c.status)
		}
	}
	if got := len(s.Problems()); got != 3 {
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
