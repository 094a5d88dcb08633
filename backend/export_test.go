package backend

import "context"

func (b *Backend) Beat(ctx context.Context) error { return b.beat(ctx) }
