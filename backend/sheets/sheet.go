// Package sheets keeps leads in step with Google Sheets: which tab is read how, which rows are
// new or changed, and what a row that cannot become a lead lacks. It reads only; a sheet is never
// written to, and nothing that disappears from a sheet is deleted here.
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

// Reasons beside the state, and in the "reason" field of the faults of a Client.
const (
	ReasonUser          = "paused_by_user"
	ReasonHeaderChanged = "header_changed"
	ReasonTabMissing    = "tab_missing"
	ReasonNoAccount     = "no_service_account"
	ReasonNotShared     = "not_shared"
	ReasonNotFound      = "sheet_not_found"
	ReasonAPIDisabled   = "api_disabled"
	ReasonKeyRevoked    = "key_revoked"
	ReasonRateLimited   = "google_rate_limited"
	ReasonGoogleDown    = "google_unavailable"
	ReasonOffline       = "offline"
	ReasonTooLarge      = "sheet_too_large"
	ReasonBadLink       = "bad_link"
	ReasonBadAccount    = "bad_service_account"
	ReasonOfficeFile    = "office_file"
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
	ID              int64          `json:"id"`
	SpreadsheetID   string         `json:"spreadsheetId"`
	Title           string         `json:"title"` // of the spreadsheet, when it was connected
	Tab             string         `json:"tab"`
	HeaderRow       int            `json:"headerRow"` // as the sheet shows it
	Header          []string       `json:"header"`
	Mapping         []intake.Field `json:"mapping"`   // by position in Header
	KeyColumn       string         `json:"keyColumn"` // title of the column that identifies a row; "" = the phone does
	DefaultCountry  string         `json:"defaultCountry"`
	Tags            []string       `json:"tags"`    // for leads of new rows
	StageID         int64          `json:"stageId"` // of new leads
	ExistingRows    ExistingRows   `json:"existingRows"`
	IntervalMinutes int            `json:"intervalMinutes"`
	State           State          `json:"state"`
	Reason          string         `json:"reason"`
	LastRunAt       clock.Millis   `json:"lastRunAt"`
	NextRunAt       clock.Millis   `json:"nextRunAt"` // 0 while paused
	CreatedAt       clock.Millis   `json:"createdAt"`
	Failures        int            `json:"-"` // in a row
	Counts
}

// Counts are what a connection has brought.
type Counts struct {
	Rows     int `json:"rows"` // known rows
	NewLeads int `json:"newLeads"`
	Changed  int `json:"changed"`
	Rejected int `json:"rejected"` // rows with a problem now
}

// Input is what the user chooses for a connection.
type Input struct {
	SpreadsheetID   string         `json:"spreadsheetId"`
	Tab             string         `json:"tab"`
	HeaderRow       int            `json:"headerRow"` // 0 = look for it
	Mapping         []intake.Field `json:"mapping"`   // by column; empty = the guess
	KeyColumn       string         `json:"keyColumn"`
	DefaultCountry  string         `json:"defaultCountry"`
	Tags            []string       `json:"tags"`
	StageID         int64          `json:"stageId"`
	ExistingRows    ExistingRows   `json:"existingRows"`
	IntervalMinutes int            `json:"intervalMinutes"` // 0 = the default
}

// Update changes what is not nil. Another spreadsheet or tab is another connection.
type Update struct {
	HeaderRow       *int            `json:"headerRow,omitempty"`
	Mapping         *[]intake.Field `json:"mapping,omitempty"`
	KeyColumn       *string         `json:"keyColumn,omitempty"`
	DefaultCountry  *string         `json:"defaultCountry,omitempty"`
	Tags            *[]string       `json:"tags,omitempty"`
	StageID         *int64          `json:"stageId,omitempty"`
	IntervalMinutes *int            `json:"intervalMinutes,omitempty"`
}

// Spreadsheet is what a link leads to.
type Spreadsheet struct {
	SpreadsheetID string `json:"spreadsheetId"`
	Title         string `json:"title"`
	Tabs          []Tab  `json:"tabs"`
	GID           *int64 `json:"gid"` // the tab the link points at, if it does
}

// Tab is one sheet of a spreadsheet.
type Tab struct {
	ID    int64  `json:"id"`
	Title string `json:"title"`
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

// Cell is a cell as the Sheets API tells it.
type Cell struct {
	Text   string
	Number bool // the sheet holds a number here, so the text depends on the rendering
}

// Render is how the Sheets API is to write numbers.
type Render string

// The renderings. Dates come formatted in both.
const (
	Raw       Render = "raw"       // every digit
	Formatted Render = "formatted" // as the sheet shows it
)

// Client reads spreadsheets. Its errors are faults with one of the reasons above.
type Client interface {
	Spreadsheet(ctx context.Context, id string) (Spreadsheet, error)
	Values(ctx context.Context, id, tab string, as Render) ([][]Cell, error)
	// SetServiceAccount checks and keeps the account that reads, and returns its address.
	SetServiceAccount(ctx context.Context, json []byte) (email string, err error)
	// ServiceAccount returns the address to share sheets with, "" when there is none.
	ServiceAccount(ctx context.Context) (email string, err error)
	DeleteServiceAccount(ctx context.Context) error
}

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
