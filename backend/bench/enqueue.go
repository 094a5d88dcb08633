package main

import (
	"context"
	"database/sql"
	"time"

	"mceplatform/backend/clock"
)

const (
	rawAudience  = `SELECT lead_id FROM lead_tags WHERE tag_id = 1 ORDER BY lead_id`
	rawCampaign  = `INSERT INTO campaigns (id, name, state, min_gap_seconds, max_gap_seconds, per_hour, per_day, created_at, updated_at) VALUES (1, 'Bench', 'running', 0, 0, 1, 1, ?1, ?1)`
	rawRecipient = `INSERT INTO campaign_recipients (campaign_id, lead_id, state, updated_at, new_chat) VALUES (1, ?, 'pending', ?, 1)`
)

// empty takes the campaigns of a database away again.
var empty = []string{"DELETE FROM campaign_recipients", "DELETE FROM campaigns"}

// startLane starts a campaign to everybody: it reads who they are, leaves out who
// may not be written to, fills the message in for each, and freezes the list.
func startLane(ctx context.Context, folder string, people int) (*lane, func(), error) {
	d, err := openDesk(ctx, folder, clock.System{}, &courier{}, [2]int{}, nil)
	if err != nil {
		return nil, nil, err
	}
	past, err := rawWriter(folder, "OFF")
	if err != nil {
		return nil, nil, err
	}
	run := func(ctx context.Context, _ int) (spent, error) {
		id, err := d.draft(ctx, [2]int{})
		if err != nil {
			return spent{}, err
		}
		s, err := timed(func() error { return d.start(ctx, id) })
		if err != nil {
			return s, err
		}
		return s, execute(ctx, past, empty...)
	}
	return &lane{run: run, size: people}, func() { _, _ = past.Close(), d.db.Close() }, nil
}

// freezeLane writes the same rows with one prepared statement in one
// transaction. It reads ids only and asks nothing about anybody.
func freezeLane(_ context.Context, folder string, people int) (*lane, func(), error) {
	db, err := rawWriter(folder, "FULL")
	if err != nil {
		return nil, nil, err
	}
	run := func(ctx context.Context, _ int) (spent, error) {
		s, err := timed(func() error { return rawFreeze(ctx, db) })
		if err != nil {
			return s, err
		}
		return s, execute(ctx, db, empty...)
	}
	return &lane{run: run, size: people}, func() { _ = db.Close() }, nil
}

func rawFreeze(ctx context.Context, db *sql.DB) error {
	return inTx(ctx, db, func(tx *sql.Tx) error {
		now := time.Now().UnixMilli()
		if _, err := tx.ExecContext(ctx, rawCampaign, now); err != nil {
			return err
		}
		ids, err := readIDs(ctx, tx)
		if err != nil {
			return err
		}
		insert, err := tx.PrepareContext(ctx, rawRecipient)
		if err != nil {
			return err
		}
		defer insert.Close()
		for _, id := range ids {
			if _, err := insert.ExecContext(ctx, id, now); err != nil {
				return err
			}
		}
		return nil
	})
}

func readIDs(ctx context.Context, tx *sql.Tx) ([]int64, error) {
	rows, err := tx.QueryContext(ctx, rawAudience)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

func execute(ctx context.Context, db *sql.DB, texts ...string) error {
	for _, text := range texts {
		if _, err := db.ExecContext(ctx, text); err != nil {
			return err
		}
	}
	return nil
}
