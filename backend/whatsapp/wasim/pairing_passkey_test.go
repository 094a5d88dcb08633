package wasim_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"mceplatform/backend/whatsapp/wasim"
)

// gated starts linking a phone whose account has a passkey, and returns what
// the client is asked and how the scan ends.
func gated(t *testing.T, ask bool) (context.Context, *world, *client, *events.PairPasskeyRequest, <-chan error) {
	t.Helper()
	t.Parallel()
	ctx, w := testContext(t), newWorld(t, wasim.Config{})
	w.owner.RequirePasskey(true, ask)
	w.owner.LimitPasskey(20 * time.Second)
	c := newClient(t, w)
	if err := c.Connect(); err != nil {
		t.Fatal(err)
	}
	codes := await[*events.QR](ctx, c, nil)
	done := make(chan error, 1)
	go func() { done <- w.owner.ScanQR(ctx, codes.Codes[0]) }()
	request := await[*events.PairPasskeyRequest](ctx, c, nil)
	if request.PublicKey.Timeout != 20_000 {
		t.Errorf("the passkey is waited for %d ms", request.PublicKey.Timeout)
	}
	return ctx, w, c, request, done
}

func assertWith(t *testing.T, p *wasim.Phone, origin string, request *events.PairPasskeyRequest) *types.WebAuthnResponse {
	t.Helper()
	options, err := json.Marshal(request.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	key, err := p.Passkey()
	if err != nil {
		t.Fatal(err)
	}
	out, err := (&wasim.Passkey{}).Assert(options)
	if err == nil {
		t.Errorf("a passkey nobody asked for answered %s", out)
	}
	key.Origin = origin
	if out, err = key.Assert(options); err != nil {
		t.Fatal(err)
	}
	var resp types.WebAuthnResponse
	if err = json.Unmarshal(out, &resp); err != nil {
		t.Fatal(err)
	}
	return &resp
}

func TestPasskeyWithHandoff(t *testing.T) {
	ctx, w, c, request, done := gated(t, false)
	if err := c.SendPasskeyResponse(ctx, assertWith(t, w.owner, "", request)); err != nil {
		t.Fatal(err)
	}
	code := await[*events.PairPasskeyConfirmation](ctx, c, nil)
	if !code.SkipHandoffUX || code.Code != w.owner.PasskeyCode() {
		t.Errorf("confirmation %+v, the phone shows %q", code, w.owner.PasskeyCode())
	}
	if err := c.SendPasskeyConfirmation(ctx); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	c.connected(ctx, 1)
}

// Without the proof of a recent scan a person has to compare the code.
func TestPasskeyWithoutHandoff(t *testing.T) {
	ctx, w, c, request, done := gated(t, true)
	for range 2 { // the client proves the scan in its first answer only
		if err := c.SendPasskeyResponse(ctx, assertWith(t, w.owner, "", request)); err != nil {
			t.Fatal(err)
		}
	}
	code := await[*events.PairPasskeyConfirmation](ctx, c, nil)
	if code.SkipHandoffUX || code.Code != w.owner.PasskeyCode() {
		t.Errorf("confirmation %+v, the phone shows %q", code, w.owner.PasskeyCode())
	}
	if err := c.SendPasskeyConfirmation(ctx); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	c.connected(ctx, 1)
}

func TestPasskeyAnswersAreChecked(t *testing.T) {
	ctx, w, c, request, done := gated(t, false)
	good := assertWith(t, w.owner, "", request)
	for name, spoil := range map[string]func(r *types.WebAuthnResponse){
		"another page": func(r *types.WebAuthnResponse) { *r = *assertWith(t, w.owner, "https://evil.example", request) },
		"signature":    func(r *types.WebAuthnResponse) { r.Response.Signature = append([]byte{0}, r.Response.Signature...) },
		"data":         func(r *types.WebAuthnResponse) { r.Response.AuthenticatorData = make([]byte, 37) },
		"credential":   func(r *types.WebAuthnResponse) { r.RawID = []byte("other") },
		"challenge": func(r *types.WebAuthnResponse) {
			other := *request.PublicKey
			other.Challenge = []byte("another challenge")
			*r = *assertWith(t, w.owner, "", &events.PairPasskeyRequest{PublicKey: &other})
		},
	} {
		bad := *good
		spoil(&bad)
		if err := c.SendPasskeyResponse(ctx, &bad); !errors.Is(err, whatsmeow.ErrIQBadRequest) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(all[*events.PairPasskeyConfirmation](c)); n != 0 || len(w.owner.LinkedDevices()) != 0 {
		t.Errorf("%d confirmations after wrong answers only", n)
	}
	c.Disconnect()
	if err := <-done; !errors.Is(err, wasim.ErrPairing) {
		t.Errorf("the scan ended with %v", err)
	}
}

func TestPasskeyAfterACode(t *testing.T) {
	t.Parallel()
	ctx, w := testContext(t), newWorld(t, wasim.Config{})
	w.owner.RequirePasskey(true, false)
	c := newClient(t, w)
	code, err := c.askCode(ctx, ownerNumber, "Chrome (Linux)")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- w.owner.EnterCode(ctx, code) }()
	request := await[*events.PairPasskeyRequest](ctx, c, nil)
	if err = c.SendPasskeyResponse(ctx, assertWith(t, w.owner, "", request)); err != nil {
		t.Fatal(err)
	}
	await[*events.PairPasskeyConfirmation](ctx, c, nil)
	if err = c.SendPasskeyConfirmation(ctx); err != nil {
		t.Fatal(err)
	}
	if err = <-done; err != nil {
		t.Fatal(err)
	}
	c.connected(ctx, 1)
}

func TestSpoiledPairingIsRefusedByTheClient(t *testing.T) {
	t.Parallel()
	ctx, w := testContext(t), newWorld(t, wasim.Config{})
	w.Faults().SpoilPairings(1)
	c := newClient(t, w)
	if err := c.Connect(); err != nil {
		t.Fatal(err)
	}
	codes := await[*events.QR](ctx, c, nil)
	if err := w.owner.ScanQR(ctx, codes.Codes[0]); !errors.Is(err, wasim.ErrPairing) {
		t.Errorf("scan: %v", err)
	}
	await[*events.PairError](ctx, c, nil)
}

func TestVersionAndCertificateFaults(t *testing.T) {
	t.Parallel()
	ctx, w := testContext(t), newWorld(t, wasim.Config{})
	w.Faults().RequireVersion(4_000_000_000)
	c := newClient(t, w)
	if err := c.Connect(); err != nil {
		t.Fatal(err)
	}
	await[*events.ClientOutdated](ctx, c, nil)
	httpClient, err := w.Endpoint().HTTPClient()
	if err != nil {
		t.Fatal(err)
	}
	defer httpClient.CloseIdleConnections()
	if v, err := whatsmeow.GetLatestVersion(ctx, httpClient); err != nil || v[2] != 4_000_000_000 {
		t.Errorf("latest version %v, %v", v, err)
	}
	w.Faults().Clear()
	w.Faults().ExpireCertificate(true)
	if err := newClient(t, w).ConnectContext(ctx); err == nil {
		t.Error("an expired certificate was taken")
	}
	w.Faults().Clear()
	c = newClient(t, w)
	if err := c.Connect(); err != nil {
		t.Fatal(err)
	}
	first := await[*events.QR](ctx, c, nil)
	w.Faults().ScanWithoutMultidevice()
	await[*events.QRScannedWithoutMultidevice](ctx, c, nil)
	w.Faults().RotateQR()
	if r := await[*events.RotateADVSecret](ctx, c, nil); r.OldSecret == r.NewSecret || len(first.Codes) != 6 {
		t.Errorf("rotation %+v", r)
	}
}
