package backend_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"mceplatform/backend/backendtest"
	"mceplatform/backend/chats"
	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
	"mceplatform/backend/whatsapp/wasim"
)

func picture(t testing.TB, w, h int, encode func(io.Writer, image.Image) error) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range w * h {
		img.Set(i%w, i/w, color.RGBA{uint8(i), uint8(i / w), 120, 255})
	}
	var b bytes.Buffer
	if err := encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func jpegOf(w io.Writer, i image.Image) error { return jpeg.Encode(w, i, nil) }

func voiceNote(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile("media/testdata/voice.ogg")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// stage hands a file over as the window does.
func stage(t *testing.T, a *backendtest.App, name string, data []byte) chats.Staged {
	t.Helper()
	s, err := a.Chats.StageFile(t.Context(), name, int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for part := range slices.Chunk(data, 1000) {
		if err := a.Chats.AppendFile(t.Context(), s.ID, base64.StdEncoding.EncodeToString(part)); err != nil {
			t.Fatal(err)
		}
	}
	if s, err = a.Chats.FinishFile(t.Context(), s.ID); err != nil {
		t.Fatal(err)
	}
	return s
}

func fileOf(t *testing.T, a *backendtest.App, messageID int64) []byte {
	t.Helper()
	f, _, err := a.Chats.OpenMedia(t.Context(), messageID)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEveryKindComesIn(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	photo, sticker := picture(t, 640, 480, jpegOf), picture(t, 512, 512, png.Encode)
	tests := map[string]struct {
		sent  wasim.Content
		check func(m chats.Message) bool
		file  []byte
	}{
		"text with formatting": {wasim.Content{Kind: wasim.KindText, Text: "*bold* https://example.com"}, func(m chats.Message) bool { return m.Kind == chats.KindText && m.Text == "*bold* https://example.com" }, nil},
		"image": {wasim.Content{Kind: wasim.KindImage, Data: photo, Mime: "image/jpeg", Text: "look", Width: 640, Height: 480, Thumbnail: picture(t, 32, 24, jpegOf)},
			func(m chats.Message) bool {
				return m.Kind == chats.KindImage && m.Text == "look" && m.Media.Width == 640 && m.Media.HasThumb
			}, photo},
		"video": {wasim.Content{Kind: wasim.KindVideo, Data: []byte("not really a film"), Mime: "video/mp4", Seconds: 7},
			func(m chats.Message) bool { return m.Kind == chats.KindVideo && m.Media.DurationMS == 7000 }, []byte("not really a film")},
		"voice note": {wasim.Content{Kind: wasim.KindVoice, Data: voiceNote(t), Mime: "audio/ogg; codecs=opus", Seconds: 3, Waveform: bytes.Repeat([]byte{50}, 64)},
			func(m chats.Message) bool {
				return m.Kind == chats.KindVoice && len(m.Media.Wave) == 64 && m.Media.DurationMS > 2000 && m.Media.Mime == "audio/ogg"
			}, voiceNote(t)},
		"audio": {wasim.Content{Kind: wasim.KindAudio, Data: voiceNote(t), Mime: "audio/ogg"}, func(m chats.Message) bool { return m.Kind == chats.KindAudio }, voiceNote(t)},
		"document under a bad name": {wasim.Content{Kind: wasim.KindDocument, Data: []byte("%PDF-1.4 pretending"), Mime: "application/x-msdownload", FileName: "../../inv\u202eoice.exe", Text: "the bill"},
			func(m chats.Message) bool {
				return m.Kind == chats.KindDocument && m.Text == "the bill" && m.Media.Mime == "application/pdf" && m.Media.FileName != "" && !bytes.ContainsAny([]byte(m.Media.FileName), "/\\\u202e")
			}, []byte("%PDF-1.4 pretending")},
		"sticker": {wasim.Content{Kind: wasim.KindSticker, Data: sticker, Mime: "image/webp"}, func(m chats.Message) bool { return m.Kind == chats.KindSticker && m.Media.Mime == "image/png" }, sticker},
		"location": {wasim.Content{Kind: wasim.KindLocation, Latitude: -33.9, Longitude: 18.4, PlaceName: "Table Mountain"}, func(m chats.Message) bool {
			return m.Detail.Location.Name == "Table Mountain" && m.Detail.Location.Latitude == -33.9
		}, nil},
		"contacts": {wasim.Content{Kind: wasim.KindContact, Cards: []wasim.Card{{Name: "Ana", Numbers: []string{"+447700900101"}}, {Name: "João", Numbers: []string{"+447700900102", "+447700900103"}}}},
			func(m chats.Message) bool {
				return len(m.Detail.Cards) == 2 && m.Detail.Cards[1].Name == "João" && len(m.Detail.Cards[1].Numbers) == 2
			}, nil},
		"one contact": {wasim.Content{Kind: wasim.KindContact, Cards: []wasim.Card{{Name: "Ana", Numbers: []string{"+447700900101"}}}}, func(m chats.Message) bool {
			return len(m.Detail.Cards) == 1 && m.Detail.Cards[0].Numbers[0] == "+44 7700 900101"
		}, nil},
		"poll": {wasim.Content{Kind: wasim.KindPoll, Text: "When?", Options: []string{"Monday", "Friday"}}, func(m chats.Message) bool {
			return m.Text == "When?" && len(m.Detail.Poll.Options) == 2 && !m.Detail.Poll.Multi
		}, nil},
		"view once": {wasim.Content{Kind: wasim.KindViewOnce, Data: photo, Mime: "image/jpeg"}, func(m chats.Message) bool { return m.Kind == chats.KindViewOnce && m.Media == nil }, nil},
		"unknown":   {wasim.Content{Kind: wasim.KindUnknown}, func(m chats.Message) bool { return m.Kind == chats.KindUnsupported }, nil},
		"forwarded": {wasim.Content{Kind: wasim.KindText, Text: "joke", Forwarded: 1}, func(m chats.Message) bool { return m.Forwarded == chats.WasForwarded }, nil},
		"often":     {wasim.Content{Kind: wasim.KindText, Text: "old joke", Forwarded: 9}, func(m chats.Message) bool { return m.Forwarded == chats.ForwardedOften }, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			before := len(k.thread(t))
			k.says(t, tt.sent)
			backendtest.Eventually(t, "the message", func() bool { return len(k.thread(t)) == before+1 })
			m := k.until(t, "what it says", func(m chats.Message) bool {
				return tt.check(m) && (tt.file == nil || m.Media.State == chats.MediaReady)
			})
			if tt.file != nil && !bytes.Equal(fileOf(t, k.a, m.ID), tt.file) {
				t.Error("the file is another one")
			}
		})
	}
	if n := len(list(t, k.a)); n != 1 {
		t.Errorf("%d conversations", n)
	}
}

func TestEveryKindGoesOut(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	photo := picture(t, 640, 480, jpegOf)
	ana, err := k.a.CreateLead(t.Context(), leadInput("Ana", "+447700900101"))
	if err != nil {
		t.Fatal(err)
	}
	compose := func(name string, data []byte, as chats.Kind, text string) chats.Compose {
		return chats.Compose{FileID: stage(t, k.a, name, data).ID, As: as, Text: text}
	}
	tests := map[string]struct {
		sent  chats.Compose
		check func(m wasim.ShownMessage) bool
		file  []byte
	}{
		"text":  {chats.Compose{Text: "*hi*"}, func(m wasim.ShownMessage) bool { return m.Text == "*hi*" }, nil},
		"image": {compose("a.jpg", photo, "", "look"), func(m wasim.ShownMessage) bool { return m.Kind == wasim.KindImage && m.Text == "look" }, photo},
		"document": {compose("Ünïcode bill.pdf", []byte("%PDF-1.4 x"), "", ""), func(m wasim.ShownMessage) bool {
			return m.Kind == wasim.KindDocument && m.FileName == "Ünïcode bill.pdf"
		}, []byte("%PDF-1.4 x")},
		"as file":    {compose("a.jpg", photo, chats.KindDocument, ""), func(m wasim.ShownMessage) bool { return m.Kind == wasim.KindDocument }, photo},
		"voice note": {compose("note.ogg", voiceNote(t), "", ""), func(m wasim.ShownMessage) bool { return m.Kind == wasim.KindVoice }, voiceNote(t)},
		"audio":      {compose("note.ogg", voiceNote(t), chats.KindAudio, ""), func(m wasim.ShownMessage) bool { return m.Kind == wasim.KindAudio }, voiceNote(t)},
		"location":   {chats.Compose{Location: &chats.Location{Latitude: 52.5, Longitude: 13.4, Name: "Berlin"}}, func(m wasim.ShownMessage) bool { return m.Kind == wasim.KindLocation && m.Latitude == 52.5 }, nil},
		"contact":    {chats.Compose{LeadIDs: []int64{ana.ID}}, func(m wasim.ShownMessage) bool { return m.Kind == wasim.KindContact && m.Cards[0].Name == "Ana" }, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			before := len(received(k.bob))
			sent := k.sends(t, tt.sent)
			backendtest.Eventually(t, "it on Bob's phone", func() bool { return len(received(k.bob)) == before+1 })
			got := received(k.bob)[before]
			if !tt.check(got) {
				t.Errorf("the phone shows %+v", got)
			}
			if tt.file != nil {
				if data, ok := k.bob.Media(got.ID); !ok || !bytes.Equal(data, tt.file) {
					t.Error("the file on the phone is another one")
				}
			}
			backendtest.Eventually(t, "delivered", func() bool {
				m, err := k.a.Chats.Message(t.Context(), sent.ID)
				return err == nil && m.Status == chats.StatusDelivered
			})
		})
	}
}

func TestRepliesQuoteBothWays(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	first := k.thread(t)[0]
	mine := k.sends(t, chats.Compose{Text: "to you too", ReplyTo: first.ID})
	if mine.Quote == nil || mine.Quote.MessageID != first.ID || mine.Quote.Text != "hello" || mine.Quote.FromMe {
		t.Errorf("quote = %+v", mine.Quote)
	}
	got := k.shown(t, "the reply", func(m wasim.ShownMessage) bool { return m.Text == "to you too" })
	if got.Reply == "" {
		t.Error("Bob's phone shows no quote")
	}
	k.says(t, wasim.Content{Kind: wasim.KindText, Text: "thanks", Reply: got.ID})
	theirs := k.until(t, "the answer", func(m chats.Message) bool { return m.Text == "thanks" })
	if theirs.Quote == nil || theirs.Quote.MessageID != mine.ID || !theirs.Quote.FromMe {
		t.Errorf("quote = %+v", theirs.Quote)
	}
}

func TestReactionsEditsAndDeletionsOfOthers(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	id := k.says(t, wasim.Content{Kind: wasim.KindText, Text: "befor"})
	k.until(t, "the message", func(m chats.Message) bool { return m.Text == "befor" })
	k.says(t, wasim.Content{Kind: wasim.KindEdit, Target: id, Text: "before", TargetFromMe: true})
	k.until(t, "the edit", func(m chats.Message) bool { return m.Text == "before" && m.EditedAt != 0 })
	if got := list(t, k.a)[0]; got.LastText != "before" || got.Unread != 2 {
		t.Errorf("chat = %+v", got)
	}
	mine := k.sends(t, chats.Compose{Text: "mine"})
	shown := k.shown(t, "ours", func(m wasim.ShownMessage) bool { return m.Text == "mine" })
	for _, emoji := range []string{"👍", "❤️", ""} {
		k.says(t, wasim.Content{Kind: wasim.KindReaction, Target: shown.ID, Text: emoji})
		backendtest.Eventually(t, "the reaction "+emoji, func() bool {
			m, err := k.a.Chats.Message(t.Context(), mine.ID)
			if emoji == "" {
				return err == nil && len(m.Reactions) == 0
			}
			return err == nil && len(m.Reactions) == 1 && m.Reactions[0].Emoji == emoji && !m.Reactions[0].FromMe
		})
	}
	k.says(t, wasim.Content{Kind: wasim.KindDelete, Target: id, TargetFromMe: true})
	backendtest.Eventually(t, "the deletion", func() bool {
		m := k.thread(t)[1]
		return m.DeletedAt != 0 && m.Text == ""
	})
	// Nobody takes back or rewrites what somebody else wrote.
	k.says(t, wasim.Content{Kind: wasim.KindText, Text: "end"})
	k.until(t, "the end", func(m chats.Message) bool { return m.Text == "end" })
	if m, err := k.a.Chats.Message(t.Context(), mine.ID); err != nil || m.Text != "mine" || m.DeletedAt != 0 {
		t.Errorf("ours = %+v, %v", m, err)
	}
	if n := len(k.thread(t)); n != 4 {
		t.Errorf("%d messages are shown, want 4", n)
	}
}

func TestOurReactionsEditsAndDeletions(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	if _, err := k.a.Chats.React(t.Context(), k.thread(t)[0].ID, "🎉"); err != nil {
		t.Fatal(err)
	}
	ownPhone := func() wasim.ShownMessage { return k.bob.Inbox()[0] }
	backendtest.Eventually(t, "the reaction on Bob's phone", func() bool { return ownPhone().Reactions[backendtest.OwnerNumber] == "🎉" })
	mine := k.sends(t, chats.Compose{Text: "pirce list"})
	k.shown(t, "the message", func(m wasim.ShownMessage) bool { return m.Text == "pirce list" })
	sent := func() bool {
		m, err := k.a.Chats.Message(t.Context(), mine.ID)
		return err == nil && m.Status == chats.StatusDelivered
	}
	backendtest.Eventually(t, "delivered", sent)
	if m, err := k.a.Chats.Edit(t.Context(), mine.ID, "the price"); err != nil || m.Text != "the price" || m.EditedAt == 0 {
		t.Fatalf("edit = %+v, %v", m, err)
	}
	k.shown(t, "the edit", func(m wasim.ShownMessage) bool { return m.Text == "the price" && m.Edited })
	if _, err := k.a.Chats.Edit(t.Context(), k.thread(t)[0].ID, "not mine"); err == nil {
		t.Error("a message of somebody else can be edited")
	}
	if m, err := k.a.Chats.Delete(t.Context(), mine.ID); err != nil || m.DeletedAt == 0 || m.Text != "" {
		t.Fatalf("delete = %+v, %v", m, err)
	}
	k.shown(t, "the deletion", func(m wasim.ShownMessage) bool { return m.Deleted })
	if got := received(k.bob); len(got) != 1 {
		t.Errorf("Bob's phone shows %+v", got)
	}
	// Deleted here only, and brought back.
	first := k.thread(t)[0]
	if err := k.a.Chats.Hide(t.Context(), first.ID); err != nil {
		t.Fatal(err)
	}
	if n := len(k.thread(t)); n != 1 {
		t.Errorf("%d messages after hiding one", n)
	}
	if _, err := k.a.Chats.Message(t.Context(), first.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("a hidden message is given out: %v", err)
	}
	if err := k.a.Chats.Unhide(t.Context(), first.ID); err != nil || len(k.thread(t)) != 2 {
		t.Errorf("bring back: %v", err)
	}
}

func TestARefusedChangeIsPutBack(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	mine := k.sends(t, chats.Compose{Text: "as it was"})
	now := func() chats.Message {
		m, err := k.a.Chats.Message(t.Context(), mine.ID)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	backendtest.Eventually(t, "delivered", func() bool { return now().Status == chats.StatusDelivered })
	for name, change := range map[string]func() error{
		"edit":   func() error { _, err := k.a.Chats.Edit(t.Context(), mine.ID, "as it is not"); return err },
		"delete": func() error { _, err := k.a.Chats.Delete(t.Context(), mine.ID); return err },
		"react":  func() error { _, err := k.a.Chats.React(t.Context(), mine.ID, "👍"); return err },
	} {
		k.Faults().FailAcks(400, 1)
		if err := change(); err != nil {
			t.Fatal(name, err)
		}
		backendtest.Eventually(t, name+" put back with a reason", func() bool {
			m := now()
			return m.Text == "as it was" && m.DeletedAt == 0 && len(m.Reactions) == 0 && m.Error != "" && m.Status == chats.StatusDelivered
		})
	}
}

// What changes a message may overtake it.
func TestChangesThatOvertakeTheirMessage(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	id := "3A0123456789ABCDEF0123"
	k.says(t, wasim.Content{Kind: wasim.KindReaction, Target: id, TargetFromMe: true, Text: "👍"})
	k.says(t, wasim.Content{Kind: wasim.KindEdit, Target: id, TargetFromMe: true, Text: "second thought"})
	k.says(t, wasim.Content{Kind: wasim.KindText, Text: "between"})
	k.until(t, "the message between", func(m chats.Message) bool { return m.Text == "between" })
	if _, err := k.bob.Send(t.Context(), k.Owner, wasim.Content{Kind: wasim.KindText, Text: "first thought"}, wasim.SendOptions{ID: id}); err != nil {
		t.Fatal(err)
	}
	k.until(t, "the message with its changes", func(m chats.Message) bool {
		return m.Text == "second thought" && m.EditedAt != 0 && len(m.Reactions) == 1
	})
}

func TestLargeFilesWaitForAClick(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	limit := 0
	if _, err := k.a.Settings.Update(t.Context(), chatSettings(t, k.a, limit)); err != nil {
		t.Fatal(err)
	}
	photo := picture(t, 300, 300, jpegOf)
	k.says(t, wasim.Content{Kind: wasim.KindImage, Data: photo, Mime: "image/jpeg"})
	m := k.until(t, "the message", func(m chats.Message) bool { return m.Kind == chats.KindImage })
	k.says(t, wasim.Content{Kind: wasim.KindText, Text: "and"})
	k.until(t, "the next", func(m chats.Message) bool { return m.Text == "and" })
	if got, err := k.a.Chats.Message(t.Context(), m.ID); err != nil || got.Media.State != chats.MediaRemote {
		t.Fatalf("media = %v, %v", got.Media.State, err)
	}
	if _, err := k.a.Chats.FetchMedia(t.Context(), m.ID); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the file", func() bool {
		got, err := k.a.Chats.Message(t.Context(), m.ID)
		return err == nil && got.Media.State == chats.MediaReady && got.Media.HasThumb
	})
}

