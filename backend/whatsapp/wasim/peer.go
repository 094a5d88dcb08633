package wasim

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"go.mau.fi/whatsmeow/proto/waCommon"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/proto/waWeb"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// SilentPhone makes phones leave the requests of their own linked devices
// unanswered: for messages and files once more, for older history, for keys.
func (f *Faults) SilentPhone(on bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.silent = on
}

func (f *Faults) phoneSilent() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.silent
}

// sendPeer sends a message between devices of one account.
func (p *Phone) sendPeer(ctx context.Context, d *device, msg *waE2E.ProtocolMessage) error {
	plain, err := proto.Marshal(&waE2E.Message{ProtocolMessage: msg})
	if err != nil {
		return fmt.Errorf("encode message to a linked device: %w", err)
	}
	sm := p.noteSent(p, "", plain, SendOptions{ID: newMessageID(), Form: formPeer, Time: p.s.now()})
	p.signal.mu.Lock()
	defer p.signal.mu.Unlock()
	return p.deliver(ctx, sm, d, nil, 0)
}

// receivePeer is a request of a linked device to its phone. It is answered
// apart from the connection that brought it.
func (p *Phone) receivePeer(m clientMessage, msg *waE2E.ProtocolMessage) {
	if p.s.faults.phoneSilent() {
		return
	}
	request := msg.GetPeerDataOperationRequestMessage()
	switch {
	case msg.GetType() == waE2E.ProtocolMessage_APP_STATE_SYNC_KEY_REQUEST:
		p.s.after(0, func() { p.shareAppState(m.sender) })
	case request.GetPeerDataOperationRequestType() == waE2E.PeerDataOperationRequestType_PLACEHOLDER_MESSAGE_RESEND && request != nil:
		p.s.after(0, func() { p.answerResend(m, request) })
	case request.GetHistorySyncOnDemandRequest() != nil:
		p.s.after(0, func() { p.answerOlder(m.sender, request.GetHistorySyncOnDemandRequest()) })
	default:
		p.s.reportUnhandled("request to the phone: " + msg.GetType().String() + " " + request.GetPeerDataOperationRequestType().String())
	}
}

// answerResend gives a linked device the messages it could not read. For one
// the phone does not have, or may not give away, the result is empty.
func (p *Phone) answerResend(m clientMessage, request *waE2E.PeerDataOperationRequestMessage) {
	answer := &waE2E.PeerDataOperationRequestResponseMessage{
		PeerDataOperationRequestType: request.PeerDataOperationRequestType, StanzaID: proto.String(m.id),
	}
	for _, item := range request.GetPlaceholderMessageResendRequest() {
		result := &waE2E.PeerDataOperationRequestResponseMessage_PeerDataOperationResult{}
		if raw := p.resend(item.GetMessageKey()); raw != nil {
			result.PlaceholderMessageResendResponse = &waE2E.PeerDataOperationRequestResponseMessage_PeerDataOperationResult_PlaceholderMessageResendResponse{
				WebMessageInfoBytes: raw,
			}
		}
		answer.PeerDataOperationResult = append(answer.PeerDataOperationResult, result)
	}
	err := p.sendPeer(p.s.ctx, m.sender, &waE2E.ProtocolMessage{
		Type:                                    waE2E.ProtocolMessage_PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE.Enum(),
		PeerDataOperationRequestResponseMessage: answer,
	})
	if err != nil && p.s.ctx.Err() == nil {
		p.s.log.Error("answer request of a linked device", "error", err)
	}
}

// resend encodes the message behind a key, nil when there is none to give.
func (p *Phone) resend(key *waCommon.MessageKey) []byte {
	chat, err := types.ParseJID(key.GetRemoteJID())
	if err != nil {
		return nil
	}
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	author := p.author(chat, key.GetFromMe(), key.GetParticipant())
	if author == nil {
		return nil
	}
	m, sm := p.inboxIndex[inboxKey(author.Number(), key.GetID())], author.sentIndex[key.GetID()]
	if m == nil || m.Kind == KindViewOnce || (sm != nil && sm.unavailable == UnavailableViewOnce) {
		return nil
	}
	info, err := p.webMessage(m, key.GetRemoteJID())
	if err != nil {
		p.s.log.Error("encode message for a linked device", "error", err)
		return nil
	}
	info.Key.Participant = key.Participant
	raw, err := proto.Marshal(info)
	if err != nil {
		p.s.log.Error("encode message for a linked device", "error", err)
		return nil
	}
	return raw
}

// author is who wrote a message, as a linked device names it. The caller holds
// Server.mu.
func (p *Phone) author(chat types.JID, fromMe bool, participant string) *Phone {
	if fromMe {
		return p
	}
	if j, err := types.ParseJID(participant); err == nil && participant != "" {
		chat = j
	}
	return p.s.phoneForLocked(chat)
}

// webMessage is a shown message as phones hand it on: to a linked device that
// asks for it and in history. chat is its address there. The caller holds
// Server.mu.
func (p *Phone) webMessage(m *ShownMessage, chat string) (*waWeb.WebMessageInfo, error) {
	info := &waWeb.WebMessageInfo{
		Key:              &waCommon.MessageKey{RemoteJID: proto.String(chat), FromMe: proto.Bool(m.FromMe), ID: proto.String(m.ID)},
		MessageTimestamp: proto.Uint64(uint64(m.Time.Unix())),
		Status:           waWeb.WebMessageInfo_DELIVERY_ACK.Enum(),
	}
	if m.Read {
		info.Status = waWeb.WebMessageInfo_READ.Enum()
	}
	if sender := p.s.phones[m.From]; sender != nil && !m.FromMe {
		info.PushName = proto.String(sender.pushName)
	}
	if m.Deleted {
		info.MessageStubType = waWeb.WebMessageInfo_REVOKE.Enum()
		return info, nil
	}
	for _, number := range slices.Sorted(maps.Keys(m.Reactions)) {
		info.Reactions = append(info.Reactions, &waWeb.Reaction{
			Key: &waCommon.MessageKey{RemoteJID: proto.String(chat), FromMe: proto.Bool(number == p.Number())}, Text: proto.String(m.Reactions[number]),
		})
	}
	info.Message = &waE2E.Message{}
	if err := proto.Unmarshal(m.raw, info.Message); err != nil {
		return nil, fmt.Errorf("decode shown message: %w", err)
	}
	return info, nil
}
