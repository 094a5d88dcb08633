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
type turn struct {
	mu     sync.Mutex
	people map[string]bool // user parts of addresses whose message failed
	all    bool            // the session database failed
}

// anew begins with a new connection, which brings everything again.
func (t *turn) anew() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.people, t.all = nil, false
}

// hold lets later messages of the same conversation wait.
func (t *turn) hold(s types.MessageSource) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.people == nil {
		t.people = map[string]bool{}
	}
	for _, user := range usersOf(s) {
		t.people[user] = true
	}
}

// held reports whether an earlier message of the conversation waits.
func (t *turn) held(s types.MessageSource) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.people) == 0 {
		return false
	}
	for _, user := range usersOf(s) {
		if t.people[user] {
			return true
		}
	}
	return false
}

func (t *turn) holdAll() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all = true
}

func (t *turn) allHeld() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.all
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
