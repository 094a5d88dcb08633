package whatsapp

import (
	"context"
	"strings"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types/events"

	"mceplatform/backend/account"
	"mceplatform/backend/clock"
)

// Signals of our own beside whatsmeow's connection events.
type (
	connectFailed struct {
		err  error
		wait time.Duration // until the next attempt; 0 = none by itself
	}
	codeShown struct {
		wa      *whatsmeow.Client
		png     string
		expires time.Time
	}
	linkEnded struct { // the QR codes ran out, or showing them was stopped
		wa      *whatsmeow.Client
		timeout bool
		reason  string
	}
	ownName       struct{ name string } // of the owner, as the phone has it
	storageFailed struct{}              // our own database failed while a message was decrypted
	notStored     struct{}              // a message could not be stored: ask for it again
)

const (
	silentKeepAlives = 2               // unanswered pings before the connection is made anew
	askAgain         = 2 * time.Second // after a failure to store; doubled up to askAgainMax
	askAgainMax      = time.Minute
	banAtLeast       = 24 * time.Hour
)

// follow turns signals into states until ctx ends.
func (c *Client) follow(ctx context.Context) {
	f := follower{Client: c, ctx: ctx}
	defer f.stopTimers()
	for {
		select {
		case <-ctx.Done():
			return
		case s := <-c.signals:
			f.take(s)
		case <-f.watchdog.C():
			f.relink()
		case <-f.reset.C():
			c.current().ResetConnection()
		}
	}
}

// follower is the state of one run of follow; it belongs to its goroutine.
type follower struct {
	*Client
	ctx      context.Context
	watchdog alarm // a fresh link must come online before it rings
	reset    alarm // makes the server deliver again what could not be stored
	wait     time.Duration
}

func (f *follower) stopTimers() {
	f.watchdog.stop()
	f.reset.stop()
}

func (f *follower) take(s any) {
	switch s := s.(type) {
	case codeShown:
		f.moved(f.ctx, account.Status{State: account.Linking, QR: s.png, QRExpiresAt: clock.MillisOf(s.expires)})
	case linkEnded:
		f.linkEnded(s)
	case *events.PairSuccess:
		f.paired(s)
	case *events.Connected:
		f.connected()
	case *events.Disconnected:
		f.caughtUp.Store(false)
		f.offline(0) // the first try to reconnect follows at once
	case connectFailed:
		f.connectFailed(s)
	case *events.KeepAliveTimeout:
		if s.ErrorCount >= silentKeepAlives {
			f.current().ResetConnection()
		}
		f.offline(0)
	case *events.PushNameSetting:
		f.rename(s.Action.GetName())
	case ownName:
		f.rename(s.name)
	case *events.KeepAliveRestored:
		f.moved(f.ctx, account.Status{State: account.Online})
	case storageFailed, notStored:
		f.askAgain()
	default:
		f.ended(s)
	}
}

// ended takes the events after which whatsmeow does not reconnect by itself.
func (f *follower) ended(s any) {
	switch s := s.(type) {
	case *events.StreamReplaced:
		f.moved(f.ctx, account.Status{State: account.Replaced})
	case *events.LoggedOut:
		f.loggedOut(s)
	case *events.TemporaryBan:
		until := f.cfg.Clock.Now().Add(max(s.Expire, banAtLeast))
		f.stopSending("WhatsApp has banned this number for a while.")
		f.moved(f.ctx, account.Status{State: account.Banned, Until: clock.MillisOf(until), Reason: s.Code.String()})
	case *events.ClientOutdated:
		f.moved(f.ctx, account.Status{State: account.Outdated})
	case *events.ConnectFailure:
		f.moved(f.ctx, account.Status{State: account.Failed, Reason: s.Reason.NumberString()})
	case *events.CATRefreshError:
		f.moved(f.ctx, account.Status{State: account.Failed, Reason: "cat"})
	}
}

func (f *follower) connected() {
	f.watchdog.stop()
	f.wait = 0
	f.moved(f.ctx, account.Status{State: account.Online})
	f.announce()
	poke(f.learned)
	poke(f.offered)
}

// announce tells WhatsApp how much the owner shows of themselves.
func (f *follower) announce() {
	if err := f.Announce(f.ctx); err != nil {
		f.log.Warn("announce presence", "err", err)
	}
}

