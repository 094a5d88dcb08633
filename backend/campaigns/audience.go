package campaigns

import (
	"context"
	"slices"
	"strings"
	"time"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
)

// Audience says whom a campaign is for: everybody whom at least one of its parts
// names.
type Audience struct {
	Tags    []string      `json:"tags"`    // who carries at least one
	Filter  *leads.Filter `json:"filter"`  // of the list of leads, all of its conditions; nil = none
	Imports []int64       `json:"imports"` // whom these files brought or completed
	Sheets  []int64       `json:"sheets"`  // whom these connected sheets name
	Leads   []int64       `json:"leads"`
	// Numbers is what was pasted, one number a line, as it was pasted: nothing of
	// it is lost. Who is no lead yet becomes one at the start.
	Numbers  string    `json:"numbers"`
	FollowUp *FollowUp `json:"followUp"`
}

// FollowUp names the people of an earlier campaign who have not gone all the way.
type FollowUp struct {
	CampaignID int64 `json:"campaignId"`
	Who        Lack  `json:"who"`
}

// Lack is what somebody has not done about a campaign.
type Lack string

// What can be followed up. Somebody whose message failed is retried instead.
const (
	NotDelivered Lack = "not_delivered"
	NotRead      Lack = "not_read"
	NotReplied   Lack = "not_replied"
)

// lacking are the states of recipients that a follow-up is for.
var lacking = map[Lack][]RecipientState{
	NotDelivered: {RecipientSent},
	NotRead:      {RecipientSent, RecipientDelivered},
	NotReplied:   {RecipientSent, RecipientDelivered, RecipientRead},
}

// States are those of the recipients that a follow-up is for.
func (f FollowUp) States() []RecipientState { return lacking[f.Who] }

// Empty reports whether nothing has been chosen.
func (a Audience) Empty() bool {
	return len(a.Tags)+len(a.Imports)+len(a.Sheets)+len(a.Leads) == 0 && a.Filter == nil && a.FollowUp == nil && strings.TrimSpace(a.Numbers) == ""
}

// Warmth says how well the account knows somebody. WhatsApp bans for what
// strangers report.
type Warmth string

// Kinds of warmth, the warmest first.
const (
	WroteIn30  Warmth = "wrote_30"   // they wrote within 30 days
	WroteIn90  Warmth = "wrote_90"   // they wrote within 90 days
	WroteOnce  Warmth = "wrote"      // they wrote, longer ago
	Saved      Warmth = "saved"      // in the phone's address book
	Unanswered Warmth = "unanswered" // written to, and they never wrote
	Cold       Warmth = "cold"       // no conversation
)

// Warmths lists the kinds, the warmest first.
var Warmths = []Warmth{WroteIn30, WroteIn90, WroteOnce, Saved, Unanswered, Cold}

// cold reports whether somebody is a stranger.
func (w Warmth) cold() bool { return w == Unanswered || w == Cold }

const (
	day = 24 * time.Hour
	// coldShare is the share of strangers, in percent, above which a start needs a
	// typed word: nobody knows WhatsApp's figure, a fifth is cautious.
	coldShare = 20
	// coldFew strangers never need it.
	coldFew = 5
)

func warmthOf(p Candidate, now clock.Millis) Warmth {
	ago := now.Sub(p.WroteAt)
	switch {
	case p.WroteAt > 0 && ago <= 30*day:
		return WroteIn30
	case p.WroteAt > 0 && ago <= 90*day:
		return WroteIn90
	case p.WroteAt > 0:
		return WroteOnce
	case p.Saved:
		return Saved
	case p.Written:
		return Unanswered
	}
	return Cold
}

// Reach is what the wizard says about the people chosen.
type Reach struct {
	Total     int           `json:"total"` // who would be messaged
	Excluded  []Exclusion   `json:"excluded"`
	Warmth    []WarmthCount `json:"warmth"` // of those who would be messaged, the warmest first
	Cold      int           `json:"cold"`   // strangers
	NeedsWord bool          `json:"needsWord"`
	// The dry run: when the first and the last message would go out, started now or
	// as scheduled, and how many on each day. FinishAt 0 = it cannot be foreseen.
	StartAt  clock.Millis     `json:"startAt"`
	FinishAt clock.Millis     `json:"finishAt"`
	Days     []chats.DayCount `json:"days"`
}

// Exclusion is a group of people that an audience leaves out.
type Exclusion struct {
	Reason string `json:"reason"`
	Count  int    `json:"count"`
}

