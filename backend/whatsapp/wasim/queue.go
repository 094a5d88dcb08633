package wasim

import (
	"maps"
	"strconv"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/types"
)

// queuedNode is a stanza on its way to a linked device.
type queuedNode = waBinary.Node

// queued is a stanza that a device has not confirmed yet. It is sent again at
// every login until a receipt or an ack takes it out.
type queued struct {
	node queuedNode
	// stale counts acks that are still to come for an older encryption of the
	// same id: a client that cannot decrypt sends a retry receipt and an ack,
	// in any order, and the ack must not take the resent stanza out.
	stale int
	sent  *SentMessage // whose deliveries are counted; nil for others
}

// noteDelivery counts that the stanza is put on a connection. The caller holds
// Server.mu.
func (q *queued) noteDelivery() {
	if q.sent != nil {
		q.sent.Deliveries++
	}
}

func (q *queued) matches(tag, id, kind string) bool {
	return q.node.Tag == tag && attrString(&q.node, "id") == id && (tag == "message" || attrString(&q.node, "type") == kind)
}

// push puts a stanza into the device's queue and sends it if the device is
// there. The caller holds Server.mu.
func (d *device) push(q *queued) {
	d.queue = append(d.queue, q)
	if d.conn != nil && d.conn.active {
		q.noteDelivery()
		d.conn.send(q.node)
	}
	d.phone.s.touch()
}

// confirm takes the first matching stanza out of the queue.
func (d *device) confirm(tag, id, kind string) bool {
	for i, q := range d.queue {
		if !q.matches(tag, id, kind) {
			continue
		}
		if q.stale > 0 {
			q.stale--
			return true
		}
		d.queue = append(d.queue[:i:i], d.queue[i+1:]...)
		d.phone.s.touch()
		return true
	}
	return false
}

// discard takes every queued encryption of a message out and tells how many
// there were.
func (d *device) discard(id string) int {
	n := 0
	kept := d.queue[:0:0]
	for _, q := range d.queue {
		if q.matches("message", id, "") {
			n++
			continue
		}
		kept = append(kept, q)
	}
	d.queue = kept
	return n
}

// activate starts live delivery: first what has waited, framed by
// offline_preview and offline, then everything as it comes. The caller holds
// Server.mu, so nothing gets in between.
func (c *conn) activate() {
	counts := map[string]int{}
	for _, q := range c.dev.queue {
		counts[q.node.Tag]++
	}
	total := strconv.Itoa(len(c.dev.queue))
	c.send(infoBroadcast("offline_preview", waBinary.Attrs{
		"count": total, "message": strconv.Itoa(counts["message"]), "receipt": strconv.Itoa(counts["receipt"]),
		"notification": strconv.Itoa(counts["notification"]), "appdata": "0",
	}))
	for _, q := range c.dev.queue {
		node := q.node
		node.Attrs = maps.Clone(q.node.Attrs)
		node.Attrs["offline"] = "0"
		q.noteDelivery()
		c.send(node)
	}
	c.send(infoBroadcast("offline", waBinary.Attrs{"count": total}))
	c.active = true
}

func infoBroadcast(tag string, attrs waBinary.Attrs) waBinary.Node {
	return waBinary.Node{Tag: "ib", Attrs: waBinary.Attrs{"from": types.ServerJID}, Content: []waBinary.Node{{Tag: tag, Attrs: attrs}}}
}
