package wasim

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"go.mau.fi/libsignal/keys/prekey"
	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// WireForm is how a message to a client names its sender. All four direct
// forms occur on the real service; a client must find the same contact in
// each of them.
type WireForm string

// The wire forms. The zero value is FormLID.
const (
	FormLID        WireForm = "lid"        // from=LID with sender_pn
	FormPN         WireForm = "pn"         // from=number with sender_lid
	FormLIDOnly    WireForm = "lid-only"   // from=LID, number not given
	FormPNOnly     WireForm = "pn-only"    // from=number, LID not given
	FormGroup      WireForm = "group"      // from=group, participant=LID, sender key
	FormStatus     WireForm = "status"     // from=status@broadcast
	FormBroadcast  WireForm = "broadcast"  // from=broadcast list, participant=LID
	FormNewsletter WireForm = "newsletter" // from=newsletter, not encrypted
	formPeer       WireForm = "peer"       // between devices of one account
)

// ErrWireForm is returned for a WireForm that does not exist.
var ErrWireForm = errors.New("unknown wire form")

const (
	defaultGroup      = "120363000000000001"
	defaultBroadcast  = "1700000000"
	defaultNewsletter = "120363900000000001"
)

func (f WireForm) valid() bool {
	return slices.Contains([]WireForm{FormLID, FormPN, FormLIDOnly, FormPNOnly, FormGroup, FormStatus, FormBroadcast, FormNewsletter, formPeer}, f)
}

func (f WireForm) lid() bool { return f != FormPN && f != FormPNOnly }

func (f WireForm) direct() bool {
	return f == FormLID || f == FormPN || f == FormLIDOnly || f == FormPNOnly
}