// WarmthCount counts the people of a kind of warmth.
type WarmthCount struct {
	Warmth Warmth `json:"warmth"`
	Count  int    `json:"count"`
}

// Confirmation is a person's word that strangers may be written to.
type Confirmation struct {
	Cold    int  `json:"cold"` // how many were shown when they typed it
	Earlier bool `json:"-"`    // it was given when the campaign was scheduled
}

// exclusions lists the reasons for which an audience leaves people out, in the
// order in which they are shown.
var exclusions = []string{
	ReasonOptedOut, ReasonConsent, ReasonRecent, ReasonBusy, ReasonMissing, ReasonTag, ReasonStage, ReasonPrivate, ReasonNoNumber, ReasonInvalid,
}

// Reach counts whom a campaign would reach and whom it leaves out, why, and when
// it would be done.
func (s *Service) Reach(ctx context.Context, in Input) (Reach, error) {
	people, err := s.candidates(ctx, campaignOf(in))
	if err != nil {
		return Reach{}, err
	}
	r := reachOf(people, clock.NowMillis(s.Clock))
	plan, err := s.planOf(ctx, Campaign{Pace: in.Pace})
	if err != nil || plan.Pace.PerHour <= 0 || plan.Pace.PerDay <= 0 {
		return r, err
	}
	start, _, err := s.times(in.Schedule)
	if now := s.Clock.Now(); err != nil || start.Before(now) {
		start = now
	}
	f, err := s.forecastAudience(ctx, campaignOf(in), plan, people, start)
	r.StartAt, r.FinishAt, r.Days = f.Start, f.Finish, f.Days
	return r, err
}

func reachOf(people []Candidate, now clock.Millis) Reach {
	r := Reach{Excluded: []Exclusion{}, Warmth: []WarmthCount{}, Days: []chats.DayCount{}}
	left, warm := map[string]int{}, map[Warmth]int{}
	for _, p := range people {
		if p.Excluded != "" {
			left[p.Excluded]++
			continue
		}
		r.Total++
		w := warmthOf(p, now)
		warm[w]++
		if w.cold() {
			r.Cold++
		}
	}
	for _, reason := range exclusions {
		if n := left[reason]; n > 0 {
			r.Excluded = append(r.Excluded, Exclusion{Reason: reason, Count: n})
		}
	}
	for _, w := range Warmths {
		if n := warm[w]; n > 0 {
			r.Warmth = append(r.Warmth, WarmthCount{Warmth: w, Count: n})
		}
	}
	r.NeedsWord = r.Cold > coldFew && r.Cold*100 > r.Total*coldShare
	return r
}

// LeftOut is somebody whom an audience leaves out.
type LeftOut struct {
	LeadID       int64  `json:"leadId"` // 0 = no lead
	Name         string `json:"name"`   // or what was pasted
	PhoneDisplay string `json:"phoneDisplay"`
	Reason       string `json:"reason"`
}

// mostLeftOut bounds the list that the window shows; all are counted.
const mostLeftOut = 500

// LeftOut lists whom a campaign would leave out for a reason.
func (s *Service) LeftOut(ctx context.Context, in Input, reason string) ([]LeftOut, error) {
	people, err := s.candidates(ctx, campaignOf(in))
	if err != nil {
		return nil, err
	}
	list := []LeftOut{}
	for _, p := range people {
		if p.Excluded == reason && len(list) < mostLeftOut {
			list = append(list, LeftOut{LeadID: p.Lead.ID, Name: p.Lead.Name, PhoneDisplay: shownNumber(p.Lead), Reason: p.Excluded})
		}
	}
	return list, nil
}

func campaignOf(in Input) Campaign {
	return Campaign{Name: in.Name, Audience: in.Audience, KeepAdding: in.KeepAdding, Steps: in.Steps, StopOn: in.StopOn, Pace: in.Pace, Schedule: in.Schedule}
}

