package whatsapp

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"image/png"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"go.mau.fi/whatsmeow"
	wastore "go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"

	"mceplatform/backend/account"
	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/event"
	"mceplatform/backend/inbound"
	"mceplatform/backend/leads"
	"mceplatform/backend/settings"
	"mceplatform/backend/store"
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
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "mce.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	session, err := db.OpenSession(t.Context(), filepath.Join(t.TempDir(), "session.db"), store.SessionKey{Value: make([]byte, 32)})
	if err != nil {
		t.Fatal(err)
	}
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
	run(t, c, db, session.DB)
	return c, owner
}

func run(t *testing.T, c *Client, db *store.DB, session *sql.DB) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- c.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		_ = session.Close()
		_ = db.Close()
	})
}

func await(t *testing.T, what string, cond func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !cond(); time.Sleep(5 * time.Millisecond) {
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

// brokenBuffer is a session database that fails.
type brokenBuffer struct {
	wastore.EventBuffer
	err error
}

func (b brokenBuffer) GetBufferedEvent(context.Context, [32]byte) (*wastore.BufferedEvent, error) {
	return nil, b.err
}

func (b brokenBuffer) DoDecryptionTxn(ctx context.Context, fn func(context.Context) error) error {
	if b.err != nil {
		return b.err
	}
	return fn(ctx)
}

type driverError struct{}

func (driverError) Error() string { return "disk I/O error (10)" }
func (driverError) Code() int     { return 10 }

// brokenSessions, brokenIdentities, brokenPreKeys and brokenSenderKeys fail as
// their part of the session database would.
type brokenSessions struct{ wastore.SessionStore }

func (brokenSessions) GetSession(context.Context, string) ([]byte, error) { return nil, driverError{} }

func (brokenSessions) MigratePNToLID(context.Context, types.JID, types.JID) error {
	return driverError{}
}

type brokenIdentities struct{ wastore.IdentityStore }

func (brokenIdentities) PutIdentity(context.Context, string, [32]byte) error { return driverError{} }

type brokenPreKeys struct{ wastore.PreKeyStore }

func (brokenPreKeys) RemovePreKey(context.Context, uint32) error { return driverError{} }

type brokenSenderKeys struct{ wastore.SenderKeyStore }

func (brokenSenderKeys) GetSenderKey(context.Context, string, string) ([]byte, error) {
	return nil, driverError{}
}

type brokenLIDs struct{ wastore.LIDStore }

func (brokenLIDs) PutLIDMapping(context.Context, types.JID, types.JID) error { return driverError{} }

func (brokenLIDs) GetLIDForPN(context.Context, types.JID) (types.JID, error) {
	return types.JID{}, driverError{}
}

func isDriverError(err error) bool {
	var d driverError
	return errors.As(err, &d)
}

func brokenDevice(begin error) *wastore.Device {
	return &wastore.Device{
		Initialized: true, EventBuffer: brokenBuffer{err: begin}, Sessions: brokenSessions{}, Identities: brokenIdentities{},
		PreKeys: brokenPreKeys{}, SenderKeys: brokenSenderKeys{}, LIDs: brokenLIDs{},
	}
}

// whatsmeow takes an error that is context.Canceled as "say nothing to the
// server", and every other one as "cannot be decrypted", which it acknowledges.
func TestGuardKeepsAFailingDatabaseFromBeingAcknowledged(t *testing.T) {
	undecryptable := errors.New("bad MAC")
	for name, tt := range map[string]struct {
		begin, inner error
		touch        func(ctx context.Context, d *wastore.Device) error // its error is swallowed, as the encryption may
		silent       bool
	}{
		"begin fails":   {begin: driverError{}, silent: true},
		"a query fails": {inner: fmt.Errorf("load session: %w", driverError{}), silent: true},
		"a session cannot be read": {inner: undecryptable, silent: true, touch: func(ctx context.Context, d *wastore.Device) error {
			_, err := d.Sessions.GetSession(ctx, "a")
			return err
		}},
		"an identity cannot be written": {inner: undecryptable, silent: true, touch: func(ctx context.Context, d *wastore.Device) error {
			return d.Identities.PutIdentity(ctx, "a", [32]byte{})
		}},
		"a prekey cannot be removed": {inner: undecryptable, silent: true, touch: func(ctx context.Context, d *wastore.Device) error {
			return d.PreKeys.RemovePreKey(ctx, 1)
		}},
		"a sender key cannot be read": {inner: undecryptable, silent: true, touch: func(ctx context.Context, d *wastore.Device) error {
			_, err := d.SenderKeys.GetSenderKey(ctx, "g", "a")
			return err
		}},
		"cannot be decrypted": {inner: undecryptable},
		"all is well":         {},
	} {
		faults := make(chan struct{}, 1)
		device := brokenDevice(tt.begin)
		guard(device, isDriverError, &turn{}, func() { faults <- struct{}{} }, nil)
		err := device.EventBuffer.DoDecryptionTxn(t.Context(), func(ctx context.Context) error {
			if tt.touch != nil {
				if err := tt.touch(ctx, device); !isDriverError(err) {
					t.Errorf("%s: the store says %v", name, err)
				}
			}
			return tt.inner
		})
		if errors.Is(err, context.Canceled) != tt.silent {
			t.Errorf("%s: %v", name, err)
		}
		if !tt.silent && !errors.Is(err, tt.inner) {
			t.Errorf("%s: %v lost its cause", name, err)
		}
		if tt.silent {
			<-faults // the link is told, so that the message is asked for again
		}
	}
}

// What fails ahead of the transaction is only logged by whatsmeow, which then
// decrypts with the wrong session: the message itself must fail.
func TestGuardRemembersFailuresAheadOfAMessage(t *testing.T) {
	device := brokenDevice(driverError{})
	var turn turn
	guard(device, isDriverError, &turn, func() {}, func() wastore.LIDStore { return brokenLIDs{} })
	if _, err := device.EventBuffer.GetBufferedEvent(t.Context(), [32]byte{}); !errors.Is(err, context.Canceled) {
		t.Errorf("look-up: %v", err)
	}
	turn.anew()
	turn.begun()
	for name, touch := range map[string]func() error{
		"LID":     func() error { _, err := device.LIDs.GetLIDForPN(t.Context(), types.JID{}); return err },
		"pair":    func() error { return device.LIDs.PutLIDMapping(t.Context(), types.JID{}, types.JID{}) },
		"migrate": func() error { return device.Sessions.MigratePNToLID(t.Context(), types.JID{}, types.JID{}) },
	} {
		device.EventBuffer = guardedBuffer{EventBuffer: wholeBuffer{}, watch: device.EventBuffer.(guardedBuffer).watch}
		if err := touch(); !isDriverError(err) {
			t.Fatalf("%s: %v", name, err)
		}
		if _, err := device.EventBuffer.GetBufferedEvent(t.Context(), [32]byte{}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: the message is taken: %v", name, err)
		}
		if _, err := device.EventBuffer.GetBufferedEvent(t.Context(), [32]byte{}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: a later message overtakes it: %v", name, err)
		}
		turn.anew()
		turn.begun()
		if _, err := device.EventBuffer.GetBufferedEvent(t.Context(), [32]byte{}); err != nil {
			t.Errorf("%s: one failure stops messages on the next connection: %v", name, err)
		}
		// whatsmeow decrypts what it did not find; the next one waits for that.
		if err := device.EventBuffer.DoDecryptionTxn(t.Context(), func(context.Context) error { return nil }); err != nil {
			t.Errorf("%s: decrypt: %v", name, err)
		}
	}
}

// hastyLIDs remembers a pair although it could not be kept, as whatsmeow does.
type hastyLIDs struct {
	wastore.LIDStore
	tries, kept *int
	failing     *bool
}

func (h hastyLIDs) PutLIDMapping(context.Context, types.JID, types.JID) error {
	if *h.tries++; *h.failing {
		return driverError{}
	}
	if *h.tries == 1 {
		*h.kept++
	}
	return nil
}

func TestAPairThatFailedIsKeptAtTheNextTry(t *testing.T) {
	var kept int
	failing := true
	open := func() wastore.LIDStore { return hastyLIDs{tries: new(int), kept: &kept, failing: &failing} }
	device := brokenDevice(nil)
	var told int // how often the store was that answers look-ups
	device.LIDs = hastyLIDs{tries: &told, kept: &kept, failing: &failing}
	guard(device, isDriverError, &turn{}, func() {}, open)
	lid, pn := types.NewJID("100", types.HiddenUserServer), types.NewJID("447700900123", types.DefaultUserServer)
	for range 2 {
		if err := device.LIDs.PutLIDMapping(t.Context(), lid, pn); !isDriverError(err) {
			t.Fatalf("the store says %v", err)
		}
	}
	failing = false
	before := told
	for range 2 {
		if err := device.LIDs.PutLIDMapping(t.Context(), lid, pn); err != nil || kept != 1 {
			t.Errorf("kept %d times, %v", kept, err)
		}
	}
	if told != before+2 {
		t.Error("look-ups do not hear of the pair")
	}
}

type wholeBuffer struct{ wastore.EventBuffer }

func (wholeBuffer) DoDecryptionTxn(ctx context.Context, fn func(context.Context) error) error {
	return fn(ctx)
}

func (wholeBuffer) GetBufferedEvent(context.Context, [32]byte) (*wastore.BufferedEvent, error) {
	return nil, nil
}

// fillingContainer gives a device its stores when it is saved, as whatsmeow's does.
type fillingContainer struct{ wastore.DeviceContainer }

func (fillingContainer) PutDevice(_ context.Context, d *wastore.Device) error {
	*d = *brokenDevice(driverError{})
	return nil
}

func TestADeviceIsGuardedFromTheMomentItIsLinked(t *testing.T) {
	device := &wastore.Device{Container: fillingContainer{}}
	guard(device, isDriverError, &turn{}, func() {}, nil)
	if err := device.Save(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := device.EventBuffer.GetBufferedEvent(t.Context(), [32]byte{}); !errors.Is(err, context.Canceled) {
		t.Errorf("look-up: %v", err)
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
