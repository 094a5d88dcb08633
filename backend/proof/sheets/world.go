package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"mceplatform/backend/gsheets/sheetsim"
	"mceplatform/backend/proof/process"
	"mceplatform/backend/whatsapp/wasim"
)

// patience is how long a command may take.
const patience = time.Minute

// world is the simulated Google, and the process that reads from it.
type world struct {
	o      options
	rng    *rand.Rand
	folder *process.Folder
	google *sheetsim.Server
	phones *wasim.Server // nobody is linked to it
	p      *process.Process
	said   int // commands

	readings, kills, refused, pauses, edits, typed, cells int
	people                                                int // whose numbers are given out
}

func newWorld(o options) (*world, error) {
	w := &world{o: o, rng: rand.New(rand.NewPCG(o.seed, 5))}
	var err error
	if w.folder, err = process.NewFolder(o.folder); err != nil {
		return nil, err
	}
	if w.google, err = sheetsim.Start(); err != nil {
		return nil, err
	}
	if w.phones, err = wasim.Start(wasim.Config{}); err != nil {
		return nil, errors.Join(err, w.google.Close())
	}
	key, err := w.google.NewServiceAccountJSON()
	if err != nil {
		return nil, err
	}
	return w, w.folder.WriteOrders(orders{
		DataDir: w.folder.Data(), WhatsApp: w.phones.Endpoint(), Key: string(key),
		Google: google{Sheets: w.google.URL(), Drive: w.google.DriveURL(), Docs: w.google.DocsURL(), Token: w.google.TokenURL()},
	})
}

func (w *world) close() {
	if w.p != nil {
		_ = w.p.Kill()
	}
	_ = w.google.Close()
	_ = w.phones.Close()
	w.folder.Close()
}

// running starts the process unless it runs.
func (w *world) running(ctx context.Context) error {
	if w.p != nil {
		return nil
	}
	p, err := process.Start(w.o.program, w.folder)
	if err != nil {
		return err
	}
	if _, err := p.Until(ctx, sayReady); err != nil {
		return errors.Join(err, p.Kill())
	}
	w.p = p
	return nil
}

// kill kills the process, if it runs; the next command starts another one.
func (w *world) kill(ctx context.Context) error {
	if w.p == nil {
		return nil
	}
	p := w.p
	w.p = nil
	w.kills++
	if err := p.Kill(); err != nil {
		return err
	}
	w.google.AwaitNobody()
	return w.folder.Meddle(ctx, sabotages[w.o.sabotage]...)
}

// tell gives a command and does not wait.
func (w *world) tell(ctx context.Context, c command) (n int, err error) {
	if err := w.running(ctx); err != nil {
		return 0, err
	}
	w.said++
	c.N = w.said
	raw, err := json.Marshal(c)
	if err != nil {
		return 0, err
	}
	return c.N, w.p.Tell(string(raw))
}

// do gives a command and returns what became of it.
func (w *world) do(ctx context.Context, c command) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	n, err := w.tell(ctx, c)
	if err != nil {
		return answer{}, err
	}
	for {
		said, err := w.p.Until(ctx, sayDone)
		if err != nil {
			return answer{}, fmt.Errorf("%s: %w", c.Do, err)
		}
		var a answer
		if err := json.Unmarshal([]byte(said), &a); err != nil {
			return a, err
		}
		if a.N == n {
			return a, nil
		}
	}
}

// finish ends the process in good order and asks Google whether it understood
// everything.
func (w *world) finish(v *verdict) error {
	if list := w.google.Problems(); len(list) > 0 {
		v.problem("Google did not understand: %s", strings.Join(list, "; "))
	}
	if w.p == nil {
		return nil
	}
	p := w.p
	w.p = nil
	return p.End()
}
