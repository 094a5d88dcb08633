package wasim

import (
	"maps"
	"time"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"google.golang.org/protobuf/proto"
)

// ShownMessage is what a human sees on a phone: one entry per message id, as
// on a real one. Reactions, edits and deletes change the entry they are about.
type ShownMessage struct {
	ID string `json:"id"`
	// From is the number of the sender.
	From string `json:"from"`
	// To is the number of the receiver.
	To string `json:"to"`
	// FromMe marks what the phone's own account sent from a linked device or
	// from the phone itself.
	FromMe bool `json:"fromMe"`
	Kind   Kind `json:"kind"`
	// Text is the text, the caption of a file or the question of a poll.
	Text string    `json:"text"`
	Time time.Time `json:"time"`
	// Deliveries is how often this id reached the server.
	Deliveries int `json:"deliveries"`
	// Read tells whether the human has read it.
	Read bool `json:"read"`
	// SenderDevice is the device it came from; 0 is the phone.
	SenderDevice uint16 `json:"senderDevice"`
	// PN tells that the client addressed the phone by number, not by LID.
	PN bool `json:"pn"`
	// Token tells that it came with a privacy token of this phone.
	Token bool `json:"token,omitempty"`

	Mime     string `json:"mime,omitempty"`
	FileName string `json:"fileName,omitempty"`
	// MediaSHA is the SHA-256, in hex, of the file as the phone downloaded and
	// decrypted it; empty when it could not.
	MediaSHA     string   `json:"mediaSha,omitempty"`
	Seconds      int      `json:"seconds,omitempty"`
	Latitude     float64  `json:"latitude,omitempty"`
	Longitude    float64  `json:"longitude,omitempty"`
	PlaceName    string   `json:"placeName,omitempty"`
	PlaceAddress string   `json:"placeAddress,omitempty"`
	Cards        []Card   `json:"cards,omitempty"`
	Options      []string `json:"options,omitempty"`
	// Reply is the id of the message it quotes.
	Reply string `json:"reply,omitempty"`
	// Reactions are emojis by the number of who chose them.
	Reactions map[string]string `json:"reactions,omitempty"`
	Edited    bool              `json:"edited,omitempty"`
	// Deleted tells that the sender deleted it for everyone.
	Deleted bool `json:"deleted,omitempty"`
	// Forwarded is the forwarding score, see Content.
	Forwarded int `json:"forwarded,omitempty"`
	// Timer is the seconds after which it disappears; for KindTimer the new
	// setting of the chat.
	Timer int `json:"timer,omitempty"`

	raw []byte // the message as it came, without the copy's envelope
}

// change is a reaction, edit or delete and the message it is about.
type change struct {
	Kind   Kind   `json:"kind"`
	Text   string `json:"text,omitempty"`
	By     string `json:"by"`     // number of who changes
	Author string `json:"author"` // number of who wrote the target
	Target string `json:"target"`
}

func inboxKey(from, id string) string { return from + "/" + id }

// absorb is a message reaching the screen: from, to, id and time are those of
// m, the rest is read from msg. ok is false when there is nothing to see.
func (p *Phone) absorb(m ShownMessage, msg *waE2E.Message) (shown ShownMessage, fresh, ok bool) {
	if device := msg.GetDeviceSentMessage().GetMessage(); device != nil {
		msg = device
	}
	r := read(msg)
	if r.shown.Kind == "" {
		return m, false, false
	}
	raw, err := proto.Marshal(msg)
	if err != nil {
		p.s.log.Error("encode message", "error", err)
		return m, false, false
	}
	shown = r.shown
	shown.ID, shown.From, shown.To, shown.FromMe, shown.Time, shown.raw = m.ID, m.From, m.To, m.FromMe, m.Time, raw
	shown.SenderDevice, shown.PN, shown.Read, shown.Token = m.SenderDevice, m.PN, m.Read, m.Token
	if shown.Kind.changes() {
		author := shown.To
		if r.targetFromMe {
			author = shown.From
		}
		p.apply(shown.ID, change{shown.Kind, shown.Text, shown.From, author, r.target})
		return shown, false, true
	}
	if r.media != nil {
		if plain, err := p.s.download(*r.media); err == nil {
			shown.MediaSHA = p.s.keepPlain(plain)
		}
	}
	return shown, p.show(shown), true
}

// show puts a message on the screen; a known id is not shown again.
func (p *Phone) show(m ShownMessage) (fresh bool) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	key := inboxKey(m.From, m.ID)
	if p.inboxIndex[key] != nil {
		p.s.emit(Event{Kind: EventDuplicate, Phone: p.Number(), Peer: m.From, ID: m.ID})
		p.s.touch()
		return false
	}
	p.inboxIndex[key] = &m
	p.inbox = append(p.inbox, &m)
	for _, c := range p.early[key] {
		m.change(c)
	}
	delete(p.early, key)
	p.s.emit(Event{Kind: EventMessage, Phone: p.Number(), Peer: m.From, ID: m.ID, Text: m.Text, FromMe: m.FromMe})
	p.s.touch()
	return true
}

// apply changes a shown message, or keeps the change until the message comes.
func (p *Phone) apply(id string, c change) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	key := inboxKey(c.Author, c.Target)
	if m := p.inboxIndex[key]; m != nil {
		m.change(c)
	} else {
		p.early[key] = append(p.early[key], c)
	}
	p.s.emit(Event{Kind: EventChange, Phone: p.Number(), Peer: c.By, ID: id, Text: c.Text, FromMe: c.By == p.Number()})
	p.s.touch()
}

// change applies a change; only the author can edit or delete. The caller
// holds Server.mu.
func (m *ShownMessage) change(c change) {
	switch {
	case c.Kind == KindReaction && c.Text == "":
		delete(m.Reactions, c.By)
	case c.Kind == KindReaction:
		if m.Reactions == nil {
			m.Reactions = map[string]string{}
		}
		m.Reactions[c.By] = c.Text
	case c.By != m.From || m.Deleted:
	case c.Kind == KindEdit:
		m.Text, m.Edited, m.raw = c.Text, true, withText(m.raw, c.Text)
	case c.Kind == KindDelete:
		m.Text, m.Deleted, m.raw, m.MediaSHA = "", true, nil, ""
	}
}

// shownByID finds an entry whoever sent it. The caller holds Server.mu.
func (p *Phone) shownByID(id string) *ShownMessage {
	for _, m := range p.inbox {
		if m.ID == id {
			return m
		}
	}
	return nil
}

// Inbox returns what the phone shows, in the order in which it came.
func (p *Phone) Inbox() []ShownMessage {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	out := make([]ShownMessage, 0, len(p.inbox))
	for _, m := range p.inbox {
		out = append(out, p.s.shownLocked(m))
	}
	return out
}

func (s *Server) shownLocked(m *ShownMessage) ShownMessage {
	out := *m
	out.Deliveries = s.arrivals[m.ID]
	out.Reactions = maps.Clone(m.Reactions)
	return out
}
