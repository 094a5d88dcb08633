package whatsapp

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"

	"mceplatform/backend/chats"
	"mceplatform/backend/leads"
)

// NewID implements chats.Transport.
func (c *Client) NewID() string {
	wa := c.current()
	if wa == nil { // before Run: the generator needs no account
		wa = &whatsmeow.Client{Store: c.container.NewDevice()}
	}
	return wa.GenerateMessageID()
}

// Send implements chats.Transport.
func (c *Client) Send(ctx context.Context, m chats.Outgoing) (chats.Receipt, error) {
	wa := c.current()
	if wa == nil || !c.online.Load() {
		return chats.Receipt{}, &chats.SendError{Class: chats.NotSent, Code: "offline", Err: whatsmeow.ErrNotConnected}
	}
	to := addressees(m.To)
	if len(to) == 0 {
		return chats.Receipt{}, &chats.SendError{Class: chats.NotSent, Code: chats.CodeNotOnWhatsApp, Err: errors.New("no address")}
	}
	resp, err := c.put(ctx, wa, to[0], m)
	if isNoLID(err) {
		if known, found := c.lookUp(ctx, wa, to[0]); found {
			resp, err = c.put(ctx, wa, known, m)
		}
	}
	if err != nil {
		failed := sendErrorOf(err)
		if failed.Code == chats.CodeLookUpLimit {
			c.reached.Delete(m.To)
		}
		if failed.Code == codeRestricted || failed.Code == codeCapped {
			if err := c.cfg.Account.Restricted(ctx, 0); err != nil {
				c.log.Error("record the restriction of new chats", "err", err)
			}
		}
		return chats.Receipt{}, failed
	}
	c.reached.Store(m.To, wa)
	return chats.Receipt{At: resp.Timestamp}, nil
}

// WhatsApp's refusals of new chats: NackCallerReachoutTimelocked and
// NewChatMessagesCapped.
const (
	codeRestricted = "463"
	codeCapped     = "475"
)

// NeedsLookUp implements chats.Transport. whatsmeow keeps whom it has asked about
// as long as it lives, so everybody that this client has not sent to counts.
func (c *Client) NeedsLookUp(to leads.Address) bool {
	by, known := c.reached.Load(to)
	return !known || by != c.current()
}

// ResetConnection implements chats.Transport.
func (c *Client) ResetConnection() {
	c.online.Store(false)
	c.signal(noAnswers{})
}

func (c *Client) put(ctx context.Context, wa *whatsmeow.Client, to types.JID, m chats.Outgoing) (whatsmeow.SendResponse, error) {
	msg, err := compose(wa, to, m)
	if err != nil {
		return whatsmeow.SendResponse{}, fmt.Errorf("%w: %w", errNotComposed, err)
	}
	ctx, done := c.outage.bound(ctx)
	defer done()
	return wa.SendMessage(ctx, to, msg, whatsmeow.SendRequestExtra{ID: m.ID, Timeout: c.cfg.SendTimeout})
}

// lookUp asks WhatsApp once under which form it knows a number: valid Brazilian
// mobiles, for one, may be registered without their ninth digit.
func (c *Client) lookUp(ctx context.Context, wa *whatsmeow.Client, jid types.JID) (types.JID, bool) {
	if !isNumber(jid) {
		return jid, false
	}
	found, err := wa.IsOnWhatsApp(ctx, []string{"+" + jid.User})
	if err != nil || len(found) == 0 || !found[0].IsIn || found[0].JID.ToNonAD() == jid {
		return jid, false
	}
	return found[0].JID.ToNonAD(), true
}

// MarkRead implements chats.Transport. Whose privacy settings on the phone hide
// read receipts sends none anywhere; whatsmeow sees to that.
func (c *Client) MarkRead(ctx context.Context, to leads.Address, ids []string, tellSender bool) error {
	wa, list := c.current(), addressees(to)
	if wa == nil || len(list) == 0 {
		return nil
	}
	kind := types.ReceiptTypeRead
	if !tellSender {
		kind = types.ReceiptTypeReadSelf
	}
	return wa.MarkRead(ctx, ids, c.cfg.Clock.Now(), list[0], list[0], kind)
}

func isNoLID(err error) bool { return err != nil && strings.Contains(err.Error(), "no LID found for") }

// serverCode finds the number in "server returned error 463"; whatsmeow gives
// it in the text only.
var serverCode = regexp.MustCompile(`\b(\d{3})\b`)

// sendErrorOf is the one place where whatsmeow's errors are classed. What is
// not known for certain not to have left counts as Unknown.
func sendErrorOf(err error) *chats.SendError {
	var iq *whatsmeow.IQError
	switch {
	case isNoLID(err):
		return &chats.SendError{Class: chats.NotSent, Code: chats.CodeNotOnWhatsApp, Err: errNotOnWhatsApp}
	case errors.Is(err, errNotComposed):
		return &chats.SendError{Class: chats.Rejected, Code: "400", Err: err}
	case errors.Is(err, whatsmeow.ErrServerReturnedError):
		return &chats.SendError{Class: chats.Rejected, Code: serverCode.FindString(err.Error()), Err: whatsmeow.ErrServerReturnedError}
	case errors.Is(err, whatsmeow.ErrNotConnected), errors.Is(err, whatsmeow.ErrNotLoggedIn):
		return &chats.SendError{Class: chats.NotSent, Code: "offline", Err: err}
	case errors.Is(err, whatsmeow.ErrIQRateOverLimit):
		return &chats.SendError{Class: chats.NotSent, Code: chats.CodeLookUpLimit, Err: err}
	case errors.As(err, &iq): // a look-up before the message was sent
		return &chats.SendError{Class: chats.NotSent, Code: chats.CodeLookUp, Err: iq}
	case errors.Is(err, whatsmeow.ErrMessageTimedOut):
		return &chats.SendError{Class: chats.Unknown, Code: "no_answer", Err: err}
	default:
		return &chats.SendError{Class: chats.Unknown, Code: "interrupted", Err: err}
	}
}

var (
	errNotOnWhatsApp = errors.New("WhatsApp does not know the number")
	errNotComposed   = errors.New("the message has no form on WhatsApp")
)

// connectKind names a connection error without the address in it.
func connectKind(err error) string {
	text := err.Error()
	switch {
	case strings.Contains(text, "certificate"):
		return "certificate"
	case strings.Contains(text, "dial"), strings.Contains(text, "websocket"):
		return "network"
	case errors.Is(err, context.Canceled):
		return "canceled"
	}
	return "other"
}
