package campaigns

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"unicode/utf8"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/event"
	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
)

// Names of the events about campaigns; data: Event.
const (
	EventChanged    = "campaign:changed"    // its state or definition
	EventProgressed = "campaign:progressed" // what became of somebody
)

// Event names a campaign.
type Event struct {
	ID int64 `json:"id"`
}

// Ceiling returns what the account itself allows: its own pace, which no
// campaign exceeds, and its rules.
type Ceiling interface {
	PaceCeiling(ctx context.Context) (chats.Pace, error)
	SendingRules(ctx context.Context) (chats.Rules, error)
}

// Deps are what the service works with.
type Deps struct {
	Store     Store
	Leads     *leads.Service
	Chats     *chats.Service
	ChatStore chats.Store
	Accounts  chats.Accounts
	Transport interface {
		Online() bool
		NeedsLookUp(to leads.Address) bool
	}
	Ceiling Ceiling
	// Restriction tells until when WhatsApp lets the number start no conversations.
	Restriction interface{ RestrictedUntil() clock.Millis }
	Bus         *event.Bus
	Clock       clock.Clock
	Log         *slog.Logger
}

// Service holds the rules about campaigns.
type Service struct {
	Deps
	seen      lastClaim // of the worker alone
	forecasts forecasts
}

// New returns the service.
func New(d Deps) *Service { return &Service{Deps: d} }

// List returns every campaign, the latest first.
func (s *Service) List(ctx context.Context) ([]Summary, error) { return s.Store.ListCampaigns(ctx) }

// Get returns a campaign with its figures.
func (s *Service) Get(ctx context.Context, id int64) (Detail, error) {
	c, err := s.Store.GetCampaign(ctx, id)
	if err != nil {
		return Detail{}, err
	}
	counts, err := s.Store.CountRecipients(ctx, id)
	if err != nil {
		return Detail{}, err
	}
	d := Detail{Campaign: c, Counts: counts}
	if c.State == Running {
		d.Waiting, d.FinishAt, err = s.outlook(ctx, c, counts)
	}
	if err == nil {
		d.HalvedUntil, err = s.halvedUntil(ctx)
	}
	return d, err
}

const maxNameRunes = 80

func (s *Service) check(ctx context.Context, in Input) (Input, error) {
	in.Name = leads.CleanName(in.Name)
	if in.Name == "" || utf8.RuneCountInString(in.Name) > maxNameRunes {
		return in, fault.New(fault.Invalid, "Give the campaign a name of at most %d characters.", maxNameRunes).With("field", "name")
	}
	var err error
	if in.Tags, err = leads.CleanTags(in.Tags); err != nil {
		return in, err
	}
	if strings.TrimSpace(in.Body) != "" {
		if _, err := chats.CleanText(in.Body); err != nil {
			return in, err
		}
		if _, err := ParseTemplate(in.Body); err != nil {
			return in, err
		}
	}
	ceiling, err := s.Ceiling.PaceCeiling(ctx)
	if err != nil {
		return in, err
	}
	return in, in.Pace.Check(ceiling)
}

// Create adds a draft.
func (s *Service) Create(ctx context.Context, in Input) (Campaign, error) {
	in, err := s.check(ctx, in)
	if err != nil {
		return Campaign{}, err
	}
	now := clock.NowMillis(s.Clock)
	c := Campaign{Name: in.Name, State: Draft, Tags: in.Tags, Body: in.Body, Pace: in.Pace, CreatedAt: now, UpdatedAt: now}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		s.publish(ctx, EventChanged, 0)
		return s.Store.CreateCampaign(ctx, &c)
	})
	return c, err
}

// Duplicate makes a draft with the audience, the message and the pace of another
// campaign, no faster than is allowed now.
func (s *Service) Duplicate(ctx context.Context, id int64, name string) (Campaign, error) {
	c, err := s.Store.GetCampaign(ctx, id)
	if err != nil {
		return Campaign{}, err
	}
	plan, err := s.planOf(ctx, c)
	if err != nil {
		return Campaign{}, err
	}
	if runes := []rune(name); len(runes) > maxNameRunes {
		name = string(runes[:maxNameRunes])
	}
	return s.Create(ctx, Input{Name: name, Tags: c.Tags, Body: c.Body, Pace: plan.Pace})
}

// Update changes a draft.
func (s *Service) Update(ctx context.Context, id int64, in Input) (Campaign, error) {
	in, err := s.check(ctx, in)
	if err != nil {
		return Campaign{}, err
	}
	return s.move(ctx, id, VerbEdit, func(_ context.Context, c *Campaign) error {
		c.Name, c.Tags, c.Body, c.Pace = in.Name, in.Tags, in.Body, in.Pace
		return nil
	})
}

