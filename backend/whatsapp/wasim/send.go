package wasim

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"google.golang.org/protobuf/proto"
)

// Unavailable kinds of SendOptions.
const (
	// UnavailableAny is a message the service cannot give to linked devices.
	UnavailableAny = "any"
	// UnavailableViewOnce is a view-once message that only the phone may show.
	UnavailableViewOnce = "view_once"
)

// ErrGone is returned for a phone whose number was passed on.
var ErrGone = errors.New("the number of this phone belongs to somebody else now")

// SendOptions are the particulars of a message from a phone.
type SendOptions struct {
	// Form is how the message names its sender; empty means FormLID.
	Form WireForm `json:"form,omitempty"`
	// ID is the message id; empty makes a new one. An id that was used before
	// encrypts the same id anew.
	ID string `json:"id,omitempty"`
	// Group is the user part of the group, broadcast list or newsletter
	// address; empty takes a default one.
	Group string `json:"group,omitempty"`
	// Time is the time of sending; zero means now.
	Time time.Time `json:"time,omitzero"`
	// Unavailable withholds the content from the linked devices of the
	// receiver: "any", or "view_once", which the phone does not give out
	// either. They get a stanza that says so.
	Unavailable string `json:"unavailable,omitempty"`
}

func (o SendOptions) check() error {
	if !o.Form.valid() || o.Form == formPeer {
		return fmt.Errorf("%w: %q", ErrWireForm, o.Form)
	}
	if !slices.Contains([]string{"", UnavailableAny, UnavailableViewOnce}, o.Unavailable) {
		return fmt.Errorf("%w: unavailable %q", ErrContent, o.Unavailable)
	}
	return nil
}

// SendText sends a text, see Send.
func (p *Phone) SendText(ctx context.Context, to *Phone, text string, o SendOptions) (string, error) {
	return p.Send(ctx, to, Content{Text: text}, o)
}

// Send sends a message to another person. It goes to the phone and to every
// linked device of to, and as a copy to the sender's own linked devices. A
// file is encrypted and put on the media server first. It returns once the
// message is in the queues. Errors are ErrContent, ErrWireForm, ErrNoMessage
// (an unknown quote) and ErrGone.
func (p *Phone) Send(ctx context.Context, to *Phone, c Content, o SendOptions) (id string, err error) {
	if o.Form == "" {
		o.Form = FormLID
	}
	if err = o.check(); err != nil {
		return "", err
	}
	if o.ID == "" {
		o.ID = newMessageID()
	}
	if o.Time.IsZero() {
		o.Time = p.s.now()
	}
	if p.isGone() || to.isGone() {
		return "", ErrGone
	}
	msg, err := p.compose(to, c, o.Form.lid())
	if err != nil {
		return "", err
	}
	plain, err := proto.Marshal(msg)
	if err != nil {
		return "", fmt.Errorf("encode message: %w", err)
	}
	sm := p.noteSent(to, c.Text, plain, o)
	if (o.Form.direct() || o.Form == FormBroadcast) && !to.blocks(p) {
		env := ShownMessage{ID: o.ID, From: p.Number(), To: to.Number(), Time: o.Time, PN: !o.Form.lid()}
		to.arrive(waitingItem{Shown: &env, Raw: plain})
		env.FromMe, env.PN = true, false
		p.absorb(env, msg)
	}
	return o.ID, p.fanOut(ctx, sm, to)
}

// SendOwn is the owner of the phone typing on it; linked devices learn of it
// by a copy of the message.
func (p *Phone) SendOwn(ctx context.Context, to *Phone, text string) (string, error) {
	return p.SendText(ctx, to, text, SendOptions{})
}

func (p *Phone) noteSent(to *Phone, text string, plain []byte, o SendOptions) *SentMessage {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	sm := p.sentIndex[o.ID]
	if sm == nil {
		sm = &SentMessage{ID: o.ID}
		p.sentIndex[o.ID] = sm
		if o.Form != formPeer {
			p.sent = append(p.sent, sm)
		}
	}
	sm.To, sm.Text, sm.Form, sm.Time, sm.group, sm.unavailable = to.Number(), text, o.Form, o.Time, o.Group, o.Unavailable
	sm.plain, sm.types = plain, wireTypesOf(plain)
	if sm.stanzas == nil {
		sm.stanzas = map[deviceKey]queuedNode{}
	}
	p.s.touch()
	return sm
}
