package wasim_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/proto"

	"mceplatform/backend/whatsapp/wasim"
)

func (w *world) mustContent(ctx context.Context, t *testing.T, from *wasim.Phone, c wasim.Content, o wasim.SendOptions) string {
	t.Helper()
	id, err := from.Send(ctx, w.owner, c, o)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (c *client) awaitMessage(ctx context.Context, id string) *events.Message {
	c.t.Helper()
	return await(ctx, c, func(m *events.Message) bool { return m.Info.ID == id })
}

func shownByID(p *wasim.Phone, id string) wasim.ShownMessage {
	for _, m := range p.Inbox() {
		if m.ID == id {
			return m
		}
	}
	return wasim.ShownMessage{}
}

func shaOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Every kind of file a contact can send reaches the client and decrypts there.
func TestFilesIn(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	data := bytes.Repeat([]byte("file content "), 1000)
	file := func(m *waE2E.Message) whatsmeow.DownloadableMessage {
		switch {
		case m.ImageMessage != nil:
			return m.ImageMessage
		case m.VideoMessage != nil:
			return m.VideoMessage
		case m.AudioMessage != nil:
			return m.AudioMessage
		case m.DocumentMessage != nil:
			return m.DocumentMessage
		case m.StickerMessage != nil:
			return m.StickerMessage
		}
		return nil
	}
	for kind, mediaType := range map[wasim.Kind]string{
		wasim.KindImage: "image", wasim.KindVideo: "video", wasim.KindAudio: "audio", wasim.KindVoice: "ptt",
		wasim.KindDocument: "document", wasim.KindSticker: "sticker", wasim.KindViewOnce: "image",
	} {
		id := w.mustContent(ctx, t, w.bob, wasim.Content{
			Kind: kind, Data: data, Mime: "application/x-test", FileName: "a.bin", Text: "caption", Seconds: 3, Width: 4, Height: 5,
			Thumbnail: []byte("thumb"), Waveform: make([]byte, 64),
		}, wasim.SendOptions{})
		m := c.awaitMessage(ctx, id)
		if m.Info.Type != "media" || m.Info.MediaType != mediaType || m.IsViewOnce != (kind == wasim.KindViewOnce) {
			t.Errorf("%s: info %+v", kind, m.Info)
		}
		if m.Message.GetAudioMessage().GetPTT() != (kind == wasim.KindVoice) {
			t.Errorf("%s: voice flag", kind)
		}
		got, err := c.Download(ctx, file(m.Message))
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("%s: download: %d bytes, %v", kind, len(got), err)
		}
		shown := shownByID(w.owner, id)
		if kept, ok := w.owner.Media(id); !ok || !bytes.Equal(kept, data) || shown.MediaSHA != shaOf(data) || shown.Kind != kind {
			t.Errorf("%s on the phone: %+v", kind, shown)
		}
	}
}

