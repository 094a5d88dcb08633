package inbound

import (
	"strings"
	"unicode"

	"mceplatform/backend/chats"
)

type wish int

const (
	wishNone wish = iota
	wishStop
	wishStart
)

// Words that mean "no more messages" or "messages again" when they are the
// whole message; inside a sentence they mean nothing ("stop by tomorrow").
var wishes = map[string]wish{
	"stop": wishStop, "unsubscribe": wishStop, "stop all": wishStop, "opt out": wishStop, "optout": wishStop, "remove me": wishStop, // English
	"parar": wishStop, "sair": wishStop, "pare": wishStop, "descadastrar": wishStop, // Portuguese
	"alto": wishStop, "baja": wishStop, "darme de baja": wishStop, "cancelar suscripcion": wishStop, "cancelar suscripción": wishStop, // Spanish
	"berhenti": wishStop, "stop promosi": wishStop, // Indonesian
	"बंद करो": wishStop, "रोकें": wishStop, "band karo": wishStop, // Hindi
	"توقف": wishStop, "إلغاء الاشتراك": wishStop, "الغاء الاشتراك": wishStop, // Arabic
	"start": wishStart, "unstop": wishStart, "subscribe": wishStart, "começar": wishStart, "voltar": wishStart, "alta": wishStart, "mulai": wishStart, "ابدأ": wishStart, "शुरू": wishStart,
}

func wishOf(text chats.Text) wish {
	const longest = 40
	if len(text) > longest {
		return wishNone
	}
	words := strings.FieldsFunc(strings.ToLower(string(text)), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsPunct(r) || unicode.Is(unicode.Cf, r)
	})
	return wishes[strings.Join(words, " ")]
}
