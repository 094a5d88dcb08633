package backend

import (
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"mceplatform/backend/fault"
)

// ReasonRunning is the "reason" field when another instance uses the data folder.
const ReasonRunning = "running"

// instanceLock makes sure that one process uses a data folder: two clients with
// one WhatsApp session would break its encryption.
type instanceLock struct{ file *flock.Flock }

func lockInstance(path string) (*instanceLock, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "The data folder %s cannot be created.", filepath.Dir(path))
	}
	f := flock.New(path)
	got, err := f.TryLock()
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "The data folder %s cannot be used.", filepath.Dir(path))
	}
	if !got {
		return nil, fault.New(fault.Conflict, "MCE Platform is running already.").With("reason", ReasonRunning)
	}
	return &instanceLock{file: f}, nil
}

func (l *instanceLock) release() error { return l.file.Unlock() }
