package campaigns

import (
	"context"
	"log/slog"
	"slices"
	"time"
	"unicode/utf8"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/event"
	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
	"mceplatform/backend/templates"
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

// Ceiling returns what the account itself allows.
type Ceiling interface {
	// Limits are the account's own pace, which no campaign exceeds, and its rules.
	Limits(ctx context.Context) (chats.Pace, chats.Rules, error)
	// Region is the country of numbers without a country code; "" = not chosen.
	Region(ctx context.Context) (string, error)
}

// Accounts tells which number is linked.
type Accounts interface {
	// ActiveID is the account whose conversations are shown, also while it is not
	// linked; 0 = there was never one.
	ActiveID(ctx context.Context) (int64, error)
	// Own returns the linked account and its own number as digits; 0 = none.
	Own(ctx context.Context) (id int64, digits string, err error)
}

// Deps are what the service works with.
type Deps struct {
	Store     Store
	Leads     *leads.Service
	Chats     *chats.Service
	ChatStore chats.Store
	Templates *templates.Service
	Accounts  Accounts
	Transport interface {
		Online() bool
		NeedsLookUp(to leads.Address) bool
	}
	Ceiling Ceiling
	// Restriction tells until when WhatsApp lets the number start no conversations.
	Restriction interface{ RestrictedUntil() clock.Millis }
	UndoFor     time.Duration // after a start nothing goes out, and it can be undone
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
func (s *Service) List(ctx context.Context) ([]Summary, error) {
	list, err := s.Store.ListCampaigns(ctx)
	for i := range list {
		list[i].Campaign.StartAt = s.startAt(list[i].Campaign)
	}
	return list, err
}

func (s *Service) startAt(c Campaign) clock.Millis {
	start, _, err := s.times(c.Schedule)
	if err != nil || start.IsZero() {
		return 0
	}
	return clock.MillisOf(start)
}

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
	c.StartAt = s.startAt(c)
	d := Detail{Campaign: c, Counts: counts, Funnel: counts.funnel()}
	if len(c.Steps) > 1 {
		if d.Funnel, err = s.Store.Funnel(ctx, id); err != nil {
			return Detail{}, err
		}
	}
	if c.State == Running {
		if d.Waiting, d.FinishAt, err = s.outlook(ctx, c, counts); err != nil {
			return d, err
		}
	}
	if d.HalvedUntil, err = s.halvedUntil(ctx); err != nil {
		return d, err
	}
	d.Tested = c.Tested != "" && c.Tested == fingerprint(c.Steps)
	d.LastHour, err = s.Store.SentSince(ctx, id, clock.NowMillis(s.Clock).Add(-time.Hour))
	return d, err
}

const maxNameRunes = 80

func (s *Service) check(ctx context.Context, in Input) (Input, error) {
	in.Name = leads.CleanName(in.Name)
	if in.Name == "" || utf8.RuneCountInString(in.Name) > maxNameRunes {
		return in, fault.New(fault.Invalid, "Give the campaign a name of at most %d characters.", maxNameRunes).With("field", "name")
	}
	var err error
	if in.Audience, err = in.Audience.clean(); err != nil {
		return in, err
	}
	if in.StopOn.Tags, err = leads.CleanTags(in.StopOn.Tags); err != nil {
		return in, err
	}
	in.StopOn = in.StopOn.Whole()
	if err := s.checkSteps(ctx, in.Steps, true); err != nil {
		return in, err
	}
	if in.Schedule, err = s.checkSchedule(in.Schedule); err != nil {
		return in, err
	}
	ceiling, _, err := s.Ceiling.Limits(ctx)
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
	c := campaignOf(in)
	c.State, c.CreatedAt, c.UpdatedAt = Draft, now, now
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		s.publish(ctx, EventChanged, 0)
		if err := s.Store.CreateCampaign(ctx, &c); err != nil {
			return err
		}
		return s.Store.PutSteps(ctx, c.ID, c.Steps)
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
	in := Input{Name: name, Audience: c.Audience, KeepAdding: c.KeepAdding, StopOn: c.StopOn, Pace: plan.Pace}
	in.Schedule = Schedule{Zone: c.Schedule.Zone, LateMinutes: c.Schedule.LateMinutes, WhenLater: c.Schedule.WhenLater}
	if in.Steps, err = s.copySteps(ctx, c.Steps); err != nil {
		return Campaign{}, err
	}
	return s.Create(ctx, in)
}

// copySteps gives each wording a file of its own.
func (s *Service) copySteps(ctx context.Context, steps []Step) ([]Step, error) {
	out := make([]Step, len(steps))
	return out, s.Store.InTx(ctx, func(ctx context.Context) error {
		for i, step := range steps {
			out[i] = step
			out[i].Variants = slices.Clone(step.Variants)
			for j := range out[i].Variants {
				v := &out[i].Variants[j]
				var err error
				if v.Attachment, err = s.Chats.CopyAttachment(ctx, v.Attachment); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// FollowUp makes a draft for those of a campaign who have not gone all the way.
func (s *Service) FollowUp(ctx context.Context, id int64, who Lack, name string) (Campaign, error) {
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
	return s.Create(ctx, Input{
		Name: name, Audience: Audience{FollowUp: &FollowUp{CampaignID: id, Who: who}}, StopOn: StopOn{Reply: true}, Pace: plan.Pace,
		Schedule: Schedule{LateMinutes: defaultLate},
	})
}

// Update changes a draft.
func (s *Service) Update(ctx context.Context, id int64, in Input) (Campaign, error) {
	in, err := s.check(ctx, in)
	if err != nil {
		return Campaign{}, err
	}
	return s.move(ctx, id, VerbEdit, func(ctx context.Context, c *Campaign) error {
		edited := campaignOf(in)
		edited.ID, edited.State, edited.CreatedAt, edited.UpdatedAt, edited.Tested = c.ID, c.State, c.CreatedAt, c.UpdatedAt, c.Tested
		*c = edited
		return s.Store.PutSteps(ctx, id, c.Steps)
	})
}

// Delete removes a draft.
func (s *Service) Delete(ctx context.Context, id int64) error {
	_, err := s.move(ctx, id, VerbDelete, func(ctx context.Context, _ *Campaign) error {
		return s.Store.DeleteCampaign(ctx, id)
	})
	return err
}

// Recipients returns one page of a campaign's people.
func (s *Service) Recipients(ctx context.Context, id int64, q RecipientQuery) (RecipientPage, error) {
	if q.Limit <= 0 {
		q.Limit = 50
	}
	q.Limit = min(q.Limit, 200)
	return s.Store.ListRecipients(ctx, id, q)
}

func (s *Service) publish(ctx context.Context, name string, id int64) {
	s.Bus.Publish(ctx, event.Event{Name: name, Data: Event{ID: id}})
}
