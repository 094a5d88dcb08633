package chats

import (
	"context"

	"mceplatform/backend/clock"
)

// Store keeps conversations and the ledger. Changes run inside InTx; lists are
// never nil.
type Store interface {
	InTx(ctx context.Context, fn func(ctx context.Context) error) error

	ListChats(ctx context.Context, accountID int64, q ListQuery) (Page, error)
	GetChat(ctx context.Context, id int64) (Item, error)
	// ChatAccount returns the account and the lead of a chat.
	ChatAccount(ctx context.Context, chatID int64) (accountID, leadID int64, err error)
	EnsureChat(ctx context.Context, accountID, leadID int64) (chatID int64, created bool, err error)
	FindChat(ctx context.Context, accountID, leadID int64) (chatID int64, err error) // 0 = none
	SaveDraft(ctx context.Context, chatID int64, text Text) error
	// ClearDraft empties the draft that led to a sent text. What has been written
	// since is another text and stays.
	ClearDraft(ctx context.Context, chatID int64, sent Text) error
	// MarkRead zeroes the unread count and returns the ids of the messages that
	// were unread, newest last.
	MarkRead(ctx context.Context, chatID int64) (waIDs []string, err error)

	ListMessages(ctx context.Context, chatID int64, before string, limit int) (MessagePage, error)
	GetMessage(ctx context.Context, id int64) (Message, error)
	// InsertMessage stores a message once per (chat, direction, id) and moves the
	// chat's list columns. stored is false when it was there already.
	InsertMessage(ctx context.Context, m *Message) (stored bool, err error)
	// RaiseStatus lifts a message's status if it climbs and keeps the chat's list
	// column in step.
	RaiseStatus(ctx context.Context, id int64, s Status, at clock.Millis) (raised bool, err error)
	// SetStatus writes a status that does not climb: a queued, retried or failed send.
	SetStatus(ctx context.Context, id int64, s Status, errText string) error
	FindOwnMessages(ctx context.Context, waIDs []string) ([]Message, error)
	FindByClientID(ctx context.Context, chatID int64, clientID string) (*Message, error)

	CreateSend(ctx context.Context, s *Send) error
	UpdateSend(ctx context.Context, s Send) error
	SendByMessage(ctx context.Context, messageID int64) (*Send, error)     // nil = none
	SendByRecipient(ctx context.Context, recipientID int64) (*Send, error) // nil = none
	// NextSend returns the first send in one of the states whose time has come,
	// replies only when kind is SendReply; nil = none.
	NextSend(ctx context.Context, accountID int64, kind SendKind, state SendState, now clock.Millis) (*Send, error)
	// NextSendAt returns the earliest NotBefore of waiting sends; 0 = none.
	NextSendAt(ctx context.Context, accountID int64) (clock.Millis, error)
	// LastPaced returns the latest claimed send that is not a reply; nil = none.
	LastPaced(ctx context.Context, accountID int64) (*Send, error)
	// CountPaced counts sends that are not replies, claimed since a moment (or in
	// the future, after the clock was set back), and the earliest of them.
	CountPaced(ctx context.Context, accountID int64, since clock.Millis) (n int, oldest clock.Millis, err error)
}
