package media_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"mceplatform/backend/fault"
	"mceplatform/backend/media"
)

func open(t *testing.T, dir string) *media.Folder {
	t.Helper()
	f, err := media.Open(dir)
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

func put(t *testing.T, f *media.Folder, content string) *media.Temp {
	t.Helper()
	temp, err := f.Temp()
	if err == nil {
		_, err = io.WriteString(temp, content)
	}
	if err != nil {
		t.Fatal(err)
	}
	return temp
}

func hashOf(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}

// files lists all that lies below a folder.
func files(t *testing.T, dir string) (list []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			list = append(list, filepath.ToSlash(strings.TrimPrefix(path, dir+string(filepath.Separator))))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestContentIsKeptOnceUnderItsHash(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "media")
	f := open(t, dir)
	for range 2 {
		sha, size, err := put(t, f, "hello").Keep()
		if err != nil || sha != hashOf("hello") || size != 5 {
			t.Fatalf("%s, %d, %v", sha, size, err)
		}
	}
	sha := hashOf("hello")
	if list := files(t, dir); len(list) != 1 || list[0] != sha[:2]+"/"+sha {
		t.Errorf("%v", list)
	}
	if usage, err := f.Usage(); err != nil || usage != 5 {
		t.Errorf("%d, %v", usage, err)
	}
	file, err := f.Get(sha)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if data, err := io.ReadAll(file); err != nil || string(data) != "hello" {
		t.Errorf("%q, %v", data, err)
	}
}

func TestDamagedContentIsReplaced(t *testing.T) {
	dir := t.TempDir()
	f := open(t, dir)
	sha, _, err := put(t, f, "whole").Keep()
	if err == nil {
		err = os.Truncate(filepath.Join(dir, sha[:2], sha), 2)
	}
	if err == nil {
		_, _, err = put(t, f, "whole").Keep()
	}
	if err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(filepath.Join(dir, sha[:2], sha)); err != nil || string(data) != "whole" {
		t.Errorf("%q, %v", data, err)
	}
}

func TestRemovedContentIsGone(t *testing.T) {
	f := open(t, t.TempDir())
	sha, _, err := put(t, f, "x").Keep()
	if err != nil || !f.Has(sha) {
		t.Fatal(err, f.Has(sha))
	}
	for range 2 {
		if err := f.Remove(sha); err != nil {
			t.Error(err)
		}
	}
	if _, err := f.Get(sha); !fault.Is(err, fault.NotFound) || f.Has(sha) {
		t.Error(err)
	}
}

func TestDroppedAndInterruptedFilesLeaveNothing(t *testing.T) {
	dir := t.TempDir()
	f := open(t, dir)
	dropped := put(t, f, "dropped")
	dropped.Drop()
	dropped.Drop()
	if _, _, err := dropped.Keep(); !fault.Is(err, fault.Internal) {
		t.Error("a dropped file was kept:", err)
	}
	kept := put(t, f, "kept")
	if _, _, err := kept.Keep(); err != nil {
		t.Fatal(err)
	}
	kept.Drop()
	put(t, f, "half writ") // the program stops here
	if list := files(t, dir); len(list) != 2 {
		t.Fatalf("%v", list)
	}
	again := open(t, dir)
	if list := files(t, dir); len(list) != 1 || !again.Has(hashOf("kept")) {
		t.Errorf("%v", list)
	}
}

// TestTempIsAFileForDownloads does what whatsmeow does: write, read back, decrypt in place, cut.
func TestTempIsAFileForDownloads(t *testing.T) {
	f := open(t, t.TempDir())
	temp := put(t, f, "0123456789")
	if _, err := temp.WriteAt([]byte("ab"), 2); err != nil {
		t.Fatal(err)
	}
	if err := temp.Truncate(6); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 3)
	if _, err := temp.ReadAt(buf, 1); err != nil || string(buf) != "1ab" {
		t.Errorf("%q, %v", buf, err)
	}
	if _, err := temp.Seek(4, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	if rest, err := io.ReadAll(temp); err != nil || string(rest) != "45" {
		t.Errorf("%q, %v", rest, err)
	}
	if info, err := temp.Stat(); err != nil || info.Size() != 6 {
		t.Errorf("%v, %v", info, err)
	}
	if sha, size, err := temp.Keep(); err != nil || sha != hashOf("01ab45") || size != 6 {
		t.Errorf("%s, %d, %v", sha, size, err)
	}
}

func TestHashesCannotLeaveTheFolder(t *testing.T) {
	f := open(t, t.TempDir())
	for _, sha := range []string{"", "..", "../../etc/passwd", strings.Repeat("g", 64), strings.Repeat("A", 64), strings.Repeat("a", 63), strings.Repeat("a", 65), strings.Repeat("a", 64) + "\n", "/" + strings.Repeat("a", 63)} {
		if _, err := f.Get(sha); !fault.Is(err, fault.Invalid) {
			t.Errorf("Get(%q): %v", sha, err)
		}
		if err := f.Remove(sha); !fault.Is(err, fault.Invalid) {
			t.Errorf("Remove(%q): %v", sha, err)
		}
		if f.Has(sha) {
			t.Errorf("Has(%q)", sha)
		}
	}
}

func TestFilesArePrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes; the user's folder is private there")
	}
	dir := filepath.Join(t.TempDir(), "media")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	sha, _, err := put(t, open(t, dir), "x").Keep()
	if err != nil {
		t.Fatal(err)
	}
	for path, mode := range map[string]os.FileMode{dir: 0o700, filepath.Join(dir, sha[:2]): 0o700, filepath.Join(dir, sha[:2], sha): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%v, %v", info.Mode(), err)
		}
	}
}

func TestManyKeepAndRemoveAtOnce(t *testing.T) {
	dir := t.TempDir()
	f := open(t, dir)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 10 {
				temp, err := f.Temp()
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := temp.Write(bytes.Repeat([]byte{byte(i % 2)}, 1000)); err != nil {
					t.Error(err)
				}
				sha, _, err := temp.Keep()
				if err != nil {
					t.Error(err)
				}
				if i < 2 {
					if err := f.Remove(sha); err != nil {
						t.Error(err)
					}
				}
				if _, err := f.Usage(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for _, name := range files(t, dir) {
		if data, err := os.ReadFile(filepath.Join(dir, name)); err != nil || hashOf(string(data)) != filepath.Base(name) {
			t.Errorf("%s holds something else: %v", name, err)
		}
	}
}
