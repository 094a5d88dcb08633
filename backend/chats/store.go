package chats

import (
	"context"

	"mceplatform/backend/clock"
)

// Store keeps conversations, files and the ledger. Changes run inside InTx;
// lists are never nil.
type Store interface {
	InTx(ctx context.Context, fn func(ctx context.Context) error) error
	chatStore
	messageStore
	amendStore
	mediaStore
	sendStore
}

type chatStore interface {
	ListChats(ctx context.Context, accountID int64, q ListQuery) (Page, error)
	GetChat(ctx context.Context, id int64) (Item, error)
	ChatHead(ctx context.Context, chatID int64) (ChatHead, error)
	// FindChat returns the conversation with a lead, with ID 0 when there is none.
	FindChat(ctx context.Context, accountID, leadID int64) (ChatHead, error)
	// EnsureChat is FindChat that makes one if need be.
	EnsureChat(ctx context.Context, accountID, leadID int64) (ChatHead, error)
	SaveDraft(ctx context.Context, chatID int64, text Text) error
	// ClearDraft empties the draft that led to a sent text. What has been written
	// since is another text and stays.
	ClearDraft(ctx context.Context, chatID int64, sent Text) error
	// SetPrivate marks a conversation; when private it also empties its messages
	// and lets go of their files.
	SetPrivate(ctx context.Context, chatID int64, private bool) error
	// SetTimer notes the disappearing-message timer, unless a later one is known.
	SetTimer(ctx context.Context, chatID int64, seconds int, at clock.Millis) error

	// MarkRead zeroes the unread count and notes that WhatsApp has to be told.
	MarkRead(ctx context.Context, chatID int64) (changed bool, err error)
	// ReadUpTo counts as read everything up to the newest of the ids; none means all.
	ReadUpTo(ctx context.Context, chatID int64, waIDs []string) error
	// RaiseUnread lifts the unread count to at least n.
	RaiseUnread(ctx context.Context, chatID int64, n int) error
	NextToTell(ctx context.Context, accountID int64, most int) (*Unread, error) // nil = none
	Told(ctx context.Context, chatID int64, upTo clock.Millis) error
}

type messageStore interface {
	ListMessages(ctx context.Context, chatID int64, before string, limit int) (MessagePage, error)
	GetMessage(ctx context.Context, id int64) (Message, error)
	FindMessage(ctx context.Context, chatID int64, waID string, fromMe bool) (*Message, error) // nil = none
	// InsertMessage stores a message once per (chat, direction, id) and moves the
	// chat's list columns. stored is false when it was there already.
	InsertMessage(ctx context.Context, m *Message) (stored bool, err error)
	// FillMessage puts content into the place of one that could not be read.
	FillMessage(ctx context.Context, m *Message) (filled bool, err error)
	// RaiseStatus lifts a message's status if it climbs and keeps the chat's list
	// column in step.
	RaiseStatus(ctx context.Context, id int64, s Status, at clock.Millis) (raised bool, err error)
	// SetStatus writes a status that does not climb: a queued, retried or failed send.
	SetStatus(ctx context.Context, id int64, s Status, errText string) error
	SetError(ctx context.Context, id int64, errText string) error
	FindOwnMessages(ctx context.Context, waIDs []string) ([]Message, error)
	FindByClientID(ctx context.Context, chatID int64, clientID string) (*Message, error)
}

type amendStore interface {
	SetReaction(ctx context.Context, messageID int64, fromMe bool, emoji string, at clock.Millis) error
	SetText(ctx context.Context, messageID int64, text Text, editedAt clock.Millis) error
	SetDeleted(ctx context.Context, messageID int64, at clock.Millis) error
	// Restore undoes SetDeleted.
	Restore(ctx context.Context, messageID int64, text Text) error
	SetHidden(ctx context.Context, messageID int64, hidden bool) error
	KeepAmendment(ctx context.Context, chatID int64, a Amendment) error
	// TakeAmendments returns the changes that wait for a message, oldest first,
	// and forgets them.
	TakeAmendments(ctx context.Context, chatID int64, targetID string, targetFromMe bool) ([]Amendment, error)
}

type mediaStore interface {
	CreateMedia(ctx context.Context, m *Media) error
	UpdateMedia(ctx context.Context, m Media) error
	// ReleaseMedia takes the file from a message; NextDropped finds it afterwards.
	ReleaseMedia(ctx context.Context, messageID int64) error
	// NextDropped returns a released file; sha256 is "" when others share it or it
	// never came. id 0 = none.
	NextDropped(ctx context.Context) (id int64, sha256 string, err error)
	DeleteMedia(ctx context.Context, id int64) error
	NextDownload(ctx context.Context, now clock.Millis) (*Message, error) // nil = none
	FindRequested(ctx context.Context, waID string, fromMe bool) (*Message, error)
	// GetMedia returns a file that several messages are made of.
	GetMedia(ctx context.Context, id int64) (Media, error)
	// NextSharedUpload returns the first file of a running campaign that WhatsApp's
	// server does not have, or has had since before a moment; nil = none.
	NextSharedUpload(ctx context.Context, now, uploadedSince clock.Millis) (*Media, Kind, error)
	// DropUnused releases files of ours from before a moment that neither a message
	// nor a campaign nor a template has.
	DropUnused(ctx context.Context, before clock.Millis) error
	// NextUpload returns the first open send whose file WhatsApp's server does not
	// have, or has had since before a moment; nil = none.
	NextUpload(ctx context.Context, accountID int64, now, uploadedSince clock.Millis) (*Send, error)
	// RestartTransfers takes up downloads again that the end of the program cut.
	RestartTransfers(ctx context.Context) error
}

type sendStore interface {
	CreateSend(ctx context.Context, s *Send) error
	UpdateSend(ctx context.Context, s Send) error
	SendByMessage(ctx context.Context, messageID int64) (*Send, error) // nil = none
	// SendByRecipient returns the send of one step of a campaign; nil = none.
	SendByRecipient(ctx context.Context, recipientID int64, step int) (*Send, error)
	// OpenSends returns what of a conversation has not been settled.
	OpenSends(ctx context.Context, chatID int64) ([]Send, error)
	// WaitingPaced returns a lead's sends that are not replies and wait for another
	// attempt.
	WaitingPaced(ctx context.Context, leadID int64) ([]Send, error)
	// WaitingOf is WaitingPaced of a campaign.
	WaitingOf(ctx context.Context, campaignID int64) ([]Send, error)
	// NextSend returns the first send of the Turns whose time has come and whose
	// file, if it has one, is uploaded; nil = none.
	NextSend(ctx context.Context, accountID int64, now, uploadedSince clock.Millis) (*Send, error)
	// PullWaits lets sends and recipients that wait for another attempt until after
	// latest have it at once.
	PullWaits(ctx context.Context, accountID int64, latest clock.Millis) error
	// NextSendAt returns the earliest NotBefore of waiting sends; 0 = none.
	NextSendAt(ctx context.Context, accountID int64) (clock.Millis, error)
	PacedLedger
	// AddStrike notes that WhatsApp refused something on account of all that the
	// account does, or that it gave no answer.
	AddStrike(ctx context.Context, accountID int64, code string, at clock.Millis) error
	// ForgiveStrikes forgets the strikes of a code.
	ForgiveStrikes(ctx context.Context, accountID int64, code string) error
	// Conversing lists the leads whom a message starts no conversation with.
	Conversing(ctx context.Context, accountID int64) ([]int64, error)
}
