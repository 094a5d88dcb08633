package wasim

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/proto/waAdv"
	"go.mau.fi/whatsmeow/proto/waCompanionReg"
	"go.mau.fi/whatsmeow/proto/waWa6"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

const (
	// Signature prefixes of linking: the account signs with 6 0, the device
	// with 6 1.
	advAccountPrefix = "\x06\x00"
	advDevicePrefix  = "\x06\x01"

	pairDeviceID  = "1000000001"
	pairSuccessID = "1000000002"
	refCount      = 6
	maxCompanions = 4
	maxDeviceID   = 255
)

// Reasons why linking fails.
var (
	ErrQRText         = errors.New("not a WhatsApp linking QR code")
	ErrQRUnknown      = errors.New("the QR code is unknown or has expired")
	ErrQRKeys         = errors.New("the keys in the QR code are not those of the connection")
	ErrTooManyDevices = errors.New("the phone has four linked devices already")
	ErrPairing        = errors.New("the client refused the link")
	ErrDeviceSign     = errors.New("the device signature is wrong")
)

// registration is a client that waits to be linked.
type registration struct {
	refs     []string
	regID    uint32
	identity []byte
	signed   publicPreKey
	platform string

	// Set by the scan in progress, guarded by Server.mu.
	phone    *Phone
	deviceID uint16
	details  []byte
	account  []byte // ADVSignedDeviceIdentity without device signature
	done     chan error

	code    *codePairing    // a code was asked for instead of a scan
	passkey *passkeyPairing // the phone wants a passkey before it links
}

// startRegistration checks the keys the client registers with and gives it the
// references for its QR codes.
func (c *conn) startRegistration(data *waWa6.ClientPayload_DevicePairingRegistrationData) {
	reg, err := parseRegistration(data)
	if err != nil {
		c.s.reportUnhandled("registration: " + err.Error())
		c.refuse(400, nil)
		return
	}
	refs := make([]waBinary.Node, 0, refCount)
	for range refCount {
		ref := "2@" + base64.RawURLEncoding.EncodeToString(randomBytes(24))
		reg.refs = append(reg.refs, ref)
		refs = append(refs, waBinary.Node{Tag: "ref", Content: []byte(ref)})
	}
	c.s.mu.Lock()
	c.reg = reg
	for _, ref := range reg.refs {
		c.s.refs[ref] = c
	}
	c.s.mu.Unlock()
	c.send(waBinary.Node{Tag: "iq", Attrs: waBinary.Attrs{
		"from": types.ServerJID, "type": "set", "id": pairDeviceID, "xmlns": "md",
	}, Content: []waBinary.Node{{Tag: "pair-device", Content: refs}}})
}

func parseRegistration(data *waWa6.ClientPayload_DevicePairingRegistrationData) (*registration, error) {
	if len(data.GetERegid()) != 4 || len(data.GetEIdent()) != 32 || len(data.GetESkeyID()) != 3 {
		return nil, errors.New("registration data has the wrong size")
	}
	if !verify(data.GetEIdent(), data.GetESkeySig(), djb(data.GetESkeyVal())) {
		return nil, errors.New("the signed prekey is not signed by the identity key")
	}
	var props waCompanionReg.DeviceProps
	if err := proto.Unmarshal(data.GetDeviceProps(), &props); err != nil {
		return nil, fmt.Errorf("device properties: %w", err)
	}
	return &registration{
		regID:    binary.BigEndian.Uint32(data.GetERegid()),
		identity: data.GetEIdent(),
		signed: publicPreKey{
			ID:  binary.BigEndian.Uint32(append([]byte{0}, data.GetESkeyID()...)),
			Pub: data.GetESkeyVal(), Signature: data.GetESkeySig(),
		},
		platform: strings.TrimSpace(props.GetOs() + " " + props.GetPlatformType().String()),
	}, nil
}

type qrCode struct {
	ref               string
	noise, id, secret []byte
}

// parseQR reads "REF,NOISE,IDENTITY,SECRET[,CLIENTTYPE]", with or without the
// https://wa.me/settings/linked_devices# of newer clients before it.
func parseQR(text string) (qrCode, error) {
	if _, after, ok := strings.Cut(text, "#"); ok {
		text = after
	}
	fields := strings.Split(strings.TrimSpace(text), ",")
	if len(fields) != 4 && len(fields) != 5 {
		return qrCode{}, ErrQRText
	}
	out := qrCode{ref: fields[0]}
	for i, dst := range []*[]byte{&out.noise, &out.id, &out.secret} {
		key, err := base64.StdEncoding.DecodeString(fields[i+1])
		if err != nil || len(key) != 32 {
			return qrCode{}, ErrQRText
		}
		*dst = key
	}
	return out, nil
}

