package wasim

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"go.mau.fi/libsignal/protocol"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/util/keys"
)

// Phone is one person's primary device. Every person has one, the owner of the
// application included. Its identity key is the account key in the sense of
// linking. All methods are safe for concurrent use.
type Phone struct {
	s *Server
	// numberNow is the phone number; ChangeNumber, which holds Server.mu,
	// replaces it. What has to last is kept under the LID.
	numberNow atomic.Pointer[string]
	lid       string
	signal    *signalStore

	// Guarded by Server.mu.
	pushName        string
	aliases         []string
	behaviour       Behaviour
	online          bool
	blocked         map[string]bool
	devices         map[uint16]*device
	nextDevice      uint16
	inbox           []*ShownMessage
	inboxIndex      map[string]*ShownMessage
	early           map[string][]change // changes of messages that are still to come
	forgotten       map[string]bool     // ids whose file the phone lost
	sent            []*SentMessage
	sentIndex       map[string]*SentMessage
	waiting         []waitingItem // what arrived while the phone was offline
	retries         map[string]int
	appState        *appState
	replied         int
	historyOnLink   bool
	historyReceipts int
	markedUnread    map[string]bool // by LID of the other person
	seen            seen
	gone            bool // the number was passed on
	gate            passkeyGate
}

// PhoneOptions describes a person to add.
type PhoneOptions struct {
	// Number is the phone number: country code and digits, no plus sign.
	Number string `json:"number"`
	// LID is the hidden user id; empty derives one that looks nothing like
	// the number.
	LID string `json:"lid,omitempty"`
	// PushName is the name the person chose to show to others.
	PushName string `json:"pushName,omitempty"`
	// Behaviour is how the phone reacts to messages.
	Behaviour Behaviour `json:"behaviour"`
	// HistoryOnLink makes the phone share its history with every device that
	// links, with the zero HistoryOptions and the mappings.
	HistoryOnLink bool `json:"historyOnLink,omitempty"`
	// Aliases are other spellings of the number under which a look-up finds
	// the account, such as Brazilian numbers without the ninth digit.
	Aliases []string `json:"aliases,omitempty"`
	// Passkey makes the account link nobody without an answer of its passkey.
	Passkey bool `json:"passkey,omitempty"`
	// PasskeyAsk makes the phone go on only after an answer without the proof
	// that client and phone met a moment ago, so that a person has to compare
	// the confirmation code.
	PasskeyAsk bool `json:"passkeyAsk,omitempty"`
}

// Behaviour is how a phone reacts to a message that reaches it. The zero value
// confirms delivery at once, never reads, and never answers.
type Behaviour struct {
	// DeliverAfter delays the delivery receipt.
	DeliverAfter time.Duration `json:"deliverAfter,omitempty"`
	// ReadAfter sends a read receipt this long after delivery; negative or
	// zero means never.
	ReadAfter time.Duration `json:"readAfter,omitempty"`
	// Ignore shows the message but sends no receipt at all.
	Ignore bool `json:"ignore,omitempty"`
	// Replies are given one after the other, starting over at the end.
	Replies []string `json:"replies,omitempty"`
	// ReplyAfter delays each of Replies.
	ReplyAfter time.Duration `json:"replyAfter,omitempty"`
	// ReplyForm is the wire form of each of Replies.
	ReplyForm WireForm `json:"replyForm,omitempty"`
	// Reply, when set, decides instead of Replies what is said about a message,
	// the before-th that the phone answers, counted from 0. It is not saved.
	Reply func(about ShownMessage, before int) []Answer `json:"-"`
}

// Answer is one thing that a person says about a message.
type Answer struct {
	Content Content
	// After is the pause before it, counted from the message.
	After time.Duration
}

