package chats

import (
	"context"
	"time"

	"mceplatform/backend/clock"
)

// ToMany is one message of a campaign to one person.
type ToMany struct {
	CampaignID  int64
	RecipientID int64
	Step        int
	Content     Content       // without what belongs to the conversation
	Gap         time.Duration // the pause after it
}

// AppendCampaign stores a campaign's message to a lead with its row in the
// ledger, claimed: in state sending. It runs within the claiming transaction.
func (s *Service) AppendCampaign(ctx context.Context, accountID, leadID int64, c ToMany) (*Send, error) {
	head, err := s.store.EnsureChat(ctx, accountID, leadID)
	if err != nil {
		return nil, err
	}
	m := s.messageTo(head, c.Content)
	m.CampaignID, m.Status = &c.CampaignID, StatusSending
	now := s.clock.Now()
	send, err := s.appendOwn(ctx, accountID, leadID, m, Send{
		Kind: SendCampaign, RecipientID: &c.RecipientID, Step: c.Step, State: SendSending, Attempts: 1,
		NewChat: head.LastAt == 0, GapMS: c.Gap.Milliseconds(), ClaimedAt: clock.MillisOf(now), PacedAt: Stamp(now),
	})
	if err != nil {
		return nil, err
	}
	s.messageChanged(ctx, *m, leadID)
	s.chatChanged(ctx, m.ChatID)
	return send, nil
}

// SendTest queues a campaign's message to the owner's own number, leadID, at
// once and outside of every pace.
func (s *Service) SendTest(ctx context.Context, accountID, leadID int64, c Content) (Message, error) {
	var m *Message
	err := s.store.InTx(ctx, func(ctx context.Context) error {
		head, err := s.store.EnsureChat(ctx, accountID, leadID)
		if err != nil {
			return err
		}
		m = s.messageTo(head, c)
		_, err = s.appendOwn(ctx, accountID, leadID, m, Send{Kind: SendTest, State: SendPending})
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
func (s *Service) messageTo(head ChatHead, c Content) *Message {
	if c.Media != nil {
		copied := *c.Media
		copied.ID = 0
		c.Media = &copied
	}
	return &Message{
		ChatID: head.ID, WAID: s.transport.NewID(), FromMe: true, Origin: FromCampaign, Kind: c.Kind,
		Text: c.Text, Media: c.Media, Status: StatusQueued, Timer: head.Timer,
	}
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
