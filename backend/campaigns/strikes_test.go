package campaigns_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"mceplatform/backend/account"
	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/event"
	"mceplatform/backend/leads"
	"mceplatform/backend/store"
	"mceplatform/backend/templates"
)

// line is a connection that answers as a test says.
type line struct {
	chats.Transport
	answer func(to leads.Address) error
	known  map[string]bool // numbers that need no look-up
	sent   []sent
	ids    int
	resets int
	offAt  time.Time // offline for a minute since
}

type sent struct {
	at time.Time
	id string
	to string
	ok bool
}

func (l *line) NewID() string { l.ids++; return fmt.Sprint("ID", l.ids) }
func (l *line) Online() bool  { return l.offAt.IsZero() || time.Since(l.offAt) > time.Minute }
func (l *line) NeedsLookUp(to leads.Address) bool {
	return !l.known[to.Phone]
}
func (l *line) ResetConnection() { l.resets++; l.offAt = time.Now() }

func (l *line) Send(_ context.Context, m chats.Outgoing) (chats.Receipt, error) {
	err := l.answer(m.To)
	l.sent = append(l.sent, sent{time.Now(), m.ID, m.To.Phone, err == nil})
	return chats.Receipt{At: time.Now()}, err
}

type limits struct{}

func (limits) PaceCeiling(context.Context) (chats.Pace, error) {
	return chats.Pace{MinGapSeconds: 30, MaxGapSeconds: 30, PerHour: 100, PerDay: 8}, nil
}
func (limits) SendingRules(context.Context) (chats.Rules, error) { return chats.Rules{}, nil }
func (limits) Region(context.Context) (string, error)            { return "", nil }
func (limits) RestrictedUntil() clock.Millis                     { return 0 }

type one int64

func (o one) ActiveID(context.Context) (int64, error)    { return int64(o), nil }
func (o one) Own(context.Context) (int64, string, error) { return int64(o), "447700900100", nil }

// office is the part of the program that sends, on a real database.
type office struct {
	t       *testing.T
	db      *store.DB
	line    *line
	account int64
	*campaigns.Service
	chats *chats.Service
	stop  func()
	id    int64
}

func open(t *testing.T, people int) *office {
	t.Helper()
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "mce.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	a := account.Account{Phone: "447700900100", LinkedAt: 1}
	if err := db.PutAccount(t.Context(), &a); err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, db: db, line: &line{known: map[string]bool{}}, account: a.ID}
	o.start()
	for i := range people {
		in := leads.Input{Name: fmt.Sprint("Person ", i), Phone: fmt.Sprint("+49157359911", 10+i), Tags: []string{"t"}}
		if _, err := o.Leads.Create(t.Context(), in, ""); err != nil {
			t.Fatal(err)
		}
	}
	pace, _ := limits{}.PaceCeiling(t.Context())
	c, err := o.Create(t.Context(), campaigns.Input{Name: "C", Audience: campaigns.Audience{Tags: []string{"t"}}, Steps: campaigns.Say("Hi"), Pace: pace})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.Start(t.Context(), c.ID, campaigns.Confirmation{Cold: people}); err != nil {
		t.Fatal(err)
	}
	o.id = c.ID
	return o
}

func (o *office) start() {
	bus, clk, log := event.NewBus(), clock.System{}, slog.New(slog.DiscardHandler)
	l := leads.New(o.db, bus, clk)
	o.chats = chats.New(chats.Deps{Store: o.db, Leads: l, Accounts: one(o.account), Transport: o.line, Bus: bus, Clock: clk, Log: log})
	o.Service = campaigns.New(campaigns.Deps{
		Store: o.db, Leads: l, Chats: o.chats, ChatStore: o.db, Templates: templates.New(o.db, o.chats, bus, clk), Accounts: one(o.account), Transport: o.line,
		Ceiling: limits{}, Restriction: limits{}, Bus: bus, Clock: clk, Log: log,
	})
	o.chats.SetSource(o.Service)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- o.chats.Run(ctx) }()
	o.stop = func() {
		cancel()
		if err := <-done; err != nil {
			o.t.Error(err)
		}
	}
}

func (o *office) close() {
	o.stop()
	if err := o.db.Close(); err != nil {
		o.t.Error(err)
	}
}

// restart ends the program, as nothing may be remembered outside the database.
func (o *office) restart() { o.stop(); o.start() }

// after lets time pass and says how many attempts were made, and what is waited for.
func (o *office) after(d time.Duration) (int, campaigns.Detail) {
	o.t.Helper()
	before := len(o.line.sent)
	time.Sleep(d)
	synctest.Wait()
	detail, err := o.Get(o.t.Context(), o.id)
	if err != nil {
		o.t.Fatal(err)
	}
	return len(o.line.sent) - before, detail
}

func rejection(code string) error {
	return &chats.SendError{Class: chats.Rejected, Code: code, Err: errors.New("x")}
}

func (o *office) expect(what string, d time.Duration, attempts int, state campaigns.State, why chats.WaitReason, left time.Duration) {
	o.t.Helper()
	n, detail := o.after(d)
	if n != attempts || detail.Campaign.State != state || detail.Waiting.Reason != why {
		o.t.Fatalf("%s: %d attempts, %s, waits for %q; want %d, %s, %q", what, n, detail.Campaign.State, detail.Waiting.Reason, attempts, state, why)
	}
	if wait := time.Until(detail.Waiting.Until.Time()); why != "" && (wait-left).Abs() > time.Minute {
		o.t.Errorf("%s: waits %v, want %v", what, wait, left)
	}
	if state == campaigns.Running && detail.FinishAt.Time().Before(time.Now().Add(left)) {
		o.t.Errorf("%s: ends at %s, before it goes on", what, detail.FinishAt.Time())
	}
}

