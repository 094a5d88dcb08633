package wasim_test

import (
	"context"
	"database/sql"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	_ "github.com/glebarez/go-sqlite"
	"go.mau.fi/libsignal/logger"
	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/store/sqlstore"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	waLog "go.mau.fi/whatsmeow/util/log"
	"go.uber.org/goleak"
	"google.golang.org/protobuf/proto"

	"mceplatform/backend/whatsapp/wasim"
)

const (
	ownerNumber = "4915100000001"
	bobNumber   = "4915100000002"
	carolNumber = "4915100000003"
)

// realRootEnv makes the test binary leave the client's root key alone.
const realRootEnv = "WASIM_TEST_REAL_ROOT"

// identity is shared by all servers of the test binary: the client keeps the
// root key in a package variable.
var identity *wasim.Identity

func TestMain(m *testing.M) {
	id, err := wasim.NewIdentity()
	if err != nil {
		log.Fatal(err)
	}
	identity = id
	if os.Getenv(realRootEnv) == "" {
		whatsmeow.WACertPubKey = [32]byte(id.RootKey())
	}
	whatsmeow.KeepAliveIntervalMin, whatsmeow.KeepAliveIntervalMax = 200*time.Millisecond, 210*time.Millisecond
	whatsmeow.KeepAliveResponseDeadline = time.Second
	var quiet logger.Loggable = silent{}
	logger.Setup(&quiet)
	code := m.Run()
	if code == 0 {
		// The client leaves its read pump behind when it disconnects while a
		// frame waits to be taken, and its history loop for a minute after the
		// last chunk; these leaks are not the simulator's.
		if err = goleak.Find(
			goleak.IgnoreAnyFunction("go.mau.fi/whatsmeow/socket.(*FrameSocket).readPump"),
			goleak.IgnoreAnyFunction("go.mau.fi/whatsmeow.(*Client).handleHistorySyncNotificationLoop"),
		); err != nil {
			log.Print(err)
			code = 1
		}
	}
	os.Exit(code)
}

// silent keeps the Signal library from writing to the terminal, and from
// setting up its logger lazily, which is a data race.
type silent struct{}

func (silent) Debug(_, _ string)   {}
func (silent) Info(_, _ string)    {}
func (silent) Warning(_, _ string) {}
func (silent) Error(_, _ string)   {}
func (silent) Configure(string)    {}

// world is a server with the owner's phone and two contacts.
type world struct {
	*wasim.Server
	owner, bob, carol *wasim.Phone
	expectUnhandled   bool
}

func testContext(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func newWorld(t *testing.T, cfg wasim.Config) *world {
	t.Helper()
	cfg.Identity = identity
	s, err := wasim.Start(cfg)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Server: s}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if list := s.Unhandled(); len(list) > 0 && !w.expectUnhandled {
			t.Errorf("unanswered stanzas: %q", list)
		}
	})
	w.owner, w.bob, w.carol = w.phone(t, ownerNumber, "Olivia"), w.phone(t, bobNumber, "Bob"), w.phone(t, carolNumber, "Carol")
	return w
}

