package wasim

import (
	"context"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"go.mau.fi/whatsmeow/appstate"
	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/proto/waServerSync"
	"go.mau.fi/whatsmeow/store"
	waLog "go.mau.fi/whatsmeow/util/log"
	"google.golang.org/protobuf/proto"
)

// appState is an account's synchronised state: a key the devices share, and
// per collection the patches so far. The version of a collection is the number
// of its patches. Guarded by Server.mu.
type appState struct {
	KeyID   []byte              `json:"keyId"`
	Key     []byte              `json:"key"`
	Patches map[string][][]byte `json:"patches"`
}

func newAppState() *appState {
	return &appState{KeyID: []byte{0, 0, 0, 0, 0, 1}, Key: randomBytes(32), Patches: map[string][][]byte{}}
}

// welcome gives a newly linked device what phones give it.
func (p *Phone) welcome(d *device) {
	p.shareAppState(d)
	p.s.mu.Lock()
	share := p.historyOnLink
	p.s.mu.Unlock()
	if !share {
		return
	}
	if err := p.ShareHistory(p.s.ctx, HistoryOptions{Device: d.id, WithMappings: true}); err != nil && p.s.ctx.Err() == nil {
		p.s.log.Error("share history", "error", err)
	}
}

// shareAppState is what a phone does when a device was linked: write its push
// name to the account's state, and give the device the key to read it.
func (p *Phone) shareAppState(d *device) {
	if err := p.writePushName(); err != nil {
		p.s.log.Error("write push name", "error", err)
		return
	}
	if err := p.sendAppStateKey(p.s.ctx, d); err != nil && p.s.ctx.Err() == nil {
		p.s.log.Error("share app state key", "error", err)
	}
}

// writePushName adds the patch with the push name, once.
func (p *Phone) writePushName() error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	name := string(appstate.WAPatchCriticalBlock)
	if p.pushName == "" || len(p.appState.Patches[name]) > 0 {
		return nil
	}
	keys := appStateKeys{id: p.appState.KeyID, key: p.appState.Key}
	proc := appstate.NewProcessor(&store.Device{AppStateKeys: keys, AppState: emptyAppState{}}, waLog.Noop)
	raw, err := proc.EncodePatch(p.s.ctx, p.appState.KeyID, appstate.HashState{}, appstate.BuildSettingPushName(p.pushName))
	if err != nil {
		return fmt.Errorf("encode app state patch: %w", err)
	}
	return p.appState.add(name, raw)
}

// add appends a patch and writes the version into it that readers expect.
func (a *appState) add(name string, raw []byte) error {
	var patch waServerSync.SyncdPatch
	if err := proto.Unmarshal(raw, &patch); err != nil {
		return fmt.Errorf("decode app state patch: %w", err)
	}
	patch.Version = &waServerSync.SyncdVersion{Version: proto.Uint64(uint64(len(a.Patches[name]) + 1))}
	out, err := proto.Marshal(&patch)
	if err != nil {
		return fmt.Errorf("encode app state patch: %w", err)
	}
	a.Patches[name] = append(a.Patches[name], out)
	return nil
}

// sendAppStateKey sends the key in a message between devices of one account.
func (p *Phone) sendAppStateKey(ctx context.Context, d *device) error {
	p.s.mu.Lock()
	keyID, key := p.appState.KeyID, p.appState.Key
	p.s.mu.Unlock()
	return p.sendPeer(ctx, d, &waE2E.ProtocolMessage{
		Type: waE2E.ProtocolMessage_APP_STATE_SYNC_KEY_SHARE.Enum(),
		AppStateSyncKeyShare: &waE2E.AppStateSyncKeyShare{Keys: []*waE2E.AppStateSyncKey{{
			KeyID: &waE2E.AppStateSyncKeyId{KeyID: keyID},
			KeyData: &waE2E.AppStateSyncKeyData{
				KeyData:     key,
				Fingerprint: &waE2E.AppStateSyncKeyFingerprint{RawID: proto.Uint32(1), CurrentIndex: proto.Uint32(1), DeviceIndexes: []uint32{0}},
				Timestamp:   proto.Int64(p.s.now().UnixMilli()),
			},
		}}},
	})
}

// answerAppState serves patches and takes pushed ones.
func (c *conn) answerAppState(n *waBinary.Node) []waBinary.Node {
	sync, ok := child(n, "sync")
	if !ok {
		return nil
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	state := c.dev.phone.appState
	var out []waBinary.Node
	for _, collection := range sync.GetChildren() {
		out = append(out, state.answer(&collection))
	}
	c.s.touch()
	return []waBinary.Node{{Tag: "sync", Content: out}}
}

func (a *appState) answer(collection *waBinary.Node) waBinary.Node {
	name := attrString(collection, "name")
	have, _ := strconv.Atoi(attrString(collection, "version"))
	attrs := waBinary.Attrs{"name": name}
	raw := pushedPatch(collection)
	if raw != nil && have == len(a.Patches[name]) && a.add(name, raw) == nil {
		attrs["version"] = strconv.Itoa(len(a.Patches[name]))
		return waBinary.Node{Tag: "collection", Attrs: attrs}
	}
	attrs["version"] = strconv.Itoa(len(a.Patches[name]))
	var content []waBinary.Node
	if raw != nil {
		attrs["type"] = "error"
		content = append(content, waBinary.Node{Tag: "error", Attrs: waBinary.Attrs{"code": "409", "text": "conflict"}})
	}
	var patches []waBinary.Node
	for _, patch := range a.Patches[name][min(max(have, 0), len(a.Patches[name])):] {
		patches = append(patches, waBinary.Node{Tag: "patch", Content: patch})
	}
	if len(patches) > 0 {
		content = append(content, waBinary.Node{Tag: "patches", Content: patches})
	}
	return waBinary.Node{Tag: "collection", Attrs: attrs, Content: content}
}

func pushedPatch(collection *waBinary.Node) []byte { return childBytes(*collection, "patch") }

// appStateKeys and emptyAppState are as much of a client's storage as the
// encoder of a first patch asks for.
type appStateKeys struct {
	store.AppStateSyncKeyStore
	id, key []byte
}

func (k appStateKeys) GetAppStateSyncKey(_ context.Context, id []byte) (*store.AppStateSyncKey, error) {
	if hex.EncodeToString(id) != hex.EncodeToString(k.id) {
		return nil, nil
	}
	return &store.AppStateSyncKey{Data: k.key, Timestamp: time.Now().UnixMilli()}, nil
}

type emptyAppState struct{ store.AppStateStore }

func (emptyAppState) GetAppStateMutationMAC(context.Context, string, []byte) ([]byte, error) {
	return nil, nil
}
