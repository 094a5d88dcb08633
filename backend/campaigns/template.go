package campaigns

import (
	"slices"
	"strings"

	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
)

// Template is a parsed message: text with variables like {{name}} or
// {{name|friend}}. User text is data: there is nothing to call and nothing to
// loop over.
type Template struct{ parts []part }

type part struct {
	text     string // literal text, when field is ""
	field    string
	fallback string
}

// Variables are the fields that a message can use.
var Variables = []string{"name", "first_name", "company", "email", "phone"}

// ParseTemplate reads a message. Its faults carry the field "body" and name the
// variable that is wrong.
func ParseTemplate(body string) (Template, error) {
	var t Template
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
			return Template{}, fault.New(fault.Invalid, "A variable is not closed: {{%s", excerpt(after)).With("field", "body")
		}
		p, err := parseVariable(inside)
		if err != nil {
			return Template{}, err
		}
		t.parts = append(t.parts, p)
		rest = tail
	}
	return t, nil
}

func parseVariable(inside string) (part, error) {
	name, fallback, _ := strings.Cut(inside, "|")
	name = strings.ToLower(strings.TrimSpace(name))
	if !slices.Contains(Variables, name) {
		return part{}, fault.New(fault.Invalid, "There is no variable {{%s}}. You can use: %s.", excerpt(inside), strings.Join(Variables, ", ")).With("field", "body")
	}
	return part{field: name, fallback: strings.TrimSpace(fallback)}, nil
}

// excerpt keeps error messages short, cutting between characters.
func excerpt(s string) string {
	const most = 30
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "..."
	}
	return s
}

// Render fills the message in for a lead. missing lists variables that the lead
// has no value for and the message no fallback.
func (t Template) Render(l leads.Lead) (text string, missing []string) {
	var b strings.Builder
	missing = []string{}
	for _, p := range t.parts {
		if p.field == "" {
			b.WriteString(p.text)
			continue
		}
		value := valueOf(l, p.field)
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
		return l.PhoneDisplay
	}
	return ""
}
