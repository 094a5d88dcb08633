package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const (
	bullAddSlice  = 10_000 // jobs in a turn
	bullWorkSlice = 300
)

// bull is a queue of BullMQ with a Redis of its own, on the loopback interface
// and in a temporary folder.
type bull struct {
	redis, node *exec.Cmd
	in          io.WriteCloser
	out         *bufio.Scanner
}

// startBull starts both. fsync is "everysec", which may lose a second of jobs
// when the computer stops, or "always".
func startBull(ctx context.Context, scripts, folder, fsync string) (*bull, error) {
	program, err := redisProgram()
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(scripts, "node_modules", "bullmq")); err != nil {
		return nil, errors.New("BullMQ is not installed: run build/scripts/bench-setup.sh")
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	b := &bull{redis: exec.CommandContext(ctx, program, "--bind", "127.0.0.1", "--port", strconv.Itoa(port), "--dir", folder, "--save", "", "--appendonly", "yes", "--appendfsync", fsync)}
	b.redis.Args[0] = "redis-server" // see redisProgram
	if err := b.redis.Start(); err != nil {
		return nil, fmt.Errorf("start Redis: %w", err)
	}
	if err := b.connect(ctx, scripts, port); err != nil {
		b.stop()
		return nil, err
	}
	return b, nil
}

// redisProgram finds the server. Debian's redis-tools has it under the name of
// the checker, which is the same program and goes by the name it is called by;
// the package redis-server would add a service that runs all the time.
func redisProgram() (string, error) {
	for _, name := range []string{"redis-server", "redis-check-rdb"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("no Redis is installed: run build/scripts/bench-setup.sh")
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(port)
}

func (b *bull) connect(ctx context.Context, scripts string, port int) error {
	address := fmt.Sprintf("127.0.0.1:%d", port)
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			_ = conn.Close()
			break
		}
		if time.Now().After(end) {
			return fmt.Errorf("no answer from Redis: %w", err)
		}
	}
	b.node = exec.CommandContext(ctx, "node", filepath.Join(scripts, "queue.mjs"), strconv.Itoa(port))
	var told strings.Builder
	b.node.Stderr = &told
	var err error
	if b.in, err = b.node.StdinPipe(); err != nil {
		return err
	}
	out, err := b.node.StdoutPipe()
	if err != nil {
		return err
	}
	b.out = bufio.NewScanner(out)
	if err := b.node.Start(); err != nil {
		b.node = nil
		return fmt.Errorf("start Node: %w", err)
	}
	if !b.out.Scan() || b.out.Text() != "ready" {
		return errors.New("BullMQ did not start")
	}
	return nil
}

// ask gives an order and reads what it took.
func (b *bull) ask(order string, n int) (spent, error) {
	if _, err := fmt.Fprintln(b.in, order, n); err != nil {
		return spent{}, err
	}
	if !b.out.Scan() {
		return spent{}, errors.Join(errors.New("BullMQ has ended"), b.out.Err())
	}
	var took struct {
		Seconds, CPU float64
		Error        string
	}
	if err := json.Unmarshal(b.out.Bytes(), &took); err != nil {
		return spent{}, err
	}
	if took.Error != "" {
		return spent{}, errors.New("BullMQ: " + took.Error)
	}
	return spent{took: seconds(took.Seconds), cpu: seconds(took.CPU)}, nil
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

func (b *bull) lane(order string, size int) *lane {
	return &lane{size: size, run: func(_ context.Context, n int) (spent, error) { return b.ask(order, n) }}
}

// stop ends both processes.
func (b *bull) stop() {
	if b.node != nil {
		_ = b.in.Close()
		_ = b.node.Process.Kill()
		_ = b.node.Wait()
	}
	_ = b.redis.Process.Kill()
	_ = b.redis.Wait()
}
