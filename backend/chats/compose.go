package chats

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"mceplatform/backend/clock"
	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
)

// Compose is what a person wrote and sends to one conversation: a text, a file
// with or without a caption, a place, or contact cards.
type Compose struct {
	ClientID string    `json:"clientId"` // the same one never queues a second message
	Text     string    `json:"text"`
	ReplyTo  int64     `json:"replyTo"` // message that this answers, 0 = none
	FileID   string    `json:"fileId"`  // a staged file, "" = none
	As       Kind      `json:"as"`      // how a file is sent; "" chooses by its type
	Location *Location `json:"location"`
	LeadIDs  []int64   `json:"leadIds"` // people whose cards are sent
}

const maxCards = 20

// Send queues a message and returns it at once; the worker sends it when
// WhatsApp can be reached.
func (s *Service) Send(ctx context.Context, chatID int64, c Compose) (Message, error) {
	if len(c.ClientID) > maxClientID {
		return Message{}, fault.New(fault.Invalid, "The client id is too long.").With("field", "clientId")
	}
	content, err := s.contentOf(ctx, c)
	if err != nil {
		return Message{}, err
	}
	var m Message
	err = s.store.InTx(ctx, func(ctx context.Context) error {
		if c.ClientID != "" {
			known, err := s.store.FindByClientID(ctx, chatID, c.ClientID)
			if err != nil || known != nil {
				if known != nil {
					m = *known
				}
				return err
			}
		}
		if content.Quote, err = s.quoteOf(ctx, chatID, c.ReplyTo); err != nil {
			return err
		}
		m, err = s.queue(ctx, chatID, content, c.ClientID)
		if err != nil {
			return err
		}
		return s.store.ClearDraft(ctx, chatID, content.Text)
	})
	if err != nil {
		return Message{}, err
	}
	s.Wake()
	return s.store.GetMessage(ctx, m.ID)
}

// contentOf checks what was written and makes a message's content of it.
func (s *Service) contentOf(ctx context.Context, c Compose) (Content, error) {
	switch {
	case c.FileID != "":
		return s.fileContent(c)
	case c.Location != nil:
		return locationContent(*c.Location)
	case len(c.LeadIDs) > 0:
		return s.cardContent(ctx, c.LeadIDs)
	}
	text, err := CleanText(c.Text)
	return Content{Kind: KindText, Text: text}, err
}

func locationContent(l Location) (Content, error) {
	if math.IsNaN(l.Latitude) || math.IsNaN(l.Longitude) || math.Abs(l.Latitude) > 90 || math.Abs(l.Longitude) > 180 {
		return Content{}, fault.New(fault.Invalid, "A place has a latitude from -90 to 90 and a longitude from -180 to 180.").With("field", "location")
	}
	l.Name, l.Address, l.Live = leads.CleanName(l.Name), leads.CleanName(l.Address), false
	return Content{Kind: KindLocation, Detail: Detail{Location: &l}}, nil
}

func (s *Service) cardContent(ctx context.Context, leadIDs []int64) (Content, error) {
	if len(leadIDs) > maxCards {
		return Content{}, fault.New(fault.Invalid, "At most %d contacts can be sent at once.", maxCards).With("field", "leadIds")
	}
	var cards []Card
	for _, id := range leadIDs {
		d, err := s.leads.Get(ctx, id)
		if err != nil {
			return Content{}, err
		}
		if d.Lead.Phone == "" {
			return Content{}, fault.New(fault.Invalid, "%s has no number that could be sent.", nameOr(d.Lead.Name, "This person")).With("field", "leadIds")
		}
		cards = append(cards, Card{Name: nameOr(d.Lead.Name, d.Lead.PhoneDisplay), Numbers: []string{"+" + d.Lead.Phone}})
	}
	return Content{Kind: KindContact, Detail: Detail{Cards: cards}}, nil
}

func nameOr(name, other string) string {
	if name == "" {
		return other
	}
	return name
}

// quoteOf makes the quote of an answered message.
func (s *Service) quoteOf(ctx context.Context, chatID, messageID int64) (*Quote, error) {
	if messageID == 0 {
		return nil, nil
	}
	m, err := s.store.GetMessage(ctx, messageID)
	if err != nil {
		return nil, err
	}
	if m.ChatID != chatID || m.DeletedAt != 0 || m.Kind == KindNotice {
		return nil, fault.New(fault.Conflict, "This message cannot be answered any more.").With("field", "replyTo")
	}
	return &Quote{WAID: m.WAID, FromMe: m.FromMe, Kind: m.Kind, Text: quoted(m)}, nil
}

// quoted is as much of a message as a quote shows.
func quoted(m Message) Text {
	const most = 300
	text := strings.TrimSpace(string(m.Text))
	if text == "" && m.Media != nil {
		text = m.Media.FileName
	}
	if r := []rune(text); len(r) > most {
		text = string(r[:most]) + "…"
	}
	return Text(text)
}

