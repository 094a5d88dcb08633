package demo

import (
	"strings"
	"time"

	"mceplatform/backend/whatsapp/wasim"
)

// ownerNumber is the phone that links the app. Like every number here it
// belongs to a range that is kept for films and examples.
const (
	ownerNumber  = "447700900100"
	ownerDisplay = "+44 7700 900100"
)

// Manner is how a simulated person behaves.
type Manner string

// Manners.
const (
	Answers  Manner = "answers"  // reads soon and answers
	Reads    Manner = "reads"    // reads, says nothing
	Ignores  Manner = "ignores"  // lets it lie
	Stops    Manner = "stops"    // answers STOP
	Vanished Manner = "vanished" // not on WhatsApp any more
)

type person struct {
	number, name string
	manner       Manner
	first        []part   // what they write first
	replies      [][]part // what they answer, in turn
}

var people = []person{
	{
		"447700900101", "Ana Silva", Answers,
		[]part{words("Hi! Do you deliver on Saturday?"), place("Green Lane Studio", "14 Green Lane, London", 51.5465, -0.1058)},
		[][]part{
			{reacting("❤️"), quoting("Perfect, thank you 🙏")},
			{words("Yes please, count me in")},
			{showing(spoken, ""), words("Great. Can I pay by card?")},
		},
	},
	{
		"447700900102", "João Gonçalves", Answers,
		[]part{
			words("Good afternoon, I saw the shirts at the fiar. Do you still have the blue one?"),
			correcting("Good afternoon, I saw the shirts at the fair. Do you still have the blue one?"),
			showing(blueShirt, "This one 👕"),
		},
		[][]part{
			{words("L please")},
			{quoting("I take *two*"), showing(orderList, "And this is for the team")},
			{reacting("👍"), words("See you on Thursday then")},
		},
	},
	{
		"447700900103", "Priya Sharma", Answers,
		[]part{showing(redShirt, "Is this the right size for a 9 year old?"), poll("Which colour for the whole class?", "Blue", "Red", "Half and half")},
		[][]part{{words("Ok I will measure again")}, {reacting("🙏"), words("Thanks for the quick answer!")}},
	},
	{"447700900104", "María José García", Reads, nil, nil},
	{
		"447700900105", "Thabo Nwosu", Reads,
		[]part{words("Can you send me the catalogue?"), showing(orderList, "We want the same as last year")}, nil,
	},
	{"447700900106", "Łukasz Kowalski", Stops, nil, [][]part{{words("STOP")}}},
	{
		"447700900107", "Budi Santoso", Answers, nil,
		[][]part{
			{words("Ok, I will come by on Thursday")},
			{showing(delivery, "It arrived, thank you!")},
			{reacting("🙏"), words("Terima kasih!")},
		},
	},
	{"447700900108", "Chloé Müller", Ignores, nil, nil},
	{
		"447700900109", "Inês Fernández", Answers, nil,
		[][]part{
			{quoting("How much is it with delivery?")},
			{words("Let me ask my sister"), card("Lúcia Fernández", "447700900119")},
		},
	},
	{"447700900110", "Zoë van Dijk", Ignores, nil, nil},
	{"447700900111", "Omar Haddad", Reads, []part{words("مرحبا، هل المتجر مفتوح اليوم؟"), showing(spoken, "")}, nil},
	{"447700900112", "Müge Çelik", Vanished, nil, nil},
}

func mannerOf(number string) Manner {
	for _, p := range people {
		if p.number == number {
			return p.manner
		}
	}
	return Ignores
}

// populate adds whoever is not there yet. An owner who is new has a past with
// some of the people.
func (w *World) populate(past bool) error {
	fresh := w.wa.Phone(ownerNumber) == nil
	if fresh {
		if _, err := w.wa.AddPhone(wasim.PhoneOptions{Number: ownerNumber, PushName: "Corner Shop", HistoryOnLink: past}); err != nil {
			return err
		}
	}
	for _, p := range people {
		phone := w.wa.Phone(p.number)
		if phone == nil {
			var err error
			if phone, err = w.wa.AddPhone(wasim.PhoneOptions{Number: p.number, PushName: p.name}); err != nil {
				return err
			}
		}
		phone.SetBehaviour(w.behaviour(p)) // what is in code is not kept over a restart
		w.wa.Faults().SetUnknown(p.number, p.manner == Vanished)
	}
	if fresh && past {
		return w.addPast(time.Now())
	}
	return nil
}

// SampleCSV is a file to try the import on: the simulated people, somebody
// twice, and two rows that cannot be leads.
func SampleCSV() string {
	var b strings.Builder
	b.WriteString("Name,WhatsApp number,E-mail,City\r\n")
	for i, p := range people {
		number := "+" + p.number
		if i%3 == 1 {
			number = "0" + p.number[2:6] + " " + p.number[6:9] + " " + p.number[9:]
		}
		b.WriteString(p.name + "," + number + ",,London\r\n")
	}
	b.WriteString("Ana Silva again,+44 7700 900101,ana@example.com,London\r\nNo number,,nobody@example.com,Leeds\r\nBroken by a spreadsheet,4.477E+11,,York\r\n")
	return b.String()
}
