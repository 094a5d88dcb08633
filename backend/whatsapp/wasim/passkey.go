package wasim

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
)

const (
	// passkeyRP is the party the passkeys of accounts belong to; the real
	// service's is assumed.
	passkeyRP     = "whatsapp.com"
	passkeyOrigin = "https://web.whatsapp.com"
	// Flags of authenticator data: a person was there, and proved who it is.
	flagPresent  = 0x01
	flagVerified = 0x04
)

// ErrPasskey tells that an answer of a passkey is not right.
var ErrPasskey = errors.New("the answer of the passkey is wrong")

// b64 is the base64 of WebAuthn: URL alphabet, no padding.
type b64 []byte

func (b b64) MarshalText() ([]byte, error) {
	return []byte(base64.RawURLEncoding.EncodeToString(b)), nil
}

func (b *b64) UnmarshalText(text []byte) (err error) {
	*b, err = base64.RawURLEncoding.DecodeString(string(text))
	return err
}

// passkeyOptions are what the service asks an authenticator for.
type passkeyOptions struct {
	Challenge        b64                 `json:"challenge"`
	Timeout          int                 `json:"timeout"` // milliseconds
	RPID             string              `json:"rpId"`
	AllowCredentials []passkeyCredential `json:"allowCredentials"`
	UserVerification string              `json:"userVerification"`
}

type passkeyCredential struct {
	ID         b64      `json:"id"`
	Type       string   `json:"type"`
	Transports []string `json:"transports"`
}

type passkeyAssertion struct {
	ID       string          `json:"id"`
	RawID    b64             `json:"rawId"`
	Type     string          `json:"type"`
	Response passkeyResponse `json:"response"`
}

type passkeyResponse struct {
	ClientDataJSON    b64 `json:"clientDataJSON"`
	AuthenticatorData b64 `json:"authenticatorData"`
	Signature         b64 `json:"signature"`
	UserHandle        b64 `json:"userHandle"`
}

type clientData struct {
	Type        string `json:"type"`
	Challenge   b64    `json:"challenge"`
	Origin      string `json:"origin"`
	CrossOrigin bool   `json:"crossOrigin"`
}

// Passkey plays an authenticator that holds an account's passkey: the system's
// dialog, or the browser's.
type Passkey struct {
	// Origin is the page that asks; empty means WhatsApp Web.
	Origin string

	id  []byte
	key *ecdsa.PrivateKey
}

func newPasskey() (*Passkey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make a passkey: %w", err)
	}
	return &Passkey{id: randomBytes(16), key: key}, nil
}

// Assert answers a request as navigator.credentials.get does, with the JSON of
// the credential.
func (k *Passkey) Assert(optionsJSON []byte) (assertionJSON []byte, err error) {
	var o passkeyOptions
	if err = json.Unmarshal(optionsJSON, &o); err != nil {
		return nil, fmt.Errorf("passkey options: %w", err)
	}
	if len(o.AllowCredentials) > 0 && !o.allows(k.id) {
		return nil, fmt.Errorf("%w: this passkey is not asked for", ErrPasskey)
	}
	origin := k.Origin
	if origin == "" {
		origin = passkeyOrigin
	}
	data, err := json.Marshal(clientData{Type: "webauthn.get", Challenge: o.Challenge, Origin: origin})
	if err != nil {
		return nil, fmt.Errorf("client data: %w", err)
	}
	rp := sha256.Sum256([]byte(o.RPID))
	auth := binary.BigEndian.AppendUint32(append(rp[:], flagPresent|flagVerified), 0)
	hash := sha256.Sum256(data)
	digest := sha256.Sum256(concat(auth, hash[:]))
	signature, err := ecdsa.SignASN1(rand.Reader, k.key, digest[:])
	if err != nil {
		return nil, fmt.Errorf("sign with the passkey: %w", err)
	}
	return json.Marshal(passkeyAssertion{
		ID: base64.RawURLEncoding.EncodeToString(k.id), RawID: k.id, Type: "public-key",
		Response: passkeyResponse{ClientDataJSON: data, AuthenticatorData: auth, Signature: signature, UserHandle: []byte("sim")},
	})
}

func (o passkeyOptions) allows(id []byte) bool {
	for _, c := range o.AllowCredentials {
		if bytes.Equal(c.ID, id) {
			return true
		}
	}
	return false
}

// check verifies an assertion as the service does.
func (k *Passkey) check(o passkeyOptions, credentialID, assertionJSON []byte) error {
	var a passkeyAssertion
	if err := json.Unmarshal(assertionJSON, &a); err != nil {
		return fmt.Errorf("%w: %w", ErrPasskey, err)
	}
	var data clientData
	if err := json.Unmarshal(a.Response.ClientDataJSON, &data); err != nil {
		return fmt.Errorf("%w: client data: %w", ErrPasskey, err)
	}
	rp := sha256.Sum256([]byte(o.RPID))
	auth, hash := a.Response.AuthenticatorData, sha256.Sum256(a.Response.ClientDataJSON)
	digest := sha256.Sum256(concat(auth, hash[:]))
	switch {
	case !bytes.Equal(a.RawID, k.id) || !bytes.Equal(credentialID, k.id):
		return fmt.Errorf("%w: unknown credential", ErrPasskey)
	case data.Type != "webauthn.get" || data.Origin != passkeyOrigin || !bytes.Equal(data.Challenge, o.Challenge):
		return fmt.Errorf("%w: made for something else", ErrPasskey)
	case len(auth) < 37 || !bytes.Equal(auth[:32], rp[:]) || auth[32]&flagPresent == 0:
		return fmt.Errorf("%w: authenticator data", ErrPasskey)
	case !ecdsa.VerifyASN1(&k.key.PublicKey, digest[:], a.Response.Signature):
		return fmt.Errorf("%w: signature", ErrPasskey)
	}
	return nil
}
