// Package sheets keeps leads in step with Google Sheets and with files: which tab is read how, which
// rows are new or changed, and what a row that cannot become a lead lacks. Nothing that disappears
// from a sheet is deleted here. A sheet is written to only in the columns that the user chose for it.
package sheets

import (
	"context"
	"log/slog"
	"time"

	"mceplatform/backend/clock"
	"mceplatform/backend/intake"
	"mceplatform/backend/leads"
	"mceplatform/backend/phone"
)

// EventChanged says that a connection, its counters or its problems have changed. Data: Changed.
const EventChanged = "sheet:changed"

// EventNewLeads says that rows have become leads. Data: NewLeads.
const EventNewLeads = "sheet:new_leads"

// NewLeads is what EventNewLeads tells.
type NewLeads struct {
	ID     int64  `json:"id"`
	Title  string `json:"title"`
	Count  int    `json:"count"`
	Notify bool   `json:"notify"` // the user wants to be told
}

// Changed names the connection an event is about.
type Changed struct {
	ID int64 `json:"id"`
}

// State is what a connection is doing.
type State string

// The states. An error heals by itself when its cause goes; a pause needs the user.
const (
	Active State = "active"
	Paused State = "paused"
	Failed State = "error"
)

// ExistingRows says what happens to the rows that are there when a sheet is connected.
type ExistingRows string

// The choices.
const (
	ImportRows ExistingRows = "import"
	IgnoreRows ExistingRows = "ignore"
)

// Connection is one tab of one spreadsheet that feeds leads.
type Connection struct {
	ID int64 `json:"id"`
	Place
	Title           string         `json:"title"` // of the spreadsheet, when it was connected
	Tab             string         `json:"tab"`
	GID             int64          `json:"gid"`       // Google's number of the tab, -1 = not known
	HeaderRow       int            `json:"headerRow"` // as the sheet shows it
	Header          []string       `json:"header"`
	Mapping         []intake.Field `json:"mapping"`   // by position in Header
	KeyColumn       string         `json:"keyColumn"` // title of the column that identifies a row; "" = the phone does
	DefaultCountry  string         `json:"defaultCountry"`
	Tags            []string       `json:"tags"`    // for leads of new rows
	StageID         int64          `json:"stageId"` // of new leads
	Owner           string         `json:"owner"`   // of new leads
	Notify          bool           `json:"notify"`  // tell the user of new leads
	ExistingRows    ExistingRows   `json:"existingRows"`
	IntervalMinutes int            `json:"intervalMinutes"`
	Active          Hours          `json:"activeHours"` // when it is read by itself
	WriteBack       []WriteColumn  `json:"writeBack"`
	State           State          `json:"state"`
	Reason          string         `json:"reason"`
	About           string         `json:"about"` // what the reason names: the column that is gone, the tab's new name, the address; or ""
	LastRunAt       clock.Millis   `json:"lastRunAt"`
	NextRunAt       clock.Millis   `json:"nextRunAt"` // 0 while paused
	CreatedAt       clock.Millis   `json:"createdAt"`
	Failures        int            `json:"-"`    // in a row
	Last            *Run           `json:"last"` // the latest reading that was successful, since the start of the program or noted in the history
	Counts
}

// Counts are what a connection has brought.
type Counts struct {
	Rows      int `json:"rows"` // known rows
	NewLeads  int `json:"newLeads"`
	Changed   int `json:"changed"`
	Rejected  int `json:"rejected"`  // rows with a problem now
	Conflicts int `json:"conflicts"` // cells that somebody else changed
}

// Input is what the user chooses for a connection.
type Input struct {
	Place
	Tab             string         `json:"tab"`
	HeaderRow       int            `json:"headerRow"` // 0 = look for it
	Mapping         []intake.Field `json:"mapping"`   // by column; empty = the guess
	KeyColumn       string         `json:"keyColumn"`
	DefaultCountry  string         `json:"defaultCountry"`
	Tags            []string       `json:"tags"`
	StageID         int64          `json:"stageId"`
	Owner           string         `json:"owner"`
	Notify          bool           `json:"notify"`
	ExistingRows    ExistingRows   `json:"existingRows"`
	IntervalMinutes int            `json:"intervalMinutes"` // 0 = the default
	Active          Hours          `json:"activeHours"`
	WriteBack       []WriteColumn  `json:"writeBack"`
}

