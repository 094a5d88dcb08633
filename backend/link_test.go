package backend_test

import (
	"bytes"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"mceplatform/backend/account"
	"mceplatform/backend/backendtest"
	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
	"mceplatform/backend/settings"
	"mceplatform/backend/whatsapp"
	"mceplatform/backend/whatsapp/wasim"
)

const secondNumber = "4915735990007"

func awaitState(t *testing.T, a *backendtest.App, want account.State) account.Status {
	t.Helper()
	backendtest.Eventually(t, string(want), func() bool { return a.Account.Status().State == want })
	return a.Account.Status()
}

// Every state that WhatsApp can put the link into, and the way out of it.
func TestLinkStates(t *testing.T) {
	tests := map[string]struct {
		fault  func(w *backendtest.World) error
		state  account.State
		reason string
	}{
		"refused": {func(w *backendtest.World) error { return refuseLogin(w, 409, nil) }, account.Failed, "409"},
		"replaced": {func(w *backendtest.World) error {
			return w.Faults().StreamError(backendtest.OwnerNumber, w.Owner.LinkedDevices()[0].ID, "", "replaced")
		}, account.Replaced, ""},
		"clock wrong": {func(w *backendtest.World) error {
			w.Faults().ExpireCertificate(true)
			w.DropConnections()
			return nil
		}, account.ClockWrong, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w := backendtest.NewWorld(t, wasim.Config{})
			a := w.Start(t)
			w.Link(t, a)
			if err := tt.fault(w); err != nil {
				t.Fatal(err)
			}
			if s := awaitState(t, a, tt.state); s.Reason != tt.reason || s.PhoneDisplay == "" {
				t.Errorf("status = %+v", s)
			}
			w.Faults().Clear()
			if err := a.Account.Reconnect(t.Context()); err != nil {
				t.Fatal(err)
			}
			a.AwaitOnline(t)
		})
	}
}

func TestLoggedOutSaysWhyAndLinksAgain(t *testing.T) {
	tests := map[string]func(w *backendtest.World) error{
		account.ReasonLoggedOut: func(w *backendtest.World) error { return w.Owner.Unlink(t.Context(), w.Owner.LinkedDevices()[0].ID) },
		account.ReasonLocked:    func(w *backendtest.World) error { return refuseLogin(w, 403, nil) },
		account.ReasonBanned:    func(w *backendtest.World) error { return refuseLogin(w, 406, nil) },
	}
	for reason, end := range tests {
		t.Run(reason, func(t *testing.T) {
			w := backendtest.NewWorld(t, wasim.Config{})
			a := w.Start(t)
			w.Link(t, a)
			if err := end(w); err != nil {
				t.Fatal(err)
			}
			if s := awaitState(t, a, account.LoggedOut); s.Reason != reason {
				t.Errorf("status = %+v", s)
			}
			if err := a.Account.Reconnect(t.Context()); !fault.Is(err, fault.NotLinked) {
				t.Errorf("reconnect: %v", err)
			}
			w.Link(t, a) // the same number: nothing is asked
		})
	}
}

// A ban holds over a restart, and nothing connects until a person does.
func TestBanHoldsUntilAPersonConnects(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	w.Link(t, a)
	id := startCampaign(t, a, bob)
	if err := refuseLogin(w, 402, map[string]string{"code": "104", "expire": "3600"}); err != nil {
		t.Fatal(err)
	}
	s := awaitState(t, a, account.Banned)
	if left := time.Until(s.Until.Time()); s.Reason != "104" || left < 23*time.Hour { // an hour is too little to rely on
		t.Errorf("banned for %v, reason %q", left, s.Reason)
	}
	if d, err := a.Campaigns.Get(t.Context(), id); err != nil || d.Campaign.State == campaigns.Running {
		t.Errorf("campaign %v, %v", d.Campaign.State, err)
	}
	a.Stop()
	w.Faults().Clear()

	a = w.Start(t)
	again := awaitState(t, a, account.Banned)
	if again.Reason != "104" || again.Until != s.Until {
		t.Errorf("after a restart: %+v", again)
	}
	time.Sleep(300 * time.Millisecond) // longer than connecting takes
	if w.Owner.LinkedDevices()[0].Connected {
		t.Error("the app connected by itself")
	}
	if err := a.Account.Reconnect(t.Context()); err != nil {
		t.Fatal(err)
	}
	a.AwaitOnline(t)
	a.Stop()

	a = w.Start(t) // the ban is over and forgotten
	a.AwaitOnline(t)
}