func TestThingsIn(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	send := func(content wasim.Content) *events.Message {
		t.Helper()
		return c.awaitMessage(ctx, w.mustContent(ctx, t, w.bob, content, wasim.SendOptions{}))
	}
	m := send(wasim.Content{Kind: wasim.KindLocation, Latitude: 52.5, Longitude: -13.25, PlaceName: "Gate", PlaceAddress: "Square 1"})
	if at := m.Message.GetLocationMessage(); at.GetDegreesLatitude() != 52.5 || at.GetDegreesLongitude() != -13.25 || at.GetName() != "Gate" {
		t.Errorf("location: %v", m.Message)
	}
	m = send(wasim.Content{Kind: wasim.KindContact, Cards: []wasim.Card{{Name: "Ann; Lee", Numbers: []string{"491"}}}})
	if m.Info.MediaType != "vcard" || !bytes.Contains([]byte(m.Message.GetContactMessage().GetVcard()), []byte("waid=491:+491")) {
		t.Errorf("contact: %v", m.Message)
	}
	two := []wasim.Card{{Name: "Ann", Numbers: []string{"491", "492"}}, {Name: "Ben", Numbers: []string{"493"}}}
	m = send(wasim.Content{Kind: wasim.KindContact, Cards: two})
	if len(m.Message.GetContactsArrayMessage().GetContacts()) != 2 || len(shownByID(w.owner, m.Info.ID).Cards[0].Numbers) != 2 {
		t.Errorf("contacts: %v", m.Message)
	}
	m = send(wasim.Content{Kind: wasim.KindPoll, Text: "When?", Options: []string{"today", "later"}})
	if m.Info.Type != "poll" || len(m.Message.GetPollCreationMessageV3().GetOptions()) != 2 {
		t.Errorf("poll: %v", m.Message)
	}
	m = send(wasim.Content{Kind: wasim.KindPoll, Text: "Which?", Options: []string{"one", "two"}, Multi: true})
	if m.Message.GetPollCreationMessage().GetName() != "Which?" {
		t.Errorf("poll with several answers: %v", m.Message)
	}
	if m = send(wasim.Content{Kind: wasim.KindUnknown, Text: "Party"}); m.Message.GetEventMessage().GetName() != "Party" {
		t.Errorf("unknown: %v", m.Message)
	}
	m = send(wasim.Content{Kind: wasim.KindTimer, Timer: 86400})
	if m.Message.GetProtocolMessage().GetEphemeralExpiration() != 86400 {
		t.Errorf("timer: %v", m.Message)
	}
	m = send(wasim.Content{Text: "gone soon", Timer: 86400, Forwarded: 5})
	info := m.Message.GetExtendedTextMessage().GetContextInfo()
	if !m.IsEphemeral || info.GetExpiration() != 86400 || info.GetForwardingScore() != 5 || !info.GetIsForwarded() {
		t.Errorf("disappearing, forwarded: %v", m.RawMessage)
	}
	m = send(wasim.Content{Kind: wasim.KindDocument, Data: []byte("doc"), FileName: "a.pdf", Text: "read this"})
	if !m.IsDocumentWithCaption || m.Message.GetDocumentMessage().GetCaption() != "read this" {
		t.Errorf("document with caption: %v", m.RawMessage)
	}
}

// A contact replies, reacts, edits and deletes; phones and client agree.
func TestChangesIn(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	for _, form := range []wasim.WireForm{wasim.FormLID, wasim.FormPN} {
		o := wasim.SendOptions{Form: form}
		first := w.mustContent(ctx, t, w.bob, wasim.Content{Text: "first"}, o)
		own := c.mustText(ctx, lid(w.bob), "own words").ID
		w.mustAwait(ctx, t, "own text", func() bool { return shownByID(w.bob, own).Text != "" })

		reply := c.awaitMessage(ctx, w.mustContent(ctx, t, w.bob, wasim.Content{Text: "indeed", Reply: own}, o))
		info := reply.Message.GetExtendedTextMessage().GetContextInfo()
		author, err := types.ParseJID(info.GetParticipant())
		if err != nil || info.GetStanzaID() != own || info.GetQuotedMessage().GetConversation() != "own words" ||
			(author != lid(w.owner) && author != pn(w.owner)) {
			t.Errorf("%s: quote %v", form, info)
		}
		m := c.awaitMessage(ctx, w.mustContent(ctx, t, w.bob, wasim.Content{Kind: wasim.KindReaction, Text: "👍", Target: own}, o))
		if key := m.Message.GetReactionMessage().GetKey(); m.Info.Type != "reaction" || key.GetID() != own || key.GetFromMe() {
			t.Errorf("%s: reaction %v", form, m.Message)
		}
		for _, p := range []*wasim.Phone{w.owner, w.bob} {
			w.mustAwait(ctx, t, "reaction on "+p.Number(), func() bool { return shownByID(p, own).Reactions[bobNumber] == "👍" })
		}
		w.mustContent(ctx, t, w.bob, wasim.Content{Kind: wasim.KindReaction, Target: own}, o)
		if r := shownByID(w.owner, own).Reactions; len(r) != 0 {
			t.Errorf("%s: reaction not taken back: %v", form, r)
		}
		m = c.awaitMessage(ctx, w.mustContent(ctx, t, w.bob, wasim.Content{Kind: wasim.KindEdit, Text: "edited", Target: first}, o))
		if edit := m.Message.GetProtocolMessage(); !m.IsEdit || m.Info.Edit != types.EditAttributeMessageEdit ||
			edit.GetKey().GetID() != first || edit.GetEditedMessage().GetConversation() != "edited" {
			t.Errorf("%s: edit %v", form, m.RawMessage)
		}
		if s := shownByID(w.owner, first); !s.Edited || s.Text != "edited" {
			t.Errorf("%s: edited entry %+v", form, s)
		}
		m = c.awaitMessage(ctx, w.mustContent(ctx, t, w.bob, wasim.Content{Kind: wasim.KindDelete, Target: first}, o))
		if del := m.Message.GetProtocolMessage(); del.GetType() != waE2E.ProtocolMessage_REVOKE || del.GetKey().GetID() != first {
			t.Errorf("%s: delete %v", form, m.Message)
		}
		if s := shownByID(w.owner, first); !s.Deleted || s.Text != "" {
			t.Errorf("%s: deleted entry %+v", form, s)
		}
	}
}

