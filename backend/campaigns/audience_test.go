package campaigns_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
	"mceplatform/backend/optouts"
)

const stranger = "+49 1573 7000001"

// sources puts the first people where audiences find them: 0 and 1 came with a
// file, 2 stands in a sheet, 3 and 5 carry a tag.
func sources(r *rig) {
	r.exec("INSERT INTO imports (id, file_name, at, row_count, created, updated, duplicates, rejected) VALUES (1, 'people.csv', 1, 2, 2, 0, 0, 0)")
	r.exec("INSERT INTO sheet_connections (id, spreadsheet_id, title, tab, header_row, header, mapping, interval_minutes, state, created_at) VALUES (1, 's', 'People', '', 1, '[]', '{}', 5, 'active', 1)")
	for i := range 2 {
		r.exec("INSERT INTO import_leads (import_id, lead_id) VALUES (1, ?)", r.people[i].ID)
	}
	r.exec("INSERT INTO sheet_rows (connection_id, row_key, hash, lead_id, state, seen_at) VALUES (1, 'a', '', ?, 'ok', 1), (1, 'b', '', NULL, 'error', 1)", r.people[2].ID)
	r.must(r.leads.AddTag(r.ctx(), []int64{r.people[3].ID, r.people[5].ID}, "vip"))
}

// names lists who would be messaged, by what their preview says.
func (r *rig) names(a campaigns.Audience) string {
	p, err := r.campaigns.Preview(r.ctx(), "{{name|nobody}}", campaigns.Input{Audience: a, Pace: quick})
	r.must(err)
	var list []string
	for _, i := range p.Items {
		list = append(list, strings.TrimPrefix(i.Text, "Person "))
	}
	return strings.Join(list, " ")
}

func TestAudienceNamesPeople(t *testing.T) {
	bubble(t, 8, func(r *rig) {
		sources(r)
		id := func(i int) int64 { return r.people[i].ID }
		for name, tt := range map[string]struct {
			audience campaigns.Audience
			want     string
		}{
			"nothing":                {campaigns.Audience{}, ""},
			"a tag, in any case":     {campaigns.Audience{Tags: []string{"VIP"}}, "3 5"},
			"a tag nobody has":       {campaigns.Audience{Tags: []string{"none"}}, ""},
			"a file":                 {campaigns.Audience{Imports: []int64{1}}, "0 1"},
			"a sheet":                {campaigns.Audience{Sheets: []int64{1}}, "2"},
			"leads":                  {campaigns.Audience{Leads: []int64{id(4), id(4), 999}}, "4"},
			"a filter":               {campaigns.Audience{Filter: &leads.Filter{Query: "Person 6"}}, "6"},
			"a filter of two":        {campaigns.Audience{Filter: &leads.Filter{Query: "Person", Tags: []string{"vip"}}}, "3 5"},
			"a known number":         {campaigns.Audience{Numbers: "+49 157 36000007"}, "7"},
			"a stranger, twice":      {campaigns.Audience{Numbers: stranger + "\n" + strings.ReplaceAll(stranger, " ", "")}, "nobody"},
			"one line":               {campaigns.Audience{Numbers: "+4915736000007; +4915736000006, " + stranger}, "6 7 nobody"},
			"lines that are numbers": {campaigns.Audience{Numbers: "\n call me \n+4915736000007\n12"}, "7"},
			"all of it, each once": {campaigns.Audience{
				Tags: []string{"vip"}, Imports: []int64{1}, Sheets: []int64{1}, Leads: []int64{id(4), id(0), id(3)},
				Filter: &leads.Filter{Query: "Person 5"}, Numbers: "+4915736000002\n" + stranger + "\n+4915736000005",
			}, "0 1 2 3 4 5 nobody"},
		} {
			if got := r.names(tt.audience); got != tt.want {
				t.Errorf("%s: %q, want %q", name, got, tt.want)
			}
		}
	})
}

