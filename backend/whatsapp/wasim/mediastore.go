package wasim

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// mediaStore holds the files of the media server and the decrypted copies of
// the phones, by name: in memory, and in a folder when the simulator keeps its
// state.
type mediaStore struct {
	dir string // empty: memory only
	log *slog.Logger

	mu     sync.Mutex
	files  map[string][]byte
	gone   map[string]bool
	orders mediaOrders
}

// mediaOrders are the ordered faults.
type mediaOrders struct {
	expired                   bool
	refuseStatus, refuseCount int
	rate                      int
}

var errMediaToken = errors.New("the token is not the hash of what was uploaded")

// newMediaStore keeps files beside the state file, if there is one.
func newMediaStore(stateFile string, log *slog.Logger) *mediaStore {
	m := &mediaStore{log: log, files: map[string][]byte{}, gone: map[string]bool{}}
	if stateFile != "" {
		m.dir = stateFile + ".media"
	}
	return m
}

// accept checks an upload against its token, the URL-safe base64 of its
// SHA-256, and returns the direct path of the file. The same file uploaded
// twice gets two paths.
func (m *mediaStore) accept(token string, body []byte) (directPath string, err error) {
	sum := sha256.Sum256(body)
	if token != base64.URLEncoding.EncodeToString(sum[:]) {
		return "", errMediaToken
	}
	name := hex.EncodeToString(randomBytes(8)) + "-" + strings.TrimRight(token, "=")
	m.save(name, body)
	return mediaPrefix + name + "?ccb=11-4", nil
}

func (m *mediaStore) save(name string, data []byte) {
	m.mu.Lock()
	_, known := m.files[name]
	m.files[name] = data
	m.mu.Unlock()
	if known || m.dir == "" {
		return
	}
	if err := m.write(filepath.Join(m.dir, name), data); err != nil {
		m.log.Error("save media", "error", err)
	}
}

// write puts a file into the folder in one step, so that a kill leaves no half
// of one.
func (m *mediaStore) write(path string, data []byte) error {
	if err := os.MkdirAll(m.dir, 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(path+".tmp", data, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path)
}

// load returns a file, from the folder when this process has not seen it yet.
func (m *mediaStore) load(name string) ([]byte, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if data, ok := m.files[name]; ok {
		return data, true
	}
	if m.dir == "" || !validMediaName(name) {
		return nil, false
	}
	data, err := os.ReadFile(filepath.Join(m.dir, name)) //nolint:gosec // the name holds letters, digits, - and _ only
	if err != nil {
		return nil, false
	}
	m.files[name] = data
	return data, true
}

func validMediaName(name string) bool {
	return name != "" && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == ""
}

// download is load for a client, with an HTTP status.
func (m *mediaStore) download(name string) ([]byte, int) {
	m.mu.Lock()
	expired := m.orders.expired || m.gone[name]
	m.mu.Unlock()
	if expired {
		return nil, http.StatusGone
	}
	if data, ok := m.load(name); ok && !strings.HasPrefix(name, "plain-") {
		return data, http.StatusOK
	}
	return nil, http.StatusNotFound
}

func (m *mediaStore) remove(name string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.files, name)
	if m.dir != "" && validMediaName(name) {
		if err := os.Remove(filepath.Join(m.dir, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			m.log.Error("delete media", "error", err)
		}
	}
}

func (m *mediaStore) expire(name string) {
	m.remove(name)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.gone[name] = true
}

func (m *mediaStore) set(change func(*mediaOrders)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	change(&m.orders)
}

func (m *mediaStore) rate() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.orders.rate
}

func (m *mediaStore) takeRefusal() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.orders.refuseCount <= 0 {
		return 0
	}
	m.orders.refuseCount--
	return m.orders.refuseStatus
}
