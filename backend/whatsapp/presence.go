package whatsapp

import (
	"context"

	"go.mau.fi/whatsmeow/types"

	"mceplatform/backend/leads"
)

// Announce tells WhatsApp whether the owner is to be seen online here. While
// they are not, the phone rings as always; that is the default.
func (c *Client) Announce(ctx context.Context) error {
	wa := c.current()
	if wa == nil || !c.online.Load() || wa.Store.PushName == "" {
		return nil // told when the connection, or the name it needs, is there
	}
	p, err := c.cfg.Preferences.Preferences(ctx)
	if err != nil {
		return err
	}
	state := types.PresenceUnavailable
	if p.Online {
		state = types.PresenceAvailable
	}
	return wa.SendPresence(ctx, state)
}

// Typing implements chats.Transport.
func (c *Client) Typing(ctx context.Context, to leads.Address, composing bool) error {
	wa, list := c.current(), addressees(to)
	if wa == nil || len(list) == 0 {
		return nil
	}
	state := types.ChatPresencePaused
	if composing {
		state = types.ChatPresenceComposing
	}
	return wa.SendChatPresence(ctx, list[0], state, types.ChatPresenceMediaText)
}

// Watch implements chats.Transport.
func (c *Client) Watch(ctx context.Context, to leads.Address) error {
	wa, list := c.current(), addressees(to)
	if wa == nil || len(list) == 0 {
		return nil
	}
	return wa.SubscribePresence(ctx, list[0])
}
