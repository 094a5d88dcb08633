package whatsapp

import (
	"context"
	"fmt"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"

	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
	"mceplatform/backend/phone"
)

// This file is the one place where WhatsApp's identifiers are read and made.
// A person has a phone number and a LID, a hidden id; WhatsApp uses one or the
// other, and tells the second now and then. A LID is never a number.

// isPerson reports whether a chat is with one person: no group, status post,
// newsletter, broadcast list or bot.
func isPerson(chat types.JID) bool {
	return chat.Server == types.DefaultUserServer || chat.Server == types.HiddenUserServer
}

// isWithPerson reports whether a message belongs to a conversation with one
// person. What a contact sends to a broadcast list arrives under the list.
func isWithPerson(s types.MessageSource) bool {
	return isPerson(s.Chat) && !s.IsGroup && !s.IsIncomingBroadcast()
}

// otherSide names the person of a conversation by every address the stanza
// gives.
func otherSide(s types.MessageSource) []types.JID {
	if s.IsFromMe {
		return []types.JID{s.Chat, s.RecipientAlt}
	}
	return []types.JID{s.Sender, s.SenderAlt}
}

// personOf names the other side of a conversation by every identity that the
// stanza or the session knows: one person writes sometimes under the number and
// sometimes under the LID.
func (c *Client) personOf(ctx context.Context, wa *whatsmeow.Client, s types.MessageSource, pushName string) (leads.Person, error) {
	p, err := c.person(ctx, wa, otherSide(s)...)
	if !s.IsFromMe {
		p.PushName = pushName
	}
	return p, err
}

// person makes one person of addresses that belong together.
func (c *Client) person(ctx context.Context, wa *whatsmeow.Client, addresses ...types.JID) (leads.Person, error) {
	p := leads.Person{Confirmed: true}
	var pn, lid types.JID
	for _, jid := range addresses {
		switch jid.Server {
		case types.DefaultUserServer:
			pn = jid.ToNonAD()
		case types.HiddenUserServer:
			lid = jid.ToNonAD()
		}
	}
	var err error
	switch {
	case pn.IsEmpty() && !lid.IsEmpty():
		pn, err = wa.Store.LIDs.GetPNForLID(ctx, lid)
	case lid.IsEmpty() && !pn.IsEmpty():
		lid, err = wa.Store.LIDs.GetLIDForPN(ctx, pn)
	}
	if err == nil {
		p.BookName, err = bookName(ctx, wa, pn, lid)
	}
	if err != nil {
		return p, fault.Wrap(err, fault.Unavailable, "The session database failed.").With("reason", "storage")
	}
	p.LID = lid.User
	if pn.User == "" {
		return p, nil
	}
	if p.Phone, err = phone.FromDigits(pn.User); err != nil {
		if p.LID != "" {
			return p, nil // a number outside every plan, as test accounts have: the LID is enough
		}
		return p, fmt.Errorf("read the sender's number: %w", err)
	}
	return p, nil
}

// bookName is the name under which the owner's address book has a person.
func bookName(ctx context.Context, wa *whatsmeow.Client, addresses ...types.JID) (string, error) {
	for _, jid := range addresses {
		if jid.IsEmpty() {
			continue
		}
		c, err := wa.Store.Contacts.GetContact(ctx, jid.ToNonAD())
		if err != nil || c.FullName != "" {
			return c.FullName, err
		}
	}
	return "", nil
}

// parseAddress reads an address out of a message's content.
func parseAddress(text string) (types.JID, bool) {
	jid, err := types.ParseJID(text)
	if err != nil || jid.User == "" {
		return types.JID{}, false
	}
	if jid.Server == types.LegacyUserServer {
		jid.Server = types.DefaultUserServer
	}
	return jid.ToNonAD(), true
}

// addressees lists the forms under which a message to somebody can be sent, the
// surest first: the LID is the person, whatever number they use.
func addressees(to leads.Address) []types.JID {
	var list []types.JID
	if to.LID != "" {
		list = append(list, lidAddress(to.LID))
	}
	if to.Phone != "" {
		list = append(list, types.NewJID(to.Phone, types.DefaultUserServer))
	}
	return list
}

// isNumber reports whether an address is a phone number.
func isNumber(jid types.JID) bool { return jid.Server == types.DefaultUserServer }

func lidAddress(lid string) types.JID { return types.NewJID(lid, types.HiddenUserServer) }

// own returns the owner's address in the form that a chat is addressed by.
func own(wa *whatsmeow.Client, chat types.JID) types.JID {
	if chat.Server == types.HiddenUserServer {
		return wa.Store.GetLID().ToNonAD()
	}
	return wa.Store.GetJID().ToNonAD()
}

// isOwn reports whether an address is the owner's, in either form.
func isOwn(wa *whatsmeow.Client, jid types.JID) bool {
	switch jid.Server {
	case types.HiddenUserServer:
		return jid.User == wa.Store.GetLID().User
	case types.DefaultUserServer:
		return jid.User == wa.Store.GetJID().User
	}
	return false
}

func displayNumber(digits string) string {
	n, err := phone.FromDigits(digits)
	if err != nil {
		return "+" + digits
	}
	return n.Display()
}
