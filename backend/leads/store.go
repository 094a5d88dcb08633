package leads

import (
	"context"

	"mceplatform/backend/clock"
)

// Identity is one address of a person.
type Identity struct {
	LeadID    int64
	Kind      string // KindPhone or KindLID
	Value     string
	MatchKey  string // the number with regional variants folded; the LID itself
	Confirmed bool   // WhatsApp itself has used this form
	// ConfirmedAt is when it did so first; of several numbers the latest is in use.
	ConfirmedAt clock.Millis
}

// Store keeps leads. Changes run inside InTx; lists are never nil.
type Store interface {
	InTx(ctx context.Context, fn func(ctx context.Context) error) error

	ListLeads(ctx context.Context, f Filter) (Page, error)
	GetLead(ctx context.Context, id int64) (Lead, error)
	// FindLead is GetLead without what lies beside the row: no tags, no opt-out,
	// no number to show.
	FindLead(ctx context.Context, id int64) (Lead, error)
	CreateLead(ctx context.Context, l *Lead) error
	UpdateLead(ctx context.Context, l Lead) error
	MarkFieldsEdited(ctx context.Context, id int64, fields ...string) error

	FindIdentities(ctx context.Context, kind, matchKey string) ([]Identity, error)
	LeadIdentities(ctx context.Context, leadID int64) ([]Identity, error)
	PutIdentity(ctx context.Context, id Identity) error
	DeleteIdentity(ctx context.Context, kind, value string) error
	// MergeLeads moves all that belongs to one lead to another, whose row becomes
	// to, and returns the batch under which that can be undone.
	MergeLeads(ctx context.Context, from int64, to Lead, actor string, at clock.Millis) (batchID int64, err error)
	// UndoMerge gives back what a merge moved and remembers that the two are not
	// one person. It returns a conflict when it was undone before.
	UndoMerge(ctx context.Context, batchID int64, at clock.Millis) (from, to int64, err error)
	// ToldApart reports whether two of the leads were told apart.
	ToldApart(ctx context.Context, leadIDs []int64) (bool, error)
	// LIDsAlone lists the LIDs of people whose number is not known.
	LIDsAlone(ctx context.Context, limit int) ([]string, error)
	TouchLead(ctx context.Context, id int64, messageAt clock.Millis) error

	ListStages(ctx context.Context) ([]Stage, error)
	ListTags(ctx context.Context) ([]TagCount, error)
	AddTags(ctx context.Context, leadIDs []int64, tags []string) error
	RemoveTag(ctx context.Context, leadIDs []int64, tag string) error

	// LeadCustomFields returns what the user's own columns say of a lead, by title.
	LeadCustomFields(ctx context.Context, leadID int64) (map[string]string, error)
	// FindAddressee returns a lead as campaigns see it, but for what follows from its
	// identities, the address and the opt-out, and without a number to show.
	FindAddressee(ctx context.Context, leadID int64) (Addressee, error)
	// LatestConsent returns the newest row about a lead; nil = none.
	LatestConsent(ctx context.Context, leadID int64) (*Consent, error)
	AddConsents(ctx context.Context, list ...Consent) error

	ListNotes(ctx context.Context, leadID int64) ([]Note, error)
	CreateNote(ctx context.Context, n *Note) error
	DeleteNote(ctx context.Context, id int64) (leadID int64, err error)
	ListActivities(ctx context.Context, leadID int64, limit int) ([]Activity, error)
	AddActivities(ctx context.Context, list ...Activity) error

	// Suppress keeps an opt-out under all identities of one person.
	Suppress(ctx context.Context, ids []Identity, o OptOut) error
	// FindSuppression returns the opt-out in force under any of the identities; nil = none.
	FindSuppression(ctx context.Context, ids []Identity) (*OptOut, error)
	LiftSuppression(ctx context.Context, ids []Identity, at clock.Millis) error
}
