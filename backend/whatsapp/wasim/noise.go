package wasim

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"

	"go.mau.fi/whatsmeow/proto/waWa6"
	"go.mau.fi/whatsmeow/util/keys"
	"golang.org/x/crypto/curve25519"
	"google.golang.org/protobuf/proto"
)

// noisePattern is exactly 32 bytes long, so the Noise rules take it as the
// first hash without hashing it.
const noisePattern = "Noise_XX_25519_AESGCM_SHA256\x00\x00\x00\x00"

// noiseState is the symmetric state of a Noise XX handshake.
type noiseState struct {
	hash, salt []byte
	aead       cipher.AEAD
	counter    uint32
}

func newNoiseState(prologue []byte) (*noiseState, error) {
	start := []byte(noisePattern)
	aead, err := newGCM(start)
	if err != nil {
		return nil, err
	}
	n := &noiseState{hash: start, salt: start, aead: aead}
	n.mixHash(prologue)
	return n, nil
}

func (n *noiseState) mixHash(data []byte) {
	sum := sha256.Sum256(concat(n.hash, data))
	n.hash = sum[:]
}

func (n *noiseState) mixDH(priv, pub []byte) error {
	secret, err := curve25519.X25519(priv, pub)
	if err != nil {
		return fmt.Errorf("noise key agreement: %w", err)
	}
	salt, key, err := expand(n.salt, secret)
	if err != nil {
		return err
	}
	n.salt, n.counter = salt, 0
	n.aead, err = newGCM(key)
	return err
}

func (n *noiseState) seal(plain []byte) []byte {
	out := n.aead.Seal(nil, noiseIV(n.counter), plain, n.hash)
	n.counter++
	n.mixHash(out)
	return out
}

func (n *noiseState) open(sealed []byte) ([]byte, error) {
	out, err := n.aead.Open(nil, noiseIV(n.counter), sealed, n.hash)
	if err != nil {
		return nil, fmt.Errorf("open noise message: %w", err)
	}
	n.counter++
	n.mixHash(sealed)
	return out, nil
}

// transport returns the keys of the two directions.
func (n *noiseState) transport() (fromClient, toClient cipher.AEAD, err error) {
	first, second, err := expand(n.salt, nil)
	if err != nil {
		return nil, nil, err
	}
	if fromClient, err = newGCM(first); err != nil {
		return nil, nil, err
	}
	toClient, err = newGCM(second)
	return fromClient, toClient, err
}

func expand(salt, secret []byte) (first, second []byte, err error) {
	out, err := hkdf.Key(sha256.New, secret, salt, "", 64)
	if err != nil {
		return nil, nil, fmt.Errorf("derive noise keys: %w", err)
	}
	return out[:32], out[32:], nil
}

func newGCM(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("noise cipher: %w", err)
	}
	return cipher.NewGCM(block)
}

func noiseIV(counter uint32) []byte {
	iv := make([]byte, 12)
	binary.BigEndian.PutUint32(iv[8:], counter)
	return iv
}

// handshake is what a finished Noise handshake leaves behind.
type handshake struct {
	clientNoise          []byte
	payload              *waWa6.ClientPayload
	fromClient, toClient cipher.AEAD
}

var errHandshake = errors.New("malformed handshake message")

// acceptHandshake runs the server's side of the handshake over frames.
func acceptHandshake(id *Identity, chain, prologue []byte, read func() ([]byte, error), write func([]byte) error) (*handshake, error) {
	n, err := newNoiseState(prologue)
	if err != nil {
		return nil, err
	}
	hello, err := readHandshake(read)
	if err != nil {
		return nil, err
	}
	clientEphemeral := hello.GetClientHello().GetEphemeral()
	if len(clientEphemeral) != 32 {
		return nil, errHandshake
	}
	ephemeral := keys.NewKeyPair()
	reply, err := n.serverHello(id, chain, ephemeral, clientEphemeral)
	if err != nil {
		return nil, err
	}
	if err = write(reply); err != nil {
		return nil, err
	}
	finish, err := readHandshake(read)
	if err != nil {
		return nil, err
	}
	return n.clientFinish(ephemeral, finish.GetClientFinish())
}

func readHandshake(read func() ([]byte, error)) (*waWa6.HandshakeMessage, error) {
	data, err := read()
	if err != nil {
		return nil, err
	}
	var msg waWa6.HandshakeMessage
	if err = proto.Unmarshal(data, &msg); err != nil {
		return nil, fmt.Errorf("%w: %w", errHandshake, err)
	}
	return &msg, nil
}

func (n *noiseState) serverHello(id *Identity, chain []byte, ephemeral *keys.KeyPair, clientEphemeral []byte) ([]byte, error) {
	static := keyPair(id.Static)
	n.mixHash(clientEphemeral)
	n.mixHash(ephemeral.Pub[:])
	if err := n.mixDH(ephemeral.Priv[:], clientEphemeral); err != nil {
		return nil, err
	}
	sealedStatic := n.seal(static.Pub[:])
	if err := n.mixDH(static.Priv[:], clientEphemeral); err != nil {
		return nil, err
	}
	return proto.Marshal(&waWa6.HandshakeMessage{ServerHello: &waWa6.HandshakeMessage_ServerHello{
		Ephemeral: ephemeral.Pub[:], Static: sealedStatic, Payload: n.seal(chain),
	}})
}

func (n *noiseState) clientFinish(ephemeral *keys.KeyPair, finish *waWa6.HandshakeMessage_ClientFinish) (*handshake, error) {
	clientStatic, err := n.open(finish.GetStatic())
	if err != nil {
		return nil, err
	}
	if err = n.mixDH(ephemeral.Priv[:], clientStatic); err != nil {
		return nil, err
	}
	plain, err := n.open(finish.GetPayload())
	if err != nil {
		return nil, err
	}
	out := &handshake{clientNoise: clientStatic, payload: &waWa6.ClientPayload{}}
	if err = proto.Unmarshal(plain, out.payload); err != nil {
		return nil, fmt.Errorf("%w: %w", errHandshake, err)
	}
	out.fromClient, out.toClient, err = n.transport()
	return out, err
}
