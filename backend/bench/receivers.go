package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/store/sqlstore"
	"go.mau.fi/whatsmeow/types/events"
	waLog "go.mau.fi/whatsmeow/util/log"

	"mceplatform/backend"
	"mceplatform/backend/demo"
	"mceplatform/backend/proof/process"
	"mceplatform/backend/whatsapp"
	"mceplatform/backend/whatsapp/wasim"
)

// The kinds of children.
const (
	childApp    = "app"    // the whole backend, without a window
	childBare   = "bare"   // whatsmeow as it comes
	childSafe   = "safe"   // whatsmeow with the options that lose nothing
	childSheets = "sheets" // the part that reads sheets
)

// linkOrders tell a child what it is and where to work.
type linkOrders struct {
	Kind     string         `json:"kind"`
	DataDir  string         `json:"dataDir"`
	WhatsApp wasim.Endpoint `json:"whatsapp"`
	Sheet    sheetOrders    `json:"sheet"`
}

// runChild receives until its input ends.
func runChild(ctx context.Context, file string, in io.Reader, out io.Writer) error {
	return process.Follow(ctx, file, in, func(ctx context.Context, o linkOrders) error {
		switch o.Kind {
		case childApp:
			return receiveApp(ctx, o, out)
		case childSheets:
			return readSheets(ctx, o, out)
		case childBare:
			return receiveAlone(ctx, o, out, func(*whatsmeow.Client) {})
		case childSafe:
			return receiveAlone(ctx, o, out, func(client *whatsmeow.Client) {
				client.SynchronousAck, client.EnableDecryptedEventBuffer = true, true
			})
		}
		return fmt.Errorf("no such child: %q", o.Kind)
	})
}

func receiveApp(ctx context.Context, o linkOrders, out io.Writer) error {
	c, err := process.Open(ctx, backend.Config{DataDir: o.DataDir}, o.WhatsApp, out)
	if err != nil {
		return err
	}
	return c.Serve(ctx, func(ctx context.Context) error {
		if err := c.GoOnline(ctx); err != nil {
			return err
		}
		<-ctx.Done()
		return nil
	})
}

const sayCode = "code" // text of the code to scan

// receiveAlone is whatsmeow on an ordinary database with the durability of ours,
// and with a handler that does nothing.
func receiveAlone(ctx context.Context, o linkOrders, out io.Writer, set func(*whatsmeow.Client)) error {
	whatsapp.QuietSignal()
	endpoint, err := demo.ClientEndpoint(o.WhatsApp)
	if err != nil {
		return err
	}
	whatsmeow.WACertPubKey = endpoint.RootKey
	if err := os.MkdirAll(o.DataDir, 0o700); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(o.DataDir, "session.db")+"?_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)")
	if err != nil {
		return err
	}
	container := sqlstore.NewWithDB(db, "sqlite", waLog.Noop)
	defer container.Close()
	if err := container.Upgrade(ctx); err != nil {
		return err
	}
	device, err := container.GetFirstDevice(ctx)
	if err != nil {
		return err
	}
	client := whatsmeow.NewClient(device, waLog.Noop)
	client.SetWebsocketHTTPClient(endpoint.HTTP)
	client.SetPreLoginHTTPClient(endpoint.HTTP)
	client.SetMediaHTTPClient(endpoint.HTTP)
	set(client)
	defer client.Disconnect()
	codes, err := client.GetQRChannel(ctx)
	if err != nil {
		return err
	}
	online := make(chan struct{}, 1)
	connected := client.AddEventHandler(func(evt any) {
		if _, ok := evt.(*events.Connected); ok {
			select {
			case online <- struct{}{}:
			default:
			}
		}
	})
	if err := client.ConnectContext(ctx); err != nil {
		return err
	}
	code, ok := <-codes
	if !ok || code.Event != whatsmeow.QRChannelEventCode {
		return errors.New("no code to scan")
	}
	if _, err := fmt.Fprintln(out, sayCode, code.Code); err != nil {
		return err
	}
	select {
	case <-online:
	case <-ctx.Done():
		return nil
	}
	client.RemoveEventHandler(connected)
	client.AddEventHandler(func(any) {})
	if _, err := fmt.Fprintln(out, process.SayOnline, ""); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// introduceAlone lets the owner's phone scan the code of whatsmeow alone, and
// waits until it is online.
func introduceAlone(ctx context.Context, p *process.Process, owner *wasim.Phone) error {
	code, err := p.Until(ctx, sayCode)
	if err != nil {
		return err
	}
	if err := owner.ScanQR(ctx, code); err != nil {
		return err
	}
	_, err = p.Until(ctx, process.SayOnline)
	return err
}
