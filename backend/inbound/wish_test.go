package inbound

import (
	"strings"
	"testing"

	"mceplatform/backend/chats"
)

func TestOnlyAWholeMessageIsAWish(t *testing.T) {
	for text, want := range map[chats.Text]wish{
		"STOP": wishStop, "stop.": wishStop, "  Stop!!! ": wishStop, "*stop*": wishStop, "Sair": wishStop, "BAJA": wishStop, "Opt-out": wishStop, "\u200fإلغاء الاشتراك\u200f": wishStop,
		"start": wishStart, "START!": wishStart,
		"stop by tomorrow": wishNone, "please don't stop": wishNone, "bus stop": wishNone, "": wishNone, "...": wishNone, "starting": wishNone,
		chats.Text(strings.Repeat("stop ", 50)): wishNone,
	} {
		if got := wishOf(text); got != want {
			t.Errorf("%q = %v, want %v", string(text), got, want)
		}
	}
}
