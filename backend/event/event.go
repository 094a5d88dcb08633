// Package event tells the rest of the program what has happened, after it has
// been committed. Events are hints for screens: they carry ids, never business
// logic, and missing one must not corrupt anything.
package event

import (
	"context"
	"sync"
)

// Event is something that happened, named "<noun>:<past participle>".
type Event struct {
	Name string
	Data any
}

// Bus hands events to its subscribers, in the order they were published.
// Subscribers must return quickly: they run on the publisher's goroutine.
type Bus struct {
	mu   sync.RWMutex
	subs map[int]func(Event)
	next int
}

// NewBus returns a bus without subscribers.
func NewBus() *Bus { return &Bus{subs: make(map[int]func(Event))} }

// Subscribe registers fn for every event until cancel is called.
func (b *Bus) Subscribe(fn func(Event)) (cancel func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	id := b.next
	b.next++
	b.subs[id] = fn
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.subs, id)
	}
}

// Publish delivers e now, or, inside a transaction (see Deferred), after its
// commit; a rolled back transaction tells nobody.
func (b *Bus) Publish(ctx context.Context, e Event) {
	if d, ok := ctx.Value(deferredKey{}).(*Deferred); ok {
		d.pending = append(d.pending, func() { b.deliver(e) })
		return
	}
	b.deliver(e)
}

func (b *Bus) deliver(e Event) {
	b.mu.RLock()
	subs := make([]func(Event), 0, len(b.subs))
	for i := range b.next {
		if fn, ok := b.subs[i]; ok {
			subs = append(subs, fn)
		}
	}
	b.mu.RUnlock()
	for _, fn := range subs {
		fn(e)
	}
}

type deferredKey struct{}

// Deferred collects what must happen after a commit. It belongs to one
// transaction, hence to one goroutine.
type Deferred struct{ pending []func() }

// Defer returns a context whose published events wait in the returned value.
func Defer(ctx context.Context) (context.Context, *Deferred) {
	d := &Deferred{}
	return context.WithValue(ctx, deferredKey{}, d), d
}

// Flush delivers what was collected; call it once, after the commit.
func (d *Deferred) Flush() {
	for _, fn := range d.pending {
		fn()
	}
	d.pending = nil
}
