// Package optouts is about people who want no campaigns: how they say so, who
// they are, and what happens to what waits for them.
package optouts

import (
	"context"
	"strings"
	"unicode/utf8"

	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
	"mceplatform/backend/phone"
)

// Choices are what the owner has chosen, as the settings keep it.
type Choices struct {
	Stop    Edits  `json:"stop"`
	Start   Edits  `json:"start"`
	Confirm bool   `json:"confirm"` // answer a STOP with one message
	Text    string `json:"text"`    // that message
}

// DefaultChoices are those of a fresh install.
func DefaultChoices() Choices {
	return Choices{
		Stop: Edits{Added: []string{}, Removed: []string{}}, Start: Edits{Added: []string{}, Removed: []string{}}, Confirm: true,
		Text: "You will get no more campaign messages from us. Write START to get them again.",
	}
}

// Rules are the choices as they take effect, to show and to change.
type Rules struct {
	Words   Words  `json:"words"`
	Confirm bool   `json:"confirm"`
	Text    string `json:"text"`
}

// Keeper keeps the choices; the settings implement it.
type Keeper interface {
	OptOutChoices(ctx context.Context) (Choices, error)
	SaveOptOutChoices(ctx context.Context, c Choices) error
	// Region is the country of numbers without a country code.
	Region(ctx context.Context) (string, error)
}

// Store is what is needed beside the services.
type Store interface {
	InTx(ctx context.Context, fn func(ctx context.Context) error) error
	// ListOptOuts returns an entry for each lead that has ever opted out, and how
	// many people are out who are no lead.
	ListOptOuts(ctx context.Context) (list []Entry, unknown int, err error)
}

// Service holds the rules.
type Service struct {
	store     Store
	leads     *leads.Service
	chats     *chats.Service
	campaigns *campaigns.Service
	keeper    Keeper
}

// New returns the service.
func New(store Store, l *leads.Service, c *chats.Service, camp *campaigns.Service, k Keeper) *Service {
	return &Service{store: store, leads: l, chats: c, campaigns: camp, keeper: k}
}

// Rules returns what counts now.
func (s *Service) Rules(ctx context.Context) (Rules, error) {
	c, err := s.keeper.OptOutChoices(ctx)
	return c.rules(), err
}

func (c Choices) rules() Rules {
	return Rules{Words: Words{Stop: c.Stop.of(DefaultWords.Stop), Start: c.Start.of(DefaultWords.Start)}, Confirm: c.Confirm, Text: c.Text}
}

// DefaultRules are those of a fresh install.
func (s *Service) DefaultRules() Rules { return DefaultChoices().rules() }

// Update changes the words and the confirmation.
func (s *Service) Update(ctx context.Context, r Rules) (Rules, error) {
	words, err := r.Words.check()
	if err != nil {
		return Rules{}, err
	}
	const longest = 300
	text := strings.TrimSpace(r.Text)
	if text == "" || utf8.RuneCountInString(text) > longest {
		return Rules{}, fault.New(fault.Invalid, "The confirmation holds between 1 and %d characters. Switch it off if nobody is to get one.", longest).With("field", "text")
	}
	c := Choices{Stop: editsOf(words.Stop, DefaultWords.Stop), Start: editsOf(words.Start, DefaultWords.Start), Confirm: r.Confirm, Text: text}
	return c.rules(), s.keeper.SaveOptOutChoices(ctx, c)
}

// Heard does what a message of a person asks for, within the transaction that
// stores it. It reports whether an answer was queued.
func (s *Service) Heard(ctx context.Context, accountID, leadID int64, text chats.Text) (answered bool, err error) {
	if !short(text) {
		return false, nil
	}
	c, err := s.keeper.OptOutChoices(ctx)
	if err != nil {
		return false, err
	}
	switch c.rules().Words.wishOf(text) {
	case wishStop:
		return s.stopped(ctx, c, accountID, leadID, text)
	case wishStart:
		out, err := s.leads.OptedOut(ctx, leadID)
		if err != nil || !out {
			return false, err
		}
		return false, s.leads.Rejoin(ctx, leadID, leads.ActorWhatsApp)
	}
	return false, nil
}

