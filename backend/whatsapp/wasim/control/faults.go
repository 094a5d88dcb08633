package control

import (
	"encoding/json"
	"fmt"
	"net/http"

	"mceplatform/backend/whatsapp/wasim"
)

// Order is the body of POST /faults: what is present is ordered, what is
// absent stays as it is.
type Order struct {
	// Clear withdraws all earlier orders first.
	Clear bool `json:"clear,omitempty"`
	// FailAcks: ack error Code for the next N messages.
	FailAcks *CodeCount `json:"failAcks,omitempty"`
	// FailAckFor: ack error by number; code 0 withdraws.
	FailAckFor map[string]int `json:"failAckFor,omitempty"`
	// WithholdAcks: no ack for the next n messages.
	WithholdAcks *int `json:"withholdAcks,omitempty"`
	// DropProbability and DropAckProbability: see wasim.Faults.
	DropProbability    *float64 `json:"dropProbability,omitempty"`
	DropAckProbability *float64 `json:"dropAckProbability,omitempty"`
	// DropAcks: cut instead of confirming, for the next n messages.
	DropAcks *int `json:"dropAcks,omitempty"`
	// DropConnections cuts all connections now.
	DropConnections bool  `json:"dropConnections,omitempty"`
	MuteKeepalive   *bool `json:"muteKeepalive,omitempty"`
	// RefuseLogin: a failure for the next N logins.
	RefuseLogin *Refusal `json:"refuseLogin,omitempty"`
	// StreamError ends one device's connection.
	StreamError *StreamError `json:"streamError,omitempty"`
	// Unknown: numbers that are (not) on WhatsApp.
	Unknown map[string]bool `json:"unknown,omitempty"`
	// CorruptMessages: damage the next n encryptions for clients.
	CorruptMessages *int `json:"corruptMessages,omitempty"`
	// ExpireMedia: every download of a client is gone (410).
	ExpireMedia *bool `json:"expireMedia,omitempty"`
	// ExpireMediaOf: the files of these messages are gone.
	ExpireMediaOf []string `json:"expireMediaOf,omitempty"`
	// RefuseUploads: an HTTP status (Code) for the next N uploads.
	RefuseUploads *CodeCount `json:"refuseUploads,omitempty"`
	// SlowMedia: bytes per second up and down; 0 lifts the limit.
	SlowMedia *int `json:"slowMedia,omitempty"`
	// SilentPhone: phones leave requests of linked devices unanswered.
	SilentPhone *bool `json:"silentPhone,omitempty"`
	// RequireVersion: refuse clients of an older revision; 0 takes all.
	RequireVersion *uint32 `json:"requireVersion,omitempty"`
	// HoldLogins: leave logins of linked clients without an answer.
	HoldLogins *bool `json:"holdLogins,omitempty"`
	// ExpireCertificate: look like a service seen with a wrong clock.
	ExpireCertificate *bool `json:"expireCertificate,omitempty"`
	// SpoilPairings: the next n links fail.
	SpoilPairings *int `json:"spoilPairings,omitempty"`
	// RotateQR and ScanWithoutMultidevice: see wasim.Faults.
	RotateQR               bool `json:"rotateQr,omitempty"`
	ScanWithoutMultidevice bool `json:"scanWithoutMultidevice,omitempty"`
}

// CodeCount is an error code for a number of messages or uploads.
type CodeCount struct {
	Code int `json:"code"`
	N    int `json:"n"`
}

// Refusal is a refused login.
type Refusal struct {
	Reason int               `json:"reason"`
	Attrs  map[string]string `json:"attrs,omitempty"`
	N      int               `json:"n"`
}

// StreamError ends the stream of one linked device.
type StreamError struct {
	Number   string `json:"number"`
	Device   uint16 `json:"device"`
	Code     string `json:"code,omitempty"`
	Conflict string `json:"conflict,omitempty"`
}

