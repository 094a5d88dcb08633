package wasim_test

import (
	"bytes"
	"errors"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"google.golang.org/protobuf/proto"

	"mceplatform/backend/whatsapp/wasim"
)

// sendImage uploads and sends as an application does.
func (c *client) sendImage(t *testing.T, to *wasim.Phone, data []byte) (string, *waE2E.ImageMessage) {
	t.Helper()
	ctx := testContext(t)
	up, err := c.Upload(ctx, data, whatsmeow.MediaImage)
	if err != nil {
		t.Fatal(err)
	}
	img := &waE2E.ImageMessage{
		URL: &up.URL, DirectPath: &up.DirectPath, MediaKey: up.MediaKey, FileEncSHA256: up.FileEncSHA256, FileSHA256: up.FileSHA256,
		FileLength: &up.FileLength, Mimetype: proto.String("image/png"), Caption: proto.String("look"),
	}
	resp, err := c.SendMessage(ctx, lid(to), &waE2E.Message{ImageMessage: img})
	if err != nil {
		t.Fatal(err)
	}
	return resp.ID, img
}

// The phones download and decrypt what a client sends, and refuse what does
// not match.
func TestMediaOut(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	data := bytes.Repeat([]byte{1, 2, 3, 4, 5}, 2000)
	id, img := c.sendImage(t, w.bob, data)
	for _, p := range []*wasim.Phone{w.bob, w.owner} {
		w.mustAwait(ctx, t, "image on "+p.Number(), func() bool { return shownByID(p, id).MediaSHA == shaOf(data) })
		if m := shownByID(p, id); m.Kind != wasim.KindImage || m.Text != "look" || m.Mime != "image/png" {
			t.Errorf("shown: %+v", m)
		}
	}
	img.MediaKey = make([]byte, 32)
	resp, err := c.SendMessage(ctx, lid(w.bob), &waE2E.Message{ImageMessage: img})
	if err != nil {
		t.Fatal(err)
	}
	w.mustAwait(ctx, t, "image with the wrong key", func() bool { return shownByID(w.bob, resp.ID).Kind == wasim.KindImage })
	if m := shownByID(w.bob, resp.ID); m.MediaSHA != "" {
		t.Errorf("the phone decrypted with the wrong key: %+v", m)
	}
}

func TestMediaFaults(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	id := w.mustContent(ctx, t, w.bob, wasim.Content{Kind: wasim.KindImage, Data: []byte("picture")}, wasim.SendOptions{})
	img := c.awaitMessage(ctx, id).Message.GetImageMessage()
	download := func(want error) {
		t.Helper()
		if _, err := c.Download(ctx, img); !errors.Is(err, want) {
			t.Errorf("download: %v, want %v", err, want)
		}
	}
	w.Faults().ExpireMedia(true)
	download(whatsmeow.ErrMediaDownloadFailedWith410)
	w.Faults().ExpireMedia(false)
	download(nil)
	w.Faults().ExpireMediaOf(id)
	download(whatsmeow.ErrMediaDownloadFailedWith410)
	img.DirectPath = proto.String("/v/never-was-there?ccb=1")
	download(whatsmeow.ErrMediaDownloadFailedWith404)

	up, err := c.Upload(ctx, []byte("history"), whatsmeow.MediaHistory)
	if err != nil {
		t.Fatal(err)
	}
	if err = c.DeleteMedia(ctx, whatsmeow.MediaHistory, up.DirectPath, up.FileEncSHA256, ""); err != nil {
		t.Fatal(err)
	}
	img.DirectPath = &up.DirectPath
	download(whatsmeow.ErrMediaDownloadFailedWith404)

	w.Faults().RefuseUploads(http.StatusInsufficientStorage, 1)
	if _, err := c.Upload(ctx, []byte("x"), whatsmeow.MediaImage); err == nil || !strings.Contains(err.Error(), "507") {
		t.Errorf("refused upload: %v", err)
	}
	if _, err := c.Upload(ctx, []byte("x"), whatsmeow.MediaImage); err != nil {
		t.Errorf("next upload: %v", err)
	}
	w.Faults().SlowMedia(100_000)
	start := time.Now()
	if _, err := c.Upload(ctx, make([]byte, 50_000), whatsmeow.MediaImage); err != nil || time.Since(start) < 300*time.Millisecond {
		t.Errorf("slow upload: %v after %s", err, time.Since(start))
	}
}

// The server refuses what does not match its token, and unknown credentials.
func TestUploadChecks(t *testing.T) {
	ctx, w := testContext(t), newWorld(t, wasim.Config{})
	httpClient, err := w.Endpoint().HTTPClient()
	if err != nil {
		t.Fatal(err)
	}
	defer httpClient.CloseIdleConnections()
	for path, want := range map[string]int{
		"/mms/image/bm90IHRoZSBoYXNo?auth=sim":   http.StatusBadRequest,
		"/mms/image/bm90IHRoZSBoYXNo?auth=wrong": http.StatusUnauthorized,
	} {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://mmg.whatsapp.net"+path, strings.NewReader("body"))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := httpClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("%s: status %d, want %d", path, resp.StatusCode, want)
		}
	}
}

// A restarted simulator still serves what was uploaded before, and its phones
// still have their files.
func TestMediaOverRestart(t *testing.T) {
	state := filepath.Join(t.TempDir(), "state.json")
	ctx, w, c := linked(t, wasim.Config{StateFile: state})
	id := w.mustContent(ctx, t, w.bob, wasim.Content{Kind: wasim.KindDocument, Data: []byte("contract")}, wasim.SendOptions{})
	doc := c.awaitMessage(ctx, id).Message.GetDocumentMessage()
	c.Disconnect()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	w2 := newWorld(t, wasim.Config{StateFile: state})
	c2 := openClient(t, w2.Endpoint(), c.dsn)
	if err := c2.Connect(); err != nil {
		t.Fatal(err)
	}
	c2.connected(ctx, 1)
	if got, err := c2.Download(ctx, doc); err != nil || string(got) != "contract" {
		t.Errorf("download after restart: %q, %v", got, err)
	}
	if got, ok := w2.bob.Media(id); !ok || string(got) != "contract" {
		t.Errorf("bob's copy after restart: %q", got)
	}
}
