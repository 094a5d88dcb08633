package main

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

const dispatchSlice = 150 // sends in a turn

// dispatchLane lets the program's own worker send a campaign to everybody: it
// claims with the governor, freezes the text, stores chat, message and send, asks
// once more, hands over to the courier and records the result.
func dispatchLane(ctx context.Context, folder string) (*lane, func(), error) {
	clk := &ledgerClock{}
	c := &courier{clock: clk}
	d, err := openDesk(ctx, folder, clk, c, [2]int{}, nil)
	if err != nil {
		return nil, nil, err
	}
	id, err := d.draft(ctx, [2]int{})
	if err != nil {
		return nil, nil, err
	}
	if err := d.start(ctx, id); err != nil {
		return nil, nil, err
	}
	stop := d.work(ctx)
	if err := c.accept(ctx, sendsOfADay, d.chats.Wake); err != nil { // so that the governor has a day to count
		return nil, nil, err
	}
	run := func(ctx context.Context, n int) (spent, error) {
		return timed(func() error { return c.accept(ctx, n, d.chats.Wake) })
	}
	return &lane{run: run, size: dispatchSlice}, stop, nil
}

const sendsOfADay = int(24 * time.Hour / betweenSends)

// work runs the worker until the function it returns is called, which closes the
// database too.
func (d *desk) work(ctx context.Context) func() {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = d.chats.Run(ctx) // it returns nil
	}()
	return func() {
		cancel()
		<-ended
		_ = d.db.Close()
	}
}

// The fewest statements that leave the rows of a sent campaign message behind, in
// the transactions of the worker: the claim, the last look before the hand-over,
// the result.
var rawDispatch = []string{
	`SELECT r.id, r.lead_id, leads.name FROM campaign_recipients r JOIN leads ON leads.id = r.lead_id WHERE r.campaign_id = 1 AND r.state = 'pending' AND r.step = 0 ORDER BY r.due_at, r.id LIMIT 1`,
	`INSERT INTO chats (account_id, lead_id, last_message_at, last_text, last_from_me, last_status) VALUES (1, ?, ?, ?, 1, 'sending') RETURNING id`,
	`INSERT INTO messages (chat_id, wa_id, from_me, origin, kind, text, campaign_id, server_at, status) VALUES (?, ?, 1, 'campaign', 'text', ?, 1, ?, 'sending') RETURNING id`,
	`UPDATE chats SET last_message_id = ? WHERE id = ?`,
	`INSERT INTO sends (message_id, wa_id, kind, account_id, chat_id, lead_id, recipient_id, state, attempts, new_chat, created_at, claimed_at, paced_at) VALUES (?1, ?2, 'campaign', 1, ?3, ?4, ?5, 'sending', 1, 1, ?6, ?6, ?6) RETURNING id`,
	`UPDATE campaign_recipients SET state = ?, updated_at = ? WHERE id = ?`,
	`SELECT state FROM sends WHERE id = ?`,
	`UPDATE sends SET state = 'sent', sent_at = ? WHERE id = ?`,
	`UPDATE messages SET status = 'sent' WHERE id = ?`,
	`UPDATE chats SET last_status = 'sent' WHERE id = ?`,
	`INSERT INTO activities (lead_id, kind, actor, detail, at) VALUES (?, 'campaign', 'campaign', 'Bench', ?)`,
}

// rawSend is what the statements of one send know of each other.
type rawSend struct {
	db    *sql.DB
	stmts []*sql.Stmt
	sent  int

	recipient, lead, chat, message, send, now int64
}

// rawDispatchLane does with those statements what leaves the same rows.
func rawDispatchLane(ctx context.Context, folder string) (*lane, func(), error) {
	db, err := rawWriter(folder, "FULL")
	if err != nil {
		return nil, nil, err
	}
	if err := rawFreeze(ctx, db); err != nil {
		return nil, nil, err
	}
	r := rawSend{db: db}
	if r.stmts, err = prepareAll(ctx, db, rawDispatch...); err != nil {
		return nil, nil, err
	}
	run := func(ctx context.Context, n int) (spent, error) {
		return timed(func() error {
			for range n {
				r.sent++
				r.now = time.Now().UnixMilli()
				for _, step := range []func(context.Context, *sql.Tx) error{r.claim, r.look, r.result} {
					if err := inTx(ctx, db, func(tx *sql.Tx) error { return step(ctx, tx) }); err != nil {
						return err
					}
				}
			}
			return nil
		})
	}
	return &lane{run: run, size: dispatchSlice}, func() { _ = db.Close() }, nil
}

func (r *rawSend) claim(ctx context.Context, tx *sql.Tx) error {
	var name string
	if err := tx.StmtContext(ctx, r.stmts[0]).QueryRowContext(ctx).Scan(&r.recipient, &r.lead, &name); err != nil {
		return err
	}
	text, id := "Hi "+name+", the new shirts are here. Come by on Saturday and have a look.", fmt.Sprintf("3EB0%016X", r.sent)
	if err := tx.StmtContext(ctx, r.stmts[1]).QueryRowContext(ctx, r.lead, r.now, text).Scan(&r.chat); err != nil {
		return err
	}
	if err := tx.StmtContext(ctx, r.stmts[2]).QueryRowContext(ctx, r.chat, id, text, r.now).Scan(&r.message); err != nil {
		return err
	}
	if _, err := tx.StmtContext(ctx, r.stmts[3]).ExecContext(ctx, r.message, r.chat); err != nil {
		return err
	}
	if err := tx.StmtContext(ctx, r.stmts[4]).QueryRowContext(ctx, r.message, id, r.chat, r.lead, r.recipient, r.now).Scan(&r.send); err != nil {
		return err
	}
	_, err := tx.StmtContext(ctx, r.stmts[5]).ExecContext(ctx, "sending", r.now, r.recipient)
	return err
}

func (r *rawSend) look(ctx context.Context, tx *sql.Tx) error {
	var state string
	return tx.StmtContext(ctx, r.stmts[6]).QueryRowContext(ctx, r.send).Scan(&state)
}

func (r *rawSend) result(ctx context.Context, tx *sql.Tx) error {
	for _, step := range []struct {
		stmt int
		args []any
	}{{7, []any{r.now, r.send}}, {8, []any{r.message}}, {9, []any{r.chat}}, {5, []any{"sent", r.now, r.recipient}}, {10, []any{r.lead, r.now}}} {
		if _, err := tx.StmtContext(ctx, r.stmts[step.stmt]).ExecContext(ctx, step.args...); err != nil {
			return err
		}
	}
	return nil
}
