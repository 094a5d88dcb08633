package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"mceplatform/backend/chats"
	"mceplatform/backend/leads"
)

// courier takes the place of WhatsApp: it accepts every message at once. It is
// online for a number of messages only, so that the worker can be measured from
// the first claim to the last result.
type courier struct {
	chats.Transport // nothing else of it is used
	clock           *ledgerClock
	handed          func() // hears of each hand-over, if not nil

	mu   sync.Mutex
	ids  int
	left int           // messages until it goes offline
	done chan struct{} // closed when it has, and the last result is recorded
}

// NewID implements chats.Transport.
func (c *courier) NewID() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ids++
	return fmt.Sprintf("3EB0%016X", c.ids)
}

// Online implements chats.Transport. The worker asks before each claim, which is
// after the last result.
func (c *courier) Online() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.left > 0 {
		return true
	}
	if c.done != nil {
		close(c.done)
		c.done = nil
	}
	return false
}

// NeedsLookUp implements chats.Transport.
func (c *courier) NeedsLookUp(leads.Address) bool { return false }

// Send implements chats.Transport.
func (c *courier) Send(context.Context, chats.Outgoing) (chats.Receipt, error) {
	if c.handed != nil {
		c.handed()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.left--
	if c.clock != nil {
		c.clock.pass(betweenSends)
	}
	return chats.Receipt{At: time.Now()}, nil
}

// accept goes online for n messages and returns when they are through.
func (c *courier) accept(ctx context.Context, n int, wake func()) error {
	done := make(chan struct{})
	c.mu.Lock()
	c.left, c.done = n, done
	c.mu.Unlock()
	wake()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(linkPatience):
		return errors.New("the worker does not go on")
	}
}

// betweenSends is how much time passes with each message for the governor: it
// then counts 960 sends of a day, near the 1,000 that are the most.
const betweenSends = 90 * time.Second

// ledgerClock goes on by itself and jumps ahead with each message.
type ledgerClock struct {
	mu    sync.Mutex
	ahead time.Duration
}

// Now implements clock.Clock.
func (c *ledgerClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.ahead)
}

// Location implements clock.Clock.
func (c *ledgerClock) Location() *time.Location { return time.UTC }

func (c *ledgerClock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}
