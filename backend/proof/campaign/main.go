// Command campaign proves the promise about campaigns: whatever moment the
// program is killed at or its connection breaks, every recipient's phone shows
// the message once, and nothing is begun for somebody whose STOP is stored.
//
// It runs a simulated WhatsApp, and the whole backend in a process of its own
// on a real data folder. That process is killed with SIGKILL at random moments
// while it sends a campaign, and started again, until the campaign is done.
// Meanwhile WhatsApp breaks connections before it takes a message and instead
// of confirming one, and people write STOP. Then the phones and the database are
// asked what happened. With -sabotage the
// parent breaks a rule after each kill, and the proof has to fail.
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

// settleTime is how long everything may take after the last kill.
const settleTime = 2 * time.Minute

func main() { process.Main("campaign", command, runChild) }

// options are the command line.
type options struct {
	recipients int
	kills      int
	seed       uint64
	cuts       float64 // share of messages on which the connection is cut
	dropAcks   float64 // share of messages that arrive but are not confirmed
	sabotage   sabotage
	folder     string // "" = a temporary one, removed unless the proof fails
	program    string // what to run and kill; "" = this program
}

func parse(args []string) (options, error) {
	var o options
	var mode string
	set := flag.NewFlagSet("campaign", flag.ContinueOnError)
	set.IntVar(&o.recipients, "recipients", 300, "how many phones get the campaign")
	set.IntVar(&o.kills, "kills", 30, "how often the sending process is killed")
	set.Uint64Var(&o.seed, "seed", 0, "makes the moments of the kills repeatable; 0 draws one")
	set.Float64Var(&o.cuts, "cuts", 0.03, "probability that the connection breaks when a message is sent")
	set.Float64Var(&o.dropAcks, "dropacks", 0.01, "probability that a message arrives but is never confirmed")
	set.StringVar(&mode, "sabotage", "", "break a rule after each kill, to see the proof fail: newid, late-checkpoint or forget-stops")
	set.StringVar(&o.folder, "folder", "", "keep the data here")
	if err := set.Parse(args); err != nil {
		return o, err
	}
	if o.seed == 0 {
		o.seed = rand.Uint64N(1_000_000)
	}
	o.sabotage = sabotage(mode)
	switch {
	case o.recipients < 1 || o.recipients > 100_000:
		return o, errors.New("-recipients must lie between 1 and 100000")
	case o.kills < 0:
		return o, errors.New("-kills must not be negative")
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
	fmt.Fprintf(out, "seed %d, cuts %g, dropped acks %g%s\n", o.seed, o.cuts, o.dropAcks, o.sabotage.suffix())
	w, err := newWorld(o)
	if err != nil {
		return verdict{}, err
	}
	defer w.close()
	if err := w.prepare(ctx); err != nil {
		return verdict{}, fmt.Errorf("prepare: %w (data kept in %s)", err, w.folder.Keep())
	}
	fmt.Fprintf(out, "linked, %d leads, campaign started after %.1f s\n", o.recipients, time.Since(begun).Seconds())
	if err := w.killUntilDone(ctx); err != nil {
		return verdict{}, fmt.Errorf("kill: %w (data kept in %s)", err, w.folder.Keep())
	}
	v, err := w.judge(ctx)
	if err != nil {
		return v, fmt.Errorf("judge: %w (data kept in %s)", err, w.folder.Keep())
	}
	fmt.Fprintf(out, "%.1f s; %d starts, %d kills before online, %d while online; %d starts found a message in sending; %d logins; %d answers; "+
		"%d of those who wrote STOP were sent nothing, %d messages were on their way when the STOP was stored\n",
		time.Since(begun).Seconds(), w.starts, w.killedEarly, w.kills-w.killedEarly, w.foundSending, w.logins(), v.answers, v.spared, v.overtaken)
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
