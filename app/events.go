package app

import (
	"fmt"
	"sync"
	"time"

	"mceplatform/backend/account"
	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/event"
	"mceplatform/backend/leads"
	"mceplatform/backend/settings"
	"mceplatform/backend/sheets"
)

// Events of the window itself.
const (
	eventLost    = "sync:lost"   // some events did not get through: read everything again
	eventClosing = "app:closing" // the user wants to close while campaigns run
)

// Closing names the campaigns that run while the user wants to close.
type Closing struct {
	Campaigns []string `json:"campaigns"`
}

// EventMap is every event the page can hear, with its data.
type EventMap struct {
	AccountChanged     account.Status     `json:"account:changed"`
	ChatChanged        chats.ChatEvent    `json:"chat:changed"`
	MessageReceived    chats.MessageEvent `json:"message:received"`
	MessageChanged     chats.MessageEvent `json:"message:changed"`
	MediaProgressed    chats.MediaEvent   `json:"media:progressed"`
	ChatTyping         chats.TypingEvent  `json:"chat:typing"`
	LeadCreated        leads.Changed      `json:"lead:created"`
	LeadChanged        leads.Changed      `json:"lead:changed"`
	CampaignChanged    campaigns.Event    `json:"campaign:changed"`
	CampaignProgressed campaigns.Event    `json:"campaign:progressed"`
	TemplateChanged    *bool              `json:"template:changed"`
	SheetChanged       sheets.Changed     `json:"sheet:changed"`
	SheetNewLeads      sheets.NewLeads    `json:"sheet:new_leads"`
	SettingsChanged    settings.Settings  `json:"settings:changed"`
	SyncLost           *bool              `json:"sync:lost"`
	Closing            Closing            `json:"app:closing"`
}

const (
	feedSize = 4096
	// coalesceFor bounds how often the page hears of one and the same thing.
	coalesceFor = 100 * time.Millisecond
)

// coalesced are the events of which only the latest per subject matters.
var coalesced = map[string]bool{campaigns.EventProgressed: true, chats.EventChatChanged: true, chats.EventMedia: true}

// feed carries events from the bus to the page, in order. The bus never waits
// for it: when the page is too slow, it is told to read everything again.
type feed struct {
	in   chan event.Event
	stop chan struct{}
	done chan struct{}
	once sync.Once

	mu   sync.Mutex
	lost bool
}

func newFeed() *feed {
	return &feed{in: make(chan event.Event, feedSize), stop: make(chan struct{}), done: make(chan struct{})}
}

// put is the bus's subscriber.
func (f *feed) put(e event.Event) {
	select {
	case f.in <- e:
	default:
		f.mu.Lock()
		f.lost = true
		f.mu.Unlock()
	}
}

// start begins to carry; what came before is covered by the page's first reading.
func (f *feed) start(emit func(name string, data any)) {
	f.once.Do(func() { go f.run(emit) })
}

func (f *feed) close() {
	close(f.stop)
	f.once.Do(func() { close(f.done) }) // never started
	<-f.done
}

func (f *feed) run(emit func(name string, data any)) {
	defer close(f.done)
	held := map[string]event.Event{} // the latest of each coalesced subject
	var order []string
	tick := time.NewTicker(coalesceFor)
	defer tick.Stop()
	for {
		select {
		case <-f.stop:
			return
		case e := <-f.in:
			if !coalesced[e.Name] {
				emit(e.Name, e.Data)
				continue
			}
			key := fmt.Sprint(e.Name, subjectOf(e.Data))
			if _, known := held[key]; !known {
				order = append(order, key)
			}
			held[key] = e
		case <-tick.C:
			for _, key := range order {
				emit(held[key].Name, held[key].Data)
			}
			clear(held)
			order = order[:0]
			if f.takeLost() {
				emit(eventLost, nil)
			}
		}
	}
}

// subjectOf is what an event is about, without how far it has got.
func subjectOf(data any) any {
	if m, ok := data.(chats.MediaEvent); ok {
		return m.MessageID
	}
	return data
}

func (f *feed) takeLost() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	lost := f.lost
	f.lost = false
	return lost
}