// What a client sends changes what the phones show, instead of adding to it.
func TestChangesOut(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	theirs := w.mustSend(ctx, t, w.bob, "their words", wasim.SendOptions{})
	c.awaitText(ctx, "their words")
	own := c.mustText(ctx, lid(w.bob), "with a tpyo").ID
	send := func(m *waE2E.Message) {
		t.Helper()
		if _, err := c.SendMessage(ctx, lid(w.bob), m); err != nil {
			t.Fatal(err)
		}
	}
	send(c.BuildReaction(lid(w.bob), lid(w.bob), theirs, "❤️"))
	send(c.BuildEdit(lid(w.bob), own, &waE2E.Message{Conversation: proto.String("without a typo")}))
	for _, p := range []*wasim.Phone{w.owner, w.bob} {
		w.mustAwait(ctx, t, "reaction on "+p.Number(), func() bool { return shownByID(p, theirs).Reactions[ownerNumber] == "❤️" })
		w.mustAwait(ctx, t, "edit on "+p.Number(), func() bool { return shownByID(p, own).Text == "without a typo" })
	}
	// Nobody can delete what somebody else wrote.
	send(c.BuildRevoke(lid(w.bob), lid(w.bob), theirs))
	send(c.BuildReaction(lid(w.bob), lid(w.bob), theirs, ""))
	send(c.BuildRevoke(lid(w.bob), types.EmptyJID, own))
	for _, p := range []*wasim.Phone{w.owner, w.bob} {
		w.mustAwait(ctx, t, "no reaction on "+p.Number(), func() bool { return len(shownByID(p, theirs).Reactions) == 0 })
		w.mustAwait(ctx, t, "deleted on "+p.Number(), func() bool { return shownByID(p, own).Deleted })
		if n := len(p.Inbox()); n != 2 {
			t.Errorf("%d entries on %s, want 2", n, p.Number())
		}
		if m := shownByID(p, theirs); m.Deleted || m.Text != "their words" {
			t.Errorf("a stranger's message was deleted: %+v", m)
		}
	}
	reply := &waE2E.Message{EphemeralMessage: &waE2E.FutureProofMessage{Message: &waE2E.Message{ExtendedTextMessage: &waE2E.ExtendedTextMessage{
		Text: proto.String("quoting"), ContextInfo: &waE2E.ContextInfo{
			StanzaID: &theirs, Expiration: proto.Uint32(604800), IsForwarded: proto.Bool(true), ForwardingScore: proto.Uint32(1),
		},
	}}}}
	send(reply)
	w.mustAwait(ctx, t, "reply", shows(w.bob, "quoting"))
	if m := w.bob.Inbox()[2]; m.Reply != theirs || m.Timer != 604800 || m.Forwarded != 1 || m.Kind != wasim.KindText {
		t.Errorf("reply: %+v", m)
	}
}

// A change that arrives before the message it is about waits for it, also over
// a restart.
func TestEarlyChange(t *testing.T) {
	state := filepath.Join(t.TempDir(), "state.json")
	ctx, w, c := linked(t, wasim.Config{StateFile: state})
	const id = "3EB0EARLY"
	if _, err := c.SendMessage(ctx, lid(w.bob), c.BuildEdit(lid(w.bob), id, &waE2E.Message{Conversation: proto.String("final")})); err != nil {
		t.Fatal(err)
	}
	w.mustAwait(ctx, t, "queue empty", func() bool { return queuedFor(w.owner) == 0 })
	c.Disconnect()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	w2 := newWorld(t, wasim.Config{StateFile: state})
	c2 := openClient(t, w2.Endpoint(), c.dsn)
	if err := c2.Connect(); err != nil {
		t.Fatal(err)
	}
	c2.connected(ctx, 1)
	if _, err := c2.SendMessage(ctx, lid(w2.bob), &waE2E.Message{Conversation: proto.String("draft")}, whatsmeow.SendRequestExtra{ID: id}); err != nil {
		t.Fatal(err)
	}
	w2.mustAwait(ctx, t, "edited text", func() bool { return shownByID(w2.bob, id).Edited })
	if m := shownByID(w2.bob, id); m.Text != "final" {
		t.Errorf("entry: %+v", m)
	}
}