// stopped opts a person out and confirms it, once: who says it again hears
// nothing more.
func (s *Service) stopped(ctx context.Context, c Choices, accountID, leadID int64, text chats.Text) (bool, error) {
	before, err := s.leads.OptOutOf(ctx, leadID)
	if err != nil || (before != nil && before.Source == leads.ActorWhatsApp) {
		return false, err
	}
	if err := s.optOut(ctx, leadID, leads.ActorWhatsApp, strings.TrimSpace(string(text))); err != nil || !c.Confirm {
		return false, err
	}
	return s.chats.Answer(ctx, accountID, leadID, chats.Text(c.Text))
}

func (s *Service) optOut(ctx context.Context, leadID int64, source, reason string) error {
	if err := s.leads.OptOut(ctx, leadID, source, reason); err != nil {
		return err
	}
	return s.campaigns.OptedOut(ctx, leadID)
}

// Target is a person: a lead, or else a number.
type Target struct {
	LeadID int64  `json:"leadId"`
	Phone  string `json:"phone"`
}

// Input opts somebody out by hand.
type Input struct {
	LeadID int64  `json:"leadId"`
	Phone  string `json:"phone"`
	Reason string `json:"reason"`
}

// Create opts somebody out by hand; it takes them out of campaigns in the same
// transaction. The person may be no lead.
func (s *Service) Create(ctx context.Context, in Input) error {
	const longest = 120
	reason := leads.CleanName(in.Reason)
	if utf8.RuneCountInString(in.Reason) > longest {
		return fault.New(fault.Invalid, "A reason holds at most %d characters.", longest).With("field", "reason")
	}
	return s.store.InTx(ctx, func(ctx context.Context) error {
		leadID, number, err := s.who(ctx, Target{LeadID: in.LeadID, Phone: in.Phone})
		if err != nil {
			return err
		}
		out, err := s.isOut(ctx, leadID, number)
		if err != nil {
			return err
		}
		if out {
			return fault.New(fault.Conflict, "This person gets no campaigns already.").With("field", "phone").With("reason", "opted_out_already")
		}
		if leadID != 0 {
			return s.optOut(ctx, leadID, leads.ActorUser, reason)
		}
		return s.leads.OptOutNumber(ctx, number, leads.ActorUser, reason)
	})
}

// Delete lifts an opt-out by hand: campaigns may reach the person again.
func (s *Service) Delete(ctx context.Context, t Target) error {
	return s.store.InTx(ctx, func(ctx context.Context) error {
		leadID, number, err := s.who(ctx, t)
		if err != nil {
			return err
		}
		if leadID != 0 {
			return s.leads.Rejoin(ctx, leadID, leads.ActorUser)
		}
		return s.leads.RejoinNumber(ctx, number)
	})
}

// who finds the lead that is meant; 0 with a number when there is none.
func (s *Service) who(ctx context.Context, t Target) (int64, phone.Number, error) {
	if t.LeadID != 0 {
		l, err := s.leads.Get(ctx, t.LeadID)
		return l.Lead.ID, phone.Number{}, err
	}
	region, err := s.keeper.Region(ctx)
	if err != nil {
		return 0, phone.Number{}, err
	}
	number, err := phone.Parse(t.Phone, region)
	if err != nil {
		return 0, phone.Number{}, fault.Wrap(err, fault.Invalid, "%q is not a phone number. Write it with the country code, like +55 11 96123-4567.", t.Phone).
			With("field", "phone").With("reason", string(phone.ReasonOf(err)))
	}
	leadID, err := s.leads.Find(ctx, leads.Person{Phone: number})
	return leadID, number, err
}

func (s *Service) isOut(ctx context.Context, leadID int64, number phone.Number) (bool, error) {
	if leadID != 0 {
		return s.leads.OptedOut(ctx, leadID)
	}
	o, err := s.leads.OptOutOfNumber(ctx, number)
	return o != nil, err
}
