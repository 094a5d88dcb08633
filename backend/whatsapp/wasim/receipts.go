package wasim

import (
	"bytes"
	"encoding/binary"
	"strconv"

	"go.mau.fi/libsignal/keys/prekey"
	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/types"
)

// onReceipt takes a receipt of a linked device for messages it got.
func (c *conn) onReceipt(n *waBinary.Node) {
	d := c.device()
	if d == nil {
		return
	}
	to, kind := attrJID(n, "to"), attrString(n, "type")
	ids := receiptIDs(n)
	// In groups the sender is the participant.
	p := c.s.phoneFor(to)
	if p == nil {
		p = c.s.phoneFor(attrJID(n, "participant"))
	}
	c.s.hookReceipt(d, p, kind, ids)
	ack := waBinary.Attrs{"class": "receipt", "id": ids[0], "from": to, "t": unix(c.s.now().Unix()), "type": kind}
	if participant := attrJID(n, "participant"); !participant.IsEmpty() {
		ack["participant"] = participant
	}
	c.send(waBinary.Node{Tag: "ack", Attrs: ack})
	if kind == "retry" {
		c.answerRetry(d, p, n)
		return
	}
	if kind == "server-error" {
		d.phone.arrive(waitingItem{Number: d.phone.Number(), Device: d.id, node: n})
		return
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if kind == "read" && p != nil && p != d.phone {
		c.forwardRead(p, to, ids)
	}
	if p != nil && isReadReceipt(kind) {
		d.phone.markShown(p, ids)
	}
	if kind == "hist_sync" {
		d.phone.historyReceipts++
	}
	for _, id := range ids {
		if !isReadReceipt(kind) {
			d.discard(id)
		}
		if p != nil {
			p.noteReceipt(id, kind)
			c.s.emit(Event{Kind: EventReceipt, Phone: p.Number(), Peer: d.phone.Number(), Device: d.id, ID: id, Receipt: kind})
		}
	}
	c.s.touch()
}

// forwardRead passes a read receipt on to the linked devices of the sender.
// (Delivery is confirmed by the receiver's phone.) The caller holds Server.mu.
func (c *conn) forwardRead(p *Phone, to types.JID, ids []string) {
	from := c.dev.phone.jid(to.Server == types.HiddenUserServer)
	node := receiptNode(from, "read", unix(c.s.now().Unix()), ids)
	for _, other := range p.sortedDevices() {
		other.push(&queued{node: node})
	}
}

func isReadReceipt(kind string) bool {
	return kind == "read" || kind == "read-self" || kind == "played" || kind == "played-self"
}

// noteReceipt updates what the phone shows for a message it sent. The caller
// holds Server.mu.
func (p *Phone) noteReceipt(id, kind string) {
	sm := p.sentIndex[id]
	if sm == nil {
		return
	}
	switch kind {
	case "read", "played":
		sm.Delivered, sm.Read = true, true
	case "", "inactive":
		sm.Delivered = true
		sm.Receipts++
	}
}

func receiptIDs(n *waBinary.Node) []string {
	ids := []string{attrString(n, "id")}
	if list, ok := child(n, "list"); ok {
		for _, item := range list.GetChildren() {
			ids = append(ids, attrString(&item, "id"))
		}
	}
	return ids
}

func (s *Server) hookReceipt(d *device, p *Phone, kind string, ids []string) {
	if s.cfg.OnReceipt == nil {
		return
	}
	info := ReceiptInfo{Owner: d.phone.Number(), Device: d.id, Type: kind, IDs: ids}
	if p != nil {
		info.Peer = p.Number()
	}
	s.cfg.OnReceipt(info)
}

// onAck takes a stanza out of the queue that the client confirms with an ack:
// receipts and notifications always, messages only when they could not be read.
func (c *conn) onAck(n *waBinary.Node) {
	d := c.device()
	if d == nil {
		return
	}
	class, id := attrString(n, "class"), attrString(n, "id")
	if class == "message" {
		c.s.hookReceipt(d, c.s.phoneFor(attrJID(n, "to")), "ack", []string{id})
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	d.confirm(class, id, attrString(n, "type"))
}

// answerRetry encrypts a message again for a client that could not read it: in
// a new session, under the same id.
func (c *conn) answerRetry(d *device, p *Phone, n *waBinary.Node) {
	if p == nil {
		c.s.reportUnhandled("retry receipt to " + attrString(n, "to"))
		return
	}
	id, count := attrString(n, "id"), 1
	if retry, ok := child(n, "retry"); ok {
		count, _ = strconv.Atoi(attrString(retry, "count"))
	}
	bundle, err := d.retryBundle(n)
	if err != nil {
		c.s.reportUnhandled("retry receipt with wrong keys: " + err.Error())
		return
	}
	c.s.mu.Lock()
	sm := p.sentIndex[id]
	if sm != nil {
		sm.Retries++
	}
	c.s.mu.Unlock()
	if sm == nil || count > maxRetries {
		c.s.log.Warn("retry receipt not answered", "id", id, "count", count)
		return
	}
	p.signal.mu.Lock()
	defer p.signal.mu.Unlock()
	if err = p.deliver(c.s.ctx, sm, d, bundle, max(count, 1)); err != nil {
		c.s.log.Error("answer retry receipt", "error", err)
	}
}

// retryBundle reads the keys a retry receipt carries from the second try on;
// nil means that the server's prekeys have to do.
func (d *device) retryBundle(n *waBinary.Node) (*prekey.Bundle, error) {
	keysNode, ok := child(n, "keys")
	if !ok {
		return nil, nil
	}
	regID := childBytes(*n, "registration")
	signedNode, ok := child(keysNode, "skey")
	if len(regID) != 4 || !ok {
		return nil, errPreKey
	}
	signed, err := parsePreKey(*signedNode)
	if err != nil {
		return nil, err
	}
	identity := childBytes(*keysNode, "identity")
	if !bytes.Equal(identity, d.identity) {
		return nil, errPreKey
	}
	var oneTime publicPreKey
	oneTimeNode, hasOneTime := child(keysNode, "key")
	if hasOneTime {
		if oneTime, err = parsePreKey(*oneTimeNode); err != nil {
			return nil, err
		}
	}
	return newBundle(binary.BigEndian.Uint32(regID), d.id, identity, signed, oneTime, hasOneTime)
}
