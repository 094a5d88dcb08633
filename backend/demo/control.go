package demo

import (
	"encoding/json"
	"net/http"

	"mceplatform/backend/whatsapp/wasim/control"
)

// Control is the API by which another process plays the simulated people: that
// of the simulated WhatsApp, and beside it
//
//	GET  /sheet                  {"link", "rows", "serviceAccount"}
//	POST /sheet/grow             {"rows": n}
//	POST /sheet/edit             {"op": "sort"|"rename-tab"|"rename-header"|"duplicate"|"delete", "row", "column", "to"}
//	POST /sheet/share            {"with": ["email"]}, none = everybody
func (w *World) Control() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", control.NewHandler(w.wa))
	mux.HandleFunc("GET /sheet", func(rw http.ResponseWriter, _ *http.Request) {
		answerJSON(rw, map[string]any{"link": w.SheetLink(), "rows": w.sheet.count(), "serviceAccount": w.ServiceAccountKey()})
	})
	mux.HandleFunc("POST /sheet/grow", order(func(o struct{ Rows int }) error { return w.GrowSheet(o.Rows) }))
	mux.HandleFunc("POST /sheet/edit", order(func(o sheetEdit) error { return w.sheet.edit(o) }))
	mux.HandleFunc("POST /sheet/share", order(func(o struct{ With []string }) error {
		if len(o.With) == 0 {
			w.sheet.doc.ShareWithAll()
		} else {
			w.sheet.doc.Restrict(o.With...)
		}
		return nil
	}))
	return mux
}

// sheetEdit is something people do to a sheet. Rows and columns count from 0;
// row 0 holds the titles.
type sheetEdit struct {
	Op     string
	Row    int
	Column int
	To     string
}

func (s *sheet) edit(e sheetEdit) error {
	switch e.Op {
	case "sort":
		s.tab.Sort(1, e.Column, true)
	case "rename-tab":
		s.tab.Rename(e.To)
	case "rename-header":
		s.tab.Set(0, e.Column, e.To)
	case "duplicate":
		s.tab.Duplicate(e.Row)
	case "delete":
		s.tab.Delete(e.Row)
	default:
		return errUnknownEdit
	}
	return nil
}

// order answers a POST whose body is an O.
func order[O any](do func(O) error) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		var o O
		err := json.NewDecoder(http.MaxBytesReader(rw, r.Body, 1<<20)).Decode(&o)
		if err == nil {
			err = do(o)
		}
		if err != nil {
			rw.WriteHeader(http.StatusBadRequest)
			answerJSON(rw, map[string]string{"error": err.Error()})
			return
		}
		answerJSON(rw, struct{}{})
	}
}

func answerJSON(rw http.ResponseWriter, v any) {
	_ = json.NewEncoder(rw).Encode(v) // a caller that hung up is no concern of ours
}
