package app

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	goruntime "runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"mceplatform/backend"
	"mceplatform/backend/campaigns"
	"mceplatform/backend/config"
	"mceplatform/backend/demo"
	"mceplatform/backend/event"
	"mceplatform/backend/fault"
	"mceplatform/backend/secret"
	"mceplatform/backend/settings"
	"mceplatform/backend/store"
)

// StartupState says whether the program could open its data.
type StartupState string

// Startup states.
const (
	StartupOK      StartupState = "ok"
	StartupDamaged StartupState = "damaged" // the database; backups are offered
	StartupLocked  StartupState = "locked"  // another program holds the database
	StartupNewer   StartupState = "newer"   // written by a newer version
	StartupRunning StartupState = "running" // another instance has the data folder
	StartupFailed  StartupState = "failed"
)

// Startup is how opening the data went.
type Startup struct {
	State   StartupState   `json:"state"`
	Message string         `json:"message"`
	Backups []store.Backup `json:"backups"`
}

// host owns the backend's life behind the window. Nothing of it is exported:
// what a bound struct exports, the page can call.
type host struct {
	flags flags
	log   *slog.Logger

	mu      sync.Mutex
	b       *backend.Backend
	sim     *demo.World // in demo mode
	startup Startup
	stop    context.CancelFunc
	done    chan error
	wails   context.Context // set once the window exists

	checkAfter time.Duration // until the database is read through

	feed   *feed
	start  *stopwatch
	leave  atomic.Bool // the user has decided to close although a campaign runs
	closed sync.Once

	notifying sync.Once
	notifyErr error // why the system shows no notifications
}

func newHost(f flags, log *slog.Logger) *host {
	return &host{flags: f, log: log, checkAfter: checkAfter, startup: Startup{State: StartupOK, Backups: []store.Backup{}}, feed: newFeed()}
}

func (h *host) current() *backend.Backend {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.b
}

func (h *host) world() *demo.World {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.sim
}

func (h *host) startupState() Startup {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.startup
}

// open builds and runs the backend. When it cannot, the window opens all the
// same and says why.
func (h *host) open(ctx context.Context) {
	b, err := h.buildBackend(ctx)
	if sim := h.world(); err == nil && sim != nil {
		err = sim.ShareSheet(ctx, b)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if err != nil {
		h.log.Error("start", "err", err)
		h.startup = startupOf(err, h.databasePath())
		return
	}
	h.startup = Startup{State: StartupOK, Backups: []store.Backup{}}
	h.b = b
	b.Bus.Subscribe(h.feed.put)
	b.Bus.Subscribe(h.notify)
	runCtx, stop := context.WithCancel(context.Background())
	h.stop, h.done = stop, make(chan error, 1)
	go func(done chan<- error) { done <- b.Run(runCtx) }(h.done)
	go h.check(runCtx, b)
}

// checkAfter leaves the start to the window: reading the whole file takes a
// processor for itself.
const checkAfter = 10 * time.Second

// check reads the whole database while people already work. Should it be
// damaged, everything stops and the window says so.
func (h *host) check(ctx context.Context, b *backend.Backend) {
	select {
	case <-time.After(h.checkAfter):
	case <-ctx.Done():
		return
	}
	err := b.Check(ctx)
	if err == nil || ctx.Err() != nil {
		return
	}
	h.log.Error("integrity check", "err", err)
	h.halt()
	h.mu.Lock()
	h.startup = startupOf(err, h.databasePath())
	h.mu.Unlock()
	h.feed.put(event.Event{Name: eventLost})
}

func (h *host) buildBackend(ctx context.Context) (*backend.Backend, error) {
	cfg := backend.Config{DataDir: h.flags.dataDir, Log: h.log}
	if h.flags.keys != "" {
		cfg.Keys = secret.NewFileKeyring(h.flags.keys)
	}
	switch {
	case h.flags.simulator != "":
		if err := demo.Connect(h.flags.simulator, &cfg); err != nil {
			return nil, err
		}
	case h.flags.demo:
		if err := h.startWorld(&cfg); err != nil {
			return nil, err
		}
	}
	if cfg.Google.OpenBrowser == nil {
		cfg.Google.OpenBrowser = h.browse
	}
	return backend.New(ctx, cfg)
}

// startWorld starts the simulated services of the demo, once.
func (h *host) startWorld(cfg *backend.Config) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.sim == nil {
		w, err := demo.Start(h.flags.dataDir, h.log, demo.Options{})
		if err != nil {
			return err
		}
		h.sim = w
	}
	return h.sim.Configure(cfg)
}

