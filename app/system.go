package app

import (
	"context"
	"net/url"
	"os/exec"
	goruntime "runtime"
	"strings"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"mceplatform/backend"
	"mceplatform/backend/config"
	"mceplatform/backend/fault"
	"mceplatform/backend/store"
)

// System is the program itself and the desktop around it.
type System struct{ h *host }

// Info says what program this is and how it started.
type Info struct {
	Version    string  `json:"version"`
	Demo       bool    `json:"demo"`      // simulated people inside this process
	Simulated  bool    `json:"simulated"` // no real service can be reached
	DataFolder string  `json:"dataFolder"`
	OS         string  `json:"os"`
	Startup    Startup `json:"startup"`
	// Session says how the link to WhatsApp is kept, and why an earlier one could not be opened.
	Session backend.SessionInfo `json:"session"`
}

// Info returns what program this is.
func (a *System) Info() Info {
	f := a.h.flags
	return Info{
		Version: config.Version, Demo: f.demo && f.simulator == "", Simulated: f.demo || f.simulator != "", DataFolder: f.dataDir,
		OS: goruntime.GOOS, Startup: a.h.startupState(), Session: a.h.session(),
	}
}

// session is how the link is kept; empty while the data is not open.
func (h *host) session() backend.SessionInfo {
	b := h.current()
	if b == nil {
		return backend.SessionInfo{}
	}
	info, err := b.Session(context.Background())
	if err != nil {
		h.log.Error("read how the link is kept", "err", err)
	}
	return info
}

// EventTypes exists for the generated types: it lists every event's data.
func (a *System) EventTypes() EventMap { return EventMap{} }

// RestoreBackup puts a copy in the place of a database that cannot be opened,
// and starts. The broken file is kept.
func (a *System) RestoreBackup(id string) (Startup, error) {
	if a.h.startupState().State != StartupDamaged {
		return Startup{}, fault.New(fault.Conflict, "The database is in use. A backup is restored when it cannot be opened.")
	}
	if err := store.Restore(context.Background(), a.h.databasePath(), id); err != nil {
		return Startup{}, a.h.report("System.RestoreBackup", err)
	}
	a.h.open(context.Background())
	return a.h.startupState(), nil
}

// RetryStart tries to open the data again.
func (a *System) RetryStart() Startup {
	if a.h.current() == nil {
		a.h.open(context.Background())
	}
	return a.h.startupState()
}

// OpenLink opens a link from a message in the user's browser.
func (a *System) OpenLink(link string) error {
	clean, err := cleanLink(link)
	if err != nil {
		return err
	}
	if ctx := a.h.wailsContext(); ctx != nil {
		runtime.BrowserOpenURL(ctx, clean)
	}
	return nil
}

// cleanLink lets through web, mail and telephone links and nothing else: Wails'
// own check is a list of what is forbidden and passes schemes that start
// programs. What that check refuses in honest links is percent-encoded.
func cleanLink(link string) (string, error) {
	refuse := fault.New(fault.Invalid, "This link cannot be opened. Only web, mail and telephone links are.").With("field", "link")
	u, err := url.Parse(strings.TrimSpace(link))
	if err != nil || len(link) > 2048 || strings.ContainsAny(link, "\x00\r\n\t") {
		return "", refuse
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		if u.Hostname() == "" || u.User != nil {
			return "", refuse
		}
	case "mailto", "tel":
	default:
		return "", refuse
	}
	return strings.NewReplacer("(", "%28", ")", "%29", "!", "%21", "~", "%7E", "$", "%24", "*", "%2A", "[", "%5B", "]", "%5D", "'", "%27", "`", "%60", "|", "%7C", ";", "%3B").Replace(u.String()), nil
}

// OpenDataFolder shows the data folder in the system's file manager.
func (a *System) OpenDataFolder() error {
	program := map[string]string{"windows": "explorer", "darwin": "open"}[goruntime.GOOS]
	if program == "" {
		program = "xdg-open"
	}
	if err := exec.Command(program, a.h.flags.dataDir).Start(); err != nil {
		return fault.Wrap(err, fault.Unavailable, "The folder cannot be shown. It is %s.", a.h.flags.dataDir)
	}
	return nil
}

// AnswerClose closes the window, with running campaigns paused, or keeps it.
func (a *System) AnswerClose(quit bool) error {
	return act(a.h, "System.AnswerClose", func(ctx context.Context, b *backend.Backend) error { return a.h.answerClose(ctx, b, quit) })
}

// ReportCrash notes in the log that a part of the page has stopped. The page
// tells names of code and places in it, nothing that people wrote.
func (a *System) ReportCrash(text string) {
	const longest = 2000
	a.h.log.Error("part of the window has stopped", "text", text[:min(len(text), longest)])
}

// Quit closes the window as its close button does.
func (a *System) Quit() { a.h.quit() }
