package leads

import (
	"context"
	"errors"
	"net/mail"
	"strconv"
	"strings"
	"unicode/utf8"

	"mceplatform/backend/clock"
	"mceplatform/backend/event"
	"mceplatform/backend/fault"
	"mceplatform/backend/phone"
)

// Names of the events about leads.
const (
	EventCreated = "lead:created" // data: Changed
	EventChanged = "lead:changed" // data: Changed
)

// Changed names the leads an event is about. An empty list means "many", or that
// leads were joined or told apart, and their conversations with them.
type Changed struct {
	IDs []int64 `json:"ids"`
}

// Service holds the rules about leads.
type Service struct {
	store Store
	bus   *event.Bus
	clock clock.Clock
}

// New returns the service.
func New(store Store, bus *event.Bus, clk clock.Clock) *Service {
	return &Service{store: store, bus: bus, clock: clk}
}

// List returns one page of the leads that match f.
func (s *Service) List(ctx context.Context, f Filter) (Page, error) {
	if f.Limit <= 0 {
		f.Limit = 50
	}
	f.Limit = min(f.Limit, 200)
	if f.Sort == "" {
		f.Sort = SortRecent
	}
	f.Query = CleanName(f.Query)
	return s.store.ListLeads(ctx, f)
}

// Get returns a lead with its notes and timeline.
func (s *Service) Get(ctx context.Context, id int64) (Detail, error) {
	lead, err := s.store.GetLead(ctx, id)
	if err != nil {
		return Detail{}, err
	}
	notes, err := s.store.ListNotes(ctx, lead.ID)
	if err != nil {
		return Detail{}, err
	}
	activities, err := s.store.ListActivities(ctx, lead.ID, 100)
	if err != nil {
		return Detail{}, err
	}
	ids, err := s.store.LeadIdentities(ctx, lead.ID)
	if err != nil {
		return Detail{}, err
	}
	out, err := s.store.FindSuppression(ctx, ids)
	if err != nil {
		return Detail{}, err
	}
	lead.OptedOut = out != nil
	d := Detail{Lead: lead, Notes: notes, Activities: activities}
	if d.Consent, err = s.store.LatestConsent(ctx, lead.ID); err != nil {
		return Detail{}, err
	}
	d.Custom, err = s.store.LeadCustomFields(ctx, lead.ID)
	return d, err
}

// Create adds a lead that a person typed. A number that is known already is a
// conflict whose field "leadId" names its lead.
func (s *Service) Create(ctx context.Context, in Input, region string) (Lead, error) {
	number, err := phone.Parse(in.Phone, region)
	if err != nil {
		return Lead{}, fault.Wrap(err, fault.Invalid, "%q is not a phone number. Write it with the country code, like +55 11 96123-4567.", in.Phone).
			With("field", "phone").With("reason", string(phone.ReasonOf(err)))
	}
	lead := Lead{
		Name: CleanName(in.Name), NameSource: NameUser, Phone: number.Digits(), Source: SourceManual,
		Company: CleanName(in.Company), Owner: CleanName(in.Owner), Email: strings.TrimSpace(in.Email), StageID: in.StageID,
	}
	if lead.Name == "" {
		lead.NameSource = NameNumber
	}
	if err := checkEmail(lead.Email); err != nil {
		return Lead{}, err
	}
	if lead.Tags, err = CleanTags(in.Tags); err != nil {
		return Lead{}, err
	}
	err = s.store.InTx(ctx, func(ctx context.Context) error {
		known, err := s.find(ctx, Person{Phone: number})
		if err != nil {
			return err
		}
		if known != 0 {
			return fault.New(fault.Conflict, "%s is already in your leads.", number.Display()).With("leadId", strconv.FormatInt(known, 10))
		}
		if err := s.create(ctx, &lead, Person{Phone: number}, ActorUser, string(lead.Source)); err != nil {
			return err
		}
		return s.store.MarkFieldsEdited(ctx, lead.ID, typedFields(lead)...)
	})
	return lead, err
}

// Update changes what a person edited; such fields are left alone by files and
// sheets from then on.
func (s *Service) Update(ctx context.Context, id int64, u Update) (Lead, error) {
	var lead Lead
	err := s.store.InTx(ctx, func(ctx context.Context) error {
		var err error
		if lead, err = s.store.GetLead(ctx, id); err != nil {
			return err
		}
		edited, err := s.applyUpdate(ctx, &lead, u)
		if err != nil {
			return err
		}
		lead.UpdatedAt = clock.NowMillis(s.clock)
		if err := s.store.UpdateLead(ctx, lead); err != nil {
			return err
		}
		if err := s.store.MarkFieldsEdited(ctx, lead.ID, edited...); err != nil {
			return err
		}
		s.changed(ctx, lead.ID)
		return nil
	})
	return lead, err
}

