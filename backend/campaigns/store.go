package campaigns

import (
	"context"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/leads"
	"mceplatform/backend/phone"
)

// Candidate is a person whom an audience names.
type Candidate struct {
	Lead     leads.Lead        // what a message can say of them; ID 0: a pasted number that is no lead yet
	Custom   map[string]string // what the user's own columns say of them, by title
	Excluded string            // a reason, "" when the person can be messaged
	WroteAt  clock.Millis      // when they wrote last; 0 = never
	Saved    bool              // in the phone's address book
	Written  bool              // there is a conversation
}

// Find says whom Candidates looks for and whom it marks.
type Find struct {
	Audience    Audience
	Numbers     []phone.Number // of the audience, read
	CampaignID  int64          // the campaign itself; 0 = new
	RecentSince clock.Millis   // a campaign's message since then excludes; 0 = none does
	ConsentOnly bool
	StopOn      StopOn
}

// Turn is a pending recipient, with the reason of a deferral, or of the failure
// before a retry.
type Turn struct {
	Place
	Written bool         // their message is in the ledger
	NewChat bool         // a message to them starts a conversation, as things are now
	Private bool         // nothing is stored of their conversation
	DueAt   clock.Millis // not before
}

// Place is where one recipient is in a campaign.
type Place struct {
	ID         int64
	CampaignID int64
	Campaign   State
	LeadID     int64
	State      RecipientState
	Reason     string
	Step       int
	Variant    int
	RepliedAt  clock.Millis // when they answered last; 0 = not yet
}

// underWay reports whether the message that somebody is at has yet to go, or
// failed.
func (p Place) underWay() bool {
	switch p.State {
	case RecipientPending, RecipientSending, RecipientUncertain, RecipientFailed, RecipientBlocked:
		return true
	}
	return false
}

// Store keeps campaigns. Changes run inside InTx; lists are never nil.
type Store interface {
	InTx(ctx context.Context, fn func(ctx context.Context) error) error
	definitionStore
	audienceStore
	queueStore
	resultStore
}

type definitionStore interface {
	ListCampaigns(ctx context.Context) ([]Summary, error)
	GetCampaign(ctx context.Context, id int64) (Campaign, error)
	CreateCampaign(ctx context.Context, c *Campaign) error
	// UpdateCampaign writes everything but the steps.
	UpdateCampaign(ctx context.Context, c Campaign) error
	PutSteps(ctx context.Context, campaignID int64, steps []Step) error
	DeleteCampaign(ctx context.Context, id int64) error
	CampaignsInState(ctx context.Context, s State) ([]Campaign, error)
	// WithFile lists the running campaigns that send a file.
	WithFile(ctx context.Context, mediaID int64) ([]int64, error)
	MarkTested(ctx context.Context, id int64, fingerprint string) error
	// Batches lists what an audience can be made of beside tags and leads.
	Batches(ctx context.Context) (Batches, error)
}

type audienceStore interface {
	// Candidates lists whom an audience names, by id, with those marked whom the
	// store can tell are left out.
	Candidates(ctx context.Context, f Find) ([]Candidate, error)
	// UnknownNumbers returns the numbers that no lead has.
	UnknownNumbers(ctx context.Context, numbers []phone.Number) ([]phone.Number, error)
	// AddRecipients freezes people who are not in the campaign yet, dealing the
	// variants out in turn, and notes with whom the account has no conversation.
	AddRecipients(ctx context.Context, campaignID, accountID int64, list []Candidate, variants int, at clock.Millis) (added int64, err error)
	RemoveRecipients(ctx context.Context, campaignID int64) error
	// MarkKnown notes that a lead has a conversation.
	MarkKnown(ctx context.Context, leadID int64) error
	// SentTo reports when a campaign other than one wrote to a lead last; 0 = never.
	SentTo(ctx context.Context, leadID, exceptCampaign int64) (clock.Millis, error)
}

type queueStore interface {
	GetRecipient(ctx context.Context, id int64) (Place, error)
	// NextRecipient returns the pending recipient of a step whose turn is first, of
	// those who are not new unless newChats; nil = none.
	NextRecipient(ctx context.Context, campaignID, accountID int64, step int, newChats bool) (*Turn, error)
	// PendingPeople lists those who have yet to get something, whose turn is first at
	// the top, once for each of the messages that are left for them.
	PendingPeople(ctx context.Context, campaignID, accountID int64) ([]chats.Person, error)
	// DeferRecipient puts a pending recipient back. A newChat is left for times at
	// which conversations may be started.
	DeferRecipient(ctx context.Context, id int64, reason string, due clock.Millis, newChat bool) error
	// UndoDeferrals gives everybody pending whom DeferRecipient put back with one
	// of the reasons their turn again.
	UndoDeferrals(ctx context.Context, campaignID int64, reasons []string) error
	SetRecipient(ctx context.Context, id int64, s RecipientState, reason string, due, at clock.Millis) error
	// Advance puts a recipient before the next step.
	Advance(ctx context.Context, id int64, due, at clock.Millis) error
	// LeavePending ends the way of everybody pending of a campaign, or of a lead when
	// campaignID is 0, and returns the campaigns. Who has got an earlier step is in
	// the state of that one's message; the others go to the given one.
	LeavePending(ctx context.Context, campaignID, leadID int64, to RecipientState, reason string, at clock.Millis) ([]int64, error)
	// Leave is LeavePending of one recipient, whatever state they are in.
	Leave(ctx context.Context, id int64, to RecipientState, reason string, at clock.Millis) error
	// MarkReplied notes an answer of a lead: who has got all of a campaign, or ends it
	// by answering, is in state replied. Whose message is on its way, or failed after
	// others, stays where they are. It returns the campaigns.
	MarkReplied(ctx context.Context, leadID int64, at clock.Millis) ([]int64, error)
	// RetryRecipients makes failed and blocked recipients of a campaign pending
	// again, with their messages and sends, and counts them. What the governor
	// counts of their earlier attempts stays.
	RetryRecipients(ctx context.Context, campaignID int64, at clock.Millis) (int64, error)
}

type resultStore interface {
	CountRecipients(ctx context.Context, campaignID int64) (Counts, error)
	// HasOpen reports whether anybody of a campaign is not settled yet.
	HasOpen(ctx context.Context, campaignID int64) (bool, error)
	// Funnel counts the people of a campaign by how far any of its messages came.
	Funnel(ctx context.Context, campaignID int64) (Funnel, error)
	// HasBegun reports whether a message of a campaign has been put into the ledger.
	HasBegun(ctx context.Context, campaignID int64) (bool, error)
	ListRecipients(ctx context.Context, campaignID int64, q RecipientQuery) (RecipientPage, error)
	// Results returns the newest settled results of a campaign since a time, the
	// newest first.
	Results(ctx context.Context, campaignID int64, since clock.Millis, limit int) ([]Result, error)
	// RunningThatReached lists the running campaigns that have written to a lead.
	RunningThatReached(ctx context.Context, leadID int64) ([]int64, error)
	// SentSince counts what a campaign has sent since a moment.
	SentSince(ctx context.Context, campaignID int64, since clock.Millis) (int, error)
	// Tally counts what became of each variant of each step.
	Tally(ctx context.Context, campaignID int64) ([]Tally, error)
}
