// Package secret keeps what must never be in the database, a backup or a log: it stores named
// blobs. Files is the form that works everywhere, one private file per secret.
package secret

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"sync"

	"mceplatform/backend/fault"
)

const (
	folderMode = 0o700
	fileMode   = 0o600
	// maxSize is far above any key and keeps a mistake from filling the disk.
	maxSize = 1 << 20
)

var namePattern = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,62}$`)

// Files stores secrets as files that their owner alone can read. It is safe for concurrent use
// within one program.
type Files struct {
	mu   sync.Mutex
	root *os.Root
}

// OpenFiles opens or creates the folder. Close it when done.
func OpenFiles(folder string) (*Files, error) {
	if err := os.MkdirAll(folder, folderMode); err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "The folder for secrets cannot be created.")
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "The folder for secrets cannot be opened.")
	}
	if err := root.Chmod(".", folderMode); err != nil {
		return nil, errors.Join(fault.Wrap(err, fault.Unavailable, "The folder for secrets cannot be made private."), root.Close())
	}
	return &Files{root: root}, nil
}

// Close releases the folder.
func (f *Files) Close() error { return f.root.Close() }

// Put stores a secret under a name, in place of what was there: whole or not at all, also when the
// computer stops in between.
func (f *Files) Put(name string, value []byte) (err error) {
	if err := check(name); err != nil {
		return err
	}
	if len(value) > maxSize {
		return fault.New(fault.Invalid, "This is too large for a secret.")
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	temporary := "." + name + "." + rand.Text()
	defer func() {
		if err != nil {
			_ = f.root.Remove(temporary)
			err = fault.Wrap(err, fault.Unavailable, "The secret cannot be stored.")
		}
	}()
	if err := f.write(temporary, value); err != nil {
		return err
	}
	return f.root.Rename(temporary, name)
}

func (f *Files) write(name string, value []byte) error {
	file, err := f.root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, fileMode)
	if err != nil {
		return err
	}
	_, err = file.Write(value)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// Get returns a secret; code not_found when there is none.
func (f *Files) Get(name string) ([]byte, error) {
	if err := check(name); err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	value, err := f.root.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fault.New(fault.NotFound, "There is no such secret.")
	case err != nil:
		return nil, fault.Wrap(err, fault.Unavailable, "The secret cannot be read.")
	}
	return value, nil
}

// Delete forgets a secret. Forgetting twice is no error.
func (f *Files) Delete(name string) error {
	if err := check(name); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fault.Wrap(err, fault.Unavailable, "The secret cannot be deleted.")
	}
	return nil
}

func check(name string) error {
	if !namePattern.MatchString(name) {
		return fmt.Errorf("secret name %q: %w", name, fault.New(fault.Invalid, "This is no name for a secret."))
	}
	return nil
}
