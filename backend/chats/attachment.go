package chats

import (
	"context"
	"encoding/base64"
	"errors"
	"os"

	"mceplatform/backend/clock"
	"mceplatform/backend/fault"
)

// Attachment is a file that goes with the message of a campaign or a template.
type Attachment struct {
	MediaID    int64  `json:"mediaId"`
	Kind       Kind   `json:"kind"` // how it is sent
	Name       string `json:"name"`
	Mime       string `json:"mime"`
	Size       int64  `json:"size"`  // bytes
	Width      int    `json:"width"` // pixels, 0 = not known
	Height     int    `json:"height"`
	DurationMS int64  `json:"durationMs"`
	Thumb      string `json:"thumb"` // JPEG, base64; "" = none
}

// AttachmentOf describes a file.
func AttachmentOf(m Media, k Kind) *Attachment {
	return &Attachment{
		MediaID: m.ID, Kind: k, Name: m.FileName, Mime: m.Mime, Size: m.Size, Width: m.Width, Height: m.Height, DurationMS: m.DurationMS,
		Thumb: base64.StdEncoding.EncodeToString(m.Thumb),
	}
}

// unusedFor is how long a file may lie here without belonging to anything: a
// draft that was never saved.
const unusedFor = clock.Millis(24 * 60 * 60 * 1000)

// KeepFile makes an attachment of a staged file. It stays for a day, and as long
// as a campaign or a template has it.
func (s *Service) KeepFile(ctx context.Context, fileID string, as Kind) (Attachment, error) {
	c, err := s.fileContent(Compose{FileID: fileID, As: as})
	if err != nil {
		return Attachment{}, err
	}
	if err := s.store.InTx(ctx, func(ctx context.Context) error { return s.store.CreateMedia(ctx, c.Media) }); err != nil {
		return Attachment{}, err
	}
	return *AttachmentOf(*c.Media, c.Kind), nil
}

// CopyAttachment makes an attachment of one's own of another's, within the
// caller's transaction; nil stays nil.
func (s *Service) CopyAttachment(ctx context.Context, a *Attachment) (*Attachment, error) {
	if a == nil {
		return nil, nil
	}
	m, err := s.store.GetMedia(ctx, a.MediaID)
	if err != nil || m.State != MediaReady {
		return nil, fault.Wrap(err, fault.Conflict, "The file of this message is no longer there. Choose it again.").With("field", "attachment")
	}
	m.ID = 0
	if err := s.store.CreateMedia(ctx, &m); err != nil {
		return nil, err
	}
	return AttachmentOf(m, a.Kind), nil
}

// Attached returns the content of a message with a file; ready is false while
// the file is not on WhatsApp's server.
func (s *Service) Attached(ctx context.Context, a *Attachment, text Text) (c Content, ready bool, err error) {
	if a == nil {
		return Content{Kind: KindText, Text: text}, true, nil
	}
	m, err := s.store.GetMedia(ctx, a.MediaID)
	return Content{Kind: a.Kind, Text: text, Media: &m}, s.uploaded(m), err
}

// uploadShared uploads the next file of a running campaign: once for everybody.
func (s *Service) uploadShared(ctx context.Context) (bool, error) {
	now := clock.NowMillis(s.clock)
	m, kind, err := s.store.NextSharedUpload(ctx, now, now.Add(-uploadLasts))
	if err != nil || m == nil {
		return false, err
	}
	remote, err := s.uploadFile(ctx, *m, kind)
	if ctx.Err() != nil {
		return false, nil
	}
	defer poke(s.wake)
	return true, s.store.InTx(ctx, func(ctx context.Context) error {
		m.Attempts++
		if err == nil {
			m.Remote, m.UploadedAt, m.Attempts, m.NextAt = remote, clock.NowMillis(s.clock), 0, 0
			return s.store.UpdateMedia(ctx, *m)
		}
		return s.sharedFailed(ctx, *m, err)
	})
}

func (s *Service) uploadFile(ctx context.Context, m Media, kind Kind) (Remote, error) {
	file, err := s.files.Get(m.SHA256)
	if err != nil {
		return Remote{}, err
	}
	defer file.Close()
	return s.transport.Upload(ctx, kind, file, func(int64) {})
}

// sharedFailed tries again later, and tells the source when that is no use.
func (s *Service) sharedFailed(ctx context.Context, m Media, err error) error {
	m.NextAt = clock.NowMillis(s.clock).Add(backoff(m.Attempts))
	reason := ""
	var me *MediaError
	switch {
	case errors.Is(err, os.ErrNotExist), fault.Is(err, fault.NotFound):
		reason = "The file of this campaign is no longer on this computer."
	case !errors.As(err, &me) || !me.Again || m.Attempts >= transferTries:
		reason = "WhatsApp did not take the file of this campaign."
	}
	s.log.Warn("file of a campaign not uploaded", "media", m.ID, "attempt", m.Attempts)
	if reason != "" {
		m.Attempts, m.NextAt = 0, 0 // whoever lets the campaign go on wants it tried
	}
	if err := s.store.UpdateMedia(ctx, m); err != nil || reason == "" || s.source == nil {
		return err
	}
	return s.source.FileRefused(ctx, m.ID, reason)
}
