// Command pacing proves the promise about the pace of campaigns: whatever the
// schedule, the zones, the clock and the restarts, nothing goes out at a time at
// which nothing may, no rolling window holds more than its limit, and nobody is
// fired twice.
//
// It simulates accounts with generated limits, working hours, holidays, quiet
// hours, a slow start and up to four campaigns at once to people all over the
// world, over days on which clocks change. The clock is set back and forth, the
// computer moves to another zone, and the program ends before the claim is
// committed, before the message leaves, or before the answer is recorded.
// Whom to send to and when is decided by the program's own governor
// (chats.Governor.Pick and MayRepeat). The ledger it counts in is kept in memory
// behind the governor's own interface, as a million real transactions would take
// an hour; a test compares its counts with those of the real database. A judge
// that shares no code with the governor looks at every send and counts again.
//
// A day's budget is counted by the clock of the computer. Sends that were made
// before the clock was set back count as made at that moment. Where the clock was
// never set forward, the judge counts by true time as well.
package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"sync"
	"time"

	"mceplatform/backend/proof/process"
)

func main() { process.Main("pacing", process.Command(parse, prove), nil) }

// options are the command line.
type options struct {
	sends    int
	seed     uint64
	sabotage sabotage
}

func parse(args []string) (options, error) {
	var o options
	f := process.NewFlags("pacing")
	f.Count(&o.sends, "sends", 1_000_000, 1, 100_000_000, "how many messages are sent")
	f.Seed(&o.seed)
	process.Sabotage(f, &o.sabotage, sabotages)
	return o, f.Parse(args)
}

// perAccount is how many messages one simulated account sends.
const perAccount = 1000

// prove simulates accounts until enough is sent, and prints the verdict as the
// last line.
func prove(ctx context.Context, o options, out io.Writer) (verdict, error) {
	begun := time.Now()
	fmt.Fprintf(out, "seed %d%s\n", o.seed, process.Noted(o.sabotage))
	var v verdict
	for accounts := uint64(0); v.sends < o.sends; {
		var wait sync.WaitGroup
		var mu sync.Mutex
		places := make(chan struct{}, runtime.GOMAXPROCS(0))
		for left := o.sends - v.sends; left > 0; left -= perAccount {
			accounts++
			quota, rng := min(left, perAccount), rand.New(rand.NewPCG(o.seed, accounts))
			places <- struct{}{}
			wait.Go(func() {
				defer func() { <-places }()
				one := simulate(ctx, rng, quota, o.sabotage)
				mu.Lock()
				defer mu.Unlock()
				v.add(one)
			})
		}
		wait.Wait()
		if err := ctx.Err(); err != nil {
			return v, err
		}
		if v.err != nil {
			return v, v.err
		}
	}
	fmt.Fprintf(out, "%.1f s; %d accounts, %d years simulated, %d restarts, %d of them with a message on its way, %d messages repeated; clock set back %d times and forth %d times; "+
		"%d people put back, %d of them for quiet hours\n", time.Since(begun).Seconds(), v.accounts, int(v.simulated.Hours()/24/365), v.restarts, v.inFlight, v.repeated, v.back, v.forth, v.deferred, v.deferredQuiet)
	return v, process.Conclude(out, v, v.kept(), v.problems, nil)
}
