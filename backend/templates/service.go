package templates

import (
	"context"
	"unicode/utf8"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/event"
	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
)

// EventChanged tells that the library changed; data: nil.
const EventChanged = "template:changed"

const maxNameRunes = 60

// Service holds the rules about the library.
type Service struct {
	store Store
	files Files
	bus   *event.Bus
	clock clock.Clock
}

// Files keeps the files of templates; chats.Service does.
type Files interface {
	// CopyAttachment makes an attachment of one's own of another's; nil stays nil.
	CopyAttachment(ctx context.Context, a *chats.Attachment) (*chats.Attachment, error)
}

// New returns the service.
func New(store Store, files Files, bus *event.Bus, clk clock.Clock) *Service {
	return &Service{store: store, files: files, bus: bus, clock: clk}
}

// List returns the library by name.
func (s *Service) List(ctx context.Context) ([]Template, error) { return s.store.ListTemplates(ctx) }

// Variables lists the titles of the user's own columns, which messages can use
// beside Variables.
func (s *Service) Variables(ctx context.Context) ([]string, error) { return s.store.CustomFields(ctx) }

// Create adds a template.
func (s *Service) Create(ctx context.Context, in Input) (Template, error) {
	now := clock.NowMillis(s.clock)
	t := Template{CreatedAt: now}
	err := s.save(ctx, &t, in, func(ctx context.Context) error { return s.store.CreateTemplate(ctx, &t) })
	return t, err
}

// Update changes a template; campaigns that were made of it stay as they are.
func (s *Service) Update(ctx context.Context, id int64, in Input) (Template, error) {
	t, err := s.store.GetTemplate(ctx, id)
	if err != nil {
		return Template{}, err
	}
	err = s.save(ctx, &t, in, func(ctx context.Context) error { return s.store.UpdateTemplate(ctx, t) })
	return t, err
}

// Delete removes a template.
func (s *Service) Delete(ctx context.Context, id int64) error {
	return s.store.InTx(ctx, func(ctx context.Context) error {
		s.bus.Publish(ctx, event.Event{Name: EventChanged})
		return s.store.DeleteTemplate(ctx, id)
	})
}

func (s *Service) save(ctx context.Context, t *Template, in Input, write func(ctx context.Context) error) error {
	t.Name = leads.CleanName(in.Name)
	if t.Name == "" || utf8.RuneCountInString(t.Name) > maxNameRunes {
		return fault.New(fault.Invalid, "Give the template a name of at most %d characters.", maxNameRunes).With("field", "name")
	}
	custom, err := s.store.CustomFields(ctx)
	if err != nil {
		return err
	}
	if err := Check(in.Body, in.Attachment, custom); err != nil {
		return err
	}
	t.Body, t.UpdatedAt = in.Body, clock.NowMillis(s.clock)
	return s.store.InTx(ctx, func(ctx context.Context) error {
		if t.Attachment == nil || in.Attachment == nil || t.Attachment.MediaID != in.Attachment.MediaID {
			var err error
			if t.Attachment, err = s.files.CopyAttachment(ctx, in.Attachment); err != nil {
				return err
			}
		}
		s.bus.Publish(ctx, event.Event{Name: EventChanged})
		err := write(ctx)
		if fault.Is(err, fault.Conflict) {
			return fault.Wrap(err, fault.Conflict, "There is a template called “%s” already. Choose another name.", t.Name).With("field", "name")
		}
		return err
	})
}

// Check refuses a message that could not be sent to anybody; its faults carry
// a field.
func Check(body string, a *chats.Attachment, custom []string) error {
	if _, err := chats.CleanText(body); err != nil && (a == nil || body != "") {
		return err
	}
	if a != nil && body != "" && !a.Kind.Captioned() {
		return fault.New(fault.Invalid, "WhatsApp shows no words with a file of this kind. Send them as a step of their own.").With("field", "body")
	}
	_, err := Parse(body, custom)
	return err
}
