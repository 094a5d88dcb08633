package app

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"mceplatform/backend/fault"
)

// save asks where to and writes a file there. It returns false when the user
// changed their mind.
func (h *host) save(name string, write func(w io.Writer) error) (path string, saved bool, err error) {
	wctx := h.wailsContext()
	if wctx == nil {
		return "", false, fault.New(fault.Unavailable, "There is no window to ask in.")
	}
	path, err = runtime.SaveFileDialog(wctx, runtime.SaveDialogOptions{DefaultFilename: name, CanCreateDirectories: true})
	if err != nil || path == "" {
		return "", false, err
	}
	return path, true, writeFile(path, write)
}

// choose asks for a file. It returns false when the user changed their mind.
func (h *host) choose(pattern string) (path string, chosen bool, err error) {
	wctx := h.wailsContext()
	if wctx == nil {
		return "", false, fault.New(fault.Unavailable, "There is no window to ask in.")
	}
	path, err = runtime.OpenFileDialog(wctx, runtime.OpenDialogOptions{Filters: []runtime.FileFilter{{DisplayName: pattern, Pattern: pattern}}})
	return path, err == nil && path != "", err
}

// writeFile writes a file as a whole: what was there before stays until then.
func writeFile(path string, write func(w io.Writer) error) error {
	out, err := os.CreateTemp(filepath.Dir(path), ".mce-*")
	if err == nil {
		err = errors.Join(write(out), out.Sync(), out.Close())
		if err == nil {
			err = os.Rename(out.Name(), path)
		}
		if err != nil {
			_ = os.Remove(out.Name())
		}
	}
	if err != nil && !fault.Is(err, fault.Invalid) {
		return fault.Wrap(err, fault.Unavailable, "The file cannot be written to %s.", filepath.Dir(path))
	}
	return err
}
