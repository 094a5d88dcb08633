package whatsapp

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"image/png"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"

	"mceplatform/backend/account"
	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/event"
	"mceplatform/backend/inbound"
	"mceplatform/backend/leads"
	"mceplatform/backend/settings"
	"mceplatform/backend/store"
	"mceplatform/backend/store/storetest"
	"mceplatform/backend/whatsapp/wasim"
)

var identity = sync.OnceValues(wasim.NewIdentity)

// start runs a client against a simulator until the test ends.
func start(t *testing.T, cfg wasim.Config, watchdog time.Duration, tune ...func(*Config)) (*Client, *wasim.Phone) {
	t.Helper()
	var err error
	if cfg.Identity, err = identity(); err != nil {
		t.Fatal(err)
	}
	sim, err := wasim.Start(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sim.Close() })
	owner, err := sim.AddPhone(wasim.PhoneOptions{Number: "4915735990001", PushName: "Olivia"})
	if err != nil {
		t.Fatal(err)
	}
	httpClient, err := sim.Endpoint().HTTPClient()
	if err != nil {
		t.Fatal(err)
	}
	db, session := storetest.Open(t), storetest.Session(t)
	log := slog.New(slog.DiscardHandler)
	config := Config{
		Session: session.DB, Dialect: store.SessionDialect, IsStorageError: store.IsSessionError, Clock: clock.System{}, Log: log,
		Endpoint: &Endpoint{RootKey: [32]byte(sim.Endpoint().RootKey), HTTP: httpClient}, LinkWatchdog: watchdog,
	}
	for _, change := range tune {
		change(&config)
	}
	bus := event.NewBus()
	service, people := account.New(db, bus, config.Clock, log), leads.New(db, bus, clock.System{})
	config.Account, config.Leads, config.Preferences = service, people, settings.New(db, bus, clock.System{}, settings.RealPaces)
	c := New(config)
	service.SetLinker(c)
	c.Serve(inbound.New(db, service, people, nil, nil, nil, clock.System{}, log), func() {})
	run(t, c)
	return c, owner
}

func run(t *testing.T, c *Client) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- c.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func await(t *testing.T, what string, cond func() bool) {
	t.Helper()
	for deadline := time.Now().Add(60 * time.Second); !cond(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never happened: %s", what)
		}
	}
}

// The server closes the connection right behind its order to connect again. A
// client that loses that order would stay offline for ever.
func TestWatchdogBringsAFreshLinkOnlineWhenTheServerClosesAtOnce(t *testing.T) {
	for i := range 6 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			c, owner := start(t, wasim.Config{CloseDelay: time.Nanosecond}, 500*time.Millisecond)
			link(t, c, owner)
		})
	}
}

func link(t *testing.T, c *Client, owner *wasim.Phone) {
	t.Helper()
	if err := c.Link(t.Context()); err != nil {
		t.Fatal(err)
	}
	await(t, "a QR code", func() bool { return c.cfg.Account.Status().QR != "" })
	if err := owner.ScanQR(t.Context(), currentCode(t, c)); err != nil {
		t.Fatal(err)
	}
	await(t, "online", func() bool { return c.cfg.Account.Status().State == account.Online })
}

// currentCode reads the QR code on the screen as a phone would.
func currentCode(t *testing.T, c *Client) string {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(c.cfg.Account.Status().QR, "data:image/png;base64,"))
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
	if err != nil {
		t.Fatal(err)
	}
	// A drawing has no noise and no slant; the reader's way for photographs misses some drawn codes.
	code, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_PURE_BARCODE: true})
	if err != nil {
		t.Fatal(err)
	}
	return code.GetText()
}

func TestCancelledLinkingShowsNothingMore(t *testing.T) {
	c, _ := start(t, wasim.Config{}, time.Second)
	if err := c.Link(t.Context()); err != nil {
		t.Fatal(err)
	}
	await(t, "a QR code", func() bool { return c.cfg.Account.Status().QR != "" })
	if err := c.CancelLink(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s := c.cfg.Account.Status(); s.State != account.NotLinked || s.QR != "" {
		t.Errorf("status = %+v", s)
	}
	if err := c.Link(t.Context()); err != nil { // and again
		t.Fatal(err)
	}
	await(t, "a QR code", func() bool { return c.cfg.Account.Status().QR != "" })
}

func TestSendErrorsAreClassedOnce(t *testing.T) {
	for _, tt := range []struct {
		err   error
		class chats.ErrorClass
		code  string
	}{
		{fmt.Errorf("%w 463", whatsmeow.ErrServerReturnedError), chats.Rejected, "463"},
		{fmt.Errorf("%w 429", whatsmeow.ErrServerReturnedError), chats.Rejected, "429"},
		{errors.New("no LID found for 447700900123@s.whatsapp.net from server"), chats.NotSent, chats.CodeNotOnWhatsApp},
		{whatsmeow.ErrNotConnected, chats.NotSent, "offline"},
		{whatsmeow.ErrNotLoggedIn, chats.NotSent, "offline"},
		{fmt.Errorf("failed to get user info: %w", &whatsmeow.IQError{Code: 429, Text: "rate-overlimit"}), chats.NotSent, chats.CodeLookUpLimit},
		{fmt.Errorf("failed to get user info: %w", &whatsmeow.IQError{Code: 500, Text: "internal-server-error"}), chats.NotSent, "lookup"},
		{whatsmeow.ErrMessageTimedOut, chats.Unknown, "no_answer"},
		{context.DeadlineExceeded, chats.Unknown, "interrupted"},
		{errors.New("anything else"), chats.Unknown, "interrupted"},
	} {
		got := sendErrorOf(tt.err)
		if got.Class != tt.class || got.Code != tt.code {
			t.Errorf("%v: class %d, code %q; want %d, %q", tt.err, got.Class, got.Code, tt.class, tt.code)
		}
		if strings.Contains(got.Error(), "447700900123") {
			t.Errorf("the error names the person: %v", got)
		}
	}
}

func TestOnlyPeopleAreConversations(t *testing.T) {
	for server, want := range map[string]bool{
		types.DefaultUserServer: true, types.HiddenUserServer: true, types.GroupServer: false, types.BroadcastServer: false, types.NewsletterServer: false, types.BotServer: false,
	} {
		if isPerson(types.NewJID("1", server)) != want {
			t.Errorf("%s", server)
		}
	}
}

func TestAddresseesPreferTheLID(t *testing.T) {
	got := addressees(leads.Address{Phone: "447700900123", LID: "100"})
	if len(got) != 2 || got[0].Server != types.HiddenUserServer || got[1].Server != types.DefaultUserServer || len(addressees(leads.Address{})) != 0 {
		t.Errorf("%v", got)
	}
}

func TestWhatsmeowsLogHidesPeople(t *testing.T) {
	var out bytes.Buffer
	l := newLogger(slog.New(slog.NewTextHandler(&out, nil)), "x").Sub("Recv")
	l.Warnf("Closing in the middle of handling %s", `<message from="447700900123@s.whatsapp.net" notify="Ana Silva"><enc>beef</enc></message>`)
	l.Errorf("Failed to send to %s", "447700900123:4@s.whatsapp.net")
	l.Debugf("text: %s", "my secret")
	for _, secret := range []string{"Ana", "447700900123", "beef", "secret"} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("%q is in the log:\n%s", secret, out.String())
		}
	}
}
