package sheetsim

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	grantJWT      = "urn:ietf:params:oauth:grant-type:jwt-bearer"
	tokenLifetime = time.Hour
	maxSkew       = 10 * time.Minute
)

const scopePrefix = "https://www.googleapis.com/auth/"

// scopes are those of the real APIs under which each method works.
var scopes = map[string][]string{
	RequestSpreadsheet: {"drive", "drive.file", "drive.readonly", "spreadsheets", "spreadsheets.readonly"},
	RequestValues:      {"drive", "drive.file", "drive.readonly", "spreadsheets", "spreadsheets.readonly"},
	RequestBatch:       {"drive", "drive.file", "drive.readonly", "spreadsheets", "spreadsheets.readonly"},
	RequestUpdate:      {"drive", "drive.file", "spreadsheets"},
	RequestBatchUpdate: {"drive", "drive.file", "spreadsheets"},
	RequestFile:        {"drive", "drive.appdata", "drive.file", "drive.meet.readonly", "drive.metadata", "drive.metadata.readonly", "drive.photos.readonly", "drive.readonly"},
	RequestAbout:       {"drive", "drive.appdata", "drive.file", "drive.metadata", "drive.metadata.readonly", "drive.photos.readonly", "drive.readonly"},
}

// Scopes lists those under which a method works.
func Scopes(method string) []string {
	out := make([]string, len(scopes[method]))
	for i, scope := range scopes[method] {
		out[i] = scopePrefix + scope
	}
	return out
}

// known reports whether any method works under a scope.
func known(scope string) bool {
	for method := range scopes {
		if slices.Contains(Scopes(method), scope) {
			return true
		}
	}
	return false
}

// grant is what a token stands for.
type grant struct {
	email   string
	scopes  []string
	client  string // of a person's sign-in
	expires time.Time
}

// perFile reports whether only documents that were picked can be reached.
func (g grant) perFile() bool { return slices.Equal(g.scopes, []string{scopePrefix + "drive.file"}) }

// signingKey is the private key of every account: making one takes a while, and tests have many.
var signingKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

// NewServiceAccountJSON makes a service account and returns its key file, as the Google Cloud
// console would.
func (s *Server) NewServiceAccountJSON() ([]byte, error) {
	key, err := signingKey()
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	id := strings.ToLower(rand.Text())
	s.mu.Lock()
	email := fmt.Sprintf("reader-%d@mce-simulated.iam.gserviceaccount.com", len(s.accounts)+1)
	s.accounts[id], s.emails[id] = &key.PublicKey, email
	s.mu.Unlock()
	return json.MarshalIndent(map[string]string{
		"type": "service_account", "project_id": "mce-simulated", "private_key_id": id,
		"private_key":  string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})),
		"client_email": email, "client_id": "100000000000000000001", "auth_uri": "https://accounts.google.com/o/oauth2/auth",
		"token_uri": s.TokenURL(), "universe_domain": "googleapis.com",
	}, "", "  ")
}

// ExpireTokens makes every access token given out so far worthless.
func (s *Server) ExpireTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.tokens)
}

// token is the token endpoint.
func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	s.count(RequestToken)
	if s.fails(TokenDown) {
		http.Error(w, "unavailable", http.StatusServiceUnavailable)
		return
	}
	switch r.FormValue("grant_type") {
	case grantJWT:
		s.exchangeAssertion(w, r)
	case "authorization_code":
		s.exchangeCode(w, r)
	case "refresh_token":
		s.exchangeRefresh(w, r)
	default:
		s.problem("token: grant type %q", r.FormValue("grant_type"))
		writeJSON(w, r, http.StatusBadRequest, map[string]any{"error": "unsupported_grant_type"})
	}
}

// exchangeAssertion gives a service account a bearer token for its signed assertion.
func (s *Server) exchangeAssertion(w http.ResponseWriter, r *http.Request) {
	if s.fails(RevokedKey) {
		writeJSON(w, r, http.StatusBadRequest, map[string]any{"error": "invalid_grant", "error_description": "Invalid JWT Signature."})
		return
	}
	g, err := s.verify(r.FormValue("assertion"))
	if err != nil {
		s.problem("token: %v", err)
		writeJSON(w, r, http.StatusBadRequest, map[string]any{"error": "invalid_grant", "error_description": err.Error()})
		return
	}
	writeJSON(w, r, http.StatusOK, map[string]any{"access_token": s.newToken(g), "expires_in": int(tokenLifetime.Seconds()), "token_type": "Bearer"})
}

func (s *Server) newToken(g grant) string {
	token := "ya29.sim-" + rand.Text()
	g.expires = time.Now().Add(tokenLifetime)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens[token] = g
	return token
}

// verify checks an assertion the way RFC 7523 and Google want it.
func (s *Server) verify(assertion string) (grant, error) {
	parts := strings.Split(assertion, ".")
	if len(parts) != 3 {
		return grant{}, errors.New("not a signed token")
	}
	var header struct{ Alg, Kid, Typ string }
	var claims struct {
		Iss, Aud, Scope string
		Iat, Exp        int64
	}
	if err := errors.Join(decodePart(parts[0], &header), decodePart(parts[1], &claims)); err != nil {
		return grant{}, err
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil {
		return grant{}, err
	}
	s.mu.Lock()
	key, email := s.accounts[header.Kid], s.emails[header.Kid]
	s.mu.Unlock()
	now := time.Now()
	digest := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	switch {
	case header.Alg != "RS256" || key == nil:
		return grant{}, fmt.Errorf("unknown key or algorithm %q", header.Alg)
	case rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], signature) != nil:
		return grant{}, errors.New("signature does not fit")
	case claims.Iss != email:
		return grant{}, errors.New("issuer is not the account")
	case claims.Aud != s.TokenURL():
		return grant{}, fmt.Errorf("audience %q", claims.Aud)
	case claims.Exp-claims.Iat > int64(tokenLifetime.Seconds())+int64(maxSkew.Seconds()), time.Unix(claims.Exp, 0).Before(now), time.Unix(claims.Iat, 0).After(now.Add(maxSkew)):
		return grant{}, errors.New("times do not fit")
	}
	g := grant{email: email, scopes: strings.Fields(claims.Scope)}
	if len(g.scopes) == 0 || slices.ContainsFunc(g.scopes, func(scope string) bool { return !known(scope) }) {
		return grant{}, fmt.Errorf("scope %q", claims.Scope)
	}
	return g, nil
}

func decodePart(part string, into any) error {
	b, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, into)
}

// authorised returns whose token a request carries, and answers it where it carries none that is
// good for the method.
func (s *Server) authorised(w http.ResponseWriter, r *http.Request, method string) (grant, bool) {
	token, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	s.mu.Lock()
	g, given := s.tokens[token]
	s.mu.Unlock()
	if !found || !given || time.Now().After(g.expires) {
		writeError(w, r, http.StatusUnauthorized, "UNAUTHENTICATED", "Request had invalid authentication credentials.")
		return grant{}, false
	}
	for _, scope := range g.scopes {
		if slices.Contains(Scopes(method), scope) {
			return g, true
		}
	}
	s.problem("%s with the scopes %v", method, g.scopes)
	writeError(w, r, http.StatusForbidden, "PERMISSION_DENIED", "Request had insufficient authentication scopes.",
		map[string]any{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "domain": "googleapis.com"})
	return grant{}, false
}
