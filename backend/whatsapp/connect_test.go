package whatsapp

import (
	"crypto/x509"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	wastore "go.mau.fi/whatsmeow/store"

	"mceplatform/backend/account"
	"mceplatform/backend/whatsapp/wasim"
)

// jumpingClock is the system's clock, ahead by what the computer has slept.
type jumpingClock struct{ ahead atomic.Int64 }

func (c *jumpingClock) Now() time.Time           { return time.Now().Add(time.Duration(c.ahead.Load())) }
func (c *jumpingClock) Location() *time.Location { return time.UTC }
func (c *jumpingClock) sleep(d time.Duration)    { c.ahead.Add(int64(d)) }

func sleeper(clk *jumpingClock) func(*Config) {
	return func(cfg *Config) { cfg.Clock, cfg.WakeCheck = clk, 20*time.Millisecond }
}

func logins(sim *wasim.Server) *atomic.Int64 {
	var n atomic.Int64
	sim.Subscribe(func(e wasim.Event) {
		if e.Kind == wasim.EventConnected {
			n.Add(1)
		}
	})
	return &n
}

func TestWakingUpMakesANewConnection(t *testing.T) {
	clk := &jumpingClock{}
	c, owner := start(t, wasim.Config{}, time.Second, sleeper(clk))
	link(t, c, owner)
	n := logins(owner.Server())
	clk.sleep(25 * time.Second) // a busy computer, or a slightly wrong clock
	time.Sleep(200 * time.Millisecond)
	if n.Load() != 0 {
		t.Fatal("a small gap counts as sleep")
	}
	clk.sleep(time.Hour)
	await(t, "a new connection", func() bool { return n.Load() == 1 })
	awaitState(t, c, account.Online)
}

// The pause that was due before the sleep is not waited out.
func TestWakingUpDoesNotWaitOutThePause(t *testing.T) {
	clk := &jumpingClock{}
	c, owner := start(t, wasim.Config{}, time.Second, sleeper(clk), func(cfg *Config) { cfg.RetryStep = 30 * time.Second })
	link(t, c, owner)
	owner.Server().Faults().RefuseLogin(503, nil, 9)
	owner.Server().DropConnections()
	await(t, "a long pause", func() bool {
		s := status(c)
		return s.State == account.Offline && time.Until(s.RetryAt.Time()) > 20*time.Second
	})
	owner.Server().Faults().RefuseLogin(503, nil, 0)
	clk.sleep(time.Minute)
	await(t, "online long before that", func() bool { return status(c).State == account.Online })
}

func TestWakingUpWhileLinkingBringsNewCodes(t *testing.T) {
	clk := &jumpingClock{}
	c, owner := start(t, wasim.Config{}, time.Second, sleeper(clk))
	if err := c.Link(t.Context()); err != nil {
		t.Fatal(err)
	}
	await(t, "a QR code", func() bool { return status(c).QR != "" })
	first := status(c).QR
	clk.sleep(time.Hour)
	await(t, "another code", func() bool { qr := status(c).QR; return qr != "" && qr != first })
	if err := owner.ScanQR(t.Context(), currentCode(t, c)); err != nil {
		t.Fatal(err)
	}
	awaitState(t, c, account.Online)
}

func TestASleepingStateStaysAsItIs(t *testing.T) {
	clk := &jumpingClock{}
	c, owner := start(t, wasim.Config{}, time.Second, sleeper(clk))
	link(t, c, owner)
	if err := owner.Server().Faults().StreamError(owner.Number(), owner.LinkedDevices()[0].ID, "", "replaced"); err != nil {
		t.Fatal(err)
	}
	awaitState(t, c, account.Replaced)
	n := logins(owner.Server())
	clk.sleep(time.Hour)
	time.Sleep(300 * time.Millisecond)
	if n.Load() != 0 || status(c).State != account.Replaced {
		t.Errorf("%d logins, state %s: the other program was thrown out", n.Load(), status(c).State)
	}
}

