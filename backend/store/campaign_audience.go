package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"math/rand/v2"
	"strings"

	"mceplatform/backend/campaigns"
	"mceplatform/backend/clock"
	"mceplatform/backend/leads"
	"mceplatform/backend/phone"
)

// named selects the ids of the leads that an audience names: each part gives some.
func named(f campaigns.Find) (query string, args []any) {
	a := f.Audience
	keys := make([]string, len(f.Numbers))
	for i, n := range f.Numbers {
		keys[i] = n.MatchKey()
	}
	var parts []string
	add := func(use bool, part string, more ...any) {
		if use {
			parts, args = append(parts, part), append(args, more...)
		}
	}
	const listed = " IN (SELECT value FROM json_each(?))"
	add(len(a.Tags) > 0, "SELECT lead_id FROM lead_tags JOIN tags ON tags.id = tag_id WHERE tags.name"+listed, jsonList(a.Tags))
	add(len(a.Imports) > 0, "SELECT lead_id FROM import_leads WHERE import_id"+listed, jsonList(a.Imports))
	add(len(a.Sheets) > 0, "SELECT lead_id FROM sheet_rows WHERE lead_id IS NOT NULL AND connection_id"+listed, jsonList(a.Sheets))
	add(len(a.Leads) > 0, "SELECT value FROM json_each(?)", jsonList(a.Leads))
	add(len(keys) > 0, "SELECT lead_id FROM identities WHERE kind = 'phone' AND match_key"+listed, jsonList(keys))
	if a.FollowUp != nil {
		add(true, "SELECT lead_id FROM campaign_recipients WHERE campaign_id = ? AND replied_at = 0 AND state"+listed, a.FollowUp.CampaignID, jsonList(a.FollowUp.States()))
	}
	return strings.Join(parts, " UNION "), args
}

// jsonList is a list as one argument: SQLite takes no more than 32,766.
func jsonList(list any) string {
	b, err := json.Marshal(list)
	if err != nil || string(b) == "null" {
		return "[]"
	}
	return string(b)
}

// Candidates implements campaigns.Store.
func (db *DB) Candidates(ctx context.Context, f campaigns.Find) ([]campaigns.Candidate, error) {
	ids, err := db.audienceIDs(ctx, f)
	if err != nil || len(ids) == 0 {
		return []campaigns.Candidate{}, err
	}
	found, err := db.r(ctx).Raw(candidates(f), map[string]any{
		"ids": jsonList(ids), "self": f.CampaignID, "recent": f.RecentSince, "stopTags": jsonList(f.StopOn.Tags), "stopStages": jsonList(f.StopOn.Stages),
	}).Rows()
	if err != nil {
		return nil, translate(err)
	}
	rows, err := scanCandidates(found, len(ids))
	if err != nil {
		return nil, translate(err)
	}
	stopped, err := db.suppressedLeads(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]campaigns.Candidate, len(rows))
	for i, r := range rows {
		if out[i], err = r.candidate(); err != nil {
			return nil, err
		}
		out[i].Excluded = r.excluded(f, stopped[r.Lead.ID])
	}
	return out, nil
}

// scanCandidates scans by hand: an audience may be everybody. Who has several
// conversations, with as many accounts, comes as often in a row.
func scanCandidates(found *sql.Rows, n int) ([]candidateRow, error) {
	defer found.Close()
	rows := make([]candidateRow, 0, n)
	for found.Next() {
		var r candidateRow
		l := &r.Lead
		err := found.Scan(&l.ID, &l.Name, &l.NameSource, &l.Phone, &l.Email, &l.Company, &r.CustomJSON,
			&r.Private, &r.Written, &r.WroteAt, &r.Reachable, &r.Recent, &r.Busy, &r.Consent, &r.Tagged, &r.Staged)
		if err != nil {
			return nil, err
		}
		if last := len(rows) - 1; last >= 0 && rows[last].Lead.ID == l.ID {
			same := &rows[last]
			same.Private, same.Written, same.WroteAt = same.Private || r.Private, same.Written || r.Written, max(same.WroteAt, r.WroteAt)
			continue
		}
		rows = append(rows, r)
	}
	return rows, found.Err()
}

