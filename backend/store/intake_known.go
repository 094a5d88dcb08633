package store

import (
	"context"
	"encoding/json"
	"strings"

	"mceplatform/backend/intake"
	"mceplatform/backend/leads"
)

// knownLeads is what the store has about the leads that a chunk of drafts meets.
type knownLeads struct {
	leads map[int64]*intake.Known
	tags  map[[2]int64]bool // lead, tag
	notes map[int64]map[string]bool
}

// update completes the leads that the drafts at the given positions already have.
func (a *applier) update(ctx context.Context, at []int) error {
	if len(at) == 0 {
		return nil
	}
	known, err := a.loadKnown(ctx, at)
	if err != nil {
		return err
	}
	tags := newInsert("lead_tags", "lead_id", "tag_id")
	notes := newInsert("notes", "lead_id", "text", "created_at")
	activities := newInsert("activities", "lead_id", "kind", "actor", "detail", "at")
	for _, i := range at {
		d, id := a.batch.Drafts[i], a.out.LeadIDs[i]
		lead := known.leads[id]
		a.out.Effects[i] = intake.Unchanged
		stage := lead.StageID
		if lead.Take(d, a.stageOf(d), a.batch.Policy) {
			a.out.Effects[i] = intake.Updated
			if err := a.write(ctx, lead); err != nil {
				return err
			}
			if lead.StageID != stage {
				activities.add(id, leads.ActivityStage, a.batch.Actor, d.Stage, a.batch.At)
			}
		}
		for _, tag := range a.tagsOf(d) {
			if pair := [2]int64{id, tag}; !known.tags[pair] {
				known.tags[pair] = true
				tags.add(id, tag)
				a.out.Effects[i] = intake.Updated
			}
		}
		if d.Note != "" && !known.notes[id][d.Note] {
			notes.add(id, d.Note, a.batch.At)
			known.noted(id, d.Note)
			a.out.Effects[i] = intake.Updated
		}
		if a.out.Effects[i] == intake.Updated {
			activities.add(id, leads.ActivityImported, a.batch.Actor, string(a.batch.Source), a.batch.At)
		}
	}
	return a.run(ctx, tags, notes, activities)
}

func (a *applier) write(ctx context.Context, k *intake.Known) error {
	return translate(a.db.w(ctx).Exec("UPDATE leads SET name = ?, name_source = ?, email = ?, company = ?, owner = ?, stage_id = ?, custom = ?, updated_at = ? WHERE id = ?",
		k.Name, string(k.NameSource), k.Email, k.Company, k.Owner, k.StageID, customJSON(k.Custom), a.batch.At, k.ID).Error)
}

func (a *applier) loadKnown(ctx context.Context, at []int) (*knownLeads, error) {
	ids := make([]int64, len(at))
	noted := make([]int64, 0, len(at))
	for n, i := range at {
		ids[n] = a.out.LeadIDs[i]
		if a.batch.Drafts[i].Note != "" {
			noted = append(noted, ids[n])
		}
	}
	known := &knownLeads{leads: make(map[int64]*intake.Known, len(at)), tags: make(map[[2]int64]bool), notes: make(map[int64]map[string]bool)}
	if err := a.loadLeads(ctx, ids, known); err != nil {
		return nil, err
	}
	var tagged []leadTag
	if err := a.db.w(ctx).Table("lead_tags").Select("lead_id, tag_id").Where("lead_id IN ?", ids).Find(&tagged).Error; err != nil {
		return nil, translate(err)
	}
	for _, t := range tagged {
		known.tags[[2]int64{t.LeadID, t.TagID}] = true
	}
	var notes []struct {
		LeadID int64
		Text   string
	}
	if err := a.db.w(ctx).Table("notes").Select("lead_id, text").Where("lead_id IN ?", noted).Find(&notes).Error; err != nil {
		return nil, translate(err)
	}
	for _, n := range notes {
		known.noted(n.LeadID, n.Text)
	}
	return known, nil
}

func (k *knownLeads) noted(id int64, text string) {
	if k.notes[id] == nil {
		k.notes[id] = make(map[string]bool)
	}
	k.notes[id][text] = true
}

func (a *applier) loadLeads(ctx context.Context, ids []int64, into *knownLeads) error {
	var rows []struct {
		ID         int64
		Name       string
		NameSource leads.NameSource
		Email      string
		Company    string
		Owner      string
		StageID    int64
		UserFields string
		Custom     string
	}
	err := a.db.w(ctx).Table("leads").Select("id, name, name_source, email, company, owner, stage_id, user_fields, custom").Where("id IN ?", ids).Find(&rows).Error
	if err != nil {
		return translate(err)
	}
	for _, r := range rows {
		k := &intake.Known{ID: r.ID, Name: r.Name, NameSource: r.NameSource, Email: r.Email, Company: r.Company, Owner: r.Owner, StageID: r.StageID, Edited: strings.Split(r.UserFields, ",")}
		if r.Custom != "" && r.Custom != "{}" {
			if err := json.Unmarshal([]byte(r.Custom), &k.Custom); err != nil {
				return err
			}
		}
		into.leads[r.ID] = k
	}
	return nil
}
