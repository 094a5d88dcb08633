package gsheets

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"google.golang.org/api/googleapi"

	"mceplatform/backend/fault"
	"mceplatform/backend/sheets"
)

// translate turns what the Google library returns into a fault with a reason and a sentence that
// says what to do. The email is the account to share with.
func translate(ctx context.Context, err error, email string) error {
	if errors.Is(err, context.Canceled) || errors.Is(ctx.Err(), context.Canceled) {
		return fault.Wrap(err, fault.Canceled, "Reading the sheet was stopped.")
	}
	if refused := translateToken(err); refused != nil {
		return refused
	}
	if g := googleError(err); g != nil {
		return translateStatus(g, err, email)
	}
	var (
		network net.Error
		address *url.Error
	)
	if errors.As(err, &network) || errors.As(err, &address) || errors.Is(err, context.DeadlineExceeded) {
		return fault.Wrap(err, fault.Unavailable, "Google cannot be reached. Check the internet connection; reading goes on by itself.").With("reason", sheets.ReasonOffline)
	}
	return fault.Wrap(err, fault.Unavailable, "Google's answer could not be understood. Reading goes on by itself.").With("reason", sheets.ReasonGoogleDown)
}

var tokenStatus = regexp.MustCompile(`cannot fetch token: (\d{3})`)

// translateToken recognises the token endpoint's refusals, which come as text inside the errors of
// the HTTP client.
func translateToken(err error) error {
	text := err.Error()
	for _, code := range []string{"invalid_grant", "invalid_client", "unauthorized_client"} {
		if strings.Contains(text, code) {
			return revoked(err)
		}
	}
	switch m := tokenStatus.FindStringSubmatch(text); {
	case m == nil:
		return nil
	case m[1] == "429", m[1][0] == '5':
		return down(err)
	}
	return revoked(err)
}

func googleError(err error) *googleapi.Error {
	var g *googleapi.Error
	if errors.As(err, &g) {
		return g
	}
	return nil
}

func translateStatus(g *googleapi.Error, err error, email string) error {
	said := g.Body + " " + g.Message
	switch {
	case g.Code == http.StatusTooManyRequests, g.Code == http.StatusForbidden && strings.Contains(said, "ateLimitExceeded"):
		return fault.Wrap(err, fault.RateLimited, "Google asks to read less often. Reading goes on by itself, more slowly.").With("reason", sheets.ReasonRateLimited)
	case g.Code >= http.StatusInternalServerError:
		return down(err)
	case g.Code == http.StatusUnauthorized:
		return revoked(err)
	case g.Code == http.StatusForbidden && (strings.Contains(said, "SERVICE_DISABLED") || strings.Contains(said, "accessNotConfigured")):
		return fault.Wrap(err, fault.Unavailable, "The Google Sheets API is switched off in the service account's project. Enable it in the Google Cloud console under APIs and services.").
			With("reason", sheets.ReasonAPIDisabled)
	case g.Code == http.StatusForbidden:
		return fault.Wrap(err, fault.Restricted, "This sheet is not shared with %s. In Google Sheets choose Share and add that address as a viewer.", email).
			With("reason", sheets.ReasonNotShared).With("email", email)
	case g.Code == http.StatusNotFound:
		return fault.Wrap(err, fault.NotFound, "There is no such sheet. It was deleted, or the link is not complete.").With("reason", sheets.ReasonNotFound)
	case g.Code == http.StatusBadRequest && strings.Contains(said, "Unable to parse range"):
		return fault.Wrap(err, fault.NotFound, "The tab is no longer in the sheet. Rename it back, or connect the sheet again.").With("reason", sheets.ReasonTabMissing)
	case g.Code == http.StatusBadRequest && strings.Contains(said, "not supported for this document"):
		return fault.Wrap(err, fault.Invalid, "This is an Excel file on Google Drive. Open it and choose File, then Save as Google Sheets, and connect that one.").
			With("reason", sheets.ReasonOfficeFile)
	}
	return fault.Wrap(err, fault.Unavailable, "Google refused to read the sheet (status %d).", g.Code).With("reason", sheets.ReasonGoogleDown)
}

func revoked(err error) error {
	return fault.Wrap(err, fault.Restricted, "Google no longer accepts the service account's key. Make a new key in the Google Cloud console and add it here.").
		With("reason", sheets.ReasonKeyRevoked)
}

func down(err error) error {
	return fault.Wrap(err, fault.Unavailable, "Google Sheets has a problem at the moment. Reading goes on by itself.").With("reason", sheets.ReasonGoogleDown)
}

func retryable(err error) bool {
	var f *fault.Error
	if !errors.As(err, &f) {
		return false
	}
	reason := f.Fields["reason"]
	return reason == sheets.ReasonRateLimited || reason == sheets.ReasonGoogleDown
}