func TestAFileTheServerDroppedComesFromThePhone(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	for name, forgotten := range map[string]bool{"the phone has it": false, "nobody has it": true} {
		t.Run(name, func(t *testing.T) {
			k.Faults().ExpireMedia(true)
			photo := picture(t, 200, 200, jpegOf)
			id := k.says(t, wasim.Content{Kind: wasim.KindImage, Data: photo, Mime: "image/jpeg"})
			want := chats.MediaReady
			if forgotten {
				k.Owner.ForgetMedia(id)
				want = chats.MediaExpired
			} else {
				k.Faults().ExpireMedia(false)
				k.Faults().ExpireMediaOf(id)
			}
			m := k.until(t, string(want), func(m chats.Message) bool { return m.Kind == chats.KindImage && m.Media.State == want })
			if forgotten && m.Media.Reason == "" {
				t.Error("no reason is given")
			}
			k.Faults().ExpireMedia(false)
		})
	}
}

func TestAFileThatCannotBeUploadedFailsAndIsRetried(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	k.Faults().RefuseUploads(500, 1000)
	m := k.sends(t, chats.Compose{FileID: stage(t, k.a, "a.jpg", picture(t, 50, 50, jpegOf)).ID})
	text := k.sends(t, chats.Compose{Text: "words do not wait for files"})
	k.shown(t, "the text", func(m wasim.ShownMessage) bool { return m.Text != "" })
	if got, err := k.a.Chats.Message(t.Context(), m.ID); err != nil || got.Status != chats.StatusQueued {
		t.Errorf("file message = %+v, %v", got, err)
	}
	k.Faults().RefuseUploads(0, 0)
	backendtest.Eventually(t, "the file", func() bool {
		got, err := k.a.Chats.Message(t.Context(), m.ID)
		return err == nil && got.Status == chats.StatusDelivered
	})
	_ = text
}

