package sheets

import (
	"context"
	"slices"
	"strconv"

	"mceplatform/backend/clock"
	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
)

const (
	defaultInterval = 5
	maxInterval     = 24 * 60
)

// Create connects a tab. The first reading happens at once, in the background.
func (s *Service) Create(ctx context.Context, in Input) (Connection, error) {
	c := newConnection(in, clock.NowMillis(s.clock))
	if err := s.check(ctx, &c); err != nil {
		return Connection{}, err
	}
	sheet, err := s.source(c.Access).Spreadsheet(ctx, c.Place)
	if err != nil {
		return Connection{}, err
	}
	c.Title = leads.CleanName(sheet.Title)
	c.GID = gidOfTab(sheet, c.Tab)
	if _, err := s.readHeader(ctx, &c, in.HeaderRow, in.Mapping, nil); err != nil {
		return Connection{}, err
	}
	if err := checkWriteBack(c); err != nil {
		return Connection{}, err
	}
	err = s.store.InTx(ctx, func(ctx context.Context) error {
		if err := s.refuseTwice(ctx, c); err != nil {
			return err
		}
		if err := s.store.CreateSheet(ctx, &c); err != nil {
			return err
		}
		s.publish(ctx, c.ID)
		return nil
	})
	if err != nil {
		return Connection{}, err
	}
	s.scheduleIn(c, 0)
	return s.Get(ctx, c.ID)
}

// refuseTwice refuses a tab that another connection reads.
func (s *Service) refuseTwice(ctx context.Context, c Connection) error {
	list, err := s.store.ListSheets(ctx)
	if err != nil {
		return err
	}
	for _, other := range list {
		if other.ID != c.ID && other.SpreadsheetID == c.SpreadsheetID && other.Path == c.Path && other.Tab == c.Tab {
			return fault.New(fault.Conflict, "This tab is connected already.").With("id", strconv.FormatInt(other.ID, 10))
		}
	}
	return nil
}

func newConnection(in Input, at clock.Millis) Connection {
	return Connection{
		Place: in.Place, Tab: in.Tab, KeyColumn: leads.CleanName(in.KeyColumn), DefaultCountry: in.DefaultCountry, Tags: in.Tags, StageID: in.StageID,
		Owner: in.Owner, Notify: in.Notify, ExistingRows: in.ExistingRows, IntervalMinutes: in.IntervalMinutes, Active: in.Active,
		WriteBack: append([]WriteColumn{}, in.WriteBack...), State: Active, CreatedAt: at,
	}
}

// Update changes a connection's choices. New columns, another tab or another way resume one that waits
// for them.
func (s *Service) Update(ctx context.Context, id int64, u Update) (Connection, error) {
	defer s.lock(id)()
	old, err := s.store.GetSheet(ctx, id)
	if err != nil {
		return Connection{}, err
	}
	c, keys, err := s.changed(ctx, old, u)
	if err != nil {
		return Connection{}, err
	}
	err = s.store.InTx(ctx, func(ctx context.Context) error {
		if err := s.refuseTwice(ctx, c); err != nil {
			return err
		}
		if err := s.store.RekeySheetRows(ctx, id, keys); err != nil {
			return err
		}
		s.publish(ctx, id)
		return s.store.UpdateSheet(ctx, c)
	})
	if err != nil {
		return Connection{}, err
	}
	st := s.statusOf(id)
	s.note(id, status{lastRunAt: st.lastRunAt, last: st.last}) // the next reading is a whole one
	if c.State != Paused {
		s.scheduleIn(c, 0)
	}
	return s.Get(ctx, id)
}