// paired starts the watchdog: the server closes the connection right after
// pairing, and when that overtakes its own notice, whatsmeow never reconnects.
func (f *follower) paired(s *events.PairSuccess) {
	f.remember(s.ID.User, s.LID.User, s.BusinessName)
	f.moved(f.ctx, account.Status{State: account.Connecting})
	f.watchdog.set(f.cfg.LinkWatchdog)
}

func (f *follower) remember(phone, lid, name string) {
	if err := f.cfg.Account.Linked(f.ctx, account.Account{Phone: phone, LID: lid, PushName: name}); err != nil {
		f.log.Error("record the linked account", "err", err)
	}
}

// rename takes over the name that the owner has given themselves on WhatsApp.
func (f *follower) rename(name string) {
	f.announce()
	active, err := f.cfg.Account.Active(f.ctx)
	if err != nil || active == nil || name == "" || name == active.PushName {
		return
	}
	f.remember(active.Phone, active.LID, name)
	st := f.cfg.Account.Status()
	st.Name = name
	f.cfg.Account.Moved(f.ctx, st)
}

// relink makes the connection again that should have come by itself.
func (f *follower) relink() {
	f.log.Warn("fresh link did not come online, connecting again")
	f.current().Disconnect()
	f.connect(f.ctx)
	f.watchdog.set(f.cfg.LinkWatchdog)
}

func (f *follower) offline(wait time.Duration) {
	if !f.linked.Load() {
		return // while linking, the QR codes tell the state
	}
	st := account.Status{State: account.Offline}
	if wait > 0 {
		st.RetryAt = clock.MillisOf(f.cfg.Clock.Now().Add(wait))
	}
	f.moved(f.ctx, st)
}

func (f *follower) connectFailed(s connectFailed) {
	f.log.Warn("connect failed", "kind", connectKind(s.err))
	if text := s.err.Error(); strings.Contains(text, "certificate not valid yet") || strings.Contains(text, "certificate expired") {
		f.moved(f.ctx, account.Status{State: account.ClockWrong})
		return
	}
	if !f.linked.Load() {
		f.moved(f.ctx, account.Status{State: account.NotLinked, Reason: "unreachable"})
		return
	}
	f.offline(s.wait)
}

// linkEnded shows fresh codes for as long as the user waits for one.
func (f *follower) linkEnded(s linkEnded) {
	if s.wa != f.current() {
		return
	}
	if s.timeout {
		f.showCodes(f.ctx)
		return
	}
	f.moved(f.ctx, account.Status{State: account.NotLinked, Reason: s.reason})
}

func (f *follower) loggedOut(s *events.LoggedOut) {
	reason := "logged_out"
	switch s.Reason {
	case events.ConnectFailureMainDeviceGone:
		reason = "locked"
	case events.ConnectFailureUnknownLogout:
		reason = "banned"
	}
	f.stopSending("WhatsApp is no longer linked.")
	f.forgetDevice(f.ctx)
	f.moved(f.ctx, account.Status{State: account.LoggedOut, Reason: reason})
}

func (f *follower) stopSending(reason string) {
	if err := f.inbound.LinkEnded(f.ctx, reason); err != nil {
		f.log.Error("pause campaigns", "err", err)
	}
}

// askAgain lets the server deliver again what could not be stored: it does so
// at the next connection only.
func (f *follower) askAgain() {
	f.wait = min(max(2*f.wait, askAgain), askAgainMax)
	f.reset.set(f.wait)
}

// forgetDevice replaces a device whose link has ended by a new, unlinked one.
func (c *Client) forgetDevice(ctx context.Context) {
	if err := c.cfg.Account.Unlinked(ctx); err != nil {
		c.log.Error("record the end of the link", "err", err)
	}
	c.replaceClient()
}

func (c *Client) replaceClient() {
	c.mu.Lock()
	old := c.wa
	c.linked.Store(false)
	c.wa = c.newClient(c.appCtx, c.container.NewDevice())
	c.mu.Unlock()
	old.Disconnect()
}

// alarm is a timer that may not be set.
type alarm struct{ t *time.Timer }

// C rings once after set; it is nil, hence silent, while the alarm is off.
func (a *alarm) C() <-chan time.Time {
	if a.t == nil {
		return nil
	}
	return a.t.C
}

func (a *alarm) set(d time.Duration) {
	a.stop()
	a.t = time.NewTimer(d)
}

func (a *alarm) stop() {
	if a.t != nil {
		a.t.Stop()
		a.t = nil
	}
}
