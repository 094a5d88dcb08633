package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// enqueueRounds are fewer than those of the rest: a turn takes seconds.
const enqueueRounds = 5

// measureQueue compares the queue of campaigns with the driver below it and with
// BullMQ on Redis: putting people in, taking them out and being done with them,
// and how late a paced send leaves.
func measureQueue(ctx context.Context, o options, note func(string, ...any)) ([]row, error) {
	folder, err := os.MkdirTemp("", "mce-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	in := func(name string) string { return filepath.Join(folder, name) }
	if err := seedAudience(ctx, o.recipients, in("start"), in("freeze"), in("dispatch"), in("raw"), in("late")); err != nil {
		return nil, fmt.Errorf("seed: %w", err)
	}
	if err := seedAudience(ctx, 1, in("ledger"), in("ledgerRaw"), in("ledgerNormal")); err != nil {
		return nil, fmt.Errorf("seed: %w", err)
	}
	start, c, err := startLane(ctx, in("start"), o.recipients)
	if err != nil {
		return nil, err
	}
	defer c()
	freeze, c2, err := freezeLane(ctx, in("freeze"), o.recipients)
	if err != nil {
		return nil, err
	}
	defer c2()
	if err := takeTurns(ctx, enqueueRounds, start, freeze); err != nil {
		return nil, err
	}
	rows := []row{start.against(freeze, "enqueue", "raw", 0.6)}
	note("%v", rows)
	led, c3, err := ledgerLane(ctx, in("ledger"))
	if err != nil {
		return nil, err
	}
	defer c3()
	ledRaw, c4, err := rawLedgerLane(ctx, in("ledgerRaw"), "FULL")
	if err != nil {
		return nil, err
	}
	defer c4()
	ledN, c5, err := rawLedgerLane(ctx, in("ledgerNormal"), "NORMAL")
	if err != nil {
		return nil, err
	}
	defer c5()
	dis, c6, err := dispatchLane(ctx, in("dispatch"))
	if err != nil {
		return nil, err
	}
	defer c6()
	disRaw, c7, err := rawDispatchLane(ctx, in("raw"))
	if err != nil {
		return nil, err
	}
	defer c7()
	if err := takeTurns(ctx, o.rounds, led, ledRaw, ledN, dis, disRaw); err != nil {
		return nil, err
	}
	rows = append(rows, led.against(ledRaw, "ledger", "raw", 0.6), led.against(ledN, "ledger", "raw NORMAL", 0.6), dis.against(disRaw, "dispatch", "raw", 0))
	return rows, nil
}