func TestBroadcastList(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	id := w.mustContent(ctx, t, w.bob, wasim.Content{Text: "to my list"}, wasim.SendOptions{Form: wasim.FormBroadcast})
	m := c.awaitMessage(ctx, id)
	if m.Info.Chat.Server != types.BroadcastServer || m.Info.Sender != lid(w.bob) || m.Info.SenderAlt != pn(w.bob) {
		t.Errorf("info: %+v", m.Info)
	}
	w.mustAwait(ctx, t, "delivered", func() bool { return sentByID(w.bob, id).Delivered })
	w.mustAwait(ctx, t, "queue empty", func() bool { return queuedFor(w.owner) == 0 })
}

// Group messages carry content as well.
func TestGroupContent(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	data := []byte("a picture of everybody")
	id := w.mustContent(ctx, t, w.bob, wasim.Content{Kind: wasim.KindImage, Data: data}, wasim.SendOptions{Form: wasim.FormGroup})
	m := await(ctx, c, func(m *events.Message) bool { return m.Info.ID == id && m.Message.GetImageMessage() != nil })
	if got, err := c.Download(ctx, m.Message.GetImageMessage()); err != nil || !slices.Equal(got, data) || m.Info.Chat.Server != types.GroupServer {
		t.Errorf("group image: %v %v", err, m.Info)
	}
}

func TestContentRefused(t *testing.T) {
	ctx, w := testContext(t), newWorld(t, wasim.Config{})
	for _, tc := range []struct {
		c    wasim.Content
		o    wasim.SendOptions
		want error
	}{
		{wasim.Content{Kind: wasim.KindImage}, wasim.SendOptions{}, wasim.ErrContent},
		{wasim.Content{Kind: wasim.KindReaction, Text: "x"}, wasim.SendOptions{}, wasim.ErrContent},
		{wasim.Content{Kind: "smell"}, wasim.SendOptions{}, wasim.ErrContent},
		{wasim.Content{Text: "x", Reply: "nowhere"}, wasim.SendOptions{}, wasim.ErrNoMessage},
		{wasim.Content{Text: "x"}, wasim.SendOptions{Form: "pigeon"}, wasim.ErrWireForm},
		{wasim.Content{Text: "x"}, wasim.SendOptions{Unavailable: "sometimes"}, wasim.ErrContent},
	} {
		if _, err := w.bob.Send(ctx, w.owner, tc.c, tc.o); !errors.Is(err, tc.want) {
			t.Errorf("%+v: %v, want %v", tc.c, err, tc.want)
		}
	}
}

// A person may answer with several things, of which each can be about the
// message that is answered.
func TestAnswersOfEveryKind(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	w.bob.SetBehaviour(wasim.Behaviour{Reply: func(about wasim.ShownMessage, before int) []wasim.Answer {
		if before > 0 {
			return nil
		}
		return []wasim.Answer{
			{Content: wasim.Content{Kind: wasim.KindReaction, Target: about.ID, Text: "👍"}},
			{Content: wasim.Content{Kind: wasim.KindImage, Data: []byte("a picture"), Text: "here", Reply: about.ID}},
		}
	}})
	first := c.mustText(ctx, lid(w.bob), "show me")
	photo := await(ctx, c, func(m *events.Message) bool { return m.Message.GetImageMessage().GetCaption() == "here" })
	if quoted := photo.Message.GetImageMessage().GetContextInfo().GetStanzaID(); quoted != first.ID {
		t.Errorf("the picture quotes %q", quoted)
	}
	await(ctx, c, func(m *events.Message) bool { return m.Message.GetReactionMessage().GetKey().GetID() == first.ID })
	second := c.mustText(ctx, lid(w.bob), "thanks")
	w.mustAwait(ctx, t, "the second message", func() bool { return shownByID(w.bob, second.ID).ID != "" })
	if n := len(w.bob.Sent()); n != 2 {
		t.Errorf("the phone sent %d things", n)
	}
}
