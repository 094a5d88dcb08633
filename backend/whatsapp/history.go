package whatsapp

import (
	"context"
	"fmt"
	"sync"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/proto/waHistorySync"
	"go.mau.fi/whatsmeow/proto/waWeb"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"

	"mceplatform/backend/account"
	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/inbound"
	"mceplatform/backend/leads"
)

// keepHistory keeps a part of the past that the phone offers, and only then
// tells the phone that it arrived.
func (c *Client) keepHistory(ctx context.Context, wa *whatsmeow.Client, id string, n *waE2E.HistorySyncNotification) error {
	offer, err := proto.Marshal(n)
	if err != nil {
		return fmt.Errorf("keep an offer of history: %w", err)
	}
	if err := c.inbound.OfferHistory(ctx, id, offer); err != nil {
		return err
	}
	if n.Progress != nil { // names alone are no progress
		c.past.tell(ctx, c.cfg.Account, account.SyncReceiving)
	}
	poke(c.offered)
	if err := wa.SendProtocolMessageReceipt(ctx, id, types.ReceiptTypeHistorySync); err != nil {
		c.log.Warn("receipt for history not sent") // the phone offers it again; it is kept once
	}
	return nil
}

// fetchHistory stores every part that waits, in the order of the offers.
func (c *Client) fetchHistory(ctx context.Context) {
	for c.online.Load() && ctx.Err() == nil {
		job, err := c.inbound.NextHistory(ctx)
		if err != nil {
			c.log.Error("look for history", "err", err)
			return
		}
		if job == nil {
			return
		}
		err = c.storeHistory(ctx, *job)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			c.log.Warn("history not stored", "attempt", job.Attempts, "err", err)
		}
		if err := c.inbound.HistoryDone(ctx, *job, err); err != nil {
			c.log.Error("note what was stored of the past", "err", err)
			return
		}
	}
}

func (c *Client) storeHistory(ctx context.Context, job inbound.HistoryJob) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w while storing history: %T", errPanic, r)
		}
	}()
	wa := c.current()
	var n waE2E.HistorySyncNotification
	if err := proto.Unmarshal(job.Offer, &n); err != nil {
		return fmt.Errorf("read an offer of history: %w", err)
	}
	past, err := wa.DownloadHistorySync(ctx, &n, true)
	if err != nil {
		return err
	}
	if past.Progress == nil {
		past.Progress = n.Progress
	}
	for _, name := range past.GetPushnames() {
		if jid, ok := parseAddress(name.GetID()); ok && name.GetPushname() != "-" {
			err := c.withPerson(ctx, wa, func(p leads.Person) error { return c.inbound.Named(ctx, p, name.GetPushname(), leads.NamePush) }, jid)
			if err != nil {
				return err
			}
		}
	}
	for i, conversation := range past.GetConversations() {
		if err := c.storeConversation(ctx, wa, conversation); err != nil {
			return err
		}
		c.tellHistory(ctx, past, i+1)
	}
	c.tellHistory(ctx, past, len(past.GetConversations()))
	if n.GetDirectPath() != "" {
		if err := wa.DeleteMedia(ctx, whatsmeow.MediaHistory, n.GetDirectPath(), n.GetFileEncSHA256(), n.GetEncHandle()); err != nil {
			c.log.Warn("history not deleted on the server") // it goes away by itself
		}
	}
	return nil
}

// tellHistory reports how far the past has come in.
func (c *Client) tellHistory(ctx context.Context, past *waHistorySync.HistorySync, done int) {
	if past.Progress == nil {
		return
	}
	stage := account.SyncReceiving
	if past.GetProgress() >= 100 && done == len(past.GetConversations()) {
		stage = account.SyncDone
	}
	c.past.reached(int(min(past.GetProgress(), 100)))
	c.past.tell(ctx, c.cfg.Account, stage)
}

