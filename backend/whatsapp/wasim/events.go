package wasim

import (
	"sync"
	"time"
)

// EventKind names what happened.
type EventKind string

// The kinds of events.
const (
	EventLinked       EventKind = "linked"
	EventUnlinked     EventKind = "unlinked"
	EventConnected    EventKind = "connected"
	EventDisconnected EventKind = "disconnected"
	// EventArrival: a message of a linked device of Peer for Phone has reached the
	// server, which has not looked at it yet.
	EventArrival EventKind = "arrival"
	// EventMessage: a message is shown on Phone; Peer sent it.
	EventMessage EventKind = "message"
	// EventChange: Peer reacted to, edited or deleted a message on Phone.
	EventChange EventKind = "change"
	// EventDuplicate: an id reached Phone again and was not shown again.
	EventDuplicate EventKind = "duplicate"
	// EventReceiptSent: Phone confirmed a message of Peer.
	EventReceiptSent EventKind = "receiptSent"
	// EventReceipt: a linked device of Peer confirmed a message of Phone.
	EventReceipt EventKind = "receipt"
	// EventRetry: Phone could not decrypt a message of Peer and asked again.
	EventRetry EventKind = "retry"
)

// Event is something that happened in the simulator.
type Event struct {
	Kind    EventKind `json:"kind"`
	Time    time.Time `json:"time"`
	Phone   string    `json:"phone,omitempty"`
	Peer    string    `json:"peer,omitempty"`
	Device  uint16    `json:"device,omitempty"`
	ID      string    `json:"id,omitempty"`
	Text    string    `json:"text,omitempty"`
	FromMe  bool      `json:"fromMe,omitempty"`
	Receipt string    `json:"receipt,omitempty"`
}

// broadcaster passes events on. Each subscriber has its own queue and
// goroutine, so that a slow one delays nobody and may call the server.
type broadcaster struct {
	mu     sync.Mutex
	closed bool
	subs   map[*subscriber]struct{}
	wg     sync.WaitGroup
}

type subscriber struct {
	queue []Event
	wake  chan struct{}
	stop  chan struct{}
	once  sync.Once
}

func newBroadcaster() *broadcaster { return &broadcaster{subs: map[*subscriber]struct{}{}} }

// Subscribe calls f for every event from now on, in order, until cancel is
// called or the server closes.
func (s *Server) Subscribe(f func(Event)) (cancel func()) {
	b := s.events
	sub := &subscriber{wake: make(chan struct{}, 1), stop: make(chan struct{})}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return func() {}
	}
	b.subs[sub] = struct{}{}
	b.wg.Go(func() { b.deliver(sub, f) })
	return func() {
		b.mu.Lock()
		delete(b.subs, sub)
		b.mu.Unlock()
		sub.once.Do(func() { close(sub.stop) })
	}
}

func (b *broadcaster) deliver(sub *subscriber, f func(Event)) {
	for {
		select {
		case <-sub.stop:
			return
		case <-sub.wake:
		}
		b.mu.Lock()
		events := sub.queue
		sub.queue = nil
		b.mu.Unlock()
		for _, e := range events {
			f(e)
		}
	}
}

// emit never blocks and may be called with Server.mu held.
func (s *Server) emit(e Event) {
	e.Time = s.now()
	b := s.events
	b.mu.Lock()
	defer b.mu.Unlock()
	for sub := range b.subs {
		sub.queue = append(sub.queue, e)
		select {
		case sub.wake <- struct{}{}:
		default:
		}
	}
}

func (s *Server) noteArrival(m clientMessage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.arrivals[m.id]++
	e := Event{Kind: EventArrival, Peer: m.from.Number(), Device: m.sender.id, ID: m.id}
	if m.peer != nil {
		e.Phone = m.peer.Number()
	}
	s.emit(e)
	s.touch()
}

func (b *broadcaster) close() {
	b.mu.Lock()
	b.closed = true
	for sub := range b.subs {
		sub.once.Do(func() { close(sub.stop) })
	}
	b.subs = map[*subscriber]struct{}{}
	b.mu.Unlock()
	b.wg.Wait()
}
