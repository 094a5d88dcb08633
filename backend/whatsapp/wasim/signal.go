package wasim

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/libsignal/groups"
	grouprecord "go.mau.fi/libsignal/groups/state/record"
	"go.mau.fi/libsignal/keys/identity"
	"go.mau.fi/libsignal/keys/prekey"
	"go.mau.fi/libsignal/protocol"
	"go.mau.fi/libsignal/serialize"
	"go.mau.fi/libsignal/session"
	"go.mau.fi/libsignal/state/record"
	"go.mau.fi/whatsmeow/util/keys"
)

// signedPreKeyID is the id of the only signed prekey a phone ever has.
const signedPreKeyID = 1

// signalStore is the Signal state of one phone. All other keys are derived
// from the identity key, so that the identity key is all there is to save;
// sessions are meant to be lost over a restart.
type signalStore struct {
	// mu serialises the Signal operations of the phone, so that ciphertexts
	// leave in the order in which they were made. It is taken before
	// Server.mu, never while that is held.
	mu         sync.Mutex
	identity   *keys.KeyPair
	regID      uint32
	signed     *keys.PreKey
	sessions   map[string][]byte
	senderKeys map[string][]byte
	used       map[uint32]bool
	issued     atomic.Uint32 // id of the last one-time prekey handed out
	serial     *serialize.Serializer
}

func newSignalStore(identityPriv []byte) (*signalStore, error) {
	s := &signalStore{
		identity:   keyPair(identityPriv),
		sessions:   map[string][]byte{},
		senderKeys: map[string][]byte{},
		used:       map[uint32]bool{},
		serial:     serialize.NewProtoBufSerializer(),
	}
	s.regID = binary.BigEndian.Uint32(s.identity.Pub[:4])&0x3fff | 1
	signed, err := s.derive(0)
	if err != nil {
		return nil, err
	}
	s.signed = &keys.PreKey{KeyPair: *signed, KeyID: signedPreKeyID, Signature: s.identity.Sign(signed)}
	return s, nil
}

// replace takes the keys of another store and forgets all sessions. The caller
// holds mu and Server.mu; whoever reads the identity holds one of them.
func (s *signalStore) replace(with *signalStore) {
	s.identity, s.regID, s.signed = with.identity, with.regID, with.signed
	s.sessions, s.senderKeys, s.used = with.sessions, with.senderKeys, with.used
	s.issued.Store(0)
}

func (s *signalStore) derive(id uint32) (*keys.KeyPair, error) {
	info := binary.BigEndian.AppendUint32([]byte("phone prekey "), id)
	priv, err := hkdf.Key(sha256.New, s.identity.Priv[:], nil, string(info), 32)
	if err != nil {
		return nil, fmt.Errorf("derive prekey: %w", err)
	}
	// The clamping every X25519 private key gets.
	priv[0] &= 248
	priv[31] = priv[31]&127 | 64
	return keyPair(priv), nil
}

// newPreKey hands out the next one-time prekey.
func (s *signalStore) newPreKey() (*keys.PreKey, error) {
	id := s.issued.Add(1)
	pair, err := s.derive(id)
	if err != nil {
		return nil, err
	}
	return &keys.PreKey{KeyPair: *pair, KeyID: id}, nil
}

func (s *signalStore) GetIdentityKeyPair() *identity.KeyPair {
	return identity.NewKeyPair(identity.NewKey(ecc.NewDjbECPublicKey(*s.identity.Pub)), ecc.NewDjbECPrivateKey(*s.identity.Priv))
}

func (s *signalStore) GetLocalRegistrationID() uint32 { return s.regID }

func (s *signalStore) SaveIdentity(context.Context, *protocol.SignalAddress, *identity.Key) error {
	return nil
}

// IsTrustedIdentity trusts every key: a phone accepts that a contact linked
// anew. Who a linked device belongs to is checked by its device identity.
func (s *signalStore) IsTrustedIdentity(context.Context, *protocol.SignalAddress, *identity.Key) (bool, error) {
	return true, nil
}

