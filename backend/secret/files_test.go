package secret_test

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"mceplatform/backend/fault"
	"mceplatform/backend/secret"
)

func open(t *testing.T, folder string) *secret.Files {
	t.Helper()
	f, err := secret.OpenFiles(folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

func TestSecretsAreKeptReplacedAndForgotten(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "secrets")
	f := open(t, folder)
	if _, err := f.Get("key"); !fault.Is(err, fault.NotFound) {
		t.Errorf("nothing stored: %v", err)
	}
	for _, value := range []string{"one", "another, longer"} {
		if err := f.Put("key", []byte(value)); err != nil {
			t.Fatal(err)
		}
		if got, err := open(t, folder).Get("key"); err != nil || string(got) != value {
			t.Errorf("%q, %v", got, err)
		}
	}
	for range 2 {
		if err := f.Delete("key"); err != nil {
			t.Error(err)
		}
	}
	if _, err := f.Get("key"); !fault.Is(err, fault.NotFound) {
		t.Errorf("deleted: %v", err)
	}
}

func TestSecretsArePrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes; the user's folder is private there")
	}
	folder := filepath.Join(t.TempDir(), "secrets")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := open(t, folder).Put("key", []byte("x")); err != nil {
		t.Fatal(err)
	}
	for path, mode := range map[string]os.FileMode{folder: 0o700, filepath.Join(folder, "key"): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%v, %v", info.Mode(), err)
		}
	}
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 1 {
		t.Errorf("something is left beside the secret: %v, %v", entries, err)
	}
}

func TestNamesCannotLeaveTheFolder(t *testing.T) {
	f := open(t, filepath.Join(t.TempDir(), "secrets"))
	for _, name := range []string{"", "..", "../x", "/etc/passwd", "a/b", `a\b`, "a.b", "A", "con:", strings.Repeat("a", 64)} {
		if err := f.Put(name, []byte("x")); !fault.Is(err, fault.Invalid) {
			t.Errorf("Put(%q): %v", name, err)
		}
		if _, err := f.Get(name); !fault.Is(err, fault.Invalid) {
			t.Errorf("Get(%q): %v", name, err)
		}
	}
	if err := f.Put("large", bytes.Repeat([]byte("x"), 2<<20)); !fault.Is(err, fault.Invalid) {
		t.Errorf("large: %v", err)
	}
}
