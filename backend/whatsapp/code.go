package whatsapp

import (
	"context"
	"encoding/base64"
	"errors"
	"runtime"
	"strings"
	"time"

	"github.com/skip2/go-qrcode"
	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types/events"

	"mceplatform/backend/account"
	"mceplatform/backend/clock"
)

const (
	qrModule   = 8 // pixels; a negative size draws all modules equal, which cameras read best
	askTimeout = 20 * time.Second
	// laterCodes: WhatsApp shows the first QR code of a connection three times
	// as long as each of the following ones.
	laterCodes = 3
)

// linking is an attempt to link a number. It lasts, over as many connections
// as it takes, until somebody links or stops.
type linking struct {
	number  string   // digits of the number that links by code; empty: by QR code
	codes   []string // texts of QR codes, the one on the screen first
	code    string   // to be typed on the phone
	expires clock.Millis
	shown   int    // codes shown so far
	hint    string // what went wrong without ending the attempt
	passkey *passkeyFlow
	refusal string // why the pairing was refused here
}

// codeArrived is WhatsApp's answer to the wish for a code.
type codeArrived struct {
	wa    *whatsmeow.Client
	code  string
	until time.Time
	err   error
}

// freshCodes makes a new connection of a new device, which brings new codes.
func (f *follower) freshCodes() {
	f.renew.stop()
	f.redial.stop()
	f.link.codes, f.link.code, f.link.expires = nil, "", 0
	f.restartDue = false
	f.replaceClient()
	f.showLinking(0)
	f.dial(false)
}

// codesArrived takes the QR codes of a connection. Who links by code lets them
// be; they only tell for how long the connection is good.
func (f *follower) codesArrived(codes []string) {
	if f.link == nil || f.link.passkey != nil || len(codes) == 0 {
		return
	}
	if f.link.number == "" {
		f.link.codes = codes
		f.showQR(f.cfg.CodeLife)
		return
	}
	wa, number := f.current(), f.link.number
	until := f.cfg.Clock.Now().Add(f.cfg.CodeLife + time.Duration(len(codes)-1)*f.cfg.CodeLife/laterCodes)
	f.work.Go(func() {
		ctx, cancel := context.WithTimeout(f.ctx, askTimeout)
		defer cancel()
		code, err := wa.PairPhone(ctx, number, true, whatsmeow.PairClientChrome, displayName(runtime.GOOS))
		f.signal(codeArrived{wa, code, until, err})
	})
}

// displayName is what the phone shows for the computer while it asks for the
// code. WhatsApp takes names of the form "Browser (OS)" only, and common ones.
func displayName(goos string) string {
	switch goos {
	case "windows":
		return "Chrome (Windows)"
	case "darwin":
		return "Chrome (Mac OS)"
	}
	return "Chrome (Linux)"
}

func (f *follower) showQR(life time.Duration) {
	f.retry.reset()
	f.link.shown++
	f.link.expires = clock.MillisOf(f.cfg.Clock.Now().Add(life))
	f.renew.set(life)
	f.showLinking(0)
}

func (f *follower) codeArrived(s codeArrived) {
	if s.wa != f.current() || f.link == nil || f.link.passkey != nil {
		return
	}
	if s.err != nil {
		f.codeFailed(s.err)
		return
	}
	f.retry.reset()
	f.link.shown++
	f.link.code, f.link.expires = s.code, clock.MillisOf(s.until)
	f.renew.set(s.until.Sub(f.cfg.Clock.Now()))
	f.showLinking(0)
}

// codeFailed: what WhatsApp refuses it will refuse again, everything else is a
// matter of the connection.
func (f *follower) codeFailed(err error) {
	var refused *whatsmeow.IQError
	permanent := errors.As(err, &refused) && refused.Code >= 400 && refused.Code < 500
	if permanent || errors.Is(err, whatsmeow.ErrPhoneNumberTooShort) || errors.Is(err, whatsmeow.ErrPhoneNumberIsNotInternational) {
		f.log.Warn("no code for this number", "code", codeOf(refused))
		f.endLinking(account.ReasonCodeRefused)
		return
	}
	f.log.Warn("asking for a code failed", "kind", connectKind(err))
	f.linkingLost()
}

