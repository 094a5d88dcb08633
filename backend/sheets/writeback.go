package sheets

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"mceplatform/backend/clock"
	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
)

// optedOut is what a sheet is told of somebody who wants no more messages.
const optedOut = "Opted out"

// soon is when the rest is written, where there is more than fits into a request.
const soon = 5 * time.Second

// RowLead is what a sheet can be told of the lead of a row.
type RowLead struct {
	Key           string // of the row
	Stage         string
	Owner         string
	LastMessageAt clock.Millis
	OptedOut      bool
}

// CellKey names a cell: a row by its key, and what the column is for.
type CellKey struct {
	RowKey string
	Field  WriteField
}

// CellRecord is what is remembered of a cell. Only a cell that still says Written, or Intent, is ours
// to change.
type CellRecord struct {
	CellKey
	RowNumber int
	Written   string  // what it held when it was last ours
	Intent    *string // what is being written to it
	Theirs    *string // what somebody else wrote over it
	Ours      string  // what it would be given instead
	Kept      *string // for which of our texts a person decided to keep theirs
	At        clock.Millis
}

func (r CellRecord) owns(text string) bool {
	return text == r.Written || r.Intent != nil && text == *r.Intent
}

// wanted is what the cells of a connection should say, and what is remembered of them.
type wanted struct {
	texts   map[CellKey]string
	records map[CellKey]CellRecord
}

// due reports whether some cell has yet to be written, or its conflict to be told anew. What cells
// should say whose row is not in the sheet cannot be written.
func (w wanted) due(absent map[CellKey]string) bool {
	for key, text := range w.texts {
		r, known := w.records[key]
		gone, isGone := absent[key]
		switch {
		case isGone && gone == text:
		case !known && text == "", known && r.Kept != nil && *r.Kept == text:
		case !known, r.Intent != nil:
			return true
		case r.Theirs != nil && r.Ours != text, r.Theirs == nil && r.Written != text:
			return true
		}
	}
	return false
}

// wanted is empty when nothing is written back.
func (s *Service) wanted(ctx context.Context, c Connection) (wanted, error) {
	w := wanted{}
	if len(c.WriteBack) == 0 || !c.Access.CanWrite() {
		return w, nil
	}
	rows, err := s.store.SheetRowLeads(ctx, c.ID)
	if err != nil {
		return w, err
	}
	records, err := s.store.SheetCells(ctx, c.ID)
	if err != nil {
		return w, err
	}
	w.records = make(map[CellKey]CellRecord, len(records))
	for _, r := range records {
		w.records[r.CellKey] = r
	}
	w.texts = make(map[CellKey]string, len(rows)*len(c.WriteBack))
	for _, row := range rows {
		for _, column := range c.WriteBack {
			w.texts[CellKey{row.Key, column.Field}] = s.textOf(row, column.Field)
		}
	}
	return w, nil
}

func (s *Service) textOf(row RowLead, field WriteField) string {
	switch field {
	case WriteStage:
		return leads.CleanName(row.Stage)
	case WriteOwner:
		return leads.CleanName(row.Owner)
	case WriteLastContact:
		if row.LastMessageAt > 0 {
			return row.LastMessageAt.Time().In(s.clock.Location()).Format("2006-01-02 15:04")
		}
	case WriteOptOut:
		if row.OptedOut {
			return optedOut
		}
	}
	return ""
}

// writeBack brings the cells of the chosen columns up to date, right after they were read. What is to
// be written is committed first: a cell found with it after a crash is known to be ours. A cell that
// holds anything else than what was last written is left alone and shown.
func (s *Service) writeBack(ctx context.Context, c Connection, grid [][]Cell, l layout, rows []incoming) error {
	w, err := s.wanted(ctx, c) // of the leads as they are after the reading
	if err != nil || w.texts == nil {
		return err
	}
	p := planner{wanted: w, now: clock.NowMillis(s.clock)}
	absent := maps.Clone(w.texts)
	for _, in := range rows {
		for _, column := range c.WriteBack {
			delete(absent, CellKey{in.key, column.Field})
			p.look(in, column.Field, position(l.titles, column.Column, 0), grid)
		}
	}
	st := s.statusOf(c.ID)
	st.absent = absent
	s.note(c.ID, st)
	more := len(p.writes) > MaxWrites
	if more { // the rest follows with a reading of its own: rows may move meanwhile
		p.writes, p.intents = p.writes[:MaxWrites], p.intents[:MaxWrites]
	}
	if err := s.saveCells(ctx, c, append(p.records, p.intents...)); err != nil || len(p.writes) == 0 {
		return err
	}
	if err := s.client.Write(ctx, c.Place, c.Tab, p.writes); err != nil {
		return err
	}
	for i := range p.intents {
		p.intents[i].Written, p.intents[i].Intent = *p.intents[i].Intent, nil
	}
	if err := s.saveCells(context.WithoutCancel(ctx), c, p.intents); err != nil {
		return err
	}
	st.version = "" // what others do at the same moment must be seen
	s.note(c.ID, st)
	if more {
		s.scheduleIn(c, soon)
	}
	return nil
}

