package account

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"mceplatform/backend/clock"
	"mceplatform/backend/event"
	"mceplatform/backend/fault"
	"mceplatform/backend/phone"
)

// restrictedAtLeast is how long new chats stay closed when WhatsApp refuses one
// without saying until when.
const restrictedAtLeast = 24 * time.Hour

// Service holds the rules about the link.
type Service struct {
	store  Store
	linker Linker
	bus    *event.Bus
	clock  clock.Clock
	log    *slog.Logger

	changing   sync.Mutex // held while a change is told, so that changes are told in order
	mu         sync.Mutex
	status     Status
	active     int64
	restricted clock.Millis // of the active account
	sync       Sync
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

// Link starts linking by QR code, which arrives with the status; when linking
// by code is on, it changes to the QR code.
func (s *Service) Link(ctx context.Context) error {
	if err := s.mayLink(); err != nil {
		return err
	}
	return s.linker.Link(ctx)
}

// LinkByCode starts linking by a code that is typed on the phone with this
// number; the code arrives with the status. A number without country code is
// one of region (ISO 3166). It returns invalid for what is no number.
func (s *Service) LinkByCode(ctx context.Context, number, region string) error {
	if err := s.mayLink(); err != nil {
		return err
	}
	n, err := phone.Parse(number, region)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "This is not a phone number. Write the number of your WhatsApp with its country code, like +55 11 96100-1022.").
			With("reason", string(phone.ReasonOf(err)))
	}
	return s.linker.LinkByCode(ctx, n.Digits())
}

func (s *Service) mayLink() error {
	switch s.Status().State {
	case Online, Connecting, Offline:
		return fault.New(fault.Conflict, "This computer is linked already.")
	case ConfirmNumber:
		return fault.New(fault.Conflict, "Answer the question about the number first.")
	}
	return nil
}

// CancelLink stops linking, whatever it waits for.
func (s *Service) CancelLink(ctx context.Context) error { return s.linker.CancelLink(ctx) }

// ConfirmNumber answers the question of ConfirmNumber: yes links the other
// number, with a history of its own; no refuses it.
func (s *Service) ConfirmNumber(ctx context.Context, yes bool) error {
	return s.linker.ConfirmNumber(ctx, yes)
}

// AskPasskey asks this computer's own authenticator for the passkey. It returns
// when its dialog has been answered.
func (s *Service) AskPasskey(ctx context.Context) error { return s.linker.AskPasskey(ctx) }

// AnswerPasskey hands over what the snippet in the person's own browser printed.
// It returns invalid with a sentence for whatever is wrong with it.
func (s *Service) AnswerPasskey(ctx context.Context, assertionJSON string) error {
	return s.linker.AnswerPasskey(ctx, assertionJSON)
}

// ConfirmPasskey says whether the code on the screen is the one on the phone.
func (s *Service) ConfirmPasskey(ctx context.Context, matches bool) error {
	return s.linker.ConfirmPasskey(ctx, matches)
}

// Unlink ends the link on the phone too. Leads, chats and campaigns stay.
func (s *Service) Unlink(ctx context.Context) error { return s.linker.Unlink(ctx) }

// Reconnect takes the link over from another program, or tries again now.
func (s *Service) Reconnect(ctx context.Context) error { return s.linker.Reconnect(ctx) }

// Moved is told by the connection that the state changed. What outlives states,
// the restriction of new chats and the progress of the history, is added here.
func (s *Service) Moved(ctx context.Context, st Status) {
	s.change(ctx, func(now *Status) { *now = st })
}

