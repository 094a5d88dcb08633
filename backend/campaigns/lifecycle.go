package campaigns

import (
	"context"
	"slices"
	"time"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/fault"
)

// Start freezes the audience and lets the campaign run; for a moment it can be
// undone.
func (s *Service) Start(ctx context.Context, id int64, ok Confirmation) (Campaign, error) {
	c, err := s.start(ctx, id, ok, s.UndoFor)
	s.Chats.Wake()
	return c, err
}

func (s *Service) start(ctx context.Context, id int64, ok Confirmation, hold time.Duration) (Campaign, error) {
	return s.move(ctx, id, VerbStart, func(ctx context.Context, c *Campaign) error {
		_, end, err := s.times(c.Schedule)
		if err != nil {
			return err
		}
		if err := checkEnd(end, s.Clock.Now()); err != nil {
			return err
		}
		people, err := s.people(ctx, c, ok)
		if err != nil {
			return err
		}
		c.FrozenAt, c.MissedAt, c.PausedBy, c.PausedReason = clock.NowMillis(s.Clock), 0, "", ""
		c.HoldUntil = c.FrozenAt.Add(hold)
		_, err = s.freeze(ctx, *c, people)
		return err
	})
}

// freeze makes recipients of people who are none yet, within the caller's
// transaction, and counts them.
func (s *Service) freeze(ctx context.Context, c Campaign, people []Candidate) (added int64, err error) {
	if people, err = s.adopt(ctx, people); err != nil {
		return 0, err
	}
	account, err := s.Accounts.ActiveID(ctx)
	if err != nil {
		return 0, err
	}
	return s.Store.AddRecipients(ctx, c.ID, account, people, variants(c.Steps), clock.NowMillis(s.Clock))
}

// addMatches adds who has come to match the audience of a running campaign that
// keeps adding. Nobody is added twice, and nobody who is left out.
func (s *Service) addMatches(ctx context.Context, c Campaign) error {
	if over, err := s.over(c); err != nil || over {
		return err
	}
	people, err := s.candidates(ctx, c)
	if err != nil {
		return err
	}
	people = slices.DeleteFunc(people, func(p Candidate) bool { return p.Excluded != "" })
	if len(people) == 0 {
		return nil
	}
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		now, err := s.Store.GetCampaign(ctx, c.ID)
		if err != nil || now.State != Running || !now.KeepAdding {
			return err
		}
		added, err := s.freeze(ctx, c, people)
		if err == nil && added > 0 {
			s.publish(ctx, EventProgressed, c.ID)
		}
		return err
	})
}

