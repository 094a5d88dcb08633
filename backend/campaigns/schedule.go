package campaigns

import (
	"context"
	"errors"
	"fmt"
	"time"

	"mceplatform/backend/clock"
	"mceplatform/backend/fault"
)

// Schedule says when a campaign starts and ends by itself, in wall time of a
// zone: "2026-12-01T09:00".
type Schedule struct {
	StartsOn    string `json:"startsOn"` // "" = when somebody starts it
	EndsOn      string `json:"endsOn"`   // "" = when everybody has got it
	Zone        string `json:"zone"`     // IANA name; "" = the computer's
	LateMinutes int    `json:"lateMinutes"`
	WhenLater   string `json:"whenLater"` // AskWhenLater or SkipWhenLater
}

// What becomes of a campaign whose start was missed by more than LateMinutes.
const (
	AskWhenLater  = "ask"
	SkipWhenLater = "skip"
)

const (
	wallLayout = "2006-01-02T15:04"
	maxLate    = 7 * 24 * 60 // minutes

	defaultLate = 15 // minutes
)

// moment is the instant of a wall time in a zone. A time that the clocks skip is
// the moment after the jump; of one that they show twice it is the first.
func moment(wall string, zone *time.Location) (time.Time, error) {
	if t, err := time.Parse(wallLayout, wall); err != nil || t.Format(wallLayout) != wall {
		return time.Time{}, fmt.Errorf("%q is no time like %s", wall, wallLayout)
	}
	asked, err := time.ParseInLocation(wallLayout, wall, zone)
	if err != nil {
		return time.Time{}, err
	}
	if asked.Format(wallLayout) != wall { // skipped: Go has moved it by the jump
		start, end := asked.ZoneBounds()
		if asked.Format(wallLayout) > wall {
			return start, nil
		}
		return end, nil
	}
	start, _ := asked.ZoneBounds()
	if start.IsZero() {
		return asked, nil
	}
	_, now := asked.Zone()
	_, before := start.Add(-time.Second).Zone()
	if earlier := asked.Add(time.Duration(now-before) * time.Second); earlier.Before(start) && earlier.Format(wallLayout) == wall {
		return earlier, nil
	}
	return asked, nil
}

func (s *Service) zone(sch Schedule) (*time.Location, error) {
	if sch.Zone == "" {
		return s.Clock.Location(), nil
	}
	zone, err := time.LoadLocation(sch.Zone)
	if err != nil {
		return nil, fault.New(fault.Invalid, "There is no time zone %q.", sch.Zone).With("field", "zone")
	}
	return zone, nil
}

// times returns the moments of a schedule; zero where it has none.
func (s *Service) times(sch Schedule) (start, end time.Time, err error) {
	zone, err := s.zone(sch)
	if err != nil {
		return start, end, err
	}
	bad := func(field string) error {
		return fault.New(fault.Invalid, "That is not a date and time.").With("field", field)
	}
	if sch.StartsOn != "" {
		if start, err = moment(sch.StartsOn, zone); err != nil {
			return start, end, bad("startsOn")
		}
	}
	if sch.EndsOn != "" {
		if end, err = moment(sch.EndsOn, zone); err != nil {
			return start, end, bad("endsOn")
		}
	}
	return start, end, nil
}

func (s *Service) checkSchedule(sch Schedule) (Schedule, error) {
	if sch.WhenLater == "" {
		sch.WhenLater = AskWhenLater
	}
	if sch.WhenLater != AskWhenLater && sch.WhenLater != SkipWhenLater {
		return sch, fault.New(fault.Invalid, "There is no such choice.").With("field", "whenLater")
	}
	if sch.LateMinutes < 0 || sch.LateMinutes > maxLate {
		return sch, fault.New(fault.Invalid, "A campaign can start at most a week late by itself.").With("field", "lateMinutes")
	}
	start, end, err := s.times(sch)
	if err == nil && !end.IsZero() && !start.IsZero() && !end.After(start) {
		err = fault.New(fault.Invalid, "The campaign ends before it starts.").With("field", "endsOn")
	}
	return sch, err
}

// Schedule lets a campaign start by itself at the time it names.
func (s *Service) Schedule(ctx context.Context, id int64, ok Confirmation) (Campaign, error) {
	return s.move(ctx, id, VerbSchedule, func(ctx context.Context, campaign *Campaign) error {
		start, end, err := s.times(campaign.Schedule)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		if !start.After(now) {
			return fault.New(fault.Invalid, "Choose a time that has not passed.").With("field", "startsOn")
		}
		if err := checkEnd(end, now); err != nil {
			return err
		}
		_, err = s.people(ctx, campaign, ok)
		return err
	})
}

