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

func TestNobodyIsSkippedOrReachedTwice(t *testing.T) {
	v, out, err := small(t, options{recipients: 60, kills: 6, seed: 7, cuts: 0.1, dropAcks: 0.1})
	if err != nil {
		t.Fatal(err)
	}
	if v.cuts == 0 || v.drops == 0 || v.stops == 0 { // a proof in which nothing happens proves nothing
		t.Errorf("nothing disturbed it: %+v", v)
	}
	last := prooftest.LastLine(out)
	if !strings.HasPrefix(last, "recipients=60 kills=6 cuts=") || !strings.HasSuffix(last, " missing=0 doubled=0 after_stop=0 unsettled=0") {
		t.Errorf("last line = %q", last)
	}
}

// TestTheProofSeesSabotage runs the controls: a program that breaks the rule of
// the fixed id, of the checkpoint or of the opt-out must not pass. One run has
// enough kills in the right moments to show it; the second seed is for a run of
// bad luck.
func TestTheProofSeesSabotage(t *testing.T) {
	for mode, harm := range map[sabotage]func(verdict) int{
		sabotageNewID:          func(v verdict) int { return v.doubled },
		sabotageLateCheckpoint: func(v verdict) int { return v.missing },
		sabotageForgetStops:    func(v verdict) int { return v.afterStop },
	} {
		t.Run(string(mode), func(t *testing.T) {
			for seed := uint64(1); seed <= 2; seed++ {
				v, _, err := small(t, options{recipients: 50, kills: 20, seed: seed, sabotage: mode})
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

// A message that arrives after the STOP was begun after it when another one came
// between the two on the same connection, and only then.
func TestWhatWasBegunAfterAStop(t *testing.T) {
	for name, tt := range map[string]struct {
		events string // S: Bob's STOP is stored; b: his message; o: another; c: a connection
		late   bool
		begun  bool
	}{
		"before":                  {"bS", false, false},
		"next":                    {"oSb", true, false},
		"repeated":                {"bSb", true, false},
		"after another":           {"Sob", true, true},
		"repeated, after another": {"bSob", true, true},
		"on a new connection":     {"Socb", true, false},
		"and then another":        {"Scbo", true, false},
		"both on the new one":     {"Scob", true, true},
	} {
		s := newStopWatch()
		for _, e := range tt.events {
			switch e {
			case 'S':
				s.confirmed("bob")
			case 'b':
				s.arrived("bob", "1")
			case 'o':
				s.arrived("carol", "2")
			case 'c':
				s.connected()
			}
		}
		if begun, late := s.list()["1"]; late != tt.late || begun != tt.begun {
			t.Errorf("%s: late %v, begun %v", name, late, begun)
		}
	}
}

func TestFewerKillsThanAskedFail(t *testing.T) {
	v, _, err := small(t, options{recipients: 1, kills: 15, seed: 1})
	if enough := v.kills == 15; enough == errors.Is(err, process.ErrBroken) {
		t.Errorf("prove = %v with %d of 15 kills", err, v.kills)
	}
}

func TestParse(t *testing.T) {
	for _, args := range [][]string{{"-recipients", "0"}, {"-kills", "-1"}, {"-cuts", "2"}, {"-dropacks", "-1"}, {"-dropacks", "NaN"}, {"-sabotage", "coffee"}, {"-nonsense"}} {
		if _, err := parse(args); err == nil {
			t.Errorf("parse(%q) accepted", args)
		}
	}
}
