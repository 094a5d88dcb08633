// Package media keeps the files of messages on disk and looks into them. What is inside comes from
// strangers: types are read from the content and never from a name, and nothing here trusts a size,
// a count or an offset of a file.
package media

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"sync"

	"mceplatform/backend/fault"
)

const (
	folderMode = 0o700
	fileMode   = 0o600
	// tempPrefix marks files that are still being written. Kept files lie in folders of two hex
	// digits, so the names cannot meet.
	tempPrefix = "new-"
)

var shaPattern = regexp.MustCompile(`^[0-9a-f]{64}$`)

// Folder keeps files under the SHA-256 of their content, so the same content is there once. It is
// safe for concurrent use; one program has it open at a time.
type Folder struct {
	mu   sync.Mutex // keeping and removing one content exclude each other
	root *os.Root
}

// Open opens or creates the folder, private to its owner, and removes what an interrupted program
// left half written. Close it when done.
func Open(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, folderMode); err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "The folder for attachments cannot be created.")
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "The folder for attachments cannot be opened.")
	}
	f := &Folder{root: root}
	if err := errors.Join(root.Chmod(".", folderMode), f.sweep()); err != nil {
		return nil, errors.Join(fault.Wrap(err, fault.Unavailable, "The folder for attachments cannot be tidied."), root.Close())
	}
	return f, nil
}

func (f *Folder) sweep() error {
	entries, err := fs.ReadDir(f.root.FS(), ".")
	if err != nil {
		return err
	}
	var failed error
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), tempPrefix) {
			failed = errors.Join(failed, f.root.Remove(e.Name()))
		}
	}
	return failed
}

// Close releases the folder. Files that Get returned stay readable.
func (f *Folder) Close() error { return f.root.Close() }

// Get opens a file for reading: fault.NotFound when it is not there, fault.Invalid when sha is not
// 64 hex digits in lower case. The caller closes it.
func (f *Folder) Get(sha string) (*os.File, error) {
	name, err := place(sha)
	if err != nil {
		return nil, err
	}
	file, err := f.root.Open(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fault.New(fault.NotFound, "The file is no longer on this computer.")
	case err != nil:
		return nil, fault.Wrap(err, fault.Unavailable, "The file cannot be opened.")
	}
	return file, nil
}

// Has reports whether a file is there.
func (f *Folder) Has(sha string) bool {
	name, err := place(sha)
	if err != nil {
		return false
	}
	info, err := f.root.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

// Remove deletes a file. A missing one is no error.
func (f *Folder) Remove(sha string) error {
	name, err := place(sha)
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fault.Wrap(err, fault.Unavailable, "The file cannot be deleted.")
	}
	return nil
}

// Usage returns how many bytes all files take, those that are being written included.
func (f *Folder) Usage() (bytes int64, err error) {
	err = fs.WalkDir(f.root.FS(), ".", func(_ string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			var info fs.FileInfo
			if info, err = d.Info(); err == nil {
				bytes += info.Size()
			}
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil // kept or dropped while we looked
		}
		return err
	})
	if err != nil {
		return 0, fault.Wrap(err, fault.Unavailable, "The size of the folder for attachments cannot be read.")
	}
	return bytes, nil
}

// place returns where the file of a hash lies, in names of io/fs, which os.Root takes everywhere.
func place(sha string) (string, error) {
	if !shaPattern.MatchString(sha) {
		return "", fault.New(fault.Invalid, "This is not the hash of a file.")
	}
	return path.Join(sha[:2], sha), nil
}

// Temp is a file that is being written. It has all that a download needs of a file, and is for one
// goroutine at a time. End it with Keep or Drop.
type Temp struct {
	folder *Folder
	name   string
	file   *os.File
	done   bool
}

// Temp starts a new empty file in the folder.
func (f *Folder) Temp() (*Temp, error) {
	name := tempPrefix + rand.Text()
	file, err := f.root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_RDWR, fileMode)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "A file for the attachment cannot be created.")
	}
	return &Temp{folder: f, name: name, file: file}, nil
}

// Read reads on from the current offset.
func (t *Temp) Read(p []byte) (int, error) { return t.file.Read(p) }

// Write writes at the current offset.
func (t *Temp) Write(p []byte) (int, error) { return t.file.Write(p) }

// Seek moves the current offset.
func (t *Temp) Seek(offset int64, whence int) (int64, error) { return t.file.Seek(offset, whence) }

// ReadAt reads at an offset and does not move the current one.
func (t *Temp) ReadAt(p []byte, off int64) (int, error) { return t.file.ReadAt(p, off) }

// WriteAt writes at an offset and does not move the current one.
func (t *Temp) WriteAt(p []byte, off int64) (int, error) { return t.file.WriteAt(p, off) }

// Truncate cuts or extends the file to a size.
func (t *Temp) Truncate(size int64) error { return t.file.Truncate(size) }

// Stat describes the file.
func (t *Temp) Stat() (os.FileInfo, error) { return t.file.Stat() }

// Keep ends the writing and gives the file its place: afterwards it is there whole, also when the
// computer stops at any moment, and Get finds it under sha. After an error nothing is kept.
func (t *Temp) Keep() (sha string, size int64, err error) {
	if t.done {
		return "", 0, fault.New(fault.Internal, "The file is kept or dropped already.")
	}
	sha, size, err = t.finish()
	if err == nil {
		err = t.folder.settle(t.name, sha, size)
	}
	if err != nil {
		t.Drop()
		return "", 0, fault.Wrap(err, fault.Unavailable, "The attachment cannot be stored.")
	}
	t.done = true
	return sha, size, nil
}

// finish hashes what was written, brings it to the disk and closes the file: Windows renames
// closed files only.
func (t *Temp) finish() (sha string, size int64, err error) {
	hash := sha256.New()
	if _, err = t.file.Seek(0, io.SeekStart); err == nil {
		size, err = io.Copy(hash, t.file)
	}
	if err == nil {
		err = t.file.Sync()
	}
	return hex.EncodeToString(hash.Sum(nil)), size, errors.Join(err, t.file.Close())
}

// settle moves a finished file to its place. What is there already with the same size stays, since
// somebody may be reading it.
func (f *Folder) settle(temp, sha string, size int64) error {
	name, err := place(sha)
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if info, err := f.root.Stat(name); err == nil && info.Mode().IsRegular() && info.Size() == size {
		return f.root.Remove(temp)
	}
	if err := f.root.Mkdir(path.Dir(name), folderMode); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := f.root.Rename(temp, name); err != nil {
		return err
	}
	f.syncFolder(path.Dir(name))
	f.syncFolder(".")
	return nil
}

// syncFolder brings a folder's names to the disk where the system can do that; Windows cannot and
// does not need it.
func (f *Folder) syncFolder(name string) {
	if dir, err := f.root.Open(name); err == nil {
		_ = dir.Sync()
		_ = dir.Close()
	}
}

// Drop forgets the file. It is harmless after Keep and after another Drop.
func (t *Temp) Drop() {
	if t.done {
		return
	}
	t.done = true
	_ = t.file.Close()
	_ = t.folder.root.Remove(t.name) // what stays is swept at the next Open
}
