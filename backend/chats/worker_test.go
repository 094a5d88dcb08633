package chats

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestReactions(t *testing.T) {
	reply, campaign := Send{Kind: SendReply, Attempts: 1}, Send{Kind: SendCampaign, Attempts: 1}
	again := func(s Send, attempts int) Send { s.Attempts = attempts; return s }
	rejected := func(code string) *SendError { return &SendError{Class: Rejected, Code: code, Err: errors.New("x")} }
	tests := []struct {
		name  string
		send  Send
		err   *SendError
		age   time.Duration
		state SendState
		wait  time.Duration
		stop  bool
	}{
		{"offline", reply, &SendError{Class: NotSent, Code: "offline", Err: errors.New("x")}, 0, SendPending, firstRepeat, false},
		{"not on WhatsApp", campaign, &SendError{Class: NotSent, Code: CodeNotOnWhatsApp, Err: errors.New("x")}, 0, SendFailed, 0, false},
		{"no answer", campaign, &SendError{Class: Unknown, Err: errors.New("x")}, time.Minute, SendSending, firstRepeat, false},
		{"no answer, third", again(campaign, 3), &SendError{Class: Unknown, Err: errors.New("x")}, time.Minute, SendSending, 4 * firstRepeat, false},
		{"no answer for a day", campaign, &SendError{Class: Unknown, Err: errors.New("x")}, 25 * time.Hour, SendUncertain, 0, false},
		{"400", campaign, rejected("400"), 0, SendFailed, 0, false},
		{"403 once", campaign, rejected("403"), 0, SendPending, 2 * time.Hour, false},
		{"403 twice", again(campaign, 2), rejected("403"), 0, SendFailed, 0, false},
		{"405", campaign, rejected("405"), 0, SendFailed, 0, false},
		{"420", campaign, rejected("420"), 0, SendPending, 2 * time.Hour, false},
		{"429", campaign, rejected("429"), 0, SendPending, 15 * time.Minute, true},
		{"429 for a reply", reply, rejected("429"), 0, SendPending, 15 * time.Minute, false},
		{"463", campaign, rejected("463"), 0, SendBlocked, 0, true},
		{"463 for a reply", reply, rejected("463"), 0, SendBlocked, 0, false},
		{"475", campaign, rejected("475"), 0, SendBlocked, 0, true},
		{"479 once", campaign, rejected("479"), 0, SendPending, time.Minute, false},
		{"479 twice", again(campaign, 2), rejected("479"), 0, SendFailed, 0, false},
		{"500", campaign, rejected("500"), 0, SendPending, 10 * time.Minute, false},
		{"503", campaign, rejected("503"), 0, SendPending, time.Minute, false},
		{"487", campaign, rejected("487"), 0, SendFailed, 0, false},
		{"551", campaign, rejected("551"), 0, SendPending, 10 * time.Minute, false},
		{"too many look-ups", campaign, &SendError{Class: NotSent, Code: CodeLookUpLimit, Err: errors.New("x")}, 0, SendPending, 5 * time.Minute, true},
		{"too many look-ups for a reply", again(reply, 3), &SendError{Class: NotSent, Code: CodeLookUpLimit, Err: errors.New("x")}, 0, SendPending, 20 * time.Minute, false},
		{"too many look-ups for days", again(campaign, 40), &SendError{Class: NotSent, Code: CodeLookUpLimit, Err: errors.New("x")}, 0, SendPending, 6 * time.Hour, true},
		{"unknown code", campaign, rejected("777"), 0, SendFailed, 0, false},
	}
	for _, tt := range tests {
		out, wait := reactTo(tt.send, tt.err, tt.age)
		if out.State != tt.state || wait != tt.wait || out.Stop != tt.stop {
			t.Errorf("%s: %s after %v, stop %v; want %s after %v, stop %v", tt.name, out.State, wait, out.Stop, tt.state, tt.wait, tt.stop)
		}
		if out.State == SendFailed || out.State == SendBlocked || out.State == SendUncertain {
			if out.Reason == "" {
				t.Errorf("%s: no reason for the owner", tt.name)
			}
		}
	}
}

// An error that Transport did not class may have left: it must never be sent
// under another id.
func TestUnclassedErrorIsTheWorstCase(t *testing.T) {
	if got := sendError(context.DeadlineExceeded).Class; got != Unknown {
		t.Errorf("class = %v", got)
	}
}

func TestBackoffDoublesUpToItsLimit(t *testing.T) {
	last := time.Duration(0)
	for n := 1; n < 40; n++ {
		d := backoff(n)
		if d < last || d > lastRepeat {
			t.Fatalf("attempt %d waits %v after %v", n, d, last)
		}
		last = d
	}
	if last != lastRepeat {
		t.Errorf("ends at %v", last)
	}
}
