package wasim

import (
	"bytes"
	"cmp"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/proto/waCompanionReg"
	"go.mau.fi/whatsmeow/util/keys"
	"golang.org/x/crypto/curve25519"
	"google.golang.org/protobuf/proto"
)

const (
	passkeyTimeout = 5 * time.Minute // as WebAuthn recommends
	handoffInfo    = "shortcake-passkey-handoff-v1"
	pairingKeyInfo = "Pairing Information Encryption Key"
)

// passkeyGate says whether a phone's account links nobody without its passkey.
// Guarded by Server.mu.
type passkeyGate struct {
	required, ask bool
	timeout       time.Duration // 0 means passkeyTimeout
	key           *Passkey
	code          string // the confirmation code the phone shows
}

// passkeyPairing is what the server keeps while a client answers.
type passkeyPairing struct {
	gate    passkeyGate
	secret  []byte // of the scan or code, known to both sides
	options []byte
	ref     string

	identity   []byte // CompanionEphemeralIdentity as it arrived
	commitment []byte
	ephemeral  *keys.KeyPair
	nonce      []byte // the phone's half of the confirmation code
	committed  bool   // the client's nonce fits its commitment
	admitted   []byte // secret to link with, once everything is checked
}

// RequirePasskey sets whether the account links nobody without its passkey.
// With ask the phone goes on only when a person compares the code.
func (p *Phone) RequirePasskey(required, ask bool) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.gate.required, p.gate.ask = required, ask
	p.s.touch()
}

// LimitPasskey sets how long the account waits for its passkey; 0 is the usual
// time.
func (p *Phone) LimitPasskey(timeout time.Duration) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.gate.timeout = timeout
}

// PasskeyRequired tells whether the account links nobody without its passkey.
func (p *Phone) PasskeyRequired() bool { return p.passkeyGate().required }

// Passkey returns the account's passkey, which is made at its first use and
// forgotten with the process.
func (p *Phone) Passkey() (*Passkey, error) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if p.gate.key == nil {
		key, err := newPasskey()
		if err != nil {
			return nil, err
		}
		p.gate.key = key
	}
	return p.gate.key, nil
}

// PasskeyCode is the confirmation code the phone shows, "XXXX-XXXX"; empty when
// there is none.
func (p *Phone) PasskeyCode() string {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.gate.code
}

func (p *Phone) passkeyGate() passkeyGate {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.gate
}

// askPasskey tells the client what its authenticator has to answer.
func (c *conn) askPasskey(gate passkeyGate, secret []byte) error {
	key, err := c.reg.phone.Passkey()
	if err != nil {
		return err
	}
	gate.key = key
	options, err := json.Marshal(passkeyOptions{
		Challenge: randomBytes(32), Timeout: int(cmp.Or(gate.timeout, passkeyTimeout).Milliseconds()), RPID: passkeyRP, UserVerification: "preferred",
		AllowCredentials: []passkeyCredential{{ID: key.id, Type: "public-key", Transports: []string{"internal", "hybrid"}}},
	})
	if err != nil {
		return fmt.Errorf("encode passkey options: %w", err)
	}
	c.s.mu.Lock()
	c.reg.passkey = &passkeyPairing{gate: gate, secret: secret, options: options}
	c.s.touch()
	c.s.mu.Unlock()
	c.notifyLinking("passkey_prologue_request", waBinary.Node{Tag: "passkey_request_options", Content: options})
	return nil
}

// linkingStep returns what answers a query of a client that is being linked,
// nil when nothing does.
func (c *conn) linkingStep(n *waBinary.Node) func(*waBinary.Node) ([]waBinary.Node, iqError) {
	if attrString(n, "xmlns") != "md" || c.reg == nil {
		return nil
	}
	if firstTag(n) == "link_code_companion_reg" {
		return c.onLinkCode
	}
	p := c.passkeyPairing()
	if p == nil {
		return nil
	}
	switch firstTag(n) {
	case "ref":
		return p.onRef
	case "passkey_request_options":
		return p.onOptions
	case "passkey_prologue":
		return func(n *waBinary.Node) ([]waBinary.Node, iqError) { return nil, c.refusalOf(p.onPrologue(n)) }
	case "companion_nonce":
		return func(n *waBinary.Node) ([]waBinary.Node, iqError) { return nil, c.refusalOf(c.onCompanionNonce(p, n)) }
	case "encrypted_pairing_request":
		return func(n *waBinary.Node) ([]waBinary.Node, iqError) { return nil, c.refusalOf(c.onPairingRequest(p, n)) }
	}
	return nil
}

