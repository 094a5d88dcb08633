package wasim

import (
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.mau.fi/whatsmeow/proto/waCommon"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"google.golang.org/protobuf/proto"
)

// Kind says what a message is.
type Kind string

// The kinds of messages.
const (
	KindText     Kind = "text"
	KindImage    Kind = "image"
	KindVideo    Kind = "video"
	KindAudio    Kind = "audio"
	KindVoice    Kind = "voice"
	KindDocument Kind = "document"
	KindSticker  Kind = "sticker"
	KindLocation Kind = "location"
	KindContact  Kind = "contact"
	KindPoll     Kind = "poll"
	// KindReaction, KindEdit and KindDelete change another message.
	KindReaction Kind = "reaction"
	KindEdit     Kind = "edit"
	KindDelete   Kind = "delete"
	// KindViewOnce is an image that may be looked at once.
	KindViewOnce Kind = "view_once"
	// KindTimer sets the disappearing-message timer of the chat.
	KindTimer Kind = "timer"
	// KindUnknown is a message that exists and that hardly anybody shows: an
	// event.
	KindUnknown Kind = "unknown"
)

// changes tells whether the message changes another one.
func (k Kind) changes() bool { return k == KindReaction || k == KindEdit || k == KindDelete }

// mediaKind is the kind of upload of a message's file, empty for none.
// Stickers are encrypted like images.
func (k Kind) mediaKind() string {
	switch k {
	case KindImage, KindSticker, KindViewOnce:
		return "image"
	case KindVideo:
		return "video"
	case KindAudio, KindVoice:
		return "audio"
	case KindDocument:
		return "document"
	default:
		return ""
	}
}

// Content is a message to send. Which fields count depends on Kind; an empty
// Kind is KindText.
type Content struct {
	Kind Kind `json:"kind,omitempty"`
	// Text is the text, the caption of a file, the new text of an edit, the
	// emoji of a reaction ("" takes it back) or the question of a poll.
	Text string `json:"text,omitempty"`
	// Data is the file of the kinds that have one.
	Data     []byte `json:"data,omitempty"`
	Mime     string `json:"mime,omitempty"`
	FileName string `json:"fileName,omitempty"`
	// Seconds is the duration of audio and video; Width and Height are pixels.
	Seconds   int    `json:"seconds,omitempty"`
	Width     int    `json:"width,omitempty"`
	Height    int    `json:"height,omitempty"`
	Thumbnail []byte `json:"thumbnail,omitempty"`
	// Waveform is what a voice note looks like: 64 values of 0 to 100.
	Waveform     []byte  `json:"waveform,omitempty"`
	Latitude     float64 `json:"latitude,omitempty"`
	Longitude    float64 `json:"longitude,omitempty"`
	PlaceName    string  `json:"placeName,omitempty"`
	PlaceAddress string  `json:"placeAddress,omitempty"`
	// Cards are the people of a contact message.
	Cards []Card `json:"cards,omitempty"`
	// Options are the answers of a poll; Multi allows more than one.
	Options []string `json:"options,omitempty"`
	Multi   bool     `json:"multi,omitempty"`
	// Reply is the id of the message that is quoted; the phone must show it.
	Reply string `json:"reply,omitempty"`
	// Target is the id of the message that a reaction, edit or delete is
	// about. TargetFromMe tells whether the sender of this Content wrote it,
	// which goes without saying for edit and delete.
	Target       string `json:"target,omitempty"`
	TargetFromMe bool   `json:"targetFromMe,omitempty"`
	// Forwarded is the forwarding score: 1 is forwarded, from 4 on often.
	Forwarded int `json:"forwarded,omitempty"`
	// Timer makes the message disappear after so many seconds; for KindTimer
	// it is the new setting, 0 switches it off.
	Timer int `json:"timer,omitempty"`
}

// Card is a person in a contact message.
type Card struct {
	Name    string   `json:"name"`
	Numbers []string `json:"numbers"`
}

// ErrContent is returned for a Content that no phone could send.
var ErrContent = errors.New("this content cannot be sent")

