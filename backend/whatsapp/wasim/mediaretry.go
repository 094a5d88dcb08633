package wasim

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"strconv"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/proto/waMmsRetry"
	"google.golang.org/protobuf/proto"
)

// mediaNotOnPhone is the error code of a file the phone does not have.
const mediaNotOnPhone = "2"

// mediaRetry is the request of a linked device for a file that the media
// server does not have any more:
//
//	<receipt type="server-error" id to><encrypt><enc_p/><enc_iv/></encrypt><rmr jid from_me [participant]/></receipt>
type mediaRetry struct {
	id      string
	rmr     waBinary.Node // goes back with the answer
	shown   *ShownMessage // nil when the phone does not know the message
	payload []byte        // encrypted with a key derived from the media key
	iv      []byte
}

var errMediaRetry = errors.New("malformed")

// answerMediaRetry uploads a file again for a linked device whose download
// failed, and tells it the new path, or that the phone does not have it.
func (p *Phone) answerMediaRetry(d *device, n *waBinary.Node) {
	if p.s.faults.phoneSilent() {
		return
	}
	request, err := p.parseMediaRetry(n)
	if err != nil {
		p.s.reportUnhandled("media retry receipt: " + err.Error())
		return
	}
	content, err := p.mediaRetryAnswer(request)
	if err != nil {
		p.s.log.Error("answer media retry", "error", err)
		return
	}
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	d.push(&queued{node: waBinary.Node{Tag: "notification", Attrs: waBinary.Attrs{
		"type": "mediaretry", "from": p.jid(false), "id": request.id, "t": unix(p.s.now().Unix()),
	}, Content: append(content, request.rmr)}})
}

func (p *Phone) parseMediaRetry(n *waBinary.Node) (mediaRetry, error) {
	rmr, ok := child(n, "rmr")
	encrypted, found := child(n, "encrypt")
	if !ok || !found {
		return mediaRetry{}, errMediaRetry
	}
	fromMe, err := strconv.ParseBool(attrString(rmr, "from_me"))
	if err != nil {
		return mediaRetry{}, errMediaRetry
	}
	r := mediaRetry{id: attrString(n, "id"), rmr: *rmr, payload: childBytes(*encrypted, "enc_p"), iv: childBytes(*encrypted, "enc_iv")}
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if author := p.author(attrJID(rmr, "jid"), fromMe, attrString(rmr, "participant")); author != nil {
		r.shown = p.inboxIndex[inboxKey(author.Number(), r.id)]
	}
	return r, nil
}

// mediaRetryAnswer is the content of the answer beside the rmr node.
func (p *Phone) mediaRetryAnswer(r mediaRetry) ([]waBinary.Node, error) {
	missing := []waBinary.Node{{Tag: "error", Attrs: waBinary.Attrs{"code": mediaNotOnPhone}}}
	plain, ok := p.Media(r.id)
	if r.shown == nil || !ok {
		return missing, nil
	}
	p.s.mu.Lock()
	var msg waE2E.Message
	err := proto.Unmarshal(r.shown.raw, &msg)
	p.s.mu.Unlock()
	ref := read(&msg).media
	if err != nil || ref == nil {
		return missing, nil
	}
	aead, err := mediaRetryCipher(ref.key)
	if err != nil {
		return nil, err
	}
	var request waMmsRetry.ServerErrorReceipt
	opened, err := aead.Open(nil, r.iv, r.payload, []byte(r.id))
	if err != nil || proto.Unmarshal(opened, &request) != nil || request.GetStanzaID() != r.id {
		return nil, errors.New("the request is not encrypted with the key of the file")
	}
	fresh, err := p.s.upload(ref.kind, plain, ref.key)
	if err != nil {
		return nil, err
	}
	p.moveMedia(r.shown, &msg, fresh.path)
	answer, err := proto.Marshal(&waMmsRetry.MediaRetryNotification{
		StanzaID: proto.String(r.id), DirectPath: proto.String(fresh.path), Result: waMmsRetry.MediaRetryNotification_SUCCESS.Enum(),
	})
	if err != nil {
		return nil, fmt.Errorf("encode media retry: %w", err)
	}
	iv := randomBytes(12)
	return []waBinary.Node{{Tag: "encrypt", Content: []waBinary.Node{
		{Tag: "enc_p", Content: aead.Seal(nil, iv, answer, []byte(r.id))}, {Tag: "enc_iv", Content: iv},
	}}}, nil
}

// moveMedia notes the new path of a file.
func (p *Phone) moveMedia(shown *ShownMessage, msg *waE2E.Message, path string) {
	switch m := unwrap(msg); {
	case m.ImageMessage != nil:
		m.ImageMessage.DirectPath = &path
	case m.VideoMessage != nil:
		m.VideoMessage.DirectPath = &path
	case m.AudioMessage != nil:
		m.AudioMessage.DirectPath = &path
	case m.DocumentMessage != nil:
		m.DocumentMessage.DirectPath = &path
	case m.StickerMessage != nil:
		m.StickerMessage.DirectPath = &path
	}
	raw, err := proto.Marshal(msg)
	if err != nil {
		p.s.log.Error("encode message", "error", err)
		return
	}
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	shown.raw = raw
	p.s.touch()
}

func mediaRetryCipher(mediaKey []byte) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, mediaKey, nil, "WhatsApp Media Retry Notification", 32)
	if err != nil {
		return nil, fmt.Errorf("derive media retry key: %w", err)
	}
	return newGCM(key)
}
