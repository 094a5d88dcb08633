// Command bench measures the goals of the program and prints one row for each:
// what was measured, the value, the floor it is compared with, the ratio and
// the goal. A ratio is taken inside one run on one machine, so that it means
// something on a slow or shared one; absolute figures are for reading only.
// Floors that cannot be measured here are marked as checked in.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"mceplatform/backend/proof/process"
)

// row is one line of the table.
type row struct {
	Goal  string `json:"goal"`
	What  string `json:"what"`
	Value string `json:"value"`
	Floor string `json:"floor"`
	Ratio string `json:"ratio"`
	Aim   string `json:"aim"`
	OK    string `json:"ok"` // yes, no, or why it could not be measured
}

type options struct {
	app        string
	tags       string
	goals      string
	json       string
	messages   int
	recipients int
	paced      int
	bullmq     string
	starts     int
	rounds     int
	idle       time.Duration
}

// measurement is one goal; it may give several rows.
type measurement struct {
	goal string
	take func(ctx context.Context, o options, note func(format string, args ...any)) ([]row, error)
}

var measurements = []measurement{{"G1", measureMemory}, {"G3", measureStart}, {"G4", measureInbound}, {"link", measureLink}, {"queue", measureQueue}, {"G15", measureSheets}, {"G14", measureSizes}}

func main() {
	process.Main("bench", func(ctx context.Context, args []string, out io.Writer) error {
		return run(ctx, args, out, os.Stderr)
	}, runChild)
}

func run(ctx context.Context, args []string, out, progress io.Writer) error {
	var o options
	set := process.NewFlags("bench")
	set.StringVar(&o.app, "app", "build/bin/mce-platform", "the production program")
	set.StringVar(&o.tags, "tags", "desktop,production,webkit2_41", "the build tags of the program")
	set.StringVar(&o.goals, "goals", "G1,G3,G4,link,queue,G15,G14", "what to measure")
	set.StringVar(&o.json, "json", "", "write the rows to this file too")
	set.IntVar(&o.messages, "messages", 1_000_000, "size of the database for the start")
	set.IntVar(&o.recipients, "recipients", 100_000, "people in a campaign")
	set.IntVar(&o.paced, "paced", 300, "sends whose lateness is measured")
	set.StringVar(&o.bullmq, "bullmq", "backend/bench/bullmq", "where BullMQ is installed")
	set.IntVar(&o.starts, "starts", 7, "starts of each program; the first is dropped")
	set.IntVar(&o.rounds, "rounds", 9, "alternating slices of a database measurement")
	set.DurationVar(&o.idle, "idle", 45*time.Second, "how long to leave the window alone before memory is read")
	if err := set.Parse(args); err != nil {
		return err
	}
	m := lookAtMachine()
	note := func(format string, args ...any) { fmt.Fprintf(progress, format+"\n", args...) }
	var rows []row
	for _, one := range measurements {
		if !wanted(o.goals, one.goal) {
			continue
		}
		note("measuring %s", one.goal)
		got, err := one.take(ctx, o, note)
		if err != nil {
			got = append(got, row{Goal: one.goal, What: "not measured", OK: oneLine(err)})
		}
		rows = append(rows, got...)
		m.lookAgain()
	}
	print(out, m, rows)
	return writeJSON(o.json, m, rows)
}

func wanted(list, goal string) bool {
	for g := range strings.SplitSeq(list, ",") {
		if g == goal {
			return true
		}
	}
	return false
}

func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

func print(out io.Writer, m *machine, rows []row) {
	fmt.Fprintln(out, m)
	fmt.Fprintln(out)
	fmt.Fprintln(out, "| goal | what | value | floor | ratio | aim | ok |")
	fmt.Fprintln(out, "|---|---|---|---|---|---|---|")
	for _, r := range rows {
		fmt.Fprintf(out, "| %s | %s | %s | %s | %s | %s | %s |\n", r.Goal, r.What, r.Value, r.Floor, r.Ratio, r.Aim, r.OK)
	}
}

func writeJSON(file string, m *machine, rows []row) error {
	if file == "" {
		return nil
	}
	raw, err := json.MarshalIndent(map[string]any{"machine": m, "rows": rows}, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, raw, 0o600)
}

// atMost judges a value that shall be small.
func atMost(value, aim float64) string { return yes(value <= aim) }

// atLeast judges a value that shall be large.
func atLeast(value, aim float64) string { return yes(value >= aim) }

func yes(ok bool) string {
	if ok {
		return "yes"
	}
	return "**no**"
}
