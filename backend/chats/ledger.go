package chats

import (
	"context"
	"errors"
	"time"

	"mceplatform/backend/clock"
	"mceplatform/backend/leads"
)

// SendKind says what a send is for.
type SendKind string

// Kinds of sends. Replies go before everything else and are never held back by
// the pace of campaigns.
const (
	SendReply    SendKind = "reply"
	SendCampaign SendKind = "campaign"
	SendTest     SendKind = "test" // of a campaign's message, to the owner's own number
)

// Paced reports whether sends of this kind keep to the pace of the account.
func (k SendKind) Paced() bool { return k == SendCampaign }

// SendState is how far a send got.
type SendState string

// States of a send. "sending" is committed, with its message id and its frozen
// text, before the network sees it; whoever finds such a row later sends the
// same text under the same id again, which WhatsApp shows once.
const (
	SendPending   SendState = "pending"
	SendSending   SendState = "sending"
	SendUncertain SendState = "uncertain" // too old to repeat: a person decides
	SendSent      SendState = "sent"
	SendFailed    SendState = "failed"
	SendBlocked   SendState = "blocked" // WhatsApp restricts this number
	SendCancelled SendState = "cancelled"
)

// Turn is a kind of sends in a state.
type Turn struct {
	Kind  SendKind
	State SendState
}

// Turns are those that the worker takes from the ledger, in this order: what a
// crash or a broken connection left uncertain, and what waits. Campaigns are not
// among those that wait: their source says whose turn it is.
var Turns = []Turn{{SendReply, SendSending}, {SendReply, SendPending}, {SendTest, SendSending}, {SendTest, SendPending}, {SendCampaign, SendSending}}

// Send is one row of the ledger.
type Send struct {
	ID          int64
	MessageID   int64
	WAID        string `gorm:"column:wa_id"`
	Kind        SendKind
	AccountID   int64
	ChatID      int64
	LeadID      int64
	RecipientID *int64
	Step        int // of the campaign's message
	State       SendState
	Attempts    int // that may have left, or that WhatsApp answered
	Misses      int // in a row that certainly did not leave
	NotBefore   clock.Millis
	LastCode    string
	NewChat     bool
	GapMS       int64 `gorm:"column:gap_ms"` // pause after this send, drawn and stored at the claim
	CreatedAt   clock.Millis
	ClaimedAt   clock.Millis
	PacedAt     clock.Millis // when it was last put on its way, of paced sends: what budgets count
	SentAt      clock.Millis
	// Repeated: this attempt follows one that may have left. It is not stored.
	Repeated bool `gorm:"-"`
}

// Outgoing is what Transport puts on the wire.
type Outgoing struct {
	ID      string // WhatsApp message id, fixed before the first attempt
	To      leads.Address
	Content Content
	Amend   *Amend       // of kinds that change another message
	At      clock.Millis // when it was written
}

// Receipt is WhatsApp's answer to an accepted message.
type Receipt struct {
	At time.Time
}

// Transport is the way to WhatsApp.
type Transport interface {
	// NewID makes a message id in WhatsApp's form. It needs no connection.
	NewID() string
	// Send returns nil only when WhatsApp's server has accepted the message, else
	// a *SendError. The context must carry a deadline. A file must have been
	// uploaded before.
	Send(ctx context.Context, m Outgoing) (Receipt, error)
	// MarkRead tells the owner's phone that messages were read, and their sender
	// too when tellSender is true.
	MarkRead(ctx context.Context, to leads.Address, ids []string, tellSender bool) error
	// Typing tells a person that something is being written to them, or no longer.
	Typing(ctx context.Context, to leads.Address, composing bool) error
	// Watch asks to be told when a person is online or typing.
	Watch(ctx context.Context, to leads.Address) error
	MediaTransport
	// Online reports whether a send has a chance now.
	Online() bool
	// NeedsLookUp reports whether WhatsApp would have to be asked about a person
	// before a message to them can leave.
	NeedsLookUp(to leads.Address) bool
	// ResetConnection makes the connection anew; Online is false until that is done.
	ResetConnection()
}

// ErrorClass says what is known about a message after a failed attempt.
type ErrorClass int

// Classes of failed attempts.
const (
	NotSent  ErrorClass = iota // it certainly did not leave: try again, same id
	Unknown                    // it may have left: try again with the same id only
	Rejected                   // WhatsApp said no; Code tells why
)

// SendError is a failed attempt to send.
type SendError struct {
	Class ErrorClass
	Code  string // WhatsApp's error code, or a word of ours such as "no_lid"
	Err   error
}

func (e *SendError) Error() string { return "send: code " + e.Code + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *SendError) Unwrap() error { return e.Err }

// CodeLookUpLimit says that WhatsApp refused to look a number up because there
// were too many.
const CodeLookUpLimit = "look_up_limit"

// CodeLookUp says that a question before the message failed for another reason.
const CodeLookUp = "lookup"

// CodeTooFast is WhatsApp's word on a number that is sending too fast.
const CodeTooFast = "429"

// CodeNotOnWhatsApp marks a number that WhatsApp does not know.
const CodeNotOnWhatsApp = "not_on_whatsapp"

// sendError makes a *SendError of any error; one that Transport did not class
// is treated as the worst case: it may have left.
func sendError(err error) *SendError {
	var se *SendError
	if errors.As(err, &se) {
		return se
	}
	return &SendError{Class: Unknown, Code: "unknown", Err: err}
}

// Outcome is what became of an attempt, for the part of the program that asked
// for the send.
type Outcome struct {
	Send     Send
	State    SendState // where the row went
	Reason   string    // a sentence, when it did not go out
	Code     string    // WhatsApp's code
	Stop     Stop      // the whole account must stop paced sends
	Strike   string    // the code of a strike against the account
	Answered bool      // WhatsApp said something about it
	Missed   bool      // this attempt certainly did not leave
	// NeverLeft: it was taken back before any attempt to send it.
	NeverLeft bool
}

// Stop ends paced sends until a person lets them go on.
type Stop struct {
	By     string // StopByWhatsApp or StopByErrors, "" = nothing stops
	Reason string // a sentence
}

// Who stops paced sends.
const (
	StopByWhatsApp = "whatsapp"
	StopByErrors   = "errors"
)

// Repeat is a source's word on a send whose outcome is unknown.
type Repeat int

// What may become of such a send.
const (
	RepeatNow   Repeat = iota // same id, same text, again
	RepeatLater               // the campaign is paused
	RepeatNever               // cancelled, or the person opted out
)

// Source offers paced sends to the worker; campaigns implements it. All its
// methods run inside a transaction of the worker.
type Source interface {
	// Claim puts the next due send into the ledger in state sending and returns
	// it, or nil with the time to look again; the zero time means: when woken.
	Claim(ctx context.Context, g Governor) (*Send, time.Time, error)
	// MayRepeat decides about a paced send that a crash left uncertain.
	MayRepeat(ctx context.Context, send Send) (Repeat, error)
	// Wanted is MayRepeat without pace and hours: of a send that they allow.
	Wanted(ctx context.Context, recipientID int64) (Repeat, error)
	// PauseAll stops every paced send until a person lets them go on.
	PauseAll(ctx context.Context, by, reason string) error
	// Settled hears the outcome of a paced send in the transaction that records it.
	Settled(ctx context.Context, o Outcome) error
	// Progressed hears that a message of a paced send climbed to a status.
	Progressed(ctx context.Context, send Send, status Status) error
	// FileRefused hears that a file which several people are to get cannot be
	// uploaded.
	FileRefused(ctx context.Context, mediaID int64, reason string) error
}