func TestTheOwnersPhoneWritesToo(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	if _, err := k.Owner.SendOwn(t.Context(), k.bob, "from the sofa"); err != nil {
		t.Fatal(err)
	}
	m := k.until(t, "the owner's message", func(m chats.Message) bool { return m.Text == "from the sofa" })
	if !m.FromMe || m.Origin != chats.FromPhone || m.Status != chats.StatusSent {
		t.Errorf("message = %+v", m)
	}
	if got := list(t, k.a)[0]; got.NewLead || !got.LastFromMe {
		t.Errorf("it does not count as an answer: %+v", got)
	}
	// A reaction and an edit made on the phone.
	id := m.WAID
	if _, err := k.Owner.Send(t.Context(), k.bob, wasim.Content{Kind: wasim.KindEdit, Target: id, TargetFromMe: true, Text: "from the couch"}, wasim.SendOptions{}); err != nil {
		t.Fatal(err)
	}
	k.until(t, "the edit", func(m chats.Message) bool { return m.Text == "from the couch" })
	// Somebody who has never written.
	dora := k.Person("4915735990004", "Dora", wasim.Behaviour{})
	if _, err := k.Owner.SendOwn(t.Context(), dora, "nice to meet you"); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "the second conversation", func() bool { return len(list(t, k.a)) == 2 })
	if got := arrival(t, k.a, list(t, k.a)[0].LeadID); got != leads.ArrivedByOwner {
		t.Errorf("became a lead by %q", got)
	}
}

