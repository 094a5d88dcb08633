// Command driver compares SQLite drivers: it builds the modules beside it, each
// linked with another driver, and lets them do the same work in turns. Its
// table is in docs/adr/0002-sqlite-driver.md.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// variants are the modules, and the order of the columns.
var variants = []string{"stock", "v123", "shim"}

var works = []string{"one row per transaction", "500 rows per transaction", "inbound persist, NORMAL", "inbound persist, FULL", "GORM batches of 500"}

type results struct {
	SQLite string             `json:"sqlite"`
	Rows   map[string]float64 `json:"rows"`
}

func main() {
	source := flag.String("source", "backend/bench/driver", "the folder of the modules")
	rounds := flag.Int("rounds", 5, "how often each driver does the work; medians are printed")
	flag.Parse()
	if err := compare(*source, *rounds, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "driver:", err)
		os.Exit(1)
	}
}

func compare(source string, rounds int, out io.Writer) error {
	folder, err := os.MkdirTemp("", "mce-driver-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	for _, v := range variants {
		build := exec.Command("go", "build", "-C", filepath.Join(source, v), "-o", filepath.Join(folder, v), ".")
		build.Stderr = os.Stderr
		if err := build.Run(); err != nil {
			return fmt.Errorf("build %s: %w", v, err)
		}
	}
	got := map[string]map[string][]float64{}
	sqlite := map[string]string{}
	for range rounds {
		for _, v := range variants {
			r, err := once(filepath.Join(folder, v))
			if err != nil {
				return fmt.Errorf("run %s: %w", v, err)
			}
			sqlite[v] = r.SQLite
			for work, rate := range r.Rows {
				if got[work] == nil {
					got[work] = map[string][]float64{}
				}
				got[work][v] = append(got[work][v], rate)
			}
		}
	}
	fmt.Fprintf(out, "| rows per second, median of %d | stock, SQLite %s | v1.23.0, SQLite %s | shim, SQLite %s | shim / stock | shim / v1.23.0 |\n|---|---|---|---|---|---|\n",
		rounds, sqlite["stock"], sqlite["v123"], sqlite["shim"])
	for _, work := range works {
		stock, newer, shim := median(got[work]["stock"]), median(got[work]["v123"]), median(got[work]["shim"])
		fmt.Fprintf(out, "| %s | %.0f | %.0f | %.0f | %.2f | %.2f |\n", work, stock, newer, shim, shim/stock, shim/newer)
	}
	return nil
}

func once(program string) (results, error) {
	var r results
	cmd := exec.Command(program)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(out, &r)
}

func median(list []float64) float64 {
	s := slices.Sorted(slices.Values(list))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}
