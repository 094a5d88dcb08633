package backend_test

import (
	"testing"

	"mceplatform/backend/backendtest"
	"mceplatform/backend/leads"
	"mceplatform/backend/settings"
)

func leadInput(name, phone string) leads.Input { return leads.Input{Name: name, Phone: phone} }

// chatSettings changes how much is fetched without a click.
func chatSettings(t *testing.T, a *backendtest.App, autoDownloadMB int) settings.Update {
	t.Helper()
	s, err := a.Settings.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.Chats.AutoDownloadMB = autoDownloadMB
	return settings.Update{Chats: &s.Chats}
}
