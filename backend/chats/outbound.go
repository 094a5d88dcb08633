package chats

import (
	"context"

	"mceplatform/backend/clock"
)

// ToMany is one message of a campaign to one person.
type ToMany struct {
	CampaignID  int64
	RecipientID int64
	Step        int
	Content     Content // without what belongs to the conversation
}

// AppendCampaign stores a campaign's message to a lead with its row in the
// ledger, within the caller's transaction.
func (s *Service) AppendCampaign(ctx context.Context, accountID, leadID int64, c ToMany) (*Send, error) {
	starts, err := s.store.StartsChat(ctx, accountID, leadID)
	if err != nil {
		return nil, err
	}
	m, err := s.messageTo(ctx, accountID, leadID, c.Content)
	if err != nil {
		return nil, err
	}
	m.CampaignID = &c.CampaignID
	send, err := s.appendOwn(ctx, accountID, leadID, m, Send{Kind: SendCampaign, RecipientID: &c.RecipientID, Step: c.Step})
	if err == nil {
		send.NewChat = starts // MarkSending stores it
		s.chatChanged(ctx, m.ChatID)
	}
	return send, err
}

// SendTest queues a campaign's message to the owner's own number, leadID, at
// once and outside of every pace.
func (s *Service) SendTest(ctx context.Context, accountID, leadID int64, c Content) (Message, error) {
	var m *Message
	err := s.store.InTx(ctx, func(ctx context.Context) error {
		var err error
		if m, err = s.messageTo(ctx, accountID, leadID, c); err != nil {
			return err
		}
		_, err = s.appendOwn(ctx, accountID, leadID, m, Send{Kind: SendTest})
		s.chatChanged(ctx, m.ChatID)
		return err
	})
	if err != nil {
		return Message{}, err
	}
	s.Wake()
	return s.store.GetMessage(ctx, m.ID)
}

// messageTo makes a message of a campaign's content, under the timer of the
// conversation. Its file is a row of its own for the one file on disk, and where
// that lies on WhatsApp's server already.
func (s *Service) messageTo(ctx context.Context, accountID, leadID int64, c Content) (*Message, error) {
	chatID, _, err := s.store.EnsureChat(ctx, accountID, leadID)
	if err != nil {
		return nil, err
	}
	head, err := s.store.ChatHead(ctx, chatID)
	if err != nil {
		return nil, err
	}
	if c.Media != nil {
		copied := *c.Media
		copied.ID = 0
		c.Media = &copied
	}
	return &Message{
		ChatID: chatID, WAID: s.transport.NewID(), FromMe: true, Origin: FromCampaign, Kind: c.Kind,
		Text: c.Text, Media: c.Media, Status: StatusQueued, Timer: head.Timer,
	}, nil
}

// Ready reports whether the file of a send, if it has one, lies on WhatsApp's
// server.
func (s *Service) Ready(ctx context.Context, send Send) (bool, error) {
	m, err := s.store.GetMessage(ctx, send.MessageID)
	return err == nil && (m.Media == nil || s.uploaded(*m.Media)), err
}

func (s *Service) uploaded(m Media) bool {
	return m.UploadedAt > clock.NowMillis(s.clock).Add(-uploadLasts)
}
