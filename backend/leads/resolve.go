package leads

import (
	"cmp"
	"context"
	"slices"

	"mceplatform/backend/clock"
	"mceplatform/backend/event"
	"mceplatform/backend/phone"
)

// Person is whatever is known of somebody who turned up: at least one of Phone
// and LID.
type Person struct {
	Phone     phone.Number
	LID       string // user part of the WhatsApp LID
	PushName  string // the name in their WhatsApp profile
	Confirmed bool   // WhatsApp itself has used this number
}

// Resolved is the lead of a person.
type Resolved struct {
	Lead    Lead // as FindLead returns it
	Created bool
	Merged  []int64 // leads that turned out to be the same person and were folded in
}

// Resolve finds the lead of a person or creates it, within the caller's
// transaction. A number and a LID that arrive together prove that they are one
// person: leads known by either are folded into the older one.
func (s *Service) Resolve(ctx context.Context, p Person, source Source, actor string) (Resolved, error) {
	found, known, err := s.candidates(ctx, p)
	if err != nil {
		return Resolved{}, err
	}
	if len(found) == 0 {
		lead := Lead{Source: source, PushName: CleanName(p.PushName), NameSource: NameNumber}
		if lead.PushName != "" {
			lead.Name, lead.NameSource = lead.PushName, NamePush
		}
		err := s.create(ctx, &lead, p, actor)
		return Resolved{Lead: lead, Created: true}, err
	}
	res := Resolved{Merged: found[1:]}
	for _, other := range found[1:] {
		if err := s.fold(ctx, other, found[0]); err != nil {
			return Resolved{}, err
		}
	}
	if res.Lead, err = s.store.FindLead(ctx, found[0]); err != nil {
		return Resolved{}, err
	}
	if err := s.putIdentities(ctx, res.Lead.ID, p, known); err != nil {
		return Resolved{}, err
	}
	return res, s.refresh(ctx, &res.Lead, p, len(res.Merged) > 0)
}

// candidates returns the leads that already own one of p's identities, oldest
// first, and the identities by which they were found.
func (s *Service) candidates(ctx context.Context, p Person) (ids []int64, known []Identity, err error) {
	if p.Phone.IsZero() && p.LID == "" {
		return nil, nil, errNoIdentity
	}
	for _, id := range identitiesOf(p) {
		list, err := s.store.FindIdentities(ctx, id.Kind, id.MatchKey)
		if err != nil {
			return nil, nil, err
		}
		known = append(known, list...)
		for _, k := range list {
			if !slices.Contains(ids, k.LeadID) {
				ids = append(ids, k.LeadID)
			}
		}
	}
	slices.SortFunc(ids, cmp.Compare)
	return ids, known, nil
}

// find returns the lead of a person, 0 when there is none.
func (s *Service) find(ctx context.Context, p Person) (int64, error) {
	ids, _, err := s.candidates(ctx, p)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	return ids[0], nil
}

// create stores a new lead with its identities, tags and first activity.
func (s *Service) create(ctx context.Context, lead *Lead, p Person, actor string) error {
	now := clock.NowMillis(s.clock)
	lead.CreatedAt, lead.UpdatedAt = now, now
	lead.Phone = p.Phone.Digits()
	if lead.StageID == 0 {
		lead.StageID = 1
	}
	if err := s.store.CreateLead(ctx, lead); err != nil {
		return err
	}
	if err := s.putIdentities(ctx, lead.ID, p, nil); err != nil {
		return err
	}
	if len(lead.Tags) > 0 {
		if err := s.store.AddTags(ctx, []int64{lead.ID}, lead.Tags); err != nil {
			return err
		}
	}
	s.bus.Publish(ctx, event.Event{Name: EventCreated, Data: Changed{IDs: []int64{lead.ID}}})
	return s.record(ctx, lead.ID, ActivityCreated, actor, string(lead.Source))
}

// refresh takes over what WhatsApp says of a known person: a first number, a
// new profile name, and the profile name as name where nothing better is known.
func (s *Service) refresh(ctx context.Context, lead *Lead, p Person, changed bool) error {
	if lead.Phone == "" && !p.Phone.IsZero() {
		lead.Phone, changed = p.Phone.Digits(), true
		lead.PhoneDisplay = p.Phone.Display()
	}
	if push := CleanName(p.PushName); push != "" && push != lead.PushName {
		lead.PushName, changed = push, true
		if lead.NameSource.Yields(NamePush) {
			lead.Name, lead.NameSource = push, NamePush
		}
	}
	if !changed {
		return nil
	}
	lead.UpdatedAt = clock.NowMillis(s.clock)
	s.changed(ctx, lead.ID)
	return s.store.UpdateLead(ctx, *lead)
}

