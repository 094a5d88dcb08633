package demo

import (
	"bytes"
	"fmt"
	"sync"

	"mceplatform/backend/media"
	"mceplatform/backend/whatsapp/wasim"
)

// cues are what somebody speaks about: ids of messages.
type cues struct {
	about string // the other side's message that is answered
	last  string // the own message before this one
}

// part is one thing that somebody says.
type part func(t *things, c cues) wasim.Content

// things are the files that the people of the demo send, ready to go.
type things struct {
	blueShirt, redShirt, cake, shop, parcel wasim.Content
	voice                                   wasim.Content
	orderList, invoice                      wasim.Content
}

// theThings are made once, and by whoever needs them first.
var theThings = sync.OnceValues(makeThings)

func makeThings() (*things, error) {
	t := &things{
		voice:     file(wasim.KindVoice, "", media.SampleVoice()),
		orderList: file(wasim.KindDocument, "Order list.pdf", paper("Order list", "12 shirts, blue, size M", "8 shirts, blue, size L", "4 shirts, red, size S")),
		invoice:   file(wasim.KindDocument, "Invoice 0117.pdf", paper("Invoice 0117", "1 birthday cake, chocolate          24.00", "Delivery                             3.50", "Thank you!  Corner Shop")),
	}
	t.voice.Mime = "audio/ogg; codecs=opus"
	for _, p := range []struct {
		into *wasim.Content
		draw func() ([]byte, error)
	}{
		{&t.blueShirt, func() ([]byte, error) { return shirt(0x2f6fb0) }},
		{&t.redShirt, func() ([]byte, error) { return shirt(0xb8404a) }},
		{&t.cake, cake}, {&t.shop, shop}, {&t.parcel, parcel},
	} {
		data, err := p.draw()
		if err != nil {
			return nil, fmt.Errorf("draw a picture of the demo: %w", err)
		}
		*p.into = file(wasim.KindImage, "", data)
	}
	return t, nil
}

// file is a message with a file, described as a phone would.
func file(kind wasim.Kind, name string, data []byte) wasim.Content {
	info := media.Inspect(bytes.NewReader(data), "", name)
	return wasim.Content{
		Kind: kind, Data: data, Mime: info.Mime, FileName: name, Thumbnail: info.Thumb, Waveform: info.Waveform,
		Seconds: int(info.DurationMS / 1000), Width: info.Width, Height: info.Height,
	}
}

// showing sends one of the files, with words under it.
func showing(which func(t *things) wasim.Content, caption string) part {
	return func(t *things, _ cues) wasim.Content {
		c := which(t)
		c.Text = caption
		return c
	}
}

func words(s string) part {
	return func(*things, cues) wasim.Content { return wasim.Content{Text: s} }
}

// quoting is a text that quotes what it answers.
func quoting(s string) part {
	return func(_ *things, c cues) wasim.Content { return wasim.Content{Text: s, Reply: c.about} }
}

func reacting(emoji string) part {
	return func(_ *things, c cues) wasim.Content {
		return wasim.Content{Kind: wasim.KindReaction, Text: emoji, Target: c.about}
	}
}

// correcting replaces the text before.
func correcting(s string) part {
	return func(_ *things, c cues) wasim.Content {
		return wasim.Content{Kind: wasim.KindEdit, Text: s, Target: c.last}
	}
}

func place(name, address string, latitude, longitude float64) part {
	return func(*things, cues) wasim.Content {
		return wasim.Content{Kind: wasim.KindLocation, PlaceName: name, PlaceAddress: address, Latitude: latitude, Longitude: longitude}
	}
}

func card(name, number string) part {
	return func(*things, cues) wasim.Content {
		return wasim.Content{Kind: wasim.KindContact, Cards: []wasim.Card{{Name: name, Numbers: []string{number}}}}
	}
}

func poll(question string, options ...string) part {
	return func(*things, cues) wasim.Content {
		return wasim.Content{Kind: wasim.KindPoll, Text: question, Options: options}
	}
}

func blueShirt(t *things) wasim.Content { return t.blueShirt }
func redShirt(t *things) wasim.Content  { return t.redShirt }
func birthday(t *things) wasim.Content  { return t.cake }
func shopFront(t *things) wasim.Content { return t.shop }
func delivery(t *things) wasim.Content  { return t.parcel }
func spoken(t *things) wasim.Content    { return t.voice }
func orderList(t *things) wasim.Content { return t.orderList }
func invoice(t *things) wasim.Content   { return t.invoice }
