package gsheets

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	api "google.golang.org/api/sheets/v4"

	"mceplatform/backend/fault"
	"mceplatform/backend/sheets"
)

// Write implements sheets.Client. One request, which Google applies as a whole or not at all.
func (c *Client) Write(ctx context.Context, p sheets.Place, tab string, cells []sheets.Write) error {
	switch {
	case !p.Access.CanWrite():
		return fault.New(fault.Restricted, "Nothing can be written to a sheet that is read by its link. Connect it by signing in to Google, or with a service account.").
			With("reason", sheets.ReasonReadOnly)
	case len(cells) > sheets.MaxWrites:
		return fault.New(fault.Internal, "More than %d cells cannot be written at once.", sheets.MaxWrites)
	case len(cells) == 0:
		return nil
	}
	request := &api.BatchUpdateValuesRequest{ValueInputOption: "RAW", Data: runs(tab, cells)}
	err := c.call(ctx, p.Access, c.writes, func(ctx context.Context, s *services) error {
		_, err := s.write.Spreadsheets.Values.BatchUpdate(p.SpreadsheetID, request).Fields("totalUpdatedCells").Context(ctx).Do()
		return err
	})
	if reason := reasonOf(err); reason != sheets.ReasonNotShared && reason != sheets.ReasonNotPicked {
		return err
	}
	// Google says the same to somebody who may only read and to somebody who may not.
	if _, unread := c.describe(ctx, p); unread != nil {
		return unread
	}
	return readOnly(err)
}

// runs makes one range of cells that stand side by side. Of two texts for one cell the later counts.
func runs(tab string, cells []sheets.Write) []*api.ValueRange {
	cells = slices.Clone(cells)
	slices.SortStableFunc(cells, func(a, b sheets.Write) int { return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Column, b.Column)) })
	var out []*api.ValueRange
	for start := 0; start < len(cells); {
		first, column := cells[start], cells[start].Column
		texts := []any{first.Text}
		end := start + 1
		for ; end < len(cells) && cells[end].Row == first.Row && cells[end].Column <= column+1; end++ {
			if cells[end].Column == column {
				texts[len(texts)-1] = cells[end].Text
				continue
			}
			column++
			texts = append(texts, cells[end].Text)
		}
		out = append(out, &api.ValueRange{
			Range: fmt.Sprintf("%s!%s:%s", quoteTab(tab), cellName(first.Row, first.Column), cellName(first.Row, column)), MajorDimension: "ROWS", Values: [][]any{texts},
		})
		start = end
	}
	return out
}

// cellName is A1 notation.
func cellName(row, column int) string {
	letters := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	return fmt.Sprintf("%s%d", letters, row+1)
}
