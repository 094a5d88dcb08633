// Package gsheets reads and writes Google Sheets: by the download of link-shared documents, and
// through the Sheets and Drive APIs with a service account or with the owner's sign-in. It is the
// only package that knows Google; what leaves it are values and faults.
package gsheets

import (
	"cmp"
	"context"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"mceplatform/backend/sheets"
)

const (
	callTimeout  = time.Minute
	maxRetryWait = 30 * time.Second
	// The library and Google compress only for those who say so in their name, too
	// (developers.google.com/workspace/drive/api/guides/performance).
	userAgent = "mce-platform (gzip)"
)

// Google allows 60 reads and 60 writes per minute and user, and a project 300 of each
// (developers.google.com/workspace/sheets/api/limits). With the burst the client stays below the
// first in every minute.
const (
	perMinute = 50
	burst     = 8
)

// Google's addresses.
const (
	docsURL        = "https://docs.google.com"
	googleAuthURL  = "https://accounts.google.com/o/oauth2/v2/auth"
	googleTokenURL = "https://oauth2.googleapis.com/token"
	googleRevoke   = "https://oauth2.googleapis.com/revoke"
)

// defaultBackoff is waited between tries when Google is busy or asks for patience. The connection's
// own back-off takes over after the last.
var defaultBackoff = []time.Duration{time.Second, 3 * time.Second, 8 * time.Second}

// Secrets keeps the service account and the sign-in. Get answers with code not_found when there is
// no such secret.
type Secrets interface {
	Put(ctx context.Context, name string, value []byte) error
	Get(ctx context.Context, name string) ([]byte, error)
	Delete(ctx context.Context, name string) error
}

// Options say how Google is reached; the zero value reaches it without sign-in and with a service
// account. With an Endpoint, which is for tests and for the demo, nothing but the addresses here is
// ever spoken to, and what has no address does not work.
type Options struct {
	Endpoint      string // of the Sheets API
	DriveEndpoint string // of the Drive API
	DocsURL       string // where documents are downloaded
	AuthURL       string // the page where people sign in
	TokenURL      string
	RevokeURL     string

	// ClientID and ClientSecret are the build's OAuth client, "" = it has none. Google does not
	// take the secret of a desktop program for a secret, but wants it.
	ClientID     string
	ClientSecret string
	// OpenBrowser opens an address in the system's browser. nil: nobody can sign in.
	OpenBrowser func(url string) error `json:"-"`

	SignInTimeout time.Duration   // 0 means the default
	Backoff       []time.Duration // nil means the default
	PerMinute     int             // reads, and writes, per minute; 0 means the default, or any number with an Endpoint
}

// Client implements sheets.Client. It is safe for concurrent use.
type Client struct {
	secrets Secrets
	options Options
	docs    *http.Client // for downloads
	tokens  *http.Client // for the sign-in
	reads   *rate.Limiter
	writes  *rate.Limiter
	books   books
	listen  func() (net.Listener, error) // for the browser to come back

	mu        sync.Mutex
	account   *services
	google    *services
	uncertain map[digest]bool // accounts whose versions the Drive API does not tell
	signIn    context.CancelCauseFunc
}

var _ sheets.Client = (*Client)(nil)

// New returns a client. Nothing is sent before the first call.
func New(secrets Secrets, o Options) *Client {
	if o.Backoff == nil {
		o.Backoff = defaultBackoff
	}
	if o.Endpoint == "" {
		o.DocsURL, o.AuthURL = cmp.Or(o.DocsURL, docsURL), cmp.Or(o.AuthURL, googleAuthURL)
		o.TokenURL, o.RevokeURL = cmp.Or(o.TokenURL, googleTokenURL), cmp.Or(o.RevokeURL, googleRevoke)
		o.PerMinute = cmp.Or(o.PerMinute, perMinute)
	}
	o.SignInTimeout = cmp.Or(o.SignInTimeout, signInTimeout)
	c := &Client{
		secrets: secrets, options: o, reads: limiter(o.PerMinute), writes: limiter(o.PerMinute), uncertain: make(map[digest]bool),
		listen: func() (net.Listener, error) { return net.Listen("tcp", "127.0.0.1:0") },
	}
	c.docs, c.tokens = newDocsClient(o.DocsURL), newTokenClient()
	return c
}

func limiter(perMinute int) *rate.Limiter {
	if perMinute == 0 {
		return rate.NewLimiter(rate.Inf, 1)
	}
	return rate.NewLimiter(rate.Limit(float64(perMinute)/time.Minute.Seconds()), burst)
}

// simulated reports whether the real Google must not be spoken to.
func (c *Client) simulated() bool { return c.options.Endpoint != "" }

// Spreadsheet implements sheets.Source. One request.
func (c *Client) Spreadsheet(ctx context.Context, p sheets.Place) (sheets.Spreadsheet, error) {
	if p.Access == sheets.AccessLink {
		return c.linkedSpreadsheet(ctx, p)
	}
	return c.describe(ctx, p)
}

// Values implements sheets.Source. One request.
func (c *Client) Values(ctx context.Context, p sheets.Place, tab string, as sheets.Render) ([][]sheets.Cell, error) {
	if p.Access == sheets.AccessLink {
		return c.linkedValues(ctx, p, tab, as)
	}
	return c.values(ctx, p, tab, as)
}

// Version implements sheets.Source. A download tells no version.
func (c *Client) Version(ctx context.Context, p sheets.Place) (string, error) {
	if p.Access == sheets.AccessLink {
		c.books.drop(p.SpreadsheetID) // who asks what there is now does not want what was there
		return "", nil
	}
	return c.version(ctx, p)
}

// quoteTab names a whole tab in A1 notation. Without quotes a tab called "A1" would be a cell.
func quoteTab(tab string) string { return "'" + strings.ReplaceAll(tab, "'", "''") + "'" }
