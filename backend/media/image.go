package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	stddraw "image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"sync"
	"time"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"
)

const (
	maxPixels   = 50_000_000
	maxRaster   = 240 << 20 // bytes in memory; 50 megapixels of 16-bit PNG would be 400 MB
	thumbSide   = 320
	thumbBytes  = 24 << 10
	imageTime   = 15 * time.Second
	gifMaxParts = 1 << 16
)

// oneImage lets one picture at a time be unpacked: it is the memory that is scarce.
var oneImage sync.Mutex

var errNoImage = errors.New("media: not an image")

// lookImage reads the size from the header and makes the thumbnail. A header that cannot be read is
// an error; pixels that cannot be read only mean no thumbnail.
func lookImage(src *source, info *Info) error {
	decodeConfig, decode := png.DecodeConfig, png.Decode
	switch info.Mime {
	case "image/jpeg":
		decodeConfig, decode = jpeg.DecodeConfig, jpeg.Decode
	case "image/gif":
		decodeConfig, decode = gif.DecodeConfig, gif.Decode // the first picture
		info.Animated = animatedGIF(src.all(imageTime))
	case "image/webp":
		decodeConfig, decode = webp.DecodeConfig, webp.Decode
		info.Animated = len(src.head) > 20 && string(src.head[12:16]) == "VP8X" && src.head[20]&2 != 0
	case "image/png":
		control, pixels := bytes.Index(src.head, []byte("acTL")), bytes.Index(src.head, []byte("IDAT"))
		info.Animated = control >= 0 && (pixels < 0 || control < pixels)
	}
	config, err := decodeConfig(src.all(imageTime))
	if err != nil {
		return err
	}
	if config.Width <= 0 || config.Height <= 0 {
		return errNoImage
	}
	turn := 1
	if info.Mime == "image/jpeg" {
		turn = orientation(src)
	}
	info.Width, info.Height = config.Width, config.Height
	if turn >= 5 {
		info.Width, info.Height = config.Height, config.Width
	}
	if tooLarge(config) {
		return nil
	}
	_ = guard(func() { info.Thumb = thumbnail(src, info.Animated && info.Mime == "image/webp", turn, decode) })
	return nil
}

func tooLarge(c image.Config) bool {
	pixels := int64(c.Width) * int64(c.Height)
	deep := c.ColorModel == color.RGBA64Model || c.ColorModel == color.NRGBA64Model
	return pixels > maxPixels || deep && pixels*8 > maxRaster
}

// thumbnail returns nil when the picture cannot be read.
func thumbnail(src *source, animatedWebP bool, turn int, decode func(io.Reader) (image.Image, error)) []byte {
	if animatedWebP {
		return nil // the decoder knows still pictures only
	}
	oneImage.Lock()
	defer oneImage.Unlock()
	picture, err := decode(src.all(imageTime))
	if err != nil {
		return nil
	}
	b := picture.Bounds()
	if b.Empty() {
		return nil
	}
	w, h := b.Dx(), b.Dy()
	if longest := max(w, h); longest > thumbSide {
		w, h = max(1, w*thumbSide/longest), max(1, h*thumbSide/longest)
	}
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	stddraw.Draw(small, small.Bounds(), image.White, image.Point{}, stddraw.Src) // JPEG knows no transparency
	draw.ApproxBiLinear.Scale(small, small.Bounds(), picture, b, draw.Over, nil)
	small = turned(small, turn)
	for quality := 80; quality >= 10; quality -= 14 {
		var out bytes.Buffer
		if err := jpeg.Encode(&out, small, &jpeg.Options{Quality: quality}); err == nil && out.Len() <= thumbBytes {
			return out.Bytes()
		}
	}
	return nil
}

// turned applies an EXIF orientation: 2 to 4 mirror and rotate within the same shape, 5 to 8 swap
// the sides.
func turned(in *image.RGBA, turn int) *image.RGBA {
	if turn < 2 || turn > 8 {
		return in
	}
	w, h := in.Rect.Dx(), in.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if turn >= 5 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			right, down := w-1-x, h-1-y
			to := [...]image.Point{2: {right, y}, 3: {right, down}, 4: {x, down}, 5: {y, x}, 6: {down, x}, 7: {down, right}, 8: {y, right}}[turn]
			out.SetRGBA(to.X, to.Y, in.RGBAAt(x, y))
		}
	}
	return out
}

// orientation returns the EXIF orientation of a JPEG (CIPA DC-008, tag 0x0112), 1 when it has none.
func orientation(src *source) int {
	for off := int64(2); ; {
		marker := src.bytes(off, 10)
		if len(marker) < 10 || marker[0] != 0xFF || marker[1] == 0xDA {
			return 1 // the pixels start, or this is no JPEG
		}
		length := int64(binary.BigEndian.Uint16(marker[2:]))
		if length < 2 {
			return 1
		}
		if marker[1] == 0xE1 && string(marker[4:10]) == "Exif\x00\x00" {
			return tiffOrientation(src.bytes(off+10, int(length)-8))
		}
		off += 2 + length
	}
}

func tiffOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if string(tiff[:2]) == "II" {
		order = binary.LittleEndian
	}
	at := uint64(order.Uint32(tiff[4:]))
	if order.Uint16(tiff[2:]) != 42 || at+2 > uint64(len(tiff)) {
		return 1
	}
	directory := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(directory) < 12 {
			break
		}
		if order.Uint16(directory) == 0x0112 {
			if turn := int(order.Uint16(directory[8:])); turn >= 1 && turn <= 8 {
				return turn
			}
			break
		}
		directory = directory[12:]
	}
	return 1
}

// previewPixels bounds pictures that come inside messages: they are drawn while
// other messages wait.
const previewPixels = 1 << 20

// Preview draws the small picture anew that came inside a message; nil when it
// is none, or is not small.
func Preview(raw []byte) []byte {
	c, _, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil || c.Width*c.Height > previewPixels {
		return nil
	}
	return Inspect(bytes.NewReader(raw), "", "").Thumb
}
