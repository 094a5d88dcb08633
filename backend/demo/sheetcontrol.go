package demo

import (
	"errors"
	"net/http"

	"mceplatform/backend/gsheets/sheetsim"
)

var (
	errUnknownEdit   = errors.New("there is no such edit")
	errUnknownOutage = errors.New("there is no such outage")
)

// sheetRoutes is the API by which another process plays people at Google. An
// order with "shared": true is about the sheet that everybody with the link may
// read, else it is about the private one that grows.
//
//	GET  /sheet                  {"link", "rows", "serviceAccount", "sharedLink", "clientId", "clientSecret"}
//	GET  /sheet/cells[?shared=1] {"cells": [["", …], …]} as they are shown
//	POST /sheet/grow             {"rows": n}
//	POST /sheet/edit             {"op", "row", "column", "to", "cells": ["", …], "shared"}, see sheetEdit
//	POST /sheet/share            {"with": ["email"], "write": bool, "shared"}, none = everybody who is signed in
//	POST /sheet/link-shared      {"on": bool, "downloadOff": bool, "shared"}
//	POST /sheet/trash            {"on": bool, "shared"}
//	POST /sheet/person           {"email", "reply": "yes"|"no"|"never", "picks": ["id"]}, no picks = what she is offered
//	POST /sheet/revoke           {"email"}, as in her Google account
//	POST /sheet/fail             {"fault", "times"}, the faults of sheetsim; -1 = until 0
//	POST /sheet/quota            {"reads", "writes", "retryAfter"}, per minute; 0 = none
//	POST /sheet/outage           {"as": ""|"refused"|"silent"}
func (w *World) sheetRoutes(mux *http.ServeMux) {
	google := w.sheet.server
	mux.HandleFunc("GET /sheet", func(rw http.ResponseWriter, _ *http.Request) {
		answerJSON(rw, map[string]any{
			"link": w.SheetLink(), "rows": w.sheet.count(), "serviceAccount": w.ServiceAccountKey(), "sharedLink": w.SharedSheetLink(),
			"clientId": googleClientID, "clientSecret": googleClientSecret,
		})
	})
	mux.HandleFunc("GET /sheet/cells", func(rw http.ResponseWriter, r *http.Request) {
		_, tab := w.sheet.which(r.URL.Query().Get("shared") != "")
		answerJSON(rw, map[string]any{"cells": tab.Texts()})
	})
	mux.HandleFunc("POST /sheet/grow", order(func(o struct{ Rows int }) error { return w.GrowSheet(o.Rows) }))
	mux.HandleFunc("POST /sheet/edit", order(w.sheet.edit))
	mux.HandleFunc("POST /sheet/share", order(w.sheet.share))
	mux.HandleFunc("POST /sheet/link-shared", order(func(o struct{ On, DownloadOff, Shared bool }) error {
		doc, _ := w.sheet.which(o.Shared)
		doc.SetLinkShared(o.On)
		doc.SetDownloadOff(o.DownloadOff)
		return nil
	}))
	mux.HandleFunc("POST /sheet/trash", order(func(o struct{ On, Shared bool }) error {
		doc, _ := w.sheet.which(o.Shared)
		doc.SetTrashed(o.On)
		return nil
	}))
	mux.HandleFunc("POST /sheet/person", order(func(p sheetsim.Person) error {
		if p.Email == "" {
			p.Email = googleOwner
		}
		w.SetPerson(p)
		return nil
	}))
	mux.HandleFunc("POST /sheet/revoke", order(func(o struct{ Email string }) error {
		if o.Email == "" {
			o.Email = googleOwner
		}
		google.RevokeAccess(o.Email)
		return nil
	}))
	mux.HandleFunc("POST /sheet/fail", order(func(o struct {
		Fault sheetsim.Fault
		Times int
	}) error {
		google.Fail(o.Fault, o.Times)
		return nil
	}))
	mux.HandleFunc("POST /sheet/quota", order(func(o struct{ Reads, Writes, RetryAfter int }) error {
		google.SetQuota(o.Reads)
		google.SetWriteQuota(o.Writes)
		google.SetRetryAfter(o.RetryAfter)
		return nil
	}))
	mux.HandleFunc("POST /sheet/outage", order(func(o struct{ As string }) error {
		kind, known := map[string]sheetsim.Outage{"": sheetsim.NoOutage, "refused": sheetsim.Refused, "silent": sheetsim.Silent}[o.As]
		if !known {
			return errUnknownOutage
		}
		google.SetOutage(kind)
		return nil
	}))
}

func (s *sheet) which(shared bool) (*sheetsim.Spreadsheet, *sheetsim.Tab) {
	if shared {
		return s.fair, s.list
	}
	return s.doc, s.tab
}

// sheetShare is whom a sheet is shared with.
type sheetShare struct {
	With   []string
	Write  bool
	Shared bool
}

func (s *sheet) share(o sheetShare) error {
	doc, _ := s.which(o.Shared)
	if len(o.With) == 0 {
		doc.ShareWithAll()
		return nil
	}
	doc.Restrict(o.With...)
	for _, email := range o.With {
		if o.Write {
			doc.Share(email, sheetsim.Editor)
		}
	}
	return nil
}

// sheetEdit is something people do to a sheet. Rows and columns count from 0;
// row 0 holds the titles.
type sheetEdit struct {
	Op     string
	Row    int
	Column int
	To     string
	ToRow  int
	Cells  []string
	Shared bool
}

func (s *sheet) edit(e sheetEdit) error {
	doc, tab := s.which(e.Shared)
	rows, mayAdd := tab.Len(), e.Op == "set" || e.Op == "insert" || e.Op == "append"
	if e.Column < 0 || e.Row < 0 || e.Row >= rows && (e.Row > rows || !mayAdd) || e.ToRow < 0 || e.ToRow >= max(rows, 1) {
		return errUnknownEdit
	}
	cells := make([]any, len(e.Cells))
	for i, text := range e.Cells {
		cells[i] = text
	}
	switch e.Op {
	case "sort":
		tab.Sort(1, e.Column, true)
	case "rename":
		doc.Rename(e.To)
	case "rename-tab":
		tab.Rename(e.To)
	case "remove-tab":
		doc.RemoveTab(tab)
	case "rename-header":
		tab.Set(0, e.Column, e.To)
	case "set":
		tab.Set(e.Row, e.Column, e.To)
	case "insert":
		tab.Insert(e.Row, cells...)
	case "append":
		tab.Append(cells...)
	case "move":
		tab.Move(e.Row, e.ToRow)
	case "duplicate":
		tab.Duplicate(e.Row)
	case "delete":
		tab.Delete(e.Row)
	case "insert-column":
		tab.InsertColumn(e.Column)
	case "delete-column":
		tab.DeleteColumn(e.Column)
	case "clear":
		tab.Clear()
	default:
		return errUnknownEdit
	}
	return nil
}
