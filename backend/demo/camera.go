package demo

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/png"
	"strings"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

const pngURL = "data:image/png;base64,"

// ReadQR reads the text out of a picture of a QR code, given as a data URL, the
// way a phone's camera would.
func ReadQR(dataURL string) (string, error) {
	encoded, ok := strings.CutPrefix(dataURL, pngURL)
	if !ok {
		return "", fmt.Errorf("not a PNG data URL")
	}
	raw, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return "", fmt.Errorf("decode the picture: %w", err)
	}
	img, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		return "", fmt.Errorf("decode the picture: %w", err)
	}
	for _, hints := range ways {
		var result *gozxing.Result
		if result, err = decode(img, hints); err == nil {
			return result.GetText(), nil
		}
	}
	return "", fmt.Errorf("find a QR code: %w", err)
}

// ways are how to look for a code, one after the other. The first takes the
// picture for a drawing without noise or slant, which it is on our screen; the
// others, made for photographs, miss some drawn codes.
var ways = []map[gozxing.DecodeHintType]any{
	{gozxing.DecodeHintType_PURE_BARCODE: true},
	nil,
	{gozxing.DecodeHintType_TRY_HARDER: true},
}

func decode(img image.Image, hints map[gozxing.DecodeHintType]any) (*gozxing.Result, error) {
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		return nil, err
	}
	return qrcode.NewQRCodeReader().Decode(bitmap, hints)
}