// arrival is how somebody became a lead, as their timeline tells it.
func arrival(t testing.TB, a *backendtest.App, leadID int64) leads.Arrival {
	t.Helper()
	d, err := a.LeadDetail(t.Context(), leadID)
	if err != nil || len(d.Activities) == 0 {
		t.Fatalf("lead %d: %v", leadID, err)
	}
	return leads.Arrival(d.Activities[len(d.Activities)-1].Detail)
}

func TestDisappearingTimersAreHonoured(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	k.says(t, wasim.Content{Kind: wasim.KindTimer, Timer: 86400})
	k.until(t, "the notice", func(m chats.Message) bool { return m.Kind == chats.KindNotice && m.Detail.Notice.Value == "86400" })
	if got := list(t, k.a)[0]; got.Timer != 86400 {
		t.Errorf("chat = %+v", got)
	}
	for name, c := range map[string]chats.Compose{
		"text":  {Text: "gone tomorrow"},
		"image": {FileID: stage(t, k.a, "a.jpg", picture(t, 50, 50, jpegOf)).ID},
	} {
		k.sends(t, c)
		if got := k.shown(t, name, func(m wasim.ShownMessage) bool { return m.Timer == 86400 }); got.Timer != 86400 {
			t.Errorf("%s: %+v", name, got)
		}
	}
	k.says(t, wasim.Content{Kind: wasim.KindTimer, Timer: 0})
	backendtest.Eventually(t, "off", func() bool { return list(t, k.a)[0].Timer == 0 })
	k.sends(t, chats.Compose{Text: "stays"})
	if got := k.shown(t, "the last", func(m wasim.ShownMessage) bool { return m.Text == "stays" }); got.Timer != 0 {
		t.Errorf("%+v", got)
	}
}

