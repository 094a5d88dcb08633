package whatsapp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/proto/waMmsRetry"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"mceplatform/backend/chats"
	"mceplatform/backend/leads"
	"mceplatform/backend/media"
)

// downloadable is what all messages with a file have.
type downloadable interface {
	GetURL() string
	GetDirectPath() string
	GetMediaKey() []byte
	GetFileSHA256() []byte
	GetFileEncSHA256() []byte
	GetMimetype() string
	GetFileLength() uint64
	GetContextInfo() *waE2E.ContextInfo
}

// fileOf reads a message that carries a file; nil for others. The file itself
// is fetched later.
func fileOf(m *waE2E.Message) (*chats.Content, *waE2E.ContextInfo) {
	var c chats.Content
	var f chats.Media
	var d downloadable
	switch {
	case m.GetImageMessage() != nil:
		i := m.GetImageMessage()
		d, c = i, chats.Content{Kind: chats.KindImage, Text: clean(i.GetCaption())}
		f = chats.Media{Width: pixels(i.GetWidth()), Height: pixels(i.GetHeight()), Thumb: pictureOf(i.GetJPEGThumbnail())}
	case m.GetVideoMessage() != nil, m.GetPtvMessage() != nil:
		v := m.GetVideoMessage()
		if v == nil {
			v = m.GetPtvMessage()
		}
		d, c = v, chats.Content{Kind: chats.KindVideo, Text: clean(v.GetCaption())}
		f = chats.Media{Width: pixels(v.GetWidth()), Height: pixels(v.GetHeight()), DurationMS: int64(v.GetSeconds()) * 1000, Animated: v.GetGifPlayback(), Thumb: pictureOf(v.GetJPEGThumbnail())}
	case m.GetAudioMessage() != nil:
		a := m.GetAudioMessage()
		d, c = a, chats.Content{Kind: chats.KindAudio}
		f = chats.Media{DurationMS: int64(a.GetSeconds()) * 1000}
		if a.GetPTT() {
			c.Kind, f.Waveform = chats.KindVoice, waveOf(a.GetWaveform())
		}
	case m.GetDocumentMessage() != nil:
		o := m.GetDocumentMessage()
		d, c = o, chats.Content{Kind: chats.KindDocument, Text: clean(o.GetCaption())}
		f = chats.Media{FileName: media.CleanName(o.GetFileName()), Thumb: pictureOf(o.GetJPEGThumbnail())}
		if f.FileName == "" {
			f.FileName = media.CleanName(o.GetTitle())
		}
	case m.GetStickerMessage() != nil:
		s := m.GetStickerMessage()
		d, c = s, chats.Content{Kind: chats.KindSticker}
		f = chats.Media{Width: pixels(s.GetWidth()), Height: pixels(s.GetHeight()), Animated: s.GetIsAnimated(), Thumb: pictureOf(s.GetPngThumbnail())}
	default:
		return nil, nil
	}
	f.State, f.Wanted = chats.MediaRemote, true
	f.Mime, f.Size = leads.CleanName(d.GetMimetype()), int64(min(d.GetFileLength(), math.MaxInt64))
	f.Remote = chats.Remote{DirectPath: d.GetDirectPath(), URL: d.GetURL(), Key: d.GetMediaKey(), EncSHA256: d.GetFileEncSHA256(), FileSHA256: d.GetFileSHA256()}
	if f.Remote.DirectPath == "" || len(f.Remote.Key) != 32 || len(f.Remote.EncSHA256) != 32 || len(f.Remote.FileSHA256) != 32 {
		f.State, f.Wanted, f.Remote = chats.MediaFailed, false, chats.Remote{}
		f.Reason = "The message does not say where its file is. Open it on your phone."
	}
	c.Media = &f
	return &c, d.GetContextInfo()
}

func pixels(n uint32) int { return int(min(n, 1<<20)) }

// waveOf takes over the loudness values of a voice note, 0 to 100.
func waveOf(raw []byte) []byte {
	if len(raw) == 0 || len(raw) > 1024 {
		return nil
	}
	out := make([]byte, len(raw))
	for i, v := range raw {
		out[i] = min(v, 100)
	}
	return out
}

var mediaTypes = map[chats.Kind]whatsmeow.MediaType{
	chats.KindImage: whatsmeow.MediaImage, chats.KindSticker: whatsmeow.MediaImage, chats.KindVideo: whatsmeow.MediaVideo,
	chats.KindAudio: whatsmeow.MediaAudio, chats.KindVoice: whatsmeow.MediaAudio, chats.KindDocument: whatsmeow.MediaDocument,
}