func (s *Service) applyUpdate(ctx context.Context, lead *Lead, u Update) (edited []string, err error) {
	if u.Name != nil {
		lead.Name, lead.NameSource = CleanName(*u.Name), NameUser
		if lead.Name == "" {
			lead.Name, lead.NameSource = lead.PushName, NamePush
		}
		edited = append(edited, "name")
	}
	if u.Email != nil {
		lead.Email = strings.TrimSpace(*u.Email)
		if err := checkEmail(lead.Email); err != nil {
			return nil, err
		}
		edited = append(edited, "email")
	}
	if u.Company != nil {
		lead.Company = CleanName(*u.Company)
		edited = append(edited, "company")
	}
	if u.Owner != nil {
		lead.Owner = CleanName(*u.Owner)
		edited = append(edited, "owner")
	}
	if u.StageID != nil && *u.StageID != lead.StageID {
		name, err := s.stageName(ctx, *u.StageID)
		if err != nil {
			return nil, err
		}
		lead.StageID = *u.StageID
		edited = append(edited, "stage")
		if err := s.record(ctx, lead.ID, ActivityStage, ActorUser, name); err != nil {
			return nil, err
		}
	}
	return edited, nil
}

func (s *Service) stageName(ctx context.Context, id int64) (string, error) {
	stages, err := s.store.ListStages(ctx)
	if err != nil {
		return "", err
	}
	for _, st := range stages {
		if st.ID == id {
			return st.Name, nil
		}
	}
	return "", fault.New(fault.Invalid, "That stage no longer exists.").With("field", "stageId")
}

// typedFields names what a person filled in; files and sheets leave it alone.
func typedFields(l Lead) []string {
	var typed []string
	for field, value := range map[string]string{"name": l.Name, "email": l.Email, "company": l.Company, "owner": l.Owner} {
		if value != "" {
			typed = append(typed, field)
		}
	}
	return typed
}

func checkEmail(email string) error {
	if email == "" {
		return nil
	}
	if a, err := mail.ParseAddress(email); err != nil || a.Address != email || utf8.RuneCountInString(email) > 254 {
		return fault.New(fault.Invalid, "%q is not an e-mail address.", email).With("field", "email")
	}
	return nil
}

// Stages lists the pipeline in order.
func (s *Service) Stages(ctx context.Context) ([]Stage, error) { return s.store.ListStages(ctx) }

// Tags lists the tags in use by name.
func (s *Service) Tags(ctx context.Context) ([]TagCount, error) { return s.store.ListTags(ctx) }

// AddTag tags leads.
func (s *Service) AddTag(ctx context.Context, ids []int64, tag string) error {
	tag, err := CleanTag(tag)
	if err != nil {
		return err
	}
	return s.store.InTx(ctx, func(ctx context.Context) error {
		if err := s.store.AddTags(ctx, ids, []string{tag}); err != nil {
			return err
		}
		return s.recordAll(ctx, ids, ActivityTagged, ActorUser, tag)
	})
}

// RemoveTag takes a tag from leads.
func (s *Service) RemoveTag(ctx context.Context, ids []int64, tag string) error {
	return s.store.InTx(ctx, func(ctx context.Context) error {
		if err := s.store.RemoveTag(ctx, ids, tag); err != nil {
			return err
		}
		return s.recordAll(ctx, ids, ActivityUntagged, ActorUser, tag)
	})
}

// AddNote writes a remark about a lead.
func (s *Service) AddNote(ctx context.Context, leadID int64, text string) (Note, error) {
	text = strings.TrimSpace(text)
	if text == "" || utf8.RuneCountInString(text) > maxNote {
		return Note{}, fault.New(fault.Invalid, "A note holds between 1 and %d characters.", maxNote).With("field", "text")
	}
	n := Note{LeadID: leadID, Text: text, CreatedAt: clock.NowMillis(s.clock)}
	err := s.store.InTx(ctx, func(ctx context.Context) error {
		if _, err := s.store.GetLead(ctx, leadID); err != nil {
			return err
		}
		s.changed(ctx, leadID)
		return s.store.CreateNote(ctx, &n)
	})
	return n, err
}

// DeleteNote removes a remark.
func (s *Service) DeleteNote(ctx context.Context, id int64) error {
	return s.store.InTx(ctx, func(ctx context.Context) error {
		leadID, err := s.store.DeleteNote(ctx, id)
		if err != nil {
			return err
		}
		s.changed(ctx, leadID)
		return nil
	})
}

func (s *Service) record(ctx context.Context, leadID int64, kind, actor, detail string) error {
	return s.store.AddActivities(ctx, Activity{LeadID: leadID, Kind: kind, Actor: actor, Detail: detail, At: clock.NowMillis(s.clock)})
}

func (s *Service) recordAll(ctx context.Context, ids []int64, kind, actor, detail string) error {
	list := make([]Activity, len(ids))
	for i, id := range ids {
		list[i] = Activity{LeadID: id, Kind: kind, Actor: actor, Detail: detail, At: clock.NowMillis(s.clock)}
	}
	if err := s.store.AddActivities(ctx, list...); err != nil {
		return err
	}
	s.changed(ctx, ids...)
	return nil
}

// Record adds to a lead's timeline on behalf of another part of the program.
func (s *Service) Record(ctx context.Context, leadID int64, kind, actor, detail string) error {
	return s.record(ctx, leadID, kind, actor, detail)
}

func (s *Service) changed(ctx context.Context, ids ...int64) {
	if ids == nil {
		ids = []int64{}
	}
	s.bus.Publish(ctx, event.Event{Name: EventChanged, Data: Changed{IDs: ids}})
}

var errNoIdentity = errors.New("a person needs a phone number or a LID")
