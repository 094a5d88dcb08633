package campaigns_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"testing/synctest"

	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/fault"
)

// interferer pauses, resumes and cancels at random, between any two transactions
// of the worker and while a message is on its way.
type interferer struct {
	r        *rig
	rng      *rand.Rand
	campaign int64
	paused   int
	resumed  int
	ended    int
}

func (f *interferer) done() int { return f.paused + f.resumed + f.ended }

func (f *interferer) perhaps() {
	if f.campaign != 0 && f.rng.IntN(4) == 0 {
		f.act()
	}
}

// act counts what was committed; what the state refuses is nothing.
func (f *interferer) act() {
	ctx := f.r.t.Context()
	var err error
	n := &f.paused
	switch k := f.rng.IntN(21); {
	case k < 10:
		_, err = f.r.campaigns.Pause(ctx, f.campaign)
	case k < 20:
		n = &f.resumed
		_, err = f.r.campaigns.Resume(ctx, f.campaign)
	default:
		n = &f.ended
		_, err = f.r.campaigns.Cancel(ctx, f.campaign)
	}
	if err == nil {
		*n++
	} else if !fault.Is(err, fault.Conflict) {
		f.r.t.Error(err)
	}
}

// interfere lets campaigns run one after the other until n verbs were committed.
func interfere(t *testing.T, n int, source func(chats.Source) chats.Source) (r *rig, f *interferer) {
	r = newRig(t, 30)
	r.source = source
	r.build()
	f = &interferer{r: r, rng: rand.New(rand.NewPCG(1, 2))}
	r.interrupt(f.perhaps)
	r.start()
	for f.done() < n {
		if f.campaign == 0 || !f.underWay() {
			f.campaign = r.newCampaign()
			r.must(r.launch(f.campaign))
		} else {
			f.act()
		}
		r.settle()
	}
	return r, f
}

func (f *interferer) underWay() bool {
	d, err := f.r.campaigns.Get(f.r.t.Context(), f.campaign)
	f.r.must(err)
	return d.Campaign.State == campaigns.Running || d.Campaign.State == campaigns.Paused
}

// No send begins after a pause or a cancellation is committed. It begins with
// the transaction that looks once more, just before the message is handed over.
func TestNoSendBeginsAfterAPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, f := interfere(t, 500, nil)
		for _, w := range r.wire.wrongs {
			t.Error(w)
		}
		held := r.db.claims - r.wire.sends
		t.Logf("%d pauses, %d resumptions, %d cancellations; %d messages begun, %d held back after their claim", f.paused, f.resumed, f.ended, r.wire.sends, held)
		if f.paused < 100 || f.resumed < 100 || f.ended < 5 || r.wire.sends < 50 || held < 20 {
			t.Error("nothing was disturbed")
		}
	})
}

// heedless lets everything go out that was claimed, as if nobody looked again.
type heedless struct{ chats.Source }

func (heedless) MayRepeat(context.Context, chats.Send) (chats.Repeat, error) {
	return chats.RepeatNow, nil
}
func (heedless) Wanted(context.Context, int64) (chats.Repeat, error) { return chats.RepeatNow, nil }

// The control: a worker that does not look again must be seen.
func TestASendAfterAPauseIsSeen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _ := interfere(t, 100, func(s chats.Source) chats.Source { return heedless{s} })
		if len(r.wire.wrongs) == 0 {
			t.Error("nothing was seen")
		}
	})
}
