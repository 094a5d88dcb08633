// Package gsheets reads Google Sheets through the Sheets API v4 with a service account. It is the
// only package that knows Google; what leaves it are values and faults.
package gsheets

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"google.golang.org/api/option"
	api "google.golang.org/api/sheets/v4"

	"mceplatform/backend/sheets"
)

const (
	callTimeout  = time.Minute
	maxRetryWait = 30 * time.Second
)

// defaultBackoff is waited between tries when Google is busy or asks for patience. The connection's
// own back-off takes over after the last.
var defaultBackoff = []time.Duration{time.Second, 3 * time.Second, 8 * time.Second}

// Secrets keeps the service account. Get answers with code not_found when there is none.
type Secrets interface {
	Put(ctx context.Context, name string, value []byte) error
	Get(ctx context.Context, name string) ([]byte, error)
	Delete(ctx context.Context, name string) error
}

// Options are for tests and for the demo; the zero value reaches Google. With an Endpoint nothing
// but it and the TokenURL is ever spoken to.
type Options struct {
	Endpoint string
	TokenURL string
	Backoff  []time.Duration // nil means the default
}

// Client implements sheets.Client. It is safe for concurrent use.
type Client struct {
	secrets Secrets
	options Options

	mu      sync.Mutex
	service *api.Service // for the account whose digest it is
	digest  [sha256.Size]byte
}

var _ sheets.Client = (*Client)(nil)

// New returns a client. Nothing is sent before the first call.
func New(secrets Secrets, o Options) *Client {
	if o.Backoff == nil {
		o.Backoff = defaultBackoff
	}
	return &Client{secrets: secrets, options: o}
}

// Find implements sheets.Client.
func (c *Client) Find(ctx context.Context, id string, gid *int64) (sheets.Spreadsheet, error) {
	sheet, err := c.Spreadsheet(ctx, sheets.Place{Access: sheets.AccessAccount, SpreadsheetID: id})
	sheet.GID = gid
	return sheet, err
}

// Version implements sheets.Source.
func (c *Client) Version(context.Context, sheets.Place) (string, error) { return "", nil }

// Spreadsheet implements sheets.Source. One request.
func (c *Client) Spreadsheet(ctx context.Context, p sheets.Place) (sheets.Spreadsheet, error) {
	var found *api.Spreadsheet
	err := c.call(ctx, func(ctx context.Context, service *api.Service) (err error) {
		found, err = service.Spreadsheets.Get(p.SpreadsheetID).Fields("properties.title", "sheets.properties(sheetId,title,sheetType)").Context(ctx).Do()
		return err
	})
	if err != nil {
		return sheets.Spreadsheet{}, err
	}
	out := sheets.Spreadsheet{Place: p, Tabs: make([]sheets.Tab, 0, len(found.Sheets))}
	if found.Properties != nil {
		out.Title = found.Properties.Title
	}
	for _, s := range found.Sheets {
		if p := s.Properties; p != nil && (p.SheetType == "" || p.SheetType == "GRID") {
			out.Tabs = append(out.Tabs, sheets.Tab{ID: p.SheetId, Title: p.Title})
		}
	}
	return out, nil
}

// Values implements sheets.Source. One request.
func (c *Client) Values(ctx context.Context, p sheets.Place, tab string, as sheets.Render) ([][]sheets.Cell, error) {
	render := "UNFORMATTED_VALUE"
	if as == sheets.Formatted {
		render = "FORMATTED_VALUE"
	}
	var found *api.BatchGetValuesResponse
	err := c.call(ctx, func(ctx context.Context, service *api.Service) (err error) {
		found, err = service.Spreadsheets.Values.BatchGet(p.SpreadsheetID).Ranges(quoteTab(tab)).MajorDimension("ROWS").
			ValueRenderOption(render).DateTimeRenderOption("FORMATTED_STRING").Fields("valueRanges.values").Context(ctx).Do()
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(found.ValueRanges) == 0 {
		return nil, nil
	}
	grid := make([][]sheets.Cell, len(found.ValueRanges[0].Values))
	for i, row := range found.ValueRanges[0].Values {
		grid[i] = make([]sheets.Cell, len(row))
		for j, value := range row {
			grid[i][j] = cellOf(value)
		}
	}
	return grid, nil
}

// quoteTab names a whole tab in A1 notation. Without quotes a tab called "A1" would be a cell.
func quoteTab(tab string) string { return "'" + strings.ReplaceAll(tab, "'", "''") + "'" }

func cellOf(value any) sheets.Cell {
	switch v := value.(type) {
	case string:
		return sheets.Cell{Text: v}
	case float64:
		return sheets.Cell{Text: strconv.FormatFloat(v, 'f', -1, 64), Number: true}
	case bool:
		return sheets.Cell{Text: strings.ToUpper(strconv.FormatBool(v))}
	case nil:
		return sheets.Cell{}
	}
	return sheets.Cell{Text: fmt.Sprint(value)}
}

// call runs one request, waits and tries again where waiting may help, and translates the error.
func (c *Client) call(ctx context.Context, request func(ctx context.Context, service *api.Service) error) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	service, email, err := c.serviceFor(ctx)
	if err != nil {
		return err
	}
	refreshed := false
	for try := 0; ; {
		err := request(ctx, service)
		if err == nil {
			return nil
		}
		if g := googleError(err); g != nil && g.Code == http.StatusUnauthorized && !refreshed {
			// The token was refused before its time; the library would keep it until then.
			refreshed = true
			if service, email, err = c.freshService(ctx); err != nil {
				return err
			}
			continue
		}
		translated := translate(ctx, err, email)
		if !retryable(translated) || try >= len(c.options.Backoff) {
			return translated
		}
		wait := c.options.Backoff[try]
		try++
		wait = max(wait+rand.N(wait/4+1), retryAfter(err))
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return translated
		}
	}
}

// freshService signs in anew.
func (c *Client) freshService(ctx context.Context) (*api.Service, string, error) {
	c.mu.Lock()
	c.service = nil
	c.mu.Unlock()
	return c.serviceFor(ctx)
}

// retryAfter is how long Google asks to wait.
func retryAfter(err error) time.Duration {
	g := googleError(err)
	if g == nil || g.Header == nil {
		return 0
	}
	seconds, convErr := strconv.Atoi(g.Header.Get("Retry-After"))
	if convErr != nil || seconds < 0 {
		return 0
	}
	return min(time.Duration(seconds)*time.Second, maxRetryWait)
}

// serviceFor returns the API client of the account that is set now.
func (c *Client) serviceFor(ctx context.Context) (*api.Service, string, error) {
	key, account, err := c.load(ctx)
	if err != nil {
		return nil, "", err
	}
	digest := sha256.Sum256(key)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.service != nil && c.digest == digest {
		return c.service, account.ClientEmail, nil
	}
	options := []option.ClientOption{
		option.WithAuthCredentialsJSON(option.ServiceAccount, key),
		option.WithScopes(api.SpreadsheetsReadonlyScope),
		option.WithUserAgent("mce-platform"),
	}
	if c.options.Endpoint != "" {
		options = append(options, option.WithEndpoint(c.options.Endpoint))
	}
	// The service outlives this call: it must not be cancelled with it.
	service, err := api.NewService(context.WithoutCancel(ctx), options...)
	if err != nil {
		return nil, "", badAccount(err)
	}
	c.service, c.digest = service, digest
	return service, account.ClientEmail, nil
}
