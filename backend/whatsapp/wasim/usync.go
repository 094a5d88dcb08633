package wasim

import (
	"strconv"
	"strings"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/types"
)

// answerUsync answers a user query: for every user of the list, what the query
// part asks for.
func (c *conn) answerUsync(n *waBinary.Node) ([]waBinary.Node, iqError) {
	usync, ok := child(n, "usync")
	if !ok {
		return nil, iqError{400, "bad-request"}
	}
	query, _ := child(usync, "query")
	list, _ := child(usync, "list")
	if query == nil || list == nil {
		return nil, iqError{400, "bad-request"}
	}
	var users []waBinary.Node
	for _, user := range list.GetChildren() {
		if answer, ok := c.s.usyncUser(query, &user); ok {
			users = append(users, answer)
		}
	}
	attrs := waBinary.Attrs{}
	for _, key := range []string{"sid", "mode", "context", "index", "last"} {
		attrs[key] = attrString(usync, key)
	}
	return []waBinary.Node{{Tag: "usync", Attrs: attrs, Content: []waBinary.Node{{Tag: "list", Content: users}}}}, iqError{}
}

// usyncUser answers for one user, who is named by address or, when a client
// looks up a number, by the text of a contact child ("+49…@c.us" or "+49…").
func (s *Server) usyncUser(query, user *waBinary.Node) (waBinary.Node, bool) {
	j := attrJID(user, "jid")
	contact, byNumber := child(user, "contact")
	if j.IsEmpty() && byNumber {
		return s.usyncContact(query, string(bytesOf(contact)))
	}
	p := s.lookUp(j)
	if p == nil {
		return waBinary.Node{Tag: "user", Attrs: waBinary.Attrs{"jid": j}}, !j.IsEmpty()
	}
	node := waBinary.Node{Tag: "user", Attrs: waBinary.Attrs{"jid": p.jid(j.Server == types.HiddenUserServer)}}
	node.Content = s.usyncParts(query, p, j.Server == types.HiddenUserServer, "")
	return node, true
}

// lookUp finds an account also under another spelling of its number. The answer
// names the real one.
func (s *Server) lookUp(j types.JID) *Phone {
	if j.Server == types.DefaultUserServer || j.Server == types.LegacyUserServer {
		s.mu.Lock()
		p := s.aliases[j.User]
		s.mu.Unlock()
		if p != nil {
			j = p.jid(false)
		}
	}
	return s.knownPhone(j)
}

// usyncContact answers the question whether a number is on WhatsApp. The
// answer for a number that is not is an assumption: nothing public documents
// it.
func (s *Server) usyncContact(query *waBinary.Node, asked string) (waBinary.Node, bool) {
	number, _, _ := strings.Cut(strings.TrimPrefix(asked, "+"), "@")
	pn := types.NewJID(number, types.DefaultUserServer)
	p := s.lookUp(pn)
	if p == nil {
		return waBinary.Node{Tag: "user", Attrs: waBinary.Attrs{"jid": pn, "pn_jid": pn}, Content: []waBinary.Node{
			{Tag: "contact", Attrs: waBinary.Attrs{"type": "out"}, Content: []byte(asked)},
		}}, true
	}
	attrs := waBinary.Attrs{"jid": p.jid(false), "pn_jid": p.jid(false)}
	if mode, ok := child(query, "contact"); ok && attrString(mode, "addressing_mode") == "lid" {
		attrs["jid"] = p.jid(true)
	}
	return waBinary.Node{Tag: "user", Attrs: attrs, Content: s.usyncParts(query, p, false, asked)}, true
}

// usyncParts answers each protocol of the query. What the simulator has no
// data for (status, picture, business and so on) is left out, which clients
// read as "nothing set".
func (s *Server) usyncParts(query *waBinary.Node, p *Phone, lid bool, asked string) []waBinary.Node {
	var parts []waBinary.Node
	for _, protocol := range query.GetChildren() {
		switch protocol.Tag {
		case "devices":
			parts = append(parts, s.deviceList(p, lid))
		case "lid":
			parts = append(parts, waBinary.Node{Tag: "lid", Attrs: waBinary.Attrs{"val": p.jid(true)}})
		case "contact":
			parts = append(parts, waBinary.Node{Tag: "contact", Attrs: waBinary.Attrs{"type": "in"}, Content: []byte(asked)})
		}
	}
	return parts
}

func (s *Server) deviceList(p *Phone, lid bool) waBinary.Node {
	s.mu.Lock()
	defer s.mu.Unlock()
	devices := []waBinary.Node{{Tag: "device", Attrs: waBinary.Attrs{"id": "0"}}}
	names := []string{p.deviceJID(lid, 0).ADString()}
	for _, d := range p.sortedDevices() {
		id := strconv.Itoa(int(d.id))
		devices = append(devices, waBinary.Node{Tag: "device", Attrs: waBinary.Attrs{"id": id, "key-index": id}})
		names = append(names, d.jid(lid).ADString())
	}
	return waBinary.Node{Tag: "devices", Content: []waBinary.Node{{
		Tag: "device-list", Attrs: waBinary.Attrs{"hash": participantHash(names)}, Content: devices,
	}}}
}
