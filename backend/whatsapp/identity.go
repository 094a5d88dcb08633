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

// personOf names the other side of a conversation by every identity that the
// message or the session knows: one person writes sometimes under the number
// and sometimes under the LID.
func (c *Client) personOf(ctx context.Context, wa *whatsmeow.Client, info types.MessageInfo) (leads.Person, error) {
	who, alt := info.Sender, info.SenderAlt
	if info.IsFromMe {
		who, alt = info.Chat, info.RecipientAlt
	}
	p := leads.Person{Confirmed: true}
	if !info.IsFromMe {
		p.PushName = info.PushName
	}
	var pn, lid types.JID
	for _, jid := range []types.JID{who, alt} {
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

// addressees lists the forms under which a message to somebody can be sent, the
// surest first.
func addressees(to leads.Address) []types.JID {
	var list []types.JID
	if to.Phone != "" {
		list = append(list, types.NewJID(to.Phone, types.DefaultUserServer))
	}
	if to.LID != "" {
		list = append(list, types.NewJID(to.LID, types.HiddenUserServer))
	}
	return list
}

func displayNumber(digits string) string {
	n, err := phone.FromDigits(digits)
	if err != nil {
		return "+" + digits
	}
	return n.Display()
}
