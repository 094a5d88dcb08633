package control

import (
	"context"
	"time"

	"mceplatform/backend/whatsapp/wasim"
)

// Contact is the body of POST /phones/{n}/contact.
type Contact struct {
	Number string `json:"number"`
	Name   string `json:"name"`
}

func (a api) saveContact(ctx context.Context, p *wasim.Phone, in Contact) (any, error) {
	other, err := a.find(in.Number)
	if err != nil {
		return nil, err
	}
	return nil, p.SaveContact(ctx, other, in.Name)
}

// Chat is the body of POST /phones/{n}/chat: what is present is done.
type Chat struct {
	Number string `json:"number"`
	// Read opens the chat.
	Read bool `json:"read,omitempty"`
	// MutedUntil mutes; the zero time ends it.
	MutedUntil *time.Time `json:"mutedUntil,omitempty"`
	Pinned     *bool      `json:"pinned,omitempty"`
	Archived   *bool      `json:"archived,omitempty"`
}

// chat answers with the state of the chat, which makes an order without
// changes a question.
func (a api) chat(ctx context.Context, p *wasim.Phone, in Chat) (any, error) {
	other, err := a.find(in.Number)
	if err != nil {
		return nil, err
	}
	if in.Read {
		err = p.MarkChatRead(ctx, other)
	}
	if in.MutedUntil != nil && err == nil {
		err = p.MuteChat(ctx, other, *in.MutedUntil)
	}
	if in.Pinned != nil && err == nil {
		err = p.PinChat(ctx, other, *in.Pinned)
	}
	if in.Archived != nil && err == nil {
		err = p.ArchiveChat(ctx, other, *in.Archived)
	}
	if err != nil {
		return nil, err
	}
	return p.ChatState(other), nil
}

// Number is the body of POST /phones/{n}/number.
type Number struct {
	Number string `json:"number"`
}

func changeNumber(ctx context.Context, p *wasim.Phone, in Number) (any, error) {
	if err := p.ChangeNumber(ctx, in.Number); err != nil {
		return nil, err
	}
	return describe(p), nil
}

func (a api) recycle(_ context.Context, p *wasim.Phone, in wasim.PhoneOptions) (any, error) {
	fresh, err := a.s.Recycle(p.Number(), in)
	if err != nil {
		return nil, err
	}
	return describe(fresh), nil
}

func reinstall(ctx context.Context, p *wasim.Phone, _ struct{}) (any, error) {
	return nil, p.Reinstall(ctx)
}

// Mapping is the body of POST /phones/{n}/mapping.
type Mapping struct {
	Numbers []string `json:"numbers"`
}

func (a api) shareMapping(ctx context.Context, p *wasim.Phone, in Mapping) (any, error) {
	var others []*wasim.Phone
	for _, number := range in.Numbers {
		other, err := a.find(number)
		if err != nil {
			return nil, err
		}
		others = append(others, other)
	}
	return nil, p.ShareMapping(ctx, others...)
}

// Timelock is the body of POST /phones/{n}/timelock.
type Timelock struct {
	Active bool      `json:"active"`
	Until  time.Time `json:"until"`
}

func (a api) timelock(_ context.Context, p *wasim.Phone, in Timelock) (any, error) {
	if !in.Active {
		in.Until = time.Time{}
	}
	a.s.Faults().Timelock(p.Number(), in.Until)
	return nil, nil
}
