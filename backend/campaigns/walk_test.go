package campaigns_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/fault"
	"mceplatform/backend/inbound"
	"mceplatform/backend/leads"
	"mceplatform/backend/optouts"
	"mceplatform/backend/phone"
)

const (
	walkSteps     = 500
	walkPeople    = 12
	walkCampaigns = 3 // at once
)

// walker does at random whatever can be done to campaigns and their people.
type walker struct {
	*rig
	rng    *rand.Rand
	frozen map[int64]int // how many people each campaign was started for
	did    map[string]int
	saw    map[campaigns.RecipientState]int
	heard  int
}

var walk = flag.Uint64("walk", rand.Uint64(), "the seed of the walk that is new each time")

// Whatever happens in whatever order, everybody of a frozen audience is in one
// state, a complete campaign has nothing open, and no promise about a single
// message is broken. One walk is always the same, one is new each time.
func TestARandomWalkKeepsTheAccounts(t *testing.T) {
	walks, seen, did := 0, map[campaigns.RecipientState]int{}, map[string]int{}
	for _, seed := range []uint64{1, *walk} {
		t.Run(fmt.Sprint("seed=", seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWalker(t, seed)
				for range walkSteps {
					w.step()
					w.settle()
					w.check()
				}
				w.finish()
				t.Logf("%d commits, %d sends", w.db.commits, w.wire.sends)
				walks++
				for s, n := range w.saw {
					seen[s] += n
				}
				for verb, n := range w.did {
					did[verb] += n
				}
			})
		})
	}
	t.Log(did, seen)
	if walks < 2 { // a part of the test was asked for, or failed
		return
	}
	for _, s := range recipientStates {
		if seen[s] == 0 {
			t.Errorf("nobody was ever %s", s)
		}
	}
	for verb := range verbs {
		if did[verb] == 0 {
			t.Errorf("%s never succeeded", verb)
		}
	}
}

func newWalker(t *testing.T, seed uint64) *walker {
	w := &walker{rig: newRig(t, walkPeople), rng: rand.New(rand.NewPCG(seed, 1)), frozen: map[int64]int{}, did: map[string]int{}, saw: map[campaigns.RecipientState]int{}}
	w.wire.answer = w.answer
	w.interrupt(func() {
		if w.rng.IntN(12) == 0 {
			w.step()
		}
	})
	w.start()
	return w
}

// verbs are the steps, with how often each is taken. A step that the state
// refuses is none.
var verbs = map[string]struct {
	often int
	take  func(w *walker) error
}{
	"start":  {6, (*walker).begin},
	"pause":  {3, func(w *walker) error { _, err := w.campaigns.Pause(w.ctx(), w.in(campaigns.Running)); return err }},
	"resume": {10, func(w *walker) error { _, err := w.campaigns.Resume(w.ctx(), w.in(campaigns.Paused)); return err }},
	"cancel": {1, func(w *walker) error {
		_, err := w.campaigns.Cancel(w.ctx(), w.in(campaigns.Running, campaigns.Paused))
		return err
	}},
	"retry": {6, func(w *walker) error {
		_, err := w.campaigns.RetryFailed(w.ctx(), w.in(campaigns.Running, campaigns.Paused, campaigns.Completed))
		return err
	}},
	"opt out":   {1, func(w *walker) error { return w.optouts.Create(w.ctx(), optouts.Input{LeadID: w.somebody().ID}) }},
	"come back": {6, func(w *walker) error { return w.optouts.Delete(w.ctx(), optouts.Target{LeadID: w.somebody().ID}) }},
	"reply":     {5, (*walker).reply},
	"receipt":   {10, (*walker).receipt},
	"decide":    {8, (*walker).decide},
	"offline":   {1, func(w *walker) error { w.wire.online.Store(false); return nil }},
	"online":    {6, func(w *walker) error { w.wire.online.Store(true); return nil }},
	"time":      {6, func(w *walker) error { w.time.by.Add(w.rng.Int64N(int64(20 * time.Minute))); return nil }},
	"sleep":     {3, func(w *walker) error { w.time.by.Add(w.rng.Int64N(int64(30 * time.Hour))); return nil }},
	"restart":   {2, (*walker).again},
}

var verbNames = slices.Sorted(maps.Keys(verbs))

func (w *walker) step() {
	total := 0
	for _, v := range verbs {
		total += v.often
	}
	n := w.rng.IntN(total)
	for _, name := range verbNames {
		if n -= verbs[name].often; n < 0 {
			w.take(name)
			return
		}
	}
}

// errNobody says that there is nothing that a step could be taken with.
var errNobody = errors.New("nobody")

func (w *walker) take(name string) {
	err := verbs[name].take(w)
	switch {
	case err == nil:
		w.did[name]++
	case !errors.Is(err, errNobody) && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.NotFound):
		w.t.Errorf("%s: %v", name, err)
	}
}

