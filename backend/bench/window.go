package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// program is a window that was started: the real one or the hello.
type program struct {
	cmd    *exec.Cmd
	begun  time.Time
	exited chan struct{}
}

func launch(name string, args ...string) (*program, error) {
	p := &program{cmd: exec.Command(name, args...), exited: make(chan struct{})}
	p.begun = time.Now()
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = p.cmd.Wait()
		close(p.exited)
	}()
	return p, nil
}

// stop asks the window to close and insists after a while.
func (p *program) stop() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.exited:
	case <-time.After(5 * time.Second):
		_ = p.cmd.Process.Kill()
		<-p.exited
	}
}

// painted waits for the file with the stamps and returns each as the time since
// the program was started.
func (p *program) painted(ctx context.Context, file string) (map[string]time.Duration, error) {
	deadline := time.Now().Add(40 * time.Second)
	for {
		raw, err := os.ReadFile(file)
		if err == nil {
			var at map[string]int64
			if err := json.Unmarshal(raw, &at); err != nil {
				return nil, err
			}
			since := make(map[string]time.Duration, len(at))
			for k, v := range at {
				since[k] = time.UnixMicro(v).Sub(p.begun)
			}
			return since, nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-p.exited:
			return nil, errors.New("the program ended before it had painted")
		case <-time.After(20 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			return nil, errors.New("nothing was painted within 40 s")
		}
	}
}

// needWindow says why windows cannot be measured here, and builds the hello.
func needWindow(ctx context.Context, o options, folder string) (hello string, err error) {
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return "", errors.New("there is no display; run it with build/scripts/with-display.sh")
	}
	if _, err := os.Stat(o.app); err != nil {
		return "", err
	}
	hello = filepath.Join(folder, "hello")
	out, err := exec.CommandContext(ctx, "go", "build", "-trimpath", "-tags", o.tags, "-ldflags", "-s -w", "-o", hello, "./backend/bench/hello").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build the hello: %w: %s", err, out)
	}
	return hello, nil
}

// memory is the proportional memory of some processes, in bytes. The part that
// is no file is theirs alone; the rest depends on who else has the libraries
// loaded.
type memory struct {
	pss, anon int64
	processes int
}

// memoryOf sums a process and all below it. WebKit's processes are children of
// the program.
func memoryOf(root int) (memory, error) {
	var sum memory
	children := map[int][]int{}
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil || len(stats) == 0 {
		return sum, errors.New("memory is measured on Linux only")
	}
	for _, file := range stats {
		raw, err := os.ReadFile(file)
		if err != nil {
			continue // ended meanwhile
		}
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		_, rest, _ := strings.Cut(string(raw), ") ") // the name in brackets may hold anything
		if fields := strings.Fields(rest); len(fields) > 1 {
			parent, _ := strconv.Atoi(fields[1])
			children[parent] = append(children[parent], pid)
		}
	}
	todo := []int{root}
	for len(todo) > 0 {
		pid := todo[0]
		todo = append(todo[1:], children[pid]...)
		raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
		if err != nil {
			continue
		}
		sum.pss += rollup(raw, "Pss:")
		sum.anon += rollup(raw, "Pss_Anon:")
		sum.processes++
	}
	return sum, nil
}

// rollup reads one line of smaps_rollup, in bytes.
func rollup(raw []byte, name string) int64 {
	for line := range strings.Lines(string(raw)) {
		if value, ok := strings.CutPrefix(line, name); ok {
			kb, _ := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "kB")), 10, 64)
			return kb * 1024
		}
	}
	return 0
}