func TestRestrictionOfNewChatsIsAnOverlay(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	w.Link(t, a)
	until := time.Now().Add(2 * time.Hour).Truncate(time.Second)
	if err := w.Owner.NotifyTimelock(true, until); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the restriction", func() bool { return a.Account.Status().RestrictedUntil == clock.MillisOf(until) })
	if s := a.Account.Status(); s.State != account.Online || a.Account.RestrictedUntil() != clock.MillisOf(until) {
		t.Errorf("status = %+v", s)
	}
	if err := a.Account.Restricted(t.Context(), 0); err != nil || a.Account.RestrictedUntil() != clock.MillisOf(until) {
		t.Errorf("a refusal without a date changed the known end: %v", err)
	}
	a.Stop()
	a = w.Start(t)
	a.AwaitOnline(t)
	if s := a.Account.Status(); s.RestrictedUntil != clock.MillisOf(until) {
		t.Errorf("after a restart: %+v", s)
	}
	if err := w.Owner.NotifyTimelock(false, time.Now()); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "lifted", func() bool { return a.Account.Status().RestrictedUntil == 0 })
	if err := a.Account.Restricted(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	if left := time.Until(a.Account.RestrictedUntil().Time()); left < 23*time.Hour || left > 24*time.Hour {
		t.Errorf("restricted for %v when WhatsApp names no end", left)
	}
}

// Whatever happens to the connection, it comes back by itself.
func TestConnectionComesBackByItself(t *testing.T) {
	tests := map[string]func(w *backendtest.World){
		"the network drops": func(w *backendtest.World) { w.DropConnections() },
		"a storm of 503": func(w *backendtest.World) {
			w.Faults().RefuseLogin(503, nil, 4)
			w.DropConnections()
		},
		"the server restarts": func(w *backendtest.World) {
			if err := w.Faults().StreamError(backendtest.OwnerNumber, w.Owner.LinkedDevices()[0].ID, "503", ""); err != nil {
				t.Error(err)
			}
		},
		"the server wants a new connection": func(w *backendtest.World) {
			if err := w.Faults().StreamError(backendtest.OwnerNumber, w.Owner.LinkedDevices()[0].ID, "515", ""); err != nil {
				t.Error(err)
			}
		},
	}
	for name, disturb := range tests {
		t.Run(name, func(t *testing.T) {
			w := backendtest.NewWorld(t, wasim.Config{})
			w.Tune = func(c *whatsapp.Config) { c.RetryStep = 30 * time.Millisecond }
			a := w.Start(t)
			w.Link(t, a)
			logins := connections(w)
			disturb(w)
			backendtest.Eventually(t, "another login", func() bool { return logins() > 0 })
			a.AwaitOnline(t)
			p := w.Person(bob, "Bob", wasim.Behaviour{})
			if _, err := p.SendText(t.Context(), w.Owner, "still there?", wasim.SendOptions{}); err != nil {
				t.Fatal(err)
			}
			backendtest.Eventually(t, "the message", func() bool { return len(list(t, a)) == 1 })
		})
	}
}

// connections counts logins from now on.
func connections(w *backendtest.World) func() int {
	n := make(chan struct{}, 1000)
	w.Subscribe(func(e wasim.Event) {
		if e.Kind == wasim.EventConnected {
			n <- struct{}{}
		}
	})
	return func() int { return len(n) }
}

