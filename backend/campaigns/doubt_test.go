package campaigns_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
)

// failing lets attempts at one text fail in a way, and all others succeed.
func failing(text string, class chats.ErrorClass, code string) func(chats.Outgoing) error {
	return func(m chats.Outgoing) error {
		if string(m.Content.Text) != text {
			return nil
		}
		return &chats.SendError{Class: class, Code: code, Err: errors.New("scripted")}
	}
}

// doubtful leaves one person's message uncertain, at a step.
func (r *rig) doubtful(step int) int64 {
	r.t.Helper()
	text := []string{"Hello Person 0!", "Second"}[step]
	r.wire.answer = failing(text, chats.Unknown, "no_answer")
	r.start()
	in := three()
	in.StopOn.Reply = true
	id := r.run(in)
	if step == 1 {
		r.sleep(time.Hour)
	}
	r.sleep(25 * time.Hour)
	r.wire.answer = nil
	if p := r.recipient(id, r.people[0].ID); p.State != campaigns.RecipientUncertain || p.Step != step {
		r.t.Fatalf("the person is %s at step %d", p.State, p.Step)
	}
	if d := r.get(id); d.Campaign.State == campaigns.Paused {
		_, err := r.campaigns.Resume(r.ctx(), id)
		r.must(err)
	}
	return id
}

// A person decides about a second message of which nobody knows whether it left;
// the way goes on from there.
func TestAPersonDecidesAboutASecondMessage(t *testing.T) {
	for _, tt := range []struct {
		decision campaigns.Decision
		then     campaigns.RecipientState // of the message that was decided about
		more     []string                 // that is sent from then on
		end      campaigns.RecipientState
		step     int
	}{
		{campaigns.SendAgain, campaigns.RecipientPending, []string{"Second", "Third"}, campaigns.RecipientSent, 2},
		{campaigns.CountAsSent, campaigns.RecipientPending, []string{"Third"}, campaigns.RecipientSent, 2},
		{campaigns.LeaveOut, campaigns.RecipientSent, nil, campaigns.RecipientSent, 0},
	} {
		t.Run(string(tt.decision), func(t *testing.T) {
			bubble(t, 1, func(r *rig) {
				id, l := r.doubtful(1), r.people[0]
				before := len(r.got(l))
				p := r.recipient(id, l.ID)
				r.must(r.campaigns.Decide(r.ctx(), p.ID, tt.decision))
				r.settle()
				if got := r.recipient(id, l.ID); got.State != tt.then {
					t.Errorf("decided: %+v", got)
				}
				r.sleep(day - time.Second)
				if got := r.got(l)[before:]; slices.Contains(got, "Third") {
					t.Error("the third came before its delay")
				}
				r.sleep(time.Second)
				if got := r.got(l)[before:]; !slices.Equal(got, tt.more) {
					t.Errorf("sent %q, want %q", got, tt.more)
				}
				if got := r.recipient(id, l.ID); got.State != tt.end || got.Step != tt.step {
					t.Errorf("in the end: %+v", got)
				}
			})
		})
	}
}

// Whom a person left out gets nothing more, also when it turns out later that
// the message had arrived.
func TestALateReceiptStartsNothing(t *testing.T) {
	for step := range 2 {
		bubble(t, 1, func(r *rig) {
			id, l := r.doubtful(step), r.people[0]
			r.must(r.campaigns.Decide(r.ctx(), r.recipient(id, l.ID).ID, campaigns.LeaveOut))
			r.exec("UPDATE campaigns SET state = 'running', keep_adding = 1 WHERE id = ?", id) // others are still written to
			r.settle()
			sends := r.wire.sends
			r.acknowledged(l, len(r.got(l))-1, chats.StatusDelivered)
			p := r.recipient(id, l.ID)
			if p.State != campaigns.RecipientDelivered || p.Step != step {
				t.Errorf("step %d: the person is %s at step %d", step, p.State, p.Step)
			}
			for range 3 {
				r.sleep(day)
			}
			if r.wire.sends != sends {
				t.Errorf("step %d: sent %q", step, r.got(l)[sends:])
			}
		})
	}
}

var underWay = map[string]struct {
	class chats.ErrorClass
	code  string
	step  int
	end   campaigns.RecipientState
	sends string // states of the ledger
}{
	"it waits":    {chats.NotSent, "offline", 0, campaigns.RecipientReplied, "sent cancelled"},
	"it may have": {chats.Unknown, "no_answer", 1, campaigns.RecipientReplied, "sent sent"},
	"it failed":   {chats.Rejected, "400", 1, campaigns.RecipientFailed, "sent failed"},
}

// An answer ends the way wherever the next message is, and nothing stays behind
// that looks as if it were still to go.
func TestAnAnswerWhileTheNextMessageIsUnderWay(t *testing.T) {
	for name, tt := range underWay {
		t.Run(name, func(t *testing.T) {
			bubble(t, 1, func(r *rig) {
				in, l := three(), r.people[0]
				in.StopOn.Reply = true
				r.wire.answer = failing("Second", tt.class, tt.code)
				r.start()
				id := r.run(in)
				r.sleep(time.Hour)
				r.hears(l, "yes please", r.time.Now())
				r.wire.answer = nil
				for range 3 {
					r.sleep(10 * time.Minute)
				}
				r.sleep(2 * day)
				if p := r.recipient(id, l.ID); p.State != tt.end || p.Step != tt.step {
					t.Errorf("the person is %s at step %d", p.State, p.Step)
				}
				if got := r.ledger(); got != tt.sends {
					t.Errorf("ledger: %s", got)
				}
				if tt.end == campaigns.RecipientFailed { // nobody is written to again who has answered
					_, err := r.campaigns.RetryFailed(r.ctx(), id)
					r.must(err)
					r.settle()
					r.expect(id, l.ID, campaigns.RecipientReplied, 0, "")
				}
				if slices.Contains(r.got(l), "Third") {
					t.Error("the third was sent")
				}
			})
		})
	}
}

// ledger lists the states of all sends.
func (r *rig) ledger() (list string) {
	r.t.Helper()
	r.must(r.raw.QueryRowContext(r.ctx(), "SELECT group_concat(state, ' ') FROM (SELECT state FROM sends ORDER BY id)").Scan(&list))
	return list
}
