package wasim

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"time"

	"go.mau.fi/whatsmeow/appstate"
	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/proto/waServerSync"
	"go.mau.fi/whatsmeow/proto/waSyncAction"
	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
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

// shareAppState is what a phone does when a device was linked: see to it that
// there is a state, and give the device the key to read it.
func (p *Phone) shareAppState(d *device) {
	if err := p.writeInitialState(); err != nil {
		p.s.log.Error("write app state", "error", err)
		return
	}
	if err := p.sendAppStateKey(p.s.ctx, d); err != nil && p.s.ctx.Err() == nil {
		p.s.log.Error("share app state key", "error", err)
	}
}

// initialState is what every phone has written before a device links: one
// patch in each collection. Clients take the first patch of a collection for
// old news and tell nobody.
func (p *Phone) initialState() []appstate.PatchInfo {
	setting := func(name appstate.WAPatchName, version int32, value *waSyncAction.SyncActionValue, index ...string) appstate.PatchInfo {
		return appstate.PatchInfo{Type: name, Mutations: []appstate.MutationInfo{{Index: index, Version: version, Value: value}}}
	}
	out := []appstate.PatchInfo{
		setting(appstate.WAPatchRegularLow, 4, &waSyncAction.SyncActionValue{
			UnarchiveChatsSetting: &waSyncAction.UnarchiveChatsSetting{UnarchiveChats: proto.Bool(false)},
		}, appstate.IndexSettingUnarchiveChats),
		setting(appstate.WAPatchRegular, 7, &waSyncAction.SyncActionValue{
			PrimaryFeature: &waSyncAction.PrimaryFeature{},
		}, appstate.IndexPrimaryFeature),
		setting(appstate.WAPatchRegularHigh, 1, &waSyncAction.SyncActionValue{
			FavoritesAction: &waSyncAction.FavoritesAction{},
		}, appstate.IndexFavorites),
		setting(appstate.WAPatchCriticalUnblockLow, 2, &waSyncAction.SyncActionValue{
			ContactAction: &waSyncAction.ContactAction{FullName: proto.String(p.pushName), FirstName: proto.String(p.pushName)},
		}, appstate.IndexContact, p.jid(false).String()),
	}
	if p.pushName != "" {
		out = append(out, appstate.BuildSettingPushName(p.pushName))
	}
	return out
}

// writeInitialState adds what initialState lists, once.
func (p *Phone) writeInitialState() error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	for _, info := range p.initialState() {
		if len(p.appState.Patches[string(info.Type)]) > 0 {
			continue
		}
		if err := p.addState(p.s.ctx, info); err != nil {
			return err
		}
	}
	return nil
}

// writeState adds a patch of the phone and tells the linked devices that there
// is something to fetch.
func (p *Phone) writeState(ctx context.Context, info appstate.PatchInfo) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if err := p.addState(ctx, info); err != nil {
		return err
	}
	p.notifyState(string(info.Type), nil)
	return nil
}

// addState encodes a patch on top of the earlier ones. The caller holds
// Server.mu.
func (p *Phone) addState(ctx context.Context, info appstate.PatchInfo) error {
	name := string(info.Type)
	proc := p.appState.processor()
	_, state, err := p.appState.replay(ctx, proc, name)
	if err != nil {
		return err
	}
	raw, err := proc.EncodePatch(ctx, p.appState.KeyID, state, info)
	if err != nil {
		return fmt.Errorf("encode app state patch: %w", err)
	}
	p.s.touch()
	return p.appState.add(name, raw)
}

// notifyState tells the linked devices, except the one that wrote it, that a
// collection has a new version. The caller holds Server.mu.
func (p *Phone) notifyState(name string, except *device) {
	collection := waBinary.Node{Tag: "collection", Attrs: waBinary.Attrs{
		"name": name, "version": strconv.Itoa(len(p.appState.Patches[name])),
	}}
	for _, d := range p.sortedDevices() {
		if d != except && d.keyShare {
			p.notifyDevice(d, "server_sync", waBinary.Attrs{"from": types.ServerJID}, collection)
		}
	}
}

// processor reads and writes patches with the key of the account.
func (a *appState) processor() *appstate.Processor {
	return appstate.NewProcessor(&store.Device{
		AppStateKeys: appStateKeys{id: a.KeyID, key: a.Key}, AppState: appStateMACs{},
	}, waLog.Noop)
}

// replay reads all patches of a collection, with every check a client makes.
func (a *appState) replay(ctx context.Context, proc *appstate.Processor, name string) ([]appstate.Mutation, appstate.HashState, error) {
	list := &appstate.PatchList{Name: appstate.WAPatchName(name)}
	for _, raw := range a.Patches[name] {
		var patch waServerSync.SyncdPatch
		if err := proto.Unmarshal(raw, &patch); err != nil {
			return nil, appstate.HashState{}, fmt.Errorf("decode app state patch: %w", err)
		}
		list.Patches = append(list.Patches, &patch)
	}
	mutations, state, err := proc.DecodePatches(ctx, list, appstate.HashState{}, true)
	if err != nil {
		return nil, state, fmt.Errorf("read app state: %w", err)
	}
	return mutations, state, nil
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
	p := c.dev.phone
	var out []waBinary.Node
	for _, collection := range sync.GetChildren() {
		before := len(p.appState.Patches[attrString(&collection, "name")])
		out = append(out, p.appState.answer(&collection))
		if name := attrString(&collection, "name"); len(p.appState.Patches[name]) > before {
			p.takePatch(c.dev, name)
		}
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

// appStateKeys and appStateMACs are as much of a client's storage as reading
// and writing patches from the first one on asks for.
type appStateKeys struct {
	store.AppStateSyncKeyStore
	id, key []byte
}

func (k appStateKeys) GetAppStateSyncKey(_ context.Context, id []byte) (*store.AppStateSyncKey, error) {
	if !bytes.Equal(id, k.id) {
		return nil, nil
	}
	return &store.AppStateSyncKey{Data: k.key, Timestamp: time.Now().UnixMilli()}, nil
}

// appStateMACs holds the MAC of the latest value by the MAC of its index.
type appStateMACs map[string][]byte

func (m appStateMACs) PutAppStateVersion(context.Context, string, uint64, [128]byte) error {
	return nil
}

func (m appStateMACs) GetAppStateVersion(context.Context, string) (uint64, [128]byte, error) {
	return 0, [128]byte{}, errNotSupported
}

func (m appStateMACs) DeleteAppStateVersion(context.Context, string) error { return errNotSupported }

func (m appStateMACs) PutAppStateMutationMACs(_ context.Context, _ string, _ uint64, list []store.AppStateMutationMAC) error {
	for _, mac := range list {
		m[string(mac.IndexMAC)] = mac.ValueMAC
	}
	return nil
}

func (m appStateMACs) DeleteAppStateMutationMACs(_ context.Context, _ string, list [][]byte) error {
	for _, index := range list {
		delete(m, string(index))
	}
	return nil
}

func (m appStateMACs) GetAppStateMutationMAC(_ context.Context, _ string, index []byte) ([]byte, error) {
	return m[string(index)], nil
}
