package wasim

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // the digest of the prekey query is SHA-1 on the wire
	"encoding/binary"
	"strconv"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/types"
)

// answerEncrypt is everything about prekeys.
func (c *conn) answerEncrypt(n *waBinary.Node) ([]waBinary.Node, iqError, bool) {
	d := c.device()
	switch attrString(n, "type") + " " + firstTag(n) {
	case "get count":
		c.s.mu.Lock()
		defer c.s.mu.Unlock()
		return []waBinary.Node{{Tag: "count", Attrs: waBinary.Attrs{"value": strconv.Itoa(len(d.preKeys))}}}, iqError{}, true
	case "get key":
		request, _ := child(n, "key")
		return c.s.answerBundles(request), iqError{}, true
	case "get digest":
		return c.s.answerDigest(d), iqError{}, true
	case "set rotate":
		request, _ := child(n, "rotate")
		return nil, c.s.storeSignedPreKey(d, request), true
	case "set registration", "set identity", "set type", "set list", "set skey":
		return nil, c.s.storePreKeys(d, n), true
	default:
		return nil, iqError{}, false
	}
}

// storePreKeys takes an upload. The keys have to belong to the identity the
// device linked with.
func (s *Server) storePreKeys(d *device, n *waBinary.Node) iqError {
	bad := iqError{400, "bad-request"}
	if !bytes.Equal(childBytes(*n, "identity"), d.identity) {
		return bad
	}
	if refusal := s.storeSignedPreKey(d, n); refusal.code != 0 {
		return refusal
	}
	list, ok := child(n, "list")
	if !ok {
		return bad
	}
	var fresh []publicPreKey
	for _, node := range list.GetChildren() {
		key, err := parsePreKey(node)
		if err != nil {
			return bad
		}
		fresh = append(fresh, key)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d.preKeys = append(d.preKeys, fresh...)
	s.touch()
	return iqError{}
}

func (s *Server) storeSignedPreKey(d *device, holder *waBinary.Node) iqError {
	node, ok := child(holder, "skey")
	if !ok {
		return iqError{400, "bad-request"}
	}
	key, err := parsePreKey(*node)
	if err != nil || !verify(d.identity, key.Signature, djb(key.Pub)) {
		return iqError{400, "bad-request"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d.signed = key
	s.touch()
	return iqError{}
}

// answerBundles hands out prekeys of the devices asked for, each under the
// address it was asked for.
func (s *Server) answerBundles(request *waBinary.Node) []waBinary.Node {
	var users []waBinary.Node
	for _, user := range request.GetChildren() {
		j := attrJID(&user, "jid")
		node := waBinary.Node{Tag: "user", Attrs: waBinary.Attrs{"jid": j}}
		if content := s.bundleNodes(j); content != nil {
			node.Content = content
		} else {
			node.Content = []waBinary.Node{{Tag: "error", Attrs: waBinary.Attrs{"code": "404", "text": "item-not-found"}}}
		}
		users = append(users, node)
	}
	return []waBinary.Node{{Tag: "list", Content: users}}
}

func (s *Server) bundleNodes(j types.JID) []waBinary.Node {
	p := s.knownPhone(j)
	if p == nil {
		return nil
	}
	if j.Device == 0 {
		return p.bundleNodes()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d := p.devices[j.Device]
	if d == nil || len(d.signed.Pub) == 0 {
		return nil
	}
	oneTime, ok := d.takePreKey()
	s.touch()
	return append(bundleContent(d.regID, d.identity, d.signed, oneTime, ok),
		waBinary.Node{Tag: "device-identity", Content: d.adv})
}

// bundleNodes are the keys of the phone itself.
func (p *Phone) bundleNodes() []waBinary.Node {
	p.signal.mu.Lock()
	defer p.signal.mu.Unlock()
	key, err := p.signal.newPreKey()
	if err != nil {
		p.s.log.Error("make prekey", "error", err)
		return nil
	}
	return bundleContent(p.signal.regID, p.signal.identity.Pub[:], p.signedPreKey(), publicPreKey{ID: key.KeyID, Pub: key.Pub[:]}, true)
}

func bundleContent(regID uint32, identity []byte, signed, oneTime publicPreKey, hasOneTime bool) []waBinary.Node {
	nodes := []waBinary.Node{
		{Tag: "registration", Content: binary.BigEndian.AppendUint32(nil, regID)},
		{Tag: "type", Content: []byte{5}},
		{Tag: "identity", Content: identity},
		preKeyNode("skey", signed),
	}
	if hasOneTime {
		nodes = append(nodes, preKeyNode("key", oneTime))
	}
	return nodes
}

// answerDigest summarises the uploaded keys, so that a client can tell whether
// the server still has them.
func (s *Server) answerDigest(d *device) []waBinary.Node {
	s.mu.Lock()
	defer s.mu.Unlock()
	sum := sha1.New() //nolint:gosec // see import
	sum.Write(d.identity)
	sum.Write(d.signed.Pub)
	var ids []waBinary.Node
	for _, k := range d.preKeys {
		sum.Write(k.Pub)
		ids = append(ids, waBinary.Node{Tag: "id", Content: binary.BigEndian.AppendUint32(nil, k.ID)[1:]})
	}
	return []waBinary.Node{{Tag: "digest", Content: []waBinary.Node{
		{Tag: "registration", Content: binary.BigEndian.AppendUint32(nil, d.regID)},
		{Tag: "type", Content: []byte{5}},
		{Tag: "identity", Content: d.identity},
		preKeyNode("skey", d.signed),
		{Tag: "list", Content: ids},
		{Tag: "hash", Content: sum.Sum(nil)},
	}}}
}
