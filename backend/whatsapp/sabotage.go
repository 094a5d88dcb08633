package whatsapp

import "hash/crc32"

// Sabotage takes single protections away, so that a proof can show that it would
// see the harm. Only proofs set it.
type Sabotage struct {
	NoEventBuffer  bool // what was decrypted is not kept until it is stored
	NoStorageGuard bool // a failing session database looks like a broken message
	NoCATRefresh   bool // whatsmeow finds nobody to ask for a new token
	Panic          bool // storing every seventh message panics at the first try
	NoRecover      bool // nobody of ours recovers from a panic
}

// panicAt panics when the message is one that shall suffer from it.
func (c *Client) panicAt(id string) {
	if !c.cfg.Sabotage.Panic || crc32.ChecksumIEEE([]byte(id))%7 != 0 {
		return
	}
	c.mu.Lock()
	first := c.failures[id] == 0
	c.mu.Unlock()
	if first {
		panic("sabotage")
	}
}
