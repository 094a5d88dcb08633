package campaigns

import (
	"context"

	"mceplatform/backend/chats"
)

// Result is what became of one person that a campaign has sent to.
type Result struct {
	State    RecipientState
	Code     string // of a refusal: WhatsApp's, or a word of ours
	OptedOut bool   // they asked afterwards to get no campaigns
}

// sign tells that something is wrong with the list, the message or the number,
// and that going on would make it worse: enough of the newest results are alike.
type sign struct {
	last   int // how many results are looked at
	enough int
	is     func(Result) bool
	reason string // for the owner
}

// signs pause a campaign, the first that shows. Nobody knows what WhatsApp
// tolerates; these are cautious, and figures of shares count from the first
// hundred on as they do later, so that a short list is not stopped by chance.
var signs = []sign{
	{5, 5, failed, "The last 5 messages failed. Look at the reasons before you go on."},
	{3, 3, code("400"), "WhatsApp could not read the last 3 messages. Change the text before you go on."},
	{2, 2, code("405"), "WhatsApp does not accept this kind of message from this app. Look for an update before you go on."},
	// More than three in some ten minutes: no pace puts more than 20 there for long.
	{20, 4, code("479"), "WhatsApp refused the encrypted message to 4 of the last 20 people. Look at the connection before you go on."},
	{100, 6, refused, "WhatsApp refused more than 5 of the last 100 messages. Look at the reasons before you go on."},
	{50, 6, code(chats.CodeNotOnWhatsApp), "More than 5 of the last 50 numbers are not on WhatsApp. Clean the list before you go on."},
	{100, 3, func(r Result) bool { return r.OptedOut }, "3 of the last 100 people asked to get no more campaigns. Think about whom you write to before you go on."},
}

func failed(r Result) bool { return r.State == RecipientFailed }
func refused(r Result) bool {
	return (failed(r) && r.Code != chats.CodeNotOnWhatsApp) || r.State == RecipientBlocked
}

func code(c string) func(Result) bool {
	return func(r Result) bool { return r.Code == c && failed(r) }
}

// mostLooked is the longest look back of any sign.
const mostLooked = 100

// badSign returns the reason to stop that the newest results give, "" for none.
func badSign(newest []Result) string {
	for _, s := range signs {
		n := 0
		for _, r := range newest[:min(s.last, len(newest))] {
			if s.is(r) {
				n++
			}
		}
		if n >= s.enough {
			return s.reason
		}
	}
	return ""
}

// stopOnSigns pauses a campaign whose results show that something is wrong, and
// returns it as it is then. Those from before a person last let it go on do not
// count again.
func (s *Service) stopOnSigns(ctx context.Context, c Campaign) (Campaign, error) {
	if c.State != Running {
		return c, nil
	}
	newest, err := s.Store.Results(ctx, c.ID, c.UpdatedAt, mostLooked)
	if err != nil {
		return c, err
	}
	reason := badSign(newest)
	if reason == "" {
		return c, nil
	}
	return s.move(ctx, c.ID, VerbPause, func(_ context.Context, c *Campaign) error {
		c.PausedBy, c.PausedReason = PausedByErrors, reason
		return nil
	})
}

// stopOnOptOut looks at the campaigns that have written to somebody who has
// asked for no more.
func (s *Service) stopOnOptOut(ctx context.Context, leadID int64) error {
	ids, err := s.Store.RunningThatReached(ctx, leadID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		c, err := s.Store.GetCampaign(ctx, id)
		if err != nil {
			return err
		}
		if _, err := s.stopOnSigns(ctx, c); err != nil {
			return err
		}
	}
	return nil
}