// changed is a connection after an update, with the new keys of its rows where another column
// identifies them.
func (s *Service) changed(ctx context.Context, c Connection, u Update) (Connection, map[string]string, error) {
	old := c
	set(&c.Tab, u.Tab)
	set(&c.Access, u.Access)
	set(&c.Path, u.Path)
	set(&c.DefaultCountry, u.DefaultCountry)
	set(&c.Tags, u.Tags)
	set(&c.StageID, u.StageID)
	set(&c.Owner, u.Owner)
	set(&c.Notify, u.Notify)
	set(&c.IntervalMinutes, u.IntervalMinutes)
	set(&c.Active, u.Active)
	set(&c.WriteBack, u.WriteBack)
	set(&c.KeyColumn, u.KeyColumn)
	c.KeyColumn = leads.CleanName(c.KeyColumn)
	if err := s.check(ctx, &c); err != nil {
		return c, nil, err
	}
	moved := c.Tab != old.Tab || c.Place != old.Place
	if moved {
		sheet, err := s.source(c.Access).Spreadsheet(ctx, c.Place)
		if err != nil {
			return c, nil, err
		}
		if c.Access == AccessFile && len(sheet.Tabs) == 1 { // a text file's tab is called as the file
			c.Tab = sheet.Tabs[0].Title
		}
		c.Title, c.GID = leads.CleanName(sheet.Title), gidOfTab(sheet, c.Tab)
	}
	var keys map[string]string
	if moved || u.HeaderRow != nil || u.Mapping != nil || u.KeyColumn != nil || u.WriteBack != nil {
		mapping, titles := c.Mapping, c.Header
		if u.Mapping != nil {
			mapping, titles = *u.Mapping, nil
		}
		set(&c.HeaderRow, u.HeaderRow)
		grid, err := s.readHeader(ctx, &c, c.HeaderRow, mapping, titles)
		if err != nil {
			return c, nil, err
		}
		keys = rekeyed(old, c, grid)
		if waitsForChoice(c.Reason) || moved && refusals[c.Reason].access {
			c.State, c.Reason, c.About = Active, "", ""
		}
	}
	return c, keys, checkWriteBack(c)
}

// waitsForChoice reports whether a pause ends with a choice of columns or of a tab.
func waitsForChoice(reason string) bool {
	return reason == ReasonHeaderChanged || reason == ReasonTabMissing || reason == ReasonTabRenamed
}

// rekeyed maps the keys of the rows as they were known to those under which they are known from now
// on: what was ignored or imported must not come again because another column identifies it.
func rekeyed(old, now Connection, grid [][]Cell) map[string]string {
	keys := map[string]string{}
	was, err := locate(old, grid)
	if err != nil || old.KeyColumn == now.KeyColumn {
		return keys
	}
	is, err := locate(now, grid)
	if err != nil {
		return keys
	}
	byRow := map[int]string{}
	rows, _ := was.read(old, grid, nil)
	for _, in := range rows {
		byRow[in.number] = in.key
	}
	rows, _ = is.read(now, grid, nil)
	for _, in := range rows {
		if before := byRow[in.number]; before != "" && before != in.key {
			keys[before] = in.key
		}
	}
	return keys
}

func gidOfTab(sheet Spreadsheet, title string) int64 {
	for _, tab := range sheet.Tabs {
		if tab.Title == title {
			return tab.ID
		}
	}
	return -1
}

func set[T any](field *T, value *T) {
	if value != nil {
		*field = *value
	}
}

// check tidies and refuses what the screen cannot have offered.
func (s *Service) check(ctx context.Context, c *Connection) error {
	c.Owner = leads.CleanName(c.Owner)
	if c.ExistingRows == "" {
		c.ExistingRows = ImportRows
	}
	if c.IntervalMinutes == 0 {
		c.IntervalMinutes = defaultInterval
	}
	if err := c.check(); err != nil {
		return err
	}
	if err := c.Active.check(); err != nil {
		return err
	}
	switch {
	case c.ExistingRows != ImportRows && c.ExistingRows != IgnoreRows:
		return fault.New(fault.Invalid, "Choose what happens to the rows that are there.").With("field", "existingRows")
	case c.IntervalMinutes < 1 || c.IntervalMinutes > maxInterval:
		return fault.New(fault.Invalid, "The interval must be between 1 minute and 24 hours.").With("field", "intervalMinutes")
	}
	if err := checkCountry(c.DefaultCountry); err != nil {
		return err
	}
	tags, err := leads.CleanTags(c.Tags)
	if err != nil {
		return err
	}
	c.Tags = tags
	stages, err := s.store.ListStages(ctx)
	if err != nil {
		return err
	}
	if c.StageID == 0 && len(stages) > 0 {
		c.StageID = stages[0].ID
	}
	if !slices.ContainsFunc(stages, func(st leads.Stage) bool { return st.ID == c.StageID }) {
		return fault.New(fault.Invalid, "That stage no longer exists.").With("field", "stageId")
	}
	return nil
}
