// Package campaigns sends one message to many people who may want it, slowly,
// stoppably, and exactly once each. It decides who and what; when and how a
// message leaves is up to the governor and the worker in package chats.
package campaigns

import (
	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/fault"
)

// State is the state of a campaign.
type State string

// States of a campaign.
const (
	Draft     State = "draft"
	Running   State = "running"
	Paused    State = "paused"
	Completed State = "completed"
	Cancelled State = "cancelled"
)

// Verb is what can be done to a campaign.
type Verb string

// Verbs.
const (
	VerbEdit     Verb = "edit"
	VerbDelete   Verb = "delete"
	VerbStart    Verb = "start"
	VerbPause    Verb = "pause"
	VerbResume   Verb = "resume"
	VerbCancel   Verb = "cancel"
	VerbComplete Verb = "complete"
	VerbRetry    Verb = "retry" // those who failed are written to after all
)

// transitions says which verb leads where; what is not listed is refused.
var transitions = map[State]map[Verb]State{
	Draft:     {VerbEdit: Draft, VerbDelete: Draft, VerbStart: Running},
	Running:   {VerbPause: Paused, VerbCancel: Cancelled, VerbComplete: Completed, VerbRetry: Running},
	Paused:    {VerbResume: Running, VerbCancel: Cancelled, VerbRetry: Paused},
	Completed: {VerbRetry: Running},
}

var refusals = map[State]string{
	Draft:     "This campaign has not been started.",
	Running:   "This campaign is running. Pause it first.",
	Paused:    "This campaign is paused.",
	Completed: "This campaign is complete.",
	Cancelled: "This campaign was cancelled.",
}

// After returns the state that a verb leads to, or a conflict.
func (s State) After(v Verb) (State, error) {
	next, ok := transitions[s][v]
	if !ok {
		return s, fault.New(fault.Conflict, "%s", refusals[s]).With("state", string(s)).With("verb", string(v))
	}
	return next, nil
}

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
)

// Campaign is one campaign. Times are UTC milliseconds.
type Campaign struct {
	ID           int64        `json:"id"`
	Name         string       `json:"name"`
	State        State        `json:"state"`
	Tags         []string     `json:"tags" gorm:"serializer:json"`
	Body         string       `json:"body"`
	Pace         chats.Pace   `json:"pace" gorm:"embedded"`
	PausedBy     string       `json:"pausedBy"` // user, whatsapp, errors or closing
	PausedReason string       `json:"pausedReason"`
	CreatedAt    clock.Millis `json:"createdAt" gorm:"autoCreateTime:false"`
	UpdatedAt    clock.Millis `json:"updatedAt" gorm:"autoUpdateTime:false"` // GORM would write seconds by itself
	FrozenAt     clock.Millis `json:"frozenAt"`                              // when it was started
	FinishedAt   clock.Millis `json:"finishedAt"`
}

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

// Waiting says why nothing of a running campaign goes out now.
type Waiting struct {
	Reason chats.WaitReason `json:"reason"` // "" = nothing holds it back
	Until  clock.Millis     `json:"until"`  // 0 = unknown
}

// Summary is a campaign in the list.
type Summary struct {
	Campaign Campaign `json:"campaign"`
	Counts   Counts   `json:"counts"`
}

// Detail is a campaign on its live page.
type Detail struct {
	Campaign Campaign     `json:"campaign"`
	Counts   Counts       `json:"counts"`
	Waiting  Waiting      `json:"waiting"`
	FinishAt clock.Millis `json:"finishAt"` // forecast; 0 when not running, or when it cannot be foreseen
	// HalvedUntil is until when half of the daily limit has to do, as WhatsApp has
	// said too often that the number is sending too fast; 0 = it has not.
	HalvedUntil clock.Millis `json:"halvedUntil"`
}

// Recipient is one person of a campaign as the table shows it.
type Recipient struct {
	ID           int64          `json:"id"`
	LeadID       int64          `json:"leadId"`
	ChatID       int64          `json:"chatId"` // 0 before the first message
	Name         string         `json:"name"`
	Phone        string         `json:"phone"`
	PhoneDisplay string         `json:"phoneDisplay" gorm:"-"`
	State        RecipientState `json:"state"`
	Reason       string         `json:"reason"`
	UpdatedAt    clock.Millis   `json:"updatedAt"`
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

// Input is a campaign as the wizard edits it.
type Input struct {
	Name string     `json:"name"`
	Tags []string   `json:"tags"` // everyone who carries at least one of them
	Body string     `json:"body"`
	Pace chats.Pace `json:"pace"`
}

// Exclusion is a group of people that an audience leaves out.
type Exclusion struct {
	Reason string `json:"reason"`
	Count  int    `json:"count"`
}

// Audience is what the wizard says about the people chosen.
type Audience struct {
	Total    int          `json:"total"` // who would be messaged
	Excluded []Exclusion  `json:"excluded"`
	FinishAt clock.Millis `json:"finishAt"` // when started now, at the given pace; 0 = it cannot be foreseen
}

// Rendered is the message as one real person would get it.
type Rendered struct {
	LeadID       int64    `json:"leadId"`
	Name         string   `json:"name"`
	PhoneDisplay string   `json:"phoneDisplay"`
	Text         string   `json:"text"`
	Missing      []string `json:"missing"` // variables this person has no value for
}

// Preview shows a message with real people.
type Preview struct {
	Items        []Rendered `json:"items"`
	MissingCount int        `json:"missingCount"` // of the whole audience
}