// Update changes what is not nil. Another spreadsheet is another connection; another tab is the
// same one under its new name.
type Update struct {
	Tab             *string         `json:"tab,omitempty"`
	Access          *Access         `json:"access,omitempty"` // another way to the same spreadsheet
	Path            *string         `json:"path,omitempty"`   // where a watched file is now
	HeaderRow       *int            `json:"headerRow,omitempty"`
	Mapping         *[]intake.Field `json:"mapping,omitempty"`
	KeyColumn       *string         `json:"keyColumn,omitempty"`
	DefaultCountry  *string         `json:"defaultCountry,omitempty"`
	Tags            *[]string       `json:"tags,omitempty"`
	StageID         *int64          `json:"stageId,omitempty"`
	Owner           *string         `json:"owner,omitempty"`
	Notify          *bool           `json:"notify,omitempty"`
	IntervalMinutes *int            `json:"intervalMinutes,omitempty"`
	Active          *Hours          `json:"activeHours,omitempty"`
	WriteBack       *[]WriteColumn  `json:"writeBack,omitempty"`
}

// Columns describe a tab for the choice of columns.
type Columns struct {
	HeaderRow int      `json:"headerRow"`
	Columns   []Column `json:"columns"`
	RowCount  int      `json:"rowCount"`
}

// Column is one column of a tab.
type Column struct {
	Index   int          `json:"index"`
	Name    string       `json:"name"`
	Samples []string     `json:"samples"`
	Guess   intake.Field `json:"guess"`
}

// Run is one reading that changed something or failed. Readings that find nothing new leave none.
type Run struct {
	ID        int64        `json:"id"`
	StartedAt clock.Millis `json:"startedAt"`
	EndedAt   clock.Millis `json:"endedAt"`
	Rows      int          `json:"rows"`
	Created   int          `json:"created"`
	Changed   int          `json:"changed"`
	Rejected  int          `json:"rejected"`
	Error     string       `json:"error"` // a reason, "" for success
}

// RowProblem is a row that cannot become a lead.
type RowProblem struct {
	Row    int          `json:"row"` // where it was last seen
	Reason phone.Reason `json:"reason"`
	Value  string       `json:"value"`
	SeenAt clock.Millis `json:"seenAt"`
}

// RowState is what became of a row.
type RowState string

// The states of a row.
const (
	RowImported RowState = "imported" // has, or had, a lead
	RowIgnored  RowState = "ignored"  // was there before the connection
	RowRejected RowState = "rejected"
)

// Row is what is remembered of a row: never its position as identity.
type Row struct {
	Key       string
	Hash      string // of what it says in the mapped columns
	LeadID    int64  // 0: none, or deleted since
	State     RowState
	RowNumber int
	Problem   phone.Reason
	Value     string
	SeenAt    clock.Millis
}

// LogValue keeps people out of the log: a key may be a phone number.
func (r Row) LogValue() slog.Value { return slog.IntValue(r.RowNumber) }

// Store keeps connections and rows.
type Store interface {
	intake.Store
	InTx(ctx context.Context, fn func(ctx context.Context) error) error
	ListStages(ctx context.Context) ([]leads.Stage, error)

	ListSheets(ctx context.Context) ([]Connection, error)
	GetSheet(ctx context.Context, id int64) (Connection, error)
	CreateSheet(ctx context.Context, c *Connection) error
	UpdateSheet(ctx context.Context, c Connection) error
	DeleteSheet(ctx context.Context, id int64) error

	SheetRows(ctx context.Context, id int64) (map[string]Row, error)
	PutSheetRows(ctx context.Context, id int64, rows []Row) error
	DeleteSheetRows(ctx context.Context, id int64, keys []string) error
	SheetProblems(ctx context.Context, id int64, limit int) ([]RowProblem, error)

	// SheetRowLeads lists the leads of a connection's rows, with what a sheet can be told of them.
	SheetRowLeads(ctx context.Context, id int64) ([]RowLead, error)
	SheetCells(ctx context.Context, id int64) ([]CellRecord, error)
	PutSheetCells(ctx context.Context, id int64, cells []CellRecord) error
	SheetConflicts(ctx context.Context, id int64, limit int) ([]Conflict, error)
	// RekeySheetRows gives rows and their cells other keys, by their old ones.
	RekeySheetRows(ctx context.Context, id int64, keys map[string]string) error

	CreateSheetRun(ctx context.Context, id int64, r Run) error
	ListSheetRuns(ctx context.Context, id int64, limit int) ([]Run, error)
}

// Scheduler calls a job again and again, one call at a time per id.
type Scheduler interface {
	// Set adds or replaces a job. It runs first at a moment and then at the interval.
	Set(id string, every time.Duration, first time.Time, job func(ctx context.Context))
	Remove(id string)
	// Next is when a job is due, the zero time when there is none.
	Next(id string) time.Time
}
