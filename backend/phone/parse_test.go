package phone_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"mceplatform/backend/phone"
)

func TestParseAccepts(t *testing.T) {
	for _, c := range []struct{ raw, region, want string }{
		{"+91 81230 33282", "", "918123033282"},
		{"+91-81230-33282", "BR", "918123033282"},
		{"(+5511961001022) ", "", "5511961001022"},
		{"0034612710475", "BR", "34612710475"},
		{"p:+918123782529", "", "918123782529"},
		{"P: +918123782529", "", "918123782529"},
		{"tel:+44-7400-358945;ext=12", "", "447400358945"},
		{"https://wa.me/447400358945?text=hi", "", "447400358945"},
		{"447400358945@s.whatsapp.net", "", "447400358945"},
		{"'+447400358945", "", "447400358945"},
		{`="+447400358945"`, "", "447400358945"},
		{"+44 (0)7400 358945", "", "447400358945"},
		{"+44 7400 358945 ext. 12", "", "447400358945"},
		{"\u202a+44\u00a07400\u200b358945\u202c", "", "447400358945"},
		{"+44\u201174\u201000\u2212358945", "", "447400358945"},
		{"+44.7400.358945", "", "447400358945"},
		{"\uff0b\uff14\uff147400358945", "", "447400358945"},
		{"+٢٠١٠٠١٠٧٥٥٩٨", "", "201001075598"},
		{"۰۱۰۰۱۰۷۵۵۹۸", "EG", "201001075598"},
		{"\U0001D7D8\U0001D7D9\U0001D7D8\U0001D7D8\U0001D7D9\U0001D7D8\U0001D7DF\U0001D7DD\U0001D7DD\U0001D7E1\U0001D7E0", "EG", "201001075598"},
		{"(11) 96100-1022", "BR", "5511961001022"},
		{"011 96100-1022", "br", "5511961001022"},
		{"0055 11 96100-1022", "BR", "5511961001022"},
		{"55 11 96100-1022", "BR", "5511961001022"},
		{"011 44 7400 358945", "US", "447400358945"},
		// Without plus: as stored by a spreadsheet in a number cell.
		{"918123033282", "", "918123033282"},
		{"918123033282", "BR", "918123033282"},
		{"27711752471", "BR", "27711752471"},
		{"919876543210.0", "", "919876543210"},
		// Not valid in the plan, but what WhatsApp may use.
		{"+5212221246034", "", "5212221246034"},
		{"5212221246034", "", "5212221246034"},
		{"5212221246034", "MX", "5212221246034"},
		{"+55 11 6100-1022", "", "551161001022"},
		{"(11) 6100-1022", "BR", "551161001022"},
		// Two in one cell: the first that can be used.
		{"+447400358945 / +447400358946", "", "447400358945"},
		{"n/a, +447400358945", "", "447400358945"},
		// Ten digits are a national number wherever that length exists.
		{"4791234567", "BR", "554791234567"},
		{"2015550123", "US", "12015550123"},
	} {
		got, err := phone.Parse(c.raw, c.region)
		if err != nil || got.Digits() != c.want {
			t.Errorf("Parse(%q, %q) = %q, %v; want %q", c.raw, c.region, got.Digits(), err, c.want)
		}
	}
}

