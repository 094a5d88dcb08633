// Package secret keeps the one key that opens the WhatsApp session: in the
// operating system's keychain, or in a private file where there is none.
package secret

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"mceplatform/backend/fault"
)

// Protection says what keeps a key from others.
type Protection string

// Protections.
const (
	ByKeychain Protection = "keychain" // the system's, which opens for the user's account only
	ByFile     Protection = "file"     // a file that only the user's account can read
)

// ReasonKeychain is the "reason" field of the fault that Key returns when the
// key lies in a keychain that does not answer.
const ReasonKeychain = "keychain"

// Key is the key of one installation.
type Key struct {
	Value      []byte // 32 bytes
	Protection Protection
	// New says that the key was drawn just now.
	New bool
	// Lost says that a new one had to be drawn although this computer held one before.
	Lost bool
}

// LogValue keeps the key out of the log.
func (k Key) LogValue() slog.Value {
	return slog.GroupValue(slog.String("protection", string(k.Protection)), slog.Bool("new", k.New), slog.Bool("lost", k.Lost))
}

const (
	keySize = 32
	tries   = 3
	// answerWithin is how long the keychain may take, including somebody's typing of its password.
	answerWithin = time.Minute
	retryAfter   = 300 * time.Millisecond
)

var idPattern = regexp.MustCompile(`^[A-Za-z0-9]{8,64}$`)

// Keyring is the operating system's keychain behind one type.
type Keyring struct {
	folder string
	chain  keychain // nil: there is none
	retry  time.Duration
}

// NewKeyring returns the system's keychain. In folder, which must lie apart from
// the data, stands which installations have a key on this computer, and the key
// itself where the system offers no keychain.
func NewKeyring(folder string) *Keyring {
	return &Keyring{folder: folder, chain: system{}, retry: retryAfter}
}

// NewFileKeyring returns a keyring that keeps keys as files in folder and never
// asks the system's keychain: for simulated services and tests.
func NewFileKeyring(folder string) *Keyring { return &Keyring{folder: folder} }

// Key returns the key of an installation and draws it when there is none. A
// keychain that holds the key and does not answer, perhaps because it is locked,
// is a fault: a second key would not open what the first has closed.
func (r *Keyring) Key(ctx context.Context, installID string) (Key, error) {
	if !idPattern.MatchString(installID) {
		return Key{}, fmt.Errorf("installation %q: %w", installID, fault.New(fault.Invalid, "This is no name of an installation."))
	}
	if err := os.MkdirAll(r.folder, 0o700); err != nil {
		return Key{}, fault.Wrap(err, fault.Unavailable, "The folder %s for the key of the WhatsApp link cannot be created.", r.folder)
	}
	e := entry{Keyring: r, id: installID}
	held, err := e.heldBy()
	if err != nil {
		return Key{}, err
	}
	if r.chain == nil {
		return e.fromFile(held)
	}
	key, err := e.fromKeychain(ctx, held)
	switch {
	case err == nil || ctx.Err() != nil:
		return key, err
	case held == ByKeychain:
		return Key{}, fault.Wrap(err, fault.Unavailable, "The system's keychain does not answer, and the key of the WhatsApp link is in it. Unlock the keychain or sign in again, then try again. "+
			"If it is gone for good, delete the file %s and link WhatsApp again.", e.markFile()).With("reason", ReasonKeychain)
	}
	return e.fromFile(held)
}

// entry is what is kept for one installation.
type entry struct {
	*Keyring
	id string
}

func (e entry) item() string     { return itemName + e.id }
func (e entry) keyFile() string  { return filepath.Join(e.folder, e.id+".key") }
func (e entry) markFile() string { return filepath.Join(e.folder, e.id+".held") }

// heldBy returns where this computer keeps the installation's key, empty when
// it has never had it.
func (e entry) heldBy() (Protection, error) {
	raw, err := os.ReadFile(e.markFile())
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", e.broken(err)
	}
	if p := Protection(strings.TrimSpace(string(raw))); p == ByKeychain {
		return p, nil
	}
	return ByFile, nil
}

// fromKeychain asks the keychain, and gives it the key: one from a file, where
// the keychain has come later, or a new one. An error means that it does not answer.
func (e entry) fromKeychain(ctx context.Context, held Protection) (Key, error) {
	ask := tries
	if held == ByFile {
		ask = 1 // there was no keychain before: do not hold up each start
	}
	text, err := e.ask(ctx, ask, func() (string, error) { return e.chain.get(e.item()) })
	missing := errors.Is(err, errNoItem)
	if err != nil && !missing {
		return Key{}, err
	}
	if value, ok := decode(text); ok {
		if err := errors.Join(e.mark(ByKeychain), e.removeFile()); err != nil {
			return Key{}, err
		}
		return Key{Value: value, Protection: ByKeychain}, nil
	}
	key := Key{Protection: ByKeychain}
	if key.Value, err = e.readFile(); err != nil {
		return Key{}, err
	}
	if key.Value == nil {
		key.Value, key.New, key.Lost = draw(), true, held != ""
	}
	text = hex.EncodeToString(key.Value)
	kept, err := e.ask(ctx, ask, func() (string, error) {
		if err := e.chain.set(e.item(), text); err != nil {
			return "", err
		}
		return e.chain.get(e.item()) // some keychains take everything and keep nothing
	})
	if err != nil {
		return Key{}, err
	}
	if kept != text {
		return Key{}, errors.New("the keychain keeps something else than it was given")
	}
	return key, errors.Join(e.mark(ByKeychain), e.removeFile())
}

// ask calls the keychain again when it fails: it may be opened in this moment.
func (e entry) ask(ctx context.Context, tries int, call func() (string, error)) (text string, err error) {
	for try := range tries {
		if try > 0 {
			select {
			case <-time.After(e.retry):
			case <-ctx.Done():
				return "", ctx.Err()
			}
		}
		text, err = within(ctx, call)
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		if err == nil || errors.Is(err, errNoItem) {
			return text, err
		}
	}
	return "", err
}

// within bounds a call that knows no context. One that never ends keeps its
// goroutine, which cannot be helped.
func within(ctx context.Context, call func() (string, error)) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	type answer struct {
		text string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		text, err := call()
		answers <- answer{text, err}
	}()
	select {
	case a := <-answers:
		return a.text, a.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func draw() []byte {
	value := make([]byte, keySize)
	_, _ = rand.Read(value) // never fails: it ends the program
	return value
}

func decode(text string) ([]byte, bool) {
	value, err := hex.DecodeString(strings.TrimSpace(text))
	return value, err == nil && len(value) == keySize
}
