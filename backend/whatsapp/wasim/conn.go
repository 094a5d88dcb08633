package wasim

import (
	"context"
	"crypto/cipher"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/coder/websocket"
	waBinary "go.mau.fi/whatsmeow/binary"
)

const (
	frameHeader  = 3
	readLimit    = 1 << 24
	writeTimeout = 20 * time.Second
)

// conn is one client connection. Reading happens in its own goroutine, which
// also works through the stanzas in order; writing happens in another one, fed
// by a queue without limit so that no handler ever waits for a slow client.
type conn struct {
	s      *Server
	ws     *websocket.Conn
	ctx    context.Context
	cancel context.CancelFunc

	buf          []byte
	recvKey      cipher.AEAD
	sendKey      cipher.AEAD
	recvN, sendN uint32

	outMu sync.Mutex
	out   [][]byte
	wake  chan struct{}

	clientNoise []byte
	reg         *registration // set while the client is not linked yet
	// refused is set when the login was refused. A client may still send what
	// it wanted to send; the real service does not listen any more. Only the
	// reading goroutine uses it.
	refused bool

	// Guarded by Server.mu.
	dev    *device
	active bool // the client asked for live delivery (passive set active)
}

func newConn(s *Server, ws *websocket.Conn) *conn {
	ctx, cancel := context.WithCancel(s.ctx)
	ws.SetReadLimit(readLimit)
	return &conn{s: s, ws: ws, ctx: ctx, cancel: cancel, wake: make(chan struct{}, 1)}
}

// drop cuts the connection without a word, as a lost network would.
func (c *conn) drop() {
	c.cancel()
	_ = c.ws.CloseNow()
}

// dropSoon closes after the pause that lets the client see the last stanza.
func (c *conn) dropSoon() {
	c.s.after(c.s.cfg.CloseDelay, c.drop)
}

// fill reads one websocket message into the buffer. Frames may span messages.
func (c *conn) fill() error {
	kind, data, err := c.ws.Read(c.ctx)
	if err != nil {
		return err
	}
	if kind != websocket.MessageBinary {
		return errors.New("websocket message is not binary")
	}
	c.buf = append(c.buf, data...)
	return nil
}

func (c *conn) take(n int) ([]byte, error) {
	for len(c.buf) < n {
		if err := c.fill(); err != nil {
			return nil, err
		}
	}
	out := append([]byte(nil), c.buf[:n]...)
	c.buf = c.buf[n:]
	return out, nil
}

// readPrologue reads the stream header: an optional routing prefix
// "ED" 00 01 len(3) bytes, then "WA", protocol 6, dictionary version. Only the
// last four bytes enter the handshake hash.
func (c *conn) readPrologue() ([]byte, error) {
	head, err := c.take(4)
	if err != nil {
		return nil, err
	}
	if string(head[:2]) == "ED" {
		size, err := c.take(3)
		if err != nil {
			return nil, err
		}
		if _, err = c.take(length24(size)); err != nil {
			return nil, err
		}
		if head, err = c.take(4); err != nil {
			return nil, err
		}
	}
	if string(head[:2]) != "WA" || head[2] != 6 {
		return nil, fmt.Errorf("unexpected stream header %x", head)
	}
	return head, nil
}

func length24(b []byte) int { return int(b[0])<<16 | int(b[1])<<8 | int(b[2]) }

func (c *conn) readFrame() ([]byte, error) {
	head, err := c.take(frameHeader)
	if err != nil {
		return nil, err
	}
	return c.take(length24(head))
}

// writeFrame always puts a whole frame into one websocket message: the client
// library miscounts frames that are split over two.
func (c *conn) writeFrame(data []byte) error {
	frame := make([]byte, 0, frameHeader+len(data))
	frame = append(frame, byte(len(data)>>16), byte(len(data)>>8), byte(len(data)))
	ctx, cancel := context.WithTimeout(c.ctx, writeTimeout)
	defer cancel()
	return c.ws.Write(ctx, websocket.MessageBinary, append(frame, data...))
}

// readNode reads and decodes the next stanza.
func (c *conn) readNode() (*waBinary.Node, error) {
	sealed, err := c.readFrame()
	if err != nil {
		return nil, err
	}
	plain, err := c.recvKey.Open(nil, noiseIV(c.recvN), sealed, nil)
	if err != nil {
		return nil, fmt.Errorf("open frame: %w", err)
	}
	c.recvN++
	unpacked, err := waBinary.Unpack(plain)
	if err != nil {
		return nil, fmt.Errorf("unpack frame: %w", err)
	}
	return waBinary.Unmarshal(unpacked)
}

// send queues a stanza; it never blocks.
func (c *conn) send(n waBinary.Node) {
	data, err := waBinary.Marshal(n)
	if err != nil {
		c.s.log.Error("encode stanza", "tag", n.Tag, "error", err)
		return
	}
	c.outMu.Lock()
	c.out = append(c.out, data)
	c.outMu.Unlock()
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

func (c *conn) takeOut() [][]byte {
	c.outMu.Lock()
	defer c.outMu.Unlock()
	out := c.out
	c.out = nil
	return out
}

func (c *conn) writeLoop() {
	defer c.drop()
	for {
		select {
		case <-c.ctx.Done():
			return
		case <-c.wake:
		}
		for _, plain := range c.takeOut() {
			sealed := c.sendKey.Seal(nil, noiseIV(c.sendN), plain, nil)
			c.sendN++
			if err := c.writeFrame(sealed); err != nil {
				return
			}
		}
	}
}