// SentMessage is a message a phone sent, with what came back for it.
type SentMessage struct {
	ID        string   `json:"id"`
	To        string   `json:"to"`
	Text      string   `json:"text"`
	Form      WireForm `json:"form"`
	Delivered bool     `json:"delivered"`
	Read      bool     `json:"read"`
	// Receipts counts the delivery receipts, repeated ones included.
	Receipts int `json:"receipts"`
	// Retries counts how often a client asked for it again.
	Retries int `json:"retries"`
	// Deliveries counts how often it was put on the connection of a linked
	// device; a broken connection may have lost it.
	Deliveries int       `json:"deliveries"`
	Time       time.Time `json:"time"`

	group       string
	unavailable string
	plain       []byte                   // for re-encryption
	types       wireTypes                // of plain
	stanzas     map[deviceKey]queuedNode // last stanza per device, for identical redelivery
}

// Device is a linked device as the phone lists it.
type Device struct {
	ID        uint16    `json:"id"`
	JID       string    `json:"jid"`
	LID       string    `json:"lid"`
	Platform  string    `json:"platform"`
	LinkedAt  time.Time `json:"linkedAt"`
	Connected bool      `json:"connected"`
	Queued    int       `json:"queued"`
}

// Errors of the phones.
var (
	ErrNumber      = errors.New("a phone number has 5 to 15 digits")
	ErrPhoneExists = errors.New("the phone number or LID is taken")
	ErrNotLinked   = errors.New("no such linked device")
	ErrNoMessage   = errors.New("no such message")
)

func validDigits(s string) bool {
	if len(s) < 5 || len(s) > 15 {
		return false
	}
	_, err := strconv.ParseUint(s, 10, 64)
	return err == nil && s[0] != '+'
}

// deriveLID makes a stable LID that has nothing in common with the number, so
// that code that confuses the two does not work by accident.
func deriveLID(number string) string {
	sum := sha256.Sum256([]byte("lid " + number))
	return strconv.FormatUint(100_000_000_000_000+binary.BigEndian.Uint64(sum[:8])%900_000_000_000_000, 10)
}

// AddPhone adds a person. It returns ErrNumber or ErrPhoneExists.
func (s *Server) AddPhone(o PhoneOptions) (*Phone, error) {
	if o.LID == "" {
		o.LID = deriveLID(o.Number)
	}
	if !validDigits(o.Number) || !validDigits(o.LID) {
		return nil, fmt.Errorf("%w: %q", ErrNumber, o.Number)
	}
	p, err := newPhone(s, o, keys.NewKeyPair().Priv[:])
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.taken(o.Number) || s.byLID[o.LID] != nil || slices.ContainsFunc(o.Aliases, s.taken) {
		return nil, fmt.Errorf("%w: %s", ErrPhoneExists, o.Number)
	}
	s.addLocked(p)
	s.touch()
	return p, nil
}

func newPhone(s *Server, o PhoneOptions, identityPriv []byte) (*Phone, error) {
	signal, err := newSignalStore(identityPriv)
	if err != nil {
		return nil, err
	}
	p := &Phone{
		s: s, lid: o.LID, signal: signal,
		pushName: o.PushName, behaviour: o.Behaviour, online: true, historyOnLink: o.HistoryOnLink, aliases: o.Aliases,
		blocked:      map[string]bool{},
		devices:      map[uint16]*device{},
		nextDevice:   1,
		inboxIndex:   map[string]*ShownMessage{},
		early:        map[string][]change{},
		forgotten:    map[string]bool{},
		markedUnread: map[string]bool{},
		seen:         seen{typing: map[string]string{}},
		sentIndex:    map[string]*SentMessage{},
		retries:      map[string]int{},
		appState:     newAppState(),
		gate:         passkeyGate{required: o.Passkey, ask: o.PasskeyAsk},
	}
	p.numberNow.Store(&o.Number)
	return p, nil
}

func (s *Server) addLocked(p *Phone) {
	s.phones[p.Number()] = p
	s.byLID[p.lid] = p
	s.order = append(s.order, p)
	for _, alias := range p.aliases {
		s.aliases[alias] = p
	}
}