// afterLinkingStep sends what follows the answer to a query.
func (c *conn) afterLinkingStep() {
	p := c.passkeyPairing()
	if p == nil {
		return
	}
	if p.ephemeral != nil && p.nonce == nil {
		p.nonce = randomBytes(32)
		data, err := proto.Marshal(&waCompanionReg.PrimaryEphemeralIdentity{PublicKey: p.ephemeral.Pub[:], Nonce: p.nonce})
		if err != nil {
			c.s.log.Error("encode ephemeral identity", "error", err)
			return
		}
		c.notifyLinking("crsc_continuation", waBinary.Node{Tag: "primary_ephemeral_identity", Content: data})
	}
	if secret := p.admitted; secret != nil {
		p.admitted = nil
		if err := c.sendPairSuccess(c.reg.phone, secret); err != nil {
			c.reg.finish(err)
		}
	}
}

func (c *conn) passkeyPairing() *passkeyPairing {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if c.reg == nil {
		return nil
	}
	return c.reg.passkey
}

// refusalOf turns an error into the answer the client gets.
func (c *conn) refusalOf(err error) iqError {
	if err == nil {
		return iqError{}
	}
	c.s.log.Warn("passkey step refused", "error", err)
	return iqError{400, "bad-request"}
}

func (p *passkeyPairing) onRef(*waBinary.Node) ([]waBinary.Node, iqError) {
	p.ref = "4@" + linkAlphabet.EncodeToString(randomBytes(10))
	return []waBinary.Node{{Tag: "ref", Content: []byte(p.ref)}}, iqError{}
}

func (p *passkeyPairing) onOptions(*waBinary.Node) ([]waBinary.Node, iqError) {
	return []waBinary.Node{{Tag: "passkey_request_options", Content: p.options}}, iqError{}
}

// onPrologue takes the passkey's answer, and the client's ephemeral key.
func (p *passkeyPairing) onPrologue(n *waBinary.Node) error {
	prologue, _ := child(n, "passkey_prologue")
	var o passkeyOptions
	if err := json.Unmarshal(p.options, &o); err != nil {
		return err
	}
	if err := p.gate.key.check(o, childBytes(*prologue, "credential_id"), childBytes(*prologue, "webauthn_assertion")); err != nil {
		return err
	}
	raw := childBytes(*prologue, "prologue_payload")
	var payload waCompanionReg.ProloguePayload
	var identity waCompanionReg.CompanionEphemeralIdentity
	if err := proto.Unmarshal(raw, &payload); err != nil {
		return fmt.Errorf("prologue: %w", err)
	}
	if err := proto.Unmarshal(payload.GetCompanionEphemeralIdentity(), &identity); err != nil {
		return fmt.Errorf("prologue: %w", err)
	}
	if len(identity.GetPublicKey()) != 32 || identity.GetRef() != p.ref || p.ref == "" || len(payload.GetCommitment().GetHash()) != 32 {
		return fmt.Errorf("%w: prologue", ErrPairing)
	}
	proof, proved := child(prologue, "pairing_handoff_proof")
	if proved {
		if err := p.checkHandoff(raw, bytesOf(proof)); err != nil {
			return err
		}
		if p.gate.ask {
			return nil // this phone wants a person to compare the code
		}
	}
	p.identity, p.commitment = payload.GetCompanionEphemeralIdentity(), payload.GetCommitment().GetHash()
	p.ephemeral, p.nonce, p.committed = keys.NewKeyPair(), nil, false
	return nil
}

