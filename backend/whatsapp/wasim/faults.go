package wasim

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"sync"
	"time"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/types"
)

// Faults are failures that can be ordered. All methods are safe for concurrent
// use; an order stays until it is used up or withdrawn.
type Faults struct {
	s *Server

	mu         sync.Mutex
	rng        *rand.Rand
	failCode   int
	failCount  int
	failFor    map[string]int
	withhold   int
	late       int
	lateBy     time.Duration
	drop       float64
	dropAck    float64
	dropAcks   int
	muted      bool
	refusals   []refusal
	unknown    map[string]bool
	corruption int
	silent     bool
	timelocks  map[string]time.Time // ends by number of the account
	revision   uint32
	outOfDate  bool
	spoiled    int
	holding    bool
	cuts       int
	droppedAck int
}

type refusal struct {
	reason int
	attrs  map[string]string
}

func newFaults(seed uint64) *Faults {
	if seed == 0 {
		seed = rand.Uint64()
	}
	return &Faults{rng: rand.New(rand.NewPCG(seed, seed)), failFor: map[string]int{}, unknown: map[string]bool{}, timelocks: map[string]time.Time{}}
}

func (f *Faults) set(do func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	do()
}

// FailAcks answers the next n messages with an ack error of this code; they
// reach nobody. n = 0 withdraws the order.
func (f *Faults) FailAcks(code, n int) { f.set(func() { f.failCode, f.failCount = code, n }) }

// FailAckFor answers every message to a number with an ack error of this code,
// until code 0 withdraws it.
func (f *Faults) FailAckFor(number string, code int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if code == 0 {
		delete(f.failFor, number)
		return
	}
	f.failFor[number] = code
}

// WithholdAcks delivers the next n messages without ever confirming them.
func (f *Faults) WithholdAcks(n int) { f.set(func() { f.withhold = n }) }

// DelayAcks answers the next n messages that much later.
func (f *Faults) DelayAcks(n int, by time.Duration) { f.set(func() { f.late, f.lateBy = n, by }) }

// DropProbability cuts the connection with probability p when a message
// arrives: the message is lost, the client has to send it again.
func (f *Faults) DropProbability(p float64) { f.set(func() { f.drop = p }) }

// DropAckProbability cuts the connection with probability p instead of
// confirming a message: the message is delivered, the client cannot know.
func (f *Faults) DropAckProbability(p float64) { f.set(func() { f.dropAck = p }) }

// DropAcks cuts the connection instead of confirming, for the next n messages.
func (f *Faults) DropAcks(n int) { f.set(func() { f.dropAcks = n }) }

// DropConnections cuts every connection now.
func (f *Faults) DropConnections() { f.s.DropConnections() }

// MuteKeepalive leaves keepalive pings unanswered.
func (f *Faults) MuteKeepalive(mute bool) { f.set(func() { f.muted = mute }) }

// RefuseLogin answers the next n logins with a failure: 401, 403 and 406 log
// the client out, 402 is a temporary ban (attributes code and expire), 405 an
// outdated client, 503 a service that is away.
func (f *Faults) RefuseLogin(reason int, attrs map[string]string, n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if n <= 0 {
		f.refusals = nil
	}
	for range n {
		f.refusals = append(f.refusals, refusal{reason, maps.Clone(attrs)})
	}
}

// StreamError ends the connection of a linked device with a stream error; code
// and conflict may be empty. Conflict types are "replaced" and
// "device_removed". It returns ErrNotLinked when the device is not connected.
func (f *Faults) StreamError(number string, device uint16, code, conflict string) error {
	f.s.mu.Lock()
	var c *conn
	if p := f.s.phones[number]; p != nil && p.devices[device] != nil {
		c = p.devices[device].conn
	}
	f.s.mu.Unlock()
	if c == nil {
		return fmt.Errorf("%w: %s:%d is not connected", ErrNotLinked, number, device)
	}
	c.streamError(code, conflict)
	return nil
}

// RequireVersion refuses clients of an older revision, the third part of their
// version, with failure 405; WhatsApp Web's page names this one. 0 takes all.
func (f *Faults) RequireVersion(revision uint32) { f.set(func() { f.revision = revision }) }

// HoldLogins leaves linked clients that log in without an answer. They hear
// nothing on that connection, also after the order is withdrawn.
func (f *Faults) HoldLogins(hold bool) { f.set(func() { f.holding = hold }) }

