package whatsapp

import (
	"go.mau.fi/whatsmeow/types/events"

	"mceplatform/backend/account"
)

// paired starts the watchdog: the server closes the connection right after
// pairing, and when that overtakes its own notice, whatsmeow never reconnects.
func (f *follower) paired(s *events.PairSuccess) {
	f.halted = false
	f.stopLinking()
	f.redial.stop()
	f.remember(s.ID.User, s.LID.User, s.BusinessName)
	f.past.reset()
	f.cfg.Account.HistoryProgress(f.ctx, account.SyncWaiting, 0, 0, 0)
	f.history.set(historyWait)
	f.moved(f.ctx, account.Status{State: account.Connecting})
	f.watchdog.set(f.cfg.LinkWatchdog)
	if f.restartDue {
		f.connectNow()
	}
}

// restart connects again because the server says so, which it does after
// pairing. Its order can overtake the last step of whatsmeow's own pairing,
// which must not be cut off.
func (f *follower) restart() {
	if f.linked.Load() {
		f.connectNow()
		return
	}
	f.restartDue = true
}

// relink makes the connection again that should have come by itself.
func (f *follower) relink() {
	f.log.Warn("fresh link did not come online, connecting again")
	f.connectNow()
	f.watchdog.set(f.cfg.LinkWatchdog)
}

// giveUpHistory stops saying that history is on its way when none has come. It
// may come later all the same.
func (f *follower) giveUpHistory() {
	if f.cfg.Account.Status().Sync.Stage == account.SyncWaiting {
		f.cfg.Account.HistoryProgress(f.ctx, account.SyncNone, 0, 0, 0)
	}
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