// Download implements chats.MediaTransport.
func (c *Client) Download(ctx context.Context, kind chats.Kind, m chats.Media, into chats.MediaFile, progress func(int64)) error {
	wa := c.current()
	if wa == nil {
		return &chats.MediaError{Again: true, Err: whatsmeow.ErrNotConnected}
	}
	r := m.Remote
	err := wa.DownloadMediaWithPathToFile(ctx, r.DirectPath, r.EncSHA256, r.FileSHA256, r.Key, mediaTypes[kind], "", false, &countedFile{MediaFile: into, told: progress})
	return mediaError(err)
}

// Upload implements chats.MediaTransport.
func (c *Client) Upload(ctx context.Context, kind chats.Kind, file io.Reader, progress func(int64)) (chats.Remote, error) {
	wa := c.current()
	if wa == nil {
		return chats.Remote{}, &chats.MediaError{Again: true, Err: whatsmeow.ErrNotConnected}
	}
	temp, err := os.CreateTemp("", "mce-upload-*") // it holds the encrypted file
	if err != nil {
		return chats.Remote{}, err
	}
	defer os.Remove(temp.Name())
	defer temp.Close()
	up, err := wa.UploadReader(ctx, file, &countedUpload{File: temp, told: progress}, mediaTypes[kind])
	if err != nil {
		return chats.Remote{}, mediaError(err)
	}
	return chats.Remote{DirectPath: up.DirectPath, URL: up.URL, Key: up.MediaKey, EncSHA256: up.FileEncSHA256, FileSHA256: up.FileSHA256}, nil
}

// RequestAgain implements chats.MediaTransport.
func (c *Client) RequestAgain(ctx context.Context, o chats.MediaOwner, key []byte) error {
	wa := c.current()
	if wa == nil {
		return whatsmeow.ErrNotConnected
	}
	to, err := c.leads.AddressOf(ctx, o.LeadID)
	if err != nil {
		return err
	}
	list := addressees(to)
	if len(list) == 0 {
		return errNotOnWhatsApp
	}
	src := types.MessageSource{Chat: list[0], Sender: list[0], IsFromMe: o.FromMe}
	return wa.SendMediaRetryReceipt(ctx, &types.MessageInfo{ID: o.WAID, MessageSource: src}, key)
}

// mediaError is the one place where errors of transfers are classed.
func mediaError(err error) error {
	if err == nil {
		return nil
	}
	gone := errors.Is(err, whatsmeow.ErrMediaDownloadFailedWith403) || errors.Is(err, whatsmeow.ErrMediaDownloadFailedWith404) || errors.Is(err, whatsmeow.ErrMediaDownloadFailedWith410)
	wrong := errors.Is(err, whatsmeow.ErrInvalidMediaSHA256) || errors.Is(err, whatsmeow.ErrInvalidMediaHMAC) || errors.Is(err, whatsmeow.ErrInvalidMediaEncSHA256) ||
		errors.Is(err, whatsmeow.ErrTooShortFile) || errors.Is(err, whatsmeow.ErrInvalidUnencryptedMediaSHA256)
	return &chats.MediaError{Gone: gone, Again: !gone && !wrong, Err: fmt.Errorf("%w", err)}
}

// onMediaRetry takes the phone's answer about a file that the server no longer
// had. whatsmeow does not ask whether that worked, so it is written with some
// patience.
func (c *Client) onMediaRetry(ctx context.Context, e *events.MediaRetry) {
	err := c.patiently(ctx, func() error {
		key, err := c.inbound.MediaKey(ctx, e.MessageID, e.FromMe)
		if err != nil || key == nil {
			return err
		}
		path := ""
		if n, err := whatsmeow.DecryptMediaRetryNotification(e, key); err == nil && n.GetResult() == waMmsRetry.MediaRetryNotification_SUCCESS {
			path = n.GetDirectPath()
		}
		return c.inbound.MediaAnswered(ctx, e.MessageID, e.FromMe, path)
	})
	if err != nil {
		c.log.Error("answer about a file not stored", "err", err)
	}
}

// countedFile tells how much of a download has been written.
type countedFile struct {
	chats.MediaFile
	told func(int64)
}

func (f *countedFile) Write(p []byte) (int, error) {
	n, err := f.MediaFile.Write(p)
	if at, serr := f.Seek(0, io.SeekCurrent); serr == nil {
		f.told(at)
	}
	return n, err
}

// countedUpload tells how much of the encrypted file has been sent. It embeds
// no io.WriterTo: every byte passes Read.
type countedUpload struct {
	File *os.File
	told func(int64)
	read int64
}

func (f *countedUpload) Write(p []byte) (int, error) { return f.File.Write(p) }

func (f *countedUpload) Seek(offset int64, whence int) (int64, error) {
	f.read = 0
	return f.File.Seek(offset, whence)
}

func (f *countedUpload) Read(p []byte) (int, error) {
	n, err := f.File.Read(p)
	f.read += int64(n)
	f.told(f.read)
	return n, err
}
