package gsheets

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"golang.org/x/time/rate"

	"mceplatform/backend/fault"
	"mceplatform/backend/sheets"
)

// patiently tries until it works, where waiting may help: within the quota, with growing and
// scattered pauses, and not sooner than Google asks for. The try returns a fault, and how long
// Google asks to wait.
func (c *Client) patiently(ctx context.Context, quota *rate.Limiter, try func(ctx context.Context) (time.Duration, error)) error {
	for n := 0; ; n++ {
		if err := waitTurn(ctx, quota); err != nil {
			return err
		}
		asked, err := try(ctx)
		if err == nil || !retryable(err) || n >= len(c.options.Backoff) {
			return err
		}
		pause := c.options.Backoff[n]
		pause = max(pause+rand.N(pause/4+1), asked)
		if deadline, found := ctx.Deadline(); found && time.Until(deadline) < pause {
			return err
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return err
		}
	}
}

// waitTurn keeps all connections together within the quota.
func waitTurn(ctx context.Context, quota *rate.Limiter) error {
	if quota == nil {
		return nil
	}
	err := quota.Wait(ctx)
	switch {
	case err == nil:
		return nil
	case errors.Is(ctx.Err(), context.Canceled):
		return stopped(err)
	}
	return fault.Wrap(err, fault.RateLimited, "Many sheets are read at the same time. This one follows by itself.").With("reason", sheets.ReasonRateLimited)
}

func retryable(err error) bool {
	var f *fault.Error
	if !errors.As(err, &f) {
		return false
	}
	reason := f.Fields["reason"]
	return reason == sheets.ReasonRateLimited || reason == sheets.ReasonGoogleDown
}

// retryAfter is how long an answer asks to wait.
func retryAfter(h http.Header) time.Duration {
	seconds, err := strconv.Atoi(h.Get("Retry-After"))
	if err != nil || seconds < 0 {
		return 0
	}
	return min(time.Duration(seconds)*time.Second, maxRetryWait)
}
