package demo

import (
	"errors"

	"mceplatform/backend/whatsapp"
	"mceplatform/backend/whatsapp/wasim"
)

// ClientEndpoint turns a simulator's address into what the WhatsApp client takes.
func ClientEndpoint(e wasim.Endpoint) (*whatsapp.Endpoint, error) {
	if len(e.RootKey) != 32 {
		return nil, errors.New("a simulator's root key has 32 bytes")
	}
	client, err := e.HTTPClient()
	if err != nil {
		return nil, err
	}
	return &whatsapp.Endpoint{RootKey: [32]byte(e.RootKey), HTTP: client}, nil
}
