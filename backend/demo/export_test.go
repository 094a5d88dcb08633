package demo

import "time"

// Hurried lets people take a moment instead of seconds.
func (o Options) Hurried() Options {
	o.beat = 5 * time.Millisecond
	return o
}
