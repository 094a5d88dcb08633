package whatsapp

import (
	"fmt"
	"math"
	"strings"
	"time"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/proto"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/leads"
	"mceplatform/backend/media"
	"mceplatform/backend/phone"
)

// reading is what one message means. At most one of the parts is set; none for
// keys and protocol notes.
type reading struct {
	content *chats.Content
	amend   *chats.Amendment
	history *waE2E.HistorySyncNotification
}

// Bounds of what anybody can make us keep.
const (
	maxText   = 100_000 // runes
	maxCards  = 50
	maxPhones = 20
	maxPoll   = 50
)

// read says what a message means. isMine tells whether an address is the owner's.
func read(e *events.Message, isMine func(types.JID) bool) (reading, error) {
	m := e.Message
	switch {
	case m == nil:
		return reading{}, nil
	case e.IsViewOnce:
		return reading{content: &chats.Content{Kind: chats.KindViewOnce}}, nil
	case m.GetProtocolMessage() != nil:
		return readProtocol(e, m.GetProtocolMessage()), nil
	case m.GetReactionMessage() != nil:
		r := m.GetReactionMessage()
		return reading{amend: amendment(e, chats.KindReaction, r.GetKey().GetID(), r.GetKey().GetFromMe(), clean(r.GetText()), r.GetSenderTimestampMS())}, nil
	}
	c, info := contentOf(m)
	if c == nil && changesNothing(m) {
		return reading{}, nil
	}
	if c == nil {
		payload, err := proto.Marshal(m)
		if err != nil {
			return reading{}, fmt.Errorf("keep an unknown kind of message: %w", err)
		}
		c = &chats.Content{Kind: chats.KindUnsupported, Payload: payload}
	}
	readContext(c, info, isMine)
	return reading{content: c}, nil
}

// changesNothing reports whether a message says nothing to a person: keys,
// context, and notes between devices.
func changesNothing(m *waE2E.Message) bool {
	rest := proto.Clone(m).(*waE2E.Message)
	rest.SenderKeyDistributionMessage, rest.FastRatchetKeySenderKeyDistributionMessage, rest.MessageContextInfo = nil, nil, nil
	rest.PollUpdateMessage, rest.KeepInChatMessage, rest.PinInChatMessage = nil, nil, nil
	rest.EncReactionMessage, rest.EncCommentMessage, rest.SecretEncryptedMessage = nil, nil, nil
	rest.Chat, rest.PlaceholderMessage, rest.StickerSyncRmrMessage = nil, nil, nil
	return proto.Size(rest) == 0
}

func readProtocol(e *events.Message, p *waE2E.ProtocolMessage) reading {
	switch p.GetType() {
	case waE2E.ProtocolMessage_REVOKE:
		return reading{amend: amendment(e, chats.KindDelete, p.GetKey().GetID(), p.GetKey().GetFromMe(), "", 0)}
	case waE2E.ProtocolMessage_MESSAGE_EDIT:
		c, _ := contentOf(p.GetEditedMessage())
		if c == nil {
			return reading{}
		}
		return reading{amend: amendment(e, chats.KindEdit, p.GetKey().GetID(), p.GetKey().GetFromMe(), c.Text, p.GetTimestampMS())}
	case waE2E.ProtocolMessage_EPHEMERAL_SETTING:
		seconds := int(min(p.GetEphemeralExpiration(), math.MaxInt32))
		return reading{content: &chats.Content{
			Kind: chats.KindNotice, Timer: seconds, TimerSetAt: clock.MillisOf(e.Info.Timestamp),
			Detail: chats.Detail{Notice: &chats.Notice{What: chats.NoticeTimer, Value: fmt.Sprint(seconds)}},
		}}
	case waE2E.ProtocolMessage_HISTORY_SYNC_NOTIFICATION:
		if e.Info.IsFromMe {
			return reading{history: p.GetHistorySyncNotification()}
		}
	}
	return reading{}
}

