package campaigns

import (
	"context"

	"mceplatform/backend/chats"
)

const previewPeople = 10

// Audience counts who a choice of tags reaches and who it leaves out, why, and
// when a campaign started now would be done.
func (s *Service) Audience(ctx context.Context, tags []string, pace chats.Pace) (Audience, error) {
	people, err := s.Store.Candidates(ctx, tags)
	if err != nil {
		return Audience{}, err
	}
	a := Audience{Excluded: []Exclusion{}}
	left := map[string]int{}
	for _, p := range people {
		if p.Excluded == "" {
			a.Total++
		} else {
			left[p.Excluded]++
		}
	}
	for _, reason := range []string{ReasonOptedOut, ReasonNoNumber} {
		if n := left[reason]; n > 0 {
			a.Excluded = append(a.Excluded, Exclusion{Reason: reason, Count: n})
		}
	}
	if plan, err := s.planOf(ctx, Campaign{Pace: pace}); err == nil && plan.Pace.PerHour > 0 && plan.Pace.PerDay > 0 {
		f, err := s.forecastAudience(ctx, plan, people)
		if err != nil {
			return Audience{}, err
		}
		a.FinishAt = f.Finish
	}
	return a, nil
}

// Preview renders a message for the first people of an audience and counts
// everyone who lacks a variable.
func (s *Service) Preview(ctx context.Context, body string, tags []string) (Preview, error) {
	t, err := ParseTemplate(body)
	if err != nil {
		return Preview{}, err
	}
	people, err := s.Store.Candidates(ctx, tags)
	if err != nil {
		return Preview{}, err
	}
	p := Preview{Items: []Rendered{}}
	for _, c := range people {
		if c.Excluded != "" {
			continue
		}
		text, missing := t.Render(c.Lead)
		if len(missing) > 0 {
			p.MissingCount++
		}
		if len(p.Items) < previewPeople {
			p.Items = append(p.Items, Rendered{LeadID: c.Lead.ID, Name: c.Lead.Name, PhoneDisplay: c.Lead.PhoneDisplay, Text: text, Missing: missing})
		}
	}
	return p, nil
}

// candidates is the audience at this moment, with those marked who lack a
// variable that the message has no fallback for.
func (s *Service) candidates(ctx context.Context, body string, tags []string) ([]Candidate, error) {
	t, err := ParseTemplate(body)
	if err != nil {
		return nil, err
	}
	people, err := s.Store.Candidates(ctx, tags)
	if err != nil {
		return nil, err
	}
	for i, p := range people {
		if _, missing := t.Render(p.Lead); p.Excluded == "" && len(missing) > 0 {
			people[i].Excluded = ReasonMissing
		}
	}
	return people, nil
}

// Recipients returns one page of a campaign's people.
func (s *Service) Recipients(ctx context.Context, id int64, q RecipientQuery) (RecipientPage, error) {
	if q.Limit <= 0 {
		q.Limit = 50
	}
	q.Limit = min(q.Limit, 200)
	return s.Store.ListRecipients(ctx, id, q)
}
