package chats

import "mceplatform/backend/clock"

// Kind is the form of a message's content.
type Kind string

// Kinds of messages that a conversation shows.
const (
	KindText        Kind = "text"
	KindImage       Kind = "image"
	KindVideo       Kind = "video"
	KindAudio       Kind = "audio" // a sound file
	KindVoice       Kind = "voice" // spoken into the phone
	KindDocument    Kind = "document"
	KindSticker     Kind = "sticker"
	KindLocation    Kind = "location"
	KindContact     Kind = "contact" // one or more contact cards
	KindPoll        Kind = "poll"
	KindViewOnce    Kind = "view_once"   // opens on the phone only, once
	KindUnsupported Kind = "unsupported" // kept with its payload; the screen says: open your phone
	KindWaiting     Kind = "waiting"     // could not be decrypted; asked for again and filled in when it comes
	KindUnreadable  Kind = "unreadable"  // could not be stored; its raw bytes lie in the quarantine
	KindNotice      Kind = "notice"      // about the conversation, not from a person; see Detail.Notice
)

// Kinds that change another message. Ours go through the ledger as hidden
// messages of their own; nobody sees them in a conversation.
const (
	KindReaction Kind = "reaction"
	KindEdit     Kind = "edit"
	KindDelete   Kind = "delete" // for everyone
)

// amends reports whether a kind changes another message.
func (k Kind) amends() bool { return k == KindReaction || k == KindEdit || k == KindDelete }

// HasMedia reports whether messages of this kind carry a file.
func (k Kind) HasMedia() bool {
	switch k {
	case KindImage, KindVideo, KindAudio, KindVoice, KindDocument, KindSticker:
		return true
	}
	return false
}

// Captioned reports whether WhatsApp shows words with a file of this kind.
func (k Kind) Captioned() bool { return k == KindImage || k == KindVideo || k == KindDocument }

// Forwarded says how a message was passed on.
type Forwarded int

// Degrees of forwarding.
const (
	NotForwarded   Forwarded = 0
	WasForwarded   Forwarded = 1
	ForwardedOften Forwarded = 2 // through five chats or more, as WhatsApp counts
)

// Content is what a message says. The text is the message, the caption, or the
// question of a poll.
type Content struct {
	Kind      Kind
	Text      Text
	Detail    Detail
	Quote     *Quote
	Forwarded Forwarded
	Media     *Media // of kinds that have a file
	Payload   []byte // the raw protobuf of kinds that this version cannot show
	// Timer is the disappearing-message timer that the message was sent under, in
	// seconds; 0 = none.
	Timer int
	// TimerSetAt is when that timer was chosen; 0 = not told.
	TimerSetAt clock.Millis
}

// Detail is what a kind has beside its text; only the part of the kind is set.
type Detail struct {
	Location *Location `json:"location,omitempty"`
	Cards    []Card    `json:"cards,omitempty"`
	Poll     *Poll     `json:"poll,omitempty"`
	Notice   *Notice   `json:"notice,omitempty"`
	// Amend is what a reaction, edit or deletion of ours changes.
	Amend *Amend `json:"amend,omitempty"`
}

// Location is a place on earth, in degrees.
type Location struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	Name      string  `json:"name"`
	Address   string  `json:"address"`
	Live      bool    `json:"live"` // the sender's place at the time of sending; it moves on without us
}

// Card is a contact card.
type Card struct {
	Name    string   `json:"name"`
	Numbers []string `json:"numbers"` // as written on the card
}

// Poll is a question with its options. Votes are seen on the phone.
type Poll struct {
	Options []string `json:"options"`
	Multi   bool     `json:"multi"`
}

// Notice is something that happened to a conversation.
type Notice struct {
	What  string `json:"what"`
	Value string `json:"value"` // by What: a number as people read it, a count of seconds
}

// What a notice can say.
const (
	NoticeKeysChanged   = "keys_changed"   // the person's security code changed: a new phone or a reinstallation
	NoticeNumberChanged = "number_changed" // the person writes under a new number; Value is that number
	NoticeNewPerson     = "new_person"     // the number belongs to somebody else now; Value is the number
	NoticeTimer         = "timer"          // disappearing messages; Value is the seconds, "0" = off
)

// Amend names the message that a reaction, edit or deletion changes.
type Amend struct {
	MessageID int64  `json:"messageId"`
	WAID      string `json:"waId"`
	FromMe    bool   `json:"fromMe"` // of the message that is changed
	Before    Text   `json:"before"` // what stood there, to be put back when the change is refused
}

// Quote is the message that a message answers, as the sender saw it.
type Quote struct {
	WAID      string `json:"waId"`
	FromMe    bool   `json:"fromMe"`
	Kind      Kind   `json:"kind"`
	Text      Text   `json:"text" ts_type:"string"`
	MessageID int64  `json:"messageId"` // 0 when that message is not here
}

// Reaction is an emoji under a message.
type Reaction struct {
	FromMe bool         `json:"fromMe"`
	Emoji  string       `json:"emoji"`
	At     clock.Millis `json:"at"`
}

// Amendment is a reaction, edit or deletion that came in.
type Amendment struct {
	Kind         Kind
	TargetID     string // WhatsApp id of the message that is changed
	TargetFromMe bool
	FromMe       bool // whose change it is
	Text         Text // the new text, or the emoji; "" takes a reaction back
	At           clock.Millis
}
