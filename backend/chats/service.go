package chats

import (
	"context"
	"log/slog"

	"mceplatform/backend/clock"
	"mceplatform/backend/event"
	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
)

// Names of the events about conversations.
const (
	EventReceived       = "message:received" // data: MessageEvent
	EventMessageChanged = "message:changed"  // data: MessageEvent
	EventChatChanged    = "chat:changed"     // data: ChatEvent
)

// MessageEvent names a message that came in or changed.
type MessageEvent struct {
	ChatID    int64  `json:"chatId"`
	MessageID int64  `json:"messageId"`
	LeadID    int64  `json:"leadId"`
	Status    Status `json:"status"`
}

// ChatEvent names a conversation that changed.
type ChatEvent struct {
	ChatID int64 `json:"chatId"`
}

// Accounts tells which WhatsApp number is the active one; 0 means none yet.
type Accounts interface {
	ActiveID(ctx context.Context) (int64, error)
}

// Service holds the rules about conversations.
type Service struct {
	store     Store
	leads     *leads.Service
	accounts  Accounts
	transport Transport
	bus       *event.Bus
	clock     clock.Clock
	log       *slog.Logger
	source    Source

	wake  chan struct{}
	reads chan readNotice
}

type readNotice struct {
	leadID int64
	ids    []string
}

// Deps are what the service works with.
type Deps struct {
	Store     Store
	Leads     *leads.Service
	Accounts  Accounts
	Transport Transport
	Bus       *event.Bus
	Clock     clock.Clock
	Log       *slog.Logger
}

// New returns the service. Call SetSource before Run when paced sends are wanted.
func New(d Deps) *Service {
	return &Service{
		store: d.Store, leads: d.Leads, accounts: d.Accounts, transport: d.Transport, bus: d.Bus, clock: d.Clock, log: d.Log,
		wake: make(chan struct{}, 1), reads: make(chan readNotice, 64),
	}
}

// SetSource connects the part of the program that asks for paced sends.
func (s *Service) SetSource(src Source) { s.source = src }

// List returns one page of the active account's conversations.
func (s *Service) List(ctx context.Context, q ListQuery) (Page, error) {
	if q.Limit <= 0 {
		q.Limit = 50
	}
	q.Limit = min(q.Limit, 200)
	q.Query = leads.CleanName(q.Query)
	account, err := s.accounts.ActiveID(ctx)
	if err != nil || account == 0 {
		return Page{Items: []Item{}}, err
	}
	return s.store.ListChats(ctx, account, q)
}

// Get returns one conversation.
func (s *Service) Get(ctx context.Context, id int64) (Item, error) { return s.store.GetChat(ctx, id) }

// Messages returns a page of a conversation that ends before a cursor; "" is
// the latest page.
func (s *Service) Messages(ctx context.Context, chatID int64, before string, limit int) (MessagePage, error) {
	if limit <= 0 || limit > 200 {
		limit = 50
	}
	return s.store.ListMessages(ctx, chatID, before, limit)
}

// OpenForLead returns the conversation with a lead, a new one if need be.
func (s *Service) OpenForLead(ctx context.Context, leadID int64) (Item, error) {
	var item Item
	err := s.store.InTx(ctx, func(ctx context.Context) error {
		account, err := s.accounts.ActiveID(ctx)
		if err != nil {
			return err
		}
		if account == 0 {
			return fault.New(fault.NotLinked, "Link your WhatsApp first; then you can write to people.")
		}
		chatID, _, err := s.store.EnsureChat(ctx, account, leadID)
		if err != nil {
			return err
		}
		item, err = s.store.GetChat(ctx, chatID)
		return err
	})
	return item, err
}

// ChatOfLead returns the id of the active account's conversation with a lead,
// 0 when there is none.
func (s *Service) ChatOfLead(ctx context.Context, leadID int64) (int64, error) {
	account, err := s.accounts.ActiveID(ctx)
	if err != nil || account == 0 {
		return 0, err
	}
	return s.store.FindChat(ctx, account, leadID)
}

