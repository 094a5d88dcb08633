package backend_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"mceplatform/backend/backendtest"
	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/config"
	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
	"mceplatform/backend/store/storetest"
	"mceplatform/backend/whatsapp/wasim"
)

// crowd is a linked backend with some people, who are leads with a tag.
type crowd struct {
	*backendtest.World
	t      *testing.T
	a      *backendtest.App
	phones []*wasim.Phone
}

const crowdTag = "crowd"

func newCrowd(t *testing.T, people int, tune ...func(w *backendtest.World)) *crowd {
	t.Helper()
	w := backendtest.NewWorld(t, wasim.Config{})
	for _, change := range tune {
		change(w)
	}
	c := &crowd{World: w, t: t, a: w.Start(t)}
	w.Link(t, c.a)
	for i := range people {
		number := fmt.Sprintf("49157359902%02d", i)
		c.phones = append(c.phones, w.Person(number, "", wasim.Behaviour{}))
		_, err := c.a.Leads.Create(t.Context(), leads.Input{Name: fmt.Sprint("Person ", i), Phone: "+" + number, Tags: []string{crowdTag}}, "")
		c.must(err)
	}
	return c
}

func (c *crowd) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *crowd) keep(name string, data []byte) *chats.Attachment {
	c.t.Helper()
	a, err := c.a.Chats.KeepFile(c.t.Context(), stage(c.t, c.a, name, data).ID, "")
	c.must(err)
	return &a
}

// input is a campaign to everybody.
func (c *crowd) input(body string, a *chats.Attachment) campaigns.Input {
	return campaigns.Input{
		Name: "Files", Audience: campaigns.Audience{Tags: []string{crowdTag}}, Pace: c.Paces.Default,
		Steps: []campaigns.Step{{Variants: []campaigns.Variant{{Body: body, Attachment: a}}}},
	}
}

func (c *crowd) create(in campaigns.Input) int64 {
	c.t.Helper()
	made, err := c.a.Campaigns.Create(c.t.Context(), in)
	c.must(err)
	return made.ID
}

func (c *crowd) start(id int64) {
	c.t.Helper()
	_, err := c.a.Campaigns.Start(c.t.Context(), id, campaigns.Confirmation{Cold: len(c.phones)})
	c.must(err)
}

func (c *crowd) get(id int64) campaigns.Detail {
	c.t.Helper()
	d, err := c.a.Campaigns.Get(c.t.Context(), id)
	c.must(err)
	return d
}

func (c *crowd) await(id int64, state campaigns.State) campaigns.Detail {
	c.t.Helper()
	backendtest.Eventually(c.t, "campaign "+string(state), func() bool { return c.get(id).Campaign.State == state })
	return c.get(id)
}

func (c *crowd) raw() *sql.DB {
	return storetest.Raw(c.t, filepath.Join(c.DataDir, config.DatabaseFile))
}

func (c *crowd) exec(sql string, args ...any) {
	c.t.Helper()
	_, err := c.raw().ExecContext(c.t.Context(), sql, args...)
	c.must(err)
}

// uploads counts the files that lie on WhatsApp's server: each upload has a key
// and a path of its own.
func (c *crowd) uploads() (n int) {
	c.t.Helper()
	c.must(c.raw().QueryRowContext(c.t.Context(), "SELECT count(DISTINCT direct_path) FROM media WHERE direct_path <> ''").Scan(&n))
	return n
}

// show wants every phone to show one more message, with the file and a caption.
func (c *crowd) show(n int, file []byte) {
	c.t.Helper()
	for i, p := range c.phones {
		backendtest.Eventually(c.t, fmt.Sprint("message on phone ", i), func() bool { return len(received(p)) >= n })
		got := received(p)
		if len(got) != n {
			c.t.Fatalf("phone %d shows %d messages, want %d", i, len(got), n)
		}
		last := got[n-1]
		data, _ := p.Media(last.ID)
		if last.Kind != wasim.KindImage || last.Text != fmt.Sprintf("Look, Person %d", i) || !bytes.Equal(data, file) {
			c.t.Errorf("phone %d shows a %s with %q and %d bytes", i, last.Kind, last.Text, len(data))
		}
	}
}

// A campaign's file is uploaded once for everybody, and a copy of the campaign
// has a file of its own of the same upload.
func TestOneFileForEverybody(t *testing.T) {
	c := newCrowd(t, 5)
	photo := picture(t, 320, 200, jpegOf)
	id := c.create(c.input("Look, {{name}}", c.keep("photo.jpg", photo)))
	c.start(id)
	c.await(id, campaigns.Completed)
	c.show(1, photo)
	again, err := c.a.Campaigns.Duplicate(t.Context(), id, "Again")
	c.must(err)
	first := c.get(id).Campaign.Steps[0].Variants[0].Attachment
	if own := again.Steps[0].Variants[0].Attachment; own == nil || own.MediaID == first.MediaID || own.Size != first.Size || own.Kind != chats.KindImage {
		t.Errorf("the copy has %+v of %+v", own, first)
	}
	c.start(again.ID)
	c.await(again.ID, campaigns.Completed)
	c.show(2, photo)
	if n := c.uploads(); n != 1 {
		t.Errorf("%d uploads", n)
	}
}

