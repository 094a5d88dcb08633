package demo

import (
	"fmt"
	"time"

	"mceplatform/backend/whatsapp/wasim"
)

// turn is something that was said before the app was linked.
type turn struct {
	days  int    // before today
	clock string // "15:04", later than the turn before on the same day
	me    bool   // the owner said it
	say   part
	react string // what the other side chose as a reaction to it
}

// conversation is the past with one person. Unread is how many of the last
// turns their receiver has not opened.
type conversation struct {
	number string
	unread int
	turns  []turn
}

var past = []conversation{
	{"447700900108", 1, []turn{
		{24, "10:02", false, words("Hello, do you make cakes without nuts?"), ""},
		{24, "10:40", true, words("Hi Chloé, yes, all of our chocolate ones. When do you need it?"), ""},
		{24, "10:44", false, words("Let me think about it and come back to you."), "👍"},
		{11, "09:15", true, words("Good morning Chloé, have you decided about the cake?"), ""},
	}},
	{"447700900104", 0, []turn{
		{19, "16:20", false, words("¡Hola! Necesito una tarta de cumpleaños para el sábado."), ""},
		{19, "16:31", true, words("Of course! How many people?"), ""},
		{19, "16:33", false, words("Somos doce, de chocolate por favor 🎂"), ""},
		{17, "11:05", true, showing(birthday, "It is ready, what do you think?"), "😍"},
		{17, "11:20", true, showing(invoice, ""), ""},
		{16, "18:47", false, words("¡Estaba buenísima! Muchas gracias."), "❤️"},
	}},
	{"447700900101", 0, []turn{
		{13, "12:10", false, words("Hello, where is your shop exactly?"), ""},
		{13, "12:14", true, place("Corner Shop", "3 Market Street, London", 51.5413, -0.1033), ""},
		{13, "12:15", true, showing(shopFront, "The red and white awning, you cannot miss it"), "👍"},
		{13, "15:02", false, words("Found it, lovely place!"), ""},
	}},
	{"447700900107", 0, []turn{
		{8, "08:50", false, words("Is my parcel on its way?"), ""},
		{8, "09:05", true, showing(delivery, "It leaves this morning"), ""},
		{8, "09:06", false, words("Terima kasih 🙏"), ""},
		{6, "14:30", false, showing(spoken, ""), ""},
		{6, "15:10", true, words("Glad you like it, Budi!"), "🙏"},
	}},
	{"447700900103", 0, []turn{
		{5, "17:25", false, words("Do you have school shirts?"), ""},
		{5, "17:41", true, showing(redShirt, "This is the red one, and there is a blue one too"), ""},
		{5, "17:45", false, words("Nice, I will look at the sizes"), ""},
	}},
	{"447700900109", 2, []turn{
		{3, "13:00", true, words("Hi Inês, the blue shirts are back in stock."), ""},
		{2, "19:12", false, words("Good news! Which sizes?"), ""},
		{2, "19:30", true, words("S to XL"), "👍"},
		{1, "20:15", false, words("I take one in M and one in L"), ""},
		{1, "20:16", false, words("Could you keep them for me until Friday?"), ""},
	}},
}

// addPast puts the past onto the phones, as seen from now.
func (w *World) addPast(now time.Time) error {
	owner := w.wa.Phone(ownerNumber)
	for _, c := range past {
		var list []wasim.Past
		for i, t := range c.turns {
			at, err := t.at(now)
			if err != nil {
				return err
			}
			read := i < len(c.turns)-c.unread
			id := fmt.Sprintf("3AD0%s%04X", c.number, i)
			list = append(list, wasim.Past{ID: id, FromMe: t.me, Content: t.say(w.things, cues{}), Time: at, Read: read})
			if t.react != "" {
				about := cues{about: id}
				list = append(list, wasim.Past{FromMe: !t.me, Content: reacting(t.react)(w.things, about), Time: at.Add(time.Minute)})
			}
		}
		if err := owner.AddPast(w.wa.Phone(c.number), list...); err != nil {
			return fmt.Errorf("add the past with %s: %w", c.number, err)
		}
	}
	return nil
}

// at is the time of a turn, by the clock on the wall.
func (t turn) at(now time.Time) (time.Time, error) {
	clock, err := time.Parse("15:04", t.clock)
	if err != nil {
		return time.Time{}, fmt.Errorf("time of a past message: %w", err)
	}
	year, month, day := now.Date()
	return time.Date(year, month, day-t.days, clock.Hour(), clock.Minute(), 0, 0, now.Location()), nil
}
