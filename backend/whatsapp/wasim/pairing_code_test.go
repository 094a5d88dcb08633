package wasim_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types/events"

	"mceplatform/backend/whatsapp/wasim"
)

// askCode connects a new client and asks for a code to link number with.
func (c *client) askCode(ctx context.Context, number, display string) (string, error) {
	c.t.Helper()
	if err := c.Connect(); err != nil {
		c.t.Fatal(err)
	}
	await[*events.QR](ctx, c, nil)
	return c.PairPhone(ctx, number, true, whatsmeow.PairClientChrome, display)
}

func TestPairingByCode(t *testing.T) {
	t.Parallel()
	ctx, w := testContext(t), newWorld(t, wasim.Config{})
	c := newClient(t, w)
	code, err := c.askCode(ctx, ownerNumber, "Chrome (Linux)")
	if err != nil {
		t.Fatal(err)
	}
	if err = w.bob.EnterCode(ctx, code); !errors.Is(err, wasim.ErrCodeUnknown) {
		t.Errorf("on another phone: %v", err)
	}
	for _, wrong := range []string{"", "1234", "IIII-IIII", code + "1"} {
		if err = w.owner.EnterCode(ctx, wrong); !errors.Is(err, wasim.ErrCodeText) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	mistyped := "1" + code[1:]
	if mistyped == code {
		mistyped = "2" + code[1:]
	}
	if err = w.owner.EnterCode(ctx, mistyped); !errors.Is(err, wasim.ErrCodeWrong) {
		t.Errorf("mistyped: %v", err)
	}
	if n := len(w.owner.LinkedDevices()); n != 0 {
		t.Fatalf("%d devices after a wrong code", n)
	}
	// As people type it: small letters, no dash.
	if err = w.owner.EnterCode(ctx, strings.ToLower(strings.ReplaceAll(code, "-", ""))); err != nil {
		t.Fatal(err)
	}
	c.connected(ctx, 1)
	if n := len(w.owner.LinkedDevices()); n != 1 {
		t.Errorf("%d linked devices", n)
	}
	c.mustText(ctx, pn(w.bob), "linked by code")
	w.mustAwait(ctx, t, "a text", shows(w.bob, "linked by code"))
}

func TestPairingByCodeIsRefused(t *testing.T) {
	t.Parallel()
	ctx, w := testContext(t), newWorld(t, wasim.Config{})
	c := newClient(t, w)
	if _, err := c.askCode(ctx, ownerNumber, "MCE Platform"); !errors.Is(err, whatsmeow.ErrIQBadRequest) {
		t.Errorf("a name that is no browser: %v", err)
	}
	w.Faults().SetUnknown(carolNumber, true)
	if _, err := c.PairPhone(ctx, carolNumber, true, whatsmeow.PairClientChrome, "Chrome (Linux)"); !errors.Is(err, whatsmeow.ErrIQNotFound) {
		t.Errorf("a number without WhatsApp: %v", err)
	}
	if err := w.owner.EnterCode(ctx, "12345678"); !errors.Is(err, wasim.ErrCodeUnknown) {
		t.Errorf("a code nobody asked for: %v", err)
	}
}
