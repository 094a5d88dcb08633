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

// caller is who asks Google. Addresses of people go into the field "email" only: messages are
// logged.
type caller struct {
	access sheets.Access
	email  string
}

// translate turns what the Google library returns into a fault with a reason and a sentence that
// says what to do.
func (who caller) translate(ctx context.Context, err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(ctx.Err(), context.Canceled) {
		return stopped(err)
	}
	if refused := who.translateToken(err); refused != nil {
		return refused
	}
	if g := googleError(err); g != nil {
		return who.translateStatus(g, err)
	}
	return translateNetwork(err)
}

func translateNetwork(err error) error {
	var (
		network net.Error
		address *url.Error
	)
	if errors.As(err, &network) || errors.As(err, &address) || errors.Is(err, context.DeadlineExceeded) {
		return fault.Wrap(err, fault.Unavailable, "Google cannot be reached. Check the internet connection; reading goes on by itself.").With("reason", sheets.ReasonOffline)
	}
	return fault.Wrap(err, fault.Unavailable, "Google's answer could not be understood. Reading goes on by itself.").With("reason", sheets.ReasonGoogleDown)
}

func stopped(err error) error {
	return fault.Wrap(err, fault.Canceled, "Reading the sheet was stopped.")
}

var tokenStatus = regexp.MustCompile(`cannot fetch token: (\d{3})`)

// translateToken recognises the token endpoint's refusals, which come as text inside the errors of
// the HTTP client.
func (who caller) translateToken(err error) error {
	text := err.Error()
	for _, code := range []string{"invalid_grant", "invalid_client", "unauthorized_client"} {
		if strings.Contains(text, code) {
			return who.revoked(err)
		}
	}
	switch m := tokenStatus.FindStringSubmatch(text); {
	case m == nil:
		return nil
	case m[1] == "429", m[1][0] == '5':
		return down(err)
	}
	return who.revoked(err)
}

func googleError(err error) *googleapi.Error {
	var g *googleapi.Error
	if errors.As(err, &g) {
		return g
	}
	return nil
}

func (who caller) translateStatus(g *googleapi.Error, err error) error {
	said := g.Body + " " + g.Message
	switch {
	case g.Code == http.StatusTooManyRequests, g.Code == http.StatusForbidden && strings.Contains(said, "ateLimitExceeded"):
		return tooOften(err)
	case g.Code >= http.StatusInternalServerError:
		return down(err)
	case g.Code == http.StatusUnauthorized, isScopeRefused(g):
		return who.revoked(err)
	case g.Code == http.StatusForbidden && (strings.Contains(said, "SERVICE_DISABLED") || strings.Contains(said, "accessNotConfigured")):
		return who.disabled(err)
	case g.Code == http.StatusBadRequest:
		return translateBadRequest(said, err)
	case (g.Code == http.StatusForbidden || g.Code == http.StatusNotFound) && who.access == sheets.AccessGoogle:
		// Under drive.file a document that was not picked looks like one that does not exist.
		return fault.Wrap(err, fault.Restricted, "The Google account that is signed in has not opened this sheet to the program, or may not open it itself. Choose the sheet in Google's window, with the account it belongs to.").
			With("reason", sheets.ReasonNotPicked).With("email", who.email)
	case g.Code == http.StatusForbidden:
		return fault.Wrap(err, fault.Restricted, "This sheet is not shared with %s. In Google Sheets choose Share and add that address as a viewer.", who.email).
			With("reason", sheets.ReasonNotShared).With("email", who.email)
	case g.Code == http.StatusNotFound:
		return notFound(err)
	}
	return fault.Wrap(err, fault.Unavailable, "Google refused to read the sheet (status %d).", g.Code).With("reason", sheets.ReasonGoogleDown)
}

// translateBadRequest knows the refusals by their words: Google has no codes for them.
func translateBadRequest(said string, err error) error {
	switch {
	case strings.Contains(said, "Unable to parse range"):
		return tabMissing(err)
	case strings.Contains(said, "not supported for this document"):
		return fault.Wrap(err, fault.Invalid, "This is an Excel file on Google Drive. Open it and choose File, then Save as Google Sheets, and connect that one.").
			With("reason", sheets.ReasonOfficeFile)
	case strings.Contains(said, "protected cell"):
		return fault.Wrap(err, fault.Restricted, "These cells are protected in the sheet. Its owner can remove the protection, or choose other columns to write to.").
			With("reason", sheets.ReasonReadOnly)
	case strings.Contains(said, "exceeds grid limits"):
		return fault.Wrap(err, fault.Conflict, "The sheet has become smaller meanwhile. It is read again before anything is written.")
	}
	return fault.Wrap(err, fault.Internal, "Google did not understand what the program asked for.")
}

func isScopeRefused(g *googleapi.Error) bool {
	return g.Code == http.StatusForbidden && (strings.Contains(g.Body, "ACCESS_TOKEN_SCOPE_INSUFFICIENT") || strings.Contains(g.Body, "insufficientPermissions"))
}

func (who caller) revoked(err error) error {
	if who.access == sheets.AccessGoogle {
		return fault.Wrap(err, fault.Restricted, "Google no longer accepts the sign-in: it was ended in the Google account, or has run out. Sign in again.").
			With("reason", sheets.ReasonSignInRevoked).With("email", who.email)
	}
	return fault.Wrap(err, fault.Restricted, "Google no longer accepts the service account's key. Make a new key in the Google Cloud console and add it here.").
		With("reason", sheets.ReasonKeyRevoked)
}

func (who caller) disabled(err error) error {
	whose := "the service account's project"
	if who.access == sheets.AccessGoogle {
		whose = "the project of the sign-in's client id"
	}
	return fault.Wrap(err, fault.Unavailable, "The Google Sheets API or the Google Drive API is switched off in %s. Enable both in the Google Cloud console under APIs and services.", whose).
		With("reason", sheets.ReasonAPIDisabled)
}

func tooOften(err error) error {
	return fault.Wrap(err, fault.RateLimited, "Google asks to read less often. Reading goes on by itself, more slowly.").With("reason", sheets.ReasonRateLimited)
}

func down(err error) error {
	return fault.Wrap(err, fault.Unavailable, "Google Sheets has a problem at the moment. Reading goes on by itself.").With("reason", sheets.ReasonGoogleDown)
}

func notFound(err error) error {
	return fault.Wrap(err, fault.NotFound, "There is no such sheet. It was deleted, or the link is not complete.").With("reason", sheets.ReasonNotFound)
}

func tabMissing(err error) error {
	return fault.Wrap(err, fault.NotFound, "The tab is no longer in the sheet. Rename it back, or connect the sheet again.").With("reason", sheets.ReasonTabMissing)
}

func readOnly(err error) error {
	return fault.Wrap(err, fault.Restricted, "The sheet may be read, but not written to. In Google Sheets choose Share and make the account an editor.").
		With("reason", sheets.ReasonReadOnly)
}

// reasonOf is the reason of a fault, "" where there is none.
func reasonOf(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Fields["reason"]
	}
	return ""
}