// change moves from one status to the next and tells it, one at a time: the
// connection, the sender and the history all have a part in it.
func (s *Service) change(ctx context.Context, fn func(st *Status)) {
	s.changing.Lock()
	defer s.changing.Unlock()
	s.mu.Lock()
	before := s.status
	st := before
	fn(&st)
	st.RestrictedUntil, st.Sync, st.Since = s.restricted, s.sync, before.Since
	if st.State != before.State {
		st.Since = clock.NowMillis(s.clock)
	}
	s.status = st
	s.mu.Unlock()
	if st == before {
		return
	}
	if st.State != before.State || st.Reason != before.Reason || st.Passkey.Stage != before.Passkey.Stage || st.RestrictedUntil != before.RestrictedUntil {
		s.log.Info("link state", "status", st) // not each renewed code
	}
	s.bus.Publish(ctx, event.Event{Name: EventChanged, Data: st})
}

// HistoryProgress tells how far the history of a fresh link is: whole percent,
// and chats and messages taken in so far.
func (s *Service) HistoryProgress(ctx context.Context, stage SyncStage, percent, chats, messages int) {
	s.mu.Lock()
	s.sync = Sync{Stage: stage, Percent: min(max(percent, 0), 100), Chats: chats, Messages: messages}
	s.mu.Unlock()
	s.change(ctx, func(*Status) {})
}

// Restricted records that WhatsApp lets this number start no new chats until a
// time; existing chats go on. 0 means that it named none: an end that is known
// already stays, otherwise 24 hours are assumed.
func (s *Service) Restricted(ctx context.Context, until clock.Millis) error {
	now := clock.NowMillis(s.clock)
	if until == 0 {
		s.mu.Lock()
		known := s.restricted
		s.mu.Unlock()
		if known > now {
			return nil
		}
		until = now.Add(restrictedAtLeast)
	}
	return s.setRestricted(ctx, until)
}

// Unrestricted records that WhatsApp allows new chats again.
func (s *Service) Unrestricted(ctx context.Context) error { return s.setRestricted(ctx, 0) }

// RestrictedUntil says when new chats may be started again; 0 = now.
func (s *Service) RestrictedUntil() clock.Millis {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.restricted <= clock.NowMillis(s.clock) {
		return 0
	}
	return s.restricted
}

func (s *Service) setRestricted(ctx context.Context, until clock.Millis) error {
	id, err := s.ActiveID(ctx)
	if err != nil || id == 0 {
		return err
	}
	if err := s.store.InTx(ctx, func(ctx context.Context) error { return s.store.SetRestriction(ctx, id, until) }); err != nil {
		return err
	}
	s.mu.Lock()
	s.restricted = until
	s.mu.Unlock()
	s.change(ctx, func(*Status) {})
	return nil
}

// Banned records that WhatsApp has banned the active number until a time, with
// its code. It holds over restarts, until LiftBan.
func (s *Service) Banned(ctx context.Context, until clock.Millis, code int) error {
	id, err := s.ActiveID(ctx)
	if err != nil || id == 0 {
		return err
	}
	return s.store.InTx(ctx, func(ctx context.Context) error { return s.store.SetBan(ctx, id, until, code) })
}

// LiftBan records that the active number got in again.
func (s *Service) LiftBan(ctx context.Context) error { return s.Banned(ctx, 0, 0) }

// Linked records the number that was linked and makes it the active one.
func (s *Service) Linked(ctx context.Context, a Account) error {
	a.LinkedAt = clock.NowMillis(s.clock)
	var active *Account
	err := s.store.InTx(ctx, func(ctx context.Context) error {
		if err := s.store.PutAccount(ctx, &a); err != nil {
			return err
		}
		var err error
		active, err = s.store.ActiveAccount(ctx)
		return err
	})
	if err != nil {
		return err
	}
	s.mu.Lock()
	s.active, s.restricted = active.ID, active.RestrictedUntil
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

// Own returns the active account and its own number as digits; 0 and "" when
// none is linked.
func (s *Service) Own(ctx context.Context) (id int64, digits string, err error) {
	a, err := s.store.ActiveAccount(ctx)
	if err != nil || a == nil || a.UnlinkedAt != 0 {
		return 0, "", err
	}
	return a.ID, a.Phone, nil
}
