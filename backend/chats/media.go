package chats

import (
	"context"
	"io"
	"os"

	"mceplatform/backend/clock"
)

// MediaState says where the file of a message is.
type MediaState string

// States of a file. Ours start as outgoing and become ready at once; what comes
// in goes remote -> fetching -> ready.
const (
	MediaRemote    MediaState = "remote"    // on WhatsApp's server; not fetched, because it is large or waits its turn
	MediaFetching  MediaState = "fetching"  // on its way here
	MediaReady     MediaState = "ready"     // here
	MediaRequested MediaState = "requested" // gone from the server; the phone was asked to put it there again
	MediaExpired   MediaState = "expired"   // neither the server nor the phone has it any more
	MediaFailed    MediaState = "failed"    // Reason says why; it can be tried again
)

// Media is the file of a message. Its name on disk is SHA256.
type Media struct {
	ID         int64        `json:"id"`
	State      MediaState   `json:"state"`
	Mime       string       `json:"mime"`       // sniffed once it is here, the sender's word before
	Size       int64        `json:"size"`       // bytes
	FileName   string       `json:"fileName"`   // what the sender called it, cleaned; for reading only
	Width      int          `json:"width"`      // pixels, 0 = not known
	Height     int          `json:"height"`     //
	DurationMS int64        `json:"durationMs"` //
	Waveform   []byte       `json:"-"`          // 64 loudness values 0..100 of a voice note
	Wave       []int        `json:"wave" gorm:"-"`
	HasThumb   bool         `json:"hasThumb"`
	Animated   bool         `json:"animated"` // a sticker or a video that plays like a GIF
	Reason     string       `json:"reason"`   // a sentence, when failed or expired
	Wanted     bool         `json:"-"`        // somebody asked for it, or it is small enough
	SHA256     string       `json:"-" gorm:"column:sha256"`
	Thumb      []byte       `json:"-"`
	Remote     Remote       `json:"-" gorm:"embedded"`
	UploadedAt clock.Millis `json:"-"` // of ours: when WhatsApp's server got it; 0 = not yet
	Attempts   int          `json:"-"`
	NextAt     clock.Millis `json:"-"`
}

// Remote is where WhatsApp's server has a file and how it is decrypted.
type Remote struct {
	DirectPath string
	URL        string `gorm:"column:url"`
	Key        []byte `gorm:"column:media_key"`
	EncSHA256  []byte `gorm:"column:enc_sha256"`
	FileSHA256 []byte `gorm:"column:file_sha256"`
}

// MediaFile is the file that a download is decrypted in.
type MediaFile interface {
	io.ReadWriteSeeker
	io.ReaderAt
	io.WriterAt
	Truncate(size int64) error
	Stat() (os.FileInfo, error)
}

// MediaTransport carries files to and from WhatsApp's server. Errors are
// *MediaError.
type MediaTransport interface {
	// Download writes the decrypted file; progress is told the bytes so far.
	Download(ctx context.Context, kind Kind, m Media, into MediaFile, progress func(done int64)) error
	// Upload sends a file and returns where it lies. It stays there for some weeks.
	Upload(ctx context.Context, kind Kind, file io.Reader, progress func(done int64)) (Remote, error)
	// RequestAgain asks the owner's phone to put a file on the server once more.
	// The answer comes as an event.
	RequestAgain(ctx context.Context, m MediaOwner, key []byte) error
}

// MediaOwner names the message that a file belongs to.
type MediaOwner struct {
	LeadID int64
	WAID   string
	FromMe bool
}

// MediaError is a failed transfer.
type MediaError struct {
	Gone  bool // the server has the file no more
	Again bool // worth another try later
	Err   error
}

func (e *MediaError) Error() string { return "media: " + e.Err.Error() }

// Unwrap returns the cause.
func (e *MediaError) Unwrap() error { return e.Err }

// EventMedia tells how far a transfer is; data: MediaEvent.
const EventMedia = "media:progressed"

// MediaEvent is the progress of one transfer. A file that is done or failed is
// told by message:changed.
type MediaEvent struct {
	ChatID    int64 `json:"chatId"`
	MessageID int64 `json:"messageId"`
	Percent   int   `json:"percent"`
}
