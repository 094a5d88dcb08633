package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"mceplatform/backend"
	"mceplatform/backend/fault"
	"mceplatform/backend/gsheets"
	"mceplatform/backend/gsheets/sheetsim"
)

const (
	sheetID     = "demo-sheet-that-a-web-form-fills-0001"
	sheetTitle  = "Web form answers"
	sheetTab    = "Answers"
	sheetFile   = "simulated-sheet.json"
	sheetGrows  = 45 * time.Second
	sheetSelf   = 40 // rows it grows to by itself
	sheetAtOnce = 20
)

var errUnknownEdit = errors.New("there is no such edit")

// sheet is a simulated Google Sheet that grows as people fill in a form.
type sheet struct {
	server *sheetsim.Server
	tab    *sheetsim.Tab
	doc    *sheetsim.Spreadsheet
	key    []byte // of the service account that may read it
	file   string

	mu   sync.Mutex
	rows int // answers so far
}

func startSheet(dataDir string) (*sheet, error) {
	server, err := sheetsim.Start()
	if err != nil {
		return nil, fmt.Errorf("start the simulated Google Sheets: %w", err)
	}
	s := &sheet{server: server, file: filepath.Join(dataDir, sheetFile), rows: 6}
	if err := s.load(); err != nil {
		return nil, errors.Join(err, server.Close())
	}
	if s.key, err = server.NewServiceAccountJSON(); err != nil {
		return nil, errors.Join(err, server.Close())
	}
	s.doc = server.AddSpreadsheetAs(sheetID, sheetTitle)
	s.tab = s.doc.AddTab(sheetTab, []any{"When", "Your name", "WhatsApp", "E-mail", "What are you looking for?"})
	for i := range s.rows {
		s.tab.Append(answer(i)...)
	}
	return s, nil
}

// answer is what the i-th visitor of the form wrote.
func answer(i int) []any {
	first := []string{"Amara", "Bruno", "Chiara", "Deepak", "Elif", "Farah", "Goran", "Hana", "Ivo", "Jamila"}[i%10]
	last := []string{"Okafor", "Lima", "Rossi", "Patel", "Yılmaz", "Aziz", "Novak"}[i%7]
	wish := []string{"Blue shirt, size M", "Birthday cake for Saturday", "Opening hours", "Catalogue", "A gift card"}[i%5]
	number := fmt.Sprintf("+44 7700 9002%02d", i%100)
	return []any{fmt.Sprintf("2026-11-%02d %02d:%02d", 1+i%28, 9+i%9, (i*7)%60), first + " " + last, number, "", wish}
}

func (s *sheet) load() error {
	raw, err := os.ReadFile(s.file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, &s.rows)
}

// grow adds answers to the sheet.
func (s *sheet) grow(n int) error {
	if n < 1 || n > sheetAtOnce {
		return fault.New(fault.Invalid, "Choose between 1 and %d rows.", sheetAtOnce)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for range n {
		s.tab.Append(answer(s.rows)...)
		s.rows++
	}
	raw, err := json.Marshal(s.rows)
	if err != nil {
		return err
	}
	return os.WriteFile(s.file, raw, 0o600)
}

func (s *sheet) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rows
}

// growSlowly adds a row now and then until ctx ends.
func (s *sheet) growSlowly(ctx context.Context) error {
	tick := time.NewTicker(sheetGrows)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			if s.count() >= sheetSelf {
				continue
			}
			if err := s.grow(1); err != nil {
				return err
			}
		}
	}
}

func (s *sheet) options() gsheets.Options {
	return gsheets.Options{Endpoint: s.server.URL(), TokenURL: s.server.TokenURL()}
}

// ShareSheet gives the backend the service account that may read the sheet. The
// simulated Google makes a new key at each start, as its users would after
// losing theirs.
func (w *World) ShareSheet(ctx context.Context, b *backend.Backend) error {
	_, err := b.Sheets.SetServiceAccount(ctx, string(w.sheet.key))
	return err
}

// ServiceAccountKey is the key file of the account that may read the sheet.
func (w *World) ServiceAccountKey() string { return string(w.sheet.key) }

// SheetLink is the address of the sheet, to be pasted.
func (w *World) SheetLink() string { return w.sheet.doc.Link(w.sheet.tab) }

// GrowSheet adds rows to the simulated sheet.
func (w *World) GrowSheet(rows int) error { return w.sheet.grow(rows) }
