package backend_test

import (
	"path/filepath"
	"testing"
	"time"

	"mceplatform/backend/backendtest"
	"mceplatform/backend/campaigns"
	"mceplatform/backend/config"
	"mceplatform/backend/fault"
	"mceplatform/backend/store/storetest"
	"mceplatform/backend/whatsapp/wasim"
)

// A message that was being sent a day ago is not repeated by itself; a person
// has three ways on.
func TestAPersonDecidesWhatIsNotCertain(t *testing.T) {
	for name, tt := range map[string]struct {
		decision campaigns.Decision
		shown    int // messages on the phone in the end
		counts   campaigns.Counts
	}{
		"again": {campaigns.SendAgain, 1, campaigns.Counts{Delivered: 1, Total: 1}},
		"sent":  {campaigns.CountAsSent, 0, campaigns.Counts{Sent: 1, Total: 1}},
		"leave": {campaigns.LeaveOut, 0, campaigns.Counts{Cancelled: 1, Total: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			w := backendtest.NewWorld(t, wasim.Config{})
			a := w.Start(t)
			w.Link(t, a)
			p := w.Person(bob, "Bob", wasim.Behaviour{})
			w.Faults().DropProbability(1)
			id := startCampaign(t, a, bob)
			counts := func() campaigns.Counts {
				d, err := a.Campaigns.Get(t.Context(), id)
				if err != nil {
					t.Error(err)
				}
				return d.Counts
			}
			db := storetest.Raw(t, filepath.Join(w.DataDir, config.DatabaseFile))
			backendtest.Eventually(t, "the broken attempt", func() bool {
				r, err := db.Exec("UPDATE sends SET claimed_at = ? WHERE state = 'sending' AND not_before > 0", time.Now().Add(-25*time.Hour).UnixMilli())
				if err != nil {
					t.Fatal(err)
				}
				n, err := r.RowsAffected()
				return err == nil && n == 1
			})
			backendtest.Eventually(t, "the doubt", func() bool { return counts().Uncertain == 1 })
			w.Faults().Clear()
			a.AwaitOnline(t)
			page, err := a.Campaigns.Recipients(t.Context(), id, campaigns.RecipientQuery{})
			if err != nil {
				t.Fatal(err)
			}
			if err := a.Campaigns.Decide(t.Context(), page.Items[0].ID, "perhaps"); !fault.Is(err, fault.Invalid) {
				t.Errorf("a choice that does not exist: %v", err)
			}
			if err := a.Campaigns.Decide(t.Context(), page.Items[0].ID, tt.decision); err != nil {
				t.Fatal(err)
			}
			backendtest.Eventually(t, "the end", func() bool { return counts() == tt.counts })
			if d, err := a.Campaigns.Get(t.Context(), id); err != nil || d.Campaign.State != campaigns.Completed {
				t.Errorf("campaign %s, %v", d.Campaign.State, err)
			}
			if got := received(p); len(got) != tt.shown {
				t.Errorf("the phone shows %d messages", len(got))
			}
			if err := a.Campaigns.Decide(t.Context(), page.Items[0].ID, campaigns.SendAgain); !fault.Is(err, fault.Conflict) {
				t.Errorf("decided twice: %v", err)
			}
		})
	}
}
