package whatsapp

import (
	"context"
	"sync"
)

// outage ends what is on its way when the connection breaks. whatsmeow would
// send the same frame again by itself as soon as there is another connection
// (request.go, retryFrame), whatever has been decided meanwhile: somebody may
// have opted out. So the attempt ends, and the worker decides about another.
type outage struct {
	mu     sync.Mutex
	ctx    context.Context //nolint:containedctx // it is what breaks
	cancel context.CancelFunc
}

// bound returns ctx ending with the connection that is there now.
func (o *outage) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	o.mu.Lock()
	if o.ctx == nil {
		o.ctx, o.cancel = context.WithCancel(context.Background())
	}
	broken := o.ctx
	o.mu.Unlock()
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(broken, cancel)
	return ctx, func() { stop(); cancel() }
}

// happened ends what was begun before. Events of whatsmeow's may overtake each
// other, so what begins afterwards is free at once.
func (o *outage) happened() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.cancel != nil {
		o.cancel()
	}
	o.ctx, o.cancel = nil, nil
}