// Delete removes a draft.
func (s *Service) Delete(ctx context.Context, id int64) error {
	_, err := s.move(ctx, id, VerbDelete, func(ctx context.Context, _ *Campaign) error {
		return s.Store.DeleteCampaign(ctx, id)
	})
	return err
}

// Start freezes the audience and lets the campaign run.
func (s *Service) Start(ctx context.Context, id int64) (Campaign, error) {
	c, err := s.move(ctx, id, VerbStart, func(ctx context.Context, c *Campaign) error {
		if _, err := chats.CleanText(c.Body); err != nil {
			return err
		}
		account, err := s.Accounts.ActiveID(ctx)
		if err != nil {
			return err
		}
		if account == 0 {
			return fault.New(fault.NotLinked, "Link your WhatsApp first; then you can start a campaign.")
		}
		people, err := s.candidates(ctx, c.Body, c.Tags)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(people, func(p Candidate) bool { return p.Excluded == "" }) {
			return fault.New(fault.Invalid, "Nobody can be messaged: no lead with these tags has a number and has not opted out.").With("field", "tags")
		}
		c.FrozenAt = clock.NowMillis(s.Clock)
		if err := s.Store.AddRecipients(ctx, c.ID, people, c.FrozenAt); err != nil {
			return err
		}
		return s.Store.MarkNew(ctx, c.ID, account)
	})
	s.Chats.Wake()
	return c, err
}

// Pause stops a campaign before its next message.
func (s *Service) Pause(ctx context.Context, id int64) (Campaign, error) {
	return s.move(ctx, id, VerbPause, func(_ context.Context, c *Campaign) error {
		c.PausedBy, c.PausedReason = PausedByUser, ""
		return nil
	})
}

// Who paused a campaign.
const (
	PausedByUser     = "user"
	PausedByWhatsApp = chats.StopByWhatsApp // a restriction: only a person resumes
	PausedByErrors   = chats.StopByErrors
	PausedByClosing  = "closing" // the app was closed while it ran
)

// PauseAll pauses whatever runs.
func (s *Service) PauseAll(ctx context.Context, by, reason string) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		running, err := s.Store.CampaignsInState(ctx, Running)
		if err != nil {
			return err
		}
		for _, c := range running {
			_, err := s.move(ctx, c.ID, VerbPause, func(_ context.Context, c *Campaign) error {
				c.PausedBy, c.PausedReason = by, reason
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Running lists the campaigns that are under way.
func (s *Service) Running(ctx context.Context) ([]Campaign, error) {
	return s.Store.CampaignsInState(ctx, Running)
}

// Resume lets a paused campaign go on.
func (s *Service) Resume(ctx context.Context, id int64) (Campaign, error) {
	c, err := s.move(ctx, id, VerbResume, func(_ context.Context, c *Campaign) error {
		c.PausedBy, c.PausedReason = "", ""
		return nil
	})
	s.Chats.Wake()
	return c, err
}

// RetryFailed lets those be written to again whose message did not go out, under
// the pace that holds now. Who has opted out meanwhile is skipped.
func (s *Service) RetryFailed(ctx context.Context, id int64) (Campaign, error) {
	c, err := s.move(ctx, id, VerbRetry, func(ctx context.Context, c *Campaign) error {
		c.FinishedAt = 0
		n, err := s.Store.RetryRecipients(ctx, id, c.UpdatedAt)
		if err == nil && n == 0 {
			err = fault.New(fault.Conflict, "There is nobody whose message failed.")
		}
		return err
	})
	s.Chats.Wake()
	return c, err
}

// Cancel ends a campaign: nobody who is pending gets a message.
func (s *Service) Cancel(ctx context.Context, id int64) (Campaign, error) {
	return s.move(ctx, id, VerbCancel, func(ctx context.Context, c *Campaign) error {
		c.FinishedAt = clock.NowMillis(s.Clock)
		_, err := s.Store.MoveRecipients(ctx, id, 0, []RecipientState{RecipientPending}, RecipientCancelled, "", c.FinishedAt)
		return err
	})
}

// move applies a verb with its effect in one transaction.
func (s *Service) move(ctx context.Context, id int64, v Verb, effect func(ctx context.Context, c *Campaign) error) (Campaign, error) {
	var c Campaign
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		var err error
		if c, err = s.Store.GetCampaign(ctx, id); err != nil {
			return err
		}
		if c.State, err = c.State.After(v); err != nil {
			return err
		}
		c.UpdatedAt = clock.NowMillis(s.Clock)
		if effect != nil {
			if err := effect(ctx, &c); err != nil {
				return err
			}
		}
		s.publish(ctx, EventChanged, id)
		if v == VerbDelete {
			return nil
		}
		return s.Store.UpdateCampaign(ctx, c)
	})
	return c, err
}

func (s *Service) publish(ctx context.Context, name string, id int64) {
	s.Bus.Publish(ctx, event.Event{Name: name, Data: Event{ID: id}})
}
