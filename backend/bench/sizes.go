package main

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

const mb = 1e6

// measureSizes weighs what is shipped: the programs as they are linked for a
// release, and the page's scripts as a web server would send them.
func measureSizes(ctx context.Context, o options, _ func(string, ...any)) ([]row, error) {
	const aimProgram, aimScripts = 45.0, 350.0
	folder, err := os.MkdirTemp("", "mce-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	var rows []row
	if info, err := os.Stat(o.app); err == nil {
		rows = append(rows, sizeRow("program, "+filepath.Base(o.app)+", stripped", float64(info.Size())/mb, aimProgram, "MB"))
	} else {
		rows = append(rows, row{Goal: "G14", What: "program", OK: oneLine(err)})
	}
	exe := filepath.Join(folder, "mce-platform.exe")
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-tags", "desktop,production", "-ldflags", "-s -w -H windowsgui", "-o", exe, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=windows", "GOARCH=amd64")
	if out, err := build.CombinedOutput(); err != nil {
		return rows, fmt.Errorf("build for Windows: %w: %s", err, out)
	}
	info, err := os.Stat(exe)
	if err != nil {
		return rows, err
	}
	rows = append(rows, sizeRow("program for Windows, stripped", float64(info.Size())/mb, aimProgram, "MB"))
	scripts, err := gzipped("frontend/dist/assets/*.js")
	if err != nil {
		return rows, err
	}
	return append(rows, sizeRow("scripts, gzip", scripts/1e3, aimScripts, "kB")), nil
}

func sizeRow(what string, value, aim float64, unit string) row {
	return row{
		Goal: "G14", What: what, Value: fmt.Sprintf("%.1f %s", value, unit), Floor: "-", Ratio: "-",
		Aim: fmt.Sprintf("<= %.0f %s", aim, unit), OK: atMost(value, aim),
	}
}

func gzipped(pattern string) (float64, error) {
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		return 0, fmt.Errorf("no scripts at %s: build the front end first", pattern)
	}
	var n counter
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			return 0, err
		}
		z, err := gzip.NewWriterLevel(&n, gzip.BestCompression)
		if err != nil {
			return 0, err
		}
		if _, err := z.Write(raw); err != nil {
			return 0, err
		}
		if err := z.Close(); err != nil {
			return 0, err
		}
	}
	return float64(n), nil
}

// counter counts what is written to it.
type counter int64

var _ io.Writer = (*counter)(nil)

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
