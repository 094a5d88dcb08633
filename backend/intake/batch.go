package intake

import (
	"context"
	"log/slog"
	"slices"

	"mceplatform/backend/clock"
	"mceplatform/backend/leads"
)

// Policy says what happens to a lead that is there already. Whatever a person edited by hand stays
// under either, and neither touches consent.
type Policy string

// The policies.
const (
	FillEmpty Policy = "fill_empty" // only what is not known yet
	Overwrite Policy = "overwrite"  // what the row says now, where it says something
)

// Batch is what one file, or one reading of a sheet, brings.
type Batch struct {
	Drafts  []Draft // no two with the same match key: see Distinct
	Source  leads.Source
	Actor   string
	Tags    []string // for every lead of the batch, new or known
	StageID int64    // of new leads whose row names no stage; 0 is the first
	Owner   string   // of new leads whose row names none
	Policy  Policy
	At      clock.Millis
}

// Effect is what became of one draft.
type Effect string

// The effects.
const (
	Created   Effect = "created"
	Updated   Effect = "updated"
	Unchanged Effect = "unchanged"
)

// Outcome says what became of each draft, in the order of the batch.
type Outcome struct {
	LeadIDs []int64
	Effects []Effect
}

// Count is the number of drafts with an effect.
func (o Outcome) Count(e Effect) int {
	n := 0
	for _, effect := range o.Effects {
		if effect == e {
			n++
		}
	}
	return n
}

// IDs lists the leads with an effect.
func (o Outcome) IDs(e Effect) []int64 {
	ids := make([]int64, 0, len(o.LeadIDs))
	for i, effect := range o.Effects {
		if effect == e {
			ids = append(ids, o.LeadIDs[i])
		}
	}
	return ids
}

// Store finds and writes many leads at once.
type Store interface {
	// FindByMatchKeys returns the lead of each number that is known.
	FindByMatchKeys(ctx context.Context, keys []string) (map[string]int64, error)
	// ApplyDrafts creates or completes the leads of a batch, in the caller's transaction, by the
	// rules of Known.Take. Applying the same batch twice changes nothing the second time.
	ApplyDrafts(ctx context.Context, b Batch) (Outcome, error)
}

// Known is what a draft may change of a lead that exists.
type Known struct {
	ID         int64
	Name       string
	NameSource leads.NameSource
	Email      string
	Company    string
	Owner      string
	StageID    int64
	Edited     []string // fields a person edited
	Custom     map[string]string
}

// LogValue keeps people out of the log.
func (k Known) LogValue() slog.Value { return slog.Int64Value(k.ID) }

// Names of fields as leads marks them when a person edits one.
const (
	editedName    = "name"
	editedEmail   = "email"
	editedCompany = "company"
	editedOwner   = "owner"
	editedStage   = "stage"
)

// Take takes over from a draft what the policy allows and reports whether that changed anything.
// A stage of 0 means the draft names none.
func (k *Known) Take(d Draft, stageID int64, policy Policy) bool {
	changed := k.takeName(d.Name, policy)
	changed = k.take(&k.Email, d.Email, editedEmail, policy) || changed
	changed = k.take(&k.Company, d.Company, editedCompany, policy) || changed
	changed = k.take(&k.Owner, d.Owner, editedOwner, policy) || changed
	if policy == Overwrite && stageID != 0 && stageID != k.StageID && !slices.Contains(k.Edited, editedStage) {
		k.StageID, changed = stageID, true
	}
	for title, value := range d.Custom {
		if old, known := k.Custom[title]; known && (policy == FillEmpty || old == value) {
			continue
		}
		if k.Custom == nil {
			k.Custom = make(map[string]string, len(d.Custom))
		}
		k.Custom[title], changed = value, true
	}
	return changed
}

// takeName follows the rank of names: a row names a person better than a profile does, and never
// better than the user.
func (k *Known) takeName(name string, policy Policy) bool {
	switch {
	case name == "", name == k.Name && k.NameSource == leads.NameIntake, slices.Contains(k.Edited, editedName), !k.NameSource.Yields(leads.NameIntake):
		return false
	case policy == FillEmpty && k.Name != "" && k.NameSource == leads.NameIntake:
		return false
	}
	k.Name, k.NameSource = name, leads.NameIntake
	return true
}

func (k *Known) take(field *string, value, edited string, policy Policy) bool {
	if value == "" || value == *field || slices.Contains(k.Edited, edited) || policy == FillEmpty && *field != "" {
		return false
	}
	*field = value
	return true
}

// Distinct keeps the first draft of each number and returns the repetitions apart.
func Distinct(drafts []Draft) (distinct, repeated []Draft) {
	distinct = make([]Draft, 0, len(drafts))
	seen := make(map[string]struct{}, len(drafts))
	for _, d := range drafts {
		key := d.Phone.MatchKey()
		if _, found := seen[key]; found {
			repeated = append(repeated, d)
			continue
		}
		seen[key] = struct{}{}
		distinct = append(distinct, d)
	}
	return distinct, repeated
}
