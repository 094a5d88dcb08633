package whatsapp

import (
	"context"
	"errors"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/appstate"
	wastore "go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"mceplatform/backend/leads"
)

// onPeople takes what WhatsApp tells about people outside of messages: names in
// the address book, new keys, what was read on the phone, who is typing. None
// of it is acknowledged by what we say, and all of it is told again by later
// messages or the next connection.
func (c *Client) onPeople(ctx context.Context, wa *whatsmeow.Client, evt any) {
	var err error
	switch e := evt.(type) {
	case *events.Contact:
		err = c.named(ctx, wa, e.JID, e.Action.GetFullName())
	case *events.IdentityChange:
		if !e.Implicit {
			c.forgetKeys(ctx, wa, e.JID)
		}
		err = c.withPerson(ctx, wa, func(p leads.Person) error { return c.inbound.KeysChanged(ctx, p) }, e.JID)
	case *events.MarkChatAsRead:
		if e.Action.GetRead() && !e.FromFullSync {
			err = c.withPerson(ctx, wa, func(p leads.Person) error { return c.inbound.ReadElsewhere(ctx, p, nil) }, e.JID)
		}
	case *events.ChatPresence:
		if !e.IsFromMe && isWithPerson(e.MessageSource) {
			composing := e.State == types.ChatPresenceComposing
			err = c.withPerson(ctx, wa, func(p leads.Person) error { return c.inbound.Typing(ctx, p, composing) }, e.Sender, e.SenderAlt)
		}
	case *events.AppStateSyncComplete:
		switch e.Name {
		case appstate.WAPatchCriticalUnblockLow:
			go c.nameEveryone(ctx, wa)
		case appstate.WAPatchCriticalBlock: // the owner's own name, which presence needs
			go c.signal(ownName{wa.Store.PushName})
		}
	}
	if err != nil {
		c.log.Error("news about a person not stored", "err", err)
	}
}

// forgetKeys forgets the old keys of a person under number and LID. whatsmeow
// does so for the number alone, and would come upon the same new keys once more
// with the next message.
func (c *Client) forgetKeys(ctx context.Context, wa *whatsmeow.Client, jid types.JID) {
	alt, err := wa.Store.GetAltJID(ctx, jid)
	for _, address := range []types.JID{jid, alt} {
		if user := address.SignalAddressUser(); user != "" {
			err = errors.Join(err, wa.Store.Identities.DeleteAllIdentities(ctx, user), wa.Store.Sessions.DeleteAllSessions(ctx, user))
		}
	}
	if err != nil {
		c.log.Warn("old keys not forgotten", "err", err)
	}
}

func (c *Client) withPerson(ctx context.Context, wa *whatsmeow.Client, fn func(leads.Person) error, addresses ...types.JID) error {
	if !isPerson(addresses[0]) || isOwn(wa, addresses[0]) {
		return nil
	}
	p, err := c.person(ctx, wa, addresses...)
	if err != nil {
		return err
	}
	return fn(p)
}

func (c *Client) named(ctx context.Context, wa *whatsmeow.Client, jid types.JID, name string) error {
	return c.withPerson(ctx, wa, func(p leads.Person) error { return c.inbound.Named(ctx, p, name, leads.NameAddress) }, jid)
}

// nameEveryone takes over the whole address book, which comes in one piece
// after linking and is not told name by name.
func (c *Client) nameEveryone(ctx context.Context, wa *whatsmeow.Client) {
	all, err := wa.Store.Contacts.GetAllContacts(ctx)
	if err != nil {
		c.log.Error("read the address book", "err", err)
		return
	}
	for jid, contact := range all {
		if contact.FullName == "" {
			continue
		}
		if err := c.named(ctx, wa, jid, contact.FullName); err != nil {
			c.log.Error("take over a name of the address book", "err", err)
			return
		}
	}
}

// observedLIDs watches which number belongs to which LID: that proof may come
// long after somebody was met under one of them.
type observedLIDs struct {
	wastore.LIDStore
	learned func()
}

// PutLIDMapping implements store.LIDStore.
func (o observedLIDs) PutLIDMapping(ctx context.Context, lid, pn types.JID) error {
	before, err := o.GetPNForLID(ctx, lid)
	if err == nil && before.User == pn.User {
		return o.LIDStore.PutLIDMapping(ctx, lid, pn)
	}
	err = o.LIDStore.PutLIDMapping(ctx, lid, pn)
	o.learned()
	return err
}

// PutManyLIDMappings implements store.LIDStore.
func (o observedLIDs) PutManyLIDMappings(ctx context.Context, list []wastore.LIDMapping) error {
	err := o.LIDStore.PutManyLIDMappings(ctx, list)
	if len(list) > 0 {
		o.learned()
	}
	return err
}

// mostAlone bounds how many people without a number are looked up at once.
const mostAlone = 5000

// joinLearned joins leads that a mapping has proven to be one person. Whoever is
// known by LID alone is looked up in the session, so that nothing depends on
// when the proof came.
func (c *Client) joinLearned(ctx context.Context) error {
	wa := c.current()
	alone, err := c.leads.LIDsAlone(ctx, mostAlone)
	if err != nil {
		return err
	}
	for _, lid := range alone {
		jid := lidAddress(lid)
		pn, err := wa.Store.LIDs.GetPNForLID(ctx, jid)
		if err != nil {
			return err
		}
		if pn.IsEmpty() {
			continue
		}
		if err := c.withPerson(ctx, wa, func(p leads.Person) error { return c.inbound.Identified(ctx, p) }, jid, pn); err != nil {
			return err
		}
	}
	return nil
}

const heartbeat = 30 * time.Second

// keepBooks does, beside the connection, what takes time: it joins people, notes
// that the connection is there, and fetches the past.
func (c *Client) keepBooks(ctx context.Context) {
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case <-c.learned:
			err = c.joinLearned(ctx)
		case <-c.offered:
			c.fetchHistory(ctx)
		case <-tick.C:
			if c.online.Load() && c.caughtUp.Load() {
				err = c.inbound.StillOnline(ctx)
			}
			c.fetchHistory(ctx)
		}
		if err != nil && ctx.Err() == nil {
			c.log.Error("keep the books", "err", err)
		}
	}
}

// poke wakes keepBooks for one of its tasks.
func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
