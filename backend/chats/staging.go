package chats

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
	"time"

	"mceplatform/backend/fault"
	"mceplatform/backend/media"
)

// Staged is a file that the window has handed over and that has not been sent.
type Staged struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Size       int64  `json:"size"`
	Mime       string `json:"mime"` // by its content
	As         Kind   `json:"as"`   // how it is sent unless chosen otherwise
	CanBe      []Kind `json:"canBe"`
	Width      int    `json:"width"`
	Height     int    `json:"height"`
	DurationMS int64  `json:"durationMs"`
}

const (
	maxFile    = 100 << 20 // bytes; WhatsApp takes larger documents, the memory of small computers does not
	maxSticker = 500 << 10
	maxStaged  = 20
	stagedFor  = 6 * time.Hour
)

// staging holds files between the window and the message they go out with. A
// file that is never sent is forgotten; nothing of it is in the database.
type staging struct {
	mu    sync.Mutex
	files map[string]*stagedFile
}

type stagedFile struct {
	Staged
	temp  *media.Temp // while it grows
	sha   string      // once it is whole
	info  media.Info
	since time.Time
}

func newStaging() *staging { return &staging{files: map[string]*stagedFile{}} }

// StageFile begins to take over a file of the window.
func (s *Service) StageFile(_ context.Context, name string, size int64) (Staged, error) {
	if size <= 0 {
		return Staged{}, fault.New(fault.Invalid, "%s is empty.", fileWord(name)).With("field", "file")
	}
	if size > maxFile {
		return Staged{}, fault.New(fault.Invalid, "%s has %d MB. At most %d MB can be sent.", fileWord(name), size>>20, maxFile>>20).With("field", "file")
	}
	s.staged.mu.Lock()
	defer s.staged.mu.Unlock()
	s.staged.forgetOld(s.clock.Now())
	if len(s.staged.files) >= maxStaged {
		return Staged{}, fault.New(fault.Conflict, "At most %d files can wait to be sent. Send or remove some first.", maxStaged)
	}
	temp, err := s.files.Temp()
	if err != nil {
		return Staged{}, fault.Wrap(err, fault.Unavailable, "The file cannot be kept: the data folder cannot be written to.")
	}
	f := &stagedFile{Staged: Staged{ID: rand.Text(), Name: media.CleanName(name), Size: size}, temp: temp, since: s.clock.Now()}
	s.staged.files[f.ID] = f
	return f.Staged, nil
}

func fileWord(name string) string {
	if name = media.CleanName(name); name != "" {
		return "“" + name + "”"
	}
	return "The file"
}

// AppendFile adds the next part of a staged file, in base64.
func (s *Service) AppendFile(_ context.Context, id, part string) error {
	data, err := base64.StdEncoding.DecodeString(part)
	if err != nil {
		return fault.New(fault.Invalid, "The file did not come over whole. Choose it again.").With("field", "file")
	}
	s.staged.mu.Lock()
	defer s.staged.mu.Unlock()
	f, err := s.staged.growing(id)
	if err != nil {
		return err
	}
	info, err := f.temp.Stat()
	if err == nil && info.Size()+int64(len(data)) > f.Size {
		return fault.New(fault.Invalid, "The file is larger than was said. Choose it again.").With("field", "file")
	}
	if err == nil {
		_, err = f.temp.Write(data)
	}
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "The file cannot be kept: %s.", diskWord(err))
	}
	return nil
}

// FinishFile says that a staged file is whole, and looks into it.
func (s *Service) FinishFile(_ context.Context, id string) (Staged, error) {
	s.staged.mu.Lock()
	defer s.staged.mu.Unlock()
	f, err := s.staged.growing(id)
	if err != nil {
		return Staged{}, err
	}
	if info, err := f.temp.Stat(); err != nil || info.Size() != f.Size {
		s.staged.drop(id)
		return Staged{}, fault.New(fault.Invalid, "%s did not come over whole. Choose it again.", fileWord(f.Name)).With("field", "file")
	}
	f.info = media.Inspect(f.temp, "", f.Name)
	if f.sha, _, err = f.temp.Keep(); err != nil {
		s.staged.drop(id)
		return Staged{}, fault.Wrap(err, fault.Unavailable, "The file cannot be kept: %s.", diskWord(err))
	}
	f.temp = nil
	f.Mime, f.Width, f.Height, f.DurationMS = f.info.Mime, f.info.Width, f.info.Height, f.info.DurationMS
	f.CanBe = kindsOf(f.info, f.Size)
	f.As = f.CanBe[0]
	return f.Staged, nil
}

