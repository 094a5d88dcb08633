package secret

import (
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"strings"

	"github.com/natefinch/atomic"

	"mceplatform/backend/fault"
)

// fromFile returns the key in the private file, and makes it when there is none.
func (e entry) fromFile(held Protection) (Key, error) {
	key := Key{Protection: ByFile}
	var err error
	if key.Value, err = e.readFile(); err != nil {
		return Key{}, err
	}
	if key.Value != nil {
		return key, nil
	}
	key.Value, key.New, key.Lost = draw(), true, held != ""
	if err := e.write(e.keyFile(), hex.EncodeToString(key.Value)); err != nil {
		return Key{}, err
	}
	return key, e.mark(ByFile)
}

// readFile returns the key in the file, nil when there is none or it is no key.
func (e entry) readFile() ([]byte, error) {
	raw, err := os.ReadFile(e.keyFile())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, e.broken(err)
	}
	value, ok := decode(string(raw))
	if !ok {
		return nil, nil
	}
	return value, nil
}

// mark remembers where this computer keeps the key, so that a key that is gone
// can be told from one that was never here.
func (e entry) mark(p Protection) error {
	if held, err := e.heldBy(); err != nil || held == p {
		return err
	}
	return e.write(e.markFile(), string(p))
}

func (e entry) removeFile() error {
	if err := os.Remove(e.keyFile()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return e.broken(err)
	}
	return nil
}

// write replaces a private file, whole or not at all.
func (e entry) write(file, text string) error {
	if err := atomic.WriteFile(file, strings.NewReader(text)); err != nil {
		return e.broken(err)
	}
	return nil
}

func (e entry) broken(err error) error {
	return fault.Wrap(err, fault.Unavailable, "The key of the WhatsApp link in %s can be neither read nor written.", e.folder)
}
