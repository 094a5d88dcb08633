// Package archtest holds the import table of the program: who may use whom, and
// which libraries stay behind which door. It contains no production code.
package archtest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "mceplatform/"

// leaves are known to everybody and know nobody but each other.
var leaves = []string{"backend/fault", "backend/event", "backend/clock", "backend/phone", "backend/tabular", "backend/media"}

// table says what each package may import of ours, beside the leaves. A package
// that is not listed fails the test: new rooms are put into the plan first.
var table = map[string][]string{
	"backend/fault": {}, "backend/event": {}, "backend/clock": {}, "backend/phone": {}, "backend/tabular": {}, "backend/media": {},

	"backend/leads":     {},
	"backend/account":   {},
	"backend/chats":     {"backend/leads"},
	"backend/settings":  {"backend/chats", "backend/optouts"},
	"backend/templates": {"backend/leads", "backend/chats"},
	"backend/campaigns": {"backend/leads", "backend/chats", "backend/templates"},
	"backend/optouts":   {"backend/leads", "backend/chats", "backend/campaigns"},
	"backend/intake":    {"backend/leads"},
	"backend/imports":   {"backend/leads", "backend/intake"},
	"backend/sheets":    {"backend/leads", "backend/intake"},
	"backend/inbound":   {"backend/account", "backend/leads", "backend/chats", "backend/campaigns", "backend/optouts"},

	"backend/store": {
		"backend/store/migrations", "backend/account", "backend/campaigns", "backend/chats", "backend/imports", "backend/inbound",
		"backend/intake", "backend/leads", "backend/optouts", "backend/settings", "backend/sheets",
		"backend/templates",
	},
	"backend/store/migrations": {},
	"backend/store/storetest":  {"backend/store"},

	"backend/whatsapp":               {"backend/account", "backend/chats", "backend/inbound", "backend/leads"},
	"backend/whatsapp/wasim":         {},
	"backend/whatsapp/wasim/control": {"backend/whatsapp/wasim"},
	"backend/whatsapp/wasim/wasimd":  {"backend/whatsapp/wasim", "backend/whatsapp/wasim/control"},
	"backend/gsheets":                {"backend/sheets"},
	"backend/gsheets/sheetsim":       {},
	"backend/schedule":               {},
	"backend/secret":                 {},
	"backend/config":                 {},
	"backend/logging":                {},
	"backend/archtest":               {},

	"backend":                 {"*"},
	"backend/backendtest":     {"*"},
	"backend/demo":            {"*"},
	"backend/demo/simulators": {"*"},
	"backend/bench":           {"*"},
	"backend/bench/driver":    {},
	"backend/proof/process":   {"*"},
	"backend/proof/campaign":  {"*"},
	"backend/proof/inbound":   {"*"},
	"backend/proof/pacing":    {"*"},
	"backend/proof/sheets":    {"*"},
	"backend/proof/prooftest": {"backend/proof/process"},

	"app": {"*"},
	"":    {"app"},
}

// doors says which packages may use a library. What starts with one of the keys
// is behind that door.
var doors = map[string][]string{
	"github.com/wailsapp/wails":     {"app"},
	"gorm.io":                       {"backend/store"},
	"github.com/glebarez":           {"backend/store"},
	"github.com/go-gormigrate":      {"backend/store"},
	"modernc.org/sqlite":            {"backend/store"},
	"database/sql":                  {"backend/store", "backend/store/storetest", "backend/whatsapp", "backend", "backend/bench", "backend/proof/process", "backend/proof/campaign", "backend/proof/inbound", "backend/proof/sheets"},
	"go.mau.fi":                     {"backend/whatsapp", "backend/whatsapp/wasim", "backend/bench"},
	"github.com/skip2/go-qrcode":    {"backend/whatsapp"},
	"google.golang.org/api":         {"backend/gsheets"},
	"golang.org/x/time":             {"backend/gsheets"},
	"golang.org/x/oauth2":           {"backend/gsheets"},
	"golang.org/x/sys":              {"backend/whatsapp"},
	"github.com/robfig/cron":        {"backend/schedule"},
	"github.com/xuri/excelize":      {"backend/tabular", "backend/gsheets/sheetsim"},
	"github.com/nyaruka":            {"backend/phone"},
	"github.com/DeRuina":            {"backend/logging"},
	"github.com/ncruces":            {"backend/store"},
	"github.com/zalando/go-keyring": {"backend/secret"},
	"github.com/gofrs/flock":        {"backend"},
	"github.com/makiuchi-d/gozxing": {"backend/demo"},
	"golang.org/x/image":            {"backend/media"},
	"github.com/pion/opus":          {"backend/media"},
}

type pkg struct {
	ImportPath string
	Imports    []string
}

func listPackages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	cmd.Dir = filepath.Join("..", "..")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var list []pkg
	for dec := json.NewDecoder(bytes.NewReader(out)); dec.More(); {
		var p pkg
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
	if len(list) < 15 {
		t.Fatalf("only %d packages found", len(list))
	}
	return list
}

func TestImportsKeepToTheTable(t *testing.T) {
	for _, p := range listPackages(t) {
		from := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, strings.TrimSuffix(module, "/")), "/")
		allowed, known := table[from]
		if !known {
			t.Errorf("package %q is not in the import table of backend/archtest", from)
			continue
		}
		for _, imp := range p.Imports {
			if to, ours := strings.CutPrefix(imp, module); ours {
				if !slices.Contains(allowed, "*") && !slices.Contains(allowed, to) && !slices.Contains(leaves, to) {
					t.Errorf("%s may not import %s", from, to)
				}
				continue
			}
			for library, rooms := range doors {
				if (imp == library || strings.HasPrefix(imp, library+"/")) && !slices.Contains(rooms, from) {
					t.Errorf("%s may not import %s: it stays behind %v", from, imp, rooms)
				}
			}
		}
	}
}

// TestFilesStayReadable stops files that have grown past what one reads in one
// go. Split by what a reader would look for.
func TestFilesStayReadable(t *testing.T) {
	limits := map[string]int{".go": 600, ".ts": 600, ".tsx": 250}
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			switch d.Name() {
			case "node_modules", "wailsjs", ".git", "dist", "bin":
				return filepath.SkipDir
			}
			return nil
		}
		limit, ok := limits[filepath.Ext(path)]
		if !ok {
			return nil
		}
		n, err := countLines(path)
		if err == nil && n > limit {
			t.Errorf("%s has %d lines; the most is %d", path, n, limit)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func countLines(path string) (int, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	n := 0
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		n++
	}
	return n, s.Err()
}
