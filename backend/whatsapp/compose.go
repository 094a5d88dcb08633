package whatsapp

import (
	"fmt"
	"strings"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waCommon"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"

	"mceplatform/backend/chats"
	"mceplatform/backend/phone"
)

// compose makes WhatsApp's form of a message. It depends on nothing but the
// message and the address: a repetition under the same id says the same.
func compose(wa *whatsmeow.Client, chat types.JID, o chats.Outgoing) (*waE2E.Message, error) {
	if o.Amend != nil {
		return composeChange(chat, o)
	}
	c := o.Content
	info := contextOf(wa, chat, c)
	text := proto.String(string(c.Text))
	switch c.Kind {
	case chats.KindText:
		if info == nil {
			return &waE2E.Message{Conversation: text}, nil
		}
		return &waE2E.Message{ExtendedTextMessage: &waE2E.ExtendedTextMessage{Text: text, ContextInfo: info}}, nil
	case chats.KindLocation:
		l := c.Detail.Location
		return &waE2E.Message{LocationMessage: &waE2E.LocationMessage{
			DegreesLatitude: proto.Float64(l.Latitude), DegreesLongitude: proto.Float64(l.Longitude), Name: optional(l.Name), Address: optional(l.Address), ContextInfo: info,
		}}, nil
	case chats.KindContact:
		return composeCards(c.Detail.Cards, info), nil
	}
	if c.Media == nil || !c.Kind.HasMedia() {
		return nil, fmt.Errorf("messages of kind %s cannot be sent", c.Kind)
	}
	return composeFile(c, info), nil
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return proto.String(s)
}

// composeChange makes a reaction, an edit or a deletion. The key names the
// message from our side.
func composeChange(chat types.JID, o chats.Outgoing) (*waE2E.Message, error) {
	key := &waCommon.MessageKey{RemoteJID: proto.String(chat.String()), FromMe: proto.Bool(o.Amend.FromMe), ID: proto.String(o.Amend.WAID)}
	at := proto.Int64(int64(o.At))
	switch o.Content.Kind {
	case chats.KindReaction:
		return &waE2E.Message{ReactionMessage: &waE2E.ReactionMessage{Key: key, Text: proto.String(string(o.Content.Text)), SenderTimestampMS: at}}, nil
	case chats.KindEdit:
		return &waE2E.Message{EditedMessage: &waE2E.FutureProofMessage{Message: &waE2E.Message{ProtocolMessage: &waE2E.ProtocolMessage{
			Key: key, Type: waE2E.ProtocolMessage_MESSAGE_EDIT.Enum(), TimestampMS: at,
			EditedMessage: &waE2E.Message{Conversation: proto.String(string(o.Content.Text))},
		}}}}, nil
	case chats.KindDelete:
		return &waE2E.Message{ProtocolMessage: &waE2E.ProtocolMessage{Key: key, Type: waE2E.ProtocolMessage_REVOKE.Enum()}}, nil
	}
	return nil, fmt.Errorf("a change of kind %s cannot be sent", o.Content.Kind)
}

// contextOf says what a message answers, that it was passed on, and how long it
// is kept on the phones; nil when there is nothing to say.
func contextOf(wa *whatsmeow.Client, chat types.JID, c chats.Content) *waE2E.ContextInfo {
	if c.Quote == nil && c.Forwarded == chats.NotForwarded && c.Timer == 0 {
		return nil
	}
	info := &waE2E.ContextInfo{}
	if c.Timer > 0 {
		info.Expiration = proto.Uint32(uint32(c.Timer))
		if c.TimerSetAt > 0 {
			info.EphemeralSettingTimestamp = proto.Int64(c.TimerSetAt.Time().Unix())
		}
	}
	if c.Forwarded != chats.NotForwarded {
		score := uint32(1)
		if c.Forwarded == chats.ForwardedOften {
			score = 5
		}
		info.IsForwarded, info.ForwardingScore = proto.Bool(true), proto.Uint32(score)
	}
	if q := c.Quote; q != nil {
		author := chat
		if q.FromMe {
			author = own(wa, chat)
		}
		info.StanzaID, info.Participant = proto.String(q.WAID), proto.String(author.String())
		info.QuotedMessage = quotedMessage(*q)
	}
	return info
}

// quotedMessage is as much of the quoted message as phones show while they do
// not find the message itself.
func quotedMessage(q chats.Quote) *waE2E.Message {
	text := proto.String(string(q.Text))
	switch q.Kind {
	case chats.KindImage, chats.KindViewOnce:
		return &waE2E.Message{ImageMessage: &waE2E.ImageMessage{Caption: text}}
	case chats.KindVideo:
		return &waE2E.Message{VideoMessage: &waE2E.VideoMessage{Caption: text}}
	case chats.KindAudio, chats.KindVoice:
		return &waE2E.Message{AudioMessage: &waE2E.AudioMessage{PTT: proto.Bool(q.Kind == chats.KindVoice)}}
	case chats.KindDocument:
		return &waE2E.Message{DocumentMessage: &waE2E.DocumentMessage{FileName: text}}
	case chats.KindSticker:
		return &waE2E.Message{StickerMessage: &waE2E.StickerMessage{}}
	}
	return &waE2E.Message{Conversation: text}
}