// pastCount is what has been stored of the past since the last link. A
// conversation comes in several parts and counts once.
type pastCount struct {
	mu       sync.Mutex
	people   map[int64]bool
	messages int
	percent  int
}

func (p *pastCount) reset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.people, p.messages, p.percent = nil, 0, 0
}

func (p *pastCount) stored(leadID int64, messages int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.people == nil {
		p.people = map[int64]bool{}
	}
	p.people[leadID] = true
	p.messages += messages
}

func (p *pastCount) reached(percent int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.percent = percent
}

func (p *pastCount) tell(ctx context.Context, to *account.Service, stage account.SyncStage) {
	p.mu.Lock()
	percent, chats, messages := p.percent, len(p.people), p.messages
	p.mu.Unlock()
	to.HistoryProgress(ctx, stage, percent, chats, messages)
}

// storeConversation stores what the phone remembers of one person. Groups and
// conversations without a message make nobody a lead.
func (c *Client) storeConversation(ctx context.Context, wa *whatsmeow.Client, conv *waHistorySync.Conversation) error {
	jid, ok := parseAddress(conv.GetID())
	if !ok || !isPerson(jid) || isOwn(wa, jid) || len(conv.GetMessages()) == 0 {
		return nil
	}
	addresses := []types.JID{jid}
	for _, other := range []string{conv.GetPnJID(), conv.GetLidJID()} {
		if alt, ok := parseAddress(other); ok {
			addresses = append(addresses, alt)
		}
	}
	person, err := c.person(ctx, wa, addresses...)
	if err != nil {
		return err
	}
	past := inbound.Past{Person: person, Unread: int(min(conv.GetUnreadCount(), 9999)), Timer: int(min(conv.GetEphemeralExpiration(), 1<<30)), Name: conv.GetName()}
	for _, m := range conv.GetMessages() {
		c.addPast(&past, wa, jid, m.GetMessage())
	}
	if len(past.Messages) == 0 {
		return nil
	}
	lead, stored, err := c.inbound.Past(ctx, past)
	if err == nil {
		c.past.stored(lead, stored)
	}
	return err
}

// pastStatus is how far our own messages got, in the words of the past.
var pastStatus = map[waWeb.WebMessageInfo_Status]chats.Status{
	waWeb.WebMessageInfo_SERVER_ACK: chats.StatusSent, waWeb.WebMessageInfo_DELIVERY_ACK: chats.StatusDelivered,
	waWeb.WebMessageInfo_READ: chats.StatusRead, waWeb.WebMessageInfo_PLAYED: chats.StatusRead,
}

func (c *Client) addPast(past *inbound.Past, wa *whatsmeow.Client, chat types.JID, w *waWeb.WebMessageInfo) {
	e, err := wa.ParseWebMessage(chat, w)
	if err != nil {
		c.log.Warn("an old message could not be read")
		return
	}
	m, err := read(e, func(jid types.JID) bool { return isOwn(wa, jid) })
	if err != nil || (m.content == nil && m.amend == nil) {
		return
	}
	if m.amend != nil {
		past.Amended = append(past.Amended, *m.amend)
		return
	}
	if m.content.Media != nil {
		m.content.Media.Wanted = false // the picture in small is here; the file comes when somebody asks for it
	}
	past.Messages = append(past.Messages, inbound.Message{
		ID: e.Info.ID, Person: past.Person, FromMe: e.Info.IsFromMe, At: clock.MillisOf(e.Info.Timestamp), Content: *m.content, Status: pastStatus[w.GetStatus()],
	})
	for _, r := range w.GetReactions() {
		past.Amended = append(past.Amended, chats.Amendment{
			Kind: chats.KindReaction, TargetID: e.Info.ID, TargetFromMe: e.Info.IsFromMe, FromMe: r.GetKey().GetFromMe(), Text: clean(r.GetText()), At: clock.Millis(r.GetSenderTimestampMS()),
		})
	}
}
