package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"mceplatform/backend/account"
	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/leads"
	"mceplatform/backend/proof/process"
	"mceplatform/backend/store/storetest"
)

func TestNothingGoesOutThatMayNot(t *testing.T) {
	var out strings.Builder
	v, err := prove(t.Context(), options{sends: 4000, seed: 11}, &out)
	t.Log(out.String())
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if last := lines[len(lines)-1]; last != "sends=4000 quiet=0 overcap=0 doublefire=0" {
		t.Errorf("last line = %q", last)
	}
	// A proof in which nothing happens proves nothing.
	if v.restarts == 0 || v.inFlight == 0 || v.repeated == 0 || v.back == 0 || v.forth == 0 || v.deferredQuiet == 0 {
		t.Errorf("nothing disturbed it: %+v", v)
	}
}

// TestTheProofSeesSabotage takes one rule after the other from the governor.
func TestTheProofSeesSabotage(t *testing.T) {
	for _, mode := range sabotages {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			v, err := prove(t.Context(), options{sends: 8000, seed: 5, sabotage: mode}, &out)
			if !errors.Is(err, process.ErrBroken) {
				t.Fatalf("the proof passed: %v\n%s", err, out.String())
			}
			want := map[bool]int{true: v.overCap}
			switch mode {
			case "quiet", "work", "holiday":
				want[true] = v.quiet
			case "newid":
				want[true] = v.doubleFire
			}
			if want[true] == 0 {
				t.Errorf("it failed for another reason: %s", v)
			}
		})
	}
}

func TestOptions(t *testing.T) {
	for _, args := range [][]string{{"-sends", "0"}, {"-sabotage", "none"}, {"-x"}} {
		if _, err := parse(args); err == nil {
			t.Errorf("%v is accepted", args)
		}
	}
}

// TestTheLedgerInMemoryCountsLikeTheDatabase lets the governor work on both.
func TestTheLedgerInMemoryCountsLikeTheDatabase(t *testing.T) {
	ctx := t.Context()
	db := storetest.Open(t)
	start := time.Date(2026, 3, 27, 12, 0, 0, 0, time.UTC)
	a := account.Account{Phone: "447700900100", LinkedAt: clock.MillisOf(start)}
	l := leads.Lead{Source: leads.SourceManual, StageID: 1, CreatedAt: 1}
	if err := errors.Join(db.PutAccount(ctx, &a), db.CreateLead(ctx, &l)); err != nil {
		t.Fatal(err)
	}
	chat, err := db.EnsureChat(ctx, a.ID, l.ID)
	if err != nil {
		t.Fatal(err)
	}
	mem := &memory{linked: a.LinkedAt}
	rng := rand.New(rand.NewPCG(3, 4))
	w := wall{now: start, local: time.UTC}
	plan := chats.Plan{
		Pace:  chats.Pace{MinGapSeconds: 10, MaxGapSeconds: 20, PerHour: 30, PerDay: 60},
		Rules: chats.Rules{PerMinute: 3, NewPerDay: 20, Ramp: []int{30, 50}},
	}
	for i := range int64(400) {
		w.now = w.now.Add(time.Duration(rng.Int64N(int64(40 * time.Minute))))
		if rng.IntN(20) == 0 {
			w.now = w.now.Add(-time.Duration(rng.Int64N(int64(30 * time.Hour))))
		}
		mine, real := ask(ctx, t, mem, a.ID, plan, &w), ask(ctx, t, db, a.ID, plan, &w)
		if mine != real {
			t.Fatalf("at %s memory says %s, the database %s", w.now, mine, real)
		}
		if rng.IntN(3) == 0 { // now and then too many, to have limits overrun
			w.now = w.now.Add(time.Duration(rng.IntN(3)) * time.Hour)
		}
		r := row{id: i + 1, at: chats.Stamp(w.now), gap: time.Duration(rng.IntN(60)) * time.Second, newChat: rng.IntN(2) == 0}
		if err := errors.Join(mem.PullBack(ctx, a.ID, chats.Stamp(w.now)), db.PullBack(ctx, a.ID, chats.Stamp(w.now))); err != nil {
			t.Fatal(err)
		}
		mem.put(r)
		m := chats.Message{ChatID: chat.ID, WAID: fmt.Sprint("ID", i), FromMe: true, Origin: chats.FromCampaign, Kind: chats.KindText, Text: "x", Status: chats.StatusSending}
		err := db.InTx(ctx, func(ctx context.Context) error {
			if _, err := db.InsertMessage(ctx, &m); err != nil {
				return err
			}
			return db.CreateSend(ctx, &chats.Send{
				MessageID: m.ID, WAID: m.WAID, Kind: chats.SendCampaign, AccountID: a.ID, ChatID: chat.ID, LeadID: l.ID,
				State: chats.SendSent, ClaimedAt: r.at, PacedAt: r.at, GapMS: r.gap.Milliseconds(), NewChat: r.newChat,
			})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// ask is everything that the governor says about a ledger.
func ask(ctx context.Context, t *testing.T, l chats.PacedLedger, accountID int64, p chats.Plan, w *wall) string {
	t.Helper()
	g := chats.NewGovernor(l, w)
	at, why, err := g.Next(ctx, accountID, p)
	newAt, newWhy, err2 := g.NextNew(ctx, accountID, p)
	linked, err3 := l.LinkedAt(ctx, accountID)
	last, gap, err4 := l.LastPaced(ctx, accountID, 0)
	yesterday := clock.MillisOf(w.now.Add(-24 * time.Hour))
	n, err5 := l.CountPaced(ctx, accountID, yesterday)
	third, err6 := l.NthPaced(ctx, accountID, yesterday, true, 3)
	if err := errors.Join(err, err2, err3, err4, err5, err6); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(at.UTC(), why, newAt.UTC(), newWhy, linked, last, gap, n, third)
}
