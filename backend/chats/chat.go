// Package chats is about conversations, and about everything the app sends: it
// owns the one ledger, the one worker and the one governor of all sends, and
// the Transport through which they leave. Nothing else may send.
package chats

import (
	"log/slog"
	"strings"
	"unicode/utf8"

	"mceplatform/backend/clock"
	"mceplatform/backend/fault"
)

// Origin says who wrote a message.
type Origin string

// Origins of messages.
const (
	FromContact  Origin = "contact"
	FromApp      Origin = "app"
	FromPhone    Origin = "phone" // the owner, on the phone or another linked device
	FromCampaign Origin = "campaign"
	FromRule     Origin = "automation"
)

// Status is how far a message got. It only climbs; see Status.Climbs.
type Status string

// Statuses of messages.
const (
	StatusQueued    Status = "queued"
	StatusSending   Status = "sending"
	StatusFailed    Status = "failed"
	StatusSent      Status = "sent"      // WhatsApp's server has it
	StatusDelivered Status = "delivered" // it reached the person's phone
	StatusRead      Status = "read"
	StatusReceived  Status = "received" // inbound
)

var statusRank = map[Status]int{StatusQueued: 0, StatusSending: 1, StatusFailed: 2, StatusSent: 3, StatusDelivered: 4, StatusRead: 5, StatusReceived: 6}

// Climbs reports whether a message may go from s to next.
func (s Status) Climbs(next Status) bool { return statusRank[next] > statusRank[s] }

// Text is what people wrote. It masks itself in logs.
type Text string

// LogValue keeps message text out of the log.
func (Text) LogValue() slog.Value { return slog.StringValue("[text]") }

// Message is one message of a conversation. Times are UTC milliseconds.
type Message struct {
	ID          int64        `json:"id"`
	ChatID      int64        `json:"chatId"`
	WAID        string       `json:"-" gorm:"column:wa_id"`
	ClientID    string       `json:"clientId"` // chosen by the window for an optimistic bubble
	FromMe      bool         `json:"fromMe"`
	Origin      Origin       `json:"origin"`
	Kind        Kind         `json:"kind"`
	Text        Text         `json:"text" ts_type:"string"`
	Detail      Detail       `json:"detail" gorm:"-"`
	Quote       *Quote       `json:"quote" gorm:"-"`
	Media       *Media       `json:"media" gorm:"-"`
	Reactions   []Reaction   `json:"reactions" gorm:"-"`
	Forwarded   Forwarded    `json:"forwarded"`
	EditedAt    clock.Millis `json:"editedAt"`
	DeletedAt   clock.Millis `json:"deletedAt"` // its sender took it back: only that is left
	Timer       int          `json:"timer"`     // seconds after which it disappears from the phones, 0 = never
	Gap         *Gap         `json:"gap" gorm:"-"`
	Payload     []byte       `json:"-"` // the raw protobuf of kinds this version cannot show
	CampaignID  *int64       `json:"campaignId"`
	ServerAt    clock.Millis `json:"at"`
	Status      Status       `json:"status"`
	DeliveredAt clock.Millis `json:"deliveredAt"`
	ReadAt      clock.Millis `json:"readAt"`
	Error       string       `json:"error"` // a sentence, when Status is failed

	Hidden  bool         `json:"-"` // changes another message, or was deleted here
	MediaID *int64       `json:"-"`
	GapID   int64        `json:"-"`
	TimerAt clock.Millis `json:"-" gorm:"-"` // when the timer was set
	Past    bool         `json:"-" gorm:"-"` // neither unread nor news
}

// Gap is a time in which this computer was not connected, told at the first
// message that came in afterwards.
type Gap struct {
	From    clock.Millis `json:"from"`
	To      clock.Millis `json:"to"`
	Arrived int          `json:"arrived"` // messages of this conversation that came in for that time
	Missing int          `json:"missing"` // of them, those that could not be read yet
	Open    bool         `json:"open"`    // more are still on their way
}

// Item is a conversation as the list shows it.
type Item struct {
	ID           int64        `json:"id"`
	LeadID       int64        `json:"leadId"`
	Name         string       `json:"name"`
	Phone        string       `json:"phone"`
	PhoneDisplay string       `json:"phoneDisplay" gorm:"-"`
	StageID      int64        `json:"stageId"`
	Tags         []string     `json:"tags" gorm:"-"`
	OptedOut     bool         `json:"optedOut" gorm:"-"`
	NewLead      bool         `json:"newLead"` // wrote first and nobody has answered yet
	LastText     Text         `json:"lastText" ts_type:"string"`
	LastKind     Kind         `json:"lastKind"`
	LastFromMe   bool         `json:"lastFromMe"`
	LastStatus   Status       `json:"lastStatus"`
	LastAt       clock.Millis `json:"lastAt"`
	Unread       int          `json:"unread"`
	Draft        Text         `json:"draft" ts_type:"string"`
	Private      bool         `json:"private"` // nothing of it is stored
	Timer        int          `json:"timer"`   // disappearing messages, in seconds; 0 = off
}

// ChatHead is what the rules ask of a conversation.
type ChatHead struct {
	ID        int64
	AccountID int64
	LeadID    int64
	Private   bool
	Timer     int // seconds
	TimerAt   clock.Millis
	LastAt    clock.Millis // of the last message
}

// ListFilter narrows the list of conversations.
type ListFilter string

// Filters of the list.
const (
	FilterAll     ListFilter = "all"
	FilterUnread  ListFilter = "unread"
	FilterWaiting ListFilter = "waiting" // the last word is the contact's
	FilterDrafts  ListFilter = "drafts"
)

// ListQuery selects conversations of the active account.
type ListQuery struct {
	Query  string     `json:"query"` // part of a name, a number, or words of messages
	Filter ListFilter `json:"filter"`
	Cursor string     `json:"cursor"`
	Limit  int        `json:"limit"` // 1..200, 0 = 50
}

// Counts are the figures beside the filters.
type Counts struct {
	Unread  int `json:"unread"` // conversations
	Waiting int `json:"waiting"`
	Drafts  int `json:"drafts"`
}

// Page is one page of conversations, the latest first.
type Page struct {
	Items  []Item `json:"items"`
	Next   string `json:"next"`
	Counts Counts `json:"counts"`
}

// MessagePage is one page of a conversation, oldest message first; Next leads
// to older ones and is "" at the beginning.
type MessagePage struct {
	Items []Message `json:"items"`
	Next  string    `json:"next"`
}

const (
	maxTextRunes  = 65536 // WhatsApp cuts longer texts
	maxClientID   = 64
	maxDraftRunes = maxTextRunes
)

// CleanText checks a text to be sent.
func CleanText(s string) (Text, error) {
	if !utf8.ValidString(s) {
		return "", fault.New(fault.Invalid, "The message contains characters that are not valid text.").With("field", "text")
	}
	s = strings.TrimSpace(strings.ReplaceAll(s, "\x00", ""))
	switch n := utf8.RuneCountInString(s); {
	case n == 0:
		return "", fault.New(fault.Invalid, "The message is empty.").With("field", "text")
	case n > maxTextRunes:
		return "", fault.New(fault.Invalid, "The message has %d characters; WhatsApp takes at most %d.", n, maxTextRunes).With("field", "text")
	}
	return Text(s), nil
}
