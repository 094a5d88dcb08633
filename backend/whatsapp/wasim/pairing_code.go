package wasim

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"regexp"
	"strings"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/util/keys"
	"golang.org/x/crypto/curve25519"
)

const (
	codeLength     = 8
	codeIterations = 2 << 16
	wrappedKeySize = 80  // salt 32, counter block 16, key 32
	keyBundleSize  = 156 // salt 32, nonce 12, three keys of 32 and a tag of 16
	keyBundleInfo  = "link_code_pairing_key_bundle_encryption_key"
)

// linkAlphabet spells pairing and confirmation codes: no 0, I, O or U.
var linkAlphabet = base32.NewEncoding("123456789ABCDEFGHJKLMNPQRSTVWXYZ")

// displayName is "Browser (OS)"; the service takes common ones only.
var displayName = regexp.MustCompile(`^(Chrome|Firefox|Edge|Safari|Opera) \((Windows|Mac OS|macOS|Linux|Ubuntu|Android)\)$`)

// Reasons why linking by code fails.
var (
	ErrCodeText    = errors.New("a pairing code has eight characters")
	ErrCodeUnknown = errors.New("nobody asked for a pairing code for this number, or it has expired")
	ErrCodeWrong   = errors.New("the pairing code is wrong")
)

// codePairing is a client that waits for its code to be typed on a phone.
type codePairing struct {
	number  string
	ref     string
	wrapped []byte // the client's ephemeral key, encrypted with the code

	// Set by the phone that entered a code; guarded by Server.mu.
	shared []byte // secret of the two ephemeral keys
	result chan codeResult
}

// codeResult is the secret that phone and client agreed on.
type codeResult struct {
	secret []byte
	err    error
}

// onLinkCode answers the two queries of a client that links by code.
func (c *conn) onLinkCode(n *waBinary.Node) ([]waBinary.Node, iqError) {
	reg, _ := child(n, "link_code_companion_reg")
	switch attrString(reg, "stage") {
	case "companion_hello":
		return c.codeHello(reg)
	case "companion_finish":
		return nil, c.codeFinish(reg)
	}
	return nil, iqError{400, "bad-request"}
}

// codeHello registers the code that the client shows. The code itself stays
// with the client; what arrives is encrypted with it.
func (c *conn) codeHello(reg *waBinary.Node) ([]waBinary.Node, iqError) {
	code := &codePairing{
		number: attrJID(reg, "jid").User, ref: "3@" + linkAlphabet.EncodeToString(randomBytes(10)),
		wrapped: childBytes(*reg, "link_code_pairing_wrapped_companion_ephemeral_pub"),
	}
	switch {
	case len(code.wrapped) != wrappedKeySize, !bytes.Equal(childBytes(*reg, "companion_server_auth_key_pub"), c.clientNoise):
		return nil, iqError{400, "bad-request"}
	case !displayName.Match(childBytes(*reg, "companion_platform_display")), len(childBytes(*reg, "companion_platform_id")) == 0:
		return nil, iqError{400, "bad-request"}
	case c.s.faults.isUnknown(code.number):
		return nil, iqError{404, "item-not-found"}
	}
	c.s.mu.Lock()
	c.reg.code = code
	c.s.touch()
	c.s.mu.Unlock()
	return []waBinary.Node{{
		Tag: "link_code_companion_reg", Attrs: waBinary.Attrs{"stage": "companion_hello"},
		Content: []waBinary.Node{{Tag: "link_code_pairing_ref", Content: []byte(code.ref)}},
	}}, iqError{}
}

// EnterCode does what a person does who types the code on the client's screen
// into "Link with phone number instead". It returns when the client is linked,
// and everything that speaks against it as an error; a code that was mistyped
// can be entered again.
func (p *Phone) EnterCode(ctx context.Context, text string) error {
	text = strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(text))
	if _, err := linkAlphabet.DecodeString(text); err != nil || len(text) != codeLength {
		return ErrCodeText
	}
	c, code, err := p.pendingCode()
	if err != nil {
		return err
	}
	result, err := c.primaryHello(p, code, text)
	if err != nil {
		return err
	}
	var got codeResult
	select {
	case got = <-result:
	case <-c.ctx.Done():
		return fmt.Errorf("%w: the connection was closed", ErrPairing)
	case <-ctx.Done():
		return ctx.Err()
	}
	if got.err != nil {
		return got.err
	}
	c.s.mu.Lock()
	done, err := c.claimLocked(p)
	c.s.mu.Unlock()
	if err != nil {
		return err
	}
	if err = c.admit(p, got.secret); err != nil {
		return err
	}
	return c.awaitPairing(ctx, done)
}

