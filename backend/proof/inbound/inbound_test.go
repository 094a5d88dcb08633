package main

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"mceplatform/backend/proof/process"
	"mceplatform/backend/proof/prooftest"
)

func TestMain(m *testing.M) { prooftest.Main(m) }

func small(t *testing.T, o options) (verdict, string, error) {
	t.Helper()
	return prooftest.Small(t, func(folder, program string, out io.Writer) (verdict, error) {
		o.contacts, o.folder, o.program, o.patience = 20, folder, program, 15*time.Second
		return prove(t.Context(), o, out)
	})
}

func TestNothingIsLostOrAcknowledgedEarly(t *testing.T) {
	for name, o := range map[string]options{
		"killed and broken":          {messages: 400, kills: 6, drops: 8, seed: 7},
		"panics":                     {messages: 100, kills: 1, drops: 1, seed: 7, harm: harm{Panic: true}},
		"the session database fails": {messages: 100, kills: 1, drops: 1, seed: 7, harm: harm{FailSession: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, out, err := small(t, o)
			if err != nil {
				t.Fatal(err)
			}
			if last := prooftest.LastLine(out); !strings.HasSuffix(last, " missing=0 doubled=0 early_acks=0") {
				t.Errorf("last line = %q", last)
			}
		})
	}
}

// TestTheProofSeesSabotage runs the controls: a program without one of its
// protections must not pass. A kill must fall between two commits to show the
// first; further seeds are for runs of bad luck.
func TestTheProofSeesSabotage(t *testing.T) {
	for mode, tt := range map[sabotage]struct {
		options
		harm func(verdict) bool
	}{
		sabotageBuffer:  {options{messages: 300, kills: 15, drops: 0}, func(v verdict) bool { return v.missing > 0 && v.early > 0 }},
		sabotageRecover: {options{messages: 100, kills: 1, drops: 1}, func(v verdict) bool { return v.missing > 0 && v.early > 0 }},
		sabotageGuard:   {options{messages: 100, kills: 1, drops: 1}, func(v verdict) bool { return v.early > 0 }},
		sabotageCAT:     {options{messages: 100, kills: 1, drops: 2}, func(v verdict) bool { return strings.Contains(strings.Join(v.problems, "\n"), "ended by itself") }},
	} {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			for seed := uint64(1); seed <= 3; seed++ {
				o := tt.options
				o.seed, o.sabotage = seed, mode
				v, _, err := small(t, o)
				if tt.harm(v) {
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

func TestEveryContactUsesAllForms(t *testing.T) {
	for who := range 4 {
		seen := map[string]bool{}
		for n := range 8 {
			seen[string(formOf(who, n))] = true
		}
		if len(seen) != 4 {
			t.Errorf("contact %d uses %v", who, seen)
		}
	}
}

func TestParse(t *testing.T) {
	for _, args := range [][]string{{"-messages", "0"}, {"-contacts", "0"}, {"-kills", "-1"}, {"-drops", "-1"}, {"-sabotage", "coffee"}, {"-nonsense"}} {
		if _, err := parse(args); err == nil {
			t.Errorf("parse(%q) accepted", args)
		}
	}
}
