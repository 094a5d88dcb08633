package app

import (
	"context"

	"mceplatform/backend"
	"mceplatform/backend/sheets"
)

// Sheets are the Google Sheets that feed leads.
type Sheets struct{ h *host }

// ServiceAccount is the Google account that reads sheets; Email is the address
// to share them with, "" when none is set.
type ServiceAccount struct {
	Email string `json:"email"`
}

// List returns every connection.
func (a *Sheets) List() ([]sheets.Connection, error) {
	return call(a.h, "Sheets.List", func(ctx context.Context, b *backend.Backend) ([]sheets.Connection, error) { return b.Sheets.List(ctx) })
}

// Get returns one connection.
func (a *Sheets) Get(id int64) (sheets.Connection, error) {
	return call(a.h, "Sheets.Get", func(ctx context.Context, b *backend.Backend) (sheets.Connection, error) { return b.Sheets.Get(ctx, id) })
}

// SetServiceAccount checks and keeps a service account's key file.
func (a *Sheets) SetServiceAccount(json string) (ServiceAccount, error) {
	return call(a.h, "Sheets.SetServiceAccount", func(ctx context.Context, b *backend.Backend) (ServiceAccount, error) {
		email, err := b.Sheets.SetServiceAccount(ctx, json)
		return ServiceAccount{Email: email}, err
	})
}

// ServiceAccount returns the account that reads sheets.
func (a *Sheets) ServiceAccount() (ServiceAccount, error) {
	return call(a.h, "Sheets.ServiceAccount", func(ctx context.Context, b *backend.Backend) (ServiceAccount, error) {
		email, err := b.Sheets.ServiceAccount(ctx)
		return ServiceAccount{Email: email}, err
	})
}

// DeleteServiceAccount forgets the service account's key.
func (a *Sheets) DeleteServiceAccount() error {
	return act(a.h, "Sheets.DeleteServiceAccount", func(ctx context.Context, b *backend.Backend) error { return b.Sheets.DeleteServiceAccount(ctx) })
}

// Inspect returns the spreadsheet that a link leads to.
func (a *Sheets) Inspect(link string) (sheets.Spreadsheet, error) {
	return call(a.h, "Sheets.Inspect", func(ctx context.Context, b *backend.Backend) (sheets.Spreadsheet, error) {
		return b.Sheets.Inspect(ctx, link)
	})
}

// ChooseFile asks for a file on this computer and returns what it holds; nil when
// the user changed their mind.
func (a *Sheets) ChooseFile() (*sheets.Spreadsheet, error) {
	path, chosen, err := a.h.choose("*.xlsx;*.csv;*.tsv;*.txt")
	if err != nil || !chosen {
		return nil, err
	}
	found, err := a.InspectFile(path)
	return &found, err
}

// InspectFile returns what a file on this computer holds.
func (a *Sheets) InspectFile(path string) (sheets.Spreadsheet, error) {
	return call(a.h, "Sheets.InspectFile", func(ctx context.Context, b *backend.Backend) (sheets.Spreadsheet, error) {
		return b.Sheets.InspectFile(ctx, path)
	})
}

// Tabs lists the tabs of a connection's spreadsheet.
func (a *Sheets) Tabs(id int64) ([]sheets.Tab, error) {
	return call(a.h, "Sheets.Tabs", func(ctx context.Context, b *backend.Backend) ([]sheets.Tab, error) { return b.Sheets.Tabs(ctx, id) })
}

// Preview shows the first rows as the leads they would become.
func (a *Sheets) Preview(in sheets.Input) (sheets.Preview, error) {
	return call(a.h, "Sheets.Preview", func(ctx context.Context, b *backend.Backend) (sheets.Preview, error) {
		return b.Sheets.Preview(ctx, in)
	})
}

// Columns describes a tab for the choice of columns; headerRow 0 looks for it.
func (a *Sheets) Columns(place sheets.Place, tab string, headerRow int, defaultCountry string) (sheets.Columns, error) {
	return call(a.h, "Sheets.Columns", func(ctx context.Context, b *backend.Backend) (sheets.Columns, error) {
		return b.Sheets.Columns(ctx, place, tab, headerRow, defaultCountry)
	})
}

// Create connects a tab.
func (a *Sheets) Create(in sheets.Input) (sheets.Connection, error) {
	return call(a.h, "Sheets.Create", func(ctx context.Context, b *backend.Backend) (sheets.Connection, error) {
		return b.Sheets.Create(ctx, in)
	})
}

