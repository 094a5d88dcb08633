package process

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
)

// childArgument makes the program of a proof the process that gets killed.
const childArgument = "child-of-the-proof"

// ErrBroken says that a promise was not kept; the verdict has been printed.
var ErrBroken = errors.New("the promise was broken")

// Main is the main function of a proof: the command, or, for a child that Start
// has started, the child with the file of its orders. It returns when that ended well.
func Main(name string, command func(ctx context.Context, args []string, out io.Writer) error, child func(ctx context.Context, orders string, in io.Reader, out io.Writer) error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var err error
	if args := os.Args[1:]; len(args) == 2 && args[0] == childArgument {
		if err = child(ctx, args[1], os.Stdin, os.Stdout); errors.Is(err, context.Canceled) {
			err = nil // it was ended while it started
		}
	} else {
		err = command(ctx, args, os.Stdout)
	}
	if err != nil {
		if !errors.Is(err, ErrBroken) {
			fmt.Fprintln(os.Stderr, name+":", err)
		}
		stop()
		os.Exit(1) //nolint:gocritic // stop was called
	}
}
