package whatsapp

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"

	"go.mau.fi/whatsmeow/types"

	"mceplatform/backend/fault"
)

// Limits of what may be pasted. Real answers have about a kilobyte.
const (
	maxAssertion = 16 << 10
	maxField     = 4 << 10
	minAuthData  = 37 // hash of the party, flags, counter
	userPresent  = 0x01
)

const (
	passkeyOrigin = "https://web.whatsapp.com"
	passkeyDomain = "whatsapp.com"
)

// checkRequest refuses requests that WhatsApp Web's page could not answer, or
// that would have this computer sign for somebody else than WhatsApp.
func checkRequest(r *types.WebAuthnPublicKey) error {
	switch {
	case len(r.Challenge) < 16 || len(r.Challenge) > 1024:
		return errors.New("challenge of a strange length")
	case r.RelyingPartID != passkeyDomain && !strings.HasSuffix(r.RelyingPartID, "."+passkeyDomain):
		return errors.New("a passkey of somebody else is asked for")
	case len(r.AllowCredentials) > 64:
		return errors.New("too many credentials")
	}
	return nil
}

// pasted is the credential as JSON.stringify prints it.
type pasted struct {
	ID       string `json:"id"`
	RawID    string `json:"rawId"`
	Type     string `json:"type"`
	Response struct {
		ClientDataJSON    string `json:"clientDataJSON"`
		AuthenticatorData string `json:"authenticatorData"`
		Signature         string `json:"signature"`
		UserHandle        string `json:"userHandle"`
	} `json:"response"`
}

func wrong(text string) error { return fault.New(fault.Invalid, "%s", text) }

// parseAssertion reads what the snippet printed and compares it with what was
// asked for. The signature itself is checked by WhatsApp, which has the key.
func parseAssertion(text string, request *types.WebAuthnPublicKey) (*types.WebAuthnResponse, error) {
	text = unquote(strings.TrimSpace(text))
	switch {
	case text == "":
		return nil, wrong("Paste what the browser printed.")
	case len(text) > maxAssertion:
		return nil, wrong("This is too long to be the answer. Copy only the line that the snippet printed.")
	}
	var in pasted
	if err := json.Unmarshal([]byte(text), &in); err != nil {
		return nil, wrong("This is not the whole answer. Copy the printed line from the first { to the last }.")
	}
	if in.Type != "public-key" {
		return nil, wrong("This is not the answer of a passkey. Copy the line that the snippet printed.")
	}
	out := &types.WebAuthnResponse{Type: in.Type}
	var handle []byte
	for _, field := range []struct {
		text     string
		into     *[]byte
		optional bool
	}{
		{in.RawID, (*[]byte)(&out.RawID), false},
		{in.Response.ClientDataJSON, (*[]byte)(&out.Response.ClientDataJSON), false},
		{in.Response.AuthenticatorData, (*[]byte)(&out.Response.AuthenticatorData), false},
		{in.Response.Signature, (*[]byte)(&out.Response.Signature), false},
		{in.Response.UserHandle, &handle, true},
	} {
		data, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(field.text, "="))
		if err != nil || len(data) > maxField || (len(data) == 0 && !field.optional) {
			return nil, wrong("A part of the answer is damaged. Run the snippet again and copy the whole line.")
		}
		*field.into = data
	}
	out.ID = encodeID(out.RawID)
	if in.ID != out.ID {
		return nil, wrong("A part of the answer is damaged. Run the snippet again and copy the whole line.")
	}
	if len(handle) > 0 {
		typed := out.RawID[:0:0] // its type lives in a module of whatsmeow's
		typed = append(typed, handle...)
		out.Response.UserHandle = &typed
	}
	return out, checkAssertion(out, request)
}

func encodeID(id []byte) string { return base64.RawURLEncoding.EncodeToString(id) }

// unquote takes off the quotes that some consoles print around a text.
func unquote(text string) string {
	if len(text) > 1 && (text[0] == '\'' || text[0] == '`') && text[len(text)-1] == text[0] {
		return text[1 : len(text)-1]
	}
	var inner string
	if strings.HasPrefix(text, `"`) && json.Unmarshal([]byte(text), &inner) == nil {
		return inner
	}
	return text
}

// checkAssertion compares an answer with what was asked for (WebAuthn level 3,
// section 7.2, as far as it needs no key).
func checkAssertion(a *types.WebAuthnResponse, request *types.WebAuthnPublicKey) error {
	var data struct {
		Type      string `json:"type"`
		Challenge string `json:"challenge"`
		Origin    string `json:"origin"`
	}
	if err := json.Unmarshal(a.Response.ClientDataJSON, &data); err != nil {
		return wrong("A part of the answer is damaged. Run the snippet again and copy the whole line.")
	}
	party := sha256.Sum256([]byte(request.RelyingPartID))
	challenge, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(data.Challenge, "="))
	auth := a.Response.AuthenticatorData
	switch {
	case data.Type != "webauthn.get":
		return wrong("This made a new passkey instead of using yours. Run the snippet from this screen.")
	case err != nil || !bytes.Equal(challenge, request.Challenge):
		return wrong("This answers an older question. Copy the snippet from this screen again and run it.")
	case data.Origin != passkeyOrigin:
		return wrong("The snippet ran on another page. Open web.whatsapp.com and run it there.")
	case len(auth) < minAuthData || !bytes.Equal(auth[:sha256.Size], party[:]):
		return wrong("This is a passkey of another site. Choose the one of WhatsApp.")
	case auth[sha256.Size]&userPresent == 0:
		return wrong("Nobody confirmed the passkey. Run the snippet again and confirm on the device.")
	case !allowed(a.RawID, request.AllowCredentials):
		return wrong("This is the passkey of another WhatsApp account. Choose the one of the number that you are linking.")
	}
	return nil
}

func allowed(id []byte, list []types.AllowedCredential) bool {
	for _, c := range list {
		if bytes.Equal(c.ID, id) {
			return true
		}
	}
	return len(list) == 0
}

// snippet is JavaScript for the console of the person's own browser on
// web.whatsapp.com. It asks for the passkey and prints the answer; it sends
// nothing anywhere. options is JSON and hence JavaScript.
func snippet(options string) string {
	return `(async () => {
  const bytes = (s) => Uint8Array.from(atob(s.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (b) => (b ? btoa(String.fromCharCode(...new Uint8Array(b))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "") : "");
  const o = ` + options + `;
  o.challenge = bytes(o.challenge);
  o.allowCredentials = (o.allowCredentials || []).map((c) => ({ ...c, id: bytes(c.id), transports: c.transports || [] }));
  const { timeout, ...publicKey } = o;
  if (timeout) publicKey.timeout = timeout;
  for (const k of ["userVerification", "extensions"]) if (!publicKey[k]) delete publicKey[k];
  const c = await navigator.credentials.get({ publicKey });
  const r = c.response;
  console.log(JSON.stringify({ id: c.id, rawId: text(c.rawId), type: c.type, response: {
    clientDataJSON: text(r.clientDataJSON), authenticatorData: text(r.authenticatorData),
    signature: text(r.signature), userHandle: text(r.userHandle) } }));
})();`
}
