package whatsapp

import (
	"context"
	"net/http"
	"time"

	"go.mau.fi/whatsmeow"
	wastore "go.mau.fi/whatsmeow/store"

	"mceplatform/backend/account"
)

const (
	versionTimeout = 10 * time.Second
	versionRetry   = 6 * time.Hour
)

// versionFound is what the look-up of WhatsApp's newest version brought.
type versionFound struct {
	wa      *whatsmeow.Client
	version *wastore.WAVersionContainer
	err     error
}

// outdated follows a refusal because of the version: WhatsApp Web's page names
// the newest one, which is tried once. A new number does not always do, so
// being refused again soon means that the app needs an update.
func (f *follower) outdated() {
	now := f.cfg.Clock.Now()
	if !f.asked.IsZero() && now.Sub(f.asked) < versionRetry {
		f.tooOld()
		return
	}
	f.asked = now
	wa := f.current()
	httpClient := http.DefaultClient
	if e := f.cfg.Endpoint; e != nil {
		httpClient = e.HTTP
	}
	f.work.Go(func() {
		ctx, cancel := context.WithTimeout(f.ctx, versionTimeout)
		defer cancel()
		v, err := whatsmeow.GetLatestVersion(ctx, httpClient)
		f.signal(versionFound{wa, v, err})
	})
}

func (f *follower) versionFound(s versionFound) {
	if s.wa != f.current() {
		return
	}
	if s.err != nil || !wastore.GetWAVersion().LessThan(*s.version) {
		f.log.Warn("no newer version of WhatsApp Web found", "failed", s.err != nil)
		f.tooOld()
		return
	}
	f.log.Info("newer version of WhatsApp Web", "version", s.version.String())
	wastore.SetWAVersion(*s.version)
	if f.link != nil {
		f.freshCodes()
		return
	}
	f.connectNow()
}

func (f *follower) tooOld() {
	if f.link != nil {
		f.endLinking(account.ReasonOutdated)
		return
	}
	f.moved(f.ctx, account.Status{State: account.Outdated})
}
