package wasim

import (
	"context"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/types"
)

// seen is what a phone noticed of clients beside messages.
type seen struct {
	presence string            // what the own linked devices announced last
	typing   map[string]string // last chat state by LID of who sent it
}

// SeenPresence returns what the account's linked devices announced last:
// "available", "unavailable", or "" when they never did.
func (p *Phone) SeenPresence() string {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.seen.presence
}

// SeenTyping returns the last chat state that a linked device of from sent to
// this person: "composing", "paused", or "".
func (p *Phone) SeenTyping(from *Phone) string {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.seen.typing[from.lid]
}

// Typing shows to the linked devices of to that the person types, or stopped.
// Only devices that announced themselves available are told, and only now.
func (p *Phone) Typing(_ context.Context, to *Phone, composing bool) error {
	if p.isGone() || to.isGone() {
		return ErrGone
	}
	state := "paused"
	if composing {
		state = "composing"
	}
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if to.blocked[p.Number()] {
		return nil
	}
	for _, d := range to.sortedDevices() {
		if d.available && d.conn != nil && d.conn.active {
			d.conn.send(waBinary.Node{Tag: "chatstate", Attrs: waBinary.Attrs{"from": p.jid(true)}, Content: []waBinary.Node{{Tag: state}}})
		}
	}
	return nil
}

// onPresence takes what a client announces about itself. A subscription to the
// presence of others needs no answer: simulated people show none.
func (c *conn) onPresence(n *waBinary.Node) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	kind := attrString(n, "type")
	if c.dev == nil || (kind != string(types.PresenceAvailable) && kind != string(types.PresenceUnavailable)) {
		return
	}
	c.dev.available = kind == string(types.PresenceAvailable)
	c.dev.phone.seen.presence = kind
	c.s.touch()
}

// onChatState takes that a client's user types.
func (c *conn) onChatState(n *waBinary.Node) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if to := c.s.phoneForLocked(attrJID(n, "to")); c.dev != nil && to != nil && !to.blocked[c.dev.phone.Number()] {
		to.seen.typing[c.dev.phone.lid] = firstTag(n)
		c.s.touch()
	}
}
