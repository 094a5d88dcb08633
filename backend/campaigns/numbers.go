package campaigns

import (
	"context"
	"strings"

	"mceplatform/backend/chats"
	"mceplatform/backend/leads"
	"mceplatform/backend/phone"
)

const (
	maxPasted  = 512 << 10 // bytes
	maxExcerpt = 60        // runes of a line that is no number
)

// numbers reads pasted numbers: lines, or one line with commas or semicolons.
// Each is there once; bad are those that are none, for the list of exclusions.
func (s *Service) numbers(ctx context.Context, pasted string) (list []phone.Number, bad []Candidate, err error) {
	if strings.TrimSpace(pasted) == "" {
		return nil, nil, nil
	}
	region, err := s.Ceiling.Region(ctx)
	if err != nil {
		return nil, nil, err
	}
	seen := map[string]bool{}
	for line := range strings.FieldsFuncSeq(pasted, func(r rune) bool { return strings.ContainsRune("\n\r,;\t", r) }) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		n, err := phone.Parse(line, region)
		if err != nil {
			if r := []rune(line); len(r) > maxExcerpt {
				line = string(r[:maxExcerpt]) + "…"
			}
			bad = append(bad, Candidate{Lead: leads.Lead{Name: leads.CleanName(line)}, Excluded: ReasonInvalid})
			continue
		}
		if key := n.MatchKey(); !seen[key] {
			seen[key] = true
			list = append(list, n)
		}
	}
	return list, bad, nil
}

// addStrangers adds pasted numbers that no lead has.
func (s *Service) addStrangers(ctx context.Context, people []Candidate, numbers []phone.Number, rules chats.Rules) ([]Candidate, error) {
	if len(numbers) == 0 {
		return people, nil
	}
	unknown, err := s.Store.UnknownNumbers(ctx, numbers)
	if err != nil {
		return nil, err
	}
	for _, n := range unknown {
		c := Candidate{Lead: leads.Lead{Phone: n.Digits()}}
		out, err := s.Leads.OptOutOfNumber(ctx, n)
		switch {
		case err != nil:
			return nil, err
		case out != nil:
			c.Excluded = ReasonOptedOut
		case rules.ConsentOnly:
			c.Excluded = ReasonConsent
		}
		people = append(people, c)
	}
	return people, nil
}

// adopt makes leads of the numbers of an audience that no lead has, within the
// caller's transaction. Who is left out stays a number.
func (s *Service) adopt(ctx context.Context, people []Candidate) ([]Candidate, error) {
	list := make([]Candidate, 0, len(people))
	for _, p := range people {
		if p.Lead.ID == 0 && p.Excluded != "" {
			continue
		}
		if p.Lead.ID == 0 {
			lead, err := s.Leads.Create(ctx, leads.Input{Phone: "+" + p.Lead.Phone}, "")
			if err != nil {
				return nil, err
			}
			p.Lead = lead
		}
		list = append(list, p)
	}
	return list, nil
}
