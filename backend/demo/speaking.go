package demo

import (
	"context"
	"time"

	"mceplatform/backend/whatsapp/wasim"
)

// Options change how a world behaves.
type Options struct {
	// Quiet is for tests that say themselves what happens: nobody writes or fills
	// in the form by themselves, people answer in words alone, and the owner's
	// phone has no past.
	Quiet bool
	// Past gives the owner's phone a past in a quiet world too.
	Past bool

	beat time.Duration // how long people take for anything; 0 is a second
}

// greet lets those write who have something to ask and have not written yet,
// once the owner is linked.
func (w *World) greet(ctx context.Context) error {
	owner := w.wa.Phone(ownerNumber)
	if err := w.wa.Await(ctx, func() bool { return len(owner.LinkedDevices()) > 0 }); err != nil {
		return nil // the demo was closed before anybody linked
	}
	for _, p := range people {
		phone := w.wa.Phone(p.number)
		if len(phone.Sent()) > 0 {
			continue // before the demo was closed the last time
		}
		var c cues
		for _, say := range p.first {
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(3 * w.beat / 2):
			}
			id, err := phone.Send(ctx, owner, say(w.things, c), wasim.SendOptions{})
			if ctx.Err() != nil {
				return nil
			}
			if err != nil {
				return err
			}
			c.last = id
		}
	}
	return nil
}

// behaviour is how somebody takes messages.
func (w *World) behaviour(p person) wasim.Behaviour {
	switch p.manner {
	case Answers, Stops:
		return wasim.Behaviour{DeliverAfter: w.beat, ReadAfter: 3 * w.beat, Reply: w.answers(p)}
	case Reads:
		return wasim.Behaviour{DeliverAfter: w.beat, ReadAfter: 4 * w.beat}
	}
	return wasim.Behaviour{DeliverAfter: 2 * w.beat}
}

// answers goes through what somebody has to say, one reply for each message,
// and starts over at the end.
func (w *World) answers(p person) func(about wasim.ShownMessage, before int) []wasim.Answer {
	return func(about wasim.ShownMessage, before int) []wasim.Answer {
		var out []wasim.Answer
		for i, say := range p.replies[before%len(p.replies)] {
			c := say(w.things, cues{about: about.ID})
			if w.quiet && c.Kind != "" {
				continue
			}
			out = append(out, wasim.Answer{Content: c, After: 4*w.beat + time.Duration(i)*3*w.beat/2})
		}
		return out
	}
}
