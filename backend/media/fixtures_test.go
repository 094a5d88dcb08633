package media

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math"
	"testing"
)

// oggPage writes one page with its checksum (RFC 3533): polynomial 0x04c11db7, not reflected.
func oggPage(kind byte, granule uint64, number uint32, packets ...[]byte) []byte {
	var lacing, body []byte
	for _, p := range packets {
		n := len(p)
		for ; n >= 255; n -= 255 {
			lacing = append(lacing, 255)
		}
		lacing = append(lacing, byte(n))
		body = append(body, p...)
	}
	page := append([]byte("OggS\x00"), kind)
	page = binary.LittleEndian.AppendUint64(page, granule)
	page = binary.LittleEndian.AppendUint32(page, 7)
	page = binary.LittleEndian.AppendUint32(page, number)
	page = append(page, 0, 0, 0, 0, byte(len(lacing)))
	page = append(append(page, lacing...), body...)
	var sum uint32
	for _, b := range page {
		sum ^= uint32(b) << 24
		for range 8 {
			carry := sum&(1<<31) != 0
			if sum <<= 1; carry {
				sum ^= 0x04c11db7
			}
		}
	}
	binary.LittleEndian.PutUint32(page[22:], sum)
	return page
}

// oggOpus writes packets as a whole file, one to a page.
func oggOpus(channels byte, packets [][]byte) []byte {
	head := append([]byte("OpusHead\x01"), channels, 0x38, 1, 0x80, 0x3E, 0, 0, 0, 0, 0)
	out := oggPage(2, 0, 0, head)
	out = append(out, oggPage(0, 0, 1, []byte("OpusTags\x00\x00\x00\x00\x00\x00\x00\x00"))...)
	granule := uint64(0)
	for i, p := range packets {
		granule += uint64(packetSamples(p))
		out = append(out, oggPage(0, granule, uint32(i+2), p)...)
	}
	return out
}

// framed cuts bytes into packets of up to 64 and puts them into a valid file.
func framed(data []byte) []byte {
	var packets [][]byte
	for data := data; len(data) > 0 && len(packets) < 12; {
		n := min(len(data), 1+int(data[0])%64)
		packets = append(packets, data[:n])
		data = data[n:]
	}
	return oggOpus(1+data[0]&1, packets)
}

// scene is red at the left top, blue elsewhere, with a gradient.
func scene(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{0, byte(x * 90 / w), 220, 255}
			if x < w/4 && y < h/4 {
				c = color.RGBA{230, 0, 0, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

func asJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asGIF(t testing.TB, pictures int) []byte {
	t.Helper()
	g := &gif.GIF{}
	for range pictures {
		g.Image = append(g.Image, image.NewPaletted(image.Rect(0, 0, 40, 30), color.Palette{color.White, color.Black}))
		g.Delay = append(g.Delay, 10)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withOrientation puts an EXIF segment behind the start of a JPEG.
func withOrientation(jpg []byte, order binary.AppendByteOrder, turn uint16) []byte {
	tiff := []byte("MM")
	if order == binary.AppendByteOrder(binary.LittleEndian) {
		tiff = []byte("II")
	}
	tiff = order.AppendUint16(tiff, 42)
	tiff = order.AppendUint32(tiff, 8)
	tiff = order.AppendUint16(tiff, 1)
	tiff = order.AppendUint16(tiff, 0x0112)
	tiff = order.AppendUint16(tiff, 3)
	tiff = order.AppendUint32(tiff, 1)
	tiff = order.AppendUint16(tiff, turn)
	tiff = append(tiff, 0, 0, 0, 0, 0, 0)
	segment := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{0xFF, 0xD8, 0xFF, 0xE1}, byte((len(segment)+2)>>8), byte(len(segment)+2))
	return append(append(out, segment...), jpg[2:]...)
}

func box(name string, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(8+len(body))), name...), body...)
}

// film is an MP4 header with one track and no pictures.
func film(brand, handler string, upright bool) []byte {
	mvhd := make([]byte, 100)
	binary.BigEndian.PutUint32(mvhd[12:], 600)
	binary.BigEndian.PutUint32(mvhd[16:], 600*7+300)
	tkhd := make([]byte, 84)
	binary.BigEndian.PutUint32(tkhd[40:], 0x10000)
	if upright {
		binary.BigEndian.PutUint32(tkhd[40:], 0)
		binary.BigEndian.PutUint32(tkhd[44:], 0x10000)
	}
	if handler == "vide" {
		binary.BigEndian.PutUint16(tkhd[76:], 640)
		binary.BigEndian.PutUint16(tkhd[80:], 360)
	}
	hdlr := append(make([]byte, 8), handler...)
	return bytes.Join([][]byte{
		box("ftyp", []byte(brand), make([]byte, 4)),
		box("free", make([]byte, 100)),
		box("mdat", make([]byte, 5000)),
		box("moov", box("mvhd", mvhd), box("trak", box("tkhd", tkhd), box("mdia", box("hdlr", hdlr)))),
	}, nil)
}

// tone is a WAV of one second whose second half is loud.
func tone() []byte {
	h := wavHeader{rate: 8000, channels: 1, bits: 16, size: 16000}
	out := h.bytes()
	for i := range 8000 {
		loud := 1000.0
		if i >= 4000 {
			loud = 10000
		}
		out = binary.LittleEndian.AppendUint16(out, uint16(int16(loud*math.Sin(float64(i)))))
	}
	return out
}

// mp3 is silence of MPEG 1 layer III, 128 kbit/s at 44.1 kHz.
func mp3(frames int, tag bool) []byte {
	var out []byte
	if tag {
		out = append([]byte("ID3\x03\x00\x00\x00\x00\x01\x00"), make([]byte, 128)...)
	}
	for range frames {
		out = append(append(out, 0xFF, 0xFB, 0x90, 0x00), make([]byte, 413)...)
	}
	return out
}

func zipped(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func officeFile(t testing.TB, extra ...string) []byte {
	t.Helper()
	parts := map[string]string{
		"[Content_Types].xml": `<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
		"word/document.xml":   "<w/>",
	}
	for _, name := range extra {
		parts[name] = "x"
	}
	return zipped(t, parts)
}

// A WebP of one pixel, lossless, and the header of a moving one.
const (
	webpPixel  = "RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"
	webpMoving = "RIFF\x24\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x12\x00\x00\x00\xff\x01\x00\xff\x01\x00ANIM\x06\x00\x00\x00\xff\xff\xff\xff\x00\x00"
)
