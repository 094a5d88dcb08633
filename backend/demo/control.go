package demo

import (
	"encoding/json"
	"net/http"

	"mceplatform/backend/whatsapp/wasim/control"
)

// Control is the API by which another process plays the simulated people: that
// of the simulated WhatsApp, and beside it that of the simulated Google (see
// sheetRoutes).
func (w *World) Control() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", control.NewHandler(w.wa))
	w.sheetRoutes(mux)
	return mux
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
