//go:build bindings

package app

// generating is true in the build that only writes the TypeScript bindings: it
// must not touch the data folder.
const generating = true
