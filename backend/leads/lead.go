// Package leads is about people: who they are, under which numbers WhatsApp
// and the sheets know them, and what the business notes about them.
package leads

import (
	"log/slog"
	"strings"
	"unicode"
	"unicode/utf8"

	"mceplatform/backend/clock"
	"mceplatform/backend/fault"
)

// NameSource says where a lead's name came from. A name is only replaced by
// one from a source of equal or higher rank.
type NameSource string

// Sources of names, weakest first.
const (
	NameNumber  NameSource = "number" // no name known: the number stands in
	NamePush    NameSource = "push"   // the WhatsApp profile name
	NameAddress NameSource = "address_book"
	NameIntake  NameSource = "intake" // a file or a sheet
	NameUser    NameSource = "user"   // typed by a person in this app
)

var nameRank = map[NameSource]int{NameNumber: 0, NamePush: 1, NameAddress: 2, NameIntake: 3, NameUser: 4}

// Yields reports whether a name from this source gives way to one from other.
func (s NameSource) Yields(other NameSource) bool { return nameRank[other] >= nameRank[s] }

// Source says how a lead came to be.
type Source string

// Sources of leads.
const (
	SourceWhatsApp Source = "whatsapp"
	SourceFile     Source = "file"
	SourceSheet    Source = "sheet"
	SourceManual   Source = "manual"
)

// Kinds of identities: a phone number as digits with country code, or the user
// part of a WhatsApp LID. A LID is never shown or used as a number.
const (
	KindPhone = "phone"
	KindLID   = "lid"
)

// Lead is one person. Times are UTC milliseconds, 0 = never.
type Lead struct {
	ID             int64        `json:"id"`
	Name           string       `json:"name"` // "" when nobody has named them yet
	NameSource     NameSource   `json:"nameSource"`
	PushName       string       `json:"pushName"`
	Phone          string       `json:"phone"`                 // digits with country code; "" while only a LID is known
	PhoneDisplay   string       `json:"phoneDisplay" gorm:"-"` // the number as people write it
	Email          string       `json:"email"`
	Company        string       `json:"company"`
	Owner          string       `json:"owner"` // who of the business looks after them, "" = nobody
	Source         Source       `json:"source"`
	StageID        int64        `json:"stageId"`
	Tags           []string     `json:"tags" gorm:"-"`
	OptedOut       bool         `json:"optedOut" gorm:"-"`
	FirstMessageAt clock.Millis `json:"firstMessageAt"`
	LastMessageAt  clock.Millis `json:"lastMessageAt"`
	CreatedAt      clock.Millis `json:"createdAt" gorm:"autoCreateTime:false"`
	UpdatedAt      clock.Millis `json:"updatedAt" gorm:"autoUpdateTime:false"` // GORM would write seconds by itself
}

// LogValue keeps people out of the log.
func (l Lead) LogValue() slog.Value { return slog.Int64Value(l.ID) }

// Stage is a step of the pipeline.
type Stage struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
	Kind string `json:"kind"` // open, won or lost
}

