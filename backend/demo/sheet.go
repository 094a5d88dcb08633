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
	googleFile  = "simulated-google.json"
	sheetGrows  = 45 * time.Second
	sheetSelf   = 40 // rows it grows to by itself
	sheetAtOnce = 20

	fairID    = "demo-sheet-that-all-with-the-link-read-01"
	fairTitle = "Visitors of the fair"
	fairTab   = "Visitors"

	googleClientID     = "1234567890-demo.apps.googleusercontent.com"
	googleClientSecret = "GOCSPX-of-the-demo"
	googleOwner        = "owner@example.com"
)

// sheet is a simulated Google with two sheets: a private one that grows as people fill in a form,
// and one that everybody with the link may read.
type sheet struct {
	server *sheetsim.Server
	tab    *sheetsim.Tab
	doc    *sheetsim.Spreadsheet
	fair   *sheetsim.Spreadsheet
	list   *sheetsim.Tab // of the fair
	key    []byte        // of the service account that may read them
	file   string
	logins string // file of who has signed in

	mu   sync.Mutex
	rows int // answers so far
}

func startSheet(dataDir string) (*sheet, error) {
	server, err := sheetsim.Start()
	if err != nil {
		return nil, fmt.Errorf("start the simulated Google Sheets: %w", err)
	}
	s := &sheet{server: server, file: filepath.Join(dataDir, sheetFile), logins: filepath.Join(dataDir, googleFile), rows: 6}
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
	s.fair = server.AddSpreadsheetAs(fairID, fairTitle)
	s.fair.SetLinkShared(true)
	s.list = s.fair.AddTab(fairTab, []any{"Name", "Mobile", "Interested in"})
	for i := range 8 {
		s.list.Append(visitor(i)...)
	}
	server.AddClient(googleClientID, googleClientSecret)
	server.SetPerson(sheetsim.Person{Email: googleOwner, Reply: sheetsim.SaysYes})
	return s, nil
}

// visitor is who left a number at the fair's stand.
func visitor(i int) []any {
	first := []string{"Kofi", "Lena", "Marek", "Noor", "Olga", "Pedro", "Quynh", "Rosa"}[i%8]
	last := []string{"Mensah", "Schmidt", "Kowalski", "Haddad", "Petrova", "Silva", "Tran", "Garcia"}[i%8]
	return []any{first + " " + last, 447700900300 + i, []string{"Price list", "Delivery", "Wholesale"}[i%3]}
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
	for file, take := range map[string]func(raw []byte) error{
		s.file:   func(raw []byte) error { return json.Unmarshal(raw, &s.rows) },
		s.logins: s.server.RestoreSignIns,
	} {
		raw, err := os.ReadFile(file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = take(raw)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// close keeps who has signed in, so that they still are when the demo starts again.
func (s *sheet) close() error {
	raw, err := s.server.SignIns()
	if err == nil {
		err = os.WriteFile(s.logins, raw, 0o600)
	}
	return errors.Join(err, s.server.Close())
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
	return gsheets.Options{
		Endpoint: s.server.URL(), DriveEndpoint: s.server.DriveURL(), DocsURL: s.server.DocsURL(),
		AuthURL: s.server.AuthURL(), TokenURL: s.server.TokenURL(), RevokeURL: s.server.RevokeURL(),
		ClientID: googleClientID, ClientSecret: googleClientSecret, OpenBrowser: s.server.Browse,
	}
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

// SharedSheetLink is the address of the sheet that everybody with the link may read.
func (w *World) SharedSheetLink() string { return w.sheet.fair.Link(w.sheet.list) }

// SetLinkShared lets everybody with the link read the sheet of SheetLink, or ends that.
func (w *World) SetLinkShared(on bool) { w.sheet.doc.SetLinkShared(on) }

// SetPerson says who sits at the browser that opens for signing in to Google, and what she answers.
// In the demo she says yes.
func (w *World) SetPerson(p sheetsim.Person) { w.sheet.server.SetPerson(p) }

// Google is the simulated Google, for tests that change more.
func (w *World) Google() *sheetsim.Server { return w.sheet.server }

// Sheet and SharedSheet are the documents of SheetLink and SharedSheetLink, with their tabs.
func (w *World) Sheet() (*sheetsim.Spreadsheet, *sheetsim.Tab) { return w.sheet.doc, w.sheet.tab }

// SharedSheet is the other document.
func (w *World) SharedSheet() (*sheetsim.Spreadsheet, *sheetsim.Tab) {
	return w.sheet.fair, w.sheet.list
}

// GrowSheet adds rows to the simulated sheet.
func (w *World) GrowSheet(rows int) error { return w.sheet.grow(rows) }
