package wasim

import (
	"encoding/binary"
	"errors"
	"slices"
	"time"

	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/libsignal/keys/identity"
	"go.mau.fi/libsignal/keys/prekey"
	"go.mau.fi/libsignal/util/optional"
	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/types"
)

// device is a linked companion. Guarded by Server.mu.
type device struct {
	phone    *Phone
	id       uint16
	platform string
	linkedAt time.Time

	noise    []byte
	identity []byte
	regID    uint32
	signed   publicPreKey
	preKeys  []publicPreKey
	adv      []byte // ADVSignedDeviceIdentity with the device's signature

	conn     *conn
	queue    []*queued
	keyShare bool // the app state key was sent
	// available tells that the client announced itself on this connection.
	available bool
}

type deviceKey struct {
	lid    string
	device uint16
}

// publicPreKey is an uploaded prekey; signature is set on signed ones only.
type publicPreKey struct {
	ID        uint32 `json:"id"`
	Pub       []byte `json:"pub"`
	Signature []byte `json:"sig,omitempty"`
}

func (d *device) jid(lid bool) types.JID { return d.phone.deviceJID(lid, d.id) }

func (d *device) key() deviceKey { return deviceKey{d.phone.lid, d.id} }

func (p *Phone) sortedDevices() []*device {
	out := make([]*device, 0, len(p.devices))
	for _, d := range p.devices {
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b *device) int { return int(a.id) - int(b.id) })
	return out
}

var errNoPreKeys = errors.New("the device has not uploaded prekeys")

// takeBundle consumes a one-time prekey, if there is one left.
func (d *device) takeBundle() (*prekey.Bundle, error) {
	if len(d.signed.Pub) != 32 || len(d.identity) != 32 {
		return nil, errNoPreKeys
	}
	oneTime, ok := d.takePreKey()
	return newBundle(d.regID, d.id, d.identity, d.signed, oneTime, ok)
}

func (d *device) takePreKey() (publicPreKey, bool) {
	if len(d.preKeys) == 0 {
		return publicPreKey{}, false
	}
	key := d.preKeys[0]
	d.preKeys = d.preKeys[1:]
	return key, true
}

func newBundle(regID uint32, dev uint16, identityPub []byte, signed, oneTime publicPreKey, hasOneTime bool) (*prekey.Bundle, error) {
	if len(identityPub) != 32 || len(signed.Pub) != 32 || len(signed.Signature) != 64 {
		return nil, errNoPreKeys
	}
	id := optional.NewEmptyUint32()
	var pub ecc.ECPublicKeyable
	if hasOneTime {
		id, pub = optional.NewOptionalUint32(oneTime.ID), ecc.NewDjbECPublicKey([32]byte(oneTime.Pub))
	}
	return prekey.NewBundle(regID, uint32(dev), id, signed.ID, pub,
		ecc.NewDjbECPublicKey([32]byte(signed.Pub)), [64]byte(signed.Signature),
		identity.NewKey(ecc.NewDjbECPublicKey([32]byte(identityPub)))), nil
}

func preKeyNode(tag string, k publicPreKey) waBinary.Node {
	children := []waBinary.Node{
		{Tag: "id", Content: binary.BigEndian.AppendUint32(nil, k.ID)[1:]},
		{Tag: "value", Content: k.Pub},
	}
	if k.Signature != nil {
		children = append(children, waBinary.Node{Tag: "signature", Content: k.Signature})
	}
	return waBinary.Node{Tag: tag, Content: children}
}

var errPreKey = errors.New("malformed prekey")

func parsePreKey(n waBinary.Node) (publicPreKey, error) {
	id, pub, sig := childBytes(n, "id"), childBytes(n, "value"), childBytes(n, "signature")
	if len(id) != 3 || len(pub) != 32 || (sig != nil && len(sig) != 64) {
		return publicPreKey{}, errPreKey
	}
	return publicPreKey{ID: binary.BigEndian.Uint32(append([]byte{0}, id...)), Pub: pub, Signature: sig}, nil
}

// djb prefixes a public key with the type byte that signatures cover.
func djb(pub []byte) []byte { return append([]byte{ecc.DjbType}, pub...) }
