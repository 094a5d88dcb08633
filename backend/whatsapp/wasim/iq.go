package wasim

import (
	"strconv"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/types"
)

// iqError is a refusal of a query.
type iqError struct {
	code int
	text string
}

// onIQ answers queries, and takes the answers to the server's own ones.
func (c *conn) onIQ(n *waBinary.Node) {
	kind, id := attrString(n, "type"), attrString(n, "id")
	if kind == "result" || kind == "error" {
		if id == pairSuccessID {
			c.onPairReply(n)
		}
		return
	}
	if c.device() == nil {
		c.onIQBeforeLogin(n)
		return
	}
	if isKeepalive(n) && c.s.faults.keepaliveMuted() {
		return
	}
	content, refusal, ok := c.answerIQ(n)
	switch {
	case !ok:
		c.s.reportUnhandled("iq " + iqName(n))
		c.sendIQError(n, iqError{501, "feature-not-implemented"})
	case refusal.code != 0:
		c.sendIQError(n, refusal)
	default:
		c.sendIQResult(n, content)
	}
	if iqName(n) == "passive set active" {
		c.afterActive()
	}
	if attrString(n, "xmlns") == "md" && firstTag(n) == "remove-companion-device" {
		c.afterLogout()
	}
}

// onIQBeforeLogin: only the keepalive and the steps of linking are answered
// while no device is linked.
func (c *conn) onIQBeforeLogin(n *waBinary.Node) {
	if isKeepalive(n) {
		c.sendIQResult(n, nil)
		return
	}
	if step := c.linkingStep(n); step != nil {
		if content, refusal := step(n); refusal.code != 0 {
			c.sendIQError(n, refusal)
		} else {
			c.sendIQResult(n, content)
		}
		c.afterLinkingStep()
		return
	}
	c.s.reportUnhandled("iq before login " + iqName(n))
	c.sendIQError(n, iqError{501, "feature-not-implemented"})
}

// iqName is "namespace type child", the way the queries are told apart.
func iqName(n *waBinary.Node) string {
	return attrString(n, "xmlns") + " " + attrString(n, "type") + " " + firstTag(n)
}

func isKeepalive(n *waBinary.Node) bool { return attrString(n, "xmlns") == "w:p" }

func (c *conn) sendIQResult(n *waBinary.Node, content []waBinary.Node) {
	reply := waBinary.Node{Tag: "iq", Attrs: waBinary.Attrs{"type": "result", "id": attrString(n, "id"), "from": replyFrom(n)}}
	if len(content) > 0 {
		reply.Content = content
	}
	c.send(reply)
}

func (c *conn) sendIQError(n *waBinary.Node, e iqError) {
	c.send(waBinary.Node{
		Tag:   "iq",
		Attrs: waBinary.Attrs{"type": "error", "id": attrString(n, "id"), "from": replyFrom(n)},
		Content: []waBinary.Node{{
			Tag: "error", Attrs: waBinary.Attrs{"code": strconv.Itoa(e.code), "text": e.text},
		}},
	})
}

func replyFrom(n *waBinary.Node) types.JID {
	if to := attrJID(n, "to"); to.Server != "" {
		return to
	}
	return types.ServerJID
}

// answerIQ returns the content of the result, or a refusal; false for a query
// nobody knows.
func (c *conn) answerIQ(n *waBinary.Node) ([]waBinary.Node, iqError, bool) {
	switch attrString(n, "xmlns") {
	case "encrypt":
		return c.answerEncrypt(n)
	case "usync":
		list, refusal := c.answerUsync(n)
		return list, refusal, true
	case "w:sync:app:state":
		return c.answerAppState(n), iqError{}, true
	case "privacy":
		return answerPrivacy(n), iqError{}, true
	case "md":
		return c.answerMultiDevice(n)
	case "w:g2":
		return answerGroups(n)
	}
	return c.answerPlain(n)
}

// answerPlain holds the queries whose answer does not depend on anything.
func (c *conn) answerPlain(n *waBinary.Node) ([]waBinary.Node, iqError, bool) {
	var content []waBinary.Node
	switch attrString(n, "xmlns") {
	case "w:p", "passive", "urn:xmpp:whatsapp:dirty", "urn:xmpp:whatsapp:push", "w:stats":
	case "w:m":
		content = []waBinary.Node{{
			Tag: "media_conn", Attrs: waBinary.Attrs{"auth": mediaAuth, "ttl": "3600", "auth_ttl": "3600", "max_buckets": "12"},
			Content: []waBinary.Node{{Tag: "host", Attrs: waBinary.Attrs{"hostname": "mmg.whatsapp.net"}}},
		}}
	case "abt", "w":
		content = []waBinary.Node{{Tag: "props", Attrs: waBinary.Attrs{"protocol": "1", "hash": "sim", "refresh": "86400"}}}
	case "blocklist":
		content = []waBinary.Node{{Tag: "list", Attrs: waBinary.Attrs{"dhash": "0"}}}
	case "w:profile:picture", "w:biz":
		return nil, iqError{404, "item-not-found"}, true
	default:
		return nil, iqError{}, false
	}
	return content, iqError{}, true
}

func answerPrivacy(n *waBinary.Node) []waBinary.Node {
	if attrString(n, "type") != "get" {
		return nil
	}
	var list []waBinary.Node
	for _, name := range []string{"readreceipts", "profile", "status", "online", "last", "groupadd", "calladd"} {
		list = append(list, waBinary.Node{Tag: "category", Attrs: waBinary.Attrs{"name": name, "value": "all"}})
	}
	return []waBinary.Node{{Tag: "privacy", Content: list}}
}

// answerGroups: no account is in any group as far as queries are concerned.
func answerGroups(n *waBinary.Node) ([]waBinary.Node, iqError, bool) {
	if attrString(n, "type") == "get" && firstTag(n) == "participating" {
		return []waBinary.Node{{Tag: "groups"}}, iqError{}, true
	}
	return nil, iqError{404, "item-not-found"}, true
}

func (c *conn) answerMultiDevice(n *waBinary.Node) ([]waBinary.Node, iqError, bool) {
	if firstTag(n) != "remove-companion-device" {
		return nil, iqError{}, false
	}
	remove, _ := child(n, "remove-companion-device")
	d := c.device()
	j := attrJID(remove, "jid")
	if j.User != d.phone.Number() && j.User != d.phone.lid {
		return nil, iqError{403, "forbidden"}, true
	}
	if _, err := d.phone.removeDevice(j.Device); err != nil {
		return nil, iqError{404, "item-not-found"}, true
	}
	return nil, iqError{}, true
}

// afterLogout closes the connection of a device that unlinked itself. The
// client has usually hung up by then.
func (c *conn) afterLogout() { c.dropSoon() }

// afterActive starts live delivery, and lets the phone send what a newly
// linked device is given.
func (c *conn) afterActive() {
	c.s.mu.Lock()
	d := c.dev
	if d == nil || d.conn != c {
		c.s.mu.Unlock()
		return
	}
	share := !d.keyShare
	d.keyShare = true
	if !c.active {
		c.activate()
	}
	c.s.touch()
	c.s.mu.Unlock()
	if share {
		c.s.after(0, func() { d.phone.welcome(d) })
	}
}
