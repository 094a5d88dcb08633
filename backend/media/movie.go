package media

import "encoding/binary"

const (
	maxBoxes = 10_000
	maxDepth = 6
)

// movie is what the index of an MP4 file says (ISO/IEC 14496-12).
type movie struct {
	durationMS    int64
	width, height int
	sound, video  bool
	boxes         int
}

func sniffMovie(src *source, h hint) (mime, ext string) {
	switch brand := string(src.head[8:12]); {
	case brand == "M4A " || brand == "M4B ":
		return "audio/mp4", ".m4a"
	case brand == "qt  ":
		return "video/quicktime", ".mov"
	case brand == "avif" || brand == "avis":
		return "image/avif", ".avif"
	case brand == "heic" || brand == "heix" || brand == "heim" || brand == "hevc" || brand == "mif1" || brand == "msf1":
		return "image/heic", ".heic"
	case brand[:3] == "3gp" || brand[:3] == "3g2":
		if onlySound(src, h) {
			return "audio/3gpp", ".3gp"
		}
		return "video/3gpp", ".3gp"
	}
	if onlySound(src, h) {
		return "audio/mp4", ".m4a"
	}
	return "video/mp4", ".mp4"
}

// onlySound asks the tracks, and the sender when there is no index.
func onlySound(src *source, h hint) bool {
	m := readMovie(src)
	if m.sound || m.video {
		return !m.video
	}
	return h.sound()
}

func lookMovie(src *source, info *Info) {
	m := readMovie(src)
	info.DurationMS, info.Width, info.Height = m.durationMS, m.width, m.height
}

func readMovie(src *source) *movie {
	m := &movie{}
	m.walk(src, 0, src.size, 0)
	return m
}

// walk goes over the boxes between two offsets and into those that lead to what we want.
func (m *movie) walk(src *source, from, to int64, depth int) {
	for from+8 <= to && m.boxes < maxBoxes && depth < maxDepth {
		m.boxes++
		head := src.bytes(from, 16)
		if len(head) < 8 {
			return
		}
		size, start := int64(binary.BigEndian.Uint32(head)), from+8
		switch {
		case size == 0: // to the end
			size = to - from
		case size == 1 && len(head) == 16:
			size, start = int64(binary.BigEndian.Uint64(head[8:])), from+16
		}
		if size < start-from || size > to-from {
			size = to - from // cut off or a lie: what is there may still be read
			if size < start-from {
				return
			}
		}
		switch string(head[4:8]) {
		case "moov", "trak", "mdia":
			m.walk(src, start, from+size, depth+1)
		case "mvhd":
			m.header(src.bytes(start, 32))
		case "tkhd":
			m.track(src.bytes(start, int(min(size, 104))))
		case "hdlr":
			m.handler(src.bytes(start, 12))
		}
		from += size
	}
}

func (m *movie) header(b []byte) {
	switch {
	case len(b) >= 20 && b[0] == 0:
		if count := binary.BigEndian.Uint32(b[16:]); count != 1<<32-1 { // all ones: unknown
			m.durationMS = millis(float64(count), float64(binary.BigEndian.Uint32(b[12:])))
		}
	case len(b) >= 32 && b[0] == 1:
		m.durationMS = millis(float64(binary.BigEndian.Uint64(b[24:])), float64(binary.BigEndian.Uint32(b[20:])))
	}
}

// track reads the size of a picture: the last two values, in 1/65536 pixels; the matrix before them
// turns a film that was taken upright.
func (m *movie) track(b []byte) {
	size := 84
	if len(b) > 0 && b[0] == 1 {
		size = 96
	}
	if len(b) < size {
		return
	}
	w, h := int(binary.BigEndian.Uint16(b[size-8:])), int(binary.BigEndian.Uint16(b[size-4:]))
	matrix := b[size-44:]
	if binary.BigEndian.Uint32(matrix) == 0 && binary.BigEndian.Uint32(matrix[4:]) != 0 {
		w, h = h, w
	}
	if w > 0 && h > 0 {
		m.width, m.height = w, h
	}
}

func (m *movie) handler(b []byte) {
	if len(b) < 12 {
		return
	}
	m.video = m.video || string(b[8:12]) == "vide"
	m.sound = m.sound || string(b[8:12]) == "soun"
}
