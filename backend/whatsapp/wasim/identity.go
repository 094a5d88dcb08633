package wasim

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"time"

	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/whatsmeow/proto/waCert"
	"go.mau.fi/whatsmeow/util/keys"
	"google.golang.org/protobuf/proto"
)

// Identity is what makes a server the same server over restarts: the Noise
// root, intermediate and static keys and the TLS certificate. It holds private
// keys of a simulator only; none of them is worth protecting.
type Identity struct {
	Root         []byte `json:"root"`
	Intermediate []byte `json:"intermediate"`
	Static       []byte `json:"static"`
	CertPEM      []byte `json:"certPem"`
	KeyPEM       []byte `json:"keyPem"`
}

// NewIdentity makes fresh keys and a self-signed TLS certificate.
func NewIdentity() (*Identity, error) {
	certPEM, keyPEM, err := newCertificate()
	if err != nil {
		return nil, err
	}
	return &Identity{
		Root:         keys.NewKeyPair().Priv[:],
		Intermediate: keys.NewKeyPair().Priv[:],
		Static:       keys.NewKeyPair().Priv[:],
		CertPEM:      certPEM,
		KeyPEM:       keyPEM,
	}, nil
}

// RootKey returns the public root key a client has to trust.
func (id *Identity) RootKey() []byte { return keyPair(id.Root).Pub[:] }

func (id *Identity) valid() bool {
	return len(id.Root) == 32 && len(id.Intermediate) == 32 && len(id.Static) == 32
}

func keyPair(priv []byte) *keys.KeyPair {
	return keys.NewKeyPairFromPrivateKey([32]byte(priv))
}

func newCertificate() (certPEM, keyPEM []byte, err error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, fmt.Errorf("generate TLS key: %w", err)
	}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(time.Now().UnixNano()),
		Subject:               pkix.Name{CommonName: "MCE WhatsApp simulator"},
		NotBefore:             validFrom,
		NotAfter:              validUntil,
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		IsCA:                  true,
		DNSNames:              []string{"web.whatsapp.com", "*.whatsapp.net", "localhost"},
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, nil, fmt.Errorf("create TLS certificate: %w", err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, nil, fmt.Errorf("encode TLS key: %w", err)
	}
	certPEM = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	keyPEM = pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER})
	return certPEM, keyPEM, nil
}

func (id *Identity) tlsConfig() (*tls.Config, error) {
	cert, err := tls.X509KeyPair(id.CertPEM, id.KeyPEM)
	if err != nil {
		return nil, fmt.Errorf("load TLS certificate: %w", err)
	}
	return &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}, nil
}

// certChain builds the Noise certificate: root signs intermediate, intermediate
// signs leaf, the leaf holds the static key of the handshake. Serial numbers
// and the issuer of the intermediate (0) are checked by clients.
func (id *Identity) certChain(from, until time.Time) ([]byte, error) {
	inter, static := keyPair(id.Intermediate), keyPair(id.Static)
	interCert, err := signedCert(id.Root, 1, 0, inter.Pub[:], from, until)
	if err != nil {
		return nil, err
	}
	leafCert, err := signedCert(id.Intermediate, 2, 1, static.Pub[:], from, until)
	if err != nil {
		return nil, err
	}
	return proto.Marshal(&waCert.CertChain{Intermediate: interCert, Leaf: leafCert})
}

// The validity of certificates is wide: tests run with shifted clocks.
var (
	validFrom    = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	validUntil   = time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC)
	expiredUntil = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
)

func signedCert(issuer []byte, serial, issuerSerial uint32, key []byte, from, until time.Time) (*waCert.CertChain_NoiseCertificate, error) {
	details, err := proto.Marshal(&waCert.CertChain_NoiseCertificate_Details{
		Serial:       proto.Uint32(serial),
		IssuerSerial: proto.Uint32(issuerSerial),
		Key:          key,
		NotBefore:    proto.Uint64(uint64(from.Unix())),
		NotAfter:     proto.Uint64(uint64(until.Unix())),
	})
	if err != nil {
		return nil, fmt.Errorf("encode noise certificate: %w", err)
	}
	return &waCert.CertChain_NoiseCertificate{Details: details, Signature: sign(issuer, details)}, nil
}

// sign makes an XEdDSA signature over the concatenated parts.
func sign(priv []byte, parts ...[]byte) []byte {
	sig := ecc.CalculateSignature(ecc.NewDjbECPrivateKey([32]byte(priv)), concat(parts...))
	return sig[:]
}

// verify checks an XEdDSA signature over the concatenated parts.
func verify(pub, sig []byte, parts ...[]byte) bool {
	if len(pub) != 32 || len(sig) != 64 {
		return false
	}
	return ecc.VerifySignature(ecc.NewDjbECPublicKey([32]byte(pub)), concat(parts...), [64]byte(sig))
}

func concat(parts ...[]byte) []byte {
	var out []byte
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}