func (s *signalStore) LoadPreKey(_ context.Context, id uint32) (*record.PreKey, error) {
	if id == 0 || s.used[id] {
		return nil, nil
	}
	pair, err := s.derive(id)
	if err != nil {
		return nil, err
	}
	return record.NewPreKey(id, ecPair(pair), nil), nil
}

func (s *signalStore) RemovePreKey(_ context.Context, id uint32) error {
	s.used[id] = true
	return nil
}

func (s *signalStore) LoadSignedPreKey(_ context.Context, id uint32) (*record.SignedPreKey, error) {
	if id != s.signed.KeyID {
		return nil, nil
	}
	return record.NewSignedPreKey(id, 0, ecPair(&s.signed.KeyPair), *s.signed.Signature, nil), nil
}

func (s *signalStore) LoadSession(_ context.Context, addr *protocol.SignalAddress) (*record.Session, error) {
	raw := s.sessions[addr.String()]
	if raw == nil {
		return record.NewSession(s.serial.Session, s.serial.State), nil
	}
	return record.NewSessionFromBytes(raw, s.serial.Session, s.serial.State)
}

func (s *signalStore) StoreSession(_ context.Context, addr *protocol.SignalAddress, rec *record.Session) error {
	s.sessions[addr.String()] = rec.Serialize()
	return nil
}

func (s *signalStore) ContainsSession(_ context.Context, addr *protocol.SignalAddress) (bool, error) {
	return s.sessions[addr.String()] != nil, nil
}

func (s *signalStore) DeleteSession(_ context.Context, addr *protocol.SignalAddress) error {
	delete(s.sessions, addr.String())
	return nil
}

func (s *signalStore) StoreSenderKey(_ context.Context, name *protocol.SenderKeyName, rec *grouprecord.SenderKey) error {
	s.senderKeys[senderKeyID(name)] = rec.Serialize()
	return nil
}

func (s *signalStore) LoadSenderKey(_ context.Context, name *protocol.SenderKeyName) (*grouprecord.SenderKey, error) {
	raw := s.senderKeys[senderKeyID(name)]
	if raw == nil {
		return grouprecord.NewSenderKey(s.serial.SenderKeyRecord, s.serial.SenderKeyState), nil
	}
	return grouprecord.NewSenderKeyFromBytes(raw, s.serial.SenderKeyRecord, s.serial.SenderKeyState)
}

func senderKeyID(name *protocol.SenderKeyName) string {
	return name.GroupID() + "/" + name.Sender().String()
}

var errNotSupported = errors.New("not supported by a simulated phone")

// The rest of the library's store interface is never called for a phone.

func (s *signalStore) StorePreKey(context.Context, uint32, *record.PreKey) error {
	return errNotSupported
}
func (s *signalStore) ContainsPreKey(context.Context, uint32) (bool, error) {
	return false, errNotSupported
}
func (s *signalStore) LoadSignedPreKeys(context.Context) ([]*record.SignedPreKey, error) {
	return nil, errNotSupported
}
func (s *signalStore) StoreSignedPreKey(context.Context, uint32, *record.SignedPreKey) error {
	return errNotSupported
}
func (s *signalStore) ContainsSignedPreKey(context.Context, uint32) (bool, error) {
	return false, errNotSupported
}
func (s *signalStore) RemoveSignedPreKey(context.Context, uint32) error { return errNotSupported }
func (s *signalStore) GetSubDeviceSessions(context.Context, string) ([]uint32, error) {
	return nil, errNotSupported
}
func (s *signalStore) DeleteAllSessions(context.Context) error { return errNotSupported }

func ecPair(k *keys.KeyPair) *ecc.ECKeyPair {
	return ecc.NewECKeyPair(ecc.NewDjbECPublicKey(*k.Pub), ecc.NewDjbECPrivateKey(*k.Priv))
}

// ciphertext is an encrypted payload for one device.
type ciphertext struct {
	kind string // "msg", "pkmsg" or "skmsg"
	data []byte
}