func (p *Phone) pendingCode() (*conn, *codePairing, error) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	for c := range p.s.conns {
		if c.reg != nil && c.reg.phone == nil && c.reg.code != nil && c.reg.code.number == p.Number() {
			return c, c.reg.code, nil
		}
	}
	return nil, nil, ErrCodeUnknown
}

// codeCipher encrypts and decrypts ephemeral keys with the code.
func codeCipher(text string, salt, iv []byte) (cipher.Stream, error) {
	key, err := pbkdf2.Key(sha256.New, text, salt, codeIterations, 32)
	if err != nil {
		return nil, fmt.Errorf("derive key from the code: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("derive key from the code: %w", err)
	}
	return cipher.NewCTR(block, iv), nil
}

// primaryHello sends the phone's ephemeral key, encrypted with the code. With a
// wrong code both sides compute different secrets, which codeFinish notices.
func (c *conn) primaryHello(p *Phone, code *codePairing, text string) (<-chan codeResult, error) {
	stream, err := codeCipher(text, code.wrapped[:32], code.wrapped[32:48])
	if err != nil {
		return nil, err
	}
	companion := make([]byte, 32)
	stream.XORKeyStream(companion, code.wrapped[48:])
	ephemeral := keys.NewKeyPair()
	secret, err := curve25519.X25519(ephemeral.Priv[:], companion)
	if err != nil {
		return nil, ErrCodeWrong
	}
	wrapped := randomBytes(wrappedKeySize)
	if stream, err = codeCipher(text, wrapped[:32], wrapped[32:48]); err != nil {
		return nil, err
	}
	stream.XORKeyStream(wrapped[48:], ephemeral.Pub[:])
	result := make(chan codeResult, 1)
	c.s.mu.Lock()
	code.shared, code.result = secret, result
	c.s.mu.Unlock()
	c.notifyLinking("link_code_companion_reg", waBinary.Node{
		Tag: "link_code_companion_reg", Attrs: waBinary.Attrs{"stage": "primary_hello"},
		Content: []waBinary.Node{
			{Tag: "link_code_pairing_wrapped_primary_ephemeral_pub", Content: wrapped},
			{Tag: "primary_identity_pub", Content: p.signal.identity.Pub[:]},
			{Tag: "link_code_pairing_ref", Content: []byte(code.ref)},
		},
	})
	return result, nil
}

// notifyLinking sends a notification to a client that is not linked yet.
func (c *conn) notifyLinking(kind string, content waBinary.Node) {
	c.send(waBinary.Node{Tag: "notification", Attrs: waBinary.Attrs{
		"from": types.ServerJID, "type": kind, "id": newMessageID(), "t": unix(c.s.now().Unix()),
	}, Content: []waBinary.Node{content}})
}

// codeFinish opens the client's key bundle and derives the secret of linking.
func (c *conn) codeFinish(reg *waBinary.Node) iqError {
	c.s.mu.Lock()
	code, identity := c.reg.code, c.reg.identity
	var p *Phone
	var shared []byte
	var result chan codeResult
	if code != nil {
		p, shared, result = c.s.phones[code.number], code.shared, code.result
	}
	c.s.mu.Unlock()
	if p == nil || shared == nil || string(childBytes(*reg, "link_code_pairing_ref")) != code.ref {
		return iqError{400, "bad-request"}
	}
	bundle := childBytes(*reg, "link_code_pairing_wrapped_key_bundle")
	if len(bundle) != keyBundleSize || !bytes.Equal(childBytes(*reg, "companion_identity_public"), identity) {
		return iqError{400, "bad-request"}
	}
	secret, err := openKeyBundle(bundle, shared, identity, p.signal.identity)
	select {
	case result <- codeResult{secret, err}:
	default: // the client finished twice
	}
	return iqError{}
}

func openKeyBundle(bundle, shared, companion []byte, phone *keys.KeyPair) ([]byte, error) {
	key, err := hkdf.Key(sha256.New, shared, bundle[:32], keyBundleInfo, 32)
	if err != nil {
		return nil, fmt.Errorf("derive bundle key: %w", err)
	}
	aead, err := newGCM(key)
	if err != nil {
		return nil, err
	}
	plain, err := aead.Open(nil, bundle[32:44], bundle[44:], nil)
	if err != nil {
		return nil, ErrCodeWrong
	}
	if !bytes.Equal(plain[:32], companion) || !bytes.Equal(plain[32:64], phone.Pub[:]) {
		return nil, fmt.Errorf("%w: the key bundle holds other identities", ErrPairing)
	}
	identities, err := curve25519.X25519(phone.Priv[:], companion)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPairing, err)
	}
	return hkdf.Key(sha256.New, concat(shared, identities, plain[64:]), nil, "adv_secret", 32)
}
