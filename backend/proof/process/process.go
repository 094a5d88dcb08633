// Package process runs a whole backend in a process of its own, so that a proof
// can kill it at any moment. Flags, Start, Kill and Until are the side of the
// proof; Follow, Open and Serve that of the process.
package process

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"mceplatform/backend/demo"
	"mceplatform/backend/whatsapp/wasim"
)

// ErrEnded says that the process ended although nobody had ended it.
var ErrEnded = errors.New("the process ended by itself; see child.log")

// Process is a running child.
type Process struct {
	Lines chan string // what it says; closed when it has ended
	Since time.Time   // its start

	cmd    *exec.Cmd
	stdin  io.WriteCloser
	exited chan struct{}
	err    error
}

// Start runs a child of a proof on its folder, where its log is added to; the
// program "" is this one.
func Start(program string, folder *Folder) (*Process, error) {
	if program == "" {
		var err error
		if program, err = os.Executable(); err != nil {
			return nil, err
		}
	}
	log, err := os.OpenFile(folder.Log(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	p := &Process{cmd: exec.Command(program, childArgument, folder.Orders()), Lines: make(chan string, 16), exited: make(chan struct{}), Since: time.Now()}
	p.cmd.Stderr = log
	if p.stdin, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	var reading sync.WaitGroup
	reading.Go(func() { p.read(out) })
	go func() {
		reading.Wait() // Wait closes the pipe
		p.err = p.cmd.Wait()
		close(p.exited)
	}()
	return p, nil
}

func (p *Process) read(out io.Reader) {
	defer close(p.Lines)
	s := bufio.NewScanner(out)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		p.Lines <- s.Text()
	}
}

// Tell says something to the child: see Converse.
func (p *Process) Tell(line string) error {
	_, err := io.WriteString(p.stdin, line+"\n")
	return err
}

// PID is the child's, as the system counts.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Kill ends the child the hard way and waits until it is gone.
func (p *Process) Kill() error {
	err := p.cmd.Process.Kill()
	p.drain()
	return err
}

// End lets the child close in good order.
func (p *Process) End() error {
	_ = p.stdin.Close()
	p.drain()
	return p.err
}

func (p *Process) drain() {
	for range p.Lines {
	}
	<-p.exited
}

// Until reads what the child says up to a word, and returns the word's value.
func (p *Process) Until(ctx context.Context, word string) (string, error) {
	for {
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case line, ok := <-p.Lines:
			if !ok {
				return "", ErrEnded
			}
			if got, value, _ := strings.Cut(line, " "); got == word {
				return value, nil
			}
		}
	}
}

// Introduce lets the owner's phone scan the code that the child shows, and waits
// until the child is online.
func (p *Process) Introduce(ctx context.Context, owner *wasim.Phone) error {
	picture, err := p.Until(ctx, SayQR)
	if err != nil {
		return err
	}
	code, err := demo.ReadQR(picture)
	if err != nil {
		return err
	}
	if err := owner.ScanQR(ctx, code); err != nil {
		return err
	}
	_, err = p.Until(ctx, SayOnline)
	return err
}
