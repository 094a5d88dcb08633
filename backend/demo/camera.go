package demo

import (
	"bytes"
	"encoding/base64"
	"fmt"
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
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		return "", err
	}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
	if err != nil {
		return "", fmt.Errorf("find a QR code: %w", err)
	}
	return result.GetText(), nil
}
