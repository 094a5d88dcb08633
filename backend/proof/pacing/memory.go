package main

import (
	"container/heap"
	"context"
	"slices"
	"time"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
)

// memory is a ledger of one account without a database.
type memory struct {
	linked clock.Millis
	rows   []row // by time
	// strikes are what WhatsApp refused, by code and time.
	strikes map[string][]clock.Millis
	blind   bool // nothing of them is told
}

type row struct {
	id      int64
	at      clock.Millis
	gap     time.Duration
	newChat bool
}

var _ chats.PacedLedger = (*memory)(nil)

func (m *memory) LinkedAt(context.Context, int64) (clock.Millis, error) { return m.linked, nil }

func (m *memory) LastPaced(_ context.Context, _, except int64) (clock.Millis, time.Duration, error) {
	for _, r := range slices.Backward(m.rows) {
		if r.id != except {
			return r.at, r.gap, nil
		}
	}
	return 0, 0, nil
}

func (m *memory) CountPaced(_ context.Context, _ int64, since clock.Millis) (int, error) {
	n := 0
	for i := len(m.rows) - 1; i >= 0 && m.rows[i].at > since; i-- {
		n++
	}
	return n, nil
}

func (m *memory) NthPaced(_ context.Context, _ int64, since clock.Millis, newOnly bool, n int) (clock.Millis, error) {
	for i := len(m.rows) - 1; i >= 0 && m.rows[i].at > since; i-- {
		if !newOnly || m.rows[i].newChat {
			if n--; n == 0 {
				return m.rows[i].at, nil
			}
		}
	}
	return 0, nil
}

func (m *memory) PacedSince(_ context.Context, _ int64, since clock.Millis) ([]chats.Paced, error) {
	var list []chats.Paced
	for _, r := range m.rows {
		if r.at > since {
			list = append(list, chats.Paced{At: r.at, NewChat: r.newChat})
		}
	}
	return list, nil
}

func (m *memory) Strikes(_ context.Context, _ int64, code string, since clock.Millis) ([]clock.Millis, error) {
	var list []clock.Millis
	for _, at := range m.strikes[code] {
		if at > since && !m.blind {
			list = append(list, at)
		}
	}
	return list, nil
}

func (m *memory) strike(code string, at clock.Millis) {
	if m.strikes == nil {
		m.strikes = map[string][]clock.Millis{}
	}
	m.strikes[code] = append(m.strikes[code], at)
}

func (m *memory) PullBack(_ context.Context, _ int64, now clock.Millis) error {
	for i := len(m.rows) - 1; i >= 0 && m.rows[i].at > now; i-- {
		m.rows[i].at = now
	}
	for _, list := range m.strikes {
		for i := range list {
			list[i] = min(list[i], now)
		}
	}
	return nil
}

// put notes a send, or that one goes out again.
func (m *memory) put(r row) {
	m.rows = slices.DeleteFunc(m.rows, func(have row) bool { return have.id == r.id })
	i := len(m.rows)
	for i > 0 && m.rows[i-1].at > r.at {
		i--
	}
	m.rows = slices.Insert(m.rows, i, r)
	if keep := 2500; len(m.rows) > 2*keep { // more than any day holds
		m.rows = slices.Clone(m.rows[len(m.rows)-keep:])
	}
}

// turn is a pending person.
type turn struct {
	chats.Person
	due clock.Millis
}

// turns is a heap by due time.
type turns []*turn

func (t turns) Len() int { return len(t) }
func (t turns) Less(i, j int) bool {
	return t[i].due < t[j].due || (t[i].due == t[j].due && t[i].ID < t[j].ID)
}
func (t turns) Swap(i, j int) { t[i], t[j] = t[j], t[i] }
func (t *turns) Push(x any)   { *t = append(*t, x.(*turn)) } //nolint:forcetypeassert // heap's own way
func (t *turns) Pop() any {
	old := *t
	last := old[len(old)-1]
	*t = old[:len(old)-1]
	return last
}

// queue is the pending people of one campaign, those with a conversation apart.
type queue struct {
	known, strangers turns
	deferred         map[chats.WaitReason]int
}

var _ chats.Queue = (*queue)(nil)

func (q *queue) add(p chats.Person) {
	into := &q.known
	if p.NewChat {
		into = &q.strangers
	}
	heap.Push(into, &turn{Person: p})
}

func (q *queue) first(newChats bool) *turns {
	switch {
	case !newChats || len(q.strangers) == 0:
		return &q.known
	case len(q.known) == 0 || q.strangers[0].due < q.known[0].due || (q.strangers[0].due == q.known[0].due && q.strangers[0].ID < q.known[0].ID):
		return &q.strangers
	}
	return &q.known
}

func (q *queue) NextPerson(_ context.Context, now clock.Millis, newChats bool) (*chats.Person, clock.Millis, error) {
	of := *q.first(newChats)
	switch {
	case len(of) == 0:
		return nil, 0, nil
	case of[0].due > now:
		return nil, of[0].due, nil
	}
	p := of[0].Person
	return &p, 0, nil
}

func (q *queue) Defer(_ context.Context, p chats.Person, why chats.WaitReason, until clock.Millis) error {
	of := &q.known
	if p.NewChat {
		of = &q.strangers
	}
	q.deferred[why]++
	(*of)[0].due = until
	heap.Fix(of, 0)
	return nil
}

// take removes who was picked.
func (q *queue) take(p chats.Person) {
	of := &q.known
	if p.NewChat {
		of = &q.strangers
	}
	heap.Pop(of)
}

// recall gives everybody their turn again, as the program does when the clock
// was set back.
func (q *queue) recall() {
	for _, of := range []*turns{&q.known, &q.strangers} {
		for _, t := range *of {
			t.due = 0
		}
		heap.Init(of)
	}
}
