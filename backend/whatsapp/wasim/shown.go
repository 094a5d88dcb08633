package wasim

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"strconv"
	"time"

	"go.mau.fi/libsignal/signalerror"
	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/proto/waAdv"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

const maxRetries = 5

// receive is a message for the phone itself: decrypt, show, react.
func (p *Phone) receive(m clientMessage, part messagePart) {
	addr := sessionAddress(m.from.lid, m.sender.id)
	p.signal.mu.Lock()
	plain, identityKey, err := p.signal.decrypt(p.s.ctx, addr, part.ct)
	p.signal.mu.Unlock()
	lid := m.to.Server == types.HiddenUserServer
	if err != nil {
		p.receiveBroken(m, lid, err)
		return
	}
	if identityKey != nil && !m.sender.owns(identityKey, m.adv) {
		p.s.reportUnhandled("prekey message without a valid device identity: " + m.id)
		return
	}
	var msg waE2E.Message
	if err = proto.Unmarshal(plain, &msg); err != nil {
		p.s.reportUnhandled("message " + m.id + " is not a message")
		return
	}
	if p == m.from {
		p.receiveOwn(m, &msg)
		return
	}
	env := ShownMessage{ID: m.id, From: m.from.Number(), To: p.Number(), Time: p.s.now(), SenderDevice: m.sender.id, PN: !lid}
	_, env.Token = child(m.node, "tctoken")
	if shown, fresh, ok := p.absorb(env, &msg); ok {
		p.react(shown, fresh)
	}
}

func (p *Phone) blocks(other *Phone) bool {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.blocked[other.Number()]
}

// owns checks that a prekey message comes from the linked device it claims to
// come from: the identity key must be the device's, and the account must have
// signed it. Real phones refuse prekey messages of companions without this.
func (d *device) owns(identityKey, adv []byte) bool {
	var signed waAdv.ADVSignedDeviceIdentity
	if proto.Unmarshal(adv, &signed) != nil || !bytes.Equal(identityKey, d.identity) {
		return false
	}
	d.phone.s.mu.Lock()
	account := d.phone.signal.identity.Pub[:]
	d.phone.s.mu.Unlock()
	return verify(account, signed.GetAccountSignature(), []byte(advAccountPrefix), signed.GetDetails(), identityKey) &&
		verify(identityKey, signed.GetDeviceSignature(), []byte(advDevicePrefix), signed.GetDetails(), identityKey, account)
}

// receiveBroken answers what cannot be decrypted. What was shown before is a
// repetition and only confirmed again.
func (p *Phone) receiveBroken(m clientMessage, lid bool, cause error) {
	p.s.mu.Lock()
	var known *ShownMessage
	if m := p.inboxIndex[inboxKey(m.from.Number(), m.id)]; m != nil {
		copied := p.s.shownLocked(m)
		known = &copied
	}
	key := m.id + "/" + strconv.Itoa(int(m.sender.id))
	repeated := known != nil || errors.Is(cause, signalerror.ErrOldCounter)
	if !repeated {
		p.retries[key]++
	}
	count := p.retries[key]
	p.s.mu.Unlock()
	p.s.log.Debug("message not decrypted", "id", m.id, "error", cause)
	switch {
	case known != nil && p != m.from:
		p.react(*known, false)
	case !repeated && count <= maxRetries:
		p.requestRetry(m, lid, count)
	}
}

// requestRetry sends a retry receipt with the phone's keys, so that the client
// can encrypt in a fresh session.
func (p *Phone) requestRetry(m clientMessage, lid bool, count int) {
	p.signal.mu.Lock()
	defer p.signal.mu.Unlock()
	oneTime, err := p.signal.newPreKey()
	if err != nil {
		p.s.log.Error("make prekey", "error", err)
		return
	}
	now := unix(p.s.now().Unix())
	attrs := waBinary.Attrs{"from": p.jid(lid), "id": m.id, "type": "retry", "t": now}
	if p == m.from && m.peer != m.from {
		attrs["recipient"] = m.to
	}
	regID := binary.BigEndian.AppendUint32(nil, p.signal.regID)
	node := waBinary.Node{Tag: "receipt", Attrs: attrs, Content: []waBinary.Node{
		{Tag: "retry", Attrs: waBinary.Attrs{"count": strconv.Itoa(count), "id": m.id, "t": now, "v": "1"}},
		{Tag: "registration", Content: regID},
		{Tag: "keys", Content: []waBinary.Node{
			{Tag: "type", Content: []byte{5}},
			{Tag: "identity", Content: p.signal.identity.Pub[:]},
			preKeyNode("key", publicPreKey{ID: oneTime.KeyID, Pub: oneTime.Pub[:]}),
			preKeyNode("skey", p.signedPreKey()),
		}},
	}}
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	m.sender.push(&queued{node: node})
	p.s.emit(Event{Kind: EventRetry, Phone: p.Number(), Peer: m.from.Number(), ID: m.id})
}

