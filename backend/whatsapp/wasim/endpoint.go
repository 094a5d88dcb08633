package wasim

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
)

// Endpoint is everything a client needs to be pointed at a simulator. It can
// be handed to another process as JSON.
type Endpoint struct {
	// Addr is the loopback host and port.
	Addr string `json:"addr"`
	// RootKey is the public key the Noise certificates lead to (32 bytes).
	RootKey []byte `json:"rootKey"`
	// CAPEM is the TLS certificate to trust.
	CAPEM []byte `json:"caPem"`
}

// HTTPClient returns a client that dials Addr whatever host is asked for, uses
// no proxy, and trusts nothing but the simulator's certificate: it cannot reach
// the real service.
func (e Endpoint) HTTPClient() (*http.Client, error) {
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(e.CAPEM) {
		return nil, errors.New("simulator endpoint: no certificate in caPem")
	}
	if err := requireLoopback(e.Addr); err != nil {
		return nil, err
	}
	var dialer net.Dialer
	return &http.Client{Transport: &http.Transport{
		Proxy: nil,
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return dialer.DialContext(ctx, network, e.Addr)
		},
		TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12},
	}}, nil
}

var errNotLoopback = errors.New("the simulator listens on loopback addresses only")

func requireLoopback(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return errNotLoopback
	}
	return nil
}