// Send queues a reply and returns it at once; the worker sends it when WhatsApp
// can be reached. The same clientID never queues a second message.
func (s *Service) Send(ctx context.Context, chatID int64, text, clientID string) (Message, error) {
	clean, err := CleanText(text)
	if err != nil {
		return Message{}, err
	}
	if len(clientID) > maxClientID {
		return Message{}, fault.New(fault.Invalid, "The client id is too long.").With("field", "clientId")
	}
	var m Message
	err = s.store.InTx(ctx, func(ctx context.Context) error {
		if clientID != "" {
			if known, err := s.store.FindByClientID(ctx, chatID, clientID); err != nil || known != nil {
				if known != nil {
					m = *known
				}
				return err
			}
		}
		var err error
		m, err = s.queueReply(ctx, chatID, clean, clientID)
		return err
	})
	s.Wake()
	return m, err
}

func (s *Service) queueReply(ctx context.Context, chatID int64, text Text, clientID string) (Message, error) {
	account, lead, err := s.store.ChatAccount(ctx, chatID)
	if err != nil {
		return Message{}, err
	}
	m := Message{ChatID: chatID, WAID: s.transport.NewID(), ClientID: clientID, FromMe: true, Origin: FromApp, Kind: KindText, Text: text, Status: StatusQueued}
	if _, err := s.AppendOwn(ctx, account, lead, &m, SendReply, nil); err != nil {
		return Message{}, err
	}
	s.chatChanged(ctx, chatID)
	return m, s.store.ClearDraft(ctx, chatID, text)
}

// AppendOwn stores a message of ours together with its row in the ledger,
// within the caller's transaction.
func (s *Service) AppendOwn(ctx context.Context, accountID, leadID int64, m *Message, kind SendKind, recipientID *int64) (*Send, error) {
	now := clock.NowMillis(s.clock)
	m.ServerAt = now
	if stored, err := s.store.InsertMessage(ctx, m); err != nil || !stored {
		if err == nil {
			err = fault.New(fault.Conflict, "That message id is in use.")
		}
		return nil, err
	}
	send := Send{
		MessageID: m.ID, WAID: m.WAID, Kind: kind, AccountID: accountID, ChatID: m.ChatID, LeadID: leadID,
		RecipientID: recipientID, State: SendPending, CreatedAt: now, Text: m.Text,
	}
	return &send, s.store.CreateSend(ctx, &send)
}

