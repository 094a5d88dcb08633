package whatsapp

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"go.mau.fi/whatsmeow/proto/waAdv"
	wastore "go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/store/sqlstore"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/util/keys"

	"mceplatform/backend/store"
	"mceplatform/backend/store/storetest"
)

// brokenBuffer is a session database that fails.
type brokenBuffer struct {
	wastore.EventBuffer
	err error
}

func (b brokenBuffer) GetBufferedEvent(context.Context, [32]byte) (*wastore.BufferedEvent, error) {
	return nil, b.err
}

func (b brokenBuffer) DoDecryptionTxn(ctx context.Context, fn func(context.Context) error) error {
	if b.err != nil {
		return b.err
	}
	return fn(ctx)
}

type driverError struct{}

func (driverError) Error() string { return "disk I/O error (10)" }
func (driverError) Code() int     { return 10 }

// brokenSessions, brokenIdentities, brokenPreKeys and brokenSenderKeys fail as
// their part of the session database would.
type brokenSessions struct{ wastore.SessionStore }

func (brokenSessions) GetSession(context.Context, string) ([]byte, error) { return nil, driverError{} }

func (brokenSessions) MigratePNToLID(context.Context, types.JID, types.JID) error {
	return driverError{}
}

type brokenIdentities struct{ wastore.IdentityStore }

func (brokenIdentities) PutIdentity(context.Context, string, [32]byte) error { return driverError{} }

type brokenPreKeys struct{ wastore.PreKeyStore }

func (brokenPreKeys) RemovePreKey(context.Context, uint32) error { return driverError{} }

type brokenSenderKeys struct{ wastore.SenderKeyStore }

func (brokenSenderKeys) GetSenderKey(context.Context, string, string) ([]byte, error) {
	return nil, driverError{}
}

type brokenLIDs struct{ wastore.LIDStore }

func (brokenLIDs) PutLIDMapping(context.Context, types.JID, types.JID) error { return driverError{} }

func (brokenLIDs) GetLIDForPN(context.Context, types.JID) (types.JID, error) {
	return types.JID{}, driverError{}
}

func isDriverError(err error) bool {
	var d driverError
	return errors.As(err, &d)
}

func brokenDevice(begin error) *wastore.Device {
	return &wastore.Device{
		Initialized: true, EventBuffer: brokenBuffer{err: begin}, Sessions: brokenSessions{}, Identities: brokenIdentities{},
		PreKeys: brokenPreKeys{}, SenderKeys: brokenSenderKeys{}, LIDs: brokenLIDs{},
	}
}

// whatsmeow takes an error that is context.Canceled as "say nothing to the
// server", and every other one as "cannot be decrypted", which it acknowledges.
func TestGuardKeepsAFailingDatabaseFromBeingAcknowledged(t *testing.T) {
	undecryptable := errors.New("bad MAC")
	for name, tt := range map[string]struct {
		begin, inner error
		touch        func(ctx context.Context, d *wastore.Device) error // its error is swallowed, as the encryption may
		silent       bool
	}{
		"begin fails":   {begin: driverError{}, silent: true},
		"a query fails": {inner: fmt.Errorf("load session: %w", driverError{}), silent: true},
		"a session cannot be read": {inner: undecryptable, silent: true, touch: func(ctx context.Context, d *wastore.Device) error {
			_, err := d.Sessions.GetSession(ctx, "a")
			return err
		}},
		"an identity cannot be written": {inner: undecryptable, silent: true, touch: func(ctx context.Context, d *wastore.Device) error {
			return d.Identities.PutIdentity(ctx, "a", [32]byte{})
		}},
		"a prekey cannot be removed": {inner: undecryptable, silent: true, touch: func(ctx context.Context, d *wastore.Device) error {
			return d.PreKeys.RemovePreKey(ctx, 1)
		}},
		"a sender key cannot be read": {inner: undecryptable, silent: true, touch: func(ctx context.Context, d *wastore.Device) error {
			_, err := d.SenderKeys.GetSenderKey(ctx, "g", "a")
			return err
		}},
		"cannot be decrypted": {inner: undecryptable},
		"all is well":         {},
	} {
		faults := make(chan struct{}, 1)
		device := brokenDevice(tt.begin)
		guard(device, isDriverError, &turn{}, func() { faults <- struct{}{} }, nil)
		err := device.EventBuffer.DoDecryptionTxn(t.Context(), func(ctx context.Context) error {
			if tt.touch != nil {
				if err := tt.touch(ctx, device); !isDriverError(err) {
					t.Errorf("%s: the store says %v", name, err)
				}
			}
			return tt.inner
		})
		if errors.Is(err, context.Canceled) != tt.silent {
			t.Errorf("%s: %v", name, err)
		}
		if !tt.silent && !errors.Is(err, tt.inner) {
			t.Errorf("%s: %v lost its cause", name, err)
		}
		if tt.silent {
			<-faults // the link is told, so that the message is asked for again
		}
	}
}

