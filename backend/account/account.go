// Package account is about the WhatsApp number this app is linked to, and the
// state of that link.
package account

import (
	"context"
	"log/slog"

	"mceplatform/backend/clock"
)

// State is the state of the link. The window has one sentence and one next step
// for each.
type State string

// States of the link.
const (
	NotLinked       State = "not_linked"
	Linking         State = "linking"          // a code is shown
	PasskeyRequired State = "passkey_required" // WhatsApp wants the account's passkey before it links; Passkey says how far it is
	ConfirmNumber   State = "confirm_number"   // the phone has another number than the last one; nothing goes on without a person
	Connecting      State = "connecting"       // linked, on the way
	Online          State = "online"
	Offline         State = "offline"     // no connection; RetryAt says when the next try is
	Replaced        State = "replaced"    // another program uses this link
	LoggedOut       State = "logged_out"  // unlinked on the phone: link again, all data stays
	Banned          State = "banned"      // until Until; only a person connects again
	Outdated        State = "outdated"    // WhatsApp wants a newer version of this app
	ClockWrong      State = "clock_wrong" // the computer's clock is off
	Failed          State = "failed"      // refused for a reason nobody has explained; Reason has the code
)

// Reasons beside those that are numbers of WhatsApp's. They belong to the state
// named before them.
const (
	ReasonNoMultidevice      = "no_multidevice"      // linking: the phone that scanned cannot link devices
	ReasonUnreachable        = "unreachable"         // linking: no connection; RetryAt says when the next try is
	ReasonPairing            = "pairing"             // linking: the phone has the code, both finish
	ReasonOutdated           = "outdated"            // not linked: WhatsApp wants a newer version of this app
	ReasonRefused            = "refused"             // not linked: phone and computer did not agree
	ReasonCodeRefused        = "code_refused"        // not linked: WhatsApp gives no code for this number
	ReasonOtherNumber        = "other_number"        // not linked: a person said no to the other number
	ReasonOtherNumberTimeout = "other_number_time"   // not linked: nobody answered about the other number
	ReasonPasskeyFailed      = "passkey_failed"      // not linked: a step after the passkey failed
	ReasonPasskeyExpired     = "passkey_expired"     // not linked: the passkey or its code took too long
	ReasonPasskeyMismatch    = "passkey_mismatch"    // not linked: the codes did not match
	ReasonPasskeyInterrupted = "passkey_interrupted" // not linked: the connection broke meanwhile
	ReasonLoggedOut          = "logged_out"          // logged out: removed on the phone
	ReasonLocked             = "locked"              // logged out: WhatsApp has locked the account
	ReasonBanned             = "banned"              // logged out: WhatsApp has banned the account for good
	ReasonUnsupported        = "unsupported"         // failed: a kind of account this app does not know
)

// PasskeyStage is how far linking with a passkey is.
type PasskeyStage string

// Stages of linking with a passkey.
const (
	PasskeyAsked   PasskeyStage = "asked"   // somebody has to answer with the passkey
	PasskeySent    PasskeyStage = "sent"    // the answer is on the way
	PasskeyConfirm PasskeyStage = "confirm" // somebody has to compare Code with the phone
	PasskeyFinish  PasskeyStage = "finish"  // confirmed; the phone finishes
)

// Passkey is the part of a Status that belongs to PasskeyRequired.
type Passkey struct {
	Stage         PasskeyStage `json:"stage"`
	Authenticator string       `json:"authenticator"` // name of this computer's own way to answer; empty = none
	Options       string       `json:"options"`       // JSON of what is asked for, as navigator.credentials.get takes it
	Snippet       string       `json:"snippet"`       // JavaScript that answers in the person's own browser
	Code          string       `json:"code"`          // to be compared with the phone: "XXXX-XXXX"
	ExpiresAt     clock.Millis `json:"expiresAt"`
}

// SyncStage is how far the history of a fresh link is.
type SyncStage string

