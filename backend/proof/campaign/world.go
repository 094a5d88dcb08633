package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"time"

	"mceplatform/backend/leads"
	"mceplatform/backend/proof/process"
	"mceplatform/backend/whatsapp"
	"mceplatform/backend/whatsapp/wasim"
)

const (
	ownerNumber = "4915735990001"
	// slowestCycle separates the time a message takes from that between two
	// processes.
	slowestCycle = 150 * time.Millisecond
)

// world is the parent's side: the simulated WhatsApp, the data folder, and the
// process that works on it.
type world struct {
	o      options
	sim    *wasim.Server
	owner  *wasim.Phone
	people []person
	folder *process.Folder
	rng    *rand.Rand

	askers  map[int]*asker // by index of the person
	stops   *stopWatch
	numbers map[string]int // indices of people by number
	front   int            // index of the last person reached; of the events alone, like askers
	stopErr error

	shown     atomic.Int64 // messages of the campaign that phones have shown
	spared    atomic.Int64 // people who have asked to get no more before they were shown anything
	online    atomic.Int64 // logins of the linked device
	cycle     atomic.Int64 // nanoseconds, a running mean
	lastShown atomic.Int64
	progress  chan struct{}

	starts, kills, killedEarly, foundSending int
	upTime                                   time.Duration // from start to online, the latest
}

// person is a recipient: the lead and the phone.
type person struct {
	lead  leads.Input
	phone *wasim.Phone
}

func newWorld(o options) (*world, error) {
	whatsapp.QuietSignal()
	folder, err := process.NewFolder(o.folder)
	if err != nil {
		return nil, err
	}
	sim, err := wasim.Start(wasim.Config{Seed: o.seed | 1})
	if err != nil {
		return nil, err
	}
	w := &world{o: o, sim: sim, folder: folder, rng: rand.New(rand.NewPCG(o.seed, 1)), progress: make(chan struct{}, 1),
		askers: map[int]*asker{}, stops: newStopWatch(), numbers: map[string]int{}, front: -1}
	w.cycle.Store(int64(20 * time.Millisecond))
	if err := w.populate(); err != nil {
		w.close()
		return nil, err
	}
	sim.Subscribe(w.note)
	return w, nil
}

func (w *world) populate() (err error) {
	if w.owner, err = w.sim.AddPhone(wasim.PhoneOptions{Number: ownerNumber, PushName: "Olivia"}); err != nil {
		return err
	}
	for i := range w.o.recipients {
		number := fmt.Sprintf("49157%08d", 36_000_000+i)
		p := person{lead: leads.Input{Name: fmt.Sprintf("Person %d", i), Phone: "+" + number, Tags: []string{audienceTag}}}
		p.phone, err = w.sim.AddPhone(wasim.PhoneOptions{Number: number, PushName: fmt.Sprintf("P%d", i), Behaviour: mannerOf(i)})
		if err != nil {
			return err
		}
		w.people = append(w.people, p)
		w.numbers[number] = i
		if stoppingOf(i) != never {
			w.askers[i] = &asker{warning: w.rng.IntN(closest + 1)}
		}
	}
	return nil
}

// mannerOf lets some people read and some answer, so that receipts and inbound
// messages arrive between the sends, in every form the wire knows. Receipts of
// others come late or never: a receipt would settle a send that a kill left
// uncertain, and nothing would have to be sent again.
func mannerOf(i int) wasim.Behaviour {
	b := wasim.Behaviour{Ignore: i%7 == 3}
	if i%3 != 0 {
		b.DeliverAfter = 500 * time.Millisecond
	}
	if i%2 == 0 {
		b.ReadAfter = 20 * time.Millisecond
	}
	if i%5 == 0 {
		forms := []wasim.WireForm{wasim.FormPN, wasim.FormLID, wasim.FormLIDOnly, wasim.FormPNOnly}
		b.Replies, b.ReplyAfter, b.ReplyForm = []string{"Thank you!"}, 40*time.Millisecond, forms[i/5%len(forms)]
	}
	return b
}

// note counts what happens on the phones and at WhatsApp.
func (w *world) note(e wasim.Event) {
	switch {
	case e.Kind == wasim.EventMessage && e.Phone != ownerNumber && !e.FromMe && e.Text != confirmation:
		w.shown.Add(1)
		w.noteCycle(e.Time)
		w.letStop(w.numbers[e.Phone])
	case e.Kind == wasim.EventArrival && e.Phone != ownerNumber:
		w.stops.arrived(e.Phone, e.ID)
		return
	case e.Kind == wasim.EventReceipt && strings.HasPrefix(e.ID, stopPrefix) && (e.Receipt == "" || e.Receipt == "inactive"):
		w.stops.confirmed(e.Phone)
		return
	case e.Kind == wasim.EventConnected:
		w.online.Add(1)
		w.stops.connected()
	default:
		return
	}
	select {
	case w.progress <- struct{}{}:
	default:
	}
}

// noteCycle learns how long one message takes from claim to result; kills are
// spread over a cycle, so that they hit every step of it.
func (w *world) noteCycle(at time.Time) {
	before := w.lastShown.Swap(at.UnixNano())
	if gap := time.Duration(at.UnixNano() - before); gap < slowestCycle {
		w.cycle.Store((w.cycle.Load()*7 + int64(gap)) / 8)
	}
}

func (w *world) logins() int64 { return w.online.Load() }

func (w *world) close() {
	_ = w.sim.Close()
	w.folder.Close()
}

// start runs a child; what it logs goes to a file beside the data.
func (w *world) start() (*process.Process, error) {
	p, err := process.Start(w.o.program, w.folder)
	if err == nil {
		w.starts++
	}
	return p, err
}

// prepare links, brings in the leads and starts the campaign. The first kill
// falls on the process that did this.
func (w *world) prepare(ctx context.Context) error {
	o := orders{DataDir: w.folder.Data(), WhatsApp: w.sim.Endpoint()}
	for _, p := range w.people {
		o.Leads = append(o.Leads, p.lead)
	}
	if err := w.folder.WriteOrders(o); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, settleTime)
	defer cancel()
	p, err := w.start()
	if err != nil {
		return err
	}
	if err := w.introduce(ctx, p); err != nil {
		return errors.Join(err, p.Kill())
	}
	w.sim.Faults().DropProbability(w.o.cuts)
	w.sim.Faults().DropAckProbability(w.o.dropAcks)
	return p.Kill() // between the start of the campaign and its first messages
}

func (w *world) introduce(ctx context.Context, p *process.Process) error {
	if err := p.Introduce(ctx, w.owner); err != nil {
		return err
	}
	since := time.Now()
	_, err := p.Until(ctx, sayStarted)
	w.upTime = min(time.Since(since), 300*time.Millisecond)
	return err
}
