package gsheets

import (
	"context"
	"crypto/rand"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"google.golang.org/api/drive/v3"

	"mceplatform/backend/fault"
	"mceplatform/backend/sheets"
)

const (
	signInTimeout = 5 * time.Minute
	// fileScope opens the files that were picked and no others. With the picker it must be the only
	// scope (developers.google.com/workspace/drive/picker/guides/desktop-mobile-picker).
	fileScope       = drive.DriveFileScope
	spreadsheetType = "application/vnd.google-apps.spreadsheet"
)

// How waiting for the browser ends early.
var (
	errReplaced  = errors.New("signing in began anew")
	errGivenUp   = errors.New("signing in was given up")
	errNoAnswer  = errors.New("nobody answered in the browser")
	errSignInEnd = errors.New("signing in is over")
)

func escape(s string) string { return url.QueryEscape(s) }

// SignIn implements sheets.Client. It speaks OAuth for installed programs with PKCE (RFC 8252,
// RFC 7636), and Google's picker for them.
func (c *Client) SignIn(ctx context.Context, spreadsheetID string) (sheets.Google, error) {
	client, err := c.oauthClient(ctx)
	if err != nil {
		return sheets.Google{}, err
	}
	if c.options.OpenBrowser == nil {
		return sheets.Google{}, fault.New(fault.Unavailable, "Signing in to Google needs a browser, and this program cannot open one here.")
	}
	ctx, end := c.beginSignIn(ctx)
	defer end()
	answer, err := c.askInBrowser(ctx, client, spreadsheetID)
	if err != nil {
		return sheets.Google{}, err
	}
	if err := c.finishSignIn(ctx, client, answer); err != nil {
		return sheets.Google{}, signInFault(ctx, err)
	}
	signed, err := c.Google(ctx)
	if err != nil || spreadsheetID == "" {
		return signed, err
	}
	_, err = c.describe(ctx, sheets.Place{Access: sheets.AccessGoogle, SpreadsheetID: spreadsheetID})
	return signed, err
}

// CancelSignIn implements sheets.Client.
func (c *Client) CancelSignIn() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.signIn != nil {
		c.signIn(errGivenUp)
	}
}

// beginSignIn ends the one before.
func (c *Client) beginSignIn(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	ctx, stop := context.WithTimeoutCause(ctx, c.options.SignInTimeout, errNoAnswer)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.signIn != nil {
		c.signIn(errReplaced)
	}
	c.signIn = cancel
	return ctx, func() {
		stop()
		cancel(errSignInEnd) // to end it again later changes nothing
	}
}

// askInBrowser sends the person to Google's page and waits until the browser comes back.
func (c *Client) askInBrowser(ctx context.Context, client oauthClient, spreadsheetID string) (answered, error) {
	listener, err := c.listen()
	if err != nil {
		return answered{}, fault.Wrap(err, fault.Unavailable, "The program cannot wait for the browser on this computer. Check whether a firewall or a security program forbids it, and try again.")
	}
	state, verifier := rand.Text(), oauth2.GenerateVerifier()
	back := newCallback(listener, state)
	defer back.close()
	config := c.oauthConfig(client, back.url())
	parameters := []oauth2.AuthCodeOption{
		oauth2.AccessTypeOffline, oauth2.S256ChallengeOption(verifier),
		// The picker needs "consent"; without "select_account" people who have several accounts
		// would not be asked which.
		oauth2.SetAuthURLParam("prompt", "select_account consent"),
		oauth2.SetAuthURLParam("include_granted_scopes", "false"),
		oauth2.SetAuthURLParam("trigger_onepick", "true"),
		oauth2.SetAuthURLParam("allow_multiple", "true"),
		oauth2.SetAuthURLParam("mimetypes", spreadsheetType),
	}
	if spreadsheetID != "" {
		parameters = append(parameters, oauth2.SetAuthURLParam("file_ids", spreadsheetID))
	}
	if err := c.options.OpenBrowser(config.AuthCodeURL(state, parameters...)); err != nil {
		return answered{}, fault.Wrap(err, fault.Unavailable, "The browser could not be opened. Choose a standard browser in the system's settings and try again.")
	}
	select {
	case answer := <-back.answer:
		answer.redirect, answer.verifier = back.url(), verifier
		return answer, answer.fault()
	case <-ctx.Done():
		return answered{}, signInFault(ctx, ctx.Err())
	}
}

