package gsheets

import (
	"net"
	"net/http"
)

// SetListen replaces how the client waits for the browser.
func (c *Client) SetListen(listen func() (net.Listener, error)) { c.listen = listen }

// Limits are the most reads and writes in any minute.
func (c *Client) Limits() (reads, writes float64) {
	most := float64(c.reads.Limit())*60 + float64(c.reads.Burst())
	return most, float64(c.writes.Limit())*60 + float64(c.writes.Burst())
}

// AllowsRedirect reports whether a download from the real Google is sent on to an address.
func AllowsRedirect(address string) bool {
	request, err := http.NewRequest(http.MethodGet, address, nil)
	return err == nil && newDocsClient(docsURL).CheckRedirect(request, nil) == nil
}

// CellName is A1 notation.
var CellName = cellName
