package sheets

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"mceplatform/backend/fault"
	"mceplatform/backend/tabular"
)

// files is the source of tables in files on this computer.
type files struct{}

// Spreadsheet implements Source. A text file has one tab, called as the file.
func (files) Spreadsheet(ctx context.Context, p Place) (Spreadsheet, error) {
	table, err := openTable(ctx, p, "")
	if err != nil {
		return Spreadsheet{}, err
	}
	out := Spreadsheet{Place: p, Title: filepath.Base(p.Path), Tabs: make([]Tab, len(table.Tabs))}
	for i, tab := range table.Tabs {
		out.Tabs[i] = Tab{ID: -1, Title: tabTitle(tab, p)}
	}
	return out, nil
}

func tabTitle(tab string, p Place) string {
	if tab == "" {
		return filepath.Base(p.Path)
	}
	return tab
}

// Version implements Source: the time and the size of the file.
func (files) Version(_ context.Context, p Place) (string, error) {
	info, err := os.Stat(p.Path)
	if err != nil {
		return "", fileFault(err, p)
	}
	return fmt.Sprintf("%d %d", info.ModTime().UnixNano(), info.Size()), nil
}

// Values implements Source. Every digit is there in both renderings, and dates come as 2026-11-23.
func (files) Values(ctx context.Context, p Place, tab string, _ Render) ([][]Cell, error) {
	if tab == filepath.Base(p.Path) {
		tab = ""
	}
	table, err := openTable(ctx, p, tab)
	if err != nil {
		return nil, err
	}
	return GridOf(table), nil
}

// GridOf puts the rows of a table where they stand in it, with the blank ones.
func GridOf(table *tabular.File) [][]Cell {
	if len(table.Rows) == 0 {
		return nil
	}
	grid := make([][]Cell, table.Rows[len(table.Rows)-1].Number)
	for _, row := range table.Rows {
		cells := make([]Cell, len(row.Cells))
		for i, text := range row.Cells {
			cells[i].Text = text
		}
		grid[row.Number-1] = cells
	}
	return grid
}

func openTable(ctx context.Context, p Place, tab string) (*tabular.File, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	info, err := os.Stat(p.Path)
	if err != nil {
		return nil, fileFault(err, p)
	}
	if info.Size() > tabular.MaxBytes {
		return nil, fault.New(fault.Invalid, "%s is larger than %d MB. Split it into smaller files.", filepath.Base(p.Path), tabular.MaxBytes>>20).With("reason", ReasonTooLarge)
	}
	data, err := os.ReadFile(p.Path)
	if err != nil {
		return nil, fileFault(err, p)
	}
	table, err := tabular.Open(filepath.Base(p.Path), data, tabular.Options{Tab: tab})
	if err == nil {
		return table, nil
	}
	return nil, TableFault(err)
}

// TableFault gives a table that cannot be read one of the reasons of a Source.
func TableFault(err error) error {
	var f *fault.Error
	if !errors.As(err, &f) {
		return err
	}
	reason := ReasonFileBroken
	switch f.Fields["reason"] {
	case tabular.ReasonTooLarge, tabular.ReasonTooManyRows, tabular.ReasonTooManyColumns:
		reason = ReasonTooLarge
	case tabular.ReasonUnknownTab:
		reason = ReasonTabMissing
	}
	return fault.Wrap(err, f.Code, "%s", f.Message).With("reason", reason)
}

func fileFault(err error, p Place) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fault.Wrap(err, fault.NotFound, "The file %s is no longer there. Put it back, or choose another one.", p.Path).With("reason", ReasonFileMissing)
	}
	return fault.Wrap(err, fault.Unavailable, "The file %s cannot be read. Close other programs that use it; reading goes on by itself.", p.Path).With("reason", ReasonFileBroken)
}
