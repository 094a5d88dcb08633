package demo

import (
	"bytes"
	"encoding/base64"
	"slices"
	"sync"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/media"
	"mceplatform/backend/whatsapp/wasim"
)

const jpegURL = "data:image/jpeg;base64,"

// Shown is a message as a simulated phone shows it.
type Shown struct {
	ID     string       `json:"id"`
	FromMe bool         `json:"fromMe"` // written by the phone's own user
	Kind   chats.Kind   `json:"kind"`   // KindDelete after its author deleted it
	Text   string       `json:"text"`   // the text, the words under a file, or the question of a poll
	At     clock.Millis `json:"at"`
	Read   bool         `json:"read"`
	Edited bool         `json:"edited"`

	Title   string   `json:"title"`   // of a file, a place or a contact
	Detail  string   `json:"detail"`  // a place's address, a contact's number
	Seconds int      `json:"seconds"` // of a recording
	Options []string `json:"options"` // of a poll
	Picture string   `json:"picture"` // a small one as a data URL; "" for none

	Quote     *ShownQuote     `json:"quote"` // what it answers
	Reactions []ShownReaction `json:"reactions"`
}

// ShownQuote is the message that another one answers.
type ShownQuote struct {
	FromMe bool       `json:"fromMe"`
	Kind   chats.Kind `json:"kind"`
	Text   string     `json:"text"`
}

// ShownReaction is an emoji at a message.
type ShownReaction struct {
	FromMe bool   `json:"fromMe"`
	Emoji  string `json:"emoji"`
}

// Inbox returns what a phone shows of the conversation with the owner.
func (w *World) Inbox(number string) ([]Shown, error) {
	p, err := w.person(number)
	if err != nil {
		return nil, err
	}
	out, quotes := []Shown{}, map[string]*ShownQuote{}
	for _, m := range p.Inbox() {
		s := w.shown(p, m)
		s.Quote = quotes[m.Reply]
		quotes[m.ID] = &ShownQuote{FromMe: s.FromMe, Kind: s.Kind, Text: s.Text}
		out = append(out, s)
	}
	return out, nil
}

func (w *World) shown(p *wasim.Phone, m wasim.ShownMessage) Shown {
	s := Shown{
		ID: m.ID, FromMe: m.FromMe, Kind: kindOf(m), Text: m.Text, At: clock.MillisOf(m.Time), Read: m.Read, Edited: m.Edited,
		Seconds: m.Seconds, Options: append([]string{}, m.Options...), Reactions: []ShownReaction{},
	}
	switch s.Kind {
	case chats.KindDocument:
		s.Title = m.FileName
	case chats.KindLocation:
		s.Title, s.Detail = m.PlaceName, m.PlaceAddress
	case chats.KindContact:
		if len(m.Cards) > 0 {
			s.Title = m.Cards[0].Name
			if len(m.Cards[0].Numbers) > 0 {
				s.Detail = "+" + m.Cards[0].Numbers[0]
			}
		}
	case chats.KindImage, chats.KindSticker:
		s.Picture = w.previews.of(p, m)
	}
	for number, emoji := range m.Reactions {
		s.Reactions = append(s.Reactions, ShownReaction{FromMe: number == p.Number(), Emoji: emoji})
	}
	slices.SortFunc(s.Reactions, func(a, b ShownReaction) int { // the owner's first
		if a.FromMe == b.FromMe {
			return 0
		}
		if a.FromMe {
			return 1
		}
		return -1
	})
	return s
}

// kindOf names a message as the app does.
func kindOf(m wasim.ShownMessage) chats.Kind {
	if m.Deleted {
		return chats.KindDelete
	}
	switch m.Kind {
	case wasim.KindTimer:
		return chats.KindNotice
	case wasim.KindUnknown:
		return chats.KindUnsupported
	default:
		return chats.Kind(m.Kind)
	}
}

// previews are small pictures by the hash of the large one: the panel asks
// again whenever something happens.
type previews struct {
	mu   sync.Mutex
	made map[string]string
}

func (v *previews) of(p *wasim.Phone, m wasim.ShownMessage) string {
	v.mu.Lock()
	defer v.mu.Unlock()
	if url, ok := v.made[m.MediaSHA]; ok {
		return url
	}
	data, ok := p.Media(m.ID)
	if !ok {
		return ""
	}
	url := ""
	if thumb := media.Inspect(bytes.NewReader(data), m.Mime, "").Thumb; thumb != nil {
		url = jpegURL + base64.StdEncoding.EncodeToString(thumb)
	}
	if v.made == nil {
		v.made = map[string]string{}
	}
	v.made[m.MediaSHA] = url
	return url
}
