package wasim

import (
	"go.mau.fi/whatsmeow/proto/waCommon"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// reading is what a phone makes of a message: the fields of a ShownMessage
// that its content decides.
type reading struct {
	shown ShownMessage
	// target is the message that a reaction, edit or delete is about;
	// targetFromMe tells that its sender is the sender of this one.
	target       string
	targetFromMe bool
	media        *mediaRef
}

// unwrap takes the envelopes off: copy for own devices, disappearing, view
// once, document with caption, edit.
func unwrap(m *waE2E.Message) *waE2E.Message {
	for {
		var inner *waE2E.Message
		for _, envelope := range []*waE2E.FutureProofMessage{
			m.GetEphemeralMessage(), m.GetViewOnceMessage(), m.GetViewOnceMessageV2(), m.GetViewOnceMessageV2Extension(),
			m.GetDocumentWithCaptionMessage(), m.GetEditedMessage(),
		} {
			if envelope.GetMessage() != nil {
				inner = envelope.GetMessage()
			}
		}
		if device := m.GetDeviceSentMessage().GetMessage(); device != nil {
			inner = device
		}
		if inner == nil {
			return m
		}
		m = inner
	}
}

// readRaw reads an encoded message; one that cannot be decoded says nothing.
func readRaw(raw []byte) reading {
	var msg waE2E.Message
	if proto.Unmarshal(raw, &msg) != nil {
		return reading{}
	}
	return read(&msg)
}

// read returns a reading without a kind for messages that show nothing, such
// as keys and requests between devices.
func read(outer *waE2E.Message) reading {
	m := unwrap(outer)
	var r reading
	if !r.readText(m) && !r.readFile(m) && !r.readThings(m) && !r.readChange(m) && hasUnknown(m) {
		r.shown.Kind = KindUnknown
		r.context(m.GetEventMessage().GetContextInfo())
	}
	if m.GetImageMessage().GetViewOnce() {
		r.shown.Kind = KindViewOnce
	}
	return r
}

// hasUnknown tells whether a message holds more than housekeeping.
func hasUnknown(m *waE2E.Message) bool {
	rest := proto.Clone(m).(*waE2E.Message)
	rest.MessageContextInfo, rest.SenderKeyDistributionMessage, rest.ProtocolMessage = nil, nil, nil
	return proto.Size(rest) > 0
}

func (r *reading) context(info *waE2E.ContextInfo) {
	r.shown.Reply = info.GetStanzaID()
	r.shown.Timer = int(info.GetExpiration())
	if info.GetIsForwarded() {
		r.shown.Forwarded = max(int(info.GetForwardingScore()), 1)
	}
}

func (r *reading) readText(m *waE2E.Message) bool {
	switch {
	case m.Conversation != nil:
		r.shown.Text = m.GetConversation()
	case m.ExtendedTextMessage != nil:
		r.shown.Text = m.ExtendedTextMessage.GetText()
		r.context(m.ExtendedTextMessage.GetContextInfo())
	default:
		return false
	}
	r.shown.Kind = KindText
	return true
}

// mediaMessage is what all messages with a file have in common.
type mediaMessage interface {
	GetMimetype() string
	GetDirectPath() string
	GetMediaKey() []byte
	GetFileSHA256() []byte
	GetFileEncSHA256() []byte
	GetFileLength() uint64
	GetContextInfo() *waE2E.ContextInfo
}

func (r *reading) readFile(m *waE2E.Message) bool {
	s := &r.shown
	var file mediaMessage
	switch {
	case m.ImageMessage != nil:
		file, s.Kind, s.Text = m.ImageMessage, KindImage, m.ImageMessage.GetCaption()
	case m.VideoMessage != nil:
		file, s.Kind, s.Text, s.Seconds = m.VideoMessage, KindVideo, m.VideoMessage.GetCaption(), int(m.VideoMessage.GetSeconds())
	case m.AudioMessage != nil:
		file, s.Kind, s.Seconds = m.AudioMessage, KindAudio, int(m.AudioMessage.GetSeconds())
		if m.AudioMessage.GetPTT() {
			s.Kind = KindVoice
		}
	case m.DocumentMessage != nil:
		file, s.Kind, s.Text, s.FileName = m.DocumentMessage, KindDocument, m.DocumentMessage.GetCaption(), m.DocumentMessage.GetFileName()
	case m.StickerMessage != nil:
		file, s.Kind = m.StickerMessage, KindSticker
	default:
		return false
	}
	s.Mime = file.GetMimetype()
	r.context(file.GetContextInfo())
	r.media = &mediaRef{
		kind: s.Kind.mediaKind(), key: file.GetMediaKey(), sha: file.GetFileSHA256(), encSHA: file.GetFileEncSHA256(),
		path: file.GetDirectPath(), size: int(file.GetFileLength()),
	}
	return true
}

func (r *reading) readThings(m *waE2E.Message) bool {
	s := &r.shown
	poll := m.GetPollCreationMessage()
	if poll == nil {
		poll = m.GetPollCreationMessageV3()
	}
	switch {
	case m.LocationMessage != nil:
		at := m.LocationMessage
		s.Kind, s.Latitude, s.Longitude = KindLocation, at.GetDegreesLatitude(), at.GetDegreesLongitude()
		s.PlaceName, s.PlaceAddress = at.GetName(), at.GetAddress()
		r.context(at.GetContextInfo())
	case m.ContactMessage != nil:
		s.Kind, s.Cards = KindContact, []Card{parseVCard(m.ContactMessage.GetVcard())}
		r.context(m.ContactMessage.GetContextInfo())
	case m.ContactsArrayMessage != nil:
		s.Kind = KindContact
		for _, c := range m.ContactsArrayMessage.GetContacts() {
			s.Cards = append(s.Cards, parseVCard(c.GetVcard()))
		}
		r.context(m.ContactsArrayMessage.GetContextInfo())
	case poll != nil:
		s.Kind, s.Text = KindPoll, poll.GetName()
		for _, o := range poll.GetOptions() {
			s.Options = append(s.Options, o.GetOptionName())
		}
		r.context(poll.GetContextInfo())
	default:
		return false
	}
	return true
}

func (r *reading) readChange(m *waE2E.Message) bool {
	var key *waCommon.MessageKey
	pm := m.GetProtocolMessage()
	switch {
	case m.ReactionMessage != nil:
		r.shown.Kind, r.shown.Text, key = KindReaction, m.ReactionMessage.GetText(), m.ReactionMessage.GetKey()
	case pm == nil:
		return false
	case pm.GetType() == waE2E.ProtocolMessage_MESSAGE_EDIT:
		r.shown.Kind, r.shown.Text, key = KindEdit, read(pm.GetEditedMessage()).shown.Text, pm.GetKey()
	case pm.GetType() == waE2E.ProtocolMessage_REVOKE && pm.Key != nil:
		r.shown.Kind, key = KindDelete, pm.GetKey()
	case pm.GetType() == waE2E.ProtocolMessage_EPHEMERAL_SETTING:
		r.shown.Kind, r.shown.Timer = KindTimer, int(pm.GetEphemeralExpiration())
		return true
	default:
		return false
	}
	r.target, r.targetFromMe = key.GetID(), key.GetFromMe()
	return true
}

// wireTypes are what a stanza says about its content outside the encryption.
type wireTypes struct {
	message, media string // attributes "type" of message and "mediatype" of enc
	edit           types.EditAttribute
}

// hidden tells that clients show no placeholder when decryption fails.
func (t wireTypes) hidden() bool { return t.edit != "" || t.message == "reaction" }

func wireTypesOf(raw []byte) wireTypes {
	r := readRaw(raw)
	switch k := r.shown.Kind; k {
	case KindImage, KindVideo, KindAudio, KindDocument, KindSticker, KindLocation:
		return wireTypes{message: "media", media: string(k)}
	case KindViewOnce:
		return wireTypes{message: "media", media: "image"}
	case KindVoice:
		return wireTypes{message: "media", media: "ptt"}
	case KindContact:
		if len(r.shown.Cards) > 1 {
			return wireTypes{message: "media", media: "contact_array"}
		}
		return wireTypes{message: "media", media: "vcard"}
	case KindPoll:
		return wireTypes{message: "poll"}
	case KindUnknown:
		return wireTypes{message: "event"}
	case KindReaction:
		t := wireTypes{message: "reaction"}
		if r.shown.Text == "" {
			t.edit = types.EditAttributeSenderRevoke
		}
		return t
	case KindEdit:
		return wireTypes{message: "text", edit: types.EditAttributeMessageEdit}
	case KindDelete:
		return wireTypes{message: "text", edit: types.EditAttributeSenderRevoke}
	default:
		return wireTypes{message: "text"}
	}
}

// setText replaces the text or caption of an unwrapped message; false when it
// has none.
func setText(m *waE2E.Message, text string) bool {
	switch {
	case m.Conversation != nil:
		m.Conversation = &text
	case m.ExtendedTextMessage != nil:
		m.ExtendedTextMessage.Text = &text
	case m.ImageMessage != nil:
		m.ImageMessage.Caption = &text
	case m.VideoMessage != nil:
		m.VideoMessage.Caption = &text
	case m.DocumentMessage != nil:
		m.DocumentMessage.Caption = &text
	default:
		return false
	}
	return true
}

// withText is an encoded message with another text.
func withText(raw []byte, text string) []byte {
	var msg waE2E.Message
	if proto.Unmarshal(raw, &msg) != nil || !setText(unwrap(&msg), text) {
		return raw
	}
	out, err := proto.Marshal(&msg)
	if err != nil {
		return raw
	}
	return out
}
