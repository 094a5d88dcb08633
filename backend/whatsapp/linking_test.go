package whatsapp

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"go.mau.fi/whatsmeow/types"

	"mceplatform/backend/account"
	"mceplatform/backend/fault"
	"mceplatform/backend/whatsapp/wasim"
)

func status(c *Client) account.Status { return c.cfg.Account.Status() }

func awaitState(t *testing.T, c *Client, want account.State) account.Status {
	t.Helper()
	await(t, string(want), func() bool { return status(c).State == want })
	return status(c)
}

// quick lets codes expire and attempts follow each other at test speed.
func quick(life time.Duration) func(*Config) {
	return func(cfg *Config) { cfg.CodeLife, cfg.RetryStep = life, 50*time.Millisecond }
}

func TestCodesAreRenewedWhenTheyExpireAndRunOut(t *testing.T) {
	c, owner := start(t, wasim.Config{}, time.Second, quick(300*time.Millisecond))
	if err := c.Link(t.Context()); err != nil {
		t.Fatal(err)
	}
	var first account.Status
	await(t, "a QR code", func() bool { first = status(c); return first.QR != "" })
	if first.Renewed || time.Until(first.ExpiresAt.Time()) > 300*time.Millisecond {
		t.Errorf("the first code: renewed %v, lives for %v", first.Renewed, time.Until(first.ExpiresAt.Time()))
	}
	connection := c.current()
	codes := map[string]bool{}
	await(t, "codes of a second connection", func() bool {
		if qr := status(c).QR; qr != "" {
			codes[qr] = true
		}
		return c.current() != connection && status(c).QR != ""
	})
	if len(codes) < 5 || !status(c).Renewed {
		t.Errorf("%d different codes were shown, renewed %v", len(codes), status(c).Renewed)
	}
	if err := c.do(t.Context(), func(f *follower) error { f.cfg.CodeLife = time.Minute; f.freshCodes(); return nil }); err != nil {
		t.Fatal(err)
	}
	await(t, "a code that lasts", func() bool { return status(c).QR != "" })
	if err := owner.ScanQR(t.Context(), currentCode(t, c)); err != nil {
		t.Fatal(err)
	}
	awaitState(t, c, account.Online)
}

func TestFirstCodeLivesThreeTimesAsLong(t *testing.T) {
	c, _ := start(t, wasim.Config{}, time.Second)
	if err := c.Link(t.Context()); err != nil {
		t.Fatal(err)
	}
	await(t, "a QR code", func() bool { return status(c).QR != "" })
	if left := time.Until(status(c).ExpiresAt.Time()); left < 50*time.Second || left > time.Minute {
		t.Errorf("the first code lives for %v", left)
	}
	if err := c.do(t.Context(), func(f *follower) error { f.renewCode(); return nil }); err != nil {
		t.Fatal(err)
	}
	if left := time.Until(status(c).ExpiresAt.Time()); left < 15*time.Second || left > 20*time.Second {
		t.Errorf("the second code lives for %v", left)
	}
}

func TestRotatedSecretIsInTheCodeOnTheScreen(t *testing.T) {
	c, owner := start(t, wasim.Config{}, time.Second)
	if err := c.Link(t.Context()); err != nil {
		t.Fatal(err)
	}
	await(t, "a QR code", func() bool { return status(c).QR != "" })
	before := status(c)
	owner.Server().Faults().RotateQR()
	await(t, "another drawing", func() bool { return status(c).QR != before.QR })
	if status(c).ExpiresAt != before.ExpiresAt {
		t.Error("the rotation gave the code more time")
	}
	owner.Server().Faults().ScanWithoutMultidevice()
	await(t, "the hint", func() bool { return status(c).Reason == account.ReasonNoMultidevice })
	if err := owner.ScanQR(t.Context(), currentCode(t, c)); err != nil { // the phone has been updated meanwhile
		t.Fatal(err)
	}
	awaitState(t, c, account.Online)
}

