package gsheets

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"google.golang.org/api/drive/v3"
	api "google.golang.org/api/sheets/v4"

	"mceplatform/backend/fault"
	"mceplatform/backend/sheets"
)

// describe reads the names of a spreadsheet and of its tabs.
func (c *Client) describe(ctx context.Context, p sheets.Place) (sheets.Spreadsheet, error) {
	var found *api.Spreadsheet
	err := c.call(ctx, p.Access, c.reads, func(ctx context.Context, s *services) (err error) {
		found, err = s.read.Spreadsheets.Get(p.SpreadsheetID).Fields("properties.title", "sheets.properties(sheetId,title,sheetType)").Context(ctx).Do()
		return err
	})
	if err != nil {
		return sheets.Spreadsheet{}, err
	}
	out := sheets.Spreadsheet{Place: p, Tabs: make([]sheets.Tab, 0, len(found.Sheets))}
	if found.Properties != nil {
		out.Title = found.Properties.Title
	}
	for _, s := range found.Sheets {
		if p := s.Properties; p != nil && (p.SheetType == "" || p.SheetType == "GRID") {
			out.Tabs = append(out.Tabs, sheets.Tab{ID: p.SheetId, Title: p.Title})
		}
	}
	return out, nil
}

func (c *Client) values(ctx context.Context, p sheets.Place, tab string, as sheets.Render) ([][]sheets.Cell, error) {
	render := "UNFORMATTED_VALUE"
	if as == sheets.Formatted {
		render = "FORMATTED_VALUE"
	}
	var found *api.BatchGetValuesResponse
	err := c.call(ctx, p.Access, c.reads, func(ctx context.Context, s *services) (err error) {
		found, err = s.read.Spreadsheets.Values.BatchGet(p.SpreadsheetID).Ranges(quoteTab(tab)).MajorDimension("ROWS").
			ValueRenderOption(render).DateTimeRenderOption("FORMATTED_STRING").Fields("valueRanges.values").Context(ctx).Do()
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(found.ValueRanges) == 0 {
		return nil, nil
	}
	grid := make([][]sheets.Cell, len(found.ValueRanges[0].Values))
	for i, row := range found.ValueRanges[0].Values {
		grid[i] = make([]sheets.Cell, len(row))
		for j, value := range row {
			grid[i][j] = cellOf(value)
		}
	}
	return grid, nil
}

func cellOf(value any) sheets.Cell {
	switch v := value.(type) {
	case string:
		return sheets.Cell{Text: v}
	case float64:
		return sheets.Cell{Text: strconv.FormatFloat(v, 'f', -1, 64), Number: true}
	case bool:
		return sheets.Cell{Text: strings.ToUpper(strconv.FormatBool(v))}
	case nil:
		return sheets.Cell{}
	}
	return sheets.Cell{Text: fmt.Sprint(value)}
}

var errNoVersion = errors.New("the Drive API does not tell")

// version asks Drive for the version of the document. It is only a help: where Drive does not tell,
// reading does. Drive's quota is far above that of Sheets, so that the client's own does not count.
func (c *Client) version(ctx context.Context, p sheets.Place) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var file *drive.File
	_, err := c.once(ctx, p.Access, func(ctx context.Context, s *services) (err error) {
		if s.drive == nil || c.isUncertain(s.digest) {
			return errNoVersion
		}
		file, err = s.drive.Files.Get(p.SpreadsheetID).Fields("version", "modifiedTime", "trashed").SupportsAllDrives(true).Context(ctx).Do()
		if g := googleError(err); g != nil && (isScopeRefused(g) || reasonOf(s.translate(ctx, err)) == sheets.ReasonAPIDisabled) {
			c.setUncertain(s.digest)
			return errNoVersion
		}
		return err
	})
	if err != nil {
		return "", versionFault(err)
	}
	if file.Trashed {
		return "", fault.New(fault.NotFound, "The sheet is in the bin of Google Drive. Take it out there, or connect another one.").With("reason", sheets.ReasonNotFound)
	}
	return strconv.FormatInt(file.Version, 10) + " " + file.ModifiedTime, nil
}

// versionFault leaves out what reading would not stumble over, or would tell more exactly: Drive
// says "not found" of whatever somebody may not see.
func versionFault(err error) error {
	switch reasonOf(err) {
	case sheets.ReasonGoogleDown, sheets.ReasonRateLimited, sheets.ReasonNotFound, sheets.ReasonNotShared, sheets.ReasonNotPicked:
		return nil
	}
	if errors.Is(err, errNoVersion) {
		return nil
	}
	return err
}

func (c *Client) isUncertain(d digest) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.uncertain[d]
}

func (c *Client) setUncertain(d digest) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.uncertain[d] = true
}
