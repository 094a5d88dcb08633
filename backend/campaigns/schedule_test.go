package campaigns_test

import (
	"errors"
	"testing"
	"time"

	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/fault"
)

func TestMomentOfAWallTime(t *testing.T) {
	for _, tt := range []struct{ zone, wall, want string }{
		{"UTC", "2026-12-01T09:00", "2026-12-01T09:00:00Z"},
		{"Asia/Kolkata", "2026-12-01T09:00", "2026-12-01T03:30:00Z"},
		{"Europe/Berlin", "2026-03-29T01:59", "2026-03-29T00:59:00Z"},
		{"Europe/Berlin", "2026-03-29T02:00", "2026-03-29T01:00:00Z"}, // skipped: 02:00 to 03:00
		{"Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:00:00Z"},
		{"Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00:00Z"},
		{"Europe/Berlin", "2026-10-25T01:59", "2026-10-24T23:59:00Z"},
		{"Europe/Berlin", "2026-10-25T02:00", "2026-10-25T00:00:00Z"}, // doubled: the first
		{"Europe/Berlin", "2026-10-25T02:59", "2026-10-25T00:59:00Z"},
		{"Europe/Berlin", "2026-10-25T03:00", "2026-10-25T02:00:00Z"},
		{"America/Sao_Paulo", "2018-11-04T00:30", "2018-11-04T03:00:00Z"},   // midnight was skipped
		{"America/Sao_Paulo", "2018-02-17T23:30", "2018-02-18T01:30:00Z"},   // doubled, before midnight
		{"America/Sao_Paulo", "2026-11-01T00:30", "2026-11-01T03:30:00Z"},   // no summer time any more
		{"Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30:00Z"}, // half an hour is skipped
		{"Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45:00Z"}, // half an hour is doubled
		{"Australia/Lord_Howe", "2026-04-05T02:00", "2026-04-04T15:30:00Z"},
		{"Africa/Casablanca", "2026-02-15T02:30", "2026-02-15T01:30:00Z"}, // the hour that Ramadan gives back
	} {
		zone, err := time.LoadLocation(tt.zone)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := campaigns.Moment(tt.wall, zone); err != nil || got.UTC().Format(time.RFC3339) != tt.want {
			t.Errorf("%s in %s: %s, %v; want %s", tt.wall, tt.zone, got.UTC().Format(time.RFC3339), err, tt.want)
		}
	}
	for _, bad := range []string{"2026-12-01", "2026-12-01T9:00", "2026-02-30T09:00", "2026-12-01T24:00", "tomorrow", "2026-12-01T09:00Z", "2026-12-01T09:00:00"} {
		if got, err := campaigns.Moment(bad, time.UTC); err == nil {
			t.Errorf("%q is %s", bad, got)
		}
	}
}

// at is a campaign that starts at nine in Berlin, which is eight o'clock.
func at(startsOn, endsOn string) campaigns.Input {
	in := everybody()
	in.Schedule = campaigns.Schedule{StartsOn: startsOn, EndsOn: endsOn, Zone: "Europe/Berlin", LateMinutes: 15}
	return in
}

func (r *rig) scheduled(in campaigns.Input) int64 {
	r.t.Helper()
	id := r.draft(in)
	_, err := r.campaigns.Schedule(r.ctx(), id, campaigns.Confirmation{})
	r.must(err)
	return id
}

func (r *rig) tick() {
	r.t.Helper()
	r.must(r.campaigns.Tick(r.ctx()))
	r.settle()
}

// goTo sets the clock.
func (r *rig) goTo(at time.Time) { r.time.by.Add(int64(at.Sub(r.time.Now()))) }

func nine(d time.Duration) time.Time { return time.Date(2000, 1, 3, 8, 0, 0, 0, time.UTC).Add(d) }

