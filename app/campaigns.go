package app

import (
	"context"
	"io"

	"mceplatform/backend"
	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/media"
)

// Campaigns send one message to many people.
type Campaigns struct{ h *host }

// List returns every campaign.
func (a *Campaigns) List() ([]campaigns.Summary, error) {
	return call(a.h, "Campaigns.List", func(ctx context.Context, b *backend.Backend) ([]campaigns.Summary, error) {
		return b.Campaigns.List(ctx)
	})
}

// Get returns a campaign with its figures.
func (a *Campaigns) Get(id int64) (campaigns.Detail, error) {
	return call(a.h, "Campaigns.Get", func(ctx context.Context, b *backend.Backend) (campaigns.Detail, error) {
		return b.Campaigns.Get(ctx, id)
	})
}

// Create adds a draft.
func (a *Campaigns) Create(in campaigns.Input) (campaigns.Campaign, error) {
	return call(a.h, "Campaigns.Create", func(ctx context.Context, b *backend.Backend) (campaigns.Campaign, error) {
		return b.Campaigns.Create(ctx, in)
	})
}

// Duplicate makes a draft like another campaign.
func (a *Campaigns) Duplicate(id int64, name string) (campaigns.Campaign, error) {
	return call(a.h, "Campaigns.Duplicate", func(ctx context.Context, b *backend.Backend) (campaigns.Campaign, error) {
		return b.Campaigns.Duplicate(ctx, id, name)
	})
}

// Update changes a draft.
func (a *Campaigns) Update(id int64, in campaigns.Input) (campaigns.Campaign, error) {
	return call(a.h, "Campaigns.Update", func(ctx context.Context, b *backend.Backend) (campaigns.Campaign, error) {
		return b.Campaigns.Update(ctx, id, in)
	})
}

// Delete removes a draft.
func (a *Campaigns) Delete(id int64) error {
	return act(a.h, "Campaigns.Delete", func(ctx context.Context, b *backend.Backend) error { return b.Campaigns.Delete(ctx, id) })
}

// Reach counts whom a campaign would reach, whom it leaves out, and when it is done.
func (a *Campaigns) Reach(in campaigns.Input) (campaigns.Reach, error) {
	return call(a.h, "Campaigns.Reach", func(ctx context.Context, b *backend.Backend) (campaigns.Reach, error) {
		return b.Campaigns.Reach(ctx, in)
	})
}

// LeftOut lists whom a campaign would leave out for a reason.
func (a *Campaigns) LeftOut(in campaigns.Input, reason string) ([]campaigns.LeftOut, error) {
	return call(a.h, "Campaigns.LeftOut", func(ctx context.Context, b *backend.Backend) ([]campaigns.LeftOut, error) {
		return b.Campaigns.LeftOut(ctx, in, reason)
	})
}

// Batches lists the files and sheets that an audience can be made of.
func (a *Campaigns) Batches() (campaigns.Batches, error) {
	return call(a.h, "Campaigns.Batches", func(ctx context.Context, b *backend.Backend) (campaigns.Batches, error) {
		return b.Campaigns.Batches(ctx)
	})
}

// Preview renders a wording for real people of an audience.
func (a *Campaigns) Preview(body string, in campaigns.Input) (campaigns.Preview, error) {
	return call(a.h, "Campaigns.Preview", func(ctx context.Context, b *backend.Backend) (campaigns.Preview, error) {
		return b.Campaigns.Preview(ctx, body, in)
	})
}

// SendTest sends a draft's message to the owner's own number, as a lead would
// get it; 0 is the first of the audience.
func (a *Campaigns) SendTest(id, leadID int64, variant int) ([]chats.Message, error) {
	return call(a.h, "Campaigns.SendTest", func(ctx context.Context, b *backend.Backend) ([]chats.Message, error) {
		return b.Campaigns.SendTest(ctx, id, leadID, variant)
	})
}

// Start freezes the audience and begins.
func (a *Campaigns) Start(id int64, ok campaigns.Confirmation) (campaigns.Campaign, error) {
	return call(a.h, "Campaigns.Start", func(ctx context.Context, b *backend.Backend) (campaigns.Campaign, error) {
		return b.Campaigns.Start(ctx, id, ok)
	})
}

