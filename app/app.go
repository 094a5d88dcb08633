// Package app is the window: everything that knows Wails. It holds no rules;
// each bound method hands over to one service of package backend.
package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
	"github.com/wailsapp/wails/v2/pkg/options/mac"
	"github.com/wailsapp/wails/v2/pkg/options/windows"

	"mceplatform/backend/config"
	"mceplatform/backend/logging"
	"mceplatform/backend/settings"
)

const (
	title     = "MCE Platform"
	minWidth  = 820
	minHeight = 560
)

// Files are what the program carries inside itself.
type Files struct {
	FrontEnd fs.FS // the built front end
	Icon     []byte
}

// flags are the program's command line.
type flags struct {
	demo      bool
	dataDir   string
	simulator string
	bench     string
	keys      string
}

func parseFlags(args []string) (flags, error) {
	var f flags
	set := flag.NewFlagSet(title, flag.ContinueOnError)
	set.BoolVar(&f.demo, "demo", false, "run on a simulated WhatsApp with sample people; nothing reaches the real service")
	set.StringVar(&f.dataDir, "data", "", "folder for the program's data")
	set.StringVar(&f.simulator, "simulator", "", "file that says where simulated services listen; nothing reaches the real ones")
	set.StringVar(&f.bench, "bench-startup", "", "file to write the times of this start to, for measuring")
	set.StringVar(&f.keys, "keys", "", "folder for the key of the WhatsApp link, as a file instead of in the system's keychain")
	return f, set.Parse(args)
}

// Run opens the window and returns when it is closed.
func Run(files Files, args []string) error {
	begun := time.Now()
	f, err := parseFlags(args)
	if err != nil {
		return err
	}
	if f.dataDir == "" {
		if f.dataDir, err = config.DataDir(f.demo); err != nil {
			return err
		}
	}
	if f.dataDir, err = filepath.Abs(f.dataDir); err != nil {
		return err
	}
	log := slog.New(slog.DiscardHandler)
	if !generating {
		file, closer, err := logging.Open(filepath.Join(f.dataDir, config.LogFolder))
		if err != nil {
			return fmt.Errorf("open the log: %w", err)
		}
		defer closer.Close()
		log = file
	}
	h := newHost(f, log)
	h.start = newStopwatch(f.bench, begun, log)
	if !generating {
		h.open(context.Background())
	}
	h.start.mark(stampDatabase)
	defer h.close()
	return wails.Run(windowOptions(h, files))
}

func windowOptions(h *host, files Files) *options.App {
	win := h.window()
	state := options.Normal
	if win.Maximised {
		state = options.Maximised
	}
	return &options.App{
		Title: title, Width: win.Width, Height: win.Height, MinWidth: minWidth, MinHeight: minHeight,
		WindowStartState: state,
		BackgroundColour: h.background(),
		AssetServer:      &assetserver.Options{Assets: frontEnd(files.FrontEnd), Middleware: func(next http.Handler) http.Handler { return harden(h.serveMedia(next)) }},
		Logger:           wailsLogger{h.log},
		OnStartup:        h.onStartup,
		OnDomReady:       h.onDomReady,
		OnBeforeClose:    h.onBeforeClose,
		Bind:             h.bound(),
		EnumBind:         enums,
		ErrorFormatter:   formatError,
		SingleInstanceLock: &options.SingleInstanceLock{
			UniqueId: instanceID(h.flags.dataDir), OnSecondInstanceLaunch: func(options.SecondInstanceData) { h.raise() },
		},
		Windows: &windows.Options{Theme: windows.SystemDefault},
		Mac:     &mac.Options{DisableEscapeExitsFullscreen: true, About: &mac.AboutInfo{Title: title, Message: "Version " + config.Version, Icon: files.Icon}},
		// Without the graphics card a page of text is as quick and takes half the memory; it is
		// also what Wails chooses when no options are given, for the faults of WebKit with it.
		Linux: &linux.Options{Icon: files.Icon, ProgramName: title, WebviewGpuPolicy: linux.WebviewGpuPolicyNever},
	}
}

// instanceID is one per data folder, so that the demo runs beside the real thing.
func instanceID(dataDir string) string {
	sum := sha256.Sum256([]byte(dataDir))
	return "mce-platform-" + hex.EncodeToString(sum[:8])
}

func (h *host) window() settings.Window {
	win := settings.Default().Window
	if b := h.current(); b != nil {
		if s, err := b.Settings.Get(context.Background()); err == nil && s.Window.Width >= minWidth && s.Window.Height >= minHeight {
			win = s.Window
		}
	}
	return win
}

// background is the colour before the page is painted: no white flash in the dark.
func (h *host) background() *options.RGBA {
	if b := h.current(); b != nil {
		if s, err := b.Settings.Get(context.Background()); err == nil && s.Theme == settings.ThemeDark {
			return options.NewRGB(14, 17, 22)
		}
	}
	return options.NewRGB(245, 246, 248)
}

// ExitCode prints what kept the program from starting and returns the code to
// exit with.
func ExitCode(err error) int {
	if err == nil {
		return 0
	}
	fmt.Fprintln(os.Stderr, title+":", err)
	return 1
}