func ended(end, now time.Time) bool { return !end.IsZero() && !end.After(now) }

func checkEnd(end, now time.Time) error {
	if ended(end, now) {
		return fault.New(fault.Invalid, "The campaign's end has passed. Choose a later one.").With("field", "endsOn")
	}
	return nil
}

// Revise makes a campaign a draft again whose time has not come, or whose start
// a moment ago was a mistake.
func (s *Service) Revise(ctx context.Context, id int64) (Campaign, error) {
	return s.move(ctx, id, VerbRevise, func(ctx context.Context, c *Campaign) error {
		c.MissedAt, c.PausedBy, c.PausedReason = 0, "", ""
		if c.FrozenAt == 0 {
			return nil
		}
		begun, err := s.Store.HasBegun(ctx, id) // a clock set back does not undo that
		if err != nil {
			return err
		}
		if _, held := s.hold(*c); begun || !held {
			return fault.New(fault.Conflict, "The campaign has begun to send. You can pause or cancel it.")
		}
		c.FrozenAt, c.HoldUntil = 0, 0
		return s.Store.RemoveRecipients(ctx, id)
	})
}

// clockSlack is how far a clock is set back without that a campaign takes notice.
const clockSlack = time.Minute

// hold is until when the start of a campaign can be undone; held is false when
// that is over. A clock set back does not hold it any longer.
func (s *Service) hold(c Campaign) (until time.Time, held bool) {
	until = c.HoldUntil.Time()
	left := until.Sub(s.Clock.Now())
	return until, left > 0 && left <= s.UndoFor+clockSlack
}

// Tick starts and ends campaigns whose time has come by the wall clock. It
// decides by the database alone; how often it is called only says how late it
// can be.
func (s *Service) Tick(ctx context.Context) error {
	return errors.Join(s.each(ctx, Scheduled, s.startIfDue), s.each(ctx, Running, s.endIfOver), s.each(ctx, Paused, s.endIfOver))
}

// AddMatches adds to the running campaigns that keep adding who has come to match.
func (s *Service) AddMatches(ctx context.Context) error { return s.each(ctx, Running, s.addMatches) }

func (s *Service) each(ctx context.Context, state State, do func(ctx context.Context, c Campaign) error) error {
	list, err := s.Store.CampaignsInState(ctx, state)
	if err != nil {
		return err
	}
	var errs []error
	for _, c := range list {
		if err := do(ctx, c); err != nil {
			errs = append(errs, fmt.Errorf("campaign %d: %w", c.ID, err))
		}
	}
	return errors.Join(errs...)
}

func (s *Service) startIfDue(ctx context.Context, c Campaign) error {
	start, end, err := s.times(c.Schedule)
	now := s.Clock.Now()
	if err != nil || start.After(now) {
		return err
	}
	late := now.Sub(start) > time.Duration(c.Schedule.LateMinutes)*time.Minute
	if !late && checkEnd(end, now) == nil {
		if _, err = s.start(ctx, c.ID, Confirmation{Earlier: true}, 0); err == nil {
			s.Chats.Wake()
			return nil
		}
	}
	return s.miss(ctx, c, err)
}

// miss notes that a campaign did not start at its time, and why.
func (s *Service) miss(ctx context.Context, c Campaign, cause error) error {
	verb := VerbMiss
	if c.Schedule.WhenLater == SkipWhenLater && cause == nil {
		verb = VerbCancel
	}
	reason := ""
	if cause != nil {
		reason = fault.MessageOf(cause)
	}
	_, err := s.move(ctx, c.ID, verb, func(_ context.Context, c *Campaign) error {
		c.MissedAt = clock.NowMillis(s.Clock)
		c.PausedReason = reason
		if verb == VerbCancel {
			c.FinishedAt = c.MissedAt
		}
		return nil
	})
	return err
}

// endIfOver ends a campaign whose time is over: who has not got it is left out.
func (s *Service) endIfOver(ctx context.Context, c Campaign) error {
	_, end, err := s.times(c.Schedule)
	if err != nil || !ended(end, s.Clock.Now()) {
		return err
	}
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Chats.DiscardWaiting(ctx, c.ID); err != nil {
			return err
		}
		if _, err := s.Store.LeavePending(ctx, c.ID, 0, RecipientSkipped, ReasonEnded, clock.NowMillis(s.Clock)); err != nil {
			return err
		}
		return s.progressed(ctx, []int64{c.ID})
	})
}
