package secret

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"mceplatform/backend/fault"
)

// TakeOver hands each secret that an earlier version kept as a file of its own
// to put, and removes the file once put has returned, then the folder. A
// folder that is not there is no error; foreign files in it are left alone.
func TakeOver(ctx context.Context, folder string, put func(ctx context.Context, name string, value []byte) error) error {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return takeOverFault(err, folder)
	}
	for _, e := range entries {
		file := filepath.Join(folder, e.Name())
		if e.IsDir() {
			continue
		}
		if !strings.HasPrefix(e.Name(), ".") { // else half written, and never in use
			value, err := os.ReadFile(file)
			if err != nil {
				return takeOverFault(err, folder)
			}
			if err := put(ctx, e.Name(), value); fault.Is(err, fault.Invalid) {
				continue // not of ours
			} else if err != nil {
				return err
			}
		}
		if err := os.Remove(file); err != nil {
			return takeOverFault(err, folder)
		}
	}
	_ = os.Remove(folder) // only when nothing foreign is in it
	return nil
}

func takeOverFault(err error, folder string) error {
	return fault.Wrap(err, fault.Unavailable, "The secrets in %s cannot be moved to their new place.", folder)
}
