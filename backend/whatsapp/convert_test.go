package whatsapp

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"go.mau.fi/whatsmeow/proto/waCommon"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/proto"

	"mceplatform/backend/chats"
)

// seeds are one message of each kind that read knows, and some it does not.
func seeds() []*waE2E.Message {
	quote := &waE2E.ContextInfo{
		StanzaID: proto.String("3EB0"), Participant: proto.String("4915735990001@s.whatsapp.net"),
		QuotedMessage: &waE2E.Message{Conversation: proto.String("before")}, ForwardingScore: proto.Uint32(4), Expiration: proto.Uint32(86400),
	}
	key := &waCommon.MessageKey{ID: proto.String("3EB1"), FromMe: proto.Bool(true)}
	protocol := func(kind waE2E.ProtocolMessage_Type) *waE2E.Message {
		return &waE2E.Message{ProtocolMessage: &waE2E.ProtocolMessage{
			Type: kind.Enum(), Key: key, EditedMessage: &waE2E.Message{Conversation: proto.String("after")}, TimestampMS: proto.Int64(1), EphemeralExpiration: proto.Uint32(604800),
		}}
	}
	card := &waE2E.ContactMessage{DisplayName: proto.String("Rita"), Vcard: proto.String("BEGIN:VCARD\nVERSION:3.0\nFN:Rita\nTEL;waid=447700900177:+44 7700 900177\nEND:VCARD")}
	picture := &waE2E.ImageMessage{
		URL: proto.String("https://mmg.whatsapp.net/x"), DirectPath: proto.String("/x"), Mimetype: proto.String("image/png"), Caption: proto.String("hills"),
		FileLength: proto.Uint64(10), FileSHA256: make([]byte, 32), FileEncSHA256: make([]byte, 32), MediaKey: make([]byte, 32), JPEGThumbnail: []byte{0xff, 0xd8}, ContextInfo: quote,
	}
	return []*waE2E.Message{
		{Conversation: proto.String("hello *you* https://example.com")},
		{ExtendedTextMessage: &waE2E.ExtendedTextMessage{Text: proto.String("answer"), ContextInfo: quote}},
		{ImageMessage: picture},
		{VideoMessage: &waE2E.VideoMessage{Mimetype: proto.String("video/mp4"), Seconds: proto.Uint32(3), GifPlayback: proto.Bool(true)}},
		{AudioMessage: &waE2E.AudioMessage{Mimetype: proto.String("audio/ogg; codecs=opus"), PTT: proto.Bool(true), Waveform: make([]byte, 64)}},
		{DocumentMessage: &waE2E.DocumentMessage{FileName: proto.String("../../list.pdf"), Title: proto.String("list")}},
		{DocumentWithCaptionMessage: &waE2E.FutureProofMessage{Message: &waE2E.Message{DocumentMessage: &waE2E.DocumentMessage{Caption: proto.String("words")}}}},
		{StickerMessage: &waE2E.StickerMessage{IsAnimated: proto.Bool(true)}},
		{LocationMessage: &waE2E.LocationMessage{DegreesLatitude: proto.Float64(51.5), DegreesLongitude: proto.Float64(-0.1), Name: proto.String("shop")}},
		{LiveLocationMessage: &waE2E.LiveLocationMessage{DegreesLatitude: proto.Float64(1e300)}},
		{ContactMessage: card},
		{ContactsArrayMessage: &waE2E.ContactsArrayMessage{Contacts: []*waE2E.ContactMessage{card, card}}},
		{PollCreationMessage: &waE2E.PollCreationMessage{Name: proto.String("colour?"), Options: []*waE2E.PollCreationMessage_Option{{OptionName: proto.String("blue")}}}},
		{ReactionMessage: &waE2E.ReactionMessage{Key: key, Text: proto.String("👍"), SenderTimestampMS: proto.Int64(1)}},
		protocol(waE2E.ProtocolMessage_REVOKE),
		protocol(waE2E.ProtocolMessage_MESSAGE_EDIT),
		protocol(waE2E.ProtocolMessage_EPHEMERAL_SETTING),
		protocol(waE2E.ProtocolMessage_HISTORY_SYNC_NOTIFICATION),
		{ViewOnceMessageV2: &waE2E.FutureProofMessage{Message: &waE2E.Message{ImageMessage: picture}}},
		{EphemeralMessage: &waE2E.FutureProofMessage{Message: &waE2E.Message{Conversation: proto.String("gone soon")}}},
		{OrderMessage: &waE2E.OrderMessage{OrderID: proto.String("1")}},
		{SenderKeyDistributionMessage: &waE2E.SenderKeyDistributionMessage{GroupID: proto.String("1@g.us")}},
		{},
	}
}

