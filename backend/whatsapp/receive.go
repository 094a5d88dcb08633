package whatsapp

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/proto"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/fault"
	"mceplatform/backend/inbound"
)

// quarantineAfter is how often a message may fail to be stored, for reasons
// other than the database itself, before its raw bytes are put aside.
const quarantineAfter = 3

// on is whatsmeow's handler. Its result decides whether WhatsApp is told that a
// message arrived, so a panic must count as failure: left to whatsmeow it would
// count as success, and the message would be lost.
func (c *Client) on(ctx context.Context, wa *whatsmeow.Client, evt any) (ok bool) {
	defer func() {
		if c.cfg.Sabotage.NoRecover {
			return
		}
		if r := recover(); r != nil {
			c.log.Error("panic while taking an event", "event", fmt.Sprintf("%T", evt))
			if e, message := evt.(*events.Message); message {
				c.askFor(e)
			}
			ok = false
		}
	}()
	switch e := evt.(type) {
	case *events.Message:
		return c.onMessage(ctx, wa, e)
	case *events.Receipt:
		return c.onReceipt(ctx, wa, e)
	case *events.UndecryptableMessage:
		c.onUndecryptable(ctx, wa, e)
	case *events.OfflineSyncPreview, *events.OfflineSyncCompleted:
		return c.onOffline(ctx, e)
	case *events.MediaRetry:
		c.onMediaRetry(ctx, e)
	case *events.Contact, *events.IdentityChange, *events.MarkChatAsRead, *events.ChatPresence, *events.AppStateSyncComplete:
		c.onPeople(ctx, wa, e)
	default:
		c.told(wa, evt)
	}
	return true
}

func (c *Client) onMessage(ctx context.Context, wa *whatsmeow.Client, e *events.Message) bool {
	if e.UnavailableRequestID == "" && c.turn.held(e.Info.ID, e.Info.MessageSource) {
		go c.signal(notStored{})
		return false
	}
	store := func() error { return c.storeMessage(ctx, wa, e) }
	err := store()
	if err != nil && e.UnavailableRequestID != "" {
		// The phone's answer to our request is acknowledged whatever we say.
		err = c.patiently(ctx, store)
	}
	if err == nil {
		c.settled(e.Info.ID)
		return true
	}
	if ctx.Err() != nil {
		return false // shutting down: the server delivers it again
	}
	storage := fault.Is(err, fault.Unavailable)
	c.log.Error("message not stored", "err", err, "storage", storage)
	if !storage && c.countFailure(e.Info.ID) >= quarantineAfter && c.quarantine(ctx, wa, e, err) {
		return true
	}
	c.askFor(e)
	return false
}

// askFor lets a message come again, before what follows it.
func (c *Client) askFor(e *events.Message) {
	c.turn.hold(e.Info.ID, e.Info.MessageSource)
	go c.signal(notStored{})
}

var errPanic = errors.New("panic")

// storeMessage stores what a message means. It returns nil once that is
// committed.
func (c *Client) storeMessage(ctx context.Context, wa *whatsmeow.Client, e *events.Message) (err error) {
	defer func() {
		if c.cfg.Sabotage.NoRecover {
			return
		}
		if r := recover(); r != nil {
			err = fmt.Errorf("%w while storing a message: %T", errPanic, r)
		}
	}()
	if err := c.openSecret(ctx, wa, e); err != nil {
		return err
	}
	m, err := read(e, func(jid types.JID) bool { return isOwn(wa, jid) })
	switch {
	case err != nil:
		return err
	case m.history != nil:
		return c.keepHistory(ctx, wa, e.Info.ID, m.history)
	case !isWithPerson(e.Info.MessageSource), m.content == nil && m.amend == nil:
		return nil
	}
	person, err := c.personOf(ctx, wa, e.Info.MessageSource, e.Info.PushName)
	if err != nil {
		return err
	}
	c.panicAt(e.Info.ID)
	if m.amend != nil {
		return c.inbound.Amended(ctx, person, *m.amend)
	}
	return c.inbound.Message(ctx, inbound.Message{
		ID: e.Info.ID, Person: person, FromMe: e.Info.IsFromMe, At: clock.MillisOf(e.Info.Timestamp), Content: *m.content, Late: c.late.Load(),
	})
}

// openSecret puts what is encrypted once more, as newer phones do with edits, in
// the place of its wrapping. Without the key nothing can be read: it is passed
// over like every change of a message that is not here.
func (c *Client) openSecret(ctx context.Context, wa *whatsmeow.Client, e *events.Message) error {
	if e.Message.GetSecretEncryptedMessage() == nil || !isWithPerson(e.Info.MessageSource) {
		return nil
	}
	inner, err := wa.DecryptSecretEncryptedMessage(ctx, e)
	if err != nil {
		c.log.Warn("a change of a message could not be decrypted", "kind", "secret")
		return nil //nolint:nilerr // asking for it again brings the same
	}
	e.RawMessage = inner
	e.UnwrapRaw()
	return nil
}

