package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	"mceplatform/backend"
	"mceplatform/backend/gsheets"
	"mceplatform/backend/settings"
	"mceplatform/backend/whatsapp"
	"mceplatform/backend/whatsapp/wasim"
)

const browseFor = 10 * time.Second

// Services says where simulated services listen; another process is told by a
// file of this form.
type Services struct {
	WhatsApp wasim.Endpoint  `json:"whatsapp"`
	Google   gsheets.Options `json:"google"`
	Paces    settings.Paces  `json:"paces"`
}

// Services returns the addresses of this world.
func (w *World) Services() Services {
	return Services{WhatsApp: w.wa.Endpoint(), Google: w.sheet.options(), Paces: paces}
}

func (s Services) configure(cfg *backend.Config) error {
	e, err := ClientEndpoint(s.WhatsApp)
	if err != nil {
		return err
	}
	cfg.WhatsApp, cfg.Google, cfg.Paces = e, s.Google, &s.Paces
	// The simulated phones meet the program right away, so WhatsApp would let it
	// skip the comparison of codes; here people are to see it.
	cfg.Tune = func(c *whatsapp.Config) { c.AlwaysConfirmPasskey = true }
	return nil
}

// Connect points a backend at simulated services whose addresses are in a file.
func Connect(file string, cfg *backend.Config) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read the simulator's addresses: %w", err)
	}
	var s Services
	if err := json.Unmarshal(raw, &s); err != nil {
		return fmt.Errorf("read the simulator's addresses: %w", err)
	}
	if s.Google.Endpoint == "" {
		return errors.New("read the simulator's addresses: no address for Google")
	}
	auth := s.Google.AuthURL
	s.Google.OpenBrowser = func(address string) error { return browse(auth, address) }
	return s.configure(cfg)
}

// browse opens the simulated Google's page as a browser would; who sits there
// answers by herself.
func browse(auth, address string) error {
	if auth == "" || !strings.HasPrefix(address, auth+"?") {
		return errors.New("this is not the simulated Google's page")
	}
	ctx, cancel := context.WithTimeout(context.Background(), browseFor)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		cancel()
		return err
	}
	go func() {
		defer cancel()
		response, err := http.DefaultClient.Do(request)
		if err == nil { // else nobody waits any more
			_ = response.Body.Close()
		}
	}()
	return nil
}

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
