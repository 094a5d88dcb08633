package templates_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
	"mceplatform/backend/templates"
)

func TestTemplateRenders(t *testing.T) {
	ana := leads.Lead{Name: "Ana Silva", Company: "Silva & Sons", PhoneDisplay: "+55 11 96123-4567"}
	nobody := leads.Lead{}
	tests := []struct {
		body    string
		lead    leads.Lead
		want    string
		missing []string
	}{
		{"Hi {{name}}!", ana, "Hi Ana Silva!", nil},
		{"Hi {{ First_Name | friend }}!", ana, "Hi Ana!", nil},
		{"Hi {{first_name|friend}}!", nobody, "Hi friend!", nil},
		{"Hi {{name}}, {{name}}", nobody, "Hi , ", []string{"name"}},
		{"{{company}} {{phone}}", ana, "Silva & Sons +55 11 96123-4567", nil},
		{"{ {name}} }} *bold* {", ana, "{ {name}} }} *bold* {", nil},
		{"{{city}} {{ CITY | x }}", nobody, "Recife Recife", nil},
		{"{{pet's name|Rex}}, {{Pet's name}}", nobody, "Rex, ", []string{"Pet's name"}},
		{"", ana, "", nil},
	}
	for _, tt := range tests {
		parsed, err := templates.Parse(tt.body, []string{"City", "Pet's name"})
		if err != nil {
			t.Errorf("%q: %v", tt.body, err)
			continue
		}
		got, missing := parsed.Render(tt.lead, map[string]string{"City": "Recife"})
		if got != tt.want || !slices.Equal(missing, tt.missing) {
			t.Errorf("%q = %q, %v; want %q, %v", tt.body, got, missing, tt.want, tt.missing)
		}
	}
}

func TestACheckedTemplateNeedsNoColumns(t *testing.T) {
	parsed, err := templates.ParseChecked("{{first_name|you}} in {{city|a city}}, {{Size}}")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		custom  map[string]string
		want    string
		missing []string
	}{
		{map[string]string{"City": "Recife", "Size": "L"}, "you in Recife, L", nil},
		{map[string]string{"City": "Recife", "city": "Natal", "Size": "L"}, "you in Natal, L", nil},
		{nil, "you in a city, ", []string{"Size"}},
	} {
		if got, missing := parsed.Render(leads.Lead{}, tt.custom); got != tt.want || !slices.Equal(missing, tt.missing) {
			t.Errorf("%v: %q, %v", tt.custom, got, missing)
		}
	}
}

func TestTemplateNamesWhatIsWrong(t *testing.T) {
	for body, part := range map[string]string{
		"Hi {{name":        "{{name",
		"Hi {{surname}}":   "{{surname}}",
		"{{}}":             "{{}}",
		"{{name}} {{|x}}":  "{{|x}}",
		"{{range .}}{{end": "{{range .}}",
	} {
		_, err := templates.Parse(body, []string{"City"})
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), part) {
			t.Errorf("%q: %v, want it to name %q", body, err, part)
		}
	}
}

func FuzzTemplate(f *testing.F) {
	for _, seed := range []string{"Hi {{name}}", "{{name|friend}}", "{{{{name}}}}", "{{name|{{name}}", "a{{b", "}}{{", "{{name|\xff}}"} {
		f.Add(seed, "Ana")
	}
	f.Fuzz(func(t *testing.T, body, name string) {
		parsed, err := templates.Parse(body, []string{"City"})
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatalf("%q: %v", body, err)
			}
			return
		}
		text, missing := parsed.Render(leads.Lead{Name: name}, nil)
		if !strings.Contains(body, "{{") && (text != body || len(missing) != 0) {
			t.Fatalf("text without variables changed: %q -> %q", body, text)
		}
		if utf8.ValidString(body) && utf8.ValidString(name) && !utf8.ValidString(text) {
			t.Fatalf("%q became invalid text", body)
		}
	})
}
