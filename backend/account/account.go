// Package account is about the WhatsApp number this app is linked to, and the
// state of that link.
package account

import (
	"context"
	"log/slog"
	"sync"

	"mceplatform/backend/clock"
	"mceplatform/backend/event"
	"mceplatform/backend/fault"
)

// State is the state of the link. The window has one sentence and one next step
// for each.
type State string

// States of the link.
const (
	NotLinked  State = "not_linked"
	Linking    State = "linking"    // a QR code is shown
	Connecting State = "connecting" // linked, on the way
	Online     State = "online"
	Offline    State = "offline"     // no connection; RetryAt says when the next try is
	Replaced   State = "replaced"    // another program uses this link
	LoggedOut  State = "logged_out"  // unlinked on the phone: link again, all data stays
	Banned     State = "banned"      // until Until; only a person resumes sending
	Outdated   State = "outdated"    // WhatsApp wants a newer version of this app
	ClockWrong State = "clock_wrong" // the computer's clock is off
	Failed     State = "failed"      // refused for a reason nobody has explained; Reason has the code
)

// Status is what the status strip shows. Times are UTC milliseconds, 0 = none.
type Status struct {
	State        State        `json:"state"`
	Phone        string       `json:"phone"`
	PhoneDisplay string       `json:"phoneDisplay"`
	Name         string       `json:"name"`
	QR           string       `json:"qr"` // PNG as a data URL, while linking
	QRExpiresAt  clock.Millis `json:"qrExpiresAt"`
	RetryAt      clock.Millis `json:"retryAt"`
	Until        clock.Millis `json:"until"`
	Reason       string       `json:"reason"`
	Since        clock.Millis `json:"since"`
}

// LogValue names the state only.
func (s Status) LogValue() slog.Value {
	return slog.GroupValue(slog.String("state", string(s.State)), slog.String("reason", s.Reason))
}

// EventChanged tells that the link's state changed; data: Status.
const EventChanged = "account:changed"

// Account is one WhatsApp number that is or was linked here.
type Account struct {
	ID         int64
	Phone      string // digits
	LID        string
	PushName   string
	LinkedAt   clock.Millis
	UnlinkedAt clock.Millis
}

// Store keeps accounts.
type Store interface {
	InTx(ctx context.Context, fn func(ctx context.Context) error) error
	// ActiveAccount returns the account linked last, nil when there was never one.
	ActiveAccount(ctx context.Context) (*Account, error)
	// PutAccount creates or updates the account with this phone number and makes
	// it the active one.
	PutAccount(ctx context.Context, a *Account) error
	MarkUnlinked(ctx context.Context, at clock.Millis) error
}

// Linker is the connection to WhatsApp; the whatsapp package implements it.
type Linker interface {
	Link(ctx context.Context) error
	CancelLink(ctx context.Context) error
	Unlink(ctx context.Context) error
	Reconnect(ctx context.Context) error
}

// Service holds the rules about the link.
type Service struct {
	store  Store
	linker Linker
	bus    *event.Bus
	clock  clock.Clock
	log    *slog.Logger

	mu     sync.Mutex
	status Status
	active int64
}

// New returns the service. Call SetLinker before anything is linked.
func New(store Store, bus *event.Bus, clk clock.Clock, log *slog.Logger) *Service {
	return &Service{store: store, bus: bus, clock: clk, log: log, status: Status{State: NotLinked}}
}

// SetLinker connects the service to WhatsApp.
func (s *Service) SetLinker(l Linker) { s.linker = l }

// Status returns the present state of the link.
func (s *Service) Status() Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.status
}

// Link starts linking; the QR code arrives with the status.
func (s *Service) Link(ctx context.Context) error {
	if st := s.Status().State; st == Online || st == Connecting {
		return fault.New(fault.Conflict, "This computer is linked already.")
	}
	return s.linker.Link(ctx)
}

// CancelLink stops linking.
func (s *Service) CancelLink(ctx context.Context) error { return s.linker.CancelLink(ctx) }

// Unlink ends the link on the phone too. Leads, chats and campaigns stay.
func (s *Service) Unlink(ctx context.Context) error { return s.linker.Unlink(ctx) }

// Reconnect takes the link over from another program, or tries again now.
func (s *Service) Reconnect(ctx context.Context) error { return s.linker.Reconnect(ctx) }

// Moved is told by the connection that the state changed.
func (s *Service) Moved(ctx context.Context, st Status) {
	s.mu.Lock()
	if st.State != s.status.State {
		st.Since = clock.NowMillis(s.clock)
	} else {
		st.Since = s.status.Since
	}
	changed := st != s.status
	s.status = st
	s.mu.Unlock()
	if !changed {
		return
	}
	s.log.Info("link state", "status", st)
	s.bus.Publish(ctx, event.Event{Name: EventChanged, Data: st})
}

// Linked records the number that was linked and makes it the active one.
func (s *Service) Linked(ctx context.Context, a Account) error {
	a.LinkedAt = clock.NowMillis(s.clock)
	if err := s.store.InTx(ctx, func(ctx context.Context) error { return s.store.PutAccount(ctx, &a) }); err != nil {
		return err
	}
	s.mu.Lock()
	s.active = a.ID
	s.mu.Unlock()
	return nil
}

// Unlinked records that the link ended.
func (s *Service) Unlinked(ctx context.Context) error {
	return s.store.MarkUnlinked(ctx, clock.NowMillis(s.clock))
}

// ActiveID returns the account whose conversations are shown, also while it is
// not linked; 0 when there was never one.
func (s *Service) ActiveID(ctx context.Context) (int64, error) {
	s.mu.Lock()
	id := s.active
	s.mu.Unlock()
	if id != 0 {
		return id, nil
	}
	a, err := s.Active(ctx)
	if err != nil || a == nil {
		return 0, err
	}
	s.mu.Lock()
	s.active = a.ID
	s.mu.Unlock()
	return a.ID, nil
}

// Active returns the active account, nil when there was never one.
func (s *Service) Active(ctx context.Context) (*Account, error) { return s.store.ActiveAccount(ctx) }

// HistoryProgress is told while the past comes in after linking.
func (s *Service) HistoryProgress(ctx context.Context, stage string, percent, chats, messages int) {
}

// Restricted is told when WhatsApp lets this number start no new chats.
func (s *Service) Restricted(ctx context.Context, until clock.Millis) {
}
