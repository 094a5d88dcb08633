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
	"fmt"
	"io"
	"time"

	"mceplatform/backend/proof/process"
)

func main() { process.Main("inbound", process.Command(parse, prove), runChild) }

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
	f := process.NewFlags("inbound")
	f.Count(&o.messages, "messages", 10_000, 1, 1_000_000, "how many messages come in")
	f.Count(&o.contacts, "contacts", 500, 1, 10_000, "how many people write them")
	f.Count(&o.kills, "kills", 20, 0, 100_000, "how often the receiving process is killed")
	f.Count(&o.drops, "drops", 50, 0, 100_000, "how often its connection breaks")
	f.BoolVar(&o.harm.Panic, "panics", false, "let storing every seventh message panic once")
	f.BoolVar(&o.harm.FailSession, "session-faults", false, "let the session database fail for moments")
	f.Seed(&o.seed)
	f.Folder(&o.folder)
	process.Sabotage(f, &o.sabotage, sabotageModes)
	return o, f.Parse(args)
}

// prove runs the whole proof and prints its verdict as the last line.
func prove(ctx context.Context, o options, out io.Writer) (verdict, error) {
	begun := time.Now()
	fmt.Fprintf(out, "seed %d%s\n", o.seed, process.Noted(o.sabotage))
	w, err := newWorld(o)
	if err != nil {
		return verdict{}, err
	}
	defer w.close()
	if err := w.prepare(ctx); err != nil {
		return verdict{}, w.folder.Failed("prepare", err)
	}
	fmt.Fprintf(out, "linked, %d contacts, after %.1f s\n", o.contacts, time.Since(begun).Seconds())
	if err := w.disturb(ctx); err != nil {
		return verdict{}, w.folder.Failed("disturb", err)
	}
	v, err := w.judge(ctx)
	if err != nil {
		return v, w.folder.Failed("judge", err)
	}
	fmt.Fprintf(out, "%.1f s; %d kills, %d of them while starting; %d broken connections; %d logins; on average %.0f messages on their way at a kill or a break; "+
		"%d messages delivered more than once, %d of them stored before\n", time.Since(begun).Seconds(), w.kills, w.killedEarly, w.drops, w.logins.Load(), w.meanInFlight(), v.again, w.storedBefore)
	return v, process.Conclude(out, v, v.kept(), v.problems, w.folder)
}
