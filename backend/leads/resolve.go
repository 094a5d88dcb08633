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
	BookName  string // the name in the owner's address book
	Confirmed bool   // WhatsApp itself has used this number
}

// Resolved is the lead of a person.
type Resolved struct {
	Lead      Lead // as FindLead returns it
	Created   bool
	Merged    []int64 // leads that turned out to be the same person and were folded in
	OldNumber string  // digits, when the person has changed to another number
	// Lost is the lead whose number now belongs to this person; 0 = none.
	Lost int64
}

// Arrival says how somebody turned up on WhatsApp who was no lead before.
type Arrival string

// Arrivals.
const (
	ArrivedWriting   Arrival = "whatsapp" // they wrote
	ArrivedInHistory Arrival = "history"  // in the history of a fresh link
	ArrivedByOwner   Arrival = "phone"    // the owner wrote to them elsewhere
)

// Resolve finds the lead of a person or creates it, within the caller's
// transaction. A number and a LID that arrive together prove that they are one
// person: leads known by either are folded into the older one. The LID is the
// person; a number that comes with another LID than before belongs to somebody
// else now, and a LID that comes with another number has changed it.
func (s *Service) Resolve(ctx context.Context, p Person, by Arrival) (Resolved, error) {
	found, known, err := s.candidates(ctx, p)
	if err != nil {
		return Resolved{}, err
	}
	var res Resolved
	if p.LID != "" && !p.Phone.IsZero() && p.Confirmed && len(known) > 0 {
		if found, known, res.Lost, err = s.dropStrangers(ctx, p, found, known); err != nil {
			return Resolved{}, err
		}
	}
	if len(found) == 0 {
		lead := Lead{Source: SourceWhatsApp, PushName: CleanName(p.PushName), NameSource: NameNumber}
		if lead.PushName != "" {
			lead.Name, lead.NameSource = lead.PushName, NamePush
		}
		if book := CleanName(p.BookName); book != "" {
			lead.Name, lead.NameSource = book, NameAddress
		}
		err := s.create(ctx, &lead, p, ActorWhatsApp, string(by))
		res.Lead, res.Created = lead, true
		return res, err
	}
	if len(found) > 1 {
		if found, err = s.joinAll(ctx, p, found, known); err != nil {
			return Resolved{}, err
		}
		res.Merged = found[1:]
	}
	if res.Lead, err = s.store.FindLead(ctx, found[0]); err != nil {
		return Resolved{}, err
	}
	if res.OldNumber, err = s.numberChanged(ctx, &res.Lead, p); err != nil {
		return Resolved{}, err
	}
	news, err := s.putIdentities(ctx, res.Lead.ID, p, known)
	if err == nil && (news || len(res.Merged) > 0 || res.OldNumber != "") {
		err = s.spreadOptOut(ctx, res.Lead.ID)
	}
	if err != nil {
		return Resolved{}, err
	}
	return res, s.refresh(ctx, &res.Lead, p, len(res.Merged) > 0 || res.OldNumber != "")
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

// Find returns the lead of a person, 0 when there is none.
func (s *Service) Find(ctx context.Context, p Person) (int64, error) {
	if p.Phone.IsZero() && p.LID == "" {
		return 0, nil
	}
	return s.find(ctx, p)
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
func (s *Service) create(ctx context.Context, lead *Lead, p Person, actor, how string) error {
	now := clock.NowMillis(s.clock)
	lead.CreatedAt, lead.UpdatedAt = now, now
	lead.Phone = p.Phone.Digits()
	if lead.StageID == 0 {
		lead.StageID = 1
	}
	if err := s.store.CreateLead(ctx, lead); err != nil {
		return err
	}
	if _, err := s.putIdentities(ctx, lead.ID, p, nil); err != nil {
		return err
	}
	if p.LID != "" && !p.Phone.IsZero() {
		if err := s.spreadOptOut(ctx, lead.ID); err != nil {
			return err
		}
	}
	if len(lead.Tags) > 0 {
		if err := s.store.AddTags(ctx, []int64{lead.ID}, lead.Tags); err != nil {
			return err
		}
	}
	s.bus.Publish(ctx, event.Event{Name: EventCreated, Data: Changed{IDs: []int64{lead.ID}}})
	return s.record(ctx, lead.ID, ActivityCreated, actor, how)
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
	if book := CleanName(p.BookName); book != "" && book != lead.Name && lead.NameSource.Yields(NameAddress) {
		lead.Name, lead.NameSource, changed = book, NameAddress, true
	}
	if !changed {
		return nil
	}
	lead.UpdatedAt = clock.NowMillis(s.clock)
	s.changed(ctx, lead.ID)
	return s.store.UpdateLead(ctx, *lead)
}

// Named takes over the name under which a person stands in the owner's address
// book, within the caller's transaction. Somebody who is no lead stays none.
func (s *Service) Named(ctx context.Context, p Person, name string, source NameSource) error {
	found, err := s.find(ctx, p)
	if err != nil || found == 0 {
		return err
	}
	l, err := s.store.FindLead(ctx, found)
	if err != nil {
		return err
	}
	clean := CleanName(name)
	if source == NamePush {
		if clean == "" || clean == l.PushName {
			return nil
		}
		l.PushName = clean
	}
	switch {
	case clean != "" && l.NameSource.Yields(source):
		l.Name, l.NameSource = clean, source
	case clean == "" && l.NameSource == source: // taken out of the address book
		l.Name, l.NameSource = l.PushName, NamePush
		if l.PushName == "" {
			l.NameSource = NameNumber
		}
	case source != NamePush:
		return nil
	}
	l.UpdatedAt = clock.NowMillis(s.clock)
	s.changed(ctx, l.ID)
	return s.store.UpdateLead(ctx, l)
}

// putIdentities stores what is not known already: every message that comes in
// passes here, and almost none brings anything new. What another lead owns that
// was told apart from this one stays there.
func (s *Service) putIdentities(ctx context.Context, leadID int64, p Person, known []Identity) (news bool, err error) {
	for _, id := range identitiesOf(p) {
		if slices.ContainsFunc(known, func(k Identity) bool {
			return k.Kind == id.Kind && k.Value == id.Value && (k.Confirmed || !id.Confirmed)
		}) {
			continue
		}
		id.LeadID = leadID
		if id.Confirmed {
			id.ConfirmedAt = clock.NowMillis(s.clock)
		}
		if err := s.store.PutIdentity(ctx, id); err != nil {
			return news, err
		}
		news = true
	}
	return news, nil
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
	return addressOf(ids), err
}

func addressOf(ids []Identity) Address {
	var a Address
	var best Identity
	for _, id := range ids {
		switch {
		case id.Kind == KindLID:
			a.LID = id.Value
		case best.Value == "", id.Confirmed && (!best.Confirmed || id.ConfirmedAt > best.ConfirmedAt):
			best = id
		}
	}
	a.Phone = best.Value
	return a
}

// MessageSeen moves a lead's message times, within the caller's transaction.
func (s *Service) MessageSeen(ctx context.Context, leadID int64, at clock.Millis) error {
	return s.store.TouchLead(ctx, leadID, at)
}

// LIDsAlone lists the LIDs of people whose number is not known.
func (s *Service) LIDsAlone(ctx context.Context, limit int) ([]string, error) {
	return s.store.LIDsAlone(ctx, limit)
}
