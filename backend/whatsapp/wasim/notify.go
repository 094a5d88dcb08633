package wasim

import (
	"encoding/json"
	"fmt"
	"maps"
	"strconv"
	"time"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/types"
)

// NotifyTimelock tells the account's linked devices that it may not start new
// chats until a time, or with active false that it may again. What the service
// does about messages sent all the same is ordered with Faults.FailAcks (463);
// Faults.Timelock does both.
// The shape is what the client library parses; the operation name is assumed.
func (p *Phone) NotifyTimelock(active bool, until time.Time) error {
	body, err := json.Marshal(map[string]any{"data": map[string]any{
		"xwa2_notify_account_reachout_timelock": map[string]any{
			"is_active": active, "time_enforcement_ends": strconv.FormatInt(until.Unix(), 10), "enforcement_type": "DEFAULT",
		},
	}})
	if err != nil {
		return fmt.Errorf("encode notification: %w", err)
	}
	p.notify("mex", waBinary.Attrs{"from": types.ServerJID}, waBinary.Node{
		Tag: "update", Attrs: waBinary.Attrs{"op_name": "NotificationUserReachoutTimelockUpdate"}, Content: body,
	})
	return nil
}

// Timelock keeps an account from starting new chats until a time, and tells its
// linked devices; the zero time lifts it. Messages to people who never wrote to
// the account are refused with 463 meanwhile. A number nobody has is ignored.
func (f *Faults) Timelock(number string, until time.Time) {
	p := f.s.Phone(number)
	if p == nil {
		return
	}
	f.mu.Lock()
	f.timelocks[number] = until
	f.mu.Unlock()
	if err := p.NotifyTimelock(!until.IsZero(), until); err != nil {
		f.s.log.Error("notify timelock", "error", err)
	}
}

// timelocked tells whether a message would start a chat that the account may
// not start now.
func (s *Server) timelocked(m clientMessage) bool {
	s.faults.mu.Lock()
	until := s.faults.timelocks[m.from.Number()]
	s.faults.mu.Unlock()
	if m.peer == m.from || !s.now().Before(until) {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, shown := range m.from.inbox {
		if shown.From == m.peer.Number() {
			return false
		}
	}
	return true
}

// GrantToken gives the account of to a privacy token of this phone: its
// clients put it into what they send to this phone from then on.
func (p *Phone) GrantToken(to *Phone) {
	to.notify("privacy_token", waBinary.Attrs{"from": p.jid(false), "sender_lid": p.jid(true)}, waBinary.Node{
		Tag: "tokens", Content: []waBinary.Node{{
			Tag:     "token",
			Attrs:   waBinary.Attrs{"type": "trusted_contact", "t": unix(p.s.now().Unix())},
			Content: randomBytes(16),
		}},
	})
}

// notify queues a notification for all linked devices of the phone.
func (p *Phone) notify(kind string, attrs waBinary.Attrs, content waBinary.Node) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	for _, d := range p.sortedDevices() {
		p.notifyDevice(d, kind, attrs, content)
	}
}

// notifyDevice queues a notification for one linked device. The caller holds
// Server.mu.
func (p *Phone) notifyDevice(d *device, kind string, attrs waBinary.Attrs, content waBinary.Node) {
	attrs = maps.Clone(attrs)
	attrs["type"], attrs["id"], attrs["t"] = kind, newMessageID(), unix(p.s.now().Unix())
	d.push(&queued{node: waBinary.Node{Tag: "notification", Attrs: attrs, Content: []waBinary.Node{content}}})
}
