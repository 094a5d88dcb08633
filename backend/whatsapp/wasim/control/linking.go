package control

import (
	"net/http"
	"time"

	"mceplatform/backend/whatsapp/wasim"
)

type code struct {
	Code string `json:"code"`
}

func scan(p *wasim.Phone, r *http.Request) (any, error) {
	in, err := decode[code](r)
	if err != nil {
		return nil, err
	}
	return nil, p.ScanQR(r.Context(), in.Code)
}

func enterCode(p *wasim.Phone, r *http.Request) (any, error) {
	in, err := decode[code](r)
	if err != nil {
		return nil, err
	}
	return nil, p.EnterCode(r.Context(), in.Code)
}

func passkeyCode(p *wasim.Phone, _ *http.Request) (any, error) { return code{p.PasskeyCode()}, nil }

func setPasskey(p *wasim.Phone, r *http.Request) (any, error) {
	in, err := decode[struct {
		Required bool `json:"required"`
		Ask      bool `json:"ask"`
		Seconds  int  `json:"seconds"`
	}](r)
	if err != nil {
		return nil, err
	}
	p.LimitPasskey(time.Duration(in.Seconds) * time.Second)
	p.RequirePasskey(in.Required, in.Ask)
	return nil, nil
}

func assert(p *wasim.Phone, r *http.Request) (any, error) {
	in, err := decode[struct {
		Options string `json:"options"`
	}](r)
	if err != nil {
		return nil, err
	}
	key, err := p.Passkey()
	if err != nil {
		return nil, err
	}
	out, err := key.Assert([]byte(in.Options))
	return map[string]string{"assertion": string(out)}, err
}
