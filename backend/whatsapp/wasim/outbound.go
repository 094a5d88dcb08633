package wasim

import (
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// ackNewChatRefused is the ack error for a chat that the account may not start.
const ackNewChatRefused = 463

// clientMessage is a message stanza from a linked device.
type clientMessage struct {
	node   *waBinary.Node
	sender *device
	from   *Phone // account of the sender
	id     string
	to     types.JID
	peer   *Phone // account of the receiver, nil if unknown
	parts  []messagePart
	adv    []byte // device identity that comes with prekey messages
}

// messagePart is the encryption for one device.
type messagePart struct {
	to    types.JID
	enc   waBinary.Node
	ct    ciphertext
	retry bool
}

func (s *Server) parseMessage(d *device, n *waBinary.Node) clientMessage {
	m := clientMessage{
		node: n, sender: d, from: d.phone, id: attrString(n, "id"), to: attrJID(n, "to"),
		adv: childBytes(*n, "device-identity"),
	}
	m.peer = s.knownPhone(m.to)
	// Fan-out messages list one encryption per device; peer messages and
	// answers to retry receipts carry the only one directly.
	if list, ok := child(n, "participants"); ok {
		for _, to := range list.GetChildren() {
			m.add(attrJID(&to, "jid"), &to)
		}
	}
	m.add(m.to, n)
	return m
}

func (m *clientMessage) add(to types.JID, holder *waBinary.Node) {
	enc, ok := child(holder, "enc")
	if !ok {
		return
	}
	m.parts = append(m.parts, messagePart{
		to: to, enc: *enc, ct: ciphertext{attrString(enc, "type"), bytesOf(enc)}, retry: attrString(enc, "count") != "",
	})
}

func (m *clientMessage) isRetry() bool {
	return slices.ContainsFunc(m.parts, func(p messagePart) bool { return p.retry })
}

// knownPhone finds an account unless it was declared not to be on WhatsApp.
func (s *Server) knownPhone(j types.JID) *Phone {
	p := s.phoneFor(j)
	if p == nil || s.faults.isUnknown(p.Number()) {
		return nil
	}
	return p
}

// onMessage takes a message from a linked device: count it, let the faults
// have their say, confirm it, and only then pass it on. The receipts follow
// the confirmation, as on the real service.
func (c *conn) onMessage(n *waBinary.Node) {
	d := c.device()
	if d == nil {
		return
	}
	m := c.s.parseMessage(d, n)
	if !m.isRetry() {
		c.s.noteArrival(m)
	}
	if c.s.faults.rollDrop() {
		c.drop()
		return
	}
	if m.peer == nil || len(m.parts) == 0 {
		if !c.s.wasThere(m.to) {
			c.s.reportUnhandled("message to " + m.to.String())
		}
		c.sendMessageAck(m, 404)
		return
	}
	if c.s.timelocked(m) {
		c.sendMessageAck(m, ackNewChatRefused)
		return
	}
	if code := c.s.faults.takeAckError(m.peer.Number()); code != 0 {
		c.sendMessageAck(m, code)
		return
	}
	switch {
	case c.s.faults.rollDropAck():
		c.drop()
	case !c.s.faults.takeWithheld():
		c.sendMessageAck(m, 0)
	}
	for i := range m.parts {
		c.s.route(m, i)
	}
}

// wasThere tells whether a LID belonged to somebody whose number was passed on.
func (s *Server) wasThere(j types.JID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return j.Server == types.HiddenUserServer && s.goneLIDs[j.User]
}

func (c *conn) sendMessageAck(m clientMessage, code int) {
	attrs := waBinary.Attrs{"class": "message", "id": m.id, "from": m.to, "t": unix(c.s.now().Unix())}
	if code != 0 {
		attrs["error"] = strconv.Itoa(code)
	} else if hash := c.s.staleHash(m); hash != "" {
		attrs["phash"] = hash
	}
	send := func() { c.send(waBinary.Node{Tag: "ack", Attrs: attrs}) }
	if late := c.s.faults.takeLate(); late > 0 {
		c.s.after(late, send)
		return
	}
	send()
}

// staleHash returns the hash of the right device list when the message did not
// go to exactly these devices, and nothing otherwise: clients take it as the
// sign that their device list is out of date.
func (s *Server) staleHash(m clientMessage) string {
	if _, fanout := child(m.node, "participants"); !fanout || m.peer == m.from {
		return ""
	}
	lid := m.to.Server == types.HiddenUserServer
	s.mu.Lock()
	right := append(m.peer.deviceNames(lid), m.from.deviceNames(lid)...)
	s.mu.Unlock()
	got := []string{m.from.deviceJID(lid, m.sender.id).ADString()}
	for _, p := range m.parts {
		j := p.to
		j.RawAgent = 0
		got = append(got, j.ADString())
	}
	slices.Sort(right)
	slices.Sort(got)
	if slices.Equal(right, got) {
		return ""
	}
	return participantHash(right)
}

func (p *Phone) deviceNames(lid bool) []string {
	names := []string{p.deviceJID(lid, 0).ADString()}
	for id := range p.devices {
		names = append(names, p.deviceJID(lid, id).ADString())
	}
	return names
}

// participantHash is version 2 of the participant list hash: six bytes of
// SHA-256 over the sorted names.
func participantHash(sorted []string) string {
	sum := sha256.Sum256([]byte(strings.Join(sorted, "")))
	return "2:" + base64.RawStdEncoding.EncodeToString(sum[:6])
}

// route passes one encryption on to the device it is for.
func (s *Server) route(m clientMessage, index int) {
	part := m.parts[index]
	target := s.phoneFor(part.to)
	if target == nil || (target != m.peer && target != m.from) {
		s.reportUnhandled("message part for " + part.to.String())
		return
	}
	if target != m.from && target.blocks(m.from) {
		return
	}
	if part.to.Device != 0 {
		s.forward(m, part, target)
		return
	}
	target.arrive(waitingItem{Number: m.from.Number(), Device: m.sender.id, node: m.node, Part: index})
}

// waitingItem is something for a phone: a part of a message of a linked device,
// its receipt about a missing file, or the message of another phone, which is not encrypted inside the simulator.
type waitingItem struct {
	Number string        `json:"number,omitempty"`
	Device uint16        `json:"device,omitempty"`
	Part   int           `json:"part,omitempty"`
	Stanza []byte        `json:"stanza,omitempty"` // the node as it is saved
	Shown  *ShownMessage `json:"shown,omitempty"`  // envelope of another phone's message
	Raw    []byte        `json:"raw,omitempty"`    // its content

	node *waBinary.Node
}

// arrive takes an item now or when the phone is back on the network.
func (p *Phone) arrive(item waitingItem) {
	p.s.mu.Lock()
	if !p.online {
		p.waiting = append(p.waiting, item)
		p.s.touch()
		p.s.mu.Unlock()
		return
	}
	p.s.mu.Unlock()
	p.take(item)
}

func (p *Phone) take(item waitingItem) {
	if item.Shown != nil {
		var msg waE2E.Message
		if err := proto.Unmarshal(item.Raw, &msg); err != nil {
			p.s.log.Error("decode message of a phone", "error", err)
			return
		}
		if shown, fresh, ok := p.absorb(*item.Shown, &msg); ok {
			p.react(shown, fresh)
		}
		return
	}
	p.s.mu.Lock()
	var d *device
	if from := p.s.phones[item.Number]; from != nil {
		d = from.devices[item.Device]
	}
	p.s.mu.Unlock()
	if d == nil {
		return // unlinked meanwhile
	}
	if item.node.Tag == "receipt" {
		p.answerMediaRetry(d, item.node)
		return
	}
	m := p.s.parseMessage(d, item.node)
	if item.Part < len(m.parts) && m.peer != nil {
		p.receive(m, m.parts[item.Part])
	}
}

// forward queues the encryption for another linked device, of the contact or
// of the sender's own account.
func (s *Server) forward(m clientMessage, part messagePart, target *Phone) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := target.devices[part.to.Device]
	if d == nil {
		return
	}
	lid := m.to.Server == types.HiddenUserServer
	attrs := waBinary.Attrs{
		"id": m.id, "t": unix(s.now().Unix()), "type": attrString(m.node, "type"), "notify": m.from.pushName,
		"from": m.from.deviceJID(lid, m.sender.id), "addressing_mode": addressingMode(lid),
	}
	if target == m.from && m.peer != m.from {
		addRecipient(attrs, m.peer, lid)
	} else {
		addAlternate(attrs, m.from, lid)
	}
	content := []waBinary.Node{part.enc}
	if part.ct.kind == "pkmsg" && m.adv != nil {
		content = append(content, waBinary.Node{Tag: "device-identity", Content: m.adv})
	}
	d.push(&queued{node: waBinary.Node{Tag: "message", Attrs: attrs, Content: content}})
}

func addressingMode(lid bool) string {
	if lid {
		return "lid"
	}
	return "pn"
}

// addAlternate names the sender's other address.
func addAlternate(attrs waBinary.Attrs, p *Phone, lid bool) {
	if lid {
		attrs["sender_pn"] = p.jid(false)
	} else {
		attrs["sender_lid"] = p.jid(true)
	}
}

// addRecipient marks a copy for the sender's own account.
func addRecipient(attrs waBinary.Attrs, peer *Phone, lid bool) {
	attrs["recipient"] = peer.jid(lid)
	if lid {
		attrs["peer_recipient_pn"] = peer.jid(false)
	} else {
		attrs["peer_recipient_lid"] = peer.jid(true)
	}
}
