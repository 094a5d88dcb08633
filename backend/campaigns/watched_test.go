package campaigns_test

import (
	"context"
	"slices"

	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/leads"
	"mceplatform/backend/store"
)

// record says from which commits on something held, and from which on no more.
type record []struct {
	commit int
	holds  bool
}

func (r record) at(commit int) bool {
	holds := false
	for _, c := range r {
		if c.commit <= commit {
			holds = c.holds
		}
	}
	return holds
}

func (r record) note(commit int, holds bool) record {
	if r.at(commit) == holds {
		return r
	}
	return append(r, struct {
		commit int
		holds  bool
	}{commit, holds})
}

type (
	workerKey struct{} // marks the worker's ctx
	insideKey struct{} // marks the ctx of a transaction
)

// watched numbers the commits and remembers what each made true.
type watched struct {
	*store.DB
	gap func() // called wherever others can come between two transactions of the worker

	commits int
	seen    int              // the worker's latest
	running map[int64]record // by campaign
	out     map[int64]record // opted out, by lead
	claimed map[int64]int    // by send: the commit that last moved it to sending
	claims  int

	people     []int64
	fresh      []int64 // sends that the transaction has moved to sending
	outChanged bool
}

func watch(db *store.DB) *watched {
	return &watched{DB: db, running: map[int64]record{}, out: map[int64]record{}, claimed: map[int64]int{}}
}

// InTx numbers a transaction while it holds the one writer, so that numbers are
// in the order of commits.
func (w *watched) InTx(ctx context.Context, fn func(ctx context.Context) error) error {
	if ctx.Value(insideKey{}) != nil {
		return w.DB.InTx(ctx, fn)
	}
	worker := ctx.Value(workerKey{}) != nil
	if worker && w.gap != nil {
		w.gap()
		defer w.gap()
	}
	return w.DB.InTx(context.WithValue(ctx, insideKey{}, true), func(ctx context.Context) error {
		w.fresh, w.outChanged = nil, false
		if err := fn(ctx); err != nil {
			return err
		}
		w.commits++
		if worker {
			w.seen = w.commits
		}
		return w.remember(ctx)
	})
}

func (w *watched) remember(ctx context.Context) error {
	for _, id := range w.fresh {
		w.claimed[id] = w.commits
	}
	w.claims += len(w.fresh)
	list, err := w.CampaignsInState(ctx, campaigns.Running)
	if err != nil {
		return err
	}
	for _, c := range list {
		w.running[c.ID] = w.running[c.ID].note(w.commits, true)
	}
	for id, r := range w.running {
		if !slices.ContainsFunc(list, func(c campaigns.Campaign) bool { return c.ID == id }) {
			w.running[id] = r.note(w.commits, false)
		}
	}
	if !w.outChanged {
		return nil
	}
	for _, id := range w.people {
		ids, err := w.LeadIdentities(ctx, id)
		if err != nil {
			return err
		}
		o, err := w.FindSuppression(ctx, ids)
		if err != nil {
			return err
		}
		w.out[id] = w.out[id].note(w.commits, o != nil)
	}
	return nil
}

// CreateSend notes claims.
func (w *watched) CreateSend(ctx context.Context, s *chats.Send) error {
	err := w.DB.CreateSend(ctx, s)
	if s.State == chats.SendSending {
		w.fresh = append(w.fresh, s.ID)
	}
	return err
}

// UpdateSend notes claims.
func (w *watched) UpdateSend(ctx context.Context, s chats.Send) error {
	if s.State == chats.SendSending {
		w.fresh = append(w.fresh, s.ID)
	}
	return w.DB.UpdateSend(ctx, s)
}

// Suppress notes that somebody has opted out.
func (w *watched) Suppress(ctx context.Context, ids []leads.Identity, o leads.OptOut) error {
	w.outChanged = true
	return w.DB.Suppress(ctx, ids, o)
}

// LiftSuppression notes that somebody has come back.
func (w *watched) LiftSuppression(ctx context.Context, ids []leads.Identity, at clock.Millis) error {
	w.outChanged = true
	return w.DB.LiftSuppression(ctx, ids, at)
}
