package control

import (
	"net/http"

	"mceplatform/backend/whatsapp/wasim"
)

// Phone is a phone in GET /phones.
type Phone struct {
	Number    string          `json:"number"`
	LID       string          `json:"lid"`
	PushName  string          `json:"pushName"`
	Online    bool            `json:"online"`
	Behaviour wasim.Behaviour `json:"behaviour"`
	Devices   []wasim.Device  `json:"devices"`
	// Presence is what the linked devices announced last.
	Presence string `json:"presence"`
	// HistoryReceipts counts the confirmed history chunks.
	HistoryReceipts int `json:"historyReceipts"`
}

func describe(p *wasim.Phone) Phone {
	return Phone{
		Number: p.Number(), LID: p.LID(), PushName: p.PushName(), Online: p.Online(),
		Behaviour: p.Behaviour(), Devices: notNil(p.LinkedDevices()), Presence: p.SeenPresence(), HistoryReceipts: p.HistoryReceipts(),
	}
}

func (a api) listPhones(w http.ResponseWriter, _ *http.Request) {
	list := []Phone{}
	for _, p := range a.s.Phones() {
		list = append(list, describe(p))
	}
	reply(w, list)
}

func (a api) addPhone(w http.ResponseWriter, r *http.Request) {
	o, err := decode[wasim.PhoneOptions](r)
	if err != nil {
		refuse(w, err)
		return
	}
	p, err := a.s.AddPhone(o)
	if err != nil {
		refuse(w, err)
		return
	}
	reply(w, describe(p))
}

func redeliver(p *wasim.Phone, r *http.Request) (any, error) {
	in, err := decode[struct {
		ID    string `json:"id"`
		Fresh bool   `json:"fresh"`
	}](r)
	if err != nil {
		return nil, err
	}
	return nil, p.Redeliver(r.Context(), in.ID, in.Fresh)
}

func (a api) read(p *wasim.Phone, r *http.Request) (any, error) {
	in, err := decode[struct {
		From string   `json:"from"`
		IDs  []string `json:"ids"`
	}](r)
	if err != nil {
		return nil, err
	}
	from, err := a.find(in.From)
	if err != nil {
		return nil, err
	}
	return nil, p.MarkRead(r.Context(), from, in.IDs...)
}

func setBehaviour(p *wasim.Phone, r *http.Request) (any, error) {
	in, err := decode[wasim.Behaviour](r)
	if err != nil {
		return nil, err
	}
	p.SetBehaviour(in)
	return nil, nil
}

func setOnline(p *wasim.Phone, r *http.Request) (any, error) {
	in, err := decode[struct {
		Online bool `json:"online"`
	}](r)
	if err != nil {
		return nil, err
	}
	p.SetOnline(in.Online)
	return nil, nil
}

func (a api) block(p *wasim.Phone, r *http.Request) (any, error) {
	in, err := decode[struct {
		Number  string `json:"number"`
		Blocked bool   `json:"blocked"`
	}](r)
	if err != nil {
		return nil, err
	}
	other, err := a.find(in.Number)
	if err != nil {
		return nil, err
	}
	p.Block(other, in.Blocked)
	return nil, nil
}

func forget(p *wasim.Phone, _ *http.Request) (any, error) {
	p.ForgetSessions()
	return nil, nil
}

func unlink(p *wasim.Phone, r *http.Request) (any, error) {
	in, err := decode[struct {
		Device uint16 `json:"device"`
	}](r)
	if err != nil {
		return nil, err
	}
	if in.Device != 0 {
		return nil, p.Unlink(r.Context(), in.Device)
	}
	for _, d := range p.LinkedDevices() {
		if err = p.Unlink(r.Context(), d.ID); err != nil {
			return nil, err
		}
	}
	return nil, nil
}