func (c Content) check() error {
	refuse := func(why string) error { return fmt.Errorf("%w: %s", ErrContent, why) }
	switch {
	case c.Kind.mediaKind() != "" && len(c.Data) == 0:
		return refuse(string(c.Kind) + " needs data")
	case c.Kind.changes() && c.Target == "":
		return refuse(string(c.Kind) + " needs a target")
	case c.Kind == KindContact && len(c.Cards) == 0:
		return refuse("contact needs cards")
	case c.Kind == KindPoll && len(c.Options) < 2:
		return refuse("poll needs two options")
	case !slices.Contains([]Kind{
		KindText, KindImage, KindVideo, KindAudio, KindVoice, KindDocument, KindSticker, KindLocation, KindContact,
		KindPoll, KindReaction, KindEdit, KindDelete, KindViewOnce, KindTimer, KindUnknown,
	}, c.Kind):
		return refuse(fmt.Sprintf("unknown kind %q", c.Kind))
	}
	return nil
}

// composer turns Content into the message that goes over the wire.
type composer struct {
	p, to *Phone
	c     Content
	lid   bool // addresses inside the message are LIDs
}

// compose also uploads the file, if there is one.
func (p *Phone) compose(to *Phone, c Content, lid bool) (*waE2E.Message, error) {
	if c.Kind == "" {
		c.Kind = KindText
	}
	if err := c.check(); err != nil {
		return nil, err
	}
	b := composer{p, to, c, lid}
	info, err := b.contextInfo()
	if err != nil {
		return nil, err
	}
	if kind := c.Kind.mediaKind(); kind != "" {
		ref, err := p.s.upload(kind, c.Data, nil)
		if err != nil {
			return nil, err
		}
		return b.wrap(b.file(ref, info)), nil
	}
	return b.wrap(b.plain(info)), nil
}

// contextInfo is nil when there is nothing to say: quote, forwarding, timer.
func (b composer) contextInfo() (*waE2E.ContextInfo, error) {
	c, info := b.c, &waE2E.ContextInfo{}
	if c.Reply == "" && c.Forwarded == 0 && (c.Timer == 0 || c.Kind == KindTimer) {
		return nil, nil
	}
	if c.Timer > 0 {
		info.Expiration = proto.Uint32(uint32(c.Timer))
		info.EphemeralSettingTimestamp = proto.Int64(b.p.s.now().Unix())
	}
	if c.Forwarded > 0 {
		info.IsForwarded, info.ForwardingScore = proto.Bool(true), proto.Uint32(uint32(c.Forwarded))
	}
	if c.Reply == "" {
		return info, nil
	}
	b.p.s.mu.Lock()
	defer b.p.s.mu.Unlock()
	quoted := b.p.shownByID(c.Reply)
	if quoted == nil {
		return nil, fmt.Errorf("%w: %s", ErrNoMessage, c.Reply)
	}
	author := b.to
	if quoted.From == b.p.Number() {
		author = b.p
	}
	var msg waE2E.Message
	if err := proto.Unmarshal(quoted.raw, &msg); err != nil {
		return nil, fmt.Errorf("decode quoted message: %w", err)
	}
	info.StanzaID, info.Participant = proto.String(c.Reply), proto.String(author.jid(b.lid).String())
	info.QuotedMessage = unwrap(&msg)
	return info, nil
}

// wrap puts a disappearing message into the envelope real phones use. A plain
// text never comes here with a timer: its context makes it an extended text.
func (b composer) wrap(m *waE2E.Message) *waE2E.Message {
	if b.c.Timer == 0 || b.c.Kind == KindTimer || b.c.Kind.changes() {
		return m
	}
	return &waE2E.Message{EphemeralMessage: &waE2E.FutureProofMessage{Message: m}}
}

