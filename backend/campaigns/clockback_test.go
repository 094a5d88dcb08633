package campaigns_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"mceplatform/backend/chats"
)

// A clock that is set back, while the program runs or while it is closed, makes
// nobody wait for another attempt until it comes by the old time again.
func TestAClockSetBackKeepsNoAttemptWaiting(t *testing.T) {
	for _, closed := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			r := newRig(t, 1)
			r.must(r.launch(r.newCampaign()))
			refused := false
			r.wire.answer = func(chats.Outgoing) error {
				if refused {
					return nil
				}
				refused = true
				return &chats.SendError{Class: chats.Rejected, Code: "403", Err: errors.New("no")} // once more in two hours
			}
			r.start()
			r.settle()
			if closed {
				r.end()
				r.build()
			}
			r.time.by.Add(int64(-24 * time.Hour))
			if closed {
				r.start()
			}
			r.settle()
			r.wait(func() { time.Sleep(3 * time.Hour) })
			r.settle()
			if n := len(r.wire.log); n != 2 || !r.wire.log[1].ok {
				t.Errorf("closed %v: %d attempts", closed, n)
			}
		})
	}
}
