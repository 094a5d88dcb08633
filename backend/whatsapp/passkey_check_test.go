package whatsapp

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"

	"go.mau.fi/whatsmeow/types"

	"mceplatform/backend/fault"
)

func passkeyRequest() *types.WebAuthnPublicKey {
	return &types.WebAuthnPublicKey{
		Challenge: []byte("a challenge of some length"), Timeout: 60000, RelyingPartID: "whatsapp.com", UserVerification: "preferred",
		AllowCredentials: []types.AllowedCredential{{ID: []byte("credential"), Type: "public-key", Transports: []string{"hybrid"}}},
	}
}

func sha(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return sum[:]
}

// answered is what a browser prints for the request, with changes.
func answered(t testing.TB, change func(a map[string]any, response map[string]any, data map[string]any)) string {
	t.Helper()
	b64 := base64.RawURLEncoding.EncodeToString
	data := map[string]any{"type": "webauthn.get", "challenge": b64(passkeyRequest().Challenge), "origin": "https://web.whatsapp.com", "crossOrigin": false}
	response := map[string]any{
		"authenticatorData": b64(append(sha(passkeyRequest().RelyingPartID), 5, 0, 0, 0, 1)), "signature": b64([]byte("signature")), "userHandle": b64([]byte("me")),
	}
	a := map[string]any{"id": b64([]byte("credential")), "rawId": b64([]byte("credential")), "type": "public-key", "authenticatorAttachment": "platform"}
	change(a, response, data)
	if _, set := response["clientDataJSON"]; !set {
		raw, err := json.Marshal(data)
		if err != nil {
			t.Fatal(err)
		}
		response["clientDataJSON"] = b64(raw)
	}
	a["response"] = response
	out, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestPastedAnswersAreReadStrictly(t *testing.T) {
	good := answered(t, func(_, _, _ map[string]any) {})
	quoted, err := json.Marshal(good)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"plain": good, "white space": " \n" + good + "\r\n", "quoted": "'" + good + "'", "as a string": string(quoted)} {
		got, err := parseAssertion(text, passkeyRequest())
		if err != nil || string(got.RawID) != "credential" || got.Response.UserHandle == nil || string(*got.Response.UserHandle) != "me" {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	type m = map[string]any
	sentences := map[string]string{}
	for name, text := range map[string]string{
		"nothing":           " ",
		"too long":          good + strings.Repeat("x", maxAssertion),
		"cut off":           good[:len(good)/2],
		"no passkey":        answered(t, func(a, _, _ m) { a["type"] = "password" }),
		"bad base64":        answered(t, func(_, r, _ m) { r["signature"] = "***" }),
		"no signature":      answered(t, func(_, r, _ m) { delete(r, "signature") }),
		"huge field":        answered(t, func(_, r, _ m) { r["signature"] = strings.Repeat("A", 8000) }),
		"ids differ":        answered(t, func(a, _, _ m) { a["id"] = "b3RoZXI" }),
		"client data":       answered(t, func(_, r, _ m) { r["clientDataJSON"] = "bm8ganNvbg" }),
		"made, not used":    answered(t, func(_, _, d m) { d["type"] = "webauthn.create" }),
		"another challenge": answered(t, func(_, _, d m) { d["challenge"] = "b2xk" }),
		"another page":      answered(t, func(_, _, d m) { d["origin"] = "https://web.whatsapp.com.evil.example" }),
		"another party": answered(t, func(_, r, _ m) {
			r["authenticatorData"] = base64.RawURLEncoding.EncodeToString(append(sha("example.com"), 5, 0, 0, 0, 1))
		}),
		"short data": answered(t, func(_, r, _ m) { r["authenticatorData"] = "AAAA" }),
		"nobody there": answered(t, func(_, r, _ m) {
			r["authenticatorData"] = base64.RawURLEncoding.EncodeToString(append(sha("whatsapp.com"), 4, 0, 0, 0, 1))
		}),
		"another credential": answered(t, func(a, _, _ m) { a["id"], a["rawId"] = "b3RoZXI", "b3RoZXI" }),
	} {
		_, err := parseAssertion(text, passkeyRequest())
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		sentences[name] = err.Error()
	}
	if sentences["another page"] == sentences["another challenge"] || sentences["another party"] == sentences["another credential"] {
		t.Errorf("different faults have the same sentence: %v", sentences)
	}
}

func TestRequestsForSomebodyElseAreRefused(t *testing.T) {
	for name, change := range map[string]func(r *types.WebAuthnPublicKey){
		"another site":    func(r *types.WebAuthnPublicKey) { r.RelyingPartID = "bank.example" },
		"looks like it":   func(r *types.WebAuthnPublicKey) { r.RelyingPartID = "notwhatsapp.com" },
		"short challenge": func(r *types.WebAuthnPublicKey) { r.Challenge = []byte("x") },
	} {
		r := passkeyRequest()
		change(r)
		if checkRequest(r) == nil {
			t.Errorf("%s is signed for", name)
		}
	}
	sub := passkeyRequest()
	sub.RelyingPartID = "web.whatsapp.com"
	if err := checkRequest(sub); err != nil {
		t.Error(err)
	}
}

// The snippet runs in a JavaScript engine against a browser's part that the
// simulated passkey plays, and what it prints is taken.
func TestSnippetPrintsAnAnswerThatIsTaken(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("no JavaScript engine")
	}
	request := passkeyRequest()
	options, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	var answer pasted
	if err := json.Unmarshal([]byte(answered(t, func(_, _, _ map[string]any) {})), &answer); err != nil {
		t.Fatal(err)
	}
	browser, err := json.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	script := `const a = ` + string(browser) + `;
const buf = (s) => Uint8Array.from(Buffer.from(s, "base64url")).buffer;
Object.defineProperty(globalThis, "navigator", { value: { credentials: { get: async ({ publicKey: o }) => {
  if (Buffer.from(o.challenge).toString() !== "a challenge of some length") throw new Error("challenge");
  if (o.rpId !== "whatsapp.com" || o.timeout !== 60000 || o.userVerification !== "preferred" || "extensions" in o) throw new Error("options");
  if (Buffer.from(o.allowCredentials[0].id).toString() !== "credential") throw new Error("credential");
  return { id: a.id, rawId: buf(a.rawId), type: a.type, response: Object.fromEntries(Object.entries(a.response).map(([k, v]) => [k, buf(v)])) };
} } }, configurable: true });
` + snippet(string(options))
	cmd := exec.Command(node, "-e", script)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if _, err := parseAssertion(string(out), request); err != nil {
		t.Errorf("%v: %s", err, out)
	}
	for _, word := range []string{"fetch(", "XMLHttpRequest", "http://", "WebSocket", "sendBeacon"} {
		if strings.Contains(snippet(string(options)), word) {
			t.Errorf("the snippet can send something: %s", word)
		}
	}
}

func FuzzParseAssertion(f *testing.F) {
	f.Add(answered(f, func(_, _, _ map[string]any) {}))
	f.Add(`"{}"`)
	f.Add(`{"type":"public-key","rawId":"AA","response":null}`)
	request := passkeyRequest()
	f.Fuzz(func(t *testing.T, text string) {
		got, err := parseAssertion(text, request)
		if err == nil && (string(got.RawID) != "credential" || len(got.Response.Signature) == 0) {
			t.Errorf("taken: %+v", got)
		}
		if err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("error without a sentence: %v", err)
		}
	})
}