func TestTooFastPausesTheAccountLongerEachTimeAndThenStopsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := open(t, 20)
		defer func() { o.close() }()
		o.line.answer = func(leads.Address) error { return rejection(chats.CodeTooFast) }
		o.expect("the first", time.Second, 1, campaigns.Running, chats.WaitRateLimited, 15*time.Minute)
		o.restart()
		o.expect("before its end", 14*time.Minute, 0, campaigns.Running, chats.WaitRateLimited, time.Minute)
		o.expect("the second", 80*time.Second, 1, campaigns.Running, chats.WaitRateLimited, time.Hour)
		o.expect("the third", time.Hour+20*time.Second, 1, campaigns.Paused, "", 0)
		o.restart()
		_, d := o.after(0)
		if d.Campaign.PausedBy != campaigns.PausedByWhatsApp || d.HalvedUntil.Time().Before(time.Now().Add(6*24*time.Hour)) {
			t.Errorf("paused by %s, halved until %s", d.Campaign.PausedBy, d.HalvedUntil.Time())
		}
		o.line.answer = func(leads.Address) error { return nil }
		if _, err := o.Resume(t.Context(), o.id); err != nil {
			t.Fatal(err)
		}
		o.expect("a person lets it go on", 5*time.Hour, 0, campaigns.Running, chats.WaitRateLimited, time.Hour)
		// One of a day's eight has been tried, half of them may go.
		o.expect("half of the daily limit", 2*time.Hour, 4, campaigns.Running, chats.WaitHalved, 23*time.Hour)
		for _, s := range o.line.sent[:3] {
			if s.id != o.line.sent[3].id || !o.line.sent[3].ok {
				t.Errorf("sent as %s, then as %s", s.id, o.line.sent[3].id)
			}
		}
	})
}

func TestTheLookUpLimitHoldsThoseWhoMustBeLookedUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := open(t, 4)
		defer o.close()
		limited := &chats.SendError{Class: chats.NotSent, Code: chats.CodeLookUpLimit, Err: errors.New("x")}
		o.line.known["4915735991113"] = true
		o.line.answer = func(to leads.Address) error {
			if o.line.known[to.Phone] {
				return nil
			}
			return limited
		}
		o.expect("one asked, one known", time.Minute, 2, campaigns.Running, chats.WaitLookUp, 4*time.Minute)
		if last := o.line.sent[1]; last.to != "4915735991113" || !last.ok {
			t.Errorf("went on with %+v", last)
		}
		o.restart()
		// Another person is asked about: the pause is the account's, not theirs.
		o.expect("the second", 4*time.Minute+45*time.Second, 1, campaigns.Running, chats.WaitLookUp, 9*time.Minute)
		o.expect("the third", 10*time.Minute, 1, campaigns.Running, chats.WaitLookUp, 19*time.Minute)
		o.line.answer = func(leads.Address) error { return nil }
		o.expect("the end", 22*time.Minute, 3, campaigns.Completed, "", 0)
	})
}

func TestThreeUnansweredAttemptsMakeTheConnectionAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := open(t, 3)
		defer func() { o.close() }()
		silent := true
		o.line.answer = func(leads.Address) error {
			if silent {
				return &chats.SendError{Class: chats.Unknown, Code: "no_answer", Err: errors.New("x")}
			}
			return nil
		}
		n, d := o.after(time.Second)
		if n != 1 || o.line.resets != 0 {
			t.Fatalf("%d attempts, %d resets", n, o.line.resets)
		}
		o.restart() // the count outlives the program
		for o.line.resets == 0 && n < 10 {
			var more int
			more, d = o.after(time.Minute)
			n += more
		}
		if n != 3 || o.line.resets != 1 || d.Campaign.State != campaigns.Paused || d.Campaign.PausedBy != campaigns.PausedByErrors {
			t.Fatalf("%d attempts, %d resets, %s by %s", n, o.line.resets, d.Campaign.State, d.Campaign.PausedBy)
		}
		if n, _ := o.after(10 * time.Minute); n != 0 {
			t.Errorf("%d attempts while it is paused", n)
		}
		silent = false
		if _, err := o.Resume(t.Context(), o.id); err != nil {
			t.Fatal(err)
		}
		if _, d = o.after(10 * time.Minute); d.Counts.Sent != 3 || o.line.resets != 1 {
			t.Errorf("%+v, %d resets", d.Counts, o.line.resets)
		}
		first := o.line.sent[0]
		if slices.ContainsFunc(o.line.sent, func(s sent) bool { return s.to == first.to && s.id != first.id }) {
			t.Errorf("ids: %+v", o.line.sent)
		}
	})
}

// An answer of any kind shows that the connection works.
func TestAnAnswerEndsTheCountOfUnansweredAttempts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := open(t, 6)
		defer o.close()
		n := 0
		o.line.answer = func(leads.Address) error {
			if n++; n%3 != 0 {
				return &chats.SendError{Class: chats.Unknown, Code: "no_answer", Err: errors.New("x")}
			}
			return nil
		}
		if _, d := o.after(time.Hour); d.Campaign.State != campaigns.Completed || o.line.resets != 0 {
			t.Errorf("%s, %d resets", d.Campaign.State, o.line.resets)
		}
	})
}
