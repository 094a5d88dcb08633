package whatsapp

import (
	"context"
	"time"

	"go.mau.fi/whatsmeow"

	"mceplatform/backend/account"
	"mceplatform/backend/clock"
)

// numberQuestion asks a person whether another number than the last one shall
// be linked.
type numberQuestion struct {
	wa     *whatsmeow.Client
	number string
	until  time.Time
	answer chan bool // takes one
}

type numberTimeout struct{ q *numberQuestion }

// mayPair decides whether a phone that has scanned or typed the code may be
// linked. whatsmeow calls it in a goroutine of its own and waits: the phone
// shows that it is linking meanwhile.
func (c *Client) mayPair(ctx context.Context, wa *whatsmeow.Client, number string) bool {
	active, err := c.cfg.Account.Active(ctx)
	if err != nil {
		c.log.Error("read the last number", "err", err)
		return false // it cannot be known whose history this would continue
	}
	if active == nil || active.Phone == number {
		return true
	}
	q := &numberQuestion{wa: wa, number: number, until: c.cfg.Clock.Now().Add(c.cfg.ConfirmTimeout), answer: make(chan bool, 1)}
	c.signal(q)
	timer := time.NewTimer(c.cfg.ConfirmTimeout)
	defer timer.Stop()
	select {
	case yes := <-q.answer:
		return yes
	case <-timer.C:
		c.signal(numberTimeout{q})
	case <-ctx.Done():
		return false
	}
	select {
	case yes := <-q.answer: // follow answers every question it has heard of
		return yes
	case <-ctx.Done():
		return false
	}
}

func (f *follower) askNumber(q *numberQuestion) {
	if q.wa != f.current() || f.link == nil {
		q.answer <- false // cancelled meanwhile
		return
	}
	f.renew.stop()
	f.expire.stop()
	f.question = q
	f.moved(f.ctx, account.Status{State: account.ConfirmNumber, OtherPhoneDisplay: displayNumber(q.number), ExpiresAt: clock.MillisOf(q.until)})
}

// answerNumber answers the question, if there is one.
func (f *follower) answerNumber(yes bool) {
	if f.question == nil {
		return
	}
	f.question.answer <- yes
	f.question = nil
	if f.link == nil {
		return
	}
	if yes {
		f.moved(f.ctx, account.Status{State: account.Linking, Reason: account.ReasonPairing})
	} else {
		f.link.refusal = account.ReasonOtherNumber
	}
}

func (f *follower) numberTimeout(s numberTimeout) {
	if f.question != s.q {
		return // answered in the last moment
	}
	f.question = nil
	f.link.refusal = account.ReasonOtherNumberTimeout
	s.q.answer <- false
}
