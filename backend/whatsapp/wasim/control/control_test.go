package control_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"mceplatform/backend/whatsapp/wasim"
	"mceplatform/backend/whatsapp/wasim/control"
)

type caller struct {
	t   *testing.T
	url string
}

func newCaller(t *testing.T) caller {
	t.Helper()
	s, err := wasim.Start(wasim.Config{})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(control.NewHandler(s))
	t.Cleanup(func() {
		srv.CloseClientConnections()
		srv.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return caller{t, srv.URL}
}

// call sends body as JSON (nil: GET) and decodes the answer into out.
func (c caller) call(path string, body, out any) int {
	c.t.Helper()
	method, data := http.MethodGet, []byte(nil)
	if body != nil {
		method = http.MethodPost
		var err error
		if data, err = json.Marshal(body); err != nil {
			c.t.Fatal(err)
		}
	}
	req, err := http.NewRequestWithContext(c.t.Context(), method, c.url+path, bytes.NewReader(data))
	if err != nil {
		c.t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer resp.Body.Close()
	if out != nil {
		if err = json.NewDecoder(resp.Body).Decode(out); err != nil {
			c.t.Fatal(err)
		}
	}
	return resp.StatusCode
}

type object = map[string]any

func TestPhonesTalk(t *testing.T) {
	c := newCaller(t)
	c.call("/phones", object{"number": "4915100000001", "pushName": "Anna"}, nil)
	c.call("/phones", object{"number": "4915100000002", "pushName": "Bob", "behaviour": object{"replies": []string{"yes"}}}, nil)
	var phones []control.Phone
	c.call("/phones", nil, &phones)
	if len(phones) != 2 || phones[1].PushName != "Bob" || len(phones[0].LID) != 15 || phones[0].LID == phones[1].LID {
		t.Fatalf("phones: %+v", phones)
	}
	events := c.listen()
	var sent struct{ ID string }
	c.call("/phones/4915100000001/send-own", object{"to": "4915100000002", "text": "there?"}, &sent)
	for e := range events {
		if e.Kind == wasim.EventMessage && e.Phone == "4915100000001" && e.Text == "yes" {
			break
		}
	}
	var inbox []wasim.ShownMessage
	c.call("/phones/4915100000002/inbox", nil, &inbox)
	if len(inbox) != 2 || inbox[0].ID != sent.ID || inbox[0].Text != "there?" || !inbox[1].FromMe {
		t.Errorf("inbox: %+v", inbox)
	}
	if status := c.call("/phones/4915100000002/read", object{"from": "4915100000001"}, nil); status != http.StatusOK {
		t.Errorf("read: status %d", status)
	}
	var stats control.Stats
	c.call("/stats", nil, &stats)
	if stats.Shown["4915100000002"] != 1 || stats.Shown["4915100000001"] != 1 || len(stats.Unhandled) != 0 {
		t.Errorf("stats: %+v", stats)
	}
}

// listen opens the event stream; the first answer line means that it is open.
func (c caller) listen() <-chan wasim.Event {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), http.MethodGet, c.url+"/events", nil)
	if err != nil {
		c.t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req) //nolint:bodyclose // closed by the reader below
	if err != nil {
		c.t.Fatal(err)
	}
	out := make(chan wasim.Event, 100)
	go func() {
		defer close(out)
		defer resp.Body.Close()
		for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
			data, ok := strings.CutPrefix(lines.Text(), "data: ")
			var e wasim.Event
			if ok && json.Unmarshal([]byte(data), &e) == nil {
				out <- e
			}
		}
	}()
	return out
}