// SheetBrought adds new leads of a sheet to the running campaigns that keep adding whom it names, in
// the transaction that makes the leads.
func (s *Service) SheetBrought(ctx context.Context, sheetID int64, _ []int64) error {
	running, err := s.Store.CampaignsInState(ctx, Running)
	if err != nil {
		return err
	}
	for _, c := range running {
		if !c.KeepAdding || !slices.Contains(c.Audience.Sheets, sheetID) {
			continue
		}
		if err := s.addMatches(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// StopAdding lets a campaign that keeps adding end with those it has.
func (s *Service) StopAdding(ctx context.Context, id int64) (Campaign, error) {
	c, err := s.move(ctx, id, VerbSettle, func(_ context.Context, c *Campaign) error {
		if !c.KeepAdding {
			return fault.New(fault.Conflict, "Nobody is being added to this campaign.")
		}
		c.KeepAdding = false
		return nil
	})
	if err != nil {
		return c, err
	}
	s.Chats.Wake() // it may be done
	return c, nil
}

// Pause stops a campaign before its next message.
func (s *Service) Pause(ctx context.Context, id int64) (Campaign, error) {
	return s.move(ctx, id, VerbPause, func(_ context.Context, c *Campaign) error {
		c.PausedBy, c.PausedReason = PausedByUser, ""
		return nil
	})
}

// Who paused a campaign.
const (
	PausedByUser     = "user"
	PausedByWhatsApp = chats.StopByWhatsApp // a restriction: only a person resumes
	PausedByErrors   = chats.StopByErrors
	PausedByClosing  = "closing"  // the app was closed while it ran
	PausedByRestored = "restored" // an older copy of the data was put back
)

// PauseAll pauses whatever runs.
func (s *Service) PauseAll(ctx context.Context, by, reason string) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		running, err := s.Store.CampaignsInState(ctx, Running)
		if err != nil {
			return err
		}
		for _, c := range running {
			_, err := s.move(ctx, c.ID, VerbPause, func(_ context.Context, c *Campaign) error {
				c.PausedBy, c.PausedReason = by, reason
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Running lists the campaigns that are under way.
func (s *Service) Running(ctx context.Context) ([]Campaign, error) {
	return s.Store.CampaignsInState(ctx, Running)
}

// Resume lets a paused campaign go on.
func (s *Service) Resume(ctx context.Context, id int64) (Campaign, error) {
	c, err := s.move(ctx, id, VerbResume, func(_ context.Context, c *Campaign) error {
		c.PausedBy, c.PausedReason = "", ""
		return nil
	})
	s.Chats.Wake()
	return c, err
}

// RetryFailed lets those be written to again whose message did not go out, under
// the pace that holds now. Who has opted out meanwhile is skipped.
func (s *Service) RetryFailed(ctx context.Context, id int64) (Campaign, error) {
	c, err := s.move(ctx, id, VerbRetry, func(ctx context.Context, c *Campaign) error {
		_, end, err := s.times(c.Schedule)
		if err != nil {
			return err
		}
		if ended(end, s.Clock.Now()) {
			return fault.New(fault.Conflict, "The campaign's end has passed: nobody is written to any more.")
		}
		c.FinishedAt = 0
		n, err := s.Store.RetryRecipients(ctx, id, c.UpdatedAt)
		if err == nil && n == 0 {
			err = fault.New(fault.Conflict, "There is nobody whose message failed.")
		}
		return err
	})
	s.Chats.Wake()
	return c, err
}

// Cancel ends a campaign: nobody who is pending gets a message.
func (s *Service) Cancel(ctx context.Context, id int64) (Campaign, error) {
	return s.move(ctx, id, VerbCancel, func(ctx context.Context, c *Campaign) error {
		c.FinishedAt = clock.NowMillis(s.Clock)
		if err := s.Chats.DiscardWaiting(ctx, id); err != nil {
			return err
		}
		_, err := s.Store.LeavePending(ctx, id, 0, RecipientCancelled, ReasonCancelled, c.FinishedAt)
		return err
	})
}

// move applies a verb with its effect in one transaction.
func (s *Service) move(ctx context.Context, id int64, v Verb, effect func(ctx context.Context, c *Campaign) error) (Campaign, error) {
	var c Campaign
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		var err error
		if c, err = s.Store.GetCampaign(ctx, id); err != nil {
			return err
		}
		if c.State, err = c.State.After(v); err != nil {
			return err
		}
		c.UpdatedAt = clock.NowMillis(s.Clock)
		if effect != nil {
			if err := effect(ctx, &c); err != nil {
				return err
			}
		}
		s.publish(ctx, EventChanged, id)
		if v == VerbDelete {
			return nil
		}
		return s.Store.UpdateCampaign(ctx, c)
	})
	return c, err
}

// Hold stops whatever would send by itself, until a person lets it go on: what
// runs is paused, and what waits for its time has missed it.
func (s *Service) Hold(ctx context.Context, by string) error {
	if err := s.PauseAll(ctx, by, ""); err != nil {
		return err
	}
	return s.each(ctx, Scheduled, func(ctx context.Context, c Campaign) error {
		_, err := s.move(ctx, c.ID, VerbMiss, func(_ context.Context, c *Campaign) error {
			c.MissedAt = clock.NowMillis(s.Clock)
			c.PausedBy = by
			return nil
		})
		return err
	})
}
