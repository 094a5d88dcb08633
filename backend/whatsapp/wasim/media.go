package wasim

import (
	"bytes"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"go.mau.fi/whatsmeow/util/cbcutil"
)

// mediaAuth is the credential the media_conn query hands out.
const mediaAuth = "sim"

const (
	maxUpload    = 128 << 20
	mediaMACSize = 10
	mediaHost    = "https://mmg.whatsapp.net"
	mediaPrefix  = "/v/"
)

// mediaInfo is, per kind of upload, the text its keys are derived with.
var mediaInfo = map[string]string{
	"image":       "WhatsApp Image Keys",
	"video":       "WhatsApp Video Keys",
	"audio":       "WhatsApp Audio Keys",
	"document":    "WhatsApp Document Keys",
	"md-msg-hist": "WhatsApp History Keys",
}

// mediaRef is how a message names an encrypted file.
type mediaRef struct {
	kind             string // key of mediaInfo
	key, sha, encSHA []byte
	path             string
	size             int
}

var errMedia = errors.New("the file does not match what the message says about it")

// mediaKeys derives what a file is encrypted with from its key: 16 bytes of
// IV, 32 of cipher key, 32 of MAC key.
func mediaKeys(key []byte, kind string) (iv, cipherKey, macKey []byte, err error) {
	out, err := hkdf.Key(sha256.New, key, nil, mediaInfo[kind], 112)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("derive media keys: %w", err)
	}
	return out[:16], out[16:48], out[48:80], nil
}

func mediaMAC(macKey, iv, body []byte) []byte {
	h := hmac.New(sha256.New, macKey)
	h.Write(iv)
	h.Write(body)
	return h.Sum(nil)[:mediaMACSize]
}

// upload encrypts a file with a key (nil makes one) and puts it on the media
// server, as a phone does with what it sends.
func (s *Server) upload(kind string, plain, key []byte) (mediaRef, error) {
	if key == nil {
		key = randomBytes(32)
	}
	iv, cipherKey, macKey, err := mediaKeys(key, kind)
	if err != nil {
		return mediaRef{}, err
	}
	body, err := cbcutil.Encrypt(cipherKey, iv, plain)
	if err != nil {
		return mediaRef{}, fmt.Errorf("encrypt media: %w", err)
	}
	body = append(body, mediaMAC(macKey, iv, body)...)
	sha, encSHA := sha256.Sum256(plain), sha256.Sum256(body)
	path, err := s.media.accept(base64.URLEncoding.EncodeToString(encSHA[:]), body)
	if err != nil {
		return mediaRef{}, err
	}
	return mediaRef{kind: kind, key: key, sha: sha[:], encSHA: encSHA[:], path: path, size: len(plain)}, nil
}

// download fetches and decrypts a file and checks every hash a real phone
// checks. What was ordered about media applies to clients, not to phones.
func (s *Server) download(ref mediaRef) ([]byte, error) {
	body, ok := s.media.load(mediaName(ref.path))
	sum := sha256.Sum256(body)
	if !ok || len(body) <= mediaMACSize || !bytes.Equal(sum[:], ref.encSHA) {
		return nil, errMedia
	}
	iv, cipherKey, macKey, err := mediaKeys(ref.key, ref.kind)
	if err != nil {
		return nil, err
	}
	body, mac := body[:len(body)-mediaMACSize], body[len(body)-mediaMACSize:]
	if !hmac.Equal(mac, mediaMAC(macKey, iv, body)) {
		return nil, errMedia
	}
	plain, err := cbcutil.Decrypt(cipherKey, iv, bytes.Clone(body))
	if err != nil {
		return nil, fmt.Errorf("decrypt media: %w", err)
	}
	if sum = sha256.Sum256(plain); !bytes.Equal(sum[:], ref.sha) || len(plain) != ref.size {
		return nil, errMedia
	}
	return plain, nil
}

// keepPlain stores the decrypted file of a message on behalf of a phone and
// returns its hash in hex. All phones share one copy.
func (s *Server) keepPlain(plain []byte) string {
	sum := sha256.Sum256(plain)
	sha := hex.EncodeToString(sum[:])
	s.media.save("plain-"+sha, plain)
	return sha
}

// Media returns the file of a message as the phone holds it; false when the
// message has none or the phone lost it.
func (p *Phone) Media(id string) ([]byte, bool) {
	p.s.mu.Lock()
	m, forgotten := p.shownByID(id), p.forgotten[id]
	sha := ""
	if m != nil {
		sha = m.MediaSHA
	}
	p.s.mu.Unlock()
	if sha == "" || forgotten {
		return nil, false
	}
	return p.s.media.load("plain-" + sha)
}

