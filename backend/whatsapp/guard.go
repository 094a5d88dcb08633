package whatsapp

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	wastore "go.mau.fi/whatsmeow/store"
)

// guard keeps a failure of our own session database from being taken for an
// undecryptable message, which whatsmeow would acknowledge and lose. Such an
// error is joined with context.Canceled: whatsmeow then stops without telling
// the server anything (message.go, decryptMessages), and the message comes
// again at the next connection; until then all others wait. onFault is called
// for each failure.
//
// The encryption swallows or rewrites some errors of its stores, so these are
// watched too: what fails inside the transaction of a message makes it fail as
// a whole. A device that is not linked yet is guarded when it is saved. anewLIDs
// opens the pairs of numbers and LIDs once more, with nothing remembered.
func guard(device *wastore.Device, isStorage func(error) bool, turn *turn, onFault func(), anewLIDs func() wastore.LIDStore) {
	w := &watch{isStorage: isStorage, turn: turn, onFault: onFault, anewLIDs: anewLIDs, deciding: make(chan struct{}, 1)}
	onceSaved(device, w.wrap)
}

// onceSaved runs fn on a device that has its stores: a device that is not
// linked yet gets them when it is saved.
func onceSaved(device *wastore.Device, fn func(*wastore.Device)) {
	if !device.Initialized {
		device.Container = savedContainer{DeviceContainer: device.Container, saved: fn}
		return
	}
	fn(device)
}

type watch struct {
	isStorage func(error) bool
	turn      *turn
	onFault   func()
	anewLIDs  func() wastore.LIDStore
	deciding  chan struct{} // full from looking a message up until it is decrypted
	before    atomic.Bool   // something failed on the way to the transaction, where whatsmeow only logs it
}

func (w *watch) wrap(d *wastore.Device) {
	if _, done := d.EventBuffer.(guardedBuffer); done || d.EventBuffer == nil {
		return
	}
	inTx := d.EventBuffer.DoDecryptionTxn // of the database below: the guard's own is for messages
	d.EventBuffer = guardedBuffer{EventBuffer: d.EventBuffer, watch: w}
	d.Sessions = guardedSessions{SessionStore: d.Sessions, watch: w, anew: func() wastore.SessionStore { return newSessions(d) }, unmoved: &sync.Map{}}
	d.Identities = guardedIdentities{IdentityStore: d.Identities, watch: w}
	d.PreKeys = guardedPreKeys{PreKeyStore: d.PreKeys, watch: w, inTx: inTx, making: &sync.Mutex{}}
	d.SenderKeys = guardedSenderKeys{SenderKeyStore: d.SenderKeys, watch: w}
	d.LIDs = guardedLIDs{LIDStore: d.LIDs, watch: w, unsaved: &sync.Map{}}
}

// failureKey finds in a context where the running transaction notes a failure.
type failureKey struct{}

// see notes an error of the database and passes it on.
func (w *watch) see(ctx context.Context, err error) error {
	if err == nil || !w.isStorage(err) {
		return err
	}
	if failed, ok := ctx.Value(failureKey{}).(*atomic.Bool); ok {
		failed.Store(true)
	}
	return err
}

// seeBefore is see for what whatsmeow does ahead of the transaction.
func (w *watch) seeBefore(ctx context.Context, err error) error {
	if _, inside := ctx.Value(failureKey{}).(*atomic.Bool); !inside && err != nil && w.isStorage(err) {
		w.before.Store(true)
	}
	return w.see(ctx, err)
}

func (w *watch) fault(err error) error {
	w.turn.holdAll()
	go w.onFault()
	return fmt.Errorf("session database failed: %w", errors.Join(context.Canceled, err))
}

var (
	errBefore = errors.New("the address of the sender could not be looked up or kept")
	errHeld   = fmt.Errorf("an earlier message waits for the session database: %w", context.Canceled)
)

type guardedBuffer struct {
	wastore.EventBuffer
	*watch
}

// GetBufferedEvent implements store.EventBuffer; whatsmeow begins a message with
// it and decrypts what is not there in DoDecryptionTxn (message.go,
// bufferedDecrypt). Nobody else may look meanwhile: when a connection breaks,
// what was being decrypted goes on beside the next connection, which would find
// the message neither kept nor decryptable, and acknowledge it.
func (g guardedBuffer) GetBufferedEvent(ctx context.Context, hash [32]byte) (*wastore.BufferedEvent, error) {
	if g.before.Swap(false) {
		return nil, g.fault(errBefore)
	}
	if g.turn.allHeld() {
		return nil, errHeld
	}
	select {
	case g.deciding <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	e, err := g.EventBuffer.GetBufferedEvent(ctx, hash)
	if err != nil {
		err = g.fault(err)
	}
	if err != nil || e != nil {
		g.decided()
	}
	return e, err
}

func (w *watch) decided() {
	select {
	case <-w.deciding:
	default: // whatsmeow decrypts without having looked
	}
}

// PutBufferedEvent implements store.EventBuffer.
func (g guardedBuffer) PutBufferedEvent(ctx context.Context, hash [32]byte, plaintext []byte, at time.Time) error {
	return g.see(ctx, g.EventBuffer.PutBufferedEvent(ctx, hash, plaintext, at))
}

// DoDecryptionTxn implements store.EventBuffer.
func (g guardedBuffer) DoDecryptionTxn(ctx context.Context, fn func(context.Context) error) error {
	defer g.decided()
	var failed atomic.Bool
	var inner error
	ran := false
	err := g.EventBuffer.DoDecryptionTxn(context.WithValue(ctx, failureKey{}, &failed), func(ctx context.Context) error {
		inner = fn(ctx)
		ran = true
		return inner
	})
	if err != nil && (!ran || inner == nil || failed.Load() || g.isStorage(inner)) { // begin, commit or a query failed
		return g.fault(err)
	}
	return err
}

// savedContainer tells when a device has been saved.
type savedContainer struct {
	wastore.DeviceContainer
	saved func(*wastore.Device)
}

// PutDevice implements store.DeviceContainer.
func (g savedContainer) PutDevice(ctx context.Context, d *wastore.Device) error {
	err := g.DeviceContainer.PutDevice(ctx, d)
	if err == nil {
		g.saved(d)
	}
	return err
}
