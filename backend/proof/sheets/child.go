package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"mceplatform/backend"
	"mceplatform/backend/fault"
	"mceplatform/backend/gsheets"
	"mceplatform/backend/intake"
	"mceplatform/backend/leads"
	"mceplatform/backend/proof/process"
	"mceplatform/backend/sheets"
	"mceplatform/backend/whatsapp/wasim"
)

// orders tell the child where everything is.
type orders struct {
	DataDir  string         `json:"dataDir"`
	WhatsApp wasim.Endpoint `json:"whatsapp"`
	Google   google         `json:"google"`
	Key      string         `json:"key"` // of the service account
}

// google is where the simulated Google is.
type google struct {
	Sheets, Drive, Docs, Token string
}

// What a child says beside what every child does.
const (
	sayReady = "ready"
	sayDone  = "done" // answer to a command
)

// command is what the parent tells a child to do.
type command struct {
	N       int               `json:"n"`
	Do      string            `json:"do"`
	ID      int64             `json:"id"` // of a connection
	Input   *sheets.Input     `json:"input"`
	Columns map[string]string `json:"columns"` // what the titles mean, to choose them again
	Lead    int64             `json:"lead"`
	Edit    *leads.Update     `json:"edit"`
}

// answer is what became of it.
type answer struct {
	N      int          `json:"n"`
	ID     int64        `json:"id"`
	State  sheets.State `json:"state"`
	Reason string       `json:"reason"` // of a refusal
	Error  string       `json:"error"`
}

// child is the process that gets killed: the whole backend, no window.
type child struct {
	*process.Child
}

// runChild works until its input ends or it is killed.
func runChild(ctx context.Context, file string, in io.Reader, out io.Writer) error {
	return process.Converse(ctx, file, in, func(ctx context.Context, o orders, told <-chan string) error {
		cfg := backend.Config{DataDir: o.DataDir, Google: gsheets.Options{
			Endpoint: o.Google.Sheets, DriveEndpoint: o.Google.Drive, DocsURL: o.Google.Docs, TokenURL: o.Google.Token,
			Backoff: []time.Duration{time.Millisecond}, PerMinute: 1_000_000,
		}}
		p, err := process.Open(ctx, cfg, o.WhatsApp, out)
		if err != nil {
			return err
		}
		c := child{p}
		if _, err := c.Sheets.SetServiceAccount(ctx, o.Key); err != nil {
			return errors.Join(err, c.Close())
		}
		return c.Serve(ctx, func(ctx context.Context) error { return c.work(ctx, told) })
	})
}

func (c *child) work(ctx context.Context, told <-chan string) error {
	if err := c.Say(sayReady, ""); err != nil {
		return err
	}
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case line := <-told:
			var cmd command
			if err := json.Unmarshal([]byte(line), &cmd); err != nil {
				return err
			}
			a := answer{N: cmd.N, ID: cmd.ID}
			if err := c.do(ctx, cmd, &a); err != nil {
				a.Error, a.Reason = err.Error(), reasonOf(err)
			}
			raw, err := json.Marshal(a)
			if err != nil {
				return err
			}
			if err := c.Say(sayDone, string(raw)); err != nil {
				return err
			}
		}
	}
}

func reasonOf(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Fields["reason"]
	}
	return ""
}

func (c *child) do(ctx context.Context, cmd command, a *answer) error {
	var made sheets.Connection
	var err error
	switch cmd.Do {
	case "connect":
		made, err = c.Sheets.Create(ctx, *cmd.Input)
	case "read":
		made, err = c.Sheets.Sync(ctx, cmd.ID)
	case "resume":
		made, err = c.Sheets.Resume(ctx, cmd.ID)
	case "choose":
		made, err = c.choose(ctx, cmd)
	case "pause":
		made, err = c.Sheets.Pause(ctx, cmd.ID)
	case "edit":
		_, err = c.Leads.Update(ctx, cmd.Lead, *cmd.Edit)
	default:
		return fmt.Errorf("no such command: %q", cmd.Do)
	}
	if made.ID != 0 {
		a.ID, a.State = made.ID, made.State
	} else if now, getErr := c.Sheets.Get(ctx, cmd.ID); getErr == nil {
		a.State = now.State
	}
	return err
}

// choose does what a person does whose titles have changed.
func (c *child) choose(ctx context.Context, cmd command) (sheets.Connection, error) {
	now, err := c.Sheets.Get(ctx, cmd.ID)
	if err != nil {
		return now, err
	}
	found, err := c.Sheets.Columns(ctx, now.Place, now.Tab, 0, now.DefaultCountry)
	if err != nil {
		return now, err
	}
	mapping := make([]intake.Field, len(found.Columns))
	for i, column := range found.Columns {
		mapping[i] = intake.Field(cmd.Columns[column.Name])
	}
	return c.Sheets.Update(ctx, cmd.ID, sheets.Update{HeaderRow: &found.HeaderRow, Mapping: &mapping})
}
