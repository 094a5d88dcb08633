package chats

import (
	"context"
	"fmt"
	"time"

	"mceplatform/backend/clock"
)

const (
	// codeUnanswered is the code of strikes for attempts whose outcome is unknown.
	codeUnanswered = "unanswered"
	// mostUnanswered in a row tell that something is wrong with the connection.
	mostUnanswered = 3

	// growthFor is how long an answer that the account sends too fast makes the
	// pause after the next one longer.
	growthFor = 24 * time.Hour
	// stopAt is the number of such answers within growthFor from which on only a
	// person lets campaigns go on, and fewer messages go out a day.
	stopAt = 3
	// halvedFor is how long half of the daily limit has to do afterwards.
	halvedFor = 7 * 24 * time.Hour
	// strikesFor is how far back answers are looked at: what halves the limit now
	// may have begun a growth before.
	strikesFor = halvedFor + growthFor

	firstLookUpPause = 5 * time.Minute
	lastLookUpPause  = 6 * time.Hour
)

// tooFastPauses follow the first, second and every further answer that the
// account sends too fast.
var tooFastPauses = [stopAt]time.Duration{15 * time.Minute, time.Hour, 6 * time.Hour}

// penalty is what follows from strikes against an account.
type penalty struct {
	count  int          // of those that count for the latest pause
	until  clock.Millis // the end of the latest pause
	halved clock.Millis // until when half of the daily limit has to do
}

// tooFast follows from the times at which WhatsApp said that the account sends
// too fast, the earliest first. An answer during a pause, to a reply, begins
// this pause anew and makes none longer.
func tooFast(strikes []clock.Millis) penalty {
	var p penalty
	var counted []clock.Millis
	for _, at := range strikes {
		if p.count == 0 || at >= p.until {
			counted = append(counted, at)
			for counted[0] <= at.Add(-growthFor) {
				counted = counted[1:]
			}
			p.count = len(counted)
		}
		p.until = at.Add(tooFastPauses[min(p.count, stopAt)-1])
		if p.count >= stopAt {
			p.halved = at.Add(halvedFor)
		}
	}
	return p
}

// lookUpLimit follows from the times at which WhatsApp refused to look numbers
// up, each longer than the one before while they lie less than a day apart.
func lookUpLimit(strikes []clock.Millis) penalty {
	var p penalty
	var last clock.Millis
	for _, at := range strikes {
		if p.count > 0 && at.Sub(last) >= growthFor {
			p.count = 0
		}
		if p.count == 0 || at >= p.until {
			p.count++
		}
		last = at
		p.until = at.Add(min(firstLookUpPause<<min(p.count-1, 16), lastLookUpPause))
	}
	return p
}

// penaltyOf reads what strikes of a code mean now. Those of the future were made
// before the clock was set back: they count from now.
func penaltyOf(ctx context.Context, l PacedLedger, accountID int64, code string, now clock.Millis) (penalty, error) {
	list, err := l.Strikes(ctx, accountID, code, now.Add(-strikesFor))
	if err != nil {
		return penalty{}, err
	}
	for i := range list {
		list[i] = min(list[i], now)
	}
	if code == CodeTooFast {
		return tooFast(list), nil
	}
	return lookUpLimit(list), nil
}

// strike records what an attempt says about the account, within the transaction
// that settles it, and adds what follows to the outcome. It reports whether the
// connection has to be made anew.
func (s *Service) strike(ctx context.Context, send *Send, o *Outcome) (reset bool, err error) {
	if o.Strike == "" {
		return false, nil
	}
	now := Stamp(s.clock.Now())
	if err := s.store.AddStrike(ctx, send.AccountID, o.Strike, now); err != nil {
		return false, err
	}
	if o.Strike == codeUnanswered {
		return s.unanswered(ctx, send.AccountID, o)
	}
	p, err := penaltyOf(ctx, s.store, send.AccountID, o.Strike, now)
	if err != nil {
		return false, err
	}
	send.NotBefore = 0 // a paced send waits for the governor
	if send.Kind == SendReply || o.State == SendSending {
		send.NotBefore = p.until
	}
	if o.Strike == CodeTooFast && p.count >= stopAt {
		o.Stop = Stop{By: StopByWhatsApp, Reason: fmt.Sprintf(
			"WhatsApp has said %d times within a day that this number is sending too fast. For %d days, half of your daily limit goes out.", p.count, int(halvedFor.Hours())/24)}
	}
	return false, nil
}

// answered notes that the connection works.
func (s *Service) answered(ctx context.Context, accountID int64) error {
	return s.store.ForgiveStrikes(ctx, accountID, codeUnanswered)
}

// unanswered counts attempts without an answer, whoever they were for.
func (s *Service) unanswered(ctx context.Context, accountID int64, o *Outcome) (reset bool, err error) {
	list, err := s.store.Strikes(ctx, accountID, codeUnanswered, 0)
	if err != nil || len(list) < mostUnanswered {
		return false, err
	}
	o.Stop = Stop{By: StopByErrors, Reason: fmt.Sprintf("WhatsApp did not answer %d times in a row. The connection was made anew; see that messages arrive before you go on.", len(list))}
	return true, s.store.ForgiveStrikes(ctx, accountID, codeUnanswered)
}
