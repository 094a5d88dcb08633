package main

import (
	"context"
	"fmt"
	"time"
)

// spent is what a number of operations took, without what was got ready for them.
type spent struct{ took, cpu time.Duration }

// lane is one of those that do the same work in turns.
type lane struct {
	run   func(ctx context.Context, n int) (spent, error)
	size  int       // operations in a turn
	rates []float64 // operations a second, one for each round
	cpu   []float64 // microseconds an operation, for each round
}

// timed measures work that this process does.
func timed(work func() error) (spent, error) {
	cpu, begun := cpuTime(), time.Now()
	err := work()
	return spent{took: time.Since(begun), cpu: cpuTime() - cpu}, err
}

// takeTurns lets all lanes work round by round; which one begins changes. The
// first round fills caches and is dropped.
func takeTurns(ctx context.Context, rounds int, lanes ...*lane) error {
	for i := range rounds + 1 {
		for j := range lanes {
			l := lanes[(i+j)%len(lanes)]
			s, err := l.run(ctx, l.size)
			if err != nil {
				return err
			}
			if i > 0 {
				l.rates = append(l.rates, float64(l.size)/s.took.Seconds())
				l.cpu = append(l.cpu, float64(s.cpu.Microseconds())/float64(l.size))
			}
		}
	}
	return nil
}

// value is a lane in the table.
func (l *lane) value() string {
	return fmt.Sprintf("%.0f/s, %.0f us CPU", median(l.rates), median(l.cpu))
}

// against is a row that compares a lane with a floor; aim 0 means that the two
// do too different things for one.
func (l *lane) against(floor *lane, what, name string, aim float64) row {
	ratio := medianRatio(l.rates, floor.rates)
	r := row{Goal: "queue", What: what, Value: l.value(), Floor: name + " " + floor.value(), Ratio: fmt.Sprintf("%.2f", ratio), Aim: "-", OK: "-"}
	if aim > 0 {
		r.Aim, r.OK = fmt.Sprintf(">= %.1fx", aim), atLeast(ratio, aim)
	}
	if s := spread(floor.rates); s > 2 {
		r.OK += fmt.Sprintf(" (noisy: the floor itself moved by %.1fx)", s)
	}
	return r
}
