package main

import (
	"context"
	"database/sql"
	"fmt"
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

// sabotage breaks the chosen rule while no process runs.
func (w *world) sabotage(ctx context.Context) error {
	statements := sabotages[w.o.sabotage]
	if len(statements) == 0 {
		return nil
	}
	db, err := sql.Open("sqlite", "file:"+w.folder.Database()+"?_pragma=busy_timeout(5000)&_txlock=immediate")
	if err != nil {
		return err
	}
	defer db.Close()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	for _, s := range statements {
		if _, err := tx.ExecContext(ctx, s); err != nil {
			_ = tx.Rollback()
			return fmt.Errorf("sabotage: %w", err)
		}
	}
	return tx.Commit()
}
