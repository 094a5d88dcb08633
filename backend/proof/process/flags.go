package process

import (
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
)

// Flags are the flags of a program, with what is allowed for each.
type Flags struct {
	*flag.FlagSet
	settle []func() error // after parsing
}

// NewFlags returns no flags.
func NewFlags(name string) *Flags {
	return &Flags{FlagSet: flag.NewFlagSet(name, flag.ContinueOnError)}
}

// Count adds a whole number within bounds.
func (f *Flags) Count(p *int, name string, value, least, most int, usage string) {
	f.IntVar(p, name, value, usage)
	f.settle = append(f.settle, func() error {
		if *p < least || *p > most {
			return fmt.Errorf("-%s must lie between %d and %d", name, least, most)
		}
		return nil
	})
}

// Share adds a number between 0 and 1.
func (f *Flags) Share(p *float64, name string, value float64, usage string) {
	f.Float64Var(p, name, value, usage)
	f.settle = append(f.settle, func() error {
		if !(*p >= 0 && *p <= 1) {
			return fmt.Errorf("-%s must lie between 0 and 1", name)
		}
		return nil
	})
}

// Seed adds what makes a run repeatable.
func (f *Flags) Seed(p *uint64) {
	f.Uint64Var(p, "seed", 0, "makes what is drawn repeatable; 0 draws one")
	f.settle = append(f.settle, func() error {
		if *p == 0 {
			*p = 1 + rand.Uint64N(1_000_000)
		}
		return nil
	})
}

// Folder adds where the data is kept.
func (f *Flags) Folder(p *string) { f.StringVar(p, "folder", "", "keep the data here") }

// Sabotage adds the choice of what is broken on purpose; nothing is by itself.
func Sabotage[S ~string](f *Flags, p *S, known []S) {
	names := make([]string, len(known))
	for i, s := range known {
		names[i] = string(s)
	}
	mode := f.String("sabotage", "", "take a protection away, to see the proof fail: "+strings.Join(names, ", "))
	f.settle = append(f.settle, func() error {
		if *mode != "" && !slices.Contains(names, *mode) {
			return fmt.Errorf("unknown -sabotage %q", *mode)
		}
		*p = S(*mode)
		return nil
	})
}

// Noted is what the first line of a proof says about a sabotage.
func Noted[S ~string](s S) string {
	if s == "" {
		return ""
	}
	return ", SABOTAGE " + string(s)
}

// Parse sets the flags and refuses what is not allowed.
func (f *Flags) Parse(args []string) error {
	if err := f.FlagSet.Parse(args); err != nil {
		return err
	}
	for _, settle := range f.settle {
		if err := settle(); err != nil {
			return err
		}
	}
	return nil
}

// Command is the command of a proof for Main; what prove returns beside the
// error is for tests.
func Command[O, V any](parse func(args []string) (O, error), prove func(ctx context.Context, o O, out io.Writer) (V, error)) func(context.Context, []string, io.Writer) error {
	return func(ctx context.Context, args []string, out io.Writer) error {
		o, err := parse(args)
		if err != nil {
			return err
		}
		_, err = prove(ctx, o, out)
		return err
	}
}