func TestSchedulesThatMakeNoSense(t *testing.T) {
	bubble(t, 1, func(r *rig) {
		for field, s := range map[string]campaigns.Schedule{
			"startsOn":    {StartsOn: "soon"},
			"endsOn":      {StartsOn: "2000-01-03T09:00", EndsOn: "2000-01-03T09:00"},
			"zone":        {Zone: "Mars/Olympus"},
			"lateMinutes": {LateMinutes: 7*24*60 + 1},
			"whenLater":   {WhenLater: "perhaps"},
		} {
			in := everybody()
			in.Schedule = s
			var f *fault.Error
			if _, err := r.campaigns.Create(r.ctx(), in); !errors.As(err, &f) || f.Code != fault.Invalid || f.Fields["field"] != field {
				t.Errorf("%+v: %v", s, err)
			}
		}
		r.goTo(nine(0))
		for field, in := range map[string]campaigns.Input{"startsOn": at("2000-01-03T09:00", ""), "endsOn": at("", "2000-01-03T09:00")} {
			id := r.draft(in)
			_, err := r.campaigns.Schedule(r.ctx(), id, campaigns.Confirmation{})
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("scheduled for the past (%s): %v", field, err)
			}
			if _, err := r.campaigns.Start(r.ctx(), id, campaigns.Confirmation{}); (err == nil) != (field == "startsOn") {
				t.Errorf("started with %s in the past: %v", field, err)
			}
		}
	})
}

var starts = map[string]struct {
	looks  time.Time // first after it was scheduled
	change func(r *rig, in *campaigns.Input)
	state  campaigns.State
	why    bool
}{
	"a moment before": {nine(-time.Millisecond), nil, campaigns.Scheduled, false},
	"on time":         {nine(0), nil, campaigns.Completed, false},
	"a little late":   {nine(15 * time.Minute), nil, campaigns.Completed, false},
	"too late":        {nine(15*time.Minute + time.Millisecond), nil, campaigns.Missed, false},
	"too late, skip":  {nine(time.Hour), func(_ *rig, in *campaigns.Input) { in.Schedule.WhenLater = campaigns.SkipWhenLater }, campaigns.Cancelled, false},
	"never too late":  {nine(6 * day), func(_ *rig, in *campaigns.Input) { in.Schedule.LateMinutes = 7 * 24 * 60 }, campaigns.Completed, false},
	"no link": {nine(0), func(r *rig, in *campaigns.Input) {
		in.Schedule.WhenLater = campaigns.SkipWhenLater
		r.exec("UPDATE accounts SET unlinked_at = 1")
	}, campaigns.Missed, true},
	"nobody is left": {nine(0), func(r *rig, _ *campaigns.Input) { r.exec("DELETE FROM lead_tags") }, campaigns.Missed, true},
	"over by then":   {nine(10 * time.Minute), func(_ *rig, in *campaigns.Input) { in.Schedule.EndsOn = "2000-01-03T09:05" }, campaigns.Missed, false},
}

// A campaign starts at its time, a little late, or not at all.
func TestStartsByItself(t *testing.T) {
	for name, tt := range starts {
		t.Run(name, func(t *testing.T) {
			bubble(t, 2, func(r *rig) {
				in := at("2000-01-03T09:00", "")
				if tt.change != nil && name != "no link" && name != "nobody is left" {
					tt.change(r, &in)
				}
				id := r.scheduled(in)
				if tt.change != nil {
					tt.change(r, &in)
				}
				r.start()
				r.goTo(tt.looks)
				r.tick()
				r.tick()
				d := r.get(id)
				if sent := tt.state == campaigns.Completed; d.Campaign.State != tt.state || r.wire.sends != map[bool]int{true: 2}[sent] {
					t.Errorf("%s with %d messages, want %s", d.Campaign.State, r.wire.sends, tt.state)
				}
				if missed := d.Campaign.MissedAt != 0; missed != (tt.state == campaigns.Missed || tt.state == campaigns.Cancelled) || tt.why != (d.Campaign.PausedReason != "") {
					t.Errorf("missed at %d for %q", d.Campaign.MissedAt, d.Campaign.PausedReason)
				}
				if tt.state == campaigns.Missed && !tt.why && name != "over by then" {
					r.startsAfterAll(id)
				}
			})
		})
	}
}

func (r *rig) startsAfterAll(id int64) {
	r.must(r.launch(id))
	r.settle()
	if d := r.get(id); d.Campaign.State != campaigns.Completed || d.Campaign.MissedAt != 0 || d.Counts.Sent != 2 {
		r.t.Errorf("started by hand: %s, %+v", d.Campaign.State, d.Counts)
	}
}

