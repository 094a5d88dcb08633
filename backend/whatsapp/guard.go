package whatsapp

import (
	"context"
	"errors"
	"fmt"

	wastore "go.mau.fi/whatsmeow/store"
)

// guard keeps a failure of our own session database from being taken for an
// undecryptable message, which whatsmeow would acknowledge and lose. Such an
// error is joined with context.Canceled: whatsmeow then stops without telling
// the server anything (message.go, decryptMessages), and the message comes
// again at the next connection. onFault is called for each failure.
func guard(device *wastore.Device, onFault func()) {
	if _, done := device.EventBuffer.(guardedBuffer); !done && device.EventBuffer != nil {
		device.EventBuffer = guardedBuffer{EventBuffer: device.EventBuffer, onFault: onFault}
	}
}

type guardedBuffer struct {
	wastore.EventBuffer
	onFault func()
}

func (g guardedBuffer) fault(err error) error {
	go g.onFault()
	return fmt.Errorf("session database failed: %w", errors.Join(context.Canceled, err))
}

// GetBufferedEvent implements store.EventBuffer.
func (g guardedBuffer) GetBufferedEvent(ctx context.Context, hash [32]byte) (*wastore.BufferedEvent, error) {
	e, err := g.EventBuffer.GetBufferedEvent(ctx, hash)
	if err != nil {
		err = g.fault(err)
	}
	return e, err
}

// DoDecryptionTxn implements store.EventBuffer.
func (g guardedBuffer) DoDecryptionTxn(ctx context.Context, fn func(context.Context) error) error {
	var inner error
	ran := false
	err := g.EventBuffer.DoDecryptionTxn(ctx, func(ctx context.Context) error {
		inner = fn(ctx)
		ran = true
		return inner
	})
	if err != nil && (!ran || inner == nil || isDriverError(inner)) { // begin, commit or a query failed
		return g.fault(err)
	}
	return err
}

// isDriverError recognises an error of the SQL driver by its result code.
func isDriverError(err error) bool {
	var coded interface {
		error
		Code() int
	}
	return errors.As(err, &coded)
}
