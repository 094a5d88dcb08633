package leads_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"mceplatform/backend/clock"
	"mceplatform/backend/event"
	"mceplatform/backend/leads"
	"mceplatform/backend/phone"
	"mceplatform/backend/store/storetest"
)

// forms are numbers of one person each, as WhatsApp and people write them.
var forms = [][]string{
	{"5511961001022", "551161001022"}, // Brazil, with and without the ninth digit
	{"525512345678", "5215512345678"}, // Mexico, without and with the 1
	{"541123456789", "5491123456789"}, // Argentina, without and with the 9
	{"447700900123"},                  // nothing special
}

// sight is one time that somebody turns up: what is shown of them.
type sight struct {
	who    int
	person leads.Person
}

// sights are everything that can be seen of everybody: the LID alone, each form
// of the number alone, and once the proof that they belong together.
func sights(t *testing.T) []sight {
	t.Helper()
	var list []sight
	for who, numbers := range forms {
		lid := fmt.Sprintf("7%013d", who)
		list = append(list, sight{who, leads.Person{LID: lid, Confirmed: true}})
		for i, digits := range numbers {
			n, err := phone.FromDigits(digits)
			if err != nil {
				t.Fatalf("%s: %v", digits, err)
			}
			list = append(list, sight{who, leads.Person{Phone: n, Confirmed: true}})
			if i == 0 {
				list = append(list, sight{who, leads.Person{Phone: n, LID: lid, Confirmed: true}})
			}
		}
	}
	return list
}

// In whatever order people are seen, under whatever form, each is one lead in the
// end, and a wish or a tag of theirs is kept through every joining.
func TestEveryOrderOfSightsMakesTheSameLeads(t *testing.T) {
	for seed := range uint64(40) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			db := storetest.Open(t)
			s := leads.New(db, event.NewBus(), clock.System{})
			rng := rand.New(rand.NewPCG(seed, 1))
			list := sights(t)
			rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
			list = append(list, list[:rng.IntN(len(list))]...) // some come again
			wish := rng.IntN(len(sights(t)))
			quiet := list[wish].who
			for i, seen := range list {
				err := db.InTx(t.Context(), func(ctx context.Context) error {
					r, err := s.Resolve(ctx, seen.person, leads.ArrivedWriting)
					if err == nil && i == wish {
						err = s.OptOut(ctx, r.Lead.ID, leads.ActorWhatsApp, "stop")
					}
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
				if i == wish {
					tag(t, s, seen)
				}
			}
			page, err := s.List(t.Context(), leads.Filter{})
			if err != nil || page.Total != len(forms) {
				t.Fatalf("%d leads for %d people, %v", page.Total, len(forms), err)
			}
			for _, seen := range list {
				id, err := s.Find(t.Context(), seen.person)
				if err != nil || id == 0 {
					t.Fatalf("person %d is not found: %v", seen.who, err)
				}
				out, err := s.OptedOut(t.Context(), id)
				if err != nil || out != (seen.who == quiet) {
					t.Errorf("person %d opted out: %v, %v", seen.who, out, err)
				}
				d, err := s.Get(t.Context(), id)
				if err != nil || (len(d.Lead.Tags) == 1) != (seen.who == quiet) {
					t.Errorf("person %d has the tags %v, %v", seen.who, d.Lead.Tags, err)
				}
			}
		})
	}
}

func tag(t *testing.T, s *leads.Service, seen sight) {
	t.Helper()
	id, err := s.Find(t.Context(), seen.person)
	if err == nil {
		err = s.AddTag(t.Context(), []int64{id}, "quiet")
	}
	if err != nil {
		t.Fatal(err)
	}
}
