package sheets

import (
	"context"
	"path/filepath"

	"mceplatform/backend/fault"
)

// Access is the way to a spreadsheet.
type Access string

// The ways. Only a service account and the owner's sign-in can write.
const (
	AccessLink    Access = "link"            // everybody with the link may read it: no sign-in
	AccessGoogle  Access = "google"          // the owner has signed in and picked it
	AccessAccount Access = "service_account" // it is shared with the service account
	AccessFile    Access = "file"            // a file on this computer
)

// CanWrite reports whether cells can be written on this way.
func (a Access) CanWrite() bool { return a == AccessGoogle || a == AccessAccount }

// Place is a spreadsheet and the way to it.
type Place struct {
	Access        Access `json:"access"`
	SpreadsheetID string `json:"spreadsheetId"` // "" for a file
	Path          string `json:"path"`          // of a file, else ""
}

func (p Place) check() error {
	switch p.Access {
	case AccessLink, AccessGoogle, AccessAccount:
		if !idPattern.MatchString(p.SpreadsheetID) || p.Path != "" {
			return fault.New(fault.Invalid, "This is not a Google Sheet.").With("reason", ReasonBadLink)
		}
	case AccessFile:
		if p.SpreadsheetID != "" || !filepath.IsAbs(p.Path) {
			return fault.New(fault.Invalid, "This is not a file on this computer.").With("reason", ReasonFileMissing)
		}
	default:
		return fault.New(fault.Invalid, "Choose how the sheet is reached.").With("field", "access")
	}
	return nil
}

// Spreadsheet is what a link or a file holds.
type Spreadsheet struct {
	Place
	Title string `json:"title"`
	Tabs  []Tab  `json:"tabs"`
	GID   *int64 `json:"gid"` // the tab the link points at, if it does; one of Tabs has it
}

// Tab is one sheet of a spreadsheet.
type Tab struct {
	ID    int64  `json:"id"` // Google's number, -1 = not known
	Title string `json:"title"`
}

// Reasons beside the state of a connection, and in the "reason" field of the faults of a Client.
const (
	ReasonUser          = "paused_by_user"
	ReasonHeaderChanged = "header_changed" // field "column"
	ReasonTabMissing    = "tab_missing"
	ReasonTabRenamed    = "tab_renamed" // field "tab": what it is called now

	ReasonBadLink     = "bad_link"
	ReasonPrivate     = "private_sheet" // nobody without sign-in may read it, and there is no other way yet
	ReasonNoDownload  = "no_download"   // link-shared, but its owner lets nobody download it
	ReasonNotFound    = "sheet_not_found"
	ReasonOfficeFile  = "office_file"
	ReasonTooLarge    = "sheet_too_large"
	ReasonRateLimited = "google_rate_limited"
	ReasonGoogleDown  = "google_unavailable"
	ReasonOffline     = "offline"
	ReasonAPIDisabled = "api_disabled"
	ReasonReadOnly    = "read_only" // shared for reading only, so nothing can be written back

	ReasonNoAccount  = "no_service_account"
	ReasonBadAccount = "bad_service_account"
	ReasonNotShared  = "not_shared" // field "email": the address to share with
	ReasonKeyRevoked = "key_revoked"

	ReasonNoClient      = "no_google_client" // neither the build nor the settings hold a client id
	ReasonNoSignIn      = "no_sign_in"
	ReasonNotPicked     = "not_picked" // field "email": who is signed in, and has not picked this sheet or may not read it
	ReasonSignInRevoked = "sign_in_revoked"
	ReasonSignInDenied  = "sign_in_denied"  // the person said no in the browser
	ReasonSignInTimeout = "sign_in_timeout" // the browser was closed, or nobody answered

	ReasonFileMissing = "file_missing"
	ReasonFileBroken  = "file_unreadable"
)

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

// Write is one cell to be written. Rows and columns count from 0.
type Write struct {
	Row, Column int
	Text        string // taken literally: no formula, no number, no date
}

// Google is what is known of signing in to Google.
type Google struct {
	Ready bool   `json:"ready"` // there is a client id, so that signing in can begin
	Own   bool   `json:"own"`   // it is the user's own, from the settings
	Email string `json:"email"` // who is signed in, "" = nobody
}

// Source is where tables are read from.
type Source interface {
	Spreadsheet(ctx context.Context, p Place) (Spreadsheet, error)
	// Version names a state of the whole document, without reading it; another name means that it
	// may have changed. "" means that there is no cheap way to tell.
	Version(ctx context.Context, p Place) (string, error)
	Values(ctx context.Context, p Place, tab string, as Render) ([][]Cell, error)
}

// Client reads and writes Google's spreadsheets. Its errors are faults with one of the reasons above.
type Client interface {
	// Find opens the spreadsheet of a link by the easiest way that works: without sign-in, else as the
	// owner who has signed in, else with the service account. When none does, the fault says why
	// the best of them failed.
	Find(ctx context.Context, id string, gid *int64) (Spreadsheet, error)
	Source
	// Write puts texts into cells, all or none of one request. A request holds at most MaxWrites.
	Write(ctx context.Context, p Place, tab string, cells []Write) error

	// SetServiceAccount checks and keeps the account that reads, and returns its address.
	SetServiceAccount(ctx context.Context, json []byte) (email string, err error)
	// ServiceAccount returns the address to share sheets with, "" when there is none.
	ServiceAccount(ctx context.Context) (email string, err error)
	DeleteServiceAccount(ctx context.Context) error

	// SignIn opens Google's page in the browser, with a choice of files, and waits for the person
	// there. spreadsheetID names the file to be picked, "" = any. A second call ends the first.
	SignIn(ctx context.Context, spreadsheetID string) (Google, error)
	CancelSignIn()
	SignOut(ctx context.Context) error
	Google(ctx context.Context) (Google, error)
	// SetGoogleClient keeps the user's own client id and secret; both empty forget them.
	SetGoogleClient(ctx context.Context, id, secret string) error
}

// MaxWrites is the most cells of one Write.
const MaxWrites = 2000