// audienceIDs are the ids of the leads that an audience names; one that was
// merged away stands for the one it became.
func (db *DB) audienceIDs(ctx context.Context, f campaigns.Find) ([]int64, error) {
	ids := []int64{}
	if query, args := named(f); query != "" {
		var err error
		ids, err = readAll(ctx, db, scanID, `WITH RECURSIVE now (id, merged_into) AS (SELECT id, merged_into FROM leads WHERE id IN (`+query+`)
			UNION SELECT l.id, l.merged_into FROM now JOIN leads l ON l.id = now.merged_into) SELECT id FROM now WHERE merged_into IS NULL`, args...)
		if err != nil {
			return nil, err
		}
	}
	if f.Audience.Filter == nil {
		return ids, nil
	}
	var more []int64
	if err := db.leadFilter(ctx, *f.Audience.Filter).Pluck("leads.id", &more).Error; err != nil {
		return nil, translate(err)
	}
	have := setOf(ids)
	for _, id := range more {
		if !have[id] {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

func scanID(row scanner, id *int64) error { return row.Scan(id) }

// wrote selects what a campaign has put on its way to somebody: not what failed,
// and not what was taken back before it left.
const wrote = "sends.paced_at > 0 AND sends.state NOT IN ('failed', 'blocked') AND NOT (sends.state = 'cancelled' AND sends.attempts = 0)"

// candidates selects the leads with ids, and what an audience depends on beside
// the lead itself. What nothing was chosen for is not looked at.
func candidates(f campaigns.Find) string {
	recent, tagged := "0", "0"
	if f.RecentSince > 0 {
		recent = `EXISTS (SELECT 1 FROM sends JOIN campaign_recipients r ON r.id = sends.recipient_id
			WHERE sends.lead_id = leads.id AND ` + wrote + ` AND sends.paced_at > @recent AND r.campaign_id <> @self)`
	}
	if len(f.StopOn.Tags) > 0 {
		tagged = "EXISTS (SELECT 1 FROM lead_tags JOIN tags ON tags.id = tag_id WHERE lead_id = leads.id AND tags.name IN (SELECT value FROM json_each(@stopTags)))"
	}
	// The plus sign looks a lead's campaigns through once instead of once for each state.
	return `SELECT leads.id, leads.name, leads.name_source, leads.phone, leads.email, leads.company, leads.custom,
		coalesce(chats.private, 0), coalesce(chats.last_message_at > 0, 0), coalesce(chats.last_in_at, 0),
		EXISTS (SELECT 1 FROM identities WHERE lead_id = leads.id), ` + recent + `,
		EXISTS (SELECT 1 FROM campaign_recipients r JOIN campaigns c ON c.id = r.campaign_id
			WHERE r.lead_id = leads.id AND +r.state IN ('pending', 'sending', 'uncertain') AND c.state IN ('running', 'paused') AND c.id <> @self),
		coalesce((SELECT state FROM consents WHERE lead_id = leads.id ORDER BY id DESC LIMIT 1), 'unknown'), ` + tagged + `,
		leads.stage_id IN (SELECT value FROM json_each(@stopStages))
		FROM leads LEFT JOIN chats ON chats.lead_id = leads.id
		WHERE leads.id IN (SELECT value FROM json_each(@ids)) ORDER BY leads.id`
}

type candidateRow struct {
	Lead       leads.Lead
	CustomJSON string
	Reachable  bool
	Private    bool
	Written    bool
	WroteAt    clock.Millis
	Recent     bool
	Busy       bool
	Consent    leads.ConsentState
	Tagged     bool
	Staged     bool
}

func (r candidateRow) candidate() (campaigns.Candidate, error) {
	c := campaigns.Candidate{Lead: r.Lead, WroteAt: r.WroteAt, Written: r.Written, Saved: r.Lead.NameSource == leads.NameAddress}
	if r.CustomJSON == "{}" {
		return c, nil
	}
	return c, json.Unmarshal([]byte(r.CustomJSON), &c.Custom)
}

// excluded is the first reason to leave somebody out.
func (r candidateRow) excluded(f campaigns.Find, stopped bool) string {
	for _, why := range []struct {
		holds  bool
		reason string
	}{
		{stopped, campaigns.ReasonOptedOut},
		{r.Private, campaigns.ReasonPrivate},
		{!r.Reachable, campaigns.ReasonNoNumber},
		{r.Consent == leads.ConsentRefused || (f.ConsentOnly && r.Consent != leads.ConsentGiven), campaigns.ReasonConsent},
		{r.Busy, campaigns.ReasonBusy},
		{r.Recent, campaigns.ReasonRecent},
		{r.Tagged, campaigns.ReasonTag},
		{r.Staged, campaigns.ReasonStage},
	} {
		if why.holds {
			return why.reason
		}
	}
	return ""
}

func setOf(ids []int64) map[int64]bool {
	set := make(map[int64]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}

// UnknownNumbers implements campaigns.Store.
func (db *DB) UnknownNumbers(ctx context.Context, numbers []phone.Number) ([]phone.Number, error) {
	keys := make([]string, len(numbers))
	for i, n := range numbers {
		keys[i] = n.MatchKey()
	}
	var known []string
	err := db.r(ctx).Raw("SELECT match_key FROM identities WHERE kind = 'phone' AND match_key IN (SELECT value FROM json_each(?))", jsonList(keys)).Scan(&known).Error
	if err != nil {
		return nil, translate(err)
	}
	have := make(map[string]bool, len(known))
	for _, k := range known {
		have[k] = true
	}
	unknown := []phone.Number{}
	for i, n := range numbers {
		if !have[keys[i]] {
			unknown = append(unknown, n)
		}
	}
	return unknown, nil
}

// AddRecipients implements campaigns.Store. Each group goes over as one list of
// numbers, however many people it is: reading anything else out of JSON takes
// longer than the insertion. The variant is in the last digits of those who get
// the message.
func (db *DB) AddRecipients(ctx context.Context, campaignID, accountID int64, list []campaigns.Candidate, variants int, at clock.Millis) (int64, error) {
	var pending []int64
	left := map[string][]int64{} // by reason
	deal := dealer{variants: variants}
	for _, c := range list {
		if c.Excluded != "" {
			left[c.Excluded] = append(left[c.Excluded], c.Lead.ID)
			continue
		}
		pending = append(pending, c.Lead.ID*int64(variants)+int64(deal.next()))
	}
	r := db.w(ctx).Exec(`INSERT INTO campaign_recipients (campaign_id, lead_id, state, variant, updated_at, new_chat)
		SELECT @campaign, value / @variants, 'pending', value % @variants, @at, NOT EXISTS (SELECT 1 FROM chats WHERE account_id = @account AND lead_id = value / @variants AND last_message_at > 0)
		FROM json_each(@people) WHERE true ON CONFLICT (campaign_id, lead_id) DO NOTHING`,
		map[string]any{"campaign": campaignID, "account": accountID, "variants": variants, "at": at, "people": jsonList(pending)})
	added, err := r.RowsAffected, r.Error
	for reason, ids := range left {
		if err != nil {
			break
		}
		r = db.w(ctx).Exec(`INSERT INTO campaign_recipients (campaign_id, lead_id, state, reason, updated_at)
			SELECT ?, value, ?, ?, ? FROM json_each(?) WHERE true ON CONFLICT (campaign_id, lead_id) DO NOTHING`, campaignID, campaigns.RecipientSkipped, reason, at, jsonList(ids))
		added, err = added+r.RowsAffected, r.Error
	}
	return added, translate(err)
}

// dealer deals variants out so that each group is as large as the others, and
// neither's people come first: the variants of each round are shuffled.
type dealer struct {
	variants int
	round    []int
}

func (d *dealer) next() int {
	if d.variants < 2 {
		return 0
	}
	if len(d.round) == 0 {
		d.round = rand.Perm(d.variants)
	}
	v := d.round[0]
	d.round = d.round[1:]
	return v
}

// RemoveRecipients implements campaigns.Store.
func (db *DB) RemoveRecipients(ctx context.Context, campaignID int64) error {
	return translate(db.w(ctx).Exec("DELETE FROM campaign_recipients WHERE campaign_id = ?", campaignID).Error)
}

// MarkKnown implements campaigns.Store.
func (db *DB) MarkKnown(ctx context.Context, leadID int64) error {
	return translate(db.w(ctx).Exec("UPDATE campaign_recipients SET new_chat = 0, reason = CASE reason WHEN 'new_chats' THEN '' ELSE reason END WHERE lead_id = ? AND state = 'pending' AND new_chat = 1", leadID).Error)
}

// SentTo implements campaigns.Store.
func (db *DB) SentTo(ctx context.Context, leadID, exceptCampaign int64) (clock.Millis, error) {
	var at clock.Millis
	err := db.queryRow(ctx, `SELECT coalesce(max(paced_at), 0) FROM sends JOIN campaign_recipients r ON r.id = sends.recipient_id
		WHERE sends.lead_id = ? AND `+wrote+` AND r.campaign_id <> ?`, leadID, exceptCampaign).Scan(&at)
	return at, translate(err)
}
