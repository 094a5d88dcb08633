package whatsapp

import (
	"context"
	"errors"
	"strconv"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types/events"

	"mceplatform/backend/account"
)

// Signals of our own beside whatsmeow's events.
type (
	told struct { // an event of whatsmeow's that the link's state depends on
		wa  *whatsmeow.Client
		evt any
	}
	ownName       struct{ name string } // of the owner, as the phone has it
	storageFailed struct{}              // our own database failed while a message was decrypted
	noAnswers     struct{}              // messages are not answered: make the connection anew
	notStored     struct{}              // a message could not be stored: ask for it again
)

const (
	silentKeepAlives = 2               // unanswered pings before the connection is made anew
	askAgain         = 2 * time.Second // after a failure to store; doubled up to askAgainMax
	askAgainMax      = time.Minute
	banAtLeast       = 24 * time.Hour
	historyWait      = 3 * time.Minute // for the first piece of history after linking
)

// follower owns the state of the link; everything of it happens in the
// goroutine of its run.
type follower struct {
	*Client
	ctx        context.Context
	link       *linking        // set while a number is being linked
	question   *numberQuestion // set while a person is asked about a number
	retry      retries
	redial     alarm         // connects when the pause after a failure is over
	renew      alarm         // the code on the screen expires
	expire     alarm         // the passkey or its confirmation expires
	watchdog   alarm         // a fresh link must come online before it rings
	reset      alarm         // makes the server deliver again what could not be stored
	history    alarm         // gives up waiting for the history of a fresh link
	wait       time.Duration // before asking again for what could not be stored
	askedAgain time.Time     // when reset rang last
	// restartDue: the server ordered a restart before pairing was complete here
	restartDue bool
	halted     bool      // nothing connects by itself any more
	asked      time.Time // when WhatsApp's newest version was last looked up
	sleep      sleepWatch
}

func newFollower(ctx context.Context, c *Client) *follower {
	return &follower{Client: c, ctx: ctx, retry: retries{step: c.cfg.RetryStep}, sleep: sleepWatch{last: c.cfg.Clock.Now(), tick: c.cfg.WakeCheck}}
}

// begin connects a linked device, unless WhatsApp has banned it: then only a
// person connects again.
func (f *follower) begin() {
	if !f.linked.Load() {
		f.moved(f.ctx, account.Status{State: account.NotLinked})
		return
	}
	active, err := f.cfg.Account.Active(f.ctx)
	if err == nil && active != nil && active.BannedUntil > 0 {
		f.moved(f.ctx, account.Status{State: account.Banned, Until: active.BannedUntil, Reason: strconv.Itoa(active.BanCode)})
		return
	}
	f.moved(f.ctx, account.Status{State: account.Connecting})
	f.connectSoon()
}

// run turns signals into states until ctx ends.
func (f *follower) run() {
	ticker := time.NewTicker(f.cfg.WakeCheck)
	defer ticker.Stop()
	defer f.stopTimers()
	for {
		select {
		case <-f.ctx.Done():
			return
		case s := <-f.signals:
			f.take(s)
		case <-ticker.C:
			f.lookAtClock()
		case <-f.redial.C():
			f.redial.stop()
			f.again()
		case <-f.renew.C():
			f.renewCode()
		case <-f.expire.C():
			f.endLinking(account.ReasonPasskeyExpired)
		case <-f.watchdog.C():
			f.relink()
		case <-f.reset.C():
			f.reset.stop()
			f.askedAgain = time.Now()
			f.current().ResetConnection()
		case <-f.history.C():
			f.history.stop()
			f.giveUpHistory()
		}
	}
}

func (f *follower) stopTimers() {
	for _, a := range []*alarm{&f.redial, &f.renew, &f.expire, &f.watchdog, &f.reset, &f.history} {
		a.stop()
	}
}

// told hands an event of whatsmeow's to follow, if it is about the link.
func (c *Client) told(wa *whatsmeow.Client, evt any) {
	if wa != c.current() {
		return // of a client that has been replaced
	}
	switch e := evt.(type) {
	case *events.PairSuccess:
		c.linked.Store(true)
	case *events.Connected:
		c.turn.begun() // should the server have said nothing of what waits
	case *events.Disconnected:
		c.outage.happened()
	case *events.QR, *events.QRScannedWithoutMultidevice, *events.RotateADVSecret, *events.PairError,
		*events.PairPasskeyRequest, *events.PairPasskeyConfirmation, *events.PairPasskeyError,
		*events.PushNameSetting, *events.KeepAliveTimeout, *events.KeepAliveRestored, *events.ManualLoginReconnect,
		*events.StreamReplaced, *events.LoggedOut, *events.TemporaryBan, *events.ClientOutdated, *events.ConnectFailure,
		*events.CATRefreshError, *events.NotifyAccountReachoutTimelock:
	case *events.StreamError:
		c.log.Warn("stream error", "code", e.Code) // the server closes; Disconnected follows
		return
	default:
		return
	}
	c.signal(told{wa, evt})
}

