package whatsapp

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"mceplatform/backend/account"
	"mceplatform/backend/clock"
	"mceplatform/backend/fault"
)

// Authenticator is a way of this computer to answer for a passkey: the dialog
// of its operating system.
type Authenticator interface {
	// Name is what the system calls it, for the button.
	Name() string
	// Available reports that it can be asked now.
	Available() bool
	// Assert asks the person and returns the signed answer. It ends with ctx,
	// and returns errPasskeyDeclined when the person closed the dialog.
	Assert(ctx context.Context, request *types.WebAuthnPublicKey) (*types.WebAuthnResponse, error)
}

const (
	// passkeyTime is how long a passkey and its confirmation code stay valid,
	// unless WhatsApp says less. whatsmeow keeps its proof of the scan as long.
	passkeyTime = 5 * time.Minute
	passkeyStep = 30 * time.Second // for each exchange with WhatsApp
)

var errPasskeyDeclined = errors.New("the passkey dialog was closed")

// passkeyFlow is linking from the moment WhatsApp asks for a passkey.
type passkeyFlow struct {
	request *types.WebAuthnPublicKey
	status  account.Passkey
	ctx     context.Context // ends with the flow
	cancel  context.CancelFunc
}

// passkeyEnded tells that a step in the background came to nothing.
type passkeyEnded struct {
	flow *passkeyFlow
	err  error
}

// passkeyRequired follows WhatsApp's wish for a passkey. The codes on the screen
// have done their part; the connection stays.
func (f *follower) passkeyRequired(request *types.WebAuthnPublicKey) {
	if f.link == nil {
		return
	}
	if f.link.passkey != nil {
		f.link.passkey.cancel()
	}
	options, err := json.Marshal(request)
	if err == nil {
		err = checkRequest(request)
	}
	if err != nil {
		f.log.Warn("WhatsApp's passkey request makes no sense", "err", err)
		f.endLinking(account.ReasonPasskeyFailed)
		return
	}
	f.renew.stop()
	flow := &passkeyFlow{request: request}
	flow.ctx, flow.cancel = context.WithCancel(f.ctx)
	flow.status = account.Passkey{Stage: account.PasskeyAsked, Options: string(options), Snippet: snippet(string(options))}
	if a := f.cfg.Authenticator; a != nil && a.Available() {
		flow.status.Authenticator = a.Name()
	}
	f.link.passkey = flow
	life := passkeyTime
	if asked := time.Duration(request.Timeout) * time.Millisecond; asked > 0 {
		life = min(asked, passkeyTime)
	}
	f.passkeyUntil(flow, life)
}

// passkeyUntil tells the flow's state, which ends after life.
func (f *follower) passkeyUntil(flow *passkeyFlow, life time.Duration) {
	flow.status.ExpiresAt = clock.MillisOf(f.cfg.Clock.Now().Add(life))
	f.expire.set(life)
	f.showPasskey(flow)
}

func (f *follower) showPasskey(flow *passkeyFlow) {
	f.moved(f.ctx, account.Status{State: account.PasskeyRequired, Passkey: flow.status})
}

// flow returns the passkey flow that is going on.
func (f *follower) flow() (*passkeyFlow, error) {
	if f.link == nil || f.link.passkey == nil {
		return nil, fault.New(fault.Conflict, "WhatsApp does not ask for a passkey any more. Start linking again.")
	}
	return f.link.passkey, nil
}

// AskPasskey implements account.Linker: it asks the system's authenticator.
func (c *Client) AskPasskey(ctx context.Context) error {
	var flow *passkeyFlow
	err := c.do(ctx, func(f *follower) (err error) {
		flow, err = f.flow()
		return err
	})
	if err != nil {
		return err
	}
	if c.cfg.Authenticator == nil {
		return fault.New(fault.Unavailable, "This computer cannot use the passkey itself. Use your browser instead.")
	}
	resp, err := c.cfg.Authenticator.Assert(flow.ctx, flow.request)
	switch {
	case flow.ctx.Err() != nil:
		return fault.New(fault.Canceled, "Linking was stopped.")
	case errors.Is(err, errPasskeyDeclined):
		return fault.New(fault.Canceled, "The passkey was not used. Try again, or use your browser.")
	case err != nil:
		return fault.Wrap(err, fault.Unavailable, "This computer could not use the passkey. Use your browser instead.")
	}
	return c.sendAssertion(ctx, func(*types.WebAuthnPublicKey) (*types.WebAuthnResponse, error) { return resp, nil })
}

