package campaigns_test

import (
	"time"

	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
)

var recipientStates = []campaigns.RecipientState{
	campaigns.RecipientPending, campaigns.RecipientSending, campaigns.RecipientUncertain, campaigns.RecipientSent, campaigns.RecipientDelivered,
	campaigns.RecipientRead, campaigns.RecipientReplied, campaigns.RecipientFailed, campaigns.RecipientBlocked, campaigns.RecipientSkipped, campaigns.RecipientCancelled,
}

// settle starts the program again when it has ended, and lets the worker do all
// there is to do at this moment.
func (w *walker) settle() {
	w.rig.settle()
	select {
	case err := <-w.ended:
		w.must(err)
		w.build()
		w.start()
		w.rig.settle()
	default:
	}
}

func (w *walker) check() {
	w.t.Helper()
	list, err := w.campaigns.List(w.ctx())
	w.must(err)
	people := w.accounts()
	for _, c := range list {
		if want, started := w.frozen[c.Campaign.ID]; started {
			w.checkCampaign(c, people[c.Campaign.ID], want)
		}
	}
	if n := w.strays(); n > 0 {
		w.t.Errorf("%d messages are still to go to people who are elsewhere", n)
	}
	for _, wrong := range w.wire.wrongs {
		w.t.Error(wrong)
	}
	if w.t.Failed() {
		w.t.FailNow()
	}
}

// accounts counts the recipients of each campaign by state, in another way than
// the program does, and compares each with the row of the ledger about the message they are at.
func (w *walker) accounts() map[int64]map[campaigns.RecipientState]int {
	all := map[int64]map[campaigns.RecipientState]int{}
	rows, err := w.raw.QueryContext(w.ctx(), `SELECT r.campaign_id, r.id, r.state, coalesce(s.state, '') FROM campaign_recipients r LEFT JOIN sends s ON s.recipient_id = r.id AND s.step = r.step`)
	w.must(err)
	defer rows.Close()
	for rows.Next() {
		var campaign, id int64
		var state campaigns.RecipientState
		var send chats.SendState
		w.must(rows.Scan(&campaign, &id, &state, &send))
		if all[campaign] == nil {
			all[campaign] = map[campaigns.RecipientState]int{}
		}
		all[campaign][state]++
		w.saw[state]++
		if !agree(state, send) {
			w.t.Errorf("campaign %d: recipient %d is %s, and the send is %s", campaign, id, state, send)
		}
	}
	w.must(rows.Err())
	return all
}

// agree reports whether a recipient and the row of the ledger can be so.
func agree(p campaigns.RecipientState, s chats.SendState) bool {
	switch p {
	case campaigns.RecipientPending:
		return s == "" || s == chats.SendPending
	case campaigns.RecipientSending:
		return s == chats.SendSending
	case campaigns.RecipientUncertain:
		return s == chats.SendUncertain
	}
	return s != chats.SendPending && s != chats.SendSending && s != chats.SendUncertain
}

// strays counts the messages that are still to go, as the ledger says, while
// their person is elsewhere.
func (w *walker) strays() (n int) {
	w.must(w.raw.QueryRowContext(w.ctx(), `SELECT count(*) FROM sends s JOIN campaign_recipients r ON r.id = s.recipient_id
		WHERE s.state IN ('pending', 'sending', 'uncertain') AND (s.step <> r.step OR s.state <> r.state)`).Scan(&n))
	return n
}

func (w *walker) checkCampaign(m campaigns.Summary, people map[campaigns.RecipientState]int, frozen int) {
	id, c, sum := m.Campaign.ID, m.Counts, 0
	for _, s := range recipientStates {
		sum += people[s]
	}
	counted := c.Pending + c.Sending + c.Uncertain + c.Sent + c.Delivered + c.Read + c.Replied + c.Failed + c.Blocked + c.Skipped + c.Cancelled
	if sum != frozen || counted != frozen || c.Total != frozen {
		w.t.Errorf("campaign %d was started for %d people; they are %v, counted as %+v", id, frozen, people, c)
	}
	if m.Campaign.State == campaigns.Completed && c.Open() != 0 {
		w.t.Errorf("campaign %d is complete with %+v", id, c)
	}
	if m.Campaign.State == campaigns.Cancelled && c.Pending != 0 {
		w.t.Errorf("campaign %d is cancelled with %+v", id, c)
	}
}

// finish lets everything go well from now on: nobody may be left behind.
func (w *walker) finish() {
	w.interrupt(func() {})
	w.wire.answer = nil
	w.wire.online.Store(true)
	open := -1
	for range 200 {
		if open = w.goOn(); open == 0 {
			break
		}
		_ = w.decide()
		w.time.by.Add(int64(10 * time.Minute))
		w.settle()
		w.check()
	}
	if open != 0 {
		w.t.Errorf("%d campaigns never end", open)
	}
}

// goOn resumes what is paused, and counts what is not at an end.
func (w *walker) goOn() (open int) {
	list, err := w.campaigns.List(w.ctx())
	w.must(err)
	for _, c := range list {
		if _, started := w.frozen[c.Campaign.ID]; !started || (c.Counts.Open() == 0 && c.Campaign.State != campaigns.Paused) {
			continue
		}
		open++
		if c.Campaign.State == campaigns.Paused {
			_, err := w.campaigns.Resume(w.ctx(), c.Campaign.ID)
			w.must(err)
		}
	}
	return open
}
