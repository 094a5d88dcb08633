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
	Scheduled State = "scheduled" // starts by itself
	Missed    State = "missed"    // it should have started while this computer was off: a person decides
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
	VerbRetry    Verb = "retry"    // those who failed are written to after all
	VerbSchedule Verb = "schedule" // it starts by itself, later
	VerbRevise   Verb = "revise"   // back to a draft, before anybody was written to
	VerbMiss     Verb = "miss"
	VerbSettle   Verb = "settle" // nobody is added any more
)

// transitions says which verb leads where; what is not listed is refused.
var transitions = map[State]map[Verb]State{
	Draft:     {VerbEdit: Draft, VerbDelete: Draft, VerbStart: Running, VerbSchedule: Scheduled},
	Scheduled: {VerbStart: Running, VerbRevise: Draft, VerbCancel: Cancelled, VerbMiss: Missed},
	Missed:    {VerbStart: Running, VerbRevise: Draft, VerbCancel: Cancelled},
	Running:   {VerbPause: Paused, VerbCancel: Cancelled, VerbComplete: Completed, VerbRetry: Running, VerbRevise: Draft, VerbSettle: Running},
	Paused:    {VerbResume: Running, VerbCancel: Cancelled, VerbComplete: Completed, VerbRetry: Paused, VerbSettle: Paused},
	Completed: {VerbRetry: Running},
}

var refusals = map[State]string{
	Draft:     "This campaign has not been started.",
	Scheduled: "This campaign is waiting for its time.",
	Missed:    "This campaign missed its time. Start it now, choose another time or cancel it.",
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

// Campaign is one campaign. Times are UTC milliseconds.
type Campaign struct {
	ID           int64        `json:"id"`
	Name         string       `json:"name"`
	State        State        `json:"state"`
	Audience     Audience     `json:"audience" gorm:"serializer:json"`
	KeepAdding   bool         `json:"keepAdding"` // who matches later gets it too
	Steps        []Step       `json:"steps" gorm:"-"`
	StopOn       StopOn       `json:"stopOn" gorm:"serializer:json"`
	Pace         chats.Pace   `json:"pace" gorm:"embedded"`
	Schedule     Schedule     `json:"schedule" gorm:"embedded"`
	PausedBy     string       `json:"pausedBy"` // user, whatsapp, errors, closing or restored
	PausedReason string       `json:"pausedReason"`
	CreatedAt    clock.Millis `json:"createdAt" gorm:"autoCreateTime:false"`
	UpdatedAt    clock.Millis `json:"updatedAt" gorm:"autoUpdateTime:false"` // GORM would write seconds by itself
	FrozenAt     clock.Millis `json:"frozenAt"`                              // when it was started
	FinishedAt   clock.Millis `json:"finishedAt"`
	StartAt      clock.Millis `json:"startAt" gorm:"-"` // the moment of Schedule.StartsOn; 0 = none
	MissedAt     clock.Millis `json:"missedAt"`         // when it was found to have missed its time
	HoldUntil    clock.Millis `json:"holdUntil"`        // nothing goes out before: the start can be undone
	Tested       string       `json:"-"`                // of the message that was sent to the owner
}

// Input is a campaign as the wizard edits it.
type Input struct {
	Name       string     `json:"name"`
	Audience   Audience   `json:"audience"`
	KeepAdding bool       `json:"keepAdding"`
	Steps      []Step     `json:"steps"`
	StopOn     StopOn     `json:"stopOn"`
	Pace       chats.Pace `json:"pace"`
	Schedule   Schedule   `json:"schedule"`
}

// Summary is a campaign in the list.
type Summary struct {
	Campaign Campaign `json:"campaign"`
	Counts   Counts   `json:"counts"`
}

// Waiting says why nothing of a running campaign goes out now.
type Waiting struct {
	Reason chats.WaitReason `json:"reason"` // "" = nothing holds it back
	Until  clock.Millis     `json:"until"`  // 0 = unknown
}

// Detail is a campaign on its live page.
type Detail struct {
	Campaign Campaign     `json:"campaign"`
	Counts   Counts       `json:"counts"`
	Funnel   Funnel       `json:"funnel"`
	Waiting  Waiting      `json:"waiting"`
	FinishAt clock.Millis `json:"finishAt"` // forecast; 0 when not running, or when it cannot be foreseen
	// HalvedUntil is until when half of the daily limit has to do, as WhatsApp has
	// said too often that the number is sending too fast; 0 = it has not.
	HalvedUntil clock.Millis `json:"halvedUntil"`
	LastHour    int          `json:"lastHour"` // messages that went out in the last hour
	Tested      bool         `json:"tested"`   // the message, as it is, has been sent to the owner
}
