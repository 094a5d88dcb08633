package whatsapp

import (
	"strconv"

	"go.mau.fi/whatsmeow/types/events"

	"mceplatform/backend/account"
	"mceplatform/backend/clock"
)

// banned stops everything for as long as WhatsApp says, at least a day, and
// until a person connects again.
func (f *follower) banned(e *events.TemporaryBan) {
	if f.link != nil {
		f.failed(strconv.Itoa(int(e.Code))) // nobody is linked who could be banned
		return
	}
	until := clock.MillisOf(f.cfg.Clock.Now().Add(max(e.Expire, banAtLeast)))
	if err := f.cfg.Account.Banned(f.ctx, until, int(e.Code)); err != nil {
		f.log.Error("record the ban", "err", err)
	}
	f.stopSending("WhatsApp has banned this number for a while.")
	f.moved(f.ctx, account.Status{State: account.Banned, Until: until, Reason: strconv.Itoa(int(e.Code))})
}

// restricted records that WhatsApp lets this number start no new chats, or that
// it does again.
func (f *follower) restricted(e *events.NotifyAccountReachoutTimelock) {
	var err error
	if e.IsActive {
		err = f.cfg.Account.Restricted(f.ctx, clock.MillisOf(e.TimeEnforcementEnds.Time))
	} else {
		err = f.cfg.Account.Unrestricted(f.ctx)
	}
	if err != nil {
		f.log.Error("record the restriction of new chats", "err", err)
	}
}

func (f *follower) loggedOut(s *events.LoggedOut) {
	reason := account.ReasonLoggedOut
	switch s.Reason {
	case events.ConnectFailureMainDeviceGone:
		reason = account.ReasonLocked
	case events.ConnectFailureUnknownLogout:
		reason = account.ReasonBanned
	}
	f.stopSending("WhatsApp is no longer linked.")
	f.stopLinking()
	f.forgetDevice()
	f.moved(f.ctx, account.Status{State: account.LoggedOut, Reason: reason})
}

func (f *follower) stopSending(reason string) {
	if err := f.inbound.LinkEnded(f.ctx, reason); err != nil {
		f.log.Error("pause campaigns", "err", err)
	}
}

// forgetDevice replaces a device whose link has ended by a new, unlinked one.
func (f *follower) forgetDevice() {
	f.redial.stop()
	f.watchdog.stop()
	f.history.stop()
	f.cfg.Account.HistoryProgress(f.ctx, account.SyncNone, 0, 0, 0)
	if err := f.cfg.Account.Unlinked(f.ctx); err != nil {
		f.log.Error("record the end of the link", "err", err)
	}
	f.replaceClient()
}

// replaceClient makes a new, unlinked device the current one.
func (c *Client) replaceClient() {
	c.mu.Lock()
	old := c.wa
	c.attempt.stop()
	c.attempt = nil
	c.linked.Store(false)
	c.wa = c.newClient(c.appCtx, c.container.NewDevice())
	c.mu.Unlock()
	c.work.Go(old.Disconnect)
}
