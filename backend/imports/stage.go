package imports

import (
	"crypto/rand"
	"sync"
	"time"

	"mceplatform/backend/fault"
)

// A staged file may hold 20 MB and as much again when read, so only a few are kept and not for long.
const (
	maxStaged = 3
	stagedFor = 30 * time.Minute
)

// staged is one file between choosing and committing. Its mutex makes the steps of one file follow
// each other; different files do not wait for each other.
type staged struct {
	mu       sync.Mutex
	token    string
	fileName string
	data     []byte
	read     *reading // with the latest options
	result   *Result  // once committed
	expiry   *time.Timer
}

// shelf holds the staged files, oldest first.
type shelf struct {
	mu    sync.Mutex
	files []*staged
}

// put adds a file and returns its token, a secret only in so far as it cannot be guessed.
func (s *shelf) put(fileName string, data []byte) *staged {
	file := &staged{token: rand.Text(), fileName: fileName, data: data}
	file.expiry = time.AfterFunc(stagedFor, func() { s.drop(file.token) })
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files = append(s.files, file)
	for len(s.files) > maxStaged {
		s.files[0].expiry.Stop()
		s.files = s.files[1:]
	}
	return file
}

func (s *shelf) get(token string) (*staged, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, file := range s.files {
		if file.token == token {
			file.expiry.Reset(stagedFor)
			return file, nil
		}
	}
	return nil, fault.New(fault.NotFound, "This file is no longer open for import. Choose it again.").With("reason", "import_expired")
}

func (s *shelf) drop(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, file := range s.files {
		if file.token == token {
			file.expiry.Stop()
			s.files = append(s.files[:i], s.files[i+1:]...)
			return
		}
	}
}
