package wasim

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"time"

	waBinary "go.mau.fi/whatsmeow/binary"
)

// saveDelay bounds how much a killed simulator forgets.
const saveDelay = 150 * time.Millisecond

// savedState is the state file. Signal sessions are left out on purpose: after
// a restart phones start new ones, and what was encrypted in old ones heals by
// retry receipts, as after a reinstallation.
type savedState struct {
	Identity *Identity       `json:"identity"`
	Arrivals map[string]int  `json:"arrivals"`
	Phones   []savedPhone    `json:"phones"`
	GoneLIDs map[string]bool `json:"goneLids,omitempty"`
}

type savedPhone struct {
	Options    PhoneOptions  `json:"options"`
	Key        []byte        `json:"key"`
	NextPreKey uint32        `json:"nextPreKey"`
	Offline    bool          `json:"offline,omitempty"`
	Blocked    []string      `json:"blocked,omitempty"`
	NextDevice uint16        `json:"nextDevice"`
	Devices    []savedDevice `json:"devices,omitempty"`
	Inbox      []savedShown  `json:"inbox,omitempty"`
	Early      []change      `json:"early,omitempty"`
	Sent       []savedSent   `json:"sent,omitempty"`
	AppState   *appState     `json:"appState"`
	Waiting    []waitingItem `json:"waiting,omitempty"`
	Replied    int           `json:"replied,omitempty"`
}

type savedShown struct {
	*ShownMessage
	Raw []byte `json:"raw,omitempty"`
}

type savedSent struct {
	SentMessage
	Group       string `json:"group,omitempty"`
	Unavailable string `json:"unavailable,omitempty"`
	Plain       []byte `json:"plain,omitempty"`
	Hidden      bool   `json:"hidden,omitempty"`
}

func saveSent(m *SentMessage, hidden bool) savedSent {
	return savedSent{SentMessage: *m, Group: m.group, Unavailable: m.unavailable, Plain: m.plain, Hidden: hidden}
}

type savedDevice struct {
	ID       uint16         `json:"id"`
	Platform string         `json:"platform"`
	LinkedAt time.Time      `json:"linkedAt"`
	Noise    []byte         `json:"noise"`
	Identity []byte         `json:"identity"`
	RegID    uint32         `json:"regId"`
	Signed   publicPreKey   `json:"signed"`
	PreKeys  []publicPreKey `json:"preKeys"`
	ADV      []byte         `json:"adv"`
	KeyShare bool           `json:"keyShare"`
	Queue    []savedStanza  `json:"queue,omitempty"`
}

type savedStanza struct {
	Node  []byte `json:"node"`
	Stale int    `json:"stale,omitempty"`
}

// load reads the state file, if there is one, and settles the identity.
func (s *Server) load() error {
	s.saver = newSaver(s)
	state, err := readState(s.cfg.StateFile)
	if err != nil {
		return err
	}
	s.id = s.cfg.Identity
	if s.id == nil {
		s.id = state.Identity
	}
	if s.id == nil {
		if s.id, err = NewIdentity(); err != nil {
			return err
		}
	}
	if !s.id.valid() {
		return errors.New("the simulator's identity has keys of the wrong size")
	}
	if state.Arrivals != nil {
		s.arrivals = state.Arrivals
	}
	maps.Copy(s.goneLIDs, state.GoneLIDs)
	for _, saved := range state.Phones {
		if err = s.restore(saved); err != nil {
			return err
		}
	}
	return nil
}

func readState(path string) (savedState, error) {
	var state savedState
	if path == "" {
		return state, nil
	}
	data, err := os.ReadFile(path) //nolint:gosec // the path is the caller's choice
	if errors.Is(err, fs.ErrNotExist) {
		return state, nil
	}
	if err != nil {
		return state, fmt.Errorf("read simulator state: %w", err)
	}
	if err = json.Unmarshal(data, &state); err != nil {
		return state, fmt.Errorf("read simulator state %s: %w", path, err)
	}
	return state, nil
}

func (s *Server) restore(saved savedPhone) error {
	if len(saved.Key) != 32 {
		return errors.New("read simulator state: phone key of the wrong size")
	}
	p, err := newPhone(s, saved.Options, saved.Key)
	if err != nil {
		return err
	}
	p.signal.issued.Store(saved.NextPreKey)
	p.online, p.nextDevice = !saved.Offline, saved.NextDevice
	for _, number := range saved.Blocked {
		p.blocked[number] = true
	}
	if err = p.restoreMessages(saved); err != nil {
		return err
	}
	if saved.AppState != nil {
		p.appState = saved.AppState
	}
	for _, d := range saved.Devices {
		if err = p.restoreDevice(d); err != nil {
			return err
		}
	}
	s.addLocked(p)
	return nil
}

func (p *Phone) restoreMessages(saved savedPhone) error {
	for _, saved := range saved.Inbox {
		m := saved.ShownMessage
		m.raw = saved.Raw
		p.inbox = append(p.inbox, m)
		p.inboxIndex[inboxKey(m.From, m.ID)] = m
	}
	for _, c := range saved.Early {
		key := inboxKey(c.Author, c.Target)
		p.early[key] = append(p.early[key], c)
	}
	for _, m := range saved.Sent {
		sm := m.SentMessage
		sm.group, sm.unavailable, sm.plain, sm.types = m.Group, m.Unavailable, m.Plain, wireTypesOf(m.Plain)
		sm.stanzas = map[deviceKey]queuedNode{}
		p.sentIndex[sm.ID] = &sm
		if !m.Hidden {
			p.sent = append(p.sent, &sm)
		}
	}
	p.replied = saved.Replied
	for _, item := range saved.Waiting {
		if item.Shown == nil {
			node, err := decodeNode(item.Stanza)
			if err != nil {
				return err
			}
			item.node = node
		}
		p.waiting = append(p.waiting, item)
	}
	return nil
}

