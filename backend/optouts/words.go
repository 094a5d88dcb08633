package optouts

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"mceplatform/backend/chats"
	"mceplatform/backend/fault"
)

// Words are what a person writes to get no more campaigns, and to get them
// again. They count when they are the whole message; inside a sentence they mean
// nothing ("stop by tomorrow").
type Words struct {
	Stop  []string `json:"stop"`
	Start []string `json:"start"`
}

// DefaultWords are the words of the app's languages.
var DefaultWords = Words{
	Stop: []string{
		"stop", "unsubscribe", "stop all", "opt out", "optout", "remove me", // English
		"parar", "sair", "pare", "descadastrar", // Portuguese
		"alto", "baja", "darme de baja", "cancelar suscripción", // Spanish
		"berhenti", "stop promosi", // Indonesian
		"बंद करो", "रोकें", "band karo", // Hindi
		"توقف", "إلغاء الاشتراك", "الغاء الاشتراك", // Arabic
	},
	Start: []string{"start", "unstop", "subscribe", "começar", "voltar", "alta", "mulai", "ابدأ", "शुरू"},
}

// dangerous are answers that people give to anything: as words of an opt-out
// they would take customers out of campaigns who asked for no such thing.
var dangerous = []string{
	"yes", "ok", "okay", "no", "nope", "y", "n", "k", "hi", "hello", "hey", "thanks", "thank you", "please", "sure", "bye", "good", "fine", "done", "price", "info",
	"sim", "não", "oi", "olá", "obrigado", "obrigada", "tchau", "bom dia", "boa tarde", "boa noite",
	"sí", "hola", "gracias", "vale", "claro", "adiós", "buenos días", "buenas tardes",
	"ya", "iya", "tidak", "halo", "terima kasih", "oke", "baik",
	"हाँ", "हां", "नहीं", "ठीक है", "धन्यवाद", "नमस्ते", "haan", "nahi",
	"نعم", "لا", "شكرا", "مرحبا", "حسنا", "طيب",
}

const (
	mostWords   = 3  // in one entry
	longestWord = 30 // characters
	mostEntries = 60 // in one list
	// longestMessage bounds what is looked at: a STOP is short.
	longestMessage = 200
)

// fold is the form in which words are compared: without case, accents,
// punctuation and invisible characters.
func fold(text string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(text)) {
		switch {
		case r >= 0x300 && r <= 0x36f: // accents of Latin letters; those of other scripts are letters' parts
		case unicode.IsSpace(r), unicode.IsPunct(r), unicode.Is(unicode.Cf, r):
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(strings.Join(strings.Fields(b.String()), " "))
}

func contains(list []string, folded string) bool {
	return slices.ContainsFunc(list, func(w string) bool { return fold(w) == folded })
}

type wish int

const (
	wishNone wish = iota
	wishStop
	wishStart
)

// short reports whether a message may be a wish at all; most are longer.
func short(text chats.Text) bool {
	return text != "" && len(text) <= longestMessage && len(strings.Fields(string(text))) <= 2*mostWords
}

// wishOf reads a whole message.
func (w Words) wishOf(text chats.Text) wish {
	if !short(text) {
		return wishNone
	}
	switch said := fold(string(text)); {
	case said == "":
		return wishNone
	case contains(w.Stop, said):
		return wishStop
	case contains(w.Start, said):
		return wishStart
	}
	return wishNone
}

// check tidies both lists and refuses what would harm.
func (w Words) check() (Words, error) {
	var out Words
	var err error
	if out.Stop, err = checkList(w.Stop, "stop"); err != nil {
		return out, err
	}
	if out.Start, err = checkList(w.Start, "start"); err != nil {
		return out, err
	}
	for _, word := range out.Start {
		if contains(out.Stop, fold(word)) {
			return out, fault.New(fault.Invalid, "%q cannot be in both lists.", word).With("field", "start")
		}
	}
	if !contains(out.Stop, "stop") {
		return out, fault.New(fault.Invalid, "“stop” has to stay: people everywhere know it.").With("field", "stop")
	}
	if !contains(out.Start, "start") {
		return out, fault.New(fault.Invalid, "“start” has to stay: it is the way back.").With("field", "start")
	}
	return out, nil
}

func checkList(list []string, field string) ([]string, error) {
	out := make([]string, 0, len(list))
	for _, word := range list {
		word = strings.Join(strings.Fields(word), " ")
		folded := fold(word)
		switch {
		case folded == "":
			return nil, fault.New(fault.Invalid, "A word needs letters.").With("field", field)
		case len(strings.Fields(folded)) > mostWords, utf8.RuneCountInString(word) > longestWord:
			return nil, fault.New(fault.Invalid, "%q is too long. Use at most %d words: only a message that is nothing else counts.", word, mostWords).With("field", field)
		case contains(dangerous, folded), utf8.RuneCountInString(folded) < 2, !strings.ContainsFunc(folded, unicode.IsLetter):
			return nil, fault.New(fault.Invalid, "%q is too ordinary: people write it for other reasons.", word).With("field", field)
		case contains(out, folded):
			continue
		}
		out = append(out, word)
	}
	if len(out) > mostEntries {
		return nil, fault.New(fault.Invalid, "At most %d words.", mostEntries).With("field", field)
	}
	return out, nil
}

// Edits are what differs from the default words, so that words added to the
// program later reach those who have changed theirs.
type Edits struct {
	Added   []string `json:"added"`
	Removed []string `json:"removed"`
}

func editsOf(list, defaults []string) Edits {
	e := Edits{Added: []string{}, Removed: []string{}}
	for _, w := range list {
		if !contains(defaults, fold(w)) {
			e.Added = append(e.Added, w)
		}
	}
	for _, w := range defaults {
		if !contains(list, fold(w)) {
			e.Removed = append(e.Removed, w)
		}
	}
	return e
}

func (e Edits) of(defaults []string) []string {
	out := []string{}
	for _, w := range slices.Concat(defaults, e.Added) {
		if !contains(e.Removed, fold(w)) && !contains(out, fold(w)) {
			out = append(out, w)
		}
	}
	return out
}
