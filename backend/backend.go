// Package backend is the composition root: it builds every part of the program
// that needs no window, runs them as one group and closes them in order.
package backend

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"mceplatform/backend/account"
	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/config"
	"mceplatform/backend/event"
	"mceplatform/backend/gsheets"
	"mceplatform/backend/imports"
	"mceplatform/backend/inbound"
	"mceplatform/backend/leads"
	"mceplatform/backend/media"
	"mceplatform/backend/optouts"
	"mceplatform/backend/schedule"
	"mceplatform/backend/secret"
	"mceplatform/backend/settings"
	"mceplatform/backend/sheets"
	"mceplatform/backend/store"
	"mceplatform/backend/templates"
	"mceplatform/backend/whatsapp"
)

// Config says what to build. The zero value of everything but DataDir is right
// for the program on the real services.
type Config struct {
	DataDir string
	Log     *slog.Logger
	Clock   clock.Clock
	// WhatsApp points this process at a simulated WhatsApp; it can then never
	// reach the real one.
	WhatsApp *whatsapp.Endpoint
	// Paces replaces the limits of sending; only with a simulated WhatsApp.
	Paces *settings.Paces
	// Google says how Google Sheets is reached. The zero value is the real one, with the client id
	// of this build; the app sets OpenBrowser so that people can sign in.
	Google gsheets.Options
	// Keys holds the key of the session database. nil means the system's keychain,
	// and with a simulated WhatsApp a file beside the data folder.
	Keys *secret.Keyring
	// Tune changes timings of the link, for proofs that cannot wait.
	Tune func(*whatsapp.Config)
}

// Backend is everything behind the window. Run drives it; Close ends it.
type Backend struct {
	Bus       *event.Bus
	Account   *account.Service
	Leads     *leads.Service
	Chats     *chats.Service
	Campaigns *campaigns.Service
	Templates *templates.Service
	OptOuts   *optouts.Service
	Settings  *settings.Service
	Inbound   *inbound.Service
	Imports   *imports.Service
	Sheets    *sheets.Service

	cfg        Config
	lock       *instanceLock
	db         *store.DB
	session    *store.Session
	protection secret.Protection // of the session's key
	files      *media.Folder
	jobs       *schedule.Scheduler
	wa         *whatsapp.Client
}

// New opens the data folder and builds every part. Its faults carry the field
// "reason": damaged, locked, newer or running (another instance has the folder).
func New(ctx context.Context, cfg Config) (_ *Backend, err error) {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Clock == nil {
		cfg.Clock = clock.System{}
	}
	paces := settings.RealPaces
	if cfg.Paces != nil && cfg.WhatsApp != nil {
		paces = *cfg.Paces
	}
	b := &Backend{cfg: cfg, Bus: event.NewBus()}
	defer func() {
		if err != nil {
			err = errors.Join(err, b.Close())
		}
	}()
	if b.lock, err = lockInstance(filepath.Join(cfg.DataDir, config.LockFile)); err != nil {
		return nil, err
	}
	if b.db, err = store.Open(ctx, filepath.Join(cfg.DataDir, config.DatabaseFile), store.Options{Log: cfg.Log}); err != nil {
		return nil, err
	}
	if b.files, err = media.Open(filepath.Join(cfg.DataDir, config.MediaFolder)); err != nil {
		return nil, err
	}
	if err = b.openSession(ctx); err != nil {
		return nil, err
	}
	b.build(paces)
	if err = b.holdRestored(ctx); err != nil {
		return nil, err
	}
	return b, b.Sheets.Start(ctx)
}

func (b *Backend) build(paces settings.Paces) {
	cfg := b.cfg
	b.Settings = settings.New(b.db, b.Bus, cfg.Clock, paces)
	b.Account = account.New(b.db, b.Bus, cfg.Clock, cfg.Log)
	b.Leads = leads.New(b.db, b.Bus, cfg.Clock)
	wcfg := whatsapp.Config{
		Session: b.session.DB, Dialect: store.SessionDialect, IsStorageError: store.IsSessionError, Endpoint: cfg.WhatsApp,
		Account: b.Account, Leads: b.Leads, Preferences: b.Settings, Clock: cfg.Clock, Log: cfg.Log,
	}
	if cfg.Tune != nil {
		cfg.Tune(&wcfg)
	}
	b.wa = whatsapp.New(wcfg)
	b.Account.SetLinker(b.wa)
	b.Chats = chats.New(chats.Deps{
		Store: b.db, Leads: b.Leads, Accounts: b.Account, Transport: b.wa, Files: b.files, Preferences: b.Settings, Bus: b.Bus, Clock: cfg.Clock, Log: cfg.Log,
	})
	b.Templates = templates.New(b.db, b.Chats, b.Bus, cfg.Clock)
	b.Campaigns = campaigns.New(campaigns.Deps{
		Store: b.db, Leads: b.Leads, Chats: b.Chats, ChatStore: b.db, Templates: b.Templates, UndoFor: paces.UndoFor, Accounts: b.Account, Transport: b.wa,
		Ceiling: b.Settings, Restriction: b.Account, Bus: b.Bus, Clock: cfg.Clock, Log: cfg.Log,
	})
	b.Chats.SetSource(b.Campaigns)
	b.OptOuts = optouts.New(b.db, b.Leads, b.Chats, b.Campaigns, b.Settings)
	b.Inbound = inbound.New(b.db, b.Account, b.Leads, b.Chats, b.Campaigns, b.OptOuts, cfg.Clock, cfg.Log)
	b.Imports = imports.New(b.db, b.Bus, cfg.Clock, cfg.Log)
	b.jobs = schedule.New(cfg.Clock, cfg.Log)
	b.Sheets = sheets.New(sheets.Deps{
		Store: b.db, Client: gsheets.New(b.session.Secrets(), googleOptions(cfg.Google)), Scheduler: b.jobs, Hook: b.Campaigns, Bus: b.Bus, Clock: cfg.Clock, Log: cfg.Log,
	})
	b.wa.Serve(b.Inbound, b.Chats.Wake)
}

