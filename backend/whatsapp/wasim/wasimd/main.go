// Command wasimd runs the simulated WhatsApp server with its control API, for
// tests and demos that need it outside their own process.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/natefinch/atomic"

	"mceplatform/backend/whatsapp/wasim"
	"mceplatform/backend/whatsapp/wasim/control"
)

func main() { os.Exit(start()) }

func start() (code int) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "wasimd:", err)
		return 1
	}
	return 0
}

// announcement is what the -announce file holds.
type announcement struct {
	Control  string         `json:"control"`
	Endpoint wasim.Endpoint `json:"endpoint"`
}

func run(ctx context.Context, args []string) (err error) {
	flags := flag.NewFlagSet("wasimd", flag.ContinueOnError)
	listen := flags.String("listen", "127.0.0.1:0", "loopback address of the control API")
	whatsapp := flags.String("whatsapp", "127.0.0.1:0", "loopback address of the simulated service")
	state := flags.String("state", "", "file that keeps the state over restarts")
	announce := flags.String("announce", "", "file to write the control URL and the endpoint to")
	verbose := flags.Bool("v", false, "log every stanza")
	if err = flags.Parse(args); err != nil {
		return err
	}
	level := slog.LevelInfo
	if *verbose {
		level = slog.LevelDebug
	}
	logger := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
	ln, err := listenLoopback(*listen)
	if err != nil {
		return err
	}
	s, err := wasim.Start(wasim.Config{Logger: logger, Listen: *whatsapp, StateFile: *state})
	if err != nil {
		return errors.Join(err, ln.Close())
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if *announce != "" {
		if err = writeAnnouncement(*announce, announcement{"http://" + ln.Addr().String(), s.Endpoint()}); err != nil {
			return errors.Join(err, ln.Close())
		}
	}
	logger.Info("simulator runs", "control", ln.Addr().String(), "whatsapp", s.Endpoint().Addr)
	return serve(ctx, ln, control.NewHandler(s))
}

func serve(ctx context.Context, ln net.Listener, handler http.Handler) error {
	srv := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second,
		// Event streams end with the process.
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	stopped := context.AfterFunc(ctx, func() { _ = srv.Close() })
	defer stopped()
	if err := srv.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("control API: %w", err)
	}
	return nil
}

func listenLoopback(addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("control address: %w", err)
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("the control API listens on loopback addresses only, not on %q", addr)
	}
	return net.Listen("tcp", addr)
}

// writeAnnouncement replaces the file in one step, so that who waits for it
// never reads half of it.
func writeAnnouncement(path string, a announcement) error {
	data, err := json.MarshalIndent(a, "", "  ")
	if err != nil {
		return fmt.Errorf("announce: %w", err)
	}
	return atomic.WriteFile(path, bytes.NewReader(data))
}
