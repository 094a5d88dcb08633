package wasim

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/proto/waLidMigrationSyncPayload"
	"go.mau.fi/whatsmeow/util/keys"
	"google.golang.org/protobuf/proto"
)

// Reinstall is the person setting up the app anew: a new identity key, no
// sessions, no linked devices. Those who talked with the person are told that
// the security code changed. What the phone shows stays, as from a backup.
func (p *Phone) Reinstall(ctx context.Context) error {
	if err := p.unlinkAll(ctx); err != nil {
		return err
	}
	fresh, err := newSignalStore(keys.NewKeyPair().Priv[:])
	if err != nil {
		return err
	}
	p.signal.mu.Lock()
	p.s.mu.Lock()
	p.signal.replace(fresh)
	var talked []*Phone
	for _, c := range p.conversations() {
		talked = append(talked, c.other)
	}
	p.s.touch()
	p.s.mu.Unlock()
	p.signal.mu.Unlock()
	for _, other := range talked {
		// That the notification names the person by number is an assumption.
		other.notify("encrypt", waBinary.Attrs{"from": p.jid(false), "lid": p.jid(true)}, waBinary.Node{Tag: "identity"})
	}
	return nil
}

func (p *Phone) unlinkAll(ctx context.Context) error {
	var failed []error
	for _, d := range p.LinkedDevices() {
		failed = append(failed, p.Unlink(ctx, d.ID))
	}
	return errors.Join(failed...)
}

// ChangeNumber gives the person a new number under the same LID. The person's
// own linked devices are logged out. It returns ErrNumber or ErrPhoneExists.
func (p *Phone) ChangeNumber(ctx context.Context, number string) error {
	if !validDigits(number) {
		return fmt.Errorf("%w: %q", ErrNumber, number)
	}
	p.s.mu.Lock()
	taken := p.s.taken(number)
	p.s.mu.Unlock()
	if taken {
		return fmt.Errorf("%w: %s", ErrPhoneExists, number)
	}
	if err := p.unlinkAll(ctx); err != nil {
		return err
	}
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	old := p.Number()
	delete(p.s.phones, old)
	p.s.phones[number] = p
	p.numberNow.Store(&number)
	for _, other := range p.s.order {
		other.renumber(old, number)
	}
	p.s.touch()
	return nil
}

// taken tells whether a number belongs to somebody. The caller holds
// Server.mu.
func (s *Server) taken(number string) bool {
	return s.phones[number] != nil || s.aliases[number] != nil
}

// renumber writes a person's new number over the old one in everything the
// phone keeps. The caller holds Server.mu.
func (p *Phone) renumber(old, number string) {
	change := func(field *string) {
		if *field == old {
			*field = number
		}
	}
	clear(p.inboxIndex)
	for _, m := range p.inbox {
		change(&m.From)
		change(&m.To)
		if emoji, ok := m.Reactions[old]; ok {
			delete(m.Reactions, old)
			m.Reactions[number] = emoji
		}
		p.inboxIndex[inboxKey(m.From, m.ID)] = m
	}
	early := slices.Concat(slices.Collect(maps.Values(p.early))...)
	clear(p.early)
	for _, c := range early {
		change(&c.By)
		change(&c.Author)
		p.early[inboxKey(c.Author, c.Target)] = append(p.early[inboxKey(c.Author, c.Target)], c)
	}
	for _, sm := range p.sentIndex {
		change(&sm.To)
	}
	for i := range p.waiting {
		change(&p.waiting[i].Number)
		if env := p.waiting[i].Shown; env != nil {
			change(&env.From)
			change(&env.To)
		}
	}
	if p.blocked[old] {
		delete(p.blocked, old)
		p.blocked[number] = true
	}
}

// Recycle passes a number on to a new person with a new LID, as providers do
// with numbers nobody uses any more. The old person's phone leaves the service;
// Send refuses it with ErrGone. It returns ErrNumber when nobody has the
// number.
func (s *Server) Recycle(number string, o PhoneOptions) (*Phone, error) {
	old := s.Phone(number)
	if old == nil || (o.Number != "" && o.Number != number) {
		return nil, fmt.Errorf("%w: %q belongs to nobody", ErrNumber, number)
	}
	if err := old.unlinkAll(s.ctx); err != nil {
		return nil, err
	}
	o.Number = number
	if o.LID == "" {
		o.LID = deriveLID(number + " after " + old.lid)
	}
	s.mu.Lock()
	old.gone, old.online = true, false
	delete(s.phones, number)
	delete(s.byLID, old.lid)
	for _, alias := range old.aliases {
		delete(s.aliases, alias)
	}
	s.goneLIDs[old.lid] = true
	s.order = slices.DeleteFunc(s.order, func(p *Phone) bool { return p == old })
	for _, p := range s.order {
		delete(p.blocked, number)
	}
	s.mu.Unlock()
	return s.AddPhone(o)
}

// ShareMapping tells the linked devices which LIDs belong to the numbers of
// others, as phones do when chats move from numbers to LIDs.
func (p *Phone) ShareMapping(ctx context.Context, others ...*Phone) error {
	payload := &waLidMigrationSyncPayload.LIDMigrationMappingSyncPayload{ChatDbMigrationTimestamp: proto.Uint64(uint64(p.s.now().Unix()))}
	for _, other := range others {
		number, err := strconv.ParseUint(other.Number(), 10, 64)
		if err != nil {
			return fmt.Errorf("%w: %q", ErrNumber, other.Number())
		}
		lid, err := strconv.ParseUint(other.lid, 10, 64)
		if err != nil {
			return fmt.Errorf("%w: %q", ErrNumber, other.lid)
		}
		payload.PnToLidMappings = append(payload.PnToLidMappings, &waLidMigrationSyncPayload.LIDMigrationMapping{Pn: &number, AssignedLid: &lid})
	}
	encoded, err := proto.Marshal(payload)
	if err != nil {
		return fmt.Errorf("encode mapping: %w", err)
	}
	p.s.mu.Lock()
	devices := p.sortedDevices()
	p.s.mu.Unlock()
	var failed []error
	for _, d := range devices {
		failed = append(failed, p.sendPeer(ctx, d, &waE2E.ProtocolMessage{
			Type:                           waE2E.ProtocolMessage_LID_MIGRATION_MAPPING_SYNC.Enum(),
			LidMigrationMappingSyncMessage: &waE2E.LIDMigrationMappingSyncMessage{EncodedMappingPayload: encoded},
		}))
	}
	return errors.Join(failed...)
}