// amendment reads a change. The key is told from the side of who changes: its
// "from me" means the changer's own message.
func amendment(e *events.Message, kind chats.Kind, target string, theirOwn bool, text chats.Text, atMS int64) *chats.Amendment {
	if target == "" {
		return nil
	}
	at := clock.Millis(atMS)
	if sent := clock.MillisOf(e.Info.Timestamp); at <= 0 || at > sent.Add(time.Minute) { // a clock that is wrong must not win over later changes
		at = sent
	}
	return &chats.Amendment{Kind: kind, TargetID: target, TargetFromMe: e.Info.IsFromMe == theirOwn, FromMe: e.Info.IsFromMe, Text: text, At: at}
}

// contentOf reads the content of the kinds that can be shown, and where its
// context is; nil for others.
func contentOf(m *waE2E.Message) (*chats.Content, *waE2E.ContextInfo) {
	text := func(s string, info *waE2E.ContextInfo) (*chats.Content, *waE2E.ContextInfo) {
		return &chats.Content{Kind: chats.KindText, Text: clean(s)}, info
	}
	switch {
	case m == nil:
		return nil, nil
	case m.GetConversation() != "":
		return text(m.GetConversation(), nil)
	case m.GetExtendedTextMessage().GetText() != "":
		return text(m.GetExtendedTextMessage().GetText(), m.GetExtendedTextMessage().GetContextInfo())
	case m.GetLocationMessage() != nil, m.GetLiveLocationMessage() != nil:
		return placeOf(m)
	case m.GetContactMessage() != nil:
		c := m.GetContactMessage()
		return &chats.Content{Kind: chats.KindContact, Detail: chats.Detail{Cards: []chats.Card{cardOf(c)}}}, c.GetContextInfo()
	case m.GetContactsArrayMessage() != nil:
		list := m.GetContactsArrayMessage()
		cards := []chats.Card{}
		for _, c := range list.GetContacts()[:min(len(list.GetContacts()), maxCards)] {
			cards = append(cards, cardOf(c))
		}
		return &chats.Content{Kind: chats.KindContact, Detail: chats.Detail{Cards: cards}}, list.GetContextInfo()
	}
	if c, info := fileOf(m); c != nil {
		return c, info
	}
	if p := pollOf(m); p != nil {
		return readPoll(p)
	}
	if s, info := chosen(m); s != "" {
		return text(s, info)
	}
	return nil, nil
}

func pollOf(m *waE2E.Message) *waE2E.PollCreationMessage {
	for _, p := range []*waE2E.PollCreationMessage{
		m.GetPollCreationMessage(), m.GetPollCreationMessageV2(), m.GetPollCreationMessageV3(), m.GetPollCreationMessageV5(),
		m.GetPollCreationMessageV4().GetMessage().GetPollCreationMessage(),
	} {
		if p != nil {
			return p
		}
	}
	return nil
}

func readPoll(p *waE2E.PollCreationMessage) (*chats.Content, *waE2E.ContextInfo) {
	poll := &chats.Poll{Options: []string{}, Multi: p.GetSelectableOptionsCount() != 1}
	for _, o := range p.GetOptions()[:min(len(p.GetOptions()), maxPoll)] {
		poll.Options = append(poll.Options, leads.CleanName(o.GetOptionName()))
	}
	return &chats.Content{Kind: chats.KindPoll, Text: clean(p.GetName()), Detail: chats.Detail{Poll: poll}}, p.GetContextInfo()
}

// chosen is the text of what a person picked in a menu of a business account.
func chosen(m *waE2E.Message) (string, *waE2E.ContextInfo) {
	switch {
	case m.GetButtonsResponseMessage() != nil:
		return m.GetButtonsResponseMessage().GetSelectedDisplayText(), m.GetButtonsResponseMessage().GetContextInfo()
	case m.GetListResponseMessage() != nil:
		return m.GetListResponseMessage().GetTitle(), m.GetListResponseMessage().GetContextInfo()
	case m.GetTemplateButtonReplyMessage() != nil:
		return m.GetTemplateButtonReplyMessage().GetSelectedDisplayText(), m.GetTemplateButtonReplyMessage().GetContextInfo()
	case m.GetInteractiveResponseMessage() != nil:
		return m.GetInteractiveResponseMessage().GetBody().GetText(), m.GetInteractiveResponseMessage().GetContextInfo()
	}
	return "", nil
}

