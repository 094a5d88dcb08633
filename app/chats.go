package app

import (
	"context"

	"mceplatform/backend"
	"mceplatform/backend/chats"
)

// Chats are the conversations.
type Chats struct{ h *host }

// List returns a page of conversations.
func (a *Chats) List(q chats.ListQuery) (chats.Page, error) {
	return call(a.h, "Chats.List", func(ctx context.Context, b *backend.Backend) (chats.Page, error) { return b.Chats.List(ctx, q) })
}

// Get returns one conversation.
func (a *Chats) Get(id int64) (chats.Item, error) {
	return call(a.h, "Chats.Get", func(ctx context.Context, b *backend.Backend) (chats.Item, error) { return b.Chats.Get(ctx, id) })
}

// Messages returns a page of a conversation.
func (a *Chats) Messages(chatID int64, before string, limit int) (chats.MessagePage, error) {
	return call(a.h, "Chats.Messages", func(ctx context.Context, b *backend.Backend) (chats.MessagePage, error) {
		return b.Chats.Messages(ctx, chatID, before, limit)
	})
}

// Send queues a message: a text, a staged file, a place or contact cards.
func (a *Chats) Send(chatID int64, m chats.Compose) (chats.Message, error) {
	return call(a.h, "Chats.Send", func(ctx context.Context, b *backend.Backend) (chats.Message, error) {
		return b.Chats.Send(ctx, chatID, m)
	})
}

// Message returns one message as it is now.
func (a *Chats) Message(id int64) (chats.Message, error) {
	return call(a.h, "Chats.Message", func(ctx context.Context, b *backend.Backend) (chats.Message, error) { return b.Chats.Message(ctx, id) })
}

// React puts an emoji under a message; "" takes it away.
func (a *Chats) React(messageID int64, emoji string) (chats.Message, error) {
	return call(a.h, "Chats.React", func(ctx context.Context, b *backend.Backend) (chats.Message, error) {
		return b.Chats.React(ctx, messageID, emoji)
	})
}

// Edit replaces the text of a message of ours, for everyone.
func (a *Chats) Edit(messageID int64, text string) (chats.Message, error) {
	return call(a.h, "Chats.Edit", func(ctx context.Context, b *backend.Backend) (chats.Message, error) {
		return b.Chats.Edit(ctx, messageID, text)
	})
}

// Delete takes a message of ours back, for everyone.
func (a *Chats) Delete(messageID int64) (chats.Message, error) {
	return call(a.h, "Chats.Delete", func(ctx context.Context, b *backend.Backend) (chats.Message, error) {
		return b.Chats.Delete(ctx, messageID)
	})
}

// Hide deletes a message on this computer only.
func (a *Chats) Hide(messageID int64) error {
	return act(a.h, "Chats.Hide", func(ctx context.Context, b *backend.Backend) error { return b.Chats.Hide(ctx, messageID) })
}

// Unhide takes Hide back.
func (a *Chats) Unhide(messageID int64) error {
	return act(a.h, "Chats.Unhide", func(ctx context.Context, b *backend.Backend) error { return b.Chats.Unhide(ctx, messageID) })
}

// Forward queues copies of messages to other conversations.
func (a *Chats) Forward(messageIDs, chatIDs []int64) error {
	return act(a.h, "Chats.Forward", func(ctx context.Context, b *backend.Backend) error { return b.Chats.Forward(ctx, messageIDs, chatIDs) })
}

// SetPrivate stops storing a conversation and removes what is stored, or lets it
// be stored again.
func (a *Chats) SetPrivate(chatID int64, private bool) (chats.Item, error) {
	return call(a.h, "Chats.SetPrivate", func(ctx context.Context, b *backend.Backend) (chats.Item, error) {
		return b.Chats.SetPrivate(ctx, chatID, private)
	})
}

// Typing tells the other side that something is being written, if the user has
// chosen to show that.
func (a *Chats) Typing(chatID int64, composing bool) error {
	return act(a.h, "Chats.Typing", func(ctx context.Context, b *backend.Backend) error { return b.Chats.Typing(ctx, chatID, composing) })
}

// Watch asks to hear when the other side is typing, if the user has chosen that.
func (a *Chats) Watch(chatID int64) error {
	return act(a.h, "Chats.Watch", func(ctx context.Context, b *backend.Backend) error { return b.Chats.Watch(ctx, chatID) })
}

// Retry queues a failed message again.
func (a *Chats) Retry(messageID int64) (chats.Message, error) {
	return call(a.h, "Chats.Retry", func(ctx context.Context, b *backend.Backend) (chats.Message, error) {
		return b.Chats.Retry(ctx, messageID)
	})
}

// SaveDraft keeps what is being written.
func (a *Chats) SaveDraft(chatID int64, text string) error {
	return act(a.h, "Chats.SaveDraft", func(ctx context.Context, b *backend.Backend) error { return b.Chats.SaveDraft(ctx, chatID, text) })
}

// MarkRead zeroes a conversation's unread count.
func (a *Chats) MarkRead(chatID int64) error {
	return act(a.h, "Chats.MarkRead", func(ctx context.Context, b *backend.Backend) error { return b.Chats.MarkRead(ctx, chatID) })
}

// OpenForLead returns the conversation with a lead.
func (a *Chats) OpenForLead(leadID int64) (chats.Item, error) {
	return call(a.h, "Chats.OpenForLead", func(ctx context.Context, b *backend.Backend) (chats.Item, error) {
		return b.Chats.OpenForLead(ctx, leadID)
	})
}
