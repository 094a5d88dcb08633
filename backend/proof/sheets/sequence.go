package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"mceplatform/backend/gsheets/sheetsim"
	"mceplatform/backend/leads"
	"mceplatform/backend/sheets"
)

const (
	rowsAtFirst = 6
	most        = 18 // edits of a sequence
	firstEdits  = 6
)

// sheet is one sequence: a sheet, its connection, and what must come of it.
type sheet struct {
	w    *world
	n    int
	doc  *sheetsim.Spreadsheet
	tab  *sheetsim.Tab
	id   int64 // of the connection, 0 until it is made
	key  bool  // rows are known by a column
	back bool  // stage and owner are written back

	ever  map[string]bool              // numbers that ever stood in it
	seen  map[string]bool              // numbers that stood in it when it was read
	typed map[string]map[string]string // by number and field: what a person typed in the program
	hands map[string]map[string]string // by number and title: what a person typed into a cell that is written back
	moved map[string]bool              // numbers whose row had another number before
	twins map[string]bool              // numbers that stood in two rows; only one of them is written to
	names map[string]string            // what titles are called now, by what they were called
	ids   int                          // of the key column
	done  []string                     // what was done, for who reads a problem
}

func (s *sheet) note(format string, args ...any) {
	s.done = append(s.done, fmt.Sprintf(format, args...))
}

var titles = []string{"ID", "Name", "Phone", "Email", "Stage", "Owner"}

// sequence edits one sheet and has it read, and judges it.
func (w *world) sequence(ctx context.Context, n int, v *verdict) error {
	w.rng = rand.New(rand.NewPCG(w.o.seed, uint64(n))) // the same whatever came before
	s := &sheet{
		w: w, n: n, key: w.rng.IntN(2) == 0, back: w.rng.IntN(3) > 0,
		ever: map[string]bool{}, seen: map[string]bool{}, typed: map[string]map[string]string{}, hands: map[string]map[string]string{},
		moved: map[string]bool{}, twins: map[string]bool{}, names: map[string]string{},
	}
	for _, t := range titles {
		s.names[t] = t
	}
	s.doc = w.google.AddSpreadsheet(fmt.Sprintf("Sheet %d", n))
	s.tab = s.doc.AddTab("Form", anys(titles))
	for range 1 + w.rng.IntN(rowsAtFirst) {
		s.insert(s.tab.Len())
	}
	if err := s.connect(ctx); err != nil {
		return err
	}
	for range firstEdits + w.rng.IntN(most-firstEdits) {
		if err := s.step(ctx); err != nil {
			return err
		}
	}
	for range 2 { // what was written back is looked at once more
		if err := s.read(ctx); err != nil {
			return err
		}
		if w.rng.IntN(10) == 0 {
			if err := w.kill(ctx); err != nil {
				return err
			}
		}
	}
	if err := s.judge(ctx, v); err != nil {
		return err
	}
	_, err := w.do(ctx, command{Do: "pause", ID: s.id})
	w.google.DeleteSpreadsheet(s.doc.ID)
	return err
}

func anys(texts []string) []any {
	out := make([]any, len(texts))
	for i, t := range texts {
		out[i] = t
	}
	return out
}

func (s *sheet) connect(ctx context.Context) error {
	in := sheets.Input{
		Place: sheets.Place{Access: sheets.AccessAccount, SpreadsheetID: s.doc.ID}, Tab: "Form", HeaderRow: 1,
		Mapping: fields(titles), IntervalMinutes: 24 * 60, Active: notNow(),
	}
	if s.key {
		in.KeyColumn = "ID"
	}
	if s.back {
		in.WriteBack = []sheets.WriteColumn{{Field: sheets.WriteStage, Column: "Stage"}, {Field: sheets.WriteOwner, Column: "Owner"}}
	}
	a, err := s.w.do(ctx, command{Do: "connect", Input: &in})
	if err == nil && a.ID == 0 {
		err = fmt.Errorf("connect: %s", a.Error)
	}
	s.id = a.ID
	return err
}

// notNow keeps the program from reading by itself: between a reading and what it
// writes back the sheet must not be edited, see docs/adr/0016-sheets.md.
func notNow() sheets.Hours {
	later := time.Now().Add(12 * time.Hour)
	minute := later.Hour()*60 + later.Minute()
	return sheets.Hours{From: minute, To: (minute + 1) % (24 * 60)}
}