func TestRefusals(t *testing.T) {
	c := newCaller(t)
	c.call("/phones", object{"number": "4915100000001"}, nil)
	for _, tc := range []struct {
		path   string
		body   any
		status int
	}{
		{"/phones", object{"number": "4915100000001"}, http.StatusConflict},
		{"/phones", object{"number": "+49 151"}, http.StatusBadRequest},
		{"/phones", object{"nmuber": "4915100000009"}, http.StatusBadRequest},
		{"/phones/49999999/inbox", nil, http.StatusNotFound},
		{"/phones/4915100000001/scan", object{"code": "nonsense"}, http.StatusBadRequest},
		{"/phones/4915100000001/enter-code", object{"code": "1234"}, http.StatusBadRequest},
		{"/phones/4915100000001/enter-code", object{"code": "ABCD-EFGH"}, http.StatusBadRequest},
		{"/phones/4915100000001/assert", object{"options": "no JSON"}, http.StatusBadRequest},
		{"/phones/4915100000001/passkey", object{"required": true, "ask": true, "seconds": 20}, http.StatusOK},
		{"/phones/4915100000001/passkey", nil, http.StatusOK},
		{"/phones/4915100000001/unlink", object{"device": 3}, http.StatusNotFound},
		{"/phones/4915100000001/send", object{"to": "4915100000001", "text": "x", "form": "pigeon"}, http.StatusBadRequest},
		{"/phones/4915100000001/redeliver", object{"id": "nope"}, http.StatusNotFound},
		{"/faults", object{"streamError": object{"number": "4915100000001", "device": 1}}, http.StatusNotFound},
		{"/faults", object{"failAcks": object{"code": 463, "n": 1}, "muteKeepalive": true, "refuseLogin": object{"reason": 503, "n": 1}}, http.StatusOK},
		{"/faults", object{"expireMedia": true, "slowMedia": 0, "silentPhone": true, "refuseUploads": object{"code": 507, "n": 1}}, http.StatusOK},
		{"/faults", object{"requireVersion": 5, "holdLogins": true, "expireCertificate": true, "spoilPairings": 1, "rotateQr": true, "scanWithoutMultidevice": true}, http.StatusOK},
		{"/faults", object{"clear": true}, http.StatusOK},
		{"/phones/4915100000001/send", object{"to": "4915100000001", "kind": "image"}, http.StatusBadRequest},
		{"/phones/4915100000001/history", object{"device": 9}, http.StatusNotFound},
		{"/phones/4915100000001/number", object{"number": "12"}, http.StatusBadRequest},
		{"/phones/4915100000001/typing", object{"to": "4999999999"}, http.StatusNotFound},
		{"/phones/4915100000001/media/none", nil, http.StatusNotFound},
	} {
		if status := c.call(tc.path, tc.body, nil); status != tc.status {
			t.Errorf("%s %v: status %d, want %d", tc.path, tc.body, status, tc.status)
		}
	}
}

// Content, history, chat state and changes of people over the API.
func TestPeopleAndContent(t *testing.T) {
	c := newCaller(t)
	for number, name := range map[string]string{"4915100000001": "Anna", "4915100000002": "Ben"} {
		c.call("/phones", object{"number": number, "pushName": name}, nil)
	}
	ok := func(path string, body, out any) {
		t.Helper()
		if status := c.call(path, body, out); status != http.StatusOK {
			t.Errorf("%s: status %d", path, status)
		}
	}
	var sent struct{ ID string }
	ok("/phones/4915100000002/send", object{
		"to": "4915100000001", "kind": "image", "text": "look", "data": []byte("picture"), "form": "pn",
	}, &sent)
	ok("/phones/4915100000002/send", object{"to": "4915100000001", "kind": "reaction", "text": "👍", "target": sent.ID, "targetFromMe": true}, nil)
	ok("/phones/4915100000001/past", object{"with": "4915100000002", "past": []object{
		{"id": "OLD", "fromMe": true, "time": "2026-01-02T03:04:05Z", "content": object{"text": "long ago"}},
	}}, nil)
	var inbox []wasim.ShownMessage
	ok("/phones/4915100000001/inbox", nil, &inbox)
	if len(inbox) != 2 || inbox[0].Reactions["4915100000002"] != "👍" || inbox[0].MediaSHA == "" || !inbox[1].FromMe || inbox[1].Text != "long ago" {
		t.Fatalf("inbox: %+v", inbox)
	}
	resp, err := http.Get(c.url + "/phones/4915100000001/media/" + sent.ID) //nolint:noctx // a test on loopback
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if data, err := io.ReadAll(resp.Body); err != nil || string(data) != "picture" {
		t.Errorf("media: %q, %v", data, err)
	}
	ok("/phones/4915100000001/contact", object{"number": "4915100000002", "name": "Ben King"}, nil)
	var chat wasim.ChatState
	ok("/phones/4915100000001/chat", object{"number": "4915100000002", "pinned": true}, &chat)
	if chat != (wasim.ChatState{Pinned: true, Name: "Ben King"}) {
		t.Errorf("chat: %+v", chat)
	}
	ok("/phones/4915100000001/chat", object{"number": "4915100000002", "read": true, "archived": true}, &chat)
	if chat != (wasim.ChatState{Read: true, Archived: true, Name: "Ben King"}) {
		t.Errorf("chat: %+v", chat)
	}
	var ben, carl control.Phone
	ok("/phones/4915100000002/number", object{"number": "4915100000022"}, &ben)
	ok("/phones/4915100000022/recycle", object{"pushName": "Carl"}, &carl)
	if ben.Number != "4915100000022" || carl.Number != ben.Number || carl.LID == ben.LID || carl.PushName != "Carl" {
		t.Errorf("ben %+v, carl %+v", ben, carl)
	}
	for path, body := range map[string]object{
		"reinstall": {}, "history": {}, "mapping": {"numbers": []string{"4915100000022"}},
		"typing": {"to": "4915100000022", "composing": true}, "forget-media": {"id": sent.ID}, "timelock": {"active": false},
	} {
		ok("/phones/4915100000001/"+path, body, nil)
	}
	if status := c.call("/phones/4915100000001/media/"+sent.ID, nil, nil); status != http.StatusNotFound {
		t.Errorf("forgotten media: status %d", status)
	}
}
