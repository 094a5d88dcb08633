package backend_test

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
	"testing"
	"time"

	"mceplatform/backend/backendtest"
	"mceplatform/backend/campaigns"
	"mceplatform/backend/fault"
	"mceplatform/backend/whatsapp/wasim"
)

// people makes numbers and phones that behave alike.
func people(w *backendtest.World, n int, b wasim.Behaviour) (numbers []string) {
	for i := range n {
		number := "4915735991" + strconv.Itoa(100+i)
		w.Person(number, "", b)
		numbers = append(numbers, number)
	}
	return numbers
}

func awaitPaused(t *testing.T, a *backendtest.App, id int64, by, says string) campaigns.Detail {
	t.Helper()
	var d campaigns.Detail
	backendtest.Eventually(t, "the pause", func() bool {
		var err error
		d, err = a.Campaigns.Get(t.Context(), id)
		return err == nil && d.Campaign.State == campaigns.Paused
	})
	if d.Campaign.PausedBy != by || !strings.Contains(d.Campaign.PausedReason, says) {
		t.Errorf("paused by %s: %q", d.Campaign.PausedBy, d.Campaign.PausedReason)
	}
	return d
}

// A list of numbers that are not on WhatsApp stops the campaign, and what a
// person has seen and accepted does not stop it a second time.
func TestABadListStopsTheCampaignOnce(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	w.Link(t, a)
	numbers := people(w, 16, wasim.Behaviour{})
	for i, n := range numbers {
		w.Faults().SetUnknown(n, i%2 == 1)
	}
	id := startCampaign(t, a, numbers...)
	d := awaitPaused(t, a, id, campaigns.PausedByErrors, "not on WhatsApp")
	if d.Counts.Failed != 6 || d.Counts.Pending == 0 {
		t.Errorf("counts = %+v", d.Counts)
	}
	time.Sleep(10 * time.Millisecond) // results of the same millisecond would count again
	if _, err := a.Campaigns.Resume(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the end", func() bool {
		d, err := a.Campaigns.Get(t.Context(), id)
		return err == nil && d.Campaign.State == campaigns.Completed && d.Counts.Failed == 8 && d.Counts.Pending == 0
	})
}

func TestOptOutsStopTheCampaign(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	w.Link(t, a)
	stop := wasim.Behaviour{DeliverAfter: time.Millisecond, ReadAfter: time.Millisecond, Replies: []string{"STOP"}, ReplyAfter: time.Millisecond}
	id := startCampaign(t, a, people(w, 60, stop)...)
	d := awaitPaused(t, a, id, campaigns.PausedByErrors, "asked to get no more")
	if d.Counts.Pending == 0 || d.Counts.Replied < 3 {
		t.Errorf("counts = %+v", d.Counts)
	}
}

// Those whose message failed can be written to after all, also when the campaign
// was complete; nobody else gets a second one.
func TestTheFailedAreWrittenToAgain(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	w.Link(t, a)
	numbers := people(w, 4, wasim.Behaviour{})
	w.Faults().SetUnknown(numbers[2], true)
	id := startCampaign(t, a, numbers...)
	detail := func() campaigns.Detail {
		d, err := a.Campaigns.Get(t.Context(), id)
		if err != nil {
			t.Error(err)
		}
		return d
	}
	backendtest.Eventually(t, "the end", func() bool { d := detail(); return d.Campaign.State == campaigns.Completed && d.Counts.Failed == 1 })
	w.Faults().SetUnknown(numbers[2], false)
	if _, err := a.Campaigns.RetryFailed(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the second end", func() bool { d := detail(); return d.Campaign.State == campaigns.Completed && d.Counts.Delivered == 4 })
	for _, n := range numbers {
		if got := received(w.Phone(n)); len(got) != 1 {
			t.Errorf("%s shows %d messages", n, len(got))
		}
	}
	if _, err := a.Campaigns.RetryFailed(t.Context(), id); !fault.Is(err, fault.Conflict) || detail().Campaign.State != campaigns.Completed {
		t.Errorf("nobody to retry: %v", err)
	}
	var table bytes.Buffer
	words := campaigns.ExportWords{Columns: []string{"Person", "Number", "Result", "Why", "When"}, Values: map[string]string{"delivered": "angekommen"}}
	if err := a.Campaigns.Export(t.Context(), id, words, &table); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(table.String(), "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 5 || rows[0][0] != "Person" || rows[1][1] != "+49 1573 5991100" || rows[1][2] != "angekommen" || rows[1][4] == "" {
		t.Errorf("table = %q, %v", rows, err)
	}
	if err := a.Campaigns.Export(t.Context(), id, campaigns.ExportWords{}, &table); !fault.Is(err, fault.Invalid) {
		t.Errorf("without column names: %v", err)
	}
	c, err := a.Campaigns.Duplicate(t.Context(), id, "C again")
	if err != nil || c.State != campaigns.Draft || c.Name != "C again" || c.Steps[0].Variants[0].Body != detail().Campaign.Steps[0].Variants[0].Body || c.ID == id {
		t.Errorf("duplicate = %+v, %v", c, err)
	}
}
