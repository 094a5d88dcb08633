package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"

	"github.com/pion/opus"
	"github.com/pion/opus/pkg/oggreader"
)

const (
	opusRate = 48000 // the clock of Ogg Opus, whatever the sound's own rate
	// maxVoiceSeconds bounds what is decoded; more of a recording is cut off.
	maxVoiceSeconds = 60 * 60
	// maxPacket is 120 ms, the longest that a packet may last, in samples of opusRate.
	maxPacket = opusRate * 120 / 1000
	// maxOggBytes is above any voice note: WhatsApp takes 16 MB of sound.
	maxOggBytes = 64 << 20
)

// ErrNotOpus says that a file is not Ogg Opus with one or two channels.
var ErrNotOpus = errors.New("media: not Ogg Opus")

// voice is an Ogg Opus file (RFC 7845) that was looked through but not decoded.
type voice struct {
	data     []byte
	channels int
	skip     int     // samples of opusRate to leave out at the start
	samples  int     // samples of opusRate to be heard, per channel
	gain     float64 // factor
	full     bool    // holds sound above 12 kHz
}

// WAV writes the sound of an Ogg Opus file as 16-bit PCM, for windows that cannot play Ogg Opus.
// The rate is 24 kHz, half of the data, when no packet holds sound above 12 kHz, so nothing is lost:
// that is all speech of a phone. Else it is 48 kHz. What is longer than 60 minutes is cut off; a
// damaged packet becomes silence of its length, a truncated file what there is of it. ErrNotOpus
// for anything else.
func WAV(r io.Reader, w io.Writer) error {
	data, err := io.ReadAll(io.LimitReader(r, maxOggBytes+1))
	if err != nil {
		return err
	}
	v, err := openVoice(data)
	if err != nil {
		return err
	}
	rate := v.rate()
	header := wavHeader{rate: rate, channels: v.channels, bits: 16, size: int64(v.samples/(opusRate/rate)) * int64(2*v.channels)}
	if _, err := w.Write(header.bytes()); err != nil {
		return err
	}
	var out []byte
	return v.decode(rate, func(pcm []int16) error {
		out = out[:0]
		for _, s := range pcm {
			out = binary.LittleEndian.AppendUint16(out, uint16(s))
		}
		_, err := w.Write(out)
		return err
	})
}

// rate is the lowest at which nothing is lost.
func (v *voice) rate() int {
	if v.full {
		return opusRate
	}
	return opusRate / 2
}

// openVoice measures a file: the lengths are in the first bytes of each packet.
func openVoice(data []byte) (v *voice, err error) {
	if len(data) > maxOggBytes {
		return nil, ErrNotOpus
	}
	v = &voice{data: data}
	var total, last int
	read := func() error {
		head, err := v.packets(func(packet []byte, granule uint64) bool {
			total += packetSamples(packet)
			v.full = v.full || fullband(packet)
			if granule < math.MaxInt32 { // all ones mark a page on which no packet ends
				last = int(granule)
			}
			return total < maxVoiceSeconds*opusRate
		})
		if err != nil || head.ChannelMap != 0 || head.Channels < 1 || head.Channels > 2 {
			return ErrNotOpus
		}
		v.channels, v.skip = int(head.Channels), int(head.PreSkip)
		v.gain = math.Pow(10, float64(int16(head.OutputGain))/256/20)
		return nil
	}
	if panicked := guard(func() { err = read() }); panicked != nil || err != nil {
		return nil, ErrNotOpus
	}
	// The last page may say that the encoder filled up its last packet. A stream that was cut out of
	// a longer one counts from elsewhere; there the sum of the packets holds.
	if last > total-maxPacket && last < total {
		total = last
	}
	v.samples = max(0, min(total, maxVoiceSeconds*opusRate)-v.skip)
	v.samples -= v.samples % 2 // whole at half the rate
	return v, nil
}

// packets calls visit for each packet with sound until it returns false or the file ends. Damage
// ends it like the end.
func (v *voice) packets(visit func(packet []byte, granule uint64) bool) (*oggreader.OggHeader, error) {
	ogg, head, err := oggreader.NewWith(bytes.NewReader(v.data))
	if err != nil {
		return nil, err
	}
	for {
		packet, page, err := ogg.ParseNextPacket()
		if err != nil {
			return head, nil
		}
		if bytes.HasPrefix(packet, []byte("OpusTags")) || bytes.HasPrefix(packet, []byte("OpusHead")) || packetSamples(packet) == 0 {
			continue
		}
		if !visit(packet, page.GranulePosition) {
			return head, nil
		}
	}
}