// queue stores a reply with its row in the ledger, within the caller's
// transaction.
func (s *Service) queue(ctx context.Context, chatID int64, c Content, clientID string) (Message, error) {
	head, err := s.store.ChatHead(ctx, chatID)
	if err != nil {
		return Message{}, err
	}
	if head.Private {
		return Message{}, fault.New(fault.Conflict, "This conversation is private: nothing of it is stored, so nothing can be sent from here.")
	}
	m := Message{
		ChatID: chatID, WAID: s.transport.NewID(), ClientID: clientID, FromMe: true, Origin: FromApp, Kind: c.Kind, Text: c.Text,
		Detail: c.Detail, Quote: c.Quote, Forwarded: c.Forwarded, Media: c.Media, Hidden: c.Kind.amends(), Status: StatusQueued,
	}
	if !m.Hidden {
		m.Timer = head.Timer
	}
	if _, err := s.appendOwn(ctx, head.AccountID, head.LeadID, &m, Send{Kind: SendReply, State: SendPending}); err != nil {
		return Message{}, err
	}
	s.chatChanged(ctx, chatID)
	return m, nil
}

// appendOwn stores a message of ours together with its row in the ledger, which
// says what it is for and how far it is, within the caller's transaction.
func (s *Service) appendOwn(ctx context.Context, accountID, leadID int64, m *Message, send Send) (*Send, error) {
	now := clock.NowMillis(s.clock)
	m.ServerAt = now
	if m.Media != nil && m.Media.ID == 0 {
		if err := s.store.CreateMedia(ctx, m.Media); err != nil {
			return nil, err
		}
	}
	if m.Media != nil {
		m.MediaID = &m.Media.ID
	}
	if stored, err := s.store.InsertMessage(ctx, m); err != nil || !stored {
		if err == nil {
			err = fault.New(fault.Conflict, "That message id is in use.")
		}
		return nil, err
	}
	send.MessageID, send.WAID, send.ChatID = m.ID, m.WAID, m.ChatID
	send.AccountID, send.LeadID, send.CreatedAt = accountID, leadID, now
	return &send, s.store.CreateSend(ctx, &send)
}

// Forward queues copies of messages to other conversations.
func (s *Service) Forward(ctx context.Context, messageIDs, chatIDs []int64) error {
	const most = 5 // conversations at once, as WhatsApp has it
	if len(messageIDs) == 0 || len(messageIDs) > 100 || len(chatIDs) == 0 || len(chatIDs) > most {
		return fault.New(fault.Invalid, "Choose up to 100 messages and up to %d conversations.", most)
	}
	err := s.store.InTx(ctx, func(ctx context.Context) error {
		for _, id := range messageIDs {
			m, err := s.store.GetMessage(ctx, id)
			if err != nil {
				return err
			}
			c, err := forwardable(m)
			if err != nil {
				return err
			}
			for _, chat := range chatIDs {
				if c.Media != nil { // each message has a row of its own for the one file
					copied := *c.Media
					copied.ID = 0
					c.Media = &copied
				}
				if _, err := s.queue(ctx, chat, c, ""); err != nil {
					return err
				}
			}
		}
		return nil
	})
	s.Wake()
	return err
}

func forwardable(m Message) (Content, error) {
	c := Content{Kind: m.Kind, Text: m.Text, Detail: m.Detail, Forwarded: WasForwarded}
	switch {
	case m.DeletedAt != 0, !slices.Contains([]Kind{KindText, KindLocation, KindContact}, m.Kind) && !m.Kind.HasMedia():
		return c, fault.New(fault.Conflict, "This kind of message cannot be forwarded from here.")
	case m.Forwarded == ForwardedOften:
		c.Forwarded = ForwardedOften
	}
	if m.Kind.HasMedia() {
		if m.Media == nil || m.Media.State != MediaReady {
			return c, fault.New(fault.Conflict, "The file has to be here before it can be forwarded. Download it first.")
		}
		c.Media = &Media{
			State: MediaReady, Mime: m.Media.Mime, Size: m.Media.Size, FileName: m.Media.FileName, Width: m.Media.Width, Height: m.Media.Height,
			DurationMS: m.Media.DurationMS, Waveform: m.Media.Waveform, Thumb: m.Media.Thumb, Animated: m.Media.Animated, SHA256: m.Media.SHA256,
		}
	}
	return c, nil
}

// Retry queues a failed message again, under the same id.
func (s *Service) Retry(ctx context.Context, messageID int64) (Message, error) {
	err := s.store.InTx(ctx, func(ctx context.Context) error {
		m, err := s.store.GetMessage(ctx, messageID)
		if err != nil {
			return err
		}
		send, err := s.store.SendByMessage(ctx, messageID)
		if err != nil {
			return err
		}
		if send == nil || m.Status != StatusFailed {
			return fault.New(fault.Conflict, "Only a message that failed can be sent again.")
		}
		if send.Kind.Paced() {
			return fault.New(fault.Conflict, "This message belongs to a campaign. Retry it there.")
		}
		send.State, send.NotBefore, send.Attempts = SendPending, 0, 0
		if err := s.store.UpdateSend(ctx, *send); err != nil {
			return err
		}
		m.Status, m.Error = StatusQueued, ""
		s.messageChanged(ctx, m, send.LeadID)
		return s.store.SetStatus(ctx, m.ID, StatusQueued, "")
	})
	if err != nil {
		return Message{}, err
	}
	s.Wake()
	return s.store.GetMessage(ctx, messageID)
}

// IsPrivate reports whether the active account's conversation with a lead is
// one of which nothing is stored.
func (s *Service) IsPrivate(ctx context.Context, accountID, leadID int64) (bool, error) {
	head, err := s.store.FindChat(ctx, accountID, leadID)
	return head.Private, err
}

// Times within which WhatsApp lets a message be changed.
const (
	editWithin   = 20 * time.Minute // whatsmeow send.go, EditWindow
	deleteWithin = 60 * time.Hour   // as WhatsApp's own help says: about two and a half days
)
