package whatsapp

import (
	"context"
	"sync"

	wastore "go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/store/sqlstore"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/util/keys"
)

// The stores that the encryption uses, each watched for failures; see guard.

type guardedSessions struct {
	wastore.SessionStore
	*watch
	anew    func() wastore.SessionStore
	unmoved *sync.Map // numbers whose sessions could not be moved to their LID
}

// newSessions opens the sessions of a device once more, with nothing remembered.
func newSessions(d *wastore.Device) wastore.SessionStore {
	container := d.Container
	if saved, ok := container.(savedContainer); ok {
		container = saved.DeviceContainer
	}
	if c, ok := container.(*sqlstore.Container); ok && d.ID != nil {
		return sqlstore.NewSQLStore(c, *d.ID)
	}
	return d.Sessions.(guardedSessions).SessionStore
}

// GetSession implements store.SessionStore.
func (g guardedSessions) GetSession(ctx context.Context, address string) ([]byte, error) {
	s, err := g.SessionStore.GetSession(ctx, address)
	return s, g.see(ctx, err)
}

// HasSession implements store.SessionStore.
func (g guardedSessions) HasSession(ctx context.Context, address string) (bool, error) {
	has, err := g.SessionStore.HasSession(ctx, address)
	return has, g.see(ctx, err)
}

// PutSession implements store.SessionStore.
func (g guardedSessions) PutSession(ctx context.Context, address string, session []byte) error {
	return g.see(ctx, g.SessionStore.PutSession(ctx, address, session))
}

// DeleteSession implements store.SessionStore.
func (g guardedSessions) DeleteSession(ctx context.Context, address string) error {
	return g.see(ctx, g.SessionStore.DeleteSession(ctx, address))
}

// MigratePNToLID implements store.SessionStore. whatsmeow notes that a number is
// done before it does it (sqlstore/store.go), so what has failed is asked of a
// store that has noted nothing.
func (g guardedSessions) MigratePNToLID(ctx context.Context, pn, lid types.JID) error {
	sessions := g.SessionStore
	if _, failed := g.unmoved.Load(pn.User); failed {
		sessions = g.anew()
	}
	err := sessions.MigratePNToLID(ctx, pn, lid)
	if err != nil {
		g.unmoved.Store(pn.User, true)
	} else {
		g.unmoved.Delete(pn.User)
	}
	return g.seeBefore(ctx, err)
}

type guardedIdentities struct {
	wastore.IdentityStore
	*watch
}

// PutIdentity implements store.IdentityStore.
func (g guardedIdentities) PutIdentity(ctx context.Context, address string, key [32]byte) error {
	return g.see(ctx, g.IdentityStore.PutIdentity(ctx, address, key))
}

// DeleteIdentity implements store.IdentityStore.
func (g guardedIdentities) DeleteIdentity(ctx context.Context, address string) error {
	return g.see(ctx, g.IdentityStore.DeleteIdentity(ctx, address))
}

// IsTrustedIdentity implements store.IdentityStore.
func (g guardedIdentities) IsTrustedIdentity(ctx context.Context, address string, key [32]byte) (bool, error) {
	trusted, err := g.IdentityStore.IsTrustedIdentity(ctx, address, key)
	return trusted, g.see(ctx, err)
}

type guardedPreKeys struct {
	wastore.PreKeyStore
	*watch
	inTx   func(context.Context, func(context.Context) error) error
	making *sync.Mutex // taken before the transaction: the store takes a lock of its own inside
}

// GetOrGenPreKeys implements store.PreKeyStore. whatsmeow makes the 812 keys of a
// newly linked device one by one; in one transaction that takes one write to the
// disk in place of 812.
func (g guardedPreKeys) GetOrGenPreKeys(ctx context.Context, count uint32) (list []*keys.PreKey, err error) {
	g.making.Lock()
	defer g.making.Unlock()
	err = g.inTx(ctx, func(ctx context.Context) error {
		list, err = g.PreKeyStore.GetOrGenPreKeys(ctx, count)
		return err
	})
	if err != nil {
		return nil, g.see(ctx, err)
	}
	return list, nil
}

// GenOnePreKey implements store.PreKeyStore.
func (g guardedPreKeys) GenOnePreKey(ctx context.Context) (*keys.PreKey, error) {
	g.making.Lock()
	defer g.making.Unlock()
	k, err := g.PreKeyStore.GenOnePreKey(ctx)
	return k, g.see(ctx, err)
}

// GetPreKey implements store.PreKeyStore.
func (g guardedPreKeys) GetPreKey(ctx context.Context, id uint32) (*keys.PreKey, error) {
	k, err := g.PreKeyStore.GetPreKey(ctx, id)
	return k, g.see(ctx, err)
}

// RemovePreKey implements store.PreKeyStore.
func (g guardedPreKeys) RemovePreKey(ctx context.Context, id uint32) error {
	return g.see(ctx, g.PreKeyStore.RemovePreKey(ctx, id))
}

type guardedSenderKeys struct {
	wastore.SenderKeyStore
	*watch
}

// GetSenderKey implements store.SenderKeyStore.
func (g guardedSenderKeys) GetSenderKey(ctx context.Context, group, user string) ([]byte, error) {
	k, err := g.SenderKeyStore.GetSenderKey(ctx, group, user)
	return k, g.see(ctx, err)
}

// PutSenderKey implements store.SenderKeyStore.
func (g guardedSenderKeys) PutSenderKey(ctx context.Context, group, user string, session []byte) error {
	return g.see(ctx, g.SenderKeyStore.PutSenderKey(ctx, group, user, session))
}

// guardedLIDs watches the look-up that says under which address a message was
// encrypted: with a wrong one it could not be decrypted.
type guardedLIDs struct {
	wastore.LIDStore
	*watch
	unsaved *sync.Map // pairs that could not be kept
}

// GetLIDForPN implements store.LIDStore.
func (g guardedLIDs) GetLIDForPN(ctx context.Context, pn types.JID) (types.JID, error) {
	lid, err := g.LIDStore.GetLIDForPN(ctx, pn)
	return lid, g.seeBefore(ctx, err)
}

// PutLIDMapping implements store.LIDStore; a pair that is not kept would be
// missed by a later message that shows one address alone. whatsmeow remembers a
// pair before it is committed (sqlstore/lidmap.go), so what has failed is given
// first to a store that remembers nothing.
func (g guardedLIDs) PutLIDMapping(ctx context.Context, lid, pn types.JID) error {
	pair := [2]string{lid.User, pn.User}
	var err error
	if _, failed := g.unsaved.Load(pair); failed {
		err = g.anewLIDs().PutLIDMapping(ctx, lid, pn)
	}
	if err == nil {
		err = g.LIDStore.PutLIDMapping(ctx, lid, pn)
	}
	if err != nil {
		g.unsaved.Store(pair, true)
	} else {
		g.unsaved.Delete(pair)
	}
	return g.seeBefore(ctx, err)
}