// fanOut encrypts a message for every device that gets it.
func (p *Phone) fanOut(ctx context.Context, sm *SentMessage, to *Phone) error {
	p.s.mu.Lock()
	targets := to.sortedDevices()
	if sm.Form.direct() && to != p {
		targets = append(targets, p.sortedDevices()...)
	}
	p.s.mu.Unlock()
	p.signal.mu.Lock()
	defer p.signal.mu.Unlock()
	var failed []error
	for _, d := range targets {
		if err := p.deliver(ctx, sm, d, nil, 0); err != nil {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

// deliver encrypts a sent message for one device and queues it. bundle, when
// given, replaces the session. count is above zero for answers to retry
// receipts. The caller holds the phone's Signal lock.
func (p *Phone) deliver(ctx context.Context, sm *SentMessage, d *device, bundle *prekey.Bundle, count int) error {
	content, err := p.encryptParts(ctx, sm, d, bundle, count)
	if err != nil {
		return fmt.Errorf("message %s for device %d of %s: %w", sm.ID, d.id, d.phone.Number(), err)
	}
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	node := waBinary.Node{Tag: "message", Attrs: p.messageAttrs(sm, d), Content: content}
	sm.stanzas[d.key()] = node
	stale := 0
	if count > 0 {
		stale = d.discard(sm.ID)
	}
	d.push(&queued{node: node, stale: stale, sent: sm})
	return nil
}

// messageAttrs builds the attributes of a stanza for device d. The caller
// holds Server.mu.
func (p *Phone) messageAttrs(sm *SentMessage, d *device) waBinary.Attrs {
	lid := sm.Form.lid()
	attrs := waBinary.Attrs{
		"id": sm.ID, "t": unix(sm.Time.Unix()), "type": sm.types.message, "notify": p.pushName,
		"from": p.jid(lid), "addressing_mode": addressingMode(lid),
	}
	if sm.types.edit != "" {
		attrs["edit"] = string(sm.types.edit)
	}
	switch {
	case sm.Form == formPeer:
		attrs["category"] = "peer"
	case sm.Form == FormGroup:
		attrs["from"] = types.NewJID(orDefault(sm.group, defaultGroup), types.GroupServer)
		attrs["participant"], attrs["participant_pn"] = p.jid(true), p.jid(false)
	case sm.Form == FormStatus:
		attrs["from"] = types.StatusBroadcastJID
		attrs["participant"], attrs["participant_pn"] = p.jid(true), p.jid(false)
	case sm.Form == FormBroadcast:
		attrs["from"] = types.NewJID(orDefault(sm.group, defaultBroadcast), types.BroadcastServer)
		attrs["participant"], attrs["participant_pn"] = p.jid(true), p.jid(false)
	case sm.Form == FormNewsletter:
		attrs["from"] = types.NewJID(orDefault(sm.group, defaultNewsletter), types.NewsletterServer)
		attrs["server_id"] = "100"
		delete(attrs, "notify")
		delete(attrs, "addressing_mode")
	case d.phone == p:
		delete(attrs, "notify")
		addRecipient(attrs, p.s.phones[sm.To], lid)
	case sm.Form == FormLID || sm.Form == FormPN:
		addAlternate(attrs, p, lid)
	}
	return attrs
}

func orDefault(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}

// encryptParts makes the payload nodes of a message for one device.
func (p *Phone) encryptParts(ctx context.Context, sm *SentMessage, d *device, bundle *prekey.Bundle, count int) ([]waBinary.Node, error) {
	switch {
	case sm.unavailable != "" && d.phone != p:
		return []waBinary.Node{{Tag: "unavailable", Attrs: waBinary.Attrs{"type": sm.unavailable}}}, nil
	case sm.Form == FormNewsletter:
		return []waBinary.Node{{Tag: "plaintext", Content: sm.plain}}, nil
	case (sm.Form == FormGroup || sm.Form == FormStatus) && count == 0:
		return p.encryptGroupParts(ctx, sm, d)
	case d.phone == p && sm.Form.direct():
		copyPlain, err := p.deviceSent(sm)
		if err != nil {
			return nil, err
		}
		return p.encryptFor(ctx, d, copyPlain, bundle, count, sm.types)
	default:
		return p.encryptFor(ctx, d, sm.plain, bundle, count, sm.types)
	}
}

// deviceSent wraps a message into the copy for the sender's own devices.
func (p *Phone) deviceSent(sm *SentMessage) ([]byte, error) {
	var msg waE2E.Message
	if err := proto.Unmarshal(sm.plain, &msg); err != nil {
		return nil, fmt.Errorf("decode message: %w", err)
	}
	to := p.s.Phone(sm.To)
	return proto.Marshal(&waE2E.Message{DeviceSentMessage: &waE2E.DeviceSentMessage{
		DestinationJID: proto.String(to.jid(sm.Form.lid()).String()), Message: &msg,
	}})
}

func (p *Phone) encryptGroupParts(ctx context.Context, sm *SentMessage, d *device) ([]waBinary.Node, error) {
	chat := types.StatusBroadcastJID.String()
	if sm.Form == FormGroup {
		chat = types.NewJID(orDefault(sm.group, defaultGroup), types.GroupServer).String()
	}
	ct, distribution, err := p.signal.encryptGroup(ctx, chat, sessionAddress(p.lid, 0), sm.plain)
	if err != nil {
		return nil, err
	}
	key, err := proto.Marshal(&waE2E.Message{SenderKeyDistributionMessage: &waE2E.SenderKeyDistributionMessage{
		GroupID: proto.String(chat), AxolotlSenderKeyDistributionMessage: distribution,
	}})
	if err != nil {
		return nil, fmt.Errorf("encode sender key: %w", err)
	}
	parts, err := p.encryptFor(ctx, d, key, nil, 0, wireTypes{})
	if err != nil {
		return nil, err
	}
	return append(parts, encNode(ct, 0, sm.types)), nil
}

// encryptFor encrypts for one linked device.
func (p *Phone) encryptFor(ctx context.Context, d *device, plain []byte, bundle *prekey.Bundle, count int, wire wireTypes) ([]waBinary.Node, error) {
	addr := sessionAddress(d.phone.lid, d.id)
	fetch := func() (*prekey.Bundle, error) {
		if bundle != nil {
			return bundle, nil
		}
		p.s.mu.Lock()
		defer p.s.mu.Unlock()
		p.s.touch()
		return d.takeBundle()
	}
	if bundle != nil || count > 0 {
		delete(p.signal.sessions, addr.String())
	}
	ct, err := p.signal.encrypt(ctx, addr, plain, fetch)
	if err != nil {
		return nil, err
	}
	if p.s.faults.takeCorrupt() {
		ct.data = append([]byte(nil), ct.data...)
		ct.data[len(ct.data)-1] ^= 0xff
	}
	return []waBinary.Node{encNode(ct, count, wire)}, nil
}

func encNode(ct ciphertext, count int, wire wireTypes) waBinary.Node {
	attrs := waBinary.Attrs{"v": "2", "type": ct.kind}
	if wire.media != "" {
		attrs["mediatype"] = wire.media
	}
	if wire.hidden() {
		attrs["decrypt-fail"] = "hide"
	}
	if count > 0 {
		attrs["count"] = strconv.Itoa(count)
	}
	return waBinary.Node{Tag: "enc", Attrs: attrs, Content: ct.data}
}

// Redeliver sends a message again under its old id to the linked devices of
// its receiver: byte for byte, or with fresh set encrypted anew. It returns
// ErrNoMessage for an id the phone never sent.
func (p *Phone) Redeliver(ctx context.Context, id string, fresh bool) error {
	p.signal.mu.Lock()
	defer p.signal.mu.Unlock()
	p.s.mu.Lock()
	sm := p.sentIndex[id]
	if sm == nil {
		p.s.mu.Unlock()
		return fmt.Errorf("%w: %s", ErrNoMessage, id)
	}
	devices := p.s.phones[sm.To].sortedDevices()
	if !fresh {
		for _, d := range devices {
			if node, ok := sm.stanzas[d.key()]; ok {
				d.push(&queued{node: node, sent: sm})
			}
		}
	}
	p.s.mu.Unlock()
	if !fresh {
		return nil
	}
	var failed []error
	for _, d := range devices {
		failed = append(failed, p.deliver(ctx, sm, d, nil, 0))
	}
	return errors.Join(failed...)
}
