package whatsapp

import (
	"fmt"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"google.golang.org/protobuf/proto"

	"mceplatform/backend/chats"
)

// contentOf reads the content of a message. visible is false for what is no
// message to a person: keys, protocol notes, reactions. Kinds that cannot be
// shown yet keep their raw bytes.
func contentOf(m *waE2E.Message) (kind chats.Kind, text chats.Text, payload []byte, visible bool, err error) {
	switch {
	case m == nil:
		return "", "", nil, false, nil
	case m.GetConversation() != "":
		return chats.KindText, chats.Text(m.GetConversation()), nil, true, nil
	case m.GetExtendedTextMessage().GetText() != "":
		return chats.KindText, chats.Text(m.GetExtendedTextMessage().GetText()), nil, true, nil
	case m.GetProtocolMessage() != nil, m.GetReactionMessage() != nil, m.GetEncReactionMessage() != nil, onlyKeys(m):
		return "", "", nil, false, nil
	}
	if payload, err = proto.Marshal(m); err != nil {
		return "", "", nil, false, fmt.Errorf("keep an unknown kind of message: %w", err)
	}
	return chats.KindUnsupported, "", payload, true, nil
}

// onlyKeys reports whether a message carries nothing but encryption keys and
// context, as the first half of every group message does.
func onlyKeys(m *waE2E.Message) bool {
	rest := proto.Clone(m).(*waE2E.Message)
	rest.SenderKeyDistributionMessage, rest.FastRatchetKeySenderKeyDistributionMessage, rest.MessageContextInfo = nil, nil, nil
	return proto.Size(rest) == 0
}
