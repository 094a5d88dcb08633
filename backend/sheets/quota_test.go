package sheets_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"mceplatform/backend/gsheets/sheetsim"
	"mceplatform/backend/sheets"
)

// twenty connects twenty sheets and reads each once.
func (f *fixture) twenty(t *testing.T) (ids []int64) {
	t.Helper()
	for i := range 20 {
		doc := f.sim.AddSpreadsheet(fmt.Sprintf("Sheet %d", i))
		f.tabs = append(f.tabs, doc.AddTab("Form", header, person(i)))
		c := f.connect(t, func(in *sheets.Input) { in.SpreadsheetID = doc.ID })
		f.run(t, c.ID)
		ids = append(ids, c.ID)
	}
	return ids
}

func (f *fixture) reads() int {
	return f.sim.Requests(sheetsim.RequestBatch) + f.sim.Requests(sheetsim.RequestSpreadsheet) + f.sim.Requests(sheetsim.RequestValues)
}

// Google allows 60 reads a minute. A sheet that has not changed costs none of them, however often it
// is looked at.
func TestTwentySheetsStayWithinTheQuota(t *testing.T) {
	f := newFixture(t)
	ids := f.twenty(t)
	before, asked := f.reads(), f.sim.Requests(sheetsim.RequestFile)
	for range 3 {
		for _, id := range ids {
			f.run(t, id)
		}
	}
	if n := f.reads() - before; n != 0 {
		t.Errorf("%d reads of sheets that have not changed", n)
	}
	if n := f.sim.Requests(sheetsim.RequestFile) - asked; n != 60 {
		t.Errorf("%d questions for a version", n)
	}
}

// When Google has had enough, every sheet waits, and nothing is lost by it.
func TestAStormOfRefusalsPasses(t *testing.T) {
	f := newFixture(t)
	ids := f.twenty(t)
	for i, tab := range f.tabs {
		tab.Append(person(20 + i)...)
	}
	f.sim.Fail(sheetsim.RateLimited, sheetsim.Forever)
	for _, id := range ids {
		if _, err := f.RunOnce(t.Context(), id); reasonOf(err) != sheets.ReasonRateLimited {
			t.Fatal(err)
		}
		if c := f.get(t, id); c.State != sheets.Failed || time.Until(c.NextRunAt.Time()) < 9*time.Minute {
			t.Errorf("%s, next in %v", c.State, time.Until(c.NextRunAt.Time()))
		}
	}
	f.sim.Fail(sheetsim.RateLimited, 0)
	for _, id := range ids {
		f.run(t, id)
		if c := f.get(t, id); c.State != sheets.Active || time.Until(c.NextRunAt.Time()) > 11*time.Minute {
			t.Errorf("%s, next in %v", c.State, time.Until(c.NextRunAt.Time()))
		}
	}
	if n := f.total(t); n != 40 {
		t.Errorf("%d leads", n)
	}
}

// A sheet that takes its time delays no other.
func TestASlowSheetDelaysNobody(t *testing.T) {
	f := newFixture(t, people(1)...)
	slow := f.connect(t, nil)
	f.run(t, slow.ID)
	quick := f.sim.AddSpreadsheet("Quick")
	tab := quick.AddTab("Form", header)
	c := f.connect(t, func(in *sheets.Input) { in.SpreadsheetID = quick.ID; in.HeaderRow = 1 })
	f.run(t, c.ID)
	f.doc.SetLatency(300 * time.Millisecond)
	f.tab.Append(person(1)...)
	tab.Append(person(2)...)
	var both sync.WaitGroup
	ended := make(chan int64, 2)
	for _, id := range []int64{slow.ID, c.ID} {
		both.Go(func() {
			if _, err := f.RunOnce(t.Context(), id); err != nil {
				t.Error(err)
			}
			ended <- id
		})
	}
	both.Wait()
	if first := <-ended; first != c.ID {
		t.Error("the slow one came first")
	}
}
