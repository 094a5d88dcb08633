package logging_test

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"mceplatform/backend/chats"
	"mceplatform/backend/leads"
	"mceplatform/backend/logging"
	"mceplatform/backend/phone"
)

func TestPeopleDoNotAppearInTheLog(t *testing.T) {
	number, err := phone.Parse("+44 7700 900123", "")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	log := logging.New(&out)
	log.Info("test",
		"number", number, "text", chats.Text("my secret"), "lead", leads.Lead{ID: 7, Name: "Ana Silva", Phone: "447700900123"},
		"err", errors.New(`"Ana Silva" wrote from +44 7700 900123`), "jid", "447700900123:4@s.whatsapp.net",
		slog.Group("nested", "number", "447700900123"))
	for _, secret := range []string{"7700 900123", "447700900123", "my secret", "Ana", "Silva"} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("%q is in the log: %s", secret, out.String())
		}
	}
	if !strings.Contains(out.String(), "***23") || !strings.Contains(out.String(), `"lead":7`) {
		t.Errorf("the log is of no use: %s", out.String())
	}
}
