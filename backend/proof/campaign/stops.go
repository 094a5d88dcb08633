package main

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"mceplatform/backend/whatsapp/wasim"
)

// stopping is when a person asks to get no more campaigns.
type stopping int

const (
	never    stopping = iota
	beforeIt          // while the campaign comes closer: mostly in time, sometimes just not
	afterIt           // as the answer to the message
)

// closest is by how many people the campaign is away at most from somebody who
// asks before it comes.
const closest = 6

func stoppingOf(i int) stopping {
	switch i % 20 {
	case 3, 13:
		return beforeIt
	case 8:
		return afterIt
	}
	return never
}

// stopForm is how the STOP of a person names them. One that hides the number
// counts only for a person whose other address is known, that is afterwards.
func stopForm(i int) wasim.WireForm {
	if stoppingOf(i) == beforeIt {
		return []wasim.WireForm{wasim.FormPN, wasim.FormLID, wasim.FormPNOnly}[i/10%3]
	}
	return []wasim.WireForm{wasim.FormPN, wasim.FormLID, wasim.FormLIDOnly, wasim.FormPNOnly}[i/20%4]
}

// stopWatch finds messages that were begun after their person's STOP was stored.
// It knows only what reaches WhatsApp: a STOP is stored when it is confirmed. A
// message that arrives then may have been handed over before. But the program
// sends one after the other: when another message arrived between the two on the
// same connection, this one was begun after that, and so after the STOP.
type stopWatch struct {
	mu     sync.Mutex
	now    int            // counts what arrives
	people map[string]int // confirmed STOPs by number: when
	last   arrival
	other  arrival         // the latest with another id than the last
	late   map[string]bool // arrived after the STOP, by id; true = begun after it
}

type arrival struct {
	id string
	at int
}

func newStopWatch() *stopWatch {
	return &stopWatch{people: map[string]int{}, late: map[string]bool{}}
}

// connected forgets what came over the last connection.
func (s *stopWatch) connected() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last, s.other = arrival{}, arrival{}
}

// confirmed notes that somebody's STOP is stored.
func (s *stopWatch) confirmed(number string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := s.people[number]; !known {
		s.now++
		s.people[number] = s.now
	}
}

// arrived notes a message of the program.
func (s *stopWatch) arrived(number, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now++
	if s.last.id != id {
		s.other = s.last
	}
	s.last = arrival{id, s.now}
	if stored, stopped := s.people[number]; stopped {
		s.late[id] = s.late[id] || s.other.at > stored
	}
}

// count returns how many have been confirmed.
func (s *stopWatch) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.people)
}

// list returns the messages that arrived after the STOP of their person.
func (s *stopWatch) list() map[string]bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.late
}

// asker is what is known of a person who asks to get no more.
type asker struct {
	warning int // by how many people the campaign is away when they ask
	asked   bool
	shown   bool
}

// letStop lets those ask whom the campaign has come close to, or who have just
// been shown their message. The simulator tells its events one after the other.
func (w *world) letStop(shown int) {
	before := w.front
	w.front = max(w.front, shown)
	for i := max(0, before); i <= w.front+closest; i++ {
		if a := w.askers[i]; a != nil && stoppingOf(i) == beforeIt && w.front >= i-a.warning {
			w.ask(i, a)
		}
	}
	if a := w.askers[shown]; a != nil {
		if a.asked && !a.shown {
			w.spared.Add(-1)
		}
		a.shown = true
		w.ask(shown, a)
	}
}

func (w *world) ask(i int, a *asker) {
	if a.asked {
		return
	}
	a.asked = true
	if !a.shown {
		w.spared.Add(1)
	}
	if _, err := w.people[i].phone.SendText(context.Background(), w.owner, stopWord, wasim.SendOptions{ID: stopID(i), Form: stopForm(i)}); err != nil {
		w.stopErr = errors.Join(w.stopErr, err)
	}
}

const (
	stopWord   = "STOP"
	stopPrefix = "3A5709"
)

func stopID(i int) string { return fmt.Sprintf("%s%014X", stopPrefix, i) }
