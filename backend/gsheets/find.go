package gsheets

import (
	"context"
	"slices"

	"mceplatform/backend/fault"
	"mceplatform/backend/sheets"
)

// Find implements sheets.Client.
func (c *Client) Find(ctx context.Context, id string, gid *int64) (sheets.Spreadsheet, error) {
	var faults []error
	for _, way := range []func(ctx context.Context, id string, gid *int64) (sheets.Spreadsheet, error){c.findByLink, c.findSignedIn, c.findByAccount} {
		found, err := way(ctx, id, gid)
		switch {
		case err == nil:
			return found, nil
		case fault.Is(err, fault.Canceled), reasonOf(err) == sheets.ReasonOffline, reasonOf(err) == "":
			return sheets.Spreadsheet{}, err // no other way would work better
		}
		faults = append(faults, err)
	}
	return sheets.Spreadsheet{}, mostUseful(faults)
}

// useful orders the reasons why a sheet cannot be read: first what tells most, last what only says
// that a way is not there. A deleted document is best known by its link: there Google does not
// mistake it for one that somebody may not see.
var useful = []string{
	sheets.ReasonOfficeFile, sheets.ReasonTooLarge, sheets.ReasonSignInRevoked, sheets.ReasonAPIDisabled, sheets.ReasonKeyRevoked, sheets.ReasonBadAccount,
	sheets.ReasonRateLimited, sheets.ReasonGoogleDown, sheets.ReasonNotFound, sheets.ReasonNotPicked, sheets.ReasonNotShared, sheets.ReasonNoDownload,
	sheets.ReasonPrivate, sheets.ReasonNoSignIn, sheets.ReasonNoClient, sheets.ReasonNoAccount,
}

func mostUseful(faults []error) error {
	rank := func(err error) int {
		if at := slices.Index(useful, reasonOf(err)); at >= 0 {
			return at
		}
		return len(useful)
	}
	return slices.MinFunc(faults, func(a, b error) int { return rank(a) - rank(b) })
}

func (c *Client) findByLink(ctx context.Context, id string, gid *int64) (sheets.Spreadsheet, error) {
	p := sheets.Place{Access: sheets.AccessLink, SpreadsheetID: id}
	c.books.drop(id) // who pastes a link anew may have shared the sheet meanwhile, or stopped that
	b, err := c.workbook(ctx, id)
	if err != nil {
		return sheets.Spreadsheet{}, err
	}
	if gid != nil {
		tab, err := c.tabOf(ctx, id, *gid, b)
		if err != nil {
			return sheets.Spreadsheet{}, err
		}
		if tab == "" {
			gid = nil
		} else {
			c.books.number(b, tab, *gid)
		}
	}
	found, err := c.linkedSpreadsheet(ctx, p)
	found.GID = gid
	return found, err
}

func (c *Client) findSignedIn(ctx context.Context, id string, gid *int64) (sheets.Spreadsheet, error) {
	return c.findByAPI(ctx, sheets.Place{Access: sheets.AccessGoogle, SpreadsheetID: id}, gid)
}

func (c *Client) findByAccount(ctx context.Context, id string, gid *int64) (sheets.Spreadsheet, error) {
	return c.findByAPI(ctx, sheets.Place{Access: sheets.AccessAccount, SpreadsheetID: id}, gid)
}

func (c *Client) findByAPI(ctx context.Context, p sheets.Place, gid *int64) (sheets.Spreadsheet, error) {
	found, err := c.describe(ctx, p)
	if err != nil {
		return found, err
	}
	if gid != nil && slices.ContainsFunc(found.Tabs, func(t sheets.Tab) bool { return t.ID == *gid }) {
		found.GID = gid
	}
	return found, nil
}