// Stages of taking in the history. Empty means that there is none to speak of.
const (
	SyncNone      SyncStage = ""
	SyncWaiting   SyncStage = "waiting" // the phone has not sent anything yet
	SyncReceiving SyncStage = "receiving"
	SyncDone      SyncStage = "done"
)

// Sync is the progress of the history that the phone sends after linking.
type Sync struct {
	Stage    SyncStage `json:"stage"`
	Percent  int       `json:"percent"`
	Chats    int       `json:"chats"`
	Messages int       `json:"messages"`
}

// Status is what the status strip shows. Times are UTC milliseconds, 0 = none.
type Status struct {
	State             State        `json:"state"`
	Phone             string       `json:"phone"`
	PhoneDisplay      string       `json:"phoneDisplay"`
	Name              string       `json:"name"`
	QR                string       `json:"qr"`                // PNG as a data URL, while linking by QR code
	Code              string       `json:"code"`              // "XXXX-XXXX", while linking by code
	CodePhone         string       `json:"codePhone"`         // the number the code is for, as people write it; set as soon as linking is by code
	ExpiresAt         clock.Millis `json:"expiresAt"`         // of QR, Code or the question for the number
	Renewed           bool         `json:"renewed"`           // the code before this one has expired
	OtherPhoneDisplay string       `json:"otherPhoneDisplay"` // the number that wants to be linked, in ConfirmNumber
	Passkey           Passkey      `json:"passkey"`
	RetryAt           clock.Millis `json:"retryAt"`
	Until             clock.Millis `json:"until"`
	Reason            string       `json:"reason"`
	Since             clock.Millis `json:"since"`
	// RestrictedUntil is when new chats may be started again; existing ones go
	// on meanwhile. It may lie in the past.
	RestrictedUntil clock.Millis `json:"restrictedUntil"`
	Sync            Sync         `json:"sync"`
}

// LogValue names the state and what explains it, and nobody.
func (s Status) LogValue() slog.Value {
	return slog.GroupValue(slog.String("state", string(s.State)), slog.String("reason", s.Reason),
		slog.String("passkey", string(s.Passkey.Stage)), slog.Int64("until", int64(s.Until)), slog.Int64("restrictedUntil", int64(s.RestrictedUntil)))
}

// EventChanged tells that the link's state changed; data: Status.
const EventChanged = "account:changed"

// Account is one WhatsApp number that is or was linked here.
type Account struct {
	ID         int64
	Phone      string // digits
	LID        string
	PushName   string
	LinkedAt   clock.Millis
	UnlinkedAt clock.Millis
	// BannedUntil is the end of a ban that nobody has tried to end yet, with
	// the code WhatsApp gave; 0 = none.
	BannedUntil     clock.Millis
	BanCode         int
	RestrictedUntil clock.Millis // no new chats before; 0 = none
}

// Store keeps accounts.
type Store interface {
	InTx(ctx context.Context, fn func(ctx context.Context) error) error
	// ActiveAccount returns the account linked last, nil when there was never one.
	ActiveAccount(ctx context.Context) (*Account, error)
	// PutAccount creates or updates the account with this phone number and makes
	// it the active one. Bans and restrictions stay as they are.
	PutAccount(ctx context.Context, a *Account) error
	MarkUnlinked(ctx context.Context, at clock.Millis) error
	SetBan(ctx context.Context, id int64, until clock.Millis, code int) error
	SetRestriction(ctx context.Context, id int64, until clock.Millis) error
}

// Linker is the connection to WhatsApp; the whatsapp package implements it.
type Linker interface {
	Link(ctx context.Context) error
	// LinkByCode takes the digits of a whole number.
	LinkByCode(ctx context.Context, number string) error
	CancelLink(ctx context.Context) error
	ConfirmNumber(ctx context.Context, yes bool) error
	AskPasskey(ctx context.Context) error
	AnswerPasskey(ctx context.Context, assertionJSON string) error
	ConfirmPasskey(ctx context.Context, matches bool) error
	Unlink(ctx context.Context) error
	Reconnect(ctx context.Context) error
}
