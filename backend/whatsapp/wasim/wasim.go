// Package wasim is a simulated WhatsApp service: a server and phones on the
// loopback interface that a real, unmodified client links with and exchanges
// Signal-encrypted messages with: texts, files, replies, reactions and the
// rest. It serves tests and the demo mode.
//
// What lives here: the wire protocol as a multi-device client sees it, the
// media server, the phones behind it with their history, address book and chat
// state, and faults to order. What may not: anything the
// application does with messages, and any shortcut that only one client
// library would accept.
//
// A simulator cannot prove how the real service behaves. Timing, rate limits,
// the order of offline delivery and the treatment of resent ids are
// assumptions; green here is not green against WhatsApp.
package wasim

import (
	"log/slog"
	"time"
)

// Config describes a simulator. The zero value is usable.
type Config struct {
	// Logger receives the server's log; nil discards it.
	Logger *slog.Logger
	// Listen is the loopback address to listen on; empty means 127.0.0.1:0.
	// Other than loopback addresses are refused.
	Listen string
	// Identity holds the server's keys. Clients keep the root key in a
	// process-wide variable, so every server of one process needs the same
	// Identity. Nil takes the one of the state file, or makes a new one.
	Identity *Identity
	// StateFile keeps accounts, links, queues and inboxes over restarts, and
	// the folder StateFile + ".media" the files; empty keeps everything in
	// memory.
	StateFile string
	// Clock tells the time put into stanzas; nil means time.Now.
	Clock func() time.Time
	// CloseDelay is the pause between a final stanza (stream error, failure)
	// and the closing of the connection. Real clients lose the stanza when the
	// socket closes at once. Zero means 250 ms.
	CloseDelay time.Duration
	// Seed makes random faults repeatable; zero takes a random seed.
	Seed uint64
	// OnUnhandled is told about every stanza that nobody answered.
	OnUnhandled func(desc string)
	// OnReceipt is called before a receipt or message ack of a client is
	// processed, that is before the stanza leaves the offline queue. A proof
	// can look here whether the client had stored the message already.
	OnReceipt func(ReceiptInfo)
}

// ReceiptInfo is a receipt (or message ack) as it arrived from a client.
type ReceiptInfo struct {
	// Owner is the number of the account whose linked device sent it.
	Owner string
	// Device is the number of that linked device.
	Device uint16
	// Peer is the number of the contact it is for; empty when it is not one of
	// the simulator's accounts (group, newsletter).
	Peer string
	// Type is "" or "inactive" (delivered), "read", "sender", "retry",
	// "peer_msg" and so on; "ack" for an <ack class="message">.
	Type string
	// IDs are the messages it confirms.
	IDs []string
}

const defaultCloseDelay = 250 * time.Millisecond

func (c Config) withDefaults() Config {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Listen == "" {
		c.Listen = "127.0.0.1:0"
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.CloseDelay <= 0 {
		c.CloseDelay = defaultCloseDelay
	}
	return c
}
