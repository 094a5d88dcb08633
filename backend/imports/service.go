package imports

import (
	"context"
	"encoding/base64"
	"fmt"
	"log/slog"
	"path"
	"strings"

	"mceplatform/backend/clock"
	"mceplatform/backend/event"
	"mceplatform/backend/fault"
	"mceplatform/backend/intake"
	"mceplatform/backend/leads"
	"mceplatform/backend/tabular"
)

const (
	previewRows    = 50  // in Preview.Sample
	problemRows    = 100 // in Problem.Rows
	namedLeads     = 100 // more changed leads than this are announced as "many"
	maxFileName    = 120
	maxEncodedSize = tabular.MaxBytes/3*4 + 8
)

// Service holds the use-case. Its methods are safe for concurrent use.
type Service struct {
	store Store
	bus   *event.Bus
	clock clock.Clock
	log   *slog.Logger
	shelf shelf
}

// New returns the service.
func New(store Store, bus *event.Bus, clk clock.Clock, log *slog.Logger) *Service {
	return &Service{store: store, bus: bus, clock: clk, log: log}
}

// Stage takes a file in (contents in base64) and reads it with every guess made. The default
// country is the one of the linked number, or empty.
func (s *Service) Stage(_ context.Context, fileName, contents, defaultCountry string) (File, error) {
	fileName = cleanFileName(fileName)
	if len(contents) > maxEncodedSize {
		return File{}, fault.New(fault.Invalid, "%s is larger than %d MB. Split it into smaller files.", fileName, tabular.MaxBytes>>20).With("reason", tabular.ReasonTooLarge)
	}
	data, err := base64.StdEncoding.DecodeString(contents)
	if err != nil {
		return File{}, fault.Wrap(err, fault.Invalid, "%s did not arrive whole. Choose it again.", fileName)
	}
	candidate := &staged{fileName: fileName, data: data}
	read, err := candidate.readWith(Options{DefaultCountry: defaultCountry})
	if err != nil {
		return File{}, err
	}
	file := s.shelf.put(fileName, data)
	file.mu.Lock()
	defer file.mu.Unlock()
	file.read = read
	return read.describe(file), nil
}

// Configure reads a staged file again, with the user's choices.
func (s *Service) Configure(_ context.Context, token string, o Options) (File, error) {
	file, err := s.shelf.get(token)
	if err != nil {
		return File{}, err
	}
	file.mu.Lock()
	defer file.mu.Unlock()
	read, err := file.readWith(o)
	if err != nil {
		return File{}, err
	}
	return read.describe(file), nil
}

// Preview says what Commit would do with the same options. It changes nothing.
func (s *Service) Preview(ctx context.Context, token string, o Options) (Preview, error) {
	file, err := s.shelf.get(token)
	if err != nil {
		return Preview{}, err
	}
	file.mu.Lock()
	defer file.mu.Unlock()
	read, err := file.readWith(o)
	if err != nil {
		return Preview{}, err
	}
	planned, err := read.planned()
	if err != nil {
		return Preview{}, err
	}
	keys := make([]string, len(planned.drafts))
	for i, d := range planned.drafts {
		keys[i] = d.Phone.MatchKey()
	}
	known, err := s.store.FindByMatchKeys(ctx, keys)
	if err != nil {
		return Preview{}, err
	}
	return Preview{
		Rows: len(read.rows), NewLeads: len(planned.drafts) - len(known), Existing: len(known), Duplicates: len(planned.repeated),
		Rejected: len(planned.rejected), Problems: planned.problems(), Sample: read.sample(planned, known),
	}, nil
}