// DropFile forgets a staged file.
func (s *Service) DropFile(_ context.Context, id string) error {
	s.staged.mu.Lock()
	defer s.staged.mu.Unlock()
	s.staged.drop(id)
	return nil
}

// kindsOf lists how a file can be sent, the usual way first.
func kindsOf(i media.Info, size int64) []Kind {
	var kinds []Kind
	switch {
	case i.Mime == "image/webp" && i.Width == 512 && i.Height == 512 && size <= maxSticker:
		kinds = []Kind{KindSticker, KindImage}
	case i.Mime == "image/jpeg", i.Mime == "image/png", i.Mime == "image/webp":
		kinds = []Kind{KindImage}
	case i.Mime == "video/mp4", i.Mime == "video/3gpp":
		kinds = []Kind{KindVideo}
	case i.Mime == "audio/ogg" && i.Waveform != nil: // Opus, which is what voice notes are
		kinds = []Kind{KindVoice, KindAudio}
	case strings.HasPrefix(i.Mime, "audio/"):
		kinds = []Kind{KindAudio}
	}
	return append(kinds, KindDocument)
}

// fileContent makes a message's content of a staged file.
func (s *Service) fileContent(c Compose) (Content, error) {
	s.staged.mu.Lock()
	defer s.staged.mu.Unlock()
	f := s.staged.files[c.FileID]
	if f == nil || f.sha == "" {
		return Content{}, fault.New(fault.Conflict, "The file is no longer there. Choose it again.").With("field", "file")
	}
	kind := c.As
	if kind == "" {
		kind = f.As
	}
	ok := false
	for _, k := range f.CanBe {
		ok = ok || k == kind
	}
	if !ok {
		return Content{}, fault.New(fault.Invalid, "%s cannot be sent as %s.", fileWord(f.Name), kind).With("field", "as")
	}
	var text Text
	if strings.TrimSpace(c.Text) != "" {
		if !kind.Captioned() {
			return Content{}, fault.New(fault.Invalid, "WhatsApp shows no words with a file of this kind. Send them as a message of their own.").With("field", "text")
		}
		var err error
		if text, err = CleanText(c.Text); err != nil {
			return Content{}, err
		}
	}
	delete(s.staged.files, c.FileID) // the file itself stays: the message refers to it
	return Content{Kind: kind, Text: text, Media: &Media{
		State: MediaReady, Mime: f.Mime, Size: f.Size, FileName: f.Name, Width: f.Width, Height: f.Height, DurationMS: f.DurationMS,
		Waveform: f.info.Waveform, Thumb: f.info.Thumb, Animated: f.info.Animated, SHA256: f.sha,
	}}, nil
}

func (g *staging) growing(id string) (*stagedFile, error) {
	f := g.files[id]
	if f == nil || f.temp == nil {
		return nil, fault.New(fault.Conflict, "The file is no longer there. Choose it again.").With("field", "file")
	}
	return f, nil
}

func (g *staging) drop(id string) {
	if f := g.files[id]; f != nil && f.temp != nil {
		f.temp.Drop()
	}
	delete(g.files, id)
}

func (g *staging) forgetOld(now time.Time) {
	for id, f := range g.files {
		if now.Sub(f.since) > stagedFor {
			g.drop(id)
		}
	}
}

// diskWord says what is wrong with the disk, as far as it is known.
func diskWord(err error) string {
	if text := strings.ToLower(err.Error()); strings.Contains(text, "no space") || strings.Contains(text, "not enough space") {
		return "the disk is full"
	}
	return fmt.Sprintf("the disk could not be written to (%T)", err)
}
