// Package control offers a simulator over plain JSON on HTTP, for other
// processes: the demo panel, browser tests, tests that kill the application.
//
// What lives here: the translation of requests to calls of package wasim. What
// may not: behaviour of the simulator itself.
package control

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"mceplatform/backend/whatsapp/wasim"
)

// maxBody leaves room for a file as base64.
const maxBody = 64 << 20

// NewHandler returns the control API of a simulator:
//
//	GET  /endpoint
//	GET  /phones             POST /phones            wasim.PhoneOptions
//	GET  /phones/{n}/inbox   GET  /phones/{n}/sent   GET /phones/{n}/devices
//	POST /phones/{n}/scan       {"code": "..."}
//	POST /phones/{n}/send       {"to", + wasim.Content (data as base64), + wasim.SendOptions} -> {"id"}
//	POST /phones/{n}/send-own   {"to", + wasim.Content} -> {"id"}
//	GET  /phones/{n}/media/{id}   the file of a message as the phone holds it
//	POST /phones/{n}/forget-media {"id"}: the phone loses that file
//	POST /phones/{n}/past       {"with", "past": [wasim.Past]}: old messages
//	POST /phones/{n}/history    wasim.HistoryOptions: share the history
//	POST /phones/{n}/typing     {"to", "composing"}
//	POST /phones/{n}/enter-code {"code": "..."}
//	GET  /phones/{n}/passkey    -> {"code": "..."}, the confirmation code it shows
//	POST /phones/{n}/passkey    {"required", "ask", "seconds"}: how long it may take; 0 as usual
//	POST /phones/{n}/assert     {"options": "..."} -> {"assertion": "..."}, both JSON in a string
//	POST /phones/{n}/redeliver  {"id", "fresh"}
//	POST /phones/{n}/read       {"from", "ids"}
//	POST /phones/{n}/behaviour  wasim.Behaviour (durations in nanoseconds)
//	POST /phones/{n}/online     {"online"}
//	POST /phones/{n}/block      {"number", "blocked"}
//	POST /phones/{n}/forget     the phone loses its Signal sessions
//	POST /phones/{n}/unlink     {"device"}; 0 unlinks all
//	POST /phones/{n}/timelock   {"active", "until"}: no new chats until then
//	POST /phones/{n}/contact    {"number", "name"}: write into the address book
//	POST /phones/{n}/chat       {"number", "read", "mutedUntil", "pinned", "archived"} -> wasim.ChatState
//	POST /phones/{n}/number     {"number"}: the person changes the number -> Phone
//	POST /phones/{n}/recycle    wasim.PhoneOptions: the number passes to somebody else -> Phone
//	POST /phones/{n}/reinstall  {}: new identity key, no sessions, nothing linked
//	POST /phones/{n}/mapping    {"numbers"}: tell linked devices their LIDs
//	POST /faults             Order
//	GET  /stats              Stats
//	GET  /events             server-sent events, one wasim.Event each
//
// Errors are {"error": "..."} with status 400, 404 or 409. Event streams end
// with their requests, so stop the HTTP server before the simulator.
func NewHandler(s *wasim.Server) http.Handler {
	a := api{s}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /endpoint", func(w http.ResponseWriter, _ *http.Request) { reply(w, s.Endpoint()) })
	mux.HandleFunc("GET /phones", a.listPhones)
	mux.HandleFunc("POST /phones", a.addPhone)
	mux.HandleFunc("GET /phones/{number}/inbox", a.phone(func(p *wasim.Phone, _ *http.Request) (any, error) { return notNil(p.Inbox()), nil }))
	mux.HandleFunc("GET /phones/{number}/sent", a.phone(func(p *wasim.Phone, _ *http.Request) (any, error) { return notNil(p.Sent()), nil }))
	mux.HandleFunc("GET /phones/{number}/devices", a.phone(func(p *wasim.Phone, _ *http.Request) (any, error) { return notNil(p.LinkedDevices()), nil }))
	mux.HandleFunc("POST /phones/{number}/scan", a.phone(scan))
	mux.HandleFunc("POST /phones/{number}/send", post(a, a.send))
	mux.HandleFunc("POST /phones/{number}/send-own", post(a, a.sendOwn))
	mux.HandleFunc("POST /phones/{number}/enter-code", a.phone(enterCode))
	mux.HandleFunc("GET /phones/{number}/passkey", a.phone(passkeyCode))
	mux.HandleFunc("POST /phones/{number}/passkey", a.phone(setPasskey))
	mux.HandleFunc("POST /phones/{number}/assert", a.phone(assert))
	mux.HandleFunc("POST /phones/{number}/redeliver", a.phone(redeliver))
	mux.HandleFunc("POST /phones/{number}/read", a.phone(a.read))
	mux.HandleFunc("POST /phones/{number}/behaviour", a.phone(setBehaviour))
	mux.HandleFunc("POST /phones/{number}/online", a.phone(setOnline))
	mux.HandleFunc("POST /phones/{number}/block", a.phone(a.block))
	mux.HandleFunc("POST /phones/{number}/forget", a.phone(forget))
	mux.HandleFunc("POST /phones/{number}/unlink", a.phone(unlink))
	mux.HandleFunc("POST /phones/{number}/timelock", post(a, a.timelock))
	mux.HandleFunc("GET /phones/{number}/media/{id}", a.media)
	mux.HandleFunc("POST /phones/{number}/forget-media", post(a, forgetMedia))
	mux.HandleFunc("POST /phones/{number}/past", post(a, a.past))
	mux.HandleFunc("POST /phones/{number}/history", post(a, shareHistory))
	mux.HandleFunc("POST /phones/{number}/typing", post(a, a.typing))
	mux.HandleFunc("POST /phones/{number}/contact", post(a, a.saveContact))
	mux.HandleFunc("POST /phones/{number}/chat", post(a, a.chat))
	mux.HandleFunc("POST /phones/{number}/number", post(a, changeNumber))
	mux.HandleFunc("POST /phones/{number}/recycle", post(a, a.recycle))
	mux.HandleFunc("POST /phones/{number}/reinstall", post(a, reinstall))
	mux.HandleFunc("POST /phones/{number}/mapping", post(a, a.shareMapping))
	mux.HandleFunc("POST /faults", a.faults)
	mux.HandleFunc("GET /stats", func(w http.ResponseWriter, _ *http.Request) { reply(w, a.stats()) })
	mux.HandleFunc("GET /events", a.events)
	return mux
}