// checkHandoff verifies that the client knows the secret of the scan or code.
func (p *passkeyPairing) checkHandoff(payload, proof []byte) error {
	key, err := hkdf.Key(sha256.New, p.secret, nil, handoffInfo, 32)
	if err != nil {
		return fmt.Errorf("derive hand-off key: %w", err)
	}
	mac := hmac.New(sha256.New, key)
	mac.Write(payload)
	if !hmac.Equal(mac.Sum(nil), proof) {
		return fmt.Errorf("%w: hand-off proof", ErrPairing)
	}
	return nil
}

// onCompanionNonce opens the client's commitment; both sides now know the
// confirmation code.
func (c *conn) onCompanionNonce(p *passkeyPairing, n *waBinary.Node) error {
	nonce := childBytes(*n, "companion_nonce")
	sum := sha256.Sum256(concat(p.identity, nonce))
	if p.nonce == nil || len(nonce) != 32 || !bytes.Equal(sum[:], p.commitment) {
		return fmt.Errorf("%w: commitment", ErrPairing)
	}
	digest := sha256.Sum256(concat(nonce, p.ephemeral.Pub[:]))
	mixed := make([]byte, 5)
	for i := range mixed {
		mixed[i] = p.nonce[i] ^ digest[i]
	}
	code := linkAlphabet.EncodeToString(mixed)
	p.committed = true
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.reg.phone.gate.code = code[:4] + "-" + code[4:]
	c.s.touch()
	return nil
}

// onPairingRequest checks the keys the client wants to be linked with.
func (c *conn) onPairingRequest(p *passkeyPairing, n *waBinary.Node) error {
	if !p.committed {
		return fmt.Errorf("%w: the code was not agreed on", ErrPairing)
	}
	var wrapped waCompanionReg.EncryptedPairingRequest
	if err := proto.Unmarshal(childBytes(*n, "encrypted_pairing_request"), &wrapped); err != nil {
		return fmt.Errorf("pairing request: %w", err)
	}
	req, err := p.openRequest(&wrapped)
	if err != nil {
		return err
	}
	if !bytes.Equal(req.GetCompanionPublicKey(), c.clientNoise) || !bytes.Equal(req.GetCompanionIdentityKey(), c.reg.identity) || len(req.GetAdvSecret()) != 32 {
		return fmt.Errorf("%w: the keys are not those of the connection", ErrPairing)
	}
	p.admitted = req.GetAdvSecret()
	return nil
}

func (p *passkeyPairing) openRequest(wrapped *waCompanionReg.EncryptedPairingRequest) (*waCompanionReg.PairingRequest, error) {
	var identity waCompanionReg.CompanionEphemeralIdentity
	if err := proto.Unmarshal(p.identity, &identity); err != nil {
		return nil, fmt.Errorf("prologue: %w", err)
	}
	shared, err := curve25519.X25519(p.ephemeral.Priv[:], identity.GetPublicKey())
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPairing, err)
	}
	salt := fmt.Sprintf("Companion Pairing %d with ref %s", identity.GetDeviceType(), identity.GetRef())
	key, err := hkdf.Key(sha256.New, shared, []byte(salt), pairingKeyInfo, 32)
	if err != nil {
		return nil, fmt.Errorf("derive pairing key: %w", err)
	}
	aead, err := newGCM(key)
	if err != nil {
		return nil, err
	}
	if len(wrapped.GetIV()) != aead.NonceSize() {
		return nil, fmt.Errorf("%w: pairing request", ErrPairing)
	}
	plain, err := aead.Open(nil, wrapped.GetIV(), wrapped.GetEncryptedPayload(), nil)
	if err != nil {
		return nil, fmt.Errorf("%w: pairing request cannot be opened", ErrPairing)
	}
	var req waCompanionReg.PairingRequest
	if err = proto.Unmarshal(plain, &req); err != nil {
		return nil, fmt.Errorf("pairing request: %w", err)
	}
	return &req, nil
}
