package whatsapp

import (
	"sync"

	"go.mau.fi/whatsmeow/types"
)

// turn keeps messages in their order when one fails: the server delivers that
// one again at the next connection, and what follows it must not overtake it.
// Neither may the encryption go on after its database has failed: a session or
// the pair of a number and a LID would be missing that a later message builds
// on, and whatsmeow would acknowledge that one as undecryptable.
//
// What was being handled when a connection broke goes on beside the next one. So
// a new connection alone ends no waiting: the message that failed does, when it
// has been stored, or the end of what the server had kept.
type turn struct {
	mu     sync.Mutex
	people map[string]*wait // by user parts of addresses
	all    *wait            // for the session database; nil = it works
}

// wait is for a message that failed.
type wait struct {
	id  types.MessageID // "" for the session database
	old bool            // it failed on an earlier connection
}

// anew is called before a connection is made, which will bring again what is
// waited for.
func (t *turn) anew() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, w := range t.people {
		w.old = true
	}
	if t.all != nil {
		t.all.old = true
	}
}

// begun hears that the new connection delivers from now on. For the session
// database there is no single message to wait for: everything comes again.
func (t *turn) begun() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.all != nil && t.all.old {
		t.all = nil
	}
}

// caughtUp hears that everything which had waited at the server has come. What
// is waited for since an earlier connection was not among it.
func (t *turn) caughtUp() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for user, w := range t.people {
		if w.old {
			delete(t.people, user)
		}
	}
}

// hold lets later messages of the same conversation wait for one that failed.
func (t *turn) hold(id types.MessageID, s types.MessageSource) {
	t.mu.Lock()
	defer t.mu.Unlock()
	w := t.waitOf(s)
	if w == nil {
		w = &wait{id: id}
	}
	if w.id == id {
		w.old = false // it has come again, and failed again
	}
	t.link(w, s)
}

// held reports whether an earlier message of the conversation is waited for.
func (t *turn) held(id types.MessageID, s types.MessageSource) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	w := t.waitOf(s)
	if w == nil {
		return false
	}
	t.link(w, s) // this one may show another address of the same person
	return w.id != id
}

// done hears that a message is stored.
func (t *turn) done(id types.MessageID) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for user, w := range t.people {
		if w.id == id {
			delete(t.people, user)
		}
	}
}

func (t *turn) waitOf(s types.MessageSource) *wait {
	for _, user := range usersOf(s) {
		if w := t.people[user]; w != nil {
			return w
		}
	}
	return nil
}

func (t *turn) link(w *wait, s types.MessageSource) {
	if t.people == nil {
		t.people = map[string]*wait{}
	}
	for _, user := range usersOf(s) {
		t.people[user] = w
	}
}

func (t *turn) holdAll() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all = &wait{}
}

func (t *turn) allHeld() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.all != nil
}

// usersOf are the addresses under which the other side of a message is known
// from the message itself.
func usersOf(s types.MessageSource) []string {
	alternate := s.SenderAlt
	if s.IsFromMe {
		alternate = s.RecipientAlt
	}
	if alternate.User == "" {
		return []string{s.Chat.User}
	}
	return []string{s.Chat.User, alternate.User}
}
