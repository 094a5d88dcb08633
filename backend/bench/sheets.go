package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"mceplatform/backend/clock"
	"mceplatform/backend/config"
	"mceplatform/backend/event"
	"mceplatform/backend/fault"
	"mceplatform/backend/gsheets"
	"mceplatform/backend/gsheets/sheetsim"
	"mceplatform/backend/proof/process"
	"mceplatform/backend/schedule"
	"mceplatform/backend/sheets"
	"mceplatform/backend/store"
)

const (
	sheetRows  = 50_000
	sheetPolls = 20
)

// sheetOrders tell a child which sheet to read.
type sheetOrders struct {
	Google gsheets.Options `json:"google"`
	Key    string          `json:"key"` // of the service account
	ID     string          `json:"id"`
}

// cost is what a reading took.
type cost struct {
	Took time.Duration `json:"took"`
	CPU  time.Duration `json:"cpu"`
}

func (c cost) String() string {
	return fmt.Sprintf("%.0f ms, %.0f ms CPU", c.Took.Seconds()*1000, c.CPU.Seconds()*1000)
}

// sheetCosts are what a child measured.
type sheetCosts struct {
	Empty   float64 `json:"empty"` // MB at most before the first reading
	Import  cost    `json:"import"`
	Peak    float64 `json:"peak"` // MB at most, through the import
	Rest    float64 `json:"rest"` // MB of the heap after it
	Poll    cost    `json:"poll"` // unchanged, by its version
	Whole   cost    `json:"whole"`
	PeakAll float64 `json:"peakAll"`
	Writes  int     `json:"writes"` // commits of the polls that found nothing new
}

const sayCosts = "costs"

// measureSheets reads a large sheet in a process of its own, so that neither the
// simulated Google's work nor its memory is counted.
func measureSheets(ctx context.Context, _ options, note func(string, ...any)) ([]row, error) {
	folder, err := process.NewFolder("")
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	google, err := sheetsim.Start()
	if err != nil {
		return nil, err
	}
	defer google.Close()
	key, err := google.NewServiceAccountJSON()
	if err != nil {
		return nil, err
	}
	doc := google.AddSpreadsheet("Large")
	rows := [][]any{{"Name", "Phone", "Email", "Company", "City", "Interest"}}
	for i := range sheetRows {
		rows = append(rows, []any{fmt.Sprintf("Person %d", i), fmt.Sprintf("+49%d", 15000000000+i), fmt.Sprintf("p%d@example.com", i), "Acme", "Berlin", "Blue shirts"})
	}
	doc.AddTab("Form", rows...)
	err = folder.WriteOrders(linkOrders{Kind: childSheets, DataDir: folder.Data(), Sheet: sheetOrders{
		Google: gsheets.Options{Endpoint: google.URL(), DriveEndpoint: google.DriveURL(), DocsURL: google.DocsURL(), TokenURL: google.TokenURL()},
		Key:    string(key), ID: doc.ID,
	}})
	if err != nil {
		return nil, err
	}
	p, err := process.Start("", folder)
	if err != nil {
		return nil, err
	}
	said, err := p.Until(ctx, sayCosts)
	if err = errors.Join(err, p.End()); err != nil {
		return nil, err
	}
	var c sheetCosts
	if err := json.Unmarshal([]byte(said), &c); err != nil {
		return nil, err
	}
	note("a sheet of %d rows: %+v", sheetRows, c)
	return sheetTable(c), nil
}

func sheetTable(c sheetCosts) []row {
	what := fmt.Sprintf("sheet of %d rows, ", sheetRows)
	const aimCPU = 200 * time.Millisecond // for 10,000 rows
	return []row{
		{Goal: "G15", What: what + "poll without news (by version)", Value: c.Poll.String(), Aim: "<= 200 ms CPU, 0 writes", OK: yes(c.Poll.CPU <= aimCPU && c.Writes == 0)},
		{Goal: "G15", What: what + "poll without news (read whole)", Value: c.Whole.String(), Aim: "<= 200 ms CPU per 10,000 rows", OK: yes(c.Whole.CPU <= aimCPU*sheetRows/10_000 && c.Writes == 0)},
		{Goal: "G15", What: what + "first import", Value: c.Import.String(), Aim: "-", OK: "-"},
		{
			Goal: "G15", What: what + "memory, at most (heap afterwards)", Value: fmt.Sprintf("%.0f MB (%.0f MB)", c.PeakAll, c.Rest),
			Floor: fmt.Sprintf("before it %.0f MB", c.Empty), Ratio: fmt.Sprintf("%.1f", c.PeakAll/c.Empty), Aim: "-", OK: "-",
		},
	}
}

