package campaigns_test

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"mceplatform/backend/account"
	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/event"
	"mceplatform/backend/inbound"
	"mceplatform/backend/leads"
	"mceplatform/backend/optouts"
	"mceplatform/backend/settings"
	"mceplatform/backend/store/storetest"
	"mceplatform/backend/templates"
)

// rig is the real worker with the real rules on a real database, and a scripted
// way to WhatsApp. It belongs into a synctest bubble.
type rig struct {
	t    *testing.T
	db   *watched
	raw  *sql.DB // to look
	wire *wire
	time *skewed

	worker    *chats.Service // Run alone; what the window does wakes it in settle
	leads     *leads.Service
	campaigns *campaigns.Service
	optouts   *optouts.Service
	inbound   *inbound.Service
	settings  *settings.Service
	people    []leads.Lead
	undo      time.Duration // a start can be undone so long; build takes it over
	pace      chats.Pace    // of the account; build takes it over

	// source stands between the worker and the campaigns; nil = nothing does.
	source func(chats.Source) chats.Source

	// turn is held by the test but while it waits for the worker: of two who use
	// one source of chance, one at a time makes a run repeatable.
	turn  sync.Mutex
	stop  context.CancelFunc
	ended chan error
}

// quick has no limits and no pauses.
var quick = chats.Pace{PerHour: 1_000_000, PerDay: 1_000_000}

// tag is carried by everybody.
const tag = "everyone"

func newRig(t *testing.T, people int) *rig {
	r := &rig{t: t, time: &skewed{}, pace: quick}
	file := storetest.File(t)
	db := storetest.OpenFile(t, file)
	r.db, r.raw = watch(db), storetest.Raw(t, file)
	r.wire = &wire{r: r, ids: map[message]string{}}
	r.wire.online.Store(true)
	r.turn.Lock()
	r.stop, r.ended = func() {}, make(chan error)
	close(r.ended)
	t.Cleanup(r.end)
	r.build()
	acc, _ := r.services()
	r.must(acc.Linked(t.Context(), account.Account{Phone: "4915735990001"}))
	for i := range people {
		l, err := r.leads.Create(t.Context(), leads.Input{Name: fmt.Sprintf("Person %d", i), Phone: fmt.Sprintf("+49157%08d", 36_000_000+i), Tags: []string{tag}}, "")
		r.must(err)
		r.people = append(r.people, l)
		r.db.people = append(r.db.people, l.ID)
	}
	return r
}

// build makes the services as backend.New does, with nothing in memory of the
// ones before. The worker gets services of its own: woken while it is busy, it
// would look once more or not, by chance.
func (r *rig) build() {
	_, busy := r.services()
	r.worker = busy.Chats
	r.worker.SetSource(busy)
	if r.source != nil {
		r.worker.SetSource(r.source(busy))
	}
	acc, c := r.services()
	c.Chats.SetSource(c)
	r.leads, r.campaigns = c.Leads, c
	set := c.Ceiling.(*settings.Service)
	r.settings = set
	r.optouts = optouts.New(r.db, c.Leads, c.Chats, c, set)
	r.inbound = inbound.New(r.db, acc, c.Leads, c.Chats, c, r.optouts, r.time, c.Log)
}

func (r *rig) services() (*account.Service, *campaigns.Service) {
	bus, log := event.NewBus(), slog.New(slog.DiscardHandler)
	acc := account.New(r.db, bus, r.time, log)
	set := settings.New(r.db, bus, r.time, settings.Paces{Default: r.pace, Hard: r.pace})
	people := leads.New(r.db, bus, r.time)
	talk := chats.New(chats.Deps{Store: r.db, Leads: people, Accounts: acc, Transport: r.wire, Preferences: set, Bus: bus, Clock: r.time, Log: log})
	return acc, campaigns.New(campaigns.Deps{
		Store: r.db, Leads: people, Chats: talk, ChatStore: r.db, Templates: templates.New(r.db, talk, bus, r.time), Accounts: acc, Transport: r.wire, Ceiling: set, Restriction: acc,
		UndoFor: r.undo, Bus: bus, Clock: r.time, Log: log,
	})
}

// start lets the worker run, until the test ends at the latest.
func (r *rig) start() {
	ctx, stop := context.WithCancel(context.WithValue(context.Background(), workerKey{}, true))
	ended, worker := make(chan error, 1), r.worker
	r.stop, r.ended = stop, ended
	go func() {
		ended <- worker.Run(ctx)
		close(ended)
	}()
	r.wait(synctest.Wait)
}

// end ends the worker, if it has not ended.
func (r *rig) end() {
	r.stop()
	r.wait(func() { r.must(<-r.ended) })
}

// settle lets the worker do all there is to do at this moment.
func (r *rig) settle() {
	r.worker.Wake()
	r.wait(synctest.Wait)
}

// wait gives the turn to the worker.
func (r *rig) wait(until func()) {
	r.turn.Unlock()
	defer r.turn.Lock()
	until()
}

// interrupt lets do come between any two transactions of the worker, and while
// a message is on its way.
func (r *rig) interrupt(do func()) {
	r.db.gap = func() {
		r.turn.Lock()
		defer r.turn.Unlock()
		do()
	}
	r.wire.meeting = r.db.gap
}

func (r *rig) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// everybody is a campaign of one message to everybody.
func everybody() campaigns.Input {
	return campaigns.Input{Name: "Walk", Audience: campaigns.Audience{Tags: []string{tag}}, Steps: campaigns.Say("Hello {{name}}!"), Pace: quick}
}

func (r *rig) newCampaign() int64 { return r.draft(everybody()) }

func (r *rig) draft(in campaigns.Input) int64 {
	c, err := r.campaigns.Create(r.t.Context(), in)
	r.must(err)
	return c.ID
}

// launch starts a campaign, whomever it is for.
func (r *rig) launch(id int64) error {
	d, err := r.campaigns.Get(r.t.Context(), id)
	r.must(err)
	in := campaigns.Input{Name: d.Campaign.Name, Audience: d.Campaign.Audience, Steps: d.Campaign.Steps, Pace: d.Campaign.Pace, StopOn: d.Campaign.StopOn}
	reach, err := r.campaigns.Reach(r.t.Context(), in)
	r.must(err)
	_, err = r.campaigns.Start(r.t.Context(), id, campaigns.Confirmation{Cold: reach.Cold})
	return err
}

// skewed is a clock that can be set forth, as the sleep of a computer does.
type skewed struct{ by atomic.Int64 }

func (s *skewed) Now() time.Time           { return time.Now().Add(time.Duration(s.by.Load())) }
func (s *skewed) Location() *time.Location { return time.UTC }