func TestTwoSilentPingsMakeANewConnection(t *testing.T) {
	minimum, maximum, deadline := whatsmeow.KeepAliveIntervalMin, whatsmeow.KeepAliveIntervalMax, whatsmeow.KeepAliveResponseDeadline
	whatsmeow.KeepAliveIntervalMin, whatsmeow.KeepAliveIntervalMax, whatsmeow.KeepAliveResponseDeadline = 100*time.Millisecond, 110*time.Millisecond, 100*time.Millisecond
	t.Cleanup(func() {
		whatsmeow.KeepAliveIntervalMin, whatsmeow.KeepAliveIntervalMax, whatsmeow.KeepAliveResponseDeadline = minimum, maximum, deadline
	})
	c, owner := start(t, wasim.Config{}, time.Second)
	link(t, c, owner)
	n := logins(owner.Server())
	owner.Server().Faults().MuteKeepalive(true) // a black hole: nothing comes back, nothing ends
	await(t, "offline", func() bool { return status(c).State == account.Offline })
	await(t, "a new connection", func() bool { return n.Load() > 0 })
	owner.Server().Faults().MuteKeepalive(false)
	awaitState(t, c, account.Online)
}

func TestOutdatedVersionIsRefreshedOnce(t *testing.T) {
	before := wastore.GetWAVersion()
	t.Cleanup(func() { wastore.SetWAVersion(before) })
	clk := &jumpingClock{}
	c, owner := start(t, wasim.Config{}, time.Second, func(cfg *Config) { cfg.Clock = clk })
	link(t, c, owner)
	n := logins(owner.Server())
	newest := before[2] + 5
	owner.Server().Faults().RequireVersion(newest)
	owner.Server().DropConnections()
	await(t, "a login with the newer version", func() bool { return n.Load() == 1 })
	awaitState(t, c, account.Online)
	if v := wastore.GetWAVersion(); v[2] != newest {
		t.Errorf("version %v, want %d", v, newest)
	}

	// Refused again within six hours: no second look-up, the state says it.
	owner.Server().Faults().RequireVersion(newest + 5)
	owner.Server().DropConnections()
	awaitState(t, c, account.Outdated)
	if v := wastore.GetWAVersion(); v[2] != newest {
		t.Errorf("looked up again after a moment: %v", v)
	}
	clk.sleep(7 * time.Hour)
	if err := c.Reconnect(t.Context()); err != nil {
		t.Fatal(err)
	}
	awaitState(t, c, account.Online)
}

func TestOutdatedWithoutANewerVersionSaysSo(t *testing.T) {
	c, owner := start(t, wasim.Config{}, time.Second)
	owner.Server().Faults().RefuseLogin(405, nil, 5)
	if err := c.Link(t.Context()); err != nil {
		t.Fatal(err)
	}
	await(t, "the reason", func() bool {
		s := status(c)
		return s.State == account.NotLinked && s.Reason == account.ReasonOutdated
	})
}

func TestClockWrongHealsItself(t *testing.T) {
	c, owner := start(t, wasim.Config{}, time.Second, quick(time.Minute))
	link(t, c, owner)
	owner.Server().Faults().ExpireCertificate(true)
	owner.Server().DropConnections()
	awaitState(t, c, account.ClockWrong)
	owner.Server().Faults().ExpireCertificate(false)
	awaitState(t, c, account.Online)
}

func TestPausesBetweenAttempts(t *testing.T) {
	for range 100 {
		r := retries{step: 2 * time.Second}
		for i, want := range []time.Duration{0, 2, 4, 8, 16, 32, 60, 60, 60} {
			want *= time.Second
			got := r.next()
			if got < want-want/5 || got > want+want/5 || got > time.Minute || (i > 0 && got < 2*time.Second) {
				t.Fatalf("pause %d is %v, want about %v", i, got, want)
			}
		}
		r.reset()
		if got := r.next(); got != 0 {
			t.Fatalf("after success the next pause is %v", got)
		}
	}
	long := retries{step: 2 * time.Second, failures: 100}
	if got := long.next(); got < 48*time.Second || got > time.Minute {
		t.Errorf("after 100 failures %v", got)
	}
}

func TestWrongClockIsRecognised(t *testing.T) {
	for text, want := range map[string]bool{
		"noise handshake failed: certificate not valid yet (current time": true,
		"noise handshake failed: certificate expired (current time":       true,
		"failed to verify intermediate cert signature":                    false,
		"dial tcp: connection refused":                                    false,
	} {
		if wrongClock(fmt.Errorf("connect: %w", errors.New(text))) != want {
			t.Errorf("%q", text)
		}
	}
	if !wrongClock(fmt.Errorf("dial: %w", x509.CertificateInvalidError{Cert: &x509.Certificate{}, Reason: x509.Expired})) {
		t.Error("a TLS certificate out of its time")
	}
}
