package app

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"time"

	"mceplatform/backend"
	"mceplatform/backend/fault"
	"mceplatform/backend/media"
)

// mediaPath is where the page finds files of messages: /media/{message},
// /media/{message}/thumb, and /media/{message}/sound for voice notes as WAV.
const mediaPath = "/media/"

// serveMedia answers for files of messages, and leaves the rest to the front
// end. What is not a picture, a film or a sound by its content is never shown.
func (h *host) serveMedia(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rest, ok := strings.CutPrefix(r.URL.Path, mediaPath)
		if !ok {
			next.ServeHTTP(w, r)
			return
		}
		b := h.current()
		number, what, _ := strings.Cut(rest, "/")
		id, err := strconv.ParseInt(number, 10, 64)
		if err != nil || b == nil || (r.Method != http.MethodGet && r.Method != http.MethodHead) {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
		w.Header().Set("Cache-Control", "private, max-age=86400")
		switch what {
		case "":
			err = serveFile(w, r, b, id)
		case "thumb":
			err = serveThumb(w, r, b, id)
		case "sound":
			err = serveSound(w, r, b, id)
		default:
			err = fault.New(fault.NotFound, "There is no such file.")
		}
		if err != nil {
			w.Header().Del("Cache-Control")
			if !fault.Is(err, fault.NotFound) {
				h.log.Error("serve a file", "err", err)
			}
			http.NotFound(w, r)
		}
	})
}

func serveFile(w http.ResponseWriter, r *http.Request, b *backend.Backend, id int64) error {
	f, m, err := b.Chats.OpenMedia(r.Context(), id)
	if err != nil {
		return err
	}
	defer f.Close()
	if !media.Shown(m.Mime) {
		return fault.New(fault.NotFound, "This kind of file is not shown.")
	}
	w.Header().Set("Content-Type", m.Mime)
	w.Header().Set("Content-Disposition", "inline")
	http.ServeContent(w, r, "", time.Time{}, f)
	return nil
}

func serveThumb(w http.ResponseWriter, r *http.Request, b *backend.Backend, id int64) error {
	data, err := b.Chats.Thumb(r.Context(), id)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "image/jpeg")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
	return nil
}

// serveSound decodes a voice note: not every web view plays what phones record.
func serveSound(w http.ResponseWriter, r *http.Request, b *backend.Backend, id int64) error {
	f, m, err := b.Chats.OpenMedia(r.Context(), id)
	if err != nil {
		return err
	}
	defer f.Close()
	if m.Mime != "audio/ogg" {
		return serveFile(w, r, b, id)
	}
	var wav bytes.Buffer
	if err := media.WAV(f, &wav); err != nil {
		return serveFile(w, r, b, id) // Ogg of another kind: the web view may know it
	}
	w.Header().Set("Content-Type", "audio/wav")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(wav.Bytes()))
	return nil
}
