// Package settings holds what the user has chosen, as one document that is
// checked as a whole.
package settings

import (
	"context"
	"sync"
	"time"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/event"
	"mceplatform/backend/fault"
	"mceplatform/backend/optouts"
	"mceplatform/backend/phone"
)

// Theme is the window's colour scheme.
type Theme string

// Themes.
const (
	ThemeSystem Theme = "system"
	ThemeLight  Theme = "light"
	ThemeDark   Theme = "dark"
)

// Window is the size and place of the window, in the screen's own units.
type Window struct {
	Width     int  `json:"width"`
	Height    int  `json:"height"`
	X         int  `json:"x"`
	Y         int  `json:"y"`
	Placed    bool `json:"placed"` // X and Y are known
	Maximised bool `json:"maximised"`
}

// Settings is the document.
type Settings struct {
	RiskAcceptedAt clock.Millis `json:"riskAcceptedAt"` // the notice of the first run
	OnboardedAt    clock.Millis `json:"onboardedAt"`
	DefaultCountry string       `json:"defaultCountry"` // ISO 3166, for numbers without a country code; "" = ask
	Pace           chats.Pace   `json:"pace"`           // of new campaigns, and the account's ceiling
	Sending        chats.Rules  `json:"sending"`        // of all campaigns together
	Theme          Theme        `json:"theme"`
	Window         Window       `json:"window"`
	Chats          Chats        `json:"chats"`
	// OptOut is what counts as an opt-out, and how it is answered.
	OptOut optouts.Choices `json:"optOut"`
}

// Chats is what the user shows of themselves in conversations, and what is
// fetched.
type Chats struct {
	ReadReceipts   bool `json:"readReceipts"` // people see that their messages were read
	ShowOnline     bool `json:"showOnline"`   // "online" while the app is open; the phone may then not ring
	ShowTyping     bool `json:"showTyping"`   // "typing…" both ways; needs ShowOnline
	AutoDownloadMB int  `json:"autoDownloadMb"`
}

const maxAutoDownloadMB = 100

// Update changes the parts that are not nil.
type Update struct {
	AcceptRisk     *bool        `json:"acceptRisk,omitempty"`
	Onboarded      *bool        `json:"onboarded,omitempty"`
	DefaultCountry *string      `json:"defaultCountry,omitempty"`
	Pace           *chats.Pace  `json:"pace,omitempty"`
	Sending        *chats.Rules `json:"sending,omitempty"`
	Theme          *Theme       `json:"theme,omitempty"`
	Chats          *Chats       `json:"chats,omitempty"`
}

// EventChanged tells that the settings changed; data: Settings.
const EventChanged = "settings:changed"

// Default is the document of a fresh install.
func Default() Settings {
	return Settings{
		Pace: chats.DefaultPace, Sending: chats.DefaultRules, Theme: ThemeSystem, Window: Window{Width: 1280, Height: 820},
		Chats:  Chats{ReadReceipts: true, AutoDownloadMB: 16},
		OptOut: optouts.DefaultChoices(),
	}
}

// Store keeps the document.
type Store interface {
	LoadSettings(ctx context.Context, into *Settings) (found bool, err error)
	SaveSettings(ctx context.Context, s Settings) error
}

// Service holds the document.
type Service struct {
	store Store
	bus   *event.Bus
	clock clock.Clock
	paces Paces
	mu    sync.Mutex
}

// Paces are the pace and rules of a fresh install and the loosest anyone can
// choose. Only a simulated WhatsApp is given others than the defaults; without
// rules it sends at any time of day.
type Paces struct {
	Default      chats.Pace
	Hard         chats.Pace
	DefaultRules chats.Rules
	HardRules    chats.Rules
	UndoFor      time.Duration // a start can be undone so long
}

// undoFor is how long after its start a campaign sends nothing, so that a
// mistake can be taken back.
const undoFor = 10 * time.Second

// RealPaces are the paces for the real WhatsApp.
var RealPaces = Paces{Default: chats.DefaultPace, Hard: chats.HardPace, DefaultRules: chats.DefaultRules, HardRules: chats.HardRules, UndoFor: undoFor}

// New returns the service.
func New(store Store, bus *event.Bus, clk clock.Clock, paces Paces) *Service {
	return &Service{store: store, bus: bus, clock: clk, paces: paces}
}

// Get returns the document, the defaults where nothing was chosen.
func (s *Service) Get(ctx context.Context) (Settings, error) {
	doc := Default()
	doc.Pace, doc.Sending = s.paces.Default, s.paces.DefaultRules.Clone()
	_, err := s.store.LoadSettings(ctx, &doc)
	return doc, err
}

