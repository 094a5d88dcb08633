// Package demo is a small simulated world to try the program on: a WhatsApp
// with a dozen people and a Google with two sheets. Everything happens inside
// this process and on the loopback interface.
package demo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"mceplatform/backend"
	"mceplatform/backend/chats"
	"mceplatform/backend/config"
	"mceplatform/backend/fault"
	"mceplatform/backend/settings"
	"mceplatform/backend/whatsapp"
	"mceplatform/backend/whatsapp/wasim"
)

// paces let a campaign to a dozen people finish while somebody watches.
var paces = settings.Paces{
	Default: chats.Pace{MinGapSeconds: 2, MaxGapSeconds: 5, PerHour: 600, PerDay: 1000},
	Hard:    chats.Pace{MinGapSeconds: 0, MaxGapSeconds: 0, PerHour: 100000, PerDay: 100000},
	UndoFor: settings.RealPaces.UndoFor,
}

// World is the simulated services.
type World struct {
	wa     *wasim.Server
	things *things
	beat   time.Duration
	quiet  bool
	sheet  *sheet
	ctx    context.Context // ends with Close
	stop   context.CancelFunc
	group  *errgroup.Group

	previews previews
}

// State is what the panel that plays the phones shows.
type State struct {
	Owner     Phone   `json:"owner"`
	Phones    []Phone `json:"phones"`
	SheetLink string  `json:"sheetLink"` // to be pasted when connecting a sheet
	SheetRows int     `json:"sheetRows"`
	// SharedSheetLink is of the sheet that everybody with the link may read.
	SharedSheetLink string `json:"sharedSheetLink"`
}

// Phone is one simulated phone.
type Phone struct {
	Number  string `json:"number"`
	Name    string `json:"name"`
	Manner  Manner `json:"manner"`
	Unread  int    `json:"unread"`  // messages of the owner that its user has not read
	Devices int    `json:"devices"` // linked to it
	Passkey bool   `json:"passkey"` // its account links nobody without its passkey
}

// Start starts the simulated services; what they know is kept in dataDir, so
// that the demo stays linked over restarts.
func Start(dataDir string, log *slog.Logger, o Options) (*World, error) {
	if err := os.MkdirAll(dataDir, 0o700); err != nil {
		return nil, err
	}
	whatsapp.QuietSignal() // also where no WhatsApp client runs
	made, err := theThings()
	if err != nil {
		return nil, err
	}
	s, err := wasim.Start(wasim.Config{Logger: log, StateFile: filepath.Join(dataDir, config.DemoFile)})
	if err != nil {
		return nil, fmt.Errorf("start the simulated WhatsApp: %w", err)
	}
	w := &World{wa: s, things: made, beat: cmp.Or(o.beat, time.Second), quiet: o.Quiet}
	if w.sheet, err = startSheet(dataDir); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if err := w.populate(o.Past || !o.Quiet); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	ctx, stop := context.WithCancel(context.Background())
	w.ctx, w.stop, w.group = ctx, stop, new(errgroup.Group)
	if o.Quiet {
		return w, nil
	}
	w.group.Go(func() error { return w.sheet.growSlowly(ctx) })
	w.group.Go(func() error { return w.greet(ctx) })
	return w, nil
}

// Configure points a backend at the simulated services.
func (w *World) Configure(cfg *backend.Config) error {
	return w.Services().configure(cfg)
}

// Close ends the simulated services.
func (w *World) Close() error {
	var errs []error
	if w.stop != nil {
		w.stop()
		errs = append(errs, w.group.Wait())
	}
	return errors.Join(append(errs, w.sheet.close(), w.wa.Close())...)
}

// State lists the phones.
func (w *World) State() State {
	st := State{Phones: []Phone{}, SheetLink: w.SheetLink(), SheetRows: w.sheet.count(), SharedSheetLink: w.SharedSheetLink()}
	for _, p := range w.wa.Phones() {
		shown := Phone{Number: p.Number(), Name: p.PushName(), Manner: mannerOf(p.Number()), Devices: len(p.LinkedDevices()), Passkey: p.PasskeyRequired()}
		if p.Number() == ownerNumber {
			st.Owner = shown
			continue
		}
		for _, m := range p.Inbox() {
			if !m.FromMe && !m.Read {
				shown.Unread++
			}
		}
		st.Phones = append(st.Phones, shown)
	}
	return st
}

func (w *World) person(number string) (*wasim.Phone, error) {
	if p := w.wa.Phone(number); p != nil && number != ownerNumber {
		return p, nil
	}
	return nil, fault.New(fault.NotFound, "There is no such phone in the demo.")
}
