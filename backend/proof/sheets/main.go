// Command sheets proves the promise about Google Sheets: whatever people do to a
// sheet, and whenever the program is killed or Google is away, each row becomes
// one lead once, and nothing that a person typed is written over.
//
// It runs a simulated Google, and the whole backend in a process of its own on a
// real data folder. Each sequence is a sheet of its own: rows are inserted,
// deleted, sorted, moved, duplicated and edited, titles renamed, cells that the
// program writes to changed by hand, leads edited in the program; in between the
// sheet is read, the process is killed with SIGKILL and Google refuses. In the
// end the database and the sheet are compared. With -sabotage rows are known by
// their position, or cells are written over, and the proof has to fail.
package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"mceplatform/backend/proof/process"
)

func main() { process.Main("sheets", process.Command(parse, prove), runChild) }

// options are the command line.
type options struct {
	sequences int
	seed      uint64
	sabotage  sabotage
	folder    string // "" = a temporary one, removed unless the proof fails
	program   string // what to run and kill; "" = this program
}

func parse(args []string) (options, error) {
	var o options
	f := process.NewFlags("sheets")
	f.Count(&o.sequences, "sequences", 1000, 1, 1_000_000, "how many sheets are edited and read")
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
	var v verdict
	for n := range o.sequences {
		if err := w.sequence(ctx, n, &v); err != nil {
			return v, w.folder.Failed(fmt.Sprintf("sequence %d", n), err)
		}
	}
	if err := w.finish(&v); err != nil {
		return v, w.folder.Failed("finish", err)
	}
	fmt.Fprintf(out, "%.1f s; %d readings, %d kills, %d readings that Google refused, %d pauses for a person; %d edits of sheets, %d of leads, %d of cells that are written back\n",
		time.Since(begun).Seconds(), w.readings, w.kills, w.refused, w.pauses, w.edits, w.typed, w.cells)
	return v, process.Conclude(out, v, v.kept(), v.problems, w.folder)
}
