package app

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/wailsapp/wails/v2/pkg/runtime"
)

// Stamps of a start, in the order in which they happen.
const (
	stampMain     = "main"     // our first line runs
	stampDatabase = "database" // opened, checked, migrated
	stampWindow   = "window"   // exists
	stampDOM      = "dom"      // the page is parsed
	stampPainted  = "painted"  // the inbox is on the screen
)

const eventPainted = "bench:painted"

// paintedWatch runs in the page: once the list of conversations is there, the
// second animation frame from then on is the one after its painting.
const paintedWatch = `(function look() {
  if (!document.querySelector('[data-testid="chat-row"]')) return requestAnimationFrame(look);
  requestAnimationFrame(() => requestAnimationFrame(() => window.runtime.EventsEmit("` + eventPainted + `")));
})()`

// stopwatch writes down how a start goes, for --bench-startup; nil does nothing.
type stopwatch struct {
	file string
	log  *slog.Logger

	mu sync.Mutex
	at map[string]int64 // Unix microseconds
}

func newStopwatch(file string, begun time.Time, log *slog.Logger) *stopwatch {
	if file == "" {
		return nil
	}
	return &stopwatch{file: file, log: log, at: map[string]int64{stampMain: begun.UnixMicro()}}
}

func (s *stopwatch) mark(name string) {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, marked := s.at[name]; !marked {
		s.at[name] = time.Now().UnixMicro()
	}
}

// watch waits for the page to say that the inbox is painted, then writes the
// stamps.
func (s *stopwatch) watch(ctx context.Context) {
	if s == nil {
		return
	}
	s.mark(stampDOM)
	runtime.EventsOnce(ctx, eventPainted, func(...any) {
		s.mark(stampPainted)
		if err := s.write(); err != nil {
			s.log.Error("write the times of the start", "err", err)
		}
	})
	runtime.WindowExecJS(ctx, paintedWatch)
}

func (s *stopwatch) write() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	raw, err := json.Marshal(s.at)
	if err != nil {
		return err
	}
	fresh := s.file + ".part"
	if err := os.WriteFile(fresh, raw, 0o600); err != nil {
		return err
	}
	return os.Rename(fresh, s.file)
}
