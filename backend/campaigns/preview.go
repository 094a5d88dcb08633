package campaigns

import (
	"context"

	"mceplatform/backend/chats"
	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
	"mceplatform/backend/phone"
	"mceplatform/backend/templates"
)

const previewPeople = 10

// Rendered is a message as one real person would get it.
type Rendered struct {
	LeadID       int64    `json:"leadId"`
	Name         string   `json:"name"`
	PhoneDisplay string   `json:"phoneDisplay"`
	Text         string   `json:"text"`
	Missing      []string `json:"missing"` // variables this person has no value for
}

// Preview shows a message with real people.
type Preview struct {
	Items        []Rendered `json:"items"`
	MissingCount int        `json:"missingCount"` // of the whole audience
}

// Preview renders a wording for the first people of an audience and counts
// everyone who lacks a variable.
func (s *Service) Preview(ctx context.Context, body string, in Input) (Preview, error) {
	known, err := s.Templates.Variables(ctx)
	if err != nil {
		return Preview{}, err
	}
	t, err := templates.Parse(body, known)
	if err != nil {
		return Preview{}, err
	}
	c := campaignOf(in)
	c.Steps = nil // who lacks a variable is shown here rather than left out
	people, err := s.candidates(ctx, c)
	if err != nil {
		return Preview{}, err
	}
	p := Preview{Items: []Rendered{}}
	for _, c := range people {
		if c.Excluded != "" {
			continue
		}
		if _, missing := t.Render(c.Lead, c.Custom); len(missing) > 0 {
			p.MissingCount++
		}
		if len(p.Items) < previewPeople {
			c.Lead.PhoneDisplay = shownNumber(c.Lead)
			text, missing := t.Render(c.Lead, c.Custom)
			p.Items = append(p.Items, Rendered{LeadID: c.Lead.ID, Name: c.Lead.Name, PhoneDisplay: c.Lead.PhoneDisplay, Text: text, Missing: missing})
		}
	}
	return p, nil
}

// shownNumber is a candidate's number as people write it.
func shownNumber(l leads.Lead) string {
	n, err := phone.FromDigits(l.Phone)
	if err != nil || l.Phone == "" {
		return l.Phone
	}
	return n.Display()
}

// parseAll parses every wording.
func parseAll(steps []Step, custom []string) ([]templates.Text, error) {
	var list []templates.Text
	for _, step := range steps {
		for _, v := range step.Variants {
			t, err := templates.Parse(v.Body, custom)
			if err != nil {
				return nil, err
			}
			list = append(list, t)
		}
	}
	return list, nil
}

// SendTest sends every step of a draft to the owner's own number, as a lead would
// get it, and notes that this very message was tested. leadID 0 is the first of
// the audience.
func (s *Service) SendTest(ctx context.Context, id, leadID int64, variant int) ([]chats.Message, error) {
	c, err := s.Store.GetCampaign(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := s.checkSteps(ctx, c.Steps, false); err != nil {
		return nil, err
	}
	account, owner, err := s.owner(ctx)
	if err != nil {
		return nil, err
	}
	as, err := s.testPerson(ctx, c, leadID)
	if err != nil {
		return nil, err
	}
	sent := make([]chats.Message, 0, len(c.Steps))
	for _, step := range c.Steps {
		content, err := s.testContent(ctx, step.variant(max(0, variant)), as)
		if err != nil {
			return sent, err
		}
		m, err := s.Chats.SendTest(ctx, account, owner, content)
		if err != nil {
			return sent, err
		}
		sent = append(sent, m)
	}
	return sent, s.Store.InTx(ctx, func(ctx context.Context) error {
		s.publish(ctx, EventChanged, id)
		return s.Store.MarkTested(ctx, id, fingerprint(c.Steps))
	})
}

// owner is the linked account and the lead of its own number.
func (s *Service) owner(ctx context.Context) (account, lead int64, err error) {
	account, digits, err := s.Accounts.Own(ctx)
	if err != nil {
		return 0, 0, err
	}
	if account == 0 {
		return 0, 0, fault.New(fault.NotLinked, "Link your WhatsApp first; a test goes to your own number.")
	}
	number, err := phone.FromDigits(digits)
	if err != nil {
		return 0, 0, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		r, err := s.Leads.Resolve(ctx, leads.Person{Phone: number}, leads.ArrivedByOwner)
		lead = r.Lead.ID
		return err
	})
	return account, lead, err
}

func (s *Service) testPerson(ctx context.Context, c Campaign, leadID int64) (leads.Addressee, error) {
	if leadID != 0 {
		return s.Leads.Addressee(ctx, leadID)
	}
	people, err := s.candidates(ctx, Campaign{ID: c.ID, Audience: c.Audience})
	if err != nil || len(people) == 0 {
		return leads.Addressee{}, err
	}
	if l := people[0].Lead; l.ID == 0 { // a pasted number
		return leads.Addressee{Lead: l}, nil
	}
	return s.Leads.Addressee(ctx, people[0].Lead.ID)
}

func (s *Service) testContent(ctx context.Context, v Variant, as leads.Addressee) (chats.Content, error) {
	text, missing, err := render(v, as.Lead, as.Custom)
	if err != nil {
		return chats.Content{}, err
	}
	if len(missing) > 0 {
		return chats.Content{}, fault.New(fault.Invalid, "%s has no value for {{%s}}. Give it a fallback like {{%s|friend}}, or choose another person.", nameOf(as.Lead), missing[0], missing[0]).With("field", "body")
	}
	content, _, err := s.Chats.Attached(ctx, v.Attachment, text)
	return content, err
}

func nameOf(l leads.Lead) string {
	if l.Name != "" {
		return l.Name
	}
	if l.Phone != "" {
		return shownNumber(l)
	}
	return "This person"
}