// people is the audience of a campaign that is about to start, checked whole.
func (s *Service) people(ctx context.Context, c *Campaign, ok Confirmation) ([]Candidate, error) {
	if err := s.checkSteps(ctx, c.Steps, false); err != nil {
		return nil, err
	}
	account, _, err := s.Accounts.Own(ctx)
	if err != nil {
		return nil, err
	}
	if account == 0 {
		return nil, fault.New(fault.NotLinked, "Link your WhatsApp first; then you can start a campaign.")
	}
	people, err := s.candidates(ctx, *c)
	if err != nil {
		return nil, err
	}
	r := reachOf(people, clock.NowMillis(s.Clock))
	switch {
	case r.Total == 0 && !c.KeepAdding:
		return nil, fault.New(fault.Invalid, "Nobody can be messaged: everyone chosen is left out, for the reasons listed with the audience.").With("field", "audience")
	case r.NeedsWord && !ok.Earlier && ok.Cold != r.Cold:
		return nil, fault.New(fault.Conflict, "%d of these people have never written to you. Confirm that you want to write to them.", r.Cold).With("reason", "cold")
	}
	return people, nil
}

// candidates is the audience at this moment, with those marked who are left out.
func (s *Service) candidates(ctx context.Context, c Campaign) ([]Candidate, error) {
	if c.Audience.Empty() {
		return []Candidate{}, nil
	}
	_, rules, err := s.Ceiling.Limits(ctx)
	if err != nil {
		return nil, err
	}
	numbers, bad, err := s.numbers(ctx, c.Audience.Numbers)
	if err != nil {
		return nil, err
	}
	find := Find{Audience: c.Audience, CampaignID: c.ID, Numbers: numbers, ConsentOnly: rules.ConsentOnly, StopOn: c.StopOn}
	if rules.PersonDays > 0 {
		find.RecentSince = clock.NowMillis(s.Clock).Add(-time.Duration(rules.PersonDays) * day)
	}
	people, err := s.Store.Candidates(ctx, find)
	if err != nil {
		return nil, err
	}
	if people, err = s.addStrangers(ctx, people, numbers, rules); err != nil {
		return nil, err
	}
	if err := s.markMissing(ctx, people, c.Steps); err != nil {
		return nil, err
	}
	return slices.Concat(people, bad), nil
}

// markMissing excludes those who lack a variable that a wording they may get has
// no fallback for.
func (s *Service) markMissing(ctx context.Context, people []Candidate, steps []Step) error {
	known, err := s.Templates.Variables(ctx)
	if err != nil {
		return err
	}
	texts, err := parseAll(steps, known)
	if err != nil {
		return err
	}
	for i, p := range people {
		for _, t := range texts {
			if _, missing := t.Render(p.Lead, p.Custom); p.Excluded == "" && len(missing) > 0 {
				people[i].Excluded = ReasonMissing
			}
		}
	}
	return nil
}

// clean drops what cannot be of an audience.
func (a Audience) clean() (Audience, error) {
	var err error
	if a.Tags, err = leads.CleanTags(a.Tags); err != nil {
		return a, err
	}
	if a.Filter != nil {
		f := leads.Filter{Query: leads.CleanName(a.Filter.Query), Tags: a.Filter.Tags, StageID: a.Filter.StageID}
		if f.Tags, err = leads.CleanTags(f.Tags); err != nil {
			return a, err
		}
		a.Filter = &f
	}
	if a.FollowUp != nil && a.FollowUp.States() == nil {
		return a, fault.New(fault.Invalid, "There is no such group to follow up.").With("field", "audience")
	}
	if len(a.Numbers) > maxPasted {
		return a, fault.New(fault.Invalid, "At most %d kB of numbers can be pasted. Import a file instead.", maxPasted>>10).With("field", "numbers")
	}
	return a.Whole(), nil
}

// Whole returns the audience with lists that are not nil.
func (a Audience) Whole() Audience {
	a.Tags = append([]string{}, a.Tags...)
	a.Imports, a.Sheets, a.Leads = orEmpty(a.Imports), orEmpty(a.Sheets), orEmpty(a.Leads)
	return a
}

func orEmpty(ids []int64) []int64 {
	if ids == nil {
		return []int64{}
	}
	return ids
}

// Batches are what an audience can be made of beside tags and single leads.
type Batches struct {
	Imports []Batch `json:"imports"` // the latest first
	Sheets  []Batch `json:"sheets"`
}

// Batch is a file that was imported or a connected sheet.
type Batch struct {
	ID    int64        `json:"id"`
	Name  string       `json:"name"`
	Count int          `json:"count"` // of its leads
	At    clock.Millis `json:"at"`    // when it was imported or connected
}

// Batches lists the files and sheets that leads came from.
func (s *Service) Batches(ctx context.Context) (Batches, error) { return s.Store.Batches(ctx) }
