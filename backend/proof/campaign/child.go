package main

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"path/filepath"

	"mceplatform/backend"
	"mceplatform/backend/campaigns"
	"mceplatform/backend/chats"
	"mceplatform/backend/config"
	"mceplatform/backend/event"
	"mceplatform/backend/leads"
	"mceplatform/backend/optouts"
	"mceplatform/backend/proof/process"
	"mceplatform/backend/settings"
	"mceplatform/backend/whatsapp/wasim"
)

// orders tell the child what to work on. The first child links, brings in the
// leads and starts the campaign; later ones find all that in the database.
type orders struct {
	DataDir  string         `json:"dataDir"`
	WhatsApp wasim.Endpoint `json:"whatsapp"`
	Leads    []leads.Input  `json:"leads"`
}

// What a child says beside what every child does.
const (
	sayFound     = "found"     // messages that the last process left in sending
	sayStarted   = "started"   // the first child has started the campaign
	sayCompleted = "completed" // the campaign is complete
)

const (
	audienceTag = "everyone"
	messageBody = "Hello {{name}}, the shop opens on Saturday."
)

// confirmation is what a person is told who has asked to get no more.
var confirmation = optouts.DefaultChoices().Text

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
	*process.Child
	orders orders
}

// runChild works until its input ends or it is killed.
func runChild(ctx context.Context, file string, in io.Reader, out io.Writer) error {
	return process.Follow(ctx, file, in, func(ctx context.Context, o orders) error {
		p, err := process.Open(ctx, backend.Config{DataDir: o.DataDir, Paces: &fast}, o.WhatsApp, out)
		if err != nil {
			return err
		}
		c := child{p, o}
		if err := c.reportFound(ctx); err != nil {
			return errors.Join(err, c.Close())
		}
		return c.Serve(ctx, c.work)
	})
}

// reportFound tells how many messages the last process left in sending. The
// backend has the file open, so closing this connection changes nothing in it.
func (c *child) reportFound(ctx context.Context) error {
	var n int
	err := process.LookInto(filepath.Join(c.orders.DataDir, config.DatabaseFile), func(db *sql.DB) error {
		return db.QueryRowContext(ctx, "SELECT count(*) FROM sends WHERE state = 'sending'").Scan(&n)
	})
	if err != nil {
		return err
	}
	return c.Say(sayFound, n)
}

func (c *child) work(ctx context.Context) error {
	if err := c.GoOnline(ctx); err != nil {
		return err
	}
	list, err := c.Campaigns.List(ctx)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		if err := c.begin(ctx); err != nil {
			return err
		}
	}
	if err := c.awaitComplete(ctx); err != nil {
		return err
	}
	if err := c.Say(sayCompleted, ""); err != nil {
		return err
	}
	<-ctx.Done() // answers and receipts still come in
	return nil
}

// awaitComplete looks at the campaign when it has changed: counting ten thousand
// people again and again would slow the sending down.
func (c *child) awaitComplete(ctx context.Context) error {
	changed := make(chan struct{}, 1)
	changed <- struct{}{}
	defer c.Bus.Subscribe(func(e event.Event) {
		if e.Name == campaigns.EventChanged {
			select {
			case changed <- struct{}{}:
			default:
			}
		}
	})()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		}
		if complete, err := c.goOn(ctx); complete || err != nil {
			return err
		}
	}
}

// goOn reports whether the campaign is complete. One that stopped by itself,
// because many asked to get no more, is resumed as a person would.
func (c *child) goOn(ctx context.Context) (complete bool, err error) {
	list, err := c.Campaigns.List(ctx)
	if err != nil || len(list) != 1 {
		return false, err
	}
	made := list[0].Campaign
	if made.State == campaigns.Paused && made.PausedBy == campaigns.PausedByErrors {
		_, err = c.Campaigns.Resume(ctx, made.ID)
	}
	return made.State == campaigns.Completed, err
}

// begin brings in the leads and starts the campaign.
func (c *child) begin(ctx context.Context) error {
	for _, in := range c.orders.Leads {
		if _, err := c.Leads.Create(ctx, in, ""); err != nil {
			return err
		}
	}
	in := campaigns.Input{Name: "Proof", Audience: campaigns.Audience{Tags: []string{audienceTag}}, Steps: campaigns.Say(messageBody), Pace: fast.Default}
	made, err := c.Campaigns.Create(ctx, in)
	if err != nil {
		return err
	}
	reach, err := c.Campaigns.Reach(ctx, in)
	if err != nil {
		return err
	}
	if _, err := c.Campaigns.Start(ctx, made.ID, campaigns.Confirmation{Cold: reach.Cold}); err != nil {
		return err
	}
	return c.Say(sayStarted, "")
}