// A lead that was merged away stands for the one it became, however often that
// happened.
func TestAudienceFollowsMergedLeads(t *testing.T) {
	bubble(t, 6, func(r *rig) {
		sources(r)
		for _, m := range [][2]int{{2, 1}, {1, 3}} {
			r.must(r.db.InTx(r.ctx(), func(ctx context.Context) error {
				_, err := r.db.MergeLeads(ctx, r.people[m[0]].ID, r.people[m[1]], leads.ActorUser, clock.NowMillis(r.time))
				return err
			}))
		}
		for name, a := range map[string]campaigns.Audience{
			"leads":  {Leads: []int64{r.people[1].ID, r.people[2].ID, r.people[3].ID}},
			"twice":  {Leads: []int64{r.people[2].ID}},
			"number": {Numbers: "+4915736000002"},
			"sheet":  {Sheets: []int64{1}},
		} {
			reach, err := r.campaigns.Reach(r.ctx(), campaigns.Input{Audience: a, Pace: quick})
			r.must(err)
			if got := r.names(a); got != "3" || len(reach.Excluded) > 0 {
				t.Errorf("%s: %q, without %v; want 3", name, got, reach.Excluded)
			}
		}
		if got := r.names(campaigns.Audience{Imports: []int64{1}}); got != "0 3" {
			t.Errorf("file: %q", got)
		}
	})
}

var leftOut = map[string]struct {
	arrange func(r *rig, l leads.Lead)
	change  func(in *campaigns.Input)
	reason  string
}{
	"opted out": {func(r *rig, l leads.Lead) { r.must(r.optouts.Create(r.ctx(), optouts.Input{LeadID: l.ID})) }, nil, campaigns.ReasonOptedOut},
	"private": {func(r *rig, l leads.Lead) {
		r.exec("INSERT INTO chats (account_id, lead_id, private) SELECT id, ?, 1 FROM accounts", l.ID)
	}, nil, campaigns.ReasonPrivate},
	"no number": {func(r *rig, l leads.Lead) { r.exec("DELETE FROM identities WHERE lead_id = ?", l.ID) }, nil, campaigns.ReasonNoNumber},
	"refused": {func(r *rig, l leads.Lead) {
		r.must(r.leads.SetConsent(r.ctx(), []int64{l.ID}, leads.ConsentGiven, ""))
		r.must(r.leads.SetConsent(r.ctx(), []int64{l.ID}, leads.ConsentRefused, ""))
	}, nil, campaigns.ReasonConsent},
	"not agreed": {func(r *rig, _ leads.Lead) {
		r.must(r.leads.SetConsent(r.ctx(), []int64{r.people[1].ID}, leads.ConsentGiven, "at the fair"))
		r.rule(func(rules *chats.Rules) { rules.ConsentOnly = true })
	}, nil, campaigns.ReasonConsent},
	"in a campaign": {func(r *rig, l leads.Lead) { r.must(r.launch(r.draft(to("first", l)))) }, nil, campaigns.ReasonBusy},
	"in a paused one": {func(r *rig, l leads.Lead) {
		id := r.draft(to("first", l))
		r.must(r.launch(id))
		_, err := r.campaigns.Pause(r.ctx(), id)
		r.must(err)
	}, nil, campaigns.ReasonBusy},
	"tagged":     {func(r *rig, l leads.Lead) { r.must(r.leads.AddTag(r.ctx(), []int64{l.ID}, "Customer")) }, func(in *campaigns.Input) { in.StopOn.Tags = []string{"customer"} }, campaigns.ReasonTag},
	"at a stage": {func(r *rig, l leads.Lead) { r.exec("UPDATE leads SET stage_id = 3 WHERE id = ?", l.ID) }, func(in *campaigns.Input) { in.StopOn.Stages = []int64{3} }, campaigns.ReasonStage},
	"no company": {func(r *rig, _ leads.Lead) { r.exec("UPDATE leads SET company = 'Ltd' WHERE id = ?", r.people[1].ID) }, func(in *campaigns.Input) { in.Steps = campaigns.Say("Hello {{company}}") }, campaigns.ReasonMissing},
	"no column": {func(r *rig, _ leads.Lead) {
		r.exec(`UPDATE leads SET custom = '{"Plan":"Gold"}' WHERE id = ?`, r.people[1].ID)
	}, func(in *campaigns.Input) { *in = then(*in, 5, "You have {{plan}}") }, campaigns.ReasonMissing},
	"one variant": {func(r *rig, _ leads.Lead) {
		r.exec("UPDATE leads SET email = 'a@b.example' WHERE id = ?", r.people[1].ID)
	}, func(in *campaigns.Input) {
		in.Steps[0].Variants = append(in.Steps[0].Variants, campaigns.Variant{Body: "{{email}}"})
	}, campaigns.ReasonMissing},
}

// Somebody is left out for each reason, counted, listed and skipped at the start.
func TestAudienceLeavesPeopleOut(t *testing.T) {
	for name, tt := range leftOut {
		t.Run(name, func(t *testing.T) {
			bubble(t, 2, func(r *rig) {
				tt.arrange(r, r.people[0])
				in := everybody()
				if tt.change != nil {
					tt.change(&in)
				}
				r.leavesOut(in, r.people[0], tt.reason)
			})
		})
	}
}

