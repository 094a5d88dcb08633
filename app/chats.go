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

// Send queues a reply.
func (a *Chats) Send(chatID int64, text, clientID string) (chats.Message, error) {
	return call(a.h, "Chats.Send", func(ctx context.Context, b *backend.Backend) (chats.Message, error) {
		return b.Chats.Send(ctx, chatID, text, clientID)
	})
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