// ForgetMedia makes the phone lose the file of a message, as one that was
// cleaned up to save space: it cannot be uploaded again.
func (p *Phone) ForgetMedia(id string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.forgotten[id] = true
}

// ExpireMedia makes the media server answer every download of a client with
// 410, until it is withdrawn.
func (f *Faults) ExpireMedia(expired bool) {
	f.s.media.set(func(o *mediaOrders) { o.expired = expired })
}

// ExpireMediaOf deletes the file of one message from the media server: its
// download is answered with 410. An upload that follows lives.
func (f *Faults) ExpireMediaOf(id string) {
	for _, ref := range f.s.mediaOf(id) {
		f.s.media.expire(mediaName(ref.path))
	}
}

// RefuseUploads answers the next n uploads of clients with an HTTP status.
func (f *Faults) RefuseUploads(status, n int) {
	f.s.media.set(func(o *mediaOrders) { o.refuseStatus, o.refuseCount = status, n })
}

// SlowMedia limits uploads and downloads of clients to this many bytes per
// second; zero lifts the limit.
func (f *Faults) SlowMedia(bytesPerSecond int) {
	f.s.media.set(func(o *mediaOrders) { o.rate = bytesPerSecond })
}

// mediaOf lists the files that phones know for a message id.
func (s *Server) mediaOf(id string) []mediaRef {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []mediaRef
	for _, p := range s.order {
		if m := p.shownByID(id); m != nil {
			if r := readRaw(m.raw); r.media != nil {
				out = append(out, *r.media)
			}
		}
	}
	return out
}

// routeMedia adds the media server to the HTTP server.
func (s *Server) routeMedia(mux *http.ServeMux) {
	mux.HandleFunc("POST /mms/{kind}/{token}", s.receiveUpload)
	mux.HandleFunc("GET "+mediaPrefix+"{name}", s.serveDownload)
	// Clients delete history they have read; the service answers all the same
	// when it is gone already.
	mux.HandleFunc("DELETE /mms/md-msg-hist/{token}", func(w http.ResponseWriter, r *http.Request) {
		path, err := base64.RawURLEncoding.DecodeString(r.URL.Query().Get("d_md"))
		if err != nil {
			http.Error(w, "malformed d_md", http.StatusBadRequest)
			return
		}
		s.media.remove(mediaName(string(path)))
	})
}

// receiveUpload takes an upload of a client. The token is the hash of what is
// uploaded.
func (s *Server) receiveUpload(w http.ResponseWriter, r *http.Request) {
	kind, token := r.PathValue("kind"), r.PathValue("token")
	if status := s.media.takeRefusal(); status != 0 {
		http.Error(w, "refused to order", status)
		return
	}
	if mediaInfo[kind] == "" {
		s.reportUnhandled("upload of kind " + kind)
		http.NotFound(w, r)
		return
	}
	if r.URL.Query().Get("auth") != mediaAuth {
		http.Error(w, "unauthorized", http.StatusUnauthorized)
		return
	}
	var body bytes.Buffer
	if err := s.copySlowly(r, &body, http.MaxBytesReader(w, r.Body, maxUpload)); err != nil {
		http.Error(w, "upload interrupted", http.StatusBadRequest)
		return
	}
	path, err := s.media.accept(token, body.Bytes())
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	// A client that hung up uploads again.
	_ = json.NewEncoder(w).Encode(map[string]string{"url": mediaHost + path, "direct_path": path})
}

func (s *Server) serveDownload(w http.ResponseWriter, r *http.Request) {
	body, status := s.media.download(r.PathValue("name"))
	if status != http.StatusOK {
		http.Error(w, http.StatusText(status), status)
		return
	}
	w.Header().Set("Content-Length", fmt.Sprint(len(body)))
	if err := s.copySlowly(r, w, bytes.NewReader(body)); err != nil {
		s.log.Debug("media download interrupted", "error", err)
	}
}

// copySlowly copies at the ordered rate, ten steps a second, until the client
// hangs up.
func (s *Server) copySlowly(r *http.Request, w io.Writer, from io.Reader) error {
	rate := s.media.rate()
	if rate <= 0 {
		_, err := io.Copy(w, from)
		return err
	}
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		_, err := io.CopyN(w, from, int64(max(rate/10, 1)))
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if f, ok := w.(http.Flusher); ok {
			f.Flush()
		}
		select {
		case <-tick.C:
		case <-r.Context().Done():
			return r.Context().Err()
		case <-s.ctx.Done():
			return errServerClosed
		}
	}
}

// mediaName is the name of a file in a direct path.
func mediaName(directPath string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(directPath, mediaPrefix), "?")
	return name
}