// LoosestPace is the fastest pace that anybody can choose.
func (s *Service) LoosestPace() chats.Pace { return s.paces.Hard }

// LoosestRules are the loosest rules that anybody can choose.
func (s *Service) LoosestRules() chats.Rules { return s.paces.HardRules.Clone() }

// Limits implements campaigns.Ceiling.
func (s *Service) Limits(ctx context.Context) (chats.Pace, chats.Rules, error) {
	doc, err := s.Get(ctx)
	return doc.Pace, doc.Sending, err
}

// Preferences implements chats.PreferenceSource.
func (s *Service) Preferences(ctx context.Context) (chats.Preferences, error) {
	doc, err := s.Get(ctx)
	c := doc.Chats
	return chats.Preferences{ReadReceipts: c.ReadReceipts, Online: c.ShowOnline, Typing: c.ShowTyping, AutoDownloadBytes: int64(c.AutoDownloadMB) << 20}, err
}

var _ optouts.Keeper = (*Service)(nil)

// OptOutChoices implements optouts.Keeper.
func (s *Service) OptOutChoices(ctx context.Context) (optouts.Choices, error) {
	doc, err := s.Get(ctx)
	return doc.OptOut, err
}

// SaveOptOutChoices implements optouts.Keeper; who calls it has checked them.
func (s *Service) SaveOptOutChoices(ctx context.Context, c optouts.Choices) error {
	_, err := s.change(ctx, func(doc *Settings) error {
		doc.OptOut = c
		return nil
	})
	return err
}

// Region implements optouts.Keeper.
func (s *Service) Region(ctx context.Context) (string, error) {
	doc, err := s.Get(ctx)
	return doc.DefaultCountry, err
}

// Update changes the document and returns it.
func (s *Service) Update(ctx context.Context, u Update) (Settings, error) {
	return s.change(ctx, func(doc *Settings) error { return s.apply(doc, u) })
}

// SaveWindow remembers where the window was.
func (s *Service) SaveWindow(ctx context.Context, w Window) error {
	_, err := s.change(ctx, func(doc *Settings) error {
		doc.Window = w
		return nil
	})
	return err
}

func (s *Service) change(ctx context.Context, edit func(*Settings) error) (Settings, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	doc, err := s.Get(ctx)
	if err != nil {
		return Settings{}, err
	}
	if err := edit(&doc); err != nil {
		return Settings{}, err
	}
	if err := s.store.SaveSettings(ctx, doc); err != nil {
		return Settings{}, err
	}
	s.bus.Publish(ctx, event.Event{Name: EventChanged, Data: doc})
	return doc, nil
}

func (s *Service) apply(doc *Settings, u Update) error {
	if u.AcceptRisk != nil && *u.AcceptRisk && doc.RiskAcceptedAt == 0 {
		doc.RiskAcceptedAt = clock.NowMillis(s.clock)
	}
	if u.Onboarded != nil && *u.Onboarded && doc.OnboardedAt == 0 {
		doc.OnboardedAt = clock.NowMillis(s.clock)
	}
	if u.DefaultCountry != nil {
		if *u.DefaultCountry != "" && !phone.KnownRegion(*u.DefaultCountry) {
			return fault.New(fault.Invalid, "%q is not a country.", *u.DefaultCountry).With("field", "defaultCountry")
		}
		doc.DefaultCountry = *u.DefaultCountry
	}
	if u.Pace != nil {
		if err := u.Pace.Check(s.paces.Hard); err != nil {
			return err
		}
		doc.Pace = *u.Pace
	}
	if u.Sending != nil {
		if err := u.Sending.Check(s.paces.HardRules); err != nil {
			return err
		}
		doc.Sending = u.Sending.Clone()
	}
	if u.Chats != nil {
		if n := u.Chats.AutoDownloadMB; n < 0 || n > maxAutoDownloadMB {
			return fault.New(fault.Invalid, "Choose between 0 and %d MB; larger files always have a button.", maxAutoDownloadMB).With("field", "autoDownloadMb")
		}
		doc.Chats = *u.Chats
		doc.Chats.ShowTyping = doc.Chats.ShowTyping && doc.Chats.ShowOnline
	}
	if u.Theme != nil {
		switch *u.Theme {
		case ThemeSystem, ThemeLight, ThemeDark:
			doc.Theme = *u.Theme
		default:
			return fault.New(fault.Invalid, "There is no theme %q.", *u.Theme).With("field", "theme")
		}
	}
	return nil
}
