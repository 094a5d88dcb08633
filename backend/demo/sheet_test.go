package demo_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"mceplatform/backend"
	"mceplatform/backend/demo"
	"mceplatform/backend/fault"
	"mceplatform/backend/gsheets/sheetsim"
	"mceplatform/backend/sheets"
)

func reason(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Fields["reason"]
	}
	return ""
}

func reaches(t *testing.T, b *backend.Backend, link string, want sheets.Access) {
	t.Helper()
	found, err := b.Sheets.Inspect(t.Context(), link)
	if err != nil || found.Access != want || found.GID == nil || len(found.Tabs) != 1 {
		t.Errorf("want %s: %+v, %v", want, found, err)
	}
}

func TestSheetsAreReachedInThreeWays(t *testing.T) {
	dir, data := t.TempDir(), t.TempDir()
	w, stop := start(t, dir, demo.Options{Quiet: true})
	a := open(t, w, data)
	reaches(t, a.Backend, w.SharedSheetLink(), sheets.AccessLink)
	if _, err := a.Sheets.Inspect(t.Context(), w.SheetLink()); reason(err) != sheets.ReasonPrivate {
		t.Errorf("nobody has access yet: %v", err)
	}
	if err := w.ShareSheet(t.Context(), a.Backend); err != nil {
		t.Fatal(err)
	}
	reaches(t, a.Backend, w.SheetLink(), sheets.AccessAccount)
	id, _ := w.Sheet()
	if g, err := a.Sheets.SignIn(t.Context(), id.ID); err != nil || g.Email == "" {
		t.Fatalf("%+v, %v", g, err)
	}
	reaches(t, a.Backend, w.SheetLink(), sheets.AccessGoogle)
	w.SetLinkShared(true)
	reaches(t, a.Backend, w.SheetLink(), sheets.AccessLink)
	a.stop()
	stop()
	again, _ := start(t, dir, demo.Options{Quiet: true})
	reaches(t, open(t, again, data).Backend, again.SheetLink(), sheets.AccessGoogle)
}

func TestAnotherProcessSignsIn(t *testing.T) {
	w := newWorld(t, demo.Options{Quiet: true})
	raw, err := json.Marshal(w.Services())
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "services.json")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	var cfg backend.Config
	if err := demo.Connect(file, &cfg); err != nil {
		t.Fatal(err)
	}
	if err := cfg.Google.OpenBrowser("https://example.com/"); err == nil {
		t.Error("the demo goes to a foreign page")
	}
	before := w.Google().Requests(sheetsim.RequestAuthorize)
	w.SetPerson(sheetsim.Person{Reply: sheetsim.NeverSay})
	if err := cfg.Google.OpenBrowser(cfg.Google.AuthURL + "?client_id=" + cfg.Google.ClientID); err != nil {
		t.Error(err)
	}
	for deadline := time.Now().Add(60 * time.Second); w.Google().Requests(sheetsim.RequestAuthorize) == before; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the page was not opened")
		}
	}
}

func TestControlOfTheSheets(t *testing.T) {
	w := newWorld(t, demo.Options{Quiet: true})
	server := httptest.NewServer(w.Control())
	defer server.Close()
	do := func(path string, body any) (int, map[string]any) {
		t.Helper()
		raw, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.Post(server.URL+path, "application/json", bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = response.Body.Close() }()
		var answer map[string]any
		_ = json.NewDecoder(response.Body).Decode(&answer)
		return response.StatusCode, answer
	}
	for _, order := range []struct {
		path string
		body map[string]any
	}{
		{"/sheet/edit", map[string]any{"op": "set", "row": 1, "column": 3, "to": "by hand", "shared": true}},
		{"/sheet/edit", map[string]any{"op": "append", "cells": []string{"Nia", "+447700900399"}, "shared": true}},
		{"/sheet/edit", map[string]any{"op": "move", "row": 2, "toRow": 1}},
		{"/sheet/edit", map[string]any{"op": "rename-tab", "to": "New"}},
		{"/sheet/edit", map[string]any{"op": "insert-column", "column": 0}},
		{"/sheet/share", map[string]any{"with": []string{"somebody@example.com"}, "write": true}},
		{"/sheet/link-shared", map[string]any{"on": true, "downloadOff": true}},
		{"/sheet/person", map[string]any{"reply": "no"}},
		{"/sheet/revoke", map[string]any{}},
		{"/sheet/fail", map[string]any{"fault": "429", "times": 2}},
		{"/sheet/quota", map[string]any{"reads": 60}},
		{"/sheet/trash", map[string]any{"on": true}},
		{"/sheet/outage", map[string]any{"as": "refused"}},
		{"/sheet/outage", map[string]any{"as": ""}},
	} {
		if status, answer := do(order.path, order.body); status != http.StatusOK {
			t.Errorf("%s %v: %d %v", order.path, order.body, status, answer)
		}
	}
	for path, body := range map[string]map[string]any{"/sheet/outage": {"as": "flood"}, "/sheet/edit": {"op": "delete", "row": 5000}, "/sheet/grow": {"rows": 5000}} {
		if status, _ := do(path, body); status != http.StatusBadRequest {
			t.Errorf("%s %v: %d", path, body, status)
		}
	}
	response, err := http.Get(server.URL + "/sheet/cells?shared=1")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var shown struct{ Cells [][]string }
	if err := json.NewDecoder(response.Body).Decode(&shown); err != nil || shown.Cells[1][3] != "by hand" || shown.Cells[len(shown.Cells)-1][0] != "Nia" {
		t.Errorf("%v, %v", shown, err)
	}
	if _, tab := w.Sheet(); tab.Title() != "New" || tab.Text(0, 1) != "When" {
		t.Errorf("%q, %v", tab.Title(), tab.Texts()[0])
	}
}