func TestLinkByCodeAndBack(t *testing.T) {
	c, owner := start(t, wasim.Config{}, time.Second)
	service := c.cfg.Account
	for _, bad := range []string{"", "hello", "12", "4.47E+11"} {
		if err := service.LinkByCode(t.Context(), bad, "DE"); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if err := c.Link(t.Context()); err != nil { // by QR code first: one may change one's mind
		t.Fatal(err)
	}
	await(t, "a QR code", func() bool { return status(c).QR != "" })
	if err := service.LinkByCode(t.Context(), "01573 5990001", "DE"); err != nil {
		t.Fatal(err)
	}
	if s := status(c); s.QR != "" || s.CodePhone == "" {
		t.Errorf("after changing to a code: %+v", s)
	}
	await(t, "a pairing code", func() bool { return status(c).Code != "" })
	s := status(c)
	if left := time.Until(s.ExpiresAt.Time()); len(s.Code) != 9 || left < 150*time.Second || left > 160*time.Second {
		t.Errorf("a code of %d characters that lives for %v", len(s.Code), left)
	}
	if err := service.Link(t.Context()); err != nil { // and back
		t.Fatal(err)
	}
	await(t, "a QR code", func() bool { return status(c).QR != "" && status(c).Code == "" && status(c).CodePhone == "" })
	if err := owner.EnterCode(t.Context(), s.Code); !errors.Is(err, wasim.ErrCodeUnknown) {
		t.Errorf("the old code: %v", err)
	}
	if err := service.LinkByCode(t.Context(), "+49 1573 5990001", ""); err != nil {
		t.Fatal(err)
	}
	await(t, "a pairing code", func() bool { return status(c).Code != "" })
	if err := owner.EnterCode(t.Context(), status(c).Code); err != nil {
		t.Fatal(err)
	}
	s = awaitState(t, c, account.Online)
	if s.Phone != owner.Number() || s.Code != "" || s.Sync.Stage != account.SyncWaiting {
		t.Errorf("online: %+v", s)
	}
}

func TestPairingCodeIsRenewed(t *testing.T) {
	c, owner := start(t, wasim.Config{}, time.Second)
	if err := c.LinkByCode(t.Context(), owner.Number()); err != nil {
		t.Fatal(err)
	}
	await(t, "a pairing code", func() bool { return status(c).Code != "" })
	first := status(c).Code
	if err := c.do(t.Context(), func(f *follower) error { f.renew.set(time.Millisecond); return nil }); err != nil {
		t.Fatal(err)
	}
	await(t, "another code", func() bool { s := status(c); return s.Code != "" && s.Code != first && s.Renewed })
	if err := owner.EnterCode(t.Context(), status(c).Code); err != nil {
		t.Fatal(err)
	}
	awaitState(t, c, account.Online)
}

func TestNumberWithoutWhatsAppGetsNoCode(t *testing.T) {
	c, owner := start(t, wasim.Config{}, time.Second)
	owner.Server().Faults().SetUnknown("4915735990009", true)
	if err := c.LinkByCode(t.Context(), "4915735990009"); err != nil {
		t.Fatal(err)
	}
	await(t, "the reason", func() bool {
		s := status(c)
		return s.State == account.NotLinked && s.Reason == account.ReasonCodeRefused
	})
}

func TestRefusedPairingEndsWithAReasonAndNoLoop(t *testing.T) {
	c, owner := start(t, wasim.Config{}, time.Second)
	owner.Server().Faults().SpoilPairings(1)
	if err := c.Link(t.Context()); err != nil {
		t.Fatal(err)
	}
	await(t, "a QR code", func() bool { return status(c).QR != "" })
	if err := owner.ScanQR(t.Context(), currentCode(t, c)); err == nil {
		t.Error("the phone does not know that it failed")
	}
	await(t, "the reason", func() bool { s := status(c); return s.State == account.NotLinked && s.Reason == account.ReasonRefused })
	link(t, c, owner) // one button, and it works
}

func TestLostConnectionWhileLinkingBringsNewCodes(t *testing.T) {
	c, owner := start(t, wasim.Config{}, time.Second, quick(time.Minute))
	if err := c.Link(t.Context()); err != nil {
		t.Fatal(err)
	}
	await(t, "a QR code", func() bool { return status(c).QR != "" })
	first := status(c).QR
	owner.Server().DropConnections()
	await(t, "other codes", func() bool { qr := status(c).QR; return qr != "" && qr != first })
	if err := owner.ScanQR(t.Context(), currentCode(t, c)); err != nil {
		t.Fatal(err)
	}
	awaitState(t, c, account.Online)
}

// askedForPasskey links by QR code until WhatsApp asks for the passkey. The
// channel says how the phone's part ends.
func askedForPasskey(t *testing.T, c *Client, owner *wasim.Phone, ask bool) <-chan error {
	t.Helper()
	owner.RequirePasskey(true, ask)
	if err := c.Link(t.Context()); err != nil {
		t.Fatal(err)
	}
	await(t, "a QR code", func() bool { return status(c).QR != "" })
	code, done := currentCode(t, c), make(chan error, 1)
	go func() { done <- owner.ScanQR(context.Background(), code) }()
	s := awaitState(t, c, account.PasskeyRequired)
	if s.Passkey.Stage != account.PasskeyAsked || s.QR != "" || s.Passkey.ExpiresAt == 0 || !strings.Contains(s.Passkey.Snippet, s.Passkey.Options) {
		t.Errorf("status = %+v", s)
	}
	return done
}

func assertion(t *testing.T, c *Client, owner *wasim.Phone) string {
	t.Helper()
	key, err := owner.Passkey()
	if err != nil {
		t.Fatal(err)
	}
	out, err := key.Assert([]byte(status(c).Passkey.Options))
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestPasskeyByTheBrowserSkipsTheCodeAfterAScan(t *testing.T) {
	c, owner := start(t, wasim.Config{}, time.Second)
	done := askedForPasskey(t, c, owner, false)
	if err := c.AnswerPasskey(t.Context(), `{"type":"public-key"}`); !fault.Is(err, fault.Invalid) {
		t.Errorf("half an answer: %v", err)
	}
	if err := c.AnswerPasskey(t.Context(), assertion(t, c, owner)); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	awaitState(t, c, account.Online)
}

// whatsmeow proves the scan once; the second answer has no proof, and then a
// person has to compare the codes.
func TestPasskeyCodeIsCompared(t *testing.T) {
	for name, matches := range map[string]bool{"matches": true, "does not match": false} {
		t.Run(name, func(t *testing.T) {
			c, owner := start(t, wasim.Config{}, time.Second)
			done := askedForPasskey(t, c, owner, true)
			for range 2 {
				if err := c.AnswerPasskey(t.Context(), assertion(t, c, owner)); err != nil {
					t.Fatal(err)
				}
			}
			await(t, "the code", func() bool { return status(c).Passkey.Stage == account.PasskeyConfirm })
			p := status(c).Passkey
			if left := time.Until(p.ExpiresAt.Time()); p.Code == "" || p.Code != owner.PasskeyCode() || left < 4*time.Minute || left > 5*time.Minute {
				t.Errorf("code %q for %v, the phone shows %q", p.Code, left, owner.PasskeyCode())
			}
			if err := c.ConfirmPasskey(t.Context(), matches); err != nil {
				t.Fatal(err)
			}
			err := <-done
			if matches {
				if err != nil {
					t.Error(err)
				}
				awaitState(t, c, account.Online)
				return
			}
			if s := status(c); err == nil || s.State != account.NotLinked || s.Reason != account.ReasonPasskeyMismatch {
				t.Errorf("the phone ended with %v, status %+v", err, s)
			}
			if err := c.ConfirmPasskey(t.Context(), true); !fault.Is(err, fault.Conflict) {
				t.Errorf("confirmed too late: %v", err)
			}
		})
	}
}

func TestAlwaysConfirmShowsTheCodeAllTheSame(t *testing.T) {
	c, owner := start(t, wasim.Config{}, time.Second, func(cfg *Config) { cfg.AlwaysConfirmPasskey = true })
	done := askedForPasskey(t, c, owner, false)
	if err := c.AnswerPasskey(t.Context(), assertion(t, c, owner)); err != nil {
		t.Fatal(err)
	}
	await(t, "the code", func() bool { return status(c).Passkey.Stage == account.PasskeyConfirm })
	if err := c.ConfirmPasskey(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	awaitState(t, c, account.Online)
}

// What ends the flow ends it for good: a reason, and no new codes by themselves.
func TestPasskeyEndsWithAReasonAndNoLoop(t *testing.T) {
	for reason, end := range map[string]func(c *Client, sim *wasim.Server) error{
		account.ReasonPasskeyInterrupted: func(_ *Client, sim *wasim.Server) error { sim.DropConnections(); return nil },
		account.ReasonPasskeyExpired: func(c *Client, _ *wasim.Server) error {
			return c.do(context.Background(), func(f *follower) error { f.expire.set(time.Millisecond); return nil })
		},
		"": func(c *Client, _ *wasim.Server) error { return c.CancelLink(context.Background()) },
	} {
		t.Run("ended "+reason, func(t *testing.T) {
			c, owner := start(t, wasim.Config{}, time.Second)
			done := askedForPasskey(t, c, owner, false)
			old := assertion(t, c, owner)
			if err := end(c, owner.Server()); err != nil {
				t.Fatal(err)
			}
			if s := awaitState(t, c, account.NotLinked); s.Reason != reason || s.QR != "" || s.Passkey != (account.Passkey{}) {
				t.Errorf("status = %+v", s)
			}
			if err := <-done; err == nil {
				t.Error("the phone does not know that it failed")
			}
			if err := c.AnswerPasskey(t.Context(), old); !fault.Is(err, fault.Conflict) {
				t.Errorf("answered too late: %v", err)
			}
			wa := c.current()
			owner.RequirePasskey(false, false)
			link(t, c, owner)
			if wa == c.current() {
				t.Error("the old connection is used")
			}
		})
	}
}

// The passkey outlives the QR codes of its connection: nothing rotates under it.
func TestCodesStopWhileThePasskeyIsAsked(t *testing.T) {
	c, owner := start(t, wasim.Config{}, time.Second, quick(600*time.Millisecond))
	done := askedForPasskey(t, c, owner, false)
	wa := c.current()
	time.Sleep(2 * time.Second) // all six codes would have run out
	if s := status(c); s.State != account.PasskeyRequired || c.current() != wa {
		t.Fatalf("status = %+v", s)
	}
	if err := c.AnswerPasskey(t.Context(), assertion(t, c, owner)); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	awaitState(t, c, account.Online)
}

// systemDialog plays the operating system's authenticator.
type systemDialog struct {
	answer func() (*types.WebAuthnResponse, error)
}

func (systemDialog) Name() string    { return "Test Hello" }
func (systemDialog) Available() bool { return true }
func (d systemDialog) Assert(context.Context, *types.WebAuthnPublicKey) (*types.WebAuthnResponse, error) {
	return d.answer()
}

func TestPasskeyByTheSystem(t *testing.T) {
	var c *Client
	var owner *wasim.Phone
	declined := true
	dialog := systemDialog{func() (*types.WebAuthnResponse, error) {
		if declined {
			return nil, errPasskeyDeclined
		}
		var request *types.WebAuthnPublicKey
		if err := c.do(context.Background(), func(f *follower) error { request = f.link.passkey.request; return nil }); err != nil {
			return nil, err
		}
		return parseAssertion(assertion(t, c, owner), request)
	}}
	c, owner = start(t, wasim.Config{}, time.Second, func(cfg *Config) { cfg.Authenticator = dialog })
	done := askedForPasskey(t, c, owner, false)
	if name := status(c).Passkey.Authenticator; name != "Test Hello" {
		t.Errorf("authenticator %q", name)
	}
	if err := c.AskPasskey(t.Context()); !fault.Is(err, fault.Canceled) || status(c).Passkey.Stage != account.PasskeyAsked {
		t.Errorf("declined: %v, stage %q", err, status(c).Passkey.Stage)
	}
	declined = false
	if err := c.AskPasskey(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	awaitState(t, c, account.Online)
}

// A phone that sends no history is not waited for for ever.
func TestWaitingForTheHistoryEnds(t *testing.T) {
	c, owner := start(t, wasim.Config{}, time.Second)
	link(t, c, owner)
	if s := status(c); s.Sync.Stage != account.SyncWaiting {
		t.Fatalf("after linking: %+v", s.Sync)
	}
	if err := c.do(t.Context(), func(f *follower) error { f.history.set(time.Millisecond); return nil }); err != nil {
		t.Fatal(err)
	}
	await(t, "the end of waiting", func() bool { return status(c).Sync.Stage == account.SyncNone })
	if s := status(c); s.State != account.Online {
		t.Errorf("status = %+v", s)
	}
}
