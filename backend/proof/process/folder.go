package process

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"mceplatform/backend/config"
)

// Folder holds the data of the children of one proof, what they log, and their
// orders.
type Folder struct {
	path string
	kept bool
}

// NewFolder takes a folder, "" making a temporary one that Close removes.
func NewFolder(path string) (*Folder, error) {
	f := &Folder{path: path, kept: path != ""}
	var err error
	if f.kept {
		err = os.MkdirAll(path, 0o700)
	} else {
		f.path, err = os.MkdirTemp("", "mce-proof-")
	}
	return f, err
}

// Data is the data folder of the children.
func (f *Folder) Data() string { return filepath.Join(f.path, "data") }

// Database is the file of their database.
func (f *Folder) Database() string { return filepath.Join(f.Data(), config.DatabaseFile) }

// Log is the file for what they log.
func (f *Folder) Log() string { return filepath.Join(f.path, "child.log") }

// Orders is the file with what they have to do.
func (f *Folder) Orders() string { return filepath.Join(f.path, "orders.json") }

// WriteOrders writes the orders.
func (f *Folder) WriteOrders(orders any) error {
	raw, err := json.Marshal(orders)
	if err != nil {
		return err
	}
	return os.WriteFile(f.Orders(), raw, 0o600)
}

// Keep makes Close leave the folder, and returns where it is.
func (f *Folder) Keep() string {
	f.kept = true
	return f.path
}

// Failed keeps the folder for a step that has failed, and says where it is.
func (f *Folder) Failed(step string, err error) error {
	return fmt.Errorf("%s: %w (data kept in %s)", step, err, f.Keep())
}

// Close removes the folder unless it is kept.
func (f *Folder) Close() {
	if !f.kept {
		_ = os.RemoveAll(f.path)
	}
}

// Build builds the program of the package in the working folder, for tests:
// without the race detector, which reports races of the client's own on every
// broken connection and would end the process that is to be killed.
func Build() (file string, err error) {
	folder, err := os.MkdirTemp("", "mce-proof-")
	if err != nil {
		return "", err
	}
	file = filepath.Join(folder, "proof.exe")
	if out, err := exec.Command("go", "build", "-o", file, ".").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return file, nil
}