type api struct{ s *wasim.Server }

var errNoPhone = errors.New("no phone with this number")

// phone wraps a handler for the phone in the path.
func (a api) phone(f func(*wasim.Phone, *http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p, err := a.find(r.PathValue("number"))
		if err != nil {
			refuse(w, err)
			return
		}
		out, err := f(p, r)
		if err != nil {
			refuse(w, err)
			return
		}
		reply(w, out)
	}
}

func (a api) find(number string) (*wasim.Phone, error) {
	p := a.s.Phone(number)
	if p == nil {
		return nil, fmt.Errorf("%w: %s", errNoPhone, number)
	}
	return p, nil
}

func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func reply(w http.ResponseWriter, v any) {
	if v == nil {
		v = struct{}{}
	}
	w.Header().Set("Content-Type", "application/json")
	// A caller that hung up is no concern of ours.
	_ = json.NewEncoder(w).Encode(v)
}

func refuse(w http.ResponseWriter, err error) {
	status := http.StatusBadRequest
	switch {
	case errors.Is(err, errNoPhone), errors.Is(err, wasim.ErrNotLinked), errors.Is(err, wasim.ErrNoMessage):
		status = http.StatusNotFound
	case errors.Is(err, wasim.ErrPhoneExists), errors.Is(err, wasim.ErrTooManyDevices), errors.Is(err, wasim.ErrPairing),
		errors.Is(err, wasim.ErrGone):
		status = http.StatusConflict
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": err.Error()})
}

// decode reads a request body; unknown fields are errors, so that a misspelt
// order does not go unnoticed.
func decode[T any](r *http.Request) (T, error) {
	var out T
	dec := json.NewDecoder(http.MaxBytesReader(nil, r.Body, maxBody))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&out); err != nil {
		return out, fmt.Errorf("request body: %w", err)
	}
	return out, nil
}