// While the server is away the screen counts down to the next attempt, and the
// pauses grow.
func TestOfflineCountsDown(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	w.Tune = func(c *whatsapp.Config) { c.RetryStep = 100 * time.Millisecond }
	a := w.Start(t)
	w.Link(t, a)
	w.Faults().RefuseLogin(503, nil, 1000)
	w.DropConnections()
	seen := map[clock.Millis]time.Duration{}
	backendtest.Eventually(t, "four pauses", func() bool {
		s := a.Account.Status()
		if s.State != account.Offline {
			return false
		}
		if _, known := seen[s.RetryAt]; !known && s.RetryAt > 0 {
			seen[s.RetryAt] = time.Until(s.RetryAt.Time())
		}
		return len(seen) >= 4
	})
	longest := time.Duration(0)
	for _, wait := range seen {
		longest = max(longest, wait)
	}
	if longest < 500*time.Millisecond { // 100, 200, 400, 800 ms, a fifth more or less
		t.Errorf("pauses %v do not grow", seen)
	}
	w.Faults().Clear()
	a.AwaitOnline(t)
}

func TestAnotherNumberIsAskedAboutAndHasItsOwnHistory(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	w.Link(t, a)
	p := w.Person(bob, "Bob", wasim.Behaviour{})
	second := w.Person(secondNumber, "Second", wasim.Behaviour{})
	if _, err := p.SendText(t.Context(), w.Owner, "to the first number", wasim.SendOptions{}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the message", func() bool { return len(list(t, a)) == 1 })
	if err := a.Account.Unlink(t.Context()); err != nil {
		t.Fatal(err)
	}

	// No: nothing is linked, the phone sees it fail.
	done := w.Scan(t, a, second)
	s := awaitState(t, a, account.ConfirmNumber)
	if s.Phone != backendtest.OwnerNumber || !strings.HasSuffix(strings.ReplaceAll(s.OtherPhoneDisplay, " ", ""), "5990007") || time.Until(s.ExpiresAt.Time()) < 40*time.Second {
		t.Errorf("the question: %+v", s)
	}
	if err := a.Account.Link(t.Context()); !fault.Is(err, fault.Conflict) {
		t.Errorf("linking meanwhile: %v", err)
	}
	if err := a.Account.ConfirmNumber(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err == nil || len(second.LinkedDevices()) != 0 {
		t.Errorf("the phone says %v", err)
	}
	if s := awaitState(t, a, account.NotLinked); s.Reason != account.ReasonOtherNumber {
		t.Errorf("after no: %+v", s)
	}
	if len(list(t, a)) != 1 {
		t.Error("the first number's chats are gone after no")
	}

	// Yes: a history of its own; leads stay.
	done = w.Scan(t, a, second)
	awaitState(t, a, account.ConfirmNumber)
	if err := a.Account.ConfirmNumber(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	a.AwaitOnline(t)
	if n := len(list(t, a)); n != 0 {
		t.Errorf("%d chats of the first number are shown", n)
	}
	if page, err := a.Leads.List(t.Context(), leads.Filter{}); err != nil || page.Total != 1 {
		t.Errorf("leads: %+v, %v", page, err)
	}
	if _, err := p.SendText(t.Context(), second, "to the second number", wasim.SendOptions{}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the second number's chat", func() bool { return len(list(t, a)) == 1 && list(t, a)[0].LastText == "to the second number" })
	if page, err := a.Leads.List(t.Context(), leads.Filter{}); err != nil || page.Total != 1 {
		t.Errorf("one person became two leads: %+v, %v", page, err)
	}

	// Back to the first: its chats are there again.
	if err := a.Account.Unlink(t.Context()); err != nil {
		t.Fatal(err)
	}
	done = w.Scan(t, a, w.Owner)
	awaitState(t, a, account.ConfirmNumber)
	if err := a.Account.ConfirmNumber(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	a.AwaitOnline(t)
	if got := list(t, a); len(got) != 1 || got[0].LastText != chats.Text("to the first number") {
		t.Errorf("chats of the first number: %+v", got)
	}
}

func TestQuestionAboutANumberTimesOut(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	w.Tune = func(c *whatsapp.Config) { c.ConfirmTimeout = 200 * time.Millisecond }
	a := w.Start(t)
	w.Link(t, a)
	if err := a.Account.Unlink(t.Context()); err != nil {
		t.Fatal(err)
	}
	done := w.Scan(t, a, w.Person(secondNumber, "Second", wasim.Behaviour{}))
	if err := <-done; err == nil {
		t.Error("linked without an answer")
	}
	if s := awaitState(t, a, account.NotLinked); s.Reason != account.ReasonOtherNumberTimeout {
		t.Errorf("status = %+v", s)
	}
	if err := a.Account.ConfirmNumber(t.Context(), true); !fault.Is(err, fault.Conflict) {
		t.Errorf("answered too late: %v", err)
	}
	w.Link(t, a)
}

func TestTheSameNumberKeepsEverythingUnasked(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	w.Link(t, a)
	p := w.Person(bob, "Bob", wasim.Behaviour{})
	if _, err := p.SendText(t.Context(), w.Owner, "before", wasim.SendOptions{}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the message", func() bool { return len(list(t, a)) == 1 })
	if err := a.Account.Unlink(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s := a.Account.Status(); s.State != account.NotLinked || len(w.Owner.LinkedDevices()) != 0 {
		t.Errorf("after unlinking: %+v", s)
	}
	w.Link(t, a)
	if got := list(t, a); len(got) != 1 || got[0].LastText != "before" {
		t.Errorf("chats = %+v", got)
	}
}

func TestLinkByCodeUsesTheDefaultCountry(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	country := "DE"
	if _, err := a.Settings.Update(t.Context(), settings.Update{DefaultCountry: &country}); err != nil {
		t.Fatal(err)
	}
	if err := a.LinkByCode(t.Context(), "no number"); !fault.Is(err, fault.Invalid) {
		t.Errorf("no number: %v", err)
	}
	if err := a.LinkByCode(t.Context(), "01573 5990001"); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "a code", func() bool { return a.Account.Status().Code != "" })
	if err := w.Owner.EnterCode(t.Context(), a.Account.Status().Code); err != nil {
		t.Fatal(err)
	}
	a.AwaitOnline(t)
}

func TestHistoryProgressIsPartOfTheStatus(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	w.Link(t, a)
	a.Account.HistoryProgress(t.Context(), account.SyncReceiving, 140, 3, 40)
	if s := a.Account.Status(); s.State != account.Online || s.Sync != (account.Sync{Stage: account.SyncReceiving, Percent: 100, Chats: 3, Messages: 40}) {
		t.Errorf("status = %+v", s)
	}
	w.DropConnections()
	logins := connections(w)
	backendtest.Eventually(t, "another login", func() bool { return logins() > 0 })
	a.AwaitOnline(t)
	if s := a.Account.Status(); s.Sync.Messages != 40 {
		t.Errorf("a new state lost the progress: %+v", s)
	}
	if err := a.Account.Unlink(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s := a.Account.Status(); s.Sync.Stage != account.SyncNone {
		t.Errorf("after unlinking: %+v", s)
	}
}

// The log names states and reasons, and nobody.
func TestLinkLogHasReasonsAndNoNumbers(t *testing.T) {
	var out syncedBuffer
	w := backendtest.NewWorld(t, wasim.Config{})
	w.Log = slog.New(slog.NewTextHandler(&out, nil))
	a := w.Start(t)
	w.Link(t, a)
	if err := refuseLogin(w, 402, map[string]string{"code": "102", "expire": "60"}); err != nil {
		t.Fatal(err)
	}
	awaitState(t, a, account.Banned)
	if err := a.Account.LinkByCode(t.Context(), "4915735990009", ""); err == nil {
		t.Error("a banned number was linked again")
	}
	text := out.String()
	for _, want := range []string{"status.state=linking", "status.state=online", "status.state=banned status.reason=102"} {
		if !strings.Contains(text, want) {
			t.Errorf("the log lacks %q:\n%s", want, text)
		}
	}
	for _, secret := range []string{backendtest.OwnerNumber, "573 5990", w.Owner.LID()} {
		if strings.Contains(text, secret) {
			t.Errorf("the log has %q:\n%s", secret, text)
		}
	}
}

// refuseLogin makes the server refuse the next login, and asks for one.
func refuseLogin(w *backendtest.World, reason int, attrs map[string]string) error {
	w.Faults().RefuseLogin(reason, attrs, 1)
	w.DropConnections()
	return nil
}

// syncedBuffer is a log that is read while it is written.
type syncedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *syncedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *syncedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}
