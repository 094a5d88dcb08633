// Package imports takes leads out of a file in three steps the user sees: stage the file, preview
// what would happen, commit it in one transaction. A staged file lives in memory only.
package imports

import (
	"context"
	"slices"

	"mceplatform/backend/clock"
	"mceplatform/backend/fault"
	"mceplatform/backend/intake"
	"mceplatform/backend/leads"
	"mceplatform/backend/phone"
)

// Row numbers and the header row count as the spreadsheet shows them, from 1.
const (
	FindHeader = 0  // as Options.HeaderRow: look for it
	NoHeader   = -1 // the table begins with data
)

// File is a staged file as the wizard shows it.
type File struct {
	Token          string   `json:"token"`
	FileName       string   `json:"fileName"`
	Tabs           []string `json:"tabs"` // of a workbook; empty for a text file
	Tab            string   `json:"tab"`
	Encoding       string   `json:"encoding"`  // "" for a workbook
	Encodings      []string `json:"encodings"` // choices; empty for a workbook
	Delimiter      string   `json:"delimiter"` // "" for a workbook
	HeaderRow      int      `json:"headerRow"` // NoHeader when there is none
	Columns        []Column `json:"columns"`
	RowCount       int      `json:"rowCount"` // without the header
	Committed      bool     `json:"committed"`
	DefaultCountry string   `json:"defaultCountry"` // the guess was made with
}

// Column is a column of a staged file.
type Column struct {
	Index   int          `json:"index"`
	Name    string       `json:"name"`
	Samples []string     `json:"samples"` // up to three that are not empty
	Guess   intake.Field `json:"guess"`
}

// Options are the user's choices. The zero value leaves everything to the guess.
type Options struct {
	Tab            string         `json:"tab"`
	Encoding       string         `json:"encoding"`
	Delimiter      string         `json:"delimiter"`
	HeaderRow      int            `json:"headerRow"` // FindHeader, NoHeader, or the row
	Mapping        []intake.Field `json:"mapping"`   // by column; empty means the guess
	DefaultCountry string         `json:"defaultCountry"`
	Tags           []string       `json:"tags"`    // for every lead of the file
	StageID        int64          `json:"stageId"` // of new leads; 0 is the first stage
}

// Preview says what a commit would do.
type Preview struct {
	Rows       int       `json:"rows"`
	NewLeads   int       `json:"newLeads"`
	Existing   int       `json:"existing"`   // known already: empty fields are filled, tags added
	Duplicates int       `json:"duplicates"` // rows that repeat a number of the file
	Rejected   int       `json:"rejected"`
	Problems   []Problem `json:"problems"`
	Sample     []Sample  `json:"sample"`
}

// Problem groups the rejected rows of one cause, most frequent cause first.
type Problem struct {
	Reason phone.Reason `json:"reason"`
	Count  int          `json:"count"`
	Rows   []BadRow     `json:"rows"` // the first hundred
}

// BadRow is one rejected row.
type BadRow struct {
	Row   int    `json:"row"`
	Value string `json:"value"`
}

// Sample is one of the first rows with what would become of it.
type Sample struct {
	Row      int    `json:"row"`
	Name     string `json:"name"`
	Phone    string `json:"phone"`    // international format; "" when rejected
	Original string `json:"original"` // the cell as it stands in the file
	Status   Status `json:"status"`
	Reason   string `json:"reason"` // of a rejected row
}

// Status is what would become of a row.
type Status string

// The statuses.
const (
	StatusNew       Status = "new"
	StatusExisting  Status = "existing"
	StatusDuplicate Status = "duplicate"
	StatusRejected  Status = "rejected"
)

// Result is what a commit did.
type Result struct {
	ImportID   int64    `json:"importId"`
	Rows       int      `json:"rows"`
	Created    int      `json:"created"`
	Updated    int      `json:"updated"`
	Unchanged  int      `json:"unchanged"`
	Duplicates int      `json:"duplicates"`
	Rejected   int      `json:"rejected"`
	Tags       []string `json:"tags"`
}

// Record is the history entry of a commit.
type Record struct {
	ID       int64
	FileName string
	At       clock.Millis
	Result   Result
	LeadIDs  []int64 // whom the file brought or completed
}

// Store keeps what a commit brings.
type Store interface {
	intake.Store
	InTx(ctx context.Context, fn func(ctx context.Context) error) error
	CreateImport(ctx context.Context, r *Record) error
}

// check tidies the options and refuses what the screen cannot have offered.
func (o *Options) check() error {
	tags, err := leads.CleanTags(o.Tags)
	if err != nil {
		return err
	}
	o.Tags = tags
	if o.DefaultCountry != "" && !phone.KnownRegion(o.DefaultCountry) {
		return fault.New(fault.Invalid, "The country %q is not known.", o.DefaultCountry).With("field", "defaultCountry")
	}
	for _, field := range o.Mapping {
		if !slices.Contains(intake.Fields(), field) {
			return fault.New(fault.Invalid, "The field %q is not known.", field).With("field", "mapping")
		}
	}
	if o.HeaderRow < NoHeader {
		return fault.New(fault.Invalid, "The title row must be a row of the file.").With("field", "headerRow")
	}
	return nil
}