// ExpireCertificate makes the server show a certificate that has run out, as it
// looks to a client whose clock is wrong.
func (f *Faults) ExpireCertificate(expired bool) { f.set(func() { f.outOfDate = expired }) }

// SpoilPairings damages the next n device identities that clients are given, so
// that they refuse to be linked.
func (f *Faults) SpoilPairings(n int) { f.set(func() { f.spoiled = n }) }

// RotateQR makes clients that show a QR code put a new secret into it.
func (f *Faults) RotateQR() {
	f.s.eachLinking(func(c *conn) {
		c.notifyLinking("companion_reg_refresh", waBinary.Node{Tag: "pair-device-rotate-qr"})
	})
}

// ScanWithoutMultidevice tells clients that show a QR code that a phone has
// scanned it which cannot link devices.
func (f *Faults) ScanWithoutMultidevice() {
	f.s.eachLinking(func(c *conn) {
		c.send(waBinary.Node{Tag: "ib", Attrs: waBinary.Attrs{"from": types.ServerJID}, Content: []waBinary.Node{{Tag: "downgrade_webclient"}}})
	})
}

// eachLinking calls fn for every client that waits to be linked.
func (s *Server) eachLinking(fn func(c *conn)) {
	s.mu.Lock()
	var list []*conn
	for c := range s.conns {
		if c.reg != nil && c.reg.phone == nil {
			list = append(list, c)
		}
	}
	s.mu.Unlock()
	for _, c := range list {
		fn(c)
	}
}

// SetUnknown makes a number look as if it were not on WhatsApp.
func (f *Faults) SetUnknown(number string, unknown bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if unknown {
		f.unknown[number] = true
	} else {
		delete(f.unknown, number)
	}
}

// CorruptMessages damages the next n encryptions for linked devices, so that
// the client cannot read them and asks again.
func (f *Faults) CorruptMessages(n int) { f.set(func() { f.corruption = n }) }

// Clear withdraws all orders.
func (f *Faults) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.failCode, f.failCount, f.withhold, f.late, f.drop, f.dropAck, f.dropAcks = 0, 0, 0, 0, 0, 0, 0
	f.muted, f.refusals, f.corruption, f.silent = false, nil, 0, false
	f.revision, f.outOfDate, f.spoiled, f.holding = 0, false, 0, false
	f.failFor, f.unknown, f.timelocks = map[string]int{}, map[string]bool{}, map[string]time.Time{}
	f.s.media.set(func(o *mediaOrders) { *o = mediaOrders{} })
}

func (f *Faults) takeAckError(number string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.failCount > 0 {
		f.failCount--
		return f.failCode
	}
	return f.failFor[number]
}

func (f *Faults) takeWithheld() bool { return f.takeOne(&f.withhold) }

// takeLate tells how much later a message is answered, zero for at once.
func (f *Faults) takeLate() time.Duration {
	if !f.takeOne(&f.late) {
		return 0
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.lateBy
}

func (f *Faults) takeCorrupt() bool { return f.takeOne(&f.corruption) }

func (f *Faults) takeOne(n *int) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if *n <= 0 {
		return false
	}
	*n--
	return true
}

func (f *Faults) takeSpoiled() bool { return f.takeOne(&f.spoiled) }

func (f *Faults) requiredVersion() uint32 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.revision
}

func (f *Faults) certificateExpired() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.outOfDate
}

func (f *Faults) loginsHeld() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.holding
}

// Broken returns how many connections DropProbability has cut, and how many were
// cut instead of confirming a message.
func (f *Faults) Broken() (cuts, droppedAcks int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.cuts, f.droppedAck
}

func (f *Faults) rollDrop() bool { return f.count(&f.cuts, f.roll(&f.drop)) }

func (f *Faults) rollDropAck() bool {
	return f.count(&f.droppedAck, f.takeOne(&f.dropAcks) || f.roll(&f.dropAck))
}

func (f *Faults) count(n *int, happened bool) bool {
	if happened {
		f.set(func() { *n++ })
	}
	return happened
}

func (f *Faults) roll(p *float64) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return *p > 0 && f.rng.Float64() < *p
}

func (f *Faults) keepaliveMuted() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.muted
}

func (f *Faults) takeRefusal() (refusal, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.refusals) == 0 {
		return refusal{}, false
	}
	r := f.refusals[0]
	f.refusals = f.refusals[1:]
	return r, true
}

func (f *Faults) isUnknown(number string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.unknown[number]
}
