package store_test

import (
	"context"
	"fmt"
	"testing"

	"mceplatform/backend/campaigns"
	"mceplatform/backend/leads"
)

// Whether somebody has opted out is found in two ways, by how many are asked about.
func TestOptOutsOfFewAndOfMany(t *testing.T) {
	s := seed(t)
	const people = 501
	var ids []int64
	err := s.db.InTx(t.Context(), func(ctx context.Context) error {
		for i := range people {
			l := leads.Lead{Name: "P", NameSource: leads.NameUser, Source: leads.SourceManual, StageID: 1, CreatedAt: 1, UpdatedAt: 1}
			if err := s.db.CreateLead(ctx, &l); err != nil {
				return err
			}
			ids = append(ids, l.ID)
			key := fmt.Sprint(i / 2) // two people may share the key of a number
			if err := s.db.PutIdentity(ctx, leads.Identity{LeadID: l.ID, Kind: leads.KindPhone, Value: fmt.Sprint("4915", i), MatchKey: key}); err != nil {
				return err
			}
		}
		if err := s.db.AddTags(ctx, ids, []string{"t"}); err != nil {
			return err
		}
		return s.db.Suppress(ctx, []leads.Identity{{Kind: leads.KindPhone, MatchKey: "1"}}, leads.OptOut{Source: "test", At: 1})
	})
	if err != nil {
		t.Fatal(err)
	}
	list, err := s.db.Candidates(t.Context(), campaigns.Find{Audience: campaigns.Audience{Tags: []string{"t"}}})
	if err != nil || len(list) != people {
		t.Fatalf("%d candidates, %v", len(list), err)
	}
	for i, c := range list {
		l, err := s.db.GetLead(t.Context(), ids[i])
		want := i == 2 || i == 3
		if err != nil || l.OptedOut != want || (c.Excluded == campaigns.ReasonOptedOut) != want {
			t.Errorf("person %d: alone %v, among many %q, %v", i, l.OptedOut, c.Excluded, err)
		}
	}
}