// readSheets is the child: the part of the program that reads sheets.
func readSheets(ctx context.Context, o linkOrders, out io.Writer) error {
	db, err := store.Open(ctx, filepath.Join(o.DataDir, config.DatabaseFile), store.Options{})
	if err != nil {
		return err
	}
	quiet := slog.New(slog.DiscardHandler)
	client := &blindable{Client: gsheets.New(memorySecrets{}, o.Sheet.Google)}
	s := sheets.New(sheets.Deps{Store: db, Client: client, Scheduler: schedule.New(clock.System{}, quiet), Bus: event.NewBus(), Clock: clock.System{}, Log: quiet})
	beside, err := rawWriter(o.DataDir, "FULL")
	if err != nil {
		return errors.Join(err, db.Close())
	}
	c, err := takeCosts(ctx, s, beside, client, o.Sheet)
	if err = errors.Join(err, beside.Close(), db.Close()); err != nil {
		return err
	}
	raw, err := json.Marshal(c)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, sayCosts, string(raw))
	return err
}

func takeCosts(ctx context.Context, s *sheets.Service, beside *sql.DB, client *blindable, o sheetOrders) (c sheetCosts, err error) {
	if _, err := s.SetServiceAccount(ctx, o.Key); err != nil {
		return c, err
	}
	c.Empty = peakMB()
	made, err := s.Create(ctx, sheets.Input{Place: sheets.Place{Access: sheets.AccessAccount, SpreadsheetID: o.ID}, Tab: "Form"})
	if err != nil {
		return c, err
	}
	if c.Import, err = readTimes(ctx, s, made.ID, 1); err != nil {
		return c, err
	}
	c.Peak = peakMB()
	before, err := dataVersion(ctx, beside)
	if err != nil {
		return c, err
	}
	if c.Poll, err = readTimes(ctx, s, made.ID, sheetPolls); err != nil {
		return c, err
	}
	client.blind = true
	if c.Whole, err = readTimes(ctx, s, made.ID, sheetPolls/4); err != nil {
		return c, err
	}
	c.PeakAll = peakMB()
	after, err := dataVersion(ctx, beside)
	c.Writes = after - before
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	c.Rest = float64(m.HeapInuse) / (1 << 20)
	return c, err
}

// dataVersion moves with every commit that wrote something through another connection.
func dataVersion(ctx context.Context, db *sql.DB) (n int, err error) {
	err = db.QueryRowContext(ctx, "PRAGMA data_version").Scan(&n)
	return n, err
}

// peakMB is the most memory that this process has had at once; 0 where the system
// does not say.
func peakMB() float64 {
	raw, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(raw), "VmHWM:")
	var kb float64
	_, _ = fmt.Sscan(rest, &kb)
	return kb / 1024
}

// readTimes is the average of some readings.
func readTimes(ctx context.Context, s *sheets.Service, id int64, n int) (cost, error) {
	one, err := timed(func() error {
		for range n {
			if _, err := s.RunOnce(ctx, id); err != nil {
				return err
			}
		}
		return nil
	})
	return cost{Took: one.took / time.Duration(n), CPU: one.cpu / time.Duration(n)}, err
}

// blindable is a client that can be made unable to tell versions.
type blindable struct {
	sheets.Client
	blind bool
}

func (b *blindable) Version(ctx context.Context, p sheets.Place) (string, error) {
	if b.blind {
		return "", nil
	}
	return b.Client.Version(ctx, p)
}

// memorySecrets keeps secrets for a moment.
type memorySecrets map[string][]byte

func (m memorySecrets) Put(_ context.Context, name string, value []byte) error {
	m[name] = value
	return nil
}

func (m memorySecrets) Get(_ context.Context, name string) ([]byte, error) {
	if v, ok := m[name]; ok {
		return v, nil
	}
	return nil, fault.New(fault.NotFound, "There is no such secret.")
}

func (m memorySecrets) Delete(_ context.Context, name string) error {
	delete(m, name)
	return nil
}
