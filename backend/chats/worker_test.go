package chats

import (
	"context"
	"errors"
	"testing"
	"time"
)

// TestReactions has a row for every answer that docs/whatsapp-errors.md lists,
// and for one that nobody has explained.
func TestReactions(t *testing.T) {
	reply, campaign := Send{Kind: SendReply, Attempts: 1}, Send{Kind: SendCampaign, Attempts: 1}
	again := func(s Send, attempts int) Send { s.Attempts = attempts; return s }
	missedBefore := func(s Send, n int) Send { s.Misses = n; return s }
	repeated := Send{Kind: SendCampaign, Attempts: 2, Repeated: true}
	rejected := func(code string) *SendError { return &SendError{Class: Rejected, Code: code, Err: errors.New("x")} }
	notSent := func(code string) *SendError { return &SendError{Class: NotSent, Code: code, Err: errors.New("x")} }
	unknown := &SendError{Class: Unknown, Code: "no_answer", Err: errors.New("x")}
	tests := []struct {
		name   string
		send   Send
		err    *SendError
		age    time.Duration
		state  SendState
		wait   time.Duration
		stop   bool
		strike string
	}{
		{"offline", reply, notSent("offline"), 0, SendPending, firstRepeat, false, ""},
		{"offline, third time", missedBefore(reply, 2), notSent("offline"), 0, SendPending, 4 * firstRepeat, false, ""},
		{"offline after one that may have left", repeated, notSent("offline"), time.Hour, SendSending, firstRepeat, false, ""},
		{"offline for a day after one that may have left", repeated, notSent("offline"), 25 * time.Hour, SendUncertain, 0, false, ""},
		{"our database", campaign, notSent("storage"), 0, SendPending, firstRepeat, false, ""},
		{"not on WhatsApp", campaign, notSent(CodeNotOnWhatsApp), 0, SendFailed, 0, false, ""},
		{"look-up failed", campaign, notSent(CodeLookUp), 0, SendPending, time.Minute, false, ""},
		{"look-up failed twice", missedBefore(campaign, 1), notSent(CodeLookUp), 0, SendPending, 2 * time.Minute, false, ""},
		{"look-up failed three times", missedBefore(reply, 2), notSent(CodeLookUp), 0, SendPending, 4 * time.Minute, false, ""},
		{"look-up failed for hours", missedBefore(campaign, 40), notSent(CodeLookUp), 0, SendPending, time.Hour, false, ""},
		{"too many look-ups", campaign, notSent(CodeLookUpLimit), 0, SendPending, 0, false, CodeLookUpLimit},
		{"too many look-ups for a reply", reply, notSent(CodeLookUpLimit), 0, SendPending, 0, false, CodeLookUpLimit},
		{"no answer", campaign, unknown, time.Minute, SendSending, firstRepeat, false, codeUnanswered},
		{"no answer, third", again(campaign, 3), unknown, time.Minute, SendSending, 4 * firstRepeat, false, codeUnanswered},
		{"no answer for a day", campaign, unknown, 25 * time.Hour, SendUncertain, 0, false, ""},
		{"400", campaign, rejected("400"), 0, SendFailed, 0, false, ""},
		{"403 once", campaign, rejected("403"), 0, SendPending, 2 * time.Hour, false, ""},
		{"403 twice", again(campaign, 2), rejected("403"), 0, SendFailed, 0, false, ""},
		{"403 after misses", missedBefore(campaign, 5), rejected("403"), 0, SendPending, 2 * time.Hour, false, ""},
		{"405", campaign, rejected("405"), 0, SendFailed, 0, false, ""},
		{"420 once", campaign, rejected("420"), 0, SendPending, 2 * time.Hour, false, ""},
		{"420 twice", again(campaign, 2), rejected("420"), 0, SendFailed, 0, false, ""},
		{"429", campaign, rejected("429"), 0, SendPending, 0, false, CodeTooFast},
		{"429 for the tenth time", again(campaign, 10), rejected("429"), 0, SendPending, 0, false, CodeTooFast},
		{"429 for a reply", reply, rejected("429"), 0, SendPending, 0, false, CodeTooFast},
		{"429 for a reply, fourth", again(reply, 4), rejected("429"), 0, SendFailed, 0, false, CodeTooFast},
		{"463", campaign, rejected("463"), 0, SendBlocked, 0, true, ""},
		{"463 for a reply", reply, rejected("463"), 0, SendBlocked, 0, false, ""},
		{"475", campaign, rejected("475"), 0, SendBlocked, 0, true, ""},
		{"475 for a reply", reply, rejected("475"), 0, SendBlocked, 0, false, ""},
		{"479 once", campaign, rejected("479"), 0, SendPending, time.Minute, false, ""},
		{"479 twice", again(campaign, 2), rejected("479"), 0, SendFailed, 0, false, ""},
		{"503", campaign, rejected("503"), 0, SendPending, time.Minute, false, ""},
		{"503, sixth", again(campaign, 6), rejected("503"), 0, SendFailed, 0, false, ""},
		{"unknown code", campaign, rejected("777"), 0, SendFailed, 0, false, ""},
		{"no code", campaign, rejected(""), 0, SendFailed, 0, false, ""},
	}
	for _, code := range []string{"421", "487", "488", "489", "490", "491", "493", "495", "496", "499"} {
		tests = append(tests, tests[0])
		tests[len(tests)-1].name, tests[len(tests)-1].err, tests[len(tests)-1].state, tests[len(tests)-1].wait = code, rejected(code), SendFailed, 0
	}
	for _, code := range []string{"500", "550", "551", "552"} {
		tests = append(tests, tests[0], tests[0])
		once, twice := &tests[len(tests)-2], &tests[len(tests)-1]
		once.name, once.err, once.wait = code+" once", rejected(code), 10*time.Minute
		twice.name, twice.send, twice.err, twice.state, twice.wait = code+" twice", again(reply, 2), rejected(code), SendFailed, 0
	}
	tested := map[string]bool{}
	for _, tt := range tests {
		tested[tt.err.Code] = true
		out, wait := reactTo(tt.send, tt.err, tt.age)
		if out.State != tt.state || wait != tt.wait || (out.Stop.By != "") != tt.stop || out.Strike != tt.strike {
			t.Errorf("%s: %s after %v, stop %q, strike %q; want %s after %v, stop %v, strike %q", tt.name, out.State, wait, out.Stop.By, out.Strike, tt.state, tt.wait, tt.stop, tt.strike)
		}
		if out.Missed != (tt.err.Class == NotSent && tt.state != SendFailed && tt.state != SendUncertain) || out.Answered != (tt.err.Class == Rejected) {
			t.Errorf("%s: missed %v, answered %v", tt.name, out.Missed, out.Answered)
		}
		if out.State == SendFailed || out.State == SendBlocked || out.State == SendUncertain {
			if out.Reason == "" {
				t.Errorf("%s: no reason for the owner", tt.name)
			}
		}
	}
	for code := range reactions {
		if !tested[code] {
			t.Errorf("no row for %s", code)
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
