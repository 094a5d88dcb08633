package backendtest

import (
	"io"
	"log/slog"
	"sync"
	"testing"
)

// Logger writes to the test's output as long as the test lasts: whatsmeow has
// goroutines that nobody can wait for, and testing forbids a word after the end.
func Logger(t testing.TB) *slog.Logger {
	o := &output{to: t.Output()}
	t.Cleanup(func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.to = io.Discard
	})
	return slog.New(slog.NewTextHandler(o, nil))
}

type output struct {
	mu sync.Mutex
	to io.Writer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.to.Write(p)
}