// ScanQR does what a person does who scans the code on the client's screen. It
// returns when the client is linked, and everything that speaks against it as
// an error.
func (p *Phone) ScanQR(ctx context.Context, text string) error {
	qr, err := parseQR(text)
	if err != nil {
		return err
	}
	c, done, err := p.beginPairing(qr)
	if err != nil {
		return err
	}
	if err = c.admit(p, qr.secret); err != nil {
		return err
	}
	return c.awaitPairing(ctx, done)
}

// admit goes on once the phone and the client share a secret: with the signed
// identity, or with the question for a passkey.
func (c *conn) admit(p *Phone, secret []byte) error {
	if gate := p.passkeyGate(); gate.required {
		return c.askPasskey(gate, secret)
	}
	return c.sendPairSuccess(p, secret)
}

// awaitPairing waits until the client is linked or something speaks against it.
func (c *conn) awaitPairing(ctx context.Context, done <-chan error) error {
	select {
	case err := <-done:
		return err
	case <-c.ctx.Done():
		select {
		case err := <-done: // the server closes right after pairing
			return err
		default:
			return fmt.Errorf("%w: the connection was closed", ErrPairing)
		}
	case <-ctx.Done():
		// The code is used up; the client has to ask for new ones.
		c.drop()
		return ctx.Err()
	}
}

func (p *Phone) beginPairing(qr qrCode) (*conn, chan error, error) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	c := p.s.refs[qr.ref]
	if c == nil || c.reg.phone != nil {
		return nil, nil, ErrQRUnknown
	}
	if !bytes.Equal(c.clientNoise, qr.noise) || !bytes.Equal(c.reg.identity, qr.id) {
		return nil, nil, ErrQRKeys
	}
	done, err := c.claimLocked(p)
	return c, done, err
}

// claimLocked makes p the phone that links the client. The caller holds mu.
func (c *conn) claimLocked(p *Phone) (chan error, error) {
	if len(p.devices) >= maxCompanions {
		return nil, ErrTooManyDevices
	}
	c.reg.phone, c.reg.deviceID, c.reg.done = p, p.newDeviceID(), make(chan error, 1)
	return c.reg.done, nil
}

// finish tells whoever waits for the pairing how it ended; only the first word counts.
func (r *registration) finish(err error) {
	select {
	case r.done <- err:
	default:
	}
}

// newDeviceID counts up, as phones do; ids are one byte on the wire.
func (p *Phone) newDeviceID() uint16 {
	for {
		id := p.nextDevice
		p.nextDevice = p.nextDevice%maxDeviceID + 1
		if p.devices[id] == nil {
			return id
		}
	}
}

