package store

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"mceplatform/backend/fault"
	"mceplatform/backend/intake"
	"mceplatform/backend/leads"
)

var _ intake.Store = (*DB)(nil)

// intakeChunk rows go into one statement: large enough to make a statement's cost small, small
// enough for SQLite's 32,766 variables.
const intakeChunk = 500

// FindByMatchKeys implements intake.Store.
func (db *DB) FindByMatchKeys(ctx context.Context, keys []string) (map[string]int64, error) {
	found := make(map[string]int64)
	for chunk := range slices.Chunk(keys, intakeChunk) {
		var rows []struct {
			MatchKey string
			LeadID   int64
		}
		err := db.r(ctx).Table("identities").Select("match_key, lead_id").Where("kind = ? AND match_key IN ?", leads.KindPhone, chunk).Order("lead_id DESC").Find(&rows).Error
		if err != nil {
			return nil, translate(err)
		}
		for _, r := range rows {
			found[r.MatchKey] = r.LeadID
		}
	}
	return found, nil
}

// ApplyDrafts implements intake.Store.
func (db *DB) ApplyDrafts(ctx context.Context, b intake.Batch) (out intake.Outcome, err error) {
	err = db.InTx(ctx, func(ctx context.Context) error {
		a := applier{db: db, batch: b, out: intake.Outcome{LeadIDs: make([]int64, len(b.Drafts)), Effects: make([]intake.Effect, len(b.Drafts))}}
		if err := a.prepare(ctx); err != nil {
			return err
		}
		for from := 0; from < len(b.Drafts); from += intakeChunk {
			if err := a.chunk(ctx, from, min(from+intakeChunk, len(b.Drafts))); err != nil {
				return err
			}
		}
		out = a.out
		return nil
	})
	return out, err
}

// applier carries one batch through one transaction.
type applier struct {
	db         *DB
	batch      intake.Batch
	out        intake.Outcome
	stages     map[string]int64 // by lower-case name
	firstStage int64
	tags       map[string]int64 // by lower-case name
}

func (a *applier) prepare(ctx context.Context) error {
	stages, err := a.db.ListStages(ctx)
	if err != nil {
		return err
	}
	a.stages = make(map[string]int64, len(stages))
	a.firstStage = a.batch.StageID
	for _, s := range stages {
		a.stages[strings.ToLower(s.Name)] = s.ID
		if a.firstStage == 0 {
			a.firstStage = s.ID
		}
	}
	if !slices.Contains(slices.Collect(maps.Values(a.stages)), a.firstStage) {
		return fault.New(fault.Invalid, "That stage no longer exists.").With("field", "stageId")
	}
	return a.ensureTags(ctx)
}

func (a *applier) ensureTags(ctx context.Context) error {
	a.tags = make(map[string]int64)
	names := slices.Clone(a.batch.Tags)
	for _, d := range a.batch.Drafts {
		names = append(names, d.Tags...)
	}
	for _, name := range names {
		key := strings.ToLower(name)
		if _, known := a.tags[key]; known {
			continue
		}
		if err := a.db.w(ctx).Exec("INSERT INTO tags (name) VALUES (?) ON CONFLICT (name) DO NOTHING", name).Error; err != nil {
			return translate(err)
		}
		var id int64
		if err := a.db.w(ctx).Raw("SELECT id FROM tags WHERE name = ?", name).Scan(&id).Error; err != nil {
			return translate(err)
		}
		a.tags[key] = id
	}
	return nil
}

// chunk applies the drafts in [from, to).
func (a *applier) chunk(ctx context.Context, from, to int) error {
	drafts := a.batch.Drafts[from:to]
	keys := make([]string, len(drafts))
	for i, d := range drafts {
		keys[i] = d.Phone.MatchKey()
	}
	known, err := a.db.FindByMatchKeys(ctx, keys)
	if err != nil {
		return err
	}
	var fresh, old []int
	for i, key := range keys {
		if id, found := known[key]; found {
			a.out.LeadIDs[from+i] = id
			old = append(old, from+i)
		} else {
			fresh = append(fresh, from+i)
		}
	}
	if err := a.create(ctx, fresh); err != nil {
		return err
	}
	return a.update(ctx, old)
}