// planner decides what happens to cells.
type planner struct {
	wanted
	now     clock.Millis
	records []CellRecord // that have changed
	intents []CellRecord // of what is to be written
	writes  []Write      // the same
}

func (p *planner) look(in incoming, field WriteField, column int, grid [][]Cell) {
	key := CellKey{in.key, field}
	text, mine := p.texts[key]
	if !mine || column < 0 {
		return
	}
	row := grid[in.number-1]
	says := ""
	if column < len(row) {
		says = strings.TrimSpace(row[column].Text)
	}
	old, known := p.wanted.records[key]
	r := CellRecord{CellKey: key, RowNumber: in.number, Written: old.Written, Ours: text, At: p.now}
	switch {
	case says == text:
		if r.Written = text; !known && text == "" || known && old.Written == text && old.Intent == nil && old.Theirs == nil && old.Kept == nil {
			return
		}
		p.records = append(p.records, r)
	case known && old.Theirs == nil && old.owns(says), !known && says == "":
		r.Written, r.Intent = says, &text
		p.intents = append(p.intents, r)
		p.writes = append(p.writes, Write{Row: in.number - 1, Column: column, Text: text})
	case old.Kept != nil && *old.Kept == text:
	case old.Theirs != nil && *old.Theirs == says && old.Ours == text && old.RowNumber == in.number:
	default:
		r.Theirs = &says
		p.records = append(p.records, r)
	}
}

func (s *Service) saveCells(ctx context.Context, c Connection, list []CellRecord) error {
	if len(list) == 0 {
		return nil
	}
	return s.store.InTx(ctx, func(ctx context.Context) error {
		s.publish(ctx, c.ID)
		return s.store.PutSheetCells(ctx, c.ID, list)
	})
}

// maxConflicts are listed; where there are more, somebody else keeps the column.
const maxConflicts = 500

// Conflicts lists the cells that somebody else changed, in the order of the sheet.
func (s *Service) Conflicts(ctx context.Context, id int64) ([]Conflict, error) {
	return s.store.SheetConflicts(ctx, id, maxConflicts)
}

// Settle decides about cells that somebody else changed; an empty rowKey means all of them.
func (s *Service) Settle(ctx context.Context, id int64, rowKey string, field WriteField, word Settlement) error {
	if word != UseOurs && word != KeepTheirs {
		return fault.New(fault.Invalid, "Say which of the two texts counts.").With("field", "word")
	}
	defer s.lock(id)()
	c, err := s.store.GetSheet(ctx, id)
	if err != nil {
		return err
	}
	records, err := s.store.SheetCells(ctx, id)
	if err != nil {
		return err
	}
	records = slices.DeleteFunc(records, func(r CellRecord) bool {
		return r.Theirs == nil || rowKey != "" && r.CellKey != CellKey{rowKey, field}
	})
	for i := range records {
		r := &records[i]
		if word == UseOurs {
			r.Written, r.Kept = *r.Theirs, nil // as if it had been ours: it is written over
		} else {
			kept := r.Ours
			r.Kept = &kept
		}
		r.Theirs, r.Intent, r.At = nil, nil, clock.NowMillis(s.clock)
	}
	if err := s.saveCells(ctx, c, records); err != nil {
		return err
	}
	if c.State != Paused && len(records) > 0 {
		s.scheduleIn(c, 0)
	}
	return nil
}

// checkWriteBack refuses columns that cannot be told anything.
func checkWriteBack(c Connection) error {
	if len(c.WriteBack) > 0 && !c.Access.CanWrite() {
		return fault.New(fault.Invalid, "Nothing can be written on this way to the sheet. Connect with Google or share it with the service account.").With("field", "writeBack")
	}
	fields, columns := map[WriteField]bool{}, map[string]bool{}
	for _, w := range c.WriteBack {
		bad := func(format string, args ...any) error {
			return fault.New(fault.Invalid, "%s", fmt.Sprintf(format, args...)).With("field", "writeBack")
		}
		at := slices.Index(c.Header, w.Column)
		switch {
		case !slices.Contains([]WriteField{WriteStage, WriteOwner, WriteLastContact, WriteOptOut}, w.Field) || fields[w.Field]:
			return bad("Each kind of information has one column.")
		case w.Column == "" || at < 0:
			return bad("The sheet has no column %q. Add it there first.", w.Column)
		case columns[w.Column]:
			return bad("The column %q cannot hold two things.", w.Column)
		case c.Mapping[at] != "" || w.Column == c.KeyColumn:
			return bad("The column %q is read, so it cannot be written too.", w.Column)
		}
		fields[w.Field], columns[w.Column] = true, true
	}
	return nil
}
