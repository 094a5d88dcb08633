package media

import (
	"bytes"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// The recordings were made with espeak-ng and opusenc: voice.ogg as phones send it (SILK, wideband,
// packets of 60 ms), hybrid.ogg with sound up to 20 kHz, stereo.ogg with a tone of 1 kHz on the left
// and one of 15 kHz on the right (CELT).
func recording(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// heard decodes and returns the header that a reader finds, and the samples.
func heard(t *testing.T, ogg []byte) (wavHeader, []int16) {
	t.Helper()
	var out bytes.Buffer
	if err := WAV(bytes.NewReader(ogg), &out); err != nil {
		t.Fatal(err)
	}
	src, err := newSource(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	h, ok := readWAV(src)
	if !ok || h.start != wavHeaderSize || h.start+h.size != src.size {
		t.Fatalf("%+v, %v in %d bytes", h, ok, src.size)
	}
	var pcm []int16
	for b := out.Bytes()[h.start:]; len(b) >= 2; b = b[2:] {
		pcm = append(pcm, int16(uint16(b[0])|uint16(b[1])<<8))
	}
	return h, pcm
}

func loudness(pcm []int16, channel, channels int) float64 {
	sum, n := 0.0, 0
	for i := channel; i < len(pcm); i += channels {
		sum += float64(pcm[i]) * float64(pcm[i])
		n++
	}
	return math.Sqrt(sum / float64(n))
}

func TestRecordingsAreDecoded(t *testing.T) {
	for _, c := range []struct {
		name           string
		rate, channels int
		ms             int64
	}{{"voice.ogg", 24000, 1, 2600}, {"hybrid.ogg", 48000, 1, 1500}, {"stereo.ogg", 48000, 2, 500}} {
		h, pcm := heard(t, recording(t, c.name))
		if ms := millis(float64(h.size/int64(h.frame())), float64(h.rate)); h.rate != c.rate || h.channels != c.channels || ms != c.ms {
			t.Errorf("%s: %+v, %d ms", c.name, h, ms)
		}
		for channel := range h.channels {
			if l := loudness(pcm, channel, h.channels); l < 1000 || l > 12000 {
				t.Errorf("%s: channel %d has loudness %.0f", c.name, channel, l)
			}
		}
		info := Inspect(bytes.NewReader(recording(t, c.name)), "", "")
		if info.Mime != "audio/ogg" || info.Ext != ".ogg" || info.DurationMS != c.ms || len(info.Waveform) != 64 || slices.Max(info.Waveform) != 100 {
			t.Errorf("%s: %+v", c.name, info)
		}
	}
}

// TestDecodedToneHasItsPitch counts how often the left tone of 1 kHz crosses zero.
func TestDecodedToneHasItsPitch(t *testing.T) {
	h, pcm := heard(t, recording(t, "stereo.ogg"))
	crossings := 0
	for i := 2; i < len(pcm); i += 2 {
		if (pcm[i] < 0) != (pcm[i-2] < 0) {
			crossings++
		}
	}
	seconds := float64(len(pcm)/2) / float64(h.rate)
	if hz := float64(crossings) / 2 / seconds; math.Abs(hz-1000) > 30 {
		t.Errorf("%.0f Hz", hz)
	}
}

func TestWaveformFollowsTheSpeech(t *testing.T) {
	wave := Inspect(bytes.NewReader(recording(t, "voice.ogg")), "", "").Waveform
	if low := slices.Min(wave); low > 20 {
		t.Errorf("speech without a pause: the lowest bar is %d", low)
	}
}

func TestOpusIsNotWhatItIsNot(t *testing.T) {
	voice := recording(t, "voice.ogg")
	many := slices.Clone(voice)
	many[28+9] = 6 // six channels; the checksum of the page is wrong too
	for name, data := range map[string][]byte{"empty": nil, "text": []byte("hello"), "page only": voice[:20], "channels": many} {
		if err := WAV(bytes.NewReader(data), io.Discard); !errors.Is(err, ErrNotOpus) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestDamagedRecordingsKeepTheirLength cuts and spoils; the header must always match what follows.
func TestDamagedRecordingsKeepTheirLength(t *testing.T) {
	voice := recording(t, "voice.ogg")
	full, _ := heard(t, voice)
	for cut := 200; cut < len(voice); cut += 97 {
		if h, _ := heard(t, voice[:cut]); h.size > full.size {
			t.Errorf("cut at %d: %d bytes", cut, h.size)
		}
	}
}

func TestGainIsApplied(t *testing.T) {
	_, loud := heard(t, recording(t, "voice.ogg"))
	v, err := openVoice(recording(t, "voice.ogg"))
	if err != nil {
		t.Fatal(err)
	}
	v.gain = 0.5
	var quiet []int16
	if err := v.decode(v.rate(), func(pcm []int16) error { quiet = append(quiet, pcm...); return nil }); err != nil {
		t.Fatal(err)
	}
	if a, b := loudness(loud, 0, 1), loudness(quiet, 0, 1); math.Abs(a/b-2) > 0.01 {
		t.Errorf("%.0f became %.0f", a, b)
	}
}

// TestPreSkipIsLeftOut compares with what is decoded when the start is kept.
func TestPreSkipIsLeftOut(t *testing.T) {
	_, short := heard(t, recording(t, "voice.ogg"))
	v, err := openVoice(recording(t, "voice.ogg"))
	if err != nil || v.skip != 312 {
		t.Fatal(err, v.skip)
	}
	v.samples, v.skip = v.samples+v.skip, 0
	var long []int16
	if err := v.decode(v.rate(), func(pcm []int16) error { long = append(long, pcm...); return nil }); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(short, long[156:]) {
		t.Error("the start is not what the header says")
	}
}

func TestDecodingStopsAtAFailedWrite(t *testing.T) {
	r, w := io.Pipe()
	r.Close()
	if err := WAV(bytes.NewReader(recording(t, "voice.ogg")), w); !errors.Is(err, io.ErrClosedPipe) {
		t.Error(err)
	}
}

func FuzzWAV(f *testing.F) {
	for _, name := range []string{"voice.ogg", "hybrid.ogg", "stereo.ogg"} {
		data := recording(f, name)
		f.Add(data)
		f.Add(data[:len(data)/2])
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		// Pages with a wrong checksum are refused, so the decoder itself is fed past them as well.
		if len(data) > 0 {
			v := &voice{channels: 1 + int(data[0]&1), gain: 1, skip: 312, samples: 1 << 20, data: framed(data)}
			if err := v.decode(24000, func([]int16) error { return nil }); err != nil {
				t.Fatal(err)
			}
		}
		var out bytes.Buffer
		if err := WAV(bytes.NewReader(data), &out); err != nil {
			if !errors.Is(err, ErrNotOpus) || out.Len() > 0 {
				t.Fatalf("%v after %d bytes", err, out.Len())
			}
			return
		}
		if size := int64(out.Len() - wavHeaderSize); size != int64(out.Bytes()[40])|int64(out.Bytes()[41])<<8|int64(out.Bytes()[42])<<16|int64(out.Bytes()[43])<<24 {
			t.Fatalf("%d bytes of sound, the header says otherwise", size)
		}
	})
}

// minute is voice.ogg again and again until a minute is full.
func minute(t testing.TB) []byte {
	t.Helper()
	v, err := openVoice(recording(t, "voice.ogg"))
	if err != nil {
		t.Fatal(err)
	}
	var packets [][]byte
	for len(packets) < 1000 { // 60 ms each
		if _, err := v.packets(func(p []byte, _ uint64) bool {
			packets = append(packets, bytes.Clone(p))
			return len(packets) < 1000
		}); err != nil {
			t.Fatal(err)
		}
	}
	return oggOpus(1, packets)
}

func BenchmarkWAVMinute(b *testing.B) {
	data := minute(b)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if err := WAV(bytes.NewReader(data), io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkInspectMinuteOfVoice(b *testing.B) {
	data := minute(b)
	for b.Loop() {
		if info := Inspect(bytes.NewReader(data), "", ""); info.DurationMS < 55_000 {
			b.Fatal(info.DurationMS)
		}
	}
}
