package demo

import (
	"context"

	"mceplatform/backend/chats"
	"mceplatform/backend/fault"
	"mceplatform/backend/whatsapp/wasim"
)

// Thing is what whoever plays a phone can send beside words.
type Thing string

// Things.
const (
	Photo    Thing = "photo"
	Voice    Thing = "voice"
	Document Thing = "document"
	Place    Thing = "place"
	Contact  Thing = "contact"
	Poll     Thing = "poll"
)

var sendable = map[Thing]part{
	Photo:    showing(birthday, ""),
	Voice:    showing(spoken, ""),
	Document: showing(orderList, ""),
	Place:    place("Green Lane Studio", "14 Green Lane, London", 51.5465, -0.1058),
	Contact:  card("Lúcia Fernández", "447700900119"),
	Poll:     poll("Which day suits you?", "Thursday", "Friday", "Saturday"),
}

// SendAs writes to the owner from a phone.
func (w *World) SendAs(ctx context.Context, number, text string) error {
	clean, err := chats.CleanText(text)
	if err != nil {
		return err
	}
	return w.send(ctx, number, wasim.Content{Text: string(clean)})
}

// SendThing sends the owner a photo, a place or the like from a phone. A file
// comes with the words, if there are any.
func (w *World) SendThing(ctx context.Context, number string, thing Thing, caption string) error {
	say, ok := sendable[thing]
	if !ok {
		return fault.New(fault.Invalid, "A demo phone cannot send this.")
	}
	c := say(w.things, cues{})
	if thing == Photo || thing == Document {
		c.Text = caption
	}
	return w.send(ctx, number, c)
}

// React chooses an emoji for the owner's last message on a phone, "" for none.
func (w *World) React(ctx context.Context, number, emoji string) error {
	p, err := w.person(number)
	if err != nil {
		return err
	}
	last := ""
	for _, m := range p.Inbox() {
		if !m.FromMe && !m.Deleted {
			last = m.ID
		}
	}
	if last == "" {
		return fault.New(fault.Conflict, "There is no message of yours on this phone to react to.")
	}
	return w.send(ctx, number, reacting(emoji)(w.things, cues{about: last}))
}

func (w *World) send(ctx context.Context, number string, c wasim.Content) error {
	p, err := w.person(number)
	if err != nil {
		return err
	}
	_, err = p.Send(ctx, w.wa.Phone(ownerNumber), c, wasim.SendOptions{})
	return err
}