// encrypt encrypts for addr. bundle is asked for only when there is no session.
func (s *signalStore) encrypt(ctx context.Context, addr *protocol.SignalAddress, plain []byte, bundle func() (*prekey.Bundle, error)) (ciphertext, error) {
	builder := session.NewBuilderFromSignal(s, addr, s.serial)
	if s.sessions[addr.String()] == nil {
		keys, err := bundle()
		if err != nil {
			return ciphertext{}, err
		}
		if err = builder.ProcessBundle(ctx, keys); err != nil {
			return ciphertext{}, fmt.Errorf("build session: %w", err)
		}
	}
	msg, err := session.NewCipher(builder, addr).Encrypt(ctx, pad(plain))
	if err != nil {
		return ciphertext{}, fmt.Errorf("encrypt: %w", err)
	}
	if msg.Type() == protocol.PREKEY_TYPE {
		return ciphertext{"pkmsg", msg.Serialize()}, nil
	}
	return ciphertext{"msg", msg.Serialize()}, nil
}

// decrypt opens a payload of addr. For a prekey message it also returns the
// identity key it names.
func (s *signalStore) decrypt(ctx context.Context, addr *protocol.SignalAddress, ct ciphertext) (plain, identityKey []byte, err error) {
	cipher := session.NewCipher(session.NewBuilderFromSignal(s, addr, s.serial), addr)
	switch ct.kind {
	case "pkmsg":
		msg, err := protocol.NewPreKeySignalMessageFromBytes(ct.data, s.serial.PreKeySignalMessage, s.serial.SignalMessage)
		if err != nil {
			return nil, nil, fmt.Errorf("parse prekey message: %w", err)
		}
		key := msg.IdentityKey().PublicKey().PublicKey()
		identityKey = key[:]
		plain, err = cipher.DecryptMessage(ctx, msg)
		if err != nil {
			return nil, identityKey, err
		}
	case "msg":
		msg, err := protocol.NewSignalMessageFromBytes(ct.data, s.serial.SignalMessage)
		if err != nil {
			return nil, nil, fmt.Errorf("parse message: %w", err)
		}
		if plain, err = cipher.Decrypt(ctx, msg); err != nil {
			return nil, nil, err
		}
	default:
		return nil, nil, fmt.Errorf("unknown ciphertext type %q", ct.kind)
	}
	plain, err = unpad(plain)
	return plain, identityKey, err
}

// encryptGroup encrypts with the phone's sender key of a group and returns the
// distribution message its members need.
func (s *signalStore) encryptGroup(ctx context.Context, group string, sender *protocol.SignalAddress, plain []byte) (ct ciphertext, distribution []byte, err error) {
	name := protocol.NewSenderKeyName(group, sender)
	builder := groups.NewGroupSessionBuilder(s, s.serial)
	skdm, err := builder.Create(ctx, name)
	if err != nil {
		return ct, nil, fmt.Errorf("create sender key: %w", err)
	}
	msg, err := groups.NewGroupCipher(builder, name, s).Encrypt(ctx, pad(plain))
	if err != nil {
		return ct, nil, fmt.Errorf("encrypt for group: %w", err)
	}
	signed, ok := msg.(*protocol.SenderKeyMessage)
	if !ok {
		return ct, nil, fmt.Errorf("unexpected group ciphertext %T", msg)
	}
	return ciphertext{"skmsg", signed.SignedSerialize()}, skdm.Serialize(), nil
}

// pad appends 1 to 16 bytes that each hold their count, as every client does.
func pad(plain []byte) []byte {
	n := len(plain)%16 + 1
	out := append([]byte(nil), plain...)
	for range n {
		out = append(out, byte(n))
	}
	return out
}

func unpad(plain []byte) ([]byte, error) {
	if len(plain) == 0 {
		return nil, errors.New("empty plaintext")
	}
	n := int(plain[len(plain)-1])
	if n == 0 || n > 16 || n > len(plain) {
		return nil, fmt.Errorf("plaintext padding of %d bytes", n)
	}
	for _, b := range plain[len(plain)-n:] {
		if int(b) != n {
			return nil, errors.New("plaintext padding is not uniform")
		}
	}
	return plain[:len(plain)-n], nil
}