// fold moves everything of one lead to another and keeps the better facts.
func (s *Service) fold(ctx context.Context, from, to int64) error {
	a, err := s.store.GetLead(ctx, from)
	if err != nil {
		return err
	}
	b, err := s.store.GetLead(ctx, to)
	if err != nil {
		return err
	}
	if b.Name == "" || (a.Name != "" && a.NameSource != b.NameSource && b.NameSource.Yields(a.NameSource)) {
		b.Name, b.NameSource = a.Name, a.NameSource
	}
	b.PushName = cmp.Or(b.PushName, a.PushName)
	b.Phone = cmp.Or(b.Phone, a.Phone)
	b.Email = cmp.Or(b.Email, a.Email)
	b.Company = cmp.Or(b.Company, a.Company)
	if err := s.store.UpdateLead(ctx, b); err != nil {
		return err
	}
	if err := s.store.MoveEverything(ctx, from, to); err != nil {
		return err
	}
	s.changed(ctx, from, to)
	return s.record(ctx, to, ActivityMerged, ActorWhatsApp, a.Name)
}

// putIdentities stores what is not known already: every message that comes in
// passes here, and almost none brings anything new.
func (s *Service) putIdentities(ctx context.Context, leadID int64, p Person, known []Identity) error {
	for _, id := range identitiesOf(p) {
		id.LeadID = leadID
		confirmed := id
		confirmed.Confirmed = true
		if slices.Contains(known, id) || slices.Contains(known, confirmed) {
			continue
		}
		if err := s.store.PutIdentity(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

func identitiesOf(p Person) []Identity {
	ids := make([]Identity, 0, 2)
	if !p.Phone.IsZero() {
		ids = append(ids, Identity{Kind: KindPhone, Value: p.Phone.Digits(), MatchKey: p.Phone.MatchKey(), Confirmed: p.Confirmed})
	}
	if p.LID != "" {
		ids = append(ids, Identity{Kind: KindLID, Value: p.LID, MatchKey: p.LID, Confirmed: true})
	}
	return ids
}

// Address is where a lead can be reached on WhatsApp: the form that WhatsApp
// itself confirmed comes first.
type Address struct {
	Phone string // digits
	LID   string
}

// AddressOf returns the addresses of a lead; both parts empty means none.
func (s *Service) AddressOf(ctx context.Context, leadID int64) (Address, error) {
	ids, err := s.store.LeadIdentities(ctx, leadID)
	if err != nil {
		return Address{}, err
	}
	var a Address
	confirmed := false
	for _, id := range ids {
		switch {
		case id.Kind == KindLID:
			a.LID = id.Value
		case a.Phone == "", id.Confirmed && !confirmed:
			a.Phone, confirmed = id.Value, id.Confirmed
		}
	}
	return a, nil
}

// OptOut records that a person does not want to be messaged by campaigns, under
// every identity known of them. It holds for ever, also after deletion.
func (s *Service) OptOut(ctx context.Context, leadID int64, source string) error {
	ids, err := s.store.LeadIdentities(ctx, leadID)
	if err != nil {
		return err
	}
	if err := s.store.Suppress(ctx, ids, "stop", source, clock.NowMillis(s.clock)); err != nil {
		return err
	}
	s.changed(ctx, leadID)
	return s.record(ctx, leadID, ActivityOptedOut, source, "")
}

// Rejoin lifts the opt-out of a person who asked for messages again.
func (s *Service) Rejoin(ctx context.Context, leadID int64, source string) error {
	ids, err := s.store.LeadIdentities(ctx, leadID)
	if err != nil {
		return err
	}
	if err := s.store.LiftSuppression(ctx, ids, clock.NowMillis(s.clock)); err != nil {
		return err
	}
	s.changed(ctx, leadID)
	return s.record(ctx, leadID, ActivityRejoined, source, "")
}

// OptedOut reports whether campaigns must leave a lead alone.
func (s *Service) OptedOut(ctx context.Context, leadID int64) (bool, error) {
	ids, err := s.store.LeadIdentities(ctx, leadID)
	if err != nil {
		return false, err
	}
	return s.store.Suppressed(ctx, ids)
}

// MessageSeen moves a lead's message times, within the caller's transaction.
func (s *Service) MessageSeen(ctx context.Context, leadID int64, at clock.Millis) error {
	return s.store.TouchLead(ctx, leadID, at)
}
