package main

import (
	"context"
	"database/sql"
	"time"

	"mceplatform/backend/chats"
	"mceplatform/backend/clock"
)

const (
	ledgerSlice = 500 // jobs in a turn

	refillMessages = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
		INSERT INTO messages (chat_id, wa_id, from_me, origin, kind, text, server_at, status) SELECT 1, 'L' || ?2 || '-' || i, 1, 'app', 'text', 'job', ?2, 'queued' FROM n`
	refillSends = `INSERT INTO sends (message_id, wa_id, kind, account_id, chat_id, lead_id, state, created_at)
		SELECT id, wa_id, 'reply', 1, 1, 1, 'pending', ?1 FROM messages WHERE status = 'queued' AND id NOT IN (SELECT message_id FROM sends)`

	rawClaim = `SELECT sends.id FROM sends JOIN messages ON messages.id = sends.message_id
		WHERE sends.state = 'pending' AND sends.kind = 'reply' AND sends.not_before <= ? AND sends.account_id = 1 ORDER BY sends.id LIMIT 1`
	rawMark = `UPDATE sends SET state = ?, attempts = 1, claimed_at = ?, sent_at = ? WHERE id = ?`
)

// refill puts jobs into the ledger, as if a person had written that many replies.
func refill(ctx context.Context, db *sql.DB, n int) error {
	now := time.Now().UnixNano()
	if _, err := db.ExecContext(ctx, "INSERT OR IGNORE INTO chats (id, account_id, lead_id) VALUES (1, 1, 1)"); err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, refillMessages, n, now); err != nil {
		return err
	}
	_, err := db.ExecContext(ctx, refillSends, now)
	return err
}

// ledgerLane takes jobs from the ledger through the store and marks them as done:
// two transactions for each, and nothing else.
func ledgerLane(ctx context.Context, folder string) (*lane, func(), error) {
	d, err := openDesk(ctx, folder, clock.System{}, &courier{}, [2]int{}, nil)
	if err != nil {
		return nil, nil, err
	}
	past, err := rawWriter(folder, "OFF")
	if err != nil {
		return nil, nil, err
	}
	run := func(ctx context.Context, n int) (spent, error) {
		if err := refill(ctx, past, n); err != nil {
			return spent{}, err
		}
		return timed(func() error {
			for range n {
				if err := d.oneJob(ctx); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return &lane{run: run, size: ledgerSlice}, func() { _, _ = past.Close(), d.db.Close() }, nil
}

func (d *desk) oneJob(ctx context.Context) error {
	var job *chats.Send
	err := d.db.InTx(ctx, func(ctx context.Context) (err error) {
		now := clock.NowMillis(clock.System{})
		if job, err = d.db.NextSend(ctx, d.account, now, now); err != nil {
			return err
		}
		job.State, job.Attempts, job.ClaimedAt = chats.SendSending, 1, now
		return d.db.UpdateSend(ctx, *job)
	})
	if err != nil {
		return err
	}
	return d.db.InTx(ctx, func(ctx context.Context) error {
		job.State, job.SentAt = chats.SendSent, clock.NowMillis(clock.System{})
		return d.db.UpdateSend(ctx, *job)
	})
}

// rawLedgerLane does the same on the driver.
func rawLedgerLane(ctx context.Context, folder string) (*lane, func(), error) {
	db, err := rawWriter(folder, "FULL")
	if err != nil {
		return nil, nil, err
	}
	stmts, err := prepareAll(ctx, db, rawClaim, rawMark)
	if err != nil {
		return nil, nil, err
	}
	run := func(ctx context.Context, n int) (spent, error) {
		if err := refill(ctx, db, n); err != nil {
			return spent{}, err
		}
		return timed(func() error {
			for range n {
				if err := rawJob(ctx, db, stmts); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return &lane{run: run, size: ledgerSlice}, func() { _ = db.Close() }, nil
}

func rawJob(ctx context.Context, db *sql.DB, stmts []*sql.Stmt) error {
	var id int64
	now := time.Now().UnixMilli()
	err := inTx(ctx, db, func(tx *sql.Tx) error {
		if err := tx.StmtContext(ctx, stmts[0]).QueryRowContext(ctx, now).Scan(&id); err != nil {
			return err
		}
		_, err := tx.StmtContext(ctx, stmts[1]).ExecContext(ctx, "sending", now, 0, id)
		return err
	})
	if err != nil {
		return err
	}
	return inTx(ctx, db, func(tx *sql.Tx) error {
		_, err := tx.StmtContext(ctx, stmts[1]).ExecContext(ctx, "sent", now, time.Now().UnixMilli(), id)
		return err
	})
}

func prepareAll(ctx context.Context, db *sql.DB, texts ...string) ([]*sql.Stmt, error) {
	stmts := make([]*sql.Stmt, len(texts))
	for i, text := range texts {
		var err error
		if stmts[i], err = db.PrepareContext(ctx, text); err != nil {
			return nil, err
		}
	}
	return stmts, nil
}
