package gsheets

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"google.golang.org/api/option"

	"mceplatform/backend/fault"
	"mceplatform/backend/sheets"
)

const (
	clientSecretName = "google-oauth-client"
	signInSecretName = "google-sign-in"
	clientIDSuffix   = ".apps.googleusercontent.com"
	maxClientID      = 200
	tokenTimeout     = 30 * time.Second
	revokeTimeout    = 3 * time.Second
)

// oauthClient is a client of Google's sign-in.
type oauthClient struct {
	ID     string `json:"id"`
	Secret string `json:"secret"`
	own    bool   // the user's, from the settings
}

// signedIn is what is kept of a sign-in. It is never logged.
type signedIn struct {
	ClientID     string `json:"clientId"`
	Email        string `json:"email"`
	RefreshToken string `json:"refreshToken"`
	Began        string `json:"began"` // tells two sign-ins of one person apart
}

// newTokenClient makes the client that speaks to the token endpoint, which sends nobody elsewhere.
func newTokenClient() *http.Client {
	return &http.Client{Timeout: tokenTimeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// Google implements sheets.Client.
func (c *Client) Google(ctx context.Context) (sheets.Google, error) {
	client, err := c.oauthClient(ctx)
	if reasonOf(err) == sheets.ReasonNoClient {
		return sheets.Google{}, nil
	}
	if err != nil {
		return sheets.Google{}, err
	}
	kept, err := c.loadSignIn(ctx, client)
	if err != nil && reasonOf(err) != sheets.ReasonNoSignIn {
		return sheets.Google{}, err
	}
	return sheets.Google{Ready: true, Own: client.own, Email: kept.Email}, nil
}

// SetGoogleClient implements sheets.Client.
func (c *Client) SetGoogleClient(ctx context.Context, id, secret string) error {
	id, secret = strings.TrimSpace(id), strings.TrimSpace(secret)
	before, err := c.oauthClient(ctx)
	if err != nil && reasonOf(err) != sheets.ReasonNoClient {
		return err
	}
	if err := c.keepClient(ctx, id, secret); err != nil {
		return err
	}
	after, err := c.oauthClient(ctx)
	if err != nil && reasonOf(err) != sheets.ReasonNoClient {
		return err
	}
	if before.ID != after.ID {
		return c.SignOut(ctx)
	}
	c.forget(sheets.AccessGoogle)
	return nil
}

func (c *Client) keepClient(ctx context.Context, id, secret string) error {
	switch {
	case id == "" && secret == "":
		return c.secrets.Delete(ctx, clientSecretName)
	case !strings.HasSuffix(id, clientIDSuffix) || len(id) == len(clientIDSuffix) || len(id) > maxClientID || !isPrintable(id):
		return fault.New(fault.Invalid, "This is not a client id. In the Google Cloud console, under Clients, copy the id of a client of the type Desktop app; it ends with %s.", clientIDSuffix).With("field", "id")
	case secret == "" || len(secret) > maxClientID || !isPrintable(secret):
		return fault.New(fault.Invalid, "This is not a client secret. Copy it from the same place as the client id.").With("field", "secret")
	}
	text, err := json.Marshal(oauthClient{ID: id, Secret: secret})
	if err != nil {
		return err
	}
	return c.secrets.Put(ctx, clientSecretName, text)
}

func isPrintable(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}

// oauthClient returns the user's own, else the build's.
func (c *Client) oauthClient(ctx context.Context) (oauthClient, error) {
	none := fault.New(fault.Unavailable, "Signing in to Google is not set up. Add a client id under Sheets.").With("reason", sheets.ReasonNoClient)
	if c.options.AuthURL == "" {
		return oauthClient{}, none
	}
	text, err := c.secrets.Get(ctx, clientSecretName)
	if err == nil {
		own := oauthClient{own: true}
		if err := json.Unmarshal(text, &own); err != nil || own.ID == "" {
			return oauthClient{}, none
		}
		return own, nil
	}
	if !fault.Is(err, fault.NotFound) {
		return oauthClient{}, err
	}
	if c.options.ClientID == "" {
		return oauthClient{}, none
	}
	return oauthClient{ID: c.options.ClientID, Secret: c.options.ClientSecret}, nil
}

func (c *Client) oauthConfig(client oauthClient, redirect string) *oauth2.Config {
	return &oauth2.Config{
		ClientID: client.ID, ClientSecret: client.Secret, RedirectURL: redirect, Scopes: []string{fileScope},
		Endpoint: oauth2.Endpoint{AuthURL: c.options.AuthURL, TokenURL: c.options.TokenURL, AuthStyle: oauth2.AuthStyleInParams},
	}
}

func (c *Client) loadSignIn(ctx context.Context, client oauthClient) (signedIn, error) {
	none := fault.New(fault.Unavailable, "Nobody is signed in to Google. Sign in and choose the sheet.").With("reason", sheets.ReasonNoSignIn)
	text, err := c.secrets.Get(ctx, signInSecretName)
	if fault.Is(err, fault.NotFound) {
		return signedIn{}, none
	}
	if err != nil {
		return signedIn{}, err
	}
	var kept signedIn
	if err := json.Unmarshal(text, &kept); err != nil || kept.ClientID != client.ID || kept.RefreshToken == "" {
		return signedIn{}, none // the error would quote the token
	}
	return kept, nil
}

func (c *Client) keepSignIn(ctx context.Context, kept signedIn) error {
	text, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	return c.secrets.Put(ctx, signInSecretName, text)
}

// googleServices returns the APIs for who is signed in.
func (c *Client) googleServices(ctx context.Context) (*services, error) {
	client, err := c.oauthClient(ctx)
	if err != nil {
		return nil, err
	}
	kept, err := c.loadSignIn(ctx, client)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(kept.ClientID + " " + kept.Email + " " + kept.Began))
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.google != nil && c.google.digest == sum {
		return c.google, nil
	}
	source := c.tokenSource(ctx, client, kept, &oauth2.Token{RefreshToken: kept.RefreshToken})
	s, err := c.signedInServices(ctx, kept.Email, sum, source)
	if err == nil {
		c.google = s
	}
	return s, err
}

func (c *Client) signedInServices(ctx context.Context, email string, sum digest, source oauth2.TokenSource) (*services, error) {
	who := caller{access: sheets.AccessGoogle, email: email}
	return c.newServices(ctx, who, sum, func(string) option.ClientOption { return option.WithTokenSource(source) })
}

// tokenSource gives access tokens as long as the sign-in lasts.
func (c *Client) tokenSource(ctx context.Context, client oauthClient, kept signedIn, token *oauth2.Token) oauth2.TokenSource {
	ctx = context.WithValue(context.WithoutCancel(ctx), oauth2.HTTPClient, c.tokens)
	return &keptSource{c: c, ctx: ctx, kept: kept, source: c.oauthConfig(client, "").TokenSource(ctx, token)}
}

// keptSource notes when Google replaces the refresh token.
type keptSource struct {
	c      *Client
	ctx    context.Context // of the library's requests, which have none
	source oauth2.TokenSource

	mu   sync.Mutex
	kept signedIn
}

// Token implements oauth2.TokenSource.
func (s *keptSource) Token() (*oauth2.Token, error) {
	token, err := s.source.Token()
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if token.RefreshToken == "" || token.RefreshToken == s.kept.RefreshToken {
		return token, nil
	}
	s.kept.RefreshToken = token.RefreshToken
	return token, s.c.replaceSignIn(s.ctx, s.kept)
}

// replaceSignIn keeps a new refresh token, unless somebody has signed in or out meanwhile.
func (c *Client) replaceSignIn(ctx context.Context, kept signedIn) error {
	now, err := c.loadSignIn(ctx, oauthClient{ID: kept.ClientID})
	if reasonOf(err) == sheets.ReasonNoSignIn || err == nil && now.Began != kept.Began {
		return nil
	}
	if err != nil {
		return err
	}
	return c.keepSignIn(ctx, kept)
}

// SignOut implements sheets.Client.
func (c *Client) SignOut(ctx context.Context) error {
	text, err := c.secrets.Get(ctx, signInSecretName)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := c.secrets.Delete(ctx, signInSecretName); err != nil {
		return err
	}
	c.forget(sheets.AccessGoogle)
	var kept signedIn
	if err := json.Unmarshal(text, &kept); err == nil {
		c.revokeToken(ctx, kept.RefreshToken)
	}
	return nil
}

// revokeToken tells Google that the token is no longer needed. Without a network it stays valid
// there, but nobody has it any more.
func (c *Client) revokeToken(ctx context.Context, token string) {
	if c.options.RevokeURL == "" || token == "" {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, revokeTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.options.RevokeURL, strings.NewReader("token="+escape(token)))
	if err != nil {
		return
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if response, err := c.tokens.Do(request); err == nil {
		_ = response.Body.Close()
	}
}