// Phone returns the phone with this number, or nil.
func (s *Server) Phone(number string) *Phone {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.phones[number]
}

// Phones returns all phones in the order in which they were added.
func (s *Server) Phones() []*Phone {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*Phone(nil), s.order...)
}

// Server returns the server the phone belongs to.
func (p *Phone) Server() *Server { return p.s }

// Number returns the phone number: digits only.
func (p *Phone) Number() string { return *p.numberNow.Load() }

// LID returns the hidden user id: digits only.
func (p *Phone) LID() string { return p.lid }

// PushName returns the name shown to others.
func (p *Phone) PushName() string {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.pushName
}

func (p *Phone) isGone() bool {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.gone
}

// Online tells whether the phone has a connection.
func (p *Phone) Online() bool {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.online
}

// SetOnline takes the phone off the network or back. What arrives meanwhile is
// delivered when it returns.
func (p *Phone) SetOnline(online bool) {
	p.s.mu.Lock()
	p.online = online
	var waiting []waitingItem
	if online {
		waiting, p.waiting = p.waiting, nil
	}
	p.s.touch()
	p.s.mu.Unlock()
	for _, item := range waiting {
		p.take(item)
	}
}

// SetBehaviour replaces the way the phone reacts.
func (p *Phone) SetBehaviour(b Behaviour) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.behaviour = b
	p.s.touch()
}

// Behaviour returns the way the phone reacts.
func (p *Phone) Behaviour() Behaviour {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.behaviour
}

// Block makes the phone drop what other sends; the sender sees one tick only.
func (p *Phone) Block(other *Phone, blocked bool) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if blocked {
		p.blocked[other.Number()] = true
	} else {
		delete(p.blocked, other.Number())
	}
	p.s.touch()
}

// Sent returns what the phone sent, oldest first.
func (p *Phone) Sent() []SentMessage {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	out := make([]SentMessage, 0, len(p.sent))
	for _, m := range p.sent {
		c := *m
		c.plain, c.stanzas = nil, nil
		out = append(out, c)
	}
	return out
}

// LinkedDevices lists the companions, oldest first.
func (p *Phone) LinkedDevices() []Device {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	var out []Device
	for _, d := range p.sortedDevices() {
		out = append(out, Device{
			ID: d.id, JID: d.jid(false).String(), LID: d.jid(true).String(), Platform: d.platform,
			LinkedAt: d.linkedAt, Connected: d.conn != nil, Queued: len(d.queue),
		})
	}
	return out
}

// ForgetSessions makes the phone lose its Signal sessions, as a reinstalled
// one would: what clients send in old sessions is answered by retry receipts.
func (p *Phone) ForgetSessions() {
	p.signal.mu.Lock()
	defer p.signal.mu.Unlock()
	p.signal.sessions = map[string][]byte{}
	p.signal.senderKeys = map[string][]byte{}
}

// jid is the address of the account, by LID or by phone number.
func (p *Phone) jid(lid bool) types.JID {
	if lid {
		return types.NewJID(p.lid, types.HiddenUserServer)
	}
	return types.NewJID(p.Number(), types.DefaultUserServer)
}

// deviceJID is the address of one device of the account.
func (p *Phone) deviceJID(lid bool, device uint16) types.JID {
	j := p.jid(lid)
	j.Device = device
	return j
}

// sessionAddress is the name under which phones keep the session with a
// device. It does not depend on how a stanza was addressed.
func sessionAddress(lid string, device uint16) *protocol.SignalAddress {
	return protocol.NewSignalAddress(lid, uint32(device))
}

// phoneFor finds the account behind a user address, by number or LID.
func (s *Server) phoneFor(j types.JID) *Phone {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.phoneForLocked(j)
}

func (s *Server) phoneForLocked(j types.JID) *Phone {
	switch j.Server {
	case types.DefaultUserServer, types.LegacyUserServer:
		return s.phones[j.User]
	case types.HiddenUserServer:
		return s.byLID[j.User]
	default:
		return nil
	}
}