// Retry queues a failed message again, under the same id.
func (s *Service) Retry(ctx context.Context, messageID int64) (Message, error) {
	var m Message
	err := s.store.InTx(ctx, func(ctx context.Context) error {
		var err error
		if m, err = s.store.GetMessage(ctx, messageID); err != nil {
			return err
		}
		send, err := s.store.SendByMessage(ctx, messageID)
		if err != nil {
			return err
		}
		if send == nil || m.Status != StatusFailed {
			return fault.New(fault.Conflict, "Only a message that failed can be sent again.")
		}
		if send.Kind != SendReply {
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
	s.Wake()
	return m, err
}

// SaveDraft keeps what is being written in a conversation.
func (s *Service) SaveDraft(ctx context.Context, chatID int64, text string) error {
	if len([]rune(text)) > maxDraftRunes {
		return fault.New(fault.Invalid, "The draft is too long.").With("field", "text")
	}
	return s.store.InTx(ctx, func(ctx context.Context) error {
		if err := s.store.SaveDraft(ctx, chatID, Text(text)); err != nil {
			return err
		}
		s.chatChanged(ctx, chatID)
		return nil
	})
}

// MarkRead zeroes a conversation's unread count and lets WhatsApp know.
func (s *Service) MarkRead(ctx context.Context, chatID int64) error {
	var notice readNotice
	err := s.store.InTx(ctx, func(ctx context.Context) error {
		ids, err := s.store.MarkRead(ctx, chatID)
		if err != nil || len(ids) == 0 {
			return err
		}
		_, lead, err := s.store.ChatAccount(ctx, chatID)
		notice = readNotice{leadID: lead, ids: ids}
		s.chatChanged(ctx, chatID)
		return err
	})
	if err == nil && len(notice.ids) > 0 {
		select {
		case s.reads <- notice:
			s.Wake()
		default: // the count on screen is right; the phone hears of it at the next opening
		}
	}
	return err
}

// Receive stores a message that came in, within the caller's transaction.
// stored is false for one that is known already.
func (s *Service) Receive(ctx context.Context, accountID, leadID int64, m *Message) (stored bool, err error) {
	if m.ChatID, _, err = s.store.EnsureChat(ctx, accountID, leadID); err != nil {
		return false, err
	}
	// A clock ahead of ours must not pin a message to the end of the conversation.
	if now := clock.NowMillis(s.clock); m.ServerAt > now || m.ServerAt == 0 {
		m.ServerAt = now
	}
	if stored, err = s.store.InsertMessage(ctx, m); err != nil || !stored {
		return false, err
	}
	if m.FromMe {
		if _, err := s.store.MarkRead(ctx, m.ChatID); err != nil {
			return false, err
		}
	}
	if err := s.leads.MessageSeen(ctx, leadID, m.ServerAt); err != nil {
		return false, err
	}
	s.bus.Publish(ctx, event.Event{Name: EventReceived, Data: MessageEvent{ChatID: m.ChatID, MessageID: m.ID, LeadID: leadID, Status: m.Status}})
	s.chatChanged(ctx, m.ChatID)
	return true, nil
}

// Acknowledged notes receipts for messages of ours, by their WhatsApp ids,
// within the caller's transaction. A receipt also proves that a send whose
// outcome was unknown did arrive.
func (s *Service) Acknowledged(ctx context.Context, waIDs []string, status Status, at clock.Millis) error {
	own, err := s.store.FindOwnMessages(ctx, waIDs)
	if err != nil {
		return err
	}
	for _, m := range own {
		if err := s.acknowledge(ctx, m, status, at); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) acknowledge(ctx context.Context, m Message, status Status, at clock.Millis) error {
	send, err := s.store.SendByMessage(ctx, m.ID)
	if err != nil {
		return err
	}
	if send != nil && send.State != SendSent {
		if err := s.settle(ctx, *send, Outcome{State: SendSent}); err != nil {
			return err
		}
	}
	raised, err := s.store.RaiseStatus(ctx, m.ID, status, at)
	if err != nil || !raised {
		return err
	}
	var lead int64
	if send != nil {
		lead = send.LeadID
		if send.RecipientID != nil && s.source != nil {
			if err := s.source.Progressed(ctx, *send.RecipientID, status); err != nil {
				return err
			}
		}
	}
	m.Status = status
	s.messageChanged(ctx, m, lead)
	return nil
}

func (s *Service) messageChanged(ctx context.Context, m Message, leadID int64) {
	s.bus.Publish(ctx, event.Event{Name: EventMessageChanged, Data: MessageEvent{ChatID: m.ChatID, MessageID: m.ID, LeadID: leadID, Status: m.Status}})
}

func (s *Service) chatChanged(ctx context.Context, chatID int64) {
	s.bus.Publish(ctx, event.Event{Name: EventChatChanged, Data: ChatEvent{ChatID: chatID}})
}

// AppendCampaign stores a campaign's message to a lead with its row in the
// ledger, within the caller's transaction.
func (s *Service) AppendCampaign(ctx context.Context, accountID, leadID, campaignID, recipientID int64, text Text) (*Send, error) {
	chatID, created, err := s.store.EnsureChat(ctx, accountID, leadID)
	if err != nil {
		return nil, err
	}
	m := Message{
		ChatID: chatID, WAID: s.transport.NewID(), FromMe: true, Origin: FromCampaign, Kind: KindText,
		Text: text, CampaignID: &campaignID, Status: StatusQueued,
	}
	send, err := s.AppendOwn(ctx, accountID, leadID, &m, SendCampaign, &recipientID)
	if err == nil {
		send.NewChat = created
		s.chatChanged(ctx, chatID)
	}
	return send, err
}

// SendOfRecipient returns the send already written for a campaign's recipient,
// nil when there is none.
func (s *Service) SendOfRecipient(ctx context.Context, recipientID int64) (*Send, error) {
	return s.store.SendByRecipient(ctx, recipientID)
}
