// Package demo fills a simulated WhatsApp with people to try the program on.
// Everything happens inside this process and on the loopback interface.
package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"mceplatform/backend"
	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/config"
	"mceplatform/backend/fault"
	"mceplatform/backend/settings"
	"mceplatform/backend/whatsapp/wasim"
)

// paces let a campaign to a dozen people finish while somebody watches.
var paces = settings.Paces{
	Default: chats.Pace{MinGapSeconds: 2, MaxGapSeconds: 5, PerHour: 600, PerDay: 1000},
	Hard:    chats.Pace{MinGapSeconds: 0, MaxGapSeconds: 0, PerHour: 100000, PerDay: 100000},
}

// World is the simulated services of the demo.
type World struct {
	wa *wasim.Server
}

// State is what the panel that plays the phones shows.
type State struct {
	Owner  Phone   `json:"owner"`
	Phones []Phone `json:"phones"`
}

// Phone is one simulated phone.
type Phone struct {
	Number  string `json:"number"`
	Name    string `json:"name"`
	Manner  Manner `json:"manner"`
	Unread  int    `json:"unread"` // messages of the owner that its user has not read
	Devices int    `json:"devices"`
}

// Shown is a message as a simulated phone shows it.
type Shown struct {
	ID     string       `json:"id"`
	FromMe bool         `json:"fromMe"` // written by the phone's own user
	Text   string       `json:"text"`
	At     clock.Millis `json:"at"`
	Read   bool         `json:"read"`
}

// Start starts the simulated services; what they know is kept in dataDir, so
// that the demo stays linked over restarts.
func Start(dataDir string, log *slog.Logger) (*World, error) {
	if err := os.MkdirAll(dataDir, 0o700); err != nil {
		return nil, err
	}
	s, err := wasim.Start(wasim.Config{Logger: log, StateFile: filepath.Join(dataDir, config.DemoFile)})
	if err != nil {
		return nil, fmt.Errorf("start the simulated WhatsApp: %w", err)
	}
	w := &World{wa: s}
	if err := w.populate(); err != nil {
		return nil, err
	}
	return w, nil
}

// Configure points a backend at the simulated services.
func (w *World) Configure(cfg *backend.Config) error {
	e, err := ClientEndpoint(w.wa.Endpoint())
	if err != nil {
		return err
	}
	cfg.WhatsApp, cfg.Paces = e, &paces
	return nil
}

// Close ends the simulated services.
func (w *World) Close() error { return w.wa.Close() }

// State lists the phones.
func (w *World) State() State {
	st := State{Phones: []Phone{}}
	for _, p := range w.wa.Phones() {
		if p.Number() == ownerNumber {
			st.Owner = Phone{Number: p.Number(), Name: p.PushName(), Devices: len(p.LinkedDevices())}
			continue
		}
		unread := 0
		for _, m := range p.Inbox() {
			if !m.FromMe && !m.Read {
				unread++
			}
		}
		st.Phones = append(st.Phones, Phone{Number: p.Number(), Name: p.PushName(), Manner: mannerOf(p.Number()), Unread: unread})
	}
	return st
}

// ScanQR points the owner's phone at a picture of a QR code.
func (w *World) ScanQR(ctx context.Context, picture string) error {
	if picture == "" {
		return fault.New(fault.Conflict, "There is no QR code on the screen. Start linking first.")
	}
	text, err := ReadQR(picture)
	if err != nil {
		return err
	}
	if err := w.wa.Phone(ownerNumber).ScanQR(ctx, text); err != nil {
		return fault.Wrap(err, fault.Conflict, "The phone could not use this code. Wait for the next one.")
	}
	return nil
}

// Inbox returns what a phone shows of the conversation with the owner.
func (w *World) Inbox(number string) ([]Shown, error) {
	p, err := w.person(number)
	if err != nil {
		return nil, err
	}
	out := []Shown{}
	for _, m := range p.Inbox() {
		out = append(out, Shown{ID: m.ID, FromMe: m.FromMe, Text: m.Text, At: clock.MillisOf(m.Time), Read: m.Read})
	}
	return out, nil
}

// SendAs writes to the owner from a phone.
func (w *World) SendAs(ctx context.Context, number, text string) error {
	p, err := w.person(number)
	if err != nil {
		return err
	}
	clean, err := chats.CleanText(text)
	if err != nil {
		return err
	}
	_, err = p.SendText(ctx, w.wa.Phone(ownerNumber), string(clean), wasim.SendOptions{})
	return err
}

func (w *World) person(number string) (*wasim.Phone, error) {
	if p := w.wa.Phone(number); p != nil && number != ownerNumber {
		return p, nil
	}
	return nil, fault.New(fault.NotFound, "There is no such phone in the demo.")
}

// GrowSheet adds rows to the simulated sheet.
func (w *World) GrowSheet(rows int) error {
	return fault.New(fault.Conflict, "There is no sheet yet.")
}

// Services says where simulated services of another process listen.
type Services struct {
	WhatsApp wasim.Endpoint `json:"whatsapp"`
	Paces    *settings.Paces
}

// Connect points a backend at simulated services whose addresses are in a file.
func Connect(file string, cfg *backend.Config) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read the simulator's addresses: %w", err)
	}
	var s Services
	if err := json.Unmarshal(raw, &s); err != nil {
		return fmt.Errorf("read the simulator's addresses: %w", err)
	}
	e, err := ClientEndpoint(s.WhatsApp)
	if err != nil {
		return err
	}
	cfg.WhatsApp, cfg.Paces = e, &paces
	return nil
}
