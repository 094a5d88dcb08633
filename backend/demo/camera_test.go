package demo

import (
	"encoding/base64"
	"math/rand/v2"
	"testing"

	"github.com/skip2/go-qrcode"
)

// TestReadQRReadsEveryCode draws codes as the window does: the phone must be
// able to read each of them, not most.
func TestReadQRReadsEveryCode(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	random := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(rng.Uint32())
		}
		return base64.StdEncoding.EncodeToString(b)
	}
	for range 15 {
		text := "2@" + random(144) + "," + random(32) + "," + random(32) + "," + random(32)
		png, err := qrcode.Encode(text, qrcode.Medium, -8)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ReadQR(pngURL + base64.StdEncoding.EncodeToString(png))
		if err != nil || got != text {
			t.Fatalf("ReadQR = %q, %v; drawn was %q", got, err, text)
		}
	}
}