func codeOf(err *whatsmeow.IQError) int {
	if err == nil {
		return 0
	}
	return err.Code
}

// renewCode shows the next QR code, or gets new ones when they have run out.
func (f *follower) renewCode() {
	f.renew.stop()
	if f.link == nil {
		return
	}
	if len(f.link.codes) > 1 {
		f.link.codes = f.link.codes[1:]
		f.showQR(f.cfg.CodeLife / laterCodes)
		return
	}
	f.freshCodes()
}

// replaceSecret puts a new secret into the QR codes; the one on the screen is
// drawn again for the rest of its time.
func (f *follower) replaceSecret(old, fresh string) {
	if f.link == nil || len(f.link.codes) == 0 {
		return
	}
	for i, code := range f.link.codes {
		f.link.codes[i] = strings.Replace(code, old, fresh, 1)
	}
	f.showLinking(0)
}

// hint says something about the attempt, which goes on.
func (f *follower) hint(reason string) {
	if f.link == nil {
		return
	}
	f.link.hint = reason
	f.showLinking(0)
}

// linkingLost follows the end of the connection of an attempt. A passkey's
// answer belongs to its connection, so there nothing can go on; codes are made
// anew.
func (f *follower) linkingLost() {
	if f.link.passkey != nil {
		f.endLinking(account.ReasonPasskeyInterrupted)
		return
	}
	f.renew.stop()
	f.link.codes, f.link.code, f.link.expires = nil, "", 0
	wait := max(f.retry.next(), f.retry.step)
	f.redial.set(wait)
	f.link.hint = account.ReasonUnreachable
	f.showLinking(clock.MillisOf(f.cfg.Clock.Now().Add(wait)))
}

// showLinking tells the state of the attempt.
func (f *follower) showLinking(retryAt clock.Millis) {
	l := f.link
	if l.passkey != nil || f.question != nil {
		return // the screen shows something else
	}
	if l.code != "" || len(l.codes) > 0 {
		if l.hint == account.ReasonUnreachable {
			l.hint = ""
		}
	}
	st := account.Status{
		State: account.Linking, Code: l.code, ExpiresAt: l.expires, Renewed: l.shown > 1, RetryAt: retryAt, Reason: l.hint,
	}
	if l.number != "" {
		st.CodePhone = displayNumber(l.number)
	} else if len(l.codes) > 0 {
		png, err := qrcode.Encode(l.codes[0], qrcode.Medium, -qrModule)
		if err != nil {
			f.log.Error("draw the QR code", "err", err)
			return
		}
		st.QR = "data:image/png;base64," + base64.StdEncoding.EncodeToString(png)
	}
	f.moved(f.ctx, st)
}

// pairFailed ends an attempt in which phone and computer did not agree, or
// which was refused here.
func (f *follower) pairFailed(e *events.PairError) {
	reason := account.ReasonRefused
	if errors.Is(e.Error, whatsmeow.ErrPairRejectedLocally) && f.link != nil && f.link.refusal != "" {
		reason = f.link.refusal
	}
	f.log.Warn("link refused", "err", e.Error)
	f.endLinking(reason)
}

// stopLinking forgets the attempt to link, if there is one.
func (f *follower) stopLinking() {
	f.renew.stop()
	f.expire.stop()
	f.answerNumber(false)
	if f.link == nil {
		return
	}
	if f.link.passkey != nil {
		f.link.passkey.cancel()
	}
	f.link = nil
}

// endLinking ends the attempt and says why; nothing starts by itself after it.
func (f *follower) endLinking(reason string) {
	f.stopLinking()
	f.redial.stop()
	f.replaceClient()
	f.moved(f.ctx, account.Status{State: account.NotLinked, Reason: reason})
}