// A clock that is set back and forth over the time starts a campaign once.
func TestAClockSetBackAndForthStartsOnce(t *testing.T) {
	bubble(t, 3, func(r *rig) {
		first, second := r.scheduled(at("2000-01-03T09:00", "")), r.scheduled(at("2000-01-03T10:00", ""))
		r.start()
		for _, d := range []time.Duration{-time.Minute, 0, -time.Hour, time.Minute, -2 * day, 0, 59 * time.Minute, time.Hour, 0, time.Hour, 2 * time.Hour} {
			r.goTo(nine(d))
			r.tick()
		}
		r.sleep(day)
		for _, id := range []int64{first, second} {
			if d := r.get(id); d.Campaign.State != campaigns.Completed || d.Counts.Sent != 3 || d.Counts.Total != 3 {
				t.Errorf("%s, %+v", d.Campaign.State, d.Counts)
			}
		}
		if r.wire.sends != 6 {
			t.Errorf("%d messages", r.wire.sends)
		}
	})
}

// At its end a campaign leaves out who has not got it; what is open settles, and
// it is complete then.
func TestEndOfARun(t *testing.T) {
	for name, pause := range map[string]bool{"running": false, "paused": true} {
		t.Run(name, func(t *testing.T) {
			bubble(t, 3, func(r *rig) {
				r.rule(func(rules *chats.Rules) { rules.PerMinute = 1 })
				in := then(at("", "2000-01-03T09:00"), 60, "Second")
				r.goTo(nine(-time.Second))
				r.wire.answer = failing("Hello Person 0!", chats.Unknown, "no_answer")
				r.start()
				id := r.run(in)
				r.expect(id, r.people[0].ID, campaigns.RecipientSending, 0, "")
				if pause {
					_, err := r.campaigns.Pause(r.ctx(), id)
					r.must(err)
				}
				r.goTo(nine(0))
				r.tick()
				d := r.get(id)
				if d.Counts.Skipped != 2 || d.Counts.Sending != 1 || d.Campaign.FinishedAt != 0 {
					t.Errorf("at the end: %s, %+v", d.Campaign.State, d.Counts)
				}
				r.expect(id, r.people[1].ID, campaigns.RecipientSkipped, 0, campaigns.ReasonEnded)
				r.acknowledged(r.people[0], 0, chats.StatusDelivered)
				r.tick()
				r.sleep(2 * time.Hour)
				r.expect(id, r.people[0].ID, campaigns.RecipientDelivered, 0, campaigns.ReasonEnded)
				if d = r.get(id); d.Campaign.State != campaigns.Completed || r.wire.sends != 1 {
					t.Errorf("in the end: %s, %d messages", d.Campaign.State, r.wire.sends)
				}
			})
		})
	}
}

// After its end nothing goes out, also when nobody has ended the campaign yet: a
// computer may have slept over it.
func TestNothingGoesOutAfterTheEnd(t *testing.T) {
	bubble(t, 2, func(r *rig) {
		r.goTo(nine(-2 * time.Hour))
		r.start()
		id := r.run(then(at("", "2000-01-03T09:00"), 60, "Second"))
		r.sleep(3 * time.Hour)
		if r.wire.sends != 2 {
			t.Errorf("%d messages", r.wire.sends)
		}
		r.tick()
		r.expect(id, r.people[0].ID, campaigns.RecipientSent, 0, campaigns.ReasonEnded)
		if d := r.get(id); d.Campaign.State != campaigns.Completed {
			t.Errorf("%s", d.Campaign.State)
		}
	})
}

// Who failed cannot be written to after the end.
func TestNoRetryAfterTheEnd(t *testing.T) {
	bubble(t, 1, func(r *rig) {
		r.goTo(nine(-time.Hour))
		r.wire.answer = failing("Hello Person 0!", chats.Rejected, "400")
		r.start()
		id := r.run(at("", "2000-01-03T09:00"))
		r.goTo(nine(0))
		if _, err := r.campaigns.RetryFailed(r.ctx(), id); !fault.Is(err, fault.Conflict) {
			t.Errorf("RetryFailed = %v", err)
		}
		if d := r.get(id); d.Campaign.State != campaigns.Completed || d.Counts.Failed != 1 {
			t.Errorf("%s, %+v", d.Campaign.State, d.Counts)
		}
	})
}