func (f *follower) take(s any) {
	switch s := s.(type) {
	case command:
		s.done <- s.fn(f)
	case told:
		if s.wa == f.current() {
			f.event(s.evt)
		}
	case connectFailed:
		if s.wa == f.current() && !errors.Is(s.err, context.Canceled) {
			f.connectFailed(s)
		}
	case codeArrived:
		f.codeArrived(s)
	case passkeyEnded:
		f.passkeyEnded(s)
	case versionFound:
		f.versionFound(s)
	case *numberQuestion:
		f.askNumber(s)
	case numberTimeout:
		f.numberTimeout(s)
	case ownName:
		f.rename(s.name)
	case storageFailed, notStored:
		f.askAgain()
	case noAnswers:
		f.renewConnection()
	}
}

// event takes what whatsmeow tells about a connection and about linking.
func (f *follower) event(evt any) {
	switch e := evt.(type) {
	case *events.QR:
		f.codesArrived(e.Codes)
	case *events.RotateADVSecret:
		f.replaceSecret(e.OldSecret, e.NewSecret)
	case *events.QRScannedWithoutMultidevice:
		f.hint(account.ReasonNoMultidevice)
	case *events.PairError:
		f.pairFailed(e)
	case *events.PairSuccess:
		f.paired(e)
	case *events.PairPasskeyRequest:
		f.passkeyRequired(e.PublicKey)
	case *events.PairPasskeyConfirmation:
		f.passkeyCode(e)
	case *events.PairPasskeyError:
		f.log.Warn("passkey step failed", "err", e.Error, "continuation", e.Continuation)
		f.endLinking(account.ReasonPasskeyFailed)
	case *events.Connected:
		f.connected()
	case *events.Disconnected:
		f.lost()
	case *events.ManualLoginReconnect:
		f.restart()
	case *events.KeepAliveTimeout:
		f.silent(e)
	case *events.KeepAliveRestored:
		f.moved(f.ctx, account.Status{State: account.Online})
	case *events.PushNameSetting:
		f.rename(e.Action.GetName())
	case *events.NotifyAccountReachoutTimelock:
		f.restricted(e)
	default:
		f.stopped(e)
	}
}

// stopped takes the events after which nothing connects by itself.
func (f *follower) stopped(evt any) {
	if _, ended := evt.(*events.LoggedOut); !ended && f.link == nil {
		f.halt()
	}
	switch e := evt.(type) {
	case *events.StreamReplaced:
		f.moved(f.ctx, account.Status{State: account.Replaced})
	case *events.LoggedOut:
		f.loggedOut(e)
	case *events.TemporaryBan:
		f.banned(e)
	case *events.ClientOutdated:
		f.outdated()
	case *events.ConnectFailure:
		f.failed(e.Reason.NumberString())
	case *events.CATRefreshError:
		f.failed(account.ReasonUnsupported)
	}
}

// failed ends an attempt that WhatsApp refused without a reason known to us.
func (f *follower) failed(reason string) {
	if f.link != nil {
		f.log.Warn("linking refused", "reason", reason)
		f.endLinking(account.ReasonRefused)
		return
	}
	f.moved(f.ctx, account.Status{State: account.Failed, Reason: reason})
}

// again makes the next attempt after a failure.
func (f *follower) again() {
	if f.link != nil {
		f.freshCodes()
		return
	}
	f.dial(false)
}

func (f *follower) connected() {
	if f.halted {
		f.hangUp()
		return
	}
	f.watchdog.stop()
	f.redial.stop()
	f.retry.reset()
	if active, err := f.cfg.Account.Active(f.ctx); err == nil && active != nil && active.BannedUntil > 0 {
		if err := f.cfg.Account.LiftBan(f.ctx); err != nil {
			f.log.Error("record the end of the ban", "err", err)
		}
	}
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

func (f *follower) silent(e *events.KeepAliveTimeout) {
	if !f.linked.Load() {
		return
	}
	f.moved(f.ctx, account.Status{State: account.Offline})
	if e.ErrorCount >= silentKeepAlives {
		f.current().ResetConnection() // Disconnected follows
	}
}

// renewConnection cuts a connection on which messages get no answer.
func (f *follower) renewConnection() {
	if f.cfg.Account.Status().State != account.Online {
		return // it is being made anew already, or must not be
	}
	f.moved(f.ctx, account.Status{State: account.Offline})
	f.current().ResetConnection() // Disconnected follows
}

// askAgain lets the server deliver again what could not be stored: it does so
// at the next connection only, and then all of it, so that one alarm serves any
// number of failures. The wait doubles while failures follow each other.
func (f *follower) askAgain() {
	if f.reset.isSet() {
		return
	}
	if time.Since(f.askedAgain) > 2*askAgainMax {
		f.wait = 0
	}
	f.wait = min(max(2*f.wait, askAgain), askAgainMax)
	f.reset.set(f.wait)
}
