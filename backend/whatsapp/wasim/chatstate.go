package wasim

import (
	"context"
	"strings"
	"time"

	"go.mau.fi/whatsmeow/appstate"
	"go.mau.fi/whatsmeow/proto/waSyncAction"
	"google.golang.org/protobuf/proto"
)

// ChatState is what an account's devices know about a chat.
type ChatState struct {
	// Read tells that nothing in it is unread and nobody marked it as unread.
	Read     bool `json:"read"`
	Muted    bool `json:"muted"`
	Pinned   bool `json:"pinned"`
	Archived bool `json:"archived"`
	// Name is the person's name in the address book, empty when not saved.
	Name string `json:"name,omitempty"`
}

// ChatState returns the state of the chat with other, whether the phone or a
// linked device set it.
func (p *Phone) ChatState(other *Phone) ChatState {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	out := ChatState{Read: !p.markedUnread[other.lid] && len(p.unread(other)) == 0}
	for _, name := range appstate.AllPatchNames {
		mutations, _, err := p.appState.replay(p.s.ctx, p.appState.processor(), string(name))
		if err != nil {
			p.s.log.Error("read app state", "error", err)
			continue
		}
		for _, m := range mutations {
			if other.isIndex(m.Index) {
				out.apply(m, p.s.now())
			}
		}
	}
	return out
}

// isIndex tells whether a mutation is about the chat with this person.
func (p *Phone) isIndex(index []string) bool {
	return len(index) > 1 && (index[1] == p.jid(true).String() || index[1] == p.jid(false).String())
}

func (c *ChatState) apply(m appstate.Mutation, now time.Time) {
	switch m.Index[0] {
	case appstate.IndexMute:
		end := m.Action.GetMuteAction().GetMuteEndTimestamp()
		c.Muted = m.Action.GetMuteAction().GetMuted() && (end < 0 || end > now.UnixMilli())
	case appstate.IndexPin:
		c.Pinned = m.Action.GetPinAction().GetPinned()
	case appstate.IndexArchive:
		c.Archived = m.Action.GetArchiveChatAction().GetArchived()
	case appstate.IndexContact:
		c.Name = m.Action.GetContactAction().GetFullName()
	}
}

// unread lists what other wrote and nobody has read. The caller holds
// Server.mu.
func (p *Phone) unread(other *Phone) []string {
	var ids []string
	for _, m := range p.inbox {
		if m.From == other.Number() && !m.FromMe && !m.Read {
			ids = append(ids, m.ID)
		}
	}
	return ids
}

// markShown marks messages of other as read on the screen. The caller holds
// Server.mu.
func (p *Phone) markShown(other *Phone, ids []string) {
	for _, id := range ids {
		if m := p.inboxIndex[inboxKey(other.Number(), id)]; m != nil {
			m.Read = true
		}
	}
	delete(p.markedUnread, other.lid)
}

// takePatch is the phone following a patch that a linked device pushed. The
// caller holds Server.mu.
func (p *Phone) takePatch(from *device, name string) {
	p.notifyState(name, from)
	mutations, state, err := p.appState.replay(p.s.ctx, p.appState.processor(), name)
	if err != nil {
		p.s.log.Warn("pushed app state patch", "error", err)
		return
	}
	for _, m := range mutations {
		if m.PatchVersion != state.Version || m.Index[0] != appstate.IndexMarkChatAsRead {
			continue
		}
		for _, other := range p.s.order {
			if !other.isIndex(m.Index) {
				continue
			}
			if m.Action.GetMarkChatAsReadAction().GetRead() {
				p.markShown(other, p.unread(other))
			} else {
				p.markedUnread[other.lid] = true
			}
		}
	}
}

// SaveContact writes a name into the address book of the phone, from where
// linked devices learn it.
func (p *Phone) SaveContact(ctx context.Context, other *Phone, fullName string) error {
	first, _, _ := strings.Cut(fullName, " ")
	return p.writeState(ctx, appstate.PatchInfo{
		Type: appstate.WAPatchCriticalUnblockLow,
		Mutations: []appstate.MutationInfo{{
			Index: []string{appstate.IndexContact, other.jid(false).String()}, Version: 2,
			Value: &waSyncAction.SyncActionValue{ContactAction: &waSyncAction.ContactAction{
				FullName: &fullName, FirstName: &first, LidJID: proto.String(other.jid(true).String()), SaveOnPrimaryAddressbook: proto.Bool(true),
			}},
		}},
	})
}

// MarkChatRead is the owner opening a chat on the phone: read receipts go to
// the person who wrote and, as read-self, to the own linked devices; the
// account's state says that the chat is read.
func (p *Phone) MarkChatRead(ctx context.Context, other *Phone) error {
	p.s.mu.Lock()
	ids := p.unread(other)
	if len(ids) > 0 {
		node := receiptNode(p.jid(true), "read-self", unix(p.s.now().Unix()), ids)
		node.Attrs["recipient"] = other.jid(true)
		for _, d := range p.sortedDevices() {
			d.push(&queued{node: node})
		}
	}
	delete(p.markedUnread, other.lid)
	p.s.mu.Unlock()
	if err := p.MarkRead(ctx, other, ids...); err != nil {
		return err
	}
	return p.writeState(ctx, appstate.BuildMarkChatAsRead(other.jid(true), true, p.s.now(), nil))
}

// MuteChat mutes a chat until a time; the zero time ends it.
func (p *Phone) MuteChat(ctx context.Context, other *Phone, until time.Time) error {
	if until.IsZero() {
		return p.writeState(ctx, appstate.BuildMuteAbs(other.jid(true), false, nil))
	}
	return p.writeState(ctx, appstate.BuildMuteAbs(other.jid(true), true, proto.Int64(until.UnixMilli())))
}

// PinChat pins a chat to the top or takes the pin off.
func (p *Phone) PinChat(ctx context.Context, other *Phone, pinned bool) error {
	return p.writeState(ctx, appstate.BuildPin(other.jid(true), pinned))
}

// ArchiveChat puts a chat into the archive, which also takes its pin off, or
// back.
func (p *Phone) ArchiveChat(ctx context.Context, other *Phone, archived bool) error {
	return p.writeState(ctx, appstate.BuildArchive(other.jid(true), archived, p.s.now(), nil))
}
