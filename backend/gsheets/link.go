package gsheets

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"mceplatform/backend/fault"
	"mceplatform/backend/sheets"
	"mceplatform/backend/tabular"
)

const (
	headerTimeout = 30 * time.Second
	maxRedirects  = 5
)

// Why a redirect of a download is not followed.
var (
	errElsewhere = errors.New("sent on to another place") // the sign-in page, of Google or of a company
	errTooOften  = errors.New("sent on to the page for robots")
)

var errNoAddress = errors.New("no address to download from")

// newDocsClient makes the client that downloads. It follows Google to where documents lie
// (docs.google.com sends to doc-…-sheets.googleusercontent.com) and nowhere else.
func newDocsClient(docs string) *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.ResponseHeaderTimeout = headerTimeout
	base, err := url.Parse(docs)
	if err != nil || docs == docsURL {
		base = nil
	}
	return &http.Client{Transport: transport, CheckRedirect: func(r *http.Request, via []*http.Request) error {
		host := strings.ToLower(r.URL.Host)
		switch {
		case len(via) > maxRedirects:
			return errElsewhere
		case base != nil && r.URL.Scheme == base.Scheme && host == base.Host:
			return nil
		case base == nil && r.URL.Scheme == "https" && (host == "docs.google.com" || strings.HasSuffix(host, ".googleusercontent.com")):
			return nil
		case host == "www.google.com" && strings.HasPrefix(r.URL.Path, "/sorry"):
			return errTooOften
		}
		return errElsewhere
	}}
}

// download is a file of a link-shared document.
type download struct {
	name string // from Content-Disposition
	data []byte
}

// fetch downloads below the document's address. Of a pasted link only the id gets here.
func (c *Client) fetch(ctx context.Context, id, path string) (download, error) {
	if c.options.DocsURL == "" {
		return download{}, private(errNoAddress)
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var out download
	err := c.patiently(ctx, c.reads, func(ctx context.Context) (asked time.Duration, err error) {
		out, asked, err = c.fetchOnce(ctx, id, path)
		return asked, err
	})
	return out, err
}

func (c *Client) fetchOnce(ctx context.Context, id, path string) (download, time.Duration, error) {
	response, err := c.get(ctx, id, path)
	if err != nil {
		return download{}, 0, translateDownload(ctx, err)
	}
	defer func() { _ = response.Body.Close() }()
	kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type"))
	switch status := response.StatusCode; {
	case status == http.StatusTooManyRequests:
		return download{}, retryAfter(response.Header), tooOften(statusError(status))
	case status >= http.StatusInternalServerError:
		return download{}, retryAfter(response.Header), down(statusError(status))
	case status == http.StatusGone:
		return download{}, 0, notFound(statusError(status))
	case status != http.StatusOK:
		return download{}, 0, c.notDownloaded(ctx, id, status)
	case kind == "text/html":
		return download{}, 0, private(errors.New("a page instead of a file"))
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, tabular.MaxBytes+1))
	switch {
	case err != nil:
		return download{}, 0, translateDownload(ctx, err)
	case len(data) > tabular.MaxBytes:
		return download{}, 0, fault.New(fault.Invalid, "The sheet is larger than %d MB. Split it, or connect it by signing in to Google.", tabular.MaxBytes>>20).
			With("reason", sheets.ReasonTooLarge)
	}
	_, header, _ := mime.ParseMediaType(response.Header.Get("Content-Disposition"))
	return download{name: header["filename"], data: data}, 0, nil
}

func (c *Client) get(ctx context.Context, id, path string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.options.DocsURL+"/spreadsheets/d/"+url.PathEscape(id)+path, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", userAgent)
	return c.docs.Do(request)
}

type statusError int

func (s statusError) Error() string { return fmt.Sprintf("status %d", int(s)) }

func translateDownload(ctx context.Context, err error) error {
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return stopped(err)
	case errors.Is(err, errTooOften):
		return tooOften(err)
	case errors.Is(err, errElsewhere):
		return private(err)
	}
	return translateNetwork(err)
}

func private(err error) error {
	return fault.Wrap(err, fault.Restricted, "This sheet is private. Sign in to Google and choose it, or share it with everybody who has the link.").
		With("reason", sheets.ReasonPrivate)
}

