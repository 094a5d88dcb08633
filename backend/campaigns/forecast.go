package campaigns

import (
	"context"
	"reflect"
	"sync"
	"time"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
)

// forecastAudience says when a campaign to these candidates would be done, were
// it started at a time, behind those that run.
func (s *Service) forecastAudience(ctx context.Context, c Campaign, plan chats.Plan, list []Candidate, start time.Time) (chats.Forecast, error) {
	account, err := s.Accounts.ActiveID(ctx)
	if err != nil {
		return chats.Forecast{}, err
	}
	talking, err := s.ChatStore.Conversing(ctx, account)
	if err != nil {
		return chats.Forecast{}, err
	}
	known := make(map[int64]bool, len(talking))
	for _, lead := range talking {
		known[lead] = true
	}
	people := make([]chats.Person, 0, len(list))
	for step := range max(1, len(c.Steps)) {
		for _, p := range list {
			if p.Excluded == "" {
				people = append(people, chats.Person{LeadID: p.Lead.ID, NewChat: step == 0 && !known[p.Lead.ID], Number: p.Lead.Phone, LookUp: true, Step: step})
			}
		}
	}
	c.setHours(people)
	ahead, err := s.pendingBefore(ctx, account, 0)
	if err != nil {
		return chats.Forecast{}, err
	}
	f, err := chats.NewGovernor(s.ChatStore, startClock{s.Clock, start}).Forecast(ctx, account, plan, ahead, people)
	f.Finish = c.withDelays(f.Start, f.Finish)
	return f, err
}

// startClock stands still at the start of a campaign.
type startClock struct {
	clock.Clock
	start time.Time
}

// Now implements clock.Clock.
func (c startClock) Now() time.Time { return c.start }

// withDelays is the end of a campaign whose messages would all have gone out at
// finish, were it not for the delays between them. Nobody is taken to answer.
func (c Campaign) withDelays(start, finish clock.Millis) clock.Millis {
	if finish == 0 || len(c.Steps) < 2 {
		return finish
	}
	delays := time.Duration(0)
	for _, step := range c.Steps[1:] {
		delays += time.Duration(step.DelayMinutes) * time.Minute
	}
	first := start.Add(finish.Sub(start) / time.Duration(len(c.Steps))) // the first message to the last person
	return max(finish, first.Add(delays))
}

// setHours tells people the working hours of the message that they are to get.
func (c Campaign) setHours(people []chats.Person) {
	for i := range people {
		if step := people[i].Step; step < len(c.Steps) {
			people[i].Work = c.Steps[step].Hours
		}
	}
}

// pendingBefore is whoever a running campaign has yet to reach and whose turn
// comes before that of a campaign; 0 is one that has not been started.
func (s *Service) pendingBefore(ctx context.Context, account, campaignID int64) ([]chats.Person, error) {
	running, err := s.Store.CampaignsInState(ctx, Running)
	if err != nil {
		return nil, err
	}
	var list []chats.Person
	for _, c := range running {
		if c.ID == campaignID {
			break
		}
		people, err := s.Store.PendingPeople(ctx, c.ID, account)
		if err != nil {
			return nil, err
		}
		c.setHours(people)
		list = append(list, people...)
	}
	return list, nil
}

// forecastFor is how long a forecast is shown before it is made anew: pages ask
// with every message that goes out.
const forecastFor = time.Minute

// forecasts are the latest of running campaigns, as hints for pages.
type forecasts struct {
	mu   sync.Mutex
	made map[int64]madeForecast
}

type madeForecast struct {
	at     time.Time
	plan   chats.Plan
	why    chats.WaitReason
	finish clock.Millis
}

// finishOf says when a running campaign will be done; 0 = that cannot be foreseen.
func (s *Service) finishOf(ctx context.Context, account int64, c Campaign, plan chats.Plan, why chats.WaitReason) (clock.Millis, error) {
	s.forecasts.mu.Lock()
	defer s.forecasts.mu.Unlock() // one at a time: it is work
	now := s.Clock.Now()
	last, ok := s.forecasts.made[c.ID]
	if age := now.Sub(last.at); ok && age >= 0 && age < forecastFor && last.why == why && reflect.DeepEqual(last.plan, plan) {
		return last.finish, nil
	}
	ahead, err := s.pendingBefore(ctx, account, c.ID)
	if err != nil {
		return 0, err
	}
	people, err := s.Store.PendingPeople(ctx, c.ID, account)
	if err != nil {
		return 0, err
	}
	c.setHours(people)
	f, err := chats.NewGovernor(s.ChatStore, s.Clock).Forecast(ctx, account, plan, ahead, people)
	if err != nil {
		return 0, err
	}
	finish := c.withDelays(f.Start, f.Finish)
	if s.forecasts.made == nil {
		s.forecasts.made = map[int64]madeForecast{}
	}
	s.forecasts.made[c.ID] = madeForecast{at: now, plan: plan, why: why, finish: finish}
	return finish, nil
}

func (s *Service) halvedUntil(ctx context.Context) (clock.Millis, error) {
	account, err := s.Accounts.ActiveID(ctx)
	if err != nil {
		return 0, err
	}
	return chats.NewGovernor(s.ChatStore, s.Clock).HalvedUntil(ctx, account)
}
