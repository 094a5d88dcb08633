package campaigns

import (
	"context"
	"math"
)

// Tally counts what became of one variant of one step.
type Tally struct {
	Step      int `json:"step"`
	Variant   int `json:"variant"`
	Sent      int `json:"sent"`
	Delivered int `json:"delivered"`
	Read      int `json:"read"`
	Replied   int `json:"replied"` // people whose answer came after this step and before another
	OptedOut  int `json:"optedOut"`
}

// Comparison says which variant of a campaign does better, honestly.
type Comparison struct {
	Tallies []Tally `json:"tallies"`
	// Variants are the tallies of whole variants: each person counts once.
	Variants []VariantResult `json:"variants"`
	// Best is the variant that most people answered; -1 = they are alike, or nothing
	// is compared.
	Best int `json:"best"`
	// Sure: a difference like this would come by chance in fewer than one of twenty
	// campaigns, had the variants been alike.
	Sure bool `json:"sure"`
}

// VariantResult is how often people answered a variant.
type VariantResult struct {
	Variant int `json:"variant"`
	Sent    int `json:"sent"` // people who got at least one message
	Replied int `json:"replied"`
	// Low and High are shares of answers between which the true one lies, 19 times
	// out of 20 (Wilson's interval).
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// Compare returns the results of a campaign by step and variant.
func (s *Service) Compare(ctx context.Context, id int64) (Comparison, error) {
	tallies, err := s.Store.Tally(ctx, id)
	if err != nil {
		return Comparison{}, err
	}
	return compare(tallies), nil
}

// z95 is the normal deviate that 19 of 20 values stay within.
const z95 = 1.959964

func compare(tallies []Tally) Comparison {
	c := Comparison{Tallies: tallies, Variants: []VariantResult{}, Best: -1}
	for _, t := range tallies {
		for len(c.Variants) <= t.Variant {
			c.Variants = append(c.Variants, VariantResult{Variant: len(c.Variants)})
		}
		v := &c.Variants[t.Variant]
		v.Replied += t.Replied
		if t.Step == 0 {
			v.Sent += t.Sent
		}
	}
	for i := range c.Variants {
		v := &c.Variants[i]
		v.Low, v.High = wilson(v.Replied, v.Sent)
	}
	if len(c.Variants) < 2 {
		return c
	}
	best, second := ranked(c.Variants)
	if share(best) > share(second) {
		c.Best = best.Variant
		c.Sure = pValue(best, second)*float64(len(c.Variants)-1) < 0.05 // Bonferroni: each other one is a chance to be wrong
	}
	return c
}

func share(v VariantResult) float64 {
	if v.Sent == 0 {
		return 0
	}
	return float64(v.Replied) / float64(v.Sent)
}

func ranked(list []VariantResult) (best, second VariantResult) {
	best, second = list[0], list[1]
	if share(second) > share(best) {
		best, second = second, best
	}
	for _, v := range list[2:] {
		switch {
		case share(v) > share(best):
			best, second = v, best
		case share(v) > share(second):
			second = v
		}
	}
	return best, second
}

// wilson is the 95 % interval of a share (E. B. Wilson, 1927); it holds for few
// people too.
func wilson(hits, of int) (low, high float64) {
	if of == 0 {
		return 0, 1
	}
	n, p := float64(of), float64(hits)/float64(of)
	middle := (p + z95*z95/(2*n)) / (1 + z95*z95/n)
	half := z95 / (1 + z95*z95/n) * math.Sqrt(p*(1-p)/n+z95*z95/(4*n*n))
	return max(0, middle-half), min(1, middle+half)
}

// pValue is the chance of a difference at least as large between two alike
// variants: Fisher's exact test, two-sided, which holds for few people too.
func pValue(a, b VariantResult) float64 {
	n, hits := a.Sent+b.Sent, a.Replied+b.Replied
	if a.Sent == 0 || b.Sent == 0 {
		return 1
	}
	ways := func(of, take int) float64 {
		x, _ := math.Lgamma(float64(of + 1))
		y, _ := math.Lgamma(float64(take + 1))
		z, _ := math.Lgamma(float64(of - take + 1))
		return x - y - z
	}
	chance := func(k int) float64 { return math.Exp(ways(a.Sent, k) + ways(b.Sent, hits-k) - ways(n, hits)) }
	seen, sum := chance(a.Replied), 0.0
	for k := max(0, hits-b.Sent); k <= min(hits, a.Sent); k++ {
		if p := chance(k); p <= seen*(1+1e-9) {
			sum += p
		}
	}
	return min(1, sum)
}
