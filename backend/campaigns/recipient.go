package campaigns

import "mceplatform/backend/clock"

// RecipientState is what became of one person of the frozen audience. Everyone
// is in exactly one.
type RecipientState string

// States of a recipient.
const (
	RecipientPending   RecipientState = "pending"
	RecipientSending   RecipientState = "sending"
	RecipientUncertain RecipientState = "uncertain"
	RecipientSent      RecipientState = "sent"
	RecipientDelivered RecipientState = "delivered"
	RecipientRead      RecipientState = "read"
	RecipientReplied   RecipientState = "replied"
	RecipientFailed    RecipientState = "failed"
	RecipientBlocked   RecipientState = "blocked"
	RecipientSkipped   RecipientState = "skipped"
	RecipientCancelled RecipientState = "cancelled"
)

// recipientRank orders the states a sent message climbs through.
var recipientRank = map[RecipientState]int{RecipientSent: 1, RecipientDelivered: 2, RecipientRead: 3, RecipientReplied: 4}

// Reasons why a recipient was skipped or an audience left somebody out; the
// window has a sentence for each.
const (
	ReasonOptedOut = "opted_out"
	ReasonNoNumber = "no_number"
	ReasonMissing  = "missing_variable"
	ReasonPrivate  = "private" // the conversation is one that nothing is stored of

	ReasonInvalid   = "invalid"     // what was pasted is no number
	ReasonConsent   = "no_consent"  // the account writes only to people who agreed
	ReasonRecent    = "recent"      // a campaign has written to them within the days the account allows
	ReasonBusy      = "in_campaign" // another campaign has yet to finish with them
	ReasonTag       = "tagged"      // they carry a tag now that ends it for them
	ReasonStage     = "stage"       // they have reached a stage that ends it for them
	ReasonEnded     = "ended"       // the campaign's time was over
	ReasonCancelled = "cancelled"
)

// Counts tells how many recipients are in each state. They add up to Total.
type Counts struct {
	Pending   int `json:"pending"`
	Sending   int `json:"sending"`
	Uncertain int `json:"uncertain"`
	Sent      int `json:"sent"`
	Delivered int `json:"delivered"`
	Read      int `json:"read"`
	Replied   int `json:"replied"`
	Failed    int `json:"failed"`
	Blocked   int `json:"blocked"`
	Skipped   int `json:"skipped"`
	Cancelled int `json:"cancelled"`
	Total     int `json:"total"`
}

// Add counts n recipients in a state.
func (c *Counts) Add(s RecipientState, n int) {
	c.Total += n
	switch s {
	case RecipientPending:
		c.Pending += n
	case RecipientSending:
		c.Sending += n
	case RecipientUncertain:
		c.Uncertain += n
	case RecipientSent:
		c.Sent += n
	case RecipientDelivered:
		c.Delivered += n
	case RecipientRead:
		c.Read += n
	case RecipientReplied:
		c.Replied += n
	case RecipientFailed:
		c.Failed += n
	case RecipientBlocked:
		c.Blocked += n
	case RecipientSkipped:
		c.Skipped += n
	case RecipientCancelled:
		c.Cancelled += n
	}
}

// Open is how many recipients are not settled yet.
func (c Counts) Open() int { return c.Pending + c.Sending + c.Uncertain }

// Recipient is one person of a campaign as the table shows it.
type Recipient struct {
	ID           int64          `json:"id"`
	LeadID       int64          `json:"leadId"`
	ChatID       int64          `json:"chatId"` // 0 before the first message
	Name         string         `json:"name"`
	Phone        string         `json:"phone"`
	PhoneDisplay string         `json:"phoneDisplay" gorm:"-"`
	Step         int            `json:"step"`    // the message that is next or was last, from 0
	Variant      int            `json:"variant"` // from 0
	State        RecipientState `json:"state"`
	Reason       string         `json:"reason"`
	UpdatedAt    clock.Millis   `json:"updatedAt"`
	DueAt        clock.Millis   `json:"dueAt"` // not before, when pending; 0 = any time
}

// Funnel counts the people of a campaign who have come at least so far with any
// of its messages.
type Funnel struct {
	Sent      int `json:"sent"`
	Delivered int `json:"delivered"`
	Read      int `json:"read"`
	Replied   int `json:"replied"`
}

// funnel is that of a campaign of one message.
func (c Counts) funnel() Funnel {
	f := Funnel{Replied: c.Replied}
	f.Read = f.Replied + c.Read
	f.Delivered = f.Read + c.Delivered
	f.Sent = f.Delivered + c.Sent
	return f
}

// RecipientPage is one page of recipients; Next is "" on the last.
type RecipientPage struct {
	Items []Recipient `json:"items"`
	Next  string      `json:"next"`
}

// RecipientQuery selects recipients of a campaign.
type RecipientQuery struct {
	States []RecipientState `json:"states"` // none = all
	Cursor string           `json:"cursor"`
	Limit  int              `json:"limit"` // 1..200, 0 = 50
}