// onUndecryptable puts a place-holder where a message belongs. whatsmeow has
// acknowledged it by then and asked the sender and the phone for it, so the
// place-holder is written with patience.
func (c *Client) onUndecryptable(ctx context.Context, wa *whatsmeow.Client, e *events.UndecryptableMessage) {
	c.log.Warn("message could not be decrypted, asked for again", "unavailable", e.IsUnavailable)
	defer c.settled(e.Info.ID)
	if e.DecryptFailMode == events.DecryptFailHide || !isWithPerson(e.Info.MessageSource) || e.Info.Category == "peer" {
		return
	}
	err := c.patiently(ctx, func() error {
		person, err := c.personOf(ctx, wa, e.Info.MessageSource, e.Info.PushName)
		if err != nil {
			return err
		}
		m := inbound.Message{ID: e.Info.ID, Person: person, FromMe: e.Info.IsFromMe, At: clock.MillisOf(e.Info.Timestamp), Late: c.late.Load()}
		if e.UnavailableType == events.UnavailableTypeViewOnce {
			m.Content.Kind = chats.KindViewOnce
			return c.inbound.Message(ctx, m)
		}
		return c.inbound.Waiting(ctx, m)
	})
	if err != nil {
		c.log.Error("place-holder not stored", "err", err)
	}
}

// onOffline takes the frame around what waited at WhatsApp while this computer
// was away. Both ends come in the order of the messages.
func (c *Client) onOffline(ctx context.Context, evt any) bool {
	var err error
	switch e := evt.(type) {
	case *events.OfflineSyncPreview:
		c.turn.begun()
		c.late.Store(true)
		err = c.inbound.Away(ctx, e.Messages)
	case *events.OfflineSyncCompleted:
		c.turn.caughtUp()
		c.late.Store(false)
		c.caughtUp.Store(true)
		err = c.inbound.Back(ctx)
	}
	if err != nil {
		c.log.Error("time away not noted", "err", err)
	}
	return true
}

func (c *Client) onReceipt(ctx context.Context, wa *whatsmeow.Client, e *events.Receipt) bool {
	if !isPerson(e.Chat) {
		return true
	}
	var err error
	switch {
	case e.Type == types.ReceiptTypeReadSelf, e.IsFromMe && e.Type == types.ReceiptTypeRead:
		err = c.readElsewhere(ctx, wa, e)
	case e.IsFromMe:
	case e.Type == types.ReceiptTypeDelivered:
		err = c.inbound.Receipt(ctx, e.MessageIDs, chats.StatusDelivered, clock.MillisOf(e.Timestamp))
	case e.Type == types.ReceiptTypeRead, e.Type == types.ReceiptTypePlayed:
		err = c.inbound.Receipt(ctx, e.MessageIDs, chats.StatusRead, clock.MillisOf(e.Timestamp))
	}
	if err != nil {
		c.log.Error("receipt not stored", "err", err)
	}
	return err == nil
}

// readElsewhere notes what the owner has read on another device.
func (c *Client) readElsewhere(ctx context.Context, wa *whatsmeow.Client, e *events.Receipt) error {
	person, err := c.person(ctx, wa, e.Chat, e.RecipientAlt)
	if err != nil {
		return err
	}
	return c.inbound.ReadElsewhere(ctx, person, e.MessageIDs)
}

// quarantine keeps the raw bytes of a message nobody can store, which is what
// allows telling the server that it arrived.
func (c *Client) quarantine(ctx context.Context, wa *whatsmeow.Client, e *events.Message, cause error) bool {
	raw, err := proto.Marshal(e.RawMessage)
	if err == nil {
		m := inbound.Message{ID: e.Info.ID, FromMe: e.Info.IsFromMe, At: clock.MillisOf(e.Info.Timestamp)}
		if isWithPerson(e.Info.MessageSource) {
			m.Person, _ = c.personOf(ctx, wa, e.Info.MessageSource, "") // without the person it is kept all the same
		}
		err = c.inbound.Quarantine(ctx, inbound.Poison{
			ID: e.Info.ID, Sender: e.Info.Sender.ToNonAD().String(), Raw: raw, Error: cause.Error(), Attempts: quarantineAfter,
		}, m)
	}
	if err != nil {
		c.log.Error("quarantine", "err", err)
		return false
	}
	c.settled(e.Info.ID)
	return true
}

// patiently repeats what whatsmeow will not repeat for us: five times in about
// fifteen seconds.
func (c *Client) patiently(ctx context.Context, fn func() error) (err error) {
	for wait := 500 * time.Millisecond; ; wait *= 2 {
		if err = fn(); err == nil || wait > 8*time.Second {
			return err
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return err
		}
	}
}

func (c *Client) countFailure(id string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.failures[id]++
	return c.failures[id]
}

// settled lets go on what waited for a message that will not come again.
func (c *Client) settled(id string) {
	c.turn.done(id)
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.failures, id)
}
