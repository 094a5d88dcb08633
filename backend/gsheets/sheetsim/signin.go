package sheetsim

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Reply is what a person does on Google's page.
type Reply string

// The replies.
const (
	SaysYes  Reply = "yes"
	SaysNo   Reply = "no"
	NeverSay Reply = "never" // closes the tab, or leaves it open
)

// Person is who sits at the browser.
type Person struct {
	Email string
	Reply Reply
	// Picks are the files she picks among those she may open. nil = those that the page was asked
	// to offer.
	Picks []string
}

const codeLifetime = 10 * time.Minute

// pendingCode is an authorization code that has not been used.
type pendingCode struct {
	grant
	redirect  string
	challenge string
	made      time.Time
}

// AddClient registers an OAuth client of the desktop kind.
func (s *Server) AddClient(id, secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clients[id] = secret
}

// SetPerson says who sits at the browser from now on.
func (s *Server) SetPerson(p Person) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.person = p
}

// SetRotation makes each use of a refresh token give a new one and end the old.
func (s *Server) SetRotation(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rotate = on
}

// RevokeAccess takes away from every client what a person has allowed, as she can on the page of
// her Google account. What she picked has to be picked again.
func (s *Server) RevokeAccess(email string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forget(func(g grant) bool { return g.email == email })
}

// forget ends grants. The caller holds the lock.
func (s *Server) forget(which func(g grant) bool) {
	for _, tokens := range []map[string]grant{s.tokens, s.refreshes} {
		for token, g := range tokens {
			if g.client != "" && which(g) {
				delete(tokens, token)
				for pick := range s.picked {
					if strings.HasPrefix(pick, g.client+" "+g.email+" ") {
						delete(s.picked, pick)
					}
				}
			}
		}
	}
}

// signIns is what outlives a restart of the server.
type signIns struct {
	Refreshes map[string]keptGrant `json:"refreshes"`
	Picked    map[string]bool      `json:"picked"`
}

type keptGrant struct {
	Email  string   `json:"email"`
	Scopes []string `json:"scopes"`
	Client string   `json:"client"`
}

// SignIns returns who has signed in and what they picked, for RestoreSignIns.
func (s *Server) SignIns() ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := signIns{Refreshes: make(map[string]keptGrant), Picked: s.picked}
	for token, g := range s.refreshes {
		kept.Refreshes[token] = keptGrant{Email: g.email, Scopes: g.scopes, Client: g.client}
	}
	return json.Marshal(kept)
}

// RestoreSignIns takes up the sign-ins of an earlier server.
func (s *Server) RestoreSignIns(text []byte) error {
	var kept signIns
	if err := json.Unmarshal(text, &kept); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for token, g := range kept.Refreshes {
		s.refreshes[token] = grant{email: g.Email, scopes: g.Scopes, client: g.Client}
	}
	maps.Copy(s.picked, kept.Picked)
	return nil
}

func (s *Server) hasPicked(g grant, id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.picked[g.client+" "+g.email+" "+id]
}

// Browse opens an address as the system's browser would, and returns at once: the person answers
// by herself.
func (s *Server) Browse(address string) error {
	if !strings.HasPrefix(address, s.AuthURL()+"?") {
		s.problem("the browser was sent to %s", address)
		return fmt.Errorf("this is not Google's page: %s", address)
	}
	s.people.Go(func() {
		response, err := http.Get(address) // loopback, checked above
		if err != nil {
			return // the program no longer listens
		}
		_ = response.Body.Close()
	})
	return nil
}

// authorize is Google's page where people sign in and pick files. The person's answer leads
// straight back to the program.
func (s *Server) authorize(w http.ResponseWriter, r *http.Request) {
	s.count(RequestAuthorize)
	query := r.URL.Query()
	s.mu.Lock()
	_, known := s.clients[query.Get("client_id")]
	person := s.person
	s.mu.Unlock()
	if err := checkAuthorize(query, known); err != nil {
		// Google shows such errors itself and does not send the browser back.
		s.problem("authorize: %v", err)
		writePage(w, http.StatusBadRequest, "Access blocked: Authorization Error. Error 400: invalid_request")
		return
	}
	answer := url.Values{"state": {query.Get("state")}}
	switch person.Reply {
	case SaysYes:
		code := "4/0sim-" + rand.Text()
		g := grant{email: person.Email, scopes: strings.Fields(query.Get("scope")), client: query.Get("client_id")}
		answer.Set("code", code)
		answer.Set("scope", query.Get("scope"))
		if picked := s.pick(person, g, query.Get("file_ids")); len(picked) > 0 {
			answer.Set("picked_file_ids", strings.Join(picked, ","))
		}
		s.mu.Lock()
		s.codes[code] = pendingCode{grant: g, redirect: query.Get("redirect_uri"), challenge: query.Get("code_challenge"), made: time.Now()}
		s.mu.Unlock()
	case SaysNo:
		answer.Set("error", "access_denied")
	default:
		writePage(w, http.StatusOK, "Choose an account.")
		return
	}
	http.Redirect(w, r, query.Get("redirect_uri")+"?"+answer.Encode(), http.StatusFound)
}

// pick notes what a person picks. The page only offers what she may open.
func (s *Server) pick(person Person, g grant, offered string) []string {
	wanted := person.Picks
	if wanted == nil && offered != "" {
		wanted = strings.Split(offered, ",")
	}
	var picked []string
	for _, id := range wanted {
		s.mu.Lock()
		sheet := s.sheets[id]
		s.mu.Unlock()
		if sheet == nil || sheet.roleOf(person.Email) == NoRole || offered != "" && !slices.Contains(strings.Split(offered, ","), id) {
			continue
		}
		picked = append(picked, id)
		s.mu.Lock()
		s.picked[g.client+" "+g.email+" "+id] = true
		s.mu.Unlock()
	}
	return picked
}