// leavesOut wants one person left out for a reason, of two.
func (r *rig) leavesOut(in campaigns.Input, l leads.Lead, reason string) {
	r.t.Helper()
	reach, err := r.campaigns.Reach(r.ctx(), in)
	r.must(err)
	if reach.Total != 1 || !slices.Equal(reach.Excluded, []campaigns.Exclusion{{Reason: reason, Count: 1}}) {
		r.t.Errorf("reach %d, %+v", reach.Total, reach.Excluded)
	}
	out, err := r.campaigns.LeftOut(r.ctx(), in, reason)
	r.must(err)
	if len(out) != 1 || out[0].LeadID != l.ID || out[0].Name != l.Name || out[0].PhoneDisplay != "+49 1573 6000000" || out[0].Reason != reason {
		r.t.Errorf("left out: %+v", out)
	}
	id := r.draft(in)
	r.must(r.launch(id))
	r.expect(id, l.ID, campaigns.RecipientSkipped, 0, reason)
	r.expect(id, r.people[1].ID, campaigns.RecipientPending, 0, "")
}

// How often somebody hears from campaigns is measured to the millisecond: the
// audience and the claim draw the line at the same place.
func TestRecentMessagesLeaveOut(t *testing.T) {
	const days = 3
	for _, tt := range []struct {
		after  time.Duration
		reason string
	}{
		{0, campaigns.ReasonRecent}, {days*24*time.Hour - time.Millisecond, campaigns.ReasonRecent}, {days * 24 * time.Hour, ""}, {days*24*time.Hour + time.Millisecond, ""},
	} {
		t.Run(tt.after.String(), func(t *testing.T) {
			bubble(t, 1, func(r *rig) {
				r.rule(func(rules *chats.Rules) { rules.PersonDays = days })
				r.start()
				r.run(everybody())
				r.time.by.Add(int64(tt.after))
				reach, err := r.campaigns.Reach(r.ctx(), everybody())
				r.must(err)
				if want := 1 - len(reach.Excluded); reach.Total != want || (tt.reason != "") != (reach.Total == 0) {
					t.Errorf("%+v", reach)
				}
				if tt.reason == "" {
					r.run(everybody())
					if n := r.wire.sends; n != 2 {
						t.Errorf("%d messages; the claim sees it otherwise", n)
					}
				}
			})
		})
	}
}

// A message that did not go out is none that somebody has got lately.
func TestAFailedMessageIsNotRecent(t *testing.T) {
	bubble(t, 1, func(r *rig) {
		r.rule(func(rules *chats.Rules) { rules.PersonDays = 3 })
		r.wire.answer = func(chats.Outgoing) error { return rejection(chats.CodeNotOnWhatsApp) }
		r.start()
		id := r.run(everybody())
		r.expect(id, r.people[0].ID, campaigns.RecipientFailed, 0, r.recipient(id, r.people[0].ID).Reason)
		r.wire.answer = nil
		again := r.run(everybody())
		r.expect(again, r.people[0].ID, campaigns.RecipientSent, 0, "")
	})
}

func TestPastedLinesThatAreNoNumbers(t *testing.T) {
	bubble(t, 1, func(r *rig) {
		in := to("Hi", r.people[0])
		in.Audience.Numbers = "tomorrow\n" + strings.Repeat("x", 100) + "\n4.47E+11"
		out, err := r.campaigns.LeftOut(r.ctx(), in, campaigns.ReasonInvalid)
		r.must(err)
		want := []string{"tomorrow", strings.Repeat("x", 60) + "…", "4.47E+11"}
		for i, o := range out {
			if o.LeadID != 0 || o.Name != want[i] {
				t.Errorf("line %d: %+v", i, o)
			}
		}
		if len(out) != 3 {
			t.Errorf("left out: %+v", out)
		}
		if reach, err := r.campaigns.Reach(r.ctx(), in); err != nil || reach.Total != 1 || fmt.Sprint(reach.Excluded) != "[{invalid 3}]" {
			t.Errorf("%+v, %v", reach, err)
		}
		in.Audience.Numbers = strings.Repeat("+4915736000007\n", 40_000)
		if _, err := r.campaigns.Create(r.ctx(), in); !fault.Is(err, fault.Invalid) {
			t.Errorf("half a megabyte: %v", err)
		}
	})
}
