package main

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"mceplatform/backend"
	"mceplatform/backend/account"
	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/config"
	"mceplatform/backend/demo"
	"mceplatform/backend/leads"
	"mceplatform/backend/settings"
	"mceplatform/backend/whatsapp"
	"mceplatform/backend/whatsapp/wasim"
)

// orders tell the child what to work on. The first child links, brings in the
// leads and starts the campaign; later ones find all that in the database.
type orders struct {
	DataDir  string         `json:"dataDir"`
	WhatsApp wasim.Endpoint `json:"whatsapp"`
	Leads    []leads.Input  `json:"leads"`
}

// What a child says, one line each, with a value after a space.
const (
	sayFound     = "found"     // messages that the last process left in sending
	sayQR        = "qr"        // picture of the code to scan
	sayOnline    = "online"    // the link is up
	sayStarted   = "started"   // the first child has started the campaign
	sayCompleted = "completed" // the campaign is complete
)

const (
	audienceTag = "everyone"
	messageBody = "Hello {{name}}, the shop opens on Saturday."
)

// messageFor is what the phone of a lead has to show.
func messageFor(l leads.Input) string {
	return "Hello " + l.Name + ", the shop opens on Saturday."
}

// fast lets the campaign run as fast as the machine can.
var fast = settings.Paces{
	Default: chats.Pace{PerHour: 1_000_000, PerDay: 1_000_000},
	Hard:    chats.Pace{PerHour: 1_000_000, PerDay: 1_000_000},
}

// child is the process that gets killed: the whole backend, no window.
type child struct {
	*backend.Backend
	orders orders
	out    io.Writer
}

// runChild works until its input ends or it is killed.
func runChild(ctx context.Context, file string, in io.Reader, out io.Writer) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	c := child{out: out}
	if err := json.Unmarshal(raw, &c.orders); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() { // the parent closes our input to end us, also by dying itself
		_, _ = bufio.NewReader(in).ReadByte()
		stop()
	}()
	endpoint, err := demo.ClientEndpoint(c.orders.WhatsApp)
	if err != nil {
		return err
	}
	c.Backend, err = backend.New(ctx, backend.Config{
		DataDir: c.orders.DataDir, WhatsApp: endpoint, Paces: &fast,
		Log:  slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelInfo})),
		Tune: func(w *whatsapp.Config) { w.SendTimeout, w.LinkWatchdog = 2*time.Second, 3*time.Second },
	})
	if err != nil {
		return err
	}
	if err := c.reportFound(ctx); err != nil {
		return errors.Join(err, c.Close())
	}
	done := make(chan error, 1)
	go func() { done <- c.Run(ctx) }()
	err = c.work(ctx)
	stop()
	return errors.Join(err, <-done, c.Close())
}

// reportFound tells how many messages the last process left in sending. The
// backend has the file open, so closing this connection changes nothing in it.
func (c *child) reportFound(ctx context.Context) error {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(c.orders.DataDir, config.DatabaseFile)+"?_pragma=query_only(1)&_pragma=busy_timeout(5000)")
	if err != nil {
		return err
	}
	defer db.Close()
	var n int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sends WHERE state = 'sending'").Scan(&n); err != nil {
		return err
	}
	return c.say(sayFound, n)
}

func (c *child) say(word string, value any) error {
	_, err := fmt.Fprintln(c.out, word, value)
	return err
}

func (c *child) work(ctx context.Context) error {
	list, err := c.Campaigns.List(ctx)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		if err := c.link(ctx); err != nil {
			return err
		}
	}
	if err := c.await(ctx, func() (bool, error) { return c.Account.Status().State == account.Online, nil }); err != nil {
		return quiet(ctx, err)
	}
	if err := c.say(sayOnline, ""); err != nil {
		return err
	}
	if len(list) == 0 {
		if err := c.begin(ctx); err != nil {
			return err
		}
	}
	err = c.await(ctx, func() (bool, error) {
		list, err := c.Campaigns.List(ctx)
		return err == nil && len(list) == 1 && list[0].Campaign.State == campaigns.Completed, err
	})
	if err != nil {
		return quiet(ctx, err)
	}
	if err := c.say(sayCompleted, ""); err != nil {
		return err
	}
	<-ctx.Done() // answers and receipts still come in
	return nil
}

// quiet drops the error of a wait that ended because the child shall end.
func quiet(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

func (c *child) await(ctx context.Context, cond func() (bool, error)) error {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		ok, err := cond()
		if ok || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

func (c *child) link(ctx context.Context) error {
	if err := c.Account.Link(ctx); err != nil {
		return err
	}
	if err := c.await(ctx, func() (bool, error) { return c.Account.Status().QR != "", nil }); err != nil {
		return err
	}
	return c.say(sayQR, c.Account.Status().QR)
}

// begin brings in the leads and starts the campaign.
func (c *child) begin(ctx context.Context) error {
	for _, in := range c.orders.Leads {
		if _, err := c.Leads.Create(ctx, in, ""); err != nil {
			return err
		}
	}
	made, err := c.Campaigns.Create(ctx, campaigns.Input{Name: "Proof", Tags: []string{audienceTag}, Body: messageBody, Pace: fast.Default})
	if err != nil {
		return err
	}
	if _, err := c.Campaigns.Start(ctx, made.ID); err != nil {
		return err
	}
	return c.say(sayStarted, "")
}
