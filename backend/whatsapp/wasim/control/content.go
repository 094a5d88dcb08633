package control

import (
	"context"
	"fmt"
	"net/http"

	"mceplatform/backend/whatsapp/wasim"
)

// post wraps a handler that takes an order for the phone in the path.
func post[T any](a api, f func(context.Context, *wasim.Phone, T) (any, error)) http.HandlerFunc {
	return a.phone(func(p *wasim.Phone, r *http.Request) (any, error) {
		in, err := decode[T](r)
		if err != nil {
			return nil, err
		}
		return f(r.Context(), p, in)
	})
}

type sent struct {
	ID string `json:"id"`
}

// Message is the body of POST /phones/{n}/send.
type Message struct {
	To string `json:"to"`
	wasim.Content
	wasim.SendOptions
}

func (a api) send(ctx context.Context, p *wasim.Phone, in Message) (any, error) {
	to, err := a.find(in.To)
	if err != nil {
		return nil, err
	}
	id, err := p.Send(ctx, to, in.Content, in.SendOptions)
	return sent{id}, err
}

// OwnMessage is the body of POST /phones/{n}/send-own.
type OwnMessage struct {
	To string `json:"to"`
	wasim.Content
}

func (a api) sendOwn(ctx context.Context, p *wasim.Phone, in OwnMessage) (any, error) {
	return a.send(ctx, p, Message{To: in.To, Content: in.Content})
}

// PastMessages is the body of POST /phones/{n}/past.
type PastMessages struct {
	With string       `json:"with"`
	Past []wasim.Past `json:"past"`
}

func (a api) past(_ context.Context, p *wasim.Phone, in PastMessages) (any, error) {
	with, err := a.find(in.With)
	if err != nil {
		return nil, err
	}
	return nil, p.AddPast(with, in.Past...)
}

func shareHistory(ctx context.Context, p *wasim.Phone, in wasim.HistoryOptions) (any, error) {
	return nil, p.ShareHistory(ctx, in)
}

// media answers with the file of a message as the phone holds it.
func (a api) media(w http.ResponseWriter, r *http.Request) {
	p, err := a.find(r.PathValue("number"))
	if err != nil {
		refuse(w, err)
		return
	}
	data, ok := p.Media(r.PathValue("id"))
	if !ok {
		refuse(w, fmt.Errorf("%w with a file: %s", wasim.ErrNoMessage, r.PathValue("id")))
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	// A caller that hung up is no concern of ours.
	_, _ = w.Write(data)
}

func forgetMedia(_ context.Context, p *wasim.Phone, in sent) (any, error) {
	p.ForgetMedia(in.ID)
	return nil, nil
}

// Typing is the body of POST /phones/{n}/typing.
type Typing struct {
	To        string `json:"to"`
	Composing bool   `json:"composing"`
}

func (a api) typing(ctx context.Context, p *wasim.Phone, in Typing) (any, error) {
	to, err := a.find(in.To)
	if err != nil {
		return nil, err
	}
	return nil, p.Typing(ctx, to, in.Composing)
}
