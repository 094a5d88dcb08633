// Package sheetsim is a simulated Google on a loopback address: the Sheets API v4 and the part of
// the Drive API v3 that tell of spreadsheets and change their cells, the download of link-shared
// spreadsheets, and the sign-in of service accounts and of people. Tests and the demo use it; its
// paths, parameters and fields are checked against Google's own descriptions of the two APIs.
//
// What it does not know it refuses and remembers (Problems): a test that sees any has failed.
package sheetsim

import (
	"crypto/rsa"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// Fault is something that goes wrong at Google.
type Fault string

// The faults. Those without a prefix answer requests to the Sheets API and downloads.
const (
	RateLimited   Fault = "429"
	Unavailable   Fault = "503"
	Broken        Fault = "500 without JSON"
	APIDisabled   Fault = "403, API switched off"
	OfficeFile    Fault = "400, an Excel file"
	Hang          Fault = "no answer until the client gives up"
	RevokedKey    Fault = "token endpoint: invalid_grant"
	TokenDown     Fault = "token endpoint: 503"
	DriveDisabled Fault = "Drive: 403, API switched off"
	DriveDown     Fault = "Drive: 503"
	SignInWall    Fault = "download: a page of HTML"
	ForeignHost   Fault = "download: sent on to another host"
	TooLarge      Fault = "download: never ends"
	Protected     Fault = "writing: the cells are protected"
)

// Forever as the number of times to fail.
const Forever = -1

// Outage is how nothing of Google can be reached.
type Outage int

// The outages.
const (
	NoOutage Outage = iota
	Refused         // connections are closed at once
	Silent          // nothing ever answers
)

// Server is the simulated service. Its methods are safe for concurrent use.
type Server struct {
	http   *http.Server
	url    string
	done   chan struct{}
	closed chan struct{}
	people sync.WaitGroup // answering in their browsers

	connections atomic.Int64 // that are open

	mu         sync.Mutex
	sheets     map[string]*Spreadsheet
	accounts   map[string]*rsa.PublicKey // by key id
	emails     map[string]string         // by key id
	tokens     map[string]grant          // access tokens
	refreshes  map[string]grant
	codes      map[string]pendingCode
	clients    map[string]string // secrets of OAuth clients by id
	picked     map[string]bool   // by client, email and file
	person     Person
	rotate     bool
	failing    map[Fault]int
	outage     Outage
	requests   map[string]int
	problems   []string
	reads      quota
	writes     quota
	retryAfter int // seconds, 0 = not said
}

// quota is so many requests per minute, 0 = any number.
type quota struct {
	perMinute int
	recent    []time.Time
}

// spent counts a request and reports whether it was one too many.
func (q *quota) spent(now time.Time) bool {
	if q.perMinute == 0 {
		return false
	}
	q.recent = slices.DeleteFunc(q.recent, func(at time.Time) bool { return now.Sub(at) > time.Minute })
	if len(q.recent) >= q.perMinute {
		return true
	}
	q.recent = append(q.recent, now)
	return false
}

// Start listens on a free loopback port.
func Start() (*Server, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &Server{
		url: "http://" + listener.Addr().String(), done: make(chan struct{}), closed: make(chan struct{}),
		sheets: make(map[string]*Spreadsheet), accounts: make(map[string]*rsa.PublicKey), emails: make(map[string]string),
		tokens: make(map[string]grant), refreshes: make(map[string]grant), codes: make(map[string]pendingCode),
		clients: make(map[string]string), picked: make(map[string]bool), failing: make(map[Fault]int), requests: make(map[string]int),
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /token", s.token)
	mux.HandleFunc("POST /revoke", s.revoke)
	mux.HandleFunc("GET /o/oauth2/v2/auth", s.authorize)
	mux.HandleFunc("/v4/spreadsheets/{rest...}", s.serveSheets)
	mux.HandleFunc("GET /drive/v3/files/{id}", s.serveFile)
	mux.HandleFunc("GET /drive/v3/about", s.serveAbout)
	mux.HandleFunc("GET /spreadsheets/d/{id}/export", s.serveExport)
	mux.HandleFunc("GET /spreadsheets/d/{id}/htmlview", s.serveView)
	mux.HandleFunc("/", s.noMethod)
	s.http = &http.Server{Handler: s.reachable(mux), ReadHeaderTimeout: 10 * time.Second, ConnState: s.connected}
	go func() {
		defer close(s.done)
		if err := s.http.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.problem("server: %v", err)
		}
	}()
	return s, nil
}

// Close stops the server and waits for it and for the people at their browsers.
func (s *Server) Close() error {
	s.mu.Lock()
	select {
	case <-s.closed:
	default:
		close(s.closed)
	}
	s.mu.Unlock()
	err := s.http.Close()
	<-s.done
	s.people.Wait()
	return err
}

// URL is the address of the Sheets API, for option.WithEndpoint.
func (s *Server) URL() string { return s.url + "/" }

// DriveURL is the address of the Drive API, for option.WithEndpoint.
func (s *Server) DriveURL() string { return s.url + "/drive/v3/" }

// DocsURL stands for https://docs.google.com.
func (s *Server) DocsURL() string { return s.url }

// AuthURL is the address of the page where people sign in.
func (s *Server) AuthURL() string { return s.url + "/o/oauth2/v2/auth" }

// TokenURL is the address of the token endpoint.
func (s *Server) TokenURL() string { return s.url + "/token" }

// RevokeURL is the address where a token is given back.
func (s *Server) RevokeURL() string { return s.url + "/revoke" }

// Fail makes the next requests fail, or all of them (Forever); 0 ends a fault.
func (s *Server) Fail(f Fault, times int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failing[f] = times
}

// SetOutage cuts everything off, or ends that.
func (s *Server) SetOutage(o Outage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.outage = o
}

// SetQuota allows so many reads per minute; 0 lifts the limit.
func (s *Server) SetQuota(perMinute int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reads = quota{perMinute: perMinute}
}

// SetWriteQuota allows so many requests that write per minute; 0 lifts the limit.
func (s *Server) SetWriteQuota(perMinute int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.writes = quota{perMinute: perMinute}
}

// SetRetryAfter makes refusals for too many requests say how long to wait; 0 = they do not say.
func (s *Server) SetRetryAfter(seconds int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.retryAfter = seconds
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

func (s *Server) noMethod(w http.ResponseWriter, r *http.Request) {
	s.problem("no such method: %s %s", r.Method, r.URL.Path)
	writeError(w, r, http.StatusNotFound, "NOT_FOUND", "Method not found.")
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

// AwaitNobody waits until every connection has ended. What a process has sent before it was killed may
// still be on its way; once the end of its connections is known, it has been answered.
func (s *Server) AwaitNobody() {
	for s.connections.Load() > 0 {
		time.Sleep(time.Millisecond)
	}
}

// connected counts who is connected.
func (s *Server) connected(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		s.connections.Add(1)
	case http.StateClosed, http.StateHijacked:
		s.connections.Add(-1)
	}
}

// reachable answers nothing during an outage.
func (s *Server) reachable(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		outage := s.outage
		s.mu.Unlock()
		switch outage {
		case Refused:
			panic(http.ErrAbortHandler) // closes the connection
		case Silent:
			s.hang(r)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// hang waits until the client gives up.
func (s *Server) hang(r *http.Request) {
	select {
	case <-r.Context().Done():
	case <-s.closed:
	}
}

// overQuota counts a request and answers it when it was one too many.
func (s *Server) overQuota(w http.ResponseWriter, r *http.Request, write bool) bool {
	s.mu.Lock()
	q := &s.reads
	if write {
		q = &s.writes
	}
	spent := q.spent(time.Now())
	s.mu.Unlock()
	if spent {
		s.tooMany(w, r, write)
	}
	return spent
}

func (s *Server) tooMany(w http.ResponseWriter, r *http.Request, write bool) {
	s.mu.Lock()
	after := s.retryAfter
	s.mu.Unlock()
	if after > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(after))
	}
	kind := "Read"
	if write {
		kind = "Write"
	}
	writeError(w, r, http.StatusTooManyRequests, "RESOURCE_EXHAUSTED",
		fmt.Sprintf("Quota exceeded for quota metric '%s requests' and limit '%s requests per minute per user' of service 'sheets.googleapis.com'.", kind, kind))
}
