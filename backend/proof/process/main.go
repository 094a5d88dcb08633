package process

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// childArgument makes a program the process that gets killed.
const childArgument = "child-of-the-proof"

// ErrBroken says that a promise was not kept; the verdict has been printed.
var ErrBroken = errors.New("the promise was broken")

// Main is the main function of a program: the command, or, in a child that Start
// has started, the child (see Follow). It returns when that ended well. A program
// without children has nil.
func Main(name string, command func(ctx context.Context, args []string, out io.Writer) error, child func(ctx context.Context, orders string, in io.Reader, out io.Writer) error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var err error
	if args := os.Args[1:]; child != nil && len(args) == 2 && args[0] == childArgument {
		if err = child(ctx, args[1], os.Stdin, os.Stdout); errors.Is(err, context.Canceled) {
			err = nil // it was ended while it started
		}
	} else if err = command(ctx, args, os.Stdout); errors.Is(err, flag.ErrHelp) {
		err = nil
	}
	if err != nil {
		if !errors.Is(err, ErrBroken) {
			fmt.Fprintln(os.Stderr, name+":", err)
		}
		stop()
		os.Exit(1) //nolint:gocritic // stop was called
	}
}

// Conclude prints what else must not be, where the data of a broken promise is,
// and the verdict as the last line. A proof without children has no folder.
func Conclude(out io.Writer, verdict fmt.Stringer, kept bool, problems []string, folder *Folder) error {
	for _, p := range problems {
		fmt.Fprintln(out, "problem:", p)
	}
	if !kept && folder != nil {
		fmt.Fprintln(out, "data kept in", folder.Keep())
	}
	fmt.Fprintln(out, verdict)
	if !kept {
		return ErrBroken
	}
	return nil
}
