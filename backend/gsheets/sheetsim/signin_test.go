package sheetsim_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"testing"

	"golang.org/x/oauth2"

	"mceplatform/backend/gsheets/sheetsim"
)

const (
	verifier = "a-verifier-that-is-as-long-as-the-rfc-wants-it"
	back     = "http://127.0.0.1:1/callback"
)

// askFor opens Google's page and returns where it sends the browser.
func askFor(t *testing.T, s *sheetsim.Server, change map[string]string) (int, url.Values) {
	t.Helper()
	query := url.Values{
		"client_id": {"c.apps.googleusercontent.com"}, "redirect_uri": {back}, "response_type": {"code"}, "scope": {"https://www.googleapis.com/auth/drive.file"},
		"state": {"s"}, "code_challenge": {oauth2.S256ChallengeFromVerifier(verifier)}, "code_challenge_method": {"S256"}, "prompt": {"consent"}, "trigger_onepick": {"true"},
	}
	for name, value := range change {
		query.Set(name, value)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Get(s.AuthURL() + "?" + query.Encode())
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	u, err := url.Parse(response.Header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, u.Query()
}

func exchange(t *testing.T, s *sheetsim.Server, form map[string]string) (int, map[string]any) {
	t.Helper()
	values := url.Values{}
	for name, value := range form {
		values.Set(name, value)
	}
	response, err := http.PostForm(s.TokenURL(), values)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var answer map[string]any
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, answer
}

func TestPageRefusesWhatGoogleWould(t *testing.T) {
	s := start(t)
	s.AddClient("c.apps.googleusercontent.com", "secret")
	s.SetPerson(sheetsim.Person{Email: "a@example.com", Reply: sheetsim.SaysYes})
	for name, value := range map[string]string{
		"client_id": "other", "redirect_uri": "https://example.com/callback", "response_type": "token", "code_challenge_method": "plain", "code_challenge": "short",
		"scope": "https://www.googleapis.com/auth/drive", "prompt": "none", "trigger_onepick": "", "invented": "1",
	} {
		if status, _ := askFor(t, s, map[string]string{name: value}); status != http.StatusBadRequest {
			t.Errorf("%s=%s: %d", name, value, status)
		}
	}
	if n := len(s.Problems()); n != 9 {
		t.Errorf("%d problems: %v", n, s.Problems())
	}
}

func TestTokensAreGivenOnceAndForTheRightProof(t *testing.T) {
	s := start(t)
	s.AddClient("c.apps.googleusercontent.com", "secret")
	s.SetPerson(sheetsim.Person{Email: "a@example.com", Reply: sheetsim.SaysYes, Picks: []string{"unknown"}})
	form := map[string]string{"grant_type": "authorization_code", "client_id": "c.apps.googleusercontent.com", "client_secret": "secret", "redirect_uri": back, "code_verifier": verifier}
	for name, want := range map[string]string{"client_secret": "invalid_client", "redirect_uri": "redirect_uri_mismatch", "code_verifier": "invalid_grant", "code": "invalid_grant", "grant_type": "unsupported_grant_type"} {
		_, answer := askFor(t, s, nil)
		bad := maps.Clone(form)
		bad["code"] = answer.Get("code")
		bad[name] = "wrong"
		if status, said := exchange(t, s, bad); status == http.StatusOK || said["error"] != want {
			t.Errorf("wrong %s: %d %v", name, status, said)
		}
	}
	_, answer := askFor(t, s, nil)
	if answer.Get("state") != "s" || answer.Has("picked_file_ids") {
		t.Errorf("%v", answer)
	}
	form["code"] = answer.Get("code")
	status, tokens := exchange(t, s, form)
	if status != http.StatusOK || tokens["scope"] != "https://www.googleapis.com/auth/drive.file" {
		t.Fatalf("%d %v", status, tokens)
	}
	if status, _ := exchange(t, s, form); status != http.StatusBadRequest {
		t.Error("a code is taken twice")
	}
	refresh := map[string]string{"grant_type": "refresh_token", "client_id": form["client_id"], "client_secret": "secret", "refresh_token": tokens["refresh_token"].(string)}
	status, again := exchange(t, s, refresh)
	if status != http.StatusOK || again["refresh_token"] != nil {
		t.Errorf("%d %v", status, again)
	}
	s.SetRotation(true)
	if _, again = exchange(t, s, refresh); again["refresh_token"] == nil {
		t.Errorf("not rotated: %v", again)
	}
	if status, _ := exchange(t, s, refresh); status != http.StatusBadRequest {
		t.Error("a rotated token is still taken")
	}
}
