package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"mceplatform/backend/phone"
)

// Share of a column's filled cells that must look right for its content alone to decide.
const (
	mostly = .6
	// headerRows is how far down a title row is looked for: exports put a heading or two above.
	headerRows = 10
)

// Guess says what the columns mean, by their titles first and by their content where titles say
// nothing. At most one column becomes the phone, the name and the e-mail. Every column has an
// entry. The region is the default country, it may be empty.
func Guess(header []string, samples [][]string, region string) Mapping {
	columns := len(header)
	for _, row := range samples {
		columns = max(columns, len(row))
	}
	g := guesser{mapping: make(Mapping, columns), header: header, samples: samples, region: region}
	g.byTitle()
	g.onePhone()
	g.oneOf(Email, looksLikeEmail)
	if !g.mapping.Has(FirstName) && !g.mapping.Has(LastName) {
		g.oneOf(Name, looksLikeName)
	}
	return g.mapping
}

type guesser struct {
	mapping Mapping
	header  []string
	samples [][]string
	region  string
}

// byTitle lets a title that is an alias as a whole win over one that merely contains one.
func (g *guesser) byTitle() {
	taken := make(map[Field]bool)
	for _, wholeTitles := range []bool{true, false} {
		for i, title := range g.header {
			field, whole := fieldOfTitle(title)
			if g.mapping[i] != Ignore || whole != wholeTitles || field != Phone && taken[field] && field != Tags && field != Note {
				continue
			}
			g.mapping[i] = field
			if whole {
				taken[field] = true
			}
		}
		for _, field := range g.mapping {
			taken[field] = true
		}
	}
}

// onePhone keeps the best of the columns called a phone, unless another holds the numbers: an
// "order number" is no phone, and a column titled "Contact" may be one.
func (g *guesser) onePhone() {
	best, bestScore := -1, 0.0
	for i := range g.mapping {
		share := g.share(i, func(cell string) bool { return looksLikePhone(cell, g.region) })
		score := 0.0
		if share >= mostly {
			score = share
		}
		if g.mapping[i] == Phone {
			score += .5 + share
			if _, whole := fieldOfTitle(g.header[i]); whole {
				score += .5
			}
		}
		if score > bestScore {
			best, bestScore = i, score
		}
	}
	for i, field := range g.mapping {
		switch {
		case i == best:
			g.mapping[i] = Phone
		case field == Phone:
			g.mapping[i] = Ignore
		}
	}
}

// oneOf finds a column for a field that no title names.
func (g *guesser) oneOf(field Field, looksRight func(string) bool) {
	if g.mapping.Has(field) {
		return
	}
	best, bestShare := -1, 0.0
	for i, current := range g.mapping {
		if current != Ignore {
			continue
		}
		if share := g.share(i, looksRight); share >= mostly && share > bestShare {
			best, bestShare = i, share
		}
	}
	if best >= 0 {
		g.mapping[best] = field
	}
}

// share is the part of a column's filled cells that look right.
func (g *guesser) share(column int, looksRight func(string) bool) float64 {
	filled, right := 0, 0
	for _, row := range g.samples {
		if column >= len(row) || strings.TrimSpace(row[column]) == "" {
			continue
		}
		filled++
		if looksRight(strings.TrimSpace(row[column])) {
			right++
		}
	}
	if filled == 0 {
		return 0
	}
	return float64(right) / float64(filled)
}

// looksLikePhone is stricter than what a row may contain, so that order numbers, dates and money
// do not look like phones.
func looksLikePhone(cell, region string) bool {
	digits := 0
	for _, r := range cell {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	number, err := phone.Parse(cell, region)
	return err == nil && digits >= 8 && number.Valid()
}

// looksLikeName wants two words or more without digits, so that a city or a status is no name.
func looksLikeName(cell string) bool {
	if utf8.RuneCountInString(cell) > 60 || strings.ContainsAny(cell, "@/\n") || len(strings.Fields(cell)) < 2 {
		return false
	}
	return !strings.ContainsFunc(cell, unicode.IsDigit) && strings.ContainsFunc(cell, unicode.IsLetter)
}

// FindHeader returns the position of the title row among the first rows, or -1 when the table
// begins with data.
func FindHeader(rows [][]string, region string) int {
	best, bestTitles := -1, 0
	for i, row := range rows[:min(len(rows), headerRows)] {
		titles := 0
		for _, cell := range row {
			if field, whole := fieldOfTitle(cell); field != Ignore && whole && utf8.RuneCountInString(cell) < 40 {
				titles++
			}
			if looksLikePhone(cell, region) {
				titles -= 2 // data, however it reads
			}
		}
		if titles > bestTitles {
			best, bestTitles = i, titles
		}
	}
	if best >= 0 || len(rows) == 0 {
		return best
	}
	for _, cell := range rows[0] {
		if looksLikePhone(cell, region) {
			return -1
		}
	}
	return 0
}

// LooksLikeLeads reports whether the first rows of a table hold a phone column. It serves as
// tabular.Options.Wanted.
func LooksLikeLeads(region string) func(first [][]string) bool {
	return func(first [][]string) bool {
		at := FindHeader(first, region)
		var header []string
		if at >= 0 {
			header = first[at]
		}
		return Guess(header, first[at+1:], region).Has(Phone)
	}
}