// file builds the message of a kind that has a file.
func (b composer) file(r mediaRef, info *waE2E.ContextInfo) *waE2E.Message {
	c := b.c
	url, size, stamp := proto.String(mediaHost+r.path), proto.Uint64(uint64(r.size)), proto.Int64(b.p.s.now().Unix())
	mime, path, caption := textOrNil(c.Mime), proto.String(r.path), textOrNil(c.Text)
	width, height, seconds := sizeOrNil(c.Width), sizeOrNil(c.Height), sizeOrNil(c.Seconds)
	switch c.Kind {
	case KindVideo:
		return &waE2E.Message{VideoMessage: &waE2E.VideoMessage{
			URL: url, Mimetype: mime, Caption: caption, FileSHA256: r.sha, FileLength: size, Height: height, Width: width, Seconds: seconds,
			MediaKey: r.key, FileEncSHA256: r.encSHA, DirectPath: path, MediaKeyTimestamp: stamp, JPEGThumbnail: c.Thumbnail, ContextInfo: info,
		}}
	case KindAudio, KindVoice:
		return &waE2E.Message{AudioMessage: &waE2E.AudioMessage{
			URL: url, Mimetype: mime, FileSHA256: r.sha, FileLength: size, Seconds: seconds, PTT: proto.Bool(c.Kind == KindVoice),
			MediaKey: r.key, FileEncSHA256: r.encSHA, DirectPath: path, MediaKeyTimestamp: stamp, Waveform: c.Waveform, ContextInfo: info,
		}}
	case KindSticker:
		return &waE2E.Message{StickerMessage: &waE2E.StickerMessage{
			URL: url, Mimetype: mime, FileSHA256: r.sha, FileLength: size, Height: height, Width: width,
			MediaKey: r.key, FileEncSHA256: r.encSHA, DirectPath: path, MediaKeyTimestamp: stamp, PngThumbnail: c.Thumbnail, ContextInfo: info,
		}}
	case KindDocument:
		m := &waE2E.Message{DocumentMessage: &waE2E.DocumentMessage{
			URL: url, Mimetype: mime, Title: textOrNil(c.FileName), FileName: textOrNil(c.FileName), Caption: caption, FileSHA256: r.sha, FileLength: size,
			MediaKey: r.key, FileEncSHA256: r.encSHA, DirectPath: path, MediaKeyTimestamp: stamp, JPEGThumbnail: c.Thumbnail, ContextInfo: info,
		}}
		if c.Text != "" {
			return &waE2E.Message{DocumentWithCaptionMessage: &waE2E.FutureProofMessage{Message: m}}
		}
		return m
	default:
		m := &waE2E.Message{ImageMessage: &waE2E.ImageMessage{
			URL: url, Mimetype: mime, Caption: caption, FileSHA256: r.sha, FileLength: size, Height: height, Width: width,
			MediaKey: r.key, FileEncSHA256: r.encSHA, DirectPath: path, MediaKeyTimestamp: stamp, JPEGThumbnail: c.Thumbnail, ContextInfo: info,
		}}
		if c.Kind == KindViewOnce {
			m.ImageMessage.ViewOnce = proto.Bool(true)
			return &waE2E.Message{ViewOnceMessageV2: &waE2E.FutureProofMessage{Message: m}}
		}
		return m
	}
}

// plain builds the messages without a file.
func (b composer) plain(info *waE2E.ContextInfo) *waE2E.Message {
	c := b.c
	switch c.Kind {
	case KindLocation:
		return &waE2E.Message{LocationMessage: &waE2E.LocationMessage{
			DegreesLatitude: proto.Float64(c.Latitude), DegreesLongitude: proto.Float64(c.Longitude), Name: textOrNil(c.PlaceName),
			Address: textOrNil(c.PlaceAddress), JPEGThumbnail: c.Thumbnail, ContextInfo: info,
		}}
	case KindContact:
		return contactMessage(c.Cards, info)
	case KindPoll:
		return b.poll(info)
	case KindReaction, KindEdit, KindDelete:
		return b.change()
	case KindTimer:
		return &waE2E.Message{ProtocolMessage: &waE2E.ProtocolMessage{
			Type:                      waE2E.ProtocolMessage_EPHEMERAL_SETTING.Enum(),
			EphemeralExpiration:       proto.Uint32(uint32(c.Timer)),
			EphemeralSettingTimestamp: proto.Int64(b.p.s.now().Unix()),
		}}
	case KindUnknown:
		return &waE2E.Message{EventMessage: &waE2E.EventMessage{
			Name: proto.String(c.Text), StartTime: proto.Int64(b.p.s.now().Unix()), ContextInfo: info,
		}}
	}
	if info == nil {
		return &waE2E.Message{Conversation: proto.String(c.Text)}
	}
	return &waE2E.Message{ExtendedTextMessage: &waE2E.ExtendedTextMessage{Text: proto.String(c.Text), ContextInfo: info}}
}

// poll: phones use another field for polls with a single answer.
func (b composer) poll(info *waE2E.ContextInfo) *waE2E.Message {
	poll := &waE2E.PollCreationMessage{Name: proto.String(b.c.Text), SelectableOptionsCount: proto.Uint32(0), ContextInfo: info}
	for _, name := range b.c.Options {
		poll.Options = append(poll.Options, &waE2E.PollCreationMessage_Option{OptionName: proto.String(name)})
	}
	m := &waE2E.Message{MessageContextInfo: &waE2E.MessageContextInfo{MessageSecret: randomBytes(32)}}
	if b.c.Multi {
		m.PollCreationMessage = poll
		return m
	}
	poll.SelectableOptionsCount = proto.Uint32(1)
	m.PollCreationMessageV3 = poll
	return m
}