// notDownloaded finds out why. Google answers the download of a document whose viewers may not
// download with 403 or 404, too; but such a document can still be looked at.
func (c *Client) notDownloaded(ctx context.Context, id string, status int) error {
	if c.isShown(ctx, id) {
		return fault.Wrap(statusError(status), fault.Restricted, "Everybody may look at this sheet, but its owner lets nobody download it. In Google Sheets choose Share, then the gear, and allow viewers to download.").
			With("reason", sheets.ReasonNoDownload)
	}
	if status == http.StatusNotFound {
		return notFound(statusError(status))
	}
	return private(statusError(status))
}

func (c *Client) isShown(ctx context.Context, id string) bool {
	response, err := c.get(ctx, id, "/htmlview")
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// linkedSpreadsheet reads the names of a link-shared spreadsheet and of its tabs.
func (c *Client) linkedSpreadsheet(ctx context.Context, p sheets.Place) (sheets.Spreadsheet, error) {
	b, err := c.workbook(ctx, p.SpreadsheetID)
	if err != nil {
		return sheets.Spreadsheet{}, err
	}
	return sheets.Spreadsheet{Place: p, Title: b.title, Tabs: c.books.tabsOf(b)}, nil
}

// linkedValues reads a tab of a link-shared spreadsheet. Every digit is there in both renderings.
func (c *Client) linkedValues(ctx context.Context, p sheets.Place, tab string, as sheets.Render) ([][]sheets.Cell, error) {
	b := c.books.take(p.SpreadsheetID, tab, as)
	if b == nil {
		var err error
		if b, err = c.downloadWorkbook(ctx, p.SpreadsheetID); err != nil {
			return nil, err
		}
		b.only = tab
		c.books.keep(p.SpreadsheetID, b)
		c.books.take(p.SpreadsheetID, tab, as)
	}
	table, err := tabular.Open(b.title, b.data, tabular.Options{Tab: tab})
	var f *fault.Error
	switch {
	case err == nil:
		return sheets.GridOf(table), nil
	case errors.As(err, &f) && f.Fields["reason"] == tabular.ReasonEmpty:
		return nil, nil
	case errors.As(err, &f) && f.Fields["reason"] == tabular.ReasonUnknownTab:
		return nil, tabMissing(err)
	}
	return nil, sheets.TableFault(err)
}

// workbook is the document as it was downloaded shortly before, or is now.
func (c *Client) workbook(ctx context.Context, id string) (*book, error) {
	if b := c.books.whole(id); b != nil {
		return b, nil
	}
	b, err := c.downloadWorkbook(ctx, id)
	if err == nil {
		c.books.keep(id, b)
	}
	return b, err
}

func (c *Client) downloadWorkbook(ctx context.Context, id string) (*book, error) {
	file, err := c.fetch(ctx, id, "/export?format=xlsx")
	if err != nil {
		return nil, err
	}
	b := &book{title: strings.TrimSuffix(file.name, ".xlsx"), data: file.data, at: time.Now(), taken: make(map[string]bool), ids: make(map[string]int64)}
	if b.tabs, err = tabular.Tabs(b.title, b.data); err != nil {
		return nil, sheets.TableFault(err)
	}
	return b, nil
}

// tabOf finds out which tab has Google's number, "" = not to be found out. A workbook does not hold
// the numbers; but the text of one tab is downloaded by its number and called "title - tab.csv".
func (c *Client) tabOf(ctx context.Context, id string, gid int64, b *book) (string, error) {
	file, err := c.fetch(ctx, id, "/export?format=csv&gid="+strconv.FormatInt(gid, 10))
	if err != nil {
		if reasonOf(err) == sheets.ReasonOffline || fault.Is(err, fault.Canceled) {
			return "", err
		}
		return "", nil // Google does not know the number
	}
	for _, same := range []func(a, b string) bool{
		func(a, b string) bool { return a == b },
		func(a, b string) bool { return plain(a) == plain(b) },
		// The name of a tab is longer than a workbook can hold.
		func(a, b string) bool { return strings.HasPrefix(plain(b), plain(a)) },
	} {
		name := strings.TrimSuffix(file.name, ".csv")
		called := func(tab string) bool { return same(b.title+" - "+tab, name) }
		if at := slices.IndexFunc(b.tabs, called); at >= 0 && !slices.ContainsFunc(b.tabs[at+1:], called) {
			return b.tabs[at], nil
		}
	}
	return b.tabLike(file), nil
}

// plain keeps what survives in the name of a file, and in that of a workbook's tab.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}