// googleOptions adds the client id of this build, which no simulated Google knows.
func googleOptions(o gsheets.Options) gsheets.Options {
	if o.ClientID == "" && o.Endpoint == "" {
		o.ClientID, o.ClientSecret = config.GoogleClientID, config.GoogleClientSecret
	}
	return o
}

// Run works until ctx ends, then waits for what is in flight.
func (b *Backend) Run(ctx context.Context) error {
	b.jobs.Set("daily-backup", time.Hour, b.cfg.Clock.Now(), b.backUp)
	b.jobs.Set("campaigns", campaignTick, b.cfg.Clock.Now(), b.job("campaigns", b.Campaigns.Tick))
	b.jobs.Set("campaign-matches", time.Minute, b.cfg.Clock.Now(), b.job("campaign matches", b.Campaigns.AddMatches))
	b.jobs.Set("heartbeat", time.Minute, b.cfg.Clock.Now(), b.job("heartbeat", b.beat))
	g, ctx := errgroup.WithContext(ctx)
	connected, hangUp := context.WithCancel(context.WithoutCancel(ctx)) // until the answer to what is on the wire has come
	defer hangUp()
	g.Go(func() error { return b.wa.Run(connected) })
	g.Go(func() error { defer hangUp(); return b.Chats.Run(ctx) })
	g.Go(func() error { return b.Chats.RunTransfers(ctx) })
	g.Go(func() error { return b.jobs.Run(ctx) })
	g.Go(func() error { return b.announce(ctx) })
	if err := g.Wait(); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil // it was ended while it started
}

// announce tells WhatsApp when the owner has chosen anew what to show of
// themselves.
func (b *Backend) announce(ctx context.Context) error {
	changed := make(chan struct{}, 1)
	defer b.Bus.Subscribe(func(e event.Event) {
		if e.Name == settings.EventChanged {
			select {
			case changed <- struct{}{}:
			default:
			}
		}
	})()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-changed:
			if err := b.wa.Announce(ctx); err != nil && ctx.Err() == nil {
				b.cfg.Log.Warn("announce presence", "err", err)
			}
		}
	}
}

// Check reads the whole database and returns a fault with the reason "damaged"
// when it is; people can work meanwhile.
func (b *Backend) Check(ctx context.Context) error { return b.db.Check(ctx) }

// campaignTick is how late a campaign may start or end.
const campaignTick = 15 * time.Second

// job logs what goes wrong with something that is done again and again.
func (b *Backend) job(name string, do func(ctx context.Context) error) func(ctx context.Context) {
	return func(ctx context.Context) {
		if err := do(ctx); err != nil && ctx.Err() == nil {
			b.cfg.Log.Error("job", "name", name, "err", err)
		}
	}
}

// backUp takes the day's copy, if it has not been taken.
func (b *Backend) backUp(ctx context.Context) {
	if err := b.db.BackupDaily(ctx); err != nil && ctx.Err() == nil {
		b.cfg.Log.Error("daily backup", "err", err)
	}
}

// Close closes the files; call it after Run has returned.
func (b *Backend) Close() error {
	var errs []error
	if b.session != nil {
		errs = append(errs, b.session.Close())
	}
	if b.db != nil {
		errs = append(errs, b.db.Close())
	}
	if b.files != nil {
		errs = append(errs, b.files.Close())
	}
	if b.lock != nil {
		errs = append(errs, b.lock.release())
	}
	return errors.Join(errs...)
}

// LeadDetail is a lead with its conversation.
func (b *Backend) LeadDetail(ctx context.Context, id int64) (leads.Detail, error) {
	d, err := b.Leads.Get(ctx, id)
	if err != nil {
		return d, err
	}
	d.ChatID, err = b.Chats.ChatOfLead(ctx, d.Lead.ID)
	return d, err
}

// CreateLead adds a lead; a number without a country code belongs to the
// default country.
func (b *Backend) CreateLead(ctx context.Context, in leads.Input) (leads.Lead, error) {
	s, err := b.Settings.Get(ctx)
	if err != nil {
		return leads.Lead{}, err
	}
	return b.Leads.Create(ctx, in, s.DefaultCountry)
}

// LinkByCode starts linking the phone with this number by a code; a number
// without a country code belongs to the default country.
func (b *Backend) LinkByCode(ctx context.Context, number string) error {
	s, err := b.Settings.Get(ctx)
	if err != nil {
		return err
	}
	return b.Account.LinkByCode(ctx, number, s.DefaultCountry)
}