// step does one thing.
func (s *sheet) step(ctx context.Context) error {
	rng, data := s.w.rng, s.tab.Len()-1
	if data < 1 {
		s.insert(1)
		return nil
	}
	at := 1 + rng.IntN(data)
	s.w.edits++
	switch rng.IntN(21) {
	case 0, 1, 2:
		s.insert(1 + rng.IntN(data+1))
	case 3:
		s.note("delete %d", at)
		s.tab.Delete(at)
	case 4:
		s.note("sort")
		s.tab.Sort(1, rng.IntN(3), rng.IntN(2) == 0)
	case 5:
		s.note("duplicate %d", at)
		s.twins[s.text(at, "Phone")] = true
		s.tab.Duplicate(at)
	case 6:
		to := 1 + rng.IntN(data)
		s.note("move %d to %d", at, to)
		s.tab.Move(at, to)
	case 7:
		s.set(at, "Name", fmt.Sprintf("Renamed %d", rng.IntN(1_000_000)))
	case 8:
		s.set(at, "Email", fmt.Sprintf("new%d@example.com", rng.IntN(1_000_000)))
	case 9:
		s.anotherNumber(at)
	case 10:
		s.note("insert a column")
		s.tab.InsertColumn(rng.IntN(2))
	case 11:
		s.tab.Append("somebody without a number")
	case 12:
		return s.renameTitle(ctx)
	case 13, 17:
		return s.typeIntoLead(ctx, at)
	case 14, 18, 19:
		s.typeIntoCell(at)
	case 15:
		return s.readAndKill(ctx)
	default:
		return s.readMaybe(ctx)
	}
	return nil
}

// column is where a title stands now.
func (s *sheet) column(title string) int {
	for i, have := range s.tab.Texts()[0] {
		if have == s.names[title] {
			return i
		}
	}
	return -1
}

func (s *sheet) set(row int, title, text string) {
	s.note("%d %s = %s", row, title, text)
	s.tab.Set(row, s.column(title), text)
}

func (s *sheet) text(row int, title string) string { return s.tab.Text(row, s.column(title)) }

// nextNumber gives out a number that nobody has.
func (s *sheet) nextNumber() string {
	s.w.people++
	number := fmt.Sprintf("+447400%06d", s.w.people)
	s.ever[number] = true
	return number
}

// insert puts a new person before a row.
func (s *sheet) insert(at int) {
	number := s.nextNumber()
	s.ids++
	s.tab.Insert(at)
	s.set(at, "ID", fmt.Sprintf("id-%d", s.ids))
	s.set(at, "Name", "Person "+letters(s.w.people))
	s.set(at, "Phone", number)
	s.set(at, "Email", fmt.Sprintf("p%d@example.com", s.w.people))
}

// letters writes a number without digits: a name with digits could be taken for one.
func letters(n int) string {
	out := ""
	for ; n > 0; n /= 26 {
		out += string(rune('a' + n%26))
	}
	return out
}

// anotherNumber makes a row another person's.
func (s *sheet) anotherNumber(at int) {
	number := s.nextNumber()
	s.moved[number] = true
	s.set(at, "Phone", number)
}

// renameTitle renames a column that is read, waits for the pause, and then takes
// it back or chooses the columns again.
func (s *sheet) renameTitle(ctx context.Context) error {
	title := []string{"Name", "Email"}[s.w.rng.IntN(2)]
	old := s.names[title]
	at := s.column(title)
	s.note("rename %s", old)
	s.tab.Set(0, at, old+"*")
	a, err := s.w.do(ctx, command{Do: "read", ID: s.id})
	if err != nil {
		return err
	}
	if a.Reason != sheets.ReasonHeaderChanged || a.State != sheets.Paused {
		return fmt.Errorf("a renamed title: %+v", a)
	}
	s.w.pauses++
	if s.w.rng.IntN(2) == 0 {
		s.tab.Set(0, at, old)
		_, err = s.w.do(ctx, command{Do: "resume", ID: s.id})
		return err
	}
	s.names[title] = old + "*"
	columns := map[string]string{}
	for i, field := range fields(titles) {
		columns[s.names[titles[i]]] = string(field)
	}
	a, err = s.w.do(ctx, command{Do: "choose", ID: s.id, Columns: columns})
	if err == nil && a.State != sheets.Active {
		err = fmt.Errorf("columns chosen again: %+v", a)
	}
	return err
}

