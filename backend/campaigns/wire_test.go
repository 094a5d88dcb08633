package campaigns_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"mceplatform/backend/chats"
	"mceplatform/backend/leads"
)

// wire is a scripted way to WhatsApp. It judges the beginning of each send.
type wire struct {
	chats.MediaTransport
	r       *rig
	online  atomic.Bool
	made    atomic.Int64
	answer  func(m chats.Outgoing) error // nil = accepted
	meeting func()                       // called while a message is on its way
	unknown map[string]bool              // numbers that have to be looked up
	resets  int
	offAt   time.Time // offline for a minute since

	sends  int
	log    []attempt          // all of them
	left   []string           // ids of messages that may have left
	ids    map[message]string // of campaigns, by recipient
	wrongs []string
}

func (w *wire) NewID() string { return fmt.Sprintf("3EB0%018X", w.made.Add(1)) }
func (w *wire) Online() bool {
	return w.online.Load() && (w.offAt.IsZero() || w.r.time.Now().Sub(w.offAt) > time.Minute)
}

func (w *wire) NeedsLookUp(to leads.Address) bool { return w.unknown[to.Phone] }
func (w *wire) ResetConnection()                  { w.resets++; w.offAt = w.r.time.Now() }

func (w *wire) MarkRead(context.Context, leads.Address, []string, bool) error { return nil }
func (w *wire) Typing(context.Context, leads.Address, bool) error             { return nil }
func (w *wire) Watch(context.Context, leads.Address) error                    { return nil }

func (w *wire) Send(ctx context.Context, m chats.Outgoing) (chats.Receipt, error) {
	w.sends++
	w.judge(ctx, m)
	if w.meeting != nil {
		w.meeting()
	}
	var err error
	if w.answer != nil {
		err = w.answer(m)
	}
	w.log = append(w.log, attempt{to: m.To.Phone, text: string(m.Content.Text), id: m.ID, ok: err == nil})
	var known *chats.SendError
	if err == nil || !errors.As(err, &known) || known.Class == chats.Unknown {
		w.left = append(w.left, m.ID)
	}
	return chats.Receipt{}, err
}

// judge holds a send against what was committed: the worker must have looked
// again after the claim, and what it could see then must have allowed the send.
// The writer is one, so commits have an order.
func (w *wire) judge(ctx context.Context, m chats.Outgoing) {
	list, err := w.r.db.FindOwnMessages(ctx, []string{m.ID})
	w.r.must(err)
	send, err := w.r.db.SendByMessage(ctx, list[0].ID)
	w.r.must(err)
	if send.RecipientID == nil {
		return
	}
	place, err := w.r.db.GetRecipient(ctx, *send.RecipientID)
	w.r.must(err)
	seen := w.r.db.seen
	wrong := func(format string, args ...any) { w.wrongs = append(w.wrongs, fmt.Sprintf(format, args...)) }
	if seen <= w.r.db.claimed[send.ID] {
		wrong("message %d was sent without another look after its claim", send.ID)
	}
	if !w.r.db.running[place.CampaignID].at(seen) {
		wrong("message %d was begun in commit %d, when campaign %d did not run", send.ID, seen, place.CampaignID)
	}
	if w.r.db.out[place.LeadID].at(seen) {
		wrong("message %d was begun in commit %d, when its person had opted out", send.ID, seen)
	}
	mark := message{*send.RecipientID, send.Step}
	if id := w.ids[mark]; id != "" && id != m.ID {
		wrong("recipient %d got %s after %s", *send.RecipientID, m.ID, id)
	}
	w.ids[mark] = m.ID
}

// attempt is a message as it was handed over.
type attempt struct {
	to, text string
	id       string
	ok       bool
}

// message is one step of a campaign for one recipient.
type message struct {
	recipient int64
	step      int
}
