package chats

import (
	"context"
	"time"

	"mceplatform/backend/clock"
	"mceplatform/backend/leads"
)

const (
	sendDeadline = 60 * time.Second
	// lookAgain bounds how long the worker trusts its own timer: a laptop's sleep
	// stops timers, so due work is looked for by wall clock at least this often.
	lookAgain = 15 * time.Second
)

// Wake makes the workers look for work now.
func (s *Service) Wake() {
	poke(s.wake)
	poke(s.up)
	poke(s.down)
}

func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// Run is the one worker of all sends; it returns when ctx ends. A send in
// flight is waited for.
func (s *Service) Run(ctx context.Context) error {
	for {
		next, err := s.runOnce(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			s.log.Error("send worker", "err", err)
			next = s.clock.Now().Add(backoff(3))
		}
		wait := lookAgain
		if !next.IsZero() {
			wait = max(0, min(wait, next.Sub(s.clock.Now())))
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-s.wake:
			timer.Stop()
		case <-timer.C:
		}
	}
}

// runOnce sends at most one message and returns when to look again; the zero
// time means: when woken.
func (s *Service) runOnce(ctx context.Context) (time.Time, error) {
	account, err := s.accounts.ActiveID(ctx)
	if err != nil || account == 0 || !s.transport.Online() {
		return time.Time{}, err
	}
	if err := s.tellRead(ctx, account); err != nil {
		return time.Time{}, err
	}
	claimed, next, err := s.claim(ctx, account)
	if err != nil || claimed == nil {
		return next, err
	}
	to, err := s.leads.AddressOf(ctx, claimed.LeadID)
	if err != nil {
		return time.Time{}, err
	}
	if may, err := s.handOver(ctx, *claimed); err != nil || !may {
		return s.clock.Now(), err
	}
	answering, done := linger(ctx, answerGrace)
	defer done()
	outcome, wait := s.attempt(answering, *claimed, to)
	if answering.Err() != nil && outcome.State != SendSent {
		return time.Time{}, nil // shut down without an answer: the row stays in sending, the next start repeats it
	}
	reset, err := s.conclude(ctx, *claimed, outcome, wait)
	if reset && err == nil {
		s.log.Warn("connection reset: no answers")
		s.transport.ResetConnection()
	}
	return s.clock.Now(), err
}

// answerGrace is how long a closing program waits for the answer to what is on the
// wire. Mostly it comes at once, and then nothing has to be repeated at the next start.
const answerGrace = 2 * time.Second

// linger returns a context that ends the grace later than ctx.
func linger(ctx context.Context, grace time.Duration) (context.Context, context.CancelFunc) {
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		select {
		case <-time.After(grace):
			cancel()
		case <-longer.Done():
		}
	})
	return longer, func() { stop(); cancel() }
}

// conclude records what an attempt led to, unless a delivery receipt that
// overtook the answer has settled the row meanwhile.
func (s *Service) conclude(ctx context.Context, send Send, o Outcome, wait time.Duration) (reset bool, err error) {
	err = s.store.InTx(context.WithoutCancel(ctx), func(ctx context.Context) error {
		current, err := s.store.SendByMessage(ctx, send.MessageID)
		if err != nil || current == nil || current.State != SendSending {
			return err
		}
		send.NotBefore = 0
		if o, err = s.mayWait(ctx, send, o); err != nil {
			return err
		}
		if wait > 0 && o.State != SendCancelled {
			send.NotBefore = clock.NowMillis(s.clock).Add(wait)
		}
		if o.Missed {
			send.Attempts, send.Misses = send.Attempts-1, send.Misses+1
		} else {
			send.Misses = 0
		}
		if o.State == SendSent || o.Answered {
			if err := s.answered(ctx, send.AccountID); err != nil {
				return err
			}
		}
		if reset, err = s.strike(ctx, &send, &o); err != nil {
			return err
		}
		return s.settle(ctx, send, o)
	})
	return reset, err
}

// claim commits the next send in state sending: what a crash or a broken
// connection left uncertain first, then replies, then what the source offers.
func (s *Service) claim(ctx context.Context, account int64) (claimed *Send, next time.Time, err error) {
	err = s.store.InTx(ctx, func(ctx context.Context) error {
		if err := s.pullWaits(ctx, account); err != nil {
			return err
		}
		if claimed, err = s.take(ctx, account); err != nil || claimed != nil {
			return err
		}
		if s.source != nil {
			if claimed, next, err = s.source.Claim(ctx, NewGovernor(s.store, s.clock)); err != nil || claimed != nil {
				return err
			}
		}
		reply, err := s.nextReply(ctx, account)
		next = earlier(next, reply)
		return err
	})
	return claimed, next, err
}