// TagCount is a tag with the number of leads that carry it.
type TagCount struct {
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// Note is a remark about a lead.
type Note struct {
	ID        int64        `json:"id"`
	LeadID    int64        `json:"leadId"`
	Text      string       `json:"text"`
	CreatedAt clock.Millis `json:"createdAt"`
}

// Activity is one entry of a lead's timeline.
type Activity struct {
	ID     int64        `json:"id"`
	LeadID int64        `json:"leadId"`
	Kind   string       `json:"kind"`
	Actor  string       `json:"actor"` // user, whatsapp, file, sheet or campaign
	Detail string       `json:"detail"`
	At     clock.Millis `json:"at"`
	// BatchID names what can be undone about it; 0 = nothing.
	BatchID int64 `json:"batchId"`
}

// Kinds of activities.
const (
	ActivityCreated  = "created"
	ActivityStage    = "stage_changed"
	ActivityTagged   = "tagged"
	ActivityUntagged = "untagged"
	ActivityMerged   = "merged"
	ActivitySplit    = "told_apart"
	ActivityOptedOut = "opted_out"
	ActivityRejoined = "rejoined"
	ActivityImported = "imported"
	ActivityCampaign = "campaign_sent"
	ActivityAnswered = "campaign_answered"

	ActivityNumber     = "number_changed"
	ActivityLostNumber = "number_lost" // it belongs to somebody else now
)

// Actors of activities.
const (
	ActorUser     = "user"
	ActorWhatsApp = "whatsapp"
	ActorFile     = "file"
	ActorSheet    = "sheet"
	ActorCampaign = "campaign"
)

// Detail is a lead with everything its panel shows.
type Detail struct {
	Lead       Lead       `json:"lead"`
	Notes      []Note     `json:"notes"`
	Activities []Activity `json:"activities"`
	ChatID     int64      `json:"chatId"` // 0 when there is no chat yet
	Consent    *Consent   `json:"consent"`
	// Custom is what the user's own columns say, by title.
	Custom map[string]string `json:"custom"`
}

// Sort is an order of the list.
type Sort string

// Orders of the list.
const (
	SortRecent  Sort = "recent"  // last message first, then newest
	SortCreated Sort = "created" // newest first
	SortName    Sort = "name"
)

// Filter selects leads for a list. The zero value is everyone.
type Filter struct {
	Query   string   `json:"query"`   // part of a name, number, e-mail or company
	Tags    []string `json:"tags"`    // all of them
	StageID int64    `json:"stageId"` // 0 = any
	Sort    Sort     `json:"sort"`
	Cursor  string   `json:"cursor"` // "next" of the page before; "" = first
	Limit   int      `json:"limit"`  // 1..200, 0 = 50
}

// Page is one page of a list; Next is "" on the last.
type Page struct {
	Items []Lead `json:"items"`
	Next  string `json:"next"`
	Total int    `json:"total"` // of all pages
}

// Input is what a person types to add a lead.
type Input struct {
	Name    string   `json:"name"`
	Phone   string   `json:"phone"`
	Email   string   `json:"email"`
	Company string   `json:"company"`
	Owner   string   `json:"owner"`
	Tags    []string `json:"tags"`
	StageID int64    `json:"stageId"`
}

// Update changes the fields that are not nil.
type Update struct {
	Name    *string `json:"name,omitempty"`
	Email   *string `json:"email,omitempty"`
	Company *string `json:"company,omitempty"`
	Owner   *string `json:"owner,omitempty"`
	StageID *int64  `json:"stageId,omitempty"`
}

// Limits of what people may type, in characters.
const (
	maxName = 120
	maxTag  = 40
	maxNote = 5000
	maxTags = 30
)

// CleanName makes one tidy line of a name: control characters, zero-width and
// bidirectional overrides go, spaces collapse, and it is cut at 120 characters.
func CleanName(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r == utf8.RuneError:
			return -1
		case unicode.Is(unicode.Cf, r) && r != '\u200d': // the joiner holds emoji together
			return -1
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > maxName {
		s = strings.TrimSpace(string(r[:maxName]))
	}
	return s
}

// CleanTag checks and tidies a tag.
func CleanTag(s string) (string, error) {
	s = strings.TrimPrefix(CleanName(s), "#")
	switch {
	case s == "":
		return "", fault.New(fault.Invalid, "A tag needs a name.").With("field", "tag")
	case utf8.RuneCountInString(s) > maxTag:
		return "", fault.New(fault.Invalid, "A tag can have at most %d characters.", maxTag).With("field", "tag")
	case strings.Contains(s, ","):
		return "", fault.New(fault.Invalid, "A tag cannot contain a comma.").With("field", "tag")
	}
	return s, nil
}

// CleanTags tidies a list of tags and drops repetitions.
func CleanTags(tags []string) ([]string, error) {
	if len(tags) > maxTags {
		return nil, fault.New(fault.Invalid, "At most %d tags at a time.", maxTags).With("field", "tags")
	}
	out := make([]string, 0, len(tags))
	seen := make(map[string]bool, len(tags))
	for _, t := range tags {
		t, err := CleanTag(t)
		if err != nil {
			return nil, err
		}
		if key := strings.ToLower(t); !seen[key] {
			seen[key] = true
			out = append(out, t)
		}
	}
	return out, nil
}
