package media

import (
	"errors"
	"io"
	"time"
)

const (
	headSize = 16 << 10
	unknown  = "application/octet-stream"
	// maxDuration is above any recording that WhatsApp carries; more is a lie of the file.
	maxDuration = 100 * time.Hour
)

// Info is what the content of a file says about itself.
type Info struct {
	Mime          string // without parameters; "application/octet-stream" when unknown
	Ext           string // with its dot, from the content; "" when unknown
	Width, Height int    // pixels as shown, turned when the file says so; 0 when unknown
	DurationMS    int64  // of sound and video; 0 when unknown
	Waveform      []byte // 64 values 0..100, the loudest is 100; nil when the sound cannot be decoded here
	Thumb         []byte // JPEG, longest side at most 320 px, at most 24 kB; nil when the image cannot be read
	Animated      bool   // GIF, WebP or PNG with more than one picture
}

// Inspect reads the type and the shape of a file from its content. claimedMime and name come from
// the sender and are asked only where the content leaves a choice: between office documents in one
// zip, between sound and video in one container, between plain text and CSV. It never fails; what
// it cannot read is "application/octet-stream". The offset of f is undefined afterwards.
func Inspect(f io.ReadSeeker, claimedMime, name string) Info {
	src, err := newSource(f)
	if err != nil {
		return Info{Mime: unknown}
	}
	info := Info{Mime: unknown}
	if guard(func() { info.Mime, info.Ext = sniff(src, hint{plain(claimedMime), name}) }) != nil {
		return Info{Mime: unknown}
	}
	var unreadable error
	if err := guard(func() { unreadable = look(src, &info) }); err != nil || unreadable != nil {
		return Info{Mime: unknown}
	}
	return info
}

// look fills in what depends on the type. An error means that the file is not what its first bytes
// promise; a part that cannot be read is simply left out.
func look(src *source, info *Info) error {
	switch info.Mime {
	case "image/jpeg", "image/png", "image/gif", "image/webp":
		return lookImage(src, info)
	case "audio/ogg":
		lookOgg(src, info)
	case "audio/wav":
		lookWAV(src, info)
	case "audio/mpeg":
		info.DurationMS = mp3Duration(src)
	case "video/mp4", "audio/mp4", "video/3gpp", "audio/3gpp", "video/quicktime":
		lookMovie(src, info)
	}
	return nil
}

// source is a file of known size that can be read anywhere.
type source struct {
	io.ReaderAt
	size int64
	head []byte
}

func newSource(f io.ReadSeeker) (*source, error) {
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	at, ok := f.(io.ReaderAt)
	if !ok {
		at = seekingReader{f}
	}
	src := &source{ReaderAt: at, size: size}
	src.head = src.bytes(0, headSize)
	return src, nil
}

// bytes returns up to n bytes at an offset: fewer at the end, none outside.
func (s *source) bytes(off int64, n int) []byte {
	if off < 0 || off >= s.size || n <= 0 {
		return nil
	}
	buf := make([]byte, min(int64(n), s.size-off))
	got, err := s.ReadAt(buf, off)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil
	}
	return buf[:got]
}

// all reads the file from its start, until a moment: a small file can keep a decoder busy for
// hours, so the decoder runs out of input when its time is up.
func (s *source) all(patience time.Duration) io.Reader {
	return &impatient{r: io.NewSectionReader(s, 0, s.size), until: time.Now().Add(patience)}
}

type impatient struct {
	r     io.Reader
	until time.Time
}

var errTooSlow = errors.New("media: the file takes too long to read")

func (i *impatient) Read(p []byte) (int, error) {
	if time.Now().After(i.until) {
		return 0, errTooSlow
	}
	return i.r.Read(p)
}

// seekingReader makes a ReaderAt of a file that has none. It moves the file's offset.
type seekingReader struct{ f io.ReadSeeker }

func (s seekingReader) ReadAt(p []byte, off int64) (int, error) {
	if _, err := s.f.Seek(off, io.SeekStart); err != nil {
		return 0, err
	}
	n, err := io.ReadFull(s.f, p)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	return n, err
}

var errPanic = errors.New("media: the decoder panicked")

// guard runs a decoder of foreign bytes; a panic in it means that the file cannot be read.
func guard(decode func()) (err error) {
	defer func() {
		if recover() != nil {
			err = errPanic
		}
	}()
	decode()
	return nil
}

// millis converts a count of units to milliseconds, 0 for what cannot be true.
func millis(count, perSecond float64) int64 {
	if perSecond <= 0 || count <= 0 {
		return 0
	}
	seconds := count / perSecond
	if seconds > maxDuration.Seconds() {
		return 0
	}
	return int64(seconds*1000 + 0.5)
}
