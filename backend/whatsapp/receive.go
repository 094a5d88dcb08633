package whatsapp

import (
	"context"
	"errors"
	"fmt"

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
	switch e := evt.(type) {
	case *events.Message:
		return c.onMessage(ctx, wa, e)
	case *events.Receipt:
		return c.onReceipt(ctx, e)
	case *events.UndecryptableMessage:
		c.log.Warn("message could not be decrypted, asked for again", "unavailable", e.IsUnavailable)
		return true
	default:
		c.told(wa, evt)
	}
	return true
}

func (c *Client) onMessage(ctx context.Context, wa *whatsmeow.Client, e *events.Message) bool {
	err := c.storeMessage(ctx, wa, e)
	if err == nil {
		c.forgetFailure(e.Info.ID)
		return true
	}
	if ctx.Err() != nil {
		return false // shutting down: the server delivers it again
	}
	storage := fault.Is(err, fault.Unavailable)
	c.log.Error("message not stored", "err", err, "storage", storage)
	if !storage && c.countFailure(e.Info.ID) >= quarantineAfter {
		return c.quarantine(ctx, e, err)
	}
	go c.signal(notStored{})
	return false
}

var errPanic = errors.New("panic")

func (c *Client) storeMessage(ctx context.Context, wa *whatsmeow.Client, e *events.Message) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w while storing a message: %v", errPanic, r)
		}
	}()
	if !isPerson(e.Info.Chat) || e.Info.IsGroup || e.Info.IsIncomingBroadcast() {
		return nil
	}
	kind, text, payload, visible, err := contentOf(e.Message)
	if err != nil || !visible {
		return err
	}
	person, err := c.personOf(ctx, wa, e.Info)
	if err != nil {
		return err
	}
	return c.inbound.Message(ctx, inbound.Message{
		ID: e.Info.ID, Person: person, FromMe: e.Info.IsFromMe, Kind: kind, Text: text, Payload: payload, At: clock.MillisOf(e.Info.Timestamp),
	})
}

func (c *Client) onReceipt(ctx context.Context, e *events.Receipt) (ok bool) {
	defer func() {
		if r := recover(); r != nil {
			c.log.Error("receipt not stored", "err", errPanic)
			ok = false
		}
	}()
	var status chats.Status
	switch e.Type {
	case types.ReceiptTypeDelivered:
		status = chats.StatusDelivered
	case types.ReceiptTypeRead, types.ReceiptTypePlayed:
		status = chats.StatusRead
	default:
		return true
	}
	if e.IsFromMe || !isPerson(e.Chat) {
		return true
	}
	if err := c.inbound.Receipt(ctx, e.MessageIDs, status, clock.MillisOf(e.Timestamp)); err != nil {
		c.log.Error("receipt not stored", "err", err)
		return false
	}
	return true
}

// quarantine keeps the raw bytes of a message nobody can store, which is what
// allows telling the server that it arrived.
func (c *Client) quarantine(ctx context.Context, e *events.Message, cause error) bool {
	raw, err := proto.Marshal(e.RawMessage)
	if err == nil {
		err = c.inbound.Quarantine(ctx, inbound.Poison{
			ID: e.Info.ID, Sender: e.Info.Sender.ToNonAD().String(), Raw: raw, Error: cause.Error(), Attempts: quarantineAfter,
		})
	}
	if err != nil {
		c.log.Error("quarantine", "err", err)
		return false
	}
	c.forgetFailure(e.Info.ID)
	return true
}

func (c *Client) countFailure(id string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.failures[id]++
	return c.failures[id]
}

func (c *Client) forgetFailure(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.failures, id)
}