// Update changes a connection.
func (a *Sheets) Update(id int64, u sheets.Update) (sheets.Connection, error) {
	return call(a.h, "Sheets.Update", func(ctx context.Context, b *backend.Backend) (sheets.Connection, error) {
		return b.Sheets.Update(ctx, id, u)
	})
}

// Sync reads a sheet now.
func (a *Sheets) Sync(id int64) (sheets.Connection, error) {
	return call(a.h, "Sheets.Sync", func(ctx context.Context, b *backend.Backend) (sheets.Connection, error) {
		return b.Sheets.Sync(ctx, id)
	})
}

// Pause stops reading a sheet.
func (a *Sheets) Pause(id int64) (sheets.Connection, error) {
	return call(a.h, "Sheets.Pause", func(ctx context.Context, b *backend.Backend) (sheets.Connection, error) {
		return b.Sheets.Pause(ctx, id)
	})
}

// Resume reads a sheet again.
func (a *Sheets) Resume(id int64) (sheets.Connection, error) {
	return call(a.h, "Sheets.Resume", func(ctx context.Context, b *backend.Backend) (sheets.Connection, error) {
		return b.Sheets.Resume(ctx, id)
	})
}

// Delete ends a connection; its leads stay.
func (a *Sheets) Delete(id int64) error {
	return act(a.h, "Sheets.Delete", func(ctx context.Context, b *backend.Backend) error { return b.Sheets.Delete(ctx, id) })
}

// Runs lists the latest readings of a sheet.
func (a *Sheets) Runs(id int64) ([]sheets.Run, error) {
	return call(a.h, "Sheets.Runs", func(ctx context.Context, b *backend.Backend) ([]sheets.Run, error) { return b.Sheets.Runs(ctx, id) })
}

// Problems lists the rows that cannot become leads.
func (a *Sheets) Problems(id int64) ([]sheets.RowProblem, error) {
	return call(a.h, "Sheets.Problems", func(ctx context.Context, b *backend.Backend) ([]sheets.RowProblem, error) {
		return b.Sheets.Problems(ctx, id)
	})
}

// Conflicts lists the cells that somebody else changed.
func (a *Sheets) Conflicts(id int64) ([]sheets.Conflict, error) {
	return call(a.h, "Sheets.Conflicts", func(ctx context.Context, b *backend.Backend) ([]sheets.Conflict, error) {
		return b.Sheets.Conflicts(ctx, id)
	})
}

// Settle decides about a cell that somebody else changed; an empty rowKey means
// all of a connection.
func (a *Sheets) Settle(id int64, rowKey string, field sheets.WriteField, word sheets.Settlement) error {
	return act(a.h, "Sheets.Settle", func(ctx context.Context, b *backend.Backend) error {
		return b.Sheets.Settle(ctx, id, rowKey, field, word)
	})
}

// Google says who is signed in to Google, and whether anybody can be.
func (a *Sheets) Google() (sheets.Google, error) {
	return call(a.h, "Sheets.Google", func(ctx context.Context, b *backend.Backend) (sheets.Google, error) { return b.Sheets.Google(ctx) })
}

// SignIn opens Google's page in the browser, to sign in and pick a spreadsheet,
// and returns when the person is done there.
func (a *Sheets) SignIn(spreadsheetID string) (sheets.Google, error) {
	return call(a.h, "Sheets.SignIn", func(ctx context.Context, b *backend.Backend) (sheets.Google, error) {
		return b.Sheets.SignIn(ctx, spreadsheetID)
	})
}

// CancelSignIn stops waiting for the browser.
func (a *Sheets) CancelSignIn() error {
	return act(a.h, "Sheets.CancelSignIn", func(_ context.Context, b *backend.Backend) error {
		b.Sheets.CancelSignIn()
		return nil
	})
}

// SignOut forgets the Google sign-in.
func (a *Sheets) SignOut() error {
	return act(a.h, "Sheets.SignOut", func(ctx context.Context, b *backend.Backend) error { return b.Sheets.SignOut(ctx) })
}

// SetGoogleClient keeps the user's own client id and secret; both empty forget
// them.
func (a *Sheets) SetGoogleClient(id, secret string) (sheets.Google, error) {
	return call(a.h, "Sheets.SetGoogleClient", func(ctx context.Context, b *backend.Backend) (sheets.Google, error) {
		return b.Sheets.SetGoogleClient(ctx, id, secret)
	})
}