func placeOf(m *waE2E.Message) (*chats.Content, *waE2E.ContextInfo) {
	var l chats.Location
	var info *waE2E.ContextInfo
	var text string
	if live := m.GetLiveLocationMessage(); live != nil {
		l = chats.Location{Latitude: live.GetDegreesLatitude(), Longitude: live.GetDegreesLongitude(), Live: true}
		text, info = live.GetCaption(), live.GetContextInfo()
	} else {
		p := m.GetLocationMessage()
		l = chats.Location{
			Latitude: p.GetDegreesLatitude(), Longitude: p.GetDegreesLongitude(), Live: p.GetIsLive(),
			Name: leads.CleanName(p.GetName()), Address: leads.CleanName(p.GetAddress()),
		}
		text, info = p.GetComment(), p.GetContextInfo()
	}
	if !(math.Abs(l.Latitude) <= 90) || !(math.Abs(l.Longitude) <= 180) { // also when it is no number at all
		return nil, nil
	}
	return &chats.Content{Kind: chats.KindLocation, Text: clean(text), Detail: chats.Detail{Location: &l}}, info
}

// cardOf reads a vCard as far as it is shown: the name and the numbers.
func cardOf(c *waE2E.ContactMessage) chats.Card {
	card := chats.Card{Name: leads.CleanName(c.GetDisplayName()), Numbers: []string{}}
	lines := strings.ReplaceAll(strings.ReplaceAll(c.GetVcard(), "\r\n", "\n"), "\n ", "") // long lines are folded
	for line := range strings.SplitSeq(lines, "\n") {
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		name, _, _ := strings.Cut(strings.ToUpper(key), ";")
		if _, after, grouped := strings.Cut(name, "."); grouped { // item1.TEL
			name = after
		}
		switch name {
		case "TEL":
			if n := leads.CleanName(strings.TrimPrefix(value, "tel:")); n != "" && len(card.Numbers) < maxPhones {
				card.Numbers = append(card.Numbers, asDialled(n))
			}
		case "FN":
			if card.Name == "" {
				card.Name = leads.CleanName(value)
			}
		}
	}
	return card
}

// asDialled writes a number as people of its country write it abroad; what is no
// such number stays as it came.
func asDialled(text string) string {
	if n, err := phone.Parse(text, ""); err == nil {
		return n.Display()
	}
	return text
}

// readContext adds what a message says about other messages and its own life.
func readContext(c *chats.Content, info *waE2E.ContextInfo, isMine func(types.JID) bool) {
	if info == nil {
		return
	}
	switch {
	case info.GetForwardingScore() > 4:
		c.Forwarded = chats.ForwardedOften
	case info.GetIsForwarded():
		c.Forwarded = chats.WasForwarded
	}
	c.Timer = int(min(info.GetExpiration(), math.MaxInt32))
	if at := info.GetEphemeralSettingTimestamp(); at > 0 && at < 1<<40 {
		c.TimerSetAt = clock.MillisOf(time.Unix(at, 0))
	}
	if info.GetStanzaID() == "" {
		return
	}
	q := chats.Quote{WAID: info.GetStanzaID(), Kind: chats.KindUnsupported}
	if author, ok := parseAddress(info.GetParticipant()); ok {
		q.FromMe = isMine(author)
	}
	if quoted, _ := contentOf(info.GetQuotedMessage()); quoted != nil {
		q.Kind, q.Text = quoted.Kind, shorten(quoted.Text)
		if q.Text == "" && quoted.Media != nil {
			q.Text = chats.Text(quoted.Media.FileName)
		}
	}
	c.Quote = &q
}

func shorten(t chats.Text) chats.Text {
	const most = 300
	if r := []rune(t); len(r) > most {
		return chats.Text(r[:most]) + "…"
	}
	return t
}

// clean makes valid text of what somebody sent; protobuf does not see to that.
func clean(s string) chats.Text {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
	if len(s) > maxText {
		if r := []rune(s); len(r) > maxText {
			s = string(r[:maxText])
		}
	}
	return chats.Text(s)
}

// pictureOf makes a small picture of the one that came inside a message; it is
// drawn anew, so that nothing but a picture gets through.
func pictureOf(raw []byte) []byte {
	const most = 256 << 10
	if len(raw) == 0 || len(raw) > most {
		return nil
	}
	return media.Preview(raw)
}
