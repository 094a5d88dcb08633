package leads

import (
	"context"

	"mceplatform/backend/clock"
	"mceplatform/backend/fault"
)

// ConsentState says whether somebody agreed to be written to. It is a different
// thing from an opt-out, which holds whatever anybody says here.
type ConsentState string

// States of consent.
const (
	ConsentUnknown ConsentState = "unknown"
	ConsentGiven   ConsentState = "given"
	ConsentRefused ConsentState = "refused"
)

// Consent is one entry of what is known about a lead's consent; the newest holds.
type Consent struct {
	LeadID int64        `json:"leadId"`
	State  ConsentState `json:"state"`
	Source string       `json:"source"` // an actor
	Note   string       `json:"note"`   // how they agreed, in the user's words
	At     clock.Millis `json:"at"`
}

// ActivityConsent and the state are the kinds of activities about consent.
const ActivityConsent = "consent_"

const maxConsentNote = 200

// SetConsent notes for leads whether they have agreed, and how.
func (s *Service) SetConsent(ctx context.Context, ids []int64, state ConsentState, note string) error {
	if state != ConsentGiven && state != ConsentRefused && state != ConsentUnknown {
		return fault.New(fault.Invalid, "There is no such choice.").With("field", "state")
	}
	note = CleanName(note)
	if len([]rune(note)) > maxConsentNote {
		return fault.New(fault.Invalid, "The note can have at most %d characters.", maxConsentNote).With("field", "note")
	}
	now := clock.NowMillis(s.clock)
	list := make([]Consent, len(ids))
	for i, id := range ids {
		list[i] = Consent{LeadID: id, State: state, Source: ActorUser, Note: note, At: now}
	}
	return s.store.InTx(ctx, func(ctx context.Context) error {
		if err := s.store.AddConsents(ctx, list...); err != nil {
			return err
		}
		s.changed(ctx, ids...)
		return s.recordAll(ctx, ids, ActivityConsent+string(state), ActorUser, note)
	})
}

// Addressee is a lead, without a number to show, with what decides whether and how
// a campaign writes to it.
type Addressee struct {
	Lead    Lead
	Custom  map[string]string // what the user's own columns say, by title
	Consent ConsentState
	Address Address
}

// Addressee returns a lead as campaigns see it.
func (s *Service) Addressee(ctx context.Context, leadID int64) (Addressee, error) {
	a, err := s.store.FindAddressee(ctx, leadID)
	if err != nil {
		return a, err
	}
	ids, err := s.store.LeadIdentities(ctx, a.Lead.ID)
	if err != nil {
		return a, err
	}
	a.Address = addressOf(ids)
	out, err := s.store.FindSuppression(ctx, ids)
	a.Lead.OptedOut = out != nil
	return a, err
}
