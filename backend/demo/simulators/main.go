// Command simulators runs the demo's simulated services as a process of their
// own, with a control API on loopback: for browser tests that kill and restart
// the app and want to see what the phones show.
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

	"mceplatform/backend/demo"
)

func main() { os.Exit(start()) }

func start() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "simulators:", err)
		return 1
	}
	return 0
}

// announcement is what the -announce file holds: what the app's -simulator flag
// reads, and the address of the control API.
type announcement struct {
	demo.Services
	Control string `json:"control"`
}

func run(ctx context.Context, args []string) (err error) {
	flags := flag.NewFlagSet("simulators", flag.ContinueOnError)
	data := flags.String("data", "", "folder that keeps the simulated state")
	announce := flags.String("announce", "", "file to write the addresses to")
	quiet := flags.Bool("quiet", false, "nobody writes or fills in the form by themselves")
	past := flags.Bool("past", false, "the owner's phone has a past to hand over when it is linked, also with -quiet")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *data == "" || *announce == "" {
		return errors.New("-data and -announce are needed")
	}
	w, err := demo.Start(*data, slog.New(slog.DiscardHandler), demo.Options{Quiet: *quiet, Past: *past})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	services := w.Services()
	if *quiet { // a test does not wait for a slow campaign
		services.Paces.Default.MinGapSeconds, services.Paces.Default.MaxGapSeconds = 1, 1
	}
	if err := write(*announce, announcement{Services: services, Control: "http://" + ln.Addr().String()}); err != nil {
		return errors.Join(err, ln.Close())
	}
	srv := &http.Server{Handler: w.Control(), ReadHeaderTimeout: 10 * time.Second, BaseContext: func(net.Listener) context.Context { return ctx }}
	stopped := context.AfterFunc(ctx, func() { _ = srv.Close() })
	defer stopped()
	if err := srv.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// write replaces the file in one step: who waits for it never reads half of it.
func write(path string, a announcement) error {
	raw, err := json.MarshalIndent(a, "", "  ")
	if err != nil {
		return err
	}
	return atomic.WriteFile(path, bytes.NewReader(raw))
}