// Whatever bytes a message is made of, reading it ends, and what comes of it is
// within our bounds and can be stored.
func FuzzRead(f *testing.F) {
	for _, m := range seeds() {
		raw, err := proto.Marshal(m)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw, false)
		f.Add(raw, true)
	}
	person := types.NewJID("4915735990002", types.DefaultUserServer)
	f.Fuzz(func(t *testing.T, raw []byte, fromMe bool) {
		m := new(waE2E.Message)
		if proto.Unmarshal(raw, m) != nil {
			return
		}
		e := &events.Message{RawMessage: m}
		e.Info.Chat, e.Info.Sender, e.Info.IsFromMe, e.Info.Timestamp = person, person, fromMe, time.Unix(1_795_000_000, 0)
		got, err := read(e.UnwrapRaw(), func(jid types.JID) bool { return jid.User == person.User })
		if err != nil {
			return // kept with its raw bytes
		}
		if c := got.content; c != nil {
			checkContent(t, c)
		}
		if a := got.amend; a != nil {
			checkText(t, string(a.Text))
			if a.TargetID == "" || a.At <= 0 {
				t.Errorf("a change of nothing: %+v", a)
			}
		}
	})
}

func checkContent(t *testing.T, c *chats.Content) {
	t.Helper()
	checkText(t, string(c.Text))
	if len(c.Detail.Cards) > maxCards || (c.Detail.Poll != nil && len(c.Detail.Poll.Options) > maxPoll) {
		t.Errorf("too much: %d cards", len(c.Detail.Cards))
	}
	if c.Kind == "" || c.Timer < 0 {
		t.Errorf("kind %q, timer %d", c.Kind, c.Timer)
	}
	if c.Kind == chats.KindUnsupported && len(c.Payload) == 0 {
		t.Error("nothing kept of a message that is not understood")
	}
	if l := c.Detail.Location; l != nil && (l.Latitude < -90 || l.Latitude > 90 || l.Longitude < -180 || l.Longitude > 180) {
		t.Errorf("no place on earth: %v", l)
	}
}

func checkText(t *testing.T, s string) {
	t.Helper()
	if !utf8.ValidString(s) || utf8.RuneCountInString(s) > maxText {
		t.Errorf("%d runes, valid %v", utf8.RuneCountInString(s), utf8.ValidString(s))
	}
}

// A card keeps its numbers readable here and usable on the phone it goes on to.
func TestCardsGoOnWithTheirNumbers(t *testing.T) {
	card := cardOf(&waE2E.ContactMessage{DisplayName: proto.String("Rita"), Vcard: proto.String("BEGIN:VCARD\nTEL;waid=447700900177:+447700900177\nitem1.TEL:0800 SHOP\nEND:VCARD")})
	if want := []string{"+44 7700 900177", "0800 SHOP"}; !slices.Equal(card.Numbers, want) {
		t.Errorf("numbers %q, want %q", card.Numbers, want)
	}
	for _, want := range []string{";waid=447700900177:+44 7700 900177\n", "type=VOICE:0800 SHOP\n"} {
		if got := vcard(card); !strings.Contains(got, want) {
			t.Errorf("the card has no %q:\n%s", want, got)
		}
	}
}