func (p *Phone) signedPreKey() publicPreKey {
	k := p.signal.signed
	return publicPreKey{ID: k.KeyID, Pub: k.Pub[:], Signature: k.Signature[:]}
}

// receiveOwn is what a linked device of the own account sent: a copy to show,
// or a request between the owner's devices.
func (p *Phone) receiveOwn(m clientMessage, msg *waE2E.Message) {
	if pm := msg.GetProtocolMessage(); pm != nil {
		p.receivePeer(m, pm)
		return
	}
	p.absorb(ShownMessage{
		ID: m.id, From: p.Number(), To: m.peer.Number(), FromMe: true, Time: p.s.now(), SenderDevice: m.sender.id,
	}, msg)
}

// react does what the phone and its human do about a message.
func (p *Phone) react(m ShownMessage, fresh bool) {
	b := p.Behaviour()
	if !b.Ignore {
		p.later(b.DeliverAfter, func() { p.sendReceipt(m.From, "", m.PN, m.ID) })
		if b.ReadAfter > 0 && fresh {
			p.later(b.DeliverAfter+b.ReadAfter, func() { p.read(m.From, m.PN, m.ID) })
		}
	}
	if !fresh {
		return
	}
	for _, answer := range p.nextReply(b, m) {
		p.s.after(answer.After, func() {
			to := p.s.Phone(m.From)
			if to == nil {
				return // changed the number meanwhile
			}
			if _, err := p.Send(p.s.ctx, to, answer.Content, SendOptions{Form: b.ReplyForm}); err != nil {
				p.s.log.Error("send reply", "error", err)
			}
		})
	}
}

// later runs f after d; without a delay it runs in place, which keeps receipts
// in order.
func (p *Phone) later(d time.Duration, f func()) {
	if d <= 0 {
		f()
		return
	}
	p.s.after(d, f)
}

func (p *Phone) nextReply(b Behaviour, m ShownMessage) []Answer {
	if b.Reply == nil && len(b.Replies) == 0 {
		return nil
	}
	p.s.mu.Lock()
	before := p.replied
	p.replied++
	p.s.touch()
	p.s.mu.Unlock()
	if b.Reply != nil {
		return b.Reply(m, before)
	}
	return []Answer{{Content{Text: b.Replies[before%len(b.Replies)]}, b.ReplyAfter}}
}

// MarkRead is the human opening the chat: the given messages of from, or all
// of them, are read and read receipts go out. It returns ErrNoMessage when
// one of the ids was never shown.
func (p *Phone) MarkRead(_ context.Context, from *Phone, ids ...string) error {
	p.s.mu.Lock()
	byForm := map[bool][]string{}
	if len(ids) == 0 {
		for _, m := range p.inbox {
			if m.From == from.Number() && !m.Read {
				ids = append(ids, m.ID)
			}
		}
	}
	for _, id := range ids {
		m := p.inboxIndex[inboxKey(from.Number(), id)]
		if m == nil {
			p.s.mu.Unlock()
			return ErrNoMessage
		}
		byForm[m.PN] = append(byForm[m.PN], id)
	}
	p.s.mu.Unlock()
	for pn, list := range byForm {
		p.read(from.Number(), pn, list...)
	}
	return nil
}

func (p *Phone) read(from string, pn bool, ids ...string) {
	p.s.mu.Lock()
	for _, id := range ids {
		if m := p.inboxIndex[inboxKey(from, id)]; m != nil {
			m.Read = true
		}
	}
	p.s.mu.Unlock()
	p.sendReceipt(from, "read", pn, ids...)
}

// sendReceipt confirms messages to all linked devices of their sender. kind is
// "" for delivered or "read".
func (p *Phone) sendReceipt(from, kind string, pn bool, ids ...string) {
	if len(ids) == 0 {
		return
	}
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	sender := p.s.phones[from]
	if sender == nil {
		return
	}
	node := receiptNode(p.jid(!pn), kind, unix(p.s.now().Unix()), ids)
	for _, d := range sender.sortedDevices() {
		d.push(&queued{node: node})
	}
	// What the sender typed on the phone itself is confirmed by this phone
	// only if no linked device of ours does it.
	if len(p.devices) == 0 {
		for _, id := range ids {
			sender.noteReceipt(id, kind)
		}
	}
	p.s.emit(Event{Kind: EventReceiptSent, Phone: p.Number(), Peer: from, ID: ids[0], Receipt: kind})
	p.s.touch()
}

func receiptNode(from types.JID, kind, t string, ids []string) waBinary.Node {
	node := waBinary.Node{Tag: "receipt", Attrs: waBinary.Attrs{"from": from, "id": ids[0], "t": t, "type": kind}}
	if len(ids) > 1 {
		items := make([]waBinary.Node, 0, len(ids)-1)
		for _, id := range ids[1:] {
			items = append(items, waBinary.Node{Tag: "item", Attrs: waBinary.Attrs{"id": id}})
		}
		node.Content = []waBinary.Node{{Tag: "list", Content: items}}
	}
	return node
}
