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
	first        string // what they write first, "" = nothing
	replies      []string
}

var people = []person{
	{"447700900101", "Ana Silva", Answers, "Hi! Do you deliver on Saturday?", []string{"Perfect, thank you 🙏", "Yes please, count me in", "Great. Can I pay by card?"}},
	{"447700900102", "João Gonçalves", Answers, "Good afternoon, I saw the shirts at the fair. Do you still have the blue one?", []string{"L please", "I take *two*", "See you on Thursday then"}},
	{"447700900103", "Priya Sharma", Answers, "Is this the right size for a 9 year old?", []string{"Ok I will measure again", "Thanks for the quick answer!"}},
	{"447700900104", "María José García", Reads, "", nil},
	{"447700900105", "Thabo Nwosu", Reads, "Can you send me the catalogue?", nil},
	{"447700900106", "Łukasz Kowalski", Stops, "", []string{"STOP"}},
	{"447700900107", "Budi Santoso", Answers, "", []string{"Ok, I will come by on Thursday", "Terima kasih!"}},
	{"447700900108", "Chloé Müller", Ignores, "", nil},
	{"447700900109", "Inês Fernández", Answers, "", []string{"How much is it with delivery?", "Let me ask my sister"}},
	{"447700900110", "Zoë van Dijk", Ignores, "", nil},
	{"447700900111", "Omar Haddad", Reads, "مرحبا، هل المتجر مفتوح اليوم؟", nil},
	{"447700900112", "Müge Çelik", Vanished, "", nil},
}

func mannerOf(number string) Manner {
	for _, p := range people {
		if p.number == number {
			return p.manner
		}
	}
	return Ignores
}

func (p person) behaviour() wasim.Behaviour {
	const unhurried = 4 * time.Second
	switch p.manner {
	case Answers, Stops:
		return wasim.Behaviour{DeliverAfter: time.Second, ReadAfter: 3 * time.Second, Replies: p.replies, ReplyAfter: unhurried}
	case Reads:
		return wasim.Behaviour{DeliverAfter: time.Second, ReadAfter: unhurried}
	}
	return wasim.Behaviour{DeliverAfter: 2 * time.Second}
}

// populate adds whoever is not there yet.
func (w *World) populate() error {
	if w.wa.Phone(ownerNumber) == nil {
		if _, err := w.wa.AddPhone(wasim.PhoneOptions{Number: ownerNumber, PushName: "Corner Shop"}); err != nil {
			return err
		}
	}
	for _, p := range people {
		if w.wa.Phone(p.number) == nil {
			if _, err := w.wa.AddPhone(wasim.PhoneOptions{Number: p.number, PushName: p.name, Behaviour: p.behaviour()}); err != nil {
				return err
			}
		}
		w.wa.Faults().SetUnknown(p.number, p.manner == Vanished)
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