func (a *applier) stageOf(d intake.Draft) int64 { return a.stages[strings.ToLower(d.Stage)] }

// tagsOf are the ids of the tags a draft's lead is to carry.
func (a *applier) tagsOf(d intake.Draft) []int64 {
	ids := make([]int64, 0, len(a.batch.Tags)+len(d.Tags))
	for _, names := range [][]string{a.batch.Tags, d.Tags} {
		for _, name := range names {
			if id := a.tags[strings.ToLower(name)]; !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// create makes leads of the drafts at the given positions.
func (a *applier) create(ctx context.Context, at []int) error {
	if len(at) == 0 {
		return nil
	}
	now := a.batch.At
	people := newInsert("leads", "name", "name_source", "phone", "email", "company", "owner", "source", "stage_id", "custom", "created_at", "updated_at")
	for _, i := range at {
		d := a.batch.Drafts[i]
		source := leads.NameIntake
		if d.Name == "" {
			source = leads.NameNumber
		}
		stage := a.stageOf(d)
		if stage == 0 {
			stage = a.firstStage
		}
		people.add(d.Name, string(source), d.Phone.Digits(), d.Email, d.Company, cmp.Or(d.Owner, a.batch.Owner), string(a.batch.Source), stage, customJSON(d.Custom), now, now)
	}
	// The order of RETURNING is not promised; the number tells the rows apart.
	var made []struct {
		ID    int64
		Phone string
	}
	if err := a.db.w(ctx).Raw(people.sql()+" RETURNING id, phone", people.args...).Scan(&made).Error; err != nil {
		return translate(err)
	}
	ids := make(map[string]int64, len(made))
	for _, m := range made {
		ids[m.Phone] = m.ID
	}
	identities := newInsert("identities", "lead_id", "kind", "value", "match_key")
	activities := newInsert("activities", "lead_id", "kind", "actor", "detail", "at")
	tags := newInsert("lead_tags", "lead_id", "tag_id")
	notes := newInsert("notes", "lead_id", "text", "created_at")
	for _, i := range at {
		d := a.batch.Drafts[i]
		id := ids[d.Phone.Digits()]
		a.out.LeadIDs[i], a.out.Effects[i] = id, intake.Created
		identities.add(id, leads.KindPhone, d.Phone.Digits(), d.Phone.MatchKey())
		activities.add(id, leads.ActivityCreated, a.batch.Actor, string(a.batch.Source), now)
		for _, tag := range a.tagsOf(d) {
			tags.add(id, tag)
		}
		if d.Note != "" {
			notes.add(id, d.Note, now)
		}
	}
	return a.run(ctx, identities, activities, tags, notes)
}

func (a *applier) run(ctx context.Context, inserts ...*insert) error {
	for _, in := range inserts {
		for _, part := range in.parts() {
			if err := a.db.w(ctx).Exec(part.sql()+" ON CONFLICT DO NOTHING", part.args...).Error; err != nil {
				return translate(err)
			}
		}
	}
	return nil
}

func customJSON(custom map[string]string) string {
	if len(custom) == 0 {
		return "{}"
	}
	b, err := json.Marshal(custom)
	if err != nil { // a map of strings always marshals
		return "{}"
	}
	return string(b)
}

// insert collects the rows of one statement.
type insert struct {
	table   string
	columns []string
	args    []any
}

func newInsert(table string, columns ...string) *insert {
	return &insert{table: table, columns: columns}
}

func (in *insert) add(values ...any) { in.args = append(in.args, values...) }

// parts cuts the rows to statements of at most intakeChunk rows.
func (in *insert) parts() []*insert {
	var out []*insert
	for args := range slices.Chunk(in.args, intakeChunk*len(in.columns)) {
		out = append(out, &insert{table: in.table, columns: in.columns, args: args})
	}
	return out
}

func (in *insert) sql() string {
	row := "(" + strings.TrimSuffix(strings.Repeat("?,", len(in.columns)), ",") + ")"
	rows := len(in.args) / len(in.columns)
	var b strings.Builder
	b.Grow(64 + rows*(len(row)+1))
	b.WriteString("INSERT INTO " + in.table + " (" + strings.Join(in.columns, ", ") + ") VALUES ")
	for i := range rows {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(row)
	}
	return b.String()
}
