package app

import (
	"context"

	"mceplatform/backend"
	"mceplatform/backend/imports"
)

// Imports take leads out of files. The page hands over a file's content, never
// a path.
type Imports struct{ h *host }

// Stage reads a file into memory.
func (a *Imports) Stage(fileName, base64, defaultCountry string) (imports.File, error) {
	return call(a.h, "Imports.Stage", func(ctx context.Context, b *backend.Backend) (imports.File, error) {
		return b.Imports.Stage(ctx, fileName, base64, defaultCountry)
	})
}

// Configure reads a staged file again in another way.
func (a *Imports) Configure(token string, o imports.Options) (imports.File, error) {
	return call(a.h, "Imports.Configure", func(ctx context.Context, b *backend.Backend) (imports.File, error) {
		return b.Imports.Configure(ctx, token, o)
	})
}

// Preview says what a commit would do.
func (a *Imports) Preview(token string, o imports.Options) (imports.Preview, error) {
	return call(a.h, "Imports.Preview", func(ctx context.Context, b *backend.Backend) (imports.Preview, error) {
		return b.Imports.Preview(ctx, token, o)
	})
}

// Commit imports a staged file.
func (a *Imports) Commit(token string, o imports.Options) (imports.Result, error) {
	return call(a.h, "Imports.Commit", func(ctx context.Context, b *backend.Backend) (imports.Result, error) {
		return b.Imports.Commit(ctx, token, o)
	})
}

// ExportRejected returns the rejected rows as CSV.
func (a *Imports) ExportRejected(token string, o imports.Options) (string, error) {
	return call(a.h, "Imports.ExportRejected", func(ctx context.Context, b *backend.Backend) (string, error) {
		return b.Imports.ExportRejected(ctx, token, o)
	})
}

// Discard forgets a staged file.
func (a *Imports) Discard(token string) error {
	return act(a.h, "Imports.Discard", func(ctx context.Context, b *backend.Backend) error { return b.Imports.Discard(ctx, token) })
}
