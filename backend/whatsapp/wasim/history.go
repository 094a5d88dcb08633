package wasim

import (
	"bytes"
	"cmp"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/proto/waHistorySync"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// Past is a message of before the application was linked.
type Past struct {
	// ID is the message id; empty makes one.
	ID string `json:"id,omitempty"`
	// FromMe tells that the phone's owner wrote it.
	FromMe  bool      `json:"fromMe,omitempty"`
	Content Content   `json:"content"`
	Time    time.Time `json:"time"`
	// Read tells that its receiver has read it.
	Read bool `json:"read,omitempty"`
}

// HistoryOptions say how a phone hands its history to a linked device.
type HistoryOptions struct {
	// Device is the linked device; 0 means all of them.
	Device uint16 `json:"device,omitempty"`
	// ChunkMessages is how many messages go into one chunk; 0 means 100.
	ChunkMessages int `json:"chunkMessages,omitempty"`
	// Inline puts the chunks into the notifications instead of onto the media
	// server.
	Inline bool `json:"inline,omitempty"`
	// PN names conversations by phone number instead of by LID.
	PN bool `json:"pn,omitempty"`
	// WithMappings adds which LID belongs to which number.
	WithMappings bool `json:"withMappings,omitempty"`
	// Full sends what is older than three months in chunks of type FULL,
	// after everything younger; otherwise all chunks are of type RECENT.
	Full bool `json:"full,omitempty"`
}

const (
	defaultChunkMessages = 100
	// recentHistory is what phones count as recent.
	recentHistory = 90 * 24 * time.Hour
)

// AddPast puts old messages of two people onto both their phones, in the given
// order. Linked devices learn of them by ShareHistory only.
func (p *Phone) AddPast(with *Phone, past ...Past) error {
	for _, m := range past {
		from, to := with, p
		if m.FromMe {
			from, to = p, with
		}
		if m.ID == "" {
			m.ID = newMessageID()
		}
		msg, err := from.compose(to, m.Content, true)
		if err != nil {
			return fmt.Errorf("past message %s: %w", m.ID, err)
		}
		env := ShownMessage{ID: m.ID, From: from.Number(), To: to.Number(), Time: m.Time, Read: m.Read}
		to.absorb(env, msg)
		env.FromMe = true
		from.absorb(env, msg)
	}
	return nil
}

// HistoryReceipts counts the history chunks that linked devices confirmed as
// such.
func (p *Phone) HistoryReceipts() int {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.historyReceipts
}

// historyPart is one chunk before it is encoded.
type historyPart struct {
	kind          waHistorySync.HistorySync_HistorySyncType
	conversations []*waHistorySync.Conversation
	messages      int
}

// ShareHistory sends what the phone shows to linked devices, as a phone does
// after linking: the newest message of every conversation, the push names, and
// the rest in chunks from new to old. It returns ErrNotLinked for an unknown
// device.
func (p *Phone) ShareHistory(ctx context.Context, o HistoryOptions) error {
	p.s.mu.Lock()
	devices := p.sortedDevices()
	if o.Device != 0 {
		devices = slices.DeleteFunc(devices, func(d *device) bool { return d.id != o.Device })
	}
	parts, err := p.historyParts(o)
	syncs := p.historySyncs(parts, o)
	p.s.mu.Unlock()
	if err != nil {
		return err
	}
	if o.Device != 0 && len(devices) == 0 {
		return fmt.Errorf("%w: %d", ErrNotLinked, o.Device)
	}
	var failed []error
	for _, d := range devices {
		for _, sync := range syncs {
			failed = append(failed, p.sendHistory(ctx, d, sync, o.Inline))
		}
	}
	return errors.Join(failed...)
}

// historySyncs numbers the chunks and puts the push names after the first. The
// caller holds Server.mu.
func (p *Phone) historySyncs(parts []historyPart, o HistoryOptions) []*waHistorySync.HistorySync {
	var out []*waHistorySync.HistorySync
	for i, part := range parts {
		sync := &waHistorySync.HistorySync{
			SyncType: part.kind.Enum(), Conversations: part.conversations,
			ChunkOrder: proto.Uint32(uint32(i + 1)), Progress: proto.Uint32(uint32(100 * (i + 1) / len(parts))),
		}
		if o.WithMappings {
			sync.PhoneNumberToLidMappings = historyMappings(part.conversations)
		}
		out = append(out, sync)
		if i == 0 {
			out = append(out, p.pushNames())
		}
	}
	return out
}

// pushNames lists the names that those who wrote chose for themselves. The
// caller holds Server.mu.
func (p *Phone) pushNames() *waHistorySync.HistorySync {
	sync := &waHistorySync.HistorySync{SyncType: waHistorySync.HistorySync_PUSH_NAME.Enum()}
	for _, c := range p.conversations() {
		if c.other.pushName != "" {
			sync.Pushnames = append(sync.Pushnames, &waHistorySync.Pushname{
				ID: proto.String(c.other.jid(false).String()), Pushname: proto.String(c.other.pushName),
			})
		}
	}
	return sync
}

// conversation is what a phone shows with one person, from new to old.
type conversation struct {
	other    *Phone
	messages []*ShownMessage
}

// conversations lists those with the newest messages first. The caller holds
// Server.mu.
func (p *Phone) conversations() []*conversation {
	shown := slices.Clone(p.inbox)
	slices.Reverse(shown)
	slices.SortStableFunc(shown, func(a, b *ShownMessage) int { return b.Time.Compare(a.Time) })
	var out []*conversation
	byNumber := map[string]*conversation{}
	for _, m := range shown {
		number := m.From
		if m.FromMe {
			number = m.To
		}
		c, other := byNumber[number], p.s.phones[number]
		if c == nil && other != nil && other != p {
			c = &conversation{other: other}
			byNumber[number] = c
			out = append(out, c)
		}
		if c != nil {
			c.messages = append(c.messages, m)
		}
	}
	return out
}

// historyParts cuts the history into chunks. The caller holds Server.mu.
func (p *Phone) historyParts(o HistoryOptions) ([]historyPart, error) {
	size := o.ChunkMessages
	if size <= 0 {
		size = defaultChunkMessages
	}
	recent, full := waHistorySync.HistorySync_RECENT, waHistorySync.HistorySync_FULL
	first := historyPart{kind: waHistorySync.HistorySync_INITIAL_BOOTSTRAP}
	var rest []historyPart
	for _, c := range p.conversations() {
		for i, m := range c.messages {
			kind := recent
			if o.Full && p.s.now().Sub(m.Time) > recentHistory {
				kind = full
			}
			part := &first
			if i > 0 {
				if n := len(rest); n == 0 || rest[n-1].messages >= size || rest[n-1].kind != kind {
					rest = append(rest, historyPart{kind: kind})
				}
				part = &rest[len(rest)-1]
			}
			if err := p.addToPart(part, c, m, o.PN); err != nil {
				return nil, err
			}
		}
	}
	late := map[waHistorySync.HistorySync_HistorySyncType]int{full: 1}
	slices.SortStableFunc(rest, func(a, b historyPart) int {
		return cmp.Compare(late[a.kind], late[b.kind])
	})
	return append([]historyPart{first}, rest...), nil
}

// addToPart appends a message to its conversation in a chunk. The caller holds
// Server.mu.
func (p *Phone) addToPart(part *historyPart, with *conversation, m *ShownMessage, pn bool) error {
	chat := with.other.jid(!pn).String()
	n := len(part.conversations)
	if n == 0 || part.conversations[n-1].GetID() != chat {
		part.conversations = append(part.conversations, with.describe(chat))
		n++
	}
	info, err := p.webMessage(m, chat)
	if err != nil {
		return err
	}
	c := part.conversations[n-1]
	c.Messages = append(c.Messages, &waHistorySync.HistorySyncMsg{Message: info, MsgOrderID: proto.Uint64(uint64(m.Time.UnixMilli()))})
	part.messages++
	return nil
}

// describe is a conversation without its messages.
func (c *conversation) describe(chat string) *waHistorySync.Conversation {
	newest, unread := proto.Uint64(uint64(c.messages[0].Time.Unix())), uint32(0)
	for _, m := range c.messages {
		if !m.FromMe && !m.Read {
			unread++
		}
	}
	return &waHistorySync.Conversation{
		ID: &chat, PnJID: proto.String(c.other.jid(false).String()), LidJID: proto.String(c.other.jid(true).String()),
		ConversationTimestamp: newest, LastMsgTimestamp: newest, UnreadCount: &unread,
		EndOfHistoryTransferType: waHistorySync.Conversation_COMPLETE_AND_NO_MORE_MESSAGE_REMAIN_ON_PRIMARY.Enum(),
	}
}

func historyMappings(list []*waHistorySync.Conversation) []*waHistorySync.PhoneNumberToLIDMapping {
	out := make([]*waHistorySync.PhoneNumberToLIDMapping, 0, len(list))
	for _, c := range list {
		out = append(out, &waHistorySync.PhoneNumberToLIDMapping{PnJID: c.PnJID, LidJID: c.LidJID})
	}
	return out
}

// sendHistory compresses a chunk and announces it to a linked device.
func (p *Phone) sendHistory(ctx context.Context, d *device, sync *waHistorySync.HistorySync, inline bool) error {
	plain, err := proto.Marshal(sync)
	if err != nil {
		return fmt.Errorf("encode history: %w", err)
	}
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	if _, err = z.Write(plain); err == nil {
		err = z.Close()
	}
	if err != nil {
		return fmt.Errorf("compress history: %w", err)
	}
	n := &waE2E.HistorySyncNotification{
		SyncType: waE2E.HistorySyncType(sync.GetSyncType()).Enum(), ChunkOrder: sync.ChunkOrder, Progress: sync.Progress,
	}
	if inline {
		n.InitialHistBootstrapInlinePayload = packed.Bytes()
	} else {
		ref, err := p.s.upload("md-msg-hist", packed.Bytes(), nil)
		if err != nil {
			return err
		}
		n.MediaKey, n.FileSHA256, n.FileEncSHA256 = ref.key, ref.sha, ref.encSHA
		n.DirectPath, n.FileLength = proto.String(ref.path), proto.Uint64(uint64(ref.size))
	}
	return p.sendPeer(ctx, d, &waE2E.ProtocolMessage{
		Type: waE2E.ProtocolMessage_HISTORY_SYNC_NOTIFICATION.Enum(), HistorySyncNotification: n,
	})
}

// answerOlder gives a linked device the messages before the one it names.
func (p *Phone) answerOlder(d *device, request *waE2E.PeerDataOperationRequestMessage_HistorySyncOnDemandRequest) {
	chat, err := types.ParseJID(request.GetChatJID())
	other := p.s.phoneFor(chat)
	if err != nil || other == nil {
		p.s.reportUnhandled("request for the history of " + request.GetChatJID())
		return
	}
	p.s.mu.Lock()
	part := historyPart{kind: waHistorySync.HistorySync_ON_DEMAND}
	found := false
	for _, c := range p.conversations() {
		if c.other != other {
			continue
		}
		for _, m := range c.messages {
			if found && part.messages < int(request.GetOnDemandMsgCount()) && err == nil {
				err = p.addToPart(&part, c, m, chat.Server == types.DefaultUserServer)
			}
			found = found || m.ID == request.GetOldestMsgID()
		}
	}
	p.s.mu.Unlock()
	if err == nil {
		err = p.sendHistory(p.s.ctx, d, &waHistorySync.HistorySync{
			SyncType: part.kind.Enum(), Conversations: part.conversations, ChunkOrder: proto.Uint32(1), Progress: proto.Uint32(100),
		}, false)
	}
	if err != nil && p.s.ctx.Err() == nil {
		p.s.log.Error("answer request for history", "error", err)
	}
}
