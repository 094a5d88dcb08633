// Package whatsapp is the way to WhatsApp: it drives whatsmeow, turns what
// arrives into the words of package inbound, and carries messages out for
// package chats. Nothing outside it knows whatsmeow.
package whatsapp

import (
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
	"go.mau.fi/whatsmeow/types/events"
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
	linked    atomic.Bool // the current client has a device; its own field may not be read while it runs

	mu       sync.Mutex
	wa       *whatsmeow.Client
	stopLink context.CancelFunc // ends showing QR codes
	appCtx   context.Context    // ends with Run
	failures map[string]int     // failed deliveries of a message since the start

	leads        *leads.Service
	late         atomic.Bool // what comes in now waited while this computer was away
	caughtUp     atomic.Bool // everything that had waited is here
	pastChats    atomic.Int64
	pastMessages atomic.Int64
	learned      chan struct{} // a number and a LID were shown to be one person
	offered      chan struct{} // the phone offers a part of the past

	signals chan any // connection events, in the order they were told
	ready   chan struct{}
}

var (
	_ chats.Transport = (*Client)(nil)
	_ account.Linker  = (*Client)(nil)
)

const (
	defaultSendTimeout  = 20 * time.Second
	defaultLinkWatchdog = 10 * time.Second
)

// New prepares a client; it connects in Run.
func New(cfg Config) *Client {
	if cfg.SendTimeout == 0 {
		cfg.SendTimeout = defaultSendTimeout
	}
	if cfg.LinkWatchdog == 0 {
		cfg.LinkWatchdog = defaultLinkWatchdog
	}
	if cfg.Endpoint != nil {
		whatsmeow.WACertPubKey = cfg.Endpoint.RootKey
	}
	QuietSignal()
	// What the phone shows in its list of linked devices.
	wastore.DeviceProps.Os = proto.String("MCE Platform")
	wastore.DeviceProps.PlatformType = waCompanionReg.DeviceProps_DESKTOP.Enum()
	return &Client{
		cfg: cfg, log: cfg.Log, leads: cfg.Leads, learned: make(chan struct{}, 1), offered: make(chan struct{}, 1), failures: make(map[string]int),
		container: sqlstore.NewWithDB(cfg.Session, cfg.Dialect, newLogger(cfg.Log, "session")),
		signals:   make(chan any, 256), ready: make(chan struct{}),
	}
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
		c.connect(appCtx)
	}
	close(c.ready)
	books := make(chan struct{})
	go func() {
		defer close(books)
		c.keepBooks(appCtx)
	}()
	c.follow(appCtx)
	cancel()
	<-books
	c.current().Disconnect()
	return nil
}

// protect puts our own hands around the stores of a device: none of its failures
// may cost a message, and what it learns about people is heard.
func (c *Client) protect(device *wastore.Device) {
	guard(device, c.cfg.IsStorageError, func() { c.signal(storageFailed{}) })
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
	wa.EnableDecryptedEventBuffer = true
	wa.ManualHistorySyncDownload = true
	wa.DisableManualHistorySyncReceipt = true
	wa.UseRetryMessageStore = true
	wa.AutomaticMessageRerequestFromPhone = true
	wa.EnableAutoReconnect = true
	wa.InitialAutoReconnect = true
	wa.AutoTrustIdentity = true
	wa.SendReportingTokens = true
	wa.BackgroundEventCtx = ctx
	wa.RefreshCAT = func(context.Context) error { return errNoCAT }
	wa.AutoReconnectHook = func(err error) bool {
		wa.AutoReconnectErrors = min(wa.AutoReconnectErrors, maxReconnectWait) // whatsmeow waits 2 s more each time, without end
		c.signal(connectFailed{err: err, wait: time.Duration(wa.AutoReconnectErrors) * reconnectStep})
		return true
	}
	if e := c.cfg.Endpoint; e != nil {
		wa.SetWebsocketHTTPClient(e.HTTP)
		wa.SetPreLoginHTTPClient(e.HTTP)
		wa.SetMediaHTTPClient(e.HTTP)
	}
	wa.AddEventHandlerWithSuccessStatus(func(evt any) bool { return c.on(ctx, wa, evt) })
	return wa
}

const (
	reconnectStep    = 2 * time.Second // per failed attempt, as whatsmeow counts
	maxReconnectWait = 30              // attempts, hence 60 s
)

var errNoCAT = errors.New("this kind of account is not supported")

func (c *Client) current() *whatsmeow.Client {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.wa
}

// onConnection passes on what changes the state of the link.
func (c *Client) onConnection(evt any) {
	switch e := evt.(type) {
	case *events.PairSuccess:
		c.linked.Store(true)
		c.signal(e)
	case *events.PushNameSetting, *events.Connected, *events.Disconnected, *events.KeepAliveTimeout, *events.KeepAliveRestored,
		*events.StreamReplaced, *events.LoggedOut, *events.TemporaryBan, *events.ClientOutdated, *events.ConnectFailure, *events.CATRefreshError:
		c.signal(e)
	}
}

// signal hands a connection event to follow. whatsmeow tells them from several
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

// connect starts connecting; failures come back as signals.
func (c *Client) connect(ctx context.Context) {
	c.moved(ctx, account.Status{State: account.Connecting})
	wa := c.current()
	if err := wa.ConnectContext(ctx); err != nil && !errors.Is(err, whatsmeow.ErrAlreadyConnected) {
		c.signal(connectFailed{err: err})
	}
}

// moved reports a state together with who is linked.
func (c *Client) moved(ctx context.Context, st account.Status) {
	if active, err := c.cfg.Account.Active(ctx); err == nil && active != nil && st.State != account.Linking && st.State != account.NotLinked {
		st.Phone, st.PhoneDisplay, st.Name = active.Phone, displayNumber(active.Phone), active.PushName
	}
	wasOnline := c.online.Swap(st.State == account.Online)
	c.cfg.Account.Moved(ctx, st)
	if st.State == account.Online && !wasOnline {
		c.wake()
	}
}

// Online implements chats.Transport.
func (c *Client) Online() bool { return c.online.Load() }