// sendPairSuccess hands the client its signed device identity.
func (c *conn) sendPairSuccess(p *Phone, secret []byte) error {
	reg, now := c.reg, c.s.now()
	key := p.signal.identity
	details, err := proto.Marshal(&waAdv.ADVDeviceIdentity{
		RawID:       proto.Uint32(binary.BigEndian.Uint32(randomBytes(4))),
		Timestamp:   proto.Uint64(uint64(now.Unix())),
		KeyIndex:    proto.Uint32(uint32(reg.deviceID)),
		AccountType: waAdv.ADVEncryptionType_E2EE.Enum(),
		DeviceType:  waAdv.ADVEncryptionType_E2EE.Enum(),
	})
	if err != nil {
		return fmt.Errorf("encode device identity: %w", err)
	}
	account, err := proto.Marshal(&waAdv.ADVSignedDeviceIdentity{
		Details: details, AccountSignatureKey: key.Pub[:],
		AccountSignature: sign(key.Priv[:], []byte(advAccountPrefix), details, reg.identity),
	})
	if err != nil {
		return fmt.Errorf("encode device identity: %w", err)
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write(account)
	if c.s.faults.takeSpoiled() {
		mac.Write([]byte("spoiled"))
	}
	container, err := proto.Marshal(&waAdv.ADVSignedDeviceIdentityHMAC{
		Details: account, HMAC: mac.Sum(nil), AccountType: waAdv.ADVEncryptionType_E2EE.Enum(),
	})
	if err != nil {
		return fmt.Errorf("encode device identity: %w", err)
	}
	c.s.mu.Lock()
	reg.details, reg.account = details, account
	c.s.mu.Unlock()
	c.send(waBinary.Node{Tag: "iq", Attrs: waBinary.Attrs{
		"from": types.ServerJID, "type": "set", "id": pairSuccessID, "xmlns": "md", "t": unix(now.Unix()),
	}, Content: []waBinary.Node{{Tag: "pair-success", Content: []waBinary.Node{
		{Tag: "device-identity", Content: container},
		{Tag: "device", Attrs: waBinary.Attrs{"jid": p.deviceJID(false, reg.deviceID), "lid": p.deviceJID(true, reg.deviceID)}},
		{Tag: "platform", Attrs: waBinary.Attrs{"name": "android"}},
		{Tag: "biz", Attrs: waBinary.Attrs{"name": ""}},
	}}}})
	return nil
}

// onPairReply is the client's answer to pair-success.
func (c *conn) onPairReply(n *waBinary.Node) {
	c.s.mu.Lock()
	reg := c.reg
	c.s.mu.Unlock()
	if reg == nil || reg.done == nil {
		c.s.reportUnhandled("pair reply without a scan")
		return
	}
	err := c.finishPairing(reg, n)
	reg.finish(err)
	if err != nil {
		c.s.log.Warn("linking failed", "error", err)
		c.dropSoon()
		return
	}
	c.streamError("515", "")
}

func (c *conn) finishPairing(reg *registration, n *waBinary.Node) error {
	if attrString(n, "type") == "error" {
		reason := ""
		if e, ok := child(n, "error"); ok {
			reason = attrString(e, "code") + " " + attrString(e, "text")
		}
		return fmt.Errorf("%w: %s", ErrPairing, reason)
	}
	signNode, ok := child(n, "pair-device-sign")
	if !ok {
		return fmt.Errorf("%w: no pair-device-sign", ErrPairing)
	}
	var identity waAdv.ADVSignedDeviceIdentity
	if err := proto.Unmarshal(childBytes(*signNode, "device-identity"), &identity); err != nil {
		return fmt.Errorf("%w: %w", ErrPairing, err)
	}
	key := reg.phone.signal.identity
	if !bytes.Equal(identity.GetDetails(), reg.details) ||
		!verify(reg.identity, identity.GetDeviceSignature(), []byte(advDevicePrefix), reg.details, reg.identity, key.Pub[:]) {
		return ErrDeviceSign
	}
	identity.AccountSignatureKey = key.Pub[:]
	adv, err := proto.Marshal(&identity)
	if err != nil {
		return fmt.Errorf("encode device identity: %w", err)
	}
	c.addDevice(reg, adv, c.s.now())
	return nil
}

func (c *conn) addDevice(reg *registration, adv []byte, now time.Time) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	reg.phone.devices[reg.deviceID] = &device{
		phone: reg.phone, id: reg.deviceID, platform: reg.platform, linkedAt: now,
		noise: c.clientNoise, identity: reg.identity, regID: reg.regID, signed: reg.signed, adv: adv,
	}
	c.s.touch()
	c.s.emit(Event{Kind: EventLinked, Phone: reg.phone.Number(), Device: reg.deviceID})
}

// Unlink removes a linked device from the phone's side, as "log out" in the
// phone's list does. It returns ErrNotLinked for an unknown device.
func (p *Phone) Unlink(_ context.Context, id uint16) error {
	c, err := p.removeDevice(id)
	if err != nil {
		return err
	}
	if c != nil {
		c.streamError("401", "device_removed")
	}
	return nil
}

// removeDevice forgets a companion and returns its connection.
func (p *Phone) removeDevice(id uint16) (*conn, error) {
	p.signal.mu.Lock()
	defer p.signal.mu.Unlock()
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	d := p.devices[id]
	if d == nil {
		return nil, fmt.Errorf("%w: %d", ErrNotLinked, id)
	}
	delete(p.devices, id)
	delete(p.signal.sessions, sessionAddress(p.lid, id).String())
	c := d.conn
	d.conn = nil
	p.s.touch()
	p.s.emit(Event{Kind: EventUnlinked, Phone: p.Number(), Device: id})
	return c, nil
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	// Read never fails: it aborts the program instead.
	_, _ = rand.Read(b)
	return b
}
