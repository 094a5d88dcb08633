package templates_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/event"
	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
	"mceplatform/backend/store"
	"mceplatform/backend/store/storetest"
	"mceplatform/backend/templates"
)

// library is the service on a real database, with one lead that has a column of
// the user's own.
type library struct {
	*templates.Service
	t  *testing.T
	db *store.DB
}

func newLibrary(t *testing.T) *library {
	file := storetest.File(t)
	db := storetest.OpenFile(t, file)
	bus := event.NewBus()
	people := leads.New(db, bus, clock.System{})
	if _, err := people.Create(t.Context(), leads.Input{Name: "Ana", Phone: "+4915735991111"}, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := storetest.Raw(t, file).ExecContext(t.Context(), `UPDATE leads SET custom = '{"Plan":"Gold"}'`); err != nil {
		t.Fatal(err)
	}
	files := chats.New(chats.Deps{Store: db, Leads: people, Bus: bus, Clock: clock.System{}})
	return &library{Service: templates.New(db, files, bus, clock.System{}), t: t, db: db}
}

func (l *library) file(k chats.Kind) *chats.Attachment {
	l.t.Helper()
	m := chats.Media{State: chats.MediaReady, SHA256: "ab", Mime: "image/jpeg", FileName: "photo.jpg", Size: 7}
	if err := l.db.InTx(l.t.Context(), func(ctx context.Context) error { return l.db.CreateMedia(ctx, &m) }); err != nil {
		l.t.Fatal(err)
	}
	return chats.AttachmentOf(m, k)
}

func TestTemplatesThatCannotBe(t *testing.T) {
	l := newLibrary(t)
	if _, err := l.Create(t.Context(), templates.Input{Name: "Hello", Body: "Hi {{name}}, {{ PLAN |none}}"}); err != nil {
		t.Fatal(err)
	}
	other, err := l.Create(t.Context(), templates.Input{Name: "Other", Body: "Hi"})
	if err != nil {
		t.Fatal(err)
	}
	gone := l.file(chats.KindImage)
	gone.MediaID = 999
	for name, tt := range map[string]struct {
		in    templates.Input
		code  fault.Code
		field string
	}{
		"no name":             {templates.Input{Name: " \n", Body: "Hi"}, fault.Invalid, "name"},
		"a long name":         {templates.Input{Name: strings.Repeat("ä", 61), Body: "Hi"}, fault.Invalid, "name"},
		"a name in use":       {templates.Input{Name: " hello ", Body: "Hi"}, fault.Conflict, "name"},
		"no words":            {templates.Input{Name: "A", Body: " "}, fault.Invalid, "text"},
		"no such variable":    {templates.Input{Name: "A", Body: "Hi {{surname}}"}, fault.Invalid, "body"},
		"not closed":          {templates.Input{Name: "A", Body: "Hi {{name"}, fault.Invalid, "body"},
		"words with a voice":  {templates.Input{Name: "A", Body: "Hi", Attachment: l.file(chats.KindVoice)}, fault.Invalid, "body"},
		"a file that is gone": {templates.Input{Name: "A", Body: "Hi", Attachment: gone}, fault.Conflict, "attachment"},
	} {
		for verb, save := range map[string]func() error{
			"Create": func() error { _, err := l.Create(t.Context(), tt.in); return err },
			"Update": func() error { _, err := l.Update(t.Context(), other.ID, tt.in); return err },
		} {
			var f *fault.Error
			if err := save(); !errors.As(err, &f) || f.Code != tt.code || f.Fields["field"] != tt.field {
				t.Errorf("%s, %s: %v", verb, name, err)
			}
		}
	}
	l.are("Hello: Hi {{name}}, {{ PLAN |none}}", "Other: Hi")
	if _, err := l.Update(t.Context(), 999, templates.Input{Name: "A", Body: "Hi"}); !fault.Is(err, fault.NotFound) {
		t.Errorf("Update of nothing: %v", err)
	}
}

func (l *library) are(want ...string) {
	l.t.Helper()
	list, err := l.List(l.t.Context())
	if err != nil {
		l.t.Fatal(err)
	}
	var got []string
	for _, x := range list {
		got = append(got, x.Name+": "+x.Body)
	}
	if !slices.Equal(got, want) {
		l.t.Errorf("the library is %q, want %q", got, want)
	}
}

// A template keeps its own name in any case, and its file is its own.
func TestTemplateHasAFileOfItsOwn(t *testing.T) {
	l := newLibrary(t)
	given := l.file(chats.KindImage)
	made, err := l.Create(t.Context(), templates.Input{Name: "Offer", Body: "", Attachment: given})
	if err != nil {
		t.Fatal(err)
	}
	own := made.Attachment
	if own == nil || own.MediaID == given.MediaID || own.Kind != chats.KindImage || own.Name != "photo.jpg" || own.Size != 7 {
		t.Fatalf("%+v of %+v", own, given)
	}
	for _, tt := range []struct {
		name       string
		attachment *chats.Attachment
		same       bool
	}{{"OFFER", own, true}, {"Offer", l.file(chats.KindDocument), false}, {"Offer", nil, false}} {
		got, err := l.Update(t.Context(), made.ID, templates.Input{Name: tt.name, Body: "New", Attachment: tt.attachment})
		if err != nil {
			t.Fatal(err)
		}
		list, err := l.List(t.Context())
		if err != nil || len(list) != 1 || list[0].Name != tt.name || list[0].Body != "New" || list[0].CreatedAt != made.CreatedAt {
			t.Fatalf("%+v, %v", list, err)
		}
		kept := list[0].Attachment
		if (kept == nil) != (tt.attachment == nil) || (got.Attachment == nil) != (kept == nil) {
			t.Fatalf("%+v for %+v", kept, tt.attachment)
		}
		if kept != nil && ((kept.MediaID == tt.attachment.MediaID) != tt.same || kept.Kind != tt.attachment.Kind) {
			t.Errorf("%+v for %+v", kept, tt.attachment)
		}
	}
	if err := l.Delete(t.Context(), made.ID); err != nil {
		t.Fatal(err)
	}
	l.are()
}

func TestVariablesAreTheColumnsOfTheUser(t *testing.T) {
	l := newLibrary(t)
	if got, err := l.Variables(t.Context()); err != nil || !slices.Equal(got, []string{"Plan"}) {
		t.Errorf("%q, %v", got, err)
	}
}
