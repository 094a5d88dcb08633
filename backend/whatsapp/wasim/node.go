package wasim

import (
	"strconv"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/types"
)

// attrString reads an attribute as text. Numbers and addresses can arrive
// decoded.
func attrString(n *waBinary.Node, key string) string {
	switch v := n.Attrs[key].(type) {
	case string:
		return v
	case types.JID:
		return v.String()
	case int64:
		return strconv.FormatInt(v, 10)
	default:
		return ""
	}
}

// attrJID reads an address attribute; the server itself has an empty user.
func attrJID(n *waBinary.Node, key string) types.JID {
	switch v := n.Attrs[key].(type) {
	case types.JID:
		return v
	case string:
		j, err := types.ParseJID(v)
		if err != nil {
			return types.EmptyJID
		}
		return j
	default:
		return types.EmptyJID
	}
}

// child returns a direct child, or false. (The library's GetChildByTag returns
// the node itself when the child is missing.)
func child(n *waBinary.Node, tag string) (*waBinary.Node, bool) {
	for _, c := range n.GetChildren() {
		if c.Tag == tag {
			return &c, true
		}
	}
	return nil, false
}

// bytesOf reads binary content. Short contents can arrive as text: a token or
// packed digits.
func bytesOf(n *waBinary.Node) []byte {
	switch v := n.Content.(type) {
	case []byte:
		return v
	case string:
		return []byte(v)
	default:
		return nil
	}
}

func childBytes(n waBinary.Node, tag string) []byte {
	c, ok := child(&n, tag)
	if !ok {
		return nil
	}
	return bytesOf(c)
}

// firstTag is the tag of the first child, for describing stanzas.
func firstTag(n *waBinary.Node) string {
	if kids := n.GetChildren(); len(kids) > 0 {
		return kids[0].Tag
	}
	return ""
}

func unix(sec int64) string { return strconv.FormatInt(sec, 10) }
