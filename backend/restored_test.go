package backend_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"mceplatform/backend/backendtest"
	"mceplatform/backend/campaigns"
)

var copies = map[string]struct {
	change func(c *crowd, file string)
	held   bool
}{
	"the same": {func(*crowd, string) {}, false},
	"an older copy": {func(c *crowd, _ string) {
		c.exec("UPDATE meta SET value = CAST(? AS BLOB) WHERE name LIKE '%seen%'", "1000")
	}, true},
	"no file":        {func(c *crowd, file string) { c.must(os.Remove(file)) }, true},
	"a spoiled file": {func(c *crowd, file string) { c.must(os.WriteFile(file, []byte("soon"), 0o600)) }, true},
	"an older file":  {func(c *crowd, file string) { c.must(os.WriteFile(file, []byte("1000\n"), 0o600)) }, false},
	"of version 0006": {func(c *crowd, file string) {
		c.exec("DELETE FROM meta WHERE name LIKE '%seen%'")
		c.must(os.Remove(file))
	}, false},
}

// A database that is older than the folder it lies in, or of another computer,
// sends nothing by itself.
func TestAnOlderCopyIsHeld(t *testing.T) {
	for name, tt := range copies {
		t.Run(name, func(t *testing.T) {
			c := newCrowd(t, 1)
			file := filepath.Join(c.DataDir, "last-seen")
			backendtest.Eventually(t, "the first beat", func() bool {
				_, err := os.Stat(file)
				return !errors.Is(err, fs.ErrNotExist)
			})
			runs, waits := c.create(c.input("Hi", nil)), c.create(c.input("Later", nil))
			c.a.Stop()
			c.exec("UPDATE campaigns SET state = 'running', keep_adding = 1, frozen_at = 1 WHERE id = ?", runs)
			c.exec("UPDATE campaigns SET state = 'scheduled', starts_on = '2100-01-01T09:00' WHERE id = ?", waits)
			tt.change(c, file)
			c.a = c.Start(t)
			c.held(runs, waits, tt.held)
			c.a.AwaitOnline(t)
			c.a.Stop()
			c.a = c.Start(t)
			c.held(runs, waits, tt.held)
			if tt.held {
				c.personGoesOn(runs)
			}
		})
	}
}

func (c *crowd) held(runs, waits int64, held bool) {
	c.t.Helper()
	a, b := c.get(runs).Campaign, c.get(waits).Campaign
	want := [4]string{"running", "", "scheduled", ""}
	if held {
		want = [4]string{"paused", campaigns.PausedByRestored, "missed", campaigns.PausedByRestored}
	}
	if got := [4]string{string(a.State), a.PausedBy, string(b.State), b.PausedBy}; got != want {
		c.t.Errorf("%q, want %q", got, want)
	}
}

// personGoesOn wants nothing sent before a person says so.
func (c *crowd) personGoesOn(id int64) {
	c.a.AwaitOnline(c.t)
	c.must(c.a.Campaigns.Tick(c.t.Context()))
	c.must(c.a.Campaigns.AddMatches(c.t.Context()))
	time.Sleep(100 * time.Millisecond)
	if got := c.get(id); got.Campaign.State != campaigns.Paused || got.Counts.Total != 0 {
		c.t.Fatalf("%s with %d people", got.Campaign.State, got.Counts.Total)
	}
	_, err := c.a.Campaigns.Resume(c.t.Context(), id)
	c.must(err)
	c.must(c.a.Campaigns.AddMatches(c.t.Context()))
	c.a.Chats.Wake()
	backendtest.Eventually(c.t, "the message", func() bool { return len(received(c.phones[0])) == 1 })
}

// A kill in the middle of a beat must leave a file that vouches for the database.
func TestTheBeatIsWholeAtEveryMoment(t *testing.T) {
	c := newCrowd(t, 0)
	beats := make(chan error, 1)
	go func() {
		var err error
		for i := 0; i < 200 && err == nil; i++ {
			err = c.a.Beat(t.Context())
		}
		beats <- err
	}()
	for {
		select {
		case err := <-beats:
			c.must(err)
			return
		default:
		}
		raw, err := os.ReadFile(filepath.Join(c.DataDir, "last-seen"))
		c.must(err)
		if _, err := strconv.ParseInt(string(raw), 10, 64); err != nil {
			t.Fatalf("the file says %q", raw)
		}
	}
}