// Schedule lets a campaign start by itself at its time.
func (a *Campaigns) Schedule(id int64, ok campaigns.Confirmation) (campaigns.Campaign, error) {
	return call(a.h, "Campaigns.Schedule", func(ctx context.Context, b *backend.Backend) (campaigns.Campaign, error) {
		return b.Campaigns.Schedule(ctx, id, ok)
	})
}

// Revise makes a campaign a draft again that has not sent anything.
func (a *Campaigns) Revise(id int64) (campaigns.Campaign, error) {
	return call(a.h, "Campaigns.Revise", func(ctx context.Context, b *backend.Backend) (campaigns.Campaign, error) {
		return b.Campaigns.Revise(ctx, id)
	})
}

// StopAdding lets a campaign that keeps adding people end with those it has.
func (a *Campaigns) StopAdding(id int64) (campaigns.Campaign, error) {
	return call(a.h, "Campaigns.StopAdding", func(ctx context.Context, b *backend.Backend) (campaigns.Campaign, error) {
		return b.Campaigns.StopAdding(ctx, id)
	})
}

// FollowUp makes a draft for those of a campaign who have not gone all the way.
func (a *Campaigns) FollowUp(id int64, who campaigns.Lack, name string) (campaigns.Campaign, error) {
	return call(a.h, "Campaigns.FollowUp", func(ctx context.Context, b *backend.Backend) (campaigns.Campaign, error) {
		return b.Campaigns.FollowUp(ctx, id, who, name)
	})
}

// Compare returns the results of a campaign by step and variant.
func (a *Campaigns) Compare(id int64) (campaigns.Comparison, error) {
	return call(a.h, "Campaigns.Compare", func(ctx context.Context, b *backend.Backend) (campaigns.Comparison, error) {
		return b.Campaigns.Compare(ctx, id)
	})
}

// Pause stops before the next message.
func (a *Campaigns) Pause(id int64) (campaigns.Campaign, error) {
	return call(a.h, "Campaigns.Pause", func(ctx context.Context, b *backend.Backend) (campaigns.Campaign, error) {
		return b.Campaigns.Pause(ctx, id)
	})
}

// Resume goes on.
func (a *Campaigns) Resume(id int64) (campaigns.Campaign, error) {
	return call(a.h, "Campaigns.Resume", func(ctx context.Context, b *backend.Backend) (campaigns.Campaign, error) {
		return b.Campaigns.Resume(ctx, id)
	})
}

// Cancel ends a campaign.
func (a *Campaigns) Cancel(id int64) (campaigns.Campaign, error) {
	return call(a.h, "Campaigns.Cancel", func(ctx context.Context, b *backend.Backend) (campaigns.Campaign, error) {
		return b.Campaigns.Cancel(ctx, id)
	})
}

// RetryFailed lets those be written to again whose message did not go out.
func (a *Campaigns) RetryFailed(id int64) (campaigns.Campaign, error) {
	return call(a.h, "Campaigns.RetryFailed", func(ctx context.Context, b *backend.Backend) (campaigns.Campaign, error) {
		return b.Campaigns.RetryFailed(ctx, id)
	})
}

// Export asks where to, and saves the people of a campaign there as CSV. It
// returns false when the user changed their mind.
func (a *Campaigns) Export(id int64, words campaigns.ExportWords) (bool, error) {
	return call(a.h, "Campaigns.Export", func(ctx context.Context, b *backend.Backend) (bool, error) {
		d, err := b.Campaigns.Get(ctx, id)
		if err != nil {
			return false, err
		}
		_, saved, err := a.h.save(media.SaveName(d.Campaign.Name, ".csv"), func(w io.Writer) error { return b.Campaigns.Export(ctx, id, words, w) })
		return saved, err
	})
}

// Decide ends the uncertainty about a person's message: "again", "sent" or "leave".
func (a *Campaigns) Decide(recipientID int64, decision campaigns.Decision) error {
	return act(a.h, "Campaigns.Decide", func(ctx context.Context, b *backend.Backend) error {
		return b.Campaigns.Decide(ctx, recipientID, decision)
	})
}

// Recipients returns a page of a campaign's people.
func (a *Campaigns) Recipients(id int64, q campaigns.RecipientQuery) (campaigns.RecipientPage, error) {
	return call(a.h, "Campaigns.Recipients", func(ctx context.Context, b *backend.Backend) (campaigns.RecipientPage, error) {
		return b.Campaigns.Recipients(ctx, id, q)
	})
}
