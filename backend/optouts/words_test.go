package optouts

import (
	"reflect"
	"strings"
	"testing"

	"mceplatform/backend/chats"
	"mceplatform/backend/fault"
)

func TestOnlyAWholeMessageIsAWish(t *testing.T) {
	for text, want := range map[chats.Text]wish{
		"STOP": wishStop, "stop.": wishStop, "  Stop!!! ": wishStop, "*stop*": wishStop, "Sair": wishStop, "BAJA": wishStop, "Opt-out": wishStop, "\u200fإلغاء الاشتراك\u200f": wishStop,
		"stöp": wishStop, "Cancelar  suscripcion": wishStop, "CANCELAR SUSCRIPCIÓN": wishStop, "बंद करो": wishStop,
		"start": wishStart, "START!": wishStart, "comecar": wishStart, "Começar": wishStart,
		"stop by tomorrow": wishNone, "please don't stop": wishNone, "bus stop": wishNone, "": wishNone, "...": wishNone, "starting": wishNone,
		"stop\nstart": wishNone, chats.Text(strings.Repeat("stop ", 50)): wishNone,
	} {
		if got := DefaultWords.wishOf(text); got != want {
			t.Errorf("%q = %v, want %v", string(text), got, want)
		}
	}
}

func TestWordsThatWouldHarmAreRefused(t *testing.T) {
	for _, word := range []string{"yes", "OK", "No.", "Não", "nao", "si", "لا", "हाँ", "1", "x", "!!", "", "please send me nothing more", strings.Repeat("a", 31)} {
		w := Words{Stop: append([]string{word}, DefaultWords.Stop...), Start: DefaultWords.Start}
		if _, err := w.check(); fault.CodeOf(err) != fault.Invalid {
			t.Errorf("%q = %v", word, err)
		}
	}
	for name, w := range map[string]Words{
		"no stop":  {Stop: []string{"halt"}, Start: DefaultWords.Start},
		"no start": {Stop: DefaultWords.Stop, Start: []string{"again"}},
		"in both":  {Stop: []string{"stop", "Änd"}, Start: []string{"start", "and"}},
	} {
		if _, err := w.check(); fault.CodeOf(err) != fault.Invalid {
			t.Errorf("%s = %v", name, err)
		}
	}
}

func TestOnlyWhatDiffersFromTheDefaultsIsKept(t *testing.T) {
	got, err := Words{Stop: []string{"stop", " no  mas ", "No más", "sair"}, Start: []string{"start"}}.check()
	if err != nil || !reflect.DeepEqual(got.Stop, []string{"stop", "no mas", "sair"}) {
		t.Fatalf("check = %q, %v", got.Stop, err)
	}
	e := editsOf(got.Stop, DefaultWords.Stop)
	if !reflect.DeepEqual(e.Added, []string{"no mas"}) || len(e.Removed) != len(DefaultWords.Stop)-2 {
		t.Errorf("edits = %+v", e)
	}
	// A word that the program learns later is there too.
	if list := e.of(append([]string{"arrêt"}, DefaultWords.Stop...)); !reflect.DeepEqual(list, []string{"arrêt", "stop", "sair", "no mas"}) {
		t.Errorf("list = %q", list)
	}
}
