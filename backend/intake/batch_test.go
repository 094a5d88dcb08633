package intake_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"mceplatform/backend/intake"
	"mceplatform/backend/leads"
)

func TestTakeFollowsRankAndPolicy(t *testing.T) {
	for _, c := range []struct {
		name   string
		known  intake.Known
		draft  intake.Draft
		stage  int64
		policy intake.Policy
		want   intake.Known
	}{
		{"a profile name gives way", intake.Known{Name: "~zoe~", NameSource: leads.NamePush}, intake.Draft{Name: "Zoë"}, 0, intake.FillEmpty, intake.Known{Name: "Zoë", NameSource: leads.NameIntake}},
		{"another file's name stays", intake.Known{Name: "Zoe", NameSource: leads.NameIntake}, intake.Draft{Name: "Zoë"}, 0, intake.FillEmpty, intake.Known{Name: "Zoe", NameSource: leads.NameIntake}},
		{"a sheet may rename", intake.Known{Name: "Zoe", NameSource: leads.NameIntake}, intake.Draft{Name: "Zoë"}, 0, intake.Overwrite, intake.Known{Name: "Zoë", NameSource: leads.NameIntake}},
		{"never the user's name", intake.Known{Name: "Zoe", NameSource: leads.NameUser}, intake.Draft{Name: "Zoë"}, 0, intake.Overwrite, intake.Known{Name: "Zoe", NameSource: leads.NameUser}},
		{"an empty cell erases nothing", intake.Known{Name: "Zoe", NameSource: leads.NameIntake, Email: "z@example.com"}, intake.Draft{}, 0, intake.Overwrite, intake.Known{Name: "Zoe", NameSource: leads.NameIntake, Email: "z@example.com"}},
		{"a field the user emptied stays empty", intake.Known{Edited: []string{"company"}}, intake.Draft{Company: "Shop"}, 0, intake.Overwrite, intake.Known{Edited: []string{"company"}}},
		{"a file moves no stage", intake.Known{StageID: 1}, intake.Draft{}, 4, intake.FillEmpty, intake.Known{StageID: 1}},
		{"a sheet moves the stage", intake.Known{StageID: 1}, intake.Draft{}, 4, intake.Overwrite, intake.Known{StageID: 4}},
		{"not the user's stage", intake.Known{StageID: 1, Edited: []string{"stage"}}, intake.Draft{}, 4, intake.Overwrite, intake.Known{StageID: 1, Edited: []string{"stage"}}},
		{"custom fields", intake.Known{Custom: map[string]string{"City": "Pune"}}, intake.Draft{Custom: map[string]string{"City": "Goa", "Size": "L"}}, 0, intake.FillEmpty, intake.Known{Custom: map[string]string{"City": "Pune", "Size": "L"}}},
	} {
		got := c.known
		changed := got.Take(c.draft, c.stage, c.policy)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		if got.Take(c.draft, c.stage, c.policy) {
			t.Errorf("%s: changes again", c.name)
		}
		if !changed && !cmp.Equal(c.want.Name, c.known.Name) {
			t.Errorf("%s: changed without saying so", c.name)
		}
	}
}

func TestTakingTwiceChangesNothing(t *testing.T) {
	text := rapid.SampledFrom([]string{"", "a", "b"})
	rapid.Check(t, func(t *rapid.T) {
		k := intake.Known{
			Name: text.Draw(t, "name"), NameSource: rapid.SampledFrom([]leads.NameSource{leads.NameNumber, leads.NamePush, leads.NameIntake, leads.NameUser}).Draw(t, "source"),
			Email: text.Draw(t, "email"), Company: text.Draw(t, "company"), StageID: 1,
			Edited: rapid.SliceOf(rapid.SampledFrom([]string{"name", "email", "company", "stage"})).Draw(t, "edited"),
		}
		d := intake.Draft{Name: text.Draw(t, "name"), Email: text.Draw(t, "email"), Company: text.Draw(t, "company"), Custom: map[string]string{"x": text.Draw(t, "custom")}}
		policy := rapid.SampledFrom([]intake.Policy{intake.FillEmpty, intake.Overwrite}).Draw(t, "policy")
		stage := rapid.Int64Range(0, 2).Draw(t, "stage")
		k.Take(d, stage, policy)
		if k.Take(d, stage, policy) {
			t.Fatalf("%+v takes %+v twice", k, d)
		}
	})
}
