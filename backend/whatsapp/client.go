// Package whatsapp is the way to WhatsApp: it drives whatsmeow, turns what
// arrives into the words of package inbound, and carries messages out for
// package chats. Nothing outside it knows whatsmeow.
package whatsapp

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waCompanionReg"
	wastore "go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/store/sqlstore"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"

	"mceplatform/backend/account"
	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/inbound"
	"mceplatform/backend/leads"
)

// Endpoint points the client at a simulated WhatsApp instead of the real one.
// It holds for the whole process: whatsmeow keeps the root key in a variable.
type Endpoint struct {
	RootKey [32]byte
	HTTP    *http.Client // must reach nothing but the simulator
}

// Config is what a Client needs.
type Config struct {
	Session *sql.DB // the session database; the caller closes it after Run has returned
	Dialect string  // its SQL dialect, in whatsmeow's words
	// IsStorageError tells an error of that database from one of its content.
	IsStorageError func(error) bool
	Endpoint       *Endpoint // nil means the real WhatsApp
	Account        *account.Service
	Leads          *leads.Service
	Preferences    chats.PreferenceSource // what the owner shows of themselves
	Clock          clock.Clock
	Log            *slog.Logger
	// SendTimeout bounds the wait for the server's answer: while it lasts, every
	// other send waits too. 0 means 20 s.
	SendTimeout time.Duration
	// LinkWatchdog is how long a fresh link may take to come online before the
	// connection is made again. 0 means 10 s.
	LinkWatchdog time.Duration
	// CodeLife is how long the first QR code of a connection is shown; the
	// following ones are shown for a third of it. 0 means 60 s, as WhatsApp does.
	CodeLife time.Duration
	// ConfirmTimeout is how long the question about another number stays open.
	// 0 means 45 s.
	ConfirmTimeout time.Duration
	// RetryStep is the first pause between attempts to connect, doubled up to a
	// minute. 0 means 2 s.
	RetryStep time.Duration
	// WakeCheck is how often the clock is looked at for a gap that tells that
	// the computer slept. 0 means 5 s.
	WakeCheck time.Duration
	// Authenticator answers for passkeys on this computer; nil takes the
	// system's, where there is one.
	Authenticator Authenticator
	// AlwaysConfirmPasskey shows the confirmation code also where WhatsApp says
	// that it may be skipped.
	AlwaysConfirmPasskey bool
	// Sabotage takes protections away; only proofs set it.
	Sabotage Sabotage
}

func (c Config) withDefaults() Config {
	c.SendTimeout = cmp.Or(c.SendTimeout, 20*time.Second)
	c.LinkWatchdog = cmp.Or(c.LinkWatchdog, 10*time.Second)
	c.CodeLife = cmp.Or(c.CodeLife, time.Minute)
	c.ConfirmTimeout = cmp.Or(c.ConfirmTimeout, 45*time.Second)
	c.RetryStep = cmp.Or(c.RetryStep, 2*time.Second)
	c.WakeCheck = cmp.Or(c.WakeCheck, 5*time.Second)
	if c.Authenticator == nil {
		c.Authenticator = systemAuthenticator()
	}
	return c
}

// Client is the link to WhatsApp. Run drives it; its other methods are safe
// for concurrent use.
type Client struct {
	cfg       Config
	inbound   *inbound.Service
	wake      func()
	container *sqlstore.Container
	log       *slog.Logger
	online    atomic.Bool
	outage    outage
	linked    atomic.Bool // the current client has a device; its own field may not be read while it runs

	mu       sync.Mutex
	wa       *whatsmeow.Client
	attempt  *attempt        // the latest one to connect
	appCtx   context.Context // ends with Run
	failures map[string]int  // failed deliveries of a message since the start

	reached sync.Map // leads.Address -> *whatsmeow.Client that has sent to it

	turn turn // of messages after one that failed

	leads    *leads.Service
	late     atomic.Bool // what comes in now waited while this computer was away
	caughtUp atomic.Bool // everything that had waited is here
	past     pastCount
	learned  chan struct{} // a number and a LID were shown to be one person
	offered  chan struct{} // the phone offers a part of the past

	signals chan any // what follow has to look at, in the order it was told
	ready   chan struct{}
	work    sync.WaitGroup // goroutines that Run waits for
}

var (
	_ chats.Transport = (*Client)(nil)
	_ account.Linker  = (*Client)(nil)
)

// New prepares a client; it connects in Run.
func New(cfg Config) *Client {
	cfg = cfg.withDefaults()
	if cfg.Endpoint != nil {
		whatsmeow.WACertPubKey = cfg.Endpoint.RootKey
	}
	QuietSignal()
	// What the phone shows in its list of linked devices.
	wastore.DeviceProps.Os = proto.String("MCE Platform")
	wastore.DeviceProps.PlatformType = waCompanionReg.DeviceProps_DESKTOP.Enum()
	c := &Client{
		cfg: cfg, log: cfg.Log, leads: cfg.Leads, learned: make(chan struct{}, 1), offered: make(chan struct{}, 1), failures: make(map[string]int),
		signals: make(chan any, 256), ready: make(chan struct{}),
	}
	c.container = c.openContainer()
	return c
}

