package chats

import (
	"context"
	"log/slog"

	"mceplatform/backend/clock"
	"mceplatform/backend/event"
	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
	"mceplatform/backend/media"
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

	preferences PreferenceSource
	files       *media.Folder
	staged      *staging

	// Whoever puts something into one of these wakes its worker.
	wake, up, down chan struct{}
	lookedAt       clock.Millis // when the worker, and nobody else, looked for work last
}

// Deps are what the service works with.
type Deps struct {
	Store       Store
	Leads       *leads.Service
	Accounts    Accounts
	Transport   Transport
	Files       *media.Folder
	Preferences PreferenceSource
	Bus         *event.Bus
	Clock       clock.Clock
	Log         *slog.Logger
}

// New returns the service. Call SetSource before Run when paced sends are wanted.
func New(d Deps) *Service {
	return &Service{
		store: d.Store, leads: d.Leads, accounts: d.Accounts, transport: d.Transport, bus: d.Bus, clock: d.Clock, log: d.Log,
		preferences: d.Preferences, files: d.Files,
		wake: make(chan struct{}, 1), up: make(chan struct{}, 1), down: make(chan struct{}, 1), staged: newStaging(),
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

// Message returns one message as it is now; one that a conversation does not
// show is not found.
func (s *Service) Message(ctx context.Context, id int64) (Message, error) {
	m, err := s.store.GetMessage(ctx, id)
	if err == nil && m.Hidden {
		return Message{}, fault.New(fault.NotFound, "This message is no longer shown.")
	}
	return m, err
}

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
		head, err := s.store.EnsureChat(ctx, account, leadID)
		if err != nil {
			return err
		}
		item, err = s.store.GetChat(ctx, head.ID)
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
	head, err := s.store.FindChat(ctx, account, leadID)
	return head.ID, err
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

func (s *Service) messageChanged(ctx context.Context, m Message, leadID int64) {
	s.bus.Publish(ctx, event.Event{Name: EventMessageChanged, Data: MessageEvent{ChatID: m.ChatID, MessageID: m.ID, LeadID: leadID, Status: m.Status}})
}

func (s *Service) chatChanged(ctx context.Context, chatID int64) {
	s.bus.Publish(ctx, event.Event{Name: EventChatChanged, Data: ChatEvent{ChatID: chatID}})
}

// SendOfRecipient returns the send already written for a step of a campaign's
// recipient, nil when there is none.
func (s *Service) SendOfRecipient(ctx context.Context, recipientID int64, step int) (*Send, error) {
	return s.store.SendByRecipient(ctx, recipientID, step)
}

// Decided ends a send whose outcome was uncertain by a person's word, within the
// caller's transaction. One that goes out again begins anew, under the same id;
// it is refused when its campaign was cancelled, which would never take it up.
func (s *Service) Decided(ctx context.Context, send Send, o Outcome) error {
	if o.State == SendPending {
		verdict, err := s.source.Wanted(ctx, *send.RecipientID)
		if err != nil {
			return err
		}
		if verdict == RepeatNever {
			return fault.New(fault.Conflict, "This campaign was cancelled: nothing more goes out.")
		}
		send.Attempts, send.NotBefore = 0, 0
	}
	return s.settle(ctx, send, o)
}

// addressOfChat is where the person of a conversation can be reached.
func (s *Service) addressOfChat(ctx context.Context, chatID int64) (leads.Address, error) {
	head, err := s.store.ChatHead(ctx, chatID)
	if err != nil {
		return leads.Address{}, err
	}
	return s.leads.AddressOf(ctx, head.LeadID)
}