// decode hands out exactly v.samples at a rate, with the channels interleaved. pcm is reused.
func (v *voice) decode(rate int, hear func(pcm []int16) error) error {
	decoder, err := opus.NewDecoderWithOutput(rate, v.channels)
	if err != nil {
		return err
	}
	step := opusRate / rate
	skip, left := v.skip/step, v.samples/step
	buffer := make([]int16, maxPacket/step*v.channels)
	var failed error
	sound := func(packet []byte, _ uint64) bool {
		n := packetSamples(packet) / step
		pcm := buffer[:n*v.channels]
		clear(pcm)
		var got int
		// The decoder may stop in the middle; it starts anew after that.
		panicked := guard(func() { got, err = decoder.DecodeToInt16(packet, pcm) })
		if panicked != nil || err != nil || got != n {
			clear(pcm)
			if decoder, err = opus.NewDecoderWithOutput(rate, v.channels); err != nil {
				failed = err
				return false
			}
		}
		drop := min(skip, n)
		skip -= drop
		pcm = pcm[drop*v.channels:]
		pcm = pcm[:min(len(pcm), left*v.channels)]
		left -= len(pcm) / v.channels
		v.amplify(pcm)
		if len(pcm) > 0 {
			failed = hear(pcm)
		}
		return failed == nil && left > 0
	}
	if _, err := v.packets(sound); err != nil {
		return err
	}
	return failed
}

func (v *voice) amplify(pcm []int16) {
	if v.gain == 1 {
		return
	}
	for i, s := range pcm {
		pcm[i] = int16(max(math.MinInt16, min(math.MaxInt16, math.Round(float64(s)*v.gain))))
	}
}

// packetSamples is how long a packet lasts by its first bytes (RFC 6716, section 3.1), in samples of
// opusRate; 0 when it is malformed.
func packetSamples(packet []byte) int {
	if len(packet) == 0 {
		return 0
	}
	const ms = opusRate / 1000
	config := packet[0] >> 3
	var frame int
	switch {
	case config < 12: // SILK
		frame = [4]int{10 * ms, 20 * ms, 40 * ms, 60 * ms}[config&3]
	case config < 16: // hybrid
		frame = [2]int{10 * ms, 20 * ms}[config&1]
	default: // CELT
		frame = (5 * ms / 2) << (config & 3)
	}
	count := 1
	switch packet[0] & 3 {
	case 1, 2:
		count = 2
	case 3:
		if len(packet) < 2 {
			return 0
		}
		count = int(packet[1] & 0x3F)
	}
	if frame*count > maxPacket {
		return 0
	}
	return frame * count
}

// fullband reports a packet with sound up to 20 kHz: hybrid and CELT have that as their last choice.
func fullband(packet []byte) bool {
	config := packet[0] >> 3
	return config == 14 || config == 15 || config >= 28
}

// maxWaveSeconds bounds the drawing of a waveform, which means decoding everything: a voice note
// is shorter, and an hour would keep a slow computer busy for long.
const maxWaveSeconds = 15 * 60

func lookOgg(src *source, info *Info) {
	if src.size > maxOggBytes || !bytes.Contains(src.head[:min(len(src.head), 64)], []byte("OpusHead")) {
		return
	}
	v, err := openVoice(src.bytes(0, maxOggBytes))
	if err != nil {
		return
	}
	info.DurationMS = millis(float64(v.samples), opusRate)
	if v.samples == 0 || v.samples > maxWaveSeconds*opusRate {
		return
	}
	var wave waveform
	rate := 8000 // loudness needs no more
	total := v.samples / (opusRate / rate)
	heard := 0
	err = v.decode(rate, func(pcm []int16) error {
		for i := 0; i+v.channels <= len(pcm); i += v.channels {
			wave.add(heard*waveBars/max(1, total), float64(pcm[i])/math.MaxInt16)
			heard++
		}
		return nil
	})
	if err == nil {
		info.Waveform = wave.bars()
	}
}
