package media

import (
	"encoding/binary"
	"math"
)

// wavHeader describes PCM in a RIFF file.
type wavHeader struct {
	rate, channels, bits int
	start, size          int64 // of the samples, in bytes
}

const wavHeaderSize = 44

// bytes is the header of a file that holds nothing else than the samples.
func (h wavHeader) bytes() []byte {
	le := binary.LittleEndian
	b := make([]byte, 0, wavHeaderSize)
	b = le.AppendUint32(append(b, "RIFF"...), uint32(wavHeaderSize-8+h.size))
	b = le.AppendUint32(append(b, "WAVEfmt "...), 16)
	b = le.AppendUint16(b, 1) // PCM
	b = le.AppendUint16(b, uint16(h.channels))
	b = le.AppendUint32(b, uint32(h.rate))
	b = le.AppendUint32(b, uint32(h.rate*h.frame()))
	b = le.AppendUint16(b, uint16(h.frame()))
	b = le.AppendUint16(b, uint16(h.bits))
	return le.AppendUint32(append(b, "data"...), uint32(h.size))
}

// frame is how many bytes one moment takes in all channels.
func (h wavHeader) frame() int { return h.channels * h.bits / 8 }

// maxChunks bounds the walk over the parts of a file.
const maxChunks = 1000

// readWAV finds the format and the samples. Formats other than plain integers are not read.
func readWAV(src *source) (h wavHeader, ok bool) {
	le := binary.LittleEndian
	off := int64(12)
	for range maxChunks {
		head := src.bytes(off, 8)
		if len(head) < 8 {
			return h, false
		}
		size := int64(le.Uint32(head[4:]))
		switch string(head[:4]) {
		case "fmt ":
			b := src.bytes(off+8, 16)
			if len(b) < 16 || le.Uint16(b) != 1 {
				return h, false
			}
			h.channels, h.rate, h.bits = int(le.Uint16(b[2:])), int(le.Uint32(b[4:])), int(le.Uint16(b[14:]))
		case "data":
			h.start = off + 8
			h.size = min(size, src.size-h.start) // recorders that were cut off leave a wrong size
			usable := h.bits == 8 || h.bits == 16 || h.bits == 24 || h.bits == 32
			return h, usable && h.channels > 0 && h.channels <= 8 && h.rate > 0
		}
		off += 8 + size + size&1
	}
	return h, false
}

func lookWAV(src *source, info *Info) {
	h, ok := readWAV(src)
	if !ok {
		return
	}
	frames := h.size / int64(h.frame())
	info.DurationMS = millis(float64(frames), float64(h.rate))
	if frames < waveBars {
		return
	}
	var wave waveform
	for bar := range waveBars {
		first, next := frames*int64(bar)/waveBars, frames*int64(bar+1)/waveBars
		// The start of each part stands for the whole: a large file is not read through.
		n := min(next-first, 1<<15)
		b := src.bytes(h.start+first*int64(h.frame()), int(n)*h.frame())
		for ; len(b) >= h.frame(); b = b[h.frame():] {
			wave.add(bar, sample(b, h.bits))
		}
	}
	info.Waveform = wave.bars()
}

// sample reads the first channel as -1..1.
func sample(b []byte, bits int) float64 {
	switch bits {
	case 8:
		return (float64(b[0]) - 128) / 128
	case 16:
		return float64(int16(binary.LittleEndian.Uint16(b))) / (1 << 15)
	case 24:
		return float64(int32(uint32(b[0])<<8|uint32(b[1])<<16|uint32(b[2])<<24)) / (1 << 31)
	}
	return float64(int32(binary.LittleEndian.Uint32(b))) / (1 << 31)
}

const (
	waveBars = 64
	// silence is what 16-bit noise does not reach: -60 dB.
	silence = 0.001
)

// waveform sums up the loudness of equal parts of a recording.
type waveform struct {
	squares [waveBars]float64
	counts  [waveBars]int
}

func (w *waveform) add(bar int, v float64) {
	if bar >= 0 && bar < waveBars {
		w.squares[bar] += v * v
		w.counts[bar]++
	}
}

// bars returns the root mean square of each part, 100 for the loudest; all 0 for silence.
func (w *waveform) bars() []byte {
	var loud [waveBars]float64
	loudest := 0.0
	for i := range loud {
		if w.counts[i] > 0 {
			loud[i] = math.Sqrt(w.squares[i] / float64(w.counts[i]))
		}
		loudest = max(loudest, loud[i])
	}
	bars := make([]byte, waveBars)
	if loudest < silence {
		return bars
	}
	for i := range bars {
		bars[i] = byte(math.Round(loud[i] / loudest * 100))
	}
	return bars
}