// What fails ahead of the transaction is only logged by whatsmeow, which then
// decrypts with the wrong session: the message itself must fail.
func TestGuardRemembersFailuresAheadOfAMessage(t *testing.T) {
	device := brokenDevice(driverError{})
	var turn turn
	guard(device, isDriverError, &turn, func() {}, func() wastore.LIDStore { return brokenLIDs{} })
	if _, err := device.EventBuffer.GetBufferedEvent(t.Context(), [32]byte{}); !errors.Is(err, context.Canceled) {
		t.Errorf("look-up: %v", err)
	}
	turn.anew()
	turn.begun()
	for name, touch := range map[string]func() error{
		"LID":     func() error { _, err := device.LIDs.GetLIDForPN(t.Context(), types.JID{}); return err },
		"pair":    func() error { return device.LIDs.PutLIDMapping(t.Context(), types.JID{}, types.JID{}) },
		"migrate": func() error { return device.Sessions.MigratePNToLID(t.Context(), types.JID{}, types.JID{}) },
	} {
		device.EventBuffer = guardedBuffer{EventBuffer: wholeBuffer{}, watch: device.EventBuffer.(guardedBuffer).watch}
		if err := touch(); !isDriverError(err) {
			t.Fatalf("%s: %v", name, err)
		}
		if _, err := device.EventBuffer.GetBufferedEvent(t.Context(), [32]byte{}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: the message is taken: %v", name, err)
		}
		if _, err := device.EventBuffer.GetBufferedEvent(t.Context(), [32]byte{}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: a later message overtakes it: %v", name, err)
		}
		turn.anew()
		turn.begun()
		if _, err := device.EventBuffer.GetBufferedEvent(t.Context(), [32]byte{}); err != nil {
			t.Errorf("%s: one failure stops messages on the next connection: %v", name, err)
		}
		// whatsmeow decrypts what it did not find; the next one waits for that.
		if err := device.EventBuffer.DoDecryptionTxn(t.Context(), func(context.Context) error { return nil }); err != nil {
			t.Errorf("%s: decrypt: %v", name, err)
		}
	}
}

// hastyLIDs remembers a pair although it could not be kept, as whatsmeow does.
type hastyLIDs struct {
	wastore.LIDStore
	tries, kept *int
	failing     *bool
}

func (h hastyLIDs) PutLIDMapping(context.Context, types.JID, types.JID) error {
	if *h.tries++; *h.failing {
		return driverError{}
	}
	if *h.tries == 1 {
		*h.kept++
	}
	return nil
}

