// Package sheetsim is a simulated Google: the part of the Sheets API v4 that reads, and the token
// endpoint of service accounts, on a loopback address. Tests and the demo use it; its paths,
// parameters and fields are checked against Google's own description of the API.
//
// What it does not know it refuses and remembers (Problems): a test that sees any has failed.
package sheetsim

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Fault is something that goes wrong at Google.
type Fault string

// The faults. They answer requests for values and spreadsheets, except RevokedKey.
const (
	RateLimited Fault = "429"
	Unavailable Fault = "503"
	Broken      Fault = "500 without JSON"
	APIDisabled Fault = "403, API switched off"
	OfficeFile  Fault = "400, an Excel file"
	RevokedKey  Fault = "token endpoint: invalid_grant"
	TokenDown   Fault = "token endpoint: 503"
	Hang        Fault = "no answer until the client gives up"
)

// Forever as the number of times to fail.
const Forever = -1

// Server is the simulated service. Its methods are safe for concurrent use.
type Server struct {
	http *http.Server
	url  string
	done chan struct{}

	mu       sync.Mutex
	sheets   map[string]*Spreadsheet
	accounts map[string]*rsa.PublicKey // by key id
	emails   map[string]string         // by key id
	tokens   map[string]grant
	failing  map[Fault]int
	requests map[string]int
	problems []string
	quota    int // requests per minute, 0 = none
	recent   []time.Time
}

type grant struct {
	email   string
	expires time.Time
}

// Names of what Requests counts.
const (
	RequestToken       = "token"
	RequestSpreadsheet = "spreadsheets.get"
	RequestValues      = "spreadsheets.values.get"
	RequestBatch       = "spreadsheets.values.batchGet"
)

// Start listens on a free loopback port.
func Start() (*Server, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &Server{
		url: "http://" + listener.Addr().String(), done: make(chan struct{}),
		sheets: make(map[string]*Spreadsheet), accounts: make(map[string]*rsa.PublicKey), emails: make(map[string]string),
		tokens: make(map[string]grant), failing: make(map[Fault]int), requests: make(map[string]int),
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /token", s.token)
	mux.HandleFunc("GET /v4/spreadsheets/{rest...}", s.read)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.problem("no such method: %s %s", r.Method, r.URL.Path)
		writeError(w, http.StatusNotFound, "NOT_FOUND", "Method not found.")
	})
	s.http = &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		defer close(s.done)
		if err := s.http.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.problem("server: %v", err)
		}
	}()
	return s, nil
}

// Close stops the server and waits for it.
func (s *Server) Close() error {
	err := s.http.Close()
	<-s.done
	return err
}

// URL is the address of the API, for option.WithEndpoint.
func (s *Server) URL() string { return s.url + "/" }

// TokenURL is the address of the token endpoint.
func (s *Server) TokenURL() string { return s.url + "/token" }

// Fail makes the next requests fail, or all of them (Forever); 0 ends a fault.
func (s *Server) Fail(f Fault, times int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failing[f] = times
}

// SetQuota allows so many reads per minute; 0 lifts the limit.
func (s *Server) SetQuota(perMinute int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.quota, s.recent = perMinute, nil
}

// ExpireTokens makes every token given out so far worthless.
func (s *Server) ExpireTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.tokens)
}

// Requests is how many requests of a kind have come.
func (s *Server) Requests(name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.requests[name]
}

// Problems lists what clients asked for that the real service would not understand.
func (s *Server) Problems() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.problems)
}

func (s *Server) problem(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.problems = append(s.problems, fmt.Sprintf(format, args...))
}

func (s *Server) count(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests[name]++
}

// fails takes one of the failures that are due.
func (s *Server) fails(f Fault) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failing[f] == 0 {
		return false
	}
	if s.failing[f] > 0 {
		s.failing[f]--
	}
	return true
}

// overQuota counts a read against the quota.
func (s *Server) overQuota() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.quota == 0 {
		return false
	}
	now := time.Now()
	s.recent = slices.DeleteFunc(s.recent, func(at time.Time) bool { return now.Sub(at) > time.Minute })
	if len(s.recent) >= s.quota {
		return true
	}
	s.recent = append(s.recent, now)
	return false
}

// read serves what is below /v4/spreadsheets/. Google's paths have verbs behind colons, which
// patterns of http.ServeMux cannot express.
func (s *Server) read(w http.ResponseWriter, r *http.Request) {
	name, id, a1 := method(r.PathValue("rest"))
	if name == "" {
		s.problem("no such method: %s %s", r.Method, r.URL.Path)
		writeError(w, http.StatusNotFound, "NOT_FOUND", "Method not found.")
		return
	}
	s.count(name)
	for parameter := range r.URL.Query() {
		if !slices.Contains(Parameters(name), parameter) {
			s.problem("%s: no such parameter: %s", name, parameter)
			writeError(w, http.StatusBadRequest, "INVALID_ARGUMENT", "Unknown name \""+parameter+"\".")
			return
		}
	}
	if s.refuse(r.Context(), w) {
		return
	}
	email, ok := s.authorised(r)
	if !ok {
		writeError(w, http.StatusUnauthorized, "UNAUTHENTICATED", "Request had invalid authentication credentials.")
		return
	}
	s.mu.Lock()
	sheet := s.sheets[id]
	s.mu.Unlock()
	switch {
	case sheet == nil:
		writeError(w, http.StatusNotFound, "NOT_FOUND", "Requested entity was not found.")
	case !sheet.readableBy(email):
		writeError(w, http.StatusForbidden, "PERMISSION_DENIED", "The caller does not have permission")
	default:
		s.answer(w, r, name, a1, sheet)
	}
}

// method splits a path into the API's method, the spreadsheet and the range.
func method(rest string) (name, id, a1 string) {
	id, sub, found := strings.Cut(rest, "/")
	switch {
	case !found && !strings.Contains(id, ":"):
		return RequestSpreadsheet, id, ""
	case sub == "values:batchGet":
		return RequestBatch, id, ""
	}
	if a1, found := strings.CutPrefix(sub, "values/"); found && a1 != "" && !strings.Contains(a1, "/") {
		return RequestValues, id, a1
	}
	return "", "", ""
}

// refuse answers with the fault that is due, if any.
func (s *Server) refuse(ctx context.Context, w http.ResponseWriter) bool {
	switch {
	case s.fails(Hang):
		<-ctx.Done()
	case s.fails(RateLimited), s.overQuota():
		writeError(w, http.StatusTooManyRequests, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user' of service 'sheets.googleapis.com'.")
	case s.fails(Unavailable):
		writeError(w, http.StatusServiceUnavailable, "UNAVAILABLE", "The service is currently unavailable.")
	case s.fails(Broken):
		http.Error(w, "<html><title>Error 500 (Server Error)!!1</title></html>", http.StatusInternalServerError)
	case s.fails(OfficeFile):
		writeError(w, http.StatusBadRequest, "FAILED_PRECONDITION", "This operation is not supported for this document")
	case s.fails(APIDisabled):
		writeError(w, http.StatusForbidden, "PERMISSION_DENIED", "Google Sheets API has not been used in project 1234567890 before or it is disabled.",
			map[string]any{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SERVICE_DISABLED", "domain": "googleapis.com", "metadata": map[string]any{"service": "sheets.googleapis.com"}})
	default:
		return false
	}
	return true
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the client has gone
}

func writeError(w http.ResponseWriter, status int, name, message string, details ...map[string]any) {
	e := map[string]any{"code": status, "message": message, "status": name}
	if len(details) > 0 {
		e["details"] = details
	}
	writeJSON(w, status, map[string]any{"error": e})
}
