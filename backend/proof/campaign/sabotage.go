package main

import (
	"maps"
	"slices"
)

// sabotage is a rule of the ledger that the parent breaks after each kill, as a
// program without that rule would have. A proof that passes under sabotage
// proves nothing.
type sabotage string

const (
	sabotageNone sabotage = ""
	// sabotageNewID makes a restart send what was left uncertain under a new id:
	// who had been reached already is shown the message twice.
	sabotageNewID sabotage = "newid"
	// sabotageLateCheckpoint makes a restart take what was left uncertain for
	// sent, as if the result had been recorded before the network was asked: who
	// had not been reached never is.
	sabotageLateCheckpoint sabotage = "late-checkpoint"
	// sabotageForgetStops makes a restart write to those who have asked to get no
	// more, as if that were looked at once, at the start of the campaign.
	sabotageForgetStops sabotage = "forget-stops"
)

var sabotages = map[sabotage][]string{
	sabotageNewID: {
		`UPDATE messages SET wa_id = '3EB0' || upper(hex(randomblob(9))) WHERE id IN (SELECT message_id FROM sends WHERE state = 'sending')`,
		`UPDATE sends SET wa_id = (SELECT wa_id FROM messages WHERE messages.id = sends.message_id) WHERE state = 'sending'`,
	},
	sabotageLateCheckpoint: {
		`UPDATE messages SET status = 'sent' WHERE id IN (SELECT message_id FROM sends WHERE state = 'sending')`,
		`UPDATE campaign_recipients SET state = 'sent' WHERE id IN (SELECT recipient_id FROM sends WHERE state = 'sending')`,
		`UPDATE sends SET state = 'sent' WHERE state = 'sending'`,
	},
	sabotageForgetStops: {
		`DELETE FROM suppressions`,
		`UPDATE campaign_recipients SET state = 'pending', reason = '' WHERE state = 'skipped'`,
	},
}

var sabotageModes = slices.Sorted(maps.Keys(sabotages))