// typeIntoLead edits a lead in the program.
func (s *sheet) typeIntoLead(ctx context.Context, at int) error {
	number := s.text(at, "Phone")
	lead, err := s.w.leadOf(ctx, number)
	if err != nil || lead == 0 {
		return err
	}
	s.w.typed++
	field, text := "name", fmt.Sprintf("Typed %d", s.w.rng.IntN(1_000_000))
	edit := leads.Update{Name: &text}
	switch s.w.rng.IntN(3) {
	case 0:
		field, edit = "owner", leads.Update{Owner: &text}
	case 1:
		text = fmt.Sprintf("typed%d@example.com", s.w.rng.IntN(1_000_000))
		field, edit = "email", leads.Update{Email: &text}
	}
	a, err := s.w.do(ctx, command{Do: "edit", Lead: lead, Edit: &edit})
	if err != nil || a.Error != "" {
		return fmt.Errorf("edit: %s, %w", a.Error, err)
	}
	s.note("lead %s: %s = %s", number, field, text)
	put(s.typed, number, field, text)
	return nil
}

func put(m map[string]map[string]string, key, field, text string) {
	if m[key] == nil {
		m[key] = map[string]string{}
	}
	m[key][field] = text
}

// typeIntoCell writes over a cell that the program writes to.
func (s *sheet) typeIntoCell(at int) {
	number := s.text(at, "Phone")
	if !s.back || !s.seen[number] {
		return
	}
	s.w.cells++
	title, text := []string{"Stage", "Owner"}[s.w.rng.IntN(2)], fmt.Sprintf("By hand %d", s.w.rng.IntN(1_000_000))
	s.set(at, title, text)
	put(s.hands, number, title, text)
}

// readMaybe reads while Google may refuse.
func (s *sheet) readMaybe(ctx context.Context) error {
	if s.w.rng.IntN(4) > 0 {
		return s.read(ctx)
	}
	fault := []sheetsim.Fault{sheetsim.Unavailable, sheetsim.RateLimited, sheetsim.Broken}[s.w.rng.IntN(3)]
	s.w.google.Fail(fault, 1+s.w.rng.IntN(4))
	a, err := s.w.do(ctx, command{Do: "read", ID: s.id})
	s.w.google.Fail(fault, 0)
	s.note("read, %s: %s", fault, a.Error)
	if err == nil && a.Error != "" {
		s.w.refused++
	}
	return err
}

// readAndKill kills the process while it reads, or shortly after.
func (s *sheet) readAndKill(ctx context.Context) error {
	if _, err := s.w.tell(ctx, command{Do: "read", ID: s.id}); err != nil {
		return err
	}
	wait := time.Duration(s.w.rng.IntN(40)) * time.Millisecond
	s.note("read and kill after %s", wait)
	time.Sleep(wait)
	return s.w.kill(ctx)
}

// read reads the sheet, and notes who stood in it.
func (s *sheet) read(ctx context.Context) error {
	a, err := s.w.do(ctx, command{Do: "read", ID: s.id})
	if err != nil {
		return err
	}
	if a.Error != "" {
		return fmt.Errorf("read: %s", a.Error)
	}
	s.w.readings++
	s.note("read")
	rows := s.rows()
	times := map[string]int{}
	for _, row := range rows {
		times[row["ID"]]++
	}
	for _, row := range rows {
		// Two people with one key are shown as a problem, and only one of them counts.
		if number := row["Phone"]; number != "" && (!s.key || times[row["ID"]] == 1) {
			s.seen[number] = true
		}
	}
	return nil
}

// rows are the rows as they stand, by the first names of the titles.
func (s *sheet) rows() []map[string]string {
	texts := s.tab.Texts()
	at := map[string]int{}
	for _, t := range titles {
		at[t] = slices.Index(texts[0], s.names[t])
	}
	var out []map[string]string
	for _, cells := range texts[1:] {
		row := map[string]string{}
		for t, i := range at {
			if i >= 0 && i < len(cells) {
				row[t] = cells[i]
			}
		}
		out = append(out, row)
	}
	return out
}
