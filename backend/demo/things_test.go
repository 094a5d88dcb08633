package demo

import (
	"bytes"
	"testing"

	"mceplatform/backend/media"
)

// What the people send must be taken for what it is, and stay small.
func TestThingsAreWhatTheySay(t *testing.T) {
	made, err := makeThings()
	if err != nil {
		t.Fatal(err)
	}
	const photo, pdf, sound = "image/jpeg", "application/pdf", "audio/ogg"
	for what, c := range map[string]struct {
		data []byte
		mime string
	}{
		"blue shirt": {made.blueShirt.Data, photo}, "red shirt": {made.redShirt.Data, photo}, "cake": {made.cake.Data, photo},
		"shop": {made.shop.Data, photo}, "parcel": {made.parcel.Data, photo},
		"order list": {made.orderList.Data, pdf}, "invoice": {made.invoice.Data, pdf}, "voice": {made.voice.Data, sound},
	} {
		info := media.Inspect(bytes.NewReader(c.data), "", "")
		if info.Mime != c.mime || (c.mime == photo && (info.Width != drawnWidth || info.Thumb == nil)) || (c.mime == sound && info.Waveform == nil) {
			t.Errorf("%s: %+v", what, info)
		}
		if len(c.data) > 24<<10 {
			t.Errorf("%s has %d bytes", what, len(c.data))
		}
	}
}
