package sheets_test

import (
	"testing"
	"time"

	"mceplatform/backend/gsheets/sheetsim"
	"mceplatform/backend/sheets"
)

func TestFailuresAreShownAndHeal(t *testing.T) {
	for name, c := range map[string]struct {
		spoil, mend func(f *fixture)
		reason      string
	}{
		"429": {func(f *fixture) { f.sim.Fail(sheetsim.RateLimited, sheetsim.Forever) }, func(f *fixture) { f.sim.Fail(sheetsim.RateLimited, 0) }, sheets.ReasonRateLimited},
		"5xx": {func(f *fixture) { f.sim.Fail(sheetsim.Unavailable, sheetsim.Forever) }, func(f *fixture) { f.sim.Fail(sheetsim.Unavailable, 0) }, sheets.ReasonGoogleDown},
		"API": {func(f *fixture) { f.sim.Fail(sheetsim.APIDisabled, sheetsim.Forever) }, func(f *fixture) { f.sim.Fail(sheetsim.APIDisabled, 0) }, sheets.ReasonAPIDisabled},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, people(2)...)
			conn := f.connect(t, nil)
			f.run(t, conn.ID)
			f.tab.Append(person(2)...)
			c.spoil(f)
			for range 3 {
				if _, err := f.RunOnce(t.Context(), conn.ID); reasonOf(err) != c.reason {
					t.Errorf("%v", err)
				}
			}
			got := f.get(t, conn.ID)
			if got.State != sheets.Failed || got.Reason != c.reason {
				t.Errorf("%+v", got)
			}
			if wait := time.Until(got.NextRunAt.Time()); wait < 30*time.Minute || wait > time.Hour {
				t.Errorf("tries again in %v after three failures", wait)
			}
			if runs, err := f.Runs(t.Context(), conn.ID); err != nil || len(runs) != 2 || runs[0].Error != c.reason {
				t.Errorf("%+v, %v", runs, err)
			}
			c.mend(f)
			f.expect(t, conn.ID, "healed", 1, 0, 0, 3)
			if got := f.get(t, conn.ID); got.State != sheets.Active || got.Reason != "" {
				t.Errorf("%+v", got)
			}
		})
	}
}

// Google takes a refusal back now and then; the second in a row asks a person.
func TestLostAccessPausesAndAsks(t *testing.T) {
	for name, c := range map[string]struct {
		spoil, mend func(t *testing.T, f *fixture)
		reason      string
	}{
		"not shared": {func(_ *testing.T, f *fixture) { f.doc.Restrict() }, func(_ *testing.T, f *fixture) { f.doc.Restrict(f.email) }, sheets.ReasonNotShared},
		"deleted":    {func(_ *testing.T, f *fixture) { f.sim.DeleteSpreadsheet(f.doc.ID) }, nil, sheets.ReasonNotFound},
		"key revoked": {func(_ *testing.T, f *fixture) {
			f.sim.ExpireTokens()
			f.sim.Fail(sheetsim.RevokedKey, sheetsim.Forever)
		}, func(_ *testing.T, f *fixture) { f.sim.Fail(sheetsim.RevokedKey, 0) }, sheets.ReasonKeyRevoked},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, people(2)...)
			conn := f.connect(t, nil)
			f.run(t, conn.ID)
			f.tab.Append(person(2)...)
			c.spoil(t, f)
			for _, want := range []sheets.State{sheets.Failed, sheets.Paused} {
				if _, err := f.RunOnce(t.Context(), conn.ID); reasonOf(err) != c.reason {
					t.Errorf("%v", err)
				}
				if got := f.get(t, conn.ID); got.State != want || got.Reason != c.reason {
					t.Errorf("%s, %s; want %s", got.State, got.Reason, want)
				}
			}
			if c.mend == nil {
				return
			}
			c.mend(t, f)
			if _, err := f.Resume(t.Context(), conn.ID); err != nil {
				t.Fatal(err)
			}
			f.expect(t, conn.ID, "resumed", 1, 0, 0, 3)
		})
	}
}

// A new key lets the sheets go on that waited for one, and no others.
func TestANewKeyResumes(t *testing.T) {
	f := newFixture(t, people(1)...)
	waits, stopped := f.connect(t, nil), f.connectTab(t, "Second", people(2)...)
	if _, err := f.Pause(t.Context(), stopped.ID); err != nil {
		t.Fatal(err)
	}
	if err := f.DeleteServiceAccount(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := f.RunOnce(t.Context(), waits.ID); reasonOf(err) != sheets.ReasonNoAccount {
		t.Fatal(err)
	}
	if got := f.get(t, waits.ID); got.State != sheets.Paused {
		t.Fatalf("%s", got.State)
	}
	f.signIn(t)
	if got := f.get(t, waits.ID); got.State != sheets.Active {
		t.Errorf("%s, %s", got.State, got.Reason)
	}
	if got := f.get(t, stopped.ID); got.State != sheets.Paused {
		t.Errorf("the one that the user paused is %s", got.State)
	}
}
