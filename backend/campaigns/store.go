package campaigns

import (
	"context"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/leads"
)

// Candidate is a person who carries one of an audience's tags.
type Candidate struct {
	Lead     leads.Lead
	Excluded string // a reason, "" when the person can be messaged
}

// Turn is a pending recipient.
type Turn struct {
	ID      int64
	LeadID  int64
	NewChat bool         // a message to them starts a conversation, as things are now
	DueAt   clock.Millis // not before
	Reason  string       // of a deferral, or of the failure before a retry
}

// Store keeps campaigns. Changes run inside InTx; lists are never nil.
type Store interface {
	InTx(ctx context.Context, fn func(ctx context.Context) error) error

	ListCampaigns(ctx context.Context) ([]Summary, error)
	GetCampaign(ctx context.Context, id int64) (Campaign, error)
	CreateCampaign(ctx context.Context, c *Campaign) error
	UpdateCampaign(ctx context.Context, c Campaign) error
	DeleteCampaign(ctx context.Context, id int64) error
	CampaignsInState(ctx context.Context, s State) ([]Campaign, error)

	// Candidates lists everyone with at least one of the tags, by id.
	Candidates(ctx context.Context, tags []string) ([]Candidate, error)
	AddRecipients(ctx context.Context, campaignID int64, list []Candidate, at clock.Millis) error
	CountRecipients(ctx context.Context, campaignID int64) (Counts, error)
	ListRecipients(ctx context.Context, campaignID int64, q RecipientQuery) (RecipientPage, error)
	GetRecipient(ctx context.Context, id int64) (campaignID, leadID int64, s RecipientState, err error)
	// NextRecipient returns the pending recipient whose turn is first, of those who
	// are not new unless newChats; nil = none.
	NextRecipient(ctx context.Context, campaignID, accountID int64, newChats bool) (*Turn, error)
	// PendingPeople lists those who have yet to get it, whose turn is first at the top.
	PendingPeople(ctx context.Context, campaignID, accountID int64) ([]chats.Person, error)
	// DeferRecipient puts a pending recipient back. A newChat is left for times at
	// which conversations may be started.
	DeferRecipient(ctx context.Context, id int64, reason string, due clock.Millis, newChat bool) error
	// UndoDeferrals gives everybody pending whom DeferRecipient put back with one
	// of the reasons their turn again.
	UndoDeferrals(ctx context.Context, campaignID int64, reasons []string) error
	// MarkNew notes who of a campaign's pending recipients the account has no
	// conversation with.
	MarkNew(ctx context.Context, campaignID, accountID int64) error
	// MarkKnown notes that a lead has a conversation.
	MarkKnown(ctx context.Context, leadID int64) error
	SetRecipient(ctx context.Context, id int64, s RecipientState, reason string, due, at clock.Millis) error
	// MoveRecipients changes every recipient of a campaign (of a lead when
	// campaignID is 0) that is in one of the states, and returns the campaigns.
	MoveRecipients(ctx context.Context, campaignID, leadID int64, from []RecipientState, to RecipientState, reason string, at clock.Millis) ([]int64, error)
	// RetryRecipients makes failed and blocked recipients of a campaign pending
	// again, with their messages and sends, and counts them. What the governor
	// counts of their earlier attempts stays.
	RetryRecipients(ctx context.Context, campaignID int64, at clock.Millis) (int64, error)
	// Results returns the newest settled results of a campaign since a time, the
	// newest first.
	Results(ctx context.Context, campaignID int64, since clock.Millis, limit int) ([]Result, error)
	// RunningThatReached lists the running campaigns that have written to a lead.
	RunningThatReached(ctx context.Context, leadID int64) ([]int64, error)
}
