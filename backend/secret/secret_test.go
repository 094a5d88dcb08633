package secret

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"

	"mceplatform/backend/fault"
)

const id = "INSTALLATION1"

// chain is a keychain that can be taken away, locked or emptied.
type chain struct {
	items  map[string]string
	failed int // so many calls fail first
	calls  int
	absent bool
	deaf   bool // takes everything and keeps nothing
}

var errLocked = errors.New("locked")

func (c *chain) get(item string) (string, error) {
	c.calls++
	if c.absent || c.failed > 0 {
		c.failed--
		return "", errLocked
	}
	text, ok := c.items[item]
	if !ok {
		return "", errNoItem
	}
	return text, nil
}

func (c *chain) set(item, text string) error {
	if _, err := c.get(item); err != nil && !errors.Is(err, errNoItem) {
		return err
	}
	if !c.deaf {
		c.items[item] = text
	}
	return nil
}

func newChain() *chain { return &chain{items: map[string]string{}} }

func keyOf(t *testing.T, folder string, c *chain) Key {
	t.Helper()
	key, err := (&Keyring{folder: folder, chain: c}).Key(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if len(key.Value) != 32 || bytes.Equal(key.Value, make([]byte, 32)) {
		t.Fatalf("key of %d bytes", len(key.Value))
	}
	return key
}

// state is what a test says of a key.
func state(k Key) string { return fmt.Sprintf("%s new=%t lost=%t", k.Protection, k.New, k.Lost) }

func TestTheKeyIsInTheKeychain(t *testing.T) {
	folder, c := t.TempDir(), newChain()
	first := keyOf(t, folder, c)
	if s := state(first); s != "keychain new=true lost=false" {
		t.Error(s)
	}
	again := keyOf(t, folder, c)
	if s := state(again); s != "keychain new=false lost=false" || !bytes.Equal(again.Value, first.Value) {
		t.Error(s, "another key")
	}
	if c.items["session-key/"+id] != hex.EncodeToString(first.Value) {
		t.Errorf("the keychain holds %d items", len(c.items))
	}
	if list := contents(t, folder); strings.Contains(list, hex.EncodeToString(first.Value)) {
		t.Error("the key is in a file as well")
	}
}

func TestALostKeyIsToldFromOneThatWasNeverHere(t *testing.T) {
	folder := t.TempDir()
	keyOf(t, folder, newChain())
	if s := state(keyOf(t, folder, newChain())); s != "keychain new=true lost=true" {
		t.Error("keychain emptied:", s)
	}
	if s := state(keyOf(t, t.TempDir(), newChain())); s != "keychain new=true lost=false" {
		t.Error("another computer:", s)
	}
	files := t.TempDir()
	key, err := NewFileKeyring(files).Key(t.Context(), id)
	if err != nil || state(key) != "file new=true lost=false" {
		t.Fatal(state(key), err)
	}
	if err := os.Remove(filepath.Join(files, id+".key")); err != nil {
		t.Fatal(err)
	}
	if key, err = NewFileKeyring(files).Key(t.Context(), id); err != nil || state(key) != "file new=true lost=true" {
		t.Error("file deleted:", state(key), err)
	}
}

func TestWithoutAKeychainTheKeyIsAPrivateFile(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "keys")
	none := &chain{absent: true}
	first := keyOf(t, folder, none)
	if s := state(first); s != "file new=true lost=false" {
		t.Error(s)
	}
	if none.calls != 3 {
		t.Errorf("the keychain was asked %d times before giving up", none.calls)
	}
	if again := keyOf(t, folder, none); state(again) != "file new=false lost=false" || !bytes.Equal(again.Value, first.Value) {
		t.Error(state(again), "another key")
	}
	if none.calls != 4 {
		t.Errorf("a later start asks %d times", none.calls-3)
	}
	if runtime.GOOS != "windows" {
		for path, mode := range map[string]fs.FileMode{folder: 0o700, filepath.Join(folder, id+".key"): 0o600} {
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
				t.Errorf("%s: %v, %v", path, info.Mode(), err)
			}
		}
	}
	// A keychain that comes later takes the key over: the link stays.
	c := newChain()
	moved := keyOf(t, folder, c)
	if state(moved) != "keychain new=false lost=false" || !bytes.Equal(moved.Value, first.Value) {
		t.Error(state(moved), "another key")
	}
	if list := contents(t, folder); strings.Contains(list, hex.EncodeToString(first.Value)) {
		t.Error("the file is still there")
	}
}