// change builds what is about another message. The key is written from the
// sender's point of view.
func (b composer) change() *waE2E.Message {
	c, now := b.c, proto.Int64(b.p.s.now().UnixMilli())
	key := &waCommon.MessageKey{
		RemoteJID: proto.String(b.to.jid(b.lid).String()), FromMe: proto.Bool(c.TargetFromMe || c.Kind != KindReaction), ID: proto.String(c.Target),
	}
	switch c.Kind {
	case KindReaction:
		return &waE2E.Message{ReactionMessage: &waE2E.ReactionMessage{Key: key, Text: proto.String(c.Text), SenderTimestampMS: now}}
	case KindDelete:
		return &waE2E.Message{ProtocolMessage: &waE2E.ProtocolMessage{Type: waE2E.ProtocolMessage_REVOKE.Enum(), Key: key}}
	default:
		edited := &waE2E.ProtocolMessage{
			Type: waE2E.ProtocolMessage_MESSAGE_EDIT.Enum(), Key: key, TimestampMS: now, EditedMessage: b.edited(),
		}
		return &waE2E.Message{EditedMessage: &waE2E.FutureProofMessage{Message: &waE2E.Message{ProtocolMessage: edited}}}
	}
}

// edited is the message with its new text: files keep everything but the
// caption.
func (b composer) edited() *waE2E.Message {
	b.p.s.mu.Lock()
	defer b.p.s.mu.Unlock()
	var msg waE2E.Message
	if old := b.p.inboxIndex[inboxKey(b.p.Number(), b.c.Target)]; old != nil && proto.Unmarshal(old.raw, &msg) == nil {
		if inner := unwrap(&msg); setText(inner, b.c.Text) {
			return inner
		}
	}
	return &waE2E.Message{Conversation: proto.String(b.c.Text)}
}

func contactMessage(cards []Card, info *waE2E.ContextInfo) *waE2E.Message {
	list := make([]*waE2E.ContactMessage, 0, len(cards))
	for _, card := range cards {
		list = append(list, &waE2E.ContactMessage{DisplayName: proto.String(card.Name), Vcard: proto.String(card.vCard())})
	}
	if len(list) == 1 {
		list[0].ContextInfo = info
		return &waE2E.Message{ContactMessage: list[0]}
	}
	return &waE2E.Message{ContactsArrayMessage: &waE2E.ContactsArrayMessage{
		DisplayName: proto.String(fmt.Sprintf("%d contacts", len(cards))), Contacts: list, ContextInfo: info,
	}}
}

// vCard writes version 3.0 as phones do, with the account's number as waid.
func (c Card) vCard() string {
	name := strings.NewReplacer(`\`, `\\`, ",", `\,`, ";", `\;`, "\n", `\n`).Replace(c.Name)
	var out strings.Builder
	fmt.Fprintf(&out, "BEGIN:VCARD\nVERSION:3.0\nN:;%s;;;\nFN:%s\n", name, name)
	for _, number := range c.Numbers {
		digits := strings.TrimPrefix(number, "+")
		fmt.Fprintf(&out, "TEL;type=CELL;waid=%s:+%s\n", digits, digits)
	}
	return out.String() + "END:VCARD"
}

func parseVCard(text string) Card {
	var c Card
	for line := range strings.Lines(text) {
		name, value, _ := strings.Cut(strings.TrimRight(line, "\r\n"), ":")
		name, _, _ = strings.Cut(name, ";")
		switch name[strings.LastIndexByte(name, '.')+1:] {
		case "FN":
			c.Name = strings.NewReplacer(`\\`, `\`, `\,`, ",", `\;`, ";", `\n`, "\n").Replace(value)
		case "TEL":
			c.Numbers = append(c.Numbers, strings.TrimPrefix(value, "+"))
		}
	}
	return c
}

func textOrNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func sizeOrNil(n int) *uint32 {
	if n <= 0 {
		return nil
	}
	return proto.Uint32(uint32(n))
}

// newMessageID makes an id as phones make them: "3A" and 18 hex digits.
func newMessageID() string {
	return "3A" + strings.ToUpper(hex.EncodeToString(randomBytes(9)))
}
