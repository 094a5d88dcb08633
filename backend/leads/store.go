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
	MoveEverything(ctx context.Context, from, to int64) error
	TouchLead(ctx context.Context, id int64, messageAt clock.Millis) error

	ListStages(ctx context.Context) ([]Stage, error)
	ListTags(ctx context.Context) ([]TagCount, error)
	AddTags(ctx context.Context, leadIDs []int64, tags []string) error
	RemoveTag(ctx context.Context, leadIDs []int64, tag string) error

	ListNotes(ctx context.Context, leadID int64) ([]Note, error)
	CreateNote(ctx context.Context, n *Note) error
	DeleteNote(ctx context.Context, id int64) (leadID int64, err error)
	ListActivities(ctx context.Context, leadID int64, limit int) ([]Activity, error)
	AddActivities(ctx context.Context, list ...Activity) error

	Suppress(ctx context.Context, ids []Identity, kind, source string, at clock.Millis) error
	LiftSuppression(ctx context.Context, ids []Identity, at clock.Millis) error
	Suppressed(ctx context.Context, ids []Identity) (bool, error)
}