func (h *host) databasePath() string { return filepath.Join(h.flags.dataDir, config.DatabaseFile) }

func startupOf(err error, database string) Startup {
	s := Startup{State: StartupFailed, Message: err.Error(), Backups: []store.Backup{}}
	var f *fault.Error
	if errors.As(err, &f) {
		s.Message = f.Message
		switch state := StartupState(f.Fields["reason"]); state {
		case StartupDamaged, StartupLocked, StartupNewer, StartupRunning:
			s.State = state
		}
	}
	if s.State == StartupDamaged {
		if list, err := store.ListBackups(database); err == nil {
			s.Backups = list
		}
	}
	return s
}

// close ends the backend and waits for what is in flight.
func (h *host) close() {
	h.closed.Do(func() {
		h.halt()
		h.feed.close()
		if sim := h.world(); sim != nil {
			if err := sim.Close(); err != nil {
				h.log.Error("close the simulated services", "err", err)
			}
		}
	})
}

func (h *host) halt() {
	h.mu.Lock()
	b, stop, done := h.b, h.stop, h.done
	h.b = nil
	h.mu.Unlock()
	if b == nil {
		return
	}
	stop()
	if err := <-done; err != nil {
		h.log.Error("run", "err", err)
	}
	if err := b.Close(); err != nil {
		h.log.Error("close", "err", err)
	}
}

func (h *host) onStartup(ctx context.Context) {
	h.start.mark(stampWindow)
	h.mu.Lock()
	h.wails = ctx
	h.mu.Unlock()
	if win := h.window(); win.Placed && !win.Maximised && onScreen(ctx, win) {
		runtime.WindowSetPosition(ctx, win.X, win.Y)
	}
	h.feed.start(func(name string, data any) { runtime.EventsEmit(ctx, name, data) })
}

// onDomReady tells a page that was loaded while events passed to read again.
func (h *host) onDomReady(ctx context.Context) {
	h.start.watch(ctx)
	runtime.EventsEmit(ctx, eventLost, nil)
}

// onScreen reports whether a remembered place still lies on a screen: monitors
// get unplugged.
func onScreen(ctx context.Context, win settings.Window) bool {
	screens, err := runtime.ScreenGetAll(ctx)
	if err != nil {
		return false
	}
	width, height := 0, 0
	for _, s := range screens {
		width, height = width+s.Size.Width, max(height, s.Size.Height)
	}
	const grip = 100 // enough of the window to take hold of
	return win.X > -win.Width+grip && win.X < width-grip && win.Y >= 0 && win.Y < height-grip
}

// onBeforeClose remembers where the window was and asks when a campaign runs.
func (h *host) onBeforeClose(ctx context.Context) (prevent bool) {
	b := h.current()
	if b == nil {
		return false
	}
	h.rememberWindow(ctx, b)
	if h.leave.Load() {
		return false
	}
	running, err := b.Campaigns.Running(ctx)
	if err != nil || len(running) == 0 {
		return false
	}
	closing := Closing{Campaigns: make([]string, len(running))}
	for i, c := range running {
		closing.Campaigns[i] = c.Name
	}
	runtime.EventsEmit(ctx, eventClosing, closing)
	return true
}

func (h *host) rememberWindow(ctx context.Context, b *backend.Backend) {
	win := settings.Window{Placed: goruntime.GOOS != "linux", Maximised: runtime.WindowIsMaximised(ctx)} // Wayland tells no place
	win.Width, win.Height = runtime.WindowGetSize(ctx)
	win.X, win.Y = runtime.WindowGetPosition(ctx)
	if win.Maximised {
		before := h.window()
		win.Width, win.Height, win.X, win.Y, win.Placed = before.Width, before.Height, before.X, before.Y, before.Placed
	}
	if err := b.Settings.SaveWindow(ctx, win); err != nil {
		h.log.Error("save the window's place", "err", err)
	}
}

// answerClose acts on the user's answer to the question of onBeforeClose.
func (h *host) answerClose(ctx context.Context, b *backend.Backend, quit bool) error {
	if !quit {
		return nil
	}
	if err := b.Campaigns.PauseAll(ctx, campaigns.PausedByClosing, ""); err != nil {
		return err
	}
	h.leave.Store(true)
	h.quit()
	return nil
}

func (h *host) quit() {
	if ctx := h.wailsContext(); ctx != nil {
		runtime.Quit(ctx)
	}
}

func (h *host) raise() {
	if ctx := h.wailsContext(); ctx != nil {
		runtime.WindowUnminimise(ctx)
		runtime.Show(ctx)
	}
}

func (h *host) wailsContext() context.Context {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.wails
}