func TestParseRejects(t *testing.T) {
	for _, c := range []struct {
		raw, region string
		want        phone.Reason
	}{
		{"", "BR", phone.Missing},
		{" \u200b - ", "BR", phone.Missing},
		{"'", "BR", phone.Missing},
		{"9.87654321E9", "IN", phone.Scientific}, // would be +91 9876543219, somebody's number
		{"9.19877E+11", "", phone.Scientific},
		{"9,19877e+11", "BR", phone.Scientific},
		{" 4.47E+11\u00a0", "GB", phone.Scientific},
		{"p:9E11", "", phone.NotANumber},
		{"call me maybe", "US", phone.NotANumber},
		{"1-800-FLOWERS", "US", phone.NotANumber},
		{"+44+7400358945", "", phone.NotANumber},
		{"lead@example.com", "", phone.NotANumber},
		{"2026-11-23T10:00", "", phone.NotANumber},
		{"+999123456789", "", phone.UnknownCountry},
		{"+0812431437", "", phone.UnknownCountry},
		{"11961001022", "", phone.UnknownCountry},
		{"2015550123", "", phone.UnknownCountry}, // not Egypt's +20 15550123
		{"961001022", "XX", phone.UnknownCountry},
		{"12345", "US", phone.TooShort},
		{"+44 12", "", phone.TooShort},
		{"+9198765432101234567", "", phone.TooLong},
		{"1234567890123456789012345", "BR", phone.TooLong},
		{strings.Repeat("1", 5000), "BR", phone.NotANumber},
	} {
		got, err := phone.Parse(c.raw, c.region)
		if phone.ReasonOf(err) != c.want || !got.IsZero() {
			t.Errorf("Parse(%q, %q) = %q, %v; want reason %q", c.raw, c.region, got.Digits(), err, c.want)
		}
	}
}

func TestMatchKeyLetsSpellingsMeet(t *testing.T) {
	for _, c := range []struct{ name, a, b string }{
		{"Brazil, ninth digit", "+5511961001022", "+551161001022"},
		{"Mexico, the old 1", "+5212221246034", "+522221246034"},
		{"Argentina, the 9", "+5491123151113", "+541123151113"},
		{"plain", "+918123033282", "0091 81230 33282"},
	} {
		if a, b := must(t, c.a).MatchKey(), must(t, c.b).MatchKey(); a != b {
			t.Errorf("%s: %s and %s do not meet: %s, %s", c.name, c.a, c.b, a, b)
		}
	}
	mobile, landline := must(t, "+5511941234567"), must(t, "+551141234567")
	if mobile.MatchKey() == landline.MatchKey() {
		t.Errorf("a mobile and another person's landline meet: %s", mobile.MatchKey())
	}
}

func TestDisplayRegionValid(t *testing.T) {
	for _, c := range []struct {
		raw, display, region string
		valid                bool
	}{
		{"+918123033282", "+91 81230 33282", "IN", true},
		{"+5511961001022", "+55 11 96100-1022", "BR", true},
		{"+14165550123", "+1 416-555-0123", "CA", true},
		{"+5212221246034", "+52 12221246034", "MX", false},
		{"+80012345678", "+800 1234 5678", "", true},
	} {
		n := must(t, c.raw)
		if n.Display() != c.display || n.Region() != c.region || n.Valid() != c.valid {
			t.Errorf("%s: %q, %q, %v", c.raw, n.Display(), n.Region(), n.Valid())
		}
	}
	var none phone.Number
	if none.Display() != "" || none.Region() != "" || none.MatchKey() != "" || none.Valid() || none.String() != "" {
		t.Error("the zero value must say nothing")
	}
}

func TestNumberMasksItself(t *testing.T) {
	n := must(t, "+918123033282")
	var logged bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&logged, nil))
	log.Info("parsed", "number", n, "lead", struct{ Phone phone.Number }{n})
	asJSON, _ := json.Marshal(n) //nolint:staticcheck // that nothing is exported is the point
	for _, out := range []string{logged.String(), fmt.Sprintf("%v %+v %#v %s %q", n, n, n, n, n), string(asJSON)} {
		if strings.Contains(out, "8123") {
			t.Errorf("number shown: %s", out)
		}
	}
	if !strings.Contains(logged.String(), "82") {
		t.Errorf("last two digits are for telling rows apart: %s", logged.String())
	}
}

