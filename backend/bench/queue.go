package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// enqueueRounds are fewer than those of the rest: a turn takes seconds.
const enqueueRounds = 5

// smallAudience is enough for every round, and few beside the other campaign.
const smallAudience = 3000

// queueBench compares the queue of campaigns with the driver below it and with
// BullMQ on Redis.
type queueBench struct {
	options
	folder  string
	note    func(string, ...any)
	closers []func()

	everysec, always *bull
}

// measureQueue measures putting people into the queue, taking them out and being
// done with them, and how late a paced send leaves.
func measureQueue(ctx context.Context, o options, note func(string, ...any)) ([]row, error) {
	folder, err := os.MkdirTemp("", "mce-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	q := &queueBench{options: o, folder: folder, note: note}
	defer q.close()
	var rows []row
	if err := q.startBulls(ctx); err != nil {
		rows = append(rows, row{Goal: "queue", What: "BullMQ", OK: "not compared: " + oneLine(err)})
	}
	for _, part := range []func(context.Context) ([]row, error){q.enqueue, q.process, q.late} {
		got, err := part(ctx)
		if err != nil {
			return rows, err
		}
		rows = append(rows, got...)
	}
	return rows, nil
}

func (q *queueBench) close() {
	for _, c := range q.closers {
		c()
	}
}

// startBulls leaves both nil when BullMQ cannot be measured.
func (q *queueBench) startBulls(ctx context.Context) error {
	var both [2]*bull
	for i, fsync := range []string{"everysec", "always"} {
		var err error
		if both[i], err = startBull(ctx, q.bullmq, q.in("redis-"+fsync), fsync); err != nil {
			return err
		}
		q.closers = append(q.closers, both[i].stop)
	}
	q.everysec, q.always = both[0], both[1]
	return nil
}

func (q *queueBench) in(name string) string { return filepath.Join(q.folder, name) }

// opened keeps what closes a lane.
func (q *queueBench) opened(l *lane, stop func(), err error) (*lane, error) {
	if err == nil {
		q.closers = append(q.closers, stop)
	}
	return l, err
}

// bulls are the lanes of BullMQ for an order, none when it is missing.
func (q *queueBench) bulls(order string, size int) []*lane {
	if q.everysec == nil {
		return nil
	}
	return []*lane{q.everysec.lane(order, size), q.always.lane(order, size)}
}

// enqueue freezes the audience of a campaign.
func (q *queueBench) enqueue(ctx context.Context) ([]row, error) {
	const aim = 20_000
	if err := seedAudience(ctx, q.recipients, q.in("start"), q.in("freeze")); err != nil {
		return nil, fmt.Errorf("seed: %w", err)
	}
	app, err := q.opened(startLane(ctx, q.in("start"), q.recipients))
	if err != nil {
		return nil, err
	}
	raw, err := q.opened(freezeLane(ctx, q.in("freeze"), q.recipients))
	if err != nil {
		return nil, err
	}
	bulls := q.bulls("add", bullAddSlice)
	if err := takeTurns(ctx, enqueueRounds, append([]*lane{app, raw}, bulls...)...); err != nil {
		return nil, err
	}
	what := fmt.Sprintf("start of a campaign to %d people: read, leave out, fill in, freeze", q.recipients)
	first := app.against(raw, what, "raw SQL, the rows alone,", 0.6)
	floor := row{Goal: "queue", What: what, Value: app.value(), Floor: "-", Ratio: "-", Aim: fmt.Sprintf(">= %d/s", aim), OK: atLeast(median(app.rates), aim)}
	return append([]row{floor, first}, bullRows(app, bulls, what, "addBulk, which knows nothing of people,", 5, 0)...), nil
}

// process takes people out of the queue and is done with them.
func (q *queueBench) process(ctx context.Context) ([]row, error) {
	lanes, err := q.processors(ctx)
	if err != nil {
		return nil, err
	}
	bulls := q.bulls("work", bullWorkSlice)
	if err := takeTurns(ctx, q.rounds, append(lanes, bulls...)...); err != nil {
		return nil, err
	}
	const job = "a job of the ledger alone, claimed and completed"
	const send = "a campaign message: governor, chat, message, last look, hand-over, result"
	const nothing = "worker, jobs that do and store nothing,"
	ledger, rawLedger, memory, large, small, rawSend := lanes[0], lanes[1], lanes[2], lanes[3], lanes[4], lanes[5]
	rows := []row{ledger.against(rawLedger, job, "raw SQL", 0.6)}
	rows = append(rows, bullRows(ledger, bulls, job, nothing, 0, 1)...)
	if len(bulls) > 0 {
		rows = append(rows, memory.against(bulls[0], job+", a sync costing nothing as with NORMAL", "BullMQ "+nothing+" everysec (may lose a second)", 1.5))
	}
	rows = append(rows, large.against(rawSend, send, "raw SQL, the rows alone,", 0))
	rows = append(rows, bullRows(large, bulls, send, nothing, 0, 0)...)
	const aimCPU = 500
	return append(rows,
		large.against(small, fmt.Sprintf("a message of a campaign to %d people", q.recipients), fmt.Sprintf("to %d people", smallAudience), 0.8),
		row{
			Goal: "queue", What: "CPU for a campaign message, without WhatsApp", Value: fmt.Sprintf("%.0f us", median(large.cpu)), Floor: fmt.Sprintf("raw SQL %.0f us", median(rawSend.cpu)),
			Ratio: fmt.Sprintf("%.1f", medianRatio(large.cpu, rawSend.cpu)), Aim: fmt.Sprintf("<= %d us", aimCPU), OK: atMost(median(large.cpu), aimCPU),
		}), nil
}

// processors are a ledger, raw SQL for it, a ledger in memory, a campaign to many
// and one to few, and raw SQL for those.
func (q *queueBench) processors(ctx context.Context) ([]*lane, error) {
	memory, err := inMemory()
	if err != nil {
		return nil, err
	}
	q.closers = append(q.closers, func() { _ = os.RemoveAll(memory) })
	if err := seedAudience(ctx, 1, q.in("ledger"), q.in("ledger-raw"), memory); err != nil {
		return nil, fmt.Errorf("seed: %w", err)
	}
	if err := seedAudience(ctx, q.recipients, q.in("large"), q.in("raw"), q.in("late")); err != nil {
		return nil, fmt.Errorf("seed: %w", err)
	}
	if err := seedAudience(ctx, smallAudience, q.in("small")); err != nil {
		return nil, fmt.Errorf("seed: %w", err)
	}
	var lanes []*lane
	for _, one := range []struct {
		open func(ctx context.Context, folder string) (*lane, func(), error)
		in   string
	}{{ledgerLane, q.in("ledger")}, {rawLedgerLane, q.in("ledger-raw")}, {ledgerLane, memory}, {dispatchLane, q.in("large")}, {dispatchLane, q.in("small")}, {rawDispatchLane, q.in("raw")}} {
		l, err := q.opened(one.open(ctx, one.in))
		if err != nil {
			return nil, err
		}
		lanes = append(lanes, l)
	}
	return lanes, nil
}

// inMemory is a folder without a disk, where there is such a thing. The program
// writes everything with synchronous=FULL; there, it costs what NORMAL would.
func inMemory() (string, error) {
	const shared = "/dev/shm"
	if info, err := os.Stat(shared); err == nil && info.IsDir() {
		return os.MkdirTemp(shared, "mce-bench-")
	}
	return os.MkdirTemp("", "mce-bench-")
}

// late measures how long after the allowed moment paced sends leave.
func (q *queueBench) late(ctx context.Context) ([]row, error) {
	const aim = 250 * time.Millisecond
	late, err := lateness(ctx, q.in("late"), q.paced)
	if err != nil {
		return nil, err
	}
	p50, p99 := percentile(late, 0.5), percentile(late, 0.99)
	return []row{{
		Goal: "queue", What: fmt.Sprintf("lateness of %d paced sends, p99", len(late)), Value: fmt.Sprintf("%.0f ms, p50 %.0f ms", p99.Seconds()*1000, p50.Seconds()*1000),
		Floor: "-", Ratio: "-", Aim: fmt.Sprintf("<= %d ms", aim.Milliseconds()), OK: yes(p99 <= aim),
	}}, nil
}

// bullRows compare a lane with BullMQ; the two aims may be 0.
func bullRows(l *lane, bulls []*lane, what, does string, everysec, always float64) []row {
	if len(bulls) == 0 {
		return nil
	}
	return []row{
		l.against(bulls[0], what, "BullMQ "+does+" everysec (may lose a second)", everysec),
		l.against(bulls[1], what, "BullMQ "+does+" always", always),
	}
}