func (p *Phone) restoreDevice(saved savedDevice) error {
	d := &device{
		phone: p, id: saved.ID, platform: saved.Platform, linkedAt: saved.LinkedAt, noise: saved.Noise,
		identity: saved.Identity, regID: saved.RegID, signed: saved.Signed, preKeys: saved.PreKeys,
		adv: saved.ADV, keyShare: saved.KeyShare,
	}
	for _, q := range saved.Queue {
		node, err := decodeNode(q.Node)
		if err != nil {
			return err
		}
		d.queue = append(d.queue, &queued{node: *node, stale: q.Stale})
	}
	p.devices[d.id] = d
	return nil
}

func decodeNode(data []byte) (*waBinary.Node, error) {
	plain, err := waBinary.Unpack(data)
	if err != nil {
		return nil, fmt.Errorf("read saved stanza: %w", err)
	}
	node, err := waBinary.Unmarshal(plain)
	if err != nil {
		return nil, fmt.Errorf("read saved stanza: %w", err)
	}
	return node, nil
}

// snapshot encodes the state.
func (s *Server) snapshot() ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	state := savedState{Identity: s.id, Arrivals: s.arrivals, GoneLIDs: s.goneLIDs}
	for _, p := range s.order {
		saved, err := p.saved()
		if err != nil {
			return nil, err
		}
		state.Phones = append(state.Phones, saved)
	}
	return json.Marshal(state)
}

func (p *Phone) saved() (savedPhone, error) {
	out := savedPhone{
		Options: PhoneOptions{Number: p.Number(), LID: p.lid, PushName: p.pushName, Behaviour: p.behaviour, HistoryOnLink: p.historyOnLink, Aliases: p.aliases, Passkey: p.gate.required, PasskeyAsk: p.gate.ask},
		Key:     p.signal.identity.Priv[:], NextPreKey: p.signal.issued.Load(), Offline: !p.online,
		NextDevice: p.nextDevice, AppState: p.appState, Replied: p.replied,
	}
	for _, m := range p.inbox {
		out.Inbox = append(out.Inbox, savedShown{m, m.raw})
	}
	for _, list := range p.early {
		out.Early = append(out.Early, list...)
	}
	for _, item := range p.waiting {
		if item.node != nil {
			data, err := waBinary.Marshal(*item.node)
			if err != nil {
				return out, fmt.Errorf("save waiting stanza: %w", err)
			}
			item.Stanza = data
		}
		out.Waiting = append(out.Waiting, item)
	}
	for number := range p.blocked {
		out.Blocked = append(out.Blocked, number)
	}
	for _, sm := range p.sentIndex {
		if sm.Form == formPeer {
			out.Sent = append(out.Sent, saveSent(sm, true))
		}
	}
	for _, sm := range p.sent {
		out.Sent = append(out.Sent, saveSent(sm, false))
	}
	for _, d := range p.sortedDevices() {
		saved, err := d.saved()
		if err != nil {
			return out, err
		}
		out.Devices = append(out.Devices, saved)
	}
	return out, nil
}

func (d *device) saved() (savedDevice, error) {
	out := savedDevice{
		ID: d.id, Platform: d.platform, LinkedAt: d.linkedAt, Noise: d.noise, Identity: d.identity, RegID: d.regID,
		Signed: d.signed, PreKeys: d.preKeys, ADV: d.adv, KeyShare: d.keyShare,
	}
	for _, q := range d.queue {
		data, err := waBinary.Marshal(q.node)
		if err != nil {
			return out, fmt.Errorf("save queued stanza: %w", err)
		}
		out.Queue = append(out.Queue, savedStanza{Node: data, Stale: q.stale})
	}
	return out, nil
}

// saver writes the state file soon after a change.
type saver struct {
	s     *Server
	dirty chan struct{}
	done  chan struct{}
	wg    sync.WaitGroup
}

func newSaver(s *Server) *saver {
	return &saver{s: s, dirty: make(chan struct{}, 1), done: make(chan struct{})}
}

func (v *saver) mark() {
	select {
	case v.dirty <- struct{}{}:
	default:
	}
}

func (v *saver) start() {
	if v.s.cfg.StateFile != "" {
		v.mark()
		v.wg.Go(v.run)
	}
}

func (v *saver) run() {
	for {
		select {
		case <-v.done:
			return
		case <-v.dirty:
		}
		select {
		case <-v.done:
			return
		case <-time.After(saveDelay):
		}
		if err := v.save(); err != nil {
			v.s.log.Error("save simulator state", "error", err)
		}
	}
}

// stop saves a last time.
func (v *saver) stop() error {
	close(v.done)
	v.wg.Wait()
	if v.s.cfg.StateFile == "" {
		return nil
	}
	return v.save()
}

// save replaces the file in one step, so that a kill leaves the old or the new
// state and never half of one.
func (v *saver) save() error {
	data, err := v.s.snapshot()
	if err != nil {
		return err
	}
	path := v.s.cfg.StateFile
	tmp, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.tmp")
	if err != nil {
		return fmt.Errorf("save simulator state: %w", err)
	}
	defer os.Remove(tmp.Name()) // gone after the rename
	_, err = tmp.Write(data)
	if err = errors.Join(err, tmp.Close()); err != nil {
		return fmt.Errorf("save simulator state: %w", err)
	}
	if err = os.Rename(tmp.Name(), path); err != nil {
		return fmt.Errorf("save simulator state: %w", err)
	}
	return nil
}