// longestWait is more than any attempt is ever put off for.
const longestWait = lastLookUpPause + time.Minute

// pullWaits sees to it that a clock that was set back, also while the program was
// closed, lets nobody wait until it comes by the old times again.
func (s *Service) pullWaits(ctx context.Context, account int64) error {
	now := clock.NowMillis(s.clock)
	before := s.lookedAt
	s.lookedAt = now
	if before != 0 && now >= before {
		return nil
	}
	return s.store.PullWaits(ctx, account, now.Add(longestWait))
}

func (s *Service) nextReply(ctx context.Context, account int64) (time.Time, error) {
	at, err := s.store.NextSendAt(ctx, account)
	return at.Time(), err
}

func earlier(a, b time.Time) time.Time {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}

// take claims the first row of the Turns, within the claiming transaction. Rows
// found in sending were left by a crash or a broken connection: they go out again
// under the same id, unless they are too old or the source no longer wants them
// sent.
func (s *Service) take(ctx context.Context, account int64) (*Send, error) {
	now := clock.NowMillis(s.clock)
	for {
		send, err := s.store.NextSend(ctx, account, now, now.Add(-uploadLasts))
		if err != nil || send == nil {
			return nil, err
		}
		verdict := RepeatNow
		if send.RecipientID != nil && s.source != nil {
			if verdict, err = s.source.MayRepeat(ctx, *send); err != nil {
				return nil, err
			}
		}
		switch {
		case verdict == RepeatNever:
			err = s.settle(ctx, *send, Outcome{State: SendCancelled, Reason: "Stopped before it was certain whether this message had left."})
		case verdict == RepeatLater:
			send.NotBefore = now.Add(lookAgain)
			err = s.store.UpdateSend(ctx, *send)
		case send.State == SendSending && now.Sub(send.ClaimedAt) > repeatFor:
			err = s.settle(ctx, *send, Outcome{State: SendUncertain, Reason: "The app was closed while this message was being sent, too long ago to repeat it safely."})
		default:
			return send, s.MarkSending(ctx, send)
		}
		if err != nil {
			return nil, err
		}
	}
}

// MarkSending moves a row to sending, within the claiming transaction.
func (s *Service) MarkSending(ctx context.Context, send *Send) error {
	if send.State != SendSending || send.ClaimedAt == 0 {
		send.ClaimedAt = clock.NowMillis(s.clock)
	}
	if send.Kind.Paced() {
		send.PacedAt = Stamp(s.clock.Now())
	}
	send.Repeated = send.State == SendSending
	send.State = SendSending
	send.Attempts++
	if err := s.store.UpdateSend(ctx, *send); err != nil {
		return err
	}
	if err := s.store.SetStatus(ctx, send.MessageID, StatusSending, ""); err != nil {
		return err
	}
	s.messageChanged(ctx, Message{ID: send.MessageID, ChatID: send.ChatID, Status: StatusSending}, send.LeadID)
	return nil
}

// attempt puts a claimed message on the wire; no transaction is open.
func (s *Service) attempt(ctx context.Context, send Send, to leads.Address) (Outcome, time.Duration) {
	if to.Phone == "" && to.LID == "" {
		return Outcome{State: SendFailed, Reason: "This lead has no WhatsApp number."}, 0
	}
	ctx, cancel := context.WithTimeout(ctx, sendDeadline)
	defer cancel()
	m, err := s.store.GetMessage(ctx, send.MessageID)
	if err != nil {
		return missed(send, "storage", s.clock.Now().Sub(send.ClaimedAt.Time()))
	}
	// The server's time in the receipt is not used for order: the bubble keeps its place.
	if _, err = s.transport.Send(ctx, outgoing(send, to, m)); err == nil {
		return Outcome{State: SendSent}, 0
	}
	se := sendError(err)
	s.log.Warn("send failed", "send", send.ID, "class", int(se.Class), "code", se.Code, "attempt", send.Attempts)
	return reactTo(send, se, s.clock.Now().Sub(send.ClaimedAt.Time()))
}

func outgoing(send Send, to leads.Address, m Message) Outgoing {
	return Outgoing{ID: send.WAID, To: to, Amend: m.Detail.Amend, At: m.ServerAt, Content: Content{
		Kind: m.Kind, Text: m.Text, Detail: m.Detail, Quote: m.Quote, Forwarded: m.Forwarded, Media: m.Media, Timer: m.Timer, TimerSetAt: m.TimerAt,
	}}
}
