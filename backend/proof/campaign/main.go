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
	"fmt"
	"io"
	"time"

	"mceplatform/backend/proof/process"
)

// settleTime is how long everything may take after the last kill.
const settleTime = 2 * time.Minute

func main() { process.Main("campaign", process.Command(parse, prove), runChild) }

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
	f := process.NewFlags("campaign")
	f.Count(&o.recipients, "recipients", 300, 1, 100_000, "how many phones get the campaign")
	f.Count(&o.kills, "kills", 30, 0, 100_000, "how often the sending process is killed")
	f.Share(&o.cuts, "cuts", 0.03, "probability that the connection breaks when a message is sent")
	f.Share(&o.dropAcks, "dropacks", 0.01, "probability that a message arrives but is never confirmed")
	f.Seed(&o.seed)
	f.Folder(&o.folder)
	process.Sabotage(f, &o.sabotage, sabotageModes)
	return o, f.Parse(args)
}

// prove runs the whole proof and prints its verdict as the last line.
func prove(ctx context.Context, o options, out io.Writer) (verdict, error) {
	begun := time.Now()
	fmt.Fprintf(out, "seed %d, cuts %g, dropped acks %g%s\n", o.seed, o.cuts, o.dropAcks, process.Noted(o.sabotage))
	w, err := newWorld(o)
	if err != nil {
		return verdict{}, err
	}
	defer w.close()
	if err := w.prepare(ctx); err != nil {
		return verdict{}, w.folder.Failed("prepare", err)
	}
	fmt.Fprintf(out, "linked, %d leads, campaign started after %.1f s\n", o.recipients, time.Since(begun).Seconds())
	if err := w.killUntilDone(ctx); err != nil {
		return verdict{}, w.folder.Failed("kill", err)
	}
	v, err := w.judge(ctx)
	if err != nil {
		return v, w.folder.Failed("judge", err)
	}
	fmt.Fprintf(out, "%.1f s; %d starts, %d kills before online, %d while online; %d starts found a message in sending; %d logins; %d answers; "+
		"%d of those who wrote STOP were sent nothing, %d messages were on their way when the STOP was stored\n",
		time.Since(begun).Seconds(), w.starts, w.killedEarly, w.kills-w.killedEarly, w.foundSending, w.logins(), v.answers, v.spared, v.overtaken)
	return v, process.Conclude(out, v, v.kept(), v.problems, w.folder)
}