// authorizeParameters are what the page knows: those of OAuth for installed programs, and those of
// the picker (developers.google.com/workspace/drive/picker/guides/desktop-mobile-picker).
var authorizeParameters = []string{
	"client_id", "redirect_uri", "response_type", "scope", "state", "code_challenge", "code_challenge_method", "access_type", "prompt",
	"include_granted_scopes", "login_hint", "trigger_onepick", "allow_multiple", "mimetypes", "file_ids", "allow_folder_selection",
}

func checkAuthorize(query url.Values, known bool) error {
	for name, values := range query {
		if !slices.Contains(authorizeParameters, name) || len(values) != 1 {
			return fmt.Errorf("no such parameter, or twice: %s", name)
		}
	}
	challenge, err := base64.RawURLEncoding.DecodeString(query.Get("code_challenge"))
	switch {
	case !known:
		return fmt.Errorf("no such client: %s", query.Get("client_id"))
	case query.Get("response_type") != "code":
		return fmt.Errorf("response_type %q", query.Get("response_type"))
	case !isLoopback(query.Get("redirect_uri")):
		return fmt.Errorf("redirect_uri %q", query.Get("redirect_uri"))
	case query.Get("code_challenge_method") != "S256" || err != nil || len(challenge) != sha256.Size:
		return fmt.Errorf("code_challenge %q", query.Get("code_challenge"))
	case query.Get("trigger_onepick") != "true":
		return fmt.Errorf("signing in without the picker is not simulated")
	case query.Get("scope") != scopePrefix+"drive.file":
		// The guide: only this scope, and no other beside it.
		return fmt.Errorf("scope %q with the picker", query.Get("scope"))
	case !slices.Contains(strings.Fields(query.Get("prompt")), "consent"):
		return fmt.Errorf("prompt %q with the picker", query.Get("prompt"))
	}
	return nil
}

func isLoopback(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" || u.Port() == "" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return ip != nil && ip.IsLoopback()
}

// exchangeCode gives tokens for a code, once.
func (s *Server) exchangeCode(w http.ResponseWriter, r *http.Request) {
	if !s.isClient(w, r) {
		return
	}
	s.mu.Lock()
	code, found := s.codes[r.FormValue("code")]
	delete(s.codes, r.FormValue("code"))
	s.mu.Unlock()
	verifier := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	switch {
	case !found, code.client != r.FormValue("client_id"), time.Since(code.made) > codeLifetime:
		writeGrantError(w, r, "Malformed auth code.")
	case code.redirect != r.FormValue("redirect_uri"):
		writeJSON(w, r, http.StatusBadRequest, map[string]any{"error": "redirect_uri_mismatch", "error_description": "Bad Request"})
	case code.challenge != base64.RawURLEncoding.EncodeToString(verifier[:]):
		writeGrantError(w, r, "Invalid code verifier.")
	default:
		s.writeTokens(w, r, code.grant, true)
	}
}

// exchangeRefresh gives an access token for a refresh token.
func (s *Server) exchangeRefresh(w http.ResponseWriter, r *http.Request) {
	if !s.isClient(w, r) {
		return
	}
	token := r.FormValue("refresh_token")
	s.mu.Lock()
	g, found := s.refreshes[token]
	rotate := s.rotate
	if found && rotate {
		delete(s.refreshes, token)
	}
	s.mu.Unlock()
	if !found || g.client != r.FormValue("client_id") {
		writeGrantError(w, r, "Token has been expired or revoked.")
		return
	}
	s.writeTokens(w, r, g, rotate)
}

func (s *Server) isClient(w http.ResponseWriter, r *http.Request) bool {
	s.mu.Lock()
	secret, known := s.clients[r.FormValue("client_id")]
	s.mu.Unlock()
	if !known || secret != r.FormValue("client_secret") {
		writeJSON(w, r, http.StatusUnauthorized, map[string]any{"error": "invalid_client", "error_description": "The OAuth client was not found."})
		return false
	}
	return true
}

func (s *Server) writeTokens(w http.ResponseWriter, r *http.Request, g grant, withRefresh bool) {
	answer := map[string]any{
		"access_token": s.newToken(g), "expires_in": int(tokenLifetime.Seconds()), "token_type": "Bearer", "scope": strings.Join(g.scopes, " "),
	}
	if withRefresh {
		refresh := "1//0sim-" + rand.Text()
		s.mu.Lock()
		s.refreshes[refresh] = g
		s.mu.Unlock()
		answer["refresh_token"] = refresh
	}
	writeJSON(w, r, http.StatusOK, answer)
}

func writeGrantError(w http.ResponseWriter, r *http.Request, description string) {
	writeJSON(w, r, http.StatusBadRequest, map[string]any{"error": "invalid_grant", "error_description": description})
}

// revoke takes a token back, and with it everything the person allowed the client.
func (s *Server) revoke(w http.ResponseWriter, r *http.Request) {
	s.count(RequestRevoke)
	token := r.FormValue("token")
	s.mu.Lock()
	g, found := s.refreshes[token]
	if !found {
		g, found = s.tokens[token]
	}
	if found {
		s.forget(func(other grant) bool { return other.email == g.email && other.client == g.client })
	}
	s.mu.Unlock()
	if !found {
		writeJSON(w, r, http.StatusBadRequest, map[string]any{"error": "invalid_token", "error_description": "Token expired or revoked"})
		return
	}
	writeJSON(w, r, http.StatusOK, map[string]any{})
}
