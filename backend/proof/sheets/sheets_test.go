package main

import (
	"errors"
	"io"
	"strings"
	"testing"

	"mceplatform/backend/proof/process"
	"mceplatform/backend/proof/prooftest"
)

func TestMain(m *testing.M) { prooftest.Main(m) }

func small(t *testing.T, o options) (verdict, string, error) {
	t.Helper()
	return prooftest.Small(t, func(folder, program string, out io.Writer) (verdict, error) {
		o.folder, o.program = folder, program
		return prove(t.Context(), o, out)
	})
}

func TestEachRowBecomesOneLeadOnce(t *testing.T) {
	v, out, err := small(t, options{sequences: 25, seed: 11})
	if err != nil {
		t.Fatal(err)
	}
	if v.rows == 0 {
		t.Error("a proof in which nothing happens proves nothing")
	}
	last := prooftest.LastLine(out)
	if !strings.HasPrefix(last, "sequences=25 rows=") || !strings.HasSuffix(last, " duplicates=0 misses=0 overwritten=0") {
		t.Errorf("last line = %q", last)
	}
}

func TestTheProofSeesSabotage(t *testing.T) {
	for mode, harm := range map[sabotage]func(verdict) int{
		sabotageForgetEdits: func(v verdict) int { return v.overwritten },
		sabotageOwnCells:    func(v verdict) int { return v.overwritten },
		sabotageLoseLeads:   func(v verdict) int { return v.duplicates },
	} {
		t.Run(string(mode), func(t *testing.T) {
			for seed := uint64(1); seed <= 4; seed++ { // one run of bad luck is nothing
				v, _, err := small(t, options{sequences: 40, seed: seed, sabotage: mode})
				if harm(v) > 0 {
					if !errors.Is(err, process.ErrBroken) {
						t.Errorf("prove = %v although the promise was broken", err)
					}
					return
				}
			}
			t.Error("the sabotage was not seen")
		})
	}
}

func TestParse(t *testing.T) {
	for _, args := range [][]string{{"-sequences", "0"}, {"-sequences", "x"}, {"-sabotage", "coffee"}, {"-nonsense"}} {
		if _, err := parse(args); err == nil {
			t.Errorf("parse(%q) accepted", args)
		}
	}
}
