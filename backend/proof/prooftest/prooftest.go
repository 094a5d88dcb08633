// Package prooftest runs a proof small, for the tests of the proofs.
package prooftest

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"mceplatform/backend/proof/process"
)

// program is the program that gets killed.
var program = sync.OnceValues(process.Build)

// Main is the TestMain of a proof.
func Main(m *testing.M) {
	code := m.Run()
	if file, err := program(); err == nil {
		_ = os.RemoveAll(filepath.Dir(file))
	}
	os.Exit(code)
}

// Small runs a proof on a folder of its own and returns what it printed. Any other
// error than a broken promise fails the test, with the end of what the process
// logged.
func Small[V any](t *testing.T, prove func(folder, program string, out io.Writer) (V, error)) (V, string, error) {
	t.Helper()
	file, err := program()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	var out strings.Builder
	v, err := prove(folder, file, &out)
	t.Log(out.String())
	if err != nil && !errors.Is(err, process.ErrBroken) {
		log, _ := os.ReadFile(filepath.Join(folder, "child.log"))
		t.Logf("child.log: %s", log[max(0, len(log)-4000):])
		t.Fatal(err)
	}
	return v, out.String(), err
}

// LastLine is what a proof says in the end.
func LastLine(out string) string {
	lines := strings.Split(strings.TrimSpace(out), "\n")
	return lines[len(lines)-1]
}