func composeCards(cards []chats.Card, info *waE2E.ContextInfo) *waE2E.Message {
	list := make([]*waE2E.ContactMessage, len(cards))
	for i, c := range cards {
		list[i] = &waE2E.ContactMessage{DisplayName: proto.String(c.Name), Vcard: proto.String(vcard(c))}
	}
	if len(list) == 1 {
		list[0].ContextInfo = info
		return &waE2E.Message{ContactMessage: list[0]}
	}
	return &waE2E.Message{ContactsArrayMessage: &waE2E.ContactsArrayMessage{
		DisplayName: proto.String(fmt.Sprintf("%d contacts", len(cards))), Contacts: list, ContextInfo: info,
	}}
}

// vcard is a card as phones make it: waid lets the receiver's phone offer to
// write to that person.
func vcard(c chats.Card) string {
	escape := strings.NewReplacer(`\`, `\\`, ",", `\,`, ";", `\;`, "\n", `\n`, "\r", "")
	var b strings.Builder
	fmt.Fprintf(&b, "BEGIN:VCARD\nVERSION:3.0\nN:;%s;;;\nFN:%s\n", escape.Replace(c.Name), escape.Replace(c.Name))
	for _, n := range c.Numbers {
		waid := ""
		if number, err := phone.Parse(n, ""); err == nil {
			waid = ";waid=" + number.Digits()
		}
		fmt.Fprintf(&b, "TEL;type=CELL;type=VOICE%s:%s\n", waid, escape.Replace(n))
	}
	b.WriteString("END:VCARD")
	return b.String()
}

func composeFile(c chats.Content, info *waE2E.ContextInfo) *waE2E.Message {
	m, r := c.Media, c.Media.Remote
	size, mime, caption := proto.Uint64(uint64(m.Size)), proto.String(m.Mime), optional(string(c.Text))
	width, height, seconds := uint32(m.Width), uint32(m.Height), uint32((m.DurationMS+999)/1000)
	switch c.Kind {
	case chats.KindImage:
		return &waE2E.Message{ImageMessage: &waE2E.ImageMessage{
			URL: &r.URL, DirectPath: &r.DirectPath, MediaKey: r.Key, FileEncSHA256: r.EncSHA256, FileSHA256: r.FileSHA256, FileLength: size, Mimetype: mime,
			Caption: caption, Width: &width, Height: &height, JPEGThumbnail: m.Thumb, ContextInfo: info,
		}}
	case chats.KindVideo:
		return &waE2E.Message{VideoMessage: &waE2E.VideoMessage{
			URL: &r.URL, DirectPath: &r.DirectPath, MediaKey: r.Key, FileEncSHA256: r.EncSHA256, FileSHA256: r.FileSHA256, FileLength: size, Mimetype: mime,
			Caption: caption, Width: &width, Height: &height, Seconds: &seconds, JPEGThumbnail: m.Thumb, ContextInfo: info,
		}}
	case chats.KindSticker:
		return &waE2E.Message{StickerMessage: &waE2E.StickerMessage{
			URL: &r.URL, DirectPath: &r.DirectPath, MediaKey: r.Key, FileEncSHA256: r.EncSHA256, FileSHA256: r.FileSHA256, FileLength: size, Mimetype: mime,
			Width: &width, Height: &height, IsAnimated: &m.Animated, ContextInfo: info,
		}}
	case chats.KindDocument:
		name := m.FileName
		if name == "" {
			name = "file"
		}
		return &waE2E.Message{DocumentMessage: &waE2E.DocumentMessage{
			URL: &r.URL, DirectPath: &r.DirectPath, MediaKey: r.Key, FileEncSHA256: r.EncSHA256, FileSHA256: r.FileSHA256, FileLength: size, Mimetype: mime,
			Caption: caption, FileName: &name, Title: &name, JPEGThumbnail: m.Thumb, ContextInfo: info,
		}}
	default: // a sound
		voice := c.Kind == chats.KindVoice
		if voice {
			mime = proto.String("audio/ogg; codecs=opus")
		}
		return &waE2E.Message{AudioMessage: &waE2E.AudioMessage{
			URL: &r.URL, DirectPath: &r.DirectPath, MediaKey: r.Key, FileEncSHA256: r.EncSHA256, FileSHA256: r.FileSHA256, FileLength: size, Mimetype: mime,
			Seconds: &seconds, PTT: &voice, Waveform: m.Waveform, ContextInfo: info,
		}}
	}
}
