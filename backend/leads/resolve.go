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

// Resolve finds the lead of a person or creates it, within the caller's
// transaction. A number and a LID that arrive together prove that they are one
// person: leads known by either are folded into the older one. The LID is the
// person; a number that comes with another LID than before belongs to somebody
// else now, and a LID that comes with another number has changed it.
func (s *Service) Resolve(ctx context.Context, p Person, source Source, actor string) (Resolved, error) {
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
		lead := Lead{Source: source, PushName: CleanName(p.PushName), NameSource: NameNumber}
		if lead.PushName != "" {
			lead.Name, lead.NameSource = lead.PushName, NamePush
		}
		if book := CleanName(p.BookName); book != "" {
			lead.Name, lead.NameSource = book, NameAddress
		}
		err := s.create(ctx, &lead, p, actor)
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
	if err := s.putIdentities(ctx, res.Lead.ID, p, known); err != nil {
		return Resolved{}, err
	}
	return res, s.refresh(ctx, &res.Lead, p, len(res.Merged) > 0 || res.OldNumber != "")
}

// joinAll folds the leads of one person into the oldest, unless somebody has
// told them apart: then the one that owns the LID is meant.
func (s *Service) joinAll(ctx context.Context, p Person, found []int64, known []Identity) ([]int64, error) {
	apart, err := s.store.ToldApart(ctx, found)
	if err != nil {
		return nil, err
	}
	if apart {
		for _, k := range known {
			if k.Kind == KindLID && k.Value == p.LID {
				return []int64{k.LeadID}, nil
			}
		}
		return found[:1], nil
	}
	for _, other := range found[1:] {
		if err := s.fold(ctx, other, found[0]); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// dropStrangers takes the leads out of found that own the number but another
// LID: WhatsApp has given the number to somebody else. They lose it.
func (s *Service) dropStrangers(ctx context.Context, p Person, found []int64, known []Identity) (left []int64, still []Identity, lost int64, err error) {
	for _, id := range found {
		ids, err := s.store.LeadIdentities(ctx, id)
		if err != nil {
			return nil, nil, 0, err
		}
		other := slices.ContainsFunc(ids, func(i Identity) bool { return i.Kind == KindLID && i.Value != p.LID })
		owns := slices.ContainsFunc(ids, func(i Identity) bool { return i.Kind == KindLID && i.Value == p.LID })
		if !other || owns {
			left = append(left, id)
			continue
		}
		lost = id
		if err := s.loseNumber(ctx, id, p, ids); err != nil {
			return nil, nil, 0, err
		}
	}
	for _, k := range known {
		if slices.Contains(left, k.LeadID) {
			still = append(still, k)
		}
	}
	return left, still, lost, nil
}

// loseNumber takes a number from the lead that had it.
func (s *Service) loseNumber(ctx context.Context, leadID int64, p Person, ids []Identity) error {
	l, err := s.store.FindLead(ctx, leadID)
	if err != nil {
		return err
	}
	l.Phone = ""
	for _, i := range ids {
		switch {
		case i.Kind != KindPhone:
		case i.MatchKey == p.Phone.MatchKey():
			if err := s.store.DeleteIdentity(ctx, i.Kind, i.Value); err != nil {
				return err
			}
		default:
			l.Phone = i.Value
		}
	}
	l.UpdatedAt = clock.NowMillis(s.clock)
	if err := s.store.UpdateLead(ctx, l); err != nil {
		return err
	}
	s.changed(ctx, leadID)
	return s.record(ctx, leadID, ActivityLostNumber, ActorWhatsApp, p.Phone.Display())
}

// numberChanged moves a person to the number that WhatsApp shows beside their
// LID now, and returns the one before; "" when nothing changed.
func (s *Service) numberChanged(ctx context.Context, l *Lead, p Person) (string, error) {
	if !p.Confirmed || p.LID == "" || p.Phone.IsZero() || l.Phone == "" || l.Phone == p.Phone.Digits() {
		return "", nil
	}
	ids, err := s.store.LeadIdentities(ctx, l.ID)
	if err != nil {
		return "", err
	}
	for _, i := range ids {
		// Another spelling of the same number, and a number nobody has confirmed
		// (typed, or out of a file), are no change of number.
		if i.Kind == KindPhone && i.Value == l.Phone && (i.MatchKey == p.Phone.MatchKey() || !i.Confirmed) {
			return "", nil
		}
	}
	old := l.Phone
	l.Phone, l.PhoneDisplay = p.Phone.Digits(), p.Phone.Display()
	id := identitiesOf(p)[0]
	id.LeadID, id.ConfirmedAt = l.ID, clock.NowMillis(s.clock)
	if err := s.store.PutIdentity(ctx, id); err != nil {
		return "", err
	}
	return old, s.record(ctx, l.ID, ActivityNumber, ActorWhatsApp, p.Phone.Display())
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

// fold moves everything of one lead to another and keeps the better facts. All
// of it is one batch that can be taken back.
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
	batch, err := s.store.MergeLeads(ctx, a.ID, b, ActorWhatsApp, clock.NowMillis(s.clock))
	if err != nil {
		return err
	}
	s.changed(ctx) // and their conversations
	return s.store.AddActivities(ctx, Activity{LeadID: to, Kind: ActivityMerged, Actor: ActorWhatsApp, Detail: cmp.Or(a.Name, a.PhoneDisplay), At: clock.NowMillis(s.clock), BatchID: batch})
}

// UndoMerge tells two leads apart again that were joined: each gets back what
// was its own, as far as nothing has changed it since, and no proof joins them
// another time. It returns the lead that is back.
func (s *Service) UndoMerge(ctx context.Context, batchID int64) (Lead, error) {
	var back Lead
	err := s.store.InTx(ctx, func(ctx context.Context) error {
		from, to, err := s.store.UndoMerge(ctx, batchID, clock.NowMillis(s.clock))
		if err != nil {
			return err
		}
		for _, id := range []int64{from, to} {
			if err := s.record(ctx, id, ActivitySplit, ActorUser, ""); err != nil {
				return err
			}
		}
		s.changed(ctx)
		back, err = s.store.GetLead(ctx, from)
		return err
	})
	return back, err
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
func (s *Service) putIdentities(ctx context.Context, leadID int64, p Person, known []Identity) error {
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

// LIDsAlone lists the LIDs of people whose number is not known.
func (s *Service) LIDsAlone(ctx context.Context, limit int) ([]string, error) {
	return s.store.LIDsAlone(ctx, limit)
}
