package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// machine is what the figures depend on. A run is noisy when the load was above
// the number of cores, or when the disk's own speed changed by more than two.
type machine struct {
	OS    string    `json:"os"`
	Cores int       `json:"cores"`
	Loads []float64 `json:"loads"`     // before, and after each goal
	Syncs []float64 `json:"syncsASec"` // 4 KiB appended and synced, per second
	Noisy bool      `json:"noisy"`
}

func lookAtMachine() *machine {
	m := &machine{OS: runtime.GOOS + "/" + runtime.GOARCH, Cores: runtime.NumCPU()}
	m.lookAgain()
	return m
}

func (m *machine) lookAgain() {
	m.Loads = append(m.Loads, load())
	if s, err := syncRate(); err == nil {
		m.Syncs = append(m.Syncs, s)
	}
	m.Noisy = m.Noisy || m.Loads[len(m.Loads)-1] > float64(m.Cores) || spread(m.Syncs) > 2
}

func (m *machine) String() string {
	noisy := ""
	if m.Noisy {
		noisy = " **noisy run**: repeat it on a quiet machine before believing a ratio near its goal."
	}
	return fmt.Sprintf("%s, %d cores, load %.1f, %.0f synced appends/s, %s.%s", m.OS, m.Cores, m.Loads, m.Syncs, time.Now().UTC().Format(time.DateOnly), noisy)
}

// load is the one-minute load average, 0 where the system tells none.
func load() float64 {
	raw, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(raw), " ")
	v, _ := strconv.ParseFloat(first, 64)
	return v
}

func syncRate() (float64, error) {
	f, err := os.CreateTemp("", "mce-bench-")
	if err != nil {
		return 0, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	block := make([]byte, 4096)
	begun, n := time.Now(), 0
	for ; time.Since(begun) < 300*time.Millisecond; n++ {
		if _, err := f.Write(block); err != nil {
			return 0, err
		}
		if err := f.Sync(); err != nil {
			return 0, err
		}
	}
	return float64(n) / time.Since(begun).Seconds(), nil
}

// spread is the largest value by the smallest.
func spread(list []float64) float64 {
	if len(list) == 0 {
		return 1
	}
	lo, hi := list[0], list[0]
	for _, v := range list {
		lo, hi = min(lo, v), max(hi, v)
	}
	return hi / lo
}
