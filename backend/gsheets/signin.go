package gsheets

import (
	"context"

	"mceplatform/backend/fault"
	"mceplatform/backend/sheets"
)

var errNoClient = fault.New(fault.Unavailable, "Signing in to Google is not set up.").With("reason", sheets.ReasonNoClient)

// SignIn implements sheets.Client.
func (c *Client) SignIn(context.Context, string) (sheets.Google, error) {
	return sheets.Google{}, errNoClient
}

// CancelSignIn implements sheets.Client.
func (c *Client) CancelSignIn() {}

// SignOut implements sheets.Client.
func (c *Client) SignOut(context.Context) error { return nil }

// Google implements sheets.Client.
func (c *Client) Google(context.Context) (sheets.Google, error) { return sheets.Google{}, nil }

// SetGoogleClient implements sheets.Client.
func (c *Client) SetGoogleClient(context.Context, string, string) error { return errNoClient }

// Write implements sheets.Client.
func (c *Client) Write(context.Context, sheets.Place, string, []sheets.Write) error {
	return errNoClient
}
