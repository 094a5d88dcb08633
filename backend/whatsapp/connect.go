package whatsapp

import (
	"context"
	"crypto/x509"
	"errors"
	"math/rand/v2"
	"strings"
	"time"

	"go.mau.fi/whatsmeow"

	"mceplatform/backend/account"
	"mceplatform/backend/clock"
)

const retryMax = time.Minute

// retries counts attempts to connect and says how long to wait before the next.
type retries struct {
	step     time.Duration
	failures int
}

// next is zero at first, then step doubled up to a minute, a fifth more or less
// so that not everybody comes back at once after an outage.
func (r *retries) next() time.Duration {
	n := r.failures
	r.failures++
	if n == 0 {
		return 0
	}
	wait := min(r.step<<min(n-1, 16), retryMax)
	wait += time.Duration((rand.Float64()*2 - 1) * float64(wait) / 5)
	return min(max(wait, r.step), retryMax)
}

func (r *retries) reset() { r.failures = 0 }

// connectFailed tells that an attempt to connect came to nothing.
type connectFailed struct {
	wa  *whatsmeow.Client
	err error
}

// attempt is one try to connect.
type attempt struct {
	cancel context.CancelFunc
	done   bool
}

// stop aborts an attempt that is still under way. A connection that came of it
// is left alone: whatsmeow would take its end for the network's. The caller
// holds mu.
func (a *attempt) stop() {
	if a != nil && !a.done {
		a.cancel()
	}
}

// dial connects in the background; what comes of it arrives as signals. With
// anew it cuts what is there first, however far it is.
func (c *Client) dial(anew bool) {
	c.mu.Lock()
	wa := c.wa
	if anew {
		c.attempt.stop()
	}
	// The connection lives in this context, so it ends with the app only.
	ctx, cancel := context.WithCancel(c.appCtx)
	a := &attempt{cancel: cancel}
	c.attempt = a
	c.mu.Unlock()
	c.work.Go(func() {
		if anew {
			wa.Disconnect()
		}
		if !wa.IsConnected() {
			c.turn.anew()
		}
		err := wa.ConnectContext(ctx)
		c.mu.Lock()
		a.done = true
		c.mu.Unlock()
		if err != nil {
			cancel()
		}
		if err != nil && !errors.Is(err, whatsmeow.ErrAlreadyConnected) {
			c.signal(connectFailed{wa: wa, err: err})
		}
	})
}

// connectNow connects at once, whatever the back-off says.
func (f *follower) connectNow() {
	f.halted = false
	f.retry.reset()
	f.redial.stop()
	f.dial(true)
}

// halt keeps off WhatsApp until somebody connects again. The loss of the
// connection can be told before its reason, so an attempt may be under way.
func (f *follower) halt() {
	f.halted = true
	f.redial.stop()
	f.hangUp()
}

// hangUp ends the connection and any attempt to make one.
func (c *Client) hangUp() {
	c.mu.Lock()
	wa := c.wa
	c.attempt.stop()
	c.mu.Unlock()
	c.work.Go(wa.Disconnect)
}

// connectSoon connects after the pause that is due, and returns when that is;
// 0 when it is now.
func (f *follower) connectSoon() clock.Millis {
	wait := f.retry.next()
	if wait == 0 {
		f.dial(false)
		return 0
	}
	f.redial.set(wait)
	return clock.MillisOf(f.cfg.Clock.Now().Add(wait))
}

// lost follows the end of a connection that nobody wanted to end.
func (f *follower) lost() {
	f.caughtUp.Store(false)
	switch {
	case f.link != nil:
		f.linkingLost()
	case f.linked.Load() && !f.halted:
		st := account.Status{State: account.Offline, RetryAt: f.connectSoon()}
		f.moved(f.ctx, st)
	}
}

func (f *follower) connectFailed(s connectFailed) {
	f.log.Warn("connect failed", "kind", connectKind(s.err))
	if f.halted || f.link == nil && !f.linked.Load() {
		return
	}
	if wrongClock(s.err) {
		retryAt := f.connectSoon()
		f.moved(f.ctx, account.Status{State: account.ClockWrong, RetryAt: retryAt})
		return
	}
	f.lost()
}

// wrongClock: certificates of the service are renewed in time, so one that is
// not valid now tells that this computer's clock is off. The first two texts are
// whatsmeow's, for the certificate inside the handshake.
func wrongClock(err error) bool {
	if invalid, ok := errors.AsType[x509.CertificateInvalidError](err); ok && invalid.Reason == x509.Expired {
		return true
	}
	text := err.Error()
	return strings.Contains(text, "certificate not valid yet") || strings.Contains(text, "certificate expired")
}