func TestALockedKeychainIsAskedAgainAndNeverReplaced(t *testing.T) {
	folder, c := t.TempDir(), newChain()
	first := keyOf(t, folder, c)
	c.failed = 2
	if again := keyOf(t, folder, c); !bytes.Equal(again.Value, first.Value) {
		t.Error("another key")
	}
	c.absent = true
	_, err := (&Keyring{folder: folder, chain: c}).Key(t.Context(), id)
	var f *fault.Error
	if !errors.As(err, &f) || f.Fields["reason"] != ReasonKeychain || !strings.Contains(f.Message, folder) {
		t.Errorf("locked: %v", err)
	}
	if list := contents(t, folder); strings.Contains(list, ".key") {
		t.Error("a second key was made: ", list)
	}
	// What the sentence says for a keychain that is gone for good.
	if err := os.Remove(filepath.Join(folder, id+".held")); err != nil {
		t.Fatal(err)
	}
	if s := state(keyOf(t, folder, c)); s != "file new=true lost=false" {
		t.Error(s)
	}
}

func TestAKeychainThatKeepsNothingIsNone(t *testing.T) {
	folder, deaf := t.TempDir(), newChain()
	deaf.deaf = true
	key := keyOf(t, folder, deaf)
	if state(key) != "file new=true lost=false" {
		t.Error(state(key))
	}
}

func TestGarbageIsNoKey(t *testing.T) {
	folder, c := t.TempDir(), newChain()
	keyOf(t, folder, c)
	c.items["session-key/"+id] = "not hex"
	if s := state(keyOf(t, folder, c)); s != "keychain new=true lost=true" {
		t.Error(s)
	}
	for _, bad := range []string{"", "../../x", "short", strings.Repeat("a", 65), "with space12"} {
		if _, err := NewFileKeyring(folder).Key(t.Context(), bad); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (&Keyring{folder: t.TempDir(), chain: &chain{absent: true}}).Key(stopped, id); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

func TestTheSystemsKeychainThroughItsLibrary(t *testing.T) {
	keyring.MockInit()
	r := NewKeyring(t.TempDir())
	first, err := r.Key(t.Context(), id)
	if err != nil || first.Protection != ByKeychain {
		t.Fatal(state(first), err)
	}
	if text, err := keyring.Get("MCE Platform", "session-key/"+id); err != nil || text != hex.EncodeToString(first.Value) {
		t.Errorf("item: %v", err)
	}
	keyring.MockInitWithError(errors.New("no keychain"))
	r = NewKeyring(t.TempDir())
	r.retry = 0
	if key, err := r.Key(t.Context(), id); err != nil || key.Protection != ByFile {
		t.Error(state(key), err)
	}
}

func TestKeysStayOutOfTheLog(t *testing.T) {
	var out bytes.Buffer
	key := keyOf(t, t.TempDir(), newChain())
	slog.New(slog.NewTextHandler(&out, nil)).Info("key", "key", key)
	if s := out.String(); !strings.Contains(s, "protection=keychain") || strings.Contains(s, "Value") || strings.Contains(s, hex.EncodeToString(key.Value)) {
		t.Error(s)
	}
}

func TestFilesOfEarlierVersionsAreTakenOver(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "secrets")
	take := func(put func(context.Context, string, []byte) error) error { return TakeOver(t.Context(), folder, put) }
	kept := map[string]string{}
	put := func(_ context.Context, name string, value []byte) error {
		if name == "Thumbs" {
			return fault.New(fault.Invalid, "No name.")
		}
		kept[name] = string(value)
		return nil
	}
	if err := take(put); err != nil {
		t.Errorf("no folder: %v", err)
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"google-service-account", ".google-service-account.HALF", "Thumbs"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("the key"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	full := errors.New("disk full")
	if err := take(func(context.Context, string, []byte) error { return full }); !errors.Is(err, full) {
		t.Errorf("cannot be stored: %v", err)
	}
	if !strings.Contains(contents(t, folder), "google-service-account") {
		t.Fatal("removed before it was stored")
	}
	if err := take(put); err != nil {
		t.Fatal(err)
	}
	if len(kept) != 1 || kept["google-service-account"] != "the key" {
		t.Errorf("kept %v", kept)
	}
	if list := contents(t, folder); list != "Thumbs:the key\n" {
		t.Errorf("left: %s", list)
	}
}

// contents returns the names and the text of all files in a folder.
func contents(t *testing.T, folder string) string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, e := range entries {
		raw, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&all, "%s:%s\n", e.Name(), raw)
	}
	return all.String()
}
