package gsheets

import (
	"context"
	"crypto/subtle"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// answered is what the browser brings back.
type answered struct {
	code     string
	scope    string
	refusal  string // "access_denied" and the like
	redirect string
	verifier string
}

const (
	callbackPath    = "/callback"
	callbackTimeout = 10 * time.Second
	maxCallback     = 16 << 10
	goodbyeTime     = 2 * time.Second
)

// callback waits on this computer for the browser to come back from Google. Anybody here can open
// its address, so it takes nothing without the state, shows nothing of what it is sent, and serves
// only one page.
type callback struct {
	answer chan answered
	state  string
	host   string
	server *http.Server
	once   sync.Once
}

func newCallback(listener net.Listener, state string) *callback {
	b := &callback{answer: make(chan answered, 1), state: state, host: listener.Addr().String()}
	b.server = &http.Server{
		Handler: b, ReadHeaderTimeout: callbackTimeout, ReadTimeout: callbackTimeout, WriteTimeout: callbackTimeout, MaxHeaderBytes: maxCallback,
	}
	go func() { _ = b.server.Serve(listener) }() // ends with close
	return b
}

func (b *callback) url() string { return "http://" + b.host + callbackPath }

// close leaves the browser the time to get its page.
func (b *callback) close() {
	ctx, cancel := context.WithTimeout(context.Background(), goodbyeTime)
	defer cancel()
	_ = b.server.Shutdown(ctx)
	_ = b.server.Close()
}

const pageStart = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>MCE Platform</title></head><body><p>`

// The pages. Nothing of a request is ever put into them.
const (
	pageDone    = pageStart + `You can close this tab and go back to MCE.</p></body></html>`
	pageForeign = pageStart + `This does not belong to the sign-in that MCE is waiting for. Close this tab, and sign in again from MCE.</p></body></html>`
)

// ServeHTTP implements http.Handler.
func (b *callback) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	head.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Referrer-Policy", "no-referrer")
	head.Set("Cache-Control", "no-store")
	query := r.URL.Query()
	switch {
	// Another name for this computer in Host would be a page of the web that points at it.
	case r.Method != http.MethodGet, r.URL.Path != callbackPath, r.Host != b.host:
		http.NotFound(w, r)
	case subtle.ConstantTimeCompare([]byte(query.Get("state")), []byte(b.state)) != 1, query.Get("code") == "" && query.Get("error") == "":
		head.Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, pageForeign)
	default:
		head.Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, pageDone)
		b.once.Do(func() {
			b.answer <- answered{code: query.Get("code"), scope: query.Get("scope"), refusal: query.Get("error")}
		})
	}
}
