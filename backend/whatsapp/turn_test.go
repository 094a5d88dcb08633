package whatsapp

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"

	wastore "go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
)

func TestLaterMessagesOfAPersonWaitUnderBothAddresses(t *testing.T) {
	pn, lid := types.NewJID("447700900123", types.DefaultUserServer), types.NewJID("100", types.HiddenUserServer)
	both := types.MessageSource{Chat: pn, Sender: pn, SenderAlt: lid}
	var turn turn
	turn.hold("first", both)
	for name, s := range map[string]types.MessageSource{
		"number": {Chat: pn, Sender: pn}, "LID": {Chat: lid, Sender: lid}, "both": both,
		"own": {Chat: lid, Sender: types.NewJID("1", types.DefaultUserServer), IsFromMe: true, RecipientAlt: pn},
	} {
		if !turn.held("later", s) {
			t.Errorf("%s overtakes", name)
		}
	}
	other := types.NewJID("200", types.HiddenUserServer)
	if turn.held("later", types.MessageSource{Chat: other, Sender: other}) || turn.allHeld() {
		t.Error("somebody else waits too")
	}
}

// The first message shows the number alone, the second both addresses, the third
// the LID alone: all are of one person.
func TestWhatWaitsShowsWhoElseWaits(t *testing.T) {
	pn, lid := types.NewJID("447700900123", types.DefaultUserServer), types.NewJID("100", types.HiddenUserServer)
	var turn turn
	turn.hold("first", types.MessageSource{Chat: pn, Sender: pn})
	if !turn.held("second", types.MessageSource{Chat: lid, Sender: lid, SenderAlt: pn}) || !turn.held("third", types.MessageSource{Chat: lid, Sender: lid}) {
		t.Error("a later message overtakes")
	}
}

// What a broken connection left in hand is no newer than what failed on it.
func TestANewConnectionAloneEndsNoWaiting(t *testing.T) {
	lid := types.NewJID("100", types.HiddenUserServer)
	s := types.MessageSource{Chat: lid, Sender: lid}
	var turn turn
	turn.hold("first", s)
	turn.anew()
	turn.begun()
	if !turn.held("second", s) || turn.held("first", s) {
		t.Error("a message of the old connection overtakes, or the first one waits for itself")
	}
	turn.hold("first", s) // and fails again
	turn.begun()          // told once more
	turn.caughtUp()
	if !turn.held("second", s) {
		t.Error("a message overtakes one that failed again")
	}
	if turn.done("first"); turn.held("second", s) {
		t.Error("nothing is waited for any more")
	}
	turn.hold("first", s)
	turn.anew()
	if turn.caughtUp(); turn.held("second", s) {
		t.Error("waits for a message that does not come again")
	}
}

func TestEverythingWaitsForTheSessionDatabase(t *testing.T) {
	var turn turn
	turn.holdAll()
	if turn.begun(); !turn.allHeld() {
		t.Error("the connection on which it failed goes on")
	}
	turn.anew()
	if !turn.allHeld() {
		t.Error("what the old connection left in hand goes on")
	}
	if turn.begun(); turn.allHeld() {
		t.Error("a new connection still waits")
	}
}

// keptBuffer keeps one message.
type keptBuffer struct {
	wastore.EventBuffer
	kept *atomic.Pointer[wastore.BufferedEvent]
}

func (b keptBuffer) GetBufferedEvent(context.Context, [32]byte) (*wastore.BufferedEvent, error) {
	return b.kept.Load(), nil
}

func (b keptBuffer) DoDecryptionTxn(ctx context.Context, fn func(context.Context) error) error {
	return fn(ctx)
}

// After a broken connection the same message is looked up on the next one while
// the first still decrypts it: it must wait and find it kept.
func TestAMessageIsNotLookedUpWhileItIsDecrypted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		device := brokenDevice(nil)
		kept := new(atomic.Pointer[wastore.BufferedEvent])
		device.EventBuffer = keptBuffer{kept: kept}
		guard(device, isDriverError, &turn{}, func() {}, nil)
		if e, err := device.EventBuffer.GetBufferedEvent(t.Context(), [32]byte{}); e != nil || err != nil {
			t.Fatalf("first look = %v, %v", e, err)
		}
		var second *wastore.BufferedEvent
		looked := make(chan struct{})
		go func() {
			defer close(looked)
			second, _ = device.EventBuffer.GetBufferedEvent(t.Context(), [32]byte{})
		}()
		synctest.Wait()
		err := device.EventBuffer.DoDecryptionTxn(t.Context(), func(context.Context) error {
			kept.Store(&wastore.BufferedEvent{Plaintext: []byte("text")})
			return nil
		})
		if <-looked; err != nil || second == nil {
			t.Errorf("second look = %v after %v", second, err)
		}
	})
}
