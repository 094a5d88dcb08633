package main

import (
	"context"
	"database/sql"
	"io"
	"time"

	"mceplatform/backend"
	"mceplatform/backend/account"
	"mceplatform/backend/chats"
	"mceplatform/backend/event"
	"mceplatform/backend/proof/process"
	"mceplatform/backend/whatsapp"
	"mceplatform/backend/whatsapp/wasim"
)

// orders tell the child what to work on. The first child links.
type orders struct {
	DataDir  string            `json:"dataDir"`
	WhatsApp wasim.Endpoint    `json:"whatsapp"`
	Harm     harm              `json:"harm"`
	Sabotage whatsapp.Sabotage `json:"sabotage"`
}

// harm comes from inside the process, and must lose nothing either.
type harm struct {
	Panic       bool `json:"panic"`       // storing every seventh message panics at the first try
	FailSession bool `json:"failSession"` // the session database cannot be written for moments
}

// sabotage is a protection that the process runs without. A proof that passes
// under sabotage proves nothing.
type sabotage string

const (
	// sabotageBuffer leaves only SynchronousAck: what was decrypted before a crash
	// cannot be decrypted when it comes again.
	sabotageBuffer sabotage = "buffer"
	// sabotageRecover leaves panics to whatsmeow, which takes them for success.
	sabotageRecover sabotage = "recover"
	// sabotageGuard lets a session database that fails look like a broken message.
	sabotageGuard sabotage = "guard"
	// sabotageCAT leaves nobody to ask when the server wants a new token.
	sabotageCAT sabotage = "cat"
)

// apply sets what the sabotage takes away, and the harm it would have protected
// from.
func (s sabotage) apply(o *orders) {
	switch s {
	case sabotageBuffer:
		o.Sabotage.NoEventBuffer = true
	case sabotageRecover:
		o.Sabotage.NoRecover, o.Harm.Panic = true, true
	case sabotageGuard:
		o.Sabotage.NoStorageGuard, o.Harm.FailSession = true, true
	case sabotageCAT:
		o.Sabotage.NoCATRefresh = true
	}
	o.Sabotage.Panic = o.Harm.Panic
}

var sabotageModes = []sabotage{sabotageBuffer, sabotageRecover, sabotageGuard, sabotageCAT}

// child is the process that gets killed: the whole backend, no window.
type child struct {
	*process.Child
	orders  orders
	session *sql.DB
}

// runChild works until its input ends or it is killed.
func runChild(ctx context.Context, file string, in io.Reader, out io.Writer) error {
	return process.Follow(ctx, file, in, func(ctx context.Context, o orders) (err error) {
		c := child{orders: o}
		cfg := backend.Config{DataDir: o.DataDir, Tune: func(w *whatsapp.Config) {
			w.Sabotage, c.session = o.Sabotage, w.Session
		}}
		if c.Child, err = process.Open(ctx, cfg, o.WhatsApp, out); err != nil {
			return err
		}
		return c.Serve(ctx, c.work)
	})
}

func (c *child) work(ctx context.Context) error {
	c.Bus.Subscribe(c.reconnect(ctx))
	if c.orders.Harm.FailSession {
		c.Bus.Subscribe(c.failSession())
	}
	if err := c.GoOnline(ctx); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// reconnect does what the user is asked to do when WhatsApp refuses a login.
func (c *child) reconnect(ctx context.Context) func(event.Event) {
	return func(e event.Event) {
		if st, ok := e.Data.(account.Status); ok && st.State == account.Failed {
			go func() { _ = c.Account.Reconnect(ctx) }() // a failure shows in the next state
		}
	}
}

const (
	sessionFailsEvery = 15 // messages
	sessionFails      = 2  // times in the life of a process
	sessionFailsFor   = 100 * time.Millisecond
)

// failSession makes the session database read-only for moments, right after a
// message has been stored and while the next ones come in.
func (c *child) failSession() func(event.Event) {
	received := 0
	return func(e event.Event) {
		if e.Name != chats.EventReceived {
			return
		}
		if received++; received%sessionFailsEvery != 0 || received > sessionFails*sessionFailsEvery {
			return
		}
		// Both are left alone when they fail: the database is being closed.
		_, _ = c.session.Exec("PRAGMA query_only = 1")
		time.AfterFunc(sessionFailsFor, func() { _, _ = c.session.Exec("PRAGMA query_only = 0") })
	}
}