// fault is what the person, or Google, has refused.
func (a answered) fault() error {
	switch {
	case a.refusal == "access_denied":
		return fault.New(fault.Restricted, "Access was not allowed in the browser. Nothing has changed.").With("reason", sheets.ReasonSignInDenied)
	case a.refusal != "":
		return fault.Wrap(errors.New(a.refusal), fault.Restricted, "Google refused the sign-in. Try again, or ask who manages your Google account.").With("reason", sheets.ReasonSignInDenied)
	case a.scope != "" && !slices.Contains(strings.Fields(a.scope), fileScope):
		return fault.New(fault.Restricted, "The program was not allowed to see the chosen sheets. Sign in again and leave the box ticked.").With("reason", sheets.ReasonSignInDenied)
	}
	return nil
}

// signInFault says how a sign-in has ended.
func signInFault(ctx context.Context, err error) error {
	switch cause := context.Cause(ctx); {
	case cause == nil:
		return err
	case errors.Is(cause, errNoAnswer):
		return fault.Wrap(cause, fault.Unavailable, "Nobody has answered in the browser. Sign in again when you have the time.").With("reason", sheets.ReasonSignInTimeout)
	default:
		return fault.Wrap(cause, fault.Canceled, "Signing in was stopped.")
	}
}

// finishSignIn exchanges the code, learns who it was and keeps it.
func (c *Client) finishSignIn(ctx context.Context, client oauthClient, answer answered) error {
	token, err := c.oauthConfig(client, answer.redirect).Exchange(context.WithValue(ctx, oauth2.HTTPClient, c.tokens), answer.code, oauth2.VerifierOption(answer.verifier))
	if err != nil {
		return exchangeFault(ctx, err)
	}
	if token.RefreshToken == "" {
		return fault.New(fault.Unavailable, "Google allowed access for an hour only. Sign in again.").With("reason", sheets.ReasonSignInDenied)
	}
	kept := signedIn{ClientID: client.ID, RefreshToken: token.RefreshToken, Began: rand.Text()}
	if kept.Email, err = c.whoIs(ctx, oauth2.StaticTokenSource(token)); err != nil {
		return err
	}
	if err := c.keepSignIn(ctx, kept); err != nil {
		return err
	}
	c.forget(sheets.AccessGoogle)
	return nil
}

// whoIs asks Drive for the address of who has signed in.
func (c *Client) whoIs(ctx context.Context, source oauth2.TokenSource) (string, error) {
	s, err := c.signedInServices(ctx, "", digest{}, source)
	if err != nil {
		return "", err
	}
	if s.drive == nil {
		return "", fault.New(fault.Internal, "The Drive API has no address.")
	}
	var about *drive.About
	err = c.patiently(ctx, nil, func(ctx context.Context) (time.Duration, error) {
		if about, err = s.drive.About.Get().Fields("user(emailAddress)").Context(ctx).Do(); err != nil {
			return 0, s.translate(ctx, err)
		}
		return 0, nil
	})
	switch {
	case err != nil:
		return "", err
	case about.User == nil || about.User.EmailAddress == "":
		return "", down(errors.New("no address"))
	}
	return about.User.EmailAddress, nil
}

func exchangeFault(ctx context.Context, err error) error {
	var refused *oauth2.RetrieveError
	switch {
	case !errors.As(err, &refused):
		return caller{access: sheets.AccessGoogle}.translate(ctx, err)
	case refused.ErrorCode == "invalid_client", refused.ErrorCode == "unauthorized_client":
		return fault.Wrap(err, fault.Unavailable, "Google does not know this client id and its secret. Check both under Sheets.").With("reason", sheets.ReasonNoClient)
	case refused.Response != nil && refused.Response.StatusCode >= 500, refused.Response != nil && refused.Response.StatusCode == 429:
		return down(err)
	}
	return fault.Wrap(err, fault.Restricted, "Google did not accept the answer of the browser. Sign in again.").With("reason", sheets.ReasonSignInDenied)
}
