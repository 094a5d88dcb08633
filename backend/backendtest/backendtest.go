// Package backendtest runs a whole backend, on a real database and the real
// WhatsApp client, against a simulated WhatsApp.
package backendtest

import (
	"context"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"mceplatform/backend"
	"mceplatform/backend/account"
	"mceplatform/backend/chats"
	"mceplatform/backend/config"
	"mceplatform/backend/demo"
	"mceplatform/backend/event"
	"mceplatform/backend/gsheets"
	"mceplatform/backend/settings"
	"mceplatform/backend/store/storetest"
	"mceplatform/backend/whatsapp"
	"mceplatform/backend/whatsapp/wasim"
)

// OwnerNumber is the number of the phone that links the backend.
const OwnerNumber = "4915735990001"

// FastPaces let a campaign run at test speed.
var FastPaces = settings.Paces{
	Default: chats.Pace{MinGapSeconds: 0, MaxGapSeconds: 0, PerHour: 100000, PerDay: 100000},
	Hard:    chats.Pace{MinGapSeconds: 0, MaxGapSeconds: 0, PerHour: 100000, PerDay: 100000},
}

// identity holds the keys of every simulator of the process: the client keeps
// the root key in a package variable.
var identity = sync.OnceValues(wasim.NewIdentity)

// World is a simulated WhatsApp with an owner, and a data folder.
type World struct {
	*wasim.Server
	Owner   *wasim.Phone
	DataDir string
	Paces   settings.Paces
	Log     *slog.Logger
	Google  gsheets.Options
	Tune    func(*whatsapp.Config) // after the timings of tests are set

	t testing.TB
}

// NewWorld starts a simulator; a stanza that it cannot answer fails the test.
func NewWorld(t testing.TB, cfg wasim.Config) *World {
	t.Helper()
	id, err := identity()
	if err != nil {
		t.Fatal(err)
	}
	cfg.Identity = id
	s, err := wasim.Start(cfg)
	if err != nil {
		t.Fatal(err)
	}
	w := &World{Server: s, DataDir: t.TempDir(), Paces: FastPaces, Log: Logger(t), t: t}
	storetest.Put(t, filepath.Join(w.DataDir, config.DatabaseFile))
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if list := s.Unhandled(); len(list) > 0 {
			t.Errorf("stanzas that nobody answered: %q", list)
		}
	})
	w.Owner = w.Person(OwnerNumber, "Olivia", wasim.Behaviour{})
	return w
}

// Person adds a phone.
func (w *World) Person(number, name string, b wasim.Behaviour) *wasim.Phone {
	w.t.Helper()
	p, err := w.AddPhone(wasim.PhoneOptions{Number: number, PushName: name, Behaviour: b})
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

// App is a running backend.
type App struct {
	*backend.Backend
	Events <-chan event.Event // everything published, as far as the buffer goes

	stop func()
}

// Start opens the world's data folder and runs a backend on it until the test
// ends or Stop is called.
func (w *World) Start(t testing.TB) *App {
	t.Helper()
	endpoint, err := w.ClientEndpoint()
	if err != nil {
		t.Fatal(err)
	}
	b, err := backend.New(t.Context(), backend.Config{
		DataDir: w.DataDir, Log: w.Log, WhatsApp: endpoint, Paces: &w.Paces, Google: w.Google,
		Tune: func(c *whatsapp.Config) {
			c.SendTimeout, c.LinkWatchdog = 2*time.Second, 3*time.Second
			if w.Tune != nil {
				w.Tune(c)
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- b.Run(ctx) }()
	events := make(chan event.Event, 10000)
	unsubscribe := b.Bus.Subscribe(func(e event.Event) {
		select {
		case events <- e:
		default:
		}
	})
	stop := sync.OnceFunc(func() {
		unsubscribe()
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run = %v", err)
		}
		if err := b.Close(); err != nil {
			t.Errorf("Close = %v", err)
		}
	})
	t.Cleanup(stop)
	return &App{Backend: b, Events: events, stop: stop}
}

// Stop ends the backend as closing the window would.
func (a *App) Stop() { a.stop() }

// ClientEndpoint is the simulator as the WhatsApp client takes it.
func (w *World) ClientEndpoint() (*whatsapp.Endpoint, error) {
	return demo.ClientEndpoint(w.Endpoint())
}

// Link links the backend by the picture of the QR code.
func (w *World) Link(t testing.TB, a *App) {
	t.Helper()
	if err := <-w.Scan(t, a, w.Owner); err != nil {
		t.Fatal(err)
	}
	a.AwaitOnline(t)
}

// Scan starts linking and lets a phone scan the code. The channel says how it
// ends on the phone, which can take a person at the computer.
func (w *World) Scan(t testing.TB, a *App, p *wasim.Phone) <-chan error {
	t.Helper()
	if err := a.Account.Link(t.Context()); err != nil {
		t.Fatal(err)
	}
	Eventually(t, "a QR code", func() bool { return a.Account.Status().QR != "" })
	text, err := demo.ReadQR(a.Account.Status().QR)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- p.ScanQR(context.Background(), text) }()
	return done
}

// AwaitOnline waits until the link is up.
func (a *App) AwaitOnline(t testing.TB) {
	t.Helper()
	Eventually(t, "online", func() bool { return a.Account.Status().State == account.Online })
}

// Eventually fails the test when cond does not come true within a minute.
func Eventually(t testing.TB, what string, cond func() bool) {
	t.Helper()
	deadline := time.Now().Add(60 * time.Second)
	for !cond() {
		if time.Now().After(deadline) {
			t.Fatalf("never happened: %s", what)
		}
		time.Sleep(5 * time.Millisecond)
	}
}
