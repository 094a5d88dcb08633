package whatsapp

import (
	"context"
	"encoding/base64"
	"time"

	"github.com/skip2/go-qrcode"
	"go.mau.fi/whatsmeow"

	"mceplatform/backend/account"
	"mceplatform/backend/fault"
)

const (
	qrModule      = 8 // pixels; a negative size draws all modules equal, which cameras read best
	logoutTimeout = 15 * time.Second
)

// Link implements account.Linker: it shows QR codes, fresh ones as they expire,
// until one is scanned or CancelLink is called.
func (c *Client) Link(ctx context.Context) error {
	if err := c.waitReady(ctx); err != nil {
		return err
	}
	if c.linked.Load() {
		return fault.New(fault.Conflict, "This computer is linked already.")
	}
	c.mu.Lock()
	appCtx := c.appCtx
	c.mu.Unlock()
	c.cfg.Account.Moved(ctx, account.Status{State: account.Linking})
	c.showCodes(appCtx)
	return nil
}

// showCodes connects an unlinked device and passes its QR codes on as signals.
func (c *Client) showCodes(ctx context.Context) {
	c.replaceClient()
	linkCtx, stop := context.WithCancel(ctx)
	c.mu.Lock()
	if c.stopLink != nil {
		c.stopLink()
	}
	c.stopLink = stop
	wa := c.wa
	c.mu.Unlock()
	codes, err := wa.GetQRChannel(linkCtx)
	if err == nil {
		err = wa.ConnectContext(ctx)
	}
	if err != nil {
		stop()
		c.log.Warn("show QR codes", "kind", connectKind(err))
		go c.signal(connectFailed{err: err})
		return
	}
	go c.passCodes(wa, codes)
}

func (c *Client) passCodes(wa *whatsmeow.Client, codes <-chan whatsmeow.QRChannelItem) {
	for item := range codes {
		switch item.Event {
		case whatsmeow.QRChannelEventCode:
			png, err := qrcode.Encode(item.Code, qrcode.Medium, -qrModule)
			if err != nil {
				c.log.Error("draw the QR code", "err", err)
				continue
			}
			c.signal(codeShown{wa: wa, png: "data:image/png;base64," + base64.StdEncoding.EncodeToString(png), expires: c.cfg.Clock.Now().Add(item.Timeout)})
		case whatsmeow.QRChannelSuccess.Event:
			return
		case whatsmeow.QRChannelTimeout.Event:
			c.signal(linkEnded{wa: wa, timeout: true})
			return
		case whatsmeow.QRChannelEventError:
			c.log.Warn("link refused", "err", item.Error)
			c.signal(linkEnded{wa: wa, reason: "refused"})
		default:
			c.signal(linkEnded{wa: wa, reason: item.Event})
		}
	}
}

// CancelLink implements account.Linker.
func (c *Client) CancelLink(ctx context.Context) error {
	if err := c.waitReady(ctx); err != nil {
		return err
	}
	if c.linked.Load() {
		return nil // scanned meanwhile
	}
	c.mu.Lock()
	if c.stopLink != nil {
		c.stopLink()
		c.stopLink = nil
	}
	c.mu.Unlock()
	c.replaceClient()
	c.moved(ctx, account.Status{State: account.NotLinked})
	return nil
}

// Unlink implements account.Linker. When WhatsApp cannot be told, the link is
// kept: otherwise the phone would go on listing a device nobody can remove here.
func (c *Client) Unlink(ctx context.Context) error {
	if err := c.waitReady(ctx); err != nil {
		return err
	}
	wa := c.current()
	if !c.linked.Load() {
		return fault.New(fault.NotLinked, "No WhatsApp number is linked.")
	}
	ctx, cancel := context.WithTimeout(ctx, logoutTimeout)
	defer cancel()
	if err := wa.Logout(ctx); err != nil {
		return fault.Wrap(err, fault.Unavailable, "WhatsApp cannot be reached to unlink. Try again when you are online, or remove this device on your phone.")
	}
	if err := c.inbound.LinkEnded(ctx, "WhatsApp is no longer linked."); err != nil {
		return err
	}
	c.forgetDevice(ctx)
	c.moved(ctx, account.Status{State: account.NotLinked})
	return nil
}

// Reconnect implements account.Linker.
func (c *Client) Reconnect(ctx context.Context) error {
	if err := c.waitReady(ctx); err != nil {
		return err
	}
	wa := c.current()
	if !c.linked.Load() {
		return fault.New(fault.NotLinked, "No WhatsApp number is linked.")
	}
	c.mu.Lock()
	appCtx := c.appCtx
	c.mu.Unlock()
	wa.Disconnect()
	c.connect(appCtx)
	return nil
}

// waitReady waits for Run to have opened the session.
func (c *Client) waitReady(ctx context.Context) error {
	select {
	case <-c.ready:
		return nil
	case <-ctx.Done():
		return fault.Wrap(ctx.Err(), fault.Unavailable, "The app is still starting.")
	}
}