func (c *Client) openContainer() *sqlstore.Container {
	return sqlstore.NewWithDB(c.cfg.Session, c.cfg.Dialect, newLogger(c.log, "session"))
}

// Serve says who hears of what arrives, and whom to wake when sending has
// become possible. Call it once, before Run.
func (c *Client) Serve(in *inbound.Service, wake func()) { c.inbound, c.wake = in, wake }

// Run connects a linked device and keeps the link's state until ctx ends.
func (c *Client) Run(ctx context.Context) error {
	if err := c.container.Upgrade(ctx); err != nil {
		return fmt.Errorf("prepare the session database: %w", err)
	}
	// Ended first at shutdown: a handler that fails because of it is not acknowledged.
	appCtx, cancel := context.WithCancel(ctx)
	defer cancel()
	device, err := c.container.GetFirstDevice(appCtx)
	if err != nil {
		return fmt.Errorf("read the session database: %w", err)
	}
	c.mu.Lock()
	c.appCtx = appCtx
	c.wa = c.newClient(appCtx, device)
	c.mu.Unlock()
	if device.ID != nil {
		c.linked.Store(true)
		if err := c.cfg.Account.Linked(appCtx, account.Account{Phone: device.ID.User, LID: device.LID.User, PushName: device.PushName}); err != nil {
			return err
		}
	}
	f := newFollower(appCtx, c)
	f.begin()
	close(c.ready)
	c.work.Go(func() { c.keepBooks(appCtx) })
	f.run()
	cancel()
	c.work.Wait()
	c.current().Disconnect()
	return nil
}

// protect puts our own hands around the stores of a device: none of its failures
// may cost a message, and what it learns about people is heard.
func (c *Client) protect(device *wastore.Device) {
	if !c.cfg.Sabotage.NoStorageGuard {
		guard(device, c.cfg.IsStorageError, &c.turn, func() { c.signal(storageFailed{}) }, func() wastore.LIDStore { return c.openContainer().LIDMap })
	}
	onceSaved(device, func(d *wastore.Device) {
		if _, done := d.LIDs.(observedLIDs); !done {
			d.LIDs = observedLIDs{LIDStore: d.LIDs, learned: func() { poke(c.learned) }}
		}
	})
}

// newClient makes a whatsmeow client with the options that losing nothing
// depends on; docs/adr/0004-whatsmeow-options.md gives the reasons.
func (c *Client) newClient(ctx context.Context, device *wastore.Device) *whatsmeow.Client {
	c.protect(device)
	wa := whatsmeow.NewClient(device, newLogger(c.log, "whatsmeow"))
	wa.SynchronousAck = true
	wa.EnableDecryptedEventBuffer = !c.cfg.Sabotage.NoEventBuffer
	wa.ManualHistorySyncDownload = true
	wa.DisableManualHistorySyncReceipt = true
	wa.UseRetryMessageStore = true
	wa.AutomaticMessageRerequestFromPhone = true
	wa.EnableAutoReconnect = false // follow does it: at once after sleep, with jitter, and with an honest countdown
	wa.InitialAutoReconnect = false
	wa.DisableLoginAutoReconnect = true // as above; whatsmeow gives up when its one attempt after pairing fails
	wa.AutoTrustIdentity = true
	wa.SendReportingTokens = true
	wa.BackgroundEventCtx = ctx
	if !c.cfg.Sabotage.NoCATRefresh {
		wa.RefreshCAT = func(context.Context) error { return errNoCAT }
	}
	wa.PrePairCallback = func(jid types.JID, _, _ string) bool { return c.mayPair(ctx, wa, jid.User) }
	if e := c.cfg.Endpoint; e != nil {
		wa.SetWebsocketHTTPClient(e.HTTP)
		wa.SetPreLoginHTTPClient(e.HTTP)
		wa.SetMediaHTTPClient(e.HTTP)
	}
	wa.AddEventHandlerWithSuccessStatus(func(evt any) bool { return c.on(ctx, wa, evt) })
	return wa
}

var errNoCAT = errors.New("this kind of account is not supported")

func (c *Client) current() *whatsmeow.Client {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.wa
}

// signal hands something to follow. whatsmeow tells them from several
// goroutines; the channel gives them one order. It never blocks a goroutine of
// whatsmeow for good: follow reads until the app ends.
func (c *Client) signal(s any) {
	c.mu.Lock()
	ctx := c.appCtx
	c.mu.Unlock()
	select {
	case c.signals <- s:
	case <-ctx.Done():
	}
}

// moved reports a state together with who is linked.
func (c *Client) moved(ctx context.Context, st account.Status) {
	if active, err := c.cfg.Account.Active(ctx); err == nil && active != nil && !linkingState(st.State) {
		st.Phone, st.PhoneDisplay, st.Name = active.Phone, displayNumber(active.Phone), active.PushName
	}
	wasOnline := c.online.Swap(st.State == account.Online)
	c.cfg.Account.Moved(ctx, st)
	if st.State == account.Online && !wasOnline {
		c.wake()
	}
}

// linkingState reports that nobody is linked, so that no number is shown as if.
func linkingState(s account.State) bool {
	return s == account.NotLinked || s == account.Linking || s == account.PasskeyRequired
}

// Online implements chats.Transport.
func (c *Client) Online() bool { return c.online.Load() }