func TestAPrivateConversationIsNotStored(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	photo := picture(t, 200, 200, jpegOf)
	k.says(t, wasim.Content{Kind: wasim.KindImage, Data: photo, Mime: "image/jpeg"})
	m := k.until(t, "the picture", func(m chats.Message) bool { return m.Media != nil && m.Media.State == chats.MediaReady })
	k.sends(t, chats.Compose{Text: "secret words"})
	k.shown(t, "ours", func(m wasim.ShownMessage) bool { return m.Text == "secret words" })
	backendtest.Eventually(t, "delivered", func() bool { return k.last(t).Status == chats.StatusDelivered })
	item, err := k.a.Chats.SetPrivate(t.Context(), k.chat, true)
	if err != nil || !item.Private || item.Unread != 0 || item.LastText != "" {
		t.Fatalf("chat = %+v, %v", item, err)
	}
	if n := len(k.thread(t)); n != 0 {
		t.Errorf("%d messages are left", n)
	}
	if _, _, err := k.a.Chats.OpenMedia(t.Context(), m.ID); err == nil {
		t.Error("the picture is still there")
	}
	if n := filesIn(t, k.DataDir+"/media"); n != 0 {
		t.Errorf("%d files are left in the media folder", n)
	}
	if hits, err := k.a.Chats.List(t.Context(), chats.ListQuery{Query: "secret"}); err != nil || len(hits.Items) != 0 {
		t.Error("the words are still found")
	}
	k.says(t, wasim.Content{Kind: wasim.KindText, Text: "private words"})
	k.says(t, wasim.Content{Kind: wasim.KindText, Text: "STOP"})
	lead := list(t, k.a)[0].LeadID
	backendtest.Eventually(t, "STOP honoured", func() bool { out, err := k.a.Leads.OptedOut(t.Context(), lead); return err == nil && out })
	if n := len(k.thread(t)); n != 0 {
		t.Errorf("%d messages were stored", n)
	}
	if _, err := k.a.Chats.Send(t.Context(), k.chat, chats.Compose{Text: "x"}); err == nil {
		t.Error("something can be sent from a private conversation")
	}
	if _, err := k.a.Chats.SetPrivate(t.Context(), k.chat, false); err != nil {
		t.Fatal(err)
	}
	k.says(t, wasim.Content{Kind: wasim.KindText, Text: "open again"})
	backendtest.Eventually(t, "stored again", func() bool { return len(k.thread(t)) == 1 })
}

