package wasim

import (
	"bytes"
	"strconv"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/proto/waWa6"
	"go.mau.fi/whatsmeow/types"
)

// run lives as long as the connection.
func (c *conn) run() error {
	prologue, err := c.readPrologue()
	if err != nil {
		return err
	}
	chain := c.s.chain
	if c.s.faults.certificateExpired() {
		if chain, err = c.s.id.certChain(validFrom, expiredUntil); err != nil {
			return err
		}
	}
	hs, err := acceptHandshake(c.s.id, chain, prologue, c.readFrame, c.writeFrame)
	if err != nil {
		return err
	}
	c.recvKey, c.sendKey, c.clientNoise = hs.fromClient, hs.toClient, hs.clientNoise
	c.s.spawn(c.writeLoop)
	c.admitClient(hs.payload)
	for {
		n, err := c.readNode()
		if err != nil {
			return err
		}
		c.receive(n)
	}
}

// admitClient lets a client in, to be linked or with the link it has, unless a
// failure is ordered.
func (c *conn) admitClient(payload *waWa6.ClientPayload) {
	r, refused := c.s.faults.takeRefusal()
	switch {
	case refused:
		c.refuse(r.reason, r.attrs)
	case payload.GetUserAgent().GetAppVersion().GetTertiary() < c.s.faults.requiredVersion():
		c.refuse(405, nil)
	case payload.GetDevicePairingData() != nil:
		c.startRegistration(payload.GetDevicePairingData())
	case c.s.faults.loginsHeld():
	default:
		c.login(payload)
	}
}

// receive is where every stanza of a client arrives.
func (c *conn) receive(n *waBinary.Node) {
	if c.refused {
		return
	}
	c.s.log.Debug("stanza from client", "tag", n.Tag, "child", firstTag(n))
	switch n.Tag {
	case "iq":
		c.onIQ(n)
	case "message":
		c.onMessage(n)
	case "receipt":
		c.onReceipt(n)
	case "ack":
		c.onAck(n)
	case "presence":
		c.onPresence(n)
	case "chatstate":
		c.onChatState(n)
	case "ib", "xmlstreamend":
		// These need no answer: session telemetry, end of stream.
	default:
		c.s.reportUnhandled("stanza " + n.Tag + " " + firstTag(n))
	}
}

// login checks who reconnects and lets the device in.
func (c *conn) login(payload *waWa6.ClientPayload) {
	number := strconv.FormatUint(payload.GetUsername(), 10)
	old, ok := c.attach(number, uint16(payload.GetDevice()))
	if !ok {
		// 401: not a linked device (any more), the client forgets the link.
		c.refuse(401, nil)
		return
	}
	if old != nil {
		old.streamError("", "replaced")
	}
	p := c.s.Phone(number)
	now := unix(c.s.now().Unix())
	c.send(waBinary.Node{Tag: "success", Attrs: waBinary.Attrs{
		"t": now, "creation": now, "props": "27", "location": "sim",
		"lid": p.deviceJID(true, uint16(payload.GetDevice())), "display_name": p.PushName(),
	}})
	// Clients that keep the routing info send it back before the stream header
	// of their next connection.
	c.send(waBinary.Node{Tag: "ib", Attrs: waBinary.Attrs{"from": types.ServerJID}, Content: []waBinary.Node{{
		Tag: "edge_routing", Content: []waBinary.Node{{Tag: "routing_info", Content: []byte{8, 1, 8, 5}}},
	}}})
	c.s.emit(Event{Kind: EventConnected, Phone: number, Device: uint16(payload.GetDevice())})
}

// attach binds the connection to its device if the noise key is the one the
// device linked with. It returns the connection it replaces.
func (c *conn) attach(number string, id uint16) (old *conn, ok bool) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	p := c.s.phones[number]
	if p == nil || p.devices[id] == nil || !bytes.Equal(p.devices[id].noise, c.clientNoise) {
		return nil, false
	}
	d := p.devices[id]
	old, d.conn, c.dev = d.conn, c, d
	d.available = false
	if old != nil {
		old.active = false
	}
	c.s.touch()
	return old, true
}

// refuse answers a login with a failure and closes.
func (c *conn) refuse(reason int, attrs map[string]string) {
	node := waBinary.Node{Tag: "failure", Attrs: waBinary.Attrs{"reason": strconv.Itoa(reason), "location": "sim"}}
	for k, v := range attrs {
		node.Attrs[k] = v
	}
	c.refused = true
	c.send(node)
	c.dropSoon()
}

// streamError ends a stream. conflict is the type of the conflict child, empty
// for none.
func (c *conn) streamError(code, conflict string) {
	node := waBinary.Node{Tag: "stream:error", Attrs: waBinary.Attrs{}}
	if code != "" {
		node.Attrs["code"] = code
	}
	if conflict != "" {
		node.Content = []waBinary.Node{{Tag: "conflict", Attrs: waBinary.Attrs{"type": conflict}}}
	}
	c.send(node)
	c.dropSoon()
}

// device returns the linked device behind the connection, nil before login.
func (c *conn) device() *device {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return c.dev
}
