package app

import (
	"context"

	"mceplatform/backend"
	"mceplatform/backend/templates"
)

// Templates are messages that are used again.
type Templates struct{ h *host }

// List returns the library by name.
func (a *Templates) List() ([]templates.Template, error) {
	return call(a.h, "Templates.List", func(ctx context.Context, b *backend.Backend) ([]templates.Template, error) {
		return b.Templates.List(ctx)
	})
}

// Create adds a template.
func (a *Templates) Create(in templates.Input) (templates.Template, error) {
	return call(a.h, "Templates.Create", func(ctx context.Context, b *backend.Backend) (templates.Template, error) {
		return b.Templates.Create(ctx, in)
	})
}

// Update changes a template.
func (a *Templates) Update(id int64, in templates.Input) (templates.Template, error) {
	return call(a.h, "Templates.Update", func(ctx context.Context, b *backend.Backend) (templates.Template, error) {
		return b.Templates.Update(ctx, id, in)
	})
}

// Delete removes a template.
func (a *Templates) Delete(id int64) error {
	return act(a.h, "Templates.Delete", func(ctx context.Context, b *backend.Backend) error { return b.Templates.Delete(ctx, id) })
}

// Variables lists the titles of the user's own columns.
func (a *Templates) Variables() ([]string, error) {
	return call(a.h, "Templates.Variables", func(ctx context.Context, b *backend.Backend) ([]string, error) {
		return b.Templates.Variables(ctx)
	})
}