func (a api) faults(w http.ResponseWriter, r *http.Request) {
	o, err := decode[Order](r)
	if err == nil {
		err = o.apply(a.s.Faults())
	}
	if err != nil {
		refuse(w, err)
		return
	}
	reply(w, nil)
}

func (o Order) apply(f *wasim.Faults) error {
	if o.Clear {
		f.Clear()
	}
	if o.FailAcks != nil {
		f.FailAcks(o.FailAcks.Code, o.FailAcks.N)
	}
	for number, code := range o.FailAckFor {
		f.FailAckFor(number, code)
	}
	for number, unknown := range o.Unknown {
		f.SetUnknown(number, unknown)
	}
	given(o.WithholdAcks, f.WithholdAcks)
	given(o.DropProbability, f.DropProbability)
	given(o.DropAckProbability, f.DropAckProbability)
	given(o.DropAcks, f.DropAcks)
	given(o.MuteKeepalive, f.MuteKeepalive)
	given(o.CorruptMessages, f.CorruptMessages)
	given(o.ExpireMedia, f.ExpireMedia)
	given(o.SlowMedia, f.SlowMedia)
	given(o.SilentPhone, f.SilentPhone)
	for _, id := range o.ExpireMediaOf {
		f.ExpireMediaOf(id)
	}
	if o.RefuseUploads != nil {
		f.RefuseUploads(o.RefuseUploads.Code, o.RefuseUploads.N)
	}
	given(o.RequireVersion, f.RequireVersion)
	given(o.HoldLogins, f.HoldLogins)
	given(o.ExpireCertificate, f.ExpireCertificate)
	given(o.SpoilPairings, f.SpoilPairings)
	if o.RotateQR {
		f.RotateQR()
	}
	if o.ScanWithoutMultidevice {
		f.ScanWithoutMultidevice()
	}
	if o.RefuseLogin != nil {
		f.RefuseLogin(o.RefuseLogin.Reason, o.RefuseLogin.Attrs, o.RefuseLogin.N)
	}
	if o.DropConnections {
		f.DropConnections()
	}
	if e := o.StreamError; e != nil {
		return f.StreamError(e.Number, e.Device, e.Code, e.Conflict)
	}
	return nil
}

func given[T any](v *T, f func(T)) {
	if v != nil {
		f(*v)
	}
}

// Stats is what a proof counts.
type Stats struct {
	// Arrivals is, per message id, how often it reached the server from a
	// client; encryptions sent again on request do not count.
	Arrivals map[string]int `json:"arrivals"`
	// Shown is, per phone number, how many messages of others it shows.
	Shown map[string]int `json:"shown"`
	// Unhandled lists what nobody answered.
	Unhandled []string `json:"unhandled"`
}

func (a api) stats() Stats {
	out := Stats{Arrivals: a.s.Arrivals(), Shown: map[string]int{}, Unhandled: notNil(a.s.Unhandled())}
	for _, p := range a.s.Phones() {
		for _, m := range p.Inbox() {
			if !m.FromMe {
				out.Shown[p.Number()]++
			}
		}
	}
	return out
}

// events streams server-sent events until the caller hangs up.
func (a api) events(w http.ResponseWriter, r *http.Request) {
	flusher, ok := w.(http.Flusher)
	if !ok {
		refuse(w, http.ErrNotSupported)
		return
	}
	events := make(chan wasim.Event)
	cancel := a.s.Subscribe(func(e wasim.Event) {
		select {
		case events <- e:
		case <-r.Context().Done():
		}
	})
	defer cancel()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-cache")
	w.WriteHeader(http.StatusOK)
	flusher.Flush()
	for {
		select {
		case <-r.Context().Done():
			return
		case e := <-events:
			data, err := json.Marshal(e)
			if err != nil {
				return
			}
			if _, err = fmt.Fprintf(w, "data: %s\n\n", data); err != nil {
				return
			}
			flusher.Flush()
		}
	}
}
