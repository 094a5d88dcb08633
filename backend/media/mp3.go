package media

import "encoding/binary"

// Kilobits per second of layer III by index (ISO/IEC 11172-3 and 13818-3).
var (
	mp3Rates1 = [16]int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}
	mp3Rates2 = [16]int{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
)

// mp3Frame is one frame header of layer III.
type mp3Frame struct {
	kbps, rate, samples int
	size                int64 // bytes to the next frame
	index               int64 // from the frame's start to where a Xing header would be
}

func parseMP3(b []byte) (f mp3Frame, ok bool) {
	if len(b) < 4 || b[0] != 0xFF || b[1]&0xE0 != 0xE0 || b[1]&6 != 2 {
		return f, false
	}
	version, rate := b[1]>>3&3, b[2]>>2&3 // version 3 is MPEG 1, 2 is MPEG 2, 0 is MPEG 2.5
	if version == 1 || rate == 3 {
		return f, false
	}
	mono := b[3]>>6 == 3
	f.rate = [3]int{44100, 48000, 32000}[rate]
	f.kbps, f.samples, f.index = mp3Rates1[b[2]>>4], 1152, 4+32
	if mono {
		f.index = 4 + 17
	}
	if version != 3 {
		f.rate /= 2
		f.kbps, f.samples, f.index = mp3Rates2[b[2]>>4], 576, 4+17
		if mono {
			f.index = 4 + 9
		}
	}
	if version == 0 {
		f.rate /= 2
	}
	if f.kbps == 0 {
		return f, false
	}
	f.size = int64(f.samples/8*f.kbps*1000/f.rate) + int64(b[2]>>1&1)
	return f, true
}

// mp3Start finds a frame at an offset that another one follows, or the end of the file: four bytes
// alone are met by chance.
func mp3Start(src *source, off int64) (mp3Frame, bool) {
	f, ok := parseMP3(src.bytes(off, 4))
	if !ok {
		return f, false
	}
	next := src.bytes(off+f.size, 4)
	if _, again := parseMP3(next); !again && len(next) == 4 {
		return f, false
	}
	return f, true
}

// mp3Duration trusts the count of frames that most encoders write, or takes the first frame's rate
// for all of them.
func mp3Duration(src *source) int64 {
	var off int64
	if len(src.head) >= 10 && string(src.head[:3]) == "ID3" {
		for _, b := range src.head[6:10] { // seven bits in each byte
			off = off<<7 | int64(b&0x7F)
		}
		off += 10
	}
	f, ok := mp3Start(src, off)
	for skipped := int64(0); !ok && skipped < 4096 && off < src.size; skipped++ { // padding after the tag
		off++
		f, ok = mp3Start(src, off)
	}
	if !ok {
		return 0
	}
	if b := src.bytes(off+f.index, 12); len(b) == 12 && (string(b[:4]) == "Xing" || string(b[:4]) == "Info") && b[7]&1 != 0 {
		return millis(float64(binary.BigEndian.Uint32(b[8:]))*float64(f.samples), float64(f.rate))
	}
	return millis(float64(src.size-off), float64(f.kbps)*125)
}
