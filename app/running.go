//go:build !bindings

package app

// generating is false in every build that people run.
const generating = false
