package campaigns

import (
	"strings"
	"testing"

	"mceplatform/backend/chats"
)

// results reads one letter for each, the newest first: s sent, f failed, b
// blocked, n not on WhatsApp, 4 code 400, 5 code 405, 9 code 479, o sent and opted out.
func results(letters string) []Result {
	kinds := map[rune]Result{
		's': {State: RecipientSent}, 'f': {State: RecipientFailed, Code: "500"}, 'b': {State: RecipientBlocked, Code: "463"},
		'n': {State: RecipientFailed, Code: chats.CodeNotOnWhatsApp}, '4': {State: RecipientFailed, Code: "400"},
		'5': {State: RecipientFailed, Code: "405"}, '9': {State: RecipientFailed, Code: "479"}, 'o': {State: RecipientReplied, OptedOut: true},
	}
	var list []Result
	for _, l := range letters {
		list = append(list, kinds[l])
	}
	return list
}

func TestBadSigns(t *testing.T) {
	many := strings.Repeat("s", 19)
	for name, tt := range map[string]struct {
		newest string
		says   string // part of the reason; "" = goes on
	}{
		"nothing yet":                    {"", ""},
		"all well":                       {many + many, ""},
		"four in a row":                  {"ffffs", ""},
		"five in a row":                  {"fffnfs", "last 5 messages failed"},
		"five with one between":          {"ffsfff", ""},
		"two unreadable":                 {"44s", ""},
		"three unreadable":               {"444s", "Change the text"},
		"one wrong kind":                 {"5s", ""},
		"two wrong kinds":                {"55", "Look for an update"},
		"three stale sessions":           {"9s9s9" + many, ""},
		"four stale sessions":            {"9s9s9ss9" + many, "encrypted message to 4"},
		"five refused of a hundred":      {strings.Repeat("f"+many, 5), ""},
		"six refused of a hundred":       {"f" + strings.Repeat("sf"+many, 3)[:60] + "bsfsf", "refused more than 5"},
		"refusals long ago":              {strings.Repeat(many, 6) + "ffffff", ""},
		"five not on WhatsApp of fifty":  {strings.Repeat("nsss", 5) + many + many, ""},
		"six not on WhatsApp of fifty":   {strings.Repeat("nsss", 6), "not on WhatsApp"},
		"six not on WhatsApp, scattered": {strings.Repeat("n"+many[:11], 6), ""},
		"two opt-outs":                   {"oso" + many, ""},
		"three opt-outs":                 {"oso" + many + "o", "asked to get no more"},
	} {
		got := badSign(results(tt.newest))
		if (tt.says == "") != (got == "") || !strings.Contains(got, tt.says) {
			t.Errorf("%s: %q, want %q", name, got, tt.says)
		}
	}
}
