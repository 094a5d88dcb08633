package wasim_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"go.mau.fi/whatsmeow/proto/waHistorySync"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"mceplatform/backend/whatsapp/wasim"
)

// addPast gives the owner seven messages with Bob, one of them a file, and one
// with Carol.
func addPast(t *testing.T, w *world) {
	t.Helper()
	now := time.Now()
	var past []wasim.Past
	for i := range 6 {
		past = append(past, wasim.Past{
			ID: fmt.Sprint("PAST", i), FromMe: i%2 == 1, Content: wasim.Content{Text: numbered("past", i)},
			Time: now.Add(-time.Duration(200-i) * 24 * time.Hour), Read: true,
		})
	}
	past = append(past, wasim.Past{ID: "PASTFILE", Content: wasim.Content{Kind: wasim.KindImage, Data: []byte("old photo")}, Time: now.Add(-time.Hour)})
	if err := w.owner.AddPast(w.bob, past...); err != nil {
		t.Fatal(err)
	}
	if err := w.owner.AddPast(w.carol, wasim.Past{ID: "PASTCAROL", Content: wasim.Content{Text: "hi"}, Time: now.Add(-2 * time.Hour)}); err != nil {
		t.Fatal(err)
	}
}

// history waits for the chunk with progress 100 and returns all of them.
func (c *client) history(t *testing.T) (syncs []*waHistorySync.HistorySync, ids []string) {
	t.Helper()
	await(testContext(t), c, func(e *events.HistorySync) bool { return e.Data.GetProgress() == 100 })
	for _, e := range all[*events.HistorySync](c) {
		syncs = append(syncs, e.Data)
		for _, conv := range e.Data.GetConversations() {
			for _, m := range conv.GetMessages() {
				ids = append(ids, m.GetMessage().GetKey().GetID())
			}
		}
	}
	return syncs, ids
}

func TestHistoryByMedia(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	addPast(t, w)
	if countShown(w.bob, "past 1") != 1 || len(w.owner.Inbox()) != 8 {
		t.Fatal("the phones do not show the past")
	}
	if err := w.owner.ShareHistory(ctx, wasim.HistoryOptions{ChunkMessages: 4, WithMappings: true, Full: true}); err != nil {
		t.Fatal(err)
	}
	syncs, ids := c.history(t)
	var kinds []waHistorySync.HistorySync_HistorySyncType
	for _, s := range syncs {
		kinds = append(kinds, s.GetSyncType())
	}
	boot, names, full := waHistorySync.HistorySync_INITIAL_BOOTSTRAP, waHistorySync.HistorySync_PUSH_NAME, waHistorySync.HistorySync_FULL
	if !slices.Equal(kinds, []waHistorySync.HistorySync_HistorySyncType{boot, names, full, full}) {
		t.Errorf("chunks: %v", kinds)
	}
	want := []string{"PASTFILE", "PASTCAROL", "PAST5", "PAST4", "PAST3", "PAST2", "PAST1", "PAST0"}
	if !slices.Equal(ids, want) {
		t.Errorf("messages %v, want %v", ids, want)
	}
	conv := syncs[0].GetConversations()[0]
	if conv.GetID() != lid(w.bob).String() || conv.GetUnreadCount() != 1 || len(syncs[0].GetPhoneNumberToLidMappings()) != 2 {
		t.Errorf("conversation: %v", conv)
	}
	m, err := c.ParseWebMessage(lid(w.bob), conv.GetMessages()[0].GetMessage())
	if err != nil || m.Info.IsFromMe || m.Info.PushName != "Bob" {
		t.Fatalf("message: %+v, %v", m, err)
	}
	if data, err := c.Download(ctx, m.Message.GetImageMessage()); err != nil || string(data) != "old photo" {
		t.Errorf("old file: %q, %v", data, err)
	}
	w.mustAwait(ctx, t, "history receipts", func() bool { return w.owner.HistoryReceipts() == 4 })
	w.mustAwait(ctx, t, "queue empty", func() bool { return queuedFor(w.owner) == 0 })
}

// By number, inside the notification, and with what happened since: an edited
// and a deleted message.
func TestHistoryInline(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	addPast(t, w)
	for _, change := range []wasim.Content{{Kind: wasim.KindEdit, Target: "PAST0", Text: "edited"}, {Kind: wasim.KindDelete, Target: "PAST2"}} {
		if _, err := w.bob.Send(ctx, w.owner, change, wasim.SendOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.owner.ShareHistory(ctx, wasim.HistoryOptions{Device: 1, Inline: true, PN: true}); err != nil {
		t.Fatal(err)
	}
	syncs, ids := c.history(t)
	if len(syncs) != 3 || len(ids) != 8 || syncs[2].GetSyncType() != waHistorySync.HistorySync_RECENT {
		t.Fatalf("%d chunks, messages %v", len(syncs), ids)
	}
	conv := syncs[2].GetConversations()[0]
	if conv.GetID() != pn(w.bob).String() || len(syncs[2].GetPhoneNumberToLidMappings()) != 0 {
		t.Errorf("conversation: %v", conv)
	}
	edited, deleted := conv.GetMessages()[5].GetMessage(), conv.GetMessages()[3].GetMessage()
	if edited.GetMessage().GetConversation() != "edited" || deleted.GetMessage() != nil || deleted.GetKey().GetID() != "PAST2" {
		t.Errorf("edited %v, deleted %v", edited, deleted)
	}
	if err := w.owner.ShareHistory(ctx, wasim.HistoryOptions{Device: 7}); !errors.Is(err, wasim.ErrNotLinked) {
		t.Errorf("unknown device: %v", err)
	}
}

func TestHistoryOnLink(t *testing.T) {
	t.Parallel()
	ctx, w := testContext(t), newWorld(t, wasim.Config{})
	p, err := w.AddPhone(wasim.PhoneOptions{Number: "4915100000009", PushName: "Hilda", HistoryOnLink: true})
	if err != nil {
		t.Fatal(err)
	}
	if err = p.AddPast(w.bob, wasim.Past{ID: "BEFORE", Content: wasim.Content{Text: "before linking"}, Time: time.Now()}); err != nil {
		t.Fatal(err)
	}
	c := newClient(t, w)
	c.link(ctx, p)
	if _, ids := c.history(t); !slices.Equal(ids, []string{"BEFORE"}) {
		t.Errorf("messages: %v", ids)
	}
	mapped, err := c.Store.LIDs.GetPNForLID(ctx, lid(w.bob))
	for err == nil && mapped != pn(w.bob) && ctx.Err() == nil {
		mapped, err = c.Store.LIDs.GetPNForLID(ctx, lid(w.bob)) // stored beside the event
	}
	if err != nil || mapped != pn(w.bob) {
		t.Errorf("mapping: %s, %v", mapped, err)
	}
}

// A client asks for what is older than a message it has.
func TestHistoryOnDemand(t *testing.T) {
	ctx, w, c := linked(t, wasim.Config{})
	addPast(t, w)
	known := &types.MessageInfo{ID: "PAST4", MessageSource: types.MessageSource{Chat: lid(w.bob)}, Timestamp: time.Now()}
	if _, err := c.SendPeerMessage(ctx, c.BuildHistorySyncRequest(known, 3)); err != nil {
		t.Fatal(err)
	}
	if syncs, ids := c.history(t); !slices.Equal(ids, []string{"PAST3", "PAST2", "PAST1"}) || syncs[0].GetSyncType() != waHistorySync.HistorySync_ON_DEMAND {
		t.Errorf("messages: %v", ids)
	}
}
