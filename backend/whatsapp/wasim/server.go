package wasim

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// Server is the simulated service with all its phones.
type Server struct {
	cfg   Config
	log   *slog.Logger
	id    *Identity
	chain []byte
	ln    net.Listener
	http  *http.Server

	ctx    context.Context
	cancel context.CancelFunc
	wg     sync.WaitGroup
	faults *Faults
	events *broadcaster
	saver  *saver
	media  *mediaStore

	// mu guards everything below and the guarded fields of phones, devices and
	// connections. Nothing slow happens while it is held.
	mu        sync.Mutex
	closed    bool
	phones    map[string]*Phone
	byLID     map[string]*Phone
	aliases   map[string]*Phone // by other spellings of their numbers
	goneLIDs  map[string]bool   // of people whose numbers were passed on
	order     []*Phone
	conns     map[*conn]struct{}
	refs      map[string]*conn
	arrivals  map[string]int
	unhandled []string
	changed   chan struct{}
}

// Start starts a server on a loopback port.
func Start(cfg Config) (*Server, error) {
	cfg = cfg.withDefaults()
	if err := requireLoopback(cfg.Listen); err != nil {
		return nil, fmt.Errorf("start simulator on %s: %w", cfg.Listen, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &Server{
		cfg: cfg, log: cfg.Logger, ctx: ctx, cancel: cancel,
		faults: newFaults(cfg.Seed), events: newBroadcaster(),
		phones: map[string]*Phone{}, byLID: map[string]*Phone{}, aliases: map[string]*Phone{}, goneLIDs: map[string]bool{},
		conns: map[*conn]struct{}{}, refs: map[string]*conn{},
		arrivals: map[string]int{}, changed: make(chan struct{}),
		media: newMediaStore(cfg.StateFile, cfg.Logger),
	}
	s.faults.s = s
	if err := s.open(); err != nil {
		cancel()
		return nil, err
	}
	s.spawn(func() {
		if err := s.http.ServeTLS(s.ln, "", ""); !errors.Is(err, http.ErrServerClosed) {
			s.log.Error("serve", "error", err)
		}
	})
	s.saver.start()
	return s, nil
}

func (s *Server) open() error {
	if err := s.load(); err != nil {
		return err
	}
	chain, err := s.id.certChain(validFrom, validUntil)
	if err != nil {
		return err
	}
	tlsConfig, err := s.id.tlsConfig()
	if err != nil {
		return err
	}
	ln, err := net.Listen("tcp4", s.cfg.Listen)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/ws/chat", s.accept)
	s.routeMedia(mux)
	mux.HandleFunc("GET web.whatsapp.com/{$}", s.webPage)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.reportUnhandled("http " + r.Method + " " + r.Host + r.URL.Path)
		http.NotFound(w, r)
	})
	s.chain, s.ln = chain, ln
	s.http = &http.Server{
		Handler: mux, TLSConfig: tlsConfig, ReadHeaderTimeout: 10 * time.Second,
		ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
		// The websocket upgrade is HTTP/1.1, so HTTP/2 stays off.
		TLSNextProto: map[string]func(*http.Server, *tls.Conn, http.Handler){},
	}
	return nil
}

// Endpoint tells where the server is and what to trust.
func (s *Server) Endpoint() Endpoint {
	return Endpoint{Addr: s.ln.Addr().String(), RootKey: s.id.RootKey(), CAPEM: s.id.CertPEM}
}

// Faults gives access to the faults that can be ordered.
func (s *Server) Faults() *Faults { return s.faults }

// Close cuts all connections, waits for everything the server started, and
// saves the state.
func (s *Server) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	s.mu.Unlock()
	s.cancel()
	err := s.http.Close()
	s.DropConnections()
	s.wg.Wait()
	s.events.close()
	return errors.Join(err, s.saver.stop())
}

// DropConnections cuts every connection at once; clients reconnect.
func (s *Server) DropConnections() {
	s.mu.Lock()
	conns := make([]*conn, 0, len(s.conns))
	for c := range s.conns {
		conns = append(conns, c)
	}
	s.mu.Unlock()
	for _, c := range conns {
		c.drop()
	}
}

// spawn runs f in a goroutine that Close waits for.
func (s *Server) spawn(f func()) {
	s.wg.Go(f)
}

// after runs f once d has passed, unless the server closes first.
func (s *Server) after(d time.Duration, f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	s.spawn(func() {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
			f()
		case <-s.ctx.Done():
		}
	})
}

func (s *Server) now() time.Time { return s.cfg.Clock() }

// touch notes a change: waiters look again and the state is saved soon. The
// caller holds mu.
func (s *Server) touch() {
	close(s.changed)
	s.changed = make(chan struct{})
	s.saver.mark()
}

// Await returns nil as soon as cond holds; it is asked again after every
// change. cond must not wait for anything.
func (s *Server) Await(ctx context.Context, cond func() bool) error {
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if cond() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		case <-s.ctx.Done():
			return errServerClosed
		}
	}
}

var errServerClosed = errors.New("the simulator is closed")

// Unhandled lists the stanzas and requests nobody answered. A test should fail
// when there is any.
func (s *Server) Unhandled() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.unhandled...)
}

func (s *Server) reportUnhandled(desc string) {
	s.mu.Lock()
	s.unhandled = append(s.unhandled, desc)
	s.touch()
	s.mu.Unlock()
	s.log.Warn("stanza without answer", "what", desc)
	if s.cfg.OnUnhandled != nil {
		s.cfg.OnUnhandled(desc)
	}
}

// Arrivals tells per message id how often it reached the server from a client.
func (s *Server) Arrivals() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make(map[string]int, len(s.arrivals))
	for id, n := range s.arrivals {
		out[id] = n
	}
	return out
}

// webPage is WhatsApp Web as far as clients read it: it names the newest
// revision.
func (s *Server) webPage(w http.ResponseWriter, _ *http.Request) {
	_, _ = fmt.Fprintf(w, `<html><script>{"client_revision":%d,"x":0}</script></html>`, s.faults.requiredVersion())
}

func (s *Server) accept(w http.ResponseWriter, r *http.Request) {
	ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{OriginPatterns: []string{"web.whatsapp.com"}})
	if err != nil {
		s.log.Debug("accept websocket", "error", err)
		return
	}
	c := newConn(s, ws)
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		c.drop()
		return
	}
	s.conns[c] = struct{}{}
	s.wg.Add(1)
	s.mu.Unlock()
	defer s.wg.Done()
	if err = c.run(); s.ctx.Err() == nil {
		s.log.Debug("connection ended", "error", err)
	}
	c.drop()
	s.detach(c)
}

// detach forgets a connection.
func (s *Server) detach(c *conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, c)
	if c.reg != nil {
		for _, ref := range c.reg.refs {
			delete(s.refs, ref)
		}
	}
	if c.dev != nil && c.dev.conn == c {
		c.dev.conn, c.dev.available = nil, false
		s.emit(Event{Kind: EventDisconnected, Phone: c.dev.phone.Number(), Device: c.dev.id})
	}
	s.touch()
}