func TestForwardingKeepsTheFile(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	carl := k.Person("4915735990003", "Carl", wasim.Behaviour{})
	if _, err := carl.SendText(t.Context(), k.Owner, "hi", wasim.SendOptions{}); err != nil {
		t.Fatal(err)
	}
	backendtest.Eventually(t, "two conversations", func() bool { return len(list(t, k.a)) == 2 })
	photo := picture(t, 120, 120, jpegOf)
	k.says(t, wasim.Content{Kind: wasim.KindImage, Data: photo, Mime: "image/jpeg", Text: "pass it on"})
	m := k.until(t, "the picture", func(m chats.Message) bool { return m.Media != nil && m.Media.State == chats.MediaReady })
	for _, c := range list(t, k.a) {
		if c.ID != k.chat {
			if err := k.a.Chats.Forward(t.Context(), []int64{m.ID}, []int64{c.ID}); err != nil {
				t.Fatal(err)
			}
		}
	}
	backendtest.Eventually(t, "it on Carl's phone", func() bool {
		got := received(carl)
		if len(got) != 1 || got[0].Forwarded == 0 || got[0].Text != "pass it on" {
			return false
		}
		data, ok := carl.Media(got[0].ID)
		return ok && bytes.Equal(data, photo)
	})
	// The file is one on disk; taking one message away keeps it for the other.
	if n := filesIn(t, k.DataDir+"/media"); n != 1 {
		t.Errorf("%d files on disk, want 1", n)
	}
}