func TestSpellingDoesNotMatter(t *testing.T) {
	bases := []string{"918123033282", "5511961001022", "5491123151113", "971501152520", "201001075598", "905012870776",
		"2348021907452", "351912569555", "27711383656", "4915123429346", "34612710475", "447400358945", "254712519021",
		"573211650097", "62812431437", "522221246034"}
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.SampledFrom(bases).Draw(t, "number")
		prefix := rapid.SampledFrom([]string{"+", "00", "p:+", "tel:+", "'+", "\u202a+", " +", "(+", ""}).Draw(t, "prefix")
		spelt := prefix
		for _, digit := range base {
			spelt += string(digit) + rapid.SampledFrom([]string{"", "", "", " ", "-", ".", "\u00a0", "\u200b"}).Draw(t, "gap")
		}
		region := ""
		if prefix != "" { // bare digits may well be a national number of the default country
			region = rapid.SampledFrom([]string{"", "BR", "IN", "US", "DE", "ID"}).Draw(t, "region")
		}
		n, err := phone.Parse(spelt, region)
		if err != nil || n.Digits() != base {
			t.Fatalf("Parse(%q, %q) = %q, %v", spelt, region, n.Digits(), err)
		}
	})
}

// checkParse holds for every input there is.
func checkParse(t interface{ Fatalf(string, ...any) }, raw, region string) {
	n, err := phone.Parse(raw, region)
	if err != nil {
		var typed *phone.Error
		if !errors.As(err, &typed) || typed.Reason == "" || !n.IsZero() {
			t.Fatalf("Parse(%q, %q): untyped error %v or a number beside it", raw, region, err)
		}
		return
	}
	if d := n.Digits(); len(d) < 7 || len(d) > 15 || strings.Trim(d, "0123456789") != "" || d[0] == '0' {
		t.Fatalf("Parse(%q, %q) = %q is not E.164", raw, region, d)
	}
	again, err := phone.FromDigits(n.Digits())
	if err != nil || again != n {
		t.Fatalf("Parse(%q, %q) = %q, read again %q, %v", raw, region, n.Digits(), again.Digits(), err)
	}
	if folded, err := phone.FromDigits(n.MatchKey()); err == nil && folded.MatchKey() != n.MatchKey() {
		t.Fatalf("folding %q twice gives %q", n.Digits(), folded.MatchKey())
	}
	if !utf8.ValidString(n.Display()) {
		t.Fatalf("Display of %q", raw)
	}
}

func TestParseHoldsForAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.OneOf(rapid.String(), rapid.StringMatching(`[+0]{0,2}[0-9 ().x-]{0,20}`)).Draw(t, "raw")
		checkParse(t, raw, rapid.SampledFrom([]string{"", "BR", "MX", "AR", "US", "IT", "CI", "FI", "zz"}).Draw(t, "region"))
	})
}

func FuzzParse(f *testing.F) {
	for _, raw := range []string{"+91 81230 33282", "p:+5511961001022", "9.19877E+11", "(11) 96100-1022", "0055119", "+٢٠١٠٠١٠٧٥٥٩٨",
		"+52 1 222 124 6034", "tel:+1-201-555-0123;ext=4", "+39 06 1234567", "\xff\xfe", "=cmd|' /C calc'!A0", "1/2/3", "+800 1234 5678", "011 44 20 7031 3000"} {
		f.Add(raw, "BR")
		f.Add(raw, "")
		f.Add(raw, "US")
	}
	f.Fuzz(func(t *testing.T, raw, region string) { checkParse(t, raw, region) })
}

func BenchmarkParse(b *testing.B) {
	for _, c := range []struct{ name, raw, region string }{
		{"international", "+91 81230-33282", "BR"}, {"national", "(11) 96100-1022", "BR"}, {"bare", "918123033282", "BR"},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				_, _ = phone.Parse(c.raw, c.region)
			}
		})
	}
}

func must(t *testing.T, raw string) phone.Number {
	t.Helper()
	n, err := phone.Parse(raw, "")
	if err != nil {
		t.Fatalf("Parse(%q): %v", raw, err)
	}
	return n
}
