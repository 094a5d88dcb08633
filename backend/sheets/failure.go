package sheets

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"mceplatform/backend/clock"
	"mceplatform/backend/fault"
)

const maxBackoff = time.Hour

// failed records why a reading failed, once per cause, and decides when to try again. What the
// user must mend pauses the connection; everything else is tried again, ever more slowly.
func (s *Service) failed(ctx context.Context, c Connection, started clock.Millis, cause error) error {
	if ctx.Err() != nil || fault.Is(cause, fault.Canceled) {
		return cause // the program is closing
	}
	reason := reasonOf(cause)
	if reason == "" {
		return fmt.Errorf("sheet %d: %w", c.ID, cause) // ours, not the sheet's
	}
	now := clock.NowMillis(s.clock)
	st := s.statusOf(c.ID)
	failures := st.failures + 1
	s.note(c.ID, status{lastRunAt: now, failures: failures, last: st.last})
	state := Failed
	refusal, needsPerson := refusals[reason]
	again := c.State == Failed && c.Reason == reason
	switch {
	case needsPerson && (refusal.after == 1 || again):
		state = Paused
		s.scheduler.Remove(jobID(c.ID))
	case reason == ReasonReadOnly: // it was read all the same
		s.scheduleIn(c, interval(c))
	default:
		s.scheduleIn(c, backoff(c, failures))
	}
	err := s.store.InTx(ctx, func(ctx context.Context) error {
		fresh, err := s.store.GetSheet(ctx, c.ID)
		if err != nil {
			return err
		}
		if fresh.State == Paused || fresh.State == state && fresh.Reason == reason {
			return nil // by the user, meanwhile; or said before
		}
		fresh.State, fresh.Reason, fresh.About, fresh.Failures, fresh.LastRunAt = state, reason, aboutOf(cause), failures, now
		if err := s.store.UpdateSheet(ctx, fresh); err != nil {
			return err
		}
		s.publish(ctx, c.ID)
		return s.store.CreateSheetRun(ctx, c.ID, Run{StartedAt: started, EndedAt: now, Error: reason})
	})
	return errors.Join(cause, err)
}

// aboutOf is what the sentence about a failure has to name.
func aboutOf(err error) string {
	var f *fault.Error
	if !errors.As(err, &f) {
		return ""
	}
	return cmp.Or(f.Fields["column"], f.Fields["tab"], f.Fields["email"])
}

func reasonOf(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Fields["reason"]
	}
	return ""
}

// refusals are the reasons that a person has to do something about: after how many readings in a row
// they pause the connection, and whether it is access that is missing. Google takes some refusals of
// access back by itself; twice in a row they are meant. Every other reason heals.
var refusals = map[string]struct {
	after  int
	access bool
}{
	ReasonHeaderChanged: {1, false}, ReasonTabMissing: {1, false}, ReasonTabRenamed: {1, false}, ReasonTooLarge: {1, false},
	ReasonOfficeFile: {1, false}, ReasonBadLink: {1, false},
	ReasonNoAccount: {1, true}, ReasonBadAccount: {1, true}, ReasonKeyRevoked: {2, true}, ReasonNoClient: {1, true}, ReasonNoSignIn: {1, true},
	ReasonSignInRevoked: {1, true},
	ReasonPrivate:       {2, true}, ReasonNotFound: {2, true}, ReasonNotShared: {2, true}, ReasonNotPicked: {2, true}, ReasonNoDownload: {2, true},
}

// resumeBarred reads the connections again that waited for what a person has just given.
func (s *Service) resumeBarred(ctx context.Context, access Access) error {
	list, err := s.store.ListSheets(ctx)
	if err != nil {
		return err
	}
	for _, c := range list {
		if c.Access != access || !refusals[c.Reason].access {
			continue
		}
		if _, err := s.setState(ctx, c.ID, Active, ""); err != nil {
			return err
		}
	}
	return nil
}

func backoff(c Connection, failures int) time.Duration {
	wait := interval(c)
	for range failures {
		if wait *= 2; wait > maxBackoff {
			break
		}
	}
	return min(wait, max(maxBackoff, interval(c)))
}