func TestBadFilesAreRefusedWithASentence(t *testing.T) {
	k := newTalk(t, wasim.Config{})
	for name, try := range map[string]func() error{
		"empty":     func() error { _, err := k.a.Chats.StageFile(t.Context(), "a.txt", 0); return err },
		"too large": func() error { _, err := k.a.Chats.StageFile(t.Context(), "a.mp4", 1<<40); return err },
		"unknown":   func() error { _, err := k.a.Chats.FinishFile(t.Context(), "nope"); return err },
		"not whole": func() error {
			s, err := k.a.Chats.StageFile(t.Context(), "a.txt", 10)
			if err != nil {
				return nil
			}
			_, err = k.a.Chats.FinishFile(t.Context(), s.ID)
			return err
		},
		"more than said": func() error {
			s, err := k.a.Chats.StageFile(t.Context(), "a.txt", 3)
			if err != nil {
				return nil
			}
			return k.a.Chats.AppendFile(t.Context(), s.ID, base64.StdEncoding.EncodeToString([]byte("four")))
		},
		"no base64": func() error {
			s, err := k.a.Chats.StageFile(t.Context(), "a.txt", 3)
			if err != nil {
				return nil
			}
			return k.a.Chats.AppendFile(t.Context(), s.ID, "***")
		},
		"a document as a picture": func() error {
			_, err := k.a.Chats.Send(context.WithoutCancel(t.Context()), k.chat, chats.Compose{FileID: stage(t, k.a, "a.txt", []byte("text")).ID, As: chats.KindImage})
			return err
		},
		"a place off the earth": func() error {
			_, err := k.a.Chats.Send(t.Context(), k.chat, chats.Compose{Location: &chats.Location{Latitude: 91}})
			return err
		},
	} {
		if err := try(); err == nil || err.Error() == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func filesIn(t *testing.T, dir string) (n int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
