package chats

import "time"

// reaction is what the app does about an answer of WhatsApp to a send.
type reaction struct {
	state   SendState     // where the row goes
	retryIn time.Duration // with state pending: when to try again
	retries int           // how often at most; then the row fails
	stop    bool          // paced sends of the whole account stop until a person resumes
	strike  bool          // it counts against the account, whose pause is the one to wait for
	reason  string        // the sentence for the owner
}

// senseless meets the codes with which WhatsApp says that it could not make sense
// of a message (WhatsApp Web's NackReason).
var senseless = reaction{state: SendFailed, reason: "WhatsApp could not make sense of this message."}

// internal meets the failures of WhatsApp's own.
var internal = reaction{state: SendPending, retryIn: 10 * time.Minute, retries: 1, reason: "WhatsApp had an internal error."}

// reactions lists the answers whose meaning is known; sources are named in
// docs/whatsapp-errors.md. No answer is met with a trick: limits are obeyed.
var reactions = map[string]reaction{
	"400":             {state: SendFailed, reason: "WhatsApp could not read this message."},
	"403":             {state: SendPending, retryIn: 2 * time.Hour, retries: 1, reason: "WhatsApp did not allow this message."},
	"405":             {state: SendFailed, reason: "WhatsApp does not accept this kind of message from this app."},
	"420":             {state: SendPending, retryIn: 2 * time.Hour, retries: 1, reason: "WhatsApp did not accept this message."},
	CodeTooFast:       {state: SendPending, retries: 3, strike: true, reason: "WhatsApp says this number is sending too fast."},
	"463":             {state: SendBlocked, stop: true, reason: "WhatsApp is not letting this number start new chats right now."},
	"475":             {state: SendBlocked, stop: true, reason: "This number has used up its new chats for now."},
	"479":             {state: SendPending, retryIn: time.Minute, retries: 1, reason: "WhatsApp refused the encrypted message; the other phone's keys may be stale."},
	"421":             senseless,
	"487":             senseless,
	"488":             senseless,
	"489":             senseless,
	"490":             senseless,
	"491":             senseless,
	"493":             senseless,
	"495":             senseless,
	"496":             senseless,
	"499":             senseless,
	"500":             internal,
	"550":             internal,
	"551":             internal,
	"552":             internal,
	"503":             {state: SendPending, retryIn: time.Minute, retries: 5, reason: "WhatsApp is busy."},
	CodeNotOnWhatsApp: {state: SendFailed, reason: "This number is not on WhatsApp."},
}

// unknownReaction meets an answer nobody has explained: nothing is repeated.
var unknownReaction = reaction{state: SendFailed, reason: "WhatsApp refused this message without saying why."}

// Repetition of attempts whose outcome is unknown: the same id after a pause
// that doubles, until the row is so old that WhatsApp may have forgotten the id.
const (
	firstRepeat = 2 * time.Second
	lastRepeat  = 5 * time.Minute
	repeatFor   = 24 * time.Hour
	// lastLookUpRetry is the longest pause after a look-up that failed for a reason
	// which is not the limit.
	lastLookUpRetry = time.Hour
)

// backoff is the pause before attempt n+1.
func backoff(attempts int) time.Duration {
	d := firstRepeat
	for range min(attempts-1, 16) {
		if d *= 2; d > lastRepeat {
			return lastRepeat
		}
	}
	return d
}

// lookUpBackoff is the pause after a question before the message has failed for
// the nth time in a row: 1, 2, 4 minutes and so on.
func lookUpBackoff(n int) time.Duration {
	return min(time.Minute<<min(max(n-1, 0), 16), lastLookUpRetry)
}

// reactTo decides what becomes of a row after a failed attempt, and when it may
// be tried again; strike adds the pauses of the whole account.
func reactTo(send Send, err *SendError, age time.Duration) (Outcome, time.Duration) {
	switch err.Class {
	case NotSent:
		return missed(send, err.Code, age)
	case Unknown:
		if age > repeatFor {
			return tooOld(err.Code), 0
		}
		return Outcome{State: SendSending, Code: err.Code, Strike: codeUnanswered}, backoff(max(send.Attempts, 1))
	default:
		return reject(send, err.Code)
	}
}

func tooOld(code string) Outcome {
	return Outcome{State: SendUncertain, Code: code, Reason: "The connection broke while this message was being sent, too long ago to repeat it safely."}
}

// missed reacts to an attempt that certainly did not leave. An earlier one may
// have: then the row stays as it is.
func missed(send Send, code string, age time.Duration) (Outcome, time.Duration) {
	out, wait := Outcome{State: SendPending, Code: code, Missed: true}, backoff(send.Misses+1)
	switch code {
	case CodeNotOnWhatsApp:
		return Outcome{State: SendFailed, Code: code, Reason: reactions[code].reason}, 0
	case CodeLookUpLimit:
		out.Reason, out.Strike, wait = "WhatsApp limits how many numbers may be looked up for now.", code, 0
	case CodeLookUp:
		wait = lookUpBackoff(send.Misses + 1)
	}
	if send.Repeated {
		if age > repeatFor {
			return tooOld(code), 0
		}
		out.State = SendSending
	}
	return out, wait
}

func reject(send Send, code string) (Outcome, time.Duration) {
	r, known := reactions[code]
	if !known {
		r = unknownReaction
	}
	out := Outcome{State: r.state, Code: code, Reason: r.reason, Answered: true}
	if r.stop && send.Kind.Paced() {
		out.Stop = Stop{By: StopByWhatsApp, Reason: r.reason}
	}
	if r.strike {
		out.Strike = code
	}
	// What WhatsApp says about the account is no failure of a paced send.
	if r.state == SendPending && send.Attempts > r.retries && (!r.strike || !send.Kind.Paced()) {
		out.State = SendFailed
	}
	if out.State != SendPending {
		return out, 0
	}
	return out, r.retryIn
}