func TestAPairThatFailedIsKeptAtTheNextTry(t *testing.T) {
	var kept int
	failing := true
	open := func() wastore.LIDStore { return hastyLIDs{tries: new(int), kept: &kept, failing: &failing} }
	device := brokenDevice(nil)
	var told int // how often the store was that answers look-ups
	device.LIDs = hastyLIDs{tries: &told, kept: &kept, failing: &failing}
	guard(device, isDriverError, &turn{}, func() {}, open)
	lid, pn := types.NewJID("100", types.HiddenUserServer), types.NewJID("447700900123", types.DefaultUserServer)
	for range 2 {
		if err := device.LIDs.PutLIDMapping(t.Context(), lid, pn); !isDriverError(err) {
			t.Fatalf("the store says %v", err)
		}
	}
	failing = false
	before := told
	for range 2 {
		if err := device.LIDs.PutLIDMapping(t.Context(), lid, pn); err != nil || kept != 1 {
			t.Errorf("kept %d times, %v", kept, err)
		}
	}
	if told != before+2 {
		t.Error("look-ups do not hear of the pair")
	}
}

type wholeBuffer struct{ wastore.EventBuffer }

func (wholeBuffer) DoDecryptionTxn(ctx context.Context, fn func(context.Context) error) error {
	return fn(ctx)
}

func (wholeBuffer) GetBufferedEvent(context.Context, [32]byte) (*wastore.BufferedEvent, error) {
	return nil, nil
}

// fillingContainer gives a device its stores when it is saved, as whatsmeow's does.
type fillingContainer struct{ wastore.DeviceContainer }

func (fillingContainer) PutDevice(_ context.Context, d *wastore.Device) error {
	*d = *brokenDevice(driverError{})
	return nil
}

func TestADeviceIsGuardedFromTheMomentItIsLinked(t *testing.T) {
	device := &wastore.Device{Container: fillingContainer{}}
	guard(device, isDriverError, &turn{}, func() {}, nil)
	if err := device.Save(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := device.EventBuffer.GetBufferedEvent(t.Context(), [32]byte{}); !errors.Is(err, context.Canceled) {
		t.Errorf("look-up: %v", err)
	}
}

// failingPreKeys fails after its keys were made.
type failingPreKeys struct{ wastore.PreKeyStore }

func (f failingPreKeys) GetOrGenPreKeys(ctx context.Context, n uint32) ([]*keys.PreKey, error) {
	list, err := f.PreKeyStore.GetOrGenPreKeys(ctx, n)
	return list, errors.Join(err, driverError{})
}

// The keys of a newly linked device are written in one transaction, while others
// make single ones beside it.
func TestPreKeysAreMadeTogether(t *testing.T) {
	container := sqlstore.NewWithDB(storetest.Session(t).DB, store.SessionDialect, nil)
	if err := container.Upgrade(t.Context()); err != nil {
		t.Fatal(err)
	}
	save := func(number string, wrap func(*wastore.Device)) wastore.PreKeyStore {
		device := container.NewDevice()
		jid := types.NewJID(number, types.DefaultUserServer)
		device.ID, device.Account = &jid, &waAdv.ADVSignedDeviceIdentity{
			Details: []byte{1}, AccountSignature: make([]byte, 64), AccountSignatureKey: make([]byte, 32), DeviceSignature: make([]byte, 64),
		}
		if err := device.Save(t.Context()); err != nil {
			t.Fatal(err)
		}
		wrap(device)
		guard(device, isDriverError, &turn{}, func() {}, nil)
		return device.PreKeys
	}

	k := save("4915735990001", func(d *wastore.Device) { d.PreKeys = failingPreKeys{d.PreKeys} })
	if list, err := k.GetOrGenPreKeys(t.Context(), 20); !isDriverError(err) || list != nil {
		t.Errorf("failed making = %d keys, %v", len(list), err)
	}
	if one, err := k.GetPreKey(t.Context(), 1); one != nil || err != nil {
		t.Errorf("a part of them was kept: %v, %v", one, err)
	}

	k = save("4915735990002", func(*wastore.Device) {})
	var work sync.WaitGroup
	for range 8 {
		work.Go(func() {
			if _, err := k.GenOnePreKey(t.Context()); err != nil {
				t.Error(err)
			}
		})
		work.Go(func() {
			if list, err := k.GetOrGenPreKeys(t.Context(), 30); err != nil || len(list) != 30 {
				t.Errorf("%d keys, %v", len(list), err)
			}
		})
	}
	work.Wait()
}