// Commit imports a staged file in one transaction. A second call for the same file returns the
// first result and imports nothing.
func (s *Service) Commit(ctx context.Context, token string, o Options) (Result, error) {
	file, err := s.shelf.get(token)
	if err != nil {
		return Result{}, err
	}
	file.mu.Lock()
	defer file.mu.Unlock()
	if file.result != nil {
		return *file.result, nil
	}
	read, err := file.readWith(o)
	if err != nil {
		return Result{}, err
	}
	planned, err := read.planned()
	if err != nil {
		return Result{}, err
	}
	result, err := s.apply(ctx, file.fileName, len(read.rows), planned, read.options)
	if err != nil {
		return Result{}, fmt.Errorf("import: %w", err)
	}
	file.result = &result
	s.log.InfoContext(ctx, "file imported", "rows", result.Rows, "created", result.Created, "updated", result.Updated, "rejected", result.Rejected)
	return result, nil
}

func (s *Service) apply(ctx context.Context, fileName string, rows int, planned *plan, o Options) (Result, error) {
	now := clock.NowMillis(s.clock)
	batch := intake.Batch{
		Drafts: planned.drafts, Source: leads.SourceFile, Actor: leads.ActorFile, Tags: o.Tags, StageID: o.StageID, Policy: intake.FillEmpty, At: now,
	}
	var result Result
	err := s.store.InTx(ctx, func(ctx context.Context) error {
		outcome, err := s.store.ApplyDrafts(ctx, batch)
		if err != nil {
			return err
		}
		result = Result{
			Rows: rows, Created: outcome.Count(intake.Created), Updated: outcome.Count(intake.Updated), Unchanged: outcome.Count(intake.Unchanged),
			Duplicates: len(planned.repeated), Rejected: len(planned.rejected), Tags: o.Tags,
		}
		record := Record{FileName: fileName, At: now, Result: result, LeadIDs: outcome.LeadIDs}
		if err := s.store.CreateImport(ctx, &record); err != nil {
			return err
		}
		result.ImportID = record.ID
		s.announce(ctx, leads.EventCreated, outcome.IDs(intake.Created))
		s.announce(ctx, leads.EventChanged, outcome.IDs(intake.Updated))
		return nil
	})
	return result, err
}

func (s *Service) announce(ctx context.Context, name string, ids []int64) {
	if len(ids) == 0 {
		return
	}
	if len(ids) > namedLeads {
		ids = []int64{}
	}
	s.bus.Publish(ctx, event.Event{Name: name, Data: leads.Changed{IDs: ids}})
}

// ExportRejected returns the rejected rows of a staged file as CSV, with why, ready to be mended
// and imported.
func (s *Service) ExportRejected(_ context.Context, token string, o Options) (string, error) {
	file, err := s.shelf.get(token)
	if err != nil {
		return "", err
	}
	file.mu.Lock()
	defer file.mu.Unlock()
	read, err := file.readWith(o)
	if err != nil {
		return "", err
	}
	planned, err := read.planned()
	if err != nil {
		return "", err
	}
	var out strings.Builder
	err = tabular.WriteCSV(&out, func(yield func([]string) bool) {
		titles := make([]string, len(read.guess))
		for i := range titles {
			titles[i] = read.title(i)
		}
		if !yield(append([]string{"Row", "Reason"}, titles...)) {
			return
		}
		for _, r := range planned.rejected {
			if !yield(append([]string{fmt.Sprint(r.row), string(r.problem.Reason)}, read.rows[r.at].Cells...)) {
				return
			}
		}
	})
	return out.String(), err
}

// Discard forgets a staged file. Forgetting twice is no error.
func (s *Service) Discard(_ context.Context, token string) error {
	s.shelf.drop(token)
	return nil
}

// cleanFileName makes display text of whatever the window sends; it is never used as a path.
func cleanFileName(name string) string {
	name = leads.CleanName(path.Base(strings.ReplaceAll(name, `\`, "/")))
	if runes := []rune(name); len(runes) > maxFileName {
		name = string(runes[len(runes)-maxFileName:])
	}
	if name == "" || name == "." || name == "/" {
		return "The file"
	}
	return name
}
