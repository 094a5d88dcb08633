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
	"time"
)

const (
	grantType     = "urn:ietf:params:oauth:grant-type:jwt-bearer"
	tokenLifetime = time.Hour
	maxSkew       = 10 * time.Minute
)

// Scopes are those of the real API under which its read methods work.
func Scopes() []string {
	return []string{
		"https://www.googleapis.com/auth/spreadsheets.readonly", "https://www.googleapis.com/auth/spreadsheets",
		"https://www.googleapis.com/auth/drive.readonly", "https://www.googleapis.com/auth/drive.file", "https://www.googleapis.com/auth/drive",
	}
}

// NewServiceAccountJSON makes a service account with a fresh key and returns its key file, as the
// Google Cloud console would.
func (s *Server) NewServiceAccountJSON() ([]byte, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
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

// token is the token endpoint: it exchanges a signed assertion for a bearer token.
func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	s.count(RequestToken)
	switch {
	case s.fails(TokenDown):
		http.Error(w, "unavailable", http.StatusServiceUnavailable)
		return
	case s.fails(RevokedKey):
		writeJSON(w, http.StatusBadRequest, map[string]any{"error": "invalid_grant", "error_description": "Invalid JWT Signature."})
		return
	case r.FormValue("grant_type") != grantType:
		s.problem("token: grant type %q", r.FormValue("grant_type"))
		writeJSON(w, http.StatusBadRequest, map[string]any{"error": "unsupported_grant_type"})
		return
	}
	email, err := s.verify(r.FormValue("assertion"))
	if err != nil {
		s.problem("token: %v", err)
		writeJSON(w, http.StatusBadRequest, map[string]any{"error": "invalid_grant", "error_description": err.Error()})
		return
	}
	token := "ya29.sim-" + rand.Text()
	s.mu.Lock()
	s.tokens[token] = grant{email: email, expires: time.Now().Add(tokenLifetime)}
	s.mu.Unlock()
	writeJSON(w, http.StatusOK, map[string]any{"access_token": token, "expires_in": int(tokenLifetime.Seconds()), "token_type": "Bearer"})
}

// verify checks an assertion the way RFC 7523 and Google want it.
func (s *Server) verify(assertion string) (email string, err error) {
	parts := strings.Split(assertion, ".")
	if len(parts) != 3 {
		return "", errors.New("not a signed token")
	}
	var header struct{ Alg, Kid, Typ string }
	var claims struct {
		Iss, Aud, Scope string
		Iat, Exp        int64
	}
	if err := errors.Join(decodePart(parts[0], &header), decodePart(parts[1], &claims)); err != nil {
		return "", err
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	key, email := s.accounts[header.Kid], s.emails[header.Kid]
	s.mu.Unlock()
	now := time.Now()
	digest := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	switch {
	case header.Alg != "RS256" || key == nil:
		return "", fmt.Errorf("unknown key or algorithm %q", header.Alg)
	case rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], signature) != nil:
		return "", errors.New("signature does not fit")
	case claims.Iss != email:
		return "", errors.New("issuer is not the account")
	case claims.Aud != s.TokenURL():
		return "", fmt.Errorf("audience %q", claims.Aud)
	case claims.Exp-claims.Iat > int64(tokenLifetime.Seconds())+int64(maxSkew.Seconds()), time.Unix(claims.Exp, 0).Before(now), time.Unix(claims.Iat, 0).After(now.Add(maxSkew)):
		return "", errors.New("times do not fit")
	}
	for _, scope := range strings.Fields(claims.Scope) {
		if slices.Contains(Scopes(), scope) {
			return email, nil
		}
	}
	return "", fmt.Errorf("scope %q", claims.Scope)
}

func decodePart(part string, into any) error {
	b, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, into)
}

// authorised returns whose token a request carries.
func (s *Server) authorised(r *http.Request) (email string, ok bool) {
	token, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	s.mu.Lock()
	defer s.mu.Unlock()
	g, known := s.tokens[token]
	if !found || !known || time.Now().After(g.expires) {
		return "", false
	}
	return g.email, true
}
