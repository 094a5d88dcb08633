package app

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"mceplatform/backend/backendtest"
	"mceplatform/backend/chats"
	"mceplatform/backend/whatsapp/wasim"
)

// TestFilesOfMessagesAreServedByContentOnly shows what the page gets of a
// message's file: pictures, films and sounds by what they are, nothing else, and
// nothing outside the folder.
func TestFilesOfMessagesAreServedByContentOnly(t *testing.T) {
	w := backendtest.NewWorld(t, wasim.Config{})
	a := w.Start(t)
	w.Link(t, a)
	p := w.Person("4915735990002", "Bob", wasim.Behaviour{})
	voice, err := os.ReadFile(filepath.Join("..", "backend", "media", "testdata", "voice.ogg"))
	if err != nil {
		t.Fatal(err)
	}
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewRGBA(image.Rect(0, 0, 30, 20))); err != nil {
		t.Fatal(err)
	}
	for _, c := range []wasim.Content{
		{Kind: wasim.KindImage, Data: picture.Bytes(), Mime: "image/jpeg"},
		{Kind: wasim.KindVoice, Data: voice, Mime: "audio/ogg; codecs=opus"},
		{Kind: wasim.KindImage, Data: []byte("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"), Mime: "image/png"},
		{Kind: wasim.KindDocument, Data: []byte("<!doctype html><script>alert(1)</script>"), Mime: "image/png", FileName: "a.png"},
	} {
		if _, err := p.Send(t.Context(), w.Owner, c, wasim.SendOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	var list []chats.Message
	backendtest.Eventually(t, "all files", func() bool {
		page, err := a.Chats.List(t.Context(), chats.ListQuery{})
		if err != nil || len(page.Items) == 0 {
			return false
		}
		thread, err := a.Chats.Messages(t.Context(), page.Items[0].ID, "", 10)
		list = thread.Items
		ready := 0
		for _, m := range list {
			if m.Media != nil && m.Media.State == chats.MediaReady {
				ready++
			}
		}
		return err == nil && ready == 4
	})
	h := newHost(flags{dataDir: w.DataDir}, w.Log)
	h.b = a.Backend
	handler := harden(h.serveMedia(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("front end")) })))
	get := func(path string, headers ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "http://localhost/", http.NoBody)
		r.URL.Path = path
		for i := 0; i+1 < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		rec := httptest.NewRecorder()
		handler.ServeHTTP(rec, r)
		return rec
	}
	url := func(i int) string { return mediaPath + strconv.FormatInt(list[i].ID, 10) }
	for name, tt := range map[string]struct {
		path   string
		status int
		mime   string
	}{
		"picture":                {url(0), 200, "image/png"},
		"its small picture":      {url(0) + "/thumb", 200, "image/jpeg"},
		"voice note":             {url(1), 200, "audio/ogg"},
		"voice note as WAV":      {url(1) + "/sound", 200, "audio/wav"},
		"SVG that claims PNG":    {url(2), 404, ""},
		"HTML that claims PNG":   {url(3), 404, ""},
		"no picture of HTML":     {url(3) + "/thumb", 404, ""},
		"no such message":        {mediaPath + "999999", 404, ""},
		"no number":              {mediaPath + "../../etc/passwd", 404, ""},
		"something else of it":   {url(0) + "/../../mce.db", 404, ""},
		"the front end is there": {"/index.html", 200, ""},
	} {
		got := get(tt.path)
		if got.Code != tt.status || (tt.mime != "" && got.Header().Get("Content-Type") != tt.mime) {
			t.Errorf("%s: %d %s", name, got.Code, got.Header().Get("Content-Type"))
		}
		if tt.status == 200 && tt.mime != "" && !strings.Contains(got.Header().Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: policy %q", name, got.Header().Get("Content-Security-Policy"))
		}
		if got.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s may be sniffed", name)
		}
	}
	if part := get(url(1), "Range", "bytes=0-3"); part.Code != http.StatusPartialContent || part.Body.String() != "OggS" {
		t.Errorf("a part of a file: %d %q", part.Code, part.Body.String())
	}
}
