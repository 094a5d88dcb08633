package sheets_test

import (
	"strings"
	"testing"

	"mceplatform/backend/sheets"
)

const anID = "1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms"

func TestParseLink(t *testing.T) {
	zero, seven := int64(0), int64(7)
	for _, c := range []struct {
		link string
		id   string
		gid  *int64
	}{
		{anID, anID, nil},
		{" https://docs.google.com/spreadsheets/d/" + anID + "/edit#gid=0 ", anID, &zero},
		{"https://docs.google.com/spreadsheets/d/" + anID + "/edit?gid=7#gid=7", anID, &seven},
		{"https://docs.google.com/spreadsheets/d/" + anID + "/edit?usp=sharing", anID, nil},
		{"http://docs.google.com/spreadsheets/u/1/d/" + anID, anID, nil},
		{"docs.google.com/a/shop.example/spreadsheets/d/" + anID + "/htmlview", anID, nil},
		{"https://docs.google.com/spreadsheets/d/" + anID + "/edit#gid=abc", anID, nil},
		{"", "", nil},
		{"short", "", nil},
		{"https://example.com/spreadsheets/d/" + anID, "", nil},
		{"https://docs.google.com.example.com/spreadsheets/d/" + anID, "", nil},
		{"https://docs.google.com@example.com/spreadsheets/d/" + anID, "", nil},
		{"https://docs.google.com/document/d/" + anID, "", nil},
		{"https://docs.google.com/spreadsheets/d/e/2PACX-1vSabcdefghijklmnopqrstuv/pubhtml", "", nil},
		{"https://docs.google.com/spreadsheets/d/../../x", "", nil},
		{"file:///spreadsheets/d/" + anID, "", nil},
		{"javascript://docs.google.com/spreadsheets/d/" + anID, "", nil},
		{"https://docs.google.com/spreadsheets/d/" + strings.Repeat("a", 101), "", nil},
		{strings.Repeat("a", 3000), "", nil},
	} {
		id, gid, err := sheets.ParseLink(c.link)
		if id != c.id || (err == nil) != (c.id != "") || (gid == nil) != (c.gid == nil) || gid != nil && *gid != *c.gid {
			t.Errorf("%q: %q, %v, %v", c.link, id, gid, err)
		}
		if err != nil && reasonOf(err) != sheets.ReasonBadLink {
			t.Errorf("%q: %v", c.link, err)
		}
	}
}

func FuzzParseLink(f *testing.F) {
	f.Add(anID)
	f.Add("https://docs.google.com/spreadsheets/d/" + anID + "/edit#gid=0")
	f.Fuzz(func(t *testing.T, link string) {
		id, _, err := sheets.ParseLink(link)
		if (err == nil) == (id == "") || strings.ContainsAny(id, "/.:?#%\\ ") {
			t.Fatalf("%q gives %q, %v", link, id, err)
		}
	})
}
