package backend_test

import (
	"os"
	"path/filepath"
	"testing"

	"mceplatform/backend/backendtest"
	"mceplatform/backend/campaigns"
	"mceplatform/backend/sheets"
	"mceplatform/backend/whatsapp/wasim"
)

// A campaign that keeps adding the people of a sheet writes to who comes into it
// while it runs, and to nobody twice.
func TestANewRowOfASheetGetsTheCampaign(t *testing.T) {
	c := newCrowd(t, 1)
	pia, quinn := c.Person("4915735990299", "Pia", wasim.Behaviour{}), c.Person("4915735990300", "Quinn", wasim.Behaviour{})
	path := filepath.Join(t.TempDir(), "form.csv")
	rows := "Name,Phone\nPia,+4915735990299\n"
	c.must(os.WriteFile(path, []byte(rows), 0o600))
	sheet, err := c.a.Sheets.Create(t.Context(), sheets.Input{Place: sheets.Place{Access: sheets.AccessFile, Path: path}, Tab: "form.csv"})
	c.must(err)
	_, err = c.a.Sheets.Sync(t.Context(), sheet.ID)
	c.must(err)
	in := c.input("Welcome {{name}}", nil)
	in.Audience, in.KeepAdding = campaigns.Audience{Sheets: []int64{sheet.ID}}, true
	id := c.create(in)
	c.start(id)
	backendtest.Eventually(t, "the message to Pia", func() bool { return len(received(pia)) == 1 })
	c.must(os.WriteFile(path, []byte("Name,Phone\nQuinn,+4915735990300\nPia,+4915735990299\n"), 0o600))
	_, err = c.a.Sheets.Sync(t.Context(), sheet.ID)
	c.must(err)
	if got := c.get(id).Counts.Total; got != 2 {
		t.Errorf("%d people right after the reading", got)
	}
	c.a.Chats.Wake()
	backendtest.Eventually(t, "the message to Quinn", func() bool { return len(received(quinn)) == 1 })
	if n := len(received(pia)); n != 1 {
		t.Errorf("Pia got %d messages", n)
	}
}