// AnswerPasskey implements account.Linker.
func (c *Client) AnswerPasskey(ctx context.Context, assertionJSON string) error {
	return c.sendAssertion(ctx, func(request *types.WebAuthnPublicKey) (*types.WebAuthnResponse, error) {
		return parseAssertion(assertionJSON, request)
	})
}

// sendAssertion hands the passkey's answer to WhatsApp. Until WhatsApp goes on
// another answer may follow.
func (c *Client) sendAssertion(ctx context.Context, answer func(*types.WebAuthnPublicKey) (*types.WebAuthnResponse, error)) error {
	var flow *passkeyFlow
	var resp *types.WebAuthnResponse
	var wa *whatsmeow.Client
	err := c.do(ctx, func(f *follower) (err error) {
		if flow, err = f.flow(); err != nil {
			return err
		}
		wa = f.current()
		if s := flow.status.Stage; s != account.PasskeyAsked && s != account.PasskeySent {
			return fault.New(fault.Conflict, "The passkey has been answered already.")
		}
		if resp, err = answer(flow.request); err != nil {
			return err
		}
		f.passkeyStage(flow, account.PasskeySent)
		return nil
	})
	if err != nil {
		return err
	}
	step, cancel := context.WithTimeout(flow.ctx, passkeyStep)
	defer cancel()
	if err = wa.SendPasskeyResponse(step, resp); err == nil {
		return nil
	}
	c.log.Warn("passkey answer not taken", "kind", connectKind(err))
	if err := c.do(ctx, func(f *follower) error { f.passkeyStage(flow, account.PasskeyAsked); return nil }); err != nil {
		return err
	}
	var refused *whatsmeow.IQError
	if errors.As(err, &refused) {
		return fault.New(fault.Invalid, "WhatsApp did not take this answer. Use the passkey of the WhatsApp account that you are linking, and try again.")
	}
	return fault.Wrap(err, fault.Unavailable, "WhatsApp did not answer. Try again.")
}

// passkeyStage moves a flow that is still going on.
func (f *follower) passkeyStage(flow *passkeyFlow, stage account.PasskeyStage) {
	if f.link == nil || f.link.passkey != flow {
		return
	}
	if stage == account.PasskeyAsked && flow.status.Stage != account.PasskeySent {
		return // WhatsApp has gone on meanwhile
	}
	flow.status.Stage = stage
	f.showPasskey(flow)
}

// passkeyCode follows the phone's half of the confirmation code.
func (f *follower) passkeyCode(e *events.PairPasskeyConfirmation) {
	flow, err := f.flow()
	if err != nil {
		return
	}
	flow.status.Code = e.Code
	if e.SkipHandoffUX && !f.cfg.AlwaysConfirmPasskey {
		f.finishPasskey(flow)
		return
	}
	flow.status.Stage = account.PasskeyConfirm
	f.passkeyUntil(flow, passkeyTime)
}

// ConfirmPasskey implements account.Linker.
func (c *Client) ConfirmPasskey(ctx context.Context, matches bool) error {
	return c.do(ctx, func(f *follower) error {
		flow, err := f.flow()
		if err != nil {
			return err
		}
		if flow.status.Stage != account.PasskeyConfirm {
			return fault.New(fault.Conflict, "There is no code to compare now.")
		}
		if matches {
			f.finishPasskey(flow)
		} else {
			f.endLinking(account.ReasonPasskeyMismatch)
		}
		return nil
	})
}

// finishPasskey tells WhatsApp that the codes match; pairing follows.
func (f *follower) finishPasskey(flow *passkeyFlow) {
	flow.status.Stage = account.PasskeyFinish
	f.showPasskey(flow)
	wa := f.current()
	f.work.Go(func() {
		step, cancel := context.WithTimeout(flow.ctx, passkeyStep)
		defer cancel()
		if err := wa.SendPasskeyConfirmation(step); err != nil {
			f.signal(passkeyEnded{flow, err})
		}
	})
}

func (f *follower) passkeyEnded(s passkeyEnded) {
	if f.link == nil || f.link.passkey != s.flow {
		return
	}
	f.log.Warn("passkey confirmation not taken", "kind", connectKind(s.err))
	f.endLinking(account.ReasonPasskeyFailed)
}
