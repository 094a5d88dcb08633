package templates

import (
	"slices"
	"strings"

	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
)

// Text is a parsed message: words with variables like {{name}} or
// {{name|friend}}. User text is data: there is nothing to call and nothing to
// loop over.
type Text struct{ parts []part }

type part struct {
	text     string // literal text, when field is ""
	field    string // of Variables, or the title of a column of the user's own
	custom   bool
	fallback string
}

// Variables are the fields of every lead that a message can use.
var Variables = []string{"name", "first_name", "company", "email", "phone"}

// Parse reads a message; custom are the titles of the user's own columns, which
// are variables too. Its faults carry the field "body" and name the
// variable that is wrong.
func Parse(body string, custom []string) (Text, error) {
	return parse(body, func(name, inside string) (string, error) {
		i := slices.IndexFunc(custom, func(title string) bool { return strings.EqualFold(title, name) })
		if i < 0 || name == "" {
			return "", fault.New(fault.Invalid, "There is no variable {{%s}}. You can use: %s.", excerpt(inside), strings.Join(slices.Concat(Variables, custom), ", ")).With("field", "body")
		}
		return custom[i], nil
	})
}

// ParseChecked reads a message that Parse has accepted, whatever columns there
// are now.
func ParseChecked(body string) (Text, error) {
	return parse(body, func(name, _ string) (string, error) { return name, nil })
}

// parse asks column for the title of each variable that not every lead has.
func parse(body string, column func(name, inside string) (string, error)) (Text, error) {
	var t Text
	for rest := body; rest != ""; {
		before, after, found := strings.Cut(rest, "{{")
		if before != "" {
			t.parts = append(t.parts, part{text: before})
		}
		if !found {
			break
		}
		inside, tail, closed := strings.Cut(after, "}}")
		if !closed {
			return Text{}, fault.New(fault.Invalid, "A variable is not closed: {{%s", excerpt(after)).With("field", "body")
		}
		p, err := parseVariable(inside, column)
		if err != nil {
			return Text{}, err
		}
		t.parts = append(t.parts, p)
		rest = tail
	}
	return t, nil
}

func parseVariable(inside string, column func(name, inside string) (string, error)) (part, error) {
	name, fallback, _ := strings.Cut(inside, "|")
	name = strings.TrimSpace(name)
	p := part{field: strings.ToLower(name), fallback: strings.TrimSpace(fallback)}
	if slices.Contains(Variables, p.field) {
		return p, nil
	}
	title, err := column(name, inside)
	p.field, p.custom = title, true
	return p, err
}

// excerpt keeps error messages short, cutting between characters.
func excerpt(s string) string {
	const most = 30
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "..."
	}
	return s
}

// Uses reports whether a field of every lead is in the message.
func (t Text) Uses(field string) bool {
	return slices.ContainsFunc(t.parts, func(p part) bool { return p.field == field && !p.custom })
}

// Render fills the message in for a lead and what the user's own columns say of
// them. missing lists variables that have no value and no fallback.
func (t Text) Render(l leads.Lead, custom map[string]string) (text string, missing []string) {
	var b strings.Builder
	missing = []string{}
	for _, p := range t.parts {
		if p.field == "" {
			b.WriteString(p.text)
			continue
		}
		var value string
		if p.custom {
			value = columnOf(custom, p.field)
		} else {
			value = valueOf(l, p.field)
		}
		if value == "" {
			value = p.fallback
		}
		if value == "" && !slices.Contains(missing, p.field) {
			missing = append(missing, p.field)
		}
		b.WriteString(value)
	}
	return b.String(), missing
}

// columnOf finds a column by its title, which people write in either case.
func columnOf(custom map[string]string, title string) string {
	if value, ok := custom[title]; ok {
		return value
	}
	like := ""
	for t := range custom {
		if strings.EqualFold(t, title) && (like == "" || t < like) {
			like = t
		}
	}
	return custom[like]
}

func valueOf(l leads.Lead, field string) string {
	switch field {
	case "name":
		return l.Name
	case "first_name":
		first, _, _ := strings.Cut(l.Name, " ")
		return first
	case "company":
		return l.Company
	case "email":
		return l.Email
	case "phone":
		if l.PhoneDisplay == "" {
			return l.Phone // of candidates: it says that there is one
		}
		return l.PhoneDisplay
	}
	return ""
}
