// Command inbound proves the promise about messages that come in: whatever
// moment the program is killed at or its connection breaks, each one is stored
// once and in order, and WhatsApp is told that it arrived only when it is.
//
// It runs a simulated WhatsApp with many contacts, and the whole backend in a
// process of its own on a real data folder. While the contacts write, that
// process is killed with SIGKILL and its connection is broken at random moments.
// The simulated WhatsApp looks into the database at each receipt. In the end the
// database is asked what it holds. With -sabotage the process runs without one
// of its protections, and the proof has to fail.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	"mceplatform/backend/proof/process"
)

func main() { process.Main("inbound", command, runChild) }

// options are the command line.
type options struct {
	messages int
	contacts int
	kills    int
	drops    int
	seed     uint64
	harm     harm
	sabotage sabotage
	folder   string        // "" = a temporary one, removed unless the proof fails
	program  string        // what to run and kill; "" = this program
	patience time.Duration // how long nothing may be acknowledged
}

func parse(args []string) (options, error) {
	o := options{patience: 90 * time.Second}
	var mode string
	set := flag.NewFlagSet("inbound", flag.ContinueOnError)
	set.IntVar(&o.messages, "messages", 10_000, "how many messages come in")
	set.IntVar(&o.contacts, "contacts", 500, "how many people write them")
	set.IntVar(&o.kills, "kills", 20, "how often the receiving process is killed")
	set.IntVar(&o.drops, "drops", 50, "how often its connection breaks")
	set.Uint64Var(&o.seed, "seed", 0, "makes the moments repeatable; 0 draws one")
	set.BoolVar(&o.harm.Panic, "panics", false, "let storing every seventh message panic once")
	set.BoolVar(&o.harm.FailSession, "session-faults", false, "let the session database fail for moments")
	set.StringVar(&mode, "sabotage", "", "take a protection away, to see the proof fail: buffer, recover, guard or cat")
	set.StringVar(&o.folder, "folder", "", "keep the data here")
	if err := set.Parse(args); err != nil {
		return o, err
	}
	if o.seed == 0 {
		o.seed = rand.Uint64N(1_000_000)
	}
	o.sabotage = sabotage(mode)
	switch {
	case o.messages < 1 || o.messages > 1_000_000:
		return o, errors.New("-messages must lie between 1 and 1000000")
	case o.contacts < 1 || o.contacts > 10_000:
		return o, errors.New("-contacts must lie between 1 and 10000")
	case o.kills < 0 || o.drops < 0:
		return o, errors.New("-kills and -drops must not be negative")
	case !o.sabotage.known():
		return o, fmt.Errorf("unknown -sabotage %q", mode)
	}
	return o, nil
}

func command(ctx context.Context, args []string, out io.Writer) error {
	o, err := parse(args)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = prove(ctx, o, out)
	return err
}

// prove runs the whole proof and prints its verdict as the last line.
func prove(ctx context.Context, o options, out io.Writer) (verdict, error) {
	begun := time.Now()
	fmt.Fprintf(out, "seed %d%s\n", o.seed, o.sabotage.suffix())
	w, err := newWorld(o)
	if err != nil {
		return verdict{}, err
	}
	defer w.close()
	if err := w.prepare(ctx); err != nil {
		return verdict{}, fmt.Errorf("prepare: %w (data kept in %s)", err, w.folder.Keep())
	}
	fmt.Fprintf(out, "linked, %d contacts, after %.1f s\n", o.contacts, time.Since(begun).Seconds())
	if err := w.disturb(ctx); err != nil {
		return verdict{}, fmt.Errorf("disturb: %w (data kept in %s)", err, w.folder.Keep())
	}
	v, err := w.judge(ctx)
	if err != nil {
		return v, fmt.Errorf("judge: %w (data kept in %s)", err, w.folder.Keep())
	}
	fmt.Fprintf(out, "%.1f s; %d kills, %d of them while starting; %d broken connections; %d logins; on average %.0f messages on their way at a kill or a break; "+
		"%d messages delivered more than once, %d of them stored before\n", time.Since(begun).Seconds(), w.kills, w.killedEarly, w.drops, w.logins.Load(), w.meanInFlight(), v.again, w.storedBefore)
	for _, p := range v.problems {
		fmt.Fprintln(out, "problem:", p)
	}
	if !v.kept() {
		fmt.Fprintln(out, "data kept in", w.folder.Keep())
	}
	fmt.Fprintln(out, v)
	if !v.kept() {
		return v, process.ErrBroken
	}
	return v, nil
}
