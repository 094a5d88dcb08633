package gsheets_test

import (
	"testing"

	"mceplatform/backend/gsheets/sheetsim"
	"mceplatform/backend/sheets"
)

func TestFindsTheEasiestWay(t *testing.T) {
	s, c := start(t)
	s.SetPerson(sheetsim.Person{Email: owner, Reply: sheetsim.SaysYes})
	doc := private(s)
	find := func(want sheets.Access) {
		t.Helper()
		found, err := c.Find(t.Context(), doc.ID, ptr(0))
		if err != nil || found.Access != want || found.SpreadsheetID != doc.ID || found.GID == nil || found.Title != "Leads" || len(found.Tabs) != 1 {
			t.Errorf("want %s: %+v, %v", want, found, err)
		}
	}
	fails := func(reason, email string) {
		t.Helper()
		if _, err := c.Find(t.Context(), doc.ID, ptr(0)); reasonOf(err) != reason || fieldOf(err, "email") != email {
			t.Errorf("want %s: %v", reason, err)
		}
	}
	fails(sheets.ReasonPrivate, "")
	email := useAccount(t, s, c)
	fails(sheets.ReasonNotShared, email)
	doc.Share(email, sheetsim.Viewer)
	find(sheets.AccessAccount)
	doc.Share(email, sheetsim.NoRole)
	if _, err := c.SignIn(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	fails(sheets.ReasonNotPicked, owner)
	doc.Share(email, sheetsim.Viewer)
	find(sheets.AccessAccount)
	if _, err := c.SignIn(t.Context(), doc.ID); err != nil {
		t.Fatal(err)
	}
	find(sheets.AccessGoogle)
	doc.SetLinkShared(true)
	find(sheets.AccessLink)
	doc.SetDownloadOff(true)
	find(sheets.AccessGoogle)
	doc.SetLinkShared(false)
	doc.Share(email, sheetsim.NoRole)
	s.RevokeAccess(owner)
	fails(sheets.ReasonSignInRevoked, owner)
	if err := c.DeleteServiceAccount(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := c.SignOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	fails(sheets.ReasonPrivate, "")
	doc.SetLinkShared(true)
	fails(sheets.ReasonNoDownload, "")
	s.DeleteSpreadsheet(doc.ID)
	fails(sheets.ReasonNotFound, "")
	useAccount(t, s, c)
	fails(sheets.ReasonNotFound, "")
	if _, err := c.SignIn(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	fails(sheets.ReasonNotFound, "")
	s.SetOutage(sheetsim.Refused)
	fails(sheets.ReasonOffline, "")
}

func TestFindsNoTabThatIsNotThere(t *testing.T) {
	s, c := start(t)
	useAccount(t, s, c)
	doc := s.AddSpreadsheet("Leads")
	doc.AddTab("Form")
	if found, err := c.Find(t.Context(), doc.ID, ptr(77)); err != nil || found.GID != nil || found.Access != sheets.AccessAccount {
		t.Errorf("%+v, %v", found, err)
	}
}
