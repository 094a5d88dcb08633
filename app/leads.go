package app

import (
	"context"

	"mceplatform/backend"
	"mceplatform/backend/leads"
)

// Leads are the people.
type Leads struct{ h *host }

// List returns a page of leads.
func (a *Leads) List(f leads.Filter) (leads.Page, error) {
	return call(a.h, "Leads.List", func(ctx context.Context, b *backend.Backend) (leads.Page, error) { return b.Leads.List(ctx, f) })
}

// Get returns a lead with its notes, timeline and conversation.
func (a *Leads) Get(id int64) (leads.Detail, error) {
	return call(a.h, "Leads.Get", func(ctx context.Context, b *backend.Backend) (leads.Detail, error) { return b.LeadDetail(ctx, id) })
}

// Create adds a lead.
func (a *Leads) Create(in leads.Input) (leads.Lead, error) {
	return call(a.h, "Leads.Create", func(ctx context.Context, b *backend.Backend) (leads.Lead, error) { return b.CreateLead(ctx, in) })
}

// Update changes a lead.
func (a *Leads) Update(id int64, u leads.Update) (leads.Lead, error) {
	return call(a.h, "Leads.Update", func(ctx context.Context, b *backend.Backend) (leads.Lead, error) { return b.Leads.Update(ctx, id, u) })
}

// AddTag tags leads.
func (a *Leads) AddTag(ids []int64, tag string) error {
	return act(a.h, "Leads.AddTag", func(ctx context.Context, b *backend.Backend) error { return b.Leads.AddTag(ctx, ids, tag) })
}

// RemoveTag takes a tag from leads.
func (a *Leads) RemoveTag(ids []int64, tag string) error {
	return act(a.h, "Leads.RemoveTag", func(ctx context.Context, b *backend.Backend) error { return b.Leads.RemoveTag(ctx, ids, tag) })
}

// SetConsent notes whether leads agreed to be written to, and how.
func (a *Leads) SetConsent(ids []int64, state leads.ConsentState, note string) error {
	return act(a.h, "Leads.SetConsent", func(ctx context.Context, b *backend.Backend) error {
		return b.Leads.SetConsent(ctx, ids, state, note)
	})
}

// Tags lists the tags in use.
func (a *Leads) Tags() ([]leads.TagCount, error) {
	return call(a.h, "Leads.Tags", func(ctx context.Context, b *backend.Backend) ([]leads.TagCount, error) { return b.Leads.Tags(ctx) })
}

// Stages lists the pipeline.
func (a *Leads) Stages() ([]leads.Stage, error) {
	return call(a.h, "Leads.Stages", func(ctx context.Context, b *backend.Backend) ([]leads.Stage, error) { return b.Leads.Stages(ctx) })
}

// AddNote writes a remark.
func (a *Leads) AddNote(leadID int64, text string) (leads.Note, error) {
	return call(a.h, "Leads.AddNote", func(ctx context.Context, b *backend.Backend) (leads.Note, error) {
		return b.Leads.AddNote(ctx, leadID, text)
	})
}

// DeleteNote removes a remark.
func (a *Leads) DeleteNote(id int64) error {
	return act(a.h, "Leads.DeleteNote", func(ctx context.Context, b *backend.Backend) error { return b.Leads.DeleteNote(ctx, id) })
}

// UndoMerge tells two leads apart again that were joined.
func (a *Leads) UndoMerge(batchID int64) (leads.Lead, error) {
	return call(a.h, "Leads.UndoMerge", func(ctx context.Context, b *backend.Backend) (leads.Lead, error) {
		return b.Leads.UndoMerge(ctx, batchID)
	})
}
