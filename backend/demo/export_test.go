package demo

import "time"

// Paced lets people take a beat for anything.
func (o Options) Paced(beat time.Duration) Options {
	o.beat = beat
	return o
}