func (w *walker) somebody() leads.Lead { return w.people[w.rng.IntN(len(w.people))] }
func (w *walker) started() []int64     { return slices.Sorted(maps.Keys(w.frozen)) }

// in is a campaign in one of the states; now and then any campaign.
func (w *walker) in(states ...campaigns.State) int64 {
	list := w.started()
	if len(list) == 0 {
		return 0
	}
	if w.rng.IntN(8) > 0 {
		fit, err := w.db.CampaignsInState(w.ctx(), states[w.rng.IntN(len(states))])
		w.must(err)
		if len(fit) > 0 {
			return fit[w.rng.IntN(len(fit))].ID
		}
	}
	return list[w.rng.IntN(len(list))]
}

func (w *walker) begin() error {
	running, err := w.db.CampaignsInState(w.ctx(), campaigns.Running)
	w.must(err)
	paused, err := w.db.CampaignsInState(w.ctx(), campaigns.Paused)
	w.must(err)
	if len(running)+len(paused) >= walkCampaigns {
		return errNobody
	}
	in := w.anyCampaign()
	id := w.draft(in)
	if err = w.launch(id); err == nil {
		w.frozen[id] = len(in.Audience.Leads)
	}
	return err
}

// anyCampaign is for some of the people, in one to three messages.
func (w *walker) anyCampaign() campaigns.Input {
	in := everybody()
	in.Audience = campaigns.Audience{}
	for _, at := range w.rng.Perm(len(w.people))[:4+w.rng.IntN(len(w.people)-3)] {
		in.Audience.Leads = append(in.Audience.Leads, w.people[at].ID)
	}
	for range w.rng.IntN(3) {
		in.Steps = append(in.Steps, campaigns.Step{Variants: in.Steps[0].Variants, DelayMinutes: 1 + w.rng.IntN(120)})
	}
	in.StopOn.Reply = w.rng.IntN(2) == 0
	return in
}

func (w *walker) reply() error {
	p := w.somebody()
	number, err := phone.Parse("+"+p.Phone, "")
	if err != nil {
		return err
	}
	w.heard++
	text := []string{"hello", "hello", "hello", "hello", "hello", "STOP", "START", "START"}[w.rng.IntN(8)]
	return w.inbound.Message(w.ctx(), inbound.Message{
		ID: fmt.Sprintf("3A%018X", w.heard), Person: leads.Person{Phone: number, Confirmed: true}, At: clock.NowMillis(w.time),
		Content: chats.Content{Kind: chats.KindText, Text: chats.Text(text)},
	})
}

// receipt confirms a message that may have left, also long afterwards.
func (w *walker) receipt() error {
	if len(w.wire.left) == 0 {
		return errNobody
	}
	id := w.wire.left[w.rng.IntN(len(w.wire.left))]
	status := []chats.Status{chats.StatusDelivered, chats.StatusRead}[w.rng.IntN(2)]
	return w.inbound.Receipt(w.ctx(), []string{id}, status, clock.NowMillis(w.time))
}

func (w *walker) decide() error {
	for _, id := range w.started() {
		page, err := w.campaigns.Recipients(w.ctx(), id, campaigns.RecipientQuery{States: []campaigns.RecipientState{campaigns.RecipientUncertain}})
		if err != nil {
			return err
		}
		if n := len(page.Items); n > 0 {
			choice := []campaigns.Decision{campaigns.SendAgain, campaigns.CountAsSent, campaigns.LeaveOut}[w.rng.IntN(3)]
			return w.campaigns.Decide(w.ctx(), page.Items[w.rng.IntN(n)].ID, choice)
		}
	}
	return errNobody
}

// again ends the program wherever it is: between two transactions, or while a
// message is on its way. The test starts another one.
func (w *walker) again() error {
	w.stop()
	return nil
}

// answer is what WhatsApp says, or the connection.
func (w *walker) answer(chats.Outgoing) error {
	refused := func(class chats.ErrorClass, code string) error {
		return &chats.SendError{Class: class, Code: code, Err: errors.New("scripted")}
	}
	switch n := w.rng.IntN(24); {
	case n < 14:
		return nil
	case n < 16:
		return refused(chats.NotSent, []string{"offline", "lookup", chats.CodeNotOnWhatsApp, chats.CodeLookUpLimit}[w.rng.IntN(4)])
	case n < 19:
		return refused(chats.Unknown, "no_answer")
	case n < 20:
		return context.DeadlineExceeded // of no class
	case n < 23:
		return refused(chats.Rejected, codes[w.rng.IntN(len(codes))])
	}
	return refused(chats.Rejected, fmt.Sprint(w.rng.IntN(1000))) // what nobody has explained
}

var codes = []string{"400", "403", "405", "420", "421", "429", "463", "475", "479", "487", "500", "503", "551", ""}
