package gsheets

import (
	"context"
	"crypto/sha256"
	"net/http"
	"time"

	"google.golang.org/api/drive/v3"
	"google.golang.org/api/option"
	api "google.golang.org/api/sheets/v4"

	"golang.org/x/time/rate"

	"mceplatform/backend/sheets"
)

// digest names credentials without holding them.
type digest = [sha256.Size]byte

// services are Google's APIs for one account.
type services struct {
	caller
	digest digest // of the credentials they were made with
	read   *api.Service
	write  *api.Service
	drive  *drive.Service // nil: it has no address
}

// servicesFor returns those of the account that is set now.
func (c *Client) servicesFor(ctx context.Context, access sheets.Access) (*services, error) {
	if access == sheets.AccessGoogle {
		return c.googleServices(ctx)
	}
	return c.accountServices(ctx)
}

// forget makes the next call get a new token.
func (c *Client) forget(access sheets.Access) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if access == sheets.AccessGoogle {
		c.google = nil
	} else {
		c.account = nil
	}
}

// newServices makes the clients. Each asks for its own scope, so that a project without the Drive
// API, or an account that only reads, works all the same.
func (c *Client) newServices(ctx context.Context, who caller, key digest, with func(scope string) option.ClientOption) (*services, error) {
	// The services outlive this call: they must not be cancelled with it.
	ctx = context.WithoutCancel(ctx)
	options := func(scope, endpoint string) []option.ClientOption {
		out := []option.ClientOption{with(scope), option.WithScopes(scope), option.WithUserAgent(userAgent)}
		if endpoint != "" {
			out = append(out, option.WithEndpoint(endpoint))
		}
		return out
	}
	s := &services{caller: who, digest: key}
	var err error
	if s.read, err = api.NewService(ctx, options(api.SpreadsheetsReadonlyScope, c.options.Endpoint)...); err != nil {
		return nil, err
	}
	if s.write, err = api.NewService(ctx, options(api.SpreadsheetsScope, c.options.Endpoint)...); err != nil {
		return nil, err
	}
	if c.simulated() && c.options.DriveEndpoint == "" {
		return s, nil
	}
	s.drive, err = drive.NewService(ctx, options(drive.DriveMetadataReadonlyScope, c.options.DriveEndpoint)...)
	return s, err
}

// call runs one request of the APIs and translates its error.
func (c *Client) call(ctx context.Context, access sheets.Access, quota *rate.Limiter, request func(ctx context.Context, s *services) error) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	return c.patiently(ctx, quota, func(ctx context.Context) (time.Duration, error) { return c.once(ctx, access, request) })
}

func (c *Client) once(ctx context.Context, access sheets.Access, request func(ctx context.Context, s *services) error) (time.Duration, error) {
	s, err := c.servicesFor(ctx, access)
	if err != nil {
		return 0, err
	}
	err = request(ctx, s)
	if g := googleError(err); g != nil && g.Code == http.StatusUnauthorized {
		// The token was refused before its time; the library would keep it until then.
		c.forget(access)
		if s, err = c.servicesFor(ctx, access); err != nil {
			return 0, err
		}
		err = request(ctx, s)
	}
	if err == nil {
		return 0, nil
	}
	var asked time.Duration
	if g := googleError(err); g != nil {
		asked = retryAfter(g.Header)
	}
	return asked, s.translate(ctx, err)
}
