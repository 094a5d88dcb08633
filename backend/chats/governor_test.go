package chats_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"mceplatform/backend/account"
	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/leads"
	"mceplatform/backend/store"
	"mceplatform/backend/store/storetest"
)

// ledger is a real database with one conversation to send to.
type ledger struct {
	*store.DB
	account, lead, chat int64
	n                   int
}

func newLedger(t *testing.T) *ledger {
	t.Helper()
	db := storetest.Open(t)
	a := account.Account{Phone: "447700900100", LinkedAt: 1}
	l := leads.Lead{Source: leads.SourceManual, StageID: 1, CreatedAt: 1}
	if err := db.PutAccount(t.Context(), &a); err != nil {
		t.Fatal(err)
	}
	if err := db.CreateLead(t.Context(), &l); err != nil {
		t.Fatal(err)
	}
	chat, err := db.EnsureChat(t.Context(), a.ID, l.ID)
	if err != nil {
		t.Fatal(err)
	}
	return &ledger{DB: db, account: a.ID, lead: l.ID, chat: chat.ID}
}

func (l *ledger) claim(t *testing.T, kind chats.SendKind, at time.Time, gap time.Duration) {
	t.Helper()
	l.claimAs(t, kind, at, gap, false)
}

func (l *ledger) claimAs(t *testing.T, kind chats.SendKind, at time.Time, gap time.Duration, newChat bool) {
	t.Helper()
	l.n++
	m := chats.Message{ChatID: l.chat, WAID: fmt.Sprint("ID", l.n), FromMe: true, Origin: chats.FromCampaign, Kind: chats.KindText, Text: "x", Status: chats.StatusSending}
	var paced clock.Millis
	if kind == chats.SendCampaign {
		paced = clock.MillisOf(at)
	}
	err := l.InTx(t.Context(), func(ctx context.Context) error {
		if _, err := l.InsertMessage(ctx, &m); err != nil {
			return err
		}
		return l.CreateSend(ctx, &chats.Send{
			MessageID: m.ID, WAID: m.WAID, Kind: kind, AccountID: l.account, ChatID: l.chat, LeadID: l.lead,
			State: chats.SendSending, ClaimedAt: clock.MillisOf(at), PacedAt: paced, GapMS: gap.Milliseconds(), NewChat: newChat,
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestGovernorKeepsGapAndCapsOverAnHourOfClock(t *testing.T) {
	pace := chats.Pace{MinGapSeconds: 30, MaxGapSeconds: 60, PerHour: 20, PerDay: 50}
	synctest.Test(t, func(t *testing.T) {
		l := newLedger(t)
		defer l.Close()
		var sent []time.Time
		for end := time.Now().Add(60 * time.Hour); time.Now().Before(end); {
			// A fresh governor each time: nothing may be remembered outside the ledger.
			g := chats.NewGovernor(l, clock.System{})
			at, why, err := g.Next(t.Context(), l.account, chats.Plan{Pace: pace})
			if err != nil {
				t.Fatal(err)
			}
			if why != chats.WaitNothing {
				if !at.After(time.Now()) {
					t.Fatalf("waits for %s until the past", why)
				}
				time.Sleep(time.Until(at))
				continue
			}
			l.claim(t, chats.SendCampaign, time.Now(), g.DrawGap(pace))
			sent = append(sent, time.Now())
		}
		for i, at := range sent {
			if i > 0 && at.Sub(sent[i-1]) < 30*time.Second {
				t.Fatalf("gap of %v", at.Sub(sent[i-1]))
			}
			if n := within(sent[:i+1], at, time.Hour); n > pace.PerHour {
				t.Fatalf("%d in an hour", n)
			}
			if n := within(sent[:i+1], at, 24*time.Hour); n > pace.PerDay {
				t.Fatalf("%d in a day", n)
			}
		}
		if len(sent) < 2*pace.PerDay+10 {
			t.Errorf("only %d sent in 60 hours: the budget is not used", len(sent))
		}
	})
}

func within(sent []time.Time, end time.Time, window time.Duration) int {
	n := 0
	for _, at := range sent {
		if end.Sub(at) < window {
			n++
		}
	}
	return n
}

func TestGovernorSurvivesAClockSetBack(t *testing.T) {
	pace := chats.Pace{MinGapSeconds: 30, MaxGapSeconds: 60, PerHour: 2, PerDay: 50}
	l := newLedger(t)
	defer l.Close()
	// Two sends lie a day in the future: the clock was wrong when they went out.
	for range 2 {
		l.claim(t, chats.SendCampaign, time.Now().Add(24*time.Hour), 45*time.Second)
	}
	at, why, err := chats.NewGovernor(l, clock.System{}).Next(t.Context(), l.account, chats.Plan{Pace: pace})
	if err != nil || why != chats.WaitHour {
		t.Fatalf("Next = %v, %s, %v", at, why, err)
	}
	// The ledger's times are rounded up to a millisecond.
	if wait := time.Until(at); wait > time.Hour+time.Millisecond || wait < 59*time.Minute {
		t.Errorf("waits %v, want an hour: neither a burst nor a day", wait)
	}
}

func TestRepliesDoNotUseTheBudget(t *testing.T) {
	pace := chats.Pace{MinGapSeconds: 30, MaxGapSeconds: 60, PerHour: 1, PerDay: 1}
	l := newLedger(t)
	defer l.Close()
	for range 5 {
		l.claim(t, chats.SendReply, time.Now(), 0)
	}
	if _, why, err := chats.NewGovernor(l, clock.System{}).Next(t.Context(), l.account, chats.Plan{Pace: pace}); err != nil || why != chats.WaitNothing {
		t.Errorf("Next = %s, %v", why, err)
	}
}