// A file that cannot be uploaded pauses the campaign, and nothing has gone out.
func TestARefusedUploadPauses(t *testing.T) {
	t.Run("by WhatsApp", func(t *testing.T) {
		c := newCrowd(t, 2)
		photo := picture(t, 320, 200, jpegOf)
		c.Faults().RefuseUploads(500, 1000)
		id := c.create(c.input("Look, {{name}}", c.keep("photo.jpg", photo)))
		c.start(id)
		backendtest.Eventually(t, "pause", func() bool {
			c.exec("UPDATE media SET attempts = 5, next_at = 0 WHERE attempts > 0") // nobody waits for six attempts
			c.a.Chats.Wake()
			return c.get(id).Campaign.State == campaigns.Paused
		})
		if got := c.get(id).Campaign; got.PausedBy != campaigns.PausedByErrors || got.PausedReason != "WhatsApp did not take the file of this campaign." || len(received(c.phones[0])) != 0 {
			t.Errorf("paused by %s: %s", got.PausedBy, got.PausedReason)
		}
		c.Faults().RefuseUploads(0, 0)
		_, err := c.a.Campaigns.Resume(t.Context(), id)
		c.must(err)
		c.await(id, campaigns.Completed)
		c.show(1, photo)
	})
	t.Run("it is gone", func(t *testing.T) {
		c := newCrowd(t, 1)
		id := c.create(c.input("Look", c.keep("photo.jpg", picture(t, 320, 200, jpegOf))))
		c.exec("UPDATE media SET sha256 = replace(hex(zeroblob(32)), '00', 'ab')")
		c.start(id)
		if got := c.await(id, campaigns.Paused).Campaign; got.PausedReason != "The file of this campaign is no longer on this computer." {
			t.Errorf("paused: %s", got.PausedReason)
		}
	})
}

// A file that belongs to nothing goes after a day; one that a draft, a template
// or a message has stays.
func TestUnusedFilesGoAfterADay(t *testing.T) {
	c := newCrowd(t, 1)
	var kept []*chats.Attachment
	for i := range 4 {
		kept = append(kept, c.keep(fmt.Sprint(i, ".jpg"), picture(t, 100+i, 100, jpegOf)))
	}
	c.create(c.input("Look", kept[0]))
	id := c.create(c.input("Look", kept[1]))
	c.must(c.a.Campaigns.Delete(t.Context(), id))
	restart := func(hours int) map[int64]bool {
		c.a.Stop()
		c.exec("UPDATE media SET created_at = ? WHERE id <> ?", time.Now().Add(-time.Duration(hours)*time.Hour).UnixMilli(), kept[3].MediaID)
		c.a = c.Start(t)
		c.a.AwaitOnline(t)
		time.Sleep(200 * time.Millisecond)
		have := map[int64]bool{}
		rows, err := c.raw().QueryContext(t.Context(), "SELECT id FROM media")
		c.must(err)
		defer rows.Close()
		for rows.Next() {
			var id int64
			c.must(rows.Scan(&id))
			have[id] = true
		}
		c.must(rows.Err())
		return have
	}
	if have := restart(23); len(have) != 4 {
		t.Errorf("after 23 hours: %v", have)
	}
	have := restart(25)
	for i, want := range []bool{true, false, false, true} {
		if have[kept[i].MediaID] != want {
			t.Errorf("after 25 hours, file %d is there: %v", i, !want)
		}
	}
	if n := filesIn(t, c.DataDir+"/media"); n != 2 {
		t.Errorf("%d files on disk", n)
	}
}

// A test goes to the owner's own phone as a person would get it, and counts until
// the message is changed.
func TestATestGoesToTheOwner(t *testing.T) {
	c := newCrowd(t, 2)
	photo := picture(t, 320, 200, jpegOf)
	in := c.input("Look, {{name}}", c.keep("photo.jpg", photo))
	in.Steps = append(in.Steps, campaigns.Step{DelayMinutes: 60, Variants: []campaigns.Variant{{Body: "A"}, {Body: "B"}}})
	id := c.create(in)
	sent, err := c.a.Campaigns.SendTest(t.Context(), id, 0, 1)
	c.must(err)
	backendtest.Eventually(t, "the test on the owner's phone", func() bool { return len(c.Owner.Inbox()) == 2 })
	got := c.Owner.Inbox()
	slices.SortFunc(got, func(a, b wasim.ShownMessage) int { return len(b.Text) - len(a.Text) }) // the file may come after the words
	if data, _ := c.Owner.Media(got[0].ID); len(sent) != 2 || got[0].Text != "Look, Person 0" || !bytes.Equal(data, photo) || got[1].Text != "B" {
		t.Errorf("the owner's phone shows %q with %d bytes, then %q", got[0].Text, len(data), got[1].Text)
	}
	if len(received(c.phones[0])) != 0 {
		t.Error("somebody else got it")
	}
	c.tested(id, true)
	for _, change := range []struct {
		body   string
		tested bool
	}{{"Look here, {{name}}", false}, {"Look, {{name}}", true}} {
		in.Steps[0].Variants[0].Body = change.body
		_, err := c.a.Campaigns.Update(t.Context(), id, in)
		c.must(err)
		c.tested(id, change.tested)
	}
	in.Steps[1].Variants[0].Body = "{{company}}"
	_, err = c.a.Campaigns.Update(t.Context(), id, in)
	c.must(err)
	if _, err := c.a.Campaigns.SendTest(t.Context(), id, 0, 0); !fault.Is(err, fault.Invalid) {
		t.Errorf("somebody without a company: %v", err)
	}
	c.tested(id, false)
}

func (c *crowd) tested(id int64, want bool) {
	c.t.Helper()
	if got := c.get(id); got.Tested != want || got.Counts.Total != 0 || got.Campaign.State != campaigns.Draft {
		c.t.Errorf("tested: %v, %d people, %s", got.Tested, got.Counts.Total, got.Campaign.State)
	}
}