// phone returns the phone with this number and adds it if it is not there.
func (w *world) phone(t *testing.T, number, name string) *wasim.Phone {
	t.Helper()
	if p := w.Phone(number); p != nil {
		return p
	}
	p, err := w.AddPhone(wasim.PhoneOptions{Number: number, PushName: name})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// client is a real client with its own database.
type client struct {
	*whatsmeow.Client
	t   *testing.T
	dsn string

	mu      sync.Mutex
	events  []any
	changed chan struct{}
}

func dsnFor(t *testing.T) string {
	t.Helper()
	return "file:" + filepath.Join(t.TempDir(), "wa.db") +
		"?_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=foreign_keys(1)"
}

func newClient(t *testing.T, w *world) *client {
	t.Helper()
	return openClient(t, w.Endpoint(), dsnFor(t))
}

func openClient(t *testing.T, endpoint wasim.Endpoint, dsn string) *client {
	t.Helper()
	ctx := testContext(t)
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		t.Fatal(err)
	}
	container := sqlstore.NewWithDB(db, "sqlite", waLog.Noop)
	if err = container.Upgrade(ctx); err != nil {
		t.Fatal(err)
	}
	device, err := container.GetFirstDevice(ctx)
	if err != nil {
		t.Fatal(err)
	}
	httpClient, err := endpoint.HTTPClient()
	if err != nil {
		t.Fatal(err)
	}
	logger := waLog.Noop
	if os.Getenv("WASIM_CLIENT_LOG") != "" {
		logger = waLog.Stdout("client", "DEBUG", false)
	}
	c := &client{Client: whatsmeow.NewClient(device, logger), t: t, dsn: dsn, changed: make(chan struct{})}
	c.SetWebsocketHTTPClient(httpClient)
	c.SetPreLoginHTTPClient(httpClient)
	c.SetMediaHTTPClient(httpClient)
	c.AddEventHandler(c.record)
	t.Cleanup(func() {
		c.Disconnect()
		httpClient.CloseIdleConnections()
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func (c *client) record(evt any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.events = append(c.events, evt)
	close(c.changed)
	c.changed = make(chan struct{})
}

// all returns the recorded events of one type.
func all[T any](c *client) []T {
	c.mu.Lock()
	defer c.mu.Unlock()
	var out []T
	for _, e := range c.events {
		if v, ok := e.(T); ok {
			out = append(out, v)
		}
	}
	return out
}

// await waits until an event of this type satisfies ok; nil takes any.
func await[T any](ctx context.Context, c *client, ok func(T) bool) T {
	c.t.Helper()
	for {
		c.mu.Lock()
		changed := c.changed
		c.mu.Unlock()
		for _, v := range all[T](c) {
			if ok == nil || ok(v) {
				return v
			}
		}
		select {
		case <-changed:
		case <-ctx.Done():
			var zero T
			c.t.Fatalf("no %T arrived", zero)
		}
	}
}

// connected waits for the n-th Connected event.
func (c *client) connected(ctx context.Context, n int) {
	c.t.Helper()
	await(ctx, c, func(*events.Connected) bool { return len(all[*events.Connected](c)) >= n })
}

// link connects a new client, scans its code with the phone, and waits until
// the client works and has read the account's state, which it starts to do by
// itself. Unlinking or dropping it before that runs into data races inside the
// client library.
func (c *client) link(ctx context.Context, p *wasim.Phone) {
	c.t.Helper()
	c.scan(ctx, p)
	c.connected(ctx, 1)
	await(ctx, c, func(*events.AppStateSyncComplete) bool { return len(all[*events.AppStateSyncComplete](c)) >= 5 })
}

func (c *client) scan(ctx context.Context, p *wasim.Phone) {
	c.t.Helper()
	if err := c.Connect(); err != nil {
		c.t.Fatal(err)
	}
	codes := await[*events.QR](ctx, c, nil)
	if err := p.ScanQR(ctx, codes.Codes[0]); err != nil {
		c.t.Fatal(err)
	}
}

// reconnectByHand replaces the client's own reconnecting. With that, a
// connection lost during a send is a data race inside the client library: the
// sender and the reconnecting goroutine wait on the same event.
func (c *client) reconnectByHand() {
	c.EnableAutoReconnect = false
	c.AddEventHandler(func(evt any) {
		if _, lost := evt.(*events.Disconnected); lost {
			go func() { _ = c.Connect() }()
		}
	})
}

func linked(t *testing.T, cfg wasim.Config) (context.Context, *world, *client) {
	t.Helper()
	t.Parallel()
	ctx, w := testContext(t), newWorld(t, cfg)
	c := newClient(t, w)
	c.link(ctx, w.owner)
	return ctx, w, c
}

func pn(p *wasim.Phone) types.JID { return types.NewJID(p.Number(), types.DefaultUserServer) }

func lid(p *wasim.Phone) types.JID { return types.NewJID(p.LID(), types.HiddenUserServer) }

func (c *client) text(ctx context.Context, to types.JID, text string) (whatsmeow.SendResponse, error) {
	return c.SendMessage(ctx, to, &waE2E.Message{Conversation: proto.String(text)})
}

func (c *client) mustText(ctx context.Context, to types.JID, text string) whatsmeow.SendResponse {
	c.t.Helper()
	resp, err := c.text(ctx, to, text)
	if err != nil {
		c.t.Fatal(err)
	}
	return resp
}

func (c *client) awaitText(ctx context.Context, text string) *events.Message {
	c.t.Helper()
	return await(ctx, c, func(m *events.Message) bool { return m.Message.GetConversation() == text })
}

func (c *client) awaitReceipt(ctx context.Context, id string, kind types.ReceiptType) *events.Receipt {
	c.t.Helper()
	return await(ctx, c, func(r *events.Receipt) bool {
		for _, got := range r.MessageIDs {
			if got == id && r.Type == kind {
				return true
			}
		}
		return false
	})
}

func (w *world) mustAwait(ctx context.Context, t *testing.T, what string, cond func() bool) {
	t.Helper()
	if err := w.Await(ctx, cond); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

func (w *world) mustSend(ctx context.Context, t *testing.T, from *wasim.Phone, text string, o wasim.SendOptions) string {
	t.Helper()
	id, err := from.SendText(ctx, w.owner, text, o)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func shows(p *wasim.Phone, text string) func() bool {
	return func() bool { return countShown(p, text) > 0 }
}

func countShown(p *wasim.Phone, text string) int {
	n := 0
	for _, m := range p.Inbox() {
		if m.Text == text {
			n++
		}
	}
	return n
}

func sentByID(p *wasim.Phone, id string) wasim.SentMessage {
	for _, m := range p.Sent() {
		if m.ID == id {
			return m
		}
	}
	return wasim.SentMessage{}
}

func queuedFor(p *wasim.Phone) int {
	n := 0
	for _, d := range p.LinkedDevices() {
		n += d.Queued
	}
	return n
}

func numbered(prefix string, i int) string { return fmt.Sprintf("%s %d", prefix, i) }

// establish exchanges a text in each direction, so that both sides hold a
// session that the other one has confirmed.
func establish(ctx context.Context, t *testing.T, w *world, c *client) {
	t.Helper()
	c.mustText(ctx, lid(w.bob), "session out")
	w.mustAwait(ctx, t, "session out", shows(w.bob, "session out"))
	w.mustSend(ctx, t, w.bob, "session in", wasim.SendOptions{})
	c.awaitText(ctx, "session in")
}
